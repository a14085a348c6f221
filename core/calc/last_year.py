"""What a document keeps of another one as its last year: every figure, by name and by key."""

from collections.abc import Iterator

from core.calc.engine import Calculation
from core.document.last_year import Figure, LastYear, Place, figure
from core.refs import COVER, PROJECT_CARD, CellId
from core.template.form import Slot


def taken(old: Calculation, unit: str, year: str, file: str) -> LastYear:
    """All figures of a calculated document as they are to be kept.

    Of rows with one key the first counts, as in a formula that looks for the key.
    """
    kept: dict[Place, Figure] = {}
    for one in _figures(old):
        kept.setdefault(one.place, one)
    suite = old.document.suite
    return LastYear(unit, year, suite, old.document.revision, file, tuple(kept.values()))


def _figures(old: Calculation) -> Iterator[Figure]:
    for cell, slot in old.all_cells():
        place = _place(old, cell, slot)
        one = figure(place, old.value(cell)) if place is not None else None
        if one is not None:
            yield one


def _place(old: Calculation, cell: CellId, slot: Slot) -> Place | None:
    if cell.form in (COVER, PROJECT_CARD) or cell.instance:
        return None
    if not slot.region:
        return Place(cell.form, "", "", cell.name)
    row = old.shape.sheets[cell.sheet].by_id.get(cell.record)
    return Place(cell.form, "", row.key, cell.name) if row is not None and row.key else None
