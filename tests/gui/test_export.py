"""The export dialog: the pages as they will be, drafts, what goes wrong, and sticks."""

import errno
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from core.errors import ExportError
from core.export import atomic
from core.export.picture import page_count, page_sizes
from core.session import Session
from gui import drives, printing
from gui.dialogs import exported
from gui.dialogs.export import ExportDialog
from gui.dialogs.export_words import NOTHING_HIDDEN
from gui.dialogs.official import OfficialDialog
from gui.dialogs.page_preview import paper_words
from gui.drives import Drive, copy_to
from gui.printing import draw_pages
from gui.recent_files import settings
from tests.core.export.reading import page_texts
from tests.gui.exports import drawn, finished, write
from tests.gui.hands import EXPENDITURE, Hands
from tests.suites import load_test_suite

REASON = "财政局已同意按此数公开"


@pytest.fixture(autouse=True)
def no_cover_page() -> Iterator[None]:
    """Nobody asked for a cover page before, and nobody after is given one."""
    settings().remove("export cover")
    yield
    settings().remove("export cover")


@pytest.fixture
def dialog(qtbot: QtBot, document: Path) -> Iterator[ExportDialog]:
    """The dialog of the example, which has 强制性 findings."""
    with Session.open(document) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        dialog.show()
        yield dialog
        dialog.leave()


def sound(qtbot: QtBot, tmp_path: Path) -> tuple[Session, ExportDialog]:
    """The dialog of a document without 强制性 findings."""
    session = Session.create(
        "yunnan-final-accounts-2021", tmp_path / "空.biaoli", "县医保局", "2021"
    )
    dialog = ExportDialog(session)
    qtbot.addWidget(dialog)
    return session, dialog


def pdf_of(dialog: ExportDialog) -> bytes:
    """The PDF file that was written."""
    return next(path for path in dialog.written if path.suffix == ".pdf").read_bytes()


# ---- pages


def test_the_preview_has_the_pages_of_the_file(qtbot: QtBot, dialog: ExportDialog) -> None:
    """As many, and the very same file: what is seen is what will be written."""
    drawn(qtbot, dialog)
    write(qtbot, dialog)
    assert dialog.pages.paged is not None
    assert dialog.preview.count() == page_count(pdf_of(dialog)) > 10
    assert dialog.pages.paged.pdf == pdf_of(dialog)


def test_pages_are_turned_and_three_are_kept(qtbot: QtBot, dialog: ExportDialog) -> None:
    """The page shown and its neighbours; before the first and after the last there is none."""
    drawn(qtbot, dialog)
    assert not dialog.preview.previous.isEnabled()
    for _ in range(4):
        dialog.preview.next.click()
    qtbot.waitUntil(lambda: sorted(dialog.pages.kept()) == [3, 4, 5])
    assert dialog.preview.place.text().startswith("第 5 页，共 16 页　A4 ")
    dialog.preview.turn(1000)
    assert dialog.preview.page == dialog.preview.count() - 1
    assert not dialog.preview.next.isEnabled()
    qtbot.waitUntil(lambda: dialog.preview.page in dialog.pages.kept())


def test_the_picture_has_the_pixels_of_the_screen(qtbot: QtBot, dialog: ExportDialog) -> None:
    """On a screen of twice the dots a page has twice the pixels and the same size."""
    drawn(qtbot, dialog)
    dialog.preview.size_box.setCurrentText("100%")
    qtbot.waitUntil(lambda: dialog.preview.picture().width() in (794, 1123))
    assert dialog.preview.picture().devicePixelRatio() == dialog.devicePixelRatioF()


def test_choosing_a_form_turns_to_it(qtbot: QtBot, dialog: ExportDialog) -> None:
    """To its first page; one that is not exported has none."""
    drawn(qtbot, dialog)
    dialog.forms.setCurrentRow(4)
    assert dialog.preview.page == 4
    dialog.forms.choose(EXPENDITURE)
    qtbot.waitUntil(lambda: dialog.preview.count() == 1)
    dialog.forms.setCurrentRow(0)
    assert dialog.preview.page == 0


def test_what_is_left_out_is_not_drawn(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Without forms there are no pages, and the dialog says so."""
    dialog.forms.selectAll()
    dialog.forms.choose(EXPENDITURE)
    dialog.forms.check_all(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: "至少选一张" in dialog.preview.place.text())
    assert "不会写出文件" in dialog.leaving.text()
    write(qtbot, dialog)
    assert "至少选一张" in dialog.message.text()


def test_what_is_not_filled_is_said_before_it_leaves(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Of the chosen forms only: what is still to be filled in them."""
    drawn(qtbot, dialog)
    assert "必填" not in dialog.leaving.text()
    dialog._session.set_addresses([("整体自评情况!部门概况", None)])
    dialog.refresh()
    said = "选的表里还有 1 格必填没有填。会写出"
    qtbot.waitUntil(lambda: dialog.leaving.text().startswith(said))
    dialog.forms.choose(EXPENDITURE)
    qtbot.waitUntil(lambda: dialog.leaving.text().startswith("会写出"))


def test_wide_forms_may_be_on_larger_paper(qtbot: QtBot, dialog: ExportDialog) -> None:
    """On request: the preview shows it, and so is the file."""
    drawn(qtbot, dialog)
    dialog.choices.a3.setChecked(True)
    dialog.preview.turn(4)
    qtbot.waitUntil(lambda: "A3 横向" in dialog.preview.place.text())
    write(qtbot, dialog)
    assert page_sizes(pdf_of(dialog))[4] == pytest.approx((1190.55, 841.89), abs=0.1)


def test_a_cover_page_stands_in_front(qtbot: QtBot, dialog: ExportDialog) -> None:
    """On request: the preview begins with it, a form is still turned to, both files have it."""
    drawn(qtbot, dialog)
    before = dialog.preview.count()
    dialog.choices.cover.click()
    qtbot.waitUntil(lambda: dialog.preview.count() == before + 1)
    assert "（封面和 15 张表，" in dialog.leaving.text()
    dialog.forms.setCurrentRow(1)
    paged = dialog.pages.paged
    assert paged is not None
    assert dialog.preview.page == paged.starts[2]
    write(qtbot, dialog)
    first = page_texts(pdf_of(dialog))[0]
    for words in ("通海县医疗保障局", "单位负责人", "财务负责人", "填表人", "盖章处", "草稿"):
        assert words in first
    workbook = next(path for path in dialog.written if path.suffix == ".xlsx")
    assert load_workbook(workbook).sheetnames[0] == "封面"


def test_whether_there_is_a_cover_page_is_remembered(qtbot: QtBot, document: Path) -> None:
    """As it was chosen last, until it is chosen otherwise."""
    wanted = []
    for click in (True, True, False):
        with Session.open(document, read_only=True) as session:
            dialog = ExportDialog(session)
            qtbot.addWidget(dialog)
            wanted.append(dialog.choices.cover.isChecked())
            if click:
                dialog.choices.cover.click()
            dialog.leave()
    assert wanted == [False, True, False]


def test_a_suite_without_a_cover_page_says_so(qtbot: QtBot) -> None:
    """It cannot be chosen, whatever was chosen elsewhere."""
    settings().setValue("export cover", True)
    with Session.create_from(load_test_suite("small"), None, "县医保局") as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        assert not dialog.choices.cover.isEnabled()
        assert not dialog.choices.cover.isChecked()
        assert "没有封面页" in dialog.choices.cover.toolTip()
        dialog.leave()


def test_papers_have_names() -> None:
    """A4 and A3, upright or lying; another sheet has no name."""
    assert paper_words(595.3, 841.9) == "A4 纵向"
    assert paper_words(1190.6, 841.9) == "A3 横向"
    assert paper_words(100, 100) == ""


# ---- what leaves


def test_nothing_hidden_leaves(qtbot: QtBot, dialog: ExportDialog) -> None:
    """The dialog says so, and the workbook holds it: no hidden part, comment, formula, person."""
    assert NOTHING_HIDDEN in dialog.leaving.text()
    session = dialog._session
    cell = session.names.cell("支出决算表!类[210].栏2")
    session.override(cell, "100", "照批复改写的秘密理由")
    dialog.refresh()
    write(qtbot, dialog)
    content = next(path for path in dialog.written if path.suffix == ".xlsx").read_bytes()
    book = load_workbook(BytesIO(content))
    assert book.properties.creator in ("", None)
    assert not book.defined_names
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        dimensions = [*sheet.row_dimensions.values(), *sheet.column_dimensions.values()]
        assert not any(dimension.hidden for dimension in dimensions)
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not any(cell.comment or cell.data_type == "f" for cell in cells)
        assert not any("秘密理由" in str(cell.value) for cell in cells)
    assert not any("秘密理由" in page for page in page_texts(pdf_of(dialog)))


# ---- drafts


def test_a_draft_says_so_everywhere(qtbot: QtBot, dialog: ExportDialog) -> None:
    """On the button, in the banner, in the file names and on every page."""
    assert dialog.write.text() == "导出草稿(&E)"
    assert dialog.banner.isVisible()
    assert dialog.banner.words.text() == (
        "公开11表等 2 张表还有 3 处强制性问题没有改，每一页右上角会印“草稿”二字。"
    )
    dialog.name.setText("公开表")
    write(qtbot, dialog)
    assert [path.name for path in dialog.written] == ["公开表（草稿）.pdf", "公开表（草稿）.xlsx"]
    assert all("草稿" in page for page in page_texts(pdf_of(dialog)))


def test_what_is_in_order_is_final(qtbot: QtBot, tmp_path: Path) -> None:
    """No banner, no stamp, no mark in the name."""
    session, dialog = sound(qtbot, tmp_path)
    with session:
        assert dialog.write.text() == "导出(&E)"
        assert dialog.banner.isHidden()
        write(qtbot, dialog)
        assert not any("草稿" in path.name for path in dialog.written)
        assert not any("草稿" in page for page in page_texts(pdf_of(dialog)))


def test_final_all_the_same_asks_for_a_reason_each_time(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason stands in the history; the next export is a draft again."""

    def answer(asking: QDialog) -> None:
        assert isinstance(asking, OfficialDialog)
        asking.field.setPlainText("无")
        asking.accept_button.click()
        assert asking.problem.text() != ""
        asking.field.setPlainText(REASON)
        asking.accept_button.click()

    monkeypatch.setattr(OfficialDialog, "exec", answer)
    undo = dialog._session.undo_label()
    dialog.banner.official.click()
    finished(qtbot, dialog)
    assert len(dialog.written) == 2
    assert not any("草稿" in path.name for path in dialog.written)
    assert not any("草稿" in page for page in page_texts(pdf_of(dialog)))
    last = dialog._session.store.history()[-1]
    assert (REASON in last.label, dialog._session.undo_label()) == (True, undo)
    assert dialog.write.text() == "导出草稿(&E)"
    write(qtbot, dialog)
    assert all("草稿" in path.name for path in dialog.written)


def test_without_a_reason_nothing_is_exported(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """取消 leaves history and folder as they are."""
    monkeypatch.setattr(OfficialDialog, "exec", lambda asking: asking.reject())
    before = len(dialog._session.store.history())
    dialog.banner.official.click()
    assert not dialog.is_exporting
    assert len(dialog._session.store.history()) == before


def test_a_reason_needs_a_file_that_can_be_written(qtbot: QtBot, document: Path) -> None:
    """Where nothing can be kept the button says why it is not to be pressed."""
    with Session.open(document, read_only=True) as session:
        dialog = ExportDialog(session)
        qtbot.addWidget(dialog)
        assert not dialog.banner.official.isEnabled()
        assert "只能查看" in dialog.banner.official.toolTip()


# ---- while it goes on


def test_the_window_stays_usable(hands: Hands, qtbot: QtBot, tmp_path: Path) -> None:
    """What is typed meanwhile is not exported: the files show the state of the start."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    hands.run("export")
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    assert not dialog.isModal()
    dialog.folder.setText(str(tmp_path))
    dialog.write.click()
    cell = hands.cell("一般公共预算收支!项[2101501].栏9")
    hands.work.perform(lambda: hands.session.type_text([cell], "7654321"))
    finished(qtbot, dialog)
    assert not any("7,654,321" in page for page in page_texts(pdf_of(dialog)))
    write(qtbot, dialog)
    assert any("7,654,321" in page for page in page_texts(pdf_of(dialog)))
    assert hands.work.panels.status.said() == "已导出 2 个文件"
    hands.run("export")
    assert hands.window.exporting.dialog is dialog
    dialog.reject()
    assert hands.window.exporting.dialog is None


def test_the_status_bar_says_how_far_it_is(hands: Hands, qtbot: QtBot) -> None:
    """After a moment, with a bar and 取消, which leaves no file."""
    hands.run("export")
    exporting, busy = hands.window.exporting, hands.work.panels.status.busy
    assert exporting.dialog is not None
    exporting._progress(1, 17)
    assert busy.text() == ""
    qtbot.wait(350)
    exporting._progress(5, 17)
    assert busy.text() == "正在导出 第 5 页，共 17 页"
    before = sorted(exporting.dialog._fields._beside.iterdir())
    exporting.dialog.write.click()
    busy.stopped.emit()
    finished(qtbot, exporting.dialog)
    assert "已取消" in exporting.dialog.message.text()
    assert sorted(exporting.dialog._fields._beside.iterdir()) == before
    assert busy.text() == ""
    exporting.leave()


def test_closing_the_document_closes_the_export(hands: Hands, document: Path) -> None:
    """In the middle of it: it is stopped, and no half file is left."""
    hands.run("export")
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    before = sorted(document.parent.iterdir())
    dialog.write.click()
    hands.run("close")
    assert hands.window.exporting.dialog is None
    assert {path.suffix for path in set(document.parent.iterdir()) - set(before)} <= {".pdf"}


def test_what_is_to_be_mended_is_gone_to(hands: Hands) -> None:
    """去改 closes the dialog and goes to the first cell."""
    hands.run("export")
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    first = dialog._open[0].cells[0]
    dialog.banner.mend.click()
    assert hands.window.exporting.dialog is None
    assert hands.place().cell == first


def test_edits_meanwhile_are_seen_when_coming_back(hands: Hands, qtbot: QtBot) -> None:
    """The pages, and whether it is a draft, are those of the document as it is now."""
    hands.run("export")
    dialog = hands.window.exporting.dialog
    assert dialog is not None
    drawn(qtbot, dialog)
    assert dialog.pages.paged is not None
    before = dialog.pages.paged.pdf
    cell = hands.cell("一般公共预算收支!项[2101501].栏9")
    hands.work.perform(lambda: hands.session.type_text([cell], "1"))
    more = len(dialog._open)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.pages.paged is not None and dialog.pages.paged.pdf != before)
    assert len(dialog._open) > more
    dialog.reject()


# ---- what goes wrong


def test_a_file_open_elsewhere_can_be_tried_again(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the file; 重试 writes once it is closed there, 另取文件名 proposes one."""
    write(qtbot, dialog)
    dialog.middle.setCurrentWidget(dialog.preview)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Denied")

    monkeypatch.setattr(atomic, "_write_beside", refuse)
    write(qtbot, dialog)
    name = f"{dialog.name.text()}.pdf"
    assert dialog.message.text() == (
        f"没有写入：“{name}”正在 WPS 等程序里打开。关掉它再点“重试”，或另取文件名。"
    )
    assert dialog.retry.isVisible()
    monkeypatch.undo()
    before = dialog.name.text()
    dialog.retry.click()
    finished(qtbot, dialog)
    assert (len(dialog.written), dialog.retry.isVisible()) == (2, False)
    dialog.rename.click()
    assert dialog.name.text() != before
    write(qtbot, dialog)
    assert len(dialog.written) == 2


def test_a_full_disk_leaves_nothing(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said, there is nothing to retry, and no half file lies there."""
    before = sorted(dialog._fields._beside.iterdir())

    def fill(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill)
    write(qtbot, dialog)
    assert "磁盘空间不足" in dialog.message.text()
    assert not dialog.retry.isVisible()
    assert sorted(dialog._fields._beside.iterdir()) == before


# ---- sticks


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two exported files."""
    found = [tmp_path / name for name in ("表.pdf", "表.xlsx")]
    for path in found:
        path.write_bytes(path.name.encode() * 1000)
    return found


def stick(root: Path, **changes: object) -> Drive:
    """A stick with room that can be written."""
    root.mkdir(exist_ok=True)
    return Drive(**{"name": "KINGSTON", "root": root, "free": 10**9, "read_only": False} | changes)  # type: ignore[arg-type]


def test_files_are_copied_onto_a_stick(files: list[Path], tmp_path: Path) -> None:
    """Whole, under their names."""
    drive = stick(tmp_path / "U")
    copies = copy_to(drive.root, files, lambda: [drive])
    assert [copy.read_bytes() for copy in copies] == [file.read_bytes() for file in files]


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"free": 1000}, "只剩 0.0 MB"), ({"read_only": True}, "写保护")],
)
def test_a_stick_that_takes_nothing_says_why(
    files: list[Path], tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    """Full or write-protected: nothing is on it afterwards."""
    drive = stick(tmp_path / "U", **changes)
    with pytest.raises(ExportError, match=said):
        copy_to(drive.root, files, lambda: [drive])
    assert list(drive.root.iterdir()) == []


def test_a_stick_pulled_out_gets_nothing(files: list[Path], tmp_path: Path) -> None:
    """What is left of its folder is on the computer: nothing is put there."""
    drive = stick(tmp_path / "U")
    with pytest.raises(ExportError, match="已拔出"):
        copy_to(drive.root, files, list)
    assert list(drive.root.iterdir()) == []


def test_a_file_that_is_gone_is_not_copied(files: list[Path], tmp_path: Path) -> None:
    """The other one neither: all or nothing is read first."""
    drive = stick(tmp_path / "U")
    files[1].unlink()
    with pytest.raises(ExportError, match="再导出一次"):
        copy_to(drive.root, files, lambda: [drive])
    assert list(drive.root.iterdir()) == []


def test_the_dialog_copies_onto_the_stick(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an export; without a stick it says what to do."""
    write(qtbot, dialog)
    page = dialog.done_page
    assert page.title.text() == "已导出 2 个文件。"
    monkeypatch.setattr(drives, "plugged_in", list)
    page.copy.click()
    assert page.said.text() == exported.NO_STICK
    drive = stick(tmp_path / "U")
    monkeypatch.setattr(drives, "plugged_in", lambda: [drive])
    page.copy.click()
    qtbot.waitUntil(lambda: "已复制 2 个文件" in page.said.text())
    assert len(list(drive.root.iterdir())) == 2
    monkeypatch.setattr(drives, "plugged_in", lambda: [stick(tmp_path / "U", free=0)])
    page.copy.click()
    qtbot.waitUntil(lambda: "腾出空间" in page.said.text())


def test_the_sticks_of_this_machine_can_be_asked_for() -> None:
    """Whatever is plugged in, the disk of the system is none of them."""
    assert Path("/") not in [drive.root for drive in drives.plugged_in()]


# ---- printing


def test_each_page_is_printed_on_its_own_paper(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    """As many pages as are wanted, lying or upright as they are, each filled."""
    drawn(qtbot, dialog)
    paged = dialog.pages.paged
    assert paged is not None
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "印.pdf"))
    printer.setResolution(100)
    said: list[tuple[int, int]] = []
    assert draw_pages(printer, paged, [0, 4, 9], lambda *words: said.append(words)) == 3
    assert said == [(1, 3), (2, 3), (3, 3)]
    printed = page_sizes((tmp_path / "印.pdf").read_bytes())
    for size, page in zip(printed, (0, 4, 9), strict=True):
        assert size == pytest.approx(paged.sizes[page], abs=2)


def test_printing_asks_for_the_printer_and_remembers_it(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was chosen last is proposed; leaving the dialog prints nothing."""
    drawn(qtbot, dialog)
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["一楼"])
    ways: list[QPrinter.ColorMode] = []

    def accept(asking: QPrintDialog) -> int:
        ways.append(asking.printer().colorMode())
        asking.printer().setColorMode(QPrinter.ColorMode.GrayScale)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", accept)
    monkeypatch.setattr(printing, "draw_pages", lambda *words: len(words[2]))
    dialog.print_button.click()
    assert dialog.message.text() == "已送到打印机 16 页"
    dialog.print_button.click()
    assert ways == [QPrinter.ColorMode.Color, QPrinter.ColorMode.GrayScale]
    monkeypatch.setattr(QPrintDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    dialog.print_button.click()
    assert dialog.message.text() == ""


def test_without_a_printer_the_way_out_is_said(
    qtbot: QtBot, dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before there are pages it says so, too."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog.print_button.click()
    assert "还没有画好" in dialog.message.text()
    drawn(qtbot, dialog)
    dialog.print_button.click()
    assert "没有找到打印机" in dialog.message.text()


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_told(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    """The painting cannot begin: the printer says no."""
    drawn(qtbot, dialog)
    paged = dialog.pages.paged
    assert paged is not None
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "没有" / "印.pdf"))
    with pytest.raises(ExportError, match="打印机没有接收"):
        draw_pages(printer, paged, [0], lambda *_: None)


def test_ctrl_p_prints_as_soon_as_there_are_pages(
    hands: Hands, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It opens the same dialog; once more with the pages there it asks at once."""
    asked: list[int] = []
    monkeypatch.setattr(
        printing, "print_pages", lambda _, paged, __: asked.append(len(paged.sizes))
    )
    hands.run("print")
    qtbot.waitUntil(lambda: asked == [16], timeout=30_000)
    hands.run("print")
    assert asked == [16, 16]
    hands.window.exporting.leave()
