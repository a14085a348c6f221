"""The functions of the language, one entry each: arguments, what it does, and a line of help.

An entry builds a closure out of its compiled arguments, once; so IF reckons only the branch it
takes. Blanks: sums pass over them, everything else that reckons is blank with them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Final, TypeAlias

from core.formula.columns import kinds_of, places_of
from core.formula.comparison import equals
from core.formula.grading import grade, total_points
from core.formula.measure import Measure, figure_of, read_measure
from core.formula.operands import (
    NO_CONDITION,
    Code,
    ColumnCode,
    Environment,
    Frame,
    column,
    fault,
    figures,
    first_failed,
    flat,
    single,
    total,
)
from core.formula.pool import pool
from core.formula.rate import rate, rate_score
from core.formula.score import score
from core.formula.text_search import occurs
from core.number_text import NumberStyle, PercentStyle, format_number
from core.values import BLANK, CONTEXT, Failed, Value, plain

Build: TypeAlias = Callable[[Sequence[ColumnCode]], Code]


@dataclass(frozen=True, slots=True)
class Function:
    """One function, with the number of its arguments (`odd`: pairs after the first)."""

    name: str
    least: int
    most: int | None
    build: Build
    help: str
    odd: bool = False

    def refuses(self, count: int) -> str:
        """Why so many arguments will not do; "" when they will."""
        if self.least <= count and (self.most is None or count <= self.most):
            return f"{self.name} 的条件要成对：一列、一个值" if self.odd and count % 2 == 0 else ""
        if self.least == self.most:
            wanted = f"{self.least}个"
        else:
            wanted = f"至少{self.least}个" if self.most is None else f"{self.least}到{self.most}个"
        return f"{self.name} 要{wanted}参数，现有{count}个"


# --- how arguments reach an implementation


def _singles(work: Callable[[Sequence[Value], Environment], Value]) -> Build:
    """Single values; a failed one is the result."""

    def build(codes: Sequence[ColumnCode]) -> Code:
        def run(frame: Frame) -> Value:
            values = [single(code(frame)) for code in codes]
            return first_failed(values) or work(values, frame.environment)

        return run

    return build


def _figures(work: Callable[[Sequence[Decimal], Environment], Value]) -> Build:
    """Single figures; with a blank among them the result is blank."""

    def build(codes: Sequence[ColumnCode]) -> Code:
        def run(frame: Frame) -> Value:
            values = figures([single(code(frame)) for code in codes])
            return work(values, frame.environment) if isinstance(values, list) else values

        return run

    return build


def _lists(work: Callable[[Sequence[Value]], Value]) -> Build:
    """All values of all arguments, columns opened out, in one list."""

    def build(codes: Sequence[ColumnCode]) -> Code:
        return lambda frame: work(flat(code(frame) for code in codes))

    return build


def _columns(work: Callable[[Sequence[tuple[Value, ...]]], Value]) -> Build:
    """Every argument as a column."""

    def build(codes: Sequence[ColumnCode]) -> Code:
        return lambda frame: work([column(code(frame)) for code in codes])

    return build


# --- the implementations
_MOST_PLACES: Final = 15
_NO_TEXT: Final = Failed('HAS 只在文字里找文字；要找一个数，写成 TEXT(数, "0.00")')


def _if(codes: Sequence[ColumnCode]) -> Code:
    asked, chosen = codes[0], codes[1]
    otherwise: ColumnCode = codes[2] if len(codes) > 2 else lambda _: BLANK

    def run(frame: Frame) -> Value:
        condition = single(asked(frame))
        if isinstance(condition, bool):
            return single((chosen if condition else otherwise)(frame))
        return condition if condition is BLANK or isinstance(condition, Failed) else NO_CONDITION

    return run


def _deciding(decider: bool) -> Callable[[Sequence[Value]], Value]:
    """AND (decided by a False) or OR (decided by a True)."""

    def decide(values: Sequence[Value]) -> Value:
        failed = first_failed(values)
        if failed is not None:
            return failed
        if any(isinstance(value, Decimal | str) for value in values):
            return NO_CONDITION
        if any(value is decider for value in values):
            return decider
        return BLANK if not values or any(value is BLANK for value in values) else not decider

    return decide


def _extreme(pick: Callable[[Sequence[Decimal]], Decimal]) -> Callable[[Sequence[Value]], Value]:
    def extreme(values: Sequence[Value]) -> Value:
        found = figures(values)
        return pick(found) if isinstance(found, list) else found

    return extreme


def _count(values: Sequence[Value]) -> Value:
    return first_failed(values) or Decimal(sum(value is not BLANK for value in values))


def _rounding(rounding: str) -> Callable[[Sequence[Decimal], Environment], Value]:
    def rounded(values: Sequence[Decimal], _: Environment) -> Value:
        number, places = values
        if not -_MOST_PLACES <= places <= _MOST_PLACES or places != int(places):
            return Failed(f"小数位数要是 -{_MOST_PLACES} 到 {_MOST_PLACES} 的整数")
        unit = Decimal(1).scaleb(-int(places), context=CONTEXT)
        result = number.quantize(unit, rounding=rounding, context=CONTEXT)
        return CONTEXT.plus(result) if places >= 0 else result.quantize(Decimal(1), context=CONTEXT)

    return rounded


def _ratio(values: Sequence[Decimal], _: Environment) -> Value:
    return CONTEXT.divide(*values) if values[1] else BLANK


def _text(values: Sequence[Value], _: Environment) -> Value:
    number, pattern = values
    style = _style(pattern) if isinstance(pattern, str) else None
    if style is None:
        return Failed("TEXT 只认这样的格式：0、0.00、#,##0.00、0%、0.00%")
    wrong = fault([number])
    if wrong is not None:
        return wrong
    return format_number(number, style) if isinstance(number, Decimal) else BLANK


def _style(pattern: str) -> NumberStyle | None:
    found = re.fullmatch(r"(#,##)?0(?:\.(0{1,10}))?(%)?", pattern.strip())
    if found is None:
        return None
    percent = PercentStyle.SIGN if found[3] else PercentStyle.NONE
    return NumberStyle(len(found[2] or ""), thousands=bool(found[1]), percent=percent)


def _name(values: Sequence[Value], environment: Environment) -> Value:
    code, dictionary = values[0], values[1] if len(values) > 1 else BLANK
    if code is BLANK:
        return BLANK
    if not isinstance(code, str) or not (dictionary is BLANK or isinstance(dictionary, str)):
        return Failed("NAME 的代码和代码表都要是文字")
    name = environment.name_of(code, dictionary if isinstance(dictionary, str) else None)
    return name or BLANK


def _has(codes: Sequence[ColumnCode]) -> Code:
    text_of, *wanted = codes

    def run(frame: Frame) -> Value:
        text = single(text_of(frame))
        looked_for = flat(code(frame) for code in wanted)
        failed = first_failed((text, *looked_for))
        if failed is not None:
            return failed
        needles = [needle for needle in looked_for if needle is not BLANK]
        if text is BLANK or not needles:
            return BLANK
        if not isinstance(text, str):
            return _NO_TEXT
        words = [needle for needle in needles if isinstance(needle, str)]
        return any(occurs(word, text) for word in words) if words == needles else _NO_TEXT

    return run


def _joined(values: Sequence[Value]) -> Value:
    """The texts and figures one behind the other; blanks add nothing."""
    failed = first_failed(values)
    if failed is not None:
        return failed
    if any(isinstance(value, bool) for value in values):
        return Failed("CONCAT 只连文字和数")
    there = [value for value in values if isinstance(value, str | Decimal)]
    shown = (value if isinstance(value, str) else plain(value) for value in there)
    return "".join(shown) if there else BLANK


def _weighted_average(columns: Sequence[tuple[Value, ...]]) -> Value:
    values, weights = columns
    wrong = fault((*values, *weights))
    if wrong is not None:
        return wrong
    if len(values) != len(weights):
        return Failed("WAVG 的两列长短不一")
    pairs = [
        (value, weight)
        for value, weight in zip(values, weights, strict=True)
        if isinstance(value, Decimal) and isinstance(weight, Decimal)
    ]
    return _mean(pairs) if pairs else BLANK


def _pool(columns: Sequence[tuple[Value, ...]]) -> Value:
    results, money = (tuple(map(single, cells)) for cells in columns)
    return first_failed(results) or fault(money) or pool(results, money)


def _figure(values: Sequence[Value], _: Environment) -> Value:
    if not isinstance(values[0], str):
        return values[0]
    read = read_measure(values[0])
    return figure_of(read) if isinstance(read, Measure) else BLANK


def _with_figures(
    work: Callable[[Sequence[Value], Environment], Value],
) -> Callable[[Sequence[Value], Environment], Value]:
    """Work that decides itself what a blank means, and is given no texts."""

    def checked(values: Sequence[Value], environment: Environment) -> Value:
        return fault(values) or work(values, environment)

    return checked


def _mean(pairs: Sequence[tuple[Decimal, Decimal]]) -> Value:
    weighted, weights = Decimal(0), Decimal(0)
    for value, weight in pairs:
        weighted = CONTEXT.fma(value, weight, weighted)
        weights = CONTEXT.add(weights, weight)
    return CONTEXT.divide(weighted, weights) if weights else Failed("权重合计是 0")


def _sum_if(columns: Sequence[tuple[Value, ...]]) -> Value:
    tested, wanted = columns[0], columns[1]
    return _sum_ifs((columns[2] if len(columns) > 2 else tested, tested, wanted))


def _count_if(columns: Sequence[tuple[Value, ...]]) -> Value:
    tested, wanted = columns
    chosen = _chosen((tested, tested, wanted))
    return Decimal(len(chosen)) if isinstance(chosen, list) else chosen


def _sum_ifs(columns: Sequence[tuple[Value, ...]]) -> Value:
    """The sum of the first column over the places where every condition column equals its value."""
    chosen = _chosen(columns)
    return total(chosen) if isinstance(chosen, list) else chosen


def _first(columns: Sequence[tuple[Value, ...]]) -> Value:
    """The first that is filled of what SUMIFS would add up; figures or texts."""
    chosen = _chosen(columns)
    if not isinstance(chosen, list):
        return chosen
    return next((value for value in chosen if value is not BLANK), BLANK)


def _first_failed_in(columns: Iterable[Sequence[Value]]) -> Failed | None:
    """The failed value furthest left in these columns, which may be long."""
    found = (first_failed(values) for values in columns if Failed in kinds_of(values))
    return next(found, None)


def _chosen(columns: Sequence[tuple[Value, ...]]) -> list[Value] | Value:
    """The values of the first column where every condition column equals its value."""
    failed = _first_failed_in(columns)
    if failed is not None:
        return failed
    values, tested, wanted = columns[0], columns[1::2], [single(c) for c in columns[2::2]]
    if any(len(cells) != len(values) for cells in tested):
        return Failed("取值的列与条件的列长短不一")
    if any(value is BLANK for value in wanted):
        return BLANK
    places = places_of(tested[0], wanted[0]) if len(tested) == 1 else None
    if places is not None:
        return [values[place] for place in places]
    hits = [equals(cells, value) for cells, value in zip(tested, wanted, strict=True)]
    wrong = _first_failed_in((*hits, wanted))
    if wrong is not None:
        return wrong
    rows = zip(values, *hits, strict=True)
    return [value for value, *all_hit in rows if all(hit is True for hit in all_hit)]


# --- the table

_ENTRIES: Final = (
    Function("SUM", 1, None, _lists(total), "合计：空白不计；全部空白时结果为空白"),
    Function(
        "ROUND", 2, 2, _figures(_rounding(ROUND_HALF_UP)), "四舍五入到几位小数：ROUND(数, 位数)"
    ),
    Function(
        "ROUNDUP", 2, 2, _figures(_rounding(ROUND_UP)), "向上进位到几位小数：ROUNDUP(数, 位数)"
    ),
    Function("IF", 2, 3, _if, "条件成立取第二项，否则取第三项；条件为空白时结果为空白"),
    Function("MIN", 1, None, _lists(_extreme(min)), "最小的数；有空白时结果为空白"),
    Function("MAX", 1, None, _lists(_extreme(max)), "最大的数；有空白时结果为空白"),
    Function("ABS", 1, 1, _figures(lambda v, _: CONTEXT.abs(v[0])), "绝对值"),
    Function("COUNT", 1, None, _lists(_count), "填了内容的单元格有几个"),
    Function("SUMIF", 2, 3, _columns(_sum_if), "条件合计：SUMIF(条件列, 值, 求和列)，只认相等"),
    Function(
        "SUMIFS", 3, None, _columns(_sum_ifs), "多条件合计：SUMIFS(求和列, 条件列, 值, …)", odd=True
    ),
    Function("COUNTIF", 2, 2, _columns(_count_if), "列里有几个与值相等：COUNTIF(列, 值)"),
    Function(
        "FIRST", 3, None, _columns(_first), "第一个符合条件的值：FIRST(列, 条件列, 值, …)", odd=True
    ),
    Function("AND", 1, None, _lists(_deciding(False)), "条件全部成立"),
    Function("OR", 1, None, _lists(_deciding(True)), "条件至少成立一个"),
    Function("TEXT", 2, 2, _singles(_text), '数写成文字：TEXT(数, "0.00")'),
    Function(
        "CONCAT", 2, None, _lists(_joined), '文字和数连成一段：CONCAT("任务", 序号)，空白不计'
    ),
    Function("RATIO", 2, 2, _figures(_ratio), "相除；除数为空白或 0 时结果为空白"),
    Function(
        "RATE",
        2,
        3,
        _singles(_with_figures(lambda v, e: rate(v, e.rate))),
        "执行率，按套表的 rate：RATE(执行数, 预算数) 或 RATE(执行数, 年初预算数, 全年预算数)",
    ),
    Function(
        "RATESCORE",
        4,
        5,
        _singles(_with_figures(lambda v, e: rate_score(v, e.rate))),
        "执行率的得分：RATESCORE(分值, 执行率, 执行数, 预算数)，预算数同 RATE",
    ),
    Function(
        "SCORE",
        3,
        4,
        _singles(lambda v, e: score(v, e.score)),
        "按完成情况计分：SCORE(指标性质, 指标值, 实际完成值, 分值)，可以不写指标性质",
    ),
    Function(
        "TOTAL",
        2,
        2,
        _singles(_with_figures(lambda v, e: total_points(v, e.total))),
        "总分，按套表的 total 封顶：TOTAL(得分合计, 执行率)",
    ),
    Function("GRADE", 1, 1, _figures(lambda v, e: grade(v[0], e.grades)), "得分对应的等级"),
    Function("WAVG", 2, 2, _columns(_weighted_average), "加权平均：WAVG(数列, 权重列)"),
    Function("POOL", 2, 2, _columns(_pool), "几个子项目的完成值合成一个：POOL(完成值列, 资金列)"),
    Function("FIGURE", 1, 1, _singles(_figure), "文字里确定的数，认不准时为空白：FIGURE(指标值)"),
    Function(
        "WAN", 1, 1, _figures(lambda v, _: v[0].scaleb(-4, context=CONTEXT)), "元换成万元，不取整"
    ),
    Function("YUAN", 1, 1, _figures(lambda v, _: v[0].scaleb(4, context=CONTEXT)), "万元换成元"),
    Function("HAS", 2, None, _has, "文字里有没有后面几项中的任何一项：HAS(文字, 甲, 乙, …)"),
    Function("NAME", 1, 2, _singles(_name), "代码的名称：NAME(科目编码)，查不到时为空白"),
)

FUNCTIONS: Final = {entry.name: entry for entry in _ENTRIES}
"""Every function but PREV, which belongs to the grammar: it changes which document is asked."""
