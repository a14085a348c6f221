"""Under the current cell: why what stands there does not fit, while nobody types there."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect

from core.layout.plan import PlanCell
from gui.grid.cell_delegate import CellDelegate
from gui.grid.marks import Mark
from gui.grid.plan_view import PlanView
from gui.grid.typing_hint import Strip


class ReasonStrip(QObject):
    """Keeps the line in step with the current cell of a view."""

    def __init__(self, view: PlanView) -> None:
        """Nothing is said before a cell is gone to; an editor has a line of its own."""
        super().__init__(view)
        self._view = view
        self._strip = Strip(view.viewport(), "reason_strip")
        delegate = view.itemDelegate()
        delegate.closeEditor.connect(lambda *_: self.show_again())
        if isinstance(delegate, CellDelegate):
            delegate.opened.connect(self._strip.hide)
        view.current_moved.connect(lambda *_: self.show_again())
        view.plan_model.touched.connect(self._changed)
        view.plan_model.modelReset.connect(self._strip.hide)
        view.horizontalScrollBar().valueChanged.connect(lambda *_: self.show_again())

    def _changed(self, places: Sequence[PlanCell]) -> None:
        if self._view.current() in places:
            self.show_again()

    def show_again(self) -> None:
        """Say it beside the cell, wherever that stands now."""
        words = self._words()
        index = self._view.currentIndex()
        rect = self._view.visualRect(index) if words else QRect()
        self._strip.say(words, rect, fits=False)

    def _words(self) -> str:
        """Why the text of the current cell does not fit; nothing if it does or is typed over."""
        view, model = self._view, self._view.plan_model
        place = view.current()
        if place is None or model.mark(place) is not Mark.UNREADABLE or view.open_editor():
            return ""
        finding = model.finding(place)
        said = (finding.message, finding.remedy) if finding is not None else ()
        return "。".join(text for text in said if text)
