"""What each cell of a drawing holds: suite styles under form styles under field pieces.

A bare field name covers every cell of that name; a fuller name's keys lie over it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from core.choice_text import wrong_in_many, wrong_in_show
from core.formula.pattern import expand_pattern
from core.formula.tokens import FormulaSyntaxError
from core.number_text import NumberStyle, PercentStyle
from core.refs import normalise_name
from core.template.cell_text import read_cell_name
from core.template.convert import convert
from core.template.form import NUMERIC_TYPES, Field
from core.template.problems import Mark, Problems, nearest, shown
from core.template.schema import FIELD_TYPES, FieldPiece, StylePiece
from core.template.strict_yaml import YamlMap

Styles = Mapping[str, StylePiece]

MAX_NAMES: Final = 20_000
"""Cell names that the keys of one file may stand for, all patterns multiplied out."""

_STYLE_KEYS = tuple(StylePiece.model_fields)
_DEFAULT_DECIMALS = {"money": 2, "number": 2, "percent": 2, "count": 0}


class CellNames:
    """Multiplies out the keys of a file (总额.{分值,得分}) into cell names."""

    def __init__(self, problems: Problems) -> None:
        """Report into these problems."""
        self.problems = problems
        self.made = 0

    def expand(self, raw: str, mark: Mark) -> list[str]:
        """The cell names a key stands for."""
        try:
            texts = expand_pattern(raw)
        except FormulaSyntaxError as error:
            self.problems.add(mark, f"“{shown(raw)}”：{error.message}")
            return []
        self.made += len(texts)
        if self.made > MAX_NAMES:
            self.problems.add_once(mark, f"名称展开以后太多，一个文件最多 {MAX_NAMES} 个")
            return []
        names = [read_cell_name(text) for text in texts]
        if None in names:
            wrong = texts[names.index(None)]
            message = f"“{shown(wrong)}”不是单元格的名称；带标点的名称要加单引号"
            self.problems.add(mark, message)
        return [name for name in names if name is not None]


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """One entry of `fields:` as it covers one name."""

    name: str
    piece: FieldPiece
    node: YamlMap
    mark: Mark

    def place(self, key: str) -> Mark:
        """Where one of its keys stands."""
        return self.node.key_marks.get(key, self.mark)


@dataclass(slots=True)
class FieldPieces:
    """The `fields:` of a form, expanded: entries by cell name.

    `unreadable` says that the whole section could not be read.
    """

    unreadable: bool = False
    entries: dict[str, list[FieldEntry]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def read(self, fields: YamlMap, names: CellNames) -> None:
        """Read every entry; a broken one is remembered so that its cells are not called unknown."""
        for raw, mark in fields.key_marks.items():
            node = fields.entries.get(raw)
            expanded = names.expand(raw, mark)
            piece = None
            if node is not None:
                piece = convert(FieldPiece, node, names.problems, f"字段“{shown(raw)}”")
            for name in expanded:
                if piece is None or not isinstance(node, YamlMap):
                    self.broken.add(name)
                else:
                    self.entries.setdefault(name, []).append(FieldEntry(name, piece, node, mark))

    def of(self, name: str) -> list[FieldEntry] | None:
        """The entries for a cell, bare name first; None if none covers it."""
        keys = dict.fromkeys((name.rsplit(".", 1)[-1], name))
        found = [key for key in keys if key in self.entries or key in self.broken]
        self.used.update(found)
        return [e for key in found for e in self.entries.get(key, ())] if found else None

    def is_broken(self, name: str) -> bool:
        """Whether an entry that covers a cell could not be read."""
        return name in self.broken or name.rsplit(".", 1)[-1] in self.broken

    def unused(self) -> list[FieldEntry]:
        """Entries that cover no cell (the first of each name)."""
        return [found[0] for name, found in self.entries.items() if name not in self.used]


def merged(entries: list[FieldEntry]) -> dict[str, object]:
    """The settings that entries give together, the later over the earlier."""
    settings: dict[str, object] = {}
    for entry in entries:
        settings.update({k: getattr(entry.piece, k) for k in entry.piece.model_fields_set})
    return settings


_FIGURES = ("money", "number", "percent", "count")
_ONLY_FOR: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("min", "max", "decimals", "trim", "zero", "blank", "rounded"), _FIGURES),
    "thousands": ("money", "number", "count"),
    "percent": ("percent",),
    "unit": ("money",),
    "choices": ("choice",),
    **dict.fromkeys(("free", "many", "show", "ticked"), ("choice",)),
    **dict.fromkeys(("dictionary", "parts"), ("code",)),
    "max_length": ("text", "choice", "code"),
    "lines": ("text", "choice"),
    "suggest": ("text",),
}


def misplaced(entries: list[FieldEntry]) -> Iterator[tuple[Mark, str]]:
    """What the entries of a cell say that its type does not know, with the places."""
    settings = merged(entries)
    kind = settings.get("type")
    if kind is None:
        if entries and not any("type" in entry.node.key_marks for entry in entries):
            yield entries[0].mark, f"字段“{entries[0].name}”缺少“type”"
        return
    for entry in entries:
        for key in sorted(entry.piece.model_fields_set):
            kinds = _ONLY_FOR.get(key, FIELD_TYPES)
            if (entry.piece.type or kind) not in kinds:
                where = f"“{key}”只用于 {'、'.join(kinds)}"
                yield entry.place(key), f"字段“{entry.name}”是 {entry.piece.type or kind}，{where}"
        if wrong := _wrong_boxes(entry, settings) or _wrong_many(entry, settings):
            yield wrong


def _wrong_boxes(entry: FieldEntry, settings: Mapping[str, object]) -> tuple[Mark, str] | None:
    """What is wrong with the boxes of a choice, with its place."""
    if entry.piece.show is not None and (wrong := wrong_in_show(entry.piece.show)):
        return entry.place("show"), f"字段“{entry.name}”的 {wrong}"
    if entry.piece.show is not None and settings.get("free"):
        message = f"字段“{entry.name}”的 show 不能与 free 一起写，另填的内容没有方框"
        return entry.place("show"), message
    if entry.piece.ticked is not None and not settings.get("show"):
        return entry.place("ticked"), f"字段“{entry.name}”的 ticked 要与 show 一起写"
    return None


def _wrong_many(entry: FieldEntry, settings: Mapping[str, object]) -> tuple[Mark, str] | None:
    """Why several choices cannot be chosen in a cell, with its place."""
    if not entry.piece.many:
        return None
    place, name = entry.place("many"), f"字段“{entry.name}”的"
    if settings.get("free"):
        return place, f"{name} many 不能与 free 一起写，另填的内容和几项分不开"
    choices = settings.get("choices")
    wrong = wrong_in_many(tuple(map(str, choices))) if isinstance(choices, list) else ""
    return (place, f"{name} choices 与 many 一起写时，{wrong}") if wrong else None


def make_field(
    name: str,
    settings: Mapping[str, object],
    styles: tuple[Styles, ...],
    money_unit: str,
    *,
    rounded: bool = False,
) -> Field:
    """The field of one cell. `styles` lie one over the other, the field's own keys on top.

    Money is in `money_unit` and `rounded` unless the field says otherwise.
    """
    kind = str(settings.get("type") or "text")
    style: dict[str, object] = {}
    for piece in (layer[kind] for layer in styles if kind in layer):
        style.update({k: getattr(piece, k) for k in piece.model_fields_set})
    style.update({k: settings[k] for k in _STYLE_KEYS if settings.get(k) is not None})
    lines = _int(settings.get("lines"), 1)
    default_align = "right" if kind in NUMERIC_TYPES else "left" if lines > 1 else "center"
    choices = settings.get("choices")
    own = settings.get("rounded")
    return Field(
        type=kind,
        label=str(settings.get("label") or name.rsplit(".", 1)[-1]),
        required=bool(settings.get("required", False)),
        max_length=_int(settings["max_length"], 0) if settings.get("max_length") else None,
        lines=lines,
        choices=tuple(map(str, choices)) if isinstance(choices, list) else (),
        free=bool(settings.get("free", False)),
        many=bool(settings.get("many", False)),
        show=str(settings.get("show") or ""),
        ticked=str(settings.get("ticked") or "□√"),
        dictionary=str(settings.get("dictionary") or ""),
        overridable=settings.get("override") != "never",
        number=_number_style(kind, style) if kind in NUMERIC_TYPES else None,
        align=str(style.get("align") or default_align),
        unit=str(settings.get("unit") or money_unit) if kind == "money" else "",
        rounded=bool(rounded and kind == "money" if own is None else own),
        suggest=_beside(settings.get("suggest")),
        copied=bool(settings.get("copied", True)),
    )


def _beside(suggest: object) -> tuple[tuple[str, str], ...]:
    """The columns that a suggestion fills, each with what it takes."""
    named = suggest if isinstance(suggest, dict) else {}
    return tuple((normalise_name(column), role) for column, role in named.items())


def _number_style(kind: str, style: Mapping[str, object]) -> NumberStyle:
    percent = PercentStyle.NONE
    if kind == "percent":
        percent = PercentStyle(str(style.get("percent") or PercentStyle.SIGN.value))
    zero = style.get("zero")
    return NumberStyle(
        decimals=_int(style.get("decimals"), _DEFAULT_DECIMALS[kind]),
        thousands=bool(style.get("thousands", kind == "money")),
        trim=bool(style.get("trim", False)),
        zero=None if zero is None else str(zero),
        blank=str(style.get("blank") or ""),
        percent=percent,
    )


def _int(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def read_styles(node: YamlMap, problems: Problems) -> Styles:
    """Print styles by field type."""
    found = {}
    for kind, value in node.entries.items():
        if kind not in FIELD_TYPES:
            hint = nearest(kind, FIELD_TYPES)
            message = f"styles 里没有“{shown(kind)}”这种类型{hint}"
            problems.add(node.key_marks[kind], message)
            continue
        piece = convert(StylePiece, value, problems, f"styles 的“{kind}”")
        if piece is None or not isinstance(value, YamlMap):
            continue
        found[kind] = piece
        for key in sorted(piece.model_fields_set):
            if kind not in (kinds := _ONLY_FOR.get(key, FIELD_TYPES)):
                where = f"“{key}”只用于 {'、'.join(kinds)}"
                problems.add(value.key_marks[key], f"styles 的“{kind}”里，{where}")
    return found
