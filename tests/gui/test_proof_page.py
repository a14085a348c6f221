"""审核校验单: cards, chips, list, the way to a cell and back, and the files."""

import re
from collections import Counter
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDockWidget, QFileDialog, QPushButton

from core.document.edits import SetText
from core.findings import Outcome, Scope
from core.proof.content import TO_DO, ProofLine
from core.session import Session
from gui import printing, proof_page, proofing
from gui.dialogs.pages import Paged
from gui.proof_model import COLUMNS, ProofModel
from gui.proof_page import ProofPage
from tests.gui.hands import Hands

SCORE = "项目自评[城乡居民医保]!指标[3].得分"


@pytest.fixture
def page(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> ProofPage:
    """The page of the open example, read in one slice however slow the machine is."""
    monkeypatch.setattr(proof_page, "SLICE_MS", 60_000)
    hands.run("proof")
    return hands.work.proofing.page


def rules(page: ProofPage) -> list[str]:
    """The rules of the lines that are shown."""
    return [page.model.line(row).finding.rule for row in range(page.model.rowCount())]


def outcomes(page: ProofPage) -> set[Outcome]:
    """The outcomes of the lines that are shown."""
    return {page.model.line(row).finding.outcome for row in range(page.model.rowCount())}


def choose(page: ProofPage, rule: str) -> None:
    """Choose the first line of a rule."""
    page.table.setFocus()
    page.table.selectRow(rules(page).index(rule))


def test_it_takes_the_middle_and_the_counts_are_those_of_the_audit(
    hands: Hands, page: ProofPage
) -> None:
    """Six cards, and the sum written out."""
    assert hands.work.currentWidget() is page
    summary = hands.session.summary()
    for outcome, card in page.cards.items():
        count = summary.outcomes.get(outcome, 0)
        assert card.accessibleName() == f"{outcome.value} {count}"
    total = sum(summary.outcomes.values())
    assert page.sum.text().endswith(f"＝ {total}，每条都有结果")
    assert page.chips["全部"].text() == f"全部 {page.model.rowCount()}"
    assert page.model.rowCount() == total
    assert page.head.text().startswith(f"{total} 条审核公式")


def test_every_card_and_chip_shows_as_many_lines_as_it_says(page: ProofPage) -> None:
    """And only lines of its kind."""
    for outcome, card in page.cards.items():
        card.click()
        assert card.isChecked()
        assert card.accessibleName().endswith(f" {page.model.rowCount()}")
        assert outcomes(page) <= {outcome}
    page.chips["要处理的"].click()
    assert page.chips["要处理的"].text() == f"要处理的 {page.model.rowCount()}"
    assert outcomes(page) <= set(TO_DO)
    for scope in Scope:
        page.chips[scope.value].click()
        found = {page.model.line(row).finding.scope for row in range(page.model.rowCount())}
        assert found == {scope}
    assert not page.chips["全部"].isChecked()


def test_enter_jumps_to_the_cell_on_whatever_form(hands: Hands, page: ProofPage) -> None:
    """So does a double click; the form is back in the middle."""
    choose(page, "XM-26")
    finding = page.current()
    assert finding is not None
    page.table.activated.emit(page.table.currentIndex())
    assert hands.work.currentWidget() is hands.page
    place = hands.work.current()
    assert place is not None
    assert finding.cells[0] in place.covers
    assert hands.work.sheet == finding.cells[0].sheet


def test_esc_goes_back_to_the_cell_where_one_was(hands: Hands) -> None:
    """And the panels that made room are back."""
    hands.go(SCORE)
    docks = [d for d in hands.window.findChildren(QDockWidget) if not d.isHidden()]
    hands.run("proof")
    assert len([d for d in docks if d.isHidden()]) == 2
    QTest.keyClick(hands.work.proofing.page.table, Qt.Key.Key_Escape)
    assert hands.address() == SCORE
    assert not any(d.isHidden() for d in docks)
    assert hands.work.proofing.page.model.rowCount() == 0


def test_a_click_in_the_tree_goes_to_the_form(hands: Hands, page: ProofPage) -> None:
    """The tree stays where it is."""
    tree = hands.window.panels.tree
    sheet = tree.sheets()[2]
    tree.opened.emit(sheet)
    assert hands.work.currentWidget() is hands.page
    assert hands.work.sheet == sheet


def test_a_line_is_explained_when_it_is_clicked(
    hands: Hands, page: ProofPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """数据来历 of its cell."""
    hands.window.show()
    hands.qtbot.waitExposed(hands.window)
    shown: list[object] = []
    explain = hands.window.panels.explain
    monkeypatch.setattr(explain, "show_cell", lambda _, cell: shown.append(cell))
    choose(page, "XM-26")
    finding = page.current()
    assert finding is not None
    assert shown[-1:] == [finding.cells[0]]


def test_what_can_be_done_about_a_line_is_done_there(hands: Hands, page: ProofPage) -> None:
    """One step; the counts follow, and so they do when it is undone."""
    before = page.cards[Outcome.FAILED].accessibleName()
    choose(page, "BJ-28")
    assert page.remedy.text() == "可能填错了：取回预填 940.68"
    page.remedy.click()
    assert page.cards[Outcome.FAILED].accessibleName() != before
    assert "BJ-28" not in [
        rule
        for rule, row in zip(rules(page), range(40), strict=False)
        if page.model.line(row).finding.outcome is Outcome.FAILED
    ]
    hands.run("undo")
    assert page.cards[Outcome.FAILED].accessibleName() == before
    choose(page, "BJ-28")
    hands.run("settle")
    assert page.cards[Outcome.FAILED].accessibleName() != before


def test_the_chosen_line_stays_chosen_after_an_edit(hands: Hands, page: ProofPage) -> None:
    """Where it still is; nothing is offered where nothing is chosen."""
    assert page.remedy.isHidden()
    choose(page, "XM-26")
    hands.work.perform(lambda: hands.session.apply(SetText(hands.cell("封面.编制人"), "李四")))
    finding = page.current()
    assert finding is not None
    assert finding.rule == "XM-26"


def test_the_keyboard_comes_to_the_list_by_f6(hands: Hands, page: ProofPage) -> None:
    """The page is the pane in the middle."""
    hands.window.show()
    hands.qtbot.waitExposed(hands.window)
    hands.window.panels.tree.setFocus()
    hands.run("next_pane")
    assert page.table.hasFocus()


def test_reading_goes_on_in_slices(
    hands: Hands, page: ProofPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With many results the window answers in between, and says that it is reading."""
    monkeypatch.setattr(proof_page, "SLICE_MS", 0)
    total = page.model.rowCount()
    page.show_session(hands.session)
    assert page.head.text() == "正在列出…"
    assert page.model.rowCount() == 0
    hands.qtbot.waitUntil(lambda: page.model.rowCount() == total)


def test_the_sheet_is_written_as_pdf_and_as_workbook(
    hands: Hands, page: ProofPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside the document unless one says otherwise; the ending is added."""
    asked: list[str] = []

    def choose_file(_: object, title: str, proposed: str, kinds: str) -> tuple[str, str]:
        asked.append(proposed)
        return str(tmp_path / "校验单"), kinds

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose_file)
    for ending in (".pdf", ".xlsx"):
        page.save_wanted.emit(ending)
        assert hands.said() == f"已写好审核校验单 校验单{ending}"
    assert asked[0].endswith("审核校验单.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "校验单.pdf")
    assert "审核校验单" in pdf[0].get_textpage().get_text_range()
    pdf.close()
    sheet = openpyxl.load_workbook(tmp_path / "校验单.xlsx")["审核校验单"]
    assert sheet["A3"].value == page.sum.text()


def test_the_written_sheets_count_as_the_audit_does(
    hands: Hands, page: ProofPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines of each outcome add up, and a line for several places says how many."""
    name = str(tmp_path / "校验单.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, ""))
    page.save_wanted.emit(".xlsx")
    read = Counter[str]()
    for outcome, *_, place in openpyxl.load_workbook(name)["审核校验单"].iter_rows(
        min_row=5, max_col=6, values_only=True
    ):
        places = re.fullmatch(r"共 (\d+) 处", str(place))
        read[str(outcome)] += int(places[1]) if places else 1
    for kind, count in hands.session.summary().outcomes.items():
        assert read[kind.value] == count


def test_ctrl_p_prints_the_sheet_while_it_is_shown(
    hands: Hands, page: ProofPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And so does its button: the pages of its PDF; back on a form Ctrl+P prints forms."""
    printed: list[Paged] = []

    def take(_parent: object, paged: Paged, _told: object) -> int:
        printed.append(paged)
        return 3

    monkeypatch.setattr(printing, "print_pages", take)
    opened: list[str] = []
    monkeypatch.setattr(hands.window.exporting, "start", lambda _: opened.append("dialog"))
    hands.run("print")
    assert hands.said() == "已送到打印机 3 页"
    next(b for b in page.findChildren(QPushButton) if b.text() == "打印(&R)…").click()
    assert len(printed) == 2
    pdf = pypdfium2.PdfDocument(printed[0].pdf)
    assert "审核校验单" in pdf[0].get_textpage().get_text_range()
    assert len(printed[0].sizes) == len(pdf)
    pdf.close()
    assert not opened
    page.left.emit()
    hands.run("print")
    assert opened == ["dialog"]


def test_without_a_printer_the_proof_sheet_says_the_way_out(
    hands: Hands, page: ProofPage, boxes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is printed, and the PDF is named."""
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    page.print_wanted.emit()
    [said] = boxes
    assert "先导出 PDF 文件" in said


def test_the_window_says_how_far_it_is_while_lines_are_put_into_words(
    hands: Hands, page: ProofPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In between it paints."""
    said: list[str] = []
    monkeypatch.setattr(proofing, "SLICE_MS", 0)
    monkeypatch.setattr(hands.work, "say", said.append)
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "校验单.pdf"), "")
    )
    page.save_wanted.emit(".pdf")
    assert said[0] == "正在写审核校验单，1 行…"
    assert said[-2:] == ["正在写审核校验单…", "已写好审核校验单 校验单.pdf"]


def test_what_cannot_be_written_is_said(
    hands: Hands,
    page: ProofPage,
    tmp_path: Path,
    boxes: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And leaving the question writes nothing."""
    answers = [("", ""), (str(tmp_path / "没有" / "校验单.pdf"), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answers.pop(0))
    page.save_wanted.emit(".pdf")
    assert boxes == []
    page.save_wanted.emit(".pdf")
    assert len(boxes) == 1


def test_the_model_keeps_its_promises(hands: Hands, page: ProofPage) -> None:
    """Qt's own tester looks on while the lines change; a reader hears the whole line."""
    model = ProofModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.sheet is not None
    for wish in (lambda _: True, lambda part: not part.is_rule, lambda part: part.rule == "BJ-28"):
        model.show(page.sheet.lines(wish))
    assert model.columnCount() == len(COLUMNS)
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("不通过，BJ-28，强制性，表间，公开11表")
    assert "991.08，940.68，50.40" in spoken
    assert "50.40" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert model.finding(5) is None
    model.show(())
    del tester


def test_a_narrow_page_has_fewer_columns_and_never_scrolls_sideways(page: ProofPage) -> None:
    """What is wrong, where, and by how much stay; all come back."""
    page.show()
    for width, shown in ((1300, 10), (1000, 9), (640, 5), (560, 4)):
        page.resize(width, 500)
        page.grab()
        columns = [c for c in range(len(COLUMNS)) if not page.table.isColumnHidden(c)]
        assert len(columns) == shown
        assert {0, 4, 5, 8} <= set(columns)
        assert page.table.horizontalScrollBar().maximum() == 0


def test_many_lines_are_worded_only_where_one_looks(
    page: ProofPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scrolling to the end words what is on the screen."""
    worded: set[int] = set()
    word = ProofModel.line

    def line(model: ProofModel, row: int) -> ProofLine:
        worded.add(row)
        return word(model, row)

    monkeypatch.setattr(ProofModel, "line", line)
    page.chips["全部"].click()
    page.table.scrollToBottom()
    page.table.grab()
    assert 0 < len(worded) < 80 < page.model.rowCount()


def test_f9_says_that_nothing_is_open(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers are those of the proof sheet."""
    summary = hands.session.summary()
    kept = {Outcome.PASSED: 457, Outcome.JUSTIFIED: 20, Outcome.NOT_APPLICABLE: 74}
    quiet = type(summary)(kept, 0, 0, 0, summary.required, 0)
    monkeypatch.setattr(Session, "summary", lambda _: quiet)
    hands.run("audit")
    assert hands.said() == "457 条通过，20 条已说明，74 条不适用，没有要改的。"
    unsure = type(summary)({**kept, Outcome.NO_DATA: 4}, 0, 0, 0, summary.required, 0)
    monkeypatch.setattr(Session, "summary", lambda _: unsure)
    hands.run("audit")
    assert hands.said().endswith("必填未填 0，没有核对 4")
    assert hands.model.shows_missing
