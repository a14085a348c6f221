"""标为空表 in the window: the tree says that somebody looked, the sentence below can be changed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from core.refs import SheetId
from gui.dialogs.empty_form import EmptyFormDialog
from gui.sheet_state import SheetState
from gui.tree_menu import tree_menu
from tests.gui.hands import EXPENDITURE, Hands

FUND = SheetId("政府性基金")
OWN = "说明：本年度没有政府性基金收支，故本表无数据。"


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Somebody who types a sentence into the dialog and presses a button."""

    def prepare(sentence: str, button: str) -> None:
        def exec_(dialog: EmptyFormDialog) -> None:
            if sentence:
                dialog.sentence.setPlainText(sentence)
            pressed = [b for b in dialog.findChildren(QPushButton) if button in b.text()]
            pressed[0].click()

        monkeypatch.setattr(EmptyFormDialog, "exec", exec_)

    return prepare


def state(hands: Hands) -> SheetState:
    """How the tree shows the form."""
    found = hands.window.panels.tree.state_of(FUND)
    assert found is not None
    return found


def below(hands: Hands) -> list[str]:
    """What stands below the grid."""
    form = hands.model.whole()
    assert form is not None
    return [line.left for line in form.below]


def test_a_form_without_figures_asks_to_be_marked(hands: Hands) -> None:
    """An empty ring is not a form that is done."""
    assert (state(hands).shape, state(hands).share) == ("empty", "0%")
    assert "标为空表" in state(hands).words


def test_a_marked_form_has_its_own_shape(hands: Hands, answer: Callable[[str, str], None]) -> None:
    """The sentence stands below the grid, one key takes it all back."""
    hands.work.open_sheet(FUND)
    answer(OWN, "标为空表")
    hands.run("mark_empty")
    assert (state(hands).shape, state(hands).share, state(hands).words) == ("blank", "空表", "空表")
    assert below(hands)[-1] == OWN
    assert hands.said() == "已标为空表，Ctrl+Z 撤回"
    answer("", "取消空表")
    hands.run("mark_empty")
    assert state(hands).shape == "empty"
    hands.run("undo")
    assert state(hands).shape == "blank"
    hands.run("undo")
    assert below(hands)[-1] != OWN


def test_figures_in_a_marked_form_are_a_mistake(
    hands: Hands, answer: Callable[[str, str], None]
) -> None:
    """The tree says so instead of the ring with the bar."""
    hands.work.open_sheet(FUND)
    answer("", "标为空表")
    hands.run("mark_empty")
    hands.session.set_addresses([("政府性基金!项[2120805].栏5", "200")])
    hands.work.panels.tree.refresh()
    assert state(hands).shape == "mandatory"


def test_with_figures_there_it_is_not_asked_but_shown(hands: Hands) -> None:
    """The cursor goes to the first of them; no dialog opens."""
    hands.work.open_sheet(FUND)
    hands.session.set_addresses(
        [("政府性基金!项[2120805].栏5", "200"), ("政府性基金!项[2120805].栏9", "200")]
    )
    hands.model.show(FUND)
    hands.run("mark_empty")
    assert "表里有数" in hands.said()
    assert hands.address() == "政府性基金!合计.栏4"


def test_only_a_form_with_a_sentence_can_be_marked(hands: Hands) -> None:
    """The menu says why not."""
    hands.work.open_sheet(EXPENDITURE)
    action = hands.window.actions_.by_name["mark_empty"]
    assert not action.isEnabled()
    hands.work.open_sheet(FUND)
    assert action.isEnabled()
    menu = tree_menu(hands.window, hands.work, hands.window.actions_, FUND, lambda _: None)
    assert action in menu.actions()
    menu.deleteLater()


def test_a_double_click_on_the_sentence_changes_it(
    hands: Hands, answer: Callable[[str, str], None]
) -> None:
    """What is seen can be touched; on the title nothing happens."""
    hands.work.open_sheet(FUND)
    answer(OWN, "标为空表")
    paper = hands.page.paper
    QTest.mouseDClick(paper, Qt.MouseButton.LeftButton, pos=QPoint(40, 5))
    assert state(hands).shape == "empty"
    QTest.mouseDClick(paper, Qt.MouseButton.LeftButton, pos=QPoint(40, paper.height() - 10))
    assert below(hands)[-1] == OWN


def test_a_sentence_too_long_is_said_while_it_is_typed(
    hands: Hands, answer: Callable[[str, str], None]
) -> None:
    """And not taken."""
    hands.work.open_sheet(FUND)
    dialog = EmptyFormDialog(hands.session, FUND, hands.window)
    dialog.sentence.setPlainText("无" * 203)
    assert dialog._counted.text() == "超出 3 字"
    dialog._apply(keep=True)
    assert "多 3 字" in dialog.problem.text()
    assert dialog.changes is None
    dialog.deleteLater()


def test_a_form_that_waits_for_its_first_row_is_not_full(hands: Hands) -> None:
    """The row one begins with counts as much as one that is begun."""
    hands.session.set_addresses([("项目自评[医疗救助]!指标[1].三级指标", "参保率")])
    sheet = hands.project(0)
    for _ in range(len(hands.session.calculation.shape.sheets[sheet].records("指标"))):
        record = hands.session.calculation.shape.sheets[sheet].records("指标")[0]
        hands.session.apply(hands.session.entries.removed_row(sheet, record.id))
    hands.window.panels.tree.refresh()
    found = hands.window.panels.tree.state_of(sheet)
    assert found is not None
    assert found.share != "100%"
    assert "格必填" in found.words
