"""Printed forms as PDF: what core.layout.pages has placed, drawn.

The same forms give the same bytes. Every character is embedded text that can be copied and
searched; each form has a bookmark.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from threading import Lock

from reportlab.pdfgen.canvas import Canvas

from core.errors import ExportError
from core.export.atomic import write_bytes_atomically
from core.export.pdf_fonts import DRAWN_BOXES, font_runs, register
from core.layout.cell_text import POINTS_PER_MM
from core.layout.font_metrics import FontFile, text_width
from core.layout.pages import Box, Page, PlacedText, paginate
from core.layout.plan import Align
from core.layout.printed import PrintedForm

PROGRAM = "表里"

_ONE_AT_A_TIME = Lock()  # reportlab's fonts are shared by all documents of the process
_OUTER_RULE = 0.25 * POINTS_PER_MM
_INNER_RULE = 0.2 * POINTS_PER_MM


def write_pdf(forms: Sequence[PrintedForm], path: Path, title: str = "") -> None:
    """Write the forms into one PDF file. Raises ExportError; an existing file is then untouched."""
    write_bytes_atomically(path, pdf_bytes(forms, title))


def pdf_bytes(forms: Sequence[PrintedForm], title: str = "") -> bytes:
    """The PDF file as bytes; `title` is what a reader shows for the whole document."""
    if not forms:
        raise ExportError("没有要导出的表，请至少选一张")
    with _ONE_AT_A_TIME:
        return _written(forms, title or forms[0].plan.title)


def _written(forms: Sequence[PrintedForm], title: str) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pageCompression=1,
        invariant=1,
        initialFontName=register(FontFile.SERIF),  # type: ignore[arg-type]  # the stub errs
        lang="zh-CN",
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    for index, form in enumerate(forms):
        for page in paginate(form):
            canvas.setPageSize((page.width, page.height))
            if page.number == 1:
                canvas.bookmarkPage(f"form{index}")
                canvas.addOutlineEntry(_bookmark(form), f"form{index}", level=0)
            _draw(canvas, page)
            canvas.showPage()
    canvas.showOutline()
    canvas.save()
    return buffer.getvalue()


def _bookmark(form: PrintedForm) -> str:
    plan = form.plan
    return plan.short or f"{plan.number} {plan.title}".strip()


def _draw(canvas: Canvas, page: Page) -> None:
    if page.boxes:
        _draw_rules(canvas, page)
    for text in texts_in_order(page):
        _draw_text(canvas, text, page.height)


def texts_in_order(page: Page) -> list[PlacedText]:
    """The lines of a page as they are read and copied: above the grid, cell by cell, below it."""
    top = min((box.y for box in page.boxes), default=page.height)
    above = [text for text in page.texts if text.y <= top]
    below = [text for text in page.texts if text.y > top]
    return [*above, *(text for box in page.boxes for text in box.texts), *below]


def _draw_rules(canvas: Canvas, page: Page) -> None:
    """Every box's left and upper rule, then the frame: no rule is drawn twice."""
    canvas.setLineWidth(_INNER_RULE)
    for box in page.boxes:
        top, bottom = page.height - box.y, page.height - box.y - box.height
        canvas.line(box.x, top, box.x + box.width, top)
        canvas.line(box.x, top, box.x, bottom)
    left, upper, right, lower = _frame(page.boxes)
    canvas.setLineWidth(_OUTER_RULE)
    canvas.rect(left, page.height - lower, right - left, lower - upper)


def _frame(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return (
        min(box.x for box in boxes),
        min(box.y for box in boxes),
        max(box.x + box.width for box in boxes),
        max(box.y + box.height for box in boxes),
    )


def _draw_text(canvas: Canvas, placed: PlacedText, page_height: float) -> None:
    """One line; pressed together if at the least size it is still wider than its room."""
    width = text_width(placed.text, placed.face, placed.size)
    scale = min(1.0, placed.room / width) if width else 1.0
    shift = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}[placed.align]
    x, y = placed.x - shift * width * scale, page_height - placed.y
    line = canvas.beginText(x, y)
    if scale < 1.0:
        line.setHorizScale(scale * 100)
    for font, piece in font_runs(placed.text, placed.face):
        line.setFont(font, placed.size)
        line.textOut(piece)
    if scale < 1.0:
        line.setHorizScale(100)  # it would hold for the texts that follow
    canvas.drawText(line)
    for index, character in enumerate(placed.text):
        if DRAWN_BOXES.get(character):
            before = text_width(placed.text[:index], placed.face, placed.size) * scale
            _draw_tick(canvas, x + before, y, placed.size)


def _draw_tick(canvas: Canvas, x: float, y: float, size: float) -> None:
    """The tick of ☑ over the □ that stands at x on the baseline y."""
    path = canvas.beginPath()
    path.moveTo(x + 0.24 * size, y + 0.42 * size)
    path.lineTo(x + 0.44 * size, y + 0.18 * size)
    path.lineTo(x + 0.80 * size, y + 0.66 * size)
    canvas.setLineWidth(0.08 * size)
    canvas.drawPath(path)
