"""Reads a form file into a draft: everything of the form but the meaning of its formulas.

core.template.suite binds those once all forms of the suite are known. All mistakes are collected,
none stops another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from core.refs import normalise_name
from core.template.cell_text import Place, is_word, read_title, row_alias
from core.template.convert import convert, place_of
from core.template.drawing import Drawing, read_drawing
from core.template.fields import CellNames, FieldPieces, Styles, read_styles
from core.template.floating import FloatingRows
from core.template.form import Form, FormulaText, Located, Slot
from core.template.form_cells import FormCells
from core.template.form_lines import FormLines, elsewhere_places
from core.template.problems import Mark, Problems, Unsure, nearest, shown
from core.template.schema import PrintPiece, SuiteFormPiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlMap, YamlText, read_yaml

__all__ = ["Draft", "is_word", "read_form", "read_formulas"]

_KNOWN_KEYS = (
    *("notation", "form", "title", "short", "money_unit", "rounded", "basis", "heading"),
    *("columns", "grid", "fields", "floating", "formulas", "audits", "notes", "styles", "print"),
)
_ALIGNMENTS: Final = {"l": "left", "c": "center", "r": "right", "": ""}
_WIDTH: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,2})?)([lcr]?)")
MOST_WIDTH: Final = 400


@dataclass(slots=True)
class Draft:
    """A form read but not bound.

    `places` are cells of cover and card that its texts name, `wanted` the code dictionaries it asks
    for: the suite answers for both.
    """

    form: Form
    problems: Problems
    unsure: Unsure
    formulas: list[FormulaText] = field(default_factory=list)
    audits: YamlList = field(default_factory=lambda: YamlList([], Mark(1, 1)))
    places: list[Place] = field(default_factory=list)
    wanted: list[tuple[str, Mark]] = field(default_factory=list)


def read_form(text: str, entry: SuiteFormPiece, suite_styles: Styles) -> Draft:
    """Read a form file as the form `entry` of a suite."""
    problems = Problems(entry.file)
    top = read_yaml(text, problems)
    if top is None:
        return Draft(_blank_form(entry), problems, Unsure(everything=True))
    return _Reader(top, text, entry, suite_styles, problems).draft()


def read_formulas(section: YamlMap, problems: Problems) -> Iterator[tuple[str, Mark, YamlText]]:
    """The entries of a section of formulas: key, its place, the formula."""
    for raw, value in section.entries.items():
        mark = section.key_marks[raw]
        if isinstance(value, YamlText):
            yield raw, mark, value
        else:
            problems.add(mark, f"“{shown(raw)}”的公式要写成一段文字")


def _blank_form(entry: SuiteFormPiece) -> Form:
    return Form(
        name=normalise_name(entry.name),
        id="",
        number=entry.number,
        title=entry.title or "",
        short=entry.short or "",
        per_project=entry.per is not None,
        money_unit="",
        drawing=Drawing(),
        widths=(),
        aligns=(),
        slots={},
        regions={},
        above=(),
        below=(),
        audits=(),
        print=PrintPiece(),
        file=entry.file,
    )


class _Reader:
    """Reads one form file, section by section."""

    def __init__(
        self,
        top: YamlMap,
        text: str,
        entry: SuiteFormPiece,
        styles: Styles,
        problems: Problems,
    ) -> None:
        self.sections = Sections(top, problems, "表样文件")
        self.text = text
        self.entry = entry
        self.problems = problems
        self.names = CellNames(problems)
        self.styles = (styles, read_styles(self.sections.map("styles"), problems))
        self.written = FormLines(normalise_name(entry.name), entry.file, problems)
        self.result = Draft(_blank_form(entry), problems, Unsure())

    def draft(self) -> Draft:
        sections, blank = self.sections, self.result.form
        sections.check_keys(_KNOWN_KEYS)
        title = self._title("title", required=self.entry.title is None)
        form = replace(
            blank,
            id=self._id(),
            title=self.entry.title or title,
            short=self.entry.short or self._title("short") or self.entry.title or title,
            money_unit=sections.text("money_unit", choices=("元", "万元")),
            rounded=sections.text("rounded", choices=("yes", "no")) == "yes",
            basis=sections.text("basis"),
            above=self.written.heading(sections.list("heading")),
            below=self.written.notes(sections.list("notes")),
            print=self._print(),
        )
        form = replace(form, emptiness=self.written.emptiness)
        form = self._with_grid(form)
        self.result.form = form
        self.result.formulas += self.written.formulas
        self.result.audits = sections.list("audits")
        texts = [
            t for line in (*form.above, *form.below) for t in (line.left, line.center, line.right)
        ]
        texts += [cell.text for cell in form.drawing.cells]
        self.result.places += elsewhere_places(texts)
        return self.result

    def _id(self) -> str:
        text = self.sections.text("form", required=True)
        if text and not re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", text):
            mark = self.sections.top.entries["form"].mark
            self.problems.add(mark, "form 只能用小写字母、数字和 _")
        return text

    def _title(self, key: str, *, required: bool = False) -> str:
        text = self.sections.text(key, required=required)
        if text:
            mark = self.sections.top.entries[key].mark
            per_project = self.entry.per is not None
            self.result.places += read_title(text, mark, self.problems, per_project=per_project)
        return text

    def _print(self) -> PrintPiece:
        node = self.sections.top.entries.get("print")
        piece = convert(PrintPiece, node, self.problems, "print ") if node else None
        return piece or PrintPiece()

    # ---- columns, drawing, cells

    def _with_grid(self, form: Form) -> Form:
        widths, aligns = self._columns()
        drawing = self._drawing(len(widths))
        if drawing is None:
            self.result.unsure.everything = True
            return form
        cells = FormCells(form, self.styles, self._fields(), self.problems, self.result.unsure)
        cells.slots.update(self.written.hidden)
        cells.make(drawing)
        rows = FloatingRows(drawing, cells.slots, self.problems, self.result.unsure)
        regions = rows.make(self.sections.map("floating"))
        cells.check(self.sections.broken, rows.doubtful)
        cells.parts.check_levels(regions)
        self.result.formulas += cells.parts.formulas
        self._limits(cells.pieces, cells.slots)
        self._read_formulas(cells.slots)
        self._check_preset(cells.slots)
        self._check_undrawn(cells.pieces, cells.slots)
        self._check_suggest(cells.pieces, cells.slots)
        self.result.wanted += cells.wanted + rows.wanted
        self.result.places += cells.switches
        return replace(
            form,
            drawing=drawing,
            widths=widths,
            aligns=aligns,
            slots=cells.slots,
            regions=regions,
        )

    def _columns(self) -> tuple[tuple[float, ...], tuple[str, ...]]:
        node = self.sections.typed("columns", YamlList, "[14, 16, 18] 的样子", required=True)
        widths: list[float] = []
        aligns: list[str] = []
        for item in node.items if node else ():
            text = item.text if isinstance(item, YamlText) else ""
            match = _WIDTH.fullmatch(text)
            width = float(match[1]) if match else 0.0
            if not 1 <= width <= MOST_WIDTH:
                message = f"列宽“{shown(text)}”要写 1 到 {MOST_WIDTH} 的毫米数，例如 14 或 14l"
                self.problems.add(item.mark, message)
            widths.append(width)
            aligns.append(_ALIGNMENTS[match[2]] if match else "")
        return tuple(widths), tuple(aligns)

    def _drawing(self, columns: int) -> Drawing | None:
        node = self.sections.typed("grid", YamlText, "“grid: |”，下面画表样", required=True)
        if node is None:
            return None
        if node.style != "|":
            self.problems.add(node.mark, "表样要写在“grid: |”下面")
            return None
        drawn = node.text.split("\n")[0]
        line = self.text.replace("\r\n", "\n").split("\n")[node.mark.line : node.mark.line + 1]
        indent = len(line[0]) - len(drawn) if line else 0
        begin = Mark(node.mark.line + 1, max(indent, 0) + 1)
        return read_drawing(node.text, begin, columns, self.problems, self.result.unsure)

    def _fields(self) -> FieldPieces:
        pieces = FieldPieces()
        pieces.read(self.sections.map("fields"), self.names)
        pieces.unreadable = "fields" in self.sections.broken
        return pieces

    # ---- formulas

    def _limits(self, pieces: FieldPieces, slots: dict[str, Slot]) -> None:
        """default, min and max of every cell, the fuller name's before the bare one's."""
        for slot in slots.values():
            settings = pieces.of(slot.name) or (pieces.of(slot.column) if slot.region else None)
            for role in ("default", "min", "max"):
                nodes = [e.node.entries.get(role) for e in settings or ()]
                texts = [node for node in nodes if isinstance(node, YamlText)]
                if texts:
                    located = Located(texts[-1], self.entry.file)
                    self.result.formulas.append(FormulaText(slot.name, role, located))

    def _check_preset(self, slots: dict[str, Slot]) -> None:
        """What a prescribed row proposes is not proposed or calculated by a formula, too."""
        for text in self.result.formulas:
            slot = slots.get(text.slot)
            if slot and slot.outline and not slot.group and text.role in ("formula", "default"):
                message = f"“{text.slot}”在 rows 里写了，不能再有公式或 default"
                self.problems.add_once(text.located.place(), message)

    def _check_undrawn(self, pieces: FieldPieces, slots: dict[str, Slot]) -> None:
        """`drawn: no` is for what a record reckons with: nobody could type it."""
        formulas = {text.slot for text in self.result.formulas if text.role == "formula"}
        for slot in slots.values():
            for entry in pieces.of(slot.name) or ():
                if entry.piece.drawn:
                    continue
                if slot.drawn:
                    message = f"“{slot.name}”印在表上，不能写 drawn: no"
                    self.problems.add_once(entry.place("drawn"), message)
                elif not slot.group and slot.name not in formulas:
                    message = f"“{slot.name}”不印出来，没有地方填，要在 formulas 里写公式"
                    self.problems.add_once(entry.place("drawn"), message)

    def _check_suggest(self, pieces: FieldPieces, slots: dict[str, Slot]) -> None:
        """What a suggestion fills stands in the same row, and takes texts."""
        for slot in slots.values():
            for entry in pieces.of(slot.name) or ():
                for column in entry.piece.suggest or ():
                    wrong = self._wrong_beside(slot, normalise_name(column), slots)
                    if wrong:
                        self.problems.add_once(place_of(entry.node, ["suggest", column]), wrong)

    def _wrong_beside(self, slot: Slot, column: str, slots: dict[str, Slot]) -> str:
        """Why a suggestion cannot fill the cell in a column beside one; "" if it can."""
        beside = slots.get(f"{slot.row}.{column}" if slot.row else column)
        if beside is None:
            row = [other.column for other in slots.values() if other.row == slot.row]
            if self.result.unsure.covers([column]):
                return ""
            return f"suggest 里的“{shown(column)}”不在“{slot.name}”这一行{nearest(column, row)}"
        if beside is slot:
            return f"suggest 填的是旁边的格，“{column}”是它自己"
        if beside.field.type not in ("text", "choice"):
            return f"suggest 里的“{column}”要是旁边的文字或选项，这里是 {beside.field.type}"
        return ""

    def _read_formulas(self, slots: dict[str, Slot]) -> None:
        rows = {slot.row for slot in slots.values()}
        for raw, mark, node in read_formulas(self.sections.map("formulas"), self.problems):
            for written in self.names.expand(raw, mark):
                name = row_alias(written, rows)
                if name in slots:
                    located = Located(node, self.entry.file)
                    self.result.formulas.append(FormulaText(name, "formula", located))
                elif not self.result.unsure.covers(name.split(".")):
                    message = f"公式左边的“{written}”不存在{nearest(name, slots)}"
                    self.problems.add_once(mark, message)
