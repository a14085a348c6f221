"""Rows that follow others (`links: rows:`): what each follows, and by which key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from core.formula.tree import Name, written
from core.refs import PROJECT_CARD, normalise_name
from core.template.bind import Binder, Context, Formula
from core.template.cell_text import CARD_NAMES, read_word
from core.template.convert import convert, place_of
from core.template.folder import SUITE_FILE
from core.template.form import (
    Bound,
    Follow,
    Form,
    Located,
    Reach,
    Region,
    RowSource,
    Slot,
)
from core.template.form_when import TEXT_CALLS, odd_call
from core.template.problems import NAMELESS, Mark, Problems, Unsure, nearest, shown
from core.template.schema import RowsPiece
from core.template.strict_yaml import YamlMap, YamlNode, YamlText

_CARD_WORD: Final = "项目"


class _Wrong(Exception):
    """What is the matter with an entry; "" where something is wrong that was told already."""


@dataclass(slots=True)
class FollowedRows:
    """Reads the rows that follow; `forms` have their formulas bound."""

    forms: Mapping[str, Form]
    card: Mapping[str, Slot]
    unsure: Mapping[str, Unsure]
    problems: Problems
    binder: Binder
    marks: dict[str, Mark] = field(default_factory=dict)

    def read(self, section: YamlMap) -> dict[str, Form]:
        """The forms with what their floating rows follow."""
        forms = dict(self.forms)
        for raw, mark in section.key_marks.items():
            node = section.entries.get(raw)
            piece = convert(RowsPiece, node, self.problems, f"“{shown(raw)}”") if node else None
            if piece is None or node is None:
                continue
            try:
                form, region = self._region(raw)
                if forms[form.name].regions[region.name].follow is not None:
                    raise _Wrong(f"“{shown(raw)}”写了两次")
                self._check_shape(region)
            except _Wrong as wrong:
                self._complain(mark, wrong)
                continue
            follow = self._follow(form, region, piece, node)
            if follow is not None:
                key = read_word(piece.key) or ""
                made = replace(region, key_column=key, follow=follow)
                now = forms[form.name]
                forms[form.name] = replace(now, regions={**now.regions, region.name: made})
                self.marks.setdefault(form.name, mark)
        self._check_circles(forms)
        return forms

    def _complain(self, mark: Mark, wrong: _Wrong) -> None:
        if str(wrong):
            self.problems.add_once(mark, str(wrong))

    # ---- floating rows by their names

    def _region(self, raw: str) -> tuple[Form, Region]:
        """A floating row written as 表名!类/款/项 or 表名!项."""
        head, sign, tail = raw.replace("！", "!").partition("!")
        path = [read_word(step) or step for step in tail.split("/")]
        if not sign or not tail:
            raise _Wrong(f"“{shown(raw)}”要写成“表名!浮动行”的样子")
        form = self._form(normalise_name(head.strip().strip("'")))
        region = form.regions.get(path[-1])
        if region is None:
            if self.unsure[form.name].everything:
                raise _Wrong
            hint = nearest(path[-1], form.regions)
            raise _Wrong(f"“{form.name}”里没有浮动行“{shown(path[-1])}*”{hint}")
        chain = [region.name]
        while parent := form.regions[chain[0]].parent:
            chain.insert(0, parent)
        if len(path) > 1 and path != chain:
            raise _Wrong(f"浮动行“{shown(tail)}”在表样里是“{'/'.join(chain)}*”")
        return form, region

    def _form(self, name: str) -> Form:
        form = self.forms.get(name)
        if form is None:
            known = name in self.unsure or NAMELESS in self.unsure
            hint = nearest(name, self.forms)
            raise _Wrong("" if known else f"套表里没有“{shown(name)}”这张表{hint}")
        return form

    def _check_shape(self, region: Region) -> None:
        if region.children:
            raise _Wrong(f"rows 要写在最里面的浮动行，“{region.name}”里面还套着浮动行")
        if region.parent and not region.digits:
            raise _Wrong(f"“{region.name}”套在“{region.parent}”里，没有写 codes，不能写 rows")
        if region.piece.outline:
            raise _Wrong(f"“{region.name}”有 outline，不能再写 rows")
        if region.piece.start:
            raise _Wrong(f"“{region.name}”有 start，不能再写 rows")

    # ---- keys

    def _follow(
        self, form: Form, region: Region, piece: RowsPiece, node: YamlNode
    ) -> Follow | None:
        key = read_word(piece.key) or ""
        sources = []
        try:
            slot = self._column(form, region, key)
            if region.key_column not in ("", key):
                raise _Wrong(f"key 要与 codes 的 field 一样，写“{region.key_column}”")
            if slot.formula or slot.default:
                raise _Wrong(f"key 的“{key}”不能有公式或 default")
        except _Wrong as wrong:
            self._complain(place_of(node, ["key"]), wrong)
            return None
        for at, raw in enumerate(piece.sources):
            try:
                source = self._source(raw, key)
                sources.append(replace(source, where=self._where(source, piece, node)))
            except _Wrong as wrong:
                listed = isinstance(node, YamlMap) and place_of(node, ["from", at])
                self._complain(listed or node.mark, wrong)
        if len(sources) < len(piece.sources):
            return None
        return Follow(tuple(sources), piece.own, words_of(sources))

    def _column(self, form: Form, region: Region, key: str) -> Slot:
        slot = form.slots.get(f"{region.name}.{key}")
        if slot is None:
            if self.unsure[form.name].covers([key]):
                raise _Wrong
            hint = nearest(key, region.columns)
            raise _Wrong(f"浮动行“{form.name}!{region.name}”里没有“{shown(key)}”{hint}")
        if slot.group or slot.field.is_figure:
            raise _Wrong(f"key 的“{key}”要是每条记录自己的文字或编码")
        return slot

    def _source(self, raw: str, key: str) -> RowSource:
        if normalise_name(raw) in CARD_NAMES:
            return RowSource(PROJECT_CARD, "", self._card_names(key))
        form, region = self._region(raw)
        slot = self._column(form, region, key)
        if slot.formula or slot.default:
            raise _Wrong(f"“{form.name}!{slot.name}”是算出来或预填的，不能当 key")
        return RowSource(form.name, region.name, (slot.name,))

    # ---- conditions

    def _where(self, source: RowSource, piece: RowsPiece, node: YamlNode) -> Bound | None:
        """The condition on the rows of a source: on typed texts alone, as shape follows no values.

        What is wrong with it is told at the condition, once for all sources.
        """
        text = node.entries.get("where") if isinstance(node, YamlMap) else None
        if piece.where is None or not isinstance(text, YamlText):
            return None
        if source.form == PROJECT_CARD:
            self.problems.add_once(text.mark, "where 只用于跟着浮动行的 rows，不能跟着项目")
            return None
        context = Context(source.form, region=source.region)
        bound = self.binder.bind(Formula(Located(text, SUITE_FILE), context, "when"), self.problems)
        wrong = self._wrong_where(source, bound) if bound else ""
        if wrong:
            self.problems.add_once(text.mark, wrong)
        return bound

    def _wrong_where(self, source: RowSource, bound: Bound) -> str:
        """Why a condition cannot decide which rows there are; "" if it can."""
        odd = odd_call(bound)
        if odd:
            return f"where 里只能用 {'、'.join(TEXT_CALLS)}，不能用 {odd}"
        where = f"where 只能看“{source.form}!{source.region}”自己这一行"
        for leaf, selector in zip(bound.program.leaves, bound.selectors, strict=True):
            names = (source.form, source.region)
            single = selector.reach is Reach.RECORD and not selector.many
            if not single or (selector.form, selector.region) != names:
                return f"{where}填的文字，不能看“{written(leaf)}”"
            for slot in (self.forms[source.form].slots[name] for name in selector.names):
                if slot.formula or slot.default:
                    return f"{where}填的文字，“{slot.column}”是算出来或预填的"
                if slot.field.is_figure:
                    return f"{where}填的文字，“{slot.column}”是数"
        return ""

    def _card_names(self, key: str) -> tuple[str, ...]:
        """A field of the card, then the one it is prefilled from, and so on."""
        slot = self.card.get(key)
        if slot is None:
            if self.unsure[PROJECT_CARD].covers([key]):
                raise _Wrong
            raise _Wrong(f"项目卡里没有“{shown(key)}”{nearest(key, self.card)}")
        names = [slot.name]
        while slot.default is not None:
            [selector, *others] = slot.default.selectors or [None]
            plain = isinstance(slot.default.tree, Name) and selector and not others
            if not plain or selector is None or selector.form != PROJECT_CARD:
                raise _Wrong(f"项目卡的“{slot.name}”的 default 要是项目卡的另一格，才能当 key")
            if selector.reach is not Reach.FIXED or selector.names[0] in names:
                raise _Wrong
            slot = self.card[selector.names[0]]
            names.append(slot.name)
        return tuple(names)

    # ---- circles

    def _check_circles(self, forms: Mapping[str, Form]) -> None:
        """Rows may follow rows that follow, but never come back to their own form."""
        follows = {
            name: list(dict.fromkeys(s.form for r in form.regions.values() for s in _sources(r)))
            for name, form in forms.items()
        }
        told: set[str] = set()
        for start in self.marks:
            way = _way_back(start, follows)
            if way and not told & set(way):
                told.update(way)
                message = f"rows 绕成了圈：{' → '.join(way)}"
                self.problems.add_once(self.marks[start], message)


def words_of(sources: Iterable[RowSource]) -> str:
    """What is followed, as a sentence names it."""
    names = (_CARD_WORD if source.form == PROJECT_CARD else source.form for source in sources)
    return "、".join(dict.fromkeys(names))


def _sources(region: Region) -> tuple[RowSource, ...]:
    return region.follow.sources if region.follow else ()


def _way_back(start: str, follows: Mapping[str, list[str]]) -> list[str]:
    """The shortest way from a form over what it follows back to itself; [] if there is none."""
    ways = [[start]]
    seen: set[str] = set()
    for way in ways:
        for form in follows.get(way[-1], ()):
            if form == start:
                return [*way, start]
            if form not in seen:
                seen.add(form)
                ways.append([*way, form])
    return []
