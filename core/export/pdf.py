"""Printed forms as PDF: what core.layout.pages has placed, drawn.

The same forms give the same bytes. Every character is embedded text that can be copied and
searched; each form has a bookmark.
"""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from threading import Lock

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from core.errors import ExportError
from core.export.atomic import write_bytes_atomically
from core.export.pdf_fonts import font_runs, register
from core.export.pdf_stamp import draw_stamp
from core.export.progress import Progress, one_by_one, silent
from core.layout.cell_text import POINTS_PER_MM
from core.layout.font_metrics import FontFile, text_width
from core.layout.pages import Box, Page, PlacedText, paginate
from core.layout.plan import Align
from core.layout.printed import PrintedForm

PROGRAM = "表里"

_ONE_AT_A_TIME = Lock()  # reportlab's fonts are shared by all documents of the process
_OUTER_RULE = 0.25 * POINTS_PER_MM
_INNER_RULE = 0.2 * POINTS_PER_MM
_SHIFTS = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}

rl_config.useA85 = 0  # packed data once more in letters: a quarter more of it


def write_pdf(
    forms: Iterable[PrintedForm],
    path: Path,
    title: str = "",
    *,
    told: Progress = silent,
    draft: bool = False,
) -> None:
    """Write the forms into one PDF file. Raises ExportError; an existing file is then untouched."""
    write_bytes_atomically(path, pdf_bytes(forms, title, told=told, draft=draft))


def pdf_bytes(
    forms: Iterable[PrintedForm],
    title: str = "",
    *,
    told: Progress = silent,
    draft: bool = False,
) -> bytes:
    """The PDF file as bytes; `title` is what a reader shows for the whole document.

    Each form is asked for when the one before it is drawn, and not kept. A draft has its stamp on
    every page.
    """
    with _ONE_AT_A_TIME:
        return _written(one_by_one(forms, told), title, draft)


def _written(forms: Iterable[PrintedForm], title: str, draft: bool) -> bytes:
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pageCompression=1,
        invariant=1,
        initialFontName=register(FontFile.SERIF),  # type: ignore[arg-type]  # the stub errs
        lang="zh-CN",
    )
    count = 0
    for form in forms:
        _draw_form(canvas, form, f"form{count}", draft)
        title = title or form.plan.title
        count += 1
    if not count:
        raise ExportError("没有要导出的表，请至少选一张")
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setCreator(PROGRAM)
    canvas.setProducer(PROGRAM)
    canvas.showOutline()
    canvas.save()
    return buffer.getvalue()


def _draw_form(canvas: Canvas, form: PrintedForm, key: str, draft: bool) -> None:
    """The pages of a form, with a bookmark that leads to the first."""
    for page in paginate(form):
        canvas.setPageSize((page.width, page.height))
        if page.number == 1:
            canvas.bookmarkPage(key)
            canvas.addOutlineEntry(_bookmark(form), key, level=0)
        _draw(canvas, page)
        if draft:
            draw_stamp(canvas, page, form.plan.page)
        canvas.showPage()


def _bookmark(form: PrintedForm) -> str:
    plan = form.plan
    return plan.short or f"{plan.number} {plan.title}".strip()


def _draw(canvas: Canvas, page: Page) -> None:
    if page.boxes:
        _draw_rules(canvas, page)
    written = _Texts(canvas, page.height)
    for text in texts_in_order(page):
        written.add(text)
    written.draw()


def texts_in_order(page: Page) -> list[PlacedText]:
    """The lines of a page as they are read and copied: above the grid, cell by cell, below it."""
    top = min((box.y for box in page.boxes), default=page.height)
    above = [text for text in page.texts if text.y <= top]
    below = [text for text in page.texts if text.y > top]
    return [*above, *(text for box in page.boxes for text in box.texts), *below]


def _draw_rules(canvas: Canvas, page: Page) -> None:
    """Every box's left and upper rule, then the frame: no rule is drawn twice.

    Each is stroked by itself: where lines of one path meet, readers show a dot.
    """
    canvas.setLineWidth(_INNER_RULE)
    lines = []
    for box in page.boxes:
        start = f"{box.x:.3f} {page.height - box.y:.3f}"
        lines.append(f"{start} m {box.x + box.width:.3f} {page.height - box.y:.3f} l S")
        lines.append(f"{start} m {box.x:.3f} {page.height - box.y - box.height:.3f} l S")
    canvas.addLiteral("\n".join(lines))  # canvas.line would take longer than the texts
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


class _Texts:
    """The texts of a page, written as one, so that a font is named only where it changes."""

    def __init__(self, canvas: Canvas, page_height: float) -> None:
        self._canvas = canvas
        self._height = page_height
        self._written = canvas.beginText()
        self._font: tuple[str, float] | None = None

    def add(self, placed: PlacedText) -> None:
        """One line; pressed together if at the least size it is still wider than its room."""
        width = text_width(placed.text, placed.face, placed.size)
        scale = min(1.0, placed.room / width) if width else 1.0
        x, y = placed.x - _SHIFTS[placed.align] * width * scale, self._height - placed.y
        self._written.setTextOrigin(x, y)
        if scale < 1.0:
            self._written.setHorizScale(scale * 100)
        for font, piece in font_runs(placed.text, placed.face):
            if (font, placed.size) != self._font:
                self._font = font, placed.size
                self._written.setFont(font, placed.size)
            self._written.textOut(piece)
        if scale < 1.0:
            self._written.setHorizScale(100)  # it would hold for the texts that follow

    def draw(self) -> None:
        """Put them on the page."""
        self._canvas.drawText(self._written)
