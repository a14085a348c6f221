"""The system's clipboard: a plain text and an HTML of the same content."""

from typing import cast

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def offer(text: str, html: str = "") -> None:
    """Put a plain text, and HTML for who can read it, on the clipboard.

    The clipboard lives longer than Python: a QMimeData made here would be destroyed without an
    interpreter when the program ends, and crash. So Qt makes it for the text, and the HTML is added
    before anybody can have asked for it.
    """
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)
    data = _data()
    if data is not None and html:
        data.setHtml(html)


def offered() -> tuple[str, str]:
    """Plain text and HTML on the clipboard; "" for what is not there."""
    data = _data()
    if data is None:
        return "", ""
    return data.text(), data.html() if data.hasHtml() else ""


def _data() -> QMimeData | None:
    """What is on the clipboard; Qt's stubs do not know that it can be nothing."""
    return cast("QMimeData | None", QGuiApplication.clipboard().mimeData())
