"""Points for indicators: the vendors' formulas, the published forms, and what nobody may guess."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formula.bands import Band
from core.formula.score import ScoreRule, explain_score, score
from core.values import BLANK, Failed, Value
from tests.core.formula.environment import figure

D = figure
RATIO, LINEAR = ScoreRule(), ScoreRule(reverse="linear")
BONUS = ScoreRule(cap=D("1.2"))


def points(*values: str | Decimal, rule: ScoreRule = RATIO) -> Value:
    """SCORE of these arguments; the last is the full score."""
    return score([*values[:-1], Decimal(values[-1])], rule)


@pytest.mark.parametrize(
    ("target", "actual", "full", "earned"),
    [
        ("≥4300", "4300", "5", "5.00"),
        ("≥4300", "4000", "5", "4.65"),
        ("≧ 91", "90", "10", "9.89"),
        (">99%", "99%", "5", "5.00"),
        (">99%", "98.5％", "5", "4.97"),
        ("≥3100人", "2066人", "5", "3.33"),
        ("≥3100人", "2066", "5", "3.33"),
        ("≥3,100人", "2 066 人", "5", "3.33"),
        ("≥5", "-1", "10", "0.00"),
        ("≥0", "-1", "10", "10.00"),
        ("≥-5", "-3", "10", "10.00"),
        ("大于等于90", "45", "10", "5.00"),
        ("不低于90", "45", "10", "5.00"),
        ("=100%", "100%", "10", "10.00"),
        ("=100%", "50%", "10", "5.00"),
        ("=100", "120", "10", "10.00"),
        ("=0次", "0次", "10", "10.00"),
        ("=0", "-1", "10", "10.00"),
        ("=0次", "1次", "10", "0.00"),
        ("0", "1", "10", "0.00"),
        ("=-5", "-5", "10", "10.00"),
        ("1150", "975", "10", "8.48"),
        ("95%", "95%", "10", "10.00"),
        ("≤60分钟", "60分钟", "10", "10.00"),
        ("≤60分钟", "80分钟", "10", "7.50"),
        ("<1.5万", "1万", "10", "10.00"),
        ("≤0", "1", "10", "0.00"),
        ("≤0", "-1", "10", "10.00"),
        ("≤-5", "-8", "10", "10.00"),
        ("不超过5天", "8天", "10", "6.25"),
        ("≥1万", "12000", "10", "10.00"),
        ("≥1.2万元", "6000元", "10", "5.00"),
        ("≥1.2万元", "0.6万", "10", "5.00"),
        ("≥1亿元", "5000万元", "10", "5.00"),
        ("≥20元/人", "10元/人", "10", "5.00"),
        ("≥20㎡", "10m2", "10", "5.00"),
        ("≥３０家", "15家", "10", "5.00"),
        ("≥3", "1", "0", "0.00"),
        ("≥3", "2", "0.015", "0.01"),
    ],
)
def test_points_follow_the_vendors_formulas(target, actual, full, earned):
    """正向 B÷A, 反向 A÷B, 等于 as 正向; rounded once, half up, to two places."""
    assert str(points(target, actual, full)) == earned


@pytest.mark.parametrize(
    ("relation", "target", "actual", "earned"),
    [
        (">=", "6000", "7119", "20.00"),
        ("≥", "90", "45", "10.00"),
        ("＝", "100", "100", "20.00"),
        ("=", "100", "50", "10.00"),
        ("<=", "5", "8", "12.50"),
        ("＜", "5天", "5天", "20.00"),
        ("≤", "≤5天", "10天", "10.00"),
        ("", "≥5天", "1天", "4.00"),
    ],
)
def test_the_relation_may_stand_in_its_own_column(relation, target, actual, earned):
    """As 云南 has it; a relation within the target is enough, and must not contradict."""
    assert str(points(relation, target, actual, "20")) == earned


def test_published_scores_are_met():
    """通海 12–15: every indicator reached earns its full score."""
    for target, actual in [("1800", "2066"), ("95", "95.76"), ("100", "100"), ("4", "4")]:
        assert points(">=", target, actual, "20.00") == 20


@pytest.mark.parametrize(
    ("target", "actual", "earned"),
    [
        ("5", "8", "4.00"),
        ("5", "10", "0.00"),
        ("5", "99", "0.00"),
        ("5", "5", "10.00"),
        ("0", "1", "0.00"),
    ],
)
def test_a_linear_rule_gives_nothing_from_twice_the_target_on(target, actual, earned):
    """1 − (B−A)÷A of the full score, not below 0."""
    assert str(points("≤", target, actual, "10", rule=LINEAR)) == earned


@pytest.mark.parametrize(
    ("target", "actual", "earned"),
    [
        ("≥100", "110", "11.00"),
        ("≥100", "150", "12.00"),
        ("≥100", "50", "5.00"),
        ("≥0", "5", "10.00"),
        ("=100", "150", "10.00"),
        ("≤100", "50", "10.00"),
    ],
)
def test_a_higher_cap_rewards_only_forward_indicators(target, actual, earned):
    """Up to the cap, and nothing for what cannot be measured against 0."""
    assert str(points(target, actual, "10", rule=BONUS)) == earned


def test_decimals_are_those_of_the_rule():
    """Whole points where the suite says so."""
    assert str(points("≥3", "2", "5", rule=ScoreRule(decimals=0))) == "3"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (("良好", "良好", "5"), "指标值“良好”是文字，不是一个确定的数"),
        (("100%", "完成", "5"), "实际完成值“完成”是文字，不是一个确定的数"),
        (("≥90", "≥95", "5"), "实际完成值“≥95”不是一个确定的数"),
        (("≥90", "约95", "5"), "实际完成值“约95”写的是大概的数，不是一个确定的数"),
        (("90以上", "95", "5"), "指标值“90以上”写的是范围，不是一个确定的数"),
        (("12月底前", "11月", "5"), "指标值“12月底前”写的是期限或日期，不是一个确定的数"),
        (("2021年", "2021年", "5"), "指标值“2021年”写的是期限或日期，不是一个确定的数"),
        (("2021年12月31日", "1", "5"), "指标值“2021年12月31日”写的是期限或日期，不是一个确定的数"),
        (("1-3天", "2天", "5"), "指标值“1-3天”写的是范围，不是一个确定的数"),
        (("12,34", "2", "5"), "指标值“12,34”里的数认不准，不是一个确定的数"),
        (("很" * 30, "2", "5"), f"指标值“{'很' * 20}…”是文字，不是一个确定的数"),
        (("140人", "100%", "5"), "指标值140人与实际完成值100%的单位不一致"),
        (("≥91%", "92", "5"), "指标值91%与实际完成值92的单位不一致"),
        (("91", "92‰", "5"), "指标值91与实际完成值92‰的单位不一致"),
        (("≥30万元", "28", "5"), "指标值30万元与实际完成值28的单位不一致"),
        (("≥30家", "28人", "5"), "指标值30家与实际完成值28人的单位不一致"),
        (("", "1", "5"), "没有填指标值"),
        (("≥1", "　", "5"), "没有填实际完成值"),
        (("≥1", "1", "-5"), "分值是负数"),
        (("定性", "90", "95", "5"), "指标性质“定性”要由人评分"),
        (("", "90", "95", "5"), "没有填指标性质"),
        (("≥", "≤90", "95", "5"), "指标性质“≥”与指标值里的“≤”不一致"),
        (("≥-5", "-6", "5"), "指标值是负数，不能按比例计分"),
        (("≤-5", "-4", "5"), "指标值是负数，不能按比例计分"),
        (("=-5", "-4", "5"), "指标值是负数，不能按比例计分"),
    ],
)
def test_what_cannot_be_judged_is_left_to_a_person(values, reason):
    """Blank, never a guess; the explanation says what is in the way."""
    arguments = [*values[:-1], D(values[-1])]
    assert score(arguments, RATIO) is BLANK
    assert explain_score(arguments, RATIO) == f"{reason}，不能自动计分"


@pytest.mark.parametrize("full", [BLANK, "很多", True])
def test_without_a_full_score_there_is_no_score(full):
    """The 分值 is a figure or there is nothing to earn."""
    assert score(["≥1", "1", full], RATIO) is BLANK
    assert explain_score(["≥1", "1", full], RATIO) == "没有填分值，或分值不是数，不能自动计分"


@pytest.mark.parametrize("blank", [BLANK, False])
def test_a_blank_part_is_named(blank):
    """Nothing was typed there."""
    assert explain_score([blank, "1", D("5")], RATIO) == "没有填指标值，不能自动计分"
    assert explain_score([blank, "1", "1", D("5")], RATIO) == "没有填指标性质，不能自动计分"


@pytest.mark.parametrize(
    ("values", "rule", "sentence"),
    [
        (
            ("≥3100人", "2066人", "5"),
            RATIO,
            "指标值≥3100人，实际2066人，完成66.65%，得分＝5×66.65%＝3.33",
        ),
        ((">=", "90", "93", "10"), RATIO, "指标值≥90，实际93，达到指标值，得满分10"),
        (
            ("≤60分钟", "80分钟", "10"),
            RATIO,
            "指标值≤60分钟，实际80分钟，完成75%（反向指标按比值），得分＝10×75%＝7.5",
        ),
        (
            ("≤5天", "8天", "10"),
            LINEAR,
            "指标值≤5天，实际8天，完成40%（反向指标按线性），得分＝10×40%＝4",
        ),
        (
            ("≥100", "150", "10"),
            BONUS,
            "指标值≥100，实际150，完成120%（加分封顶），得分＝10×120%＝12",
        ),
        (("1150", "0", "10"), RATIO, "指标值1150，实际0，完成0%，得分＝10×0%＝0"),
        (
            ("≥20000", "13329", "10"),
            RATIO,
            "指标值≥20000，实际13329，完成66.65%，得分＝10×13329÷20000＝6.66",
        ),
    ],
)
def test_a_score_explains_itself(values, rule, sentence):
    """Target, result, completion, reckoning; exact where the percentage would mislead."""
    assert explain_score([*values[:-1], D(values[-1])], rule) == sentence


BANDS = (
    Band(("达成年度指标", "完成"), D("0.8"), D("1"), D("1")),
    Band(("部分达成", "基本完成"), D("0.6"), D("0.8"), D("0.7")),
    Band(("未达成", "未完成"), D("0"), D("0.6")),
)
BANDED = ScoreRule(bands=BANDS)
UP = ScoreRule(decimals=0, rounding="up")


@pytest.mark.parametrize(
    ("target", "actual", "earned", "sentence"),
    [
        (
            "全年开展",
            "完成",
            "10.00",
            "“完成”属达成年度指标（80%–100%），按100%，得分＝10×100%＝10",
        ),
        ("全年开展", "基本完成", "7.00", "“基本完成”属部分达成（60%–80%），按70%，得分＝10×70%＝7"),
        (
            "明显",
            "部分达成 65%",
            "6.50",
            "“部分达成”属部分达成（60%–80%），选65%，得分＝10×65%＝6.5",
        ),
        (
            "明显",
            "部分达成（60%）",
            "6.00",
            "“部分达成”属部分达成（60%–80%），选60%，得分＝10×60%＝6",
        ),
        (
            "明显",
            "完成：100%",
            "10.00",
            "“完成”属达成年度指标（80%–100%），选100%，得分＝10×100%＝10",
        ),
        ("明显", "未达成，0%", "0.00", "“未达成”属未达成（0%–60%），选0%，得分＝10×0%＝0"),
        ("支出合理合规", "支出合理合规。", "10.00", "与指标值说法相同，按100%，得分＝10×100%＝10"),
        (
            "12月底前",
            "完成",
            "10.00",
            "“完成”属达成年度指标（80%–100%），按100%，得分＝10×100%＝10",
        ),
    ],
)
def test_a_result_in_words_earns_what_its_band_gives(target, actual, earned, sentence):
    """The point of the band, or the percentage that was chosen within it."""
    assert str(points(target, actual, "10", rule=BANDED)) == earned
    assert str(points("定性", target, actual, "10", rule=BANDED)) == earned
    assert explain_score([target, actual, D("10")], BANDED) == f"定性指标，{sentence}"


@pytest.mark.parametrize(
    ("target", "actual", "reason"),
    [
        ("明显", "部分达成 80%", "“部分达成”属部分达成（60%–80%），选的80%不在这一档"),
        ("明显", "完成 79.99%", "“完成”属达成年度指标（80%–100%），选的79.99%不在这一档"),
        ("明显", "完成 101%", "“完成”属达成年度指标（80%–100%），选的101%不在这一档"),
        ("明显", "未达成", "“未达成”属未达成（0%–60%），还要选一个百分比，例如 未达成 0%"),
        ("明显", "完成得很好", "指标值“明显”是文字，不是一个确定的数"),
        ("明显", "全覆盖", "指标值“明显”是文字，不是一个确定的数"),
        ("明显", "95%", "指标值“明显”是文字，不是一个确定的数"),
        ("3100人", "完成", "实际完成值“完成”是文字，不是一个确定的数"),
        ("90以上", "完成", "指标值“90以上”写的是范围，不是一个确定的数"),
        ("三次", "完成", "指标值“三次”的数写成了汉字，不是一个确定的数"),
    ],
)
def test_a_word_that_fits_no_band_or_no_figure_is_left_to_a_person(target, actual, reason):
    """Outside the band, beside a figure, or simply another word."""
    assert points(target, actual, "10", rule=BANDED) is BLANK
    assert explain_score([target, actual, D("10")], BANDED) == f"{reason}，不能自动计分"


@given(st.sampled_from(BANDS), st.decimals(0, 1, places=4))
def test_a_chosen_share_belongs_to_one_band(band, share):
    """Written behind the word of a band it earns itself there and nothing in another."""
    text = f"{band.words[0]} {(share * 100).normalize():f}%"
    inside = band.low <= share and (share < band.high or share == band.high == 1)
    result = score(["明显", text, D("100")], BANDED)
    assert result == (share * 100 if inside else BLANK)


@pytest.mark.parametrize(
    ("target", "actual", "earned", "sentence"),
    [
        ("≥100", "24", "3", "指标值≥100，实际24，完成24%，得分＝10×24%＝2.4，进位到整数得3"),
        ("≥100", "50", "5", "指标值≥100，实际50，完成50%，得分＝10×50%＝5"),
        ("≥3", "1", "4", "指标值≥3，实际1，完成33.33%，得分＝10×33.33%＝3.333，进位到整数得4"),
        ("≥100000", "1", "1", "指标值≥100000，实际1，完成0%，得分＝10×1÷100000＝1（进位）"),
        (
            "≥2999999",
            "2700000",
            "10",
            "指标值≥2999999，实际2700000，完成90%，得分＝10×2700000÷2999999＝10（进位）",
        ),
        (
            "≥3000001",
            "2700000.9",
            "9",
            "指标值≥3000001，实际2700000.9，完成90%，得分＝10×90%＝9",
        ),
    ],
)
def test_points_may_always_round_up(target, actual, earned, sentence):
    """Where the suite says so, and the sentence names it."""
    assert str(points(target, actual, "10", rule=UP)) == earned
    assert explain_score([target, actual, D("10")], UP) == sentence


def test_figures_stand_for_themselves():
    """A number cell as target or result has no unit and no relation."""
    assert score([D("4300"), D("2150"), D("10")], RATIO) == 5
    assert score(["≥", D("4300"), D("2150.0"), D("10")], RATIO) == 5


def test_a_failed_part_is_the_result():
    """The first one, with its reason."""
    bad = Failed("坏")
    assert score(["", bad, Failed("更坏")], RATIO) == bad
    assert explain_score(["", bad, BLANK], RATIO) == "坏"


def test_an_absurd_full_score_fails():
    """Out of any account's range."""
    absurd: list[Value] = ["≥1", "1", D("1E+14")]
    assert score(absurd, RATIO) == Failed("分值太大，请检查是否多填了位数")
    assert explain_score(absurd, RATIO) == "分值太大，请检查是否多填了位数"


amounts = st.decimals(min_value=-(10**6), max_value=10**6, places=3, allow_nan=False).map(str)
full_scores = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False)
relations = st.sampled_from(["", "≥", ">", "=", "≤", "<", "不低于"])
rules = st.builds(ScoreRule, st.sampled_from(["ratio", "linear"]), decimals=st.integers(0, 3))


@given(relations, amounts, amounts, full_scores, rules)
def test_a_score_lies_between_nothing_and_the_full_score(relation, wanted, done, full, rule):
    """Under a cap of 1, whatever the relation and the figures."""
    result = score([relation + wanted, done, full], rule)
    assert result is BLANK or isinstance(result, Decimal)
    if isinstance(result, Decimal):
        most = full.quantize(Decimal(1).scaleb(-rule.decimals), "ROUND_HALF_UP")
        assert 0 <= result <= most


@given(st.sampled_from(["≥", "≤"]), amounts, amounts, amounts, rules)
def test_doing_better_never_costs_points(relation, wanted, one, other, rule):
    """More for 正向, less for 反向."""
    results = [score([relation + wanted, done, D("10")], rule) for done in (one, other)]
    better, worse = sorted(
        zip(map(Decimal, (one, other)), results, strict=True),
        key=lambda p: p[0],
        reverse=relation == "≥",
    )
    if isinstance(better[1], Decimal) and isinstance(worse[1], Decimal):
        assert better[1] >= worse[1]


@given(st.lists(st.text() | st.just(BLANK) | full_scores | st.booleans(), min_size=3, max_size=4))
def test_any_arguments_are_judged_or_not(values):
    """A figure, blank or failed; and a sentence in every case."""
    assert isinstance(score(values, RATIO), Decimal) or score(values, RATIO) is BLANK
    assert explain_score(values, RATIO)
