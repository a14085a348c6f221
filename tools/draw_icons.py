"""Draw resources/icons again: the program's sign as gui.icons paints it, for bundle and desktop.

Run in the project's environment: `python3 dev.py shots`, with the pictures of the papers.
"""

from __future__ import annotations

import os
from io import BytesIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from gui import icons
from tools.console import ROOT

TARGET = ROOT / "resources" / "icons"
# The sizes in which Windows shows a program, from a list of files to large tiles.
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def main() -> None:
    """Write the sign as one PNG picture and as one ICO with every size."""
    application = QGuiApplication([])
    pictures = [drawn(size) for size in SIZES]
    application.quit()
    TARGET.mkdir(exist_ok=True)
    *smaller, largest = pictures
    largest.save(TARGET / "biaoli.png", optimize=True)
    sizes = [(size, size) for size in SIZES]
    largest.save(TARGET / "biaoli.ico", sizes=sizes, append_images=smaller)
    print(TARGET)


def drawn(size: int) -> Image.Image:
    """Return the sign, painted in this size and not scaled to it."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    icons.paint(painter, "logo", QRectF(0, 0, size, size))
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes here
    return Image.open(BytesIO(held.data()))


if __name__ == "__main__":
    main()
