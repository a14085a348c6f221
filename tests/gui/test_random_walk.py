"""Whatever somebody does, in whatever order: nothing fails, nothing is lost, undo is exact.

Five hundred steps of somebody who types, walks, undoes, adds and removes rows and projects, leaves
out forms, copies, pastes, finds and zooms. Beside the window stands a model of the document: what
it was before each step that can be undone.
"""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from core.audit.auditor import Auditor
from core.calc.engine import Calculation
from core.document.model import Document
from core.findings import Finding
from core.layout.plan import CellKind
from core.refs import CellId
from core.session import Session
from gui import messages
from gui.findings_order import FindingsOrder
from gui.grid.plan_model import PlanModel
from gui.sheet_state import sheet_state
from tests.gui.hands import Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier

STEPS, WALKS = 250, 2
LOOK_AROUND = 10
KEYS = (
    *(Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Tab, Key.Key_Return),
    *(Key.Key_Home, Key.Key_End, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Escape),
)
MODIFIERS = (Modifier.NoModifier, Modifier.ShiftModifier, Modifier.ControlModifier)
TYPED = ("5", "1234.5", "-3", "=2*3", "12..3", "x", "98%", "2101501", "0")
SOUGHT = ("5", "1,234.5", "x", "6663125.83", "zz")
PLACES = ("27", "2101501", "05", "12", "x", "1")
EDITS = (
    *("clear", "restore", "settle", "cut", "paste", "fill_down", "split_cell"),
    *("add_row", "duplicate_row", "remove_row", "move_row_up", "move_row_down"),
    *("leave_out", "take_in", "add_project", "duplicate_project", "remove_project"),
    *("move_project_up", "move_project_down"),
)
LOOKS = (
    *("copy", "select_all", "find_next", "find_previous", "next_form", "previous_form", "audit"),
    *("zoom_in", "zoom_out", "zoom_reset", "next_pane", "next_finding", "suspect", "justify"),
    *("project_card", "default_layout"),
)


def alike(findings: list[Finding]) -> list[Finding]:
    """The entered cells behind a sum over projects may be named in the order they were read in."""
    return [replace(f, cells=(f.cells[0], *sorted(f.cells[1:]))) for f in findings]


class Walker:
    """Somebody who does anything, and the model of what the document must hold."""

    def __init__(self, hands: Hands, seed: int) -> None:
        """Begin with the document as it was opened."""
        self.hands = hands
        self.random = random.Random(seed)  # noqa: S311 - a walk that can be walked again
        self.done: list[str] = []
        self.states: list[Document] = [hands.session.document.copy()]
        work = hands.work
        models = (work.form.model, hands.window.panels.tree.model(), work.panels.findings.model)
        mode = QAbstractItemModelTester.FailureReportingMode.Warning
        self.testers = [QAbstractItemModelTester(model, mode, work) for model in models]

    def step(self) -> None:
        """Do something, then look whether the document is what it has to be."""
        ways: list[tuple[int, Callable[[], None]]] = [
            (30, self.type),
            (20, self.press),
            (15, self.go),
            (15, lambda: self.use(EDITS)),
            (15, lambda: self.use(LOOKS)),
            (10, lambda: self.use(("undo",))),
            (6, lambda: self.use(("redo",))),
            (4, self.find),
            (4, self.go_to),
        ]
        way = self.random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]
        way()
        QApplication.processEvents()
        self.check()

    def check(self) -> None:
        """Every step that can be undone left what it made; nothing else changed anything."""
        session = self.hands.session
        depth, now = len(session._undone), session.document
        if depth >= len(self.states):
            assert depth == len(self.states), self.done[-3:]
            self.states.append(now.copy())
        assert now == self.states[depth], self.done[-3:]
        if len(self.done) % LOOK_AROUND == 0:
            self.check_around()

    def check_around(self) -> None:
        """What was brought up to date edit by edit is what a window opened now would show."""
        session, work = self.hands.session, self.hands.work
        panels, sheet = self.hands.window.panels, work.sheet
        fresh = Auditor(Calculation(session.calculation.whole, session.document))
        assert alike(session.findings()) == alike(fresh.findings()), self.done[-LOOK_AROUND:]
        assert session.summary() == fresh.summary()
        listed = session.findings_by_sheet()
        order = FindingsOrder()
        order.take(fresh.findings_by_sheet())
        kinds = [kind for kind, toggle in panels.findings.toggles.items() if toggle.isChecked()]
        wanted = order.sections(kinds, panels.findings.left_sheets, sheet, only_here=False)
        shown = [finding for section in wanted for finding in section.findings]
        assert alike(panels.findings.shown()) == alike(shown), self.done[-LOOK_AROUND:]
        for there in panels.tree.sheets():
            state = sheet_state(session, there, listed.get(there, ()))
            assert panels.tree.state_of(there) == state, (there, self.done[-LOOK_AROUND:])
        model = PlanModel(session)
        model.show(work.form.model.sheet)
        for place in model.plan.cells if model.plan is not None else ():
            assert work.form.model.mark(place) is model.mark(place), (place, self.done[-3:])

    # ---- ways

    def type(self) -> None:
        """Type and confirm, or think better of it."""
        hands, text = self.hands, self.random.choice(TYPED)
        self.done.append(f"type {text}")
        place = hands.work.current()
        if place is None or not hands.page.isVisible():
            return
        hands.work.focus_page()
        before = hands.session.document.copy()
        hands.type(text)
        if self.random.random() < 0.2:
            hands.press(Key.Key_Escape)
            assert hands.session.document == before
            return
        was = place.cell
        hands.press(Key.Key_Return)
        if was is not None and place.kind is CellKind.ENTRY and not was.record.startswith("+"):
            self.is_kept(was, text)
        self.cut_off(before)

    def is_kept(self, cell: CellId, text: str) -> None:
        """A confirmed figure stands where it was typed, sign by sign, whether it is one or not."""
        slot = self.hands.session.calculation.slot(cell)
        if slot is not None and slot.field.is_figure:
            assert self.hands.session.typed(cell) == text, self.done[-3:]

    def cut_off(self, before: Document) -> None:
        """Whoever types after an undo cannot do again what was undone."""
        if self.hands.session.document != before:
            del self.states[len(self.hands.session._undone) :]

    def press(self) -> None:
        """A key that moves."""
        key, modifier = self.random.choice(KEYS), self.random.choice(MODIFIERS)
        self.done.append(f"press {key.name} {modifier.name}")
        if self.hands.work.currentWidget() is self.hands.page:
            self.hands.work.focus_page()
            self.hands.press(key, modifier)

    def go(self) -> None:
        """Any cell of any form, cover and cards among them."""
        session = self.hands.session
        sheets = [title.sheet for title in session.sheets()]
        cells = [cell for cell, _ in session.calculation.cells(self.random.choice(sheets))]
        self.done.append("go")
        if cells:
            self.hands.work.jump(self.random.choice(cells))

    def use(self, names: tuple[str, ...]) -> None:
        """Something of the menus, if it can be used now."""
        name = self.random.choice(names)
        self.done.append(name)
        before = self.hands.session.document.copy()
        action = self.hands.window.actions_.by_name[name]
        if action.isEnabled():
            action.trigger()
        if name not in ("undo", "redo"):
            self.cut_off(before)

    def find(self) -> None:
        """Look for something, and go there or not."""
        self.done.append("find")
        self.hands.run("find")
        field = self.hands.window.finder.field
        QTest.keyClicks(field, self.random.choice(SOUGHT))
        QTest.keyClick(field, self.random.choice((Key.Key_Return, Key.Key_Escape)))

    def go_to(self) -> None:
        """Ask for a place, and go there or not."""
        self.done.append("go_to")
        self.hands.run("go_to")
        field = self.hands.work.go_to.field
        QTest.keyClicks(field, self.random.choice(PLACES))
        QTest.keyClick(field, self.random.choice((Key.Key_Return, Key.Key_Escape)))
        if field.isVisible():
            QTest.keyClick(field, Key.Key_Escape)


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_is_done_nothing_is_lost(
    hands: Hands, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each step the document is what the steps made it, and in the end so is the file."""
    monkeypatch.setattr(messages, "ask_form", lambda _, names: names[-1])
    monkeypatch.setattr(messages, "ask_project_name", lambda *_: "又一个项目")
    monkeypatch.setattr(messages, "may_remove_project", lambda *_: True)
    QGuiApplication.clipboard().setText("7\t8\n9\t10")
    walker = Walker(hands, seed)
    path = hands.session.path
    assert path is not None
    for _ in range(STEPS):
        walker.step()
    last = hands.session.document.copy()
    hands.run("close")
    with Session.open(path) as session:
        assert session.document == last
