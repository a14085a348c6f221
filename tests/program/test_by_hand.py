"""A form and a project filled in by keyboard alone, in the real window, as she does it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.refs import SheetId
from core.session import Session
from tests.program.by_hand import (
    EXAMPLE,
    FORM,
    assert_same,
    copied,
    entries,
    indicators,
    is_code,
    parts,
    project_of,
    typed_at,
)
from tests.program.running import painted, started
from tests.program.typist import Typist
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until

pytestmark = pytest.mark.timed


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


class Clerk:
    """Fills in a new document in the real window, by keyboard."""

    def __init__(self, screen: VirtualScreen, process: subprocess.Popen[bytes], title: str) -> None:
        """The window is there and painted."""
        self.screen, self.process = screen, process
        window = screen.wait_for_window(title, process)
        wait_until(lambda: painted(screen), "a painted window")
        self.hands = Typist(screen, window, process)

    def to(self, title: str) -> None:
        """Give the keyboard to the window or dialog that has this in its title.

        A window that lies under a dialog is there all the time: what was typed into that is done
        first, or the next keys would come to a window that does not take them yet.
        """
        self.hands.wait()
        window = self.screen.wait_for_window(title, self.process)
        self.hands = Typist(self.screen, window, self.process)

    def type_all(self, texts: list[str]) -> None:
        """Type into one entry cell after the other; an empty text leaves its cell as it is."""
        for text in texts:
            self.hands.type(text)
            self.hands.press("Tab")


def test_a_form_and_a_project_are_filled_in_by_keyboard_alone(
    screen: VirtualScreen, example: Session, tmp_path: Path
) -> None:
    """From the new document to the workbook: it holds for these forms what the example's holds."""
    sheets = [title.sheet for title in example.sheets()]
    form = SheetId(FORM)
    project = project_of(example)
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
        codes = list(filter(is_code, typed))
        for number, code in enumerate(codes):
            if number:
                hands.press("ctrl+Insert")
            hands.type(f"{code}\n")
            hands.wait()
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
        for keys in (*["ctrl+z"] * 3, *["ctrl+y"] * 3):
            clerk.hands.press(keys)
            clerk.hands.wait()
        clerk.hands.press("ctrl+shift+e")
        clerk.to("导出")
        clerk.hands.press("Return")
        (workbook,) = wait_until(lambda: list(documents.rglob("*.xlsx")) or None, "a workbook")
        clerk.hands.wait()
        clerk.hands.press("Escape")
        screen.close(screen.wait_for_window(unit, process))
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")
    assert_same(workbook, example, form, project)
