"""How large, in which colours and how lively the window shows everything.

Size and colours are kept, and used from the next start.

The whole window, icons and grid included, is scaled by Qt; that can be said only before there is an
application. So a change closes the window and starts it again, at the cell where one was.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QProcess
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from gui import theme
from gui.recent_files import settings

SCALES = (100, 115, 130, 150, 175)
_SCALE, _CONTRAST, _CALM, _FACTOR = "scale", "contrast", "calm", "QT_SCALE_FACTOR"
_WINDOWS: Final = sys.platform == "win32"


class _Set:
    """Whether the factor in the environment is ours."""

    here = False


def scale() -> int:
    """The size of the window's type in percent of the usual."""
    kept = str(settings().value(_SCALE, SCALES[0]))
    return int(kept) if kept in map(str, SCALES) else SCALES[0]


def contrast() -> bool:
    """Whether the colours are those of high contrast: as was chosen, else as Windows has it."""
    kept = str(settings().value(_CONTRAST, ""))
    if kept or not _WINDOWS:
        return kept == "yes"
    from gui.system_contrast import high_contrast

    return high_contrast()


def calm() -> bool:
    """少动画: whether nothing flashes, and nothing stays a moment before it goes."""
    return str(settings().value(_CALM, "no")) == "yes"


def keep_calm(wanted: bool) -> None:
    """Keep 少动画, from now on."""
    settings().setValue(_CALM, "yes" if wanted else "no")


def keep(percent: int, *, high_contrast: bool) -> None:
    """Keep these for the next start."""
    found = settings()
    found.setValue(_SCALE, percent)
    if high_contrast != contrast():
        found.setValue(_CONTRAST, "yes" if high_contrast else "no")
    found.sync()


def use_scale() -> None:
    """Let Qt scale everything, before there is an application; an own factor of Qt stands."""
    percent = scale()
    if percent != SCALES[0] and not os.environ.get(_FACTOR):
        os.environ[_FACTOR] = f"{percent // 100}.{percent % 100:02}"
        _Set.here = True


def use_colours() -> None:
    """Let the theme have the chosen colours. Before there is anything to see."""
    theme.use(theme.CONTRAST if contrast() else theme.LIGHT)


def start_again(path: Path | None) -> bool:
    """Start the program once more, with a document; False where that cannot be."""
    if _Set.here:
        os.environ.pop(_FACTOR, None)
    bundled = getattr(sys, "frozen", False)
    arguments = [] if bundled else ["-m", "gui"]
    if path is not None:
        arguments.append(str(path.absolute()))
    return bool(QProcess.startDetached(sys.executable, arguments)[0])


def add_actions(menu: QMenu, changed: Callable[[int, bool], object]) -> None:
    """界面字号, 高对比度 and 少动画 in a menu; `changed` is told of the first two."""
    sizes = menu.addMenu("界面字号(&S)")
    sizes.setObjectName("sizes")
    group = QActionGroup(sizes)
    for number, percent in enumerate(SCALES, 1):
        action = sizes.addAction(f"{percent}%(&{number})")
        action.setObjectName(f"{percent}%")
        action.setCheckable(True)
        action.setChecked(percent == scale())
        action.setActionGroup(group)
        action.triggered.connect(lambda _, chosen=percent: changed(chosen, contrast()))
    high = menu.addAction("高对比度(&H)")
    high.setObjectName("action_contrast")
    high.setCheckable(True)
    high.setChecked(contrast())
    high.triggered.connect(lambda checked: changed(scale(), checked))
    still = menu.addAction("少动画(&A)")
    still.setObjectName("action_calm")
    still.setCheckable(True)
    still.setChecked(calm())
    still.toggled.connect(keep_calm)
