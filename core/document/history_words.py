"""What a step of the history did to a cell, in words: 填 5, 清除, 改写为 5, 撤销：填 5."""

from core.document.edits import SetOverride, SetText
from core.document.history import CellChange
from core.document.model import PUT_ASIDE


def change_words(change: CellChange) -> str:
    """What was done, on one line."""
    entry = change.entry
    if isinstance(entry, SetText):
        text = f"填 {entry.text}" if entry.text else "清除"
    elif isinstance(entry, SetOverride):
        reason = f"，理由：{entry.override.reason}" if entry.override else ""
        text = f"改写为 {entry.override.text}{reason}" if entry.override else "恢复自动"
    elif entry.rule == PUT_ASIDE:
        text = f"收进抽屉 {entry.justification.text}" if entry.justification else "从抽屉放回"
    else:
        said = entry.justification.text if entry.justification else ""
        text = f"写审核说明 {said}".rstrip() if entry.justification else "删除审核说明"
    words = {"do": "", "undo": "撤销：", "redo": "重做："}
    return words[change.action] + text.replace("\n", " ")
