"""POOL: the results of several sub-projects as one, the way 备注 2 of the forms has it.

Absolute figures of one unit are added; relative ones (%, 元/人) are averaged with the money as
weights. The result is a text as people write it, to be scored like any other.
"""

from collections.abc import Sequence
from decimal import Decimal
from functools import reduce
from typing import Final

from core.formula.measure import RELATIVE, Measure, Unread, read_measure, written
from core.values import BLANK, CONTEXT, Failed, Value, plain

_PLACES: Final = Decimal("0.01")


def pool(results: Sequence[Value], money: Sequence[Value]) -> Value:
    """One text for all results; blank as long as one is missing, Failed when they do not fit."""
    if len(results) != len(money):
        return Failed("POOL 的两列长短不一")
    rows = [(text, sum_) for text, sum_ in zip(results, money, strict=True) if text is not BLANK]
    if any(
        sum_ not in (BLANK, 0) for text, sum_ in zip(results, money, strict=True) if text is BLANK
    ):
        return BLANK
    measures: list[Measure] = []
    for text, _ in rows:
        read = read_measure(plain(text) if isinstance(text, Decimal) else str(text))
        wrong = _unfit(read, measures)
        if isinstance(read, Unread) or wrong:
            return Failed(wrong)
        measures.append(read)
    return _pooled(measures, [sum_ for _, sum_ in rows]) if measures else BLANK


def _unfit(read: Measure | Unread, before: Sequence[Measure]) -> str:
    """Why a result cannot be pooled with those before it."""
    if isinstance(read, Unread):
        return read.told
    if read.relation:
        return f"“{written(read)}”不是一个确定的数，完成值不写{read.relation}"
    if before and before[0].unit != read.unit:
        return f"单位不一致：{written(before[0])}、{written(read)}，不能合在一起"
    return ""


def _pooled(measures: Sequence[Measure], money: Sequence[Value]) -> Value:
    first = measures[0]
    scale = min(measure.scale for measure in measures)
    if first.unit not in RELATIVE and "/" not in first.unit:
        number = reduce(CONTEXT.add, (measure.number for measure in measures))
        return written(Measure("", number, first.unit, scale))
    weights = [amount for amount in money if isinstance(amount, Decimal)]
    if len(weights) < len(measures):
        return BLANK
    whole = reduce(CONTEXT.add, weights)
    if any(weight < 0 for weight in weights) or not whole:
        return Failed("作权重的资金合计是 0" if not whole else "作权重的资金有负数")
    parts = (CONTEXT.multiply(m.number, w) for m, w in zip(measures, weights, strict=True))
    mean = CONTEXT.divide(reduce(CONTEXT.add, parts), whole)
    return written(Measure("", mean.quantize(_PLACES, context=CONTEXT), first.unit, scale))
