"""Rows that a form prescribes itself (`rows:` of a floating row): a list written in the form file.

They are followed rows whose keys stand in the form: the first column of the list is the key, which
nobody types; the others are proposed, row by row.
"""

from dataclasses import replace

from core.template.convert import place_of
from core.template.form import Follow, Region, Slot
from core.template.problems import Problems, Unsure, nearest, shown
from core.template.strict_yaml import YamlNode
from core.values import Failed, parse_number

_WORDS = "表样"


class PresetRows:
    """Reads the list of one floating row; `slots` are given what it proposes."""

    def __init__(
        self, region: Region, node: YamlNode, slots: dict[str, Slot], unsure: Unsure
    ) -> None:
        """The floating row as it is so far, and its piece of the file."""
        self.region = region
        self.node = node
        self.slots = slots
        self.unsure = unsure
        self.rows = region.piece.rows
        self.column = next(iter(self.rows[0]), "") if self.rows else ""

    def read(self, problems: Problems) -> Region:
        """The floating row with its prescribed rows; mistakes are told once for each row."""
        if not self.rows:
            if self.region.piece.own:
                problems.add(place_of(self.node, ["own"]), "own 要与 rows 一起写")
            return self.region
        wrong = {place_of(self.node, ["rows"]): self._misplaced()}
        if not any(wrong.values()):
            places = (place_of(self.node, ["rows", at]) for at in range(len(self.rows)))
            wrong = {mark: self._wrong(at) for at, mark in enumerate(places)}
        for mark, words in wrong.items():
            if words not in ("", _TOLD):
                problems.add(mark, words)
        if any(wrong.values()):
            return self.region
        self._propose()
        keys = tuple(row[self.column].strip() for row in self.rows)
        follow = Follow((), self.region.piece.own, _WORDS, keys)
        return replace(self.region, key_column=self.column, follow=follow)

    def _misplaced(self) -> str:
        region, piece = self.region, self.region.piece
        if region.parent or region.children:
            return f"rows 要写在不套别的浮动行的行里，“{region.name}”不是"
        if piece.codes or piece.outline:
            other = "codes" if piece.codes else "outline"
            return f"“{region.name}”有 {other}，不能再写 rows"
        slot = self.slots.get(f"{region.name}.{self.column}")
        if slot is None:
            return self._unknown(self.column)
        if slot.field.is_figure:
            return f"rows 的第一列是这一行的名称，“{self.column}”是数，不能当名称"
        return ""

    def _unknown(self, column: str) -> str:
        if self.unsure.covers([column]):
            return _TOLD
        hint = nearest(column, self.region.columns)
        return f"rows 的“{shown(column)}”不是“{self.region.name}”的列{hint}"

    def _wrong(self, at: int) -> str:
        """What is wrong with one row; "" if nothing."""
        row = self.rows[at]
        for column, text in row.items():
            slot = self.slots.get(f"{self.region.name}.{column}")
            if slot is None:
                return self._unknown(column)
            if slot.group:
                return f"rows 里不能写 per 的“{column}”"
            if slot.field.is_figure and isinstance(parse_number(text), Failed):
                return f"rows 的“{column}”要写数"
        return self._wrong_key(at)

    def _wrong_key(self, at: int) -> str:
        key = self.rows[at].get(self.column, "").strip()
        if not key:
            return f"rows 的每一行都要写“{self.column}”，它是这一行的名称"
        if any(row.get(self.column, "").strip() == key for row in self.rows[:at]):
            return f"rows 里“{shown(key)}”写了两次"
        return ""

    def _propose(self) -> None:
        for column in dict.fromkeys(column for row in self.rows for column in row):
            name = f"{self.region.name}.{column}"
            texts = {row[self.column].strip(): row[column] for row in self.rows if column in row}
            self.slots[name] = replace(self.slots[name], outline=texts)


_TOLD = "?"
"""Something is wrong that was told already."""
