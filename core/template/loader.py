"""Reads a form file into a form skeleton: everything but the meaning of its formulas.

core.template.suite binds those once all forms of the suite are known. All mistakes are collected,
none stops another.
"""

import dataclasses
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from core.refs import COVER, normalise_name
from core.template.bind import CARD_NAMES
from core.template.drawing import Drawing, DrawnCell, Place, Text, read_drawing
from core.template.fields import FieldPieces, Styles, expand_names, make_field
from core.template.form import Form, FormLine, Located, Region, Slot
from core.template.schema import (
    AuditPiece,
    FloatingPiece,
    LinePiece,
    PrintPiece,
    StylePiece,
    SuiteFormPiece,
    convert,
    nearest,
)
from core.template.strict_yaml import (
    Mark,
    Problems,
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    read_yaml,
)

NOTATION = "1"
T = TypeVar("T", bound=YamlNode)
_KNOWN_KEYS = (
    *("notation", "form", "title", "short", "money_unit", "basis", "heading", "columns", "grid"),
    *("fields", "floating", "formulas", "audits", "notes", "styles", "print"),
)
_WORDS = re.compile(r"(?:year|n|\d+)(?:[+-](?:year|n|\d+))*|money_unit|title|number")


@dataclass(slots=True)
class FormulaText:
    """A formula waiting to be bound: for a cell (`slot`), in a role (formula, default, min, max)."""

    slot: str
    role: str
    located: Located


@dataclass(slots=True)
class Draft:
    """A form read but not bound."""

    form: Form
    problems: Problems
    formulas: list[FormulaText] = field(default_factory=list)
    audits: list[tuple[AuditPiece, YamlMap]] = field(default_factory=list)


def is_word(name: str) -> bool:
    """Whether a place of a text is one of the notation's own words (year+1, n, money_unit)."""
    return _WORDS.fullmatch(name) is not None


def read_form(text: str, entry: SuiteFormPiece, suite_styles: Styles) -> Draft | None:
    """Read a form file as the form `entry` of a suite; None only if it is no YAML at all."""
    problems = Problems(entry.file)
    top = read_yaml(text, problems)
    if top is None:
        return Draft(_empty_form(entry), problems)
    return _Reader(top, entry, suite_styles, problems).read()


def _empty_form(entry: SuiteFormPiece) -> Form:
    drawing = Drawing((), (), 0, (0, 0), ())
    return Form(
        name=normalise_name(entry.name), id="", number=entry.number, title=entry.title or "",
        short="", per_project=entry.per is not None, money_unit="", drawing=drawing, widths=(),
        aligns=(), slots={}, regions={}, above=(), below=(), audits=(), print=PrintPiece(),
        file=entry.file,
    )  # fmt: skip


class _Reader:
    """Reads one form file, piece by piece."""

    def __init__(
        self, top: YamlMap, entry: SuiteFormPiece, suite_styles: Styles, problems: Problems
    ) -> None:
        self.top = top
        self.entry = entry
        self.problems = problems
        self.suite_styles = suite_styles
        self.name = normalise_name(entry.name)
        self.pieces = FieldPieces()
        self.slots: dict[str, Slot] = {}
        self.formulas: list[FormulaText] = []

    def read(self) -> Draft:
        self._check_keys()
        self.title = self._text("title", required=self.entry.title is None)
        self.money_unit = self._text("money_unit", choices=("元", "万元"))
        widths, aligns = self._columns()
        drawing = self._drawing(len(widths))
        self.pieces.read(self._map("fields"), self.problems)
        self.form_styles = self._styles()
        floating = self._floating(drawing)
        above = self._lines("heading", [LinePiece(center="{title}", style="title")])
        below = self._lines("notes", [])
        if drawing is not None:
            self._make_slots(drawing, above + below)
            self._undrawn(drawing)
            self._check_unused()
        regions = self._regions(drawing, floating)
        self._defaults()
        self._read_formulas()
        form = Form(
            name=self.name,
            id=self._text("form", required=True),
            number=self.entry.number,
            title=self.entry.title or self.title,
            short=self.entry.short or self._text("short") or self.entry.title or self.title,
            per_project=self.entry.per is not None,
            money_unit=self.money_unit,
            drawing=drawing or Drawing((), (), 0, (0, 0), ()),
            widths=widths,
            aligns=aligns,
            slots=self.slots,
            regions=regions,
            above=above,
            below=below,
            audits=(),
            print=self._print(),
            file=self.entry.file,
            basis=self._text("basis"),
        )
        return Draft(form, self.problems, self.formulas, self._audits())

    # ---- simple pieces

    def _check_keys(self) -> None:
        for key, mark in self.top.key_marks.items():
            if key not in _KNOWN_KEYS:
                self.problems.add(mark, f"表样文件没有“{key}”这一项{nearest(key, _KNOWN_KEYS)}")
        notation = self.top.entries.get("notation")
        if not isinstance(notation, YamlText) or notation.text != NOTATION:
            mark = notation.mark if notation else self.top.mark
            self.problems.add(mark, f"notation 应为 {NOTATION}，这一版程序只认这种写法")

    def _text(self, key: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> str:
        node = self.top.entries.get(key)
        if node is None:
            if required:
                self.problems.add(self.top.mark, f"表样文件缺少“{key}”")
            return ""
        if not isinstance(node, YamlText):
            self.problems.add(node.mark, f"“{key}”要写成一段文字")
            return ""
        if choices and node.text not in choices:
            self.problems.add(node.mark, f"“{key}”只能写 {' 或 '.join(choices)}")
        return node.text

    def _map(self, key: str) -> YamlMap:
        return self._typed(key, YamlMap, "名称: 内容") or YamlMap()

    def _list(self, key: str) -> YamlList:
        return self._typed(key, YamlList, "- 内容") or YamlList([], self.top.mark)

    def _typed(self, key: str, kind: type[T], shape: str) -> T | None:
        node = self.top.entries.get(key)
        if node is None or isinstance(node, kind):
            return node
        self.problems.add(node.mark, f"“{key}”要写成“{shape}”的样子")
        return None

    # ---- columns and drawing

    def _columns(self) -> tuple[tuple[float, ...], tuple[str, ...]]:
        node = self.top.entries.get("columns")
        if node is None:
            self.problems.add(self.top.mark, "表样文件缺少“columns”（各列宽度，毫米）")
        widths: list[float] = []
        aligns: list[str] = []
        for item in self._list("columns").items:
            text = item.text if isinstance(item, YamlText) else ""
            match = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)([lcr]?)", text)
            if match is None or not 1 <= Decimal(match[1]) <= 400:
                self.problems.add(item.mark, f"列宽“{text}”要写毫米数，例如 14 或 14l")
                match = re.fullmatch(r"(\d+)(.?)", "10")
            assert match is not None  # the replacement matches
            widths.append(float(match[1]))
            aligns.append({"l": "left", "c": "center", "r": "right"}.get(match[2], ""))
        return tuple(widths), tuple(aligns)

    def _drawing(self, columns: int) -> Drawing | None:
        node = self.top.entries.get("grid")
        if not isinstance(node, YamlText) or not node.block:
            mark = node.mark if node else self.top.mark
            self.problems.add(mark, "缺少“grid: |”下面的表样")
            return None
        return read_drawing(node.text, node.mark.line + 1, columns, self.problems)

    def _styles(self) -> Styles:
        return read_styles(self._map("styles"), self.problems)

    def _floating(self, drawing: Drawing | None) -> dict[str, FloatingPiece]:
        found: dict[str, FloatingPiece] = {}
        known = {name for line in drawing.lines for name in line.path} if drawing else None
        node = self._map("floating")
        for raw, value in node.entries.items():
            name = normalise_name(raw.split("/")[-1])
            if known is not None and name not in known:
                hint = nearest(name, known)
                self.problems.add(node.key_marks[raw], f"表样里没有浮动行“{name}*”{hint}")
            piece = convert(FloatingPiece, value, self.problems, f"浮动行“{name}”")
            if piece is not None:
                found[name] = piece
        return found

    def _print(self) -> PrintPiece:
        node = self.top.entries.get("print")
        piece = convert(PrintPiece, node, self.problems, "print") if node else None
        return piece or PrintPiece()

    def _lines(self, key: str, otherwise: list[LinePiece]) -> tuple[FormLine, ...]:
        node = self._list(key)
        pieces: list[tuple[LinePiece, Mark, Mark | None]] = []
        for item in node.items:
            piece = convert(LinePiece, item, self.problems, f"{key} 的一行")
            when = item.key_marks.get("when") if isinstance(item, YamlMap) else None
            if piece is not None:
                pieces.append((piece, item.mark, when))
        if not pieces:
            pieces = [(piece, self.top.mark, None) for piece in otherwise]
        return tuple(self._line(key, *piece) for piece in pieces)

    def _line(self, key: str, piece: LinePiece, mark: Mark, when: Mark | None) -> FormLine:
        hidden = ""
        if piece.when is not None and when is not None:
            hidden = f"#{key}{mark.line}"
            located = Located(piece.when, when, self.entry.file)
            self.slots[hidden] = Slot(
                self.name, hidden, "", hidden, make_field(hidden, {}, (), ""), drawn=False
            )
            self.formulas.append(FormulaText(hidden, "formula", located))
        return FormLine(
            left=self._places(piece.left, mark),
            center=self._places(piece.center, mark),
            right=self._places(piece.right, mark),
            title=piece.style == "title",
            when=hidden,
        )

    def _places(self, text: str, mark: Mark) -> Text:
        """A text with `{name}` places (no joins, no alignment)."""
        parts: list[str | Place] = []
        for token in re.findall(r"\{[^{}]*\}|[^{}]+|.", text):
            if re.fullmatch(r"\{[^{}]+\}", token):
                parts.append(Place(normalise_name(token[1:-1]), mark))
            else:
                parts.append(token)
        return tuple(parts)

    # ---- cells

    def _make_slots(self, drawing: Drawing, lines: tuple[FormLine, ...]) -> None:
        seen: dict[str, DrawnCell] = {}
        for cell in drawing.cells:
            for place in _named(cell.text):
                if place.name in seen:
                    self.problems.add(place.mark, f"“{place.name}”在表样里画了两次")
                    continue
                seen[place.name] = cell
                line = drawing.lines[cell.row]
                row = place.name.rsplit(".", 1)[0] if "." in place.name else ""
                self._add_slot(place, line.region, line.keys.get(row, ""))
        for line_ in lines:
            for place in (*_named(line_.left), *_named(line_.center), *_named(line_.right)):
                if place.name not in self.slots:
                    self._add_slot(place, "", "")

    def _add_slot(self, place: Place, region: str, key: str) -> None:
        name = place.name
        row, _, column = name.rpartition(".")
        if region and row != region:
            self.problems.add(place.mark, f"浮动行“{region}”里的“{name}”要写成 {{.{column}}}")
            return
        settings = self.pieces.of(name)
        if settings is None:
            hint = nearest(column, self.pieces.pieces)
            self.problems.add(place.mark, f"fields 里没有“{column}”{hint}")
            settings = {}
        self.slots[name] = self._slot(name, row, region, key, settings)

    def _slot(
        self, name: str, row: str, region: str, key: str, settings: dict[str, object]
    ) -> Slot:
        styles = (self.suite_styles, self.form_styles)
        field_ = make_field(name, settings, styles, self.money_unit)
        return Slot(
            form=self.name, name=name, row=row, column=name.rsplit(".", 1)[-1], field=field_,
            region=region, group=str(settings.get("per") or ""), key=key,
        )  # fmt: skip

    def _undrawn(self, drawing: Drawing) -> None:
        """Fields that belong to a group and are only audited, not printed."""
        for name, mark in self.pieces.unused():
            settings = self.pieces.of(name) or {}
            group = str(settings.get("per") or "")
            region = next((r for r in _regions_of(drawing) if f"{r}.{group}" in self.slots), "")
            if not group:
                self.pieces.used.discard(name)
                continue
            if not region:
                self.problems.add(mark, f"“{name}”的 per: {group} 不是任何浮动行的列")
                continue
            full = f"{region}.{name}"
            slot = self._slot(full, region, region, "", settings)
            self.slots[full] = _replace_drawn(slot)

    def _check_unused(self) -> None:
        known = {*self.slots, *(slot.column for slot in self.slots.values())}
        for name, mark in self.pieces.unused():
            if name not in self.pieces.broken:
                self.problems.add(mark, f"表样里没有“{name}”这一格{nearest(name, known)}")

    # ---- floating rows

    def _regions(
        self, drawing: Drawing | None, floating: dict[str, FloatingPiece]
    ) -> dict[str, Region]:
        if drawing is None:
            return {}
        regions: dict[str, Region] = {}
        children: dict[str, list[str]] = {}
        for name, parent in drawing.parents.items():
            children.setdefault(parent, []).append(name)
        for name, parent in drawing.parents.items():
            piece = floating.get(name, FloatingPiece())
            columns = tuple(s.column for s in self.slots.values() if s.region == name)
            regions[name] = Region(name, parent, tuple(children.get(name, ())), columns, piece)
        for region in list(regions.values()):
            self._check_region(region)
            if region.piece.codes is not None:
                self._spread_codes(region, regions)
        return regions

    def _check_region(self, region: Region) -> None:
        mark = self._floating_mark(region.name)
        for column in region.piece.merge_equal:
            if column not in region.columns:
                hint = nearest(column, region.columns)
                self.problems.add(mark, f"merge_equal 里的“{column}”不是“{region.name}”的列{hint}")
        for column in region.columns:
            group = self.slots[f"{region.name}.{column}"].group
            if group and group not in region.piece.merge_equal:
                self.problems.add(mark, f"“{column}”的 per: {group} 要写进 merge_equal")
        self._read_outline(region, mark)

    def _floating_mark(self, name: str) -> Mark:
        node = self._map("floating")
        return next(
            (m for raw, m in node.key_marks.items() if normalise_name(raw.split("/")[-1]) == name),
            node.mark,
        )

    def _read_outline(self, region: Region, mark: Mark) -> None:
        """Check the outline's keys, and give group fields their values by group."""
        values: dict[str, dict[str, str]] = {}
        for group, piece in region.piece.outline.items():
            for column, value in (piece.model_extra or {}).items():
                if column not in region.columns:
                    hint = nearest(column, region.columns)
                    self.problems.add(mark, f"outline 的“{column}”不是“{region.name}”的列{hint}")
                elif isinstance(value, str):
                    values.setdefault(column, {})[group] = value
        for column, by_group in values.items():
            name = f"{region.name}.{column}"
            self.slots[name] = dataclasses.replace(self.slots[name], outline=by_group)

    def _spread_codes(self, region: Region, regions: dict[str, Region]) -> None:
        """Give each level from outside in its number of digits and its key column."""
        codes = region.piece.codes
        assert codes is not None  # asked by the caller
        chain = [region.name]
        while regions[chain[0]].parent:
            chain.insert(0, regions[chain[0]].parent)
        mark = self._floating_mark(region.name)
        rising = all(a < b for a, b in itertools.pairwise(codes.digits))
        if len(chain) != len(codes.digits) or not rising:
            shown = "/".join(chain)
            self.problems.add(mark, f"codes 的 digits 要从短到长写 {len(chain)} 个数，对应 {shown}")
            return
        for name, digits in zip(chain, codes.digits, strict=True):
            if codes.field not in regions[name].columns:
                self.problems.add(mark, f"浮动行“{name}”里没有“{codes.field}”")
            regions[name] = dataclasses.replace(
                regions[name], key_column=codes.field, digits=digits
            )

    # ---- formulas and audits

    def _defaults(self) -> None:
        """default, min and max of every field, as formulas of every cell the field covers."""
        fields = self._map("fields")
        for raw, node in fields.entries.items():
            if not isinstance(node, YamlMap):
                continue
            for role in ("default", "min", "max"):
                value = node.entries.get(role)
                if isinstance(value, YamlText):
                    located = Located(value.text, value.mark, self.entry.file)
                    for name in expand_names(raw, node.mark, Problems("")):
                        self._cover(name, role, located)

    def _cover(self, name: str, role: str, located: Located) -> None:
        for slot in self.slots.values():
            exact = slot.name == name
            if exact or (slot.column == name and not self._has_own(slot.name, role)):
                self.formulas.append(FormulaText(slot.name, role, located))

    def _has_own(self, name: str, role: str) -> bool:
        return any(
            getattr(piece, role) is not None for piece, _ in self.pieces.pieces.get(name, ())
        )

    def _read_formulas(self) -> None:
        node = self._map("formulas")
        for raw, value in node.entries.items():
            mark = node.key_marks[raw]
            if not isinstance(value, YamlText):
                self.problems.add(mark, f"“{raw}”的公式要写成一段文字")
                continue
            located = Located(value.text, value.mark, self.entry.file)
            for name in expand_names(raw, mark, self.problems):
                if self._known(name, mark):
                    self.formulas.append(FormulaText(name, "formula", located))

    def _known(self, name: str, mark: Mark) -> bool:
        if name in self.slots:
            return True
        if self.slots:
            self.problems.add(mark, f"公式左边的“{name}”不存在{nearest(name, self.slots)}")
        return False

    def _audits(self) -> list[tuple[AuditPiece, YamlMap]]:
        return read_audits(self._list("audits"), self.problems)


def _replace_drawn(slot: Slot) -> Slot:
    return dataclasses.replace(slot, drawn=False)


def read_styles(node: YamlMap, problems: Problems) -> Styles:
    """Print styles by field type."""
    found = {}
    for kind, value in node.entries.items():
        if kind not in STYLED_TYPES:
            hint = nearest(kind, STYLED_TYPES)
            problems.add(node.key_marks[kind], f"styles 里没有“{kind}”这种类型{hint}")
        piece = convert(StylePiece, value, problems, f"styles 的“{kind}”")
        if piece is not None:
            found[kind] = piece
    return found


STYLED_TYPES = ("money", "number", "percent", "count", "text", "choice", "code")


def read_audits(node: YamlList, problems: Problems) -> list[tuple[AuditPiece, YamlMap]]:
    """The audit rules of a list; each id stands once."""
    found: list[tuple[AuditPiece, YamlMap]] = []
    for item in node.items:
        piece = convert(AuditPiece, item, problems, "审核公式")
        if piece is None or not isinstance(item, YamlMap):
            continue
        if any(piece.id == other.id for other, _ in found):
            problems.add(item.key_marks["id"], f"审核公式编号“{piece.id}”用了两次")
        found.append((piece, item))
    return found


def _named(text: Text) -> Iterator[Place]:
    """The places of a text that are cells of the form itself."""
    for part in text:
        if isinstance(part, Place) and not is_word(part.name) and not _is_elsewhere(part.name):
            yield part


def _is_elsewhere(name: str) -> bool:
    return name.split(".", maxsplit=1)[0] in (COVER, *CARD_NAMES)


def _regions_of(drawing: Drawing) -> list[str]:
    return list(drawing.parents)
