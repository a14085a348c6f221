"""How long it takes from starting a process to a window that can be used: ours and a bare one.

`python -m tools.bench_start bare|program` is such a process: it says so and is gone.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from PySide6.QtWidgets import QApplication

TURNS = 5
ROWS, COLUMNS = 40, 20


def starts() -> tuple[float, float]:
    """Milliseconds of the program and of a bare table, by turns in the same minute."""
    ours: list[float] = []
    bare: list[float] = []
    for turn in range(TURNS + 1):
        mine, other = _took("program"), _took("bare")
        if turn:  # the first is a warm-up
            ours.append(mine)
            bare.append(other)
    return statistics.median(ours), statistics.median(bare)


def _took(what: str) -> float:
    command = [sys.executable, "-m", "tools.bench_start", what]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is None or not process.stdout.readline():
            raise AssertionError(f"{what} did not start")
        took = time.perf_counter() - start
    return took * 1000


def _usable() -> int:
    """Everything that waits is done and painted: say so. The end is not measured."""
    for _ in range(5):
        QApplication.processEvents()
    print("usable", flush=True)
    return 0


def _program() -> None:
    from gui.app import run

    setattr(QApplication, "exec", staticmethod(_usable))  # noqa: B010  # in place of waiting
    run(None)


def _bare() -> None:
    from PySide6.QtGui import QStandardItem, QStandardItemModel
    from PySide6.QtWidgets import QMainWindow, QTableView

    application = QApplication(sys.argv[:1])
    window, table = QMainWindow(), QTableView()
    model = QStandardItemModel(ROWS, COLUMNS, table)
    for row in range(ROWS):
        for column in range(COLUMNS):
            model.setItem(row, column, QStandardItem("1,234,567.89"))
    table.setModel(model)
    window.setCentralWidget(table)
    window.resize(1366, 728)
    window.show()
    application.processEvents()
    _usable()


if __name__ == "__main__":
    {"program": _program, "bare": _bare}[sys.argv[1]]()
