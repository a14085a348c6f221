"""Addresses: which cell of which form is meant, for people (text) and for the program (CellId).

Text: ``总额.得分``, ``指标[3].得分``, ``公开03!合计.项目支出``,
``项目自评[城乡居民医保]!总额.得分``, ``单位[1].明细[3].合计``, ``封面.单位名称``. Names are
normalised (NFKC, no blanks); a name with anything but hanzi, letters, digits after the first sign
and _ is quoted: ``'因公出国（境）费'.金额``.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, NamedTuple

COVER: Final = "封面"
"""The pseudo form that holds what is asked once per document."""

PROJECT_CARD: Final = "项目卡"
"""The pseudo form that holds what is asked once per project; its instances are the projects."""


class SheetId(NamedTuple):
    """One form as it stands in a document: the form's name and, if it is per project, whose."""

    form: str
    instance: str = ""


class CellId(NamedTuple):
    """One cell of a document; stable while rows are added above it.

    `name` is the template's full cell name (row.column, region.field or a bare name), `record` the
    stable id of the floating record (or of a group or derived row) it belongs to, "" for fixed
    rows.
    """

    form: str
    instance: str
    record: str
    name: str

    @property
    def sheet(self) -> SheetId:
        """The sheet the cell stands on."""
        return SheetId(self.form, self.instance)


def cover_cell(name: str) -> CellId:
    """The cover's cell of that name."""
    return CellId(COVER, "", "", name)


def card_cell(project: str, name: str) -> CellId:
    """The cell `name` of a project's card."""
    return CellId(PROJECT_CARD, project, "", name)


def normalise_name(raw: str) -> str:
    """A name as formulas and addresses compare it: NFKC, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", raw))


PLAIN_NAME: Final = re.compile(r"[^\W\d]\w*")


def quote_name(name: str) -> str:
    """The name as it is written in an address or formula."""
    return name if PLAIN_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class AddressStep:
    """One word of an address, with the key in brackets behind it."""

    name: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A cell address as typed, taken apart but not yet looked up in a document."""

    form: str | None
    instance: str | None
    steps: tuple[AddressStep, ...]


_WORD = r"'(?:[^']|'')*'|[^\s.!\[\]'=]+"
_STEP = re.compile(rf"({_WORD})(?:\[([^\[\]]*)\])?")
MAX_ADDRESS: Final = 400


def parse_address(text: str) -> Address | None:
    """Take an address apart; None if it is not shaped like one."""
    if len(text) > MAX_ADDRESS:
        return None
    head, mark, tail = _split_form(text.strip())
    form: AddressStep | None = None
    if mark:
        match = _STEP.fullmatch(head.strip())
        if match is None:
            return None
        form = _step(match)
    steps: list[AddressStep] = []
    position = 0
    while True:
        match = _STEP.match(tail, position)
        if match is None:
            return None
        steps.append(_step(match))
        position = match.end()
        if position == len(tail):
            break
        if tail[position] != ".":
            return None
        position += 1
    return Address(form.name if form else None, form.key if form else None, tuple(steps))


def _split_form(text: str) -> tuple[str, str, str]:
    match = re.match(r"((?:'(?:[^']|'')*'|[^!'\[])*(?:\[[^\[\]]*\])?)([!！])", text)
    return (match[1], "!", text[match.end() :].strip()) if match else ("", "", text)


def _step(match: re.Match[str]) -> AddressStep:
    word = match[1]
    if word.startswith("'"):
        word = word[1:-1].replace("''", "'")
    return AddressStep(normalise_name(word), match[2])
