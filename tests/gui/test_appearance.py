"""How large and in which colours the window shows everything."""

import ctypes
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtGui import QAction, QColor

from gui import appearance, theme
from gui.recent_files import place_in, remember_place, settings
from gui.theme import CONTRAST, LIGHT, Colours, colour
from tests.gui.hands import Hands

SCORE = "项目自评[城乡居民医保]!指标[3].得分"
TEXTS = ("ink", "ink2", "ink3", "accent", "red", "amber", "green", "blue", "violet", "grey")
TINTS = ("red", "amber", "green", "violet")


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is chosen here is nobody else's."""
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    monkeypatch.setattr(appearance._Set, "here", False)
    yield
    for key in ("scale", "contrast", "places"):
        settings().remove(key)
    theme.use(LIGHT)


def linear(part: float) -> float:
    """A part of a colour as an amount of light."""
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def brightness(name: str) -> float:
    """The relative luminance of WCAG 2.1."""
    mixed = QColor(name)
    red, green, blue = map(linear, (mixed.redF(), mixed.greenF(), mixed.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours."""
    dark, light = sorted((brightness(one), brightness(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, CONTRAST], ids=["light", "contrast"])
def test_texts_and_marks_stand_out(scheme: Colours) -> None:
    """Text 4.5 to 1 on its ground, lines and marks 3 to 1 (WCAG 1.4.3, 1.4.11)."""
    weak = [name for name in TEXTS if ratio(getattr(scheme, name), scheme.panel) < 4.5]
    weak += [n for n in TINTS if ratio(getattr(scheme, n), getattr(scheme, f"{n}_ground")) < 4.5]
    grounds = (scheme.calculated, scheme.selection, scheme.label, scheme.row)
    weak += [ground for ground in grounds if ratio(scheme.ink, ground) < 4.5]
    lines = (scheme.rule, scheme.frame, scheme.entry_line)
    weak += [line for line in lines if ratio(line, scheme.paper) < 3]
    assert not weak
    assert ratio(scheme.on_accent, scheme.accent) >= 4.5


def test_high_contrast_is_higher() -> None:
    """Every text at least 7 to 1."""
    assert all(ratio(getattr(CONTRAST, name), CONTRAST.panel) >= 7 for name in TEXTS)


def test_what_was_chosen_is_used_from_the_next_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Size and colours are kept in the settings; an own factor of Qt stands."""
    assert (appearance.scale(), appearance.contrast()) == (100, False)
    appearance.use_scale()
    assert "QT_SCALE_FACTOR" not in os.environ

    appearance.keep(115, high_contrast=True)
    appearance.use_scale()
    appearance.use_colours()

    assert os.environ["QT_SCALE_FACTOR"] == "1.15"
    assert colour("paper").name() == "#000000"

    monkeypatch.setenv("QT_SCALE_FACTOR", "2")
    appearance.use_scale()
    assert os.environ["QT_SCALE_FACTOR"] == "2"


@pytest.mark.parametrize(("told", "flags", "on"), [(1, 1, True), (1, 126, False), (0, 1, False)])
def test_windows_in_high_contrast_is_followed(
    monkeypatch: pytest.MonkeyPatch, told: int, flags: int, on: bool
) -> None:
    """Until somebody has chosen; another size is not a choice of colours."""

    class Library:
        """What the program asks of Windows."""

        @staticmethod
        def SystemParametersInfoW(what: int, size: int, asked: Any, _: int) -> int:
            """Fill in the structure."""
            assert (what, size) == (0x42, ctypes.sizeof(asked._obj))
            asked._obj.flags = flags
            return told

    assert not appearance.contrast()
    monkeypatch.setattr(appearance, "_WINDOWS", True)
    assert not appearance.contrast()
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=Library), raising=False)
    assert appearance.contrast() is on
    appearance.keep(130, high_contrast=on)
    assert appearance.contrast() is on
    appearance.keep(130, high_contrast=not on)
    assert appearance.contrast() is not on


@pytest.mark.parametrize("kept", ["", "0", "99", "-150", "1e9", "大"])
def test_a_strange_size_is_the_usual_one(kept: str) -> None:
    """Settings can be edited by hand."""
    settings().setValue("scale", kept)
    assert appearance.scale() == 100


def test_the_program_starts_again_with_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a module of Python, or, when it is bundled, as itself; our own factor is not inherited."""
    started: list[tuple[str, list[str], str | None]] = []

    def start(program: str, arguments: list[str]) -> tuple[bool, int]:
        started.append((program, arguments, os.environ.get("QT_SCALE_FACTOR")))
        return True, 1

    monkeypatch.setattr(QProcess, "startDetached", start)
    appearance.keep(150, high_contrast=False)
    appearance.use_scale()
    assert appearance.start_again(Path("/甲/乙.biaoli"))
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert appearance.start_again(None)
    assert started == [
        (sys.executable, ["-m", "gui", "/甲/乙.biaoli"], None),
        (sys.executable, [], None),
    ]


def choose(hands: Hands, name: str) -> None:
    """Use an entry of the menu 视图."""
    menu = hands.window.actions_.menus["视图(&V)"]
    next(a for a in menu.findChildren(QAction) if name in (a.text(), a.objectName())).trigger()


def test_another_size_starts_the_window_again_where_one_was(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document is closed before, with everything in it, and the cell is remembered."""
    path, opened = hands.session.path, list[Path | None]()
    assert path is not None

    def start(file: Path | None) -> bool:
        opened.append(file)
        return True

    monkeypatch.setattr(appearance, "start_again", start)
    hands.go(SCORE)
    hands.type("18")

    choose(hands, "130%")

    assert (opened, hands.window.isVisible()) == ([path], False)
    assert (appearance.scale(), place_in(path)) == (130, SCORE)
    assert hands.window.open_path(path)
    assert (hands.address(), hands.text(SCORE)) == (SCORE, "18.00")
    hands.window.close_document()  # the window is hidden: nobody closes it once more


def test_a_window_that_cannot_start_again_stays(
    hands: Hands, monkeypatch: pytest.MonkeyPatch, boxes: list[str]
) -> None:
    """It says that the change comes with the next start."""
    monkeypatch.setattr(appearance, "start_again", lambda _: False)
    hands.go(SCORE)

    choose(hands, "action_contrast")

    assert boxes == ["没有能重新打开窗口。改动下次打开时生效"]
    assert (hands.window.isVisible(), hands.address()) == (True, SCORE)
    assert appearance.contrast()


@pytest.mark.parametrize("kept", ["", "[1]", "{", '{"a": 1}'])
def test_spoilt_places_are_forgotten(kept: str, tmp_path: Path) -> None:
    """No cell is known then; the next one is kept again."""
    settings().setValue("places", kept)
    assert place_in(tmp_path / "甲.biaoli") == ""
    remember_place(tmp_path / "甲.biaoli", SCORE)
    assert place_in(tmp_path / "甲.biaoli") == SCORE


def test_only_the_last_places_are_kept(tmp_path: Path) -> None:
    """The settings do not grow for ever."""
    for number in range(9):
        remember_place(tmp_path / f"{number}.biaoli", f"甲!{number}")
    assert place_in(tmp_path / "0.biaoli") == ""
    assert place_in(tmp_path / "8.biaoli") == "甲!8"
