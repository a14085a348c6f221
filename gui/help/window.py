"""使用手册: list, search and text in a window of its own, to read while filling in."""

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QTextBlock, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from core.paths import manual_folder
from gui.fitting import fit
from gui.help.pages import Manual, Page, read_manual
from gui.help.places import Place
from gui.help.text import PageText

SIZE, LEAST, LIST_WIDTH = (1140, 660), (520, 320), 230
PICTURES = ("manual", "", "manual/suites")
"""The folders of the papers: from there they name their pictures."""
_PICTURE = "!["
NOTHING = "没有找到。换一个说法，或者只打一两个字。"


class HelpWindow(QWidget):
    """Not modal; Esc closes it, and the next F1 shows it again."""

    def __init__(self, parent: QWidget) -> None:
        """It belongs to the window of the document and goes with it."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("help_window")
        self.setWindowTitle("使用手册")
        fit(self, LEAST, SIZE)
        self.manual: Manual = read_manual()
        self._read: list[Place] = []
        self._shown: Page | None = None
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._set_again)
        self.search, self.list, self.text = QLineEdit(), QListWidget(), PageText()
        self.back = QPushButton("返回")
        self.search.setPlaceholderText("查找，例如：差一分钱")
        for part, words in ((self.search, "查找"), (self.list, "目录"), (self.text, "正文")):
            part.setAccessibleName(words)
        self.list.setFixedWidth(LIST_WIDTH)
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(manual_folder() / folder) for folder in PICTURES])
        self._arrange()
        self.search.textChanged.connect(self._seek)
        self.search.returnPressed.connect(self.list.setFocus)
        self.list.currentTextChanged.connect(self._show_titled)
        self.text.anchorClicked.connect(self._follow)
        self.back.clicked.connect(self.go_back)
        for key, step in (("Esc", self.close), ("Alt+Left", self.go_back)):
            QShortcut(QKeySequence(key), self).activated.connect(step)
        self._seek("")

    def _arrange(self) -> None:
        top, middle, all_ = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        top.addWidget(self.search, 1)
        top.addWidget(self.back)
        middle.addWidget(self.list)
        middle.addWidget(self.text, 1)
        all_.addLayout(top)
        all_.addLayout(middle, 1)

    @property
    def place(self) -> Place:
        """What is shown: a page, and where on it; the page without a heading while none is."""
        return self._read[-1] if self._read else Place("")

    @property
    def title(self) -> str:
        """The heading of the page that is shown; nothing while none is."""
        return self.place.title

    def open_at(self, place: Place) -> None:
        """Come to the front with this page."""
        self.search.clear()
        self.show()
        self.activateWindow()
        self.show_page(place)
        self.text.setFocus()

    def show_page(self, place: Place) -> None:
        """Show a page, from its top or a lower heading on.

        What is not there, and what is shown already, changes nothing.
        """
        page = self.manual.page(place.title)
        if page is None or place == self.place:
            return
        if page is not self._shown:
            self.text.setMarkdown(page.text)
            self._shown = page
        self._read.append(place)
        self._scroll_to(place.part)
        self.back.setEnabled(len(self._read) > 1)
        self.back.setToolTip("Alt+←" if len(self._read) > 1 else "前面还没有看过别的页")
        self._choose(place.title)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Once the parts have their places, pictures may have another size."""
        super().resizeEvent(event)
        self._resized.start(0)

    def _set_again(self) -> None:
        """With pictures as wide as there is room now, where one was."""
        if self._shown is not None and _PICTURE in self._shown.text:
            bar, part = self.text.verticalScrollBar(), self.place.part
            before = bar.value()
            self.text.setMarkdown(self._shown.text)
            self._scroll_to(part)
            bar.setValue(bar.value() if part else before)

    def _show_titled(self, title: str) -> None:
        self.show_page(Place(title))

    def _scroll_to(self, part: str) -> None:
        """Have a heading at the upper edge; the top of the page without one."""
        document = self.text.document()
        block = document.begin()
        while part and block.isValid() and not _is_heading(block, part):
            block = block.next()
        if not block.isValid():
            block = document.begin()
        frame = document.rootFrame()
        room = frame.frameFormat()
        # Below the last heading there has to be room enough for it to come to the upper edge.
        room.setBottomMargin(self.text.viewport().height() if part else room.topMargin())
        frame.setFrameFormat(room)
        self.text.setTextCursor(QTextCursor(block))
        top = document.documentLayout().blockBoundingRect(block).top()
        self.text.verticalScrollBar().setValue(int(top) if block != document.begin() else 0)

    def go_back(self) -> None:
        """The page that was read before."""
        if len(self._read) > 1:
            self._read.pop()
            self.show_page(self._read.pop())

    def _seek(self, sought: str) -> None:
        found = self.manual.found(sought)
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([page.title for page in found])
        self.list.blockSignals(False)
        if not found:
            self._read.append(Place(""))
            self._shown = None
            self.text.setPlainText(NOTHING)
        elif sought or not self.title:
            self.show_page(Place(found[0].title))
        self._choose(self.title)

    def _choose(self, title: str) -> None:
        self.list.blockSignals(True)
        for item in self.list.findItems(title, Qt.MatchFlag.MatchExactly):
            self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _follow(self, link: QUrl) -> None:
        self.show_page(Place.read(link.fragment(QUrl.ComponentFormattingOption.FullyDecoded)))


def _is_heading(block: QTextBlock, words: str) -> bool:
    return block.blockFormat().headingLevel() > 0 and block.text() == words
