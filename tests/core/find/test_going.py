"""Where a word takes one: the open form first, then forms, then the same row elsewhere."""

from collections.abc import Iterator

import pytest

from core.find.going import MOST, Going
from core.refs import SheetId
from core.session import Session

HERE = "支出决算表!项[2101501].栏2"


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """The shipped example, in memory, only to be read."""
    with Session.example("tonghai-2021", None) as found:
        yield found


def going(session: Session, address: str = HERE) -> Going:
    """Seen from this cell."""
    at = session.names.cell(address)
    return Going(session, at.sheet, at)


def first(session: Session, text: str, address: str = HERE) -> str:
    """The likeliest place: an address, or the name of a form."""
    place = going(session, address).places(text)[0]
    names = session.names
    return names.address(place.cell) if place.cell is not None else names.sheet_name(place.sheet)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("27", "收入支出总表!行27.金额"),
        ("3栏", "支出决算表!项[2101501].栏3"),
        ("栏3", "支出决算表!项[2101501].栏3"),
        ("３栏", "支出决算表!项[2101501].栏3"),
        ("2101103", "支出决算表!项[2101103].栏2"),
        ("xzyx", HERE),
        ("合计", "支出决算表!合计.栏2"),
        ("行政运行 3栏", "支出决算表!项[2101501].栏3"),
        ("05表 合计 8栏", "一般公共预算收支!合计.栏8"),
        ("公开05", "一般公共预算收支"),
        ("05", "一般公共预算收支"),
        ("公开12", "项目自评[医疗救助]"),
        ("能力提升第二批", "项目自评[能力提升第二批]"),
        ("三公经费", "三公和机关运行"),
        ("封面.编制人", "封面.编制人"),
        ("支出决算表!合计.栏1", "支出决算表!合计.栏1"),
    ],
)
def test_a_word_takes_one_there(session: Session, text: str, address: str) -> None:
    """Seen from 公开03表, row 2101501, column 2."""
    if address == "三公和机关运行":
        address = session.names.sheet_name(
            next(t.sheet for t in session.sheets() if "三公" in t.title)
        )
    assert first(session, text) == address


def test_a_row_keeps_the_column_one_is_in(session: Session) -> None:
    """From column 3 to column 3; from elsewhere to the row's first figure."""
    assert first(session, "2101103", "支出决算表!项[2101501].栏3") == "支出决算表!项[2101103].栏3"
    assert first(session, "公开03 2101103", "封面.编制人") == "支出决算表!项[2101103].栏1"


def test_other_forms_are_offered_behind(session: Session) -> None:
    """The same code on every form that has it, each place once, not too many."""
    places = going(session).places("2101501")
    forms = [place.sheet.form for place in places]
    assert forms[0] == "支出决算表"
    assert {"收入决算表", "一般公共预算收支"} <= set(forms)
    many = going(session).places("2")
    assert len(many) <= MOST
    assert len(set(many)) == len(many)


def test_every_place_can_be_gone_to(session: Session) -> None:
    """A place is a cell that is there, or a sheet that is there, and says in words which."""
    for text in ("合计", "21", "公开", "参保", "医疗救助", "1栏", "01"):
        for place in going(session).places(text):
            assert place.words
            assert place.sheet in session.calculation.shape.sheets
            assert place.cell is None or session.calculation.slot(place.cell) is not None


def test_what_means_nothing_is_told_with_the_nearest(session: Session) -> None:
    """The words of addresses for an address, else the nearest number, name or row."""
    from_here = going(session)
    assert from_here.places("  ") == []
    assert from_here.places("公开55") == []
    assert from_here.not_found("公开55") == "没有“公开55”这个地方，是否想写“公开15表”"
    assert from_here.not_found("行政运营").endswith("是否想写“行政运行”")
    assert from_here.not_found("支出决算表!项目2.栏1").startswith("“支出决算表”里没有")
    assert Going(session, SheetId("封面"), None).places("3栏") == []
