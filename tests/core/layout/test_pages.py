"""Pages hold the whole form: every row, every cell, every character, nothing across a margin."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.layout.cell_text import (
    POINTS_PER_MM,
    drawn_widths,
    fitted_widths,
    paper_size,
    row_heights,
    text_height,
)
from core.layout.font_metrics import text_width
from core.layout.pages import Box, Page, page_count, paginate
from core.layout.plan import Head, PageSetup
from core.layout.printed import PrintedForm
from tests.core.export.sample_forms import (
    LONG_TEXT,
    draw,
    note,
    planned,
    project,
    summary,
    with_rows,
)
from tests.core.layout.random_forms import printed_forms

THOROUGH = settings(
    max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def bare(text: str) -> str:
    """The text without blanks and line breaks."""
    return "".join(text.split())


def said(boxes: list[Box]) -> str:
    """What the boxes print, one after the other."""
    return bare("".join(text.text for box in boxes for text in box.texts))


def boxes_of(pages: tuple[Page, ...], column: int, row: int) -> list[Box]:
    """The boxes of one cell on all pages."""
    return [
        box
        for page in pages
        for box in page.boxes
        if (box.cell.place.row, box.cell.place.column) == (row, column)
    ]


@given(printed_forms())
@THOROUGH
def test_every_cell_is_printed(form: PrintedForm) -> None:
    """Each cell's text stands whole in one box, or runs on from box to box."""
    pages = paginate(form)
    for cell in form.cells:
        boxes = boxes_of(pages, cell.place.column, cell.place.row)
        whole = bare(cell.text)
        assert boxes
        assert any(said([box]) == whole for box in boxes) or whole in said(boxes)


@given(printed_forms())
@THOROUGH
def test_pages_are_counted_as_they_are_cut(form: PrintedForm) -> None:
    """A workbook has as many pages as the PDF, without a cell being placed."""
    assert page_count(form) == len(paginate(form))


@given(printed_forms())
@THOROUGH
def test_every_row_is_printed_once(form: PrintedForm) -> None:
    """Rows follow each other over the pages; only the head comes again."""
    pages = paginate(form)
    own = [piece for page in pages for piece in page.slices if not piece.again]

    assert [piece.row for piece in own] == sorted(piece.row for piece in own)
    smallest = form.plan.page.font_size - 1  # where that saves a page of hardly anything
    for index, row in enumerate(form.plan.rows):
        height = sum(piece.height for piece in own if piece.row == index)
        assert height >= text_height(row.lines, smallest) - 0.01


@given(printed_forms())
@THOROUGH
def test_boxes_tile_the_page(form: PrintedForm) -> None:
    """The boxes of a page cover its rows without a gap and without lying over each other."""
    width = sum(fitted_widths(form.plan))
    for page in paginate(form):
        area = sum(box.width * box.height for box in page.boxes)
        assert area == pytest.approx(width * sum(piece.height for piece in page.slices))
        places = {(round(box.x, 3), round(box.y, 3)): (box.width, box.height) for box in page.boxes}
        assert len(places) == len(page.boxes)
        for piece, following in zip(page.slices, page.slices[1:], strict=False):
            assert following.top == pytest.approx(piece.top + piece.height)


@given(printed_forms())
@THOROUGH
def test_head_is_repeated(form: PrintedForm) -> None:
    """A page that begins in a table begins with its head, unless that would fill half the page."""
    heights = row_heights(form, fitted_widths(form.plan))
    room = paper_size(form.plan.page)[1] - 20 * POINTS_PER_MM
    for page in paginate(form):
        own = [piece.row for piece in page.slices if not piece.again]
        again = [piece.row for piece in page.slices if piece.again]
        expected: list[int] = []
        for head in form.plan.heads:
            rows = range(head.first, head.end)
            begins = page.number > 1 and own and head.end <= own[0] < head.until
            if begins and sum(heights[row] for row in rows) <= room / 2:
                expected = list(rows)
        assert again == expected


@given(printed_forms())
@THOROUGH
def test_texts_stay_in_their_boxes(form: PrintedForm) -> None:
    """Every line of text begins and ends inside its box."""
    for page in paginate(form):
        for box in page.boxes:
            for text in box.texts:
                width = min(text.room, text_width(text.text, text.face, text.size))
                assert width <= box.width
                assert box.y < text.y
                assert text.y <= box.y + box.height or text.size == 6


@given(printed_forms())
@THOROUGH
def test_texts_have_the_size_of_the_form(form: PrintedForm) -> None:
    """Nothing is set smaller, but a figure too wide for its column or what a page break cuts.

    All may be a little smaller together, to save a last page of hardly anything.
    """
    pages = paginate(form)
    set_in = {form.plan.page.font_size - step for step in (0, 0.5, 1)}
    for cell in form.cells:
        boxes = boxes_of(pages, cell.place.column, cell.place.row)
        roomy = all(box.width > 30 for box in boxes)  # for at least one indented character
        if roomy and len(boxes) == 1 and cell.number is None and "12,345" not in cell.text:
            assert {text.size for text in boxes[0].texts} <= set_in


@given(printed_forms())
@THOROUGH
def test_notes_are_printed(form: PrintedForm) -> None:
    """Every line around the grid is printed whole."""
    texts = "".join(
        text.text
        for page in paginate(form)
        for text in page.texts[: None if page.count == 1 else -1]
    )
    for line in (*form.above, *form.below):
        for text in (line.left, line.center, line.right):
            assert bare(text) in bare(texts)


@given(printed_forms())
@THOROUGH
def test_nothing_stands_in_the_margins(form: PrintedForm) -> None:
    """The grid stays between the margins, in width always, in height unless one line is taller."""
    top, right, bottom, left = (mm * POINTS_PER_MM for mm in form.plan.page.margins)
    for page in paginate(form):
        for box in page.boxes:
            assert box.x >= left - 0.01
            assert box.x + box.width <= page.width - right + 0.01
            assert box.y >= top - 0.01
            assert box.y + box.height <= page.height - bottom + 0.1


def test_short_form_has_one_page() -> None:
    """公开01表 fits one page, which then has no number."""
    (page,) = paginate(summary())

    assert page.count == 1
    assert not [text for text in page.texts if text.text.startswith("第")]
    assert len(page.boxes) == len(summary().cells)


def test_pages_are_numbered() -> None:
    """From two pages on each says which it is and of how many."""
    pages = paginate(project(60))

    assert [page.texts[-1].text for page in pages] == [
        f"第{n}页 共{len(pages)}页" for n in range(1, len(pages) + 1)
    ]


def test_labels_are_repeated_after_a_break() -> None:
    """The label beside many rows stands on every page on which it has rows."""
    pages = paginate(project(60))

    assert len(pages) == 3
    assert [said([box]) for box in boxes_of(pages, 0, 8)] == ["绩效指标"] * 3


def test_repeated_head_joins_what_goes_on() -> None:
    """A label that begins in the head and goes on below is one box on the next page, too."""
    second = paginate(project(60))[1]

    (label,) = boxes_of((second,), 0, 8)
    assert label.height == pytest.approx(sum(piece.height for piece in second.slices))


def test_head_is_cut_off_at_its_end() -> None:
    """A joined cell that reaches out of the head is repeated without that tail."""
    rows = ["类 | 栏次 | 1", "^ | 合计 | {x}", *(f"{i} | 项 | {{x}}" for i in range(90))]
    form = planned(draw("\n".join(rows), {"x": Decimal(1)}, (20, 60, 40)), head=(0, 1))

    first, second = boxes_of(paginate(form)[:2], 0, 0)
    assert first.height == pytest.approx(2 * second.height)
    assert said([second]) == "类"


def test_figures_are_not_repeated() -> None:
    """A figure over several rows is printed once: no reader adds it up twice."""
    rows = ["{score} | 0", *(f"^ | {i}" for i in range(90))]
    pages = paginate(draw("\n".join(rows), {"score": Decimal("18.00")}, (40, 80)))

    assert len(pages) > 1
    assert said(boxes_of(pages, 0, 0)) == "18.00"


def test_long_row_is_broken_between_lines() -> None:
    """A text taller than a page goes on, its label is repeated, no line is lost."""
    text = LONG_TEXT * 12
    form = with_rows(draw("预期目标 | {t}", {"t": text}, (20, 60)), breakable=True)
    pages = paginate(form)

    assert len(pages) > 1
    assert said(boxes_of(pages, 1, 0)) == bare(text)
    assert [said([box]) for box in boxes_of(pages, 0, 0)] == ["预期目标"] * len(pages)


def test_long_text_fills_the_page() -> None:
    """A breakable row is broken rather than leave a quarter of the page white."""
    rows = ["{a} | {b}"] + ["{b} | {b}"] * 20 + ["预期 | {t}"]
    form = draw("\n".join(rows), {"t": LONG_TEXT * 7}, (20, 60))
    broken = paginate(with_rows(form, breakable=True))
    whole = paginate(form)

    assert broken[0].slices[-1].row == 21
    assert whole[0].slices[-1].row == 20


def test_head_is_not_left_alone() -> None:
    """A head that would stand at the foot of a page without a row goes to the next."""
    rows = [*(f"{i} | 甲" for i in range(43)), "指标 | 得分", *(f"{i} | 乙" for i in range(9))]
    form = planned(draw("\n".join(rows), {}, (40, 80)), head=(43, 44))
    for size in range(30):
        rows_here = with_rows(form, height=5.0 + size / 10)
        assert all(page.slices[-1].row != 43 for page in paginate(rows_here))


TABLES = [
    "项目 | {x}",
    "一、任务 | <",
    "任务 | 金额",
    *(f"任务{i} | {{x}}" for i in range(60)),
    "二、指标 | <",
    "指标 | 完成值",
    *(f"指标{i} | {{x}}" for i in range(60)),
]
"""Two tables under each other, each with a caption and a head."""


def tables(height: float = 5.0) -> PrintedForm:
    """A form of two tables."""
    form = with_rows(draw("\n".join(TABLES), {"x": Decimal(1)}, (60, 40)), height=height)
    return planned(form, heads=(Head(2, 3, 63), Head(64, 65, len(TABLES))))


def test_each_table_repeats_its_own_head() -> None:
    """A page that begins in a table has that table's head, not that of another."""
    first = []
    for page in paginate(tables())[1:]:
        again, own = page.slices[0], next(piece for piece in page.slices if not piece.again)
        first.append((again.again, again.row, own.row < 63))

    assert first == [(True, 2, True), (True, 64, False)]


def test_neither_caption_nor_head_is_left_alone() -> None:
    """A page never ends with a caption or a head; one that begins with a caption repeats none."""
    started = 0
    for tenths in range(40, 90):
        pages = paginate(tables(tenths / 10))
        for page in pages:
            if page is not pages[-1]:
                assert page.slices[-1].row not in {1, 2, 63, 64}
            if page.slices[0].row == 63:
                started += 1
        assert [piece.row for page in pages for piece in page.slices if not piece.again] == [
            *range(len(TABLES))
        ]
    assert started


@pytest.mark.parametrize("length", range(2200, 3200, 100))
def test_head_taller_than_a_page(length: int) -> None:
    """Even a head that is broken over pages is printed once and whole, then the rows below it."""
    text = ("预期目标" * 800)[:length]
    form = planned(draw("甲\n{t}\n乙", {"t": text}, (60,)), head=(1, 2))
    pages = paginate(with_rows(form, height=220.0, breakable=True))

    assert said(boxes_of(pages, 0, 1)) == text
    assert not [piece for page in pages for piece in page.slices if piece.again]


def test_margins_that_leave_nothing() -> None:
    """Margins without room between them give pages all the same, not an endless loop."""
    form = planned(draw("甲\n乙", {}, (60,)), page=PageSetup(margins=(150.0, 15.0, 150.0, 15.0)))
    pages = paginate(form)

    assert {box.cell.text for page in pages for box in page.boxes} == {"甲", "乙"}


def test_wide_form_is_narrowed_to_the_paper() -> None:
    """Columns together wider than the paper keep their proportions; narrower ones their width."""
    wide = draw("a | b", {}, (200, 100))
    narrow = draw("a | b", {}, (20, 10))

    assert fitted_widths(wide.plan) == pytest.approx([120 * POINTS_PER_MM, 60 * POINTS_PER_MM])
    assert fitted_widths(narrow.plan) == pytest.approx(drawn_widths(narrow.plan))
    (page,) = paginate(narrow)
    assert page.boxes[0].x == pytest.approx((210 - 30) / 2 * POINTS_PER_MM)


def test_rows_grow_with_their_text() -> None:
    """A row is as high as its text, never lower than planned."""
    form = draw("甲 | {t}\n乙 | ", {"t": LONG_TEXT}, (20, 60))
    tall, planned_height = row_heights(form, drawn_widths(form.plan))

    assert tall > 6 * POINTS_PER_MM
    assert planned_height == pytest.approx(6 * POINTS_PER_MM)


def test_joined_text_grows_its_last_row() -> None:
    """What a cell over two rows lacks is given to the last of them."""
    form = draw("{t} | 甲\n^ | 乙", {"t": LONG_TEXT}, (60, 20))
    first, last = row_heights(form, drawn_widths(form.plan))

    assert first == pytest.approx(6 * POINTS_PER_MM)
    assert last > first


def test_least_lines_are_kept() -> None:
    """A row that asks for five lines has the height of five lines, even empty."""
    form = with_rows(draw("{t}", {}, (60,)), lines=5)

    assert row_heights(form, drawn_widths(form.plan))[0] > 5 * 9 * 1.25


def test_notes_take_the_last_row_with_them() -> None:
    """Notes for which there is no room below the grid go to the next page with its last row."""
    form = with_rows(summary(), height=7.7)
    pages = paginate(replace(form, below=form.below * 8))

    assert [page.slices[-1].row for page in pages] == [31, 32]
    assert [piece.row for piece in pages[1].slices] == [0, 1, 2, 32]
    assert any(text.text.startswith("注：") for text in pages[1].texts)


def test_long_notes_have_a_page_of_their_own() -> None:
    """Notes longer than what any page leaves are printed by themselves."""
    pages = paginate(replace(summary(), below=summary().below * 60))

    assert not pages[-1].slices
    assert any(text.text.startswith("注：") for text in pages[-1].texts)


def test_every_line_of_a_note_is_printed() -> None:
    """A note longer than a page goes on over the pages, between the margins."""
    words = "。".join(f"第{n}项说明" for n in range(2000))
    pages = paginate(replace(summary(), below=(note(words),)))
    texts = [text for page in pages for text in page.texts[3 if page.number == 1 else 0 : -1]]

    assert len(pages) > 2
    assert bare("".join(text.text for text in texts)).endswith(words)
    assert all(28 < text.y < 815 for text in texts)


def test_form_is_set_closer_to_stay_on_its_page() -> None:
    """Rows with room to spare are lowered a little rather than begin a second page."""
    (page,) = paginate(with_rows(summary(), height=7.7))

    bottom = page.height - 10 * POINTS_PER_MM
    assert all(piece.height < 7.7 * POINTS_PER_MM for piece in page.slices)
    assert max(text.y for text in page.texts) <= bottom
    assert len(paginate(with_rows(summary(), height=9.0))) == 2


def test_smaller_type_saves_a_page_of_hardly_anything() -> None:
    """A last row alone on its page goes back to the others, all set half a point smaller."""
    text = "全部为一般公共预算财政拨款，" * 6
    sizes = {}
    for count in (16, 17, 19):
        rows = "\n".join(f"第{n}项 | {{t}}" for n in range(count)) + "\n其他 | 无"
        pages = paginate(draw(rows, {"t": text}, (40, 80)))
        sizes[count, len(pages)] = {
            t.size for page in pages for box in page.boxes for t in box.texts
        }

    assert sizes == {(16, 1): {9}, (17, 1): {8.5}, (19, 2): {9}}


def test_type_is_not_made_smaller_than_the_least() -> None:
    """A form in the smallest type keeps it, whatever its last page holds."""
    form = planned(with_rows(summary(), height=9.0), page=PageSetup(font_size=6.0))

    sizes = {text.size for page in paginate(form) for box in page.boxes for text in box.texts}
    assert sizes == {6.0}


def test_landscape_turns_the_paper() -> None:
    """横向 exchanges width and height."""
    upright, lying = paper_size(PageSetup()), paper_size(PageSetup(landscape=True))

    assert upright == lying[::-1]
    assert upright == pytest.approx((595.28, 841.89), abs=0.01)


@given(st.floats(3, 30))
def test_any_row_height(height: float) -> None:
    """Whatever the rows' height, each page is filled from the top without a hole."""
    for page in paginate(with_rows(project(20), height=height)):
        assert page.slices
        assert page.slices[0].top == page.boxes[0].y
