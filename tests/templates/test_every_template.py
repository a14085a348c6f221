"""Every shipped suite and form: a new form is tested by being there."""

from functools import cache
from pathlib import Path

import pytest

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.calc.entries import Entries
from core.calc.names import Names
from core.document.edits import apply_edit
from core.document.model import Document
from core.layout.expand import build_plan
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, card_cell
from core.template.form import Form
from core.template.library import load_folder
from core.template.suite import FormSuite
from core.template.writing import aligned
from core.values import Failed
from tests.suites import FOLDER as TEST_SUITES

SHIPPED = Path(__file__).parents[2] / "templates"
SUITES = sorted(path.parent for path in SHIPPED.glob("*/suite.yaml"))
SUITES += sorted(path.parent for path in TEST_SUITES.glob("*/suite.yaml"))
FILES = sorted(SHIPPED.rglob("*.yaml"))
PROJECT = "p1"


@cache
def loaded(folder: Path) -> FormSuite:
    """The suite of a folder."""
    return load_folder(folder)


@cache
def begun(folder: Path) -> Calculation:
    """A fresh document of a suite with one project and its first records, calculated.

    The project has every form: a card that decides is answered with its first choice.
    """
    suite = loaded(folder)
    document = Document(suite.id, suite.revision)
    if suite.has_projects:
        document.projects.append(PROJECT)
    conditions = [form.when for form in suite.forms.values() if form.when is not None]
    for name in {name for when in conditions for s in when.selectors for name in s.names}:
        document.texts[card_cell(PROJECT, name)] = suite.card[name].field.choices[0]
    fresh = Calculation(suite, document)
    entries = Entries(fresh, Names(fresh))
    for sheet in fresh.shape.sheets:
        for edit in entries.first_records(sheet):
            apply_edit(document, edit)
    return Calculation(suite, document)


def forms() -> list[tuple[Path, str]]:
    """Every form of every suite; a suite that does not load stops the whole module."""
    return [(folder, name) for folder in SUITES for name in loaded(folder).forms]


def named(case: object) -> str:
    """How a case is called in the test report."""
    return case.name if isinstance(case, Path) else str(case)


every_suite = pytest.mark.parametrize("folder", SUITES, ids=named)
every_form = pytest.mark.parametrize(("folder", "name"), forms(), ids=named)


def sheet_of(form: Form) -> SheetId:
    """The form's sheet in the fresh document."""
    return SheetId(form.name, PROJECT if form.per_project else "")


@every_suite
def test_a_suite_loads_under_its_folder_name(folder: Path) -> None:
    """Every suite loads without a mistake, and is called like its folder."""
    assert folder.name == loaded(folder).id


@every_suite
def test_an_empty_document_calculates_without_failures(folder: Path) -> None:
    """A fresh document calculates: no cell fails because nothing is filled in yet."""
    values = begun(folder).values

    assert [cell for cell, value in values.items() if isinstance(value, Failed)] == []


@every_suite
def test_findings_name_cells_that_are_there(folder: Path) -> None:
    """Every finding of the audit stands at cells that exist in the document."""
    calculation = begun(folder)
    suite = calculation.suite
    cells = {c for sheet in calculation.shape.sheets for c, _ in calculation.cells(sheet)}
    cells |= {CellId(COVER, "", "", name) for name in suite.cover}
    cells |= {CellId(PROJECT_CARD, PROJECT, "", name) for name in suite.card}

    found = Auditor(calculation).all_results()

    assert found
    assert all(finding.cells and set(finding.cells) <= cells for finding in found)


@every_form
def test_a_form_lays_out_and_tiles_its_sheet(folder: Path, name: str) -> None:
    """The plan of a fresh sheet covers every place of its grid exactly once."""
    calculation = begun(folder)
    sheet = sheet_of(calculation.suite.forms[name])

    words = Names(calculation).words_for(sheet)
    plan = build_plan(calculation.suite, calculation.shape.sheets[sheet], words)

    places = [
        (row, column)
        for cell in plan.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert sorted(places) == [
        (row, column) for row in range(len(plan.rows)) for column in range(len(plan.columns))
    ]


@every_form
def test_a_drawing_tiles_exactly(folder: Path, name: str) -> None:
    """The rectangles of a drawing cover its lines and columns exactly once."""
    drawing = loaded(folder).forms[name].drawing

    places = [
        (row, column)
        for cell in drawing.cells
        for row in cell.lines
        for column in range(cell.column, cell.column + cell.columns)
    ]

    assert sorted(places) == [
        (row, column) for row in range(len(drawing.lines)) for column in range(drawing.columns)
    ]


@every_form
def test_every_cell_is_reached_by_its_address(folder: Path, name: str) -> None:
    """The address of every cell of a fresh sheet leads back to the cell."""
    calculation = begun(folder)
    names = Names(calculation)
    cells = [c for c, _ in calculation.cells(sheet_of(calculation.suite.forms[name]))]

    shown = [cell for cell in cells if not cell.name.startswith("#")]

    assert shown == [names.cell(names.address(cell)) for cell in shown]


@every_form
def test_every_calculated_cell_has_its_place_in_the_order(folder: Path, name: str) -> None:
    """What is calculated or prefilled is ranked, after everything of the suite it reads."""
    suite = loaded(folder)

    for slot in suite.forms[name].slots.values():
        if slot.formula or slot.default:
            assert (name, slot.name) in suite.order


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_the_bars_of_every_drawing_stand_under_each_other(path: Path) -> None:
    """Who changes a form sets them straight with `template fmt`."""
    text = path.read_text(encoding="utf-8")

    assert aligned(text, path.name) == text
