"""Forms that lie across the paper, on a sheet of twice the size: everything larger alike."""

from dataclasses import replace

from core.layout.cell_text import POINTS_PER_MM, fitted_widths, printable_width
from core.layout.printed import PrintedForm
from core.layout.text_fit import SIZE_STEP

_USUAL, _LARGER = "A4", "A3"


def on_larger_paper(form: PrintedForm) -> PrintedForm:
    """A form that lies on A4, on A3, as wide as there is room; any other form as it is."""
    plan = form.plan
    if not plan.page.landscape or plan.page.paper != _USUAL:
        return form
    page = replace(plan.page, paper=_LARGER)
    factor = printable_width(page) / printable_width(plan.page)
    columns = tuple(width * factor / POINTS_PER_MM for width in fitted_widths(plan))
    size = plan.page.font_size * factor // SIZE_STEP * SIZE_STEP
    rows = tuple(replace(row, height=row.height * factor) for row in plan.rows)
    larger = replace(plan, columns=columns, rows=rows, page=replace(page, font_size=size))
    return replace(form, plan=larger)
