"""The menu's word for a step: what undo would take back."""

from core.calc.names import Names
from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetOverride,
    SetText,
    steps_of,
)


def label_of(edit: Edit, names: Names) -> str:
    """The label of an edit that is about to be applied."""
    if isinstance(edit, Batch) and edit.label:
        return edit.label
    steps = list(steps_of(edit))
    if len(steps) != 1:
        return f"修改 {len(steps)} 处"
    match steps[0]:
        case SetText(cell=cell, text=text):
            return f"{'填' if text else '清除'} {names.place(cell)}"
        case SetOverride(cell=cell, override=override):
            return f"{'改写' if override else '恢复自动'} {names.place(cell)}"
        case SetJustification(justification=found):
            return "写审核说明" if found else "删除审核说明"
        case AddRecord() | RemoveRecord() | MoveRecord():
            return f"{_VERBS[type(steps[0])]}{steps[0].region}"
        case AddProject():
            return "增加项目"
        case MoveProject() | RemoveProject():
            return f"{_VERBS[type(steps[0])]}项目“{names.project_name(steps[0].project)}”"
        case SelectForm(form=form, selected=selected):
            return f"{'选用' if selected else '不选用'} {names.form_called(form)}"
    return "修改"


_VERBS = {
    AddRecord: "增加",
    RemoveRecord: "删除",
    MoveRecord: "移动",
    MoveProject: "移动",
    RemoveProject: "删除",
}
