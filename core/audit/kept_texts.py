"""Texts of followed rows that are no more: kept until the row comes back, and told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from core.audit.results import Key, Result
from core.calc.engine import Calculation
from core.calc.entries import cleared
from core.calc.shape import FOLLOWED, SheetShape
from core.document.edits import Batch
from core.findings import Outcome, Scope, Severity
from core.refs import CellId, SheetId, cover_cell
from core.template.form import Region
from core.template.suite import YEAR_CELL

KEPT = "填报-保留"


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """The kept texts of one floating row of one sheet.

    `cells` is where to look, `way_out` the edit that takes the texts away.
    """

    sheet: SheetId
    region: str
    result: Result
    cells: tuple[CellId, ...]
    way_out: Batch

    scope = Scope.WITHIN_FORM

    @property
    def key(self) -> Key:
        """Which check it is."""
        return (KEPT, *self.sheet, "", self.region)


def kept_checks(calculation: Calculation, sheet: SheetId) -> Iterator[KeptCheck]:
    """A check for every floating row of a sheet that holds texts of rows that are no more."""
    shape = calculation.shape.sheets.get(sheet)
    if shape is None:
        return
    for region in shape.form.regions.values():
        kept = _kept(calculation, shape, region) if region.follow else []
        if kept:
            where = (_somewhere(shape, region),)
            way_out = cleared(calculation.document, dict.fromkeys(kept), "清除留着的内容")
            yield KeptCheck(sheet, region.name, _result(region, kept), where, way_out)


def _kept(calculation: Calculation, shape: SheetShape, region: Region) -> list[CellId]:
    """The cells that were filled in rows that are not there."""
    document = calculation.document
    found: list[CellId] = []
    for cells in (document.texts, document.overrides):
        for cell in cells:
            gone = cell.record[:1] == FOLLOWED and cell.record not in shape.by_id
            if gone and cell.sheet == shape.sheet and cell.name.startswith(f"{region.name}."):
                found.append(cell)
    return found


def _result(region: Region, kept: list[CellId]) -> Result:
    words = region.follow.words if region.follow else ""
    counts = Counter(cell.record.removeprefix(FOLLOWED) for cell in kept)
    rows = "、".join(f"“{key}”{count}格" for key, count in sorted(counts.items()))
    message = f"以前随{words}列出的行里填的内容还留着：{rows}"
    remedy = f"{words}里再有这一行时自动回来；不再需要的清除，要用的自己加一行照填"
    return Result(KEPT, Severity.HINT, Outcome.FAILED, message, remedy, rows)


def _somewhere(shape: SheetShape, region: Region) -> CellId:
    """The first cell of the floating row, else of the sheet, else the cover's."""
    slots = [slot for slot in shape.form.slots.values() if slot.drawn]
    slots.sort(key=lambda slot: slot.region != region.name)
    cells = (cell for slot in slots for cell in shape.cells(slot))
    return next(cells, cover_cell(YEAR_CELL))
