"""A blank workbook becomes a first drawing: a suite that loads, to be completed by hand.

Everything is a guess but what is printed: texts, joined cells and widths are those of the blank.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from core.errors import TemplateError, WorkbookError
from core.importing.form_text import flow, form_text, yaml_text
from core.importing.heading_text import (
    MOST_TITLE,
    Heading,
    plain_text,
    read_heading,
    with_year,
)
from core.importing.sheet import read_sheet
from core.importing.table import Blank, find_table
from core.importing.workbook import open_workbook, shown_sheets
from core.refs import COVER, normalise_name
from core.template.cell_text import CARD_NAMES
from core.template.suite import MAX_FORMS, SUITE_FILE, YEAR_CELL, load_suite
from core.template.writing import aligned

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NO_NAME_SIGN: Final = re.compile(r"[!\[\]'.！]")
_FRONT: Final = re.compile(r"^[\W\d_]+")
"""What stands before the first word of a name."""

_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?=\s*年)")
_LONGEST_NAME: Final = 60
_UNIT_CELL: Final = "单位"
_OPEN: Final = "待填"


@dataclass(frozen=True, slots=True)
class DrawnForm:
    """One form of a draft: the sheet it comes from, its file, and its size.

    `emptied` cells to fill in had a number in them, which the form does not keep.
    """

    sheet: str
    file: str
    rows: int
    columns: int
    cells: int
    emptied: int


@dataclass(frozen=True, slots=True)
class SuiteDraft:
    """The files of a drafted suite, what they hold, and the sheets that were left out, with why."""

    files: dict[str, str]
    forms: tuple[DrawnForm, ...]
    left_out: tuple[str, ...]


def draft_suite(path: Path, suite_id: str) -> SuiteDraft:
    """Draw the forms of a blank workbook. Raises WorkbookError, one plain line.

    `suite_id` becomes the name of the suite where it may.
    """
    shown, hidden = shown_sheets(open_workbook(path))
    blanks: list[Blank] = []
    left_out = [f"工作表“{name}”是隐藏的，没有画" for name in hidden]
    for sheet in shown:
        blank = find_table(read_sheet(sheet))
        if blank is None:
            left_out.append(f"工作表“{sheet.title}”是空的，没有画")
        else:
            blanks.append(blank)
    if not blanks:
        what = "里的工作表都是隐藏的，请取消隐藏再试" if not shown else "里一个字、一条线也没有"
        raise WorkbookError(f"“{path.name[:60]}”{what}")
    if len(blanks) > MAX_FORMS:
        words = f"里有 {len(blanks)} 张表，一个套表最多 {MAX_FORMS} 张，请分成几个工作簿"
        raise WorkbookError(f"“{path.name[:60]}”{words}")
    return _Writer(path, suite_id, blanks).draft(left_out)


class _Writer:
    """Writes the files of one suite."""

    def __init__(self, path: Path, suite_id: str, blanks: list[Blank]) -> None:
        self.path = path
        self.id = suite_id if _ID.fullmatch(suite_id) else "draft"
        self.blanks = blanks
        self.year = _year(blanks)
        self.names: list[str] = []
        self.asked: dict[str, None] = {}

    def draft(self, left_out: list[str]) -> SuiteDraft:
        files: dict[str, str] = {}
        forms: list[DrawnForm] = []
        entries: list[dict[str, str]] = []
        for index, blank in enumerate(self.blanks, 1):
            form = f"form_{index}"
            file = f"forms/{form}.yaml"
            heading = read_heading(blank, self.year)
            title = self._title(blank, heading)
            text, cells = form_text(blank, form, title, heading)
            files[file] = self._aligned(text, blank, file)
            self.asked.update(heading.asked)
            self.asked.pop(YEAR_CELL, None)  # every cover has it
            emptied = sum(1 for cell in cells if cell.box.figure not in ("", "0", cell.default))
            size = blank.rows, len(blank.widths), len(cells)
            forms.append(DrawnForm(blank.sheet.title, file, *size, emptied))
            entries.append(self._entry(blank, file, heading, index))
        files[SUITE_FILE] = self._suite(entries)
        try:
            load_suite(files)
        except TemplateError as error:
            raise self._unusable(str(error.problems[0])) from error
        return SuiteDraft(files, tuple(forms), tuple(left_out))

    def _aligned(self, text: str, blank: Blank, file: str) -> str:
        try:
            return aligned(text, file)
        except TemplateError as error:
            where = f"工作表“{blank.sheet.title}”：{error.problems[0].message}"
            raise self._unusable(where) from error

    def _unusable(self, why: str) -> WorkbookError:
        return WorkbookError(f"“{self.path.name[:60]}”画不成表样，{why}")

    def _title(self, blank: Blank, heading: Heading) -> str:
        """The title above the table, else a heading over the whole of it, else the sheet's name."""
        if heading.title:
            return heading.title
        first = blank.boxes[0]
        text = plain_text(first.text.strip())
        if not heading.above and text and first.columns == len(blank.widths) > 1:
            heading.above.append({"left": ""})  # or the title would be printed twice
        else:
            text = blank.sheet.title
        return with_year(plain_text(text[:MOST_TITLE]), self.year)

    def _entry(self, blank: Blank, file: str, heading: Heading, index: int) -> dict[str, str]:
        sheet = plain_text(blank.sheet.title)
        return {
            "name": self._name(sheet, index),
            "file": file,
            "number": heading.number or f"第{index}表",
            "short": sheet or f"第{index}表",
        }

    def _name(self, sheet: str, index: int) -> str:
        """What formulas call a form: the sheet's name as far as that can be."""
        name = _NO_NAME_SIGN.sub("", normalise_name(sheet))[: _LONGEST_NAME - 4]
        name = _FRONT.sub("", name)
        if name in ("", COVER, *CARD_NAMES):
            name = f"表{index}"
        free = name
        while free in self.names:
            free = f"{name}_{index}"
            index += 1
        self.names.append(free)
        return free

    def _suite(self, entries: list[dict[str, str]]) -> str:
        """suite.yaml; what the workbook does not say is marked."""
        title = plain_text(self.path.stem.strip())[:MOST_TITLE] or _OPEN
        head = {
            "notation": "1",
            "suite": self.id,
            "revision": "1",
            "title": yaml_text(title),
            "region": f"{_OPEN}          # 哪里用，例如省名",
            "purpose": f"{_OPEN}         # 做什么用，例如部门预算公开",
            "year": str(self.year),
        }
        lines = [f"{key}: {text}" for key, text in head.items()]
        lines += ["", "forms:", *(f"  - {flow(entry)}" for entry in entries)]
        lines += ["", "cover:                    # 第一格是单位的名称"]
        asked = sorted(self.asked, key=lambda name: not re.search("单位|部门", name))
        if not asked or not re.search("单位|部门", asked[0]):
            asked.insert(0, _UNIT_CELL)
        lines.append(f"  {asked[0]}: {{type: text, required: yes, max_length: 60}}")
        lines += [f"  {name}: {{type: text, max_length: 60}}" for name in asked[1:]]
        return "\n".join(lines) + "\n"


def _year(blanks: Iterable[Blank]) -> int:
    """The year that the lines above the tables name most often; this one if none does."""
    years = Counter(
        int(year)
        for blank in blanks
        for line in blank.above
        for piece in line
        for year in _YEAR.findall(piece.text)
    )
    return years.most_common(1)[0][0] if years else date.today().year
