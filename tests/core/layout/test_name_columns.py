"""Which columns name the rows of a form."""

import pytest

from core.layout.name_columns import name_columns
from core.refs import SheetId
from core.session import Session


@pytest.fixture(scope="module")
def example():
    """A document with tables of codes, and with forms that are no tables."""
    with Session.example("tonghai-2021", None) as session:
        yield session


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("一般公共预算收支", 4),  # three for the parts of the code, one for the name
        ("三公经费", 2),
        ("收入支出总表", 0),  # income and expenditure side by side, each with its names
        ("基本支出", 0),
        ("整体自评情况", 0),  # a form without a head
    ],
)
def test_columns_left_of_the_first_figure_name_the_rows(example, form, columns):
    """Codes and names, and nothing where there is no head."""
    assert name_columns(example.plan(SheetId(form))) == columns


def test_figures_above_a_head_do_not_count(example):
    """A project's budget stands above the table of its indicators, further left."""
    sheet = next(title.sheet for title in example.sheets() if title.sheet.form == "项目自评")
    plan = example.plan(sheet)
    assert name_columns(plan) == 7
    assert plan.heads[0].first == 10
