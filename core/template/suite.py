"""A suite (套表): its forms in order, what is asked once, its settings, and everything that crosses forms.

``load_suite`` reads all files of a suite from texts, checks everything and raises TemplateError with
every mistake at once. The texts are what a document keeps, so that it opens for ever.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from core.errors import TemplateError, TemplateProblem
from core.findings import Severity
from core.formula.score import ScoreRule
from core.formula.tree import Name, Node, Range, leaves
from core.number_text import NumberStyle
from core.refs import COVER, PROJECT_CARD, normalise_name
from core.template.bind import Binder, Context
from core.template.codes import CodeDictionary, read_codes
from core.template.fields import expand_names, make_field
from core.template.form import (
    AuditRule,
    Bound,
    Form,
    Located,
    MessagePart,
    Selector,
    Slot,
)
from core.template.loader import NOTATION, Draft, FormulaText, read_audits, read_form, read_styles
from core.template.schema import (
    AuditPiece,
    FieldPiece,
    ScorePiece,
    SuiteFormPiece,
    convert,
    nearest,
)
from core.template.strict_yaml import Mark, Problems, YamlList, YamlMap, YamlText, read_yaml

SUITE_FILE: Final = "suite.yaml"
YEAR_CELL: Final = "年度"
_KNOWN_KEYS = (
    *("notation", "suite", "revision", "title", "region", "purpose", "year", "forms", "cover"),
    *("project_card", "score", "grades", "lists", "styles", "links"),
)
_SEVERITIES = {
    "mandatory": Severity.MANDATORY,
    "verify": Severity.VERIFY,
    "hint": Severity.HINT,
}
SlotId = tuple[str, str]
"""A form's name and a slot's name."""


@dataclass(frozen=True, slots=True)
class FormSuite:
    """A suite ready for use.

    `order` ranks every calculated or prefilled slot so that sources come first. `sources` are the
    texts it was read from, by file name. It also is the environment in which formulas run.
    """

    id: str
    revision: int
    title: str
    region: str
    purpose: str
    year: int
    forms: Mapping[str, Form]
    cover: Mapping[str, Slot]
    card: Mapping[str, Slot]
    card_name: str
    audits: tuple[AuditRule, ...]
    order: Mapping[SlotId, int]
    score: ScoreRule
    grades: Sequence[tuple[str, Decimal]]
    lists: Mapping[str, frozenset[str]]
    dictionaries: Mapping[str, CodeDictionary]
    sources: Mapping[str, str]

    def name_of(self, code: str, dictionary: str | None) -> str | None:
        """The official name of a code, or None if the dictionary does not have it."""
        if dictionary is not None:
            found = self.dictionaries.get(dictionary)
            return found.names.get(code) if found else None
        return next((d.names[code] for d in self.dictionaries.values() if code in d.names), None)

    def listed(self, name: str) -> Collection[str]:
        """The members of a list of the suite."""
        return self.lists.get(name, frozenset())

    def slot(self, form: str, name: str) -> Slot | None:
        """A slot of a form, of the cover or of the project card."""
        if form == COVER:
            return self.cover.get(name)
        if form == PROJECT_CARD:
            return self.card.get(name)
        found = self.forms.get(form)
        return found.slots.get(name) if found else None

    @property
    def has_projects(self) -> bool:
        """Whether any form is filled in once per project."""
        return any(form.per_project for form in self.forms.values())


def load_suite(sources: Mapping[str, str]) -> FormSuite:
    """Read a suite from its texts (file name → text). Raises TemplateError with every mistake."""
    return _Loader(sources).load()


def read_suite_folder(folder: Path, codes: Path) -> dict[str, str]:
    """The texts of a suite folder and of the code dictionaries. Raises TemplateError."""
    sources: dict[str, str] = {}
    problems: list[TemplateProblem] = []
    files = [(SUITE_FILE, folder / SUITE_FILE)]
    for path in sorted(folder.rglob("*.yaml")) if folder.is_dir() else []:
        name = path.relative_to(folder).as_posix()
        if name != SUITE_FILE:
            files.append((name, path))
    if codes.is_dir():
        files += [(f"codes/{path.name}", path) for path in sorted(codes.glob("*.yaml"))]
    for name, path in files:
        try:
            sources.setdefault(name, path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            problems.append(TemplateProblem(str(folder), 1, 1, f"这里没有 {name}"))
        except (OSError, UnicodeDecodeError) as error:
            why = "不是 UTF-8 文本" if isinstance(error, UnicodeDecodeError) else "读不出来"
            problems.append(TemplateProblem(name, 1, 1, f"文件{why}"))
    if problems:
        raise TemplateError(problems)
    return sources


@dataclass(slots=True)
class _Links:
    """Formula texts of `links:`, waiting to be bound."""

    formulas: list[tuple[str, FormulaText]] = field(default_factory=list)
    audits: list[tuple[AuditPiece, YamlMap]] = field(default_factory=list)


class _Loader:
    """Reads one suite."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = sources
        self.problems = Problems(SUITE_FILE)
        self.drafts: dict[str, Draft] = {}
        self.marks: dict[SlotId, Located] = {}
        self.pending: list[tuple[str, FormulaText]] = []  # defaults of cover and card

    def load(self) -> FormSuite:
        text = self.sources.get(SUITE_FILE)
        top = read_yaml(text, self.problems) if text is not None else None
        if top is None:
            if text is None:
                self.problems.add(Mark(1, 1), "缺少 suite.yaml")
            raise TemplateError(self.problems.found)
        self.top = top
        self._check_keys()
        year = self._number("year", 2000, 2100)
        dictionaries = self._dictionaries(year)
        self.cover = self._cover(year)
        self.card, card_name = self._card()
        self._forms()
        forms = {name: draft.form for name, draft in self.drafts.items()}
        lists = self._lists()
        self.binder = Binder(forms, self.cover, self.card, lists)
        links = self._links(forms)
        bound = self._bind_formulas(links)
        forms = {
            name: replace(
                form,
                slots={s.name: bound.get((name, s.name), s) for s in form.slots.values()},
                audits=self._form_audits(self.drafts[name]),
            )
            for name, form in forms.items()
        }
        audits = self._link_audits(links)
        for (form, name), slot in bound.items():
            if form in (COVER, PROJECT_CARD):
                (self.cover if form == COVER else self.card)[name] = slot
        self._check_dictionaries(forms, dictionaries)
        order = self._order(bound)
        suite = FormSuite(
            id=self._text("suite"),
            revision=self._number("revision", 1, 9999),
            title=self._text("title"),
            region=self._text("region"),
            purpose=self._text("purpose"),
            year=year,
            forms=forms,
            cover=self.cover,
            card=self.card,
            card_name=card_name,
            audits=audits,
            order=order,
            score=self._score(),
            grades=self._grades(),
            lists=lists,
            dictionaries=dictionaries,
            sources=dict(self.sources),
        )
        found = [p for d in self.drafts.values() for p in d.problems.found] + self.problems.found
        if found:
            raise TemplateError(found)
        return suite

    # ---- simple pieces

    def _check_keys(self) -> None:
        for key, mark in self.top.key_marks.items():
            if key not in _KNOWN_KEYS:
                self.problems.add(mark, f"suite.yaml 没有“{key}”这一项{nearest(key, _KNOWN_KEYS)}")
        if self._text("notation") != NOTATION:
            self.problems.add(self.top.mark, f"notation 应为 {NOTATION}，这一版程序只认这种写法")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self._text("suite")):
            self.problems.add(self.top.mark, "suite 只能用小写字母、数字和 -")

    def _text(self, key: str) -> str:
        node = self.top.entries.get(key)
        if isinstance(node, YamlText) and node.text:
            return node.text
        self.problems.add(node.mark if node else self.top.mark, f"suite.yaml 缺少“{key}”")
        return ""

    def _number(self, key: str, least: int, most: int) -> int:
        text = self._text(key)
        if text.isdigit() and least <= int(text) <= most:
            return int(text)
        if text:
            mark = self.top.entries[key].mark
            self.problems.add(mark, f"“{key}”要写 {least} 到 {most} 的整数")
        return least

    def _map(self, node: YamlMap, key: str) -> YamlMap:
        found = node.entries.get(key)
        if found is None or isinstance(found, YamlMap):
            return found or YamlMap(mark=node.mark)
        self.problems.add(found.mark, f"“{key}”要写成“名称: 内容”的样子")
        return YamlMap(mark=found.mark)

    def _score(self) -> ScoreRule:
        node = self.top.entries.get("score")
        piece = convert(ScorePiece, node, self.problems, "score") if node else None
        piece = piece or ScorePiece()
        return ScoreRule(reverse=piece.reverse, cap=piece.cap, decimals=piece.decimals)

    def _grades(self) -> list[tuple[str, Decimal]]:
        found: list[tuple[str, Decimal]] = []
        node = self._map(self.top, "grades")
        for word, value in node.entries.items():
            text = value.text if isinstance(value, YamlText) else ""
            if not re.fullmatch(r"\d{1,3}(\.\d{1,2})?", text):
                self.problems.add(node.key_marks[word], f"grades 的“{word}”要写最低分")
            elif found and Decimal(text) >= found[-1][1]:
                self.problems.add(node.key_marks[word], "grades 要从高到低写")
            else:
                found.append((word, Decimal(text)))
        return found

    def _lists(self) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for name, node in self._map(self.top, "lists").entries.items():
            items = node.items if isinstance(node, YamlList) else []
            if not items:
                self.problems.add(node.mark, f"lists 的“{name}”要写成 [甲, 乙] 的样子")
            found[name] = frozenset(i.text for i in items if isinstance(i, YamlText))
        return found

    # ---- dictionaries, cover, card

    def _dictionaries(self, year: int) -> dict[str, CodeDictionary]:
        """Per name the newest dictionary not newer than the suite, else the oldest."""
        found: dict[str, CodeDictionary] = {}
        for file, text in self.sources.items():
            if not file.startswith("codes/"):
                continue
            dictionary, problems = read_codes(text, file)
            self.problems.found += problems.found
            if dictionary is None:
                continue
            other = found.get(dictionary.name)
            if other is None or _fits_better(dictionary.year, other.year, year):
                found[dictionary.name] = dictionary
        return found

    def _check_dictionaries(
        self, forms: Mapping[str, Form], known: Mapping[str, CodeDictionary]
    ) -> None:
        for name, form in forms.items():
            for wanted in {s.field.dictionary for s in form.slots.values()} - {"", *known}:
                problems = self.drafts[name].problems
                problems.add(Mark(1, 1), f"没有“{wanted}”的编码表{nearest(wanted, known)}")

    def _cover(self, year: int) -> dict[str, Slot]:
        cover = self._fields(self._map(self.top, "cover"), COVER)
        if YEAR_CELL not in cover:
            plain = make_field(YEAR_CELL, {"type": "text", "max_length": 4}, (), "")
            cover[YEAR_CELL] = Slot(COVER, YEAR_CELL, "", YEAR_CELL, plain)
            located = Located(f'"{year}"', self.top.mark, SUITE_FILE)
            self.pending.append((COVER, FormulaText(YEAR_CELL, "default", located)))
        return cover

    def _card(self) -> tuple[dict[str, Slot], str]:
        node = self._map(self.top, "project_card")
        card = self._fields(self._map(node, "fields"), PROJECT_CARD)
        name = node.entries.get("name")
        text = name.text if isinstance(name, YamlText) else ""
        if card and text not in card:
            self.problems.add(
                node.mark, f"project_card 的 name 要是它的一个字段{nearest(text, card)}"
            )
        return card, text

    def _fields(self, node: YamlMap, form: str) -> dict[str, Slot]:
        slots: dict[str, Slot] = {}
        for raw, value in node.entries.items():
            name = normalise_name(raw)
            piece = convert(FieldPiece, value, self.problems, f"{form}的“{name}”")
            settings = {k: getattr(piece, k) for k in piece.model_fields_set} if piece else {}
            slots[name] = Slot(form, name, "", name, make_field(name, settings, (), ""))
            default = value.entries.get("default") if isinstance(value, YamlMap) else None
            if isinstance(default, YamlText):
                located = Located(default.text, default.mark, SUITE_FILE)
                self.pending.append((form, FormulaText(name, "default", located)))
        return slots

    # ---- forms

    def _forms(self) -> None:
        node = self.top.entries.get("forms")
        if not isinstance(node, YamlList) or not node.items:
            self.problems.add(node.mark if node else self.top.mark, "suite.yaml 缺少 forms（各表）")
            return
        styles = read_styles(self._map(self.top, "styles"), self.problems)
        for item in node.items:
            entry = convert(SuiteFormPiece, item, self.problems, "forms 的一张表")
            if entry is None or not isinstance(item, YamlMap):
                continue
            name = normalise_name(entry.name)
            text = self.sources.get(entry.file)
            if name in self.drafts or name in (COVER, PROJECT_CARD, "项目"):
                self.problems.add(item.key_marks["name"], f"表名“{name}”用了两次或是专用名")
            elif text is None:
                files = [f for f in self.sources if f != SUITE_FILE]
                hint = nearest(entry.file, files)
                self.problems.add(item.key_marks["file"], f"没有文件“{entry.file}”{hint}")
            else:
                draft = read_form(text, entry, styles)
                if draft is not None:
                    self.drafts[name] = draft

    # ---- links

    def _links(self, forms: Mapping[str, Form]) -> _Links:
        node = self._map(self.top, "links")
        links = _Links()
        for key, mark in node.key_marks.items():
            if key not in ("formulas", "defaults", "audits"):
                hint = nearest(key, ("formulas", "defaults", "audits"))
                self.problems.add(mark, f"links 没有“{key}”这一项{hint}")
        for key, role in (("formulas", "formula"), ("defaults", "default")):
            group = self._map(node, key)
            for raw, value in group.entries.items():
                mark = group.key_marks[raw]
                if not isinstance(value, YamlText):
                    self.problems.add(mark, f"“{raw}”的公式要写成一段文字")
                    continue
                located = Located(value.text, value.mark, SUITE_FILE)
                for form, name in self._targets(raw, mark, forms):
                    links.formulas.append((form, FormulaText(name, role, located)))
        audits = node.entries.get("audits")
        if isinstance(audits, YamlList):
            links.audits = read_audits(audits, self.problems)
        return links

    def _targets(self, raw: str, mark: Mark, forms: Mapping[str, Form]) -> Iterator[SlotId]:
        form_name, bang, pattern = raw.partition("!")
        form = forms.get(normalise_name(form_name))
        if not bang or form is None:
            hint = nearest(form_name, forms)
            self.problems.add(mark, f"“{raw}”要写成 表名!单元格，没有“{form_name}”这张表{hint}")
            return
        for name in expand_names(pattern, mark, self.problems):
            if name in form.slots:
                yield form.name, name
            elif form.slots:
                hint = nearest(name, form.slots)
                self.problems.add(mark, f"“{form.name}”里没有“{name}”{hint}")

    # ---- binding

    def _problems_of(self, form: str, located: Located) -> Problems:
        if located.file == SUITE_FILE or form not in self.drafts:
            return self.problems
        return self.drafts[form].problems

    def _bind_formulas(self, links: _Links) -> dict[SlotId, Slot]:
        bound: dict[SlotId, Slot] = {}
        waiting = [(name, f) for name, draft in self.drafts.items() for f in draft.formulas]
        for form, text in (*self.pending, *waiting, *links.formulas):
            slot = bound.get((form, text.slot)) or self.binder.slot(form, text.slot)
            if slot is None:
                continue
            problems = self._problems_of(form, text.located)
            if text.role == "formula" and slot.formula is not None:
                problems.add(text.located.mark, f"“{slot.name}”有两条公式")
                continue
            context = Context(form, slot, slot.region, slot.group)
            formula = self.binder.bind(text.located, context, problems)
            if formula is not None:
                bound[form, slot.name] = _with_formula(slot, text.role, formula)
                if text.role in ("formula", "default"):
                    self.marks[form, slot.name] = text.located
        for (form, _), slot in bound.items():
            if slot.formula is not None and slot.default is not None:
                located = self.marks[form, slot.name]
                self._problems_of(form, located).add(
                    located.mark, f"“{slot.name}”既有公式又有 default，只能留一个"
                )
        return bound

    def _form_audits(self, draft: Draft) -> tuple[AuditRule, ...]:
        found = []
        for piece, node in draft.audits:
            rule = self._audit(piece, node, draft.form.name, draft.problems, draft.form.file)
            if rule is not None:
                found.append(rule)
        return tuple(found)

    def _link_audits(self, links: _Links) -> tuple[AuditRule, ...]:
        known = {piece.id for draft in self.drafts.values() for piece, _ in draft.audits}
        found = []
        for piece, node in links.audits:
            if piece.id in known:
                self.problems.add(node.key_marks["id"], f"审核公式编号“{piece.id}”用了两次")
            rule = self._audit(piece, node, "", self.problems, SUITE_FILE)
            if rule is not None:
                found.append(rule)
        return tuple(found)

    def _audit(
        self, piece: AuditPiece, node: YamlMap, form: str, problems: Problems, file: str
    ) -> AuditRule | None:
        each = self._each(piece, node, form, problems)
        if each is None:
            return None
        owner, region, group = each
        context = Context(owner, None, region, group)

        def bound(key: str) -> Bound | None:
            value = node.entries.get(key)
            if not isinstance(value, YamlText):
                return None
            return self.binder.bind(Located(value.text, value.mark, file), context, problems)

        rule, when = bound("rule"), bound("when")
        message = self._message(node, context, problems, file)
        if rule is None or (piece.when is not None and when is None) or message is None:
            return None
        return AuditRule(
            id=piece.id,
            form=owner or _first_form(rule.tree),
            severity=_SEVERITIES[piece.severity],
            rule=rule,
            message=message,
            remedy=piece.remedy,
            each=region,
            group=group,
            when=when,
            crossing=not form,
        )

    def _each(
        self, piece: AuditPiece, node: YamlMap, form: str, problems: Problems
    ) -> tuple[str, str, str] | None:
        """The form, floating row and grouping column that a rule visits."""
        if piece.each is None:
            return form, "", ""
        head, bang, tail = piece.each.rpartition("!")
        owner = normalise_name(head) if bang else form
        mark = node.key_marks["each"]
        if not form and not bang:
            owner, tail = normalise_name(piece.each), ""
        draft = self.drafts.get(owner)
        if draft is None:
            problems.add(mark, f"each 里没有“{owner}”这张表{nearest(owner, self.drafts)}")
            return None
        region, _, group = (normalise_name(tail)).partition(".")
        known = draft.form.regions
        if region and region not in known:
            problems.add(mark, f"each 里没有浮动行“{region}”{nearest(region, known)}")
            return None
        if group and group not in known[region].piece.merge_equal:
            problems.add(mark, f"each 的“{group}”不在 merge_equal 里")
            return None
        return owner, region, group

    def _message(
        self, node: YamlMap, context: Context, problems: Problems, file: str
    ) -> tuple[str | MessagePart, ...] | None:
        value = node.entries["message"]
        assert isinstance(value, YamlText)  # the schema asks for a text
        parts: list[str | MessagePart] = []
        complete = True
        for token in re.findall(r"\{[^{}]*\}|[^{}]+|.", value.text):
            if not re.fullmatch(r"\{[^{}]+\}", token):
                parts.append(token)
                continue
            text, signed = token[1:-1], False
            pair = _difference(text)
            if pair is not None:
                text, signed = f"({pair[0]}) - ({pair[1]})", True
            formula = self.binder.bind(Located(text, value.mark, file), context, problems)
            if formula is None:
                complete = False
            else:
                parts.append(MessagePart(formula, self._style(formula), signed))
        return tuple(parts) if complete else None

    def _style(self, formula: Bound) -> NumberStyle | None:
        """How a figure in a message prints: as the first figure of its formula, zero as a figure."""
        for selector in formula.selectors:
            slot = self.binder.slot(selector.form, selector.names[0]) if selector.names else None
            if slot is not None and slot.field.number is not None:
                return replace(slot.field.number, zero=None)
        return None

    # ---- order

    def _order(self, bound: Mapping[SlotId, Slot]) -> dict[SlotId, int]:
        """Rank slots so that sources come first; a cycle is reported where it closes."""
        sources = {
            place: _sources(slot.formula or slot.default, slot.form)
            for place, slot in bound.items()
            if slot.formula is not None or slot.default is not None
        }
        order: dict[SlotId, int] = {}
        for start in sources:
            self._visit(start, sources, order)
        return order

    def _visit(
        self,
        start: SlotId,
        sources: Mapping[SlotId, Sequence[SlotId]],
        order: dict[SlotId, int],
    ) -> None:
        path: dict[SlotId, Iterator[SlotId]] = {}
        stack = [start] if start not in order else []
        while stack:
            here = stack[-1]
            if here not in path:
                path[here] = iter(sources[here])
            for source in path[here]:
                if source in path and source in stack:
                    self._cycle([*stack[stack.index(source) :], source])
                elif source in sources and source not in order:
                    stack.append(source)
                    break
            else:
                order[stack.pop()] = len(order)

    def _cycle(self, chain: list[SlotId]) -> None:
        located = self.marks[chain[0]]
        shown = " → ".join(name if form in (COVER,) else f"{form}!{name}" for form, name in chain)
        self._problems_of(chain[0][0], located).add(located.mark, f"公式绕成了圈：{shown}")


def _fits_better(year: int, other: int, wanted: int) -> bool:
    if (year <= wanted) != (other <= wanted):
        return year <= wanted
    return year > other if year <= wanted else year < other


def _with_formula(slot: Slot, role: str, formula: Bound) -> Slot:
    match role:
        case "formula":
            return replace(slot, formula=formula)
        case "default":
            return replace(slot, default=formula)
        case "min":
            return replace(slot, least=formula)
    return replace(slot, most=formula)


def _sources(formula: Bound | None, form: str) -> list[SlotId]:
    found: list[SlotId] = []

    def collect(selector: Selector) -> None:
        found.extend((selector.form, name) for name in selector.names)
        if isinstance(selector.key, Selector):
            collect(selector.key)

    for selector in formula.selectors if formula else ():
        collect(selector)
    return found


def _first_form(tree: Node) -> str:
    for leaf in leaves(tree):
        name = leaf.first if isinstance(leaf, Range) else leaf
        if isinstance(name, Name) and name.form:
            return name.form
    return ""


def _difference(text: str) -> tuple[str, str] | None:
    """The two figures of 多少(甲, 乙), or None."""
    match = re.fullmatch(r"多少[(（](.*)[)）]", text.strip())
    if match is None:
        return None
    depth = 0
    for at, sign in enumerate(match[1]):
        depth += (sign in "(（[") - (sign in ")）]")
        if sign in ",，" and depth == 0:
            return match[1][:at], match[1][at + 1 :]
    return None
