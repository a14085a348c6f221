"""The name of a code that the dictionary lacks: typed once, used everywhere."""

import pytest

from core.calc.engine import Calculation
from core.document.edits import SetText
from core.errors import AddressError, EditRefused
from core.layout.plan import CellKind
from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.calc.follows import SOURCES
from tests.core.sessions import cell, changed, fill, found, small, text

DETAIL = SheetId("支出明细")
ITEM = "支出明细!项[2010399].{}"


def unknown(name: str = "其他事务") -> Session:
    """A document with one code that the dictionary lacks, and its name."""
    return small({ITEM.format("栏2"): "5", ITEM.format("科目名称"): name})


def following(texts: dict[str, str]) -> Session:
    """Forms that follow one another, with names that are calculated from their codes."""
    form = SOURCES["codes.yaml"]
    form = form.replace("编码: {type: code", "编码: {type: code, dictionary: 支出功能分类")
    form = form.replace("formulas:\n", 'formulas:\n  "{类,项}.名称": NAME(编码)\n')
    suite = load_suite({**SOURCES, "codes.yaml": form})
    session = Session.create_from(suite, None, "县医疗保障局")
    fill(session, texts)
    return session


def kinds(session: Session) -> dict[str, CellKind]:
    """What is drawn as an entry among the names, by code."""
    places = session.plan(DETAIL).cells
    names = [p for p in places if p.cell is not None and p.cell.name.endswith("科目名称")]
    rows = session.calculation.shape.sheets[DETAIL].by_id
    return {rows[p.cell.record].key: p.kind for p in names if p.cell}


def test_the_name_is_typed_where_the_dictionary_lacks_the_code():
    """The cell is an entry there and calculated elsewhere; the address list makes the row first."""
    session = unknown()
    assert text(session, ITEM.format("科目名称")) == "其他事务"
    assert session.kind(cell(session, ITEM.format("科目名称"))) == "录入"
    assert session.kind(cell(session, "支出明细!款[20103].科目名称")) == "计算"
    assert kinds(session) == {
        "201": CellKind.CALCULATED,
        "20103": CellKind.CALCULATED,
        "2010399": CellKind.ENTRY,
    }
    explained = session.explain(cell(session, ITEM.format("科目名称")))
    assert (explained.kind, explained.computed) == ("录入", "")


def test_an_official_name_is_not_typed_over():
    """Where the dictionary has the code nothing is typed."""
    session = small({"支出明细!项[2010301].栏2": "5"})
    with pytest.raises(EditRefused, match="自动计算，不用填"):
        fill(session, {"支出明细!项[2010301].科目名称": "别的"})


def test_a_row_without_code_has_no_name_to_type():
    """The blank row of an empty form is no place for a name."""
    session = small()
    [place] = [
        p for p in session.plan(DETAIL).cells if p.cell is not None and p.cell.name == "项.科目名称"
    ]
    assert place.kind is CellKind.CALCULATED


def test_upper_levels_are_named_too():
    """款 and 类 of an unknown code; the name goes with the last of their rows, and comes back."""
    session = small({"支出明细!项[2300201].栏2": "5"})
    fill(session, {"支出明细!款[23002].科目名称": "一般性转移支付"})
    assert text(session, "支出明细!款[23002].科目名称") == "一般性转移支付"
    record = session.document.records_of(DETAIL, "项")[0].id
    session.apply(session.entries.removed_row(DETAIL, record))
    fill(session, {"支出明细!项[2300201].栏2": "5"})
    assert text(session, "支出明细!款[23002].科目名称") == ""
    session.undo()
    session.undo()
    assert text(session, "支出明细!款[23002].科目名称") == "一般性转移支付"


def test_upper_levels_are_named_in_the_list_that_makes_the_row():
    """The name of a 款 waits until its row is there; a 款 that never comes is told."""
    session = small({"支出明细!项[2300201].栏2": "5", "支出明细!款[23002].科目名称": "补助"})
    assert text(session, "支出明细!款[23002].科目名称") == "补助"
    with pytest.raises(AddressError):
        fill(session, {"支出明细!项[2300301].栏2": "5", "支出明细!款[23102].科目名称": "补助"})


def test_a_name_typed_once_stands_on_every_form():
    """Rows that follow show it; typing there changes the one name, clearing takes it away."""
    session = following({"甲!项[2010399].金额": "5", "甲!项[2010399].名称": "其他事务"})
    source, follower = "甲!项[2010399].名称", "总汇!项[2010399].名称"
    assert text(session, follower) == "其他事务"
    fill(session, {follower: "又一名称"})
    assert text(session, source) == "又一名称"
    assert session.document.texts[cell(session, source)] == "又一名称"
    session.type_text([cell(session, follower)], None)
    assert (text(session, source), text(session, follower)) == ("", "")
    session.undo()
    assert text(session, follower) == "又一名称"


def test_another_code_leaves_the_name_behind():
    """A known code has its official name; back at the unknown one the typed name is there again."""
    session = unknown()
    fill(session, {ITEM.format("科目编码"): "2010301"})
    assert text(session, "支出明细!项[2010301].科目名称") == "行政运行"
    fill(session, {"支出明细!项[2010301].科目编码": "2010399"})
    assert text(session, ITEM.format("科目名称")) == "其他事务"


def test_the_name_goes_with_its_row():
    """The row that holds it is removed; undo brings the name back."""
    session = unknown()
    record = session.document.records_of(DETAIL, "项")[0].id
    session.apply(session.entries.removed_row(DETAIL, record))
    fill(session, {ITEM.format("栏2"): "6"})
    assert text(session, ITEM.format("科目名称")) == ""


def test_of_two_names_the_first_row_holds():
    """Two rows of one code with names of their own: the upper one counts, both show it."""
    session = small({"支出明细!项[2010399].栏2": "5", "支出明细!项[2010398].栏2": "6"})
    fill(session, {"支出明细!项[2010399].科目名称": "甲", "支出明细!项[2010398].科目名称": "乙"})
    fill(session, {"支出明细!项[2010399].科目编码": "2010398"})
    rows = session.calculation.shape.sheets[DETAIL].rows["项"]
    upper = cell(session, "支出明细!项[2010398].科目名称")
    assert [session.text(upper._replace(record=row.id)) for row in rows] == ["甲", "甲"]
    again = Calculation(session.suite, session.document)
    assert again.values == session.calculation.values


def test_a_name_is_cleaned_and_kept_in_the_file(tmp_path):
    """Blank is no name; what is saved is there again."""
    session = unknown("  其他　事务 ")
    with session.save_as(tmp_path / "a.biaoli") as again:
        assert text(again, ITEM.format("科目名称")) == "其他　事务"
    target = cell(session, ITEM.format("科目名称"))
    session.apply(SetText(target, "  "))
    assert text(session, ITEM.format("科目名称")) == ""


def test_the_hint_names_similar_codes():
    """An unknown code beside a known one names it; the remedy says where the name goes."""
    session = small({"支出明细!项[2010351].栏2": "5"})
    [finding] = found(session, "填报-编码")
    assert finding.message == "没有编码 2010351。相近的有 2010350 事业运行、2010301 行政运行"
    assert "名称填在名称那一格" in finding.remedy


def test_a_message_leaves_out_a_name_that_is_not_there():
    """No 空 in the place of a name; the figure keeps its word."""
    words = ('"{科目名称}基本支出{栏2}元"', '"{科目编码}{科目名称}基本支出{栏2}元，项目{栏3}"')
    session = changed("small", words, ("栏2 >= 0", "栏2 >= 9"))
    fill(session, {"支出明细!项[2010399].栏2": "5"})
    assert found(session, "ZC-01")[0].message == "2010399基本支出5.00元，项目空"


def test_a_name_reaches_every_cell_that_shows_a_code():
    """Also where the row has another key, at once; from then on the code is typed by it."""
    session = Session.create("henan-budget-2021", None, "某局")
    detail = "定额明细!明细[{}].{}"
    fill(session, {detail.format(1, "经济科目"): "30238", detail.format(1, "财政拨款"): "5"})
    assert text(session, detail.format(1, "科目名称")) == "30238"

    fill(session, {"机关运行经费!科目[30238].科目名称": "公务交通补贴"})
    fill(session, {detail.format(2, "科目名称"): "公务交通补贴"})

    assert text(session, detail.format(1, "科目名称")) == "公务交通补贴"
    assert text(session, detail.format(2, "经济科目")) == "30238"
    session.undo()
    session.undo()
    assert text(session, detail.format(1, "科目名称")) == "30238"
