"""What the proof sheet is put together from: six cards and a row of chips, one of all chosen."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton

from core.findings import Outcome, Scope
from core.proof.content import ORDER, TO_DO, Choice, Part
from gui import icons, theme
from gui.proof_model import ICONS
from gui.theme import colour


@dataclass(frozen=True, slots=True)
class Wish:
    """Which lines to show: how the button is called, and which parts are meant."""

    words: str
    choice: Choice


def _of_scope(scope: Scope, part: Part) -> bool:
    return part.is_rule and part.scope is scope


def _of_outcome(outcome: Outcome, part: Part) -> bool:
    return part.is_rule and part.outcome is outcome


ALL = Wish("全部", bool)
WISHES = (
    ALL,
    Wish("要处理的", lambda part: part.outcome in TO_DO),
    *(Wish(scope.value, partial(_of_scope, scope)) for scope in Scope),
    Wish("单格", lambda part: not part.is_rule),
)
"""The chips. Single cells (blank, no figure) have no rule and stand beside the sum."""

CAPTIONS = {
    Outcome.FAILED: "两边不符",
    Outcome.JUSTIFIED: "写了理由",
    Outcome.NO_DATA: "缺数，没法核对",
    Outcome.NOT_APPLICABLE: "前提不成立",
    Outcome.NOT_CHECKED: "公式算不出来",
    Outcome.PASSED: "两边相符",
}
CARDS = {outcome: Wish(outcome.value, partial(_of_outcome, outcome)) for outcome in ORDER}


class Card(QAbstractButton):
    """An outcome with its count."""

    def __init__(self, outcome: Outcome) -> None:
        """Nothing is counted yet."""
        super().__init__()
        self.setObjectName(f"card_{ICONS[outcome]}")
        self._icon, self._caption = ICONS[outcome], CAPTIONS[outcome]
        self._count = 0
        self.setText(outcome.value)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self._count = count
        self.setAccessibleName(f"{self.text()} {count}")
        self.setToolTip(f"{self.text()} {count}：{self._caption}")
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its three lines."""
        lines = (theme.BODY, theme.COUNT, theme.SMALL)
        height = sum(theme.metrics(theme.SANS, pixels).height() for pixels in lines)
        return QSize(120, round(height) + 14)

    def minimumSizeHint(self) -> QSize:
        """Not narrower than its name with the icon."""
        width = theme.metrics(theme.SANS_BOLD, theme.BODY).horizontalAdvance("数据不足")
        return QSize(round(width) + 40, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint frame, icon, name, count and what it means."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        wide = chosen or self.hasFocus()
        painter.setBrush(colour("row" if chosen or self.underMouse() else "panel"))
        painter.setPen(QPen(colour("accent" if wide else "line"), 2 if wide else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        icons.paint(painter, self._icon, QRectF(10, 9, 16, 16))
        flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        top = 7
        for text, families, pixels, ink, left in (
            (self.text(), theme.SANS_BOLD, theme.BODY, "ink", 32),
            (str(self._count), theme.SANS_BOLD, theme.COUNT, "ink", 10),
            (self._caption, theme.SANS, theme.SMALL, "ink2", 10),
        ):
            font = theme.font(families, pixels)
            height = round(theme.metrics(theme.SANS, pixels).height())
            painter.setFont(font)
            painter.setPen(colour(ink))
            room = self.rect().adjusted(left, 0, -6, 0)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.drawText(left, top, room.width(), height, flags, shown)
            top += height
        painter.end()


class Chip(QToolButton):
    """A choice of lines with their count."""

    def __init__(self, wish: Wish) -> None:
        """Nothing is counted yet."""
        super().__init__()
        self._words = wish.words
        self.setCheckable(True)
        self.setMinimumHeight(24)
        self.setStyleSheet(
            f"QToolButton {{ padding: 1px 8px; border: 1px solid {colour('line').name()};"
            f" background: {colour('panel').name()}; }}"
            f"QToolButton:checked {{ border-color: {colour('accent').name()}; }}"
            f"QToolButton:focus {{ border: 2px solid {colour('accent').name()};"
            f" padding: 0 7px; }}"
            f"QToolButton:checked {{ background: {colour('row').name()}; }}"
        )
        self.toggled.connect(self._embolden)

    def show_count(self, count: int) -> None:
        """Show how many there are."""
        self.setText(f"{self._words} {count}")

    def _embolden(self, chosen: bool) -> None:
        self.setFont(theme.font(theme.SANS_BOLD if chosen else theme.SANS, theme.SECONDARY))
