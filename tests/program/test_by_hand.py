"""A form and a project filled in by keyboard alone, in the real window, as she does it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import takewhile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from core.export.xlsx import xlsx_bytes
from core.layout.plan import CellKind, PlanCell
from core.refs import SheetId
from core.session import Session
from tests.program.running import painted, started
from tests.program.typist import Typist
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until
from tools.office import PROGRAM

EXAMPLE = "tonghai-2021"
FORM, PROJECT, INDICATORS = "一般公共预算收支", "项目自评", "指标"
OFFICE_RESTS = 3.0
"""Seconds that LibreOffice gets for its window, and for what is copied."""


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    """A screen for all tests here."""
    with virtual_screen() as found:
        yield found


@pytest.fixture(scope="module")
def example() -> Iterator[Session]:
    """What is to be typed."""
    with Session.example(EXAMPLE, None) as session:
        yield session


def entries(session: Session, sheet: SheetId) -> list[str]:
    """What is typed into the entry cells of a sheet, in the order of Tab; "" where nothing is."""
    places = [place for place in session.plan(sheet).cells if place.kind is CellKind.ENTRY]
    places.sort(key=lambda place: (place.row, place.column))
    return [session.typed(place.cell) or "" for place in places if place.cell is not None]


class Clerk:
    """Fills in a new document in the real window, by keyboard."""

    def __init__(self, screen: VirtualScreen, process: subprocess.Popen[bytes], title: str) -> None:
        """The window is there and painted."""
        self.screen, self.process = screen, process
        window = screen.wait_for_window(title, process)
        wait_until(lambda: painted(screen), "a painted window")
        self.hands = Typist(screen, window, process)

    def to(self, title: str) -> None:
        """Give the keyboard to the window or dialog that has this in its title."""
        window = self.screen.wait_for_window(title, self.process)
        self.hands = Typist(self.screen, window, self.process)

    def type_all(self, texts: list[str]) -> None:
        """Type into one entry cell after the other; an empty text leaves its cell as it is."""
        for text in texts:
            self.hands.type(text)
            self.hands.press("Tab")


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


def test_a_form_and_a_project_are_filled_in_by_keyboard_alone(
    screen: VirtualScreen, example: Session, tmp_path: Path
) -> None:
    """From the new document to the workbook: it holds for these forms what the example's holds."""
    sheets = [title.sheet for title in example.sheets()]
    form = SheetId(FORM)
    project = next(sheet for sheet in sheets if sheet.form == PROJECT)
    unit, documents = typed_at(example, "封面.单位名称"), tmp_path / "Documents"
    with started(screen, tmp_path) as process:
        clerk = Clerk(screen, process, "表里")
        clerk.hands.press("ctrl+n")
        clerk.to("新建套表")
        for text in (f"{example.suite.region} {example.suite.year}\n", f"{unit}\n", "\n"):
            clerk.hands.type(text)
            clerk.hands.wait()
        clerk.to(unit)
        hands = clerk.hands
        hands.press(*["ctrl+Next"] * sheets.index(form))
        typed = entries(example, form)
        codes = [text for text in typed if text.isdigit() and len(text) == 7]
        for number, code in enumerate(codes):
            if number:
                hands.press("ctrl+Insert")
            hands.type(f"{code}\n")
        hands.press("ctrl+Home")
        clerk.type_all(typed)
        hands.press("alt+t", "a")
        clerk.to("增加项目")
        clerk.hands.type("医疗救助\n")
        clerk.to(unit)
        clerk.hands.press("alt+t", "c", "Tab")
        clerk.hands.type(typed_at(example, "项目卡[医疗救助].项目名称") + "\n")
        clerk.hands.press("ctrl+Prior", "ctrl+Next")
        block = indicators(example, project)
        before, pasted, after = parts(entries(example, project), block)
        clerk.hands.press("ctrl+Home")
        clerk.type_all(before)
        with copied(screen, tmp_path / "office", block):
            clerk.to(unit)
            clerk.hands.press("ctrl+v")
            clerk.hands.wait()
        clerk.type_all(pasted + after)
        clerk.hands.press(*["ctrl+z"] * 3, *["ctrl+y"] * 3)
        clerk.hands.press("ctrl+shift+e")
        clerk.to("导出")
        clerk.hands.press("Return")
        (workbook,) = wait_until(lambda: list(documents.rglob("*.xlsx")) or None, "a workbook")
        clerk.hands.wait()
        clerk.hands.press("Escape")
        screen.close(screen.wait_for_window(unit, process))
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")
    (tmp_path / "示例.xlsx").write_bytes(xlsx_bytes([example.printed(s) for s in (form, project)]))
    ours, theirs = load_workbook(workbook), load_workbook(tmp_path / "示例.xlsx")
    for title in theirs.sheetnames:
        assert cells(ours[title]) == cells(theirs[title])
