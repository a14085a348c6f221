"""How far a sheet is, as 套表目录 shows it: a shape, open findings, the share that is filled."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.audit.columns import is_required
from core.audit.field_checks import REQUIRED
from core.emptiness import emptiness
from core.findings import Finding, Outcome, Severity
from core.refs import SheetId
from core.session import Session

EMPTY: Final = "空表"
NOT_MARKED: Final = "没有数；没有这项收支，就按右键标为空表"
_MARKS = {Severity.MANDATORY: "mandatory", Severity.VERIFY: "verify", Severity.HINT: "hint"}


@dataclass(frozen=True, slots=True)
class SheetState:
    """How far a sheet is: its shape, the gravest open findings, the share of required cells.

    Of one that is marked as 空表 the share is that word.
    """

    shape: str
    mark: str
    count: int
    share: str
    words: str


def sheet_state(session: Session, sheet: SheetId, findings: Sequence[Finding]) -> SheetState:
    """The state of one sheet; `findings` are its own."""
    empty = emptiness(session, sheet)
    filled, required = session.auditor.filled(sheet)
    required += _awaited(session, sheet)
    typed = _is_begun(session, sheet, figures=not required)
    share = (100 * filled // required) if required else (100 if typed else 0)
    weights = Counter(
        f.severity for f in findings if f.outcome is Outcome.FAILED and f.rule != REQUIRED
    )
    mandatory, verify = weights[Severity.MANDATORY], weights[Severity.VERIFY]
    shape = _shape(share, typed, mandatory, verify)
    words = _words(required - filled, mandatory, verify)
    if empty is not None and empty.holds and not mandatory:
        shape, words = ("blank", EMPTY) if empty.marked else (shape, NOT_MARKED)
    mark = next((s for s in Severity if weights[s]), None)
    return SheetState(
        shape,
        _MARKS[mark] if mark is not None else "",
        weights[mark] if mark is not None else 0,
        EMPTY if shape == "blank" else f"{share}%",
        words,
    )


def _awaited(session: Session, sheet: SheetId) -> int:
    """How many required cells the first row of every floating row has that has none yet."""
    shape = session.calculation.shape.sheets.get(sheet)
    if shape is None:
        return 0
    waiting = {
        region.name
        for region in shape.form.regions.values()
        if region.piece.min
        and not region.derived
        and not region.follow
        and not shape.records(region.name)
    }
    slots = shape.form.slots.values() if waiting else ()
    return sum(slot.region in waiting and is_required(slot) for slot in slots)


def _is_begun(session: Session, sheet: SheetId, *, figures: bool) -> bool:
    """Whether a sheet holds anything typed, or any figure, which may come from other forms."""
    texts, values = session.document.texts, session.calculation.values
    return any(
        cell in texts or (figures and isinstance(values.get(cell), Decimal))
        for cell, _ in session.calculation.cells(sheet)
    )


def _shape(share: int, typed: bool, mandatory: int, verify: int) -> str:
    if mandatory:
        return "mandatory"
    if not typed:
        return "empty"
    return "passed" if share == 100 and not verify else "partial"


def _words(missing: int, mandatory: int, verify: int) -> str:
    parts = []
    if missing:
        parts.append(f"还差 {missing} 格必填")
    if mandatory:
        parts.append(f"{mandatory} 条强制性要改")
    if verify:
        parts.append(f"{verify} 条核实性要说明")
    return "，".join(parts) or "没有要处理的"
