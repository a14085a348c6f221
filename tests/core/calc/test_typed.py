"""What a formula's result becomes in a cell, and what a place without a row has."""

from decimal import Decimal

from core.calc.resolve import NOTHING, Constant, Spot
from core.calc.typed import as_cell_value
from core.number_text import NumberStyle
from core.template.form import Field, Reach, Selector
from core.values import BLANK, Failed
from tests.core.sessions import small

MONEY = Field("money", "金额", number=NumberStyle(decimals=2))
WORD = Field("text", "名称")


def test_a_text_is_no_figure():
    """A formula that gives one fails in a cell of figures, and is cut short in the message."""
    assert as_cell_value("两" * 30, MONEY) == Failed(f"“{'两' * 20}”不是数")
    assert as_cell_value(Decimal("1.005"), MONEY) == Decimal("1.01")


def test_what_stands_in_a_cell_of_words():
    """A figure without needless zeros, yes as a word, no as nothing."""
    assert as_cell_value(Decimal("2.50"), WORD) == "2.5"
    assert as_cell_value(True, WORD) == "是"
    assert as_cell_value(False, WORD) is BLANK


def test_a_row_that_is_gone_has_neither_key_nor_number():
    """Whoever asks for one gets a blank."""
    calculation = small({"支出明细!项[2010399].栏2": "5"}).calculation
    [sheet] = [sheet for sheet in calculation.shape.sheets if sheet.form == "支出明细"]
    [row] = calculation.shape.sheets[sheet].records("项")
    for reach in (Reach.KEY, Reach.ORDINAL):
        gone = calculation.resolver.resolve(Selector(reach), Spot(sheet, "没有", "项"))
        assert gone == NOTHING
    there = calculation.resolver.resolve(Selector(Reach.KEY), Spot(sheet, row.id, "项"))
    assert there == Constant("2010399")
