"""The proof sheet as a printed form: A4 across, the head on every page, for workbook and PDF alike.

What passed or did not apply is one line for each rule on each form, with how many places there are:
a large document would fill thousands of pages. The places add up to the sum above all the same.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from core import __version__
from core.findings import Outcome
from core.layout.plan import (
    Align,
    CellKind,
    CellStyle,
    FormPlan,
    Head,
    LineRole,
    PageSetup,
    PlanCell,
    PlanRow,
)
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine
from core.proof.content import Part, ProofLine, ProofSheet
from core.refs import SheetId, cover_cell

TITLE: Final = "审核校验单"
HEADS: Final = (
    *("结果", "编号", "级别", "范围", "表", "位置", "审核内容", "左边", "右边", "相差"),
    "怎么办、说明、为什么",
)
_WIDTHS: Final = (15.0, 17.0, 14.0, 11.0, 20.0, 36.0, 58.0, 21.0, 21.0, 18.0, 36.0)  # mm, of 267
_LEFT: Final = frozenset({5, 6, 10})
_RIGHT: Final = frozenset({7, 8, 9})
_ROW: Final = 6.0
_FOLDED: Final = (Outcome.PASSED, Outcome.NOT_APPLICABLE)
_LONGEST: Final = 160
Texts = tuple[str, ...]


Lines = tuple[PrintedLine, ...]


def printed_proof(sheet: ProofSheet, at: datetime, checksum: str) -> PrintedForm:
    """The proof sheet of a document at a time; `checksum` is the SHA-256 of its file, "" if none.

    A window does the three steps of it one by one: they take a while on a large document.
    """
    return form_of(rows_of(sheet), *lines_around(sheet, at, checksum))


def form_of(worded: Iterable[Texts], above: Lines, below: Lines) -> PrintedForm:
    """The printed form of these rows. Without a row it says so in a line of its own."""
    rows = [HEADS, *worded]
    if len(rows) == 1:
        rows.append(("", "", "", "", "", "", "没有审核公式", "", "", "", ""))
    cells = [
        _cell(row, column, text)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    plan = FormPlan(
        sheet=SheetId(TITLE),
        number="",
        title=TITLE,
        short=TITLE,
        columns=_WIDTHS,
        rows=tuple(PlanRow(line=row, height=_ROW, breakable=row > 0) for row in range(len(rows))),
        cells=tuple(cell.place for cell in cells),
        above=(),
        below=(),
        heads=(Head(0, 1, len(rows)),),
        page=PageSetup(landscape=True, font_size=8.0),
    )
    return PrintedForm(plan, tuple(cells), above, below)


def lines_around(sheet: ProofSheet, at: datetime, checksum: str) -> tuple[Lines, Lines]:
    """What stands above and below: of whom, the sum, and the last line."""
    session = sheet.session
    unit = session.text(cover_cell(session.suite.unit))
    suite = f"{session.suite.title}　{session.names.year()}年度"
    above = (
        PrintedLine(LineRole.TITLE, "", TITLE, ""),
        PrintedLine(LineRole.LINE, unit, "", suite),
        PrintedLine(LineRole.LINE, sheet.sum_words, "", ""),
    )
    return above, (PrintedLine(LineRole.NOTE, _last_line(sheet, at, checksum), "", ""),)


def _last_line(sheet: ProofSheet, at: datetime, checksum: str) -> str:
    """Which program and rules said so, when, and of what file."""
    session = sheet.session
    path = session.path
    file = f"{path.name}，SHA-256 {checksum}" if path is not None and checksum else "没有存成文件"
    suite = f"{session.suite.id} 第{session.suite.revision}次修订"
    return f"表里 {__version__}；套表和审核公式 {suite}；{at:%Y-%m-%d %H:%M:%S}；文件 {file}"


def rows_of(sheet: ProofSheet) -> Iterator[Texts]:
    """The lines of the sheet, column by column, each worded when it is asked for."""
    for part in sheet.parts:
        if part.outcome in _FOLDED and len(part.keys) > 1:
            yield _folded(sheet, part)
            continue
        yield from map(_texts, sheet.lines_of(part))


def _folded(sheet: ProofSheet, part: Part) -> Texts:
    """All the results of a part in one line, in the words of the first."""
    texts = list(_texts(sheet.lines_of(part)[0]))
    texts[5] = f"共 {len(part.keys)} 处"
    texts[7:10] = "", "", ""
    return tuple(texts)


def _texts(line: ProofLine) -> Texts:
    found = line.finding
    outcome = found.outcome.value + ("（待复核）" if found.stale else "")
    kind = found.severity.value
    where = line.form, found.place, _short(line.words)
    figures = line.figures
    return (
        *(outcome, found.rule, kind, found.scope.value, *where),
        *(figures.left, figures.right, figures.gap, _short(line.why)),
    )


def _short(text: str) -> str:
    """A text, cut where a formula would fill the page."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _cell(row: int, column: int, text: str) -> PrintedCell:
    """A figure is an entry, for a workbook keeps a number that is typed as a number."""
    figure = row > 0 and column in _RIGHT and text != ""
    align = Align.LEFT if column in _LEFT else Align.RIGHT if column in _RIGHT else Align.CENTER
    style = CellStyle(align=align if row else Align.CENTER, bold=row == 0, label=not figure)
    kind = CellKind.ENTRY if figure else CellKind.LABEL
    return PrintedCell(PlanCell(row, column, 1, 1, kind, (text,), style), text)
