"""The cover page in front of exported forms: whose they are, who signs, and room for the seal.

It is a printed form like any other, so workbook and PDF are drawn by the same writers. It is no
sheet of the document: nothing is filled in there.
"""

from collections.abc import Iterator
from typing import Final

from core.layout.plan import (
    Align,
    CellKind,
    CellStyle,
    FormPlan,
    LineRole,
    PageSetup,
    PlanCell,
    PlanRow,
)
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine
from core.refs import SheetId
from core.session import Session

COVER_SHEET: Final = SheetId("封面页")
_WIDTHS: Final = (45.0, 95.0)  # mm
_ROW, _SEAL = 14.0, 70.0  # mm
_MARGINS: Final = (50.0, 35.0, 10.0, 35.0)
_SIZE: Final = 14.0
_GAP: Final = PrintedLine(LineRole.LINE, "", "", "")


def has_cover_page(session: Session) -> bool:
    """Whether the suite of a document has a cover page."""
    return session.calculation.whole.cover_page is not None


def cover_page(session: Session) -> list[PrintedForm]:
    """The cover page of a document as it prints now; none where the suite has none."""
    page = session.calculation.whole.cover_page
    if page is None:
        return []
    fill = session.names.words_for(COVER_SHEET).fill
    cells = tuple(_cells([(fill(asked), fill(text)) for asked, text in page.rows], fill(page.seal)))
    heights = [_ROW] * len(page.rows) + [_SEAL] * bool(page.seal)
    plan = FormPlan(
        sheet=COVER_SHEET,
        number="",
        title=page.short,
        short=page.short,
        columns=_WIDTHS,
        rows=tuple(PlanRow(line=row, height=height) for row, height in enumerate(heights)),
        cells=tuple(cell.place for cell in cells),
        above=(),
        below=(),
        heads=(),
        page=PageSetup(margins=_MARGINS, font_size=_SIZE),
    )
    title = PrintedLine(LineRole.TITLE, "", fill(page.title), "")
    return [PrintedForm(plan, cells, (title, _GAP), ())]


def _cells(rows: list[tuple[str, str]], seal: str) -> Iterator[PrintedCell]:
    for row, (asked, text) in enumerate(rows):
        yield _cell(PlanCell(row, 0, 1, 1, CellKind.LABEL, (asked,), CellStyle(label=True)))
        yield _cell(PlanCell(row, 1, 1, 1, CellKind.LABEL, (text,), CellStyle(align=Align.LEFT)))
    if seal:
        whole = PlanCell(len(rows), 0, 1, 2, CellKind.LABEL, (seal,), CellStyle(label=True))
        yield _cell(whole)


def _cell(place: PlanCell) -> PrintedCell:
    return PrintedCell(place, str(place.content[0]))
