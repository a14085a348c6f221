"""What an edit mends is seen to go, what it brings is said; 少动画 lets nothing stay or flash."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from gui import announcing, appearance, findings_panel
from gui.mended_line import MendedLine
from gui.recent_files import settings
from tests.gui.hands import Hands

UNIT = "项目自评[城乡居民医保]!指标[3].度量单位"
SCORE = "项目自评[城乡居民医保]!指标[3].分值"
PROFILE = "整体自评情况!部门概况"
Said = list[str]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    """What a screen reader is told."""
    heard: Said = []
    monkeypatch.setattr(findings_panel, "announce", lambda _, words: heard.append(words))
    return heard


@pytest.fixture
def calm() -> Iterator[None]:
    """Somebody wants 少动画."""
    appearance.keep_calm(True)
    yield
    settings().remove("calm")


def line(hands: Hands) -> MendedLine:
    """The line over the list."""
    found = hands.work.panels.findings.findChild(MendedLine, "mended")
    assert found is not None
    return found


def test_what_was_mended_stays_a_moment_with_a_tick(hands: Hands, qtbot: QtBot) -> None:
    """Where it stood in the list, and it covers nothing for longer."""
    hands.go(UNIT)
    panel = hands.work.panels.findings
    row = panel.model.row_of(("XM-12", hands.cell(UNIT)))
    listed = panel.shown()
    first = next(found for found in listed if found.cells[0] == hands.cell(UNIT))
    row = panel.model.row_of(first.identity)
    top = panel.table.viewport().mapTo(panel, panel.table.viewport().rect().topLeft()).y()
    hands.enter("%")
    mended = line(hands)
    assert mended.isVisible()
    assert mended.words.startswith(f"公开13表　{first.place}　已改好：{first.message}")
    assert mended.y() == top + panel.table.rowHeight(row) * row
    assert mended.grab().toImage().pixelColor(2, 2).name() == "#e6f4ea"
    qtbot.waitUntil(lambda: not mended.isVisible())
    hands.run("undo")
    hands.run("redo")
    assert mended.isVisible()


def test_nothing_is_said_of_what_is_not_listed(hands: Hands) -> None:
    """Who has hidden 强制性 sees none of them go."""
    hands.go(UNIT)
    hands.work.panels.findings.toggles["mandatory"].setChecked(False)
    hands.enter("%")
    assert "度量单位是件" not in line(hands).words


def test_a_required_cell_is_filled_not_mended(hands: Hands) -> None:
    """After 全部审核 the empty ones are listed, and leave one by one."""
    hands.go(PROFILE)
    hands.press(Qt.Key.Key_Delete)
    hands.run("audit")
    hands.go(PROFILE)
    hands.enter("3")
    assert line(hands).words.endswith("已填上")


@pytest.mark.usefixtures("calm")
def test_calm_shows_only_what_is(hands: Hands) -> None:
    """No line that goes away, no flash of the cell that was jumped to."""
    hands.go(UNIT)
    hands.enter("%")
    assert not line(hands).isVisible()
    hands.view.flash(hands.place())
    assert hands.view.spotlight.flashed is None


def test_calm_is_chosen_in_the_menu(hands: Hands) -> None:
    """From that moment on, and the next start knows it."""
    action = hands.window.actions_.menus["视图(&V)"].actions()[-1]
    assert (action.text(), action.isChecked()) == ("少动画(&A)", False)
    action.trigger()
    assert appearance.calm()
    action.trigger()
    assert not appearance.calm()
    settings().remove("calm")


def test_a_finding_that_appears_is_said_once(hands: Hands, said: Said) -> None:
    """With its level, place and message; what was there before is not said again."""
    hands.go(SCORE)
    hands.enter("1")
    assert len(said) == 1
    assert said[0].startswith("强制性，公开13表，")
    assert "100.00分" in said[0]
    hands.go("收入支出总表!行28.金额")
    hands.enter("0")
    assert len(said) == 1


def test_what_is_said_reaches_the_system(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only while a screen reader listens."""
    sent = list[str]()

    class Reader:
        """Stands for the system's part."""

        active = False

        @classmethod
        def isActive(cls) -> bool:
            """Whether one listens."""
            return cls.active

        @staticmethod
        def updateAccessibility(event: QObject) -> None:
            """Hear."""
            sent.append(getattr(event, "message")())  # noqa: B009 - the stubs know no message

    monkeypatch.setattr(announcing, "QAccessible", Reader)
    announcing.announce(hands.window, "没有人听")
    Reader.active = True
    announcing.announce(hands.window, "强制性，少 9.00 分")
    assert sent == ["强制性，少 9.00 分"]
    monkeypatch.undo()
    QAccessible.setActive(True)
    announcing.announce(hands.window, "再说一遍")
    QAccessible.setActive(False)
