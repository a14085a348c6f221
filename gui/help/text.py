"""The text of a page: its pictures are never wider than there is room."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QTextBrowser

_PICTURE = QTextDocument.ResourceType.ImageResource.value
_INDENT = 60  # of a picture in a list, and the margins


class PageText(QTextBrowser):
    """Shows Markdown. After it got another width a page with pictures has to be set again."""

    def __init__(self) -> None:
        """Nothing is shown."""
        super().__init__()
        # A bar that came with a long page would change the width while the page is set.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

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
