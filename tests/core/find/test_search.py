"""Looking for something: however it is written, wherever it stands, in the order of the forms."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.find.search import Hit, Search, place_words
from core.find.wanted import read_wanted
from core.refs import COVER, PROJECT_CARD, SheetId
from core.session import Session
from tests.core.cli_calls import done, refused
from tests.core.sessions import small


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    """The shipped example, in memory, only to be read."""
    with Session.example("tonghai-2021", None) as found:
        yield found


def found(session: Session, text: str) -> list[Hit]:
    """What a search gives."""
    return list(Search(session, text).hits())


def addresses(session: Session, text: str) -> list[str]:
    """The addresses of what a search gives."""
    return [session.names.address(hit.cell) for hit in found(session, text) if hit.cell]


@pytest.mark.parametrize(
    "written",
    ["6,663,125.83", "6663125.83", "６６６３１２５.８３", " 6 663 125.83", "666.312583万"],
)
def test_a_figure_is_found_however_it_is_written(session: Session, written: str) -> None:
    """Separators, wide digits, blanks and 万 are only ways to write it."""
    hits = addresses(session, written)
    assert "支出决算表!合计.栏1" in hits
    assert len(hits) == len(addresses(session, "6663125.83"))


def test_a_figure_in_wan_yuan_is_found_as_shown(session: Session) -> None:
    """What the form prints is what one looks for."""
    assert "整体自评表!任务合计.实际支出" in addresses(session, "666.31")


def test_more_places_are_the_same_figure(session: Session) -> None:
    """42,800 and 42,800.000 are one amount."""
    assert addresses(session, "42800") == addresses(session, "42,800.00")
    assert set(addresses(session, "42800.000")) <= set(addresses(session, "42800"))
    assert addresses(session, "42800.000")


@pytest.mark.parametrize("text", ["2101501", "xzyx", "XZYX"])
def test_a_code_is_found_by_digits_and_initials(session: Session, text: str) -> None:
    """On every form that has it."""
    assert "支出决算表!项[2101501].科目编码" in addresses(session, text)


def test_hits_come_in_the_order_of_the_forms(session: Session) -> None:
    """Sheet by sheet, row by row: next is what stands next."""
    search = Search(session, "2")
    ranks = {sheet: rank for rank, sheet in enumerate(search.sheets())}
    places = [(ranks[hit.sheet], hit.row, hit.column) for hit in search.hits()]
    assert len(places) > 100
    assert places == sorted(places)


def test_labels_titles_and_notes_are_looked_through(session: Session) -> None:
    """What the form prints is found, blanks in it or not; it stands in no cell."""
    (title, *_) = found(session, "支出决算表")
    assert title.cell is None
    assert any(hit.text == "合　　计" or "合" in hit.text for hit in found(session, "合计"))
    assert place_words(session, title).startswith("公开")


def test_the_cover_comes_first_and_a_card_before_its_forms(session: Session) -> None:
    """The unit's name stands on the cover, and on forms."""
    hits = found(session, "通海县医疗保障局")
    assert hits[0].sheet == SheetId(COVER)
    sheets = Search(session, "x").sheets()
    project = session.document.projects[0]
    card = sheets.index(SheetId(PROJECT_CARD, project))
    assert sheets[card + 1].instance == project
    assert len(sheets) == len(set(sheets))


def test_reasons_are_looked_through() -> None:
    """A 审核说明 is found at the cell it was written about."""
    with Session.example("tonghai-2021", None) as session:
        finding = next(f for f in session.findings() if f.severity.value == "核实性")
        session.justify(finding, "抽样时甲乙丙丁样本偏少")
        (hit,) = found(session, "甲乙丙丁")
        assert hit.cell == finding.cells[0]


def test_a_code_in_parts_is_one_hit() -> None:
    """Where a form prints 类, 款 and 项 apart, the whole code is found, once."""
    with Session.example("anyang-budget-2021", None) as session:
        parts = [
            cell
            for sheet in session.calculation.shape.sheets
            for cell, slot in session.calculation.cells(sheet)
            if slot.part is not None
        ]
        whole = session.text(session.calculation.code_of(parts[0])[0])
        hits = [hit for hit in found(session, whole) if hit.sheet == parts[0].sheet]
        assert [hit.cell in parts for hit in hits].count(True) == 1


def test_nothing_is_found_in_a_form_left_out_or_for_a_blank() -> None:
    """A sheet that is not there any more has no hits, and nothing is in everything."""
    session = small()
    assert found(session, "  ") == []
    assert Search(session, "\t").is_blank
    assert Search(session, "县").on(SheetId("没有的表")) == []


def test_what_is_not_there_is_told(session: Session) -> None:
    """With what was looked through."""
    assert found(session, "无此内容") == []
    said = Search(session, " 无此内容 ").nothing_found()
    assert said == f"没有找到“无此内容”。查了 {len(session.sheets())} 张表和说明文字。"


@given(st.text("表里ａＢc１23.，,-　 ", max_size=20))
def test_every_text_is_found_in_itself(text: str) -> None:
    """However it is spaced or widened; only a blank text is in nothing."""
    wanted = read_wanted(text)
    assert wanted.is_in(f"前 {text} 后") is bool(wanted.wanted)
    assert wanted.is_in(f"前{unicodedata.normalize('NFKC', text).upper()}后") is bool(wanted.wanted)


def test_the_command_line_finds_and_tells(document: object) -> None:
    """One line for each place with its address, then how many; JSON has the same."""
    said = done("find", document, "6663125.83")
    assert "支出决算表!合计.栏1" in said.out
    assert said.out.endswith(f"找到 {len(said.out.splitlines()) - 1} 处\n")
    told = done("find", document, "2021年部门收入", "--json").json
    assert told["text"] == "2021年部门收入"
    assert {"place", "text", "address"} == told["hits"][0].keys()
    assert "…" in done("find", document, "2021年部门收入").out
    assert "没有找到“无此内容”" in done("find", document, "无此内容").out
    assert refused("find", document, " ").startswith("写上要找什么")
