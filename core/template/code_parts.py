"""A code printed in several cells (`parts: {类: 3, 款: 2}`): the code is the one cell there is.

The field that holds the code is not drawn; each part is drawn and shows its digits of it, or the
one part there is shows its name (`parts: {科目名称: name}`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from core.refs import quote_name
from core.template.cell_text import Place, read_word
from core.template.fields import FieldEntry, FieldPieces
from core.template.form import FormulaText, Located, Part, Region, Slot
from core.template.problems import Mark, Problems
from core.template.strict_yaml import YamlText

_DIGITS: Final = "{code}"
_NAMED: Final = 'IF(NAME({code}) = "", {code}, NAME({code}))'
"""What a part shows of its code; a code that has no name yet is shown itself."""

MakeSlot = Callable[[Place, str, str], None]


@dataclass(slots=True)
class CodeParts:
    """Makes the code cells of one form and cuts them into the parts that are drawn.

    `formulas` let every part read its code.
    """

    file: str
    pieces: FieldPieces
    slots: dict[str, Slot]
    problems: Problems
    formulas: list[FormulaText] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    marks: dict[str, Mark] = field(default_factory=dict)

    def spread(self, make: MakeSlot) -> None:
        """Make the code cell of every row that draws parts with `make`, and cut it."""
        for name, entries in self.pieces.entries.items():
            found = [entry for entry in entries if entry.piece.parts]
            if not found:
                continue
            self.pieces.used.add(name)
            lengths = self._lengths(found[-1])
            self.names |= lengths.keys()
            wrong = self._wrong(found[-1], lengths)
            if wrong:
                self.problems.add(found[-1].place("parts"), wrong)
            else:
                self._cut(found[-1], lengths, make)

    def check_levels(self, regions: Mapping[str, Region]) -> None:
        """Where rows follow from codes, all parts of a row together hold one of their levels."""
        levels = [region.digits for region in regions.values() if region.digits]
        for slot in self.slots.values():
            region = regions.get(slot.region)
            part = slot.part
            if region is None or part is None or f"{slot.row}.{region.key_column}" != part.whole:
                continue
            if region.digits and (part.total not in levels or part.total < region.digits):
                known = "、".join(map(str, levels))
                message = f"“{region.name}”的 parts 加起来是 {part.total} 位，digits 是 {known}"
                self.problems.add_once(self.marks[part.whole], message)

    def _lengths(self, entry: FieldEntry) -> dict[str, int]:
        pieces = (entry.piece.parts or {}).items()
        return {read_word(raw) or raw: 0 if many == "name" else many for raw, many in pieces}

    def _wrong(self, entry: FieldEntry, lengths: Mapping[str, int]) -> str:
        """What is wrong with one `parts`; "" if nothing."""
        row, _, column = entry.name.rpartition(".")
        fields = {name.rpartition(".")[2] for name in (*self.pieces.entries, *self.pieces.broken)}
        for part in lengths:
            if part in fields:
                return f"parts 的“{part}”已经是一个字段，要换一个名称"
        if entry.piece.per:
            return "parts 不能与 per 一起写"
        if 0 in lengths.values() and (len(lengths) > 1 or not entry.piece.dictionary):
            return "parts 里印名称（name）的只写这一段，还要写 dictionary"
        if any(slot.column == column and row in ("", slot.row) for slot in self.slots.values()):
            drawn = " ".join(f"{{.{part}}}" for part in lengths)
            return f"“{column}”写了 parts，表样里只画它的各段 {drawn}，不能再画它自己"
        for line in self._lines(row, lengths) or [""]:
            there = [part for part in lengths if _full(line, part) in self.slots]
            missing = [part for part in lengths if part not in there]
            if not there or there != list(lengths)[: len(there)]:
                return f"表样里没有画 parts 的“{missing[0]}”，各段要从头画起"
            if any(self.slots[_full(line, part)].part for part in there):
                return f"parts 的“{there[0]}”已经是另一个编码的一段"
        return ""

    def _lines(self, row: str, lengths: Mapping[str, int]) -> list[str]:
        """The rows that draw any of the parts."""
        slots = (s for s in self.slots.values() if s.column in lengths and row in ("", s.row))
        return list(dict.fromkeys(slot.row for slot in slots))

    def _cut(self, entry: FieldEntry, lengths: Mapping[str, int], make: MakeSlot) -> None:
        row, _, column = entry.name.rpartition(".")
        mark = entry.place("parts")
        for line in self._lines(row, lengths):
            there = [part for part in lengths if _full(line, part) in self.slots]
            whole = _full(line, column)
            first = self.slots[_full(line, there[0])]
            make(Place(whole, mark), first.region, first.key)
            self.slots[whole] = replace(self.slots[whole], drawn=False)
            self.marks[whole] = mark
            total, start, before = sum(lengths[part] for part in there), 0, ""
            for part in there:
                name = _full(line, part)
                self.slots[name] = replace(
                    self.slots[name],
                    field=replace(
                        self.slots[whole].field,
                        label=part,
                        required=False,
                        max_length=None,
                        dictionary="",
                    ),
                    part=Part(whole, start, lengths[part], total, before),
                )
                text = (_DIGITS if lengths[part] else _NAMED).format(code=quote_name(column))
                formula = Located(YamlText(text, mark), self.file)
                self.formulas.append(FormulaText(name, "default", formula))
                start, before = start + lengths[part], part


def _full(row: str, column: str) -> str:
    return f"{row}.{column}" if row else column
