"""Links that several suites share: the files that `include` names under `links`.

Such a file lists the forms it speaks of. What needs a form that the suite does not have is dropped
as for a form that is left out (core.template.left_out): the cell is entered, the rule does not
apply, and rows follow the sources that are there.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from unicodedata import normalize

from core.refs import normalise_name
from core.template.form import Form
from core.template.problems import Problems, nearest, shown
from core.template.sections import Sections
from core.template.strict_yaml import YamlList, YamlMap, YamlNode, YamlText, read_yaml

INCLUDE: Final = "include"
_KNOWN_KEYS: Final = ("notation", "forms", "links")
_TOLD: Final = ("message", "remedy")
_NUMBER: Final = re.compile(r"\{([^{}!！]+)[!！]表号\}")
_NOWHERE: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Section:
    """A section `links:` with the mistakes of its file."""

    links: YamlMap
    problems: Problems


def included(
    links: YamlMap,
    sources: Mapping[str, str],
    forms: Mapping[str, Form],
    unsure: Collection[str],
    problems: Problems,
) -> list[Section]:
    """The shared sections that the links of a suite include, without what it has no form for.

    `unsure` are the names of forms that could not be read: they are there.
    """
    node = links.entries.get(INCLUDE)
    items = node.items if isinstance(node, YamlList) else []
    files = [item for item in items if isinstance(item, YamlText)]
    if node is not None and not (files and len(files) == len(items)):
        problems.add(node.mark, f"“{INCLUDE}”要写成 [shared/文件.yaml] 的样子")
    found: dict[str, Section] = {}
    for item in files:
        file = item.text
        if file in found:
            problems.add(item.mark, f"“{shown(file)}”写了两次")
        elif file not in sources:
            hint = nearest(file, sources)
            problems.add(item.mark, f"套表里没有“{shown(file)}”这个文件{hint}")
        else:
            found[file] = _section(sources[file], file, forms, unsure)
    return list(found.values())


def _section(text: str, file: str, forms: Mapping[str, Form], unsure: Collection[str]) -> Section:
    problems = Problems(file)
    top = read_yaml(text, problems)
    if top is None:
        return Section(YamlMap(), problems)
    sections = Sections(top, problems, "共用的文件")
    sections.check_keys(_KNOWN_KEYS)
    named = [item for item in sections.list("forms").items if isinstance(item, YamlText)]
    missing = {normalise_name(item.text) for item in named} - {*forms, *unsure}
    links = sections.map("links")
    if INCLUDE in links.key_marks:
        problems.add(links.key_marks[INCLUDE], f"共用的文件里不能再写 {INCLUDE}")
    return Section(_Fitting(missing, forms).links(links), problems)


@dataclass(frozen=True)
class _Fitting:
    """Makes shared links fit a suite: without the missing forms, with the numbers of the others."""

    missing: Collection[str]
    forms: Mapping[str, Form]

    def links(self, section: YamlMap) -> YamlMap:
        """The section without what needs a missing form."""
        entries = dict(section.entries)
        for key in ("formulas", "defaults"):
            if isinstance(group := entries.get(key), YamlMap):
                entries[key] = self._kept(group)
        if isinstance(rows := entries.get("rows"), YamlMap):
            entries["rows"] = self._rows(rows)
        if isinstance(audits := entries.get("audits"), YamlList):
            rules = [self._numbered(item) for item in audits.items if not self._asks(item)]
            entries["audits"] = YamlList(rules, audits.mark)
        return replace(section, entries=entries)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """A missing form, as formulas, messages and keys write it."""
        names = "|".join(map(re.escape, sorted(self.missing)))
        return re.compile(rf"(?<!\w)(?:{names})'?(?:\[\*\])?\s*!") if names else _NOWHERE

    def _asks(self, node: YamlNode) -> bool:
        """Whether a text, or a text anywhere below, names a missing form."""
        return any(self._pattern.search(normalize("NFKC", text)) for text in _texts(node))

    def _kept(self, group: YamlMap) -> YamlMap:
        """The entries whose key and text need no missing form."""
        kept = {
            key: node
            for key, node in group.entries.items()
            if not self._asks(YamlText(key, group.mark)) and not self._asks(node)
        }
        return _with_keys(group, kept)

    def _rows(self, rows: YamlMap) -> YamlMap:
        """The rows that follow what is there; with a source less, rows can be added by hand."""
        kept: dict[str, YamlNode] = {}
        for key, node in rows.entries.items():
            listed = node.entries.get("from") if isinstance(node, YamlMap) else None
            if self._asks(YamlText(key, rows.mark)):
                continue
            if not isinstance(node, YamlMap) or listed is None or not self._asks(listed):
                kept[key] = node
                continue
            items = listed.items if isinstance(listed, YamlList) else [listed]
            there = [item for item in items if not self._asks(item)]
            if there:
                more: dict[str, YamlNode] = {
                    "from": YamlList(there, listed.mark),
                    "own": YamlText("yes", node.mark),
                }
                kept[key] = replace(node, entries={**node.entries, **more})
        return _with_keys(rows, kept)

    def _numbered(self, rule: YamlNode) -> YamlNode:
        """A rule whose words name forms by the numbers that the suite gives them."""
        if not isinstance(rule, YamlMap):
            return rule
        entries = dict(rule.entries)
        for key in _TOLD:
            if isinstance(node := entries.get(key), YamlText):
                entries[key] = replace(node, text=_NUMBER.sub(self._number, node.text))
        return replace(rule, entries=entries)

    def _number(self, match: re.Match[str]) -> str:
        form = self.forms.get(normalise_name(match[1]))
        return match[0] if form is None or form.per_project else form.number


def _with_keys(group: YamlMap, kept: Mapping[str, YamlNode]) -> YamlMap:
    """The group with fewer entries; a key whose text could not be read stays with its mark."""
    gone = group.entries.keys() - kept.keys()
    marks = {key: mark for key, mark in group.key_marks.items() if key not in gone}
    return replace(group, entries=dict(kept), key_marks=marks)


def _texts(node: YamlNode) -> Iterator[str]:
    match node:
        case YamlText(text):
            yield text
        case YamlList(items):
            for item in items:
                yield from _texts(item)
        case YamlMap(entries):
            for item in entries.values():
                yield from _texts(item)
