"""The open form: a sheet of paper with title, ruled grid and notes, as it will be published.

The paper scrolls up and down as a whole. Title and notes stay centred on the width that is seen;
only the grid moves sideways. What has scrolled out at the top is replaced by a caption and head.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from core.layout.plan import LineRole, PlanCell
from core.layout.printed import PrintedLine
from core.refs import CellId, SheetId
from core.session import Changes, Session
from gui import theme
from gui.grid import cell_text
from gui.grid.frozen import FrozenHead
from gui.grid.plan_model import PlanModel
from gui.grid.plan_view import PlanView
from gui.theme import colour

MARGIN = 8
CAPTION = 25
ZOOMS = tuple(range(50, 201, 10))
_TITLE_LINE, _LINE, _NOTE_LINE = 30.0, 17.0, 17.0
_BELOW_TITLE_LINES, _ABOVE_NOTES = 4.0, 4.0


@dataclass(frozen=True, slots=True)
class _SetText:
    """One text of the paper outside the grid, placed."""

    where: QRectF
    text: str
    families: tuple[str, ...]
    pixels: float
    align: Qt.AlignmentFlag


class Paper(QWidget):
    """The sheet: lines above, the grid, lines below."""

    def __init__(self, view: PlanView, parent: QWidget | None = None) -> None:
        """Take the grid onto the paper."""
        super().__init__(parent)
        self.view = view
        view.setParent(self)
        self._texts: list[_SetText] = []
        self.title_bottom = 0

    def set_out(
        self, above: Sequence[PrintedLine], below: Sequence[PrintedLine], width: int, grid: QRect,
        zoom: float,
    ) -> None:  # fmt: skip
        """Place everything in that width; the grid's own size is known."""
        self._texts = []
        y = MARGIN / 2 * zoom
        for line in above:
            y = self._set_line(line, y, width, zoom)
            if line.role is LineRole.TITLE:
                self.title_bottom = ceil(y)
        y += _BELOW_TITLE_LINES * zoom
        self.view.setGeometry(0, ceil(y), width, grid.height())
        y = ceil(y) + grid.height() + _ABOVE_NOTES * zoom
        for line in below:
            y = self._set_line(line, y, width, zoom)
        self.resize(width, ceil(y + MARGIN * zoom))
        self.update()

    def _set_line(self, line: PrintedLine, y: float, width: int, zoom: float) -> float:
        title = line.role is LineRole.TITLE
        families = theme.SERIF_BOLD if title else theme.SERIF
        pixels = (theme.TITLE if title else theme.BODY) * zoom
        step = (_TITLE_LINE if title else _LINE) * zoom
        most = 1
        for text, align in (
            (line.left, Qt.AlignmentFlag.AlignLeft),
            (line.center, Qt.AlignmentFlag.AlignHCenter),
            (line.right, Qt.AlignmentFlag.AlignRight),
        ):
            lines = cell_text.wrap(text, families, pixels, width - 2) if text else ()
            for number, piece in enumerate(lines):
                where = QRectF(1, y + number * step, width - 2, step)
                self._texts.append(_SetText(where, piece, families, pixels, align))
            most = max(most, len(lines))
        return y + most * step

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the paper and its texts; the grid paints itself."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour("paper"))
        painter.setPen(colour("ink"))
        for text in self._texts:
            painter.setFont(theme.font(text.families, text.pixels))
            painter.drawText(text.where, text.align | Qt.AlignmentFlag.AlignVCenter, text.text)
        painter.end()


class Caption(QWidget):
    """What stands at the top when the title has scrolled out: number, title, project, unit."""

    def __init__(self, parent: QWidget) -> None:
        """Empty."""
        super().__init__(parent)
        self.setObjectName("caption")
        self._texts = ("", "", "", "")

    def show_texts(self, number: str, title: str, project: str, unit: str) -> None:
        """Say which form this is."""
        self._texts = (number, title, project, unit)
        self.setAccessibleName(" ".join(text for text in self._texts if text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the four texts."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("paper"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colour("line"))
        x = 10
        number, title, project, unit = self._texts
        for text, families, ink in (
            (number, theme.SERIF_BOLD, "ink"),
            (title, theme.SERIF, "ink"),
            (project, theme.SERIF, "ink2"),
        ):
            painter.setFont(theme.font(families, theme.BODY))
            painter.setPen(colour(ink))
            where = QRect(x, 0, self.width() - x - 110, self.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
            x += ceil(painter.fontMetrics().horizontalAdvance(text)) + 10
        painter.setPen(colour("ink2"))
        where = self.rect().adjusted(0, 0, -10, 0)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, unit)
        painter.end()


class Surface(QWidget):
    """The desk's top, around the paper."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in one colour."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), colour("desk"))
        painter.end()


class Desk(QScrollArea):
    """What the paper lies on; it scrolls the paper up and down."""

    resized = Signal(int)
    zoomed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty desk."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(round(cell_text.ROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the paper out again in the new width."""
        super().resizeEvent(event)
        self.resized.emit(event.oldSize().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel: zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class FormPage(QWidget):
    """The page of the open form.

    current_moved  another cell is current (a PlanCell or None)
    changed        an edit typed here was applied (Changes)
    refused        something could not be typed, and why
    at_end         the last entry cell was left forwards
    zoom_changed   in percent
    """

    current_moved = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    at_end = Signal()
    zoom_changed = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A page for the forms of this session."""
        super().__init__(parent)
        self.session = session
        self.zoom = 100
        self.model = PlanModel(session, self)
        self.view = PlanView(self.model)
        self.paper = Paper(self.view)
        self._desk = Desk(self)
        self._surface = Surface()
        self.paper.setParent(self._surface)
        self._desk.setWidget(self._surface)
        self.head = FrozenHead(self.view, self._desk.viewport())
        self._caption = Caption(self._desk.viewport())
        self._sideways = QScrollBar(Qt.Orientation.Horizontal, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._desk)
        layout.addWidget(self._sideways)
        self._sizes: tuple[list[int], list[int]] = ([], [])
        self._last: dict[SheetId, CellId] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.lay_out)
        self._connect()

    def _connect(self) -> None:
        self.model.changed.connect(self.changed)
        self.model.refused.connect(self.refused)
        self.model.modelReset.connect(self._after_reset)
        self.model.dataChanged.connect(lambda *_: self._later.start(0))
        self.view.refused.connect(self.refused)
        self.view.at_end.connect(self.at_end)
        self.view.current_moved.connect(self._moved)
        self.view.wanted.connect(self._show)
        self._desk.resized.connect(self._resized)
        self._desk.zoomed.connect(lambda step: self.set_zoom(self.zoom + 10 * step))
        self._desk.verticalScrollBar().valueChanged.connect(self._float)
        sideways = self.view.horizontalScrollBar()
        sideways.valueChanged.connect(self._sideways.setValue)
        self._sideways.valueChanged.connect(sideways.setValue)

    # ---- showing a form

    @property
    def sheet(self) -> SheetId | None:
        """The sheet that is open."""
        return self.model.sheet

    def open(self, sheet: SheetId) -> None:
        """Open a sheet, at the cell where one was last."""
        self.view.finish_editing()
        if sheet == self.sheet:
            return
        self.model.show(sheet)
        self._desk.verticalScrollBar().setValue(0)
        last = self._last.get(sheet)
        place = self.model.anchor(self.model.find(last)) if last is not None else None
        if place is not None:
            self.view.go(place)
        else:
            self.view.go_to_start()

    def jump(self, cell: CellId) -> bool:
        """Make a cell of the open sheet current and light it up; False if it is not printed."""
        place = self.go(cell)
        if place is None:
            return False
        self.view.flash(place)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def go(self, cell: CellId) -> PlanCell | None:
        """Make a cell of the open sheet current; None if it is not printed."""
        place = self.model.anchor(self.model.find(cell))
        self.view.go(place)
        return place

    def take(self, changes: Changes) -> None:
        """Show what an edit made elsewhere changed."""
        self.model.take(changes)
        self._later.start(0)  # the lines around the grid may say something else now

    def set_zoom(self, percent: int) -> None:
        """Zoom the grid, 50 to 200 %."""
        percent = max(ZOOMS[0], min(percent, ZOOMS[-1]))
        if percent == self.zoom:
            return
        self.view.finish_editing()
        self.zoom = percent
        self.lay_out()
        self.view.show_current()
        self.zoom_changed.emit(percent)

    def unit(self) -> str:
        """The unit of the open form's amounts, as the form says it; "" if it has none."""
        if self.sheet is None:
            return ""
        money = self.session.suite.forms[self.sheet.form].money_unit
        lines = self.session.plan(self.sheet).above if money else ()
        parts = (part for line in lines for part in (*line.left, *line.center, *line.right))
        said = (part for part in parts if isinstance(part, str))
        return next((text for text in said if text.endswith(f"：{money}")), money)

    # ---- layout

    def _after_reset(self) -> None:
        self._sizes = ([], [])
        self.lay_out()
        plan = self.model.plan
        if plan is not None:
            project = self.session.names.project_name(plan.sheet.instance)
            self._caption.show_texts(
                plan.number, plan.title, project if plan.sheet.instance else "", self.unit()
            )
        self.view.restore()

    def _resized(self, height_before: int) -> None:
        """Lay out anew; the current cell stays in sight when a panel grows over it."""
        rect = self.view.visualRect(self.view.currentIndex())
        bottom = self._grid_top() + rect.bottom() - self._desk.verticalScrollBar().value()
        self.lay_out()
        if rect.isValid() and 0 <= bottom <= height_before:
            self.view.show_current()

    def lay_out(self) -> None:
        """Give everything its place in the width there is; nothing moves if nothing changed."""
        form = self.model.whole()
        if form is None:
            self.paper.hide()
            return
        zoom = self.zoom / 100
        seen = self._desk.viewport().width() - 2 * MARGIN
        widths = cell_text.column_widths(form, seen, zoom)
        heights = cell_text.row_heights(form, widths, zoom)
        if (widths, heights) != self._sizes:
            self._sizes = (widths, heights)
            self.view.lay_out(widths, heights, zoom)
            self.head.lay_out(widths, heights, zoom)
        total = sum(widths)
        self.view.screenful = max(self._desk.viewport().height() - 4 * CAPTION, 2 * CAPTION)
        width = max(min(total, seen), 1)
        self.paper.show()
        self.paper.set_out(form.above, form.below, width, QRect(0, 0, total, sum(heights)), zoom)
        left = max(MARGIN, (self._desk.viewport().width() - width) // 2)
        self.paper.move(left, MARGIN)
        viewport = self._desk.viewport()
        height = max(self.paper.height() + 2 * MARGIN, viewport.height())
        self._surface.resize(viewport.width(), height)
        self._sideways.setRange(0, max(0, total - width))
        self._sideways.setPageStep(width)
        self._sideways.setSingleStep(round(cell_text.ROW))
        self._sideways.setVisible(total > width)
        self._float()

    def _float(self) -> None:
        """Let caption and head stand at the top while their own place is scrolled out."""
        plan = self.model.plan
        scrolled = self._desk.verticalScrollBar().value()
        viewport = self._desk.viewport()
        captioned = plan is not None and scrolled > self.paper.y() + self.paper.title_bottom
        self._caption.setVisible(captioned)
        self._caption.setGeometry(0, 0, viewport.width(), CAPTION)
        rows = self._frozen_rows()
        top = CAPTION if captioned else 0
        first_y = self._grid_top() + sum(self._sizes[1][: rows[0]]) - scrolled
        shown = bool(self._sizes[1]) and rows[0] < rows[1] and first_y < top
        if shown:
            height = sum(self._sizes[1][rows[0] : rows[1]])
            self.head.setGeometry(self.paper.x(), top, self.view.width(), height)
            self.head.show_rows(rows[0])
            self.head.horizontalScrollBar().setValue(self.view.horizontalScrollBar().value())
        self.head.setVisible(shown)
        self.head.raise_()
        self._caption.raise_()

    def _frozen_rows(self) -> tuple[int, int]:
        """The head rows; only the lowest where the whole head would take half the view."""
        plan = self.model.plan
        first, end = plan.head if plan is not None else (0, 0)
        if first < end and sum(self._sizes[1][first:end]) > self._desk.viewport().height() / 2:
            first = end - 1
        return first, end

    def _grid_top(self) -> int:
        return self.paper.y() + self.view.y()

    def _show(self, rect: QRect) -> None:
        """Scroll a rectangle of the grid into sight, below what floats at the top."""
        bar = self._desk.verticalScrollBar()
        first, end = self._frozen_rows()
        heights = self._sizes[1]
        top = rect.top() + self._grid_top()
        bottom = rect.bottom() + self._grid_top()
        head_bottom = self._grid_top() + sum(heights[:end])
        in_head = (
            first < end
            and top >= self._grid_top() + sum(heights[:first])
            and (bottom <= head_bottom)
        )
        if in_head and self.head.isVisible():
            return
        floating = CAPTION + (sum(heights[first:end]) if top >= head_bottom else 0)
        if rect.top() == 0:
            bar.setValue(0)
        elif top - floating < bar.value():
            bar.setValue(top - floating)
        elif bottom + MARGIN > bar.value() + self._desk.viewport().height():
            lowest = bottom + MARGIN - self._desk.viewport().height()
            bar.setValue(min(lowest, top - floating))

    def _moved(self, place: object) -> None:
        cell = getattr(place, "cell", None)
        if self.sheet is not None and cell is not None:
            self._last[self.sheet] = cell
        self.current_moved.emit(place)
