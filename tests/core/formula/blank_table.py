"""What each operator makes of a blank, 0, a failed value and a figure: rule 2 of the house.

`a` runs through the columns, `b` is 3, `c` is blank. “不能算” stands for the operand's own reason
handed on; “不能算：…” for a new one. The same rows, as Markdown, stand in docs/templates.md.
"""

from typing import NamedTuple

BLANK_WORD = "空白"
FAILED_WORD = "不能算"
TRUE_WORD = "是"
FALSE_WORD = "否"

COLUMNS = ("空白", "0", "不能算", "6")


class Row(NamedTuple):
    """One formula and its results for a blank, a = 0, a failed, a = 6."""

    formula: str
    blank: str
    zero: str
    failed: str
    six: str
    audit: bool = False


NO_DIVISOR = "不能算：除数是 0"
HAS_NO_TEXT = '不能算：HAS 只在文字里找文字；要找一个数，写成 TEXT(数, "0.00")'
NO_FIGURE = "不能算：“甲”不是数，不能与数比较"

ROWS = (
    # 加减、合计：空白不计，全部空白才是空白
    Row("a + b", "3", "3", "不能算", "9"),
    Row("b + a", "3", "3", "不能算", "9"),
    Row("a + c", "空白", "0", "不能算", "6"),
    Row("a - b", "-3", "-3", "不能算", "3"),
    Row("b - a", "3", "3", "不能算", "-3"),
    Row("c - a", "空白", "0", "不能算", "-6"),
    Row("-a", "空白", "0", "不能算", "-6"),
    Row("SUM(a, b)", "3", "3", "不能算", "9"),
    Row("SUM(a, c)", "空白", "0", "不能算", "6"),
    Row("SUMIF(a, 6, b)", "空白", "空白", "不能算", "3"),
    Row("SUMIFS(b, b, 3, a, 6)", "空白", "空白", "不能算", "3"),
    Row("SUMIFS(b, b, a)", "空白", "空白", "不能算", "空白"),
    Row("FIRST(b, b, 3, a, 6)", "空白", "空白", "不能算", "3"),
    Row("FIRST(a, b, 3)", "空白", "0", "不能算", "6"),
    # 乘除和其他计算：有空白就是空白
    Row("a * b", "空白", "0", "不能算", "18"),
    Row("a * c", "空白", "空白", "不能算", "空白"),
    Row("a / b", "空白", "0", "不能算", "2"),
    Row("b / a", "空白", NO_DIVISOR, "不能算", "0.5"),
    Row("c / a", "空白", "空白", "不能算", "空白"),
    Row("RATIO(a, b)", "空白", "0", "不能算", "2"),
    Row("RATIO(b, a)", "空白", "空白", "不能算", "0.5"),
    Row("RATIO(a, c)", "空白", "空白", "不能算", "空白"),
    Row("MIN(a, b)", "空白", "0", "不能算", "3"),
    Row("MAX(a, b)", "空白", "3", "不能算", "6"),
    Row("ABS(a)", "空白", "0", "不能算", "6"),
    Row("ROUND(a, 0)", "空白", "0", "不能算", "6"),
    Row("ROUNDUP(a, 0)", "空白", "0", "不能算", "6"),
    Row("WAN(a)", "空白", "0", "不能算", "0.0006"),
    Row("YUAN(a)", "空白", "0", "不能算", "60000"),
    Row("WAVG(a, b)", "空白", "0", "不能算", "6"),
    Row("WAVG(b, a)", "空白", "不能算：权重合计是 0", "不能算", "3"),
    Row("RATE(a, b)", "空白", "0", "不能算", "2"),
    Row("RATE(b, a)", "空白", "空白", "不能算", "0.5"),
    Row("RATESCORE(10, a, b, b)", "空白", "0", "不能算", "10"),
    Row("RATESCORE(10, c, b, a)", "空白", "0", "不能算", "空白"),
    Row("RATESCORE(a, b, b, b)", "空白", "0", "不能算", "6"),
    Row("TOTAL(a, b)", "空白", "0", "不能算", "6"),
    Row("TOTAL(b, a)", "3", "3", "不能算", "3"),
    Row("POOL(a, b)", "空白", "0", "不能算", "6"),
    Row("POOL(b, a)", "3", "3", "不能算", "3"),
    Row("FIGURE(a)", "空白", "0", "不能算", "6"),
    Row("COUNTIF(b, a)", "空白", "0", "不能算", "0"),
    Row("COUNTIF(a, 6)", "0", "0", "不能算", "1"),
    Row("COUNT(a, b)", "1", "2", "不能算", "2"),
    Row("COUNT(a, c)", "0", "1", "不能算", "1"),
    Row('TEXT(a, "0.00")', "空白", "0.00", "不能算", "6.00"),
    Row("GRADE(a)", "空白", "差", "不能算", "差"),
    Row("SCORE(b, a, 10)", "空白", "0", "不能算", "10"),
    Row("SCORE(a, b, 10)", "空白", "0", "不能算", "5"),
    Row("SCORE(b, b, a)", "空白", "0", "不能算", "6"),
    Row('CONCAT("甲", a)', "甲", "甲0", "不能算", "甲6"),
    Row("CONCAT(c, a)", "空白", "0", "不能算", "6"),
    Row('HAS(c, "甲")', "空白", "空白", "空白", "空白"),
    Row('HAS("甲6", TEXT(a, "0"))', "空白", "否", "不能算", "是"),
    Row('HAS(a, "甲")', "空白", HAS_NO_TEXT, "不能算", HAS_NO_TEXT),
    Row("NAME(c)", "空白", "空白", "空白", "空白"),
    # 比较：是否填了，用 = "" 和 <> ""；审核时空白的金额当 0
    Row('a = ""', "是", "否", "不能算", "否"),
    Row('a <> ""', "否", "是", "不能算", "是"),
    Row('a = ""', "是", "否", "不能算", "否", audit=True),
    Row('a <> ""', "否", "是", "不能算", "是", audit=True),
    Row("a = b", "空白", "否", "不能算", "否"),
    Row("a <> b", "空白", "是", "不能算", "是"),
    Row("a < b", "空白", "是", "不能算", "否"),
    Row("a >= b", "空白", "否", "不能算", "是"),
    Row("a = c", "空白", "空白", "不能算", "空白"),
    Row("a = b", "否", "否", "不能算", "否", audit=True),
    Row("a <> b", "是", "是", "不能算", "是", audit=True),
    Row("a < b", "是", "是", "不能算", "否", audit=True),
    Row("a >= b", "否", "否", "不能算", "是", audit=True),
    Row("a = c", "是", "是", "不能算", "否", audit=True),
    Row("a > c", "否", "否", "不能算", "是", audit=True),
    Row('a = "甲"', "否", NO_FIGURE, "不能算", NO_FIGURE),
    Row('a <> "甲"', "是", NO_FIGURE, "不能算", NO_FIGURE),
    Row("a IN (6, 7)", "空白", "否", "不能算", "是"),
    Row("b IN (a, 7)", "否", "否", "不能算", "否"),
    # 条件
    Row("IF(a > b, 1, 2)", "空白", "2", "不能算", "1"),
    Row("IF(a > b, 1, 2)", "2", "2", "不能算", "1", audit=True),
    Row('IF(a = "", 1, a)', "1", "0", "不能算", "6"),
    Row("IF(b = 3, b, a)", "3", "3", "3", "3"),
    Row('IF(b = 3, "", a)', "空白", "空白", "空白", "空白"),
    Row("AND(a > b, b > 0)", "空白", "否", "不能算", "是"),
    Row("AND(a > b, b < 0)", "否", "否", "不能算", "否"),
    Row("OR(a > b, b > 0)", "是", "是", "不能算", "是"),
    Row("OR(a > b, b < 0)", "空白", "否", "不能算", "是"),
)


def markdown() -> str:
    """The table as it stands in the guide to templates."""
    head = "| 公式（b 是 3，c 空白） | " + " | ".join(f"a 是{name}" for name in COLUMNS) + " |"
    lines = [head, "| --- | --- | --- | --- | --- |"]
    for row in ROWS:
        place = "（审核公式里）" if row.audit else ""
        cells = (f"`{row.formula}`{place}", row.blank, row.zero, row.failed, row.six)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
