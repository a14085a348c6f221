"""What a document leaves to the next year: every figure of its forms, by name and by key."""

from collections.abc import Iterator

from core.calc.engine import Calculation
from core.calc.explain import Explainer
from core.calc.names import Names
from core.calc.resolve import selectors_of
from core.document.last_year import Figure, LastYear, Place, figure
from core.refs import COVER, PROJECT_CARD, CellId, cover_cell
from core.template.form import Bound, Reach, Slot


def taken(old: Calculation, names: Names, file: str) -> LastYear:
    """All figures of a calculated document as they are to be kept.

    Those of single projects are not: nothing asks for them. Of rows with one key the first counts,
    as in a formula that looks for the key.
    """
    kept: dict[Place, Figure] = {}
    for one in _figures(old, Explainer(old, names)):
        kept.setdefault(one.place, one)
    unit = old.value(cover_cell(old.whole.unit))
    document, figures = old.document, tuple(kept[place] for place in sorted(kept))
    owner = unit if isinstance(unit, str) else ""
    return LastYear(owner, str(names.year()), document.suite, document.revision, file, figures)


def _figures(old: Calculation, explainer: Explainer) -> Iterator[Figure]:
    for cell, slot in old.all_cells():
        place = place_of(old, cell, slot)
        if place is not None:
            one = figure(place, old.value(cell), explainer.text(cell), slot.field.unit)
            if one is not None:
                yield one


def place_of(old: Calculation, cell: CellId, slot: Slot) -> Place | None:
    """Under which names a figure is kept for the next year; None for one that is not."""
    if cell.form == PROJECT_CARD or cell.instance or cell.name.startswith("#"):
        return None  # "#": the condition of a line
    if not slot.region:
        return Place(cell.form, "", cell.name)
    row = old.shape.sheets[cell.sheet].by_id.get(cell.record)
    return Place(cell.form, row.key, cell.name) if row is not None and row.key else None


def not_found(names: Names) -> list[str]:
    """What of last year stands nowhere this year, a line each.

    Figures whose cell the forms do not have any more, then rows that last year ended with and that
    are not there (yet).
    """
    calculation = names.calculation
    last = calculation.resolver.last_year
    told = list(_unplaced(calculation))
    asked = _asked_by_key(calculation)
    rows: dict[tuple[str, str], list[str]] = {}
    for place, held in last.placed():
        slot = calculation.slot(CellId(place.form, "", "", place.name))
        if slot is None or not held.value or (place.form, place.name) not in asked:
            continue
        shapes = calculation.shape.of_form(place.form)
        if not any(shape.row_by_key(slot.region, place.key) for shape in shapes):
            words = f"{names.column_label(slot)} {held.figure.shown}"
            rows.setdefault((place.form, place.key), []).append(words)
    told += [
        f"{names.form_called(form)}没有 {key} 这一行：上年{'，'.join(words)}"
        for (form, key), words in rows.items()
    ]
    return told


def _unplaced(calculation: Calculation) -> Iterator[str]:
    """Forms that are no more, each as a whole, then single cells."""
    last, suite = calculation.resolver.last_year, calculation.whole
    cells: dict[str, list[Figure]] = {}
    for one in last.unplaced:
        cells.setdefault(one.place.form, []).append(one)
    renames = suite.renames_from(last.kept.suite, last.kept.revision) if last.kept else None
    for form, figures in cells.items():
        now = renames.form(form) if renames is not None else None
        if now not in suite.forms and form != COVER:
            yield f"{form}（整张表，{len(figures)} 格）"
            continue
        for one in figures:
            yield f"{form} {_cell_words(one.place)} = {one.shown}"


def _cell_words(place: Place) -> str:
    return f"{place.name}（{place.key}）" if place.key else place.name


def _asked_by_key(calculation: Calculation) -> set[tuple[str, str]]:
    """The columns of rows with keys in which formulas look up last year."""
    return {
        (selector.form, selector.names[0])
        for bound in _formulas(calculation)
        for selector in selectors_of(bound)
        if selector.reach is Reach.PREVIOUS and selector.region
    }


def _formulas(calculation: Calculation) -> Iterator[Bound]:
    for form in calculation.suite.forms.values():
        for slot in form.slots.values():
            yield from filter(None, (slot.formula, slot.default))
