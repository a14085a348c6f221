"""Whatever is joined and written in a ruled table: the draft loads and prints it the same."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from core.importing.draft import draft_suite
from core.template.suite import load_suite
from tests.core.importing.blanks import blank_forms
from tests.core.importing.books import RULED
from tests.core.importing.test_draft_round_trip import Span, labels, spans

WORDS = ["", "", "", "", "项目", "金额", "合 计", "其中：甲", "一、甲", "1", "2", "3", "得分", "—"]
SIGNS = ["{a}", "<", "^", "#1", ":", "a//b", "甲\n乙", "a|b", "\\", "行1", "year", "title", "列2"]
TEXTS = st.sampled_from([*WORDS, *SIGNS])


@st.composite
def blanks(draw: st.DrawFn) -> tuple[Any, dict[Span, str]]:
    """A ruled sheet, and what stands where on it."""
    rows, columns = draw(st.integers(2, 8)), draw(st.integers(2, 6))
    sheet: Any = Workbook().worksheets[0]
    found: dict[Span, str] = {}
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            sheet.cell(row + 1, column + 1).border = RULED
            if (row, column) in taken:
                continue
            high = draw(st.integers(1, min(3, rows - row)))
            wide = draw(st.integers(1, min(3, columns - column)))
            box = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            if box & taken:
                high, wide, box = 1, 1, {(row, column)}
            taken |= box
            text = draw(TEXTS)
            # A text for the reader is never a formula; a number is one.
            sheet.cell(row + 1, column + 1).value = int(text) if text.isdigit() else text or None
            if len(box) > 1:
                sheet.merge_cells(None, row + 1, column + 1, row + high, column + wide)
            found[row, column, high, wide] = text
    assume(len(found) > 1)
    return sheet, found


@given(blanks())
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_drawn_is_what_stood_there(
    tmp_path: Path, blank: tuple[Any, dict[Span, str]]
) -> None:
    """Every cell in its place, joined as it was, with its text."""
    sheet, wanted = blank
    sheet.parent.save(tmp_path / "空白表.xlsx")

    suite = load_suite(draft_suite(tmp_path / "空白表.xlsx", "random").files)
    form = blank_forms(suite)[0]

    assert spans(form) == sorted(wanted)
    assert labels(form) == {span: text for span, text in wanted.items() if text}
