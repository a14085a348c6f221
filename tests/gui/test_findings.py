"""The list of findings changes only where a finding does."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtTest import QAbstractItemModelTester

from core.findings import Finding, Outcome, Scope, Severity
from core.refs import CellId, SheetId
from gui.findings_model import FindingsModel
from gui.findings_order import KINDS, FindingsOrder, Section, splices
from tests.gui.hands import Hands

FORMS = "甲乙丙丁"
SLIP = "一般公共预算收支!项[2101501].栏9"
FIRST, SECOND = (f"项目自评[{project}]!拨款.年初预算数" for project in (1, 2))


def finding(number: int, form: str = "甲", severity: Severity = Severity.MANDATORY) -> Finding:
    """One that stands at a place of its own."""
    cell = CellId(form, "", "", f"格{number}")
    return Finding("规则", severity, Scope.WITHIN_FORM, Outcome.FAILED, (cell,), f"差{number}")


@st.composite
def sections(draw: st.DrawFn) -> tuple[list[Section], list[Section]]:
    """Two lists that have objects and sections in common, each in one order."""
    forms = draw(st.permutations(FORMS))
    pool = {form: [finding(number, form) for number in range(6)] for form in FORMS}

    def some() -> list[Section]:
        chosen = {form: draw(st.sets(st.integers(0, 5))) for form in FORMS}
        there = {form: tuple(pool[form][n] for n in sorted(chosen[form])) for form in FORMS}
        return [Section("verify", SheetId(f), there[f]) for f in forms if there[f]]

    return some(), some()


@given(sections())
def test_one_list_becomes_another(lists: tuple[list[Section], list[Section]]) -> None:
    """Done one after the other, the splices make the new list of the old one."""
    before, now = lists
    rows = [found for section in before for found in section.findings]
    wanted = splices(before, now)
    assert wanted is not None
    for row, gone, new in wanted:
        assert gone or new
        rows[row : row + gone] = new
    assert list(map(id, rows)) == [id(found) for section in now for found in section.findings]


def test_sections_in_another_order_are_listed_anew() -> None:
    """Another sheet is open: everything moves."""
    first, second = (Section("hint", SheetId(form), (finding(1, form),)) for form in "甲乙")
    assert splices([first, second], [second, first]) is None


@given(sections())
def test_the_model_says_what_it_does(lists: tuple[list[Section], list[Section]]) -> None:
    """Qt's own tester finds nothing wrong with any change."""
    model = FindingsModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    for wanted in (*lists, lists[0]):
        model.show(None, wanted)
        assert model.findings == [found for section in wanted for found in section.findings]
        assert tester.model() is model


def test_a_finding_that_says_something_else_keeps_its_row() -> None:
    """It is neither removed nor inserted; only its row is painted."""
    told = [finding(number) for number in range(3)]
    said = replace(told[1], message="差得更多")
    model = FindingsModel()
    model.show(None, [Section("mandatory", SheetId("甲"), tuple(told))])
    seen = _signals(model)
    model.show(None, [Section("mandatory", SheetId("甲"), (told[0], said, told[2]))])
    assert seen == ["changed 1-1"]
    assert model.findings[1] is said
    model.show(None, [Section("mandatory", SheetId("甲"), (told[0], told[2]))])
    model.show(None, [Section("mandatory", SheetId("甲"), (finding(8), told[0], told[2]))])
    assert seen[1:] == ["removed 1-1", "inserted 0-0"]


def _signals(model: QAbstractItemModel) -> list[str]:
    seen: list[str] = []
    model.modelReset.connect(lambda: seen.append("reset"))
    model.rowsRemoved.connect(lambda _, first, last: seen.append(f"removed {first}-{last}"))
    model.rowsInserted.connect(lambda _, first, last: seen.append(f"inserted {first}-{last}"))
    model.dataChanged.connect(lambda top, end, _: seen.append(f"changed {top.row()}-{end.row()}"))
    return seen


def test_only_sheets_with_other_findings_are_sorted_again() -> None:
    """A tuple that is the same object gives the same sections."""
    order = FindingsOrder()
    here, there = SheetId("甲"), SheetId("乙")
    order.take({here: (finding(1),), there: (finding(2, "乙"), finding(3, "乙", Severity.HINT))})
    kinds = list(KINDS)
    before = order.sections(kinds, (), here, only_here=False)
    assert [section[:2] for section in before] == [
        ("mandatory", here), ("mandatory", there), ("hint", there)
    ]  # fmt: skip
    order.take({**order.listed, here: (finding(1), finding(4))})
    after = order.sections(kinds, (), here, only_here=False)
    assert [old.findings is new.findings for old, new in zip(before, after, strict=True)] == [
        False, True, True
    ]  # fmt: skip
    assert order.counts(()) == {"mandatory": 3, "hint": 1}
    assert [s.sheet for s in order.sections(kinds, (), here, only_here=True)] == [here]


def test_the_chosen_finding_stays_chosen(hands: Hands) -> None:
    """Whatever comes and goes above it; when it goes itself, none is chosen."""
    panel = hands.window.panels.findings
    first, second = hands.cell(FIRST), hands.cell(SECOND)
    for cell in (FIRST, SECOND):
        hands.go(cell)
        hands.enter("x")
    chosen = next(found for found in panel.shown() if found.cells[0] == second)
    panel.table.selectRow(panel.shown().index(chosen))
    hands.go(FIRST)
    hands.enter("1")
    assert first not in [found.cells[0] for found in panel.shown() if found.rule == chosen.rule]
    assert panel.current() == chosen
    rows = [index.row() for index in panel.table.selectionModel().selectedRows()]
    assert rows == [panel.shown().index(chosen)]
    hands.go(SECOND)
    hands.enter("2")
    assert chosen.identity not in [found.identity for found in panel.shown()]
    assert panel.current() is None
    assert not panel.table.selectionModel().hasSelection()


def test_a_cause_is_shown_when_the_keyboard_rests(hands: Hands) -> None:
    """Nobody waits for the guess: the words come first, then what it probably is."""
    panel = hands.window.panels.findings
    hands.go(SLIP)
    hands.enter("2170187.26")
    row = [found.rule for found in panel.shown()].index("BJ-14")

    def words() -> str:
        return str(panel.model.index(row, 3).data())

    assert "可能是" not in words()
    hands.qtbot.waitUntil(lambda: "可能是：2101501 行政运行·9栏" in words())
