"""FormPlan: where everything stands on a form. It carries addresses, not values.

Three renderers (grid, xlsx, PDF) draw it and decide nothing about position. Rows and columns count
from 0 and tile the sheet exactly: every place is covered by one cell. Lengths are millimetres,
type sizes points.
"""

from dataclasses import dataclass
from enum import Enum

from core.choice_text import ChoiceStyle
from core.number_text import NumberStyle
from core.refs import CellId, SheetId


class CellKind(Enum):
    """What a place of the form is."""

    LABEL = "表样文字"
    ENTRY = "录入项"
    CALCULATED = "计算项"
    EMPTY = "空格"


class Align(Enum):
    """Horizontal place of a text in its cell."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a place is printed. `indent` counts ems; `top` sets a long text at the upper edge."""

    align: Align = Align.CENTER
    indent: int = 0
    top: bool = False
    bold: bool = False
    label: bool = False


@dataclass(frozen=True, slots=True)
class CellPart:
    """A value inside a cell's content, and how a figure in it prints (None: it is a text).

    A `code` is digits that are no figure: it stays text in a workbook, too. `boxes` says how a
    choice prints all its choices.
    """

    cell: CellId
    number: NumberStyle | None = None
    code: bool = False
    boxes: ChoiceStyle | None = None


Content = tuple[str | CellPart, ...]
"""What a cell prints: constant texts and values in order; line breaks are newlines."""


@dataclass(frozen=True, slots=True)
class PlanCell:
    """One printed cell, possibly joined over several rows and columns.

    `cell` is the value edited here (None for labels); `covers` are all the values that change when
    it is typed over (more than one where equal neighbours are joined).
    """

    row: int
    column: int
    rows: int
    columns: int
    kind: CellKind
    content: Content
    style: CellStyle
    cell: CellId | None = None
    covers: tuple[CellId, ...] = ()

    @property
    def is_joined(self) -> bool:
        """Whether the cell spans more than one place."""
        return self.rows > 1 or self.columns > 1


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One printed row: which line of the drawing it comes from and for which record.

    `height` is the least height in mm; `lines` the least number of text lines; a row that holds a
    long text is `breakable` over pages. `record` is the innermost floating record, "" for fixed
    rows; `region` the floating row's name; `phantom` marks the blank row of an empty region, which
    becomes a record when something is typed into it.
    """

    line: int
    height: float
    lines: int = 1
    breakable: bool = False
    region: str = ""
    record: str = ""
    phantom: bool = False


class LineRole(Enum):
    """What a line above or below the ruled grid is."""

    TITLE = "title"
    LINE = "line"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line around the grid with up to three places.

    `when` is the hidden calculated cell that decides whether the line is printed (None: always);
    what is typed in `own` stands in place of all of it.
    """

    role: LineRole
    left: Content = ()
    center: Content = ()
    right: Content = ()
    when: CellId | None = None
    own: CellId | None = None


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Paper and orientation as prescribed; margins in mm (top, right, bottom, left)."""

    paper: str = "A4"
    landscape: bool = False
    margins: tuple[float, float, float, float] = (10.0, 15.0, 10.0, 15.0)
    font_size: float = 9.0


@dataclass(frozen=True, slots=True)
class Head:
    """The rows from `first` to before `end`, repeated on pages that begin below them.

    `until` is the first row over which it no longer stands: there the next table begins.
    """

    first: int
    end: int
    until: int


@dataclass(frozen=True, slots=True)
class FormPlan:
    """One form of a document, laid out.

    `heads` are repeated on paper, from top to bottom. `columns` are widths in mm. `cells` are in
    reading order.
    """

    sheet: SheetId
    number: str
    title: str
    short: str
    columns: tuple[float, ...]
    rows: tuple[PlanRow, ...]
    cells: tuple[PlanCell, ...]
    above: tuple[PlanLine, ...]
    below: tuple[PlanLine, ...]
    heads: tuple[Head, ...]
    page: PageSetup

    @property
    def head(self) -> tuple[int, int]:
        """The rows, half-open, that stay where only one head can: the last head; (0, 0) for none.

        An office program repeats the same rows on all pages below them, and below the last head
        that is right.
        """
        return (self.heads[-1].first, self.heads[-1].end) if self.heads else (0, 0)

    def head_over(self, row: int) -> Head | None:
        """The head of the table that the row stands in, if the row is below it."""
        return next((head for head in self.heads if head.end <= row < head.until), None)
