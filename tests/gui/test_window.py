"""The window: documents opened, findings walked, projects, dialogs, files that are none."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from core.audit.field_checks import REQUIRED
from core.calc.explain import OVERRIDDEN
from core.calc.selection import RETURNED
from core.refs import SheetId
from core.session import Session
from gui import messages
from gui.actions import MENUS
from gui.dialogs.export import ExportDialog
from gui.dialogs.override import OverrideDialog
from gui.main_window import MainWindow
from gui.suite_tree import COVER_SHEET
from tests.gui.exports import finished, write
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier


# ---- documents


def test_welcome_offers_what_can_be_done(window: MainWindow) -> None:
    """Without a document there are the welcome page, the examples, and no panels."""
    assert window.windowTitle() == "表里"
    assert window.welcome.isVisible()
    assert window.welcome.examples.count() >= 1
    assert not any(dock.isVisible() for dock in window.docks)
    assert not window.actions_.by_name["export"].isEnabled()


def test_opening_shows_the_document(hands: Hands) -> None:
    """Title, tree, form and status bar show what was opened."""
    assert hands.window.windowTitle() == "本年.biaoli - 表里"
    assert [s.form for s in hands.window.panels.tree.sheets()][:3] == [
        "封面",
        "收入支出总表",
        "收入决算表",
    ]
    assert all(dock.isVisible() for dock in hands.window.docks)
    assert hands.page.isVisible()


def test_closing_goes_back_to_welcome_and_lets_the_file_go(hands: Hands) -> None:
    """After 关闭文件 the file can be opened by anybody, and it is listed as used before."""
    path = hands.session.path
    assert path is not None
    hands.run("close")
    assert hands.window.workspace is None
    assert hands.window.welcome.recent.item(0).text() == "本年"
    Session.open(path).close()


def test_an_example_is_opened_as_a_copy(window: MainWindow) -> None:
    """Every time a new file of the user's own."""
    window.open_example("tonghai-2021")
    assert window.workspace is not None
    first = window.workspace.session.path
    window.open_example("tonghai-2021")
    second = window.workspace.session.path
    assert first is not None
    assert second is not None
    assert first.is_file()
    assert first != second


def _jpeg(path: Path) -> None:
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 400)


def _newer(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[60:64] = (9999).to_bytes(4, "big")
    path.write_bytes(content)


@pytest.mark.parametrize("spoil", [_jpeg, _newer, Path.unlink])
def test_a_bad_file_is_told_in_one_box(
    window: MainWindow, document: Path, boxes: list[str], spoil: object
) -> None:
    """The core's own words in one box; the window stays as it was, the file untouched."""
    assert callable(spoil)
    spoil(document)
    before = document.read_bytes() if document.exists() else b""
    assert window.open_path(document) is False
    assert len(boxes) == 1
    assert document.name in boxes[0]
    assert window.workspace is None
    assert (document.read_bytes() if document.exists() else b"") == before


def test_a_file_in_use_is_told(window: MainWindow, document: Path, boxes: list[str]) -> None:
    """Somebody else has the file open: one box says so."""
    with Session.open(document):
        assert window.open_path(document) is False
    assert len(boxes) == 1
    assert document.name in boxes[0]


def test_a_read_only_document_takes_nothing(
    qtbot: QtBot, window: MainWindow, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """（只读） in the title; typing is refused with a line that says so."""
    monkeypatch.setattr(
        "core.document.opening.open_for_writing",
        lambda _: None,  # as on a stick that is locked
    )
    assert window.open_path(document)
    assert window.windowTitle() == "本年.biaoli（只读） - 表里"
    hands = Hands(qtbot, window)
    hands.go("支出决算表!项[2101501].栏2")
    hands.type("5")
    assert hands.view.open_editor() is None
    assert hands.line() == messages.READ_ONLY
    assert not window.actions_.by_name["add_row"].isEnabled()


def test_a_stick_that_is_pulled_loses_nothing(hands: Hands) -> None:
    """What is typed meanwhile stays and is counted; when the stick is back it is written."""
    path = hands.session.path
    assert path is not None
    away = path.rename(path.with_name("拔出的"))
    hands.go("支出决算表!项[2101501].栏2")
    hands.enter("5")
    state = hands.window.panels.status.state
    hands.qtbot.waitUntil(lambda: "还没写入" in state())
    told = re.sub(r"\d\d:\d\d:\d\d", "时:分:秒", state())
    assert told == (
        "U 盘已拔出（或文件被移走），时:分:秒 以后填的 1 格还没写入。"
        "插回 U 盘会自动写入；或者用“文件 › 另存一份”存到电脑。"
    )
    assert hands.text("支出决算表!项[2101501].栏2") == "5.00"
    away.rename(path)
    hands.qtbot.waitUntil(lambda: state().startswith("已保存"))
    hands.run("close")
    with Session.open(path) as session:
        assert session.typed(session.names.cell("支出决算表!项[2101501].栏2")) == "5"


def test_saving_a_copy_goes_on_in_it(
    hands: Hands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """另存一份 opens the copy; the first file keeps what it had."""
    there = tmp_path / "另一份"
    monkeypatch.setattr("gui.documents.QFileDialog.getSaveFileName", lambda *_: (str(there), ""))
    hands.run("save_as")
    assert hands.session.path == tmp_path / "另一份.biaoli"


# ---- going about


def test_forms_are_turned_by_key(hands: Hands) -> None:
    """Ctrl+PgDn and Ctrl+PgUp go through all forms, the cover among them."""
    sheets = hands.window.panels.tree.sheets()
    hands.work.open_sheet(EXPENDITURE)
    hands.run("next_form")
    assert hands.work.sheet == sheets[sheets.index(EXPENDITURE) + 1]
    hands.run("previous_form")
    assert hands.work.sheet == EXPENDITURE
    assert hands.window.panels.tree.current_sheet() == EXPENDITURE


def test_each_form_remembers_its_cell(hands: Hands) -> None:
    """Back on a form one is where one was."""
    hands.go("支出决算表!项[2101501].栏3")
    hands.run("previous_form")
    hands.run("next_form")
    assert hands.address() == "支出决算表!项[2101501].栏3"


def test_panes_are_walked_by_f6(hands: Hands) -> None:
    """F6 goes round the four panes, Shift+F6 back."""
    hands.go("支出决算表!项[2101501].栏3")
    hands.work.explain_now()
    panels = hands.window.panels
    for pane in (panels.explain.tree, panels.findings.table, panels.tree, hands.view):
        hands.run("next_pane")
        assert pane.hasFocus()
    hands.run("previous_pane")
    assert panels.tree.hasFocus()


def test_findings_are_walked_form_by_form(hands: Hands) -> None:
    """F8 visits every finding once before it begins again, and the cell of each is current."""
    findings = hands.window.panels.findings
    count = len(findings.shown())
    seen = set()
    for _ in range(count):
        hands.run("next_finding")
        current = findings.current()
        assert current is not None
        assert current.cells[0] in hands.place().covers
        seen.add(current.identity)
    assert len(seen) == count
    hands.run("previous_finding")
    assert findings.current() in findings.shown()


def test_a_finding_is_jumped_to(hands: Hands) -> None:
    """A double click opens the form of the finding and lights its cell up."""
    findings = hands.window.panels.findings
    findings.table.selectRow(2)
    finding = findings.current()
    assert finding is not None
    findings.table.doubleClicked.emit(findings.table.currentIndex())
    assert hands.work.sheet == finding.cells[0].sheet
    assert hands.place().cell == finding.cells[0]
    assert hands.view.spotlight.flashed is not None
    hands.qtbot.waitUntil(lambda: hands.view.spotlight.flashed is None)


def test_a_probable_cause_is_told_and_gone_to(hands: Hands) -> None:
    """A finding says what its difference is probably due to; Ctrl+J goes to that cell."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.enter("2170187.26")
    findings = hands.window.panels.findings
    rules = [finding.rule for finding in findings.shown()]
    findings.table.selectRow(rules.index("BJ-14"))
    words = findings.model.data(findings.model.index(rules.index("BJ-14"), 3))
    assert "可能是：2101501 行政运行·9栏" in words
    assert findings.suspicion.isVisible()
    assert findings.suspicion.words.text().endswith("像是 2,170,178.26（两个数字对调）")
    hands.go("收入支出总表!行29.金额")
    findings.table.setFocus()
    findings.table.selectRow([f.rule for f in findings.shown()].index("BJ-14"))
    findings.suspicion.follow.click()
    assert hands.address() == "一般公共预算收支!项[2101501].栏9"
    hands.go("收入支出总表!行29.金额")
    findings.table.setFocus()
    QTest.keySequence(hands.window, QKeySequence("Ctrl+J"))
    assert hands.address() == "一般公共预算收支!项[2101501].栏9"


def test_a_finding_without_a_cause_goes_nowhere(hands: Hands) -> None:
    """Where nothing explains a finding there is no line for it, and Ctrl+J says so."""
    findings = hands.window.panels.findings
    findings.table.setFocus()
    findings.table.selectRow([finding.rule for finding in findings.shown()].index("ZP-05"))
    before = hands.work.sheet
    hands.run("suspect")
    assert hands.said() == messages.NO_CAUSE
    assert hands.work.sheet == before
    assert not findings.suspicion.isVisible()


def test_toggles_hide_findings(hands: Hands) -> None:
    """Each level can be left out of the list; the counts stay."""
    findings = hands.window.panels.findings
    before = len(findings.shown())
    findings.toggles["hint"].setChecked(False)
    assert 0 < len(findings.shown()) < before
    assert "提示" in findings.toggles["hint"].accessibleName()


def test_empty_cells_are_findings_once_the_form_was_left(hands: Hands) -> None:
    """A required cell that is empty is counted at once, and listed after one has left the form."""
    hands.go("项目自评[1]!预期目标")
    hands.press(Key.Key_Delete)
    found = hands.window.panels.findings
    assert REQUIRED not in [finding.rule for finding in found.shown()]
    hands.run("next_form")
    assert REQUIRED in [finding.rule for finding in found.shown()]


def test_audit_counts_everything(hands: Hands) -> None:
    """F9 says how it stands."""
    hands.run("audit")
    assert "核实性 17" in hands.said()


def test_a_justification_is_written_under_its_finding(hands: Hands) -> None:
    """Ctrl+E opens 审核说明, Ctrl+Enter saves it; an empty phrase is refused."""
    findings = hands.window.panels.findings
    hands.go("项目自评[2]!指标[3].得分")
    hands.run("justify")
    edit = findings.writing.edit
    assert edit.isVisible()
    finding = findings.current()
    assert finding is not None
    edit.setPlainText("同上")
    hands.press(Key.Key_Return, Modifier.ControlModifier)
    assert edit.isVisible()
    edit.setPlainText("样本偏少，按谨慎原则扣 1 分")
    hands.press(Key.Key_Return, Modifier.ControlModifier)
    assert not edit.isVisible()
    assert finding.identity not in [f.identity for f in findings.shown()]
    hands.run("undo")
    assert finding.identity in [f.identity for f in findings.shown()]


def test_the_cell_stays_in_sight_while_its_reason_is_written(hands: Hands) -> None:
    """The panel that opens for the 审核说明 does not cover the cell it is about."""
    hands.go("项目自评[3]!指标[4].得分")
    hands.run("justify")

    def seen() -> bool:
        rect = hands.view.visualRect(hands.view.currentIndex())
        return hands.view.mapTo(hands.page, rect.bottomLeft()).y() < hands.page.height()

    hands.qtbot.waitUntil(seen)


# ---- panels


def test_the_line_names_the_cell(hands: Hands) -> None:
    """Form, row and column; kind; value; formula in words."""
    hands.go("支出决算表!类[210].栏2")
    line = hands.window.panels.line
    assert line.name.text() == "公开03表 › 210 卫生健康支出 › 2栏 基本支出"
    assert (line.kind.text(), line.value.text()) == ("计算", "2,746,290.19")
    assert line.words.text().startswith("＝ ")


def test_every_number_says_where_it_comes_from(hands: Hands) -> None:
    """Inputs and users are links; a click goes there."""
    hands.go("支出决算表!类[210].栏2")
    hands.work.explain_now()
    tree = hands.window.panels.explain.tree
    sections = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    assert [item.text(0)[:4] for item in sections if item] == ["怎么算的", "用在哪里"]
    assert sections[0] is not None
    tree.itemClicked.emit(sections[0].child(0), 0)
    assert hands.address() == "支出决算表!款[21011].栏2"


def test_of_an_entered_cell_it_is_said_first_where_it_is_used(hands: Hands) -> None:
    """Also of one typed over a proposal: what the proposal was made of comes after that."""
    hands.go("支出决算表!项[2101501].栏2")
    hands.model.setData(hands.view.currentIndex(), "5")
    hands.work.explain_now()
    tree = hands.window.panels.explain.tree
    sections = [tree.topLevelItem(row) for row in range(2)]
    assert [item.text(0)[:4] for item in sections if item] == ["用在哪里", "怎么算的"]


def test_very_many_inputs_are_folded(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last row opens to all the others; none is left out, none told twice."""
    monkeypatch.setattr("gui.explain_panel._MOST_MENTIONS", 2)
    monkeypatch.setattr("gui.explain_panel._BEFORE_FOLD", 1)
    made = hands.session.calculation.computations
    cell = max((c for c in made if c.form == "支出决算表"), key=lambda c: len(made[c].sources))
    hands.window.panels.explain.show_cell(hands.session, cell)
    section = hands.window.panels.explain.tree.topLevelItem(0)
    assert section is not None
    count = len(made[cell].sources)
    assert count > 2
    assert section.childCount() == 2
    fold = section.child(1)
    assert fold.text(0) == f"……另 {count - 1} 项"
    fold.setExpanded(True)
    fold.setExpanded(False)
    fold.setExpanded(True)
    assert fold.childCount() == count - 1
    hands.window.panels.explain.tree.itemClicked.emit(fold.child(0), 0)
    assert hands.place().cell == made[cell].sources[1]


def test_the_input_that_cannot_be_read_comes_first(hands: Hands) -> None:
    """Whoever asks why there is no sum sees it at once, and Ctrl+[ goes there."""
    made = hands.session.calculation.computations
    last = hands.session.explain(hands.cell("支出决算表!类[210].栏2")).inputs[-1].cell
    while last in made:
        last = hands.session.explain(last).inputs[-1].cell
    hands.session.type_text((last,), "不详")
    user = hands.session.explain(last).users[0].cell
    assert len(made[user].sources) > 1
    assert hands.session.explain(user).inputs[0].cell == last


def test_a_score_says_how_it_came_about(hands: Hands) -> None:
    """One sentence with target, result and points; also over a score that was typed."""
    hands.go("项目自评[1]!指标[2].得分")
    hands.model.setData(hands.view.currentIndex(), "19")
    hands.work.settle()
    hands.work.explain_now()
    shown = hands.window.panels.explain.note.text().splitlines()
    assert shown == [
        "预填的是 20.00，按 Delete 取回",
        "按规定：指标值≥1800，实际2066，达到指标值，得满分20",
    ]


def test_the_history_of_a_cell_is_told(hands: Hands) -> None:
    """What was typed when stands under 记录."""
    hands.go("支出决算表!项[2101501].栏2")
    hands.model.setData(hands.view.currentIndex(), "5")
    hands.work.settle()
    hands.work.explain_now()
    tree = hands.window.panels.explain.tree
    last = tree.topLevelItem(tree.topLevelItemCount() - 1)
    assert last is not None
    assert last.text(0) == "记录"
    assert last.child(0).text(0).endswith("填 5")


def test_the_tree_shows_states(hands: Hands) -> None:
    """A 强制性 finding turns the form's shape into the octagon, undo turns it back."""
    tree = hands.window.panels.tree
    sheet = hands.project(0)
    before = tree.state_of(sheet)
    hands.go("项目自评[1]!指标[1].分值")
    hands.enter("1")
    state = tree.state_of(sheet)
    assert state is not None
    assert (state.shape, state.count > 0) == ("mandatory", True)
    hands.run("undo")
    assert tree.state_of(sheet) == before


def test_a_form_that_follows_others_is_not_shown_as_empty(hands: Hands) -> None:
    """Where nothing is typed because all figures come from elsewhere, the form is whole."""
    state = hands.window.panels.tree.state_of(SheetId("财政拨款总表"))
    assert state is not None
    assert (state.shape, state.share) == ("passed", "100%")
    empty = hands.window.panels.tree.state_of(SheetId("政府性基金"))
    assert empty is not None
    assert (empty.shape, empty.share) == ("empty", "0%")


def test_the_cover_is_filled_in(hands: Hands) -> None:
    """A name typed on the cover stands in the heading of every form."""
    hands.work.open_sheet(COVER_SHEET)
    cell = hands.cell("封面.编制人")
    field = hands.work.fields.fields[cell]
    field.setFocus()
    hands.qtbot.keyClicks(field, "Zhang")
    hands.run("next_form")
    assert hands.session.text(cell) == "Zhang"


# ---- projects


def test_projects_come_and_go(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project is added, renamed and deleted; deleting asks first, and undo brings it back."""
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "新项目")
    monkeypatch.setattr(messages, "may_remove_project", lambda *_: True)
    hands.run("add_project")
    sheet = hands.work.sheet
    assert sheet is not None
    assert hands.session.names.project_name(sheet.instance) == "新项目"
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "<b>改名</b>")
    hands.run("rename_project")
    assert hands.session.names.project_name(sheet.instance) == "<b>改名</b>"
    hands.run("remove_project")
    assert sheet not in hands.window.panels.tree.sheets()
    assert hands.work.sheet != sheet
    hands.run("undo")
    assert sheet in hands.window.panels.tree.sheets()


def test_a_project_card_is_asked_for(hands: Hands) -> None:
    """项目资料 shows the card of the open form's project."""
    hands.work.open_sheet(hands.project(1))
    hands.run("project_card")
    assert [cell.name for cell in hands.work.fields.fields] == list(hands.session.suite.card)


# ---- dialogs


def test_export_writes_files(qtbot: QtBot, document: Path, tmp_path: Path) -> None:
    """Chosen forms go into a PDF and a workbook named after unit, year and purpose."""
    with Session.open(document, read_only=True) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        dialog.forms.item(0).setCheckState(Qt.CheckState.Unchecked)
        write(qtbot, dialog)
        assert sorted(path.suffix for path in dialog.written) == [".pdf", ".xlsx"]
        for path in dialog.written:
            assert path.parent == document.parent
            assert path.stem == "通海县医疗保障局2021年度部门决算公开表（草稿）"
            assert path.stat().st_size > 1000


def test_export_says_why_not(qtbot: QtBot, document: Path) -> None:
    """No form, no format, no such folder: each is said and nothing is written."""
    with Session.open(document, read_only=True) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        dialog.folder.setText(str(document.parent / "没有" / "这里"))
        write(qtbot, dialog)
        assert (dialog.written, dialog.message.text() != "") == ([], True)
        dialog.choices.pdf.setChecked(False)
        dialog.choices.xlsx.setChecked(False)
        dialog.write.click()
        assert "至少一种" in dialog.message.text()


def test_an_export_can_be_cancelled(qtbot: QtBot, document: Path) -> None:
    """取消 while forms are drawn stops the export, not the dialog; earlier files stay whole."""
    with Session.open(document, read_only=True) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        dialog.show()
        old = document.parent / f"{dialog.name.text()}.pdf"
        old.write_bytes(b"old")
        before = sorted(document.parent.iterdir())
        dialog.write.click()
        dialog.close_button.click()
        finished(qtbot, dialog)
        assert (dialog.written, old.read_bytes()) == ([], b"old")
        assert sorted(document.parent.iterdir()) == before
        assert "已取消" in dialog.message.text()
        assert dialog.isVisible()
        assert dialog.write.isEnabled()
        write(qtbot, dialog)
        assert len(dialog.written) == 2
        dialog.close_button.click()
        assert not dialog.isVisible()


def test_a_folder_that_is_not_named_is_the_documents(qtbot: QtBot, document: Path) -> None:
    """Nothing goes into whatever folder the program happened to be started in."""
    with Session.open(document, read_only=True) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        dialog.folder.setText(" ")
        write(qtbot, dialog)
        assert {path.parent for path in dialog.written} == {document.parent}
        assert dialog.folder.text() == str(document.parent)


def test_an_override_needs_a_reason(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """改写 asks for value and reason; the cell is marked, 恢复自动 takes it back."""

    def fill_in(dialog: OverrideDialog) -> None:
        dialog.value.setText("100")
        dialog._apply()
        assert dialog.problem.text() != ""
        dialog.reason.setPlainText("按批复数填列")
        dialog._apply()

    monkeypatch.setattr(OverrideDialog, "exec", fill_in)
    hands.go("支出决算表!类[210].栏2")
    hands.run("override")
    cell = hands.cell("支出决算表!类[210].栏2")
    assert (hands.session.kind(cell), hands.text("支出决算表!类[210].栏2")) == (
        OVERRIDDEN,
        "100.00",
    )
    hands.run("restore")
    assert hands.text("支出决算表!类[210].栏2") == "2,746,290.19"


def test_entry_cells_are_not_overridden(hands: Hands) -> None:
    """改写 on an entry cell says that it can simply be typed into."""
    hands.go("支出决算表!项[2101501].栏2")
    hands.run("override")
    assert "直接填" in hands.said()


# ---- the window itself


def test_the_window_fits_a_small_screen(hands: Hands) -> None:
    """At 880 × 480 nothing asks for more room."""
    hands.window.resize(880, 480)
    hands.run("justify")
    assert hands.window.minimumSizeHint().width() <= 880
    assert hands.window.minimumSizeHint().height() <= 480


def test_every_action_has_words_and_no_key_twice(window: MainWindow) -> None:
    """No two actions share a key; every action of the tool bar says its words and key."""
    actions = window.actions_.by_name.values()
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert all(action.text() and action.toolTip() for action in actions)


def test_layout_is_restored(hands: Hands) -> None:
    """A panel that was closed comes back with 恢复默认布局."""
    hands.window.docks[1].close()
    hands.run("default_layout")
    assert hands.window.docks[1].isVisible()


# ---- forms left out

LINKED = "收入支出总表!行1.金额"


def test_a_form_is_left_out_and_taken_back(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands at the end of the tree; the others keep their figures, and both can be undone."""
    hands.go("一般公共预算收支!合计.栏4")
    figure = hands.session.text(hands.cell(LINKED))
    hands.run("leave_out")
    assert hands.said() == (
        "公开05表不选用了，公开01表、公开02表、公开03表、公开04表、公开11表里"
        " 61 格改为自己填，保留现在的数，Ctrl+Z 撤回"
    )
    assert hands.work.sheet == SUMMARY
    tree = hands.window.panels.tree
    assert SheetId("一般公共预算收支") not in tree.sheets()
    group = tree.model().index(tree.model().rowCount() - 1, 0)
    form = tree.model().index(0, 0, group)
    assert (group.data(), form.data()) == ("没有选用", "公开05表")
    tree.grab()
    tree.clicked.emit(form)
    assert hands.said() == "公开05表没有选用；要用，按右键选用"
    assert hands.work.sheet == SUMMARY
    hands.go(LINKED)
    assert hands.text(LINKED) == figure
    hands.enter("5")
    assert hands.text(LINKED) == "5.00"
    asked: list[list[str]] = []

    def ask(_: object, names: list[str]) -> str:
        asked.append(names)
        return names[0]

    monkeypatch.setattr(messages, "ask_form", ask)
    hands.run("take_in")
    assert asked == [["公开05表"]]
    assert hands.said().endswith("；1 格与没有选用时的数不同，见审核结果，Ctrl+Z 撤回")
    assert hands.text(LINKED) == figure
    assert not hands.window.actions_.by_name["take_in"].isEnabled()


def test_a_figure_that_came_back_is_settled(hands: Hands) -> None:
    """By the button under the findings, by 恢复自动, and by Delete; other findings have none."""
    hands.go("一般公共预算收支!合计.栏4")
    hands.run("leave_out")
    hands.go(LINKED)
    hands.enter("5")
    hands.work.structure.take_in("一般公共预算收支")
    findings = hands.window.panels.findings
    hands.go("一般公共预算收支!合计.栏4")
    hands.run("settle")
    assert hands.said() == messages.NO_REMEDY
    hands.go(LINKED)
    findings.choose_at(hands.cell(LINKED))
    assert findings.settle.text() == "用自动算出的数"
    findings.settle.click()
    assert hands.said() == "已用自动算出的数，Ctrl+Z 撤回"
    assert findings.settle.isHidden()
    for settle in (lambda: hands.run("restore"), lambda: hands.run("clear")):
        hands.run("undo")
        assert RETURNED in [finding.rule for finding in findings.shown()]
        hands.go(LINKED)
        settle()
        assert RETURNED not in [finding.rule for finding in findings.shown()]


ON_A_SHEET = [
    *("打开(&O)", "审核本表(&S)", "导出本表(&E)…", ""),
    *("不选用这张表(&L)", "增加项目(&A)…"),
]


def use(hands: Hands, sheet: SheetId, words: str) -> None:
    """Choose something of the menu over a sheet of the tree."""
    menu = hands.window.documents.tree_menu(sheet)
    next(action for action in menu.actions() if words in action.text()).trigger()
    menu.deleteLater()


def test_a_sheet_is_opened_and_audited_from_the_tree(hands: Hands) -> None:
    """Its own findings are listed, and the status bar says what the tree says of it."""
    sheet = hands.project(1)
    use(hands, sheet, "打开")
    assert hands.work.sheet == sheet
    assert hands.view.hasFocus()
    use(hands, sheet, "审核本表")
    state = hands.window.panels.tree.state_of(sheet)
    assert state is not None
    assert hands.said() == f"公开13表：{state.words}"
    shown = hands.window.panels.findings.shown()
    assert shown
    assert {finding.cells[0].sheet for finding in shown} == {sheet}


def test_one_sheet_is_exported_from_the_tree(hands: Hands) -> None:
    """It alone is chosen; there is nothing to export of the cover."""
    use(hands, SUMMARY, "导出本表")
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    assert dialog.forms.chosen() == [SUMMARY]
    dialog.reject()
    menu = hands.window.documents.tree_menu(COVER_SHEET)
    assert not any("导出" in action.text() for action in menu.actions())
    menu.deleteLater()


def test_forms_are_found_in_the_tree_by_their_first_signs(hands: Hands) -> None:
    """Digits and Enter open a form; a group is nothing to open."""
    tree = hands.window.panels.tree
    tree.setFocus()
    QTest.keyClicks(tree, "03")
    QTest.keyClick(tree, Key.Key_Return)
    assert hands.work.sheet == EXPENDITURE


def test_the_welcome_page_says_how_a_file_was_left(hands: Hands) -> None:
    """Suite, share and findings as at closing; nothing is opened for it."""
    hands.run("close")
    recent = hands.window.welcome.recent
    spoken = recent.item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("本年，云南 · 部门决算公开 · 2021，100%，3 条强制性，今天 ")
    assert not recent.grab().isNull()


def test_the_menu_of_a_form_left_out_takes_it_in(hands: Hands) -> None:
    """The menu over an open form leaves it out; over one that is left out it takes it in."""
    sheet, tree = SheetId("国有资本经营"), hands.window.panels.tree
    for words, left_out in (
        ([*ON_A_SHEET[:4], "标为空表(&E)…", *ON_A_SHEET[4:]], {"国有资本经营"}),
        (["选用公开08表"], set()),
    ):
        menu = hands.window.documents.tree_menu(sheet)
        assert [action.text() for action in menu.actions()] == words
        next(action for action in menu.actions() if "选用" in action.text()).trigger()
        menu.deleteLater()
        assert hands.session.document.deselected == left_out
        assert (sheet in tree.sheets()) is not bool(left_out)


def test_a_project_without_a_form_is_added_all_the_same(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its forms are all left out one stays where one is, and that is said."""
    hands.work.open_sheet(hands.project(0))
    hands.run("leave_out")
    here = hands.work.sheet
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "甲项目")
    hands.run("add_project")
    assert len(hands.session.document.projects) == 5
    assert hands.work.sheet == here
    assert "它的表都没有选用" in hands.said()


def test_every_mnemonic_and_key_is_used_once(window: MainWindow) -> None:
    """One letter, one entry of a menu; one key, one action."""
    keys = [entry.key for entries in MENUS.values() for entry in entries if entry.key]
    assert len(keys) == len(set(keys))
    for entries in MENUS.values():
        letters = re.findall(r"\(&(\w)\)", " ".join(entry.text for entry in entries))
        assert len(letters) == len(set(letters)), entries


def test_which_form_to_take_in_is_asked(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving the question changes nothing."""
    for answer in (QInputDialog.DialogCode.Rejected, QInputDialog.DialogCode.Accepted):
        monkeypatch.setattr(QInputDialog, "exec", lambda _, code=answer: code)
        found = messages.ask_form(hands.window, ["公开05表", "公开08表"])
        assert found == ("公开05表" if answer else "")
    monkeypatch.setattr(messages, "ask_form", lambda *_: "")
    hands.work.structure.take_in()
    assert hands.session.document.deselected == set()


def test_on_the_cover_no_form_is_left_out(hands: Hands) -> None:
    """The cover belongs to every suite."""
    hands.work.open_sheet(COVER_SHEET)
    hands.work.structure.leave_out()
    assert hands.session.document.deselected == set()
