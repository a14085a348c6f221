"""Random printed forms: joined cells, long texts, heads, heights, papers."""

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from core.layout.plan import Head, LineRole, PageSetup, PlanRow
from core.layout.printed import PrintedForm, PrintedLine
from tests.core.export.sample_forms import draw, planned


class RandomForm(PrintedForm):
    """A form that says in a few lines what it is when a property fails."""

    __slots__ = ()

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))  # what hypothesis asks

    def __repr__(self) -> str:
        plan = self.plan
        cells = [
            (c.place.row, c.place.column, c.place.rows, c.place.columns, c.text[:12], len(c.text))
            for c in self.cells
        ]
        rows = [(row.height, row.lines, row.breakable) for row in plan.rows]
        return f"RandomForm({plan.columns}, {plan.heads}, {plan.page}, {rows}, {cells})"[:9000]


SHORT = st.sampled_from(["", "收入", "绩//效//指//标", "（一）", "其中：财政拨款", "　其他"])
FIGURES = st.decimals(-(10**9), 10**12, places=2)
LONG = st.integers(0, 1200).map(lambda length: ("救助困难群众，共12,345人次。" * 60)[:length])


@st.composite
def grids(draw_: st.DrawFn) -> list[list[str]]:
    """A drawing with rectangles joined at random; entries are named after their place."""
    rows, columns = draw_(st.integers(1, 40)), draw_(st.integers(1, 6))
    grid = [
        [
            draw_(SHORT) if draw_(st.booleans()) else f"{{{row}_{column}}}"
            for column in range(columns)
        ]
        for row in range(rows)
    ]
    for _ in range(draw_(st.integers(0, 6))):
        top, left = draw_(st.integers(0, rows - 1)), draw_(st.integers(0, columns - 1))
        bottom = draw_(st.integers(top, rows - 1))
        right = draw_(st.integers(left, columns - 1))
        _join(grid, range(top, bottom + 1), range(left, right + 1))
    return grid


def _join(grid: list[list[str]], rows: range, columns: range) -> None:
    """Join a rectangle, if nothing in it is joined yet."""
    if any(grid[row][column] in ("<", "^") for row in rows for column in columns):
        return
    beside = columns.stop < len(grid[0]) and any(grid[r][columns.stop] == "<" for r in rows)
    below = rows.stop < len(grid) and any(grid[rows.stop][c] == "^" for c in columns)
    if beside or below:
        return
    for row in rows:
        for column in columns:
            if (row, column) != (rows[0], columns[0]):
                grid[row][column] = "^" if column == columns[0] else "<"


@st.composite
def heads(draw_: st.DrawFn, rows: int) -> tuple[Head, ...]:
    """Up to three heads; each stands over its table as far as the next head or a little less."""
    edges = sorted(draw_(st.sets(st.integers(0, rows), max_size=3)))
    found = []
    for first, following in pairwise([*edges, rows]):
        if first < following:
            end = draw_(st.integers(first + 1, min(following, first + 3)))
            found.append(Head(first, end, draw_(st.integers(end, following))))
    return tuple(found)


@st.composite
def printed_forms(draw_: st.DrawFn) -> PrintedForm:
    """Any form that a plan can describe."""
    grid = draw_(grids())
    values = {
        text.strip("{}"): draw_(st.one_of(FIGURES, LONG, st.just("")))
        for line in grid
        for text in line
        if text.startswith("{")
    }
    widths = [draw_(st.floats(4, 80)) for _ in grid[0]]
    form = draw("\n".join(" | ".join(line) for line in grid), values, widths)
    rows = tuple(
        PlanRow(i, draw_(st.floats(3, 40)), draw_(st.integers(1, 5)), draw_(st.booleans()))
        for i in range(len(grid))
    )
    form = planned(
        form,
        rows=rows,
        heads=draw_(heads(len(grid))),
        page=PageSetup(
            landscape=draw_(st.booleans()), font_size=draw_(st.sampled_from([7, 8.5, 9]))
        ),
    )
    line = PrintedLine(LineRole.LINE, draw_(SHORT), draw_(SHORT), draw_(SHORT))
    title = PrintedLine(LineRole.TITLE, "", "收入支出决算总表", "")
    note = PrintedLine(LineRole.NOTE, "注：" + draw_(LONG), "", "")
    below = (note,) if draw_(st.booleans()) else ()
    return RandomForm(form.plan, form.cells, (title, line), below)
