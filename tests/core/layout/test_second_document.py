"""A document with far more rows than the example: every page of it can be read by itself."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pytest

from core.findings import Severity
from core.layout.pages import Page, paginate
from core.layout.printed import PrintedForm
from core.session import Session
from tests.core.export.reading import page_texts
from tests.second_document import PROJECTS, ROWS, codes, second_document

BUDGET = "一般公共预算收支"
FOLLOWING = ("收入决算表", "支出决算表", BUDGET)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """The document; only to be looked at."""
    with second_document() as session:
        yield session


def form_of(session: Session, name: str) -> PrintedForm:
    """A form by its name, 项目自评[甲] for that of a project."""
    return session.printed(session.names.sheet(name).sheet)


def text_on(page: Page) -> str:
    """Everything that stands on a page, in one."""
    return "".join(text.text for box in page.boxes for text in box.texts)


@cache
def all_pages() -> tuple[tuple[PrintedForm, tuple[Page, ...]], ...]:
    """Every form with its pages."""
    with second_document() as session:
        forms = [session.printed(title.sheet) for title in session.sheets()]
    return tuple((form, paginate(form)) for form in forms)


def test_the_document_is_in_order(session: Session) -> None:
    """Nothing that must be typed is missing, and nothing must be mended."""
    assert [f for f in session.findings() if f.severity is Severity.MANDATORY] == []
    assert session.auditor.summary().missing == 0


@pytest.mark.parametrize("name", FOLLOWING)
def test_forty_rows_stand_under_their_levels_and_add_up(session: Session, name: str) -> None:
    """Forms that follow have the same 项; 类 and 款 appear by themselves, once each, in order."""
    wanted = codes(session.suite)
    levels = sorted({*wanted, *(c[:3] for c in wanted), *(c[:5] for c in wanted)})
    form = form_of(session, name)
    shown = [c.text for c in form.cells if c.place.column == 0 and c.text.isdigit()]

    assert shown == levels
    assert len(wanted) == ROWS
    sums = [session.value(session.names.cell(f"{name}!项[{c}].栏1")) for c in wanted]
    figures = [figure for figure in sums if isinstance(figure, Decimal)]
    if name != BUDGET:  # there 栏1 is what was left from the year before: nothing
        assert len(figures) == ROWS
        assert session.value(session.names.cell(f"{name}!合计.栏1")) == sum(figures)


def test_sixty_indicators_repeat_the_head_of_their_table(session: Session) -> None:
    """Each page that begins below it has both lines of the head; every indicator stands once."""
    form = form_of(session, "项目自评[高标准农田]")
    pages = paginate(form)

    assert len(pages) >= 3
    for page in pages[1:]:
        head = [piece.row for piece in page.slices if piece.again]
        assert head == list(range(*form.plan.head))
        assert text_on(page).startswith("绩效指标年度指标值实际完成值分值得分偏差原因")
        assert "一级指标二级指标三级指标指标性质指标值度量单位" in text_on(page)
        assert len(page.slices) > len(head)
    whole = "".join(map(text_on, pages))
    marks = [whole.count(f"（第{number}标段）") for number in range(1, PROJECTS["高标准农田"] + 1)]
    assert set(marks) == {1}


def test_one_indicator_is_one_page(session: Session) -> None:
    """A short form is one page, without a number at its foot."""
    (page,) = paginate(form_of(session, "项目自评[水库除险]"))

    assert "第1页" not in "".join(text.text for text in page.texts)


def test_no_row_stands_twice_and_none_is_missing() -> None:
    """The pieces of every form's rows make up the rows, from the first to the last."""
    for form, pages in all_pages():
        rows = [p.row for page in pages for p in page.slices if not p.again]
        assert sorted(set(rows)) == list(range(len(form.plan.rows)))
        assert rows == sorted(rows)


def test_every_page_stays_on_its_paper() -> None:
    """Nothing stands outside the margins, and no line of text is wider than its room."""
    for form, pages in all_pages():
        margins = [mm / 25.4 * 72 for mm in form.plan.page.margins]
        for page in pages:
            bottom = page.height - margins[2] + 0.1
            assert all(box.y + box.height <= bottom for box in page.boxes)
            assert all(box.x + box.width <= page.width - margins[1] + 0.1 for box in page.boxes)


def test_labels_are_there_again_where_their_rows_go_on() -> None:
    """公开10表 breaks inside 一、二: their labels stand on every page on which their rows stand."""
    form, pages = next(entry for entry in all_pages() if entry[0].plan.number == "公开10表")

    assert len(pages) >= 3
    for cell in form.cells:
        place = cell.place
        if place.style.label and place.rows > 1:
            for page in pages:
                rows = {piece.row for piece in page.slices}
                if rows & set(range(place.row, place.row + place.rows)):
                    assert "".join(cell.text.split()) in text_on(page)


def test_a_reader_copies_every_indicator_out_of_the_pdf(session: Session) -> None:
    """The PDF itself holds all sixty, and its pages are numbered."""
    from core.export.pdf import pdf_bytes

    pages = page_texts(pdf_bytes([form_of(session, "项目自评[高标准农田]")]))

    whole = "".join("".join(page.split()) for page in pages)
    assert all(f"第{number}标段" in whole for number in range(1, 61))
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in "".join(page.split())
