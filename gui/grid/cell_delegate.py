"""Paints a cell: ground, entry line, rules, text, the mark of a finding, the current frame.

Every state has a shape beside its colour (bar, frame, dashes, icon), so that it can be told apart
in grey print. Editors open here, too; what is typed goes into the model.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.layout.plan import Align, CellKind
from gui import icons, theme
from gui.grid import cell_editors, cell_text, suggesting
from gui.grid.block_paint import paint_block
from gui.grid.plan_model import AnyIndex, Look, Mark, PlanModel
from gui.grid.spotlight import Spotlight
from gui.grid.typing_hint import TypingHint
from gui.theme import colour

ICON = 11.0
BAR = 3
DOT = 5
_DOTS_BELOW = 0.75
_ICONS = {
    Mark.MANDATORY: "mandatory",
    Mark.UNREADABLE: "mandatory",
    Mark.VERIFY: "verify",
    Mark.STALE: "stale",
    Mark.OVERRIDDEN: "pencil",
    Mark.JUSTIFIED: "justified",
    Mark.HINT: "hint",
}
_INKS = {
    Mark.MANDATORY: "red",
    Mark.UNREADABLE: "red",
    Mark.VERIFY: "amber",
    Mark.STALE: "amber",
    Mark.OVERRIDDEN: "violet",
    Mark.JUSTIFIED: "grey",
    Mark.HINT: "blue",
}
_GROUNDS = {
    Mark.MANDATORY: "red_ground",
    Mark.UNREADABLE: "red_ground",
    Mark.VERIFY: "amber_ground",
    Mark.STALE: "amber_ground",
    Mark.OVERRIDDEN: "violet_ground",
}

Leave = Callable[[str], None]


class CellDelegate(QStyledItemDelegate):
    """Paints and edits the cells of one view."""

    def __init__(self, view: QTableView, spotlight: Spotlight, leave: Leave) -> None:
        """`leave` is told how an editor was left: "down", "up", "right" or "left"."""
        super().__init__(view)
        self._view = view
        self.spotlight = spotlight
        self.zoom = 1.0
        self.amending = False
        self.shown: Callable[[QRect], QRect] | None = None
        self._leave = leave

    # ---- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        model = index.model()
        place = model.anchor(index) if isinstance(model, PlanModel) else None
        if place is None or not isinstance(model, PlanModel):
            return
        rect = self._seen(option)
        at = (place.row, place.column)
        look = model.look(place)
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, self._ground(look, at))
        self._paint_rules(painter, rect, look, model)
        inner = rect.adjusted(0, 0, -1, -1)
        if place.kind is CellKind.ENTRY:
            self._paint_entry_line(painter, inner, look)
        if self.zoom < _DOTS_BELOW:
            self._paint_dot(painter, inner, look.mark)
        else:
            self._paint_mark(painter, inner, look.mark)
        self._paint_text(painter, inner, look, at)
        paint_block(painter, rect, place, self.spotlight)
        if at == self.spotlight.current:
            painter.setPen(_frame_pen("accent", theme.current_frame()))
            painter.drawRect(inner.adjusted(1, 1, 0, 0))
        painter.restore()

    def _seen(self, option: QStyleOptionViewItem) -> QRect:
        """The cell's rectangle; in an overlay, as much of it as is shown."""
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs know no option.rect
        return self.shown(rect) if self.shown is not None else rect

    def _ground(self, look: Look, at: tuple[int, int]) -> QColor:
        if at == self.spotlight.flashed:
            return colour("selection")
        if look.mark in _GROUNDS:
            return colour(_GROUNDS[look.mark])
        if at == self.spotlight.head:
            return colour("accent")
        if at in self.spotlight.names:
            return colour("row")
        if look.place.kind is CellKind.ENTRY:
            return colour("paper")
        plain_label = look.place.style.label or look.place.kind is not CellKind.CALCULATED
        return colour("label") if plain_label else colour("calculated")

    def _paint_rules(self, painter: QPainter, rect: QRect, look: Look, model: PlanModel) -> None:
        place, plan = look.place, model.plan
        if plan is None:
            return
        right_edge = place.column + place.columns == len(plan.columns)
        bottom_edge = place.row + place.rows == len(plan.rows)
        rule, frame = colour("rule"), colour("frame")
        painter.fillRect(
            QRect(rect.right(), rect.top(), 1, rect.height()), frame if right_edge else rule
        )
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), frame if bottom_edge else rule
        )
        if place.column == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 1, rect.height()), frame)
        if place.row == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), frame)

    def _paint_entry_line(self, painter: QPainter, inner: QRect, look: Look) -> None:
        pen = QPen(colour("entry_line"), 2 if look.missing else 1)
        if look.prefilled:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        y = inner.bottom() - 1
        painter.drawLine(inner.left() + 4, y, inner.right() - 4, y)

    def _paint_mark(self, painter: QPainter, inner: QRect, mark: Mark | None) -> None:
        if mark in (Mark.MANDATORY, Mark.UNREADABLE):
            painter.fillRect(
                QRect(inner.left() + 1, inner.top(), BAR, inner.height()), colour("red")
            )
        if mark is Mark.UNREADABLE:
            pen = _frame_pen("red", 1)
            pen.setDashPattern([4, 2])
            painter.setPen(pen)
            painter.drawRect(inner.adjusted(BAR + 2, 2, -3, -3))
        if mark in (Mark.VERIFY, Mark.STALE):
            painter.setPen(_frame_pen("amber", 1))
            painter.drawRect(inner.adjusted(1, 1, -1, -1))
        if mark is Mark.OVERRIDDEN:
            painter.fillRect(
                QRect(inner.right() - BAR, inner.top(), BAR, inner.height()), colour("violet")
            )

    def _paint_dot(self, painter: QPainter, inner: QRect, mark: Mark | None) -> None:
        """A small form has no room for shapes: a dot in the corner, and the tooltip says more."""
        if mark is not None:
            painter.fillRect(
                QRect(inner.left() + 1, inner.top() + 1, DOT, DOT), colour(_INKS[mark])
            )

    def _paint_text(self, painter: QPainter, inner: QRect, look: Look, at: tuple[int, int]) -> None:
        cell, zoom = look.printed, self.zoom
        how = cell_text.setting(look.place, zoom)
        lines, pixels = cell_text.set_text(cell, inner.width(), zoom)
        icon_room = self._paint_icon(painter, inner, look, lines)
        if not lines:
            return
        is_head = at == self.spotlight.head
        families = _bold(how.families) if is_head else how.families
        painter.setFont(theme.font(families, pixels))
        painter.setPen(colour("on_accent" if is_head else "ink2" if look.prefilled else "ink"))
        align = cell_text.shown_align(cell, as_typed=look.mark is Mark.UNREADABLE)
        pad = cell_text.padding(look.place) * zoom
        body = QRectF(inner).adjusted(pad, 0, -pad, 0)
        if align is Align.RIGHT:
            body.setRight(body.right() - how.indent)
        else:
            body.setLeft(body.left() + how.indent)
        if align is Align.LEFT and len(lines) == 1:
            body.setLeft(body.left() + icon_room)
        if look.mark is Mark.OVERRIDDEN:
            body.setRight(body.right() - BAR)
        height = len(lines) * how.line
        top = body.top() + max(2 * zoom, (body.height() - height) / 2)
        if look.place.style.top:
            top = body.top() + 2 * zoom
        for number, line in enumerate(lines):
            where = QRectF(body.left(), top + number * how.line, body.width(), how.line)
            painter.drawText(where, _FLAGS[align] | Qt.AlignmentFlag.AlignVCenter, line)

    def _paint_icon(
        self, painter: QPainter, inner: QRect, look: Look, lines: tuple[str, ...]
    ) -> float:
        """Paint the mark's icon if figure and icon both find room; the width it takes."""
        if look.mark is None or self.zoom < _DOTS_BELOW:
            return 0.0
        side = ICON * min(self.zoom, 1.5)
        how = cell_text.setting(look.place, self.zoom)
        widest = max((cell_text.text_width(t, how.families, how.pixels) for t in lines), default=0)
        centred = cell_text.shown_align(look.printed, as_typed=False) is Align.CENTER
        needed = widest + (2 if centred else 1) * (side + 8)
        left = inner.left() + (BAR + 3 if look.mark in _BARRED else 3)
        if needed > inner.width() or len(lines) > 1:
            return 0.0
        top = inner.top() + (inner.height() - side) / 2
        icons.paint(painter, _ICONS[look.mark], QRectF(left, top, side, side))
        return side + (BAR + 3 if look.mark in _BARRED else 3)

    # ---- editing

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> QWidget:
        """An editor that fits what the cell holds; it lies on the view, over its overlays."""
        model = index.model()
        place = model.anchor(index) if isinstance(model, PlanModel) else None
        if place is None or not isinstance(model, PlanModel):
            return super().createEditor(parent, option, index)
        offers = cell_editors.Offers(
            model.choices(place), model.code_finder(place), suggesting.finder(model, place)
        )
        editor = cell_editors.make(self._view, place, model.slot(place), offers, self.zoom)
        if isinstance(editor, cell_editors.ChoiceEditor):
            editor.activated.connect(lambda: self.finish(editor, ""))
        elif isinstance(editor, cell_editors.LineEditor):
            TypingHint(parent, editor, lambda text: model.reading(place, text))
        return editor

    def setEditorData(self, editor: QWidget, index: AnyIndex) -> None:
        """Put the cell's text into the editor: to be replaced, or (F2) to be amended."""
        cell_editors.fill(
            editor, str(index.data(Qt.ItemDataRole.EditRole) or ""), amend=self.amending
        )

    def setModelData(self, editor: QWidget, model: QObject, index: AnyIndex) -> None:
        """Give what was typed to the model."""
        if isinstance(model, PlanModel):
            suggesting.give(model, index, cell_editors.answer_of(editor))

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: AnyIndex
    ) -> None:
        """Lay the editor over its cell; long texts get at least five lines."""
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs know no option.rect
        if isinstance(editor, cell_editors.LongTextEditor):
            rect = QRect(rect)
            rect.setHeight(max(rect.height(), editor.least_height()))
            rect.setWidth(max(rect.width(), editor.least_width()))
            view = self.parent()
            within = view.viewport().rect() if isinstance(view, QTableView) else rect
            rect.moveLeft(max(0, min(rect.left(), within.right() - rect.width())))
            rect.moveTop(max(0, min(rect.top(), within.bottom() - rect.height())))
        else:
            rect = rect.adjusted(0, 0, -1, -1)
            rect.setWidth(max(rect.width(), editor.minimumSizeHint().width()))
        editor.setGeometry(rect)

    def finish(self, editor: QWidget, key: str) -> None:
        """Close an editor and take what was typed.

        The editor goes first: what is typed may lay the whole form out again under it.
        """
        view = self.parent()
        if not isinstance(view, QTableView) or editor.property("finished"):
            return
        editor.setProperty("finished", True)
        index = view.currentIndex()
        answer = cell_editors.answer_of(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        model = index.model()
        if isinstance(model, PlanModel):
            suggesting.give(model, index, answer)
        if key:
            self._leave(key)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and Esc are ours; leaving the editor in any other way takes what was typed."""
        if not isinstance(editor, QWidget):
            return False
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(editor, event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and _has_left(event):
            self.finish(editor, "")
        return False

    def _key(self, editor: QWidget, event: QKeyEvent) -> bool:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Escape:
                editor.setProperty("finished", True)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if event.modifiers() & Qt.KeyboardModifier.AltModifier:
                    cell_editors.break_line(editor)
                else:
                    self.finish(editor, "up" if shift else "down")
            case Qt.Key.Key_Tab:
                self.finish(editor, "right")
            case Qt.Key.Key_Backtab:
                self.finish(editor, "left")
            case _:
                return False
        return True


_BARRED = (Mark.MANDATORY, Mark.UNREADABLE)
_FLAGS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignHCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}
# The editor stays open behind a popup, a menu, or another program's window.
_STILL_EDITING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


def _has_left(event: QFocusEvent) -> bool:
    return event.reason() not in _STILL_EDITING


def _frame_pen(role: str, width: int) -> QPen:
    pen = QPen(colour(role), width)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _bold(families: tuple[str, ...]) -> tuple[str, ...]:
    return theme.SERIF_BOLD if families == theme.SERIF else families
