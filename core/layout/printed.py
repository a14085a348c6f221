"""A plan with its values read in: what every place of the form prints right now.

Grid, xlsx and PDF take texts and figures from here, so they cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.choice_text import choices_text
from core.layout.plan import CellPart, Content, FormPlan, LineRole, PlanCell, PlanLine
from core.number_text import NumberStyle, format_number
from core.refs import CellId
from core.values import Blank, CellValue, Failed


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A place of the plan and what it prints.

    `text` is exactly what a reader sees. `number` is the figure behind it with its style when the
    cell is one figure (possibly with a constant prefix or suffix), else None.
    """

    place: PlanCell
    text: str
    number: Decimal | None = None
    style: NumberStyle | None = None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line around the grid: the texts of its three places."""

    role: LineRole
    left: str
    center: str
    right: str


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """A whole form as printed; `cells` in the plan's order."""

    plan: FormPlan
    cells: tuple[PrintedCell, ...]
    above: tuple[PrintedLine, ...]
    below: tuple[PrintedLine, ...]


ValueOf = Callable[[CellId], CellValue]
TypedOf = Callable[[CellId], str]


def print_form(plan: FormPlan, value_of: ValueOf, typed_of: TypedOf) -> PrintedForm:
    """Read the values into a plan.

    `value_of` gives a cell's value, `typed_of` what was typed in it: a value that could not be read
    is printed exactly as typed.
    """
    reader = _Reader(value_of, typed_of)
    return PrintedForm(
        plan=plan,
        cells=tuple(reader.cell(place) for place in plan.cells),
        above=tuple(reader.line(line) for line in plan.above if reader.shown(line)),
        below=tuple(reader.line(line) for line in plan.below if reader.shown(line)),
    )


def print_cell(place: PlanCell, value_of: ValueOf, typed_of: TypedOf) -> PrintedCell:
    """What one place of a plan prints."""
    return _Reader(value_of, typed_of).cell(place)


def value_text(value: CellValue, style: NumberStyle | None, typed: str = "") -> str:
    """One value as printed: a figure in its style, a text as it is, blank as the style says."""
    if isinstance(value, Decimal):
        return format_number(value, style or NumberStyle(decimals=6, trim=True))
    if isinstance(value, Failed):
        return typed
    if isinstance(value, Blank):
        return style.blank if style else ""
    return value


class _Reader:
    """Reads values into places."""

    def __init__(self, value_of: ValueOf, typed_of: TypedOf) -> None:
        self.value_of = value_of
        self.typed_of = typed_of

    def cell(self, place: PlanCell) -> PrintedCell:
        if len(place.content) == 1 and isinstance(place.content[0], CellPart):
            part = place.content[0]
            value = self.value_of(part.cell)
            text = self._text(part, value)
            if isinstance(value, Decimal) and part.number is not None:
                return PrintedCell(place, text, value, part.number)
            return PrintedCell(place, text)
        return PrintedCell(place, self.text(place.content))

    def text(self, content: Content) -> str:
        return "".join(
            part if isinstance(part, str) else self._text(part, self.value_of(part.cell))
            for part in content
        )

    def _text(self, part: CellPart, value: CellValue) -> str:
        typed = self.typed_of(part.cell) if isinstance(value, Failed) else ""
        text = value_text(value, part.number, typed)
        return choices_text(text, part.boxes) if part.boxes else text

    def shown(self, line: PlanLine) -> bool:
        """Whether the condition of a line holds; one that cannot be judged does not."""
        return line.when is None or isinstance(self.value_of(line.when), str)

    def line(self, line: PlanLine) -> PrintedLine:
        own = self.value_of(line.own) if line.own is not None else None
        if isinstance(own, str):
            return PrintedLine(line.role, own, "", "")
        return PrintedLine(
            line.role, self.text(line.left), self.text(line.center), self.text(line.right)
        )
