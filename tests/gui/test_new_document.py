"""A new document in three steps: suite; cover and file; forms."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from core.document.glance import glance
from core.errors import EditRefused
from core.paths import templates_folder
from core.session import Session
from core.template import library
from gui.dialogs import new_document, unit_page
from gui.dialogs.new_document import NewDocumentDialog
from gui.main_window import MainWindow
from gui.recent_files import remember
from tests.second_document import SUITE

TITLE = "云南省部门决算公开套表　2021"


@pytest.fixture(autouse=True)
def nothing_used_before(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No document was used before, and new ones go into a folder of their own."""
    monkeypatch.setattr("gui.dialogs.new_document.recent_files", list)
    monkeypatch.setattr(unit_page, "own_folder", lambda: tmp_path / "我的填报")


@pytest.fixture
def dialog(qtbot: QtBot) -> NewDocumentDialog:
    """The dialog, shown."""
    dialog = NewDocumentDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def choose(dialog: NewDocumentDialog, title: str = TITLE) -> None:
    """Choose a suite and go on."""
    (wanted,) = dialog.choice.suites.findItems(title, Qt.MatchFlag.MatchContains)
    dialog.choice.suites.setCurrentItem(wanted)
    dialog.next.click()


def step(dialog: NewDocumentDialog) -> int:
    """Which step is asked, from 1."""
    return dialog.pages.currentIndex() + 1


def test_a_new_document_is_made(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Suite, unit, year and file, and the document is open."""

    def fill_in(dialog: NewDocumentDialog) -> None:
        choose(dialog)
        dialog.cover.unit.setText("某某局")
        assert "某某局2021年度" in dialog.cover.file.text()
        dialog.cover.file.setText(str(tmp_path / "新建"))
        dialog.next.click()
        dialog.next.click()

    monkeypatch.setattr(NewDocumentDialog, "exec", fill_in)
    window.actions_.by_name["new"].trigger()
    assert window.workspace is not None
    assert window.windowTitle() == "新建.biaoli - 表里"


def test_the_cover_is_asked_once_and_forms_may_be_left_out(
    dialog: NewDocumentDialog, tmp_path: Path
) -> None:
    """What was said in the dialog stands in the document, in the file."""
    choose(dialog)
    dialog.cover.unit.setText("某某局")
    author = dialog.cover._asked["编制人"]
    assert isinstance(author, QLineEdit)
    author.setText(" 张三 ")
    dialog.next.click()
    forms = dialog.start.forms
    (item,) = forms.findItems("国有资本", Qt.MatchFlag.MatchContains)
    item.setCheckState(Qt.CheckState.Unchecked)
    assert "1 张不选用" in dialog.start._what.text()
    assert f"{forms.count() - 1} 张表" in dialog.start._what.text()
    dialog.next.click()
    assert dialog.session is not None
    path = dialog.session.path
    dialog.session.close()
    assert path == tmp_path / "我的填报" / "某某局2021年度部门决算公开.biaoli"
    with Session.open(path) as session:
        assert session.author == "张三"
        assert session.document.deselected == {item.data(Qt.ItemDataRole.UserRole)}
        assert session.undo_label() == ""


def test_a_field_that_follows_another_says_so_and_is_not_asked_for(
    dialog: NewDocumentDialog,
) -> None:
    """The department in charge is the unit itself unless one types another."""
    choose(dialog)
    labels = [found.text() for found in dialog.cover.findChildren(QLabel)]
    assert "主管部门" in labels
    assert "单位名称（必填）" in labels
    department = next(
        line for line in dialog.cover.findChildren(QLineEdit) if line.accessibleName() == "主管部门"
    )
    assert department.placeholderText() == "不填就与“单位名称”相同"


def test_suites_are_found_by_typing(dialog: NewDocumentDialog) -> None:
    """Every word counts, wherever it stands; nothing found says what to do."""
    dialog.choice.words.setText("云南 决算")
    shown = dialog.choice.suites
    assert shown.count() >= 1
    assert all("云南" in shown.item(row).text() for row in range(shown.count()))
    dialog.choice.words.setText("没有 这样")
    assert shown.count() == 0
    assert "少打几个字" in dialog.choice._found.text()
    dialog.next.click()
    assert dialog.problem.text() == "先选一套表"


def test_what_is_missing_is_said_before_anything_is_written(
    dialog: NewDocumentDialog, document: Path
) -> None:
    """No name, a year that is none, a file that is there, no form: nothing is written."""
    choose(dialog)
    before = document.read_bytes()
    for unit, year, file in (
        ("", "2021", "新"),
        ("某局", "21", "新"),
        ("某局", "2021", str(document)),
        ("某局", "2021", " "),
    ):
        dialog.cover.unit.setText(unit)
        dialog.cover.year.setText(year)
        dialog.cover.file.setText(file)
        dialog.next.click()
        assert dialog.problem.text() != ""
        assert step(dialog) == 2
    dialog.cover.file.setText("新")
    dialog.next.click()
    forms = dialog.start.forms
    for row in range(forms.count()):
        forms.item(row).setCheckState(Qt.CheckState.Unchecked)
    dialog.next.click()
    assert dialog.problem.text() == "至少选用一张表"
    assert dialog.session is None
    assert document.read_bytes() == before


def test_a_folder_that_cannot_be_is_said(dialog: NewDocumentDialog, document: Path) -> None:
    """A file stands where the folder should be."""
    choose(dialog)
    dialog.cover.unit.setText("某局")
    dialog.cover.file.setText(str(document / "新.biaoli"))
    dialog.next.click()
    dialog.next.click()
    assert "换一个文件夹" in dialog.problem.text()
    assert dialog.session is None


def test_one_can_go_back_and_choose_again(dialog: NewDocumentDialog) -> None:
    """What was typed stays; the year is the other suite's."""
    choose(dialog)
    dialog.cover.unit.setText("某局")
    dialog.back.click()
    assert step(dialog) == 1
    assert not dialog.back.isEnabled()
    choose(dialog, "部门决算公开表（九张）　2024")
    assert dialog.cover.unit.text() == "某局"
    assert dialog.cover.year.text() == "2024"


def test_the_last_document_proposes_what_stands_on_its_cover(
    qtbot: QtBot, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unit and author as before, the year of the suite; where it came from is said."""
    with Session.open(document) as session:
        session.set_addresses([("封面.编制人", "李四")])
        unit = session.document.texts[session.names.cell(f"封面.{session.suite.unit}")]
    gone = document.with_name("不在了.biaoli")
    monkeypatch.setattr("gui.dialogs.new_document.recent_files", lambda: [gone, document])
    dialog = NewDocumentDialog()
    qtbot.addWidget(dialog)
    choose(dialog)
    assert dialog.cover.unit.text() == unit
    assert dialog.cover.answers()["编制人"] == "李四"
    assert dialog.cover._came.text() == "已照“本年.biaoli”填好，可以改。"
    assert unit in dialog.cover.file.text()


def test_a_slow_disk_keeps_nobody_waiting(
    qtbot: QtBot, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What does not come in time is not proposed."""
    remember(document)
    monkeypatch.setattr("gui.dialogs.new_document.PATIENCE_S", 0)
    monkeypatch.setattr("gui.dialogs.new_document._LastDocument._read", lambda _: None)
    dialog = NewDocumentDialog()
    qtbot.addWidget(dialog)
    choose(dialog)
    assert dialog.cover.unit.text() == ""
    assert dialog.cover._came.isHidden()


def test_a_glance_changes_nothing_and_never_fails(document: Path, tmp_path: Path) -> None:
    """Suite and cover of a sound file; nothing of another, of one in use, of none."""
    before = document.read_bytes()
    seen = glance(document)
    assert seen is not None
    assert seen.suite == SUITE
    assert document.read_bytes() == before
    other = tmp_path / "别的.biaoli"
    other.write_bytes(b"\xff\xd8" * 300)
    assert glance(other) is None
    assert glance(tmp_path / "无.biaoli") is None
    with Session.open(document):
        assert glance(document) is None


def test_a_suite_with_mistakes_cannot_be_chosen(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One whose forms are wrong says so when it is chosen; one without a head is only named."""
    shipped = (templates_folder() / SUITE / "suite.yaml").read_text("utf-8")
    for name, text in (("formless", shipped), ("headless", "notation: 1\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "suite.yaml").write_text(text, "utf-8")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])
    dialog = NewDocumentDialog()
    qtbot.addWidget(dialog)
    assert "没有列出：headless" in dialog.problem.text()

    dialog.next.click()

    assert "表样有问题，不能用：suite.yaml 第" in dialog.problem.text()
    assert step(dialog) == 1


def test_every_shipped_suite_can_be_begun(qtbot: QtBot, tmp_path: Path) -> None:
    """Whatever its cover asks; choices are lists."""
    count = NewDocumentDialog()
    qtbot.addWidget(count)
    for row in range(count.choice.suites.count()):
        dialog = NewDocumentDialog()
        qtbot.addWidget(dialog)
        dialog.choice.suites.setCurrentRow(row)
        dialog.next.click()
        dialog.cover.unit.setText("某局")
        for editor in dialog.cover._asked.values():
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(1)
        dialog.next.click()
        dialog.next.click()
        assert dialog.problem.text() == ""
        assert dialog.session is not None
        dialog.session.close()


def test_a_new_document_goes_on_from_last_year(
    window: MainWindow, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is asked first; its cover is proposed, its figures are taken, it stays as it is."""
    before = document.read_bytes()

    def fill_in(dialog: NewDocumentDialog) -> None:
        choose(dialog)
        dialog.cover.year.setText("2022")
        dialog.cover.file.setText(str(tmp_path / "下一年"))
        assert dialog.cover.unit.text() == "通海县医疗保障局"
        dialog.next.click()
        dialog.next.click()

    monkeypatch.setattr(NewDocumentDialog, "exec", fill_in)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(document), ""))
    window.actions_.by_name["new_from_last_year"].trigger()
    assert window.workspace is not None
    taken = window.workspace.session.document.last_year
    assert taken is not None
    assert (taken.year, taken.file) == ("2021", document.name)
    assert document.read_bytes() == before


def test_asking_for_no_file_of_last_year_makes_nothing(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No dialog opens behind it."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    window.actions_.by_name["new_from_last_year"].trigger()
    assert window.workspace is None


def test_a_file_that_cannot_be_last_year_is_said_at_once(
    dialog: NewDocumentDialog, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same year, or none at all: step 2 stays, nothing is written."""
    choose(dialog)
    dialog.cover.unit.setText("某局")
    for path, said in ((document, "不能作上年"), (tmp_path / "没有.biaoli", "没有.biaoli")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, p=path: (str(p), ""))
        dialog.cover._choose_last_year()
        dialog.next.click()
        assert said in dialog.problem.text()
        assert step(dialog) == 2
    dialog.cover.year.setText("2023")
    dialog.cover.show_last_year(document)
    dialog.next.click()
    assert step(dialog) == 3
    assert "请核对" in dialog.problem.text()


def test_what_goes_wrong_at_the_end_leaves_no_half_made_file(
    dialog: NewDocumentDialog, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is said, the name is free, and the next try works."""
    choose(dialog)
    dialog.cover.unit.setText("某局")
    dialog.cover.year.setText("2023")
    dialog.cover.file.setText(str(tmp_path / "新的"))
    dialog.cover.show_last_year(document)
    dialog.next.click()

    def refuse(*_: object) -> None:
        raise EditRefused("上年数取不了")

    with monkeypatch.context() as once:
        once.setattr(new_document, "take", refuse)
        dialog.next.click()
    assert dialog.problem.text() == "上年数取不了"
    assert not list(tmp_path.glob("新的*"))

    dialog.next.click()
    assert dialog.session is not None
    dialog.session.close()
