"""A choice of which several may be chosen: how it is read, printed, reckoned with and refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.audit.field_checks import CHOICE
from core.calc.typed import as_cell_value, read_value
from core.choice_text import ChoiceStyle, choices_text, joined, read_many
from core.refs import SheetId
from core.session import Session
from core.template.fields import make_field
from core.template.suite import load_suite
from core.values import BLANK
from tests.core.sessions import cell, fill, found
from tests.core.template.mistakes import messages, suite_of

FORM = """notation: 1
form: many
title: 例
columns: [60, 60, 30]
grid: |
  | {方框} | {来源} | {有丙} |
fields:
  方框: {type: choice, many: yes, choices: [甲, 乙, 丙], show: "{n}、{choice} {box}"}
  来源: {type: choice, many: yes, choices: [中央, 省级（含Ａ类）, 县级], default: '"县级，中央"'}
  有丙: {type: text}
formulas: {有丙: 'IF(HAS(方框, "丙"), "有", "没有")'}
"""
SHEET = SheetId("表")
BOXES, PLAIN = "表!方框", "表!来源"
CHOICES = ("甲", "乙", "丙", "Ａ类")
FIELD = make_field("方框", {"type": "choice", "many": True, "choices": list(CHOICES)}, (), "")


@pytest.fixture
def session():
    """A document with nothing chosen."""
    with Session.create_from(load_suite(suite_of(FORM)), None, "某某局") as session:
        yield session


def printed(session: Session) -> list[str]:
    """What the places of the form print."""
    return [place.text for place in session.printed(SHEET).cells]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("甲", "甲"),
        ("甲、丙", "甲、丙"),
        ("丙、甲", "甲、丙"),
        ("丙,甲", "甲、丙"),
        ("丙，甲；乙;丙", "甲、乙、丙"),
        ("　丙　甲 ", "甲、丙"),
        ("丙 、\n甲、", "甲、丙"),
        ("A类、甲", "甲、Ａ类"),
        ("甲、丁", "甲、丁"),
        ("丁,甲", "丁,甲"),
        ("甲乙", "甲乙"),
        ("、，", BLANK),
        ("", BLANK),
    ],
)
def test_what_is_typed_means_the_choices_in_their_order(typed: str, means: object) -> None:
    """Every usual way to part them is read; with something that is no choice the text stays."""
    assert read_value(typed, FIELD) == means


def test_what_a_formula_gives_is_read_the_same_way(session) -> None:
    """A proposal is put in order, too."""
    assert as_cell_value("丙;甲", FIELD) == "甲、丙"
    assert session.text(cell(session, PLAIN)) == "中央、县级"


PARTS = st.sampled_from(["、", "､", ",", "，", ";", "；", " ", "　", " 、 ", "\n"])


@given(st.lists(st.tuples(st.sampled_from(CHOICES), PARTS), min_size=1))
def test_order_and_signs_between_do_not_matter(typed: list[tuple[str, str]]) -> None:
    """Whatever stands between them, each choice counts once; read again, it is the same."""
    means = read_many("".join(name + sign for name, sign in typed), CHOICES)

    assert means == joined(c for c in CHOICES if c in {name for name, _ in typed})
    assert read_many(means, CHOICES) == means


@given(st.text("甲乙丙丁、,; A", max_size=12))
def test_any_text_read_twice_is_what_it_was(typed: str) -> None:
    """Reading is settled after once."""
    once = read_many(typed, CHOICES)

    assert read_many(once, CHOICES) == once


@given(st.sets(st.sampled_from(CHOICES)))
def test_exactly_the_chosen_ones_are_ticked(chosen: set[str]) -> None:
    """Each choice has its own box."""
    style = ChoiceStyle(CHOICES, "{choice}{box}", "■", many=True)

    assert choices_text(joined(c for c in CHOICES if c in chosen), style) == " ".join(
        name + ("■" if name in chosen else "□") for name in CHOICES
    )


def test_all_that_is_chosen_is_ticked_or_joined(session) -> None:
    """With boxes all chosen ones are ticked; without, their text is printed."""
    fill(session, {BOXES: "丙,甲", PLAIN: "县级 省级(含A类)"})

    assert printed(session) == ["1、甲 □√ 2、乙 □ 3、丙 □√", "省级（含Ａ类）、县级", "有"]
    assert session.value(cell(session, BOXES)) == "甲、丙"
    assert found(session, CHOICE) == []


def test_has_finds_one_of_them(session) -> None:
    """A formula sees one text."""
    fill(session, {BOXES: "甲"})
    assert printed(session)[2] == "没有"

    fill(session, {BOXES: "丙 甲"})
    assert printed(session)[2] == "有"


def test_what_is_no_choice_stays_as_typed_and_is_named(session) -> None:
    """Nothing typed is lost, nothing is ticked, and only what is wrong is named."""
    fill(session, {BOXES: "丙,丁，甲"})

    (finding,) = found(session, CHOICE)
    assert printed(session)[0] == "丙,丁，甲"
    assert finding.message == "“丁”不在可选的内容里：甲、乙、丙"
    assert finding.remedy == "选其中几项，用顿号隔开"


def test_many_no_is_one_choice() -> None:
    """`many: no` says what holds without it."""
    form = FORM.replace("many: yes", "many: no", 1)
    with Session.create_from(load_suite(suite_of(form)), None, "某某局") as session:
        fill(session, {BOXES: "甲、丙"})

        assert printed(session)[0] == "甲、丙"
        assert [f.message for f in found(session, CHOICE)] == [
            "“甲、丙”不在可选的内容里：甲、乙、丙"
        ]


GROUPED = (
    "notation: 1\nform: grouped\ntitle: 例\ncolumns: [60, 60]\n"
    "grid: |\n  | {.来源} | {.名称} | 项*\n"
    "floating: {项: {merge_equal: [来源]}}\n"
    "fields:\n"
    "  来源: {type: choice, many: yes, choices: [甲, 乙]}\n  名称: {type: text}\n"
)


def test_a_group_of_an_outline_is_one_choice() -> None:
    """A row stands in one group of the outline only."""
    told = messages(suite_of(GROUPED.replace("[来源]}", "[来源], outline: {甲: {}}}")))

    assert [(line, "一行只在一组里" in message) for _, line, message in told] == [(7, True)], told


def test_rows_are_grouped_by_what_was_chosen() -> None:
    """However the same choices were typed, two rows with them are of one group."""
    with Session.create_from(load_suite(suite_of(GROUPED)), None, "某某局") as session:
        fill(session, {"表!项[1].来源": "乙,甲", "表!项[1].名称": "一"})
        fill(session, {"表!项[2].来源": "甲、乙", "表!项[2].名称": "二"})

        assert printed(session) == ["甲、乙", "一", "二"]


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("many: yes,", "many: yes, free: yes,", 8, "show 不能与 free 一起写"),
        (
            "many: yes, choices: [中央",
            "many: yes, free: yes, choices: [中央",
            9,
            "many 不能与 free",
        ),
        ("choices: [中央, 省级（含Ａ类）, 县级], ", "", 9, "要写 choices"),
        ("[甲, 乙, 丙]", "[甲, 乙、丁, 丙]", 8, "“乙、丁”里不能有顿号"),
        ("[甲, 乙, 丙]", "[甲, 乙 丁, 丙]", 8, "“乙 丁”里不能有顿号"),
        ("[甲, 乙, 丙]", "[A, 乙, Ａ]", 8, "“Ａ”有两项"),
        ("many: yes,", "many: 多,", 8, "只能写 yes 或 no"),
        ("有丙: {type: text}", "有丙: {type: text, many: yes}", 10, "“many”只用于 choice"),
    ],
)
def test_what_does_not_fit_is_refused(right: str, wrong: str, line: int, says: str) -> None:
    """Choices that could not be told apart in one text are refused, with the line."""
    told = messages(suite_of(FORM.replace(right, wrong, 1)))

    assert [(at, says in message) for _, at, message in told][:1] == [(line, True)], told


def test_choices_that_cannot_be_read_are_reported_once() -> None:
    """A mistake in `choices` is not taken for their absence."""
    told = messages(suite_of(FORM.replace("[甲, 乙, 丙]", "甲", 1)))

    assert [(line, "many" in message) for _, line, message in told] == [(8, False)], told
