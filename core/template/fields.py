"""Resolves what each cell of a drawing holds: suite styles under form styles under field pieces.

A bare field name covers every cell of that name; a fuller name's keys lie over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.formula.pattern import expand_pattern
from core.formula.tokens import FormulaSyntaxError
from core.number_text import NumberStyle, PercentStyle
from core.refs import normalise_name
from core.template.form import NUMERIC_TYPES, Field
from core.template.schema import FieldPiece, StylePiece, convert
from core.template.strict_yaml import Mark, Problems, YamlMap

_STYLE_KEYS = tuple(StylePiece.model_fields)
_DEFAULT_DECIMALS = {"money": 2, "number": 2, "percent": 2, "count": 0}


@dataclass(slots=True)
class FieldPieces:
    """The `fields:` of a form, expanded: pieces by cell name, with the place of each key."""

    pieces: dict[str, list[tuple[FieldPiece, Mark]]] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def read(self, fields: YamlMap, problems: Problems) -> None:
        """Read every entry; a broken one is remembered so that its cells are not called unknown."""
        for raw, node in fields.entries.items():
            mark = fields.key_marks[raw]
            names = expand_names(raw, mark, problems)
            piece = convert(FieldPiece, node, problems, f"字段“{raw}”")
            for name in names:
                if piece is None:
                    self.broken.add(name)
                else:
                    self.pieces.setdefault(name, []).append((piece, mark))

    def of(self, name: str) -> dict[str, object] | None:
        """The merged settings for a cell name; None if no entry covers it."""
        column = name.rsplit(".", 1)[-1]
        merged: dict[str, object] = {}
        found = False
        for key in dict.fromkeys((column, name)):
            if key in self.pieces or key in self.broken:
                found = True
                self.used.add(key)
            for piece, _ in self.pieces.get(key, ()):
                merged.update({k: getattr(piece, k) for k in piece.model_fields_set})
        return merged if found else None

    def unused(self) -> list[tuple[str, Mark]]:
        """Entries that cover no cell."""
        return [
            (name, entries[0][1]) for name, entries in self.pieces.items() if name not in self.used
        ]


def expand_names(raw: str, mark: Mark, problems: Problems) -> list[str]:
    """The cell names a key stands for (braces expanded)."""
    try:
        return [normalise_cell_name(name) for name in expand_pattern(raw)]
    except FormulaSyntaxError as error:
        problems.add(mark, f"“{raw}”：{error.message}")
        return []


def normalise_cell_name(raw: str) -> str:
    """A full cell name (row.column) as the drawing's places are named."""
    return ".".join(normalise_name(step.strip("'")) for step in raw.split("."))


Styles = Mapping[str, StylePiece]


def make_field(
    name: str, settings: Mapping[str, object], styles: tuple[Styles, ...], money_unit: str
) -> Field:
    """The field of one cell. `styles` lie one over the other, the field's own keys on top."""
    kind = str(settings.get("type") or "text")
    style: dict[str, object] = {}
    for layer in styles:
        if kind in layer:
            piece = layer[kind]
            style.update({k: getattr(piece, k) for k in piece.model_fields_set})
    style.update({k: settings[k] for k in _STYLE_KEYS if settings.get(k) is not None})
    lines = _int(settings.get("lines"), 1)
    default_align = "right" if kind in NUMERIC_TYPES else "left" if lines > 1 else "center"
    choices = settings.get("choices")
    return Field(
        type=kind,
        label=str(settings.get("label") or name.rsplit(".", 1)[-1]),
        required=bool(settings.get("required", False)),
        max_length=_int(settings["max_length"], 0) if settings.get("max_length") else None,
        lines=lines,
        choices=tuple(map(str, choices)) if isinstance(choices, list) else (),
        free=bool(settings.get("free", False)),
        dictionary=str(settings.get("dictionary") or ""),
        overridable=settings.get("override") != "never",
        number=_number_style(kind, style) if kind in NUMERIC_TYPES else None,
        align=str(style.get("align") or default_align),
        unit=str(settings.get("unit") or money_unit) if kind == "money" else "",
    )


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
        percent=percent,
    )


def _int(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise
