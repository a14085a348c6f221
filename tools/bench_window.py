"""How fast the window answers: run by `python3 dev.py bench` on a screen that nobody sees.

Prints one figure to a line, as JSON. Each time is that from a key or a turn of the wheel until
everything that follows from it has been painted; an edit is in the file's queue by then. A timer
of 10 ms beats all the time: how long it was silent at most is how long the window did not answer.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from core.layout.plan import CellKind, CellPart, PlanCell
from core.refs import SheetId
from core.session import Session
from gui.app import make_application
from gui.main_window import MainWindow
from gui.workspace import Workspace
from tests.gui.heartbeat import Heartbeat
from tools.bench_start import starts
from tools.large_document import Size, large_session

SIZE = (1366, 728)
EDITS, TURNS, PAGES, REST_MS = 60, 60, 12, 300
TYPING_MS = 200
"""Nobody types a whole figure faster."""
READING_MS = 2000
"""Who turns a page has read one: in that time what is not seen yet is painted."""
Line = tuple[str, float, float, str]


def main() -> int:
    """Measure an example (its name is the only argument), small and large."""
    example = sys.argv[1]
    with TemporaryDirectory() as folder:
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        application = make_application(sys.argv[:1])
        usual, large = Path(folder) / "示例.biaoli", Path(folder) / "大文件.biaoli"
        with Session.example(example, usual) as session:
            suite = session.suite
        with large_session(suite, Size()) as session:
            session.save_as(large).close()
        for path, said, typing in ((usual, "", 16.0), (large, "大文件", 33.0)):
            for line in Measured(application, path, said).lines(typing):
                print(json.dumps(line, ensure_ascii=False), flush=True)
        ours, bare = starts()
        begun = "窗口：起动到能用（整个进程），比光的 Qt 表格", ours / bare, 2.0, "倍"
        print(json.dumps(begun, ensure_ascii=False), flush=True)
    return 0


class Measured:
    """One document in a window."""

    def __init__(self, application: QApplication, path: Path, said: str) -> None:
        """`said` is put before the name of every figure."""
        self._application, self._path, self._said = application, path, said
        self._heartbeat, self._silent = Heartbeat(), 0

    def lines(self, typing: float) -> Iterator[Line]:
        """Everything that is measured; `typing` is the promise for a key."""
        window = MainWindow()
        window.resize(*SIZE)
        window.show()
        window.prepare()  # as it is after a second with the welcome page
        self._settle()
        yield self._line("打开文件，到画好", self._timed(lambda: window.open_path(self._path)), 300)
        work = window.workspace
        if work is None:
            raise AssertionError("the document was not opened")
        switches = [
            self._timed(lambda s=sheet: work.open_sheet(s))  # type: ignore[misc]
            for sheet in work.panels.tree.sheets()
        ]
        yield self._line("换一张表，中位", statistics.median(switches), 100)
        work.open_sheet(_longest(work))
        work.focus_page()
        QTest.qWait(REST_MS)
        yield self._line("按键到画好，打开格子，百分之九十五", _p95(self._openings(work)), typing)
        yield self._line("回车到画好，连计算和审核，百分之九十五", _p95(self._edits(work)), typing)
        QTest.qWait(READING_MS)
        ours = self._scrolling(window, work.form.desk)
        silent = self._silent
        bare = self._bare(work)
        yield self._line("滚轮一格，百分之九十五", ours[0], 25)
        yield self._line("翻一页，百分之九十五", ours[1], 60)
        yield self._line("翻一页，比光的 Qt 表格", ours[1] / max(bare[1], 0.1), 2, "倍")
        yield self._line("最久不应答", silent, 100)
        window.close()
        window.deleteLater()

    def _line(self, what: str, measured: float, promised: float, unit: str = "ms") -> Line:
        return f"{self._said}窗口：{what}", measured, promised, unit

    def _settle(self) -> None:
        """Until everything that waits has been done and painted."""
        for _ in range(3):
            self._application.processEvents()

    def _timed(self, work: Callable[[], object]) -> float:
        self._heartbeat.start()
        start = time.perf_counter()
        work()
        self._settle()
        took = (time.perf_counter() - start) * 1000
        self._silent = max(self._silent, self._heartbeat.stop())
        return took

    def _openings(self, work: Workspace) -> list[float]:
        """Type the first sign into cells, and leave them as they were."""
        view, times = work.form.view, []
        for place in _figures(work)[:EDITS]:
            view.go(place)
            self._settle()
            times.append(self._timed(lambda: QTest.keyClicks(view, "7")))
            QTest.keyClick(view.open_editor() or view, Qt.Key.Key_Escape)
            self._settle()
        return times

    def _edits(self, work: Workspace) -> list[float]:
        """Type figures one below the other, and press Enter."""
        view, times = work.form.view, []
        for number, place in enumerate(_figures(work)[:EDITS]):
            view.go(place)
            QTest.keyClicks(view, "7")
            QTest.keyClicks(view.open_editor() or view, f"{number}.5")
            self._settle()
            editor = view.open_editor() or view
            times.append(self._timed(lambda e=editor: QTest.keyClick(e, Qt.Key.Key_Return)))  # type: ignore[misc]
            QTest.qWait(TYPING_MS)
        return times

    def _scrolling(self, window: QWidget, over: QWidget) -> tuple[float, float]:
        """A step of the wheel and a page."""
        at = QPointF(over.mapTo(window, over.rect().center()))
        handle = window.windowHandle()
        turns = [QPoint(0, -120 if turn // 10 % 2 == 0 else 120) for turn in range(TURNS)]
        steps = [
            self._timed(lambda d=turn: QTest.wheelEvent(handle, at, d, QPoint()))  # type: ignore[misc]
            for turn in turns
        ]
        bar = getattr(over, "verticalScrollBar")()  # noqa: B009  # of the desk or of the bare table
        pages = [
            self._timed(lambda p=page: bar.setValue((p % 4) * bar.pageStep()))  # type: ignore[misc]
            for page in range(PAGES)
        ]
        return _p95(steps), _p95(pages)

    def _bare(self, work: Workspace) -> tuple[float, float]:
        """The same of a table of that size that paints nothing but plain texts."""
        model = work.form.model
        table = QTableView()
        plain = QStandardItemModel(model.rowCount(), model.columnCount(), table)
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                plain.setItem(row, column, QStandardItem("1,234,567.89"))
        table.setModel(plain)
        table.resize(work.form.desk.size())
        table.show()
        self._settle()
        found = self._scrolling(table, table)
        table.close()
        table.deleteLater()
        return found


def _longest(work: Workspace) -> SheetId:
    """The sheet with the most figures to fill in."""
    sheets = [title.sheet for title in work.session.sheets()]
    return max(sheets, key=lambda sheet: sum(map(_is_figure, work.session.plan(sheet).cells)))


def _figures(work: Workspace) -> list[PlanCell]:
    plan = work.form.model.plan
    found = [place for place in plan.cells if _is_figure(place)] if plan is not None else []
    return sorted(found, key=lambda place: (place.column, place.row))


def _is_figure(place: PlanCell) -> bool:
    parts = (part for part in place.content if isinstance(part, CellPart))
    return place.kind is CellKind.ENTRY and any(part.number is not None for part in parts)


def _p95(times: list[float]) -> float:
    return sorted(times)[len(times) * 95 // 100]


if __name__ == "__main__":
    sys.exit(main())
