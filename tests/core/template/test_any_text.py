"""Whatever stands in a template file: it loads, or says what is wrong at lines that are there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import TemplateError
from core.template.drawing import read_drawing
from core.template.problems import Mark, Problems, Unsure
from core.template.suite import load_suite
from tests.core.template.mistakes import (
    DETAIL,
    EVALUATION,
    SUITE,
    SUMMARY,
    messages,
    small_sources,
    suite_of,
)
from tests.strategies import ROUGH_TEXTS, drawings, slips

ANYTHING = st.text() | ROUGH_TEXTS


@given(ANYTHING)
def test_any_text_as_a_form_file(text: str) -> None:
    """A form file that says anything whatever gives template mistakes, never another exception."""
    assert messages(suite_of(text))


@given(ANYTHING)
def test_any_text_as_a_suite_file(text: str) -> None:
    """So does a suite file."""
    with pytest.raises(TemplateError):
        load_suite({**small_sources(), SUITE: text})


@given(ROUGH_TEXTS, st.integers(0, 8))
def test_any_text_as_a_drawing(text: str, columns: int) -> None:
    """A drawing is read as far as it goes; if nothing was wrong it tiles."""
    problems, unsure = Problems("x"), Unsure()

    drawing = read_drawing(text, Mark(1, 1), columns, problems, unsure)

    if drawing is not None and not len(problems):
        area = sum(cell.rows * cell.columns for cell in drawing.cells)
        assert len(drawing.lines) * drawing.columns == area


@given(drawings())
def test_a_drawing_of_rectangles_reads_back(
    made: tuple[str, set[tuple[int, int, int, int]], int],
) -> None:
    """The rectangles that a drawing was made from are those that are read from it."""
    text, boxes, columns = made
    problems = Problems("x")

    drawing = read_drawing(text, Mark(1, 1), columns, problems, Unsure())

    assert (drawing is not None, []) == (True, problems.found)
    if drawing is not None:
        assert boxes == {(c.row, c.column, c.rows, c.columns) for c in drawing.cells}


@pytest.mark.parametrize("file", [SUITE, SUMMARY, DETAIL, EVALUATION])
@settings(max_examples=60)
@given(data=st.data())
def test_slips_in_a_file_give_messages_inside_it(file: str, data: st.DataObject) -> None:
    """A suite with a few slips loads, or every message stands at a line that is there."""
    sources = dict(small_sources())
    sources[file] = data.draw(slips(sources[file]))

    for name, line, message in messages(sources):
        assert 1 <= line <= sources[name].count("\n") + 1
        assert message


@pytest.mark.parametrize("key", ["fields", "formulas", "floating", "audits", "print", "heading"])
@given(text=ANYTHING)
def test_any_text_as_a_section(key: str, text: str) -> None:
    """A section that is a text, whatever it says, is refused without another exception."""
    form = f"notation: 1\nform: a\ntitle: b\ncolumns: [9]\ngrid: |\n  | {{x}} |\n{key}: {text}\n"

    messages(suite_of(form))
