"""What a block is for other programs: plain digits, and a table as printed."""

from collections.abc import Iterator

import pytest

from core.clipboard.html_table import read_html
from core.refs import SheetId
from core.session import Session
from tests.core.clipboard.samples import area_at, copied

ROW = "支出决算表!项[{}].栏{}"


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """The shipped example."""
    with Session.example("tonghai-2021", None) as session:
        yield session


def test_a_head_keeps_its_joined_cells(session: Session) -> None:
    """Joined over rows and columns as on the form, and the same texts."""
    sheet = SheetId("支出决算表")
    copy = copied(session, sheet)
    table = read_html(copy.html)
    assert table is not None
    joined = sum(p.rows * p.columns - 1 for p in session.plan(sheet).cells)
    assert len(table.joined) == joined
    assert len(table.rows) == len(session.plan(sheet).rows)
    texts = {cell.text for cell in session.printed(sheet).cells}
    assert {text for row in table.rows for text in row} <= texts | {""}


def test_figures_are_official_in_html_and_plain_in_text(session: Session) -> None:
    """Both mean the same to Excel and LibreOffice."""
    copy = copied(session, SheetId("支出决算表"), area_at(session, ROW.format(2101501, 2)))
    assert copy.text == "2407385.81\r\n"
    assert ">2,407,385.81</td>" in copy.html
    assert 'x:num="2407385.81" sdval="2407385.81" sdnum="2052;0;#,##0.00"' in copy.html


def test_codes_stay_texts(session: Session) -> None:
    """A spreadsheet does not make figures of them."""
    copy = copied(
        session, SheetId("支出决算表"), area_at(session, "支出决算表!项[2101501].科目编码")
    )
    assert "x:num" not in copy.html
    assert 'sdnum="2052;0;@"' in copy.html
    assert copy.text.startswith("2101501")


def test_what_could_not_be_read_is_copied_as_typed(session: Session) -> None:
    """And lines within a cell stay lines."""
    cell = session.names.cell(ROW.format(2101501, 3))
    session.type_text([cell], "23万7")
    copy = copied(session, cell.sheet, area_at(session, ROW.format(2101501, 3)))
    session.undo()
    assert copy.text == "23万7\r\n"
    goal = session.names.cell("项目自评[1]!预期目标")
    session.type_text([goal], "一\n二 <b>")
    copy = copied(session, goal.sheet, area_at(session, "项目自评[1]!预期目标"))
    session.undo()
    assert copy.text.startswith('"一\n二 <b>"')
    table = read_html(copy.html)
    assert table is not None
    assert table.rows[0][0] == "一\n二 <b>"
