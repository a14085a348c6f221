"""Every command of the command line, used as it is meant."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from core import __version__
from core.export.picture import page_sizes
from core.paths import templates_folder
from core.session import Session, example_ids
from tests.core.cli_calls import EXAMPLE, MONEY, SUITE, TOTAL, call, done, refused, value_of
from tests.core.export.reading import page_texts
from tests.suites import load_test_suite

VERBS = [
    "suites",
    "new",
    "example",
    "show",
    "set",
    "check",
    "explain",
    "find",
    "export",
    "versions",
    "diff",
    "template",
]


def test_version_is_told():
    """`--version` names the program and its version."""
    assert done("--version").out == f"biaoli {__version__}\n"


def test_help_lists_every_command_in_chinese():
    """The help names all commands and says nothing in English."""
    said = done("--help").out

    assert all(f"\n  {verb} " in said for verb in VERBS)
    assert not any(word in said for word in ("usage", "options", "positional", "show this"))


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_a_command_explains_every_argument(verb: str):
    """Each command's help has 用法 and 选项, and no argument is left without a word."""
    said = done(verb, "--help").out

    assert said.startswith(f"用法：biaoli {verb}")
    assert "\n选项：\n" in said
    assert all(len(line.split()) > 1 for line in said.splitlines() if line.startswith("  "))
    assert not any(word in said for word in ("usage", "options", "positional", "show this"))


def test_help_comes_whatever_else_the_call_says():
    """Asking for help is never answered with what is missing."""
    assert done("set", "-h").out == done("set", "没有的文件", "--help").out


def test_suites_lists_what_is_there():
    """The shipped suite stands in the list with its id, year and number of forms."""
    assert f"{SUITE}  云南省部门决算公开套表（云南，2021年度，12张表）" in done("suites").out


def test_new_makes_a_document_with_the_unit_on_its_cover(tmp_path: Path):
    """A new document carries the unit's name and the suite's year."""
    file = tmp_path / "新.biaoli"

    assert str(file) in done("new", SUITE, file, "--unit", "某局").out
    assert value_of(file, "封面.单位名称") == "某局"
    assert value_of(file, "封面.年度") == "2021"


def test_new_takes_another_year(tmp_path: Path):
    """`--year` fills in the year on the cover."""
    done("new", SUITE, tmp_path / "a.biaoli", "--unit", "某局", "--year", "2022")

    assert value_of(tmp_path / "a.biaoli", "封面.年度") == "2022"


@pytest.mark.parametrize("words", [["example"], ["example", "--list"]])
def test_examples_are_listed(words: list[str]):
    """With or without `--list` the examples are told."""
    told = done(*words).out.splitlines()
    assert [line.split("  ")[0] for line in told] == example_ids()
    assert EXAMPLE in example_ids()


def test_example_is_written(tmp_path: Path):
    """An example is a document like any other."""
    done("example", EXAMPLE, tmp_path / "a.biaoli")

    assert value_of(tmp_path / "a.biaoli", TOTAL) == "6663125.83"


def test_show_tells_cover_projects_and_forms(document: Path):
    """The overview has the cover, the project cards and every sheet with its address."""
    said = done("show", document).out

    assert "封面.单位名称 = 通海县医疗保障局" in said
    assert "项目卡[医疗救助].项目名称 = 医疗救助补助资金" in said
    assert "公开12表  2021年度项目支出绩效自评表  项目自评[医疗救助]  必填54格，已填54格" in said


@pytest.mark.parametrize("name", ["支出决算表", "公开03表", "公开03"])
def test_show_finds_a_form_by_name_and_number(document: Path, name: str):
    """A form is called by its name or its printed number; every cell tells what kind it is."""
    said = done("show", document, name).out

    assert f"{TOTAL} = 6,663,125.83  [计算]" in said
    assert "支出决算表!项[2080505].栏2 = 264,282.56  [预填]" in said


def test_show_of_a_project_form_means_all_projects(document: Path):
    """Without a project all its sheets are shown, with one only that one's."""
    every = done("show", document, "项目自评").out
    one = done("show", document, "项目自评[医疗救助]").out

    assert every.count("必填") == 4
    assert one.count("必填") == 1
    assert one == done("show", document, "公开12表").out


def test_check_tells_findings_and_counts(document: Path):
    """The example has what its publication has: exit 1, one line each, the counts last."""
    said = call("check", document)

    lines = said.out.splitlines()
    assert (said.code, said.err) == (1, "")
    assert sum(line.startswith("[核实性] 公开13表") for line in lines) == 5
    assert lines[-1].startswith("必填288格，缺0格；强制性3条，核实性17条")


def test_check_and_set_tell_the_probable_cause(document: Path):
    """Under a finding stands what its difference is probably due to, and in which cell."""
    said = done("set", document, "一般公共预算收支!项[2101501].栏9=2170187.26")
    checked = call("check", document)
    found = call("check", document, "--json").json["findings"]

    wanted = "2,170,187.26 像是 2,170,178.26（两个数字对调）　一般公共预算收支!项[2101501].栏9"
    for out in (said.out, checked.out):
        lines = out.splitlines()
        at = next(n for n, line in enumerate(lines) if "公开06表人员经费合计" in line)
        assert lines[at + 1].startswith("　　可能是：2101501 行政运行·9栏")
        assert lines[at + 1].endswith(wanted)
    [finding] = [finding for finding in found if finding["rule"] == "BJ-14"]
    assert finding["cause"]["cell"] == "一般公共预算收支!项[2101501].栏9"
    assert finding["cause"]["figure"] == "2,170,178.26"
    assert next(f for f in found if f["rule"] == "ZP-05")["cause"] is None


def test_check_of_a_broken_figure_ends_with_1(document: Path):
    """A text in a money cell is a 强制性: exit 1."""
    done("set", document, f"{MONEY}=很多")

    assert call("check", document).code == 1


def test_check_of_a_document_in_order_ends_with_0(tmp_path: Path):
    """Nothing missing, nothing open: exit 0."""
    file = tmp_path / "a.biaoli"
    Session.create_from(load_test_suite("small"), file, "某局").close()
    done("set", file, "收支总表!行1.金额=1", "支出明细!项[2010301].栏2=1")

    said = call("check", file)

    assert (said.code, said.err) == (0, ""), said.out


def test_explain_tells_formula_inputs_and_users(document: Path):
    """An explanation has the value, the formula in words, its inputs and who uses it."""
    total = done("explain", document, TOTAL).out
    entered = done("explain", document, "支出决算表!项[2101501].栏2").out

    assert total.startswith("公开03表 合计·1栏 本年支出合计：6,663,125.83元  [计算]")
    assert "支出决算表!类[210].栏1" in total
    assert "用在哪里：" in entered


def test_explain_tells_why_a_cell_is_blank(document: Path):
    """A blank result names what is missing."""
    assert "还没填" in done("explain", document, "项目自评[医疗救助]!其他.执行率").out


def test_export_writes_both_files(document: Path, tmp_path: Path):
    """Workbook and PDF are written and named."""
    book, pdf = tmp_path / "表.xlsx", tmp_path / "表.PDF"

    said = done("export", document, "--xlsx", book, "--pdf", pdf).out

    assert said == f"已导出 {book}\n已导出 {pdf}\n"
    assert book.read_bytes().startswith(b"PK")
    assert pdf.read_bytes().startswith(b"%PDF")


def test_export_takes_chosen_forms_in_the_suites_order(document: Path, tmp_path: Path):
    """`--forms` takes names and numbers with either comma; each form comes once, in order."""
    book = tmp_path / "a.xlsx"

    done("export", document, "--xlsx", book, "--forms", "公开13表，支出决算表,公开03")

    assert _sheet_names(book) == ["03 支出决算表", "13 城乡居民医保"]


def test_export_stamps_what_is_said_to_be_a_draft(document: Path, tmp_path: Path):
    """`--draft` puts the stamp on every page; without it there is none, whatever is open."""
    for options, count in (("--draft",), 1), ((), 0):
        pdf = tmp_path / "表.pdf"

        done("export", document, "--pdf", pdf, "--forms", "公开03,公开13", *options)

        assert {page.count("草稿") for page in page_texts(pdf.read_bytes())} == {count}


def test_export_puts_wide_forms_on_larger_paper(document: Path, tmp_path: Path):
    """`--a3`: the form that lies comes on A3, the upright one stays on A4."""
    pdf = tmp_path / "表.pdf"

    done("export", document, "--pdf", pdf, "--forms", "公开01,公开03", "--a3")

    widths = {round(max(size)) for size in page_sizes(pdf.read_bytes())}
    assert widths == {1191, 842}


def test_export_puts_a_cover_page_in_front(document: Path, tmp_path: Path):
    """`--cover`: who signs and where the seal belongs, in both files; formulas stay right."""
    pdf, workbook = tmp_path / "表.pdf", tmp_path / "表.xlsx"
    options = ("--forms", "公开03", "--cover", "--formulas")

    done("export", document, "--pdf", pdf, "--xlsx", workbook, *options)

    cover, *forms = page_texts(pdf.read_bytes())
    asked = ("2021年度部门决算公开报表", "通海县医疗保障局", "单位负责人", "年　　　月", "盖章处")
    assert all(words in cover for words in asked)
    assert all("盖章处" not in page for page in forms)
    assert _sheet_names(workbook)[:2] == ["封面", "03 支出决算表"]


def test_export_without_a_cover_page_in_the_suite_is_refused(tmp_path: Path):
    """A document of a suite that has none: it says what to do, and nothing is written."""
    path, pdf = tmp_path / "小.biaoli", tmp_path / "表.pdf"
    Session.create_from(load_test_suite("small"), path, "县医保局").close()

    assert "去掉 --cover" in refused("export", path, "--pdf", pdf, "--cover")
    assert not pdf.exists()


def _sheet_names(path: Path) -> list[str]:
    from openpyxl import load_workbook

    book = load_workbook(path)
    try:
        return book.sheetnames
    finally:
        book.close()


def test_template_check_counts_what_is_in_order():
    """A suite without mistakes is told with its size."""
    assert f"{SUITE}：12张表，" in done("template", "check", templates_folder() / SUITE).out


def test_reading_commands_leave_every_byte(document: Path, tmp_path: Path):
    """show, check, explain change nothing in the document; export what it has noted before."""
    done("export", document, "--pdf", tmp_path / "a.pdf", "--forms", "公开01")
    before = document.read_bytes()

    done("show", document)
    call("check", document)
    done("explain", document, TOTAL)
    done("export", document, "--pdf", tmp_path / "a.pdf", "--forms", "公开01")

    assert document.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", document.name]


def test_no_command_is_answered_with_an_example():
    """A call without a command says where to look."""
    assert refused() == "写上要做什么，例如 biaoli suites；全部命令看 biaoli --help"


def test_formulas_are_written_when_asked_for(document: Path, tmp_path: Path):
    """`--formulas` makes the totals of the workbook live; without a workbook it says so."""
    workbook = tmp_path / "带公式.xlsx"
    done("export", document, "--xlsx", workbook, "--formulas")
    cells = [c for sheet in load_workbook(workbook) for row in sheet.iter_rows() for c in row]
    assert len([c for c in cells if c.data_type == "f"]) > 400
    said = refused("export", document, "--pdf", tmp_path / "a.pdf", "--formulas")
    assert "--xlsx" in said
