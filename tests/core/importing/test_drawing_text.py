"""Whatever text stands in a blank is read from the drawing as that text, and stands as it stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.importing.drawing_text import escaped, split_indent, written_label
from core.importing.sheet import Box, clean_text
from core.layout.styles import label_style
from core.template.drawing import Drawing, read_drawing
from core.template.problems import Mark, Problems, Unsure

SIGNS = st.sampled_from([*"\\/|｜{}#:<>^*' \u3000\n", "//", "一、", "其中", "甲", "a1", "{year}"])
TEXTS = st.lists(SIGNS, max_size=12).map("".join)
ALIGNS = st.sampled_from(["", "left", "center", "right"])
LETTERS = st.sampled_from(["", "left", "center", "right"])


def read(cell: str) -> tuple[Drawing, Problems]:
    """The drawing of one line whose first cell is this, and what is wrong with it."""
    problems = Problems("form.yaml")
    drawing = read_drawing(f"| {cell} | 乙 |", Mark(1, 1), 2, problems, Unsure())
    assert drawing is not None
    return drawing, problems


@given(TEXTS, ALIGNS, LETTERS, st.integers(0, 2))
def test_every_text_is_read_as_it_stood(text: str, align: str, letter: str, steps: int) -> None:
    """No sign means anything, no text is lost; alignment and indentation are as in the workbook."""
    box = Box(0, 0, 1, 1, clean_text(text), align=align, indent=steps)
    wanted, indent = split_indent(box)
    aligns = [letter, ""]

    drawing, problems = read(written_label(box, aligns, below_head=True))

    cell = drawing.cells[0]
    assert problems.found == []
    assert len(drawing.cells) == 2
    assert _folded("".join(map(str, cell.text))) == _folded(wanted)
    assert cell.indent == (indent if wanted else cell.indent)
    if wanted and align in ("left", "center"):
        style = label_style(cell, wanted, aligns, below_head=True)
        assert style.align.value == align


def _folded(text: str) -> str:
    """A blank more before a break of lines, or a wide bar, is no other text."""
    return "\n".join(line.rstrip() for line in text.replace("｜", "|").split("\n")).strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("绩\n效", "绩//效"),
        ("a//b", r"a\/\/b"),
        ("和/或", "和/或"),
        ("2|3", r"2\|3"),
        ("{a}", r"\{a\}"),
        ("#1", r"\#1"),
        (":", r"\:"),
        ("<", r"\<"),
        ("^", r"\^"),
        ("<5", "<5"),
    ],
)
def test_what_means_something_in_a_drawing_stands_behind_a_backslash(
    text: str, written: str
) -> None:
    """Everything else is written as it is."""
    assert escaped(text) == written


def test_blanks_in_front_are_an_indentation() -> None:
    """Full-width blanks, two half ones, and the steps of the cell's own format."""
    assert split_indent(Box(0, 0, 1, 1, "　其中", indent=1)) == ("其中", 2)
    assert split_indent(Box(0, 0, 1, 1, "    其中 ")) == ("其中", 2)
    assert split_indent(Box(0, 0, 1, 1, "  收  入  ", align="center")) == ("收  入", 0)
