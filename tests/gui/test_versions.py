"""Versions in the window: submitted and locked, unlocked, compared, brought back."""

import hashlib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from core.export.atomic import write_bytes_atomically
from core.session import Session
from core.versions.keeping import findings_of, submit, unlock
from gui import messages
from gui.dialogs.differences import DifferencesDialog
from gui.dialogs.export import ExportDialog
from gui.main_window import MainWindow
from tests.gui.exports import write
from tests.gui.hands import Hands

MONEY = "收入支出总表!行29.金额"
COVER = "封面.编制人"


def answer(monkeypatch: pytest.MonkeyPatch, name: str) -> list[str]:
    """Whoever is asked for the name of a version answers so; what was said is listed."""
    asked: list[str] = []

    def ask(_: object, proposed: str, open_words: str) -> str:
        asked.extend((proposed, open_words))
        return name

    monkeypatch.setattr(messages, "ask_version_name", ask)
    return asked


def possible(hands: Hands) -> list[str]:
    """Which of the actions of versions are enabled."""
    names = ("submit", "unlock", "compare", "restore_opening", "add_row")
    return [name for name in names if hands.window.actions_.by_name[name].isEnabled()]


def test_what_is_submitted_is_locked_and_says_so(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Title, status bar, actions; typing is refused with the way out; unlocked it goes on."""
    asked = answer(monkeypatch, "送审")
    hands.go(MONEY)
    hands.run("submit")

    assert asked[0] == "上报"
    assert "强制性 3 条" in asked[1]
    assert hands.said() == "已存为第1版“送审”，锁上了"
    assert hands.window.windowTitle() == "本年.biaoli（已锁定） - 表里"
    assert possible(hands) == ["unlock", "compare"]
    hands.type("1")
    assert hands.line() == "第1版“送审”已锁定；要改，用“文件 › 解锁修改”"
    assert hands.text(MONEY) == "52,148.29"

    hands.run("unlock")
    assert hands.said() == "第1版“送审”已解锁，以后的改动算下一版"
    assert hands.window.windowTitle() == "本年.biaoli - 表里"
    assert possible(hands) == ["submit", "compare", "restore_opening", "add_row"]
    hands.enter("1")
    assert hands.text(MONEY) == "1.00"


def test_a_locked_document_opens_locked(window: MainWindow, qtbot: QtBot, document: Path) -> None:
    """Also after closing the program; the cover takes nothing either."""
    with Session.open(document) as session:
        submit(session)
    assert window.open_path(document)
    hands = Hands(qtbot, window)
    assert window.windowTitle().endswith("（已锁定） - 表里")
    hands.work.jump(hands.cell(COVER))
    assert not any(field.isEnabled() for field in hands.work.fields.fields.values())


def test_submitting_may_be_left(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is kept; a name that is too long is refused and said."""
    answer(monkeypatch, "")
    hands.run("submit")
    assert hands.session.editable
    answer(monkeypatch, "长" * 41)
    hands.run("submit")
    assert hands.session.editable
    assert hands.said().startswith("版本名称太长")


def test_the_name_is_asked_for(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a proposal; leaving it gives none."""
    texts: list[str] = []

    def accept(dialog: QInputDialog) -> int:
        texts.append(dialog.labelText())
        dialog.setTextValue(dialog.textValue() + " ")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QInputDialog, "exec", accept)
    assert messages.ask_version_name(window, "上报", "还有 1 条。\n") == "上报"
    assert texts[0].startswith("还有 1 条。\n")
    monkeypatch.setattr(QInputDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert messages.ask_version_name(window, "上报", "") == ""


def test_a_failed_unlock_is_said(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the stick is pulled it stays locked, and the line says why."""
    answer(monkeypatch, "上报")
    hands.run("submit")
    path = hands.session.path
    assert path is not None
    path.rename(path.with_suffix(".away"))
    hands.run("unlock")
    assert "不在原处" in hands.said()
    assert possible(hands) == ["unlock", "compare"]


def test_opening_comes_back_in_one_step(hands: Hands) -> None:
    """恢复到打开时, which Ctrl+Z takes back; where nothing differs it is said."""
    hands.run("restore_opening")
    assert hands.said() == "内容与打开时一样，没有要恢复的"
    hands.go(MONEY)
    hands.enter("1")
    hands.run("restore_opening")
    assert hands.text(MONEY) == "52,148.29"
    assert hands.said() == "已恢复到打开时的内容，Ctrl+Z 撤回"
    hands.run("undo")
    assert hands.text(MONEY) == "1.00"


# ---- the sheet


@pytest.fixture
def changed(hands: Hands, tmp_path: Path) -> Hands:
    """A version with a file was submitted and unlocked; then a figure was changed."""
    book = tmp_path / "决算.xlsx"
    write_bytes_atomically(book, b"PK")
    sha256 = hashlib.sha256(b"PK").hexdigest()
    hands.session.store.versions.note_export(book.name, sha256)
    submit(hands.session)
    unlock(hands.session)
    hands.go(MONEY)
    hands.enter("1")
    return hands


def compare(hands: Hands, monkeypatch: pytest.MonkeyPatch, use: object) -> None:
    """Open the sheet, do something with it, and close it."""

    def shown(dialog: DifferencesDialog) -> int:
        assert callable(use)
        use(dialog)
        return 0

    monkeypatch.setattr(DifferencesDialog, "exec", shown)
    hands.run("compare")


def lines(dialog: DifferencesDialog) -> list[list[str]]:
    """The texts of the table."""
    table = dialog.table
    items = [
        [table.item(row, column) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    return [[item.text() if item is not None else "" for item in row] for row in items]


def test_the_sheet_shows_what_changed(changed: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Since the newest version, and since opening; with the files of the version."""

    def use(dialog: DifferencesDialog) -> None:
        assert dialog.choice.currentText().startswith("第1版“上报”　")
        assert dialog.choice.itemText(1) == "打开时"
        assert lines(dialog)[0][1:6] == [
            "公开01表",
            "行次29 年初结转和结余·金额",
            "52,148.29",
            "1.00",
            "填",
        ]
        assert dialog.message.text() == "共 4 处：填 1，预填 1，计算 2。"
        assert dialog.files.text().startswith("决算.xlsx　SHA-256 ")
        dialog.choice.setCurrentIndex(1)
        assert len(lines(dialog)) == 4
        assert not dialog.files.isVisibleTo(dialog)

    compare(changed, monkeypatch, use)


def test_a_version_can_be_read(changed: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its figures form by form, and its findings as they were worded."""
    [version] = changed.session.store.versions.listed()
    kept = [finding.line for finding in findings_of(changed.session, version)]

    def use(dialog: DifferencesDialog) -> None:
        forms = [dialog.figures.topLevelItem(n) for n in range(dialog.figures.topLevelItemCount())]
        [form] = [item for item in forms if item is not None and item.text(0) == "公开01表"]
        cells = [form.child(n) for n in range(form.childCount())]
        assert ("行次29 年初结转和结余·金额", "52,148.29", "录入") in [
            (cell.text(0), cell.text(1), cell.text(2)) for cell in cells
        ]
        listed = [dialog.findings.item(n) for n in range(dialog.findings.count())]
        assert [item.text() for item in listed] == kept
        dialog.choice.setCurrentIndex(1)
        assert not dialog.tabs.isTabEnabled(1)
        assert dialog.findings.count() == 0

    compare(changed, monkeypatch, use)


def test_a_line_leads_to_its_cell(changed: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter or a double click closes the sheet and goes there."""
    changed.go("支出决算表!合计.栏1")
    compare(changed, monkeypatch, lambda dialog: dialog.table.cellActivated.emit(0, 0))
    assert changed.address() == MONEY


def test_a_line_without_a_cell_leads_nowhere(
    changed: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project that was added is no cell; it is said."""
    changed.session.apply(changed.session.entries.added_project("别的")[0])

    def use(dialog: DifferencesDialog) -> None:
        dialog.table.cellActivated.emit(0, 0)
        assert dialog.message.text() == "这一行现在没有可以去的格"

    compare(changed, monkeypatch, use)
    assert changed.address() != ""


@pytest.mark.parametrize("row", [0, 1])
def test_a_state_comes_back(changed: Hands, monkeypatch: pytest.MonkeyPatch, row: int) -> None:
    """The version's or that of opening, as one step."""

    def use(dialog: DifferencesDialog) -> None:
        dialog.choice.setCurrentIndex(row)
        dialog.restore.click()

    compare(changed, monkeypatch, use)
    assert changed.text(MONEY) == "52,148.29"
    assert changed.said().endswith("的内容，Ctrl+Z 撤回")


def test_a_locked_document_is_compared_but_not_brought_back(
    changed: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """恢复到这里 is out of reach until it is unlocked."""
    submit(changed.session, "再报")

    def use(dialog: DifferencesDialog) -> None:
        dialog.choice.setCurrentIndex(1)
        assert len(lines(dialog)) == 4
        assert not dialog.restore.isEnabled()

    compare(changed, monkeypatch, use)


def test_the_sheet_is_exported(
    changed: Hands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As a workbook and as PDF; what cannot be written is said; leaving writes nothing."""
    asked: list[str] = []

    def choose(name: str) -> None:
        def chosen(*words: object) -> tuple[str, str]:
            asked.append(Path(str(words[2])).name)
            return name, ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)

    def use(dialog: DifferencesDialog) -> None:
        choose(str(tmp_path / "差异"))
        dialog.pdf.click()
        assert dialog.message.text() == "已导出 差异.pdf"
        dialog.xlsx.click()
        assert dialog.message.text() == "已导出 差异.xlsx"
        choose("")
        dialog.pdf.click()
        choose(str(tmp_path / "没有" / "差异"))
        dialog.pdf.click()
        assert "没有" in dialog.message.text()

    compare(changed, monkeypatch, use)
    assert (tmp_path / "差异.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "差异.xlsx").read_bytes().startswith(b"PK")
    assert asked[0].endswith("差异表.pdf")


def test_a_spoilt_version_is_told_in_the_sheet(
    changed: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other states can be compared all the same."""
    connection = changed.session.store._connection
    connection.execute("UPDATE version SET shown = x'00'")

    def use(dialog: DifferencesDialog) -> None:
        assert "已损坏" in dialog.message.text()
        assert not dialog.pdf.isEnabled()
        dialog.pdf.clicked.emit()
        dialog.choice.setCurrentIndex(1)
        assert len(lines(dialog)) == 4

    compare(changed, monkeypatch, use)


def test_the_window_notes_what_it_exports(hands: Hands, tmp_path: Path, qtbot: QtBot) -> None:
    """Name and SHA-256 of both files."""
    dialog = ExportDialog(hands.session, hands.window)
    dialog.folder.setText(str(tmp_path))
    dialog.forms.check_all(Qt.CheckState.Unchecked)
    first = dialog.forms.item(0)
    assert first is not None
    first.setCheckState(Qt.CheckState.Checked)
    write(qtbot, dialog)
    noted = {file.name: file.sha256 for file in hands.session.store.versions.waiting()}
    assert noted == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in dialog.written
    }
    assert len(noted) == 2
    dialog.deleteLater()
