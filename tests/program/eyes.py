"""Starts the real program, and tells where things are on its screen: eyes for a hand at the mouse.

Run as the program is run (`python -m tests.program.eyes [FILE]`). Each line of standard input asks
for one thing as JSON: `{"see": TEXT}` for a button, an item of a menu, a list or a combo box, a
field by its name; `{"cell": [ROW, COLUMN]}` for a cell of the grid by its place on the form;
`{"desk": 1}` for where that lies; `{"row": NAME}` for the row that is chosen in a list of this
name; `{"read": 1}` for all that can be read in front. Each line of standard output answers:
`{"at": [X, Y]}` on the screen, `{"to": [X, Y]}` if it has to be scrolled so much further,
`{"words": …}` that were read, or what is seen instead. Nothing is ever pressed from here.
It answers when all that was pressed before has come: the event with the `"mark"` of the question.

Meanwhile a timer of 10 ms beats. The longest time without a beat since the window was shown, and
where the program was then, are written into the file that BIAOLI_BEATS names. Time in which the
system gave the processor to another process does not count.
"""

import ctypes
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractEventDispatcher,
    QAbstractNativeEventFilter,
    QPoint,
    QRect,
    QSocketNotifier,
    Qt,
    QTimer,
)
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QWidget,
)

from gui import __main__ as program
from gui import app
from gui.main_window import MainWindow
from tests.virtual_screen import MARK

BEAT_MS, LOOK_MS = 10, 50
CLIENT_MESSAGE = 33
SETTLED_MS = 15
"""How long after a question it is answered: what was pressed before has been painted by then."""

_WAITED = Path("/proc/self/schedstat")


class Beats:
    """The largest gap between two beats, and what the program did in it."""

    def __init__(self, told: Path) -> None:
        """`told` is the file into which it is written."""
        self._told = told
        self._largest = 0.0
        self._last, self._waited = time.monotonic(), _waited()
        self._where: list[str] = []
        self._main = threading.main_thread().ident or 0
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _beat(self) -> None:
        now, waited = time.monotonic(), _waited()
        gap = (now - self._last) - (waited - self._waited)
        where, self._where = self._where, []
        self._last, self._waited = now, waited
        if gap * 1000 > self._largest:
            self._largest = gap * 1000
            said = {"ms": round(self._largest), "where": where}
            new = self._told.with_suffix(".new")
            new.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
            new.replace(self._told)  # the program may be ended at any moment

    def _watch(self) -> None:
        """Write down where the program is whenever a beat is late."""
        while True:
            time.sleep(LOOK_MS / 1000)
            if (time.monotonic() - self._last) * 1000 > LOOK_MS and len(self._where) < 5:
                frame = sys._current_frames().get(self._main)
                self._where.append("".join(traceback.format_stack(frame, 14)))


def _waited() -> float:
    """Seconds that the window's own thread was ready and another process had the processor."""
    try:
        return int(_WAITED.read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


class Marks(QAbstractNativeEventFilter):
    """The marks among the events: the X server's queue, and the pipe of the questions, are two."""

    last = 0

    def nativeEventFilter(self, _kind: object, message: int) -> tuple[bool, int]:
        """Note a mark (xcb_client_message_event_t), let everything else pass."""
        event = ctypes.cast(int(message), ctypes.POINTER(ctypes.c_uint32))
        if event[0] & 0x7F == CLIENT_MESSAGE and event[3] == MARK:
            self.last = event[4]
            return True, 0
        return False, 0


class Watched(MainWindow):
    """The window of the program, with eyes on it."""

    def __init__(self) -> None:
        """Listen on standard input."""
        super().__init__()
        self._marks = Marks()
        QAbstractEventDispatcher.instance().installNativeEventFilter(self._marks)
        self._beats: Beats | None = None
        self._asked = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._asked.activated.connect(self._read)

    def showEvent(self, event: QShowEvent) -> None:
        """From now on it has to answer."""
        super().showEvent(event)
        told = os.environ.get("BIAOLI_BEATS")
        if self._beats is None and told:
            self._beats = Beats(Path(told))

    def _read(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._asked.setEnabled(False)
            return
        self._await(json.loads(line))

    def _await(self, question: dict[str, Any]) -> None:
        come = self._marks.last >= question["mark"]
        then = self._answer if come else self._await
        QTimer.singleShot(SETTLED_MS, lambda: then(question))

    def _answer(self, question: dict[str, Any]) -> None:
        if "desk" in question:
            found = self._desk()
        elif "cell" in question:
            found = self._cell(*question["cell"])
        elif "row" in question:
            found = {"words": _row(question["row"])}
        elif "read" in question:
            found = {"words": list(_read())}
        else:
            found = _see(question["see"])
        print(json.dumps(found), flush=True)

    def _desk(self) -> dict[str, Any]:
        work = self.workspace
        if work is None:
            return {}
        viewport = work.form.desk.viewport()
        middle = viewport.mapToGlobal(viewport.rect().center())
        return {"at": [middle.x(), middle.y()]}

    def _cell(self, row: int, column: int) -> dict[str, Any]:
        work = self.workspace
        if work is None or (row, column) not in work.form.model.covering:
            return {}
        view, viewport = work.form.view, work.form.desk.viewport()
        rect = view.visualRect(work.form.model.index(row, column))
        middle = view.viewport().mapToGlobal(rect.center())
        free = QRect(viewport.mapToGlobal(QPoint(0, 0)), viewport.size())
        free.setTop(free.top() + work.form.view.walk.screenful // 4)
        if free.contains(middle):
            return {"at": [middle.x(), middle.y()]}
        return {"to": [middle.x() - free.center().x(), middle.y() - free.center().y()]}


def _see(text: str) -> dict[str, Any]:
    """Where a text stands that can be clicked: in a menu that is open, a dialog, the window."""
    seen: list[str] = []
    for widget in _visible():
        for words, rect in _words(widget):
            said = _plain(words)
            if said == text or said.split(maxsplit=1)[:1] == [text]:
                at = widget.mapToGlobal(rect.center())
                return {"at": [at.x(), at.y()]}
            seen.append(said)
    return {"seen": seen}


def _visible() -> Iterator[QWidget]:
    """What lies in front: of an open menu or a dialog that must be answered, only that."""
    front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
    tops = [front] if front is not None else sorted(QApplication.topLevelWidgets(), key=_below)
    every = (each for top in tops for each in (top, *top.findChildren(QWidget)))
    return (widget for widget in every if widget.isVisible())


def _row(name: str) -> str:
    """What a screen reader says of the chosen row of a list; "" if none is chosen."""
    for widget in _visible():
        if isinstance(widget, QAbstractItemView) and widget.accessibleName() == name:
            return str(widget.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")
    return ""


def _read() -> Iterator[str]:
    """The words of everything in front but lists and the grid."""
    for widget in _visible():
        if isinstance(widget, QLabel):
            yield widget.text()
        elif isinstance(widget, QAbstractButton):
            yield widget.accessibleName() or widget.text()


def _below(top: QWidget) -> bool:
    """A dialog beside which the window stays usable lies above it."""
    return not isinstance(top, QDialog)


def _words(widget: QWidget) -> Iterator[tuple[str, QRect]]:
    """What can be clicked in a widget."""
    match widget:
        case QMenu() | QMenuBar():
            for action in widget.actions():
                if action.isVisible():
                    yield action.text(), widget.actionGeometry(action)
        case QAbstractButton():
            yield widget.text() or widget.accessibleName(), widget.rect()
        case QLineEdit() | QPlainTextEdit():
            yield widget.accessibleName(), widget.rect()
        case QComboBox():
            yield widget.accessibleName(), widget.rect()
        case QAbstractItemView():
            yield from _items(widget)


def _items(view: QAbstractItemView) -> Iterator[tuple[str, QRect]]:
    """The rows of a list or a tree that can be seen. Their words are where the view begins."""
    if view.objectName() == "grid":
        return
    port = view.viewport()
    seen = set[int]()
    for y in range(2, port.height(), 4):
        index = view.indexAt(QPoint(30, y))
        if index.isValid() and index.row() + 1000 * index.internalId() not in seen:
            seen.add(index.row() + 1000 * index.internalId())
            rect = view.visualRect(index)
            rect.setWidth(min(rect.width(), 120))
            moved = rect.translated(port.pos())
            for line in str(index.data() or "").split("\n"):
                yield line, moved


def _plain(words: str) -> str:
    """Words without what stands there for the keyboard."""
    bare = words.split("(&", maxsplit=1)[0].split("\t", maxsplit=1)[0]
    return bare.replace("&", "").rstrip("…").strip()


if __name__ == "__main__":
    setattr(app, "MainWindow", Watched)  # noqa: B010  # it imports the name, and gives it to nobody
    sys.exit(program.main())
