"""Forms that lie across the paper may be printed on A3: as they are, only larger."""

from dataclasses import replace

import pytest

from core.export.pdf import pdf_bytes
from core.export.picture import page_sizes
from core.layout.cell_text import POINTS_PER_MM, fitted_widths, printable_width
from core.layout.larger_paper import on_larger_paper
from core.layout.pages import page_count
from core.layout.printed import PrintedForm
from core.session import Session
from tests.core.export.sample_forms import planned, project, summary


def lying(form: PrintedForm) -> PrintedForm:
    """The form across the paper."""
    return planned(form, page=replace(form.plan.page, landscape=True))


def test_a_form_across_the_paper_comes_on_twice_the_sheet() -> None:
    """The PDF page is A3, lying."""
    (size, *_) = page_sizes(pdf_bytes([on_larger_paper(lying(summary()))]))

    assert size == pytest.approx((420 * POINTS_PER_MM, 297 * POINTS_PER_MM), abs=0.1)


def test_an_upright_form_stays_as_it_is() -> None:
    """So does one that is on another paper already."""
    upright = summary()
    large = planned(lying(upright), page=replace(lying(upright).plan.page, paper="A3"))

    assert on_larger_paper(upright) is upright
    assert on_larger_paper(large) is large


@pytest.mark.parametrize("form", [lying(summary()), lying(project())])
def test_it_fills_as_much_of_the_sheet_as_before(form: PrintedForm) -> None:
    """Columns keep their share of the width, and the text grows with them, if by half points."""
    larger = on_larger_paper(form)
    before = sum(fitted_widths(form.plan)) / printable_width(form.plan.page)
    after = sum(fitted_widths(larger.plan)) / printable_width(larger.plan.page)

    assert after == pytest.approx(before)
    assert larger.plan.page.font_size > 1.3 * form.plan.page.font_size
    assert (larger.plan.page.font_size * 2).is_integer()
    assert [cell.text for cell in larger.cells] == [cell.text for cell in form.cells]


def test_no_form_of_an_example_takes_more_sheets() -> None:
    """What was one page is one page."""
    with Session.example("tonghai-2021", None) as session:
        for title in session.sheets():
            form = session.printed(title.sheet)
            assert page_count(on_larger_paper(form)) <= page_count(form)
