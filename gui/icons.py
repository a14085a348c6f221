"""The program's icons and marks: line drawings on a 16 × 16 square, painted in the theme's colours.

A drawing is a list of strokes and fills; outlines are written in the path letters of SVG (M L H V C
A Z, small letters relative), so that any drawing program can be used to change them.
"""

import re
from dataclasses import dataclass
from functools import cache
from math import atan2, degrees, hypot, sqrt

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from gui.theme import colour

SIDE = 16


@dataclass(frozen=True, slots=True)
class Piece:
    """One outline: filled with a colour role, stroked with another, or both."""

    outline: str
    stroke: str = ""
    width: float = 1.3
    fill: str = ""
    dashed: bool = False


def _circle(radius: float) -> str:
    half = f"a{radius} {radius} 0 0 1"
    return f"M{8 - radius} 8{half} {2 * radius} 0{half} {-2 * radius} 0z"


_DOC = "M3.2 1.7h6.3l3.3 3.3v9.3H3.2z"
_TRAY = "M1.9 9.5v4.6h12.2V9.5"

DRAWINGS: dict[str, tuple[Piece, ...]] = {
    "mandatory": (
        Piece("M5.2 1.4h5.6l3.8 3.8v5.6l-3.8 3.8H5.2L1.4 10.8V5.2z", fill="red"),
        Piece("M5.5 5.5l5 5M10.5 5.5l-5 5", "mark", 1.8),
    ),
    "verify": (
        Piece("M8 1.9 15 14.2H1z", "amber", 1.5, "amber_ground"),
        Piece("M8 6v4.1M8 11.3v1.6", "amber", 1.7),
    ),
    "hint": (Piece(_circle(6.4), "blue", 1.5), Piece("M8 7v4.6M8 4.2v1.7", "blue", 1.7)),
    "changed": (Piece("M8 2.4 14 13.4H2z", "ink2", 1.5),),
    "justified": (
        Piece("M1.6 2.4h12.8v8.8H7.2L4 14.2v-3H1.6z", "grey", 1.5),
        Piece("M4.9 6.8l2.2 2.2 4-4.2", "grey", 1.6),
    ),
    "stale": (
        Piece("M1.6 2.4h12.8v8.8H7.2L4 14.2v-3H1.6z", "amber", 1.5, "amber_ground"),
        Piece("M6.3 5.6a1.8 1.8 0 1 1 2.7 1.6c-.7.4-1 .7-1 1.2M8 9v1.2", "amber", 1.4),
    ),
    "passed": (
        Piece(_circle(6.4), "green", 1.5, "green_ground"),
        Piece("M4.7 8.2l2.4 2.4 4.3-4.8", "green", 1.7),
    ),
    "partial": (
        Piece(_circle(6.3), "accent", 1.5),
        Piece("M8 1.7a6.3 6.3 0 0 1 0 12.6z", fill="accent"),
    ),
    "empty": (Piece(_circle(6.3), "ink3", 1.4),),
    "blank": (Piece(_circle(6.4), "green", 1.5, "green_ground"), Piece("M4.6 8h6.8", "green", 1.8)),
    "missing": (
        Piece(_circle(6.3), "ink2", 1.4, dashed=True),
        Piece("M8 4.6v4.2M8 10.6v1.4", "ink2", 1.5),
    ),
    "no_data": (
        Piece(_circle(6.3), "ink2", 1.4, dashed=True),
        Piece("M6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.7.4-.9.7-.9 1.3M8 10.4v1.3", "ink2", 1.4),
    ),
    "not_applicable": (Piece(_circle(6.3), "ink3", 1.4), Piece("M3.6 12.4l8.8-8.8", "ink3", 1.4)),
    "not_checked": (Piece(_circle(6.3), "ink3", 1.4, dashed=True),),
    "pencil": (
        Piece("M2.2 13.8l.9-3.6L10.6 2.7l2.7 2.7-7.5 7.5z", "violet", 1.5),
        Piece("M9 4.3l2.7 2.7", "violet", 1.5),
    ),
    "document": (Piece(_DOC, "ink"), Piece("M9.4 1.7V5h3.4", "ink")),
    "new": (Piece(_DOC, "ink"), Piece("M8 6.2v5M5.5 8.7h5", "ink", 1.4)),
    "open": (Piece("M1.7 13V3.4h4.2l1.4 1.7h5.4V7M1.7 13l2.1-6h10.7l-2 6z", "ink"),),
    "undo": (Piece("M5.6 2.6 2.4 5.8l3.2 3.2M2.6 5.8h6.9a3.9 3.9 0 0 1 0 7.8H5.8", "ink", 1.5),),
    "redo": (Piece("M10.4 2.6l3.2 3.2-3.2 3.2M13.4 5.8H6.5a3.9 3.9 0 0 0 0 7.8h3.7", "ink", 1.5),),
    "add_row": (
        Piece("M1.8 2.4h12.4v4H1.8zM1.8 9.6h5.4", "ink"),
        Piece("M11.2 8.6v5.6M8.4 11.4H14", "accent", 1.6),
    ),
    "delete_row": (
        Piece("M1.8 2.4h12.4v4H1.8zM1.8 9.6h5.4", "ink"),
        Piece("M9 9.2l4.4 4.4M13.4 9.2 9 13.6", "red", 1.6),
    ),
    "export": (
        Piece("M8 9.8v-8M4.8 4.8 8 1.6l3.2 3.2", "ink", 1.5),
        Piece(_TRAY, "ink", 1.4),
    ),
    "print": (
        Piece("M4.4 6V1.8h7.2V6M4.4 11.6H1.8V6h12.4v5.6h-2.6", "ink"),
        Piece("M4.4 9.4h7.2v4.8H4.4z", "ink"),
    ),
    "audit": (
        Piece("M5 2.8H2.8v11.4h10.4V2.8H11", "ink"),
        Piece("M5.4 1.6h5.2v2.6H5.4z", "ink", 1.2),
        Piece("M5 8.8l2.2 2.2 3.9-4.2", "green", 1.7),
    ),
    "saved": (
        Piece("M2 2h10l2 2v10H2z M4.6 2v3.8h6V2", "ink", 1.2),
        Piece("M4.8 10l2 2 4-4", "green", 1.6),
    ),
    "lock": (
        Piece("M3 7h10v7H3z", "ink", 1.4),
        Piece("M5 7V5a3 3 0 0 1 6 0v2", "ink", 1.4),
    ),
    "float": (Piece("M5.5 5.5V2.6h7.9v7.9h-2.9M2.6 5.5h7.9v7.9H2.6z", "ink2", 1.2),),
    "close": (Piece("M4 4l8 8M12 4l-8 8", "ink2", 1.3),),
    "down": (Piece("M4 6.2l4 4 4-4", "ink2", 1.5),),
    "right": (Piece("M6.2 4l4 4-4 4", "ink2", 1.5),),
    "check": (Piece("M2.8 8.4l3.4 3.4 7-7.6", "on_accent", 2.0),),
    "search": (
        Piece("M2 6.8a4.8 4.8 0 0 1 9.6 0a4.8 4.8 0 0 1 -9.6 0zM10.3 10.3l4 4", "ink2", 1.5),
    ),
    "folder": (Piece("M1.7 13V3.4h4.2l1.4 1.7h7v7.9z", "ink"),),
    "logo": (
        Piece("M1 1h14v14H1z", fill="accent"),
        Piece("M4 5h8M4 8h8M4 11h8M8 5v6", "on_accent", 1.2),
    ),
}


def paint(painter: QPainter, name: str, where: QRectF, ink: str = "") -> None:
    """Paint a drawing into a square; `ink` replaces the colour of everything drawn in ink."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(where.topLeft())
    painter.scale(where.width() / SIDE, where.height() / SIDE)
    for piece in DRAWINGS[name]:
        stroke = ink if ink and piece.stroke == "ink" else piece.stroke
        painter.setPen(_pen(piece, colour(stroke)) if stroke else Qt.PenStyle.NoPen)
        painter.setBrush(
            QBrush(colour(piece.fill)) if piece.fill else QBrush(Qt.BrushStyle.NoBrush)
        )
        painter.drawPath(outline_path(piece.outline))
    painter.restore()


def _pen(piece: Piece, ink: QColor) -> QPen:
    pen = QPen(ink, piece.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if piece.dashed:
        pen.setDashPattern([1.7, 1.4])
    return pen


def pixmap(name: str, side: int, ratio: float = 1.0, ink: str = "") -> QPixmap:
    """A drawing as a picture of `side` pixels (times the screen's ratio)."""
    found = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    paint(painter, name, QRectF(0, 0, side, side), ink)
    painter.end()
    return found


@cache
def icon(name: str, ink: str = "") -> QIcon:
    """A drawing as an icon, sharp at the usual sizes; greyed out where an action is disabled."""
    found = QIcon()
    for side in (16, 18, 24, 32, 48):
        picture = pixmap(name, side, ink=ink)
        found.addPixmap(picture)
        found.addPixmap(picture, QIcon.Mode.Selected)  # Qt would tint it
        found.addPixmap(pixmap(name, side, ink="disabled"), QIcon.Mode.Disabled)
    return found


# Outlines ------------------------------------------------------------------------------------

_TOKEN = re.compile(r"([MmLlHhVvCcAaZz])|(-?\d*\.?\d+)")
_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "a": 7, "z": 0}


@cache
def outline_path(outline: str) -> QPainterPath:
    """The path that an outline in SVG's letters stands for."""
    path = QPainterPath()
    for letter, numbers in _commands(outline):
        _draw(path, letter, numbers)
    return path


def _commands(outline: str) -> list[tuple[str, list[float]]]:
    commands: list[tuple[str, list[float]]] = []
    letter, numbers = "", list[float]()
    for found in _TOKEN.finditer(outline):
        if found[1]:
            letter, numbers = found[1], []
            if letter in "Zz":
                commands.append((letter, []))
            continue
        numbers.append(float(found[2]))
        if len(numbers) == _NUMBERS[letter.lower()]:
            commands.append((letter, numbers))
            letter = {"M": "L", "m": "l"}.get(letter, letter)
            numbers = []
    return commands


def _draw(path: QPainterPath, letter: str, numbers: list[float]) -> None:
    here = path.currentPosition()
    base = here if letter.islower() else QPointF()

    def point(at: int) -> QPointF:
        return QPointF(base.x() + numbers[at], base.y() + numbers[at + 1])

    match letter.lower():
        case "m":
            path.moveTo(point(0))
        case "l":
            path.lineTo(point(0))
        case "h":
            path.lineTo(QPointF(base.x() + numbers[0], here.y()))
        case "v":
            path.lineTo(QPointF(here.x(), base.y() + numbers[0]))
        case "c":
            path.cubicTo(point(0), point(2), point(4))
        case "a":
            _arc(path, numbers, point(5))
        case "z":
            path.closeSubpath()


def _arc(path: QPainterPath, numbers: list[float], end: QPointF) -> None:
    """A piece of a circle from here to `end`; the radius grows when it is too short."""
    radius, large, sweep = numbers[0], bool(numbers[3]), bool(numbers[4])
    here = path.currentPosition()
    across = end - here
    chord = hypot(across.x(), across.y())
    radius = max(radius, chord / 2)
    height = sqrt(max(radius * radius - chord * chord / 4, 0.0)) / chord
    side = -1.0 if large == sweep else 1.0
    center = QPointF(
        here.x() + across.x() / 2 - side * across.y() * height,
        here.y() + across.y() / 2 + side * across.x() * height,
    )
    first = degrees(atan2(center.y() - here.y(), here.x() - center.x()))
    last = degrees(atan2(center.y() - end.y(), end.x() - center.x()))
    turn = last - first
    if sweep and turn >= 0:
        turn -= 360
    if not sweep and turn <= 0:
        turn += 360
    square = QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius)
    path.arcTo(square, first, turn)
