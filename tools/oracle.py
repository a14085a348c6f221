"""What LibreOffice makes of our workbooks: `python3 dev.py oracle` prints a table.

For every example: each figure of the workbook reads as our form prints it; with --formulas each
formula is reckoned by LibreOffice (the values we wrote beside the formulas are spoilt before, so
that none can be taken over) and gives our value; each form has as many pages; no row needs to be
higher than we wrote it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from core.calc.examples import example_ids
from core.export.xlsx import xlsx_bytes
from core.export.xlsx_styles import stored, stored_live
from core.layout.pages import paginate
from core.layout.printed import PrintedCell, PrintedForm
from core.session import Session
from core.values import CONTEXT
from tools.office import Office

_SPOILT = b"987654321"
_CACHED = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
_OWN_HEIGHT = re.compile(rb' (?:ht="[^"]*"|customHeight="1")')
# No row is lower than the height of an empty one.
_LOW_ROWS = (re.compile(rb'defaultRowHeight="[^"]*"'), b'defaultRowHeight="1"')
_A_BIT = 0.5  # points; heights are kept in quarters of a point and in pixels


@dataclass
class Verdict:
    """What was compared in one example, and what differs."""

    title: str
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def compare(self, what: str, place: str, ours: object, theirs: object, good: bool) -> None:
        """Count one comparison and keep it if it does not hold."""
        self.counts[what] = self.counts.get(what, 0) + 1
        if not good:
            self.wrong.append(f"{what} {place}: 我们 {ours}，LibreOffice {theirs}")


def examine(session: Session, title: str, folder: Path) -> Verdict:
    """Let LibreOffice read one document's exports; `folder` is empty."""
    verdict = Verdict(title)
    office = Office(folder)
    forms = [session.printed(sheet.sheet) for sheet in session.sheets()]
    compare_values(verdict, forms, office)
    compare_formulas(verdict, forms, session, office)
    compare_heights(verdict, forms, office)
    compare_pages(verdict, forms, office)
    return verdict


def compare_values(verdict: Verdict, forms: Sequence[PrintedForm], office: Office) -> None:
    """Every figure and text of the workbook reads as the form prints it."""
    _compare_cells(verdict, "数", forms, _read_again(office, "values", xlsx_bytes(forms)), None)


def compare_formulas(
    verdict: Verdict, forms: Sequence[PrintedForm], session: Session, office: Office
) -> None:
    """Every formula, reckoned by LibreOffice, gives our value."""
    content = xlsx_bytes(forms, session)
    spoilt = _rewritten(content, _CACHED, rb"\1<v>" + _SPOILT + b"</v>")
    read = _read_again(office, "formulas", spoilt)
    _compare_cells(verdict, "公式", forms, read, _formula_cells(content))


def compare_heights(verdict: Verdict, forms: Sequence[PrintedForm], office: Office) -> None:
    """No row is lower than LibreOffice would make it to show its texts."""
    content = xlsx_bytes(forms)
    free = _rewritten(_rewritten(content, _OWN_HEIGHT, b""), *_LOW_ROWS)
    sheets = zip(
        load_workbook(BytesIO(content)).worksheets,
        _read_again(office, "heights", free).worksheets,
        strict=True,
    )
    for ours, theirs in sheets:
        for row, dimension in ours.row_dimensions.items():
            written, wanted = dimension.height, theirs.row_dimensions[row].height
            if written is not None and wanted is not None:
                good = wanted <= written + _A_BIT
                verdict.compare("行高", f"{ours.title} 第{row}行", written, wanted, good)


def compare_pages(verdict: Verdict, forms: Sequence[PrintedForm], office: Office) -> None:
    """Each form's sheet prints on as many pages as its PDF has."""
    files = []
    for number, form in enumerate(forms):
        files.append(office.folder / f"form{number}.xlsx")
        files[-1].write_bytes(xlsx_bytes([form]))
    for form, path in zip(forms, office.convert(files, "pdf"), strict=True):
        document = pypdfium2.PdfDocument(path)
        theirs, ours = len(document), len(paginate(form))
        document.close()
        verdict.compare("页数", form.plan.short, ours, theirs, ours == theirs)


def _read_again(office: Office, name: str, workbook: bytes) -> Workbook:
    """The workbook as LibreOffice saves it."""
    path = office.folder / f"{name}.xlsx"
    path.write_bytes(workbook)
    return load_workbook(office.convert([path], "xlsx")[0], data_only=True)


def _rewritten(workbook: bytes, what: re.Pattern[bytes], by: bytes) -> bytes:
    """The workbook with something else on its sheets."""
    result = BytesIO()
    with ZipFile(BytesIO(workbook)) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                content = what.sub(by, content)
            target.writestr(entry.filename, content)
    return result.getvalue()


def _formula_cells(workbook: bytes) -> set[tuple[int, str]]:
    """The sheets (from 0) and addresses of formulas."""
    return {
        (number, cell.coordinate)
        for number, sheet in enumerate(load_workbook(BytesIO(workbook)).worksheets)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def _compare_cells(
    verdict: Verdict,
    what: str,
    forms: Sequence[PrintedForm],
    read: Workbook,
    only: set[tuple[int, str]] | None,
) -> None:
    for number, form in enumerate(forms):
        sheet = read.worksheets[number]
        for address, printed in _addressed(form):
            if only is not None and (number, address) not in only:
                continue
            held = stored(printed) if only is None else stored_live(printed)
            theirs, ours = sheet[address].value, held.value
            place = f"{sheet.title} {address}"
            verdict.compare(what, place, ours or "空", theirs, _is_same(ours, theirs))


def _addressed(form: PrintedForm) -> Iterator[tuple[str, PrintedCell]]:
    for printed in form.cells:
        place = printed.place
        row = len(form.above) + place.row + 1
        yield f"{get_column_letter(place.column + 1)}{row}", printed


def _is_same(ours: Decimal | str, theirs: object) -> bool:
    """Whether LibreOffice's value is ours at our decimals; nothing and the empty text are one."""
    if isinstance(ours, str):
        return _one_line(ours) == _one_line("" if theirs is None else str(theirs))
    if isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return False
    places = Decimal(1).scaleb(int(ours.as_tuple().exponent))
    return Decimal(repr(theirs)).quantize(places, context=CONTEXT) == ours


def _one_line(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    """Examine every example, print what was compared, and return 1 if anything differs."""
    failed = False
    for example in example_ids():
        with TemporaryDirectory() as folder, Session.example(example, None) as session:
            verdict = examine(session, example, Path(folder))
        counts = "，".join(f"{what} {count}" for what, count in verdict.counts.items())
        print(f"{verdict.title}：{counts}；不同 {len(verdict.wrong)}")
        for line in verdict.wrong:
            print(f"  {line}")
        failed = failed or bool(verdict.wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
