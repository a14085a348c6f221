"""What a newer revision of a suite changes, as a list in the forms' words.

Forms and cells are the same where their names are, or where the suite says that they were renamed.
Formulas, rules and drawings are
compared as they are written, wherever they stand in their files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from core.calc.names import Names
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.revisions.renaming import ASIDE
from core.template.drawing import Drawing, Text
from core.template.form import AuditRule, Field, Form, MessagePart, Region, Slot
from core.template.form_suite import FormSuite

_MOST_NAMED: Final = 6
_TYPES: Final = {
    "text": "文字",
    "money": "钱数",
    "number": "数",
    "percent": "百分比",
    "count": "个数",
    "choice": "选项",
    "code": "编码",
}


@dataclass(frozen=True, slots=True)
class SuiteChange:
    """One change: the form as people call it ("" for what concerns all), and what changes."""

    form: str
    text: str

    @property
    def words(self) -> str:
        """One line for the user."""
        return f"{self.form}：{self.text}" if self.form else self.text


def changes_between(old: Names, new: Names) -> list[SuiteChange]:
    """What differs between two revisions; both are seen with the document that is open.

    Empty if nothing does.
    """
    return list(_Listing(old, new).all())


class _Listing:
    def __init__(self, old: Names, new: Names) -> None:
        self.old_names, self.new_names = old, new
        self.old, self.new = old.calculation.whole, new.calculation.whole
        self.renames = self.new.renames_from(self.old.id, self.old.revision)
        self.forms = {self.renames.form(name): form for name, form in self.old.forms.items()}

    def all(self) -> Iterator[SuiteChange]:
        yield from self._of_suite()
        for form in (COVER, PROJECT_CARD):
            slots = (self._today(form, _asked(self.old, form)), _asked(self.new, form))
            yield from self._told(form, self._cells(*slots))
        yield from self._forms()
        yield from (SuiteChange("", text) for text in _rules(self.old.audits, self.new.audits))

    def _of_suite(self) -> Iterator[SuiteChange]:
        old, new = self.old, self.new
        if old.title != new.title:
            yield SuiteChange("", f"名称“{old.title}”改为“{new.title}”")
        kept = [name for name in self.forms if name in new.forms]
        if kept != [name for name in new.forms if name in self.forms]:
            yield SuiteChange("", "各表的先后改了")
        for differs, words in (
            (old.score != new.score, "计分规则（SCORE）改了"),
            (old.rate != new.rate, "执行率的规则（RATE、RATESCORE）改了"),
            (old.total != new.total, "总分的封顶（TOTAL）改了"),
            (list(old.grades) != list(new.grades), "等级的分数线（GRADE）改了"),
            (old.lists != new.lists, "名单（lists）改了"),
            (_codes(old) != _codes(new), "科目编码表改了"),
        ):
            if differs:
                yield SuiteChange("", words)

    def _forms(self) -> Iterator[SuiteChange]:
        for was, form in self.old.forms.items():
            called, name = _called(self.old_names, was), self.renames.form(was)
            if name is None or name not in self.new.forms:
                yield SuiteChange(called, "没有这张表了")
                continue
            if name != was:
                yield SuiteChange(called, f"改名为“{name}”")
            yield from self._told(called, self._form(form, self.new.forms[name]))
        for name in self.new.forms:
            if name not in self.forms:
                yield SuiteChange(_called(self.new_names, name), "增加的表")

    def _told(self, form: str, texts: Iterable[str]) -> Iterator[SuiteChange]:
        return (SuiteChange(form, text) for text in texts)

    def _form(self, old: Form, new: Form) -> Iterator[str]:
        told = [
            *_heads(old, new),
            *self._cells(self._today(old.name, _named_slots(old)), _named_slots(new)),
            *_regions(self._regions_today(old, new.name), new.regions),
            *_rules(old.audits, new.audits),
        ]
        yield from told
        if _looks(old) != _looks(new):
            yield "版式改了" if told else "只改了版式"

    # ---- cells

    def _today(self, form: str, slots: Mapping[str, Slot]) -> dict[str, Slot]:
        """Old cells by what they are called today; those that are no more by what they were."""
        found: dict[str, Slot] = {}
        for name, slot in slots.items():
            now = self.renames.cell(form, name)
            found[now[1] if now is not None else name + ASIDE] = slot
        return found

    def _regions_today(self, old: Form, form: str) -> dict[str, Region]:
        regions = old.regions.items()
        return {self.renames.row(form, name) or name + ASIDE: one for name, one in regions}

    def _cells(self, old: Mapping[str, Slot], new: Mapping[str, Slot]) -> Iterator[str]:
        gone = [self._place(self.old_names, s) for n, s in old.items() if n not in new]
        come = [self._place(self.new_names, s) for n, s in new.items() if n not in old]
        if gone:
            yield f"去掉 {_named(gone)}"
        if come:
            yield f"增加 {_named(come)}"
        same: dict[str, list[str]] = {}
        for name, slot in old.items():
            after = new.get(name)
            for words in self._cell(slot, after) if after is not None else ():
                same.setdefault(words, []).append(self._place(self.new_names, after or slot))
        for words, places in same.items():
            yield f"{_named(places)}：{words}"

    def _cell(self, old: Slot, new: Slot) -> Iterator[str]:
        before, after = self._place(self.old_names, old), self._place(self.new_names, new)
        if before != after:
            yield f"原来叫“{before}”"
        if _kind(old) != _kind(new):
            yield f"{_kind(old)}改为{_kind(new)}"
        if old.field.type != new.field.type:
            yield f"{_TYPES[old.field.type]}改为{_TYPES[new.field.type]}"
        if old.field.unit != new.field.unit:
            yield f"单位{old.field.unit or '（无）'}改为{new.field.unit or '（无）'}"
        if old.field.required != new.field.required:
            yield "改为必填" if new.field.required else "改为不必填"
        if old.field.choices != new.field.choices:
            yield f"可选的内容改为 {'、'.join(new.field.choices) or '（任意）'}"
        for what, one, other in (
            ("公式", old.formula, new.formula),
            ("预填", old.default, new.default),
            ("最小", old.least, new.least),
            ("最大", old.most, new.most),
        ):
            if one and other and one.text != other.text:
                yield f"{what}“{one.text}”改为“{other.text}”"
            elif what in ("最小", "最大") and (one is None) != (other is None):
                yield f"{what}改为{other.text if other else '不限'}"
        if _rest(old.field) != _rest(new.field):
            yield "印法或别的规定改了"

    def _place(self, names: Names, slot: Slot) -> str:
        if slot.region:
            return f"{slot.region}·{names.column_label(slot)}"
        return names.place(CellId(slot.form, "", "", slot.name))


def _called(names: Names, form: str) -> str:
    number = names.form_words(SheetId(form))
    return form if names.calculation.whole.forms[form].per_project else f"{number} {form}"


def _named_slots(form: Form) -> dict[str, Slot]:
    """The cells of a form without those that only hold the conditions of its lines."""
    return {name: slot for name, slot in form.slots.items() if not name.startswith("#")}


def _asked(suite: FormSuite, form: str) -> Mapping[str, Slot]:
    return suite.cover if form == COVER else suite.card


def _named(places: list[str]) -> str:
    if len(places) == 1:
        return places[0]
    more = "等" if len(places) > _MOST_NAMED else ""
    return f"{'、'.join(places[:_MOST_NAMED])}{more}（{len(places)} 格）"


def _kind(slot: Slot) -> str:
    return "计算" if slot.is_calculated else "预填" if slot.default is not None else "录入"


def _rest(field: Field) -> Field:
    """What of a field is told in no words of its own."""
    plain = {"type": "", "label": "", "unit": "", "required": False, "choices": ()}
    return replace(field, **plain)  # type: ignore[arg-type]


def _codes(suite: FormSuite) -> object:
    return {name: dict(codes.names) for name, codes in suite.dictionaries.items()}


def _heads(old: Form, new: Form) -> Iterator[str]:
    for what, one, other in (
        ("表号", old.number, new.number),
        ("标题", old.title, new.title),
        ("单位", old.money_unit, new.money_unit),
    ):
        if one != other:
            yield f"{what}“{one}”改为“{other}”"
    if old.per_project != new.per_project:
        yield "改为每个项目一张" if new.per_project else "改为全套一张"


def _regions(old: Mapping[str, Region], new: Mapping[str, Region]) -> Iterator[str]:
    for name, region in old.items():
        if name not in new:
            yield f"没有浮动行“{name}”了"
        elif _rows_of(region) != _rows_of(new[name]):
            yield f"浮动行“{name}”的规定改了"
    yield from (f"增加浮动行“{name}”" for name in new if name not in old)


def _rows_of(region: Region) -> object:
    follow = region.follow
    sources = [
        (s.form, s.region, s.names, s.where and s.where.text)
        for s in (follow.sources if follow else ())
    ]
    return region.parent, region.piece, follow and (sources, follow.own, follow.keys)


# Rules ---------------------------------------------------------------------------------------


def _rules(old: Iterable[AuditRule], new: Iterable[AuditRule]) -> Iterator[str]:
    before, after = ({rule.id: rule for rule in rules} for rules in (old, new))
    for name, rule in before.items():
        if name not in after:
            yield f"去掉审核 {name}（{rule.severity.value}）：{rule.rule.text}"
        elif _judged(rule) != _judged(after[name]):
            yield from _rule(rule, after[name])
        elif _said(rule) != _said(after[name]):
            yield f"审核 {name} 的说法改了"
    for name, rule in after.items():
        if name not in before:
            yield f"增加审核 {name}（{rule.severity.value}）：{rule.rule.text}"


def _rule(old: AuditRule, new: AuditRule) -> Iterator[str]:
    if old.severity != new.severity:
        yield f"审核 {old.id} 由{old.severity.value}改为{new.severity.value}"
    if _judged(replace(old, severity=new.severity)) != _judged(new):
        yield f"审核 {old.id}“{old.rule.text}”改为“{new.rule.text}”"


def _judged(rule: AuditRule) -> object:
    when = rule.when.text if rule.when else ""
    return rule.severity, rule.rule.text, when, rule.each, rule.group


def _said(rule: AuditRule) -> object:
    parts = [p.bound.text if isinstance(p, MessagePart) else p for p in rule.message]
    return parts, rule.remedy


# Looks ---------------------------------------------------------------------------------------


def _looks(form: Form) -> object:
    lines = [
        (_text(line.left), _text(line.center), _text(line.right), line.title)
        for line in (*form.above, *form.below)
    ]
    return _drawn(form.drawing), form.widths, form.aligns, lines, form.print


def _drawn(drawing: Drawing) -> object:
    cells = [
        (c.row, c.column, c.rows, c.columns, _text(c.text), c.indent, c.align)
        for c in drawing.cells
    ]
    return cells, [(line.path, line.keys) for line in drawing.lines], drawing.heads


def _text(text: Text) -> object:
    return [part if isinstance(part, str) else (part.name,) for part in text]
