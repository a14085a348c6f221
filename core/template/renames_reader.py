"""The section `renames:` of a suite, checked against the forms of today as far as it can be."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from core.refs import normalise_name
from core.template.convert import convert
from core.template.fields import CellNames
from core.template.form import Slot
from core.template.problems import Mark, Problems, Unsure, nearest, shown
from core.template.renames import NEW, Edition, Origins, Renames
from core.template.schema import EditionPiece
from core.template.strict_yaml import YamlMap, YamlNode, YamlText

_SHAPES: Final = {"forms": "“现在的表名: 原来的表名”", "cells": "“表名!现在的名称: 原来的名称”"}


class RenamesReader:
    """Reads what was called otherwise.

    `forms` are the cells of every form by name, cover and project card included.
    """

    def __init__(
        self,
        forms: Mapping[str, Mapping[str, Slot]],
        unsure: Mapping[str, Unsure],
        problems: Problems,
    ) -> None:
        """Look for the names of today here."""
        self.forms = forms
        self.unsure = unsure
        self.problems = problems
        self.names = CellNames(problems)

    def read(self, items: list[YamlNode], own: str, revision: int) -> tuple[Edition, ...]:
        """The editions; those of the suite itself are of earlier revisions."""
        found: dict[tuple[str, int | None], Edition] = {}
        for item in items:
            piece = convert(EditionPiece, item, self.problems, "renames 的一条")
            if piece is None or not isinstance(item, YamlMap):
                continue
            suite = piece.suite or own
            if suite == own and (piece.revision is None or piece.revision >= revision):
                mark = item.key_marks.get("revision", item.mark)
                message = f"本套表以前的修订，revision 写 1 到 {max(revision - 1, 1)}"
                self.problems.add(mark, message)
            if (suite, piece.revision) in found:
                self.problems.add(item.mark, "这一版写了两次，合成一条")
            renames = self._renames(item)
            found[suite, piece.revision] = Edition(suite, piece.revision, renames)
        return tuple(found.values())

    def _renames(self, item: YamlMap) -> Renames:
        forms: dict[str, str | None] = {}
        for new, old, mark in self._pairs(item, "forms"):
            if self._knows(new, self.forms, mark, "套表里没有“{}”这张表"):
                self._add(forms, normalise_name(new), normalise_name(old), mark)
        self._check_free(forms, self.forms, item, "forms")
        kinds: tuple[dict[str, dict[str, str | None]], ...] = ({}, {})
        for raw, old, mark in self._pairs(item, "cells"):
            self._cells(raw, old, mark, kinds)
        for found in kinds:
            for form, was in found.items():
                known = {*self.forms[form], *_rows(self.forms[form])}
                self._check_free(was, known, item, "cells")
        rows, cells = ({form: Origins(was) for form, was in found.items()} for found in kinds)
        return Renames(Origins(forms), rows, cells)

    def _pairs(self, item: YamlMap, key: str) -> Iterator[tuple[str, str, Mark]]:
        group = item.entries.get(key)
        entries = group.entries if isinstance(group, YamlMap) else {}
        for name, node in entries.items():
            if isinstance(node, YamlText) and isinstance(group, YamlMap):
                yield name, node.text.strip(), group.key_marks[name]
            else:
                self.problems.add(node.mark, f"{key} 要写成{_SHAPES[key]}的样子")

    def _cells(
        self, raw: str, old: str, mark: Mark, kinds: tuple[dict[str, dict[str, str | None]], ...]
    ) -> None:
        """One line of `cells`: whole rows, or single cells and columns."""
        form, sign, target = raw.replace("！", "!").partition("!")
        form = normalise_name(form.strip().strip("'"))
        if not sign:
            self.problems.add(mark, f"“{shown(raw)}”要写成{_SHAPES['cells']}的样子")
            return
        if not self._knows(form, self.forms, mark, "套表里没有“{}”这张表"):
            return
        now = self.names.expand(target, mark)
        was = [NEW] * len(now) if old == NEW else self.names.expand(old, mark)
        if len(now) != len(was):
            message = f"现在的有 {len(now)} 个名称，原来的有 {len(was)} 个，要一样多"
            self.problems.add(mark, message)
            return
        slots = self.forms[form]
        rows = _rows(slots)
        for new, before in zip(now, was, strict=True):
            if self._knows(new, {*slots, *rows}, mark, f"“{form}”里没有“{{}}”", form):
                found = kinds[0 if new in rows and new not in slots else 1]
                self._add(found.setdefault(form, {}), new, before, mark)

    def _knows(
        self, name: str, known: Collection[str], mark: Mark, words: str, form: str = ""
    ) -> bool:
        wanted = normalise_name(name)
        if wanted in known:
            return True
        unsure = self.unsure.get(form or wanted)
        if unsure is None or not unsure.covers(wanted.split(".")):
            self.problems.add_once(mark, words.format(shown(name)) + nearest(wanted, known))
        return False

    def _add(self, found: dict[str, str | None], new: str, old: str, mark: Mark) -> None:
        before = None if old == NEW else old
        if new in found:
            self.problems.add_once(mark, f"“{shown(new)}”写了两次")
        elif before == new:
            self.problems.add_once(mark, f"“{shown(new)}”没有改名，不用写")
        elif before is not None and before in found.values():
            self.problems.add_once(mark, f"“{shown(old)}”改成了两个，只能改成一个")
        else:
            found[new] = before

    def _check_free(
        self, was: Mapping[str, str | None], known: Collection[str], item: YamlMap, key: str
    ) -> None:
        """An old name that is also there now means something else now: that has to be said."""
        for old in was.values():
            if old is not None and old in known and old not in was:
                message = f"“{shown(old)}”现在也有：写明它原来叫什么，新加的写“{NEW}”"
                self.problems.add_once(item.key_marks[key], message)


def _rows(slots: Collection[str]) -> set[str]:
    return {name.partition(".")[0] for name in slots if "." in name}
