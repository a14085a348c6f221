"""The one door: all of an edit or nothing, undo for ever, clear answers when it cannot be done."""

import copy
import sqlite3

import pytest

from core.calc.changes import NO_CHANGES
from core.calc.examples import Example
from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    RemoveRecord,
    SelectForm,
    SetText,
)
from core.document.model import Document, Record
from core.document.store import DocumentStore
from core.document.versions import Content
from core.errors import (
    AddressError,
    BiaoliError,
    DocumentError,
    DocumentLocked,
    DocumentNotWritable,
    EditRefused,
    UnknownSuite,
)
from core.refs import CellId, SheetId
from core.session import Session, example_ids, read_example
from core.template.suite import load_suite
from tests.core.sessions import PROJECT, cell, changed, fill, national, small, text
from tests.core.template.mistakes import suite_of
from tests.suites import load_test_suite
from tools import errata

DETAIL = SheetId("支出明细")
AMOUNT = "收支总表!行1.金额"


def state(session):
    """Everything an edit may change, to compare before and after."""
    return (
        copy.deepcopy(session.document),
        dict(session.calculation.values),
        session.findings(),
        session.summary(),
        (session.undo_label(), session.redo_label()),
        session.sheets(),
    )


@pytest.fixture
def session():
    """The small suite with one project, one code and a figure."""
    figures = {AMOUNT: "5", "支出明细!项[2010301].栏2": "3", PROJECT + "总额.执行数": "1"}
    return small(figures, projects=("城乡居民医保",))


# ---- all or nothing


@pytest.mark.parametrize("edit", ["text", "shape", "project"])
def test_nothing_changes_when_it_cannot_be_written(session, monkeypatch, edit):
    """When the file cannot be written, document, values, findings and undo are as before."""
    before = state(session)
    edits = {
        "text": SetText(cell(session, AMOUNT), "9"),
        "shape": session.entries.added_row(DETAIL, "项")[0],
        "project": session.entries.added_project("别的")[0],
    }

    def full(*_):
        raise DocumentNotWritable("磁盘满了")

    monkeypatch.setattr(session.store, "commit", full)
    with pytest.raises(DocumentNotWritable):
        session.apply(edits[edit])
    with pytest.raises(DocumentNotWritable), session.together("几步"):
        session.apply(edits[edit])
    with pytest.raises(DocumentNotWritable):
        session.undo()
    assert state(session) == before


def test_nothing_changes_when_part_of_it_is_refused(session):
    """One step of a batch that cannot be done refuses all of it."""
    before = state(session)
    good = SetText(cell(session, AMOUNT), "9")
    for bad in (
        SetText(CellId("收支总表", "", "", "没有"), "1"),
        SetText(CellId("支出明细", "", "r0", "项.栏2"), "1"),
        SetText(CellId("支出明细", "", "", "项.栏2"), "1"),
        SetText(CellId("自评", "p0", "", "总额.执行数"), "1"),
        SetText(CellId("项目卡", "p0", "", "负责人"), "1"),
        SetText(CellId("封面", "x", "", "单位名称"), "1"),
        SetText(cell(session, AMOUNT), "9" * 20_001),
        AddRecord(SheetId("没有"), "项", Record("r1"), 0),
        AddRecord(SheetId("自评", "p0"), "指标", Record("r1"), 0),
        AddRecord(DETAIL, "类", Record("r1"), 0),
        AddRecord(DETAIL, "项", Record("r1", "类:201"), 0),
        RemoveRecord(DETAIL, "项", "r0"),
        SelectForm("没有", selected=False),
    ):
        with pytest.raises(EditRefused):
            session.apply(Batch((good, bad)))
    assert state(session) == before


def test_no_projects_where_no_form_has_them():
    """A suite without project forms takes no project."""
    session = national()
    with pytest.raises(EditRefused, match="没有项目表"):
        session.apply(AddProject("p1", 0))
    with pytest.raises(EditRefused, match="没有项目表"):
        session.entries.added_project("甲")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_project_has_a_name(session, name):
    """A project without a name is refused."""
    with pytest.raises(EditRefused, match="项目名称没有填"):
        session.entries.added_project(name)


def test_an_empty_step_is_none(session):
    """An edit that holds nothing is no step of undo."""
    before = state(session)
    assert session.apply(Batch(())).cells == frozenset()
    assert state(session) == before


# ---- together


def fill_all(session, lists):
    """Several lists as one step, with a project between them."""
    with session.together("填几格"):
        for texts in lists:
            fill(session, texts)
            session.apply(session.entries.added_project("别的")[0])


def test_together_is_one_step(session):
    """What is done together is undone together, and its changes are told together."""
    before = state(session)[:3]
    with session.together("填两格") as gathered:
        session.apply(SetText(cell(session, AMOUNT), "9"))
        session.apply(session.entries.added_row(DETAIL, "项")[0])
    assert session.undo_label() == "填两格"
    assert cell(session, AMOUNT) in gathered.changes.cells
    assert gathered.changes.shape == {DETAIL}
    session.undo()
    assert state(session)[:3] == before


def test_together_takes_all_back_after_an_error(session):
    """An error in the middle takes back what was done before it."""
    before = state(session)
    with pytest.raises(AddressError):
        fill_all(session, [{AMOUNT: "9"}, {"支出明细!项[2101101].栏2": "5"}, {"没有!这格": "1"}])
    assert state(session) == before


def test_together_inside_together(session):
    """An inner block that fails is taken back alone; what succeeds joins the outer step."""
    with session.together("外"):
        fill(session, {AMOUNT: "9"})
        with pytest.raises(AddressError):
            fill_all(session, [{"收支总表!行2.金额": "7"}, {"没有!这格": "1"}])
        fill(session, {"收支总表!行2.金额": "8"})
    assert text(session, "收支总表!行3.金额") == "17.00"
    session.undo()
    assert text(session, "收支总表!行3.金额") == "5.00"


def test_no_undo_in_the_middle_of_a_step(session):
    """Undo inside a block would tear the step apart."""
    with pytest.raises(EditRefused), session.together("填"):
        session.undo()


def test_nothing_done_together_is_no_step(session):
    """A block without edits writes nothing."""
    label = session.undo_label()
    with session.together("空"):
        pass
    assert session.undo_label() == label


# ---- undo and redo


def test_undo_and_redo_have_their_words(session):
    """The menu says what undo and redo would do."""
    fill(session, {AMOUNT: "9"})
    session.type_text([cell(session, AMOUNT)], None)
    assert session.undo_label() == "清除 行次1 一、财政拨款·金额"
    session.undo()
    assert (session.undo_label(), session.redo_label()) == (
        "填 1 格",
        "清除 行次1 一、财政拨款·金额",
    )
    assert session.redo() is not None
    assert session.redo() is None
    assert session.redo_label() == ""


def test_a_new_step_forgets_what_was_undone(session):
    """After a new step there is nothing to redo."""
    session.undo()
    fill(session, {AMOUNT: "7"})
    assert session.redo_label() == ""


def test_undo_of_nothing():
    """A new document has nothing to take back."""
    session = national()
    assert (session.undo(), session.undo_label()) == (None, "")


def test_undo_survives_closing(tmp_path):
    """A file that is opened again takes the same steps back."""
    path = tmp_path / "本年.biaoli"
    with Session.create("yunnan-final-accounts-2021", path, "县医疗保障局") as session:
        fill(session, {"收入支出总表!行29.金额": "5"})
    with Session.open(path) as again:
        assert again.path == path
        assert text(again, "收入支出总表!行30.金额") == "5.00"
        again.undo()
        assert text(again, "收入支出总表!行30.金额") == ""


# ---- changes


def test_an_edit_repaints_what_hangs_on_it(session):
    """Changes name the typed cell and everything that follows, and nothing else."""
    changes = session.type_text([cell(session, AMOUNT)], "6")
    names = {c.name for c in changes.cells}
    assert names == {f"行{n}.金额" for n in (1, 3, 5, 34, 35)}
    assert (changes.shape, changes.sheets) == (frozenset(), False)


def test_a_harmless_text_on_the_cover_lays_nothing_out_again(session):
    """Plans are kept unless a title or number changed."""
    plan = session.plan(DETAIL)
    assert not session.apply(SetText(cell(session, "封面.主管部门"), "州局")).sheets
    assert session.plan(DETAIL) is plan
    assert session.apply(SetText(cell(session, "项目卡[1].项目名称"), "医疗救助")).sheets
    assert session.sheets()[2].short == "3 医疗救助"


def test_only_the_changed_sheet_is_laid_out_again(session):
    """A row more changes the plan of its sheet alone."""
    kept, plan = session.plan(SheetId("收支总表")), session.plan(DETAIL)
    changes = session.apply(session.entries.added_row(DETAIL, "项")[0])
    assert changes.shape == {DETAIL}
    assert session.plan(DETAIL) is not plan
    assert session.plan(SheetId("收支总表")) is kept


# ---- opening


def test_read_only_says_so(tmp_path):
    """A session opened to be looked at refuses with the file's own words."""
    path = tmp_path / "本年.biaoli"
    Session.create("yunnan-final-accounts-2021", path, "县医疗保障局").close()
    with Session.open(path, read_only=True) as session:
        assert session.read_only
        before = state(session)
        with pytest.raises(DocumentNotWritable, match="另存到电脑"):
            fill(session, {"收入支出总表!行29.金额": "5"})
        assert state(session) == before


def spoilt(path, sql):
    """A document whose carried templates are changed by hand."""
    Session.create("yunnan-final-accounts-2021", path, "县医疗保障局").close()
    connection = sqlite3.connect(path)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_broken_templates_inside_a_document(tmp_path):
    """A document whose templates cannot be read says so and is not changed."""
    path = tmp_path / "坏.biaoli"
    spoilt(path, "UPDATE template SET text = 'notation: 1' WHERE path LIKE '%expenditure.yaml'")
    before = path.read_bytes()
    with pytest.raises(DocumentError, match="带的表样读不出来"):
        Session.open(path)
    assert path.read_bytes() == before


def test_no_templates_inside_a_document(tmp_path):
    """A document without its suite file says so."""
    path = tmp_path / "坏.biaoli"
    spoilt(path, "DELETE FROM template WHERE path = 'suite.yaml'")
    with pytest.raises(DocumentError):
        Session.open(path)


def test_texts_without_a_form_are_kept_but_not_shown():
    """What belongs to no cell of the suite stays in the document and disturbs nothing."""
    suite = load_test_suite("small")
    orphans = {
        CellId("没有这张表", "", "", "行1.金额"): "5",
        CellId("收支总表", "", "", "行99.金额"): "6",
        CellId("支出明细", "", "r0", "项.栏2"): "7",
        CellId("自评", "p0", "", "总额.执行数"): "8",
    }
    document = Document(suite.id, suite.revision, texts=dict(orphans))
    store = DocumentStore.create(None, document, suite.sources, {})
    session = Session(suite, store, store.load())
    assert session.document.texts == orphans
    assert orphans.keys().isdisjoint(session.calculation.values)
    fill(session, {AMOUNT: "5"})
    assert all(session.printed(title.sheet).cells for title in session.sheets())
    assert [session.names.place(found) for found in orphans]


@pytest.mark.parametrize(
    ("unit", "year"), [("", None), (" ", None), ("局", "21"), ("局", "2021年")]
)
def test_new_document_wants_a_unit_and_a_year(unit, year):
    """A document without a unit, or for no year, is not made."""
    with pytest.raises(EditRefused):
        Session.create("yunnan-final-accounts-2021", None, unit, year)


def test_new_document_for_another_year():
    """The year given stands on the cover and in the titles."""
    with Session.create("yunnan-final-accounts-2021", None, "局", "2023") as session:
        assert text(session, "封面.年度") == "2023"


def test_save_as_opens_the_copy(tmp_path, document):
    """Saved under another name everything is there, history included."""
    with Session.open(document) as session, session.save_as(tmp_path / "另存.biaoli") as copy_:
        assert copy_.document == session.document
        assert copy_.undo_label() == session.undo_label()


# ---- examples


@pytest.mark.parametrize("example", example_ids())
def test_examples_fill_themselves_in(example, tmp_path):
    """Nothing is missing but what the publication left out, and a file holds the same as memory."""
    found = [line for each in errata.read(example)["errata"] for line in each.get("findings", ())]
    left_out = [line["at"] for line in found if line["rule"] == "填报-必填"]
    with Session.example(example, None) as session:
        assert session.summary().missing == len(left_out)
        with Session.example(example, tmp_path / "示例.biaoli") as written:
            assert written.summary() == session.summary()


def test_an_example_may_leave_forms_out():
    """They are left out as in any document, and can be taken in."""
    content = Example(
        "x", "small", "示例", {"单位名称": "某某局"}, (), {}, {}, left_out=("收支总表",)
    )
    with small() as session:
        session.fill(content)
        assert session.document.deselected == {"收支总表"}
        assert "收支总表" not in {title.sheet.form for title in session.sheets()}
        session.undo()
        assert not session.document.deselected


def test_unknown_example():
    """A wrong example is told with the nearest right one."""
    with pytest.raises(UnknownSuite, match="是否想写“tonghai-2021”"):
        read_example("tonghai-2012")


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"suite": 1}', '"text"'])
def test_broken_example(content, tmp_path, monkeypatch):
    """An example that cannot be read says so."""
    (tmp_path / "坏.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr("core.calc.examples.examples_folder", lambda: tmp_path)
    with pytest.raises(BiaoliError, match="读不出来"):
        read_example("坏")


def test_every_step_is_signed_by_who_the_suite_says():
    """The cell of the cover that the suite names signs the history; without one nobody does."""
    with changed(
        "small",
        ("cover:\n", "author: 填表人\ncover:\n  填表单位: {type: text}\n  填表人: {type: text}\n"),
    ) as session:
        assert session.text(CellId("封面", "", "", "填表单位")) == "县医疗保障局"
        fill(session, {"封面.填表人": "张会计"})
        fill(session, {AMOUNT: "1"})
        assert [row.author for row in session.store.history()][-1] == "张会计"
    with small({AMOUNT: "1"}) as session:
        assert {row.author for row in session.store.history()} == {""}


def test_a_suite_without_a_cover_asks_for_no_unit():
    """Where no unit is printed none is wanted."""
    form = "notation: 1\nform: one\ntitle: 一\ncolumns: [40]\ngrid: |\n  | {数} |\n"
    sources = suite_of(form + "fields: {数: {type: text}}\n")
    bare = sources["suite.yaml"].replace("cover:\n  单位名称: {type: text}\n", "")

    with Session.create_from(load_suite({**sources, "suite.yaml": bare}), None, "") as session:
        assert session.suite.unit == ""
        assert session.document.texts == {}


# ---- locked, and earlier states


def submit(session):
    """Keep what there is as a version."""
    content = Content("{}", "[]")
    session.store.versions.add("上报", session.author, "0", session.document, content)


def test_what_was_submitted_refuses_every_change(session):
    """Typing, rows, projects, undo, several steps together: all refused, nothing changed."""
    submit(session)
    before = state(session)
    for step in (
        lambda: fill(session, {AMOUNT: "9"}),
        lambda: session.apply(session.entries.added_row(DETAIL, "项")[0]),
        lambda: session.apply(session.entries.added_project("别的")[0]),
        session.undo,
        lambda: session.restore(Document("small", 1), "恢复"),
    ):
        with pytest.raises(DocumentLocked, match="第1版“上报”锁着，不能改。要改，先解锁修改"):
            step()
    assert state(session) == before
    assert not session.editable

    session.store.versions.unlock("")
    fill(session, {AMOUNT: "9"})
    assert session.editable
    assert text(session, AMOUNT) == "9.00"


def test_opening_is_a_state_to_come_back_to(tmp_path):
    """Everything done since opening goes in one step, which undo takes back."""
    path = tmp_path / "a.biaoli"
    with Session.create_from(load_test_suite("small"), path, "县医疗保障局") as session:
        fill(session, {AMOUNT: "5", "支出明细!项[2010301].栏2": "3"})
    with Session.open(path) as session:
        before = state(session)
        fill(session, {AMOUNT: "7", "支出明细!项[2101501].栏2": "4"})
        session.apply(session.entries.added_project("别的")[0])
        session.apply(SelectForm("支出明细", selected=False))
        changed = state(session)

        session.restore(session.at_opening(), "恢复到打开时")

        assert state(session)[:4] == before[:4]
        assert session.sheets() == before[5]
        assert session.undo_label() == "恢复到打开时"
        assert session.restore(session.at_opening(), "恢复到打开时") == NO_CHANGES
        session.undo()
        assert state(session)[:4] == changed[:4]


def test_a_note_stands_in_the_history_and_undo_passes_over_it(session, tmp_path):
    """It changes nothing, keeps what can be done again, and is there when the file is opened."""
    typed = session.undo_label()
    session.undo()
    redone = session.redo_label()
    before = state(session)
    session.note("按正式稿导出：领导要先看数")
    assert state(session) == before
    session.save_as(tmp_path / "记.biaoli").close()
    with Session.open(tmp_path / "记.biaoli") as again:
        assert again.store.history()[-1].label == "按正式稿导出：领导要先看数"
        assert again.redo_label() == redone == typed
        again.redo()
        assert again.undo_label() == typed
        assert again.redo_label() == ""


def test_a_note_can_be_made_while_the_document_is_locked(session):
    """What is exported of a submitted version is noted all the same."""
    session.store.versions.add("上报", "", "0", session.document, Content("{}", "[]"))
    session.note("按正式稿导出：补交一份")
    assert session.store.history()[-1].label == "按正式稿导出：补交一份"
    assert session.locked is not None
