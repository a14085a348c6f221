"""Floating rows: how deep they lie, their codes, and the outline of their groups."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.template.cell_text import read_word
from core.template.convert import convert, place_of
from core.template.drawing import Drawing
from core.template.form import Region, Slot, base_column
from core.template.form_cells import group_of
from core.template.preset_rows import PresetRows
from core.template.problems import Mark, Problems, Unsure, nearest, shown
from core.template.schema import FloatingPiece
from core.template.strict_yaml import YamlMap, YamlNode
from core.values import Failed, parse_number

PiecesByName = dict[str, tuple[FloatingPiece, YamlNode]]


@dataclass(slots=True)
class FloatingRows:
    """Makes the regions of one form; grouping columns get choices, group fields their values.

    `wanted` are code dictionaries asked for, with their places.
    """

    drawing: Drawing
    slots: dict[str, Slot]
    problems: Problems
    unsure: Unsure
    regions: dict[str, Region] = field(default_factory=dict)
    wanted: list[tuple[str, Mark]] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)

    def make(self, section: YamlMap) -> dict[str, Region]:
        """The regions of the drawing, as the section `floating:` describes them."""
        pieces = self._pieces(section)
        for name, parent in self.drawing.parents.items():
            piece, _ = pieces.get(name, (FloatingPiece(), section))
            columns = tuple(s.column for s in self.slots.values() if s.region == name)
            inside = (n for n, p in self.drawing.parents.items() if p == name)
            self.regions[name] = Region(name, parent, tuple(inside), columns, piece)
        for name in self.regions:
            if name not in pieces:
                self._check_groups(name, section)
        for name, (_, node) in pieces.items():
            self._check_groups(name, node)
            self._read_outline(name, node)
            self._spread_codes(name, node)
            preset = PresetRows(self.regions[name], node, self.slots, self.unsure)
            self.regions[name] = preset.read(self.problems)
        for name, (_, node) in pieces.items():
            if self.regions[name].piece.start and (wrong := self._wrong_start(name)):
                self.problems.add(place_of(node, ["start"]), f"“{name}”{wrong}")
        return self.regions

    def _pieces(self, section: YamlMap) -> PiecesByName:
        """The pieces by the floating row's name; a key may write the whole path (类/款/项)."""
        found: PiecesByName = {}
        for raw, mark in section.key_marks.items():
            path = [read_word(step) or step for step in raw.split("/")]
            name, known = path[-1], self.drawing.parents
            if name not in known:
                if raw in section.entries and not self.unsure.covers([name]):
                    message = f"表样里没有浮动行“{shown(name)}*”{nearest(name, known)}"
                    self.problems.add(mark, message)
            elif len(path) > 1 and path != self._chain(name):
                message = f"浮动行“{shown(raw)}”在表样里是“{'/'.join(self._chain(name))}*”"
                self.problems.add(mark, message)
            before = len(self.problems)
            node = section.entries.get(raw)
            piece = None
            if node is not None:
                piece = convert(FloatingPiece, node, self.problems, f"浮动行“{shown(name)}”")
            if piece is None or len(self.problems) > before:
                self._doubt(name)
            if piece is not None and node is not None and name in known:
                found[name] = (piece, node)
        return found

    def _doubt(self, name: str) -> None:
        """How a floating row is grouped is not known: nothing more is said about its groups."""
        self.doubtful.add(name)
        self.unsure.words.add(grouping_of(name))

    def _chain(self, name: str) -> list[str]:
        """The floating rows from outside in, down to this one."""
        chain = [name]
        while parent := self.drawing.parents[chain[0]]:
            chain.insert(0, parent)
        return chain

    def _wrong_start(self, name: str) -> str:
        """What is wrong with the number of records a new form has; "" if nothing."""
        region = self.regions[name]
        piece, around = region.piece, self.regions.get(region.parent)
        if piece.outline or piece.rows:
            other = "outline" if piece.outline else "rows"
            return f"有 {other}，新表的行已经列出，不能再写 start"
        if region.derived:
            return "的行随编码列出，start 要写在最里面一层"
        if around and not (around.derived or around.piece.start or around.piece.outline):
            return f"写了 start，外层的“{around.name}”也要写 start" if self._sure(around) else ""
        return "的 start 比 max 大" if (piece.start or 0) > piece.max else ""

    def _sure(self, region: Region) -> bool:
        return region.name not in self.doubtful

    # ---- groups and outline

    def _check_groups(self, name: str, node: YamlNode) -> None:
        region = self.regions[name]
        piece = region.piece
        if piece.min > piece.max:
            self.problems.add(place_of(node, ["min"]), f"“{name}”的 min 比 max 大")
        for at, column in enumerate(piece.merge_equal):
            if column not in region.columns and not self.unsure.covers([column]):
                message = f"merge_equal 里的“{column}”不是“{name}”的列"
                where = place_of(node, ["merge_equal", at])
                self.problems.add(where, message + nearest(column, region.columns))
                self._doubt(name)
        for column in region.columns:
            group = self.slots[f"{name}.{column}"].group
            group = base_column(group)
            if group and group not in piece.merge_equal and name not in self.doubtful:
                message = f"“{column}”的 per: {group} 要写进“{name}”的 merge_equal"
                self.problems.add_once(place_of(node, ["merge_equal"]), message)
                self._doubt(name)

    def _read_outline(self, name: str, node: YamlNode) -> None:
        """Check the outline's keys and values; give choices and group values to the cells."""
        piece = self.regions[name].piece
        if piece.empty and (not piece.outline or self.regions[name].parent):
            message = f"“{name}”写了 empty，要有 outline，也不能套在别的浮动行里"
            self.problems.add(place_of(node, ["empty"]), message)
        if not piece.outline:
            return
        if not piece.merge_equal:
            if name not in self.doubtful:
                message = f"“{name}”有 outline，要写 merge_equal，第一列是 outline 的各组"
                self.problems.add(place_of(node, ["outline"]), message)
            return
        second: dict[str, None] = {}
        values: dict[str, dict[str, str]] = {}
        wrong_columns: set[str] = set()
        for group, column, content in _outline_items(piece):
            wrong = self._wrong_in_outline(name, column, content)
            if wrong and column not in wrong_columns:
                self.problems.add(place_of(node, ["outline", group, column]), wrong)
                wrong_columns.add(column)
            elif isinstance(content, str):
                values.setdefault(column, {})[group] = content
            elif isinstance(content, list):
                second.update(dict.fromkeys(map(str, content)))
        self._refuse_many(name, place_of(node, ["outline"]))
        self._offer(name, [list(piece.outline), list(second)])
        for column, by_group in values.items():
            slot = self.slots.get(f"{name}.{column}")
            if slot is not None:
                self.slots[slot.name] = replace(slot, outline=by_group)

    def _wrong_in_outline(self, name: str, column: str, content: object) -> str:
        """What is wrong with one entry of an outline; "" if nothing."""
        region = self.regions[name]
        if column not in region.columns:
            if self.unsure.covers([column]):
                return ""
            return f"outline 的“{shown(column)}”不是“{name}”的列{nearest(column, region.columns)}"
        slot = self.slots[f"{name}.{column}"]
        sure = name not in self.doubtful
        if isinstance(content, list):
            fits = column in region.piece.merge_equal[1:2] or not sure
            texts = all(isinstance(item, str) for item in content)
            return (
                "" if fits and texts else "outline 里只有 merge_equal 的第二列写成 [甲, 乙] 的样子"
            )
        if not isinstance(content, str):
            return f"outline 的“{column}”要写一个值"
        grouped = base_column(slot.group) == region.piece.merge_equal[0]
        if sure and not grouped and not self.unsure.covers([group_of(slot.name)]):
            return f"outline 里的“{column}”要是 per: {region.piece.merge_equal[0]} 的字段"
        number = parse_number(content) if slot.field.is_figure else None
        return f"outline 的“{column}”要写数" if isinstance(number, Failed) else ""

    def _refuse_many(self, name: str, mark: Mark) -> None:
        for column in self.regions[name].piece.merge_equal[:2]:
            slot = self.slots.get(f"{name}.{column}")
            if slot is not None and slot.field.many:
                message = f"“{column}”由 outline 分组，一行只在一组里，不能写 many"
                self.problems.add(mark, message)

    def _offer(self, name: str, choices: Sequence[list[str]]) -> None:
        """Grouping columns without choices of their own take those of the outline."""
        for column, offered in zip(self.regions[name].piece.merge_equal, choices, strict=False):
            slot = self.slots.get(f"{name}.{column}")
            if slot is not None and slot.field.type == "choice" and not slot.field.choices:
                chosen = replace(slot.field, choices=tuple(offered))
                self.slots[slot.name] = replace(slot, field=chosen)

    # ---- codes

    def _spread_codes(self, name: str, node: YamlNode) -> None:
        """Give each level from outside in its number of digits and its key column."""
        codes = self.regions[name].piece.codes
        if codes is None:
            return
        where = place_of(node, ["codes"])
        chain = self._chain(name)
        alone = all(len(self.regions[outer].children) == 1 for outer in chain[:-1])
        rising = all(a < b for a, b in itertools.pairwise(codes.digits))
        self.wanted.append((codes.names, place_of(node, ["codes", "names"])))
        if self.regions[name].children or not alone:
            message = "codes 要写在最里面的浮动行，外面每一层只套一个浮动行"
            self.problems.add(where, message)
            return
        if len(chain) != len(codes.digits) or not rising:
            message = f"digits 要从短到长写 {len(chain)} 个数，对应 {'/'.join(chain)}"
            self.problems.add(place_of(node, ["codes", "digits"]), message)
            return
        for level, digits in zip(chain, codes.digits, strict=True):
            slot = self.slots.get(f"{level}.{codes.field}")
            if slot is None and not self.unsure.covers([codes.field]):
                hint = nearest(codes.field, self.regions[level].columns)
                message = f"浮动行“{level}”里没有“{codes.field}”{hint}"
                self.problems.add_once(place_of(node, ["codes", "field"]), message)
            self.regions[level] = replace(
                self.regions[level], key_column=codes.field, digits=digits
            )


def grouping_of(region: str) -> str:
    """The word by which `Unsure` knows that the grouping of a floating row could not be read."""
    return f"merge_equal {region}"


def _outline_items(piece: FloatingPiece) -> Iterator[tuple[str, str, object]]:
    """(group, column, content) of every entry of an outline."""
    for group, entries in piece.outline.items():
        extra: Mapping[str, object] = entries.model_extra or {}
        for column, content in extra.items():
            yield group, column, content
