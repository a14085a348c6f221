"""Setting the bars of a drawing under each other: only blanks of its lines change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import TemplateError
from core.template import writing
from core.template.writing import TERMINAL, aligned, display_width

CROOKED = """\
# 差旅费  |  说明
columns:   [40, 30]   # 毫米
grid: |
  |项目|{.预算}  |  住宿

  |---
    | “合计”\\||<|合计:2
  | 　缩进 |  | 别的   \n\
fields:  {预算: {type: money}}   # |不动|
"""
STRAIGHT = """\
# 差旅费  |  说明
columns:   [40, 30]   # 毫米
grid: |
  | 项目       | {.预算} | 住宿

  |---
    | “合计”\\| | <       | 合计:2
  | 　缩进     |         | 别的
fields:  {预算: {type: money}}   # |不动|
"""

pieces = st.text(alphabet="项A“　^<:#{}.\\| ", max_size=6)


def form(lines: list[str]) -> str:
    """A file with these lines as its drawing."""
    return "".join(["grid: |\n", *(f"  {line}\n" for line in lines), "fields: {}\n"])


def outcome(text: str) -> str | list[str]:
    """The text aligned, or why it is not."""
    try:
        return aligned(text, "form.yaml")
    except TemplateError as error:
        return [problem.message for problem in error.problems]


def test_bars_stand_under_each_other() -> None:
    """Margins, empty lines, bars of heads and everything outside the drawing stay."""
    assert aligned(CROOKED, "form.yaml") == STRAIGHT


def test_what_is_straight_stays() -> None:
    """A second time changes nothing."""
    assert aligned(STRAIGHT, "form.yaml") == STRAIGHT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize("front", ["", "\ufeff"])
def test_ends_of_lines_and_the_mark_in_front_stay(end: str, front: str) -> None:
    """A file of another system remains one."""
    crooked, straight = (front + text.replace("\n", end) for text in (CROOKED, STRAIGHT))

    assert aligned(crooked, "form.yaml") == straight


def test_a_file_that_ends_in_its_drawing_gets_no_line_more() -> None:
    """The last line has no end, before and after."""
    assert aligned("grid: |\n  |甲|乙|", "form.yaml") == "grid: |\n  | 甲 | 乙 |"


@pytest.mark.parametrize("text", ["title: 甲|乙\n", "grid: 没有画\n", "grid: [甲]\n"])
def test_a_file_without_a_drawing_stays(text: str) -> None:
    """suite.yaml and code dictionaries lie in the same folders."""
    assert aligned(text, "suite.yaml") == text


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("grid: |\n  | 甲 | 乙 |\n  | 甲 |\n", 3),
        ("grid: |\n  | 甲 |\n  |\t乙 |\n", 3),
        ("grid: |\n  | < |\n", 2),
        ("notation: 1\ngrid: |\n", 3),
        ("a: [\n", 2),
        ("".join(f"键{number}:\n" for number in range(600)), 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(text: str, line: int) -> None:
    """Nobody knows what belongs under what."""
    with pytest.raises(TemplateError) as refused:
        aligned(text, "form.yaml")

    assert refused.value.problems[0].file == "form.yaml"
    assert refused.value.problems[0].line == line


def test_a_drawing_that_would_say_something_else_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The result is read again before anybody gets it."""
    monkeypatch.setattr(writing, "_padded", lambda lines: [*lines[:-1], "  | 丙 | 丁 |"])

    with pytest.raises(TemplateError, match="读出来的不一样"):
        aligned(CROOKED, "form.yaml")


@given(st.lists(st.tuples(pieces, pieces, pieces), min_size=1, max_size=5))
def test_whatever_is_drawn_reads_the_same(lines: list[tuple[str, str, str]]) -> None:
    """Any drawing is refused, or says the same with its bars in the same columns."""
    text = form([f"|{'|'.join(line)}" for line in lines])
    result = outcome(text)

    if isinstance(result, list):
        assert writing.CHANGED not in result
        return
    assert result.replace(" ", "") == text.replace(" ", "")
    assert aligned(result, "form.yaml") == result


def test_widths_are_those_of_a_chinese_editor() -> None:
    """Quotation marks are wide in an editor and narrow in a terminal; a combining sign is none."""
    assert [display_width(sign) for sign in ("a", "项", "：", "“", "e\u0301")] == [1, 2, 2, 2, 1]
    assert display_width("“项”", TERMINAL) == 4
