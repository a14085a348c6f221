"""Which cells of the form the current one is calculated from, and which are calculated from it.

They are put in brackets like those of the keys that lead to them: [ at the left of an input, ] at
the right of a user. What lies on the form is not painted anew for that: brackets are drawn over it,
and only once the keyboard rests, so that nothing flickers while somebody types.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPen

from core.layout.plan import PlanCell
from gui import theme
from gui.theme import colour

REST_MS = 400
ARM = 5
_WIDTH = 2


class Trace(QObject):
    """The brackets of one form, and the frame round the cell that is pointed at elsewhere."""

    def __init__(
        self,
        rect: Callable[[PlanCell], QRect],
        repaint: Callable[[list[QRect]], None],
        parent: QObject | None = None,
    ) -> None:
        """`rect` says where a cell lies on the form, `repaint` shows parts of that anew."""
        super().__init__(parent)
        self._rect, self._repaint = rect, repaint
        self.inputs: tuple[PlanCell, ...] = ()
        self.users: tuple[PlanCell, ...] = ()
        self.pointed: PlanCell | None = None
        self._wanted: tuple[tuple[PlanCell, ...], tuple[PlanCell, ...]] = (), ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._show_wanted)

    def want(self, inputs: Iterable[PlanCell], users: Iterable[PlanCell]) -> None:
        """Put these in brackets when the keyboard has rested."""
        self._wanted = tuple(inputs), tuple(users)
        if self._wanted != (self.inputs, self.users):
            self._rest.start(REST_MS)

    def point(self, place: PlanCell | None) -> None:
        """Frame a cell at once, or none."""
        if place != self.pointed:
            before, self.pointed = self.pointed, place
            self._show(place for place in (before, place) if place is not None)

    def forget(self) -> None:
        """Nothing is in brackets or framed."""
        self._wanted = (), ()
        self._rest.stop()
        self._show_wanted()
        self.point(None)

    def _show_wanted(self) -> None:
        before = (*self.inputs, *self.users)
        self.inputs, self.users = self._wanted
        self._show((*before, *self.inputs, *self.users))

    def _show(self, places: Iterable[PlanCell]) -> None:
        rects = [self._rect(place) for place in places]
        if rects:
            self._repaint(rects)

    def paint(self, painter: QPainter, origin: QPoint, part: QRect) -> None:
        """Draw over a part of the form, which begins at `origin` for the painter."""
        if not self.inputs and not self.users and self.pointed is None:
            return
        painter.save()
        painter.translate(origin)
        pen = QPen(colour("accent"), _WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        for places, is_input in ((self.inputs, True), (self.users, False)):
            for rect in map(self._rect, places):
                if rect.intersects(part):
                    painter.drawPolyline(_bracket(rect, opens=is_input))
        if self.pointed is not None:
            frame = theme.current_frame()
            painter.setPen(QPen(colour("accent"), frame, Qt.PenStyle.DotLine))
            painter.drawRect(self._rect(self.pointed).adjusted(1, 1, -frame, -frame))
        painter.restore()


def _bracket(rect: QRect, *, opens: bool) -> list[QPoint]:
    """[ along the left edge of a cell, or ] along its right one."""
    top, bottom = rect.top() + 2, rect.bottom() - 2
    edge = rect.left() + 2 if opens else rect.right() - 2
    arm = edge + (ARM if opens else -ARM)
    return [QPoint(arm, top), QPoint(edge, top), QPoint(edge, bottom), QPoint(arm, bottom)]
