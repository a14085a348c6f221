"""How words and places of a form are set, from its drawing alone."""

import pytest

from core.layout.plan import Align, CellStyle
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.template.mistakes import suite_of


def styles(
    grid: str, columns: str = "40, 40", fields: str = "{数: {type: number}}"
) -> list[CellStyle]:
    """The styles of a form's places, in reading order."""
    head = f"notation: 1\nform: styles\ntitle: 例\ncolumns: [{columns}]\n"
    form = f"{head}grid: |\n{grid}fields: {fields}\n"
    with Session.create_from(load_suite(suite_of(form)), None, "县医疗保障局") as session:
        return [place.style for place in session.plan(SheetId("表")).cells]


def test_a_heading_over_all_columns_is_bold() -> None:
    """The words of a whole line are bold; those of a part of it, and figures, are not."""
    found = styles("  | 一、资金 | < |\n  | 预算 | {数} |\n")

    assert [style.bold for style in found] == [True, False, False]
    assert found[0].align is Align.LEFT


@pytest.mark.parametrize(
    ("grid", "columns"),
    [("  |  | < |\n  | {数} | < |\n", "40, 40"), ("  | 说明 |\n  | {数} |\n", "80")],
    ids=["no words", "one column"],
)
def test_other_lines_of_one_cell_are_not_bold(grid: str, columns: str) -> None:
    """A blank line is no heading, nor is every line of a form with one column."""
    assert [style.bold for style in styles(grid, columns)] == [False, False]


@pytest.mark.parametrize(
    ("label", "align", "indent"),
    [
        ("预算数", Align.CENTER, 0),
        ("（一）概况", Align.LEFT, 0),
        ("1.准备", Align.LEFT, 0),
        ("其中：拨款", Align.LEFT, 0),
        ("一、甲//二、乙", Align.CENTER, 0),
        ("　　拨款", Align.LEFT, 2),
        (":拨款", Align.LEFT, 0),
        (":一、概况:", Align.CENTER, 0),
    ],
)
def test_words_stand_as_official_forms_set_them(label: str, align: Align, indent: int) -> None:
    """Labels are centred, ordinals and indented ones left; a mark in the drawing goes first."""
    style = styles(f"  | {label} | {{数}} |\n")[0]

    assert (style.align, style.indent) == (align, indent)


def test_a_column_says_where_its_words_stand_below_the_head() -> None:
    """`40r` sets the words of the column, but not those of the head, and not where a mark is."""
    found = styles("  | 甲 | {数} |\n  |---\n  | 乙 | 丙 |\n  | :丁 | 戊 |\n", "40r, 40")

    assert [s.align for s in (found[0], found[2], found[4])] == [
        Align.CENTER,
        Align.RIGHT,
        Align.LEFT,
    ]


def test_long_texts_stand_at_the_upper_edge() -> None:
    """A text of several lines begins at the top; a short one stands in the middle."""
    fields = "{数: {type: text, lines: 3}, 短: {type: text}}"
    long, short = styles("  | {数} | {短} |\n", fields=fields)

    assert (long.top, short.top) == (True, False)
