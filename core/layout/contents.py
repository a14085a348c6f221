"""What stands in the places of one sheet: constant texts, values, and the value edited there."""

from dataclasses import dataclass, replace

from core.calc.resolve import owner_of
from core.calc.shape import Row, SheetShape
from core.calc.sheet_words import SheetWords, elsewhere
from core.choice_text import ChoiceStyle
from core.layout.plan import CellPart, Content, LineRole, PlanLine
from core.number_text import NumberStyle
from core.refs import CellId
from core.template.drawing import Place, Text
from core.template.form import Field, FormLine, Slot
from core.template.loader import is_word
from core.template.suite import FormSuite


@dataclass(frozen=True, slots=True)
class _Own:
    """A place that shows one of the form's own cells, on whatever row it is printed."""

    slot: Slot
    number: NumberStyle | None
    code: bool
    boxes: ChoiceStyle | None


class Contents:
    """Fills the texts of a form's places with addresses and words."""

    def __init__(self, suite: FormSuite, shape: SheetShape, words: SheetWords) -> None:
        """The sheet and the words it is told in."""
        self.suite = suite
        self.shape = shape
        self.form = shape.form
        self.words = words
        self._pieces: dict[str, str | CellPart | _Own] = {}

    def slots(self, text: Text) -> list[Slot]:
        """The form's own cells in a text."""
        names = (part.name for part in text if isinstance(part, Place))
        return [self.form.slots[name] for name in names if name in self.form.slots]

    def cell(self, slot: Slot, owner: Row | None) -> CellId:
        """The cell of a slot on a row printed for this record, or on a fixed row."""
        record = owner
        while record is not None and record.region != slot.region:
            record = record.parent
        if record is None:
            return CellId(*self.shape.sheet, "", slot.name)
        grouped = slot.group and not record.phantom
        name = owner_of(self.shape, slot, record) if grouped else record.id
        if slot.group and record.given:  # a kept blank row: its group, if any record is in it
            group = owner_of(self.shape, slot, record)
            name = group if self.shape.has(slot, group) else record.id
        return CellId(*self.shape.sheet, name, slot.name)

    def content(self, text: Text, owner: Row | None) -> Content:
        """A text with its values' addresses; words around a single figure are part of its style."""
        figures = sum(isinstance(part, Place) and not is_word(part.name) for part in text)
        parts = self._parts(text, owner)
        return _with_affixes(parts) if figures == 1 else parts

    def _parts(self, text: Text, owner: Row | None) -> Content:
        """The same; neighbouring constant texts are one."""
        parts: list[str | CellPart] = []
        for part in text:
            piece = part if isinstance(part, str) else self._piece(part.name, owner)
            last = parts[-1] if parts else None
            if isinstance(piece, str) and isinstance(last, str):
                parts[-1] = last + piece
            elif piece != "":
                parts.append(piece)
        return tuple(parts)

    def line(self, line: FormLine, role: LineRole) -> PlanLine:
        """A line around the grid; its words stay where a figure among them is blank."""
        return PlanLine(
            role=LineRole.TITLE if line.title else role,
            left=self._parts(line.left, None),
            center=self._parts(line.center, None),
            right=self._parts(line.right, None),
            when=CellId(*self.shape.sheet, "", line.when) if line.when else None,
            own=CellId(*self.shape.sheet, "", line.own) if line.own else None,
        )

    def _piece(self, name: str, owner: Row | None) -> str | CellPart:
        piece = self._pieces.get(name)
        if piece is None:
            piece = self._pieces[name] = self._meant(name)
        if isinstance(piece, _Own):
            cell = self.cell(piece.slot, owner)
            return CellPart(cell, piece.number, code=piece.code, boxes=piece.boxes)
        return piece

    def _meant(self, name: str) -> str | CellPart | _Own:
        """What a place shows; the same on every row, but for the record of an own cell."""
        if is_word(name):
            return self._word(name)
        there = elsewhere(name, self.shape.sheet.instance)
        slot = self.suite.slot(there.form, there.name) if there else self.form.slots.get(name)
        if slot is None:
            return CellPart(there) if there is not None else ""
        code, boxes = slot.field.type == "code", _boxes(slot.field) if slot.field.show else None
        if there is None:
            return _Own(slot, slot.field.number, code, boxes)
        return CellPart(there, slot.field.number, code=code, boxes=boxes)

    def _word(self, name: str) -> str:
        match name:
            case "money_unit":
                return self.form.money_unit
            case "title":
                return self.words.fill(self.form.title)
            case "number":
                return self.words.fill(self.form.number)
        return self.words.word(name)


def _boxes(field: Field) -> ChoiceStyle:
    return ChoiceStyle(field.choices, field.show, field.ticked, field.many)


def _with_affixes(parts: Content) -> Content:
    """One figure between constant texts stays a figure with prefix and suffix (98分)."""
    figures = [part for part in parts if isinstance(part, CellPart)]
    if len(figures) != 1 or figures[0].number is None or len(parts) == 1:
        return parts
    at = parts.index(figures[0])
    before = "".join(part for part in parts[:at] if isinstance(part, str))
    after = "".join(part for part in parts[at + 1 :] if isinstance(part, str))
    if "\n" in before + after:
        return parts
    style: NumberStyle = replace(figures[0].number, prefix=before, suffix=after)
    return (replace(figures[0], number=style),)
