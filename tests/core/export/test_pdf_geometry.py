"""Every character of a PDF stands in its cell, on no other, large enough, and in reading order."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import pytest

from core.export.pdf import pdf_bytes, texts_in_order
from core.layout.pages import Box, Page, PlacedText, paginate
from core.layout.plan import Align
from core.layout.printed import PrintedForm
from core.layout.text_fit import LEAST_SIZE
from core.session import Session, example_ids
from tests.core.export.geometry import Character, characters
from tests.core.export.sample_forms import draw, project

WITHIN = 0.3  # points
LONG = "对全县低保对象、特困人员、易返贫致贫人口参加城乡居民基本医疗保险给予资助，" * 55
RARE = "𬱖㛃䶮镇龑嘏□☐☑①Ⅳ㎡"
ROWS = (0, 1, 60)


def printed(session: Session) -> list[PrintedForm]:
    """Every form of a document."""
    return [session.printed(title.sheet) for title in session.sheets()]


@pytest.fixture(scope="module")
def examples() -> list[PrintedForm]:
    """The forms of every shipped example."""
    found = []
    for example in example_ids():
        with Session.example(example, None) as session:
            found += printed(session)
    return found


@pytest.fixture(scope="module")
def empty() -> list[PrintedForm]:
    """A new document: floating rows without a record."""
    with Session.create("yunnan-final-accounts-2021", None, f"{RARE}医疗保障局") as session:
        session.apply(session.entries.added_project(RARE)[0])
        return printed(session)


@pytest.fixture(scope="module")
def crowded() -> list[PrintedForm]:
    """A cell of 2,000 characters, and one of rare ones, on a form of its own."""
    values: dict[str, str | Decimal] = {
        "t": LONG[:2000],
        "r": RARE * 40,
        "n": Decimal("-1234567890.12"),
    }
    return [draw("预期目标 | {t}\n地名 | {r}\n金额 | {n}", values, (20, 60)), *map(project, ROWS)]


@pytest.fixture(params=["examples", "empty", "crowded"])
def forms(request) -> list[PrintedForm]:
    """Each kind of document."""
    found: list[PrintedForm] = request.getfixturevalue(request.param)
    return found


def pages_of(forms: Sequence[PrintedForm]) -> list[tuple[Page, list[Character]]]:
    """Every page as it was laid out, with the characters that are on it."""
    pages = [page for form in forms for page in paginate(form)]
    return list(zip(pages, characters(pdf_bytes(forms)), strict=True))


def home(character: Character, page: Page) -> tuple[float, float, float, float] | None:
    """The rectangle a character belongs to: its cell's, or that of a line outside the grid."""
    x, y = character.middle
    for box in page.boxes:
        if box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height:
            return box.x, box.y, box.x + box.width, box.y + box.height
    for line in page.texts:
        left, top, right, bottom = extent(line)
        if left <= x <= right and top <= y <= bottom:
            return left, top, right, bottom
    return None


def extent(line: PlacedText) -> tuple[float, float, float, float]:
    """The room of a line outside the grid."""
    shift = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}[line.align] * line.room
    left = line.x - shift
    return left - WITHIN, line.y - line.size, left + line.room + WITHIN, line.y + 0.3 * line.size


def test_every_character_stands_in_its_cell(forms):
    """The ink of no character leaves its cell by more than 0.3 points."""
    for page, found in pages_of(forms):
        assert found
        for character in found:
            place = home(character, page)
            assert place is not None, character
            left, top, right, bottom = place
            assert character.left >= left - WITHIN, character
            assert character.right <= right + WITHIN, character
            assert character.top >= top - WITHIN, character
            assert character.bottom <= bottom + WITHIN, character


def test_no_character_stands_on_another(forms):
    """The ink of two characters never covers one another."""
    for _, found in pages_of(forms):
        near: dict[tuple[int, int], list[Character]] = defaultdict(list)
        for character in found:
            column, row = (int(value // 20) for value in character.middle)
            for x in (column - 1, column, column + 1):
                for y in (row - 1, row, row + 1):
                    for other in near[x, y]:
                        assert not character.overlaps(other, WITHIN), (character, other)
            near[column, row].append(character)


def test_no_text_is_too_small_to_read(forms):
    """No text is set under 6 points."""
    for _, found in pages_of(forms):
        assert min(character.size for character in found) >= LEAST_SIZE


def test_figures_of_a_column_stand_under_each_other(forms):
    """The last digits of the amounts in a column begin at one x."""
    columns = 0
    for page, found in pages_of(forms):
        ends: dict[tuple[float, float], set[float]] = defaultdict(set)
        for box in page.boxes:
            if is_amount(box):
                digits = [c for c in found if home(c, page) == rectangle(box)]
                ends[round(box.x + box.width, 1), digits[-1].size].add(round(digits[-1].origin, 1))
        for places in ends.values():
            columns += len(places) == 1
            assert max(places) - min(places) <= 0.1
    assert columns


def is_amount(box: Box) -> bool:
    """Whether a box prints an amount, set to the right, all its digits."""
    printed = box.cell
    right = printed.place.style.align is Align.RIGHT
    return printed.number is not None and right and bool(box.texts) and printed.text[-1].isdigit()


def rectangle(box: Box) -> tuple[float, float, float, float]:
    """A box by its edges."""
    return box.x, box.y, box.x + box.width, box.y + box.height


def test_texts_are_copied_in_reading_order(forms):
    """A reader copies every cell's text whole and the cells of one row after the other."""
    for page, found in pages_of(forms):
        first: dict[tuple[float, float, float, float], int] = {}
        text: dict[tuple[float, float, float, float], str] = defaultdict(str)
        for index, character in enumerate(found):
            place = home(character, page)
            assert place is not None
            first.setdefault(place, index)
            text[place] += character.text
        boxes = [box for box in page.boxes if box.texts]
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
