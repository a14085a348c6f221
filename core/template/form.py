"""A form ready for use: cells with their fields, floating rows, formulas, audits, lines around it.

Everything here is immutable and knows no document. Cells are named as in the drawing (`Slot.name`
is row.column, region.field or a bare name); where the cells of one document are is core.calc's
matter.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from core.findings import Severity
from core.formula.evaluate import Program
from core.formula.remainder import Remainder
from core.formula.tree import Node
from core.number_text import NumberStyle
from core.template.drawing import Drawing, Text
from core.template.problems import Mark
from core.template.schema import FloatingPiece, PrintPiece
from core.template.strict_yaml import YamlText

NUMERIC_TYPES = frozenset({"money", "number", "percent", "count"})


class Reach(Enum):
    """Where a name in a formula finds its cells, seen from the cell the formula is for."""

    FIXED = "a fixed cell of the form"
    RECORD = "the own record, or the record it belongs to"
    GROUP = "the own group of records"
    BELOW = "the records that belong to the own record"
    MEMBERS = "the records of the own group"
    ALL = "every record of the region"
    KEYED = "the record with a certain key"
    KEY = "the key of the own row, as a text"
    ORDINAL = "the number of the own record, from 1"
    PREVIOUS = "a cell of last year's document"
    CONSTANT = "a value of the suite"


class Instances(Enum):
    """Of which project's form, when the form is one per project."""

    SAME = "the own one, or the only one"
    ALL = "all of them"


@dataclass(frozen=True, slots=True)
class Selector:
    """A name of a formula, looked up: which cells it means.

    `names` are slot names of `form` (several for a range); `many` tells a column from a single
    cell; `key` is the wanted key (a text, or the selector that gives it). For a cell of last year
    `region` says that it lies in a floating row: that of the key, else that of the own record.
    """

    reach: Reach
    form: str = ""
    names: tuple[str, ...] = ()
    region: str = ""
    instances: Instances = Instances.SAME
    many: bool = False
    key: "str | Selector | None" = None
    constant: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A formula with every name looked up. `selectors[i]` belongs to `program.leaves[i]`."""

    text: str
    tree: Node
    program: Program
    selectors: tuple[Selector, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """What a cell holds and how it prints. `number` is None for texts, choices and codes.

    A `rounded` figure was rounded from a finer unit before it was typed. `suggest` says which
    columns beside it take what of a suggested indicator. What is not `copied` belongs to one
    project alone, such as what it has achieved.
    """

    type: str
    label: str
    required: bool = False
    max_length: int | None = None
    lines: int = 1
    choices: tuple[str, ...] = ()
    free: bool = False
    many: bool = False
    show: str = ""
    ticked: str = ""
    dictionary: str = ""
    overridable: bool = True
    number: NumberStyle | None = None
    align: str = "center"
    unit: str = ""
    rounded: bool = False
    suggest: tuple[tuple[str, str], ...] = ()
    copied: bool = True

    @property
    def is_figure(self) -> bool:
        """Whether the cell holds a figure."""
        return self.number is not None

    @property
    def decimals(self) -> int:
        """Places to which the cell's value is rounded (a percentage counts two more)."""
        return self.number.value_decimals if self.number else 0


@dataclass(frozen=True, slots=True)
class Part:
    """Which digits of a code a cell shows: `length` from `start` on of the cell `whole`.

    `total` are the digits of all parts drawn together, `before` is the name of the part before.
    A part of no length shows the name of the code instead.
    """

    whole: str
    start: int
    length: int
    total: int
    before: str

    @property
    def is_name(self) -> bool:
        """Whether it shows the name of the code."""
        return self.length == 0

    def of(self, code: str) -> str:
        """The digits of the part, "" where the code is too short for it; all if it is a name."""
        return code if self.is_name else code[self.start : self.start + self.length]


@dataclass(frozen=True, slots=True)
class Slot:
    """One named cell of a form; in a floating row it stands for the cell of every record.

    `group` is the grouping column when the value belongs to a group (`per`); `outline` its values
    by group, or those of prescribed rows by their keys. A slot with a `formula` is calculated, with
    a `default` prefilled, else entered. A `part` proposes its code, of which it
    shows some digits; what is typed there goes to the code.
    """

    form: str
    name: str
    row: str
    column: str
    field: Field
    region: str = ""
    group: str = ""
    key: str = ""
    drawn: bool = True
    formula: Bound | None = None
    default: Bound | None = None
    least: Bound | None = None
    most: Bound | None = None
    outline: Mapping[str, str] | None = None
    part: Part | None = None

    @property
    def is_calculated(self) -> bool:
        """Whether it is calculated (never typed, only overridden)."""
        return self.formula is not None


@dataclass(frozen=True, slots=True)
class RowSource:
    """Cells whose texts are keys that rows follow.

    Either a column of a floating row (`names` is that one cell), or of every project's card the
    first of `names` that was typed. `where` is a condition on typed texts of the row: only the keys
    of rows for which it holds count.
    """

    form: str
    region: str
    names: tuple[str, ...]
    where: Bound | None = None

    @property
    def shaping(self) -> Iterator[str]:
        """The cells whose texts decide which keys there are."""
        yield from self.names
        for selector in self.where.selectors if self.where else ():
            yield from selector.names


@dataclass(frozen=True, slots=True)
class Follow:
    """Rows that follow: one for each distinct key of the sources; `own` ones may stand beside.

    `keys` are those that the form itself prescribes; they come first. `words` says in a sentence
    what is followed.
    """

    sources: tuple[RowSource, ...]
    own: bool
    words: str
    keys: tuple[str, ...] = ()


def switched_group(column: str, cell: str) -> str:
    """The grouping by a column that holds only where a cell of the cover or the card says 是."""
    return f"{column}?{cell}"


def base_column(group: str) -> str:
    """The column of a grouping, switched or not."""
    return group.partition("?")[0]


def switch_of(group: str) -> str:
    """The cell that switches a grouping, as the template writes it; "" where none does."""
    return group.partition("?")[2]


@dataclass(frozen=True, slots=True)
class Region:
    """A floating row. `columns` are the fields of a record; `key_column` gives addresses by key."""

    name: str
    parent: str
    children: tuple[str, ...]
    columns: tuple[str, ...]
    piece: FloatingPiece
    key_column: str = ""
    digits: int = 0
    follow: Follow | None = None

    @property
    def derived(self) -> bool:
        """Whether its records follow from the codes of the innermost region's records."""
        return self.digits > 0 and bool(self.children)


@dataclass(frozen=True, slots=True)
class MessagePart:
    """A `{formula}` inside a message, and the print style of its figure (None: as a text).

    `signed` prints a difference in words: 多3.00 or 少3.00. `blank` stands for no value: nothing in
    the place of a text (a code without name), a word in that of a figure.
    """

    bound: Bound
    number: NumberStyle | None
    signed: bool = False
    blank: str = "空"


@dataclass(frozen=True, slots=True)
class AuditRule:
    """One audit rule; `form` is the form it belongs to (for a link: the first form it names).

    `each` is the floating row visited record by record ("" for once per sheet), `group` the
    grouping column when groups are visited instead. `remainder` says what rounding may do to it,
    where it compares figures that were rounded. `reasons` are official ones for its 审核说明.
    """

    id: str
    form: str
    severity: Severity
    rule: Bound
    message: tuple[str | MessagePart, ...]
    remedy: str = ""
    each: str = ""
    group: str = ""
    when: Bound | None = None
    crossing: bool = False
    remainder: Remainder | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line above or below the grid: texts with places; `when` names its hidden cell.

    `own` names the cell whose text stands in its place once something is typed there.
    """

    left: Text
    center: Text
    right: Text
    title: bool = False
    when: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class Emptiness:
    """How a form without figures is published: 空表, with a sentence below it (财预〔2016〕143号).

    Names of cells that are not printed: `mark` says 是 where somebody looked and there is nothing,
    `sentence` is typed in place of the form's own, `holds` is calculated and says whether there
    are no figures.
    """

    mark: str
    sentence: str
    holds: str


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a suite. `widths` in mm; `aligns` per column for labels below the head.

    `rounded` holds for its money unless a field says otherwise.

    A project has the form only where `when` holds on its card.
    """

    name: str
    id: str
    number: str
    title: str
    short: str
    per_project: bool
    money_unit: str
    drawing: Drawing
    widths: tuple[float, ...]
    aligns: tuple[str, ...]
    slots: Mapping[str, Slot]
    regions: Mapping[str, Region]
    above: tuple[FormLine, ...]
    below: tuple[FormLine, ...]
    audits: tuple[AuditRule, ...]
    print: PrintPiece
    file: str
    basis: str = ""
    rounded: bool = False
    when: Bound | None = None
    emptiness: Emptiness | None = None

    def rows(self) -> set[str]:
        """The names of fixed rows that have cells."""
        return {slot.row for slot in self.slots.values() if slot.row and not slot.region}


@dataclass(frozen=True, slots=True)
class Located:
    """A formula text as it stands in a file."""

    node: YamlText
    file: str

    @property
    def text(self) -> str:
        """The formula."""
        return self.node.text

    def place(self, at: int = 0) -> Mark:
        """Where its sign of that number stands."""
        return self.node.place(at)


@dataclass(frozen=True, slots=True)
class FormulaText:
    """A formula waiting to be bound, for a cell (`slot`) in a role.

    Roles: formula, default, min, max; when (a condition, for a hidden cell).
    """

    slot: str
    role: str
    located: Located
