"""The list of findings changes only where a finding does."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from core.audit.results import REQUIRED, ROUNDED
from core.findings import Finding, Outcome, Scope, Severity
from core.layout.plan import CellKind, PlanCell
from core.refs import CellId, SheetId
from gui.findings_folds import ALIKE
from gui.findings_model import FindingsModel
from gui.findings_order import KINDS, FindingsOrder, Section, splices
from tests.gui.hands import EXPENDITURE, Hands

FORMS = "甲乙丙丁"
SLIP = "一般公共预算收支!项[2101501].栏9"
FIRST, SECOND = (f"项目自评[{project}]!拨款.年初预算数" for project in (1, 2))


def finding(number: int, form: str = "甲", severity: Severity = Severity.MANDATORY) -> Finding:
    """One that stands at a place of its own."""
    cell = CellId(form, "", "", f"格{number}")
    return Finding("规则", severity, Scope.WITHIN_FORM, Outcome.FAILED, (cell,), f"差{number}")


@st.composite
def sections(draw: st.DrawFn) -> tuple[list[Section[Finding]], list[Section[Finding]]]:
    """Two lists that have objects and sections in common, each in one order."""
    forms = draw(st.permutations(FORMS))
    pool = {form: [finding(number, form) for number in range(6)] for form in FORMS}

    def some() -> list[Section[Finding]]:
        chosen = {form: draw(st.sets(st.integers(0, 5))) for form in FORMS}
        there = {form: tuple(pool[form][n] for n in sorted(chosen[form])) for form in FORMS}
        return [Section("verify", SheetId(f), there[f]) for f in forms if there[f]]

    return some(), some()


@given(sections())
def test_one_list_becomes_another(
    lists: tuple[list[Section[Finding]], list[Section[Finding]]],
) -> None:
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
def test_the_model_says_what_it_does(
    lists: tuple[list[Section[Finding]], list[Section[Finding]]],
) -> None:
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


# Many of one rule -----------------------------------------------------------------------------


def alike(count: int, rule: str = "规则", remedy: str = "") -> tuple[Finding, ...]:
    """So many findings of one rule on one form."""
    return tuple(replace(finding(number), rule=rule, remedy=remedy) for number in range(count))


def words(model: FindingsModel, column: int = 3) -> list[str]:
    """What stands in a column."""
    rows = range(model.rowCount())
    return [str(model.index(row, column).data()) for row in rows]


def listed(*findings: Finding) -> list[Section[Finding]]:
    """These on one form."""
    return [Section("hint", SheetId("甲"), findings)]


def test_many_of_one_rule_are_one_line() -> None:
    """With how many there are; fewer are listed one by one."""
    model = FindingsModel()
    other = finding(99)
    few, many = alike(ALIKE - 1, "少"), alike(ALIKE, "多", remedy=ROUNDED)
    model.show(None, listed(*few, *many, replace(other, rule="别的")))
    assert words(model) == [
        *(found.message for found in few),
        "▸ 尾差（四舍五入）10 处",
        other.message,
    ]
    assert len(model.findings) == 2 * ALIKE
    assert model.fold(0) is None
    assert model.finding(ALIKE - 1) is None


@pytest.mark.parametrize(
    ("rule", "said"), [(REQUIRED, "▸ 必填的还没有填 10 处"), ("甲", "▸ 10 处，第一处：差0")]
)
def test_a_line_says_what_is_folded_into_it(rule: str, said: str) -> None:
    """In the words of the first where there are no other ones."""
    model = FindingsModel()
    model.show(None, listed(*alike(ALIKE, rule)))
    assert words(model) == [said]
    spoken = str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert said.strip("▸ ") in spoken
    assert "按 Enter 逐处列出" in spoken


def test_an_opened_line_keeps_its_row_and_stays_open() -> None:
    """Rows come below it; when one of many is mended, only that row goes."""
    model = FindingsModel()
    found = alike(ALIKE + 1)
    model.show(None, listed(*found))
    seen = _signals(model)
    fold = model.fold(0)
    assert fold is not None
    model.set_open(fold, is_open=True)
    assert seen == ["changed 0-0", f"inserted 1-{ALIKE + 1}"]
    assert words(model)[0] == "▾ 11 处，第一处：差0"
    assert model.fold_row(3) == 0
    model.show(None, listed(*found[:4], *found[5:]))
    assert seen[2:] == ["changed 0-0", "removed 5-5"]
    model.show(None, listed(*found[:4], *found[6:]))
    assert words(model) == [each.message for each in (*found[:4], *found[6:])]
    assert model.fold_row(3) == -1


def test_a_folded_finding_is_revealed() -> None:
    """Its line opens; what is not listed is nowhere."""
    model = FindingsModel()
    found = alike(ALIKE)
    model.show(None, listed(*found))
    assert model.row_of(found[3].identity) == -1
    assert model.reveal(found[3]) == 4
    assert model.reveal(finding(99)) == -1


@pytest.fixture
def folded(hands: Hands) -> Hands:
    """Many cells hold what is no figure: so many findings of one rule are one line."""
    places = [place for place in hands.session.plan(EXPENDITURE).cells if is_entry(place)]
    for place in places[:ALIKE]:
        hands.session.type_text(place.covers, "x")
    hands.window.panels.findings.refresh()
    return hands


def is_entry(place: PlanCell) -> bool:
    """Whether something is typed there."""
    return place.kind is CellKind.ENTRY and place.cell is not None


def fold_row(hands: Hands) -> int:
    """The first line that folds."""
    model = hands.window.panels.findings.model
    return next(row for row in range(model.rowCount()) if model.fold(row) is not None)


def test_keys_and_clicks_open_and_close_a_line(folded: Hands) -> None:
    """Enter both ways, → and ←, a click; ← on a finding goes back to its line."""
    panel = folded.window.panels.findings
    table, model, row = panel.table, panel.model, fold_row(folded)
    closed = model.rowCount()
    counts = panel.toggles["mandatory"].accessibleName()
    table.setFocus()
    table.selectRow(row)
    for key, more in (
        (Qt.Key.Key_Return, ALIKE), (Qt.Key.Key_Enter, 0), (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Right, ALIKE), (Qt.Key.Key_Right, ALIKE), (Qt.Key.Key_Left, 0),
    ):  # fmt: skip
        folded.press(key)
        assert model.rowCount() == closed + more
        assert table.currentIndex().row() == row
        assert panel.current() is None

    def place() -> QPoint:
        return table.visualRect(model.index(row, 3)).center()

    for press in (QTest.mouseClick, QTest.mouseDClick):  # together a double click
        press(table.viewport(), Qt.MouseButton.LeftButton, pos=place())
        assert model.rowCount() == closed + ALIKE
    table.selectRow(row + 3)
    folded.press(Qt.Key.Key_Left)
    assert table.currentIndex().row() == row
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place())
    assert model.rowCount() == closed
    assert panel.toggles["mandatory"].accessibleName() == counts


def test_walking_goes_into_what_is_folded(folded: Hands) -> None:
    """F8 visits every finding, those behind a line too."""
    panel = folded.window.panels.findings
    panel.table.selectRow(fold_row(folded))
    fold = panel.model.fold(fold_row(folded))
    assert fold is not None
    seen = []
    for _ in panel.shown():
        folded.run("next_finding")
        current = panel.current()
        assert current is not None
        seen.append(current.identity)
    assert seen[0] == fold.findings[0].identity
    assert sorted(seen) == sorted(found.identity for found in panel.shown())


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
