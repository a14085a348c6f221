"""Typing an indicator: the list, what is filled in beside it, and everything else stays free."""

from collections.abc import Iterator
from pathlib import Path
from time import thread_time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.calc.indicator_search import IndicatorBook
from core.document.places import own_folder
from core.errors import TemplateError
from core.session import Session
from core.template.indicators import Indicator, installed
from gui import suggestions
from gui.grid import suggesting
from gui.grid.indicator_editor import IndicatorEditor
from gui.suggestions import Suggestions
from tests.gui.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
ROW = "整体自评表!指标[1]."
NAME = f"{ROW}三级指标"
BESIDE = ("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位")


@pytest.fixture(autouse=True)
def own_suggestions(monkeypatch: pytest.MonkeyPatch) -> Iterator[Suggestions]:
    """Each test begins with what is installed, and waits for what it began to read."""
    made = Suggestions()
    monkeypatch.setattr(suggesting, "shared", made)
    yield made
    made.wait(30)


@pytest.fixture
def blank(hands: Hands) -> Hands:
    """The first indicator, with an empty row."""
    hands.session.set_addresses((f"{ROW}{name}", "") for name in BESIDE)
    hands.go(NAME)
    return hands


def editor(hands: Hands) -> IndicatorEditor:
    """The open editor."""
    found = hands.view.open_editor()
    assert isinstance(found, IndicatorEditor)
    return found


def listed(hands: Hands) -> list[str]:
    """What the list shows now; nothing if it is not there."""
    found = editor(hands).list
    if found is None or not found.isVisible():
        return []
    return [found.item(row).text() for row in range(found.count())]


def row(hands: Hands) -> list[str]:
    """The first indicator as the grid shows it."""
    return [hands.text(f"{ROW}{name}") for name in BESIDE]


@pytest.mark.parametrize("typed", ["jdjc", "监督检查覆盖率"])
def test_words_and_initials_list_indicators(blank: Hands, typed: str) -> None:
    """Name, level and target below the cell, inside the window; the keyboard stays."""
    blank.compose(*typed)
    assert listed(blank)[0] == "定点医药机构监督检查覆盖率　质量指标　100%"
    found = editor(blank).list
    assert found is not None
    assert found.chosen() is None
    assert blank.window.rect().contains(found.geometry())
    assert blank.view.open_editor() is QApplication.focusWidget()


def test_choosing_fills_the_row_in_one_step(blank: Hands) -> None:
    """Down and Enter; undo takes all of it back."""
    blank.type("jdjcfg")
    blank.press(Key.Key_Down)
    blank.press(Key.Key_Return)
    name = "定点医药机构监督检查覆盖率"
    assert row(blank) == ["产出指标", "质量指标", name, "=", "100", "%"]
    blank.run("undo")
    assert row(blank) == [""] * 6


def test_enter_on_a_chosen_line_goes_to_what_is_still_empty_in_the_row(blank: Hands) -> None:
    """Also after a run of Tab; where nothing is left to fill, Enter goes down as always."""
    done = f"{ROW}实际完成值"
    blank.session.set_addresses([(done, "")])
    blank.go(f"{ROW}二级指标")
    blank.press(Key.Key_Tab)
    assert blank.address() == NAME
    blank.type("jdjcfg")
    blank.press(Key.Key_Down)
    blank.press(Key.Key_Return)
    assert blank.address() == done
    blank.enter("100")
    blank.go(NAME)
    blank.type("jdjcfg")
    blank.press(Key.Key_Down)
    blank.press(Key.Key_Return)
    assert blank.address() == NAME.replace("[1]", "[2]")


def test_what_stands_beside_stays(hands: Hands) -> None:
    """Only the name changes where everything is filled in."""
    hands.go(NAME)
    before = row(hands)
    hands.type("jdjcfg")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Tab)
    assert row(hands)[2] == "定点医药机构监督检查覆盖率"
    assert [*row(hands)[:2], *row(hands)[3:]] == [*before[:2], *before[3:]]


def test_what_is_typed_stays_free(blank: Hands) -> None:
    """Enter takes what was typed though the list shows something else; nothing is filled in."""
    blank.type("canbao")
    blank.compose(*"参保")
    blank.press(Key.Key_Return)
    assert row(blank) == ["", "", "canbao参保", "", "", ""]


def test_escape_leaves_everything(blank: Hands) -> None:
    """Also while a line is lit up."""
    blank.type("jdjc")
    blank.press(Key.Key_Down)
    found = editor(blank).list
    assert found is not None
    blank.press(Key.Key_Escape)
    assert not found.isVisible()
    assert row(blank) == [""] * 6


def test_typing_on_after_choosing_is_free_again(blank: Hands) -> None:
    """A clicked name that is changed is a text of her own; unchanged it fills the row."""
    blank.type("jdjcfg")
    _click_first(blank)
    name = "定点医药机构监督检查覆盖率"
    assert editor(blank).text() == name
    assert listed(blank) == []
    blank.type("a")
    blank.press(Key.Key_Return)
    assert row(blank) == ["", "", f"{name}a", "", "", ""]
    blank.go(NAME)
    blank.type("jdjcfg")
    _click_first(blank)
    blank.press(Key.Key_Return)
    assert row(blank)[3:] == ["=", "100", "%"]


def _click_first(hands: Hands) -> None:
    found = editor(hands).list
    assert found is not None
    spot = found.visualItemRect(found.item(0)).center()
    QTest.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, Modifier.NoModifier, QPoint(spot))


def test_alt_and_down_list_those_of_the_row_first(hands: Hands) -> None:
    """数量指标 in a row of 数量指标; cleared, the list goes."""
    hands.go(NAME)
    hands.press(Key.Key_F2)
    editor(hands).clear()
    hands.press(Key.Key_Down, Modifier.AltModifier)
    assert all("数量指标" in line for line in listed(hands)[:10])
    hands.type("d")
    hands.press(Key.Key_Backspace)
    assert listed(hands) == []


def test_the_list_is_away_while_an_input_method_composes(blank: Hands) -> None:
    """What is composed stays; when it is chosen the list is there for it."""
    blank.type("j")
    assert listed(blank)
    QApplication.sendEvent(editor(blank), QInputMethodEvent("cheng", []))
    assert listed(blank) == []
    assert editor(blank).text() == "j"
    editor(blank).clear()
    blank.compose("成", by="cheng")
    assert listed(blank)


def test_nothing_found_shows_no_list(blank: Hands) -> None:
    """And arrows do no harm."""
    blank.compose(*"从来没有的指标")
    blank.press(Key.Key_Down)
    assert listed(blank) == []
    blank.press(Key.Key_Return)
    assert row(blank)[2] == "从来没有的指标"


def test_a_blank_row_takes_an_indicator(hands: Hands) -> None:
    """The new row below the last one becomes a record with everything."""
    sheet = hands.cell(NAME).sheet
    for record in list(hands.session.document.records_of(sheet, "指标")):
        hands.session.apply(hands.session.entries.removed_row(sheet, record.id))
    hands.work.open_sheet(hands.cell("收入支出总表!行1.金额").sheet)
    hands.work.open_sheet(sheet)
    [place] = [
        place
        for place in hands.model.plan.cells  # type: ignore[union-attr]
        if place.cell is not None and place.cell.name == "指标.三级指标"
    ]
    hands.view.go(place)
    hands.work.focus_page()
    hands.type("jdjcfg")
    hands.press(Key.Key_Down)
    hands.press(Key.Key_Return)
    assert row(hands)[1:] == ["质量指标", "定点医药机构监督检查覆盖率", "=", "100", "%"]


def test_her_own_indicators_come_from_earlier_documents(
    blank: Hands, own_suggestions: Suggestions
) -> None:
    """Read in the background, from 我的填报; they name the document, and fill as any other."""
    own_folder().mkdir(parents=True, exist_ok=True)
    path = own_folder() / "前年.biaoli"
    with Session.example("tonghai-2021", path) as session:
        texts = [(NAME, "本县自定的一项"), (f"{ROW}指标值", "77"), (f"{ROW}度量单位", "户")]
        session.set_addresses(texts)
    try:
        own_suggestions.book(None)
        own_suggestions.wait(30)
        blank.compose(*"自定")
        assert listed(blank) == ["本县自定的一项　数量指标　≥77户　前年"]
        blank.press(Key.Key_Down)
        blank.press(Key.Key_Return)
        assert row(blank)[3:] == [">=", "77", "户"]
    finally:
        own_suggestions.wait(30)
        path.unlink()


def test_a_broken_library_suggests_nothing(blank: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window goes on; template check tells of it."""

    def broken() -> None:
        raise TemplateError([])

    monkeypatch.setattr(suggestions, "installed", broken)
    blank.type("jdjc")
    assert listed(blank) == []
    blank.press(Key.Key_Return)
    assert row(blank)[2] == "jdjc"


def test_where_nothing_may_be_typed_nothing_is_chosen(
    blank: Hands, own_suggestions: Suggestions
) -> None:
    """A cell of the form's own words takes no indicator."""
    indicator = installed().indicators[0]
    assert not suggesting.give(blank.model, blank.model.index(0, 0), indicator)
    assert row(blank) == [""] * 6


@pytest.mark.timed
def test_a_key_is_quick_with_five_thousand(
    blank: Hands, own_suggestions: Suggestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search and list together, at the middle of ten keys, work less than 16 ms."""
    many = [Indicator(f"第{n}项检查覆盖率", "产出指标", "质量指标") for n in range(5_000)]
    book = IndicatorBook(installed(), many)
    monkeypatch.setattr(own_suggestions, "book", lambda _: book)
    blank.type("j")
    spent = []
    for text in ("ji", "jc", "jcf", "检", "检查", "检查覆", "查覆盖", "第4", "第44", "率"):
        editor(blank).setText(text)
        began = thread_time()
        editor(blank).offer()
        QApplication.processEvents()
        spent.append(thread_time() - began)
    assert sorted(spent)[len(spent) // 2] < 0.016
    blank.press(Key.Key_Escape)


def test_a_document_that_is_opened_is_not_read_in_the_background(
    own_suggestions: Suggestions, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the one that is open nor the one that will be."""
    kept: list[set[str]] = []
    monkeypatch.setattr(
        own_suggestions._earlier, "keep_off", lambda *paths: kept.append({p.name for p in paths})
    )
    own_suggestions.book(document)
    own_suggestions.opening(Path("下一个.biaoli"))
    own_suggestions.book(document)
    assert kept == [{"本年.biaoli"}, {"本年.biaoli", "下一个.biaoli"}]
