"""The open form: a sheet of paper with title, ruled grid and notes, as it will be published.

The paper scrolls up and down as a whole. Title and notes stay centred on the width that is seen;
only the grid moves sideways. What has scrolled out at the top is replaced by a caption and head.
"""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollBar, QVBoxLayout, QWidget

from core.layout.plan import PlanCell
from core.layout.printed import PrintedForm
from core.refs import CellId, SheetId
from core.session import Changes, Session
from gui.grid import cell_text, columns
from gui.grid.frozen import Frozen
from gui.grid.measured import Measured
from gui.grid.plan_model import PlanModel
from gui.grid.plan_view import PlanView
from gui.grid.reason_strip import ReasonStrip
from gui.paper import CAPTION, MARGIN, Caption, Desk, Paper, Surface
from gui.zoom import USUAL, Fit, Wish, Zooms, fitting, stepped, within


class FormPage(QWidget):
    """The page of the open form.

    current_moved  another cell is current (a PlanCell or None)
    changed        an edit typed here was applied (Changes)
    refused        something could not be typed, and why
    at_end         the last entry cell was left forwards
    zoom_changed   another zoom was chosen for the open form, or it shows in another one
    """

    current_moved = Signal(object)
    changed = Signal(object)
    refused = Signal(str)
    at_end = Signal()
    zoom_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """A page for the forms of this session."""
        super().__init__(parent)
        self.session = session
        self.zooms = Zooms()
        self.zoom = USUAL
        self.model = PlanModel(session, self)
        self.view = PlanView(self.model)
        self._reasons = ReasonStrip(self.view)
        self.paper = Paper(self.view)
        self.desk = Desk(self)
        self._surface = Surface()
        self.paper.setParent(self._surface)
        self.desk.setWidget(self._surface)
        self.frozen = Frozen(self.view, self.desk.viewport())
        self._caption = Caption(self.desk.viewport())
        self._sideways = QScrollBar(Qt.Orientation.Horizontal, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.desk)
        layout.addWidget(self._sideways)
        self._sizes: tuple[list[int], list[int]] = ([], [])
        self._given: list[float] = []  # what the columns have at least since the form was opened
        self._measured = Measured()
        self._lines: object = None
        self._last: dict[SheetId, CellId] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.lay_out)
        self._connect()

    def _connect(self) -> None:
        self.model.changed.connect(self.changed)
        self.model.changed.connect(self._typed)
        self.model.refused.connect(self.refused)
        self.model.modelReset.connect(self._after_reset)
        self.model.touched.connect(self._outgrown)
        self.view.refused.connect(self.refused)
        self.view.at_end.connect(self.at_end)
        self.view.current_moved.connect(self._moved)
        self.view.wanted.connect(self._show)
        self.desk.resized.connect(self._resized)
        self.desk.zoomed.connect(self.step_zoom)
        self.desk.verticalScrollBar().valueChanged.connect(self._float)
        sideways = self.view.horizontalScrollBar()
        sideways.valueChanged.connect(self._sideways.setValue)
        self._sideways.valueChanged.connect(sideways.setValue)

    def put_on_top(self, strip: QWidget) -> None:
        """Give a strip its place above the desk."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, strip)

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
        for bar in (self.desk.verticalScrollBar(), self._sideways):
            bar.setValue(0)
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

    def show_place(self, row: int, column: int) -> None:
        """Make whatever stands in a place current and light it up; beyond the grid, show it.

        Row -1 is what stands above the grid, one too many what stands below it.
        """
        if not 0 <= row < self.model.rowCount():
            bar = self.desk.verticalScrollBar()
            bar.setValue(bar.minimum() if row < 0 else bar.maximum())
            return
        place = self.model.cell_at(row, column)
        self.view.go(place)
        self.view.flash(place)

    def go(self, cell: CellId) -> PlanCell | None:
        """Make a cell of the open sheet current; None if it is not printed."""
        place = self.model.anchor(self.model.find(cell))
        self.view.go(place)
        return place

    def trace(self, inputs: Iterable[CellId], users: Iterable[CellId]) -> None:
        """Put the cells in brackets that the current one comes from, and those it goes to."""
        self.view.trace.want(self.model.places(inputs), self.model.places(users))

    def point(self, cell: CellId | None) -> None:
        """Frame a cell of the open sheet that is pointed at elsewhere; None: none any more."""
        self.view.trace.point(
            self.model.anchor(self.model.find(cell)) if cell is not None else None
        )

    def take(self, changes: Changes) -> None:
        """Show what an edit made elsewhere changed."""
        self.model.take(changes)
        self._show_lines()

    @property
    def wish(self) -> Wish:
        """The zoom that was chosen for the open form."""
        return self.zooms.of(self.sheet.form) if self.sheet is not None else USUAL

    def set_zoom(self, wish: Wish) -> None:
        """Zoom the form, 50 to 200 %, or let it follow the view."""
        wish = wish if isinstance(wish, Fit) else within(wish)
        if self.sheet is None or wish == self.wish:
            return
        self.view.finish_editing()
        self.zooms.choose(self.sheet.form, wish)
        self.lay_out()
        self.view.show_current()
        self.zoom_changed.emit()

    def use_zooms(self, zooms: Zooms) -> None:
        """Show the forms as large as they were shown last."""
        before, self.zooms = self.wish, zooms
        if self.wish != before:
            self.lay_out()
            self.zoom_changed.emit()

    def step_zoom(self, steps: int) -> None:
        """A little larger or smaller."""
        self.set_zoom(stepped(self.zoom, steps))

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
        self._sizes, self._given = ([], []), []
        self.lay_out()
        self.zoom_changed.emit()
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
        bottom = self._grid_top() + rect.bottom() - self.desk.verticalScrollBar().value()
        self.lay_out()
        if rect.isValid() and 0 <= bottom <= height_before:
            self.view.show_current()

    def _outgrown(self, places: Iterable[PlanCell]) -> None:
        """Measure the form again if what these cells show now may need another size.

        A figure that finds room where one stood does not; that is the usual edit.
        """
        if not self._later.isActive() and not all(map(self._has_room, places)):
            self._later.start(0)

    def _has_room(self, place: PlanCell) -> bool:
        width = sum(self._sizes[0][place.column : place.column + place.columns])
        return columns.still_fits(self.model.printed(place), width, self.zoom / 100)

    def _typed(self) -> None:
        """Lay out anew before anything is painted, or all of it would be painted twice.

        Not under a mouse that is being pressed: it means the cell that it sees.
        """
        self._show_lines()
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self._later.isActive() and not pressed:
            self._later.stop()
            self.lay_out()

    def _show_lines(self) -> None:
        """The lines around the grid may say something else after any edit."""
        if self.model.lines() != self._lines:
            self._later.start(0)

    def lay_out(self) -> None:
        """Give everything its place in the width there is; nothing moves if nothing changed."""
        form = self.model.whole()
        if form is None:
            self.paper.hide()
            return
        seen = self.desk.viewport().width() - 2 * MARGIN
        self._lines = form.above, form.below
        self.zoom = self._percent(form, seen)
        zoom = self.zoom / 100
        widths = self._widths(form, seen, zoom)
        heights = self._measured.row_heights(form, widths, zoom)
        if (widths, heights) != self._sizes:
            self._sizes = (widths, heights)
            self.view.lay_out(widths, heights, zoom)
        total = sum(widths)
        self.view.walk.screenful = max(self.desk.viewport().height() - 4 * CAPTION, 2 * CAPTION)
        width = max(min(total, seen), 1)
        self.paper.show()
        self.paper.set_out(form.above, form.below, width, QRect(0, 0, total, sum(heights)), zoom)
        left = max(MARGIN, (self.desk.viewport().width() - width) // 2)
        self.paper.move(left, MARGIN)
        viewport = self.desk.viewport()
        height = max(self.paper.height() + 2 * MARGIN, viewport.height())
        self._surface.resize(viewport.width(), height)
        self._sideways.setRange(0, max(0, total - width))
        self._sideways.setPageStep(width)
        self._sideways.setSingleStep(round(cell_text.ROW))
        self._sideways.setVisible(total > width)
        self._float()
        self._reasons.show_again()

    def _widths(self, form: PrintedForm, seen: int, zoom: float) -> list[int]:
        """Columns that figures outgrow get room for more, unless the form fits only without it."""
        needs = columns.needs_of(form, self._measured)
        given = columns.with_room(needs.least, self._given)
        widths = columns.column_widths(needs, seen, zoom, given)
        if sum(widths) > seen:
            tight = columns.column_widths(needs, seen, zoom)
            if sum(tight) <= seen:
                given, widths = list(needs.least), tight
        self._given = given
        return widths

    def _percent(self, form: PrintedForm, seen: int) -> int:
        """The zoom of the open form in percent, now."""
        wish = self.wish
        if not isinstance(wish, Fit):
            return wish
        room = seen, self.desk.viewport().height() - 2 * MARGIN
        return fitting(form, wish, room, self.paper.around(form.above, form.below, seen), seen)

    def _float(self) -> None:
        """Let caption and head stand at the top while their own place is scrolled out."""
        scrolled = self.desk.verticalScrollBar().value()
        captioned = (
            self.model.plan is not None and scrolled > self.paper.y() + self.paper.title_bottom
        )
        self._caption.setVisible(captioned)
        self._caption.setGeometry(0, 0, self.desk.viewport().width(), CAPTION)
        self.frozen.place(CAPTION if captioned else 0)
        head = self.frozen.head
        floating = CAPTION if captioned else 0
        self.view.float_over(floating + (head.height() if head.isVisible() else 0))

    def _show(self, rect: QRect) -> None:
        """Scroll a rectangle of the grid into sight, below what floats at the top."""
        bar, row = self.desk.verticalScrollBar(), self.view.currentIndex().row()
        pinned = self.view.pinned_rows
        if pinned is not None and pinned.holds(row):
            return
        head = self.frozen.head_of(row)
        top, bottom = (y + self._grid_top() for y in (rect.top(), rect.bottom()))
        floating = CAPTION + (self.frozen.height(head) if row >= head[1] else 0)
        if rect.top() == 0:
            bar.setValue(0)
        elif top - floating < bar.value():
            bar.setValue(top - floating)
        elif bottom + MARGIN > bar.value() + self.desk.viewport().height():
            lowest = bottom + MARGIN - self.desk.viewport().height()
            bar.setValue(min(lowest, top - floating))

    def _grid_top(self) -> int:
        return self.paper.y() + self.view.y()

    def _moved(self, place: object) -> None:
        cell = getattr(place, "cell", None)
        if self.sheet is not None and cell is not None:
            self._last[self.sheet] = cell
        self.current_moved.emit(place)
