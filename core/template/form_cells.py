"""The cells of a form: every `{name}` of the drawing and of the lines around it, with its field."""

from dataclasses import dataclass, field, replace

from core.refs import COVER, normalise_name
from core.template.cell_text import CARD_NAMES, Place, Text, own_places
from core.template.code_parts import CodeParts
from core.template.drawing import Drawing, DrawnCell
from core.template.fields import (
    FieldEntry,
    FieldPieces,
    Styles,
    make_field,
    merged,
    misplaced,
)
from core.template.form import Form, Slot, switched_group
from core.template.problems import Mark, Problems, Unsure, nearest, nearest_name


@dataclass(slots=True)
class FormCells:
    """Makes the slots of one form. `wanted` are code dictionaries asked for, with their places.

    `switches` are the cells of cover and card that switch groupings on.
    """

    form: Form
    styles: tuple[Styles, ...]
    pieces: FieldPieces
    problems: Problems
    unsure: Unsure
    slots: dict[str, Slot] = field(default_factory=dict)
    wanted: list[tuple[str, Mark]] = field(default_factory=list)
    groups: dict[str, set[str]] = field(default_factory=dict)
    orphans: dict[str, Mark] = field(default_factory=dict)
    switches: list[Place] = field(default_factory=list)
    parts: CodeParts = field(init=False)

    def __post_init__(self) -> None:
        """Codes spread over cells are made beside the drawn ones."""
        self.parts = CodeParts(self.form.file, self.pieces, self.slots, self.problems)

    def make(self, drawing: Drawing) -> None:
        """The slots of a drawing and of the lines around it; fields and cells are held together."""
        self._find_columns(drawing)
        self._draw(drawing)
        for line in (*self.form.above, *self.form.below):
            for text in (line.left, line.center, line.right):
                self._write(text)
        self.parts.spread(self._slot)
        for name in self.parts.names:
            self.orphans.pop(name, None)
        for entry in self.pieces.unused():
            if entry.piece.per or not entry.piece.drawn:
                self._add_undrawn(entry)
        self._pair_off()

    def check(self, broken: set[str], doubtful: set[str]) -> None:
        """What the cells ask for: a unit for money, choices for a choice."""
        for slot in self.slots.values():
            entries = self.pieces.of(slot.name) or ()
            marks = [entry.place("type") for entry in entries if entry.piece.type]
            if not marks or slot.region in doubtful:
                continue
            field_ = slot.field
            if field_.type == "money" and not field_.unit and "money_unit" not in broken:
                self.problems.add(marks[0], "有 money 的字段，要在上面写 money_unit: 元 或 万元")
                broken.add("money_unit")
            unread = any("choices" in entry.node.key_marks for entry in entries)
            if field_.type == "choice" and not (field_.choices or field_.free or unread):
                self.problems.add_once(marks[-1], f"“{slot.column}”是 choice，要写 choices")

    def _find_columns(self, drawing: Drawing) -> None:
        """The columns of every floating row, which `per` may name."""
        self.groups = {region: set() for region in drawing.parents}
        for cell in drawing.cells:
            region = drawing.lines[cell.row].region
            for place in own_places(cell.text):
                row, _, column = place.name.rpartition(".")
                if region and row == region:
                    self.groups[region].add(column)

    def _draw(self, drawing: Drawing) -> None:
        twice: set[tuple[int, str]] = set()
        for cell in drawing.cells:
            for place in own_places(cell.text):
                row = place.name.rpartition(".")[0]
                if place.name not in self.slots:
                    self._add(place, drawing, cell)
                elif (cell.row, row) not in twice:
                    twice.add((cell.row, row))
                    self.problems.add(place.mark, f"“{place.name}”在表样里画了两次")

    def _add(self, place: Place, drawing: Drawing, cell: DrawnCell) -> None:
        line = drawing.lines[cell.row]
        row, _, column = place.name.rpartition(".")
        if (line.region and row != line.region) or (not line.region and row in drawing.parents):
            floating = line.region or row
            where = f"要写成 {{.{column}}}" if line.region else "只能画在它自己的行里"
            message = f"浮动行“{floating}”的格子{where}，不能写 {{{place.name}}}"
            self.problems.add(place.mark, message)
            self.unsure.words.add(column)
            return
        self._slot(place, line.region, line.keys.get(row, ""))

    def _write(self, text: Text) -> None:
        """A place of a heading or note: a cell of the grid, or one that is only there."""
        for place in own_places(text):
            slot = self.slots.get(place.name)
            if slot is None:
                self._slot(place, "", "")
            elif slot.region:
                message = f"这里不能用浮动行的单元格“{place.name}”"
                self.problems.add(place.mark, message)

    def _slot(self, place: Place, region: str, key: str) -> None:
        """The slot of a place, with the field that its entries give together."""
        name = place.name
        row, _, column = name.rpartition(".")
        entries = self.pieces.of(name)
        if entries is None and not self.pieces.unreadable:
            self.orphans.setdefault(column, place.mark)
        settings = merged(entries or [])
        if not self.pieces.is_broken(name):
            for mark, message in misplaced(entries or []):
                self.problems.add_once(mark, message)
        for entry in entries or ():
            if entry.piece.dictionary:
                self.wanted.append((entry.piece.dictionary, entry.place("dictionary")))
        group = str(settings.get("per") or "")
        if region and group and group not in self.groups[region]:
            hint = nearest(group, self.groups[region])
            marks = [entry.place("per") for entry in entries or () if entry.piece.per]
            message = f"per 的“{group}”不是“{region}”的列{hint}"
            self.problems.add_once(marks[-1], message)
            self.unsure.words.add(group_of(name))
        self.slots[name] = Slot(
            form=self.form.name,
            name=name,
            row=row,
            column=column,
            field=make_field(
                name, settings, self.styles, self.form.money_unit, rounded=self.form.rounded
            ),
            region=region,
            group=self._group(region, group, entries or []),
            key=key,
        )

    def _group(self, region: str, group: str, entries: list[FieldEntry]) -> str:
        """The grouping a field belongs to; one that is switched carries its cell."""
        marks = [(entry, str(entry.piece.per_if)) for entry in entries if entry.piece.per_if]
        if not marks:
            return group if region and group in self.groups[region] else ""
        entry, cell = marks[-1]
        place = Place(normalise_name(cell), entry.place("per_if"))
        front, _, name = place.name.partition(".")
        if not group:
            self.problems.add_once(place.mark, "per_if 要和 per 一起写")
        elif front not in (COVER, *CARD_NAMES) or not name or "." in name:
            message = f"per_if 的“{cell}”要是封面或项目卡的一格，例如 项目卡.分组计分"
            self.problems.add_once(place.mark, message)
        else:
            self.switches.append(place)
            if region and group in self.groups[region]:
                return switched_group(group, place.name)
        return ""

    def _add_undrawn(self, entry: FieldEntry) -> None:
        """A field of a group or of a record that is not printed, only reckoned with and audited."""
        name, group = entry.name, entry.piece.per or ""
        row, _, column = name.rpartition(".")
        regions = [
            region
            for region, columns in self.groups.items()
            if row in ("", region) and (not group or group in columns)
        ]
        if not regions:
            self.pieces.used.add(name)
            self.unsure.words.add(column)
            known = {column for columns in self.groups.values() for column in columns}
            message = f"“{name}”的 per: {group} 不是浮动行的列{nearest(group, known)}"
            if not group:
                message = f"“{name}”不印出来，要写成浮动行的字段，例如 指标.{column}"
            self.problems.add(entry.mark, message)
            return
        full = f"{regions[0]}.{column}"
        self.pieces.used.add(name)
        self._slot(Place(full, entry.mark), regions[0], "")
        self.slots[full] = replace(self.slots[full], drawn=False)

    def _pair_off(self) -> None:
        """Cells without a field and fields without a cell; a misspelt pair is one mistake."""
        columns = {slot.column for slot in self.slots.values()}
        for entry in self.pieces.unused():
            if self.unsure.covers(entry.name.split(".")):
                continue
            if entry.name in self.slots:
                message = f"“{entry.name}”是 notes 里 empty 的格，fields 里不能再写"
                self.problems.add_once(entry.mark, message)
                continue
            self.unsure.words.add(entry.name.rpartition(".")[2])
            meant = nearest_name(entry.name, self.orphans)
            self.orphans.pop(meant, None)
            hint = nearest(entry.name, [meant] if meant else [*columns, *self.slots])
            hint = hint or "；不印出来的字段要写 per 或 drawn: no"
            self.problems.add_once(entry.mark, f"表样里没有“{entry.name}”这一格{hint}")
        for column, mark in self.orphans.items():
            hint = nearest(column, self.pieces.entries)
            self.problems.add(mark, f"fields 里没有“{column}”{hint}")


def group_of(name: str) -> str:
    """The word by which `Unsure` knows that the group of a cell could not be read."""
    return f"per {name}"
