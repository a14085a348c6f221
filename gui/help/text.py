"""The text of a page: its pictures are never wider than there is room."""

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QImage, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QTextBrowser

_PICTURE = QTextDocument.ResourceType.ImageResource.value
_INDENT = 60  # of a picture in a list, and the margins


class PageText(QTextBrowser):
    """Shows Markdown. `narrowed`: there is another width, so pictures have to be fetched again."""

    narrowed = Signal()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture keeps all its points and is made smaller where it would not fit."""
        found: object = super().loadResource(kind, name)
        if kind != _PICTURE or found is None:
            return found
        picture = QImage.fromData(found)  # type: ignore[arg-type]
        room = self.viewport().width() - _INDENT
        if picture.width() > room > 0:
            picture.setDevicePixelRatio(picture.width() / room)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.narrowed.emit()
