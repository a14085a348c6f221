"""What may stand in a form file or suite file, piece by piece, and the messages when it does not fit.

Each piece (a field, an audit, a heading line …) is converted by itself, so that a mistake in one
never hides a mistake in another.
"""

import difflib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.template.strict_yaml import Mark, Problems, YamlList, YamlMap, YamlNode, plain

FieldType = Literal["text", "money", "number", "percent", "count", "choice", "code"]


class Piece(BaseModel):
    """Base of all pieces: unknown keys are refused, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class StylePiece(Piece):
    """How a type or a field prints (docs/templates.md, print styles)."""

    thousands: bool | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] | None = None
    trim: bool | None = None
    zero: str | None = None
    blank: str | None = None
    percent: Literal["87%", "34.55"] | None = None
    align: Literal["left", "center", "right"] | None = None


class FieldPiece(StylePiece):
    """What a cell holds. `min`, `max` and `default` are formulas."""

    type: FieldType | None = None
    label: str | None = None
    required: bool = False
    min: str | None = None
    max: str | None = None
    default: str | None = None
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = None
    lines: Annotated[int, Field(ge=1, le=60)] | None = None
    choices: list[str] | None = None
    free: bool = False
    per: str | None = None
    dictionary: str | None = None
    override: Literal["never"] | None = None
    unit: Literal["元", "万元"] | None = None


class CodesPiece(Piece):
    """Upper levels that follow from the codes of the innermost records."""

    field: str
    digits: list[int]
    names: str


class OutlineGroup(BaseModel):
    """One group of an outline: its second level, and values of fields that belong to the group."""

    model_config = ConfigDict(extra="allow", frozen=True)


class FloatingPiece(Piece):
    """How the records of a floating row come and stand together."""

    min: Annotated[int, Field(ge=0, le=50)] = 1
    max: Annotated[int, Field(ge=1, le=5000)] = 500
    merge_equal: list[str] = []
    outline: dict[str, OutlineGroup] = {}
    codes: CodesPiece | None = None


class LinePiece(Piece):
    """A line above or below the grid."""

    left: str = ""
    center: str = ""
    right: str = ""
    style: Literal["title", "line"] = "line"
    when: str | None = None


class AuditPiece(Piece):
    """One audit rule."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$", max_length=24)]
    rule: str
    severity: Literal["mandatory", "verify", "hint"]
    message: str
    each: str | None = None
    when: str | None = None
    remedy: str = ""


class PrintPiece(Piece):
    """Paper, orientation and type size."""

    paper: Literal["A4", "A3"] = "A4"
    orientation: Literal["portrait", "landscape"] = "portrait"
    fit: Literal["width"] = "width"
    size: Annotated[Decimal, Field(ge=6, le=14)] = Decimal(9)
    row: Annotated[Decimal, Field(ge=3, le=60)] = Decimal(6)


class SuiteFormPiece(Piece):
    """A form as it stands in a suite."""

    name: str
    file: str
    number: str
    title: str | None = None
    short: str | None = None
    per: Literal["project"] | None = None


class ScorePiece(Piece):
    """How SCORE judges."""

    reverse: Literal["ratio", "linear"] = "ratio"
    cap: Annotated[Decimal, Field(gt=0, le=10)] = Decimal(1)
    decimals: Annotated[int, Field(ge=0, le=4)] = 2


P = TypeVar("P", bound=BaseModel)


def convert(kind: type[P], node: YamlNode, problems: Problems, what: str) -> P | None:
    """Convert a piece; on mistakes note every one with its place and return None."""
    try:
        return kind.model_validate(plain(node))
    except ValidationError as error:
        for detail in error.errors():
            problems.add(place_of(node, detail["loc"]), _message(kind, detail, what))
        return None


def place_of(node: YamlNode, path: Sequence[int | str]) -> Mark:
    """Where the innermost part of a path stands that exists."""
    mark = node.mark
    for step in path:
        if isinstance(node, YamlMap) and isinstance(step, str) and step in node.entries:
            mark = node.key_marks[step]
            node = node.entries[step]
        elif isinstance(node, YamlList) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            mark = node.mark
    return mark


def _message(kind: type[BaseModel], detail: Any, what: str) -> str:
    name = ".".join(str(step) for step in detail["loc"] if isinstance(step, str))
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return f"{what}没有“{name}”这一项{nearest(name, kind.model_fields)}"
        case "missing":
            return f"{what}缺少“{name}”"
        case "literal_error":
            return f"{what}的“{name}”只能写 {context.get('expected', '')}"
        case "bool_parsing" | "bool_type":
            return f"{what}的“{name}”只能写 yes 或 no"
        case "int_parsing" | "int_type" | "decimal_parsing" | "decimal_type":
            return f"{what}的“{name}”要写数"
        case "list_type":
            return f"{what}的“{name}”要写成 [甲, 乙] 的样子"
        case "dict_type" | "model_type" | "model_attributes_type":
            return f"{what}{f'的“{name}”' if name else ''}要写成“名称: 内容”的样子"
        case "string_type":
            return f"{what}的“{name}”要写成一段文字"
        case "string_pattern_mismatch":
            return f"{what}的“{name}”写法不对，例如 XM-01"
    return f"{what}的“{name}”不在允许的范围内"


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the nearest right name, or nothing."""
    names = list(known)
    found = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    return f"，是否想写“{found[0]}”" if found else ""
