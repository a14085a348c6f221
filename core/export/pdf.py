"""Printed forms as PDF: what core.layout.pages has placed, drawn.

The same forms give the same bytes. Every character is embedded text that can be copied and
searched; each form has a bookmark.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import ExportError
from core.export.atomic import write_bytes_atomically
from core.export.pdf_file import PdfFile, dictionary, reference, text_string
from core.export.pdf_fonts import TICKED, UsedFonts
from core.layout.cell_text import POINTS_PER_MM
from core.layout.font_metrics import text_width
from core.layout.pages import Box, Page, PlacedText, paginate
from core.layout.plan import Align
from core.layout.printed import PrintedForm

PROGRAM = "表里"

_OUTER_RULE = 0.25 * POINTS_PER_MM
_INNER_RULE = 0.2 * POINTS_PER_MM
_TICK = (0.24, 0.42), (0.44, 0.18), (0.80, 0.66)  # in type sizes from the box's left end
_TICK_RULE = 0.08
_SHIFTS = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}


def write_pdf(forms: Iterable[PrintedForm], path: Path, title: str = "") -> None:
    """Write the forms into one PDF file. Raises ExportError; an existing file is then untouched."""
    write_bytes_atomically(path, pdf_bytes(forms, title))


def pdf_bytes(forms: Iterable[PrintedForm], title: str = "") -> bytes:
    """The PDF file as bytes; `title` is what a reader shows for the whole document.

    Each form is asked for when the one before it is written, and not kept.
    """
    writer = _Writer()
    for form in forms:
        title = title or form.plan.title
        writer.write(form)
    return writer.finished(title)


class _Writer:
    """A document while it is written."""

    def __init__(self) -> None:
        self._file = PdfFile()
        self._fonts = UsedFonts()
        self._tree = self._file.reserve()
        self._resources = self._file.reserve()
        self._pages: list[int] = []
        self._marks: list[tuple[str, int]] = []

    def write(self, form: PrintedForm) -> None:
        """Add the pages of a form, and a bookmark that leads to the first."""
        for page in paginate(form):
            content = self._file.add_stream(_Content(page, self._fonts).drawn().encode("ascii"))
            self._pages.append(
                self._file.add(
                    dictionary(
                        {
                            "Type": "/Page",
                            "Parent": reference(self._tree),
                            "MediaBox": f"[0 0 {page.width:.2f} {page.height:.2f}]",
                            "Contents": reference(content),
                            "Resources": reference(self._resources),
                        }
                    )
                )
            )
            if page.number == 1:
                self._marks.append((_bookmark(form), self._pages[-1]))

    def finished(self, title: str) -> bytes:
        """The whole file. Raises ExportError if nothing was written."""
        if not self._pages:
            raise ExportError("没有要导出的表，请至少选一张")
        fonts = {used.name: reference(used.embed(self._file)) for used in self._fonts.values()}
        self._file.put(self._resources, dictionary({"Font": dictionary(fonts)}))
        pages = " ".join(map(reference, self._pages))
        tree = {"Type": "/Pages", "Count": len(self._pages), "Kids": f"[{pages}]"}
        self._file.put(self._tree, dictionary(tree))
        catalog = {
            "Type": "/Catalog",
            "Pages": reference(self._tree),
            "Outlines": reference(self._outline()),
            "PageMode": "/UseOutlines",
            "Lang": text_string("zh-CN"),
        }
        words = {"Title": title, "Author": "", "Creator": PROGRAM, "Producer": PROGRAM}
        about = {name: text_string(text) for name, text in words.items()}
        return self._file.finished(
            self._file.add(dictionary(catalog)), self._file.add(dictionary(about))
        )

    def _outline(self) -> int:
        """The bookmarks, each linked with the one before and the one after it."""
        root = self._file.reserve()
        numbers = [self._file.reserve() for _ in self._marks]
        for index, (text, page) in enumerate(self._marks):
            entry: dict[str, object] = {
                "Title": text_string(text),
                "Parent": reference(root),
                "Dest": f"[{reference(page)} /Fit]",
            }
            if index:
                entry["Prev"] = reference(numbers[index - 1])
            if index + 1 < len(numbers):
                entry["Next"] = reference(numbers[index + 1])
            self._file.put(numbers[index], dictionary(entry))
        ends = {"First": reference(numbers[0]), "Last": reference(numbers[-1])}
        outline = {"Type": "/Outlines", "Count": len(numbers), **ends}
        self._file.put(root, dictionary(outline))
        return root


def _bookmark(form: PrintedForm) -> str:
    plan = form.plan
    return plan.short or f"{plan.number} {plan.title}".strip()


class _Content:
    """What stands on a page, in the operators of PDF."""

    def __init__(self, page: Page, fonts: UsedFonts) -> None:
        self._page = page
        self._fonts = fonts
        self._lines: list[str] = []
        self._ticks: list[str] = []
        self._set = ""  # the font and size in use

    def drawn(self) -> str:
        """The whole page: rules, texts, ticks."""
        if self._page.boxes:
            self._rules()
        self._lines.append("BT")
        for text in texts_in_order(self._page):
            self._text(text)
        return "\n".join([*self._lines, "ET", *self._ticks])

    def _rules(self) -> None:
        """Every box's left and upper rule, then the frame: no rule is drawn twice."""
        height = self._page.height
        self._lines.append(f"{_INNER_RULE:.3f} w")
        for box in self._page.boxes:
            left, top = f"{box.x:.2f}", f"{height - box.y:.2f}"
            right, bottom = f"{box.x + box.width:.2f}", f"{height - box.y - box.height:.2f}"
            # Each for itself: where rules of one path meet, readers on screen draw a dot.
            self._lines.append(f"{left} {top} m {right} {top} l S")
            self._lines.append(f"{left} {top} m {left} {bottom} l S")
        x, upper, right_edge, lower = _frame(self._page.boxes)
        frame = f"{x:.2f} {height - lower:.2f} {right_edge - x:.2f} {lower - upper:.2f} re"
        self._lines += [f"{_OUTER_RULE:.3f} w", frame, "S"]

    def _text(self, placed: PlacedText) -> None:
        """One line; pressed together if at the least size it is still wider than its room."""
        width = text_width(placed.text, placed.face, placed.size)
        scale = min(1.0, placed.room / width) if width else 1.0
        x, y = placed.x - _SHIFTS[placed.align] * width * scale, self._page.height - placed.y
        if scale < 1.0:
            self._lines.append(f"{scale * 100:.2f} Tz")
        self._lines.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for font, codes in self._fonts.coded_runs(placed.text, placed.face):
            wanted = f"/{font} {placed.size:g} Tf"
            if wanted != self._set:
                self._lines.append(wanted)
                self._set = wanted
            self._lines.append(f"<{codes}> Tj")
        if scale < 1.0:
            self._lines.append("100 Tz")
        if TICKED in placed.text:
            self._tick(placed, x, y, scale)

    def _tick(self, placed: PlacedText, x: float, y: float, scale: float) -> None:
        """The ticks of a line that begins at x: over the □ drawn for each ☑."""
        size = placed.size
        self._ticks.append(f"{_TICK_RULE * size:.2f} w")
        for found in re.finditer(TICKED, placed.text):
            before = text_width(placed.text[: found.start()], placed.face, size) * scale
            points = [f"{x + before + right * size:.2f} {y + up * size:.2f}" for right, up in _TICK]
            self._ticks.append("{} m {} l {} l S".format(*points))


def texts_in_order(page: Page) -> list[PlacedText]:
    """The lines of a page as they are read and copied: above the grid, cell by cell, below it."""
    top = min((box.y for box in page.boxes), default=page.height)
    above = [text for text in page.texts if text.y <= top]
    below = [text for text in page.texts if text.y > top]
    return [*above, *(text for box in page.boxes for text in box.texts), *below]


def _frame(boxes: Sequence[Box]) -> tuple[float, float, float, float]:
    return (
        min(box.x for box in boxes),
        min(box.y for box in boxes),
        max(box.x + box.width for box in boxes),
        max(box.y + box.height for box in boxes),
    )
