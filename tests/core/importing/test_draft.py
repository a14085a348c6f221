"""Workbooks as offices make them: what is drawn after each."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl.styles import Alignment, Font
from openpyxl.workbook.defined_name import DefinedName

from core.errors import WorkbookError
from core.importing.cell_names import legal_name
from core.template.suite import load_suite
from tests.core.importing.books import RULED, drawn, form, grid, sheet_of

TRAVEL = [
    ["2023年度差旅费统计表", None, None],
    ["单位：", None, "金额单位：万元"],
    ["项目", "预算数", "说明"],
    ["一、住宿费", None, None],
    ["二、交通费（含市内）", None, None],
    ["合计", None, None],
    ["注：按实际发生数填列。", None, None],
]


DRAWN_TRAVEL = [
    [":项目", ":预算数", ":说明", ""],
    ["一、住宿费", "{.预算数}", "{.说明}", "住宿费"],
    ["二、交通费（含市内）", "{.预算数}", "{.说明}", "交通费"],
    ["合计", "{.预算数}", "{.说明}", "合计"],
]


def test_a_ruled_table_is_drawn_with_its_lines_and_names(tmp_path: Path) -> None:
    """Title, lines, head, cells and their types; the suite of it loads."""
    sheet = sheet_of(TRAVEL, "A1:C1", ruled="A3:C6", title="差旅费")
    draft = drawn(sheet, tmp_path)

    text = form(draft)
    assert grid(text) == DRAWN_TRAVEL
    assert 'title: "{year}年度差旅费统计表"' in text
    assert '  - {left: "单位：{封面.单位}", right: "金额单位：{money_unit}"}' in text
    assert "  - {left: 注：按实际发生数填列。}" in text
    assert "  预算数: {type: money}\n  说明: {type: text}" in text
    assert "money_unit: 万元" in text
    assert text.index(":说明") < text.index("|---") < text.index("一、住宿费")
    suite = load_suite(draft.files)
    assert (suite.year, list(suite.forms), suite.unit) == (2023, ["差旅费"], "单位")


def test_a_table_without_rules_lies_between_its_lines_and_its_note(tmp_path: Path) -> None:
    """Lines of one text above, and a note below, are not part of it."""
    assert grid(form(drawn(sheet_of(TRAVEL), tmp_path))) == DRAWN_TRAVEL


def test_a_head_without_any_row_gets_the_empty_one_below(tmp_path: Path) -> None:
    """A table of which only the head is written has a place to fill in."""
    rows = [["统计表"], ["任务", "金额"], [], ["说明：没有发生的，空着就行，不用写零。"]]

    assert grid(form(drawn(sheet_of(rows), tmp_path)))[1:] == [["{.任务}", "{.金额}", "第2行"]]


def test_joined_cells_and_numbers_of_rows_and_columns(tmp_path: Path) -> None:
    """`<` and `^`, #, and columns called after their numbers; a row counts its own."""
    rows = [
        ["收入", None, None, "支出"],
        ["项目", "行次", "金额", "金额"],
        [None, None, 1, 2],
        ["甲", 1],
        ["乙", 2],
        ["丙", 3],
    ]
    text = form(drawn(sheet_of(rows, "A1:C1", "A2:A3", ruled="A1:D6"), tmp_path))

    assert grid(text) == [
        [":收入", "<", "<", ":支出", ""],
        [":项目", ":行次", ":金额", ":金额", ""],
        ["^", "{.行次}", "1", "2", "第3行"],
        ["甲", "#1", "{.栏1}", "{.栏2}", ""],
        ["乙", "#2", "{.栏1}", "{.栏2}", ""],
        ["丙", "#3", "{.栏1}", "{.栏2}", ""],
    ]
    assert "栏1: {type: money, label: 金额}" in text


def test_cells_that_would_have_one_name_are_called_after_their_place(tmp_path: Path) -> None:
    """Two columns of one label, two rows of one label, a label that is a row's and a cell's."""
    rows = [
        ["任务", "金额", "金额", "说明"],
        ["甲", None, None],
        ["甲", None, None],
        ["联系人", None, "电话", None],
        ["总分"],
    ]
    sheet = sheet_of(rows, "B5:D5", ruled="A1:D5")

    assert grid(form(drawn(sheet, tmp_path)))[1:] == [
        ["甲", "{.列2}", "{.列3}", "{.说明}", "第2行"],
        ["甲", "{.列2}", "{.列3}", "{.说明}", "第3行"],
        ["联系人", "{.金额}", "电话", "{电话.说明}", "联系人"],
        ["总分", "{总分}", "<", "<", ""],
    ]


def test_hidden_rows_and_columns_are_not_there(tmp_path: Path) -> None:
    """What is joined over them is as large as it looks; its text stays."""
    rows = [["收入", None, "支出"], ["甲", None, None], ["藏", None, None], ["乙", None, None]]
    sheet = sheet_of(rows, "A1:B1", "A3:A4", ruled="A1:C4")
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[3].hidden = True

    assert grid(form(drawn(sheet, tmp_path))) == [
        [":收入", ":支出", ""],
        ["{.收入}", "{.支出}", "第2行"],
        ["{.收入}", "{.支出}", "第3行"],
    ]


def test_widths_paper_and_repeated_head_are_those_of_the_sheet(tmp_path: Path) -> None:
    """A width said for several columns holds for all; paper A3, across; rows 3 to 4 repeated."""
    rows = [["甲", "乙", "丙"], ["一", None, None], ["名称", "金额", "用途"], [None, None, None]]
    sheet = sheet_of(rows, ruled="A1:C4")
    sheet.column_dimensions["A"].width = 20
    sheet.column_dimensions.group("B", "C", hidden=False)
    sheet.column_dimensions["B"].width = 10
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 8, "landscape"
    sheet.print_title_rows = "3:3"

    text = form(drawn(sheet, tmp_path))

    assert "columns: [42.3, 21.2, 21.2]" in text
    assert "print: {paper: A3, orientation: landscape}" in text
    assert text.count("|---") == 2


def test_what_somebody_filled_in_is_a_place_to_fill_in(tmp_path: Path) -> None:
    """Figures with decimals, formulas, errors and zeros; whole numbers and dates are printed."""
    rows = [
        ["任务", "金额", "户数", "日期", "比例"],
        ["甲", 1234.5, 3, True, 0.5],
        ["合计", "=SUM(B2:B2)", 0, "#N/A", None],
        ["代码", 7, None, date(2021, 4, 1), None],
    ]
    sheet = sheet_of(rows, ruled="A1:E4")
    sheet["E2"].number_format = sheet["E3"].number_format = "0%"
    sheet["B4"].number_format = "000"
    draft = drawn(sheet, tmp_path)

    assert grid(form(draft))[1:] == [
        ["甲", "{.金额}", "3", "{.日期}", "50%", "甲"],
        ["合计", "{.金额}", "{.户数}", "{.日期}", "{.比例}", "合计"],
        ["代码", "007", "{.户数}", "2021年4月1日", "{第4行.比例}", "代码"],
    ]
    assert draft.forms[0].emptied == 1
    assert "  比例: {type: percent}" in form(draft)


def test_points_that_are_given_are_what_a_cell_begins_with(tmp_path: Path) -> None:
    """分值 are needed for reckoning: a cell with a number to begin with, printed as it was."""
    rows = [["指标", "分值", "得分"], ["甲", 10, None], ["乙", 7.5, None]]
    draft = drawn(sheet_of(rows, ruled="A1:C3"), tmp_path)

    assert "  分值: {type: number, trim: yes}" in form(draft)
    assert "  乙.分值: {default: 7.5}" in form(draft)
    assert draft.forms[0].emptied == 0


def test_signs_of_the_notation_are_printed_in_lines_and_titles(tmp_path: Path) -> None:
    """Braces become wide ones where there is no other way; nothing is a place by mistake."""
    rows = [["统计{year}表"], ["说明{甲}：x"], ["任务", "金额{n}"], ["a｜b", None]]
    sheet = sheet_of(rows, ruled="A3:B4")
    sheet["A1"].font = Font(size=20)
    text = form(drawn(sheet, tmp_path))

    assert 'title: "统计｛year｝表"' in text
    assert '  - {left: "说明｛甲｝：x"}' in text
    assert grid(text.replace("\\|", "/"))[1][0] == "a/b"


def test_a_title_inside_the_rules_is_not_printed_twice(tmp_path: Path) -> None:
    """It is the title of the form, and a heading of the table."""
    sheet = sheet_of([["统计表"], ["甲", None]], "A1:B1", ruled="A1:B2")
    text = form(drawn(sheet, tmp_path))

    assert "title: 统计表" in text
    assert '  - {left: ""}' in text


def test_texts_beside_each_other_share_a_line(tmp_path: Path) -> None:
    """Up to three stand left, in the middle, right, more make another line.

    A text that asks for two things is two.
    """
    rows = [
        ["部门：", None, "年度：", "单位：元"],
        [None, None, None, "附表3"],
        ["统计表"],
        ["填报人：      电话："],
        ["甲", "乙", "丙", "丁"],
        ["任务", "金额", "用途", "其他"],
        [None, None, None, None],
        ["填表：", "复核：", "负责：", "日期："],
    ]
    sheet = sheet_of(rows, ruled="A6:D7")
    sheet["A3"].font, sheet["A3"].alignment = Font(size=20), Alignment(horizontal="center")
    text = form(drawn(sheet, tmp_path))

    heading = text.split("heading:\n")[1].split("\n\n")[0].split("\n")
    assert heading == [
        '  - {left: "部门：{封面.部门}", center: "年度：{封面.年度}", right: "单位：{money_unit}"}',
        '  - {right: "{number}"}',
        '  - {center: "{title}", style: title}',
        '  - {left: "填报人：{封面.填报人}", right: "电话：{封面.电话}"}',
        "  - {left: 甲, center: 乙, right: 丙}",
        "  - {left: 丁}",
    ]
    assert '  - {left: "日期：{封面.日期}"}' in text


def test_every_sheet_is_a_form_but_empty_and_hidden_ones(tmp_path: Path) -> None:
    """Names that would be the same, or none at all, become different names."""
    sheet = sheet_of([["任务", "金额"], [None, None]], ruled="A1:B2", title="01 差旅")
    book = sheet.parent
    for title in ("02 差旅", "03", "封面", "空", "藏"):
        other = book.create_sheet(title)
        if title != "空":
            for row in ("A1", "B1", "A2", "B2"):
                other[row].border = RULED
                other[row] = "字"
    book["藏"].sheet_state = "hidden"
    draft = drawn(sheet, tmp_path)

    assert list(load_suite(draft.files).forms) == ["差旅", "差旅_2", "表3", "表4"]
    assert draft.left_out == ("工作表“藏”是隐藏的，没有画", "工作表“空”是空的，没有画")


@pytest.mark.parametrize("rows", [401, 2])
def test_a_table_that_is_too_large_is_told(tmp_path: Path, rows: int) -> None:
    """401 rows, or 61 columns."""
    columns = 2 if rows > 2 else 61
    sheet = sheet_of([["字"] * columns] * rows)

    with pytest.raises(WorkbookError, match=f"有 {rows} 行 {columns} 列，一张表样最多"):
        drawn(sheet, tmp_path)


def test_a_text_too_long_for_a_cell_is_told(tmp_path: Path) -> None:
    """With the sheet on which it stands."""
    sheet = sheet_of([["字" * 2001, "甲"], ["乙", "丙"]], ruled="A1:B2")

    with pytest.raises(WorkbookError, match=r"“空白表\.xlsx”画不成表样，工作表“表一”：.*文字太长"):
        drawn(sheet, tmp_path)


def test_a_line_too_long_for_a_form_is_told(tmp_path: Path) -> None:
    """With the file and line that cannot be read."""
    sheet = sheet_of([["甲", "乙"], [None, None], ["注：" + "字" * 2001]], ruled="A1:B2")

    with pytest.raises(WorkbookError, match=r"画不成表样，forms/form_1\.yaml 第\d+行"):
        drawn(sheet, tmp_path)


def test_a_table_takes_in_what_is_joined_to_it_or_stands_beside_it(tmp_path: Path) -> None:
    """A stub that begins above the rules, and a remark on the right of them."""
    rows = [["统计表"], ["绩效", "任务", "金额"], [None, "甲", None, "见说明"], [None, "乙", None]]
    text = form(drawn(sheet_of(rows, "A2:A4", ruled="B3:C4"), tmp_path))

    assert grid(text) == [
        [":绩效", ":任务", ":金额", "", ""],
        ["^", "甲", "{.金额}", "见说明", "甲"],
        ["^", "乙", "{.金额}", "", "乙"],
    ]


def test_numbers_that_do_not_count_are_no_names(tmp_path: Path) -> None:
    """Numbers with a gap, two of them, and blanks that look like a text."""
    rows = [["甲", "数"], [1, None], [2, " "], [4, "　"], [5, "\n"], [6, None], [7, None]]
    text = form(drawn(sheet_of(rows, ruled="A1:B7"), tmp_path))

    assert "#" not in text
    assert text.count("{.数}") == 6


def test_rows_repeated_at_the_end_and_hidden_joined_cells_do_no_harm(tmp_path: Path) -> None:
    """The head may be all there is; what is joined may be hidden altogether."""
    rows = [["统计表", None], ["任务", "金额"], ["藏", None], ["甲", None]]
    sheet = sheet_of(rows, "A3:B3", ruled="A1:B4")
    sheet.row_dimensions[3].hidden = True
    sheet.print_title_rows = "2:4"
    text = form(drawn(sheet, tmp_path))

    assert [row[0] for row in grid(text)] == [":统计表", ":任务", ":甲"]
    assert text.count("|---") == 2


def test_broken_names_of_a_workbook_do_not_matter(tmp_path: Path) -> None:
    """Names that lead nowhere stand in many blanks."""
    sheet = sheet_of(TRAVEL, ruled="A3:C6")
    sheet.parent.defined_names["坏"] = DefinedName("坏", attr_text="#REF!$A$1")

    assert grid(form(drawn(sheet, tmp_path))) == DRAWN_TRAVEL


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("一、因公出国（境）费", "因公出国费"),
        ("合    计", "合计"),
        ("其中：财政拨款", "财政拨款"),
        ("“三公”经费", "三公经费"),
        ("（1）公务用车：", "公务用车"),
        ("项目", ""),
        ("封面", ""),
        ("行31", ""),
        ("31", ""),
        ("得分=完成值/指标值", ""),
        ("长" * 25, ""),
        ("同列", ""),
        ("", ""),
    ],
)
def test_a_label_gives_a_name_that_formulas_can_use_or_none(label: str, name: str) -> None:
    """Numbering, brackets and quotes go; reserved words and sentences are no names."""
    assert legal_name(label) == name
