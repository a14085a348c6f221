"""A form and a project filled in by mouse, in the real window; keys are pressed for texts alone."""

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
    entry_cells,
    indicators,
    is_code,
    project_of,
    typed_at,
)
from tests.program.mouse import RIGHT, Mouse
from tests.program.running import started
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until

pytestmark = pytest.mark.timed


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    """A screen for all tests here."""
    with virtual_screen() as found:
        yield found


@pytest.fixture(scope="module")
def example() -> Iterator[Session]:
    """What is to be filled in."""
    with Session.example(EXAMPLE, None) as session:
        yield session


def filled(session: Session, sheet: SheetId) -> list[tuple[tuple[int, int], str]]:
    """The places of the cells into which something is typed, and what."""
    found = entry_cells(session, sheet)
    return [((place.row, place.column), text) for place, text in found if text]


class Clerk(Mouse):
    """Fills in a new document in the real window."""

    def begin(self, region: str, year: int, unit: str) -> None:
        """Make a new document in three steps."""
        self.click("文件", "新建套表")
        self.to("新建套表")
        self.click(region, str(year), "下一步", "单位名称")
        self.hands.type(unit)
        self.click("下一步", "建好文件")
        self.to(unit)

    def add_codes(self, codes: list[str]) -> None:
        """Type each code into a row of its own, and choose it in the list that opens."""
        for number, code in enumerate(codes):
            if number:
                self.click("增加行")
            self.hands.type(code)
            self.click(code)

    def add_project(self, short: str, name: str, window: str) -> None:
        """Add a project and give it its whole name."""
        self.click("表格", "增加项目")
        self.to("增加项目")
        self.hands.type(short)
        self.click("增加项目")
        self.to(window)
        self.click("表格", "项目资料")
        self.click("项目名称", times=3)
        self.hands.type(name)

    def export(self) -> None:
        """Write the files that are proposed: a draft, most forms are still empty."""
        self.click("导出")
        self.to("导出")
        self.click("导出草稿")


def test_a_form_and_a_project_are_filled_in_by_mouse(
    screen: VirtualScreen, example: Session, tmp_path: Path
) -> None:
    """From the new document to the workbook: it holds for these forms what the example's holds."""
    titles = {title.sheet: title.short for title in example.sheets()}
    form, project = SheetId(FORM), project_of(example)
    unit, documents = typed_at(example, "封面.单位名称"), tmp_path / "Documents"
    block, short = indicators(example, project), example.names.project_name(project.instance)
    with started(screen, tmp_path) as process:
        clerk = Clerk(screen, process, "表里")
        clerk.begin(example.suite.region, example.suite.year, unit)
        clerk.click(titles[form], "视图", "适合页宽")
        cells = filled(example, form)
        clerk.add_codes([text for _, text in cells if is_code(text)])
        for place, text in cells:
            if not is_code(text):
                clerk.fill(place, text)
        clerk.add_project(short, typed_at(example, f"项目卡[{short}].项目名称"), unit)
        clerk.click(titles[project])
        cells = filled(example, project)
        first = next(at for at, (_, text) in enumerate(cells) if text == block[0][0])
        pasted = {text for row in block for text in row}
        for place, text in cells[:first]:
            clerk.fill(place, text)
        with copied(screen, tmp_path / "office", block):
            clerk.to(unit)
            clerk.click_cell(cells[first][0], button=RIGHT)
            clerk.click("粘贴")
            clerk.hands.wait()
        for place, text in cells[first:]:
            if text not in pasted:
                clerk.fill(place, text)
        clerk.click_cell(cells[0][0])
        clerk.click(*["撤销"] * 3, *["重做"] * 3)
        clerk.export()
        (workbook,) = wait_until(lambda: list(documents.rglob("*.xlsx")) or None, "a workbook")
        clerk.hands.wait()
        clerk.click("关闭")
        screen.close(screen.wait_for_window(unit, process))
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")
    assert_same(workbook, example, form, project)
