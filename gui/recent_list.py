"""The files used last, as they were left: suite, how much filled, what is open, when changed.

All of it was kept when the file was closed; to show the list no file is opened.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from gui import icons, theme
from gui.labels import tooltip
from gui.recent_files import left_as
from gui.theme import colour

if TYPE_CHECKING:
    from core.session import Session

ROW = 44
_PATH = Qt.ItemDataRole.UserRole
_LEFT = Qt.ItemDataRole.UserRole + 1
_DATE, _AUDIT, _SHARE, _ROOMY = 100, 118, 52, 460


def as_left(session: Session) -> dict[str, str]:
    """What to keep of a document that is closed."""
    summary, suite = session.summary(), session.suite
    filled = summary.required - summary.missing
    shape, words = "passed", "没有要改的"
    if summary.mandatory:
        shape, words = "mandatory", f"{summary.mandatory} 条强制性"
    elif summary.verify:
        shape, words = "verify", f"{summary.verify} 条核实性"
    elif summary.missing:
        shape, words = "partial", f"差 {summary.missing} 格必填"
    return {
        "suite": " · ".join((suite.region, suite.purpose, str(session.names.year()))),
        "share": f"{100 * filled // summary.required}%" if summary.required else "",
        "shape": shape,
        "audit": words,
    }


def fill(shown: QListWidget, paths: list[Path], now: datetime) -> None:
    """List these files; one that goes away meanwhile is left out."""
    shown.clear()
    for path in paths:
        with suppress(OSError):
            changed = datetime.fromtimestamp(path.stat().st_mtime)
            left = left_as(path) | {"changed": _when(changed, now)}
            item = QListWidgetItem(path.stem)
            item.setData(_PATH, str(path))
            item.setData(_LEFT, left)
            item.setToolTip(tooltip(f"{path}\n最后修改 {changed:%Y-%m-%d %H:%M}"))
            said = (path.stem, left.get("suite"), left.get("share"), left.get("audit"))
            spoken = "，".join(word for word in (*said, left["changed"]) if word)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            shown.addItem(item)


def _when(changed: datetime, now: datetime) -> str:
    if changed.date() == now.date():
        return f"今天 {changed:%H:%M}"
    if changed.year == now.year:
        return f"{changed.month}月{changed.day}日"
    return f"{changed.year}年{changed.month}月"


class RecentPainter(QStyledItemDelegate):
    """Paints a file in two lines, with its columns on the right."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines high."""
        return QSize(200, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint name, suite, share, findings and date."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, colour("selection"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour("line_faint"))
        found = index.data(_LEFT)
        left = found if isinstance(found, dict) else {}
        right = rect.adjusted(0, 0, -8, 0)
        roomy = right.width() >= _ROOMY  # else the name needs the room; the tooltip has the date
        if roomy:
            right = self._column(painter, right, _DATE, str(left.get("changed", "")))
        right = self._audit(painter, right, left)
        if roomy:
            right = self._column(painter, right, _SHARE, str(left.get("share", "")), at_end=True)
        room = right.adjusted(8, 0, -8, 0)
        lower = str(left.get("suite", ""))
        upper = room.adjusted(0, 4, 0, -ROW // 2 + 1) if lower else room
        _write(painter, upper, str(index.data()), theme.SANS_BOLD, "ink")
        _write(painter, room.adjusted(0, ROW // 2 - 1, 0, -3), lower, theme.SANS, "ink2")
        painter.restore()

    def _column(
        self, painter: QPainter, rect: QRect, width: int, text: str, *, at_end: bool = False
    ) -> QRect:
        """Write a text into the last `width` of the row; what is left of the row."""
        where = QRect(rect.right() - width, rect.top(), width, rect.height())
        where = where.adjusted(0, 0, -10, 0) if at_end else where
        _write(painter, where, text, theme.SANS, "ink2", at_end=at_end)
        return rect.adjusted(0, 0, -width, 0)

    def _audit(self, painter: QPainter, rect: QRect, left: dict[str, str]) -> QRect:
        shape = left.get("shape", "")
        if shape in icons.DRAWINGS:
            x, y = rect.right() - _AUDIT, rect.top() + (ROW - 14) / 2
            icons.paint(painter, shape, QRectF(x, y, 14, 14))
        where = QRect(rect.right() - _AUDIT + 20, rect.top(), _AUDIT - 20, rect.height())
        _write(painter, where, left.get("audit", ""), theme.SANS, "ink")
        return rect.adjusted(0, 0, -_AUDIT, 0)


def _write(
    painter: QPainter,
    where: QRect,
    text: str,
    families: theme.Families,
    ink: str,
    *,
    at_end: bool = False,
) -> None:
    painter.setFont(theme.font(families, theme.BODY if ink == "ink" else theme.SECONDARY))
    painter.setPen(colour(ink))
    side = Qt.AlignmentFlag.AlignRight if at_end else Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, where.width())
    painter.drawText(where, side | Qt.AlignmentFlag.AlignVCenter, shown)
