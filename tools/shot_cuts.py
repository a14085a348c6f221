"""Parts of the window that the manual shows, cut out of the states: small, at their own size.

A cut follows the parts of the window, not fixed places: it moves with them when they move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from gui.dialogs.file_fields import FileFields
from tools.shot_stage import HEIGHT, Stage

WIDTH = 800
"""What the text of the manual has room for."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A picture of the manual: its name, which part, and the size of what is shown."""

    name: str
    part: Callable[[Stage, QWidget], QRect]
    size: QSize | None = None


def cut(found: Cut, stage: Stage, shown: QWidget) -> QPixmap:
    """The picture of a part of what is shown."""
    if found.size is not None:
        shown.resize(found.size)
        stage.settle()
    return shown.grab(found.part(stage, shown).intersected(shown.rect()))


def _whole(_: Stage, shown: QWidget) -> QRect:
    return shown.rect()


def _above_the_file(_: Stage, shown: QWidget) -> QRect:
    """A dialog without the folder and the name of the file: they are somebody's own."""
    fields = next(iter(shown.findChildren(FileFields)))
    return QRect(0, 0, shown.width(), fields.y())


def _dock(number: int, height: int) -> Callable[[Stage, QWidget], QRect]:
    """A panel, from its title on."""

    def part(stage: Stage, shown: QWidget) -> QRect:
        place = _place(stage.window.docks[number], shown)
        return QRect(place.topLeft(), QSize(min(place.width(), WIDTH), min(place.height(), height)))

    return part


def _page(height: int) -> Callable[[Stage, QWidget], QRect]:
    """The upper left of the page in the middle."""
    return lambda stage, shown: QRect(_place(stage.work, shown).topLeft(), QSize(WIDTH, height))


def _at_the_cell(above: int, below: int) -> Callable[[Stage, QWidget], QRect]:
    """What stands around the current cell."""

    def part(stage: Stage, shown: QWidget) -> QRect:
        view, page = stage.work.form.view, _place(stage.work, shown)
        cell = view.visualRect(view.currentIndex())
        at = view.viewport().mapTo(shown, cell.center())
        left = max(page.left(), min(at.x() - WIDTH // 2, page.right() - WIDTH))
        top = max(page.top(), at.y() - above)
        return QRect(left, top, WIDTH, at.y() + below - top)

    return part


def _place(part: QWidget, shown: QWidget) -> QRect:
    return QRect(part.mapTo(shown, QPoint(0, 0)), part.size())


CUTS = {
    "new_document": Cut("new", _whole, QSize(WIDTH, 430)),
    "opened": Cut("tree", _dock(0, 430)),
    "editing": Cut("typing", _at_the_cell(300, 16)),
    "completing_code": Cut("code", _at_the_cell(90, 180)),
    "suggesting": Cut("indicator", _at_the_cell(110, 180)),
    "paste_strip": Cut("paste", _page(260)),
    "figure": Cut("explain", _dock(1, 430)),
    "writing_reason": Cut("reason", _dock(2, 220)),
    "proof": Cut("proof", _page(300), QSize(1050, HEIGHT)),
    "exporting": Cut("export", _above_the_file, QSize(WIDTH, 600)),
}
"""By the state they are cut out of."""
