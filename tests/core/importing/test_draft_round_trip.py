"""Every shipped form: its blank export is drawn, and what was drawn prints the same form."""

from pathlib import Path

import pytest

from core.layout.printed import PrintedForm
from core.paths import templates_folder
from core.template.library import load_folder
from tests.core.importing.blanks import blank_forms, drafted

SUITES = sorted(path.parent for path in templates_folder().glob("*/suite.yaml"))
WIDTH_TOLERANCE = 0.06  # mm: widths are written with one decimal

Span = tuple[int, int, int, int]


def spans(form: PrintedForm) -> list[Span]:
    """Where the cells of a form stand."""
    places = [cell.place for cell in form.cells]
    return [(p.row, p.column, p.rows, p.columns) for p in places]


def labels(form: PrintedForm) -> dict[Span, str]:
    """What the cells of a blank form print; blanks at their ends say nothing.

    A sum of nothing, 0.00, is no label: it is drawn as a cell to fill in.
    """
    cells = zip(spans(form), form.cells, strict=True)
    texts = {span: _without_ends(cell.text) for span, cell in cells if cell.number != 0}
    return {span: text for span, text in texts.items() if text}


def _without_ends(text: str) -> str:
    return "\n".join(line.rstrip(" \u3000") for line in text.split("\n")).strip(" \u3000\n")


def lines(form: PrintedForm) -> list[str]:
    """The texts above and below the table."""
    around = [(line.left, line.center, line.right) for line in (*form.above, *form.below)]
    return [text.strip() for texts in around for text in texts if text.strip()]


@pytest.mark.parametrize("folder", SUITES, ids=lambda folder: folder.name)
def test_the_draft_of_a_shipped_blank_prints_the_same_form(folder: Path, tmp_path: Path) -> None:
    """Spans, labels, lines, widths, paper: all as in the workbook it was drawn after."""
    official = blank_forms(load_folder(folder))
    drawn = blank_forms(drafted(official, tmp_path))

    assert [spans(form) for form in drawn] == [spans(form) for form in official]
    assert [labels(form) for form in drawn] == [labels(form) for form in official]
    assert [lines(form) for form in drawn] == [lines(form) for form in official]
    for new, old in zip(drawn, official, strict=True):
        assert new.plan.columns == pytest.approx(old.plan.columns, abs=WIDTH_TOLERANCE)
        assert (new.plan.page.paper, new.plan.page.landscape) == (
            old.plan.page.paper,
            old.plan.page.landscape,
        )
        assert old.plan.head in (new.plan.head, (0, 0))  # a head is guessed where none repeats
