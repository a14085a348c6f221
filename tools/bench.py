"""How fast the program is, against what it promises: `python3 dev.py bench [--check]`.

Prints one table: what is measured, the median, the promise. With --check it ends with 1 when a
figure is beyond one and a half times its promise; with --ratios only what is measured against
LibreOffice, or against itself, on this very machine counts, and nothing else is measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.document.edits import SetText
from core.export.pdf import pdf_bytes
from core.export.xlsx import xlsx_bytes
from core.layout.printed import PrintedForm
from core.session import Session
from core.template.library import suite_heads
from core.template.suite import FormSuite
from tools.console import ROOT, clean_environ
from tools.large_document import Size, large_session
from tools.office import Office

EXAMPLE = "tonghai-2021"
LARGE = Size(codes=300, projects=50, records=40)
EDITS = 400
TURNS = 5
SLACK = 1.5
GROWTH = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and the most it may be."""

    what: str
    measured: float
    promised: float
    unit: str = "ms"

    @property
    def line(self) -> str:
        """The figure as a row of the table."""
        verdict = "" if self.measured <= self.promised else "  超出"
        return f"{self.what:　<34}{self.measured:12.2f}{self.promised:12.2f} {self.unit}{verdict}"

    @property
    def is_far_beyond(self) -> bool:
        """Whether the promise is broken by more than other work on the machine explains."""
        return self.measured > SLACK * self.promised


# ---- one document


def small_figures(example: str, folder: Path) -> Iterator[Figure]:
    """What a usual document takes."""
    path = folder / "示例.biaoli"
    Session.example(example, path).close()
    with Session.example(example, None) as session:
        times = edit_times(session)
        yield Figure("改一格（计算、审核），中位", statistics.median(times), 2)
        yield Figure("改一格，百分之九十九", percentile(times, 99), 5)
        yield Figure("全部计算和审核", median(lambda: fresh(session)), 50)
        forms = printed(session)
        both = median(lambda: (xlsx_bytes(forms), pdf_bytes(forms)), TURNS)
        yield Figure("导出 Excel 和 PDF，程序里", both, 800)
    yield Figure("打开文件", median(lambda: opened(path)), 150)
    yield Figure("列出自带的套表", median(suite_heads), 50)


def large_figures(suite: FormSuite) -> Iterator[Figure]:
    """What a large document takes, in a process of its own so that memory is its own."""
    with large_session(suite, LARGE) as session:
        cells = f"{len(session.calculation.values)} 个值"
        times = edit_times(session)
        yield Figure(f"大文件（{cells}）改一格，中位", statistics.median(times), 5)
        yield Figure("大文件全部计算和审核", median(lambda: fresh(session), 3), 500)
        forms = printed(session)
        both = median(lambda: (xlsx_bytes(forms), pdf_bytes(forms)), 1)
        yield Figure("大文件导出 Excel 和 PDF", both, 6000)
    yield Figure("大文件的内存", memory(), 350, "MB")


def edit_times(session: Session) -> list[float]:
    """Milliseconds of typing figures into entered cells all over the document, one at a time.

    What the file system takes to make an edit durable is not in it: the document is in memory.
    """
    session.findings()  # as in the window: every edit is audited from then on
    calculation = session.calculation
    cells = [
        cell
        for sheet in calculation.shape.sheets
        for cell, slot in calculation.cells(sheet)
        if slot.field.is_figure and not slot.is_calculated and session.typed(cell)
    ]
    chance = Random(2021)  # noqa: S311  # which cells are measured
    return [
        timed(lambda cell=cell, text=f"{number}.25": session.apply(SetText(cell, text)))  # type: ignore[misc]
        for number, cell in enumerate(chance.choices(cells, k=EDITS), 1)
    ]


def opened(path: Path) -> None:
    """Open a document as the window does, findings and all."""
    with Session.open(path) as session:
        session.findings()


def fresh(session: Session) -> Auditor:
    """Calculate and audit everything anew."""
    return Auditor(Calculation(session.suite, session.document))


def printed(session: Session) -> list[PrintedForm]:
    """Every form as it prints."""
    return [session.printed(title.sheet) for title in session.sheets()]


# ---- against others


def ratio_figures(example: str, suite: FormSuite, folder: Path) -> Iterator[Figure]:
    """What is measured twice in the same run: our export and LibreOffice's, small and large."""
    document, workbook, pdf = (folder / f"导出.{kind}" for kind in ("biaoli", "xlsx", "pdf"))
    Session.example(example, document).close()
    command = [sys.executable, "-m", "core", "export", str(document)]
    command += ["--xlsx", str(workbook), "--pdf", str(pdf)]
    office = Office(folder / "office")
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(TURNS + 1):
        mine = timed(lambda: subprocess.run(command, cwd=ROOT, env=environ(), check=True))
        other = timed(lambda: office.convert([workbook], "pdf"))
        if turn:  # the first is a warm-up
            ours.append(mine)
            theirs.append(other)
    ratio = statistics.median(ours) / statistics.median(theirs)
    yield Figure("导出（整个进程）比 LibreOffice 转 PDF", ratio, 0.9, "倍")
    yield from growth_figures(suite)


def window_figures(example: str) -> Iterator[Figure]:
    """How fast the window answers, in a process of its own on a screen that nobody sees."""
    screen = ["xvfb-run", "-a"] if shutil.which("xvfb-run") else []
    surroundings = {**environ(), "QT_QPA_PLATFORM": "xcb" if screen else "offscreen"}
    command = [*screen, sys.executable, "-m", "tools.bench_window", example]
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, check=True, stdout=subprocess.PIPE, text=True
    )
    for line in done.stdout.splitlines():
        what, measured, promised, unit = json.loads(line)
        yield Figure(what, measured, promised, unit)


def environ() -> dict[str, str]:
    """An environment in which the program says nothing but what it must."""
    return {**clean_environ(), "PYTHONUTF8": "1"}


def growth_figures(suite: FormSuite) -> Iterator[Figure]:
    """Time for each cell at three and ten times the size, against that of a small one.

    In turns, each against the small one of its own turn: a machine is now faster, now slower.
    """
    ratios: dict[int, list[float]] = {factor: [] for factor in GROWTH[1:]}
    small = Size(LARGE.codes // GROWTH[-1], LARGE.projects // GROWTH[-1], LARGE.records)
    with ExitStack() as stack:
        sessions = {
            factor: stack.enter_context(large_session(suite, small.times(factor)))
            for factor in GROWTH
        }
        for _ in range(TURNS):
            each = {
                factor: median(partial(fresh, session), 1) / len(session.calculation.values)
                for factor, session in sessions.items()
            }
            for factor, found in ratios.items():
                found.append(each[factor] / each[GROWTH[0]])
    for factor, found in ratios.items():
        yield Figure(f"计算和审核，{factor} 倍大时每个值", statistics.median(found), 1.3, "倍")


# ---- measuring


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def median(work: Callable[[], object], times: int = 7) -> float:
    """The median of several times, after one to warm up."""
    work()
    return statistics.median(timed(work) for _ in range(times))


def percentile(values: Sequence[float], share: int) -> float:
    """The value that so many of a hundred do not exceed."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


def memory() -> float:
    """The most memory this process has had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure, print the table, and return 1 when a promise is broken and that is asked for."""
    parser = argparse.ArgumentParser(description="测速")
    parser.add_argument("--check", action="store_true", help="超出承诺的一倍半就算失败")
    parser.add_argument("--ratios", action="store_true", help="只量比值")
    options = parser.parse_args()
    example = EXAMPLE
    with TemporaryDirectory() as name, Session.example(example, None) as session:
        folder, suite = Path(name), session.suite
        groups: list[Iterator[Figure]] = []
        if not options.ratios:
            # First: the memory told is the most there ever was.
            groups += [large_figures(suite), small_figures(example, folder)]
            groups.append(window_figures(example))
        groups.append(ratio_figures(example, suite, folder))
        print(f"{platform.machine()}，{os.cpu_count()} 核，Python {platform.python_version()}")
        figures = []
        for figure in (figure for group in groups for figure in group):
            print(figure.line, flush=True)
            figures.append(figure)
    return int(options.check and any(figure.is_far_beyond for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
