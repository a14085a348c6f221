"""Last year's document: taken, refused, kept, undone; on the command line and in the file."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.calc.beside_last_year import beside
from core.document.edits import SetLastYear
from core.document.last_year import Figure, LastYear, Place
from core.document.recovery import recover
from core.document.schema import FORMAT
from core.document.store import DocumentStore
from core.errors import DocumentError, EditRefused
from core.last_year import clear, left_over, offered, take
from core.session import Session
from core.versions.keeping import restore_version, submit, unlock
from tests.core.cli_calls import EXAMPLE, MONEY, SUITE, call, done, refused
from tests.core.sessions import cell, small
from tests.suites import load_test_suite

NEXT_SUITE = "yunnan-final-accounts-2022"
UNIT = "通海县医疗保障局"
GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
CARRIED = "收支总表!行4.金额"
"""The cell of the small suite that is prefilled with last year's end."""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The example of 2021 in a file."""
    path = tmp_path / "2021.biaoli"
    Session.example(EXAMPLE, path).close()
    return path


@pytest.fixture
def new(tmp_path: Path, old: Path) -> Path:
    """A document of 2022 with the figures of 2021."""
    path = tmp_path / "2022.biaoli"
    done_beside("new", SUITE, path, "--unit", UNIT, "--year", "2022", "--last-year", old)
    return path


def done_beside(*words: object) -> str:
    """Run a command that succeeds; that files for tests are temporary, it may say."""
    said = call(*words)
    assert said.code == 0
    assert all("临时文件夹" in line for line in said.err.splitlines())
    return said.out


def one_year(path: Path | None, year: str, unit: str = "县医疗保障局", **texts: str) -> Session:
    """A document of the small suite."""
    session = Session.create_from(load_test_suite("small"), path, unit, year)
    session.set_addresses([(f"收支总表!{name}.金额", text) for name, text in texts.items()])
    return session


@pytest.fixture
def small_old(tmp_path: Path) -> Path:
    """A document of 2020 that ends with 51,148.29."""
    path = tmp_path / "上年.biaoli"
    one_year(path, "2020", 行1="51148.29").close()
    return path


# Taking --------------------------------------------------------------------------------------


def test_a_new_document_begins_with_what_last_year_ended_with(new: Path, old: Path) -> None:
    """Also after the other file is gone."""
    old.unlink()
    assert "52,148.29元  [预填]" in done("explain", new, MONEY).out
    assert "（2021年，取自“2021.biaoli”）" in done("explain", new, MONEY).out
    assert done("last-year", new).out.startswith(f"上年数：2021年 {UNIT}，取自“2021.biaoli”，")
    assert done("show", new).out.splitlines()[-1].startswith("上年数：2021年")


def test_the_figures_are_in_the_json(new: Path, old: Path) -> None:
    """Word for word and as shown; null in a document that has none."""
    kept = done("show", new, "--json").json["last_year"]
    assert [kept[name] for name in ("unit", "year", "suite", "file")] == [
        *(UNIT, "2021", SUITE, "2021.biaoli")
    ]
    figure = next(f for f in kept["figures"] if f["cell"] == "行59.金额")
    assert figure == {
        "form": "收入支出总表",
        "key": "",
        "cell": "行59.金额",
        "value": "52148.29",
        "text": "52,148.29",
    }
    assert done("show", old, "--json").json["last_year"] is None


def test_figures_across_years_are_compared(new: Path, tmp_path: Path) -> None:
    """The finding names both and the difference; without last year nobody asks."""
    done_beside("set", new, f"{MONEY}=51148.29")
    [found] = [f for f in call("check", new, "--json").json["findings"] if f["scope"] == "跨年"]
    assert found["message"].endswith("51,148.29元，上年年末为52,148.29元，少1,000.00元")
    done_beside("last-year", new, "--clear")
    assert "跨年" not in call("check", new, "--json").out


def test_a_figure_says_what_it_was_last_year(tmp_path: Path, small_old: Path) -> None:
    """Only where both differ; what last year did not have is told, what is blank is not asked."""
    with one_year(tmp_path / "a.biaoli", "2021", 行1="51148.29", 行2="3") as session:
        one, two, blank = (cell(session, f"收支总表!行{n}.金额") for n in (1, 2, 31))
        assert beside(session.calculation, one) is None
        take(session, offered(session, small_old))
        assert beside(session.calculation, one) is None
        told = beside(session.calculation, two)
        assert told is not None
        assert told.words == "上年没有，今年 3.00"
        assert beside(session.calculation, blank) is None
        session.type_text([one], "50000")
        told = beside(session.calculation, one)
        assert told is not None
        assert told.words == "上年 51,148.29，今年 50,000.00，少 1,148.29 元"
        assert beside(session.calculation, cell(session, "封面.单位名称")) is None


def test_taking_is_one_step_that_can_be_taken_back(tmp_path: Path, small_old: Path) -> None:
    """Values and findings follow at once, as if the document were opened anew."""
    with one_year(tmp_path / "a.biaoli", "2021") as session:
        changes = take(session, offered(session, small_old))
        assert cell(session, CARRIED) in changes.cells
        assert session.text(cell(session, CARRIED)) == "51,148.29"
        assert session.undo_label() == "取上年数"
        session.undo()
        assert session.document.last_year is None
        assert session.text(cell(session, CARRIED)) == ""
        assert session.explain(cell(session, CARRIED)).why_blank.startswith("还没有取上年数")
        session.redo()
        clear(session)
        assert session.undo_label() == "去掉上年数"
        session.undo()
    with Session.open(tmp_path / "a.biaoli") as again:
        assert again.document.last_year is not None
        assert again.document == session.document
        assert again.text(cell(again, CARRIED)) == "51,148.29"


def test_a_typed_figure_stays(tmp_path: Path, small_old: Path) -> None:
    """Last year only proposes."""
    with one_year(None, "2021", 行4="7") as session:
        take(session, offered(session, small_old))
        found = session.explain(cell(session, CARRIED))
        assert (found.text, found.computed) == ("7.00", "51,148.29")


def test_rows_that_are_not_there_yet_are_named(tmp_path: Path) -> None:
    """Last year's balance of a code that nobody typed this year, and only as long."""
    path = tmp_path / "2021.biaoli"
    with Session.create(SUITE, path, UNIT, "2021") as before:
        before.set_addresses([("政府性基金!项[2120805].栏15", "50")])
    with Session.create(SUITE, None, UNIT, "2022") as session:
        take(session, offered(session, path))
        lines = left_over(session)
        assert any("没有 2120805 这一行" in line and "50.00" in line for line in lines)
        session.set_addresses([("政府性基金!项[2120805].科目编码", "2120805")])
        assert session.text(cell(session, "政府性基金!项[2120805].栏3")) == "50.00"
        assert not left_over(session)


def test_what_could_not_be_read_last_year_is_no_figure(tmp_path: Path) -> None:
    """Nor is a blank; this year's cell stays blank and says why."""
    path = tmp_path / "2020.biaoli"
    one_year(path, "2020", 行34="约五万").close()
    with one_year(None, "2021") as session:
        take(session, offered(session, path))
        assert session.explain(cell(session, CARRIED)).why_blank == "上年没有这个数"


def test_last_year_in_other_forms_fills_this_year(tmp_path: Path, old: Path) -> None:
    """Rows that moved, a form with another name; a dropped row and dropped forms are listed."""
    with Session.open(old) as before:
        before.set_addresses(
            [("政府性基金!项[2120805].栏15", "50"), ("支出决算表!项[2340201].栏3", "9")]
        )
    path = tmp_path / "2022.biaoli"
    new = done_beside("new", NEXT_SUITE, path, "--unit", UNIT, "--last-year", old)
    assert "  支出决算表（整张表，" in new
    assert "  收入支出总表 行56.金额 = 9.00" in new
    assert "公开03表没有 2120805 这一行：上年14栏 年末项目支出结转和结余小计 50.00" in new
    done_beside("set", path, "政府性基金收支!项[2120805].科目编码=2120805")
    with Session.open(path) as session:
        shown = {
            at: session.text(cell(session, at))
            for at in (
                "收入支出总表!行30.金额",
                "收入支出总表!行40.上年决算数",
                "收入支出总表!行58.上年决算数",
                "收入支出总表!行29.上年决算数",
                "政府性基金收支!项[2120805].栏3",
            )
        }
    assert list(shown.values()) == ["52,139.29", "6,039,490.19", "6,663,134.83", "", "50.00"]


# Wrong documents -----------------------------------------------------------------------------


def test_the_same_file_is_refused(new: Path, tmp_path: Path) -> None:
    """By whatever name."""
    link = tmp_path / "别名.biaoli"
    link.symlink_to(new)
    assert "就是这个文件" in call("last-year", new, link).err


@pytest.mark.parametrize(
    ("year", "words"), [("2021", "是2021年的，这里是2021年"), ("2022", "2022")]
)
def test_a_document_that_is_not_earlier_is_refused(tmp_path: Path, year: str, words: str) -> None:
    """Nothing is changed."""
    path = tmp_path / "上年.biaoli"
    one_year(path, year).close()
    with one_year(None, "2021") as session:
        with pytest.raises(EditRefused, match=words):
            offered(session, path)
        assert session.document.last_year is None


def test_another_kind_of_forms_is_refused(old: Path) -> None:
    """Of another place or for another purpose; both are named."""
    with one_year(None, "2022") as session, pytest.raises(EditRefused, match="不是同一种表"):
        offered(session, old)


def test_another_unit_or_year_is_warned_of(tmp_path: Path) -> None:
    """A unit may have got another name, a year may be missing."""
    path = tmp_path / "上年.biaoli"
    one_year(path, "2019", "县卫生局").close()
    with one_year(None, "2021") as session:
        unit, year = offered(session, path).warnings
    assert "“县卫生局”的，这里是“县医疗保障局”" in unit
    assert "是2019年的，不是2021年的上一年" in year


def test_a_document_of_the_same_unit_last_year_needs_no_warning(small_old: Path) -> None:
    """Nothing to check."""
    with one_year(None, "2021") as session:
        assert offered(session, small_old).warnings == ()


@pytest.mark.parametrize("content", [b"", b"not a document", b"SQLite format 3\x00"])
def test_what_is_no_document_is_refused(tmp_path: Path, new: Path, content: bytes) -> None:
    """In the words in which opening it would be."""
    wrong = tmp_path / "错.biaoli"
    wrong.write_bytes(content)
    before = new.read_bytes()
    assert "错.biaoli" in refused("last-year", new, wrong)
    assert "没有找到" in refused("last-year", new, tmp_path / "没有.biaoli")
    assert new.read_bytes() == before


def test_a_new_document_is_not_made_when_last_year_is_wrong(tmp_path: Path, new: Path) -> None:
    """Not even an empty one."""
    path = tmp_path / "2021新.biaoli"
    words = "new", SUITE, path, "--unit", UNIT, "--year", "2022", "--last-year", new
    assert "不能作上年" in refused(*words)
    assert not path.exists()


def test_a_document_open_elsewhere_is_refused(tmp_path: Path, small_old: Path) -> None:
    """It would be read half written."""
    with (
        Session.open(small_old),
        one_year(None, "2021") as session,
        pytest.raises(DocumentError, match="打开"),
    ):
        offered(session, small_old)


def test_a_locked_document_takes_nothing(tmp_path: Path, small_old: Path) -> None:
    """What was submitted stays; last year's own lock does not matter."""
    with Session.open(small_old) as before:
        submit(before, "上报")
    with one_year(tmp_path / "a.biaoli", "2021") as session:
        offer = offered(session, small_old)
        submit(session, "上报")
        with pytest.raises(EditRefused, match="锁着"):
            take(session, offer)
        unlock(session)
        take(session, offer)
        assert session.document.last_year == offer.last_year


def test_wrong_calls_are_told(new: Path, old: Path) -> None:
    """Two wishes at once, and nothing to take away."""
    assert "不用写上年文件" in refused("last-year", new, old, "--clear")
    assert "没有取过上年数" in refused("last-year", old, "--clear")
    assert done("last-year", old).out == "还没有取上年数\n"


# In the file ---------------------------------------------------------------------------------


def test_versions_and_copies_keep_them(tmp_path: Path, small_old: Path) -> None:
    """A restored version brings them back; another file has them, too."""
    with one_year(tmp_path / "a.biaoli", "2021") as session:
        take(session, offered(session, small_old))
        kept = session.document.last_year
        submit(session, "上报")
        unlock(session)
        clear(session)
        restore_version(session, session.store.versions.one(1))
        assert session.document.last_year == kept
        with session.save_as(tmp_path / "b.biaoli") as copied:
            assert copied.document.last_year == kept


def test_an_old_file_gets_its_new_tables_with_the_first_step(tmp_path: Path) -> None:
    """Looked at, it keeps every byte; the program before would not open it afterwards."""
    path, before = tmp_path / "旧.biaoli", tmp_path / "上年.biaoli"
    shutil.copyfile(GOLDEN / "format-1.biaoli", path)
    one_year(before, "2020", 行1="9").close()
    content = path.read_bytes()
    with Session.open(path) as session:
        assert session.document.last_year is None
    assert path.read_bytes() == content
    with Session.open(path) as session:
        unlock(session)
        take(session, offered(session, before))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (FORMAT,)
    with Session.open(path) as session:
        assert session.text(cell(session, CARRIED)) == "9.00"


def test_a_copy_of_an_old_file_has_the_format_of_today(tmp_path: Path) -> None:
    """The file itself keeps its own."""
    path = tmp_path / "旧.biaoli"
    shutil.copyfile(GOLDEN / "format-1.biaoli", path)
    content = path.read_bytes()
    with Session.open(path) as session, session.save_as(tmp_path / "新.biaoli") as copied:
        assert copied.document == session.document
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE last_year_figure SET text = '1e9' WHERE number",
        "UPDATE last_year_figure SET text = 'NaN' WHERE number",
        "UPDATE last_year_figure SET text = printf('%.*c', 60000, 'x') WHERE NOT number",
    ],
)
def test_figures_that_the_program_did_not_write_are_refused(
    tmp_path: Path, small_old: Path, statement: str
) -> None:
    """The file is damaged; nothing is calculated with them."""
    path = tmp_path / "a.biaoli"
    with one_year(path, "2021") as session:
        take(session, offered(session, small_old))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()
    with pytest.raises(DocumentError):
        DocumentStore.open(path)


def test_what_no_file_takes_is_refused() -> None:
    """A text longer than any cell has; the document stays as it was."""
    session = small()
    figure = Figure(Place("收支总表", "", "a"), "长" * 60_000, "", "", is_number=False)
    edit = SetLastYear(LastYear("县医疗保障局", "2020", "small", 1, "a", (figure,)))
    with pytest.raises(EditRefused, match="太长"):
        session.apply(edit)
    assert session.document.last_year is None


def test_figures_of_a_damaged_file_come_back_from_its_history(tmp_path: Path, new: Path) -> None:
    """Their pages are lost, the step that took them is not; without it they are asked for again."""
    with DocumentStore.open(new, read_only=True) as store:
        kept = store.load().last_year
    with closing(sqlite3.connect(new)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'last_year_figure'"
        [root] = connection.execute(query).fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    content = bytearray(new.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    new.write_bytes(content)
    assert "上年数从填报记录补回" in recover(new, tmp_path / "救回.biaoli").told
    with DocumentStore.open(tmp_path / "救回.biaoli", read_only=True) as store:
        assert store.load().last_year == kept
