"""The status bar: when saved, how much filled, what is open; what just happened; unit, zoom."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStatusBar, QWidget

from gui import icons, messages, theme
from gui.busy import Busy
from gui.labels import ElidedLabel, label

if TYPE_CHECKING:
    from core.audit.auditor import Summary
    from core.document.background import Waiting
    from core.document.versions import Version

SAID_MS = 8000
_GAP, _EDGES = 8, 24


class StatusBar(QStatusBar):
    """The bar at the foot of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing is open yet."""
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(26)
        self.setContentsMargins(4, 0, 10, 0)
        self._saved = _Item("saved", 16)
        self._filled = label(pixels=theme.SECONDARY)
        self._counts = {
            "mandatory": _Item("mandatory", 14),
            "verify": _Item("verify", 14),
            "hint": _Item("hint", 14),
        }
        self._said = ElidedLabel(ink="ink2")
        self._said.setAccessibleName("提示")
        self._unit = label(pixels=theme.SECONDARY)
        self._zoom = label(pixels=theme.SECONDARY)
        self._block = label(pixels=theme.SECONDARY)
        self._block.setAccessibleName("选中")
        self._trouble = ElidedLabel()
        self._trouble.setAccessibleName("没有写入")
        self._tally = QWidget()
        tally = QHBoxLayout(self._tally)
        tally.setContentsMargins(0, 0, 0, 0)
        for item in (self._filled, *self._counts.values()):
            tally.addWidget(item)
        self.addWidget(self._saved)
        self.addWidget(self._trouble, 1)
        self.addWidget(self._tally)
        self.addWidget(self._said, 1)
        self.busy = Busy()
        self.addPermanentWidget(self.busy)
        for item in (self._block, self._unit, self._zoom):
            self.addPermanentWidget(item)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._said.set_text(""))
        self.show_nothing()

    def show_nothing(self) -> None:
        """No document is open."""
        self._saved.show_text(messages.NO_DOCUMENT, icon=False)
        self._give_room(False)
        for item in (self._block, self._unit, self._zoom):
            item.setText("")
        for hidden in (self._filled, *self._counts.values(), self._block, self._unit, self._zoom):
            hidden.hide()

    def show_saved(self) -> None:
        """Everything is in the file by now."""
        self._saved.show_text(messages.saved(datetime.now()))
        self._give_room(False)

    def show_writing(self) -> None:
        """Something is on its way into the file."""
        self._saved.show_text(messages.WRITING, icon=False)
        self._give_room(False)

    def show_not_written(self, waiting: Waiting) -> None:
        """Something cannot be written now; the message takes the room of what is less urgent."""
        self._give_room(True)
        self._trouble.set_text(messages.not_written(waiting), "red")

    def _give_room(self, wanted: bool) -> None:
        self._trouble.setVisible(wanted)
        self._said.setVisible(not wanted)
        self._make_room()

    def state(self) -> str:
        """What stands there about saving."""
        return self._saved.text() if self._trouble.isHidden() else self._trouble.text()

    def show_not_editable(self, locked: Version | None) -> None:
        """Nothing can be changed: it was submitted, or it can only be read."""
        self._saved.show_text(messages.not_editable(locked), icon=False)
        self._give_room(False)

    def show_summary(self, summary: Summary) -> None:
        """How far one has come, and what is open."""
        self._filled.setText(messages.filled(summary.required, summary.missing))
        self._filled.show()
        for name, words, count in (
            ("mandatory", "强制性", summary.mandatory),
            ("verify", "核实性", summary.verify),
            ("hint", "提示", summary.hints),
        ):
            self._counts[name].show_text(f"{words} {count}")
            self._counts[name].show()
        self._make_room()

    def show_form(self, unit: str, zoom: int) -> None:
        """What belongs to the open form."""
        self._unit.setText(unit)
        self._zoom.setText(f"{zoom}%")
        self._make_room()

    def show_block(self, text: str) -> None:
        """What the selected block comes to; "" for none."""
        if text == self.block():
            return
        self._block.setText(text)
        self._block.setVisible(bool(text))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is less urgent where there is no room."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """What is said elsewhere, too, goes first where not everything has room."""
        told = {
            self._zoom: bool(self._zoom.text()),
            self._unit: bool(self._unit.text()),
            self._tally: self._trouble.isHidden(),
            self._saved: self._trouble.isHidden(),
        }
        shown = [widget for widget, wanted in told.items() if wanted]
        shown += [self._block] * bool(self.block())
        needed = sum(widget.sizeHint().width() + _GAP for widget in shown)
        for widget, wanted in told.items():
            fits = needed <= self.width() - _EDGES
            widget.setVisible(wanted and fits)
            needed -= 0 if fits or not wanted else widget.sizeHint().width() + _GAP

    def block(self) -> str:
        """What stands there about the selected block."""
        return self._block.text()

    def say(self, text: str) -> None:
        """Say what just happened, for a while."""
        self._said.set_text(text)
        self._timer.start(SAID_MS)

    def said(self) -> str:
        """What was said last and still stands there."""
        return self._said.text()


class _Item(QWidget):
    """An icon and a text."""

    def __init__(self, icon: str, side: int) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon.setPixmap(icons.pixmap(icon, side, self.devicePixelRatioF()))
        self._text = label(pixels=theme.SECONDARY)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(5)
        layout.addWidget(self._icon)
        layout.addWidget(self._text)

    def text(self) -> str:
        """The text."""
        return self._text.text()

    def show_text(self, text: str, *, icon: bool = True) -> None:
        """Show a text, with or without the icon."""
        self._icon.setVisible(icon)
        self._text.setText(text)
