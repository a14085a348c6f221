"""Printing the pages of a PDF of ours through the system's own dialog, each on its own paper."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from core.errors import ExportError
from core.export.picture import page_pixels
from gui.apart import apart
from gui.dialogs.pages import Paged, image_of
from gui.recent_files import settings

_FINEST_DPI = 300  # of a page as a picture; a finer one only takes longer
_PRINTER, _DUPLEX, _COLOUR = "printer", "duplex", "print colour"

Told = Callable[[int, int], object]


def print_pages(parent: QWidget, paged: Paged, told: Told) -> int:
    """Ask for the printer and print; how many pages, 0 if it was left. Raises ExportError."""
    if not QPrinterInfo.availablePrinterNames():
        raise ExportError("没有找到打印机。先导出 PDF 文件，到有打印机的电脑上打印")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _restore(printer)
    count = len(paged.sizes)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setMinMax(1, count)
    dialog.setFromTo(1, count)
    accepted = dialog.exec() == QPrintDialog.DialogCode.Accepted
    first, last = printer.fromPage() or 1, printer.toPage() or count
    dialog.deleteLater()
    if not accepted:
        return 0
    _keep(printer)
    return draw_pages(printer, paged, range(first - 1, min(last, count)), told)


def draw_pages(printer: QPrinter, paged: Paged, pages: Sequence[int], told: Told) -> int:
    """Draw pages, counted from 0, on a printer; how many. Raises ExportError."""
    painter = QPainter()
    dpi = float(min(printer.resolution(), _FINEST_DPI))
    try:
        for number, page in enumerate(pages):
            told(number + 1, len(pages))
            printer.setFullPage(True)
            printer.setPageLayout(_layout(*paged.sizes[page]))
            if not (printer.newPage() if number else painter.begin(printer)):
                raise ExportError("打印机没有接收。看看打印机是否打开、有没有纸，再打印一次")
            picture = _picture(paged.pdf, page, dpi)
            painter.drawImage(QRectF(printer.paperRect(QPrinter.Unit.DevicePixel)), picture)
    finally:
        if painter.isActive():
            painter.end()
    return len(pages)


def _picture(pdf: bytes, page: int, dpi: float) -> QImage:
    return image_of(apart(lambda: page_pixels(pdf, page, dpi)))


def _layout(width: float, height: float) -> QPageLayout:
    """The paper of a page of so many points; no margins: the form has its own."""
    upright = QPageSize(QSizeF(min(width, height), max(width, height)), QPageSize.Unit.Point)
    lying = QPageLayout.Orientation.Landscape
    turned = lying if width > height else QPageLayout.Orientation.Portrait
    return QPageLayout(upright, turned, QMarginsF())


def _restore(printer: QPrinter) -> None:
    """Print as last time, where that printer is still there."""
    name = str(settings().value(_PRINTER, ""))
    if name in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(name)
    modes = {mode.name: mode for mode in QPrinter.DuplexMode}
    printer.setDuplex(modes.get(str(settings().value(_DUPLEX)), printer.duplex()))
    colours = {mode.name: mode for mode in QPrinter.ColorMode}
    printer.setColorMode(colours.get(str(settings().value(_COLOUR)), printer.colorMode()))


def _keep(printer: QPrinter) -> None:
    found = settings()
    found.setValue(_PRINTER, printer.printerName())
    found.setValue(_DUPLEX, printer.duplex().name)
    found.setValue(_COLOUR, printer.colorMode().name)
