"""Indicators are found by words, parts of words and initials; the row's own level comes first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calc.indicator_search import MOST, IndicatorBook
from core.calc.initials import initials
from core.template.indicators import Indicator, Library

LIBRARY = Library(
    (
        Indicator("参保率", "产出指标", "质量指标", "≥", "95", "%", ("覆盖面",)),
        Indicator("新增参保人数", "产出指标", "数量指标", "≥", "", "人"),
        Indicator("参保人员满意度", "满意度指标", "服务对象满意度指标", "≥", "90", "%"),
        Indicator("服务能力", "效益指标", "可持续影响指标", "", "持续提升"),
    ),
    {"产出指标": ("完成指标",), "可持续影响指标": ("可持续性指标",)},
)
BOOK = IndicatorBook(LIBRARY)
SIGNS = st.sampled_from("参保率人数满意度检查 aB%")
NAMES = st.text(SIGNS, min_size=1, max_size=8).filter(str.strip)


def names(text: str, level1: str = "", level2: str = "") -> list[str]:
    """What is found, by name."""
    return [found.name for found in BOOK.search(text, level1, level2)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("参保", ["参保率", "参保人员满意度", "新增参保人数"]),
        ("cb", ["参保率", "参保人员满意度", "新增参保人数"]),
        ("CBL", ["参保率"]),
        ("人数 新增", ["新增参保人数"]),
        ("覆盖", ["参保率"]),
        ("fgm", ["参保率"]),
        ("持续", ["服务能力"]),
        ("没有", []),
    ],
)
def test_words_and_initials_are_found(text, found):
    """Beginnings first, then inside, then other words and levels."""
    assert names(text) == found


def test_the_level_of_the_row_comes_first():
    """Also under another name of the level; of what matches as well."""
    assert names("", "满意度指标")[0] == "参保人员满意度"
    assert names("", "", "可持续性指标")[0] == "服务能力"
    assert names("", "完成指标", "数量指标")[:2] == ["新增参保人数", "参保率"]


def test_an_own_indicator_goes_before_that_of_the_library():
    """The same name and level is listed once, with the own target; the newest is first."""
    own = [
        Indicator("参保率", "完成指标", "质量指标", "≥", "98", "%", origin="去年"),
        Indicator("参保率", "产出指标", "质量指标", "≥", "97", "%", origin="前年"),
        Indicator("参保率", "产出指标", "数量指标", "≥", "96", "%", origin="前年"),
    ]
    book = IndicatorBook(LIBRARY, own)
    assert [i.value for i in book.search("参保率")] == ["98", "96"]
    assert len(book) == len(BOOK) + 1


@given(st.lists(NAMES, max_size=12), st.data())
def test_every_part_of_a_name_finds_it(known, data):
    """By any part of the name and of its initials; nothing is listed twice, nothing invented."""
    book = IndicatorBook(Library(tuple(map(Indicator, known))))
    every = book.search("")
    assert len(every) == min(len(book), MOST)
    if not known:
        return
    name = data.draw(st.sampled_from(known))
    for text in (name, initials(name)):
        begin = data.draw(st.integers(0, len(text)))
        part = text[begin : data.draw(st.integers(begin, len(text)))]
        found = [i.name.strip().casefold() for i in book.search(part)]
        assert name.strip().casefold() in found
        assert len(set(found)) == len(found)


@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_any_text_may_be_asked(text, level1, level2):
    """What is found is known; more words find no more than fewer."""
    found = BOOK.search(text, level1, level2)
    assert set(found) <= set(LIBRARY.indicators)
    assert set(BOOK.search(f"{text} 参保")) <= set(BOOK.search("参保"))
