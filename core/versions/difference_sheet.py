"""The differences as a printed sheet: A4 across, ruled, the head repeated on every page.

It is a form like any other, so workbook and PDF are drawn by the same writers.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from core.layout.plan import (
    Align,
    CellKind,
    CellStyle,
    FormPlan,
    Head,
    LineRole,
    PageSetup,
    PlanCell,
    PlanRow,
)
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine
from core.refs import SheetId
from core.versions.differences import Difference

TITLE: Final = "差异表"
HEADS: Final = ("序号", "表", "哪一格", "原来", "现在", "怎么变的", "理由、谁填的")
BLANK: Final = "（空）"
_WIDTHS: Final = (11.0, 30.0, 78.0, 43.0, 43.0, 18.0, 44.0)  # mm, of 267
_ROW: Final = 6.0
_WAS, _NOW = 3, 4


def texts_of(number: int, line: Difference) -> tuple[str, ...]:
    """One line of the sheet, column by column; screen and paper show the same."""
    was, now = line.was or BLANK, line.now or BLANK
    if not line.was and not line.now:
        was = now = ""
    return str(number), line.form, line.place, was, now, line.kind, line.reason


def counts(lines: Sequence[Difference]) -> str:
    """How many differences there are, by kind."""
    if not lines:
        return "没有不同的地方。"
    kinds = Counter(line.kind for line in lines)
    return f"共 {len(lines)} 处：{'，'.join(f'{kind} {n}' for kind, n in kinds.items())}。"


def difference_sheet(unit: str, base: str, lines: Sequence[Difference]) -> PrintedForm:
    """The sheet of a unit's differences from an earlier state, which `base` names."""
    rows = [HEADS, *(texts_of(number, line) for number, line in enumerate(lines, 1))]
    cells = [
        _cell(row, column, text, is_figure=row > 0 and lines[row - 1].figure)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    plan = FormPlan(
        sheet=SheetId(TITLE),
        number="",
        title=TITLE,
        short=TITLE,
        columns=_WIDTHS,
        rows=tuple(PlanRow(line=row, height=_ROW, breakable=row > 0) for row in range(len(rows))),
        cells=tuple(cell.place for cell in cells),
        above=(),
        below=(),
        heads=(Head(0, 1, len(rows)),),
        page=PageSetup(landscape=True),
    )
    above = (
        PrintedLine(LineRole.TITLE, "", TITLE, ""),
        PrintedLine(LineRole.LINE, unit, "", f"与{base}比较"),
    )
    below = (PrintedLine(LineRole.NOTE, counts(lines), "", ""),)
    return PrintedForm(plan, tuple(cells), above, below)


def _cell(row: int, column: int, text: str, *, is_figure: bool) -> PrintedCell:
    """A figure is an entry, for a workbook keeps a number that is typed as a number."""
    is_value = column in (_WAS, _NOW)
    figure = is_figure and is_value and text != BLANK
    align = Align.CENTER if row == 0 or column in (0, 5) else Align.LEFT
    style = CellStyle(align=Align.RIGHT if figure else align, bold=row == 0, label=not figure)
    kind = CellKind.ENTRY if figure else CellKind.LABEL
    return PrintedCell(PlanCell(row, column, 1, 1, kind, (text,), style), text)
