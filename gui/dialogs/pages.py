"""The pages of an export as they will be: drawn by our PDF writer, shown by PDFium.

Both run in a thread of their own, one after the other; what is not wanted any more is dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from core.errors import ExportCancelled
from core.export.pdf import pdf_bytes
from core.export.picture import Pixels, form_starts, page_pixels, page_sizes
from core.export.progress import Progress, silent
from core.layout.printed import PrintedForm
from gui.task import Task

_KEPT = 3


@dataclass(frozen=True, slots=True)
class Paged:
    """A PDF file, the sizes of its pages in points, and on which page each form begins."""

    pdf: bytes
    sizes: Sequence[tuple[float, float]]
    starts: Sequence[int]


def paged(forms: Sequence[PrintedForm], *, told: Progress = silent, draft: bool = False) -> Paged:
    """Draw the pages of some forms; a draft has its stamp on each. Raises ExportError."""
    pdf = pdf_bytes(forms, told=told, draft=draft)
    return Paged(pdf, page_sizes(pdf), form_starts(pdf))


def image_of(found: Pixels) -> QImage:
    """A picture for Qt."""
    four = found.channels == 4
    kind = QImage.Format.Format_RGBX8888 if four else QImage.Format.Format_RGB888
    return QImage(found.rows, found.width, found.height, found.stride, kind).copy()


class Pages(QObject):
    """Keeps the PDF of some forms and the pictures of three of its pages.

    drawn     there are other pages: `paged`, or None and `trouble` says why
    pictured  the picture of a page is there
    """

    drawn = Signal()
    pictured = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        """No pages yet."""
        super().__init__(parent)
        self.paged: Paged | None = None
        self.trouble = ""
        self._wanted: tuple[Sequence[PrintedForm], bool] | None = None
        self._page, self._dpi = 0, 0.0
        self._pictures: dict[tuple[int, float], QImage] = {}
        self._round = 0
        self._running: tuple[Task, int, tuple[int, float] | None] | None = None

    def show(self, forms: Sequence[PrintedForm], *, draft: bool) -> None:
        """Draw these forms in place of those before."""
        self._round += 1
        self._wanted = forms, draft
        self._go_on()

    def picture(self, page: int, dpi: float) -> QImage | None:
        """A page at so many dots per inch; None for now if it has to be made, with its neighbours.

        `pictured` tells when it is there.
        """
        self._page, self._dpi = page, dpi
        self._go_on()
        return self._pictures.get((page, dpi))

    def kept(self) -> list[int]:
        """The pages whose pictures are kept."""
        return [page for page, _ in self._pictures]

    def close(self) -> None:
        """Drop everything and wait for the thread."""
        self._round += 1
        self._wanted, self.paged = None, None
        if self._running is not None:
            self._running[0].wait()

    def _go_on(self) -> None:
        """Begin what is to be done next, unless something is being done."""
        if self._running is not None:
            return
        if self._wanted is not None:
            (forms, draft), self._wanted = self._wanted, None
            current = self._round
            self._begin(Task(lambda: self._paged(forms, draft, current)), None)
        elif self.paged is not None and self._dpi:
            pdf, dpi = self.paged.pdf, self._dpi
            missing = next((p for p in self._near() if (p, dpi) not in self._pictures), None)
            if missing is not None:
                page = missing
                self._begin(Task(lambda: page_pixels(pdf, page, dpi)), (page, dpi))

    def _begin(self, task: Task, picture: tuple[int, float] | None) -> None:
        self._running = task, self._round, picture
        task.finished.connect(self._took)
        task.begin()

    def _near(self) -> list[int]:
        count = len(self.paged.sizes) if self.paged is not None else 0
        near = (self._page, self._page + 1, self._page - 1)
        return [page for page in near if 0 <= page < count]

    def _paged(self, forms: Sequence[PrintedForm], draft: bool, current: int) -> Paged:
        """In the thread."""

        def told(_done: int) -> None:
            if self._round != current:
                raise ExportCancelled

        return paged(forms, told=told, draft=draft)

    @Slot()
    def _took(self) -> None:
        if self._running is None:
            return
        (task, current, picture), self._running = self._running, None
        if current == self._round:
            if picture is None:
                self._take_pages(task)
            elif isinstance(task.result, Pixels):
                self._take_picture(picture, task.result)
        self._go_on()

    def _take_pages(self, task: Task) -> None:
        self._pictures.clear()
        self.paged = task.result if isinstance(task.result, Paged) else None
        self.trouble = str(task.error or "")
        self.drawn.emit()

    def _take_picture(self, picture: tuple[int, float], found: Pixels) -> None:
        self._pictures[picture] = image_of(found)
        near = self._near()
        for key in [key for key in self._pictures if key[0] not in near or key[1] != self._dpi]:
            del self._pictures[key]
        self.pictured.emit(picture[0])
