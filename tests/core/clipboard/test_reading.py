"""Blocks as other programs put them on the clipboard, and texts that are none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clipboard.block import MAX_COLUMNS, MAX_ROWS, Block, TooLarge
from core.clipboard.exact import typed_as
from core.clipboard.html_table import read_html
from core.clipboard.reading import MAX_HTML, read_clipboard
from core.clipboard.tsv import read_tsv, write_tsv
from core.number_text import NumberStyle, PercentStyle
from core.template.form import Field
from tests.core.clipboard.samples import recorded

MONEY = Field("money", "金额", number=NumberStyle(decimals=2, thousands=True), unit="元")
RATIO = Field("percent", "执行率", number=NumberStyle(decimals=2, percent=PercentStyle.SIGN))
TEXT = Field("text", "说明")


def test_a_block_of_excel() -> None:
    """Texts as shown, a joined cell, figures in full, no row for the widths of columns."""
    assert recorded("excel") == Block(
        (
            ("科目编码", "科目名称", "金额", "执行率"),
            ("2101501", "行政运行", "2,407,385.81", "34.55%"),
            ("", "两行\n文字", "0.1", "#####"),
        ),
        {
            (1, 2): "2407385.8125",
            (1, 3): "0.34554",
            (2, 2): "0.10000000000000001",
            (2, 3): "123456789",
        },
        {(2, 0): (1, 0)},
    )


def test_a_block_of_wps() -> None:
    """As Excel's, with tags of its own."""
    found = recorded("wps")
    assert found.rows == (("指标", "指标值", "完成值"), ("参保率", "95", "95.76"))
    assert found.exact == {(1, 2): "95.756"}


def test_a_block_of_libreoffice() -> None:
    """Its figures stand in `sdval`."""
    found = recorded("libreoffice")
    assert found.rows == (("收入", "1,234.57"), ("一\n二", "87%"))
    assert found.exact == {(0, 1): "1234.5678", (1, 1): "0.87"}


def test_a_block_of_a_web_table() -> None:
    """A value that cannot be read is none."""
    found = recorded("sheets")
    assert found.rows == (("指标", "95.76"), ("满意度", "91"))
    assert found.exact == {(0, 1): "95.7566"}


def test_a_table_of_a_text_document() -> None:
    """Its plain text breaks the lines within cells; the HTML knows better."""
    assert recorded("word").rows == (("预期目标", "第一条\n第二条"), ("完成", "90"))


def test_what_has_no_table_is_read_from_its_plain_text() -> None:
    """A paragraph of a page, and a table that is larger than any form."""
    assert read_clipboard("1\t2\n", "<p>1 2</p>").rows == (("1", "2"),)
    huge = "<table><tr><td>1</td></tr></table>" + " " * MAX_HTML
    assert read_clipboard("5\n", huge).rows == (("5",),)
    spans = '<table><tr><td rowspan="9999999999">1</td></tr></table>'
    assert read_clipboard("5\n", spans).rows == (("5",),)


def test_a_picture_has_nothing_in_it() -> None:
    """No text, no HTML."""
    assert read_clipboard("").is_blank
    assert read_html("<table></table>") is None


def test_a_table_within_a_cell_is_text_of_the_cell() -> None:
    """Two tables below each other are one block."""
    html = "<table><tr><td>a<table><tr><td>b</td></tr></table></td><th>c</th></tr></table>"
    assert read_html(html + "<table><tr><td>d</table>") == Block((("ab", "c"), ("d", "")))


def test_cells_without_rows_and_rows_without_ends_are_read() -> None:
    """As browsers do."""
    assert read_html("<table><td>a<td>b<tr><td>c") == Block((("a", "b"), ("c", "")))


cells = st.text(st.sampled_from('ab 1\t\n"，“中\r\0'), max_size=5)


@given(
    st.lists(
        st.lists(cells.map(lambda t: t.replace("\0", "")), min_size=2, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    """Tabs, line breaks and quotes within cells included."""
    width = max(map(len, rows))
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    assert read_tsv(write_tsv(filled)).rows == filled


@given(st.text(st.sampled_from('ab\t\n\r"1中\0')))
def test_every_text_is_a_block(text: str) -> None:
    """No sign but separators and their quotes is lost."""
    found = read_tsv(text)
    signs = "".join("".join(row) for row in found.rows)
    assert [s for s in signs if s not in '\t\n\r"'] == [s for s in text if s not in '\t\n\r"\0']


pieces = st.sampled_from(
    ["<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", '<td rowspan="2">', "<td colspan=3>",
     '<td x:num="1.5">', "<br>", "<p>", "<!--", "-->", "<style>", "</style>", "<", ">", '"', "'",
     "a", "1", "&nbsp;", "&#x41;", "&bogus", "<![endif]>", "<?x", '<td rowspan="-1" colspan="x">',
     '<tr style="display: none">', "<td data-sheets-value='[1]'>"]
)  # fmt: skip


@given(st.lists(pieces, max_size=40).map("".join))
def test_every_html_is_a_block_or_none(html: str) -> None:
    """However broken: rows of one length, joined places inside and without texts."""
    found = read_html(html)
    if found is not None:
        assert len({len(row) for row in found.rows}) == 1
        for row, column in found.joined:
            assert found.rows[row][column] == ""
        assert all(row < len(found.rows) for row, _ in found.exact)


@pytest.mark.parametrize(
    "text",
    ["1\t2\r\n" * 100_000, "1\t" * (MAX_COLUMNS + 1), "x" * 5_000_000, ("1\t" * 100 + "\n") * 900],
)
def test_more_than_any_form_holds_is_refused(text: str) -> None:
    """In one line that says what to do."""
    with pytest.raises(TooLarge, match="只复制要的那几行再粘贴"):
        read_clipboard(text)


@pytest.mark.parametrize(
    "html",
    [
        "<!--" * 600_000,
        '<td "' * 500_000,
        "<" * 2_000_000,
        "<table>" * 300_000,
        "<table><tr><td>" + "<br>" * 500_000,
        "<table><tr><td " + "a " * 1_000_000 + ">1</td></tr></table>",
        '<table><tr><td colspan="999999999" rowspan="999999">1',
        "<table>" + '<tr><td colspan="200" rowspan="200">1' * 3_000,
        "<table>" + "<tr>" * (MAX_ROWS + 5),
    ],
)
def test_no_html_keeps_the_window_waiting(html: str) -> None:
    """What is broken or far too large costs no more than a large table does."""
    begun = time.process_time()
    assert read_clipboard("7\r\n", html).rows[0][0] in ("7", "1")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("text", "exact", "field", "typed"),
    [
        ("1,234.57", "1234.5678", MONEY, "1234.5678"),
        ("1,234.57", "1234.5", MONEY, "1,234.57"),
        ("1234.57", "1234.57", MONEY, "1234.57"),
        ("34.55%", "0.34554", RATIO, "34.554%"),
        ("34.55", "34.554", RATIO, "34.554%"),
        ("#####", "123456789", MONEY, "#####"),
        ("2022/1/1", "44562", MONEY, "2022/1/1"),
        ("1", "1e99", MONEY, "1"),
        ("1.2", "1.23", TEXT, "1.2"),
        ("1.2", "", MONEY, "1.2"),
    ],
)
def test_digits_behind_a_figure_count_if_they_round_to_it(
    text: str, exact: str, field: Field, typed: str
) -> None:
    """Else what is shown counts."""
    assert typed_as(text, exact, field) == typed
