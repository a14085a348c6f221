"""Points as they are rounded: once, half up or always up, as the suite says."""

from decimal import ROUND_UP, Decimal
from typing import Literal, TypeAlias

from core.values import CONTEXT, CellValue, Failed, Value, plain, quantise

Rounding: TypeAlias = Literal["half_up", "up"]


def points_rounded(exact: Decimal, decimals: int, rounding: Rounding) -> CellValue:
    """The points; Failed when they are out of any account's range."""
    usual = quantise(exact, decimals)
    if isinstance(usual, Failed):
        return Failed("分值太大，请检查是否多填了位数")
    if rounding == "half_up":
        return usual
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_UP, context=CONTEXT)


def rounding_told(exact: Decimal, result: Value, decimals: int, rounding: Rounding) -> str:
    """The result, with the rounding named where it changed the figure."""
    shown = plain(result) if isinstance(result, Decimal) else ""
    if result == exact:
        return shown
    how = "进位" if rounding == "up" else "四舍五入"
    place = f"{decimals}位小数" if decimals else "整数"
    return f"{plain(exact)}，{how}到{place}得{shown}"
