"""Choosing several in one cell: ticked in the list or typed, by keyboard and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.refs import cover_cell
from core.session import Session
from core.template.suite import load_suite
from gui.grid.many_editor import ManyEditor
from gui.main_window import MainWindow
from gui.suite_tree import COVER_SHEET
from tests.core.template.mistakes import suite_of
from tests.gui.hands import Hands

Key = Qt.Key
CELL = "表!来源"
FORM = """notation: 1
form: many
title: 例
columns: [90, 60]
grid: |
  | {来源} | {说明} |
fields:
  来源: {type: choice, many: yes, choices: [中央, 省级, 县级]}
  说明: {type: text}
"""
COVER = "  范围: {type: choice, many: yes, choices: [本级, 下级]}\n"


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> Hands:
    """A document of a form with such a cell, the cell current."""
    path = tmp_path / "本年.biaoli"
    Session.create_from(load_suite(suite_of(FORM, more=COVER)), path, "某某局").close()
    assert window.open_path(path)
    hands = Hands(qtbot, window)
    hands.go(CELL)
    return hands


def editor(hands: Hands) -> ManyEditor:
    """The open editor."""
    found = hands.view.open_editor()
    assert isinstance(found, ManyEditor)
    return found


def ticked(found: ManyEditor) -> list[str]:
    """The lines of the list that have their tick; the list has to be seen."""
    shown = found.list
    assert shown is not None
    assert shown.isVisible()
    items = [shown.item(row) for row in range(shown.count())]
    return [item.text() for item in items if item.checkState() is Qt.CheckState.Checked]


def test_space_ticks_and_enter_takes(hands: Hands) -> None:
    """F2 opens the list; Space adds and takes away, in the order of the choices."""
    hands.press(Key.Key_F2)
    hands.press(Key.Key_Down, times=2)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Up, times=2)
    hands.press(Key.Key_Space)
    assert editor(hands).text() == "中央、县级"
    assert ticked(editor(hands)) == ["中央", "县级"]
    shown = editor(hands).list
    hands.press(Key.Key_Return)
    assert hands.text(CELL) == "中央、县级"
    assert shown is not None
    assert not shown.isVisible()

    hands.go(CELL)
    hands.press(Key.Key_F2)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Return)
    assert hands.text(CELL) == "县级"


def test_typing_ticks_what_is_named(hands: Hands) -> None:
    """What is typed counts, a blank between is a blank, and the list follows."""
    hands.compose(*"县级")
    hands.press(Key.Key_Space)
    hands.compose(*"中央")
    assert editor(hands).text() == "县级 中央"
    assert ticked(editor(hands)) == ["中央", "县级"]
    hands.press(Key.Key_Return)
    assert hands.text(CELL) == "中央、县级"


def test_a_click_ticks_and_the_keyboard_stays(hands: Hands) -> None:
    """The mouse does what Space does; the keyboard stays in the line."""
    hands.press(Key.Key_F2)
    found = editor(hands)
    assert found.list is not None
    where = found.list.visualItemRect(found.list.item(1)).center()
    QTest.mouseClick(
        found.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )
    assert ticked(found) == ["省级"]
    assert QApplication.focusWidget() is found
    hands.press(Key.Key_Return)
    assert hands.text(CELL) == "省级"


def test_what_is_no_choice_is_kept_behind(hands: Hands) -> None:
    """Ticking loses nothing that was typed; the audit names it."""
    hands.compose(*"市级、县级")
    hands.press(Key.Key_Up)
    hands.press(Key.Key_Space)
    assert editor(hands).text() == "中央、县级、市级"
    hands.press(Key.Key_Return)
    assert hands.text(CELL) == "中央、县级、市级"
    assert "“市级”不在可选的内容里：中央、省级、县级" in hands.messages()


def test_escape_restores(hands: Hands) -> None:
    """Esc takes the list away and leaves the cell as it was."""
    hands.press(Key.Key_F2)
    hands.press(Key.Key_Space)
    shown = editor(hands).list
    hands.press(Key.Key_Escape)
    assert hands.text(CELL) == ""
    assert shown is not None
    assert not shown.isVisible()


def test_the_cover_asks_in_the_same_way(hands: Hands) -> None:
    """Such a field of the cover is ticked and taken, too."""
    hands.work.open_sheet(COVER_SHEET)
    (found,) = [e for e in hands.work.fields.fields.values() if isinstance(e, ManyEditor)]
    found.setFocus()
    QTest.keyClick(found, Key.Key_Down)
    QTest.keyClick(found, Key.Key_Space)
    QTest.keyClick(found, Key.Key_Return)
    assert hands.session.text(cover_cell("范围")) == "下级"
