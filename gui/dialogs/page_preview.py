"""One page of an export at a time, turned by buttons and keys, as large as is wished."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.layout.cell_text import PAPERS, POINTS_PER_MM
from gui import theme
from gui.dialogs.pages import Pages
from gui.labels import label

_DOTS = 96
_POINTS = 72
_AROUND = 10
_WHOLE, _WIDE = "适合窗口", "适合页宽"
_SIZES = {"100%": 1.0, "150%": 1.5, "200%": 2.0}


def paper_words(width: float, height: float) -> str:
    """A4 横向: what a sheet of so many points is called; "" for any other."""
    sides = sorted((width, height))
    for name, paper in PAPERS.items():
        if all(abs(a - b * POINTS_PER_MM) < 1 for a, b in zip(sides, paper, strict=True)):
            return f"{name} {'横向' if width > height else '纵向'}"
    return ""


class PagePreview(QWidget):
    """Shows the pages of an export. `turned` tells that another page is shown."""

    turned = Signal(int)

    def __init__(self, pages: Pages, parent: QWidget | None = None) -> None:
        """Nothing is drawn yet."""
        super().__init__(parent)
        self._pages = pages
        self.page = 0
        self._sheet = _Sheet()
        self._area = _Area(self._sheet)
        self._area.resized.connect(self._show)
        self.previous, self.next = QPushButton("上一页"), QPushButton("下一页")
        self.place = label(ink="ink2")
        self.place.setObjectName("place")
        self.size_box = QComboBox()
        self.size_box.setAccessibleName("预览大小")
        self.size_box.addItems([_WHOLE, _WIDE, *_SIZES])
        self.size_box.currentIndexChanged.connect(self._show)
        self.previous.clicked.connect(lambda: self.turn(self.page - 1))
        self.next.clicked.connect(lambda: self.turn(self.page + 1))
        turning = QHBoxLayout()
        turning.addStretch(1)
        for widget in (self.previous, self.place, self.next, self.size_box):
            turning.addWidget(widget)
        for button in (self.previous, self.next):
            button.setAutoDefault(False)
        turning.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._area, 1)
        layout.addLayout(turning)
        pages.drawn.connect(self._drawn)
        pages.pictured.connect(self._pictured)
        self._say_place()

    def count(self) -> int:
        """How many pages there are; 0 while nothing is drawn."""
        return len(self._pages.paged.sizes) if self._pages.paged is not None else 0

    def picture(self) -> QPixmap:
        """What is shown of the page; null while it is being made."""
        return self._sheet.picture

    def turn(self, page: int) -> None:
        """Show a page, counted from 0; the nearest there is."""
        self.page = max(0, min(page, self.count() - 1))
        self._show()
        self.turned.emit(self.page)

    def _drawn(self) -> None:
        self._sheet.show_picture(QPixmap())
        self.turn(self.page)

    def _pictured(self, page: int) -> None:
        if page == self.page:
            self._show()

    def _show(self) -> None:
        self._say_place()
        paged = self._pages.paged
        if paged is None:
            return
        ratio = self.devicePixelRatioF()
        width, height = paged.sizes[self.page]
        dpi = round(self._factor(width, height) * _POINTS * ratio, 1)
        image = self._pages.picture(self.page, dpi)
        if image is not None:
            picture = QPixmap.fromImage(image)
            picture.setDevicePixelRatio(ratio)
            self._sheet.show_picture(picture)

    def _factor(self, width: float, height: float) -> float:
        """Pixels for a point."""
        chosen, room = self.size_box.currentText(), self._area.room()
        if chosen in _SIZES:
            return _SIZES[chosen] * _DOTS / _POINTS
        along = max(room.width() - 2 * _AROUND, 1) / width
        down = max(room.height() - 2 * _AROUND, 1) / height
        return along if chosen == _WIDE else min(along, down)

    def _say_place(self) -> None:
        count, paged = self.count(), self._pages.paged
        self.previous.setEnabled(self.page > 0)
        self.next.setEnabled(self.page + 1 < count)
        self.previous.setToolTip("" if self.page else "这是第一页")
        self.next.setToolTip("" if self.page + 1 < count else "这是最后一页")
        if paged is None:
            self.place.setText(self._pages.trouble or "正在画页面…")
            return
        words = f"第 {self.page + 1} 页，共 {count} 页　{paper_words(*paged.sizes[self.page])}"
        self.place.setText(words.strip())
        self._sheet.setAccessibleName(words.strip())


class _Area(QScrollArea):
    """The desk on which the page lies."""

    resized = Signal()

    def __init__(self, sheet: QWidget) -> None:
        super().__init__()
        self.setWidget(sheet)
        self.setWidgetResizable(True)
        self.setObjectName("preview")
        self.setAccessibleName("页面预览")
        self.setStyleSheet(f"#preview {{ border: 1px solid {theme.scheme().line}; }}")
        self.setMinimumSize(240, 110)

    def room(self) -> QSize:
        """What a page may take up without scroll bars."""
        return self.maximumViewportSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class _Sheet(QWidget):
    """Paints the picture of a page in the middle of the desk."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = QPixmap()

    def show_picture(self, picture: QPixmap) -> None:
        self.picture = picture
        size = picture.deviceIndependentSize().toSize()
        self.setMinimumSize(size + QSize(2, 2) if not picture.isNull() else QSize(0, 0))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("desk"))
        if not self.picture.isNull():
            size = self.picture.deviceIndependentSize().toSize()
            left = max((self.width() - size.width()) // 2, 1)
            top = max((self.height() - size.height()) // 2, 1)
            painter.drawPixmap(left, top, self.picture)
            painter.setPen(theme.colour("frame"))
            painter.drawRect(left - 1, top - 1, size.width() + 1, size.height() + 1)
        painter.end()
