"""Two seeded mistakes, found and settled in the real window by keys and mouse, up to the files."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.document.edits import SetText
from core.findings import Finding, Outcome, Severity
from core.session import Session
from tests.program.by_hand import EXAMPLE, typed_at
from tests.program.mouse import Mouse
from tests.program.running import started
from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until
from tools.console import ROOT

pytestmark = pytest.mark.timed

MENDED = {
    "整体自评表!任务[医疗救助补助].财政拨款": "940.68",
    "整体自评表!指标[7].一级指标": "效益指标",
    "整体自评表!指标[8].一级指标": "效益指标",
    "项目自评[城乡居民医保]!指标[3].度量单位": "%",
}
"""What the published example has wrong, so that the seeded mistakes stand alone."""

WEIGHT, SCORE = "项目自评[医疗救助]!指标[5].分值", "项目自评[医疗救助]!指标[1].得分"
SEEDED = {WEIGHT: "1.00", SCORE: "18"}
REASON = "抽样核查的参保人数偏少，扣2分"
LIST, PROOF = "审核结果", "审核校验单"
MOST_FINDINGS = 60


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    """A screen for all tests here."""
    with virtual_screen() as found:
        yield found


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The example with one 强制性 and one 核实性 mistake more than was published."""
    path = tmp_path / "我的填报" / "决算.biaoli"
    path.parent.mkdir()
    with Session.example(EXAMPLE, path) as session:
        for address, text in (MENDED | SEEDED).items():
            session.apply(SetText(session.names.cell(address), text))
        assert len(open_mandatory(session)) == 1
    return path


def open_mandatory(session: Session) -> list[Finding]:
    """The 强制性 findings that are open."""
    found = (f for f in session.findings() if f.severity is Severity.MANDATORY)
    return [finding for finding in found if finding.outcome is Outcome.FAILED]


class Clerk(Mouse):
    """Works through the findings of an open document."""

    def walk_to(self, *words: str) -> str:
        """F8 until the chosen finding says all this; what the panel says of it."""
        for presses in count():
            said = self.row(LIST)
            if all(word in said for word in words):
                return said
            assert presses < MOST_FINDINGS, said
            self.hands.press("F8")
            self.hands.wait()
        raise AssertionError

    def sees(self, *words: str) -> None:
        """Wait until all these can be read."""
        wait_until(lambda: all(map(self.read().__contains__, words)) or None, "、".join(words))

    def export(self, folder: Path, window: str, button: str) -> set[str]:
        """Export all forms; the names of the files that came of it."""
        before = set(folder.iterdir())
        self.click("导出")
        self.to("导出")
        self.click(button)
        wait_until(lambda: len(set(folder.glob("*.*")) - before) >= 2 or None, "two files")
        self.hands.wait()
        self.click("关闭")
        self.to(window)
        return {path.name for path in set(folder.iterdir()) - before}

    def proof_sheet(self, folder: Path) -> tuple[dict[str, int], Path]:
        """The counts of the proof sheet on screen, and the workbook it is written into."""
        self.hands.press("ctrl+shift+o")
        shown = wait_until(lambda: counts(self.read()) or None, PROOF)
        self.click("另存为 Excel")
        self.to(f"{PROOF}另存为")
        self.hands.press("Return")
        written = wait_until(lambda: next(iter(folder.glob(f"*{PROOF}.xlsx")), None), PROOF)
        self.hands.wait()
        return shown, written


OUTCOMES = "|".join(outcome.value for outcome in Outcome)


def counts(read: list[str]) -> dict[str, int]:
    """The outcomes among all that can be read, each with its count, once all are there."""
    found = (re.fullmatch(rf"({OUTCOMES}) (\d+)", words) for words in read)
    shown = {match[1]: int(match[2]) for match in found if match}
    return shown if len(shown) == len(Outcome) else {}


def counted(workbook: Path) -> dict[str, int]:
    """How often each outcome stands in a written proof sheet; single cells have no rule."""
    found: Counter[str] = Counter()
    sheet = load_workbook(workbook).worksheets[0]
    for outcome, rule, _, _, _, place in sheet.iter_rows(max_col=6, values_only=True):
        if re.fullmatch(OUTCOMES, str(outcome)) and re.fullmatch(r"[A-Z]+-\d+", str(rule)):
            several = re.fullmatch(r"共 (\d+) 处", str(place))
            found[str(outcome)] += int(several[1]) if several else 1
    return found


def checked(document: Path) -> dict[str, int]:
    """The counts that the command line gives for a file."""
    command = [sys.executable, "-m", "core", "check", "--json", str(document)]
    said = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    outcomes: dict[str, int] = json.loads(said.stdout)["outcomes"]
    return outcomes


def test_two_mistakes_are_found_settled_and_counted_alike_everywhere(
    screen: VirtualScreen, document: Path, tmp_path: Path
) -> None:
    """Found, mended, undone, mended by hand, explained; a draft before, what is final after."""
    folder, window = document.parent, document.stem
    with started(screen, tmp_path, document) as process:
        clerk = Clerk(screen, process, window)
        clerk.sees("强制性 1")
        said = clerk.walk_to("100.00分", "91.00分")
        assert "少9.00分" in said
        clerk.hands.press("ctrl+1")
        clerk.sees("强制性 0")
        clerk.hands.press("ctrl+z")
        clerk.sees("强制性 1")
        drafts = clerk.export(folder, window, "导出草稿")
        clerk.walk_to("100.00分", "91.00分")
        clerk.hands.press("ctrl+j")
        clerk.hands.type("10\n")
        clerk.sees("强制性 0")
        said = clerk.walk_to("20.00分", "18.00分")
        assert "少2.00分" in said
        clerk.sees("已说明 0")
        clerk.hands.press("ctrl+e")
        clerk.hands.type(REASON)
        clerk.hands.press("ctrl+Return")
        clerk.sees("已说明 1")
        finals = clerk.export(folder, window, "导出")
        shown, workbook = clerk.proof_sheet(folder)
        screen.close(screen.wait_for_window(window, process))
        _, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, b"")
    assert len(drafts) == len(finals) == 2
    assert all("（草稿）" in name for name in drafts)
    assert {name.replace("（草稿）", "") for name in drafts} == finals
    outcomes = checked(document)
    assert shown == outcomes
    assert counted(workbook) == {name: number for name, number in outcomes.items() if number}
    with Session.open(document, read_only=True) as session:
        assert typed_at(session, WEIGHT) == "10"
        assert [f.justification for f in session.findings() if f.justification] == [REASON]
