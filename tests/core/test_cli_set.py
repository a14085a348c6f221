"""biaoli set: one transaction, from arguments and from files."""

import json
from pathlib import Path

import pytest

from core.session import Session
from tests.core.cli_calls import MONEY, SUITE, TOTAL, call, cells_of, done, refused, value_of


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with these contents."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A new document."""
    path = tmp_path / "新.biaoli"
    Session.create(SUITE, path, "某局").close()
    return path


def test_several_cells_are_set_and_counted(document: Path):
    """Every pair is filled in; a value may hold further equal signs."""
    said = done("set", document, "封面.编制人=a=b", f"{MONEY}=1,234.50")

    assert said.out.startswith("已改2处，必填288格，缺0格")
    assert value_of(document, "封面.编制人") == "a=b"
    assert value_of(document, MONEY) == "1234.5"


def test_options_and_pairs_come_in_any_order(document: Path):
    """A pair behind an option is a pair all the same."""
    done(
        "set",
        "--clear",
        "封面.联系电话",
        document,
        "封面.编制人=甲",
        "--clear",
        MONEY,
        f"{MONEY}=2",
    )

    assert value_of(document, "封面.编制人") == "甲"
    assert value_of(document, MONEY) is None


def test_one_wrong_address_and_nothing_is_set(document: Path):
    """All of it or nothing: the file keeps every byte, and a project added before is gone too."""
    before = document.read_bytes()

    line = refused("set", document, "--add-project", "新", "封面.编制人=甲", "封面.编制入=乙")

    assert line == "封面里没有“编制入”，是否想写“编制人”"
    assert document.read_bytes() == before


def test_one_call_is_one_step_of_history(document: Path):
    """Whatever a call does can be undone by one undo."""
    done(
        "set", document, "--add-project", "新", "封面.编制人=甲", f"{TOTAL}=1", "--reason", "按批复"
    )

    with Session.open(document) as session:
        assert session.undo_label() == "命令行填数"
        session.undo()
        assert session.undo_label() == ""
        assert len(session.document.projects) == 4
        assert not session.document.overrides


def test_empty_value_and_clear_empty_a_cell(document: Path):
    """`地址=` and `--clear 地址` both leave nothing typed."""
    done("set", document, "封面.单位性质=", "--clear", MONEY)

    assert value_of(document, "封面.单位性质") is None
    assert value_of(document, MONEY) is None


def test_calculated_cell_needs_a_reason(document: Path):
    """A 改写 without --reason is refused and says so."""
    line = refused("set", document, f"{TOTAL}=1")

    assert line == "合计·1栏 本年支出合计是计算项，改写要用 --reason 写明理由"


def test_override_stands_with_its_reason_until_it_is_cleared(document: Path):
    """The typed value is used and marked; --clear brings the calculated one back."""
    done("set", document, f"{TOTAL}=6663125.84", "--reason", "按批复数填列")
    shown = cells_of(done("show", document, "--json").json)[TOTAL]

    assert shown["kind"] == "已改写"
    assert shown["override"] == {"value": "6663125.84", "reason": "按批复数填列"}
    assert "理由：按批复数填列" in done("show", document, "支出决算表").out
    assert "自动计算：6,663,125.83；改写理由：按批复数填列" in done("explain", document, TOTAL).out

    done("set", document, "--clear", TOTAL)

    assert value_of(document, TOTAL) == "6663125.83"


def test_override_remembers_the_figure_after_the_values_of_its_call(document: Path):
    """Values of the same call are filled in before, so the override is not 待复核 at once."""
    done("set", document, f"{TOTAL}=5", "支出决算表!项[2080505].栏2=1", "--reason", "按批复")

    with Session.open(document) as session:
        override = session.document.overrides[session.names.cell(TOTAL)]
        assert override.basis == "6398844.27"


def test_records_are_made_by_their_address(blank: Path):
    """The next row, or one with a new code, appears when something is typed into it."""
    done(
        "set",
        blank,
        "--add-project",
        "甲",
        "支出决算表!项[2101501].栏2=1",
        "项目自评[甲]!指标[1].三级指标=参保率",
        "项目自评[甲]!指标[2].三级指标=满意度",
    )

    assert value_of(blank, "支出决算表!类[210].栏1") == "1"
    assert value_of(blank, "项目自评[甲]!指标[2].三级指标") == "满意度"


def test_rows_and_projects_are_removed_as_they_stood_before(document: Path):
    """Several removals mean the rows that had those numbers when the call began."""
    done(
        "set",
        document,
        "--remove",
        "项目自评[医疗救助]!指标[1]",
        "--remove",
        "项目自评[医疗救助]!指标[2]",
        "--remove",
        "一般公共预算收支!项[2080505]",
        "--remove",
        "项目卡[城乡居民医保]",
    )

    cells = cells_of(done("show", document, "--json").json)
    assert cells["项目自评[医疗救助]!指标[1].三级指标"]["value"] == "住院医疗费用救助比例"
    assert "支出决算表!类[208].栏1" not in cells
    assert "项目卡[城乡居民医保].项目名称" not in cells


def test_rows_and_projects_are_copied_and_moved(document: Path):
    """Copies stand below, moves happen in the order in which they are written."""
    first = "项目自评[1]!指标[1]"
    said = done(
        "set",
        document,
        "--copy",
        "项目卡[1]=新项目",
        "--copy",
        first,
        "--up",
        "项目卡[新项目]",
        "--down",
        "项目自评[2]!指标[2]",
    )

    assert said.out.startswith("已改4处")
    cells = cells_of(done("show", document, "--json").json)
    cards = [address for address in cells if address.endswith("].项目简称")]
    assert cards[0] == "项目卡[新项目].项目简称"
    other = cards[1].removeprefix("项目卡").removesuffix(".项目简称")
    rows = [[cells[f"项目自评{p}!指标[{n}].三级指标"]["value"] for n in (1, 2, 3)]
            for p in ("[新项目]", other)]  # fmt: skip
    assert (rows[1][0], rows[1][1], rows[1][2]) == (rows[0][0], rows[0][1], rows[0][0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--copy", "项目卡[1]"), "要起新名称"),
        (("--copy", "支出决算表!合计.栏1"), "不是一行或一个项目"),
        (("--copy", "支出决算表!项[9999999]"), "没有"),
        (("--up", "项目卡[1]"), "最上面"),
        (("--down", "一般公共预算收支!项[2101501]"), "按编码排列"),
    ],
)
def test_what_cannot_be_copied_or_moved_says_why(document: Path, words: tuple[str, str], said: str):
    """Nothing is changed by the rest of the call either."""
    before = value_of(document, "封面.编制人")
    assert said in refused("set", document, "封面.编制人=别人", *words)
    assert value_of(document, "封面.编制人") == before


@pytest.mark.parametrize(
    "address",
    [
        "封面.编制人",
        "支出决算表!项",
        "支出决算表!无[1]",
        "项[1]",
        "项目卡",
        "'",
        "支出决算表!合计.栏1",
    ],
)
def test_only_rows_and_projects_can_be_removed(document: Path, address: str):
    """What is no row is told with an example of one."""
    assert "不是一行或一个项目" in refused("set", document, "--remove", address)


@pytest.mark.parametrize("address", ["支出决算表!类[210]", "支出决算表!款[20805]"])
def test_rows_that_follow_from_others_stay(document: Path, address: str):
    """类 and 款 follow from 项 and are not removed themselves."""
    assert "这一行不能删除" in refused("set", document, "--remove", address)


def test_text_in_a_money_cell_is_kept_and_told(document: Path):
    """It is no error but a finding, which `set` shows at once."""
    said = done("set", document, f"{MONEY}=23万7")

    assert "[强制性] 公开01表" in said.out
    assert "“23万7”不是能识别的数，已原样保留" in said.out
    shown = cells_of(done("show", document, "--json").json)[MONEY]
    assert (shown["value"], shown["typed"]) == (None, "23万7")
    assert "23万7" in shown["problem"]


def test_many_new_findings_are_cut_short(document: Path):
    """Ten are told, the rest counted."""
    wrong = [f"支出决算表!项[2080505].栏{column}=x" for column in range(2, 7)]
    wrong += [f"支出决算表!项[2101501].栏{column}=x" for column in range(2, 7)]
    wrong += [f"支出决算表!项[2210201].栏{column}=x" for column in range(2, 7)]

    said = done("set", document, *wrong).out

    assert said.count("[强制性]") <= 10
    assert "条，用 biaoli check 看" in said


def test_signs_nobody_can_see_are_dropped_and_told(document: Path):
    """Control characters do not enter a document, and that is said."""
    said = done("set", document, "封面.编制人=张\x07三\x1b[31m")

    assert "封面.编制人里不可见的符号已去掉" in said.out
    assert value_of(document, "封面.编制人") == "张三[31m"


def test_nothing_is_said_of_signs_when_all_can_be_seen(document: Path):
    """Blanks around, line breaks and rare hanzi are no reason to say anything."""
    said = done("set", document, "封面.编制人= 𰻝\r\n二 ")

    assert "不可见" not in said.out


# ---- from files


JSON = '{"封面.编制人": "张三", "收入支出总表!行29.金额": 1234.50, "封面.单位性质": null}'
CSV = (
    '地址,值\r\n封面.编制人,张三\r\n收入支出总表!行29.金额,"1,234.50",,\r\n,,\r\n封面.单位性质,\r\n'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.json", JSON.encode()),
        ("v.json", JSON.encode("utf-8-sig")),
        ("v.csv", CSV.encode()),
        ("v.CSV", CSV.encode("utf-8-sig")),
        ("v.csv", CSV.encode("gbk")),
    ],
)
def test_values_come_from_json_and_csv(document: Path, tmp_path: Path, name: str, content: bytes):
    """JSON and CSV, with or without BOM, CSV also as Excel saves it, give the same document."""
    done("set", document, "--from", write(tmp_path, name, content))

    assert value_of(document, "封面.编制人") == "张三"
    assert value_of(document, MONEY) == "1234.5"
    assert value_of(document, "封面.单位性质") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.json", json.dumps({TOTAL: {"value": "5", "reason": "按批复"}})),
        ("v.csv", f"{TOTAL},5,按批复\n"),
    ],
)
def test_overrides_come_from_files_with_their_reasons(
    document: Path, tmp_path: Path, name: str, content: str
):
    """A file may carry a reason for each 改写."""
    done("set", document, "--from", write(tmp_path, name, content))

    assert "改写理由：按批复" in done("explain", document, TOTAL).out


def test_arguments_come_after_the_file(document: Path, tmp_path: Path):
    """A pair on the command line has the last word."""
    done("set", document, "--from", write(tmp_path, "v.json", JSON), "封面.编制人=李四")

    assert value_of(document, "封面.编制人") == "李四"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("v.json", "", "第1行第1列起读不懂"),
        ("v.json", "[1, 2]", '要写成 {"地址": "值"} 的样子'),
        ("v.json", '"a"', '要写成 {"地址": "值"} 的样子'),
        ("v.json", '{"封面.编制人": NaN}', "封面.编制人 的值要是文字、数或 null"),
        ("v.json", '{"封面.编制人": true}', "封面.编制人 的值要是文字、数或 null"),
        ("v.json", '{"封面.编制人": ["a"]}', "封面.编制人 的值要是文字、数或 null"),
        ("v.json", '{"封面.编制人": {"value": "a"}}', "封面.编制人 的值要是文字、数或 null"),
        ("v.json", '{"a": 1, "a": 2}', "a 有两次"),
        ("v.json", "[" * 100_000, "括号套得太深"),
        ("v.json", '{"a": "b"', "第1行第10列起读不懂"),
        ("v.json", JSON.encode("gbk"), "存成 UTF-8 再用"),
        ("v.json", b"\xff\xd8\xff\xe0", "存成 UTF-8 再用"),
        ("v.csv", b"\xff\xff\xff", "存成 UTF-8 再用"),
        ("v.csv", '"a', "不是能读的 csv 文件"),
        ("v.csv", "a,b\n,c\n", "第2行要写成 地址,值"),
        ("v.csv", "a,b,c,d\n", "第1行要写成 地址,值"),
        ("v.csv", "封面.编制人," + "x" * 200_000, "不是能读的 csv 文件"),
        ("v.json", "{}", "没有要改的"),
        ("v.csv", "地址,值\n", "没有要改的"),
        ("v.json", '{"": "x"}', "不是地址"),
        ("v.json", '{"封面.编制人": "%s"}' % ("x" * 1_000_000), "文字太长"),
    ],
)
def test_file_that_cannot_be_used_is_told_in_a_line(
    document: Path, tmp_path: Path, name: str, content: str | bytes, said: str
):
    """Wrong contents of every kind: one line that says what and where, nothing changed."""
    before = document.read_bytes()

    assert said in refused("set", document, "--from", write(tmp_path, name, content))
    assert document.read_bytes() == before


def test_file_larger_than_any_document_is_not_read(document: Path, tmp_path: Path):
    """100 MB are refused without reading them."""
    path = tmp_path / "v.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    assert refused("set", document, "--from", path) == "“v.json”太大，最多 20 MB"


def test_source_that_is_not_there_or_a_folder_is_told(document: Path, tmp_path: Path):
    """A missing file and a folder have their own words."""
    assert refused("set", document, "--from", tmp_path / "无.json") == "没有找到“无.json”"
    assert "是文件夹" in refused("set", document, "--from", tmp_path)
    assert refused("set", document, "--from", "长" * 300).endswith("读不出来")


def test_more_rows_than_the_form_takes_are_refused(document: Path, tmp_path: Path):
    """A list that overflows a floating region is refused as a whole."""
    rows = {f"项目自评[医疗救助]!指标[{n}].三级指标": "x" for n in range(1, 200)}
    before = document.read_bytes()

    assert "最多" in refused("set", document, "--from", write(tmp_path, "v.json", json.dumps(rows)))
    assert document.read_bytes() == before


def test_set_without_anything_to_set_gives_an_example(document: Path):
    """The call alone changes nothing and says how it is meant."""
    assert refused("set", document).startswith("没有要改的。例如")


def test_project_needs_a_name(document: Path):
    """A project without a visible sign in its name is not added."""
    assert refused("set", document, "--add-project", " \x07") == "项目简称是空的"


@pytest.mark.parametrize("pair", ["封面.编制人", "-x", "=张三", "  = ", "封面=1", "!=1", "[1]=2"])
def test_pair_that_is_none_is_told(document: Path, pair: str):
    """What is not 地址=值 is told in a line."""
    assert call("set", document, pair).code == 2


# ---- forms left out

LINKED = "收入支出总表!行1.金额"
"""A cell that is calculated from 公开05表."""


def test_a_form_is_left_out_and_taken_back(document: Path):
    """What that means is said; figures typed in the same call are typed into the entries."""
    said = done("set", document, "--deselect", "公开05", f"{LINKED}=5")

    assert said.out.splitlines()[0] == (
        "公开05表不选用了，公开01表、公开02表、公开03表、公开04表、公开11表里"
        " 61 格改为自己填，保留现在的数"
    )
    assert "已改2处" in said.out
    assert done("show", document).out.splitlines()[-1] == "没有选用：公开05表"
    assert "公开05表没有选用，这一格自己填" in done("explain", document, LINKED).out
    assert value_of(document, LINKED) == "5"

    said = done("set", document, "--select", "一般公共预算收支")

    assert said.out.startswith("公开05表选用了，")
    assert "公开05表没有选用时这一格是 5.00，现在自动算出的是 6,663,125.83" in said.out
    assert "没有选用" not in done("show", document).out


def test_a_figure_from_a_form_left_out_is_cleared(document: Path):
    """--clear decides for the automatic figure."""
    done("set", document, "--deselect", "公开05", f"{LINKED}=5")
    done("set", document, "--select", "公开05")

    done("set", document, "--clear", LINKED)

    assert "填报-恢复" not in call("check", document, "--json").out
    assert "没有选用时" not in call("check", document).out


@pytest.mark.parametrize("form", ["公开55", "", "项目自评[1]"])
def test_a_form_that_is_not_there_is_not_left_out(document: Path, form: str):
    """By name or number, one whole form."""
    assert "套表里没有" in refused("set", document, "--deselect", form)


def test_typing_into_a_form_left_out_in_the_same_call_is_refused(document: Path):
    """All or nothing."""
    before = document.read_bytes()

    line = refused("set", document, "--deselect", "公开05", "一般公共预算收支!项[2101501].栏8=5")

    assert line == "“一般公共预算收支”没有选用"
    assert document.read_bytes() == before


@pytest.fixture
def renamed(document: Path) -> Path:
    """A document in which a task's figures are kept, because the task has another name."""
    done("set", document, "--add-project", "新", "项目卡[新].任务名称=新任务", f"{KEPT}.财政拨款=5")
    done("set", document, f"{KEPT}.总额=6", "--reason", "按批复数填列")
    done("set", document, "项目卡[新].任务名称=另一个任务")
    assert "“新任务”2格" in call("check", document).out
    return document


KEPT = "整体自评表!任务[新任务]"


def test_kept_cells_are_cleared(renamed: Path):
    """Typed and overridden ones, by the address they had."""
    done("set", renamed, "--clear", f"{KEPT}.财政拨款")
    assert "”1格" in call("check", renamed).out
    done("set", renamed, "--clear", f"{KEPT}.总额")

    assert "填的内容还留着" not in call("check", renamed).out


def test_a_kept_row_is_removed(renamed: Path):
    """All its cells at once; a row that never was is refused."""
    done("set", renamed, "--remove", KEPT)

    assert "填的内容还留着" not in call("check", renamed).out
    assert "没有这一行" in refused("set", renamed, "--remove", "整体自评表!任务[没有]")


@pytest.mark.parametrize("together", [True, False])
def test_an_unknown_code_is_named_like_any_entry(blank: Path, together: bool):
    """The name of a code that no dictionary has needs no reason; it stands on every form."""
    row = "一般公共预算收支!项[2109988]"
    pairs = [f"{row}.栏9=50", f"{row}.科目名称=某项新增支出"]
    for words in [pairs] if together else [[pair] for pair in pairs]:
        done("set", blank, *words)
    assert value_of(blank, "支出决算表!项[2109988].科目名称") == "某项新增支出"
    done("set", blank, "--clear", f"{row}.科目名称")
    assert value_of(blank, "支出决算表!项[2109988].科目名称") is None
    assert "--reason" in refused("set", blank, f"{row}.栏9=1", "支出决算表!合计.栏1=5")
