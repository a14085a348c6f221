"""The stamp of a draft on a page of a PDF file."""

from reportlab.pdfgen.canvas import Canvas

from core.export.draft import RED, STAMP
from core.export.pdf_fonts import register
from core.layout.cell_text import POINTS_PER_MM
from core.layout.font_metrics import FontFile
from core.layout.pages import Page
from core.layout.plan import PageSetup

_TALLEST = 8.0 * POINTS_PER_MM
_LOWEST = 4.0 * POINTS_PER_MM
_OUTSIDE = 1.5 * POINTS_PER_MM  # between the stamp and the paper's edge, and above the form
_TYPE = 0.66  # of the stamp's height
_SPACE = 0.5  # of the type size, between the letters and beside them
_RULE = 1.2
_FOOT = 0.12  # of the type size: how far a hanzi reaches below its baseline


def draw_stamp(canvas: Canvas, page: Page, setup: PageSetup) -> None:
    """The stamp in the upper right corner, in the margin, where no form prints anything."""
    top, right, _, _ = (margin * POINTS_PER_MM for margin in setup.margins)
    height = min(max(top - 2 * _OUTSIDE, _LOWEST), _TALLEST)
    size = height * _TYPE
    width = size * (len(STAMP) * (1 + _SPACE) + _SPACE)
    left = page.width - max(right, _OUTSIDE) - width
    bottom = page.height - _OUTSIDE - height
    canvas.saveState()
    canvas.setStrokeColor(f"#{RED}")
    canvas.setFillColor(f"#{RED}")
    canvas.setLineWidth(_RULE)
    canvas.rect(left, bottom, width, height)
    text = canvas.beginText(left + _SPACE * size, bottom + (height - size) / 2 + _FOOT * size)
    text.setFont(register(FontFile.SANS_BOLD), size)
    text.setCharSpace(_SPACE * size)
    text.textOut(STAMP)
    canvas.drawText(text)
    canvas.restoreState()
