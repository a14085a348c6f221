"""What may stand in a form file or suite file, piece by piece.

Each piece (a field, an audit, a heading line …) is converted by itself (core.template.convert), so
that a mistake in one never hides a mistake in another.
"""

from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

FieldType = Literal["text", "money", "number", "percent", "count", "choice", "code"]
FIELD_TYPES: tuple[str, ...] = get_args(FieldType)
Suggested = Literal["level1", "level2", "relation", "value", "unit", "target"]
"""What of a suggested indicator a cell beside it takes; `target` is relation, value and unit."""
LATER = frozenset({"internal"})
"""Keys of the full notation that this version does not read yet."""

Label = Annotated[str, Field(max_length=200)]
Line = Annotated[str, Field(max_length=2000)]
FieldName = Annotated[str, Field(pattern=r"^[^\W\d]\w*$", max_length=60)]


class Piece(BaseModel):
    """Base of all pieces: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StylePiece(Piece):
    """How a type or a field prints (docs/templates.md, print styles)."""

    thousands: bool | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    trim: bool | None = None
    zero: Label | None = None
    blank: Label | None = None
    percent: Literal["87%", "34.55"] | None = None
    align: Literal["left", "center", "right"] | None = None


class FieldPiece(StylePiece):
    """What a cell holds. `min`, `max` and `default` are formulas."""

    type: FieldType | None = None
    label: Label | None = None
    required: bool = False
    min: str | None = None
    max: str | None = None
    default: str | None = None
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = None
    lines: Annotated[int, Field(ge=1, le=60)] | None = None
    choices: Annotated[list[Label], Field(min_length=1, max_length=500)] | None = None
    free: bool = False
    many: bool = False
    show: Label | None = None
    ticked: Literal["□√", "■", "☑"] | None = None
    per: str | None = None
    per_if: str | None = None
    drawn: bool = True
    dictionary: str | None = None
    parts: (
        Annotated[
            dict[Label, Annotated[int, Field(ge=1, le=20)] | Literal["name"]],
            Field(min_length=1, max_length=8),
        ]
        | None
    ) = None
    override: Literal["never"] | None = None
    suggest: Annotated[dict[Label, Suggested], Field(min_length=1, max_length=8)] | None = None
    unit: Literal["元", "万元"] | None = None
    rounded: bool | None = None
    copied: bool = True


class CodesPiece(Piece):
    """Upper levels that follow from the codes of the innermost records."""

    field: str
    digits: Annotated[list[Annotated[int, Field(ge=1, le=20)]], Field(max_length=6)]
    names: str


class OutlineGroup(BaseModel):
    """One group of an outline: its second level, and values of fields that belong to the group."""

    model_config = ConfigDict(extra="allow", frozen=True)


class FloatingPiece(Piece):
    """How the records of a floating row come and stand together."""

    min: Annotated[int, Field(ge=0, le=50)] = 1
    max: Annotated[int, Field(ge=1, le=5000)] = 500
    start: Annotated[int, Field(ge=1, le=50)] | None = None
    merge_equal: Annotated[list[str], Field(max_length=6)] = []
    repeat: bool = False
    outline: Annotated[dict[str, OutlineGroup], Field(max_length=100)] = {}
    empty: Literal["keep"] | None = None
    codes: CodesPiece | None = None
    rows: Annotated[list[dict[str, Line]], Field(max_length=200)] = []
    own: bool = False


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class RowsPiece(Piece):
    """Where the records of a floating row come from: one for each distinct key of the sources."""

    sources: Annotated[
        list[Label], BeforeValidator(_listed), Field(alias="from", min_length=1, max_length=30)
    ]
    key: str
    where: str | None = None
    own: bool = False


class LinePiece(Piece):
    """A line above or below the grid."""

    left: Line = ""
    center: Line = ""
    right: Line = ""
    style: Literal["title", "line"] = "line"
    when: str | None = None
    empty: Annotated[list[FieldName], Field(min_length=2, max_length=2)] | None = None


class AuditPiece(Piece):
    """One audit rule."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$", max_length=24)]
    rule: str
    severity: Literal["mandatory", "verify", "hint"]
    message: Line
    each: str | None = None
    when: str | None = None
    remedy: Line = ""
    reasons: Annotated[list[Label], Field(max_length=20)] = []


class PrintPiece(Piece):
    """Paper, orientation and type size."""

    paper: Literal["A4", "A3"] = "A4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    fit: Literal["width"] = "width"
    size: Annotated[Decimal, Field(ge=6, le=14)] = Decimal(9)
    row: Annotated[Decimal, Field(ge=3, le=60)] = Decimal(6)


class SuiteFormPiece(Piece):
    """A form as it stands in a suite."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    file: Label
    number: Label
    title: Label | None = None
    short: Label | None = None
    per: Literal["project"] | None = None
    when: str | None = None


class CoverPagePiece(Piece):
    """The cover page of a suite: the file with its lines, and its title."""

    file: Label
    title: Label


class CoverRowPiece(Piece):
    """A line of a cover page: what is asked, and what stands there already."""

    label: Label
    text: Label = ""


class EditionPiece(Piece):
    """An earlier edition in which some things were called otherwise."""

    suite: Annotated[str, Field(pattern=r"[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)] | None = None
    revision: Annotated[int, Field(ge=1, le=9999)] | None = None
    forms: dict[str, Any] = {}
    cells: dict[str, Any] = {}


class CardPiece(BaseModel):
    """The project card: its fields, and which of them is the project's name."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    fields: dict[str, object]


Share = Annotated[Decimal, Field(ge=0, le=1)]
Decimals = Annotated[int, Field(ge=0, le=4)]
Rounding = Literal["half_up", "up"]


class BandPiece(Piece):
    """One band of 定性 indicators, from `from` to `to` of the 分值."""

    words: Annotated[list[Label], Field(min_length=1, max_length=30)]
    low: Annotated[Share, Field(alias="from")]
    to: Share
    point: Share | None = None


class ScorePiece(Piece):
    """How SCORE judges."""

    reverse: Literal["ratio", "linear"] = "ratio"
    cap: Annotated[Decimal, Field(gt=0, le=10)] = Decimal(1)
    decimals: Decimals = 2
    rounding: Rounding = "half_up"
    bands: Annotated[list[BandPiece], Field(max_length=10)] = []


class RatePiece(Piece):
    """How RATE and RATESCORE reckon."""

    divisor: Literal["full_year", "initial"] = "full_year"
    cap: Literal["print", "score", "none"] = "score"
    zero_budget: Literal["blank", "full"] = "blank"
    score_decimals: Decimals = 2
    score_rounding: Rounding = "half_up"


class LimitPiece(Piece):
    """The most points while a rate is not reached."""

    below: Annotated[Decimal, Field(gt=0, le=10)]
    most: Annotated[Decimal, Field(ge=0, le=1000)]


class TotalPiece(Piece):
    """What TOTAL leaves of a sum of points."""

    by_rate: Annotated[list[LimitPiece], Field(max_length=10)] = []
