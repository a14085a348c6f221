"""What is said of a text while it is typed."""

import pytest

from core.calc.reading import reading_words
from core.session import Session
from tests.core.sessions import cell, national, small


@pytest.mark.parametrize(
    ("text", "words", "fits"),
    [
        ("1,200.5", "", True),
        (" ", "", True),
        ("=1200+35.5", "= 1,235.50", True),
        ("1.005", "本表保留 2 位小数，按 1.01 计", True),
        ("23万7", "“23万7”不是能识别的数，已原样保留", False),
        ("=1/0", "“=1/0”除以了 0，算不出来，已原样保留", False),
    ],
)
def test_a_figure_is_told_while_it_is_typed(text: str, words: str, fits: bool) -> None:
    """Nothing where it is plain."""
    session = small()
    money = cell(session, "收支总表!行1.金额")
    assert reading_words(session.calculation, money, text) == (words, fits)


def test_a_choice_that_is_none_is_told() -> None:
    """It is kept as it was typed; a text of one's own needs no word."""
    session = national()
    group = cell(session, "项目自评!指标[1].一级指标")
    words, fits = reading_words(session.calculation, group, "别的")
    assert ("不在可选的内容里" in words, fits) == (True, False)
    assert reading_words(session.calculation, group, "产出指标") == ("", True)
    name = cell(session, "项目自评!指标[1].三级指标")
    assert reading_words(session.calculation, name, "参保率") == ("", True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2080515", "没有编码 2080515。相近的有 2080505 机关事业单位基本养老保险缴费支出"),
        ("２０８０５１５", "没有编码 2080515。相近的有"),
        ("9" * 30, f"没有编码 {'9' * 20}"),
        ("20805", ""),
        ("2080505", ""),
        ("养老", ""),
        ("jg", ""),
    ],
)
def test_a_code_that_there_is_not_is_told_with_similar_ones(text: str, words: str) -> None:
    """Only once no code begins like it: who types on may be on the way to one."""
    session = Session.example("tonghai-2021", None)
    code = session.names.cell("一般公共预算收支!项[2080505].科目编码")
    said, fits = reading_words(session.calculation, code, text)
    assert said.startswith(words)
    assert bool(said) is bool(words)
    assert fits
