"""A newer revision of the suite: listed, copied first, taken over whole, nothing typed lost."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.document import tables
from core.document.edits import SelectForm, SetJustification
from core.document.history_words import change_words
from core.document.model import Justification
from core.document.store import DocumentStore
from core.errors import DocumentError, DocumentLocked, DocumentNotWritable, EditRefused
from core.keeping import opening_notes, revision_note
from core.revisions.carrying import converted
from core.revisions.drawer import drawer_of
from core.revisions.upgrade import Upgrade, is_offered, offered, upgrade
from core.session import Session
from core.values import parse_number
from core.versions.differences import base_of_version, differences
from core.versions.keeping import restore_version, submit, unlock, version_named
from tests.core.cli_calls import call, done, refused, value_of
from tests.core.sessions import text
from tests.suites import load_test_suite

Revise = Callable[..., None]

TOTAL_LINE = "  | 总计           | #5   | {.金额} | 总计             | #35     | {.金额} |\n"
SECOND = "二、其他收入   | #2   | {.金额}"


def offer_of(session: Session) -> Upgrade:
    """The upgrade that is offered."""
    offer = offered(session)
    assert offer is not None
    return offer


def words(path: Path) -> list[str]:
    """The list of what the newer revision changes."""
    with Session.open(path, read_only=True) as session:
        return [change.words for change in offer_of(session).changes]


def upgraded(path: Path) -> Session:
    """The document with the newer revision, open again."""
    with Session.open(path) as session:
        upgrade(session, offer_of(session))
    return Session.open(path)


def kept(session: Session) -> list[str]:
    """What is in the drawer, in words."""
    return [kept.words for kept in drawer_of(session.names)]


# The list ------------------------------------------------------------------------------------


def test_nothing_is_offered_without_a_higher_revision(filled: Path, revise: Revise) -> None:
    """Not for the same one, not for a changed one of the same number, not for none at all."""
    with Session.open(filled) as session:
        assert offered(session) is None
        assert not is_offered(session)
        revise(("title: 收支总表", "title: 收支表"), revision=1)
        assert offered(session) is None
        assert revision_note(session) == ""
    assert done("upgrade", filled).out == "没有更新的表样，文件用的是第1次修订\n"


def test_another_suite_is_no_revision(filled: Path, revise: Revise) -> None:
    """The id decides, not the folder."""
    revise(("suite: small", "suite: other"))
    with Session.open(filled) as session:
        assert offered(session) is None


CHANGES = [
    (
        ("一、财政拨款 ", "一、财政拨款收入 "),
        [
            "测01表 收支总表：行次1 一、财政拨款收入·金额：原来叫“行次1 一、财政拨款·金额”",
            "测01表 收支总表：版式改了",
        ],
    ),
    (("[40, 10, 30, 40, 10, 30]", "[41, 10, 30, 40, 10, 30]"), ["测01表 收支总表：只改了版式"]),
    (("number: 测02表", "number: 测03表"), ["测02表 支出明细：表号“测02表”改为“测03表”"]),
    (("title: 支出明细", "title: 支出表"), ["测02表 支出明细：标题“支出明细”改为“支出表”"]),
    (
        ("rule: 行34.金额 >= 0", "rule: 行34.金额 > 0"),
        ["测01表 收支总表：审核 SZ-02“行34.金额 >= 0”改为“行34.金额 > 0”"],
    ),
    (("小于0", "比0小"), ["测01表 收支总表：审核 SZ-02 的说法改了"]),
    (
        ("SUM(行1:行2)", "行1 + 行2"),
        ["测01表 收支总表：行次3 本年收入合计·金额：公式“SUM(行1:行2)”改为“行1 + 行2”"],
    ),
    (
        ("default: 行5.金额 - 行33.金额", "default: 行3.金额"),
        [
            "测01表 收支总表：行次34 年末结转·金额：预填“行5.金额 - 行33.金额”改为“行3.金额”",
        ],
    ),
    (("lines: 2, max_length", "lines: 3, max_length"), ["自评：指标·说明：印法或别的规定改了"]),
    (("min: 0, max: 100}", "min: 0}"), ["自评：指标·分值、总分·分值（2 格）：最大改为不限"]),
    (("[行政, 参公, 事业]", "[行政, 事业]"), ["封面：单位性质：可选的内容改为 行政、事业"]),
    (("cap: 1,", "cap: 2,"), ["计分规则（SCORE）改了"]),
    (
        ("grades: {优", "rate: {cap: print}\ngrades: {优"),
        ["执行率的规则（RATE、RATESCORE）改了"],
    ),
    (
        ("grades: {优", "total: {by_rate: [{below: 0.8, most: 89}]}\ngrades: {优"),
        ["总分的封顶（TOTAL）改了"],
    ),
    (("优: 90", "优: 95"), ["等级的分数线（GRADE）改了"]),
    (("[行政运行, 事业运行]", "[行政运行]"), ["名单（lists）改了"]),
    (("    max: 20\n", "    max: 30\n"), ["自评：浮动行“指标”的规定改了"]),
    (("小套表（测试用）", "小套表"), ["名称“小套表（测试用）”改为“小套表”"]),
    (
        ("说明:     {type: text, lines: 2, max_length: 200}", "说明:     {type: code}"),
        ["自评：指标·说明：文字改为编码", "自评：指标·说明：印法或别的规定改了"],
    ),
    (
        ("三级指标: {type: text, required: yes}", "三级指标: {type: text}"),
        ["自评：指标·三级指标：改为不必填"],
    ),
    (
        ('severity: mandatory\n    message: "收入总计', 'severity: hint\n    message: "收入总计'),
        ["测01表 收支总表：审核 SZ-01 由强制性改为提示"],
    ),
]


@pytest.mark.parametrize(("change", "told"), CHANGES)
def test_a_planted_change_is_listed(
    filled: Path, revise: Revise, change: tuple[str, str], told: list[str]
) -> None:
    """Each in the words of the form, and nothing else."""
    revise(change)
    assert words(filled) == told


def test_forms_cells_and_rules_that_come_and_go_are_listed(filled: Path, revise: Revise) -> None:
    """Row 2 goes, row 6 and an entry column come; one rule goes, another comes; a form goes."""
    revise(
        (
            f"  | {SECOND} |",
            "  | 三、事业收入   | #6   | {.金额} |",
        ),
        ("SUM(行1:行2)", "行1 + 行6"),
        ("id: SZ-02", "id: SZ-03"),
        ("name: 自评,", "name: 绩效,"),
        ("自评!", "绩效!"),
        ("自评[*]", "绩效[*]"),
    )
    listed = words(filled)
    assert "测01表 收支总表：去掉 行次2 二、其他收入·金额" in listed
    assert "测01表 收支总表：增加 行次6 三、事业收入·金额" in listed
    assert "测01表 收支总表：去掉审核 SZ-02（核实性）：行34.金额 >= 0" in listed
    assert "测01表 收支总表：增加审核 SZ-03（核实性）：行34.金额 >= 0" in listed
    assert "自评：没有这张表了" in listed
    assert "绩效：增加的表" in listed


def test_order_and_floating_rows_that_come_and_go_are_listed(filled: Path, revise: Revise) -> None:
    """A floating row of another name is one that went and one that came; so are its cells."""
    summary = "  - {name: 收支总表, file: forms/summary.yaml, number: 测01表, short: 01 收支总表}\n"
    revise(
        (summary, ""),
        ("cover:\n", f"{summary}\ncover:\n"),
        ("| 指标*", "| 任务*"),
        ("  指标:\n", "  任务:\n"),
        ("指标.", "任务."),
        ("each: 指标\n", "each: 任务\n"),
    )
    listed = words(filled)
    assert listed[0] == "各表的先后改了"
    assert "自评：没有浮动行“指标”了" in listed
    assert "自评：增加浮动行“任务”" in listed
    with upgraded(filled) as session:
        # the rows that went are in the drawer, the new ones begin as in a new document
        assert "自评[医疗救助] 指标.三级指标（第1行） = 参保率" in kept(session)
        assert text(session, "自评[医疗救助]!任务[1].一级指标") == "产出指标"


# Taking it over ------------------------------------------------------------------------------


def test_the_same_content_in_a_higher_revision_changes_nothing(
    filled: Path, revise: Revise
) -> None:
    """No change is listed; every text, override and row is as it was; the copy too."""
    with DocumentStore.open(filled) as store:
        before = store.load()
    revise()
    with Session.open(filled) as session:
        offer = offer_of(session)
        assert (offer.changes, offer.drawer, offer.carried.edits) == ((), (), ())
        copy = upgrade(session, offer)
    with Session.open(filled) as session, Session.open(copy) as was:
        assert session.suite.revision == session.document.revision == 2
        assert was.document == before
        before.revision = 2
        assert session.document == before
        assert not session.store.marks.templates_changed
        assert opening_notes(session) == []
        assert was.store.marks.document != session.store.marks.document
        with pytest.raises(EditRefused, match="已经更新过"):
            upgrade(session, offer)


def test_values_are_carried_and_what_has_no_place_is_in_the_drawer(
    filled: Path, revise: Revise
) -> None:
    """A dropped row's text is kept, told on opening, and back when a revision has it again."""
    row = f"  | {SECOND} | 二、卫生健康     | #32:210 | {{.金额}} |\n"
    without = "  | 二、其他收入   |  | 无 | 二、卫生健康     | #32:210 | {.金额} |\n"
    revise((row, without), ("SUM(行1:行2)", "SUM(行1:行1)"))
    with upgraded(filled) as session:
        assert text(session, "收支总表!行1.金额") == "1,234.50"
        assert text(session, "支出明细!项[2101501].栏2") == "2,170,187.26"
        assert text(session, "支出明细!合计.栏1") == "5.00"
        assert kept(session) == ["收支总表 行2.金额 = 20"]
        assert opening_notes(session)[-1].startswith("抽屉里留着 1 处")
    assert done("show", filled, "--drawer").out == "收支总表 行2.金额 = 20\n"

    revise((without, row), ("SUM(行1:行1)", "SUM(行1:行2)"), revision=3)
    with upgraded(filled) as session:
        assert kept(session) == []
        assert text(session, "收支总表!行2.金额") == "20.00"
    assert done("show", filled, "--drawer").out == "抽屉是空的\n"


def test_an_entry_that_is_calculated_now_puts_its_text_aside(filled: Path, revise: Revise) -> None:
    """The form's figure counts, the typed one is in the drawer until the cell is an entry again."""
    formula = "  行3.金额:  SUM(行1:行2)\n"
    revise((formula, f"{formula}  行2.金额: 行1.金额 * 2\n"))
    with upgraded(filled) as session:
        assert text(session, "收支总表!行2.金额") == "2,469.00"
        assert kept(session) == ["测01表 行次2 二、其他收入·金额 = 20"]
        cell = session.names.cell("收支总表!行2.金额")
        told = [change_words(change) for change in session.store.history_of(cell)]
        assert told[:2] == ["清除", "收进抽屉 20"]
    revise((f"{formula}  行2.金额: 行1.金额 * 2\n", formula), revision=3)
    with upgraded(filled) as session:
        assert text(session, "收支总表!行2.金额") == "20.00"
        assert kept(session) == []


def test_a_version_is_compared_across_the_upgrade(filled: Path, revise: Revise) -> None:
    """What was typed and is calculated now; what was put aside is no 审核说明."""
    with Session.open(filled) as session:
        submit(session)
        unlock(session)
    formula = "  行3.金额:  SUM(行1:行2)\n"
    revise((formula, f"{formula}  行2.金额: 行1.金额 * 2\n"))
    with upgraded(filled) as session:
        base = base_of_version(session, version_named(session))
        told = {(d.place, d.was, d.now, d.kind) for d in differences(session, base)}
    assert ("行次2 二、其他收入·金额", "20.00", "2,469.00", "计算") in told
    assert "审核说明" not in {kind for *_, kind in told}


def test_an_equal_figure_needs_no_drawer(filled: Path, revise: Revise) -> None:
    """Typed 20 and calculated 20: nothing is put aside."""
    formula = "  行3.金额:  SUM(行1:行2)\n"
    revise((formula, f"{formula}  行2.金额: 10 + 10\n"))
    with upgraded(filled) as session:
        assert text(session, "收支总表!行2.金额") == "20.00"
        assert kept(session) == []


def test_a_calculated_cell_that_is_an_entry_now_keeps_its_figure(
    filled: Path, revise: Revise
) -> None:
    """What the form showed is typed; of an overridden one its override."""
    revise(
        ("  行3.金额:  SUM(行1:行2)\n", ""),
        ("  合计.{栏1:栏3}:     SUM(类.同列)\n", "  合计.{栏2:栏3}:     SUM(类.同列)\n"),
    )
    with upgraded(filled) as session:
        third = session.names.cell("收支总表!行3.金额")
        total = session.names.cell("支出明细!合计.栏1")
        assert (session.kind(third), session.text(third)) == ("录入", "1,254.50")
        assert (session.kind(total), session.text(total)) == ("录入", "5.00")


def test_amounts_are_converted_when_the_unit_changes(filled: Path, revise: Revise) -> None:
    """No digit is lost; what is no figure stays as it was typed; the override too."""
    with Session.open(filled) as session:
        session.set_addresses([("支出明细!项[2101501].栏3", "约3千")])
    revise(
        ("title: 支出明细\nmoney_unit: 元", "title: 支出明细\nmoney_unit: 万元"),
        ("支出明细!类[键].栏1", "YUAN(支出明细!类[键].栏1)"),
        ("WAN(支出明细!合计.栏3)", "支出明细!合计.栏3"),
        ("收支总表!行33.金额 = 支出明细", "WAN(收支总表!行33.金额) = 支出明细"),
        ("多少(收支总表!行33.金额, ", "多少(WAN(收支总表!行33.金额), "),
    )
    with upgraded(filled) as session:
        cell = session.names.cell("支出明细!项[2101501].栏2")
        assert session.typed(cell) == "217.018726"
        assert session.typed(cell._replace(name="项.栏3")) == "约3千"
        assert session.typed(session.names.cell("支出明细!合计.栏1")) == "0.0005"


def test_new_floating_rows_and_forms_begin_as_in_a_new_document(
    filled: Path, revise: Revise
) -> None:
    """A form that came has the rows of its outline; rows that were there are not added to."""
    with Session.open(filled) as session:
        rows = session.document.records.copy()
    revise(
        (
            "  - {name: 自评,",
            "  - {name: 整体, file: forms/evaluation.yaml, number: 测99表}\n  - {name: 自评,",
        ),
    )
    with upgraded(filled) as session:
        own = {where: r for where, r in session.document.records.items() if where[0][0] != "整体"}
        assert own == rows
        (come,) = (r for where, r in session.document.records.items() if where[0][0] == "整体")
        assert len(come) == 3
        assert text(session, "整体!指标[1].一级指标") == "产出指标"


def test_a_form_that_is_gone_leaves_everything_in_the_drawer(filled: Path, revise: Revise) -> None:
    """Also the texts of its floating rows, by their number and the project's name."""
    with Session.open(filled) as session:
        cell = session.names.cell("自评[医疗救助]!指标[1].分值")
        session.apply(SetJustification("XM-02", cell, Justification("按批复的分值")))
    revise(
        ("name: 自评,", "name: 绩效,"),
        ("自评!", "绩效!"),
        ("自评[*]", "绩效[*]"),
        ("XM-02", "XM-92"),
    )
    with upgraded(filled) as session:
        listed = kept(session)
        assert "自评[医疗救助] 总额.预算数 = 7" in listed
        assert "自评[医疗救助] 指标.三级指标（第1行） = 参保率" in listed
        assert any("审核说明（XM-02） 按批复的分值" in line for line in listed)
        assert text(session, "绩效[医疗救助]!指标[1].一级指标") == "产出指标"


def test_undo_ends_at_the_upgrade_and_goes_on_above_it(filled: Path, revise: Revise) -> None:
    """The steps before belong to other forms; the history still tells them."""
    revise()
    with upgraded(filled) as session:
        assert session.undo_label() == ""
        assert session.undo() is None
        assert session.store.history()[-1].label == "更新表样：第1次修订改为第2次修订"
        session.set_addresses([("收支总表!行2.金额", "21")])
        session.undo()
        assert text(session, "收支总表!行2.金额") == "20.00"
        assert session.undo() is None


def test_what_is_submitted_is_not_upgraded_before_it_is_unlocked(
    filled: Path, revise: Revise
) -> None:
    """Its version stays as it is, and cannot be brought back onto the new forms."""
    with Session.open(filled) as session:
        submit(session)
    revise()
    with Session.open(filled) as session:
        assert not is_offered(session)
        with pytest.raises(DocumentLocked, match="解锁"):
            upgrade(session, offer_of(session))
    assert "锁着" in call("upgrade", filled).err
    with Session.open(filled) as session:
        unlock(session)
        upgrade(session, offer_of(session))
    with Session.open(filled) as session, pytest.raises(EditRefused, match="第1次修订"):
        restore_version(session, version_named(session))


def test_a_form_left_out_stays_left_out_with_everything_in_it(filled: Path, revise: Revise) -> None:
    """Nothing of it is mistaken for something without a place; taken in it is as it was."""
    with Session.open(filled) as session:
        session.apply(SelectForm("支出明细", selected=False))
    revise(("小于0", "比0小"))
    with upgraded(filled) as session:
        assert kept(session) == []
        session.apply(SelectForm("支出明细", selected=True))
        assert text(session, "支出明细!项[2101501].栏2") == "2,170,187.26"
        assert text(session, "支出明细!合计.栏1") == "5.00"


def test_an_override_of_a_cell_that_is_gone_is_in_the_drawer(filled: Path, revise: Revise) -> None:
    """With its reason; and it holds again when the cell is back."""
    total = "  | 合计       | <             | {.1} | {.2}     | {.3}     | 合计\n"
    without = "  | 合计       | <             | 无 | {.2}     | {.3}     | 合计\n"
    sums, fewer = "合计.{栏1:栏3}: ", "合计.{栏2:栏3}: "
    rule, other = "支出明细!合计.栏1", "支出明细!合计.栏2"
    revise((total, without), (sums, fewer), (rule, other))
    with upgraded(filled) as session:
        assert kept(session) == ["支出明细 合计.栏1 = 改写 5，理由：按批复"]
    revise((without, total), (fewer, sums), revision=3)
    with upgraded(filled) as session:
        assert kept(session) == []
        assert session.kind(session.names.cell("支出明细!合计.栏1")) == "已改写"


def test_what_was_put_aside_comes_back_in_the_unit_of_the_day(filled: Path, revise: Revise) -> None:
    """Typed in 万元, put aside, an entry again in 元."""
    formula = "  总额.得分:   10 * MIN(执行率, 1)\n"
    revise(
        (formula, f"{formula}  总额.预算数: 3 + 1\n"), ('    "自评!总额.预算数": WAN', "    # WAN")
    )
    with upgraded(filled) as session:
        assert text(session, "自评[医疗救助]!总额.预算数") == "4.00"
        assert kept(session)[0].endswith("预算数 = 7")
    revise(
        (f"{formula}  总额.预算数: 3 + 1\n", formula),
        ("预算数:   {type: money}", "预算数:   {type: money, unit: 元}"),
        ("RATIO(执行数, 预算数)", "RATIO(YUAN(执行数), 预算数)"),
        revision=3,
    )
    with upgraded(filled) as session:
        assert session.typed(session.names.cell("自评[医疗救助]!总额.预算数")) == "70000"
        assert kept(session) == []


# What goes wrong -----------------------------------------------------------------------------


def test_a_read_only_document_is_not_upgraded(filled: Path, revise: Revise) -> None:
    """Nothing is offered on opening; nothing is written."""
    revise()
    before = filled.read_bytes()
    with Session.open(filled, read_only=True) as session:
        assert not is_offered(session)
        with pytest.raises(DocumentError, match="不能写入"):
            upgrade(session, offer_of(session))
    assert filled.read_bytes() == before


def test_without_a_copy_nothing_is_changed(
    filled: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the document keeps its forms."""
    revise()

    def full(*_: object, **__: object) -> None:
        raise DocumentNotWritable("磁盘满了")

    monkeypatch.setattr(DocumentStore, "copy_to", full)
    with Session.open(filled) as session, pytest.raises(DocumentNotWritable):
        upgrade(session, offer_of(session))
    with Session.open(filled) as session:
        assert session.suite.revision == 1


def test_failing_in_the_middle_takes_everything_back(
    filled: Path, revise: Revise, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The templates were written, the rest was not: nothing of it stays, nor does the copy."""
    revise((SECOND, "二、别的收入   | #2   | {.金额}"))
    with Session.open(filled) as session:
        before, offer = session.store.load(), offer_of(session)

        def fails(*_: object) -> None:
            raise OSError

        monkeypatch.setattr(tables, "touched", fails)
        with pytest.raises(DocumentNotWritable):
            upgrade(session, offer)
        monkeypatch.undo()
    assert [path.name for path in filled.parent.glob("*.biaoli")] == ["本年.biaoli"]
    with Session.open(filled) as session:
        assert session.document == before
        assert session.names.words(session.names.cell("收支总表!行2.金额")).endswith(
            "其他收入·金额"
        )


KILLED = """
import os, sys
from pathlib import Path
from core.document import history
from core.revisions.upgrade import offered, upgrade
from core.session import Session
from core.template import library

library.template_folders = lambda: [Path(sys.argv[2])]
history.append_last_to_undo = lambda *_: os._exit(7)
session = Session.open(Path(sys.argv[1]))
upgrade(session, offered(session))
"""


def test_a_program_killed_in_the_middle_leaves_the_old_document(
    filled: Path, installed: Path, revise: Revise
) -> None:
    """It opens with its old forms and every figure; the upgrade can be done again."""
    with Session.open(filled) as session:
        before = session.document.copy()
    revise()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(filled), str(installed.parent)],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert killed.returncode == 7
    with Session.open(filled) as session:
        assert session.document == before
        assert session.suite.revision == 1
    with upgraded(filled) as session:
        assert session.suite.revision == 2


# The command line ----------------------------------------------------------------------------


def test_the_command_lists_then_copies_and_upgrades(filled: Path, revise: Revise) -> None:
    """`--dry-run` changes no byte; `set` says that something newer is there."""
    revise(("小于0", "比0小"))
    before = filled.read_bytes()
    listed = done("upgrade", filled, "--dry-run").out
    assert listed == ("表样第1次修订，有第2次修订：\n  测01表 收支总表：审核 SZ-02 的说法改了\n")
    assert filled.read_bytes() == before
    assert "表样有新的修订版" in call("set", filled, "收支总表!行2.金额=21").err

    said = done("upgrade", filled).out
    copy = filled.with_name("本年（第1次修订的表样）.biaoli")
    assert f"原来的另存为 {copy}\n" in said
    assert value_of(filled, "收支总表!行2.金额") == value_of(copy, "收支总表!行2.金额") == "21"
    assert done("set", filled, "收支总表!行2.金额=22").err == ""
    assert "--drawer 单独写" in refused("show", filled, "--drawer", "--json")


def test_a_newer_suite_with_mistakes_is_refused(filled: Path, revise: Revise) -> None:
    """All of them are told; the document stays as it is."""
    revise(("SUM(行1:行2)", "SUM(行1:行99)"))
    assert call("upgrade", filled).code == 2
    with Session.open(filled) as session:
        assert session.suite.revision == 1


# Units ---------------------------------------------------------------------------------------

FIELDS = [
    load_test_suite("small").forms[form].slots[name].field
    for form, name in (("收支总表", "行1.金额"), ("自评", "总额.预算数"))
]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.decimals(-999_999_999, 999_999_999, places=4))
def test_a_figure_converted_there_and_back_is_the_same(amount: object) -> None:
    """Exactly; and so it is read in either unit."""
    yuan, wan = FIELDS
    there = converted(str(amount), yuan, wan)
    assert parse_number(f"{there}万", "元") == parse_number(str(amount), "元")
    assert parse_number(converted(there, wan, yuan)) == parse_number(str(amount))


def test_the_shipped_example_has_an_empty_drawer(document: Path) -> None:
    """Nothing that belongs to it is mistaken for something without a place."""
    with Session.open(document, read_only=True) as session:
        assert drawer_of(session.names) == []
        assert offered(session) is None
