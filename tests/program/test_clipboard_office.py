"""LibreOffice and the tables of the clipboard, by the filters it copies and pastes with."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.clipboard.html_table import read_html
from core.refs import SheetId
from core.session import Session
from tests.core.clipboard.samples import copied
from tools.office import Office

SHEET = SheetId("支出决算表")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice with a profile of its own."""
    return Office(tmp_path_factory.mktemp("office"))


def test_a_table_goes_there_and_comes_back(office: Office, tmp_path: Path) -> None:
    """Figures are figures as printed, codes texts, joined cells joined; we read what it writes."""
    with Session.example("tonghai-2021", None) as session:
        copy = copied(session, SHEET)
    table = tmp_path / "块.xls"  # LibreOffice takes HTML for a table of cells under this name
    table.write_text(copy.html, encoding="utf-8")
    (workbook,) = office.convert([table], "xlsx")
    sheet = load_workbook(workbook).worksheets[0]
    cells = {str(cell.value): cell for row in sheet.iter_rows() for cell in row}
    assert cells["6663125.83"].number_format == "#,##0.00"
    assert cells["6663125.83"].data_type == "n"
    assert (cells["2101501"].data_type, cells["2101501"].number_format) == ("s", "@")
    assert "A1:D1" in {str(joined) for joined in sheet.merged_cells.ranges}
    (page,) = office.convert([workbook], "html")
    back = read_html(page.read_text(encoding="utf-8"))
    assert back is not None
    texts = {text for row in back.rows for text in row}
    assert {"6,663,125.83", "2101501", "行政运行"} <= texts
    assert "6663125.83" in back.exact.values()
