"""A finding that was mended stays for a moment with a tick where it stood: the eye can follow."""

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from core.audit.field_checks import REQUIRED
from core.calc.names import Names
from core.findings import Finding
from core.refs import CellId
from gui import appearance, icons, theme
from gui.findings_model import FindingsModel
from gui.theme import colour

STAYS_MS: Final = 400
_EDGE, _ICON, _TEXT = 6, 14, 26
Seen = Mapping[tuple[str, CellId], QRect]


class MendedLine(QWidget):
    """Lies over the list. 少动画 has none."""

    def __init__(self, table: QTableView, model: FindingsModel, parent: QWidget) -> None:
        """Over this table, in a widget that holds it."""
        super().__init__(parent)
        self._table, self._model, self._panel = table, model, parent
        self.words = ""
        self.setObjectName("mended")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.hide)
        self.hide()

    def seen(self) -> Seen:
        """Which findings can be seen now, and where."""
        port = self._table.viewport()
        if not port.isVisible() or appearance.calm():
            return {}
        first, last = self._table.rowAt(0), self._table.rowAt(port.height() - 1)
        rows = range(first, (last if last >= 0 else self._model.rowCount() - 1) + 1)
        found = ((row, self._model.finding(row)) for row in rows if row >= 0)
        return {finding.identity: self._line(row) for row, finding in found if finding is not None}

    def _line(self, row: int) -> QRect:
        port = self._table.viewport()
        top_left = port.mapTo(self._panel, QPoint(0, self._table.rowViewportPosition(row)))
        return QRect(top_left, QSize(port.width(), self._table.rowHeight(row)))

    def follow(self, seen: Seen, gone: Collection[Finding], names: Names) -> None:
        """Show the first of those that are gone where it was seen."""
        left = [finding for finding in gone if finding.identity in seen]
        if not left:
            return
        first = left[0]
        done = "已填上" if first.rule == REQUIRED else f"已改好：{first.message}"
        more = f"（共 {len(gone)} 条）" if len(gone) > 1 else ""
        form = names.form_words(first.cells[0].sheet)
        self.words = f"{form}　{first.place}　{done}{more}"
        self.setGeometry(seen[first.identity])
        self.show()
        self.raise_()
        self.update()
        self._end.start(STAYS_MS)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tick and the words, on the ground of what is in order."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("green_ground"))
        top = (self.height() - _ICON) // 2
        painter.drawPixmap(_EDGE, top, icons.pixmap("passed", _ICON, self.devicePixelRatioF()))
        painter.setFont(theme.font(theme.SANS, theme.BODY))
        painter.setPen(colour("ink"))
        room = self.rect().adjusted(_TEXT, 0, -_EDGE, 0)
        words = painter.fontMetrics().elidedText(
            self.words, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        painter.end()
