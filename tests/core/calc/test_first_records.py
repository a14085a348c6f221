"""The rows a new form has from the beginning (`start`)."""

import pytest

from core.refs import SheetId
from core.session import Session
from core.template.suite import load_suite
from tests.core.template.mistakes import messages, suite_of

FORM = """notation: 1
form: started
title: 例
columns: [40, 40]
grid: |
  | {.单位} | | 单位*
  | | {.用途} | 单位/明细*
fields: {单位: {type: text}, 用途: {type: text}}
floating:
  单位: {start: 2}
  明细: {start: 2}
"""
SHEET = SheetId("表")


def test_every_first_record_has_its_own_inner_ones() -> None:
    """So many records in each record around them, and they are records like any other."""
    with Session.create_from(load_suite(suite_of(FORM)), None, "某某局") as session:
        units = session.document.records_of(SHEET, "单位")
        details = session.document.records_of(SHEET, "明细")

        assert [detail.parent for detail in details] == [u.id for u in units for _ in range(2)]
        session.apply(session.entries.removed_row(SHEET, units[0].id))
        assert len(session.document.records_of(SHEET, "单位")) == 1


@pytest.mark.parametrize(
    ("right", "wrong", "line", "says"),
    [
        ("  单位: {start: 2}\n", "", 10, "外层的“单位”也要写 start"),
        ("明细: {start: 2}", "明细: {start: 2, max: 1}", 11, "“明细”的 start 比 max 大"),
        ("明细: {start: 2}", "明细: {start: 0}", 11, "太小，不能小于 1"),
        ("单位: {start: 2}", "单位: {start: 一}", 10, "要写整数"),
    ],
)
def test_what_does_not_fit_is_refused(right: str, wrong: str, line: int, says: str) -> None:
    """One message, at its line."""
    told = messages(suite_of(FORM.replace(right, wrong)))

    assert [(at, says in message) for _, at, message in told] == [(line, True)], told


@pytest.mark.parametrize("other", ["rows: [{用途: 甲}]", "merge_equal: [用途], outline: {甲: {}}"])
def test_rows_that_are_listed_elsewhere_have_no_start(other: str) -> None:
    """A list of rows and a number of rows would contradict each other."""
    text = FORM.replace("  | {.单位} | | 单位*\n", "").replace("单位/明细*", "明细*")
    text = text.replace("单位: {type: text}, ", "").replace("  单位: {start: 2}\n", "")
    told = messages(suite_of(text.replace("明细: {start: 2}", f"明细: {{start: 2, {other}}}")))

    assert ["不能再写 start" in message for _, _, message in told] == [True], told
