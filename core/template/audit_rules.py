"""Audit rules as templates write them: where they visit, what they ask, what they say."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.findings import Severity
from core.formula.remainder import remainder_of
from core.formula.tree import Call, Name, Previous, Range, leaves
from core.number_text import NumberStyle, PercentStyle
from core.refs import normalise_name
from core.template.bind import DIFFERENCE, Binder, Formula
from core.template.convert import convert
from core.template.floating import grouping_of
from core.template.form import AuditRule, Bound, Form, Located, MessagePart, Selector
from core.template.lookup import Context
from core.template.problems import NAMELESS, Problems, Unsure, nearest, shown
from core.template.schema import AuditPiece
from core.template.strict_yaml import YamlList, YamlMap, YamlText

_SEVERITIES: Final = {
    "mandatory": Severity.MANDATORY,
    "verify": Severity.VERIFY,
    "hint": Severity.HINT,
}
_PLACES: Final = re.compile(r"\{[^{}]*\}|[^{}]+|.", re.DOTALL)
_STYLES: Final = {
    "COUNT": NumberStyle(0),
    "COUNTIF": NumberStyle(0),
    "RATIO": NumberStyle(2, percent=PercentStyle.SIGN),
    "RATE": NumberStyle(2, percent=PercentStyle.SIGN),
}
"""How a figure prints that is neither money nor points, whatever it was made from."""

_TEXTS: Final = frozenset({"text", "code"})


@dataclass(frozen=True, slots=True)
class RuleIds:
    """The ids given so far, by the file that gives them: a file may serve several forms."""

    files: dict[str, str]

    def check(self, node: YamlMap, file: str, seen: set[str], problems: Problems) -> None:
        """Refuse an id that was given before."""
        id_ = node.entries.get("id")
        if not isinstance(id_, YamlText):
            return
        if id_.text in seen or self.files.setdefault(id_.text, file) != file:
            where = node.key_marks["id"]
            problems.add(where, f"审核公式编号“{shown(id_.text)}”用了两次")
        seen.add(id_.text)


class RuleReader:
    """Reads and binds the audit rules of a suite's files."""

    def __init__(self, binder: Binder, unsure: Mapping[str, Unsure]) -> None:
        """Look names up with this binder."""
        self.binder = binder
        self.unsure = unsure
        self.ids = RuleIds({})

    def read(self, section: YamlList, form: str, problems: Problems) -> tuple[AuditRule, ...]:
        """The rules of a form file, or with `form` "" those of the suite's links."""
        seen: set[str] = set()
        found = []
        for node in section.items:
            piece = convert(AuditPiece, node, problems, "审核公式")
            if isinstance(node, YamlMap):
                self.ids.check(node, problems.file, seen, problems)
                rule = _RuleBinding(self, node, form, problems).rule(piece)
                found += [rule] if rule else []
        return tuple(found)


class _RuleBinding:
    """Binds one rule: all its parts, so that a mistake in one hides none in the others."""

    def __init__(self, reader: RuleReader, node: YamlMap, form: str, problems: Problems) -> None:
        self.binder = reader.binder
        self.unsure = reader.unsure
        self.node = node
        self.form = form
        self.problems = problems

    def rule(self, piece: AuditPiece | None) -> AuditRule | None:
        visited = self._each()
        context = visited or Context(NAMELESS, at_home=bool(self.form))
        rule = self._bound("rule", context)
        when = self._bound("when", context)
        message = self._message(context)
        if rule is not None and not rule.selectors:
            mark = self.node.entries["rule"].mark
            self.problems.add(mark, "审核公式里一个单元格也没有")
        broken = "when" in self.node.key_marks and when is None
        self._check_reasons(piece)
        if piece is None or visited is None or rule is None or broken or message is None:
            return None
        return AuditRule(
            id=piece.id,
            form=context.form or _first_form(rule),
            severity=_SEVERITIES[piece.severity],
            rule=rule,
            message=message,
            remedy=piece.remedy,
            each=context.region,
            group=context.group,
            when=when,
            crossing=not self.form,
            remainder=remainder_of(rule.tree, [self._rounded(s) for s in rule.selectors]),
            reasons=tuple(piece.reasons),
        )

    def _check_reasons(self, piece: AuditPiece | None) -> None:
        """Only what is 核实性 has a 审核说明, for which reasons are offered."""
        if piece is not None and piece.reasons and piece.severity != "verify":
            mark = self.node.key_marks["reasons"]
            self.problems.add(mark, "reasons 是审核说明的常用写法，只有 verify 的审核公式可以写")

    def _rounded(self, selector: Selector) -> int | None:
        """The decimals to which the figures of a name were rounded, None for exact ones."""
        slot = self.binder.table.slot_of(selector)
        return slot.field.decimals if slot is not None and slot.field.rounded else None

    def _text(self, key: str) -> YamlText | None:
        node = self.node.entries.get(key)
        return node if isinstance(node, YamlText) else None

    def _bound(self, key: str, context: Context) -> Bound | None:
        node = self._text(key)
        if node is None:
            return None
        located = Located(node, self.problems.file)
        return self.binder.bind(Formula(located, context, key), self.problems)

    # ---- where

    def _each(self) -> Context | None:
        """What the rule visits: a form, or its records, or groups of them. None if unknown."""
        node = self._text("each")
        if node is None:
            return None if "each" in self.node.key_marks else self._context(self.form)
        head, _, tail = node.text.replace("！", "!").partition("!")
        name = normalise_name(head)
        if self.form:
            name, tail = self.form, node.text
        form = self.binder.table.forms.get(name)
        if form is None:
            if name not in self.unsure and NAMELESS not in self.unsure:
                known = self.binder.table.forms
                message = f"each 里没有“{shown(name)}”这张表{nearest(name, known)}"
                self.problems.add(node.mark, message)
            return None
        region, _, group = normalise_name(tail).partition(".")
        wrong = self._wrong_visit(form, region, group)
        if wrong:
            self.problems.add(node.mark, wrong)
        known_place = not wrong and (not region or region in form.regions)
        return self._context(name, region, group) if known_place else None

    def _wrong_visit(self, form: Form, region: str, group: str) -> str:
        unsure = self.unsure[form.name]
        if not region or unsure.covers([region]):
            return ""
        if region not in form.regions:
            return f"each 里没有浮动行“{shown(region)}”{nearest(region, form.regions)}"
        columns = form.regions[region].piece.merge_equal
        if group and group not in columns and not unsure.covers([grouping_of(region), group]):
            return (
                f"each 的“{shown(group)}”不在“{region}”的 merge_equal 里{nearest(group, columns)}"
            )
        return ""

    def _context(self, form: str, region: str = "", group: str = "") -> Context:
        return Context(form, None, region, group, at_home=bool(self.form))

    # ---- message

    def _message(self, context: Context) -> tuple[str | MessagePart, ...] | None:
        node = self._text("message")
        if node is None:
            return None
        parts: list[str | MessagePart | None] = []
        offset = 0
        for piece in _PLACES.findall(node.text):
            if piece in ("{", "}"):
                self.problems.add_once(node.place(offset), f"“{piece}”没有配对")
                parts.append(None)
            elif piece.startswith("{"):
                parts.append(self._part(node, piece, offset, context))
            else:
                parts.append(piece)
            offset += len(piece)
        complete = [part for part in parts if part is not None]
        return tuple(complete) if len(complete) == len(parts) else None

    def _part(
        self, node: YamlText, piece: str, offset: int, context: Context
    ) -> MessagePart | None:
        inner = YamlText(piece[1:-1], node.place(offset + 1))
        located = Located(inner, self.problems.file)
        bound = self.binder.bind(Formula(located, context, "message"), self.problems)
        if bound is None:
            return None
        signed = piece[1:].lstrip().startswith(DIFFERENCE)
        part = MessagePart(bound, self._style(bound), signed)
        return replace(part, blank="") if self._is_text(bound) else part

    def _is_text(self, bound: Bound) -> bool:
        """Whether it is nothing but the text of a cell."""
        slot = None
        if isinstance(bound.tree, Name):
            slot = self.binder.table.slot_of(bound.selectors[0])
        return slot is not None and slot.field.type in _TEXTS

    def _style(self, bound: Bound) -> NumberStyle | None:
        """How a figure prints in a message: as the first one it is made from, zero as a figure."""
        if isinstance(bound.tree, Call) and bound.tree.function in _STYLES:
            return _STYLES[bound.tree.function]
        for selector in bound.selectors:
            slot = self.binder.table.slot_of(selector)
            if slot is not None and slot.field.number is not None:
                return replace(slot.field.number, zero=None)
        return None


def _first_form(rule: Bound) -> str:
    return next(_forms(leaves(rule.tree)), "")


def _forms(named: Sequence[Name | Range | Previous]) -> Iterator[str]:
    for leaf in named:
        name = leaf.first if isinstance(leaf, Range) else leaf
        name = name.name if isinstance(name, Previous) else name
        if name.form:
            yield name.form
