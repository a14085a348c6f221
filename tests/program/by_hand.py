"""What a form and a project of the example hold, and what has to be typed to get there."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.export.xlsx import xlsx_bytes
from core.layout.plan import CellKind, PlanCell
from core.refs import SheetId
from core.session import Session
from tests.program.typist import Typist
from tests.virtual_screen import VirtualScreen
from tools.office import PROGRAM

EXAMPLE = "tonghai-2021"
FORM, PROJECT, INDICATORS = "一般公共预算收支", "项目自评", "指标"
OFFICE_RESTS = 3.0
"""Seconds that LibreOffice gets for its window, and for what is copied."""


_CODE = 7


def entry_cells(session: Session, sheet: SheetId) -> list[tuple[PlanCell, str]]:
    """The entry cells of a sheet in the order of Tab, and what is typed there, if anything."""
    places = [place for place in session.plan(sheet).cells if place.kind is CellKind.ENTRY]
    places.sort(key=lambda place: (place.row, place.column))
    return [(place, session.typed(place.cell) or "") for place in places if place.cell is not None]


def entries(session: Session, sheet: SheetId) -> list[str]:
    """What is typed into the entry cells of a sheet, in the order of Tab."""
    return [text for _, text in entry_cells(session, sheet)]


def is_code(text: str) -> bool:
    """Whether a text is a whole code of 科目."""
    return text.isdigit() and len(text) == _CODE


def cells(sheet: Worksheet) -> dict[str, object]:
    """What a sheet of a workbook holds."""
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


def indicators(session: Session, project: SheetId) -> list[list[str]]:
    """What is typed for the indicators of a project, up to the first cell that is calculated."""
    plan = session.plan(project)
    rows: dict[int, list[PlanCell]] = {}
    for place in plan.cells:
        if plan.rows[place.row].region == INDICATORS:
            rows.setdefault(place.row, []).append(place)
    block = []
    for places in rows.values():
        places.sort(key=lambda place: place.column)
        entered = takewhile(lambda place: place.kind is CellKind.ENTRY, places)
        block.append([session.typed(place.cell) or "" for place in entered if place.cell])
    return block


def parts(typed: list[str], block: list[list[str]]) -> tuple[list[str], list[str], list[str]]:
    """What is typed before a block, the cells of the block (left as they are), and what follows."""
    first = typed.index(block[0][0])
    last = first
    left: list[str] = []
    for row in block:
        begin = typed.index(row[2], last) - 2
        left += typed[last:begin] if last != first else []
        left += [""] * len(row)
        last = begin + len(row)
    return typed[:first], left, typed[last:]


@contextmanager
def copied(screen: VirtualScreen, folder: Path, block: list[list[str]]) -> Iterator[None]:
    """A block is on the clipboard of this screen: LibreOffice shows it, and it was copied there."""
    book = Workbook()
    sheet = book.create_sheet("指标", 0)
    for row in block:
        sheet.append(row)
    folder.mkdir()
    path = folder / "block.xlsx"
    book.save(path)
    command = [
        PROGRAM,
        "--norestore",
        "--nologo",
        f"-env:UserInstallation={(folder / 'own').as_uri()}",
    ]
    environ = {**os.environ, "DISPLAY": screen.name, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    # It is a script that starts the program: both are of a group, which goes as a whole.
    office = subprocess.Popen(
        [*command, str(path)],
        env=environ,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        hands = Typist(screen, screen.wait_for_window(path.stem, office), office)
        time.sleep(OFFICE_RESTS)
        hands.press("ctrl+a", "ctrl+c")
        time.sleep(OFFICE_RESTS)
        yield
    finally:
        os.killpg(office.pid, signal.SIGKILL)
        office.wait()


def typed_at(session: Session, address: str) -> str:
    """What is typed at an address."""
    return session.typed(session.names.cell(address)) or ""


def project_of(example: Session) -> SheetId:
    """The sheet of the first project."""
    return next(title.sheet for title in example.sheets() if title.sheet.form == PROJECT)


def assert_same(workbook: Path, example: Session, *sheets: SheetId) -> None:
    """A workbook holds for these sheets what the example's holds."""
    theirs_path = workbook.with_name("示例.xlsx")
    theirs_path.write_bytes(xlsx_bytes([example.printed(sheet) for sheet in sheets]))
    ours, theirs = load_workbook(workbook), load_workbook(theirs_path)
    for title in theirs.sheetnames:
        have, expected = cells(ours[title]), cells(theirs[title])
        wrong = [
            f"{title}!{at}: {have.get(at)!r}, not {expected.get(at)!r}"
            for at in sorted(have.keys() | expected.keys())
            if have.get(at) != expected.get(at)
        ]
        assert not wrong, "\n".join(wrong)
