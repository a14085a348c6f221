"""Every character of a PDF stands in its cell, on no other, large enough, and in reading order."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

import pytest

from core.export.pdf import pdf_bytes, texts_in_order
from core.layout.pages import Box, Page, PlacedText, paginate
from core.layout.plan import Align
from core.layout.printed import PrintedForm
from core.layout.text_fit import LEAST_SIZE
from tests.core.export import documents
from tests.core.export.geometry import Character, characters
from tests.core.export.sample_forms import draw, project

pytestmark = pytest.mark.sweep

WITHIN = 0.3  # points
LONG = "对全县低保对象、特困人员、易返贫致贫人口参加城乡居民基本医疗保险给予资助，" * 55
RARE = "𬱖㛃䶮镇龑嘏□☐☑①Ⅳ㎡"
ROWS = (0, 1, 60)
_FEW = 10  # amounts that a new document may have, none under another

Rectangle = tuple[float, float, float, float]
"""Left, upper, right and lower edge."""


def crowded() -> tuple[PrintedForm, ...]:
    """A cell of 2,000 characters, and one of rare ones, on a form of its own."""
    values: dict[str, str | Decimal] = {
        "t": LONG[:2000],
        "r": RARE * 40,
        "n": Decimal("-1234567890.12"),
    }
    return (draw("预期目标 | {t}\n地名 | {r}\n金额 | {n}", values, (20, 60)), *map(project, ROWS))


DOCUMENTS: dict[str, Callable[[], tuple[PrintedForm, ...]]] = {
    "examples": documents.examples,
    "empty": documents.empty,
    "one record, long texts": lambda: documents.filled(1, 2000),
    "60 records": lambda: documents.filled(60, 60),
    "crowded": crowded,
}


@dataclass(slots=True)
class Sheet:
    """A page as it was laid out, the characters that are on it, and which cell each stands in."""

    page: Page
    found: list[Character]
    places: dict[int, Rectangle | None] = field(default_factory=dict)

    def home(self, character: Character) -> Rectangle | None:
        """The rectangle a character belongs to: its cell's, or that of a line outside the grid."""
        if id(character) not in self.places:
            self.places[id(character)] = self._home(*character.middle)
        return self.places[id(character)]

    def _home(self, x: float, y: float) -> Rectangle | None:
        for box in self._near(y):
            if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height:
                return rectangle(box)
        for line in self.page.texts:
            left, top, right, bottom = extent(line)
            if left <= x <= right and top <= y <= bottom:
                return left, top, right, bottom
        return None

    def _near(self, y: float) -> list[Box]:
        """The boxes that stand beside the row at that height."""
        edges = [piece.top for piece in self.page.slices]
        at = bisect_right(edges, y) - 1
        if at < 0:
            return []
        top = edges[at]
        return [b for b in self.page.boxes if b.y <= top + WITHIN and b.y + b.height > top + WITHIN]


@pytest.fixture(scope="module", params=DOCUMENTS)
def forms(request) -> tuple[PrintedForm, ...]:
    """Each kind of document."""
    return DOCUMENTS[request.param]()


@pytest.fixture(scope="module")
def pages(forms) -> list[Sheet]:
    """Every page of the document, read back from its file."""
    laid_out = [page for form in forms for page in paginate(form)]
    found = characters(pdf_bytes(forms))
    return [Sheet(page, on_it) for page, on_it in zip(laid_out, found, strict=True)]


def extent(line: PlacedText) -> Rectangle:
    """The room of a line outside the grid."""
    shift = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}[line.align] * line.room
    left = line.x - shift
    return left - WITHIN, line.y - line.size, left + line.room + WITHIN, line.y + 0.3 * line.size


def test_every_character_stands_in_its_cell(pages):
    """The ink of no character leaves its cell by more than 0.3 points."""
    for sheet in pages:
        assert sheet.found
        for character in sheet.found:
            place = sheet.home(character)
            assert place is not None, character
            left, top, right, bottom = place
            assert character.left >= left - WITHIN, character
            assert character.right <= right + WITHIN, character
            assert character.top >= top - WITHIN, character
            assert character.bottom <= bottom + WITHIN, character


def test_no_character_stands_on_another(pages):
    """The ink of two characters never covers one another."""
    for sheet in pages:
        near: dict[tuple[int, int], list[Character]] = defaultdict(list)
        for character in sheet.found:
            column, row = (int(value // 20) for value in character.middle)
            for x in (column - 1, column, column + 1):
                for y in (row - 1, row, row + 1):
                    for other in near[x, y]:
                        assert not character.overlaps(other, WITHIN), (character, other)
            near[column, row].append(character)


def test_no_text_is_too_small_to_read(pages):
    """No text is set under 6 points."""
    for sheet in pages:
        assert min(character.size for character in sheet.found) >= LEAST_SIZE


def test_figures_of_a_column_stand_under_each_other(pages):
    """The last digits of the amounts in a column end at one x, whatever their size."""
    columns = amounts = 0
    for sheet in pages:
        last = {sheet.home(character): character for character in sheet.found}
        ends: dict[float, list[float]] = defaultdict(list)
        for box in filter(is_amount, sheet.page.boxes):
            ends[round(box.x + box.width, 1)].append(last[rectangle(box)].end)
        for places in ends.values():
            columns += len(places) > 1
            amounts += len(places)
            assert max(places) - min(places) <= 0.1
    assert columns or amounts < _FEW


def is_amount(box: Box) -> bool:
    """Whether a box prints an amount, set to the right, all its digits."""
    printed = box.cell
    right = printed.place.style.align is Align.RIGHT
    return printed.number is not None and right and bool(box.texts) and printed.text[-1].isdigit()


def rectangle(box: Box) -> Rectangle:
    """A box by its edges."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def test_texts_are_copied_in_reading_order(pages):
    """A reader copies every cell's text whole and the cells of one row after the other."""
    for sheet in pages:
        first: dict[Rectangle, int] = {}
        text: dict[Rectangle, str] = defaultdict(str)
        for index, character in enumerate(sheet.found):
            place = sheet.home(character)
            assert place is not None
            first.setdefault(place, index)
            text[place] += character.text
        boxes = [box for box in sheet.page.boxes if box.texts]
        for box in boxes:
            assert text[rectangle(box)] == squeezed("".join(line.text for line in box.texts))
        low = [first[rectangle(box)] for box in boxes if box.cell.place.rows == 1]
        assert low == sorted(low)


def test_lines_above_the_grid_come_first():
    """The title is copied before the grid and the notes behind it."""
    for page in paginate(project(60)):
        heights = [line.y for line in texts_in_order(page) if line in page.texts]
        assert all(first <= second for first, second in pairwise(heights))


def test_every_text_of_the_form_is_printed_in_order(forms):
    """The pages together say all that the form says, cell after cell."""
    for form in forms:
        said: dict[tuple[int, int], str] = defaultdict(str)
        for page in paginate(form):
            for box in page.boxes:
                place = box.cell.place
                if not said[place.row, place.column].endswith(squeezed(box.cell.text)):
                    said[place.row, place.column] += squeezed("".join(t.text for t in box.texts))
        for cell in form.cells:
            assert squeezed(cell.text) in said[cell.place.row, cell.place.column]


def squeezed(text: str) -> str:
    """A text without blanks."""
    return "".join(text.split())
