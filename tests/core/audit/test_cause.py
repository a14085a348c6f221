"""What probably caused a difference: each kind of slip, and what must not be guessed."""

import time
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.audit import effects, origins, trial
from core.audit.cause import best
from core.document.edits import RemoveRecord
from core.findings import Cause, Finding, Outcome
from core.session import Session
from tests.core.sessions import cell, fill, found, text
from tests.suites import load_test_suite

LEFT = {
    "总表!行1.金额": "1234567",
    "总表!行2.金额": "408233.51",
    "总表!行3.金额": "96402.19",
    "总表!行4.金额": "5266.04",
}
RIGHT = {
    "明细!行[1].栏1": "1000000",
    "明细!行[2].栏1": "744468.74",
}


def sums(texts: dict[str, str], projects: tuple[str, ...] = ()) -> Session:
    """A document of sums."""
    session = Session.create_from(load_test_suite("sums"), None, "县医疗保障局")
    for name in projects:
        session.apply(session.entries.added_project(name)[0])
    fill(session, texts)
    return session


def only(session: Session, rule: str) -> Finding:
    """The one finding of a rule, with its cause."""
    [finding] = found(session, rule)
    return session.with_cause(finding)


def cause(session: Session, rule: str) -> Cause | None:
    """What probably caused it."""
    return only(session, rule).cause


def told(session: Session, rule: str) -> tuple[str, str, str]:
    """The words of a cause, the address it leads to and the figure that belongs there."""
    known = cause(session, rule)
    assert known is not None
    return known.text, session.names.address(known.cell), known.figure


def test_correct_sums_have_no_cause():
    """Where nothing differs there is nothing to explain."""
    session = sums(LEFT | RIGHT)
    assert session.findings() == []


# ---- one figure mistyped, found through the sum


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1234657", "1,234,657.00 像是 1,234,567.00（两个数字对调）"),
        ("123.4567", "123.46 像是"),
        ("12345670000", "12,345,670,000.00 像是 1,234,567.00（元和万元弄混了）"),
        ("12345670", "12,345,670.00 像是 1,234,567.00（小数点错了一位）"),
        ("12345.67", "12,345.67 像是 1,234,567.00（小数点错了两位）"),
        ("-1234567", "-1,234,567.00 像是 1,234,567.00（正负号填反了）"),
    ],
)
def test_a_mistyped_figure_is_named(typed, words):
    """The entered cell below the sum, what stands there and what was probably meant."""
    session = sums(LEFT | RIGHT | {"总表!行1.金额": typed})
    if typed == "123.4567":
        assert cause(session, "HJ-01") is None  # the fen are gone: nothing leads back
        return
    assert told(session, "HJ-01") == (
        f"行次1 第一项·金额 {words}",
        "总表!行1.金额",
        "1,234,567.00",
    )


def test_the_cause_of_another_form_is_named_with_it():
    """A cell that is not on the form of the finding is named with its form."""
    session = sums(LEFT | RIGHT | {"明细!行[2].栏1": "474468.74"})
    assert told(session, "HJ-01")[0].startswith("测02表 第2个行·1栏 一 474,468.74 像是 744,468.74")


def test_a_cause_goes_on_from_maybe():
    """It is worded as a guess."""
    known = cause(sums(LEFT | RIGHT | {"总表!行1.金额": "1234657"}), "HJ-01")
    assert known is not None
    assert known.words == f"可能是：{known.text}"


def test_two_figures_that_fit_alike_are_no_guess():
    """Each of two rows would be right with two digits exchanged: nothing is said."""
    session = sums(
        {"总表!行1.金额": "120.00", "总表!行2.金额": "450.12", "总表!行3.金额": "780.12"}
    )
    fill(session, {"明细!行[1].栏1": "1350.33"})
    assert cause(session, "HJ-01") is None


def test_a_wrong_digit_needs_another_rule():
    """Some digit of some figure fits nearly every difference."""
    session = sums(LEFT | RIGHT | {"总表!行3.金额": "96802.19"})
    assert cause(session, "HJ-01") is None
    fill(session, {"总表!行3.其中": "96402.19"})
    text, address, figure = told(session, "HJ-01")
    assert text.endswith("96,802.19 像是 96,402.19（一个数字不同）")
    assert (address, figure) == ("总表!行3.金额", "96,402.19")


def test_a_guess_that_breaks_a_rule_is_dropped():
    """The exchanged digits would make the part larger than the whole."""
    typed = LEFT | RIGHT | {"总表!行2.金额": "480233.51", "总表!行2.其中": "450000"}
    assert cause(sums(typed), "HJ-01") is None
    del typed["总表!行2.其中"]
    assert told(sums(typed), "HJ-01")[2] == "408,233.51"


def test_a_guess_beyond_the_limit_of_its_field_is_dropped():
    """The figure in 万元 may not be so large, so only that in 元 can be meant."""
    session = sums({"自评[甲]!总额.执行数": "20.00", "明细!行[1].栏3": "2000000000"}, ("甲",))
    assert told(session, "HJ-03")[1:] == ("明细!行[1].栏3", "200,000.00")


def test_figures_that_are_no_sum_are_left_alone():
    """A count cannot make up for half a yuan."""
    typed = {"总表!行8.数": "12", "总表!行6.其中": "12.50"}
    assert cause(sums(typed), "ZB-04") is None


# ---- one figure on both sides


def test_one_figure_in_two_spellings_names_both():
    """Nobody knows which side is right: both are told."""
    session = sums({"总表!行3.金额": "96402.19", "总表!行3.其中": "96042.19"})
    text, address, figure = told(session, "ZB-02")
    assert "96,042.19与" in text
    assert text.endswith("96,402.19本是一个数（两个数字对调），核对哪个对")
    assert (address, figure) == ("总表!行3.其中", "")


def test_a_third_place_decides_between_two_spellings():
    """Where the sum is right with one of the two, the other is the mistyped one."""
    session = sums(LEFT | RIGHT | {"总表!行3.其中": "96042.19"})
    assert told(session, "ZB-02")[1:] == ("总表!行3.其中", "96,402.19")


# ---- units


def test_yuan_where_ten_thousand_belong():
    """The sum in 万元 is compared with 元 divided and rounded."""
    texts = {"自评[甲]!总额.执行数": "3250412.34", "自评[乙]!总额.执行数": "1.5"}
    rows = {"明细!行[1].栏3": "3250412.34", "明细!行[2].栏3": "15000"}
    text, address, figure = told(sums(texts | rows, ("甲", "乙")), "HJ-03")
    assert text == "测3表 合计·执行数 3,250,412.34 像是 325.04（元和万元弄混了）"
    assert (address, figure) == ("自评[甲]!总额.执行数", "325.04")


def test_the_same_digits_in_both_units_name_both():
    """元 in the form in 万元, or 万元 in the form in 元: both are told."""
    session = sums({"自评[甲]!总额.执行数": "325.41", "明细!行[1].栏3": "325.41"}, ("甲",))
    text, _, figure = told(session, "HJ-03")
    assert text.endswith("325.41本是一个数（元和万元弄混了），核对哪个对")
    assert figure == ""


def test_a_limit_missed_a_thousandfold_is_a_matter_of_the_unit():
    """Below a limit the other figure need not be equal, only allowed."""
    session = sums({"自评[甲]!总额.执行数": "3250400", "自评[甲]!总额.预算数": "940.68"}, ("甲",))
    assert told(session, "ZP-01")[1:] == ("自评[甲]!总额.执行数", "325.04")
    fill(session, {"自评[甲]!总额.执行数": "950"})
    assert cause(session, "ZP-01") is None


def test_a_limit_missed_by_a_little_figure_is_not():
    """A figure so small that nothing would be left of it was typed in the right unit."""
    session = sums({"自评[甲]!总额.执行数": "40", "自评[甲]!总额.预算数": "0.01"}, ("甲",))
    assert cause(session, "ZP-01") is None


def test_the_limit_of_a_field_has_a_cause_too():
    """A value beyond its field's own limit is looked at like a rule."""
    session = sums({"自评[甲]!总额.执行数": "2000000000"}, ("甲",))
    assert cause(session, "填报-范围") is None
    fill(session, {"自评[甲]!总额.执行数": "123450000"})
    assert told(session, "填报-范围")[1:] == ("自评[甲]!总额.执行数", "12,345.00")


# ---- rows and neighbours


def test_a_row_on_one_side_only():
    """The difference is exactly one row: the other side lacks it, or it was counted twice."""
    session = sums(LEFT | RIGHT | {"明细!行[3].栏1": "31415.92", "明细!行[3].名称": "差旅"})
    text, address, figure = told(session, "HJ-01")
    assert text == "测02表 第3个行 差旅·1栏 一 31,415.92 正好是差额，只有一边有它，或者重复算了一次"
    assert (address, figure) == ("明细!行[3].栏1", "")


def test_two_rows_of_the_same_amount_are_no_guess():
    """Which of them is too many cannot be said."""
    session = sums(LEFT | RIGHT)
    fill(session, {"明细!行[3].栏1": "31415.92", "明细!行[4].栏1": "31415.92"})
    fill(session, {"总表!行4.金额": "36681.96"})
    assert cause(session, "HJ-01") is None


def test_a_side_that_is_blank_says_nothing():
    """Of a side that is not filled in yet every row is missing."""
    session = sums({"明细!行[1].栏1": "31415.92"})
    assert cause(session, "HJ-01") is None


def test_a_figure_typed_one_row_off():
    """The figure stands in the next row, and its own cell is blank."""
    session = sums(LEFT | {"明细!行[1].栏1": "1744468.74", "明细!行[1].科目": "甲"})
    fill(
        session,
        {"总表!行1.金额": "", "总表!行2.金额": "1744468.74", "明细!行[1].栏1": "1744468.74"},
    )
    fill(session, {"总表!行3.金额": "", "总表!行4.金额": ""})
    text, address, figure = told(session, "HJ-04")
    assert text == "1,744,468.74 填到了测01表 行次2 第二项·金额，本该填在测01表 行次1 第一项·金额"
    assert (address, figure) == ("总表!行1.金额", "1,744,468.74")


def test_two_figures_exchanged():
    """Each stands where the other belongs."""
    session = sums(LEFT | {"明细!行[1].栏1": "408233.51", "明细!行[1].科目": "甲"})
    text, address, _ = told(session, "HJ-04")
    assert text == (
        "测01表 行次1 第一项·金额 1,234,567.00 与测01表 行次2 第二项·金额 408,233.51 填反了"
    )
    assert address == "总表!行1.金额"


def test_a_short_figure_is_not_called_misplaced():
    """Round and little figures stand in many places."""
    session = sums({"总表!行2.金额": "500", "明细!行[1].栏1": "500", "明细!行[1].科目": "甲"})
    assert cause(session, "HJ-04") is None


def test_a_figure_beside_the_compared_one_was_added():
    """The figure in the next column is exactly what is too much; what was proposed is right."""
    session = sums(
        {
            "明细!行[1].栏2": "940680.00",
            "总表!行6.金额": "991080.00",
            "总表!行7.其中": "50400.00",
        }
    )
    text, address, figure = told(session, "HJ-02")
    assert text == (
        "行次6 取自02·金额 991,080.00 重复加上了行次7 结果·其中（正好等于差额），像是 940,680.00"
    )
    assert (address, figure) == ("总表!行6.金额", "940,680.00")
    fill(session, {"总表!行6.金额": "890280.00"})
    assert "漏加了行次7 结果·其中" in told(session, "HJ-02")[0]


def test_a_figure_beside_it_may_be_all_that_is_known():
    """Where no proposal says which cell is wrong, the figure beside is named alone."""
    session = sums(LEFT | RIGHT | {"总表!行5.其中": "50400.31", "总表!行1.金额": "1284967.31"})
    text, address, figure = told(session, "HJ-01")
    assert text == "行次5 合计·其中 正好等于差额，多加了它，或者漏加了它"
    assert (address, figure) == ("总表!行5.其中", "")


def test_a_proposal_typed_over():
    """What the program proposed would be right."""
    session = sums({"明细!行[1].栏2": "940680.00", "总表!行6.金额": "812345.67"})
    text, address, figure = told(session, "HJ-02")
    assert text == "行次6 取自02·金额 812,345.67 盖过了预填的 940,680.00"
    assert (address, figure) == ("总表!行6.金额", "940,680.00")


def test_a_calculated_figure_written_over():
    """An overridden figure below a side is looked at like a proposal typed over."""
    session = sums({"明细!行[1].栏2": "940680.00", "明细!行[1].栏3": "940680.00"})
    session.override(cell(session, "总表!行7.金额"), "812345.67", "按批复数填列")
    text, address, figure = told(session, "HJ-05")
    assert text == "行次7 结果·金额 812,345.67 盖过了自动计算的 940,680.00"
    assert (address, figure) == ("总表!行7.金额", "940,680.00")


def test_a_side_written_over_needs_no_cause():
    """Where the rule compares the overridden cell itself, its message says all there is."""
    session = sums({"明细!行[1].栏2": "940680.00", "总表!行6.金额": "940680.00"})
    session.override(cell(session, "总表!行7.金额"), "812345.67", "按批复数填列")
    assert cause(session, "HJ-02") is None


def test_the_same_figure_twice_in_a_column():
    """One of two neighbours was typed again instead of its own figure: both are named."""
    session = sums(LEFT | RIGHT | {"总表!行2.金额": "1234567"})
    text, address, figure = told(session, "HJ-01")
    assert "行次1 第一项·金额 1,234,567.00与行次2 第二项·金额 1,234,567.00相同" in text
    assert text.endswith("有一格抄错了，像是 408,233.51")
    assert (address, figure) == ("总表!行1.金额", "")


def test_columns_that_are_usually_equal_are_not_copied():
    """Where another row has the same figure twice, too, it means nothing."""
    rows = {"明细!行[1].栏1": "744468.74", "明细!行[1].栏2": "744468.74"}
    rows |= {"明细!行[2].栏1": "999912.34", "明细!行[2].栏2": "999912.34"}
    assert cause(sums(LEFT | rows), "HJ-01") is None
    rows["明细!行[1].栏2"] = "1"
    text, address, figure = told(sums(LEFT | rows), "HJ-01")
    assert "与测02表 第2个行·2栏 二相同，抄错了一格" in text
    assert (address, figure) == ("明细!行[2].栏1", "1,000,000.00")


def test_columns_of_fixed_rows_that_are_usually_equal():
    """The same holds for rows that are printed on the form."""
    rows = LEFT | RIGHT | {"总表!行4.金额": "6266.05", "总表!行4.其中": "6266.05"}
    text, _, figure = told(sums(rows), "HJ-01")
    assert "与行次4 第四项·其中相同，抄错了一格" in text
    assert figure == "5,266.04"
    rows["总表!行2.其中"] = rows["总表!行2.金额"]
    assert cause(sums(rows), "HJ-01") is None


def test_the_figure_of_another_project():
    """The figure of the project before was typed again: one of the two is wrong."""
    texts = {"自评[甲]!总额.执行数": "325.41", "自评[乙]!总额.执行数": "325.41"}
    session = sums(texts | {"明细!行[1].栏3": "5012300"}, ("甲", "乙"))
    assert told(session, "HJ-03")[0].endswith("有一格抄错了，像是 175.82")


# ---- rounding


def test_a_remainder_of_rounding():
    """万元 that were rounded one by one, against the sum of 元 rounded once."""
    texts = {"自评[甲]!总额.执行数": "12.35", "自评[乙]!总额.执行数": "23.35"}
    rows = {"明细!行[1].栏3": "123450", "明细!行[2].栏3": "233450"}
    session = sums(texts | rows, ("甲", "乙"))
    assert only(session, "HJ-03").message == "自评35.70万元，02表35.69万元"
    text, address, figure = told(session, "HJ-03")
    assert (text, address, figure) == ("四舍五入的尾差", "明细!合计.栏3", "")


def test_a_fen_too_much_is_no_remainder_where_nothing_is_rounded():
    """In 元 a sum is exact."""
    assert cause(sums(LEFT | RIGHT | {"总表!行4.金额": "5266.05"}), "HJ-01") is None


# ---- what is not looked at


def test_hints_and_texts_have_no_cause():
    """A rule against a fixed figure, and one that compares nothing, say nothing."""
    session = sums({"总表!行4.其中": "110"})
    assert cause(session, "ZB-03") is None
    fill(session, {"总表!行4.其中": "很多"})
    assert cause(session, "填报-数值") is None


def test_a_finding_that_is_explained_or_gone_has_no_cause():
    """Only what is open is looked into; a finding of before an edit finds nothing."""
    session = sums({"总表!行3.金额": "96402.19", "总表!行3.其中": "96042.19"})
    before = only(session, "ZB-02")
    session.justify(before, "两个数的口径不同，已经核对")
    [justified] = found(session, "ZB-02")
    assert justified.outcome is Outcome.JUSTIFIED
    assert session.with_cause(justified).cause is None
    fill(session, {"总表!行3.其中": "96402.19"})
    assert session.auditor.cause(before) is None
    session = sums({"总表!行1.金额": "5", "明细!行[1].栏1": "6", "明细!行[1].科目": "甲"})
    before = only(session, "HJ-04")
    [sheet] = session.calculation.shape.of_form("明细")
    session.apply(RemoveRecord(sheet.sheet, "行", sheet.records("行")[0].id))
    assert session.auditor.cause(before) is None


def test_looking_for_a_cause_changes_nothing():
    """The values, the findings and the file's history are what they were."""
    session = sums(LEFT | RIGHT | {"总表!行1.金额": "1234657"})
    values, findings = dict(session.calculation.values), session.findings()
    label = session.undo_label()
    assert [session.with_cause(finding).cause for finding in findings] != [None]
    assert (session.calculation.values, session.findings()) == (values, findings)
    assert session.undo_label() == label


def test_texts_and_blank_tests_are_no_relations():
    """A figure compared with a text that is blank, and a side that is a text, have no cause."""
    session = sums({"总表!行7.其中": "50400.31", "总表!行8.数": "21"})
    assert [cause(session, rule) for rule in ("ZB-05", "ZB-06")] == [None, None]
    assert cause(sums({"总表!说明": "没有", "总表!行8.数": "21"}), "ZB-07") is None


def test_a_figure_on_a_project_card():
    """The card has no rows or columns, but what was typed there is looked at."""
    session = sums({"项目卡[甲].基数": "1234.65", "自评[甲]!总额.执行数": "1234.56"}, ("甲",))
    assert session.findings() == []
    fill(session, {"项目卡[甲].基数": "1234.56", "自评[甲]!总额.执行数": "1243.56"})
    text, address, figure = told(session, "ZP-01")
    assert text.endswith("本是一个数（两个数字对调），核对哪个对")
    assert (address, figure) == ("自评[甲]!总额.执行数", "")


def many_rows(count: int) -> Session:
    """A sum of many rows, one of them with two digits exchanged."""
    chance = Random(count)  # noqa: S311 - only figures
    figures = [chance.randrange(1_000_000, 9_999_999) for _ in range(count)]
    rows = {f"明细!行[{n}].栏1": str(figure) for n, figure in enumerate(figures, 1)}
    return sums(rows | {"总表!行1.金额": str(sum(figures) + 90)})


def test_very_many_cells_are_not_looked_through():
    """Somebody waits: with more cells below a rule than the bound there is no guess, and soon."""
    session = many_rows(origins.MOST_CELLS + 50)
    [finding] = found(session, "HJ-01")
    began = time.perf_counter()
    assert session.with_cause(finding).cause is None
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    ("module", "bound"),
    [(trial, "MOST_CHANGED"), (effects, "MOST_CHECKS"), (origins, "MOST_CELLS")],
)
def test_every_bound_gives_up_quietly(module, bound, monkeypatch):
    """What is beyond a bound is not guessed at, and nothing fails."""
    session = sums(LEFT | RIGHT | {"总表!行1.金额": "1234657"})
    monkeypatch.setattr(module, bound, 0)
    known = cause(session, "HJ-01")
    assert known is None or known.figure == "1,234,567.00"


def test_no_guess_among_none():
    """Nothing tried, nothing best."""
    assert best([]) == []


# ---- properties


def planted(figure: int, kind: str, chance: Random) -> int:
    """A figure mistyped so."""
    digits = str(figure)
    at = chance.randrange(len(digits) - 1)
    match kind:
        case "swapped":
            return int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
        case "unit":
            return figure * 10_000
        case "ten":
            return figure * 10
        case "hundred":
            return figure * 100
        case _:
            return -figure


@settings(max_examples=60)
@given(
    st.lists(st.integers(10**6, 10**9), min_size=4, max_size=9, unique=True),
    st.sampled_from(["swapped", "unit", "ten", "hundred", "sign"]),
    st.integers(0, 2**20),
)
def test_a_planted_slip_in_a_random_sum_is_named(figures, kind, seed):
    """Whatever the figures: the slip is named with its figure, if it is the only one that fits."""
    chance = Random(seed)  # noqa: S311 - only to choose
    at = chance.randrange(len(figures))
    wrong = planted(figures[at], kind, chance)
    assume(wrong != figures[at] and (kind != "swapped" or len(str(wrong)) == len(str(figures[at]))))
    gap = wrong - figures[at]
    others = [f for n, f in enumerate(figures) if n != at]
    assume(all(gap != f for f in (*others, wrong)))
    assume(not any(_fits(f, gap) for f in others))
    typed = [wrong if n == at else f for n, f in enumerate(figures)]
    rows = {f"明细!行[{n}].栏1": yuan(f) for n, f in enumerate(typed, 1)}
    session = sums(rows)
    total = sum(figures)
    fill(session, {"总表!行1.金额": yuan(total - total // 3), "总表!行2.金额": yuan(total // 3)})
    assume(not any(_fits(f, -gap) for f in (total - total // 3, total // 3)))
    known = cause(session, "HJ-01")
    assert known is not None
    assert session.names.address(known.cell) == f"明细!行[{at + 1}].栏1"
    assert Decimal(known.figure.replace(",", "")) == Decimal(yuan(figures[at]))


@settings(max_examples=60)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=9), st.integers(-(10**9), 10**9))
def test_whatever_is_named_would_be_right(figures, error):
    """With any difference at all: a figure that is proposed makes the two sides equal."""
    rows = {f"明细!行[{n}].栏1": yuan(f) for n, f in enumerate(figures, 1)}
    session = sums(rows | {"总表!行1.金额": yuan(sum(figures) + error)})
    for finding in found(session, "HJ-01"):
        known = session.with_cause(finding).cause
        if known is not None and known.figure:
            session.type_text([known.cell], known.figure)
            assert text(session, "总表!行5.金额") == text(session, "明细!合计.栏1")


def yuan(fen: int) -> str:
    """An amount as it is typed."""
    return str(Decimal(fen).scaleb(-2))


def _fits(figure: int, gap: int) -> bool:
    """Whether some slip of another figure makes up for the same difference."""
    digits = str(figure)
    meant = [figure * f for f in (10, 100, 10_000)] + [-figure]
    meant += [round(figure / f) for f in (10, 100, 10_000)]
    meant += [
        int(digits[:n] + digits[n + 1] + digits[n] + digits[n + 2 :])
        for n in range(len(digits) - 1)
    ]
    return figure - gap in meant
