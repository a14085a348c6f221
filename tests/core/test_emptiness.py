"""空表: a form without figures is marked by whoever looked, and says below it why it has none."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from core.emptiness import emptiness, mark, sentences, unmark
from core.errors import EditRefused
from core.refs import SheetId
from core.session import Session
from tests.core.cli_calls import call
from tests.core.template.mistakes import SUMMARY, Mistake, messages, planted

FUND, EXPENDITURE = SheetId("政府性基金"), SheetId("支出决算表")
PRINTED = "说明：我单位今年不涉及。"
OWN = "说明：本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
LINE = '{left: 说明：本单位今年没有收支。, when: 行5.金额 = ""}'


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An example with two forms that have no figures."""
    with Session.example("tonghai-2021", tmp_path / "例.biaoli") as opened:
        yield opened


def below(session: Session) -> list[str]:
    """What is printed below the form."""
    return [line.left for line in session.printed(FUND).below]


def test_a_form_without_figures_is_not_marked_by_itself(session: Session) -> None:
    """Nobody has looked; what is printed below it is said all the same."""
    found = emptiness(session, FUND)
    assert found is not None
    assert (found.marked, found.holds) == (False, True)
    assert sentences(session, FUND) == (PRINTED, PRINTED)
    assert below(session)[-1] == PRINTED


def test_marked_with_another_sentence_it_is_printed_in_place_of_the_forms_own(
    session: Session,
) -> None:
    """And undo takes back both, in one step."""
    mark(session, FUND, OWN)
    found = emptiness(session, FUND)
    assert found is not None
    assert found.marked
    assert sentences(session, FUND) == (OWN, PRINTED)
    assert below(session)[1:] == [OWN]
    assert session.undo_label() == "标为空表"
    session.undo()
    assert below(session)[1:] == [PRINTED]
    assert not session.document.texts.keys() & {session.names.cell("政府性基金!无数据")}


@pytest.mark.parametrize("sentence", ["", "  ", PRINTED, f" {PRINTED}\n"])
def test_the_forms_own_sentence_is_not_kept(session: Session, sentence: str) -> None:
    """It goes on following the form."""
    mark(session, FUND, sentence)
    assert session.names.cell("政府性基金!无数据说明") not in session.document.texts
    assert below(session)[-1] == PRINTED


def test_a_mark_can_be_taken_away(session: Session) -> None:
    """With the sentence that came with it."""
    mark(session, FUND, OWN)
    unmark(session, FUND)
    found = emptiness(session, FUND)
    assert found is not None
    assert not found.marked
    assert sentences(session, FUND) == (PRINTED, PRINTED)
    assert not unmark(session, FUND).cells


def test_a_form_with_figures_is_not_marked(session: Session) -> None:
    """The answer names one of them."""
    session.set_addresses([("政府性基金!项[2120805].栏5", "200")])
    with pytest.raises(EditRefused, match=r"表里有数：.*200\.00"):
        mark(session, FUND, "")
    with pytest.raises(EditRefused, match="没有空表说明"):
        mark(session, EXPENDITURE, "")
    assert sentences(session, EXPENDITURE) == ("", "")


def test_a_sentence_that_is_too_long_is_refused(session: Session) -> None:
    """By how much is said."""
    with pytest.raises(EditRefused, match="共 203 字，最多 200 字，多 3 字"):
        mark(session, FUND, "无" * 203)


def test_figures_that_come_later_are_found(session: Session) -> None:
    """The sentence is not printed over them, and the audit says what does not fit."""
    mark(session, FUND, OWN)
    session.set_addresses(
        [("政府性基金!项[2120805].栏5", "200"), ("政府性基金!项[2120805].栏9", "200")]
    )
    found = [each for each in session.findings() if each.rule == "JJ-09"]
    assert [each.message for each in found] == [
        "标为空表，表里却有数：年初结转和结余（1栏）0.00元，本年收入（4栏）200.00元，本年支出（7栏）200.00元"
    ]
    assert OWN not in below(session)
    assert session.printed(FUND).below[-1].left.startswith("注：")


def test_the_mark_is_set_and_the_sentence_exported_from_the_command_line(tmp_path: Path) -> None:
    """As any other cell is."""
    path, book = tmp_path / "例.biaoli", tmp_path / "公开.xlsx"
    assert call("example", "tonghai-2021", path).code == 0
    said = call("set", path, "政府性基金!无数据=是", f"政府性基金!无数据说明={OWN}")
    assert said.code == 0, said.err
    assert call("export", path, "--xlsx", book).code == 0
    sheets = openpyxl.load_workbook(book)
    texts = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert OWN in texts
    assert f"公开08表 {PRINTED}" not in texts
    assert PRINTED in texts  # of the other empty form


def test_the_sentence_of_an_empty_form_is_a_note_with_a_condition() -> None:
    """Once to a form, on the left, and with names that are not taken."""
    right = LINE[:-1] + ", empty: [空表, 空表说明]}"
    assert messages(planted([Mistake("", SUMMARY, LINE, right, "")])) == []
    for wrong, says in (
        ("{left: 说明：没有。, empty: [空表, 空表说明]}", "要有 when"),
        (right.replace("left", "right"), "只写 left"),
        (f"{right}\n  - {right}", "只能有一行"),
        (LINE[:-1] + ", empty: 有}", "empty"),
        (LINE[:-1] + ", empty: [空表]}", "empty"),
        (LINE[:-1] + ", empty: [空表, 1]}", "empty"),
        (LINE[:-1] + ", empty: [空表, 空表]}", "不同的名字"),
    ):
        found = messages(planted([Mistake("", SUMMARY, LINE, wrong, "")]))
        assert any(says in message for _, _, message in found), wrong


def test_the_cells_of_an_empty_form_stand_nowhere_else() -> None:
    """Neither described as fields nor printed; each mistake is told once."""
    field, head = "  金额:      {type: money}", "| 一、财政拨款   | #1"
    right = Mistake("", SUMMARY, LINE, LINE[:-1] + ", empty: [空表, 空表说明]}", "")
    described = Mistake("", SUMMARY, field, f"{field}\n  空表: {{type: text}}", "")
    drawn = Mistake("", SUMMARY, head, "| {空表}         | #1", "")
    for mistake, says in ((described, "fields 里不能再写"), (drawn, "画了两次")):
        found = messages(planted([right, mistake]))
        assert [says in message for _, _, message in found] == [True]
