"""Breaks a text into lines for a given width, and finds the size at which it fits its place.

Chinese may break after any character, but no line begins with a closing sign nor ends with an
opening one; words and figures in ASCII stay whole. A word longer than the line is broken, a figure
never is: it is set smaller (``fit``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from core.layout.font_metrics import EM, Face, text_units, text_width

LEADING = 1.25
"""Distance of the lines in a cell, in type sizes."""

LEAST_SIZE = 6.0
"""No text is set smaller than this (points)."""

SIZE_STEP = 0.5

_TOLERANCE = 0.01  # points
_BLANKS = " \u3000"
_NO_BEGIN = frozenset("，。、；：！？）》〉」』】〕｝］’”％‰℃°·～…—－,.;:!?)]}%/'\"~")
_NO_END = frozenset("（《〈「『【〔｛［‘“￥¥＄$№≥≤＞＜±([{")
_UNITS = frozenset("元万亿年月日时分秒")
_ATOM = re.compile(rf"[{_BLANKS}]+|[!-~À-ɏ]+|…+|—+|.", re.DOTALL)
_FIGURE = re.compile(r"[-+(]?\d[\d,.]*%?[),.;:]?")


@dataclass(frozen=True, slots=True)
class Fitted:
    """The lines of a text and the size at which they fit."""

    lines: tuple[str, ...]
    size: float


def visible_width(line: str, face: Face, size: float) -> float:
    """The width of a line as seen: blanks at its end hang over."""
    return text_width(line.rstrip(_BLANKS), face, size)


@lru_cache(maxsize=8192)
def wrap(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """The text in lines no wider than `width` points; () for an empty text.

    Put together, the lines are the text without its line breaks. Wider than `width` is only a line
    of a single character or a single figure.
    """
    if not text:
        return ()
    limit = (width + _TOLERANCE) * EM / size
    return tuple(
        line for paragraph in text.split("\n") for line in _paragraph(paragraph, face, limit)
    )


def wrap_evenly(text: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    """As ``wrap``, but lines of about one length instead of a last line of one character."""
    lines: list[str] = []
    for paragraph in text.split("\n") if text else ():
        lines.extend(_even_paragraph(paragraph, face, size, width))
    return tuple(lines)


def _even_paragraph(paragraph: str, face: Face, size: float, width: float) -> tuple[str, ...]:
    best = wrap(paragraph, face, size, width) or ("",)
    widest = max((text_units(c.rstrip(_BLANKS), face) for c in _clusters(paragraph)), default=0)
    narrow, wide = widest * size / EM, width
    while len(best) > 1 and wide - narrow > size / 4:
        middle = (narrow + wide) / 2
        lines = wrap(paragraph, face, size, middle)
        if len(lines) == len(best):
            best, wide = lines, middle
        else:
            narrow = middle
    return best


def fit(
    text: str,
    face: Face,
    size: float,
    width: float,
    height: float | None = None,
    least: float = LEAST_SIZE,
) -> Fitted:
    """The lines of the text at the greatest size that fits width and height (points).

    Goes down from `size` in half points, not below `least`; what does not fit even then is returned
    at the least size, whole.
    """
    while True:
        lines = wrap(text, face, size, width)
        if _fits(lines, face, size, (width, height)) or size - SIZE_STEP < least:
            return Fitted(lines, size)
        size -= SIZE_STEP


def _fits(
    lines: tuple[str, ...], face: Face, size: float, place: tuple[float, float | None]
) -> bool:
    width, height = place
    if height is not None and len(lines) * size * LEADING > height + _TOLERANCE:
        return False
    return all(visible_width(line, face, size) <= width + 2 * _TOLERANCE for line in lines)


def _paragraph(paragraph: str, face: Face, limit: float) -> Iterator[str]:
    line, used = "", 0
    for cluster in _clusters(paragraph):
        needed = text_units(cluster.rstrip(_BLANKS), face)
        if line and used + needed > limit:
            yield line
            line, used = "", 0
        *whole, rest = _broken(cluster, face, limit) if needed > limit else (cluster,)
        yield from whole
        line += rest
        used += text_units(rest, face)
    yield line


def _clusters(paragraph: str) -> list[str]:
    """The pieces between which a line may break; blanks belong to the piece before them."""
    clusters: list[str] = []
    for atom in _ATOM.findall(paragraph):
        if clusters and _sticks(clusters[-1], atom):
            clusters[-1] += atom
        else:
            clusters.append(atom)
    return clusters


def _sticks(before: str, atom: str) -> bool:
    """Whether no line may break between the two."""
    last = before.rstrip(_BLANKS)[-1:]
    return (
        not last  # nothing but the blanks a paragraph begins with
        or atom[0] in _BLANKS
        or atom[0] in _NO_BEGIN
        or last in _NO_END
        or (atom in _UNITS and before[-1].isdecimal())
    )


def _broken(cluster: str, face: Face, limit: float) -> list[str]:
    """A piece longer than the line, broken where it must be; figures stay whole."""
    lines, line, used = [], "", 0
    for part in _parts(cluster):
        needed = text_units(part.rstrip(_BLANKS), face)
        if line and used + needed > limit:
            lines.append(line)
            line, used = "", 0
        line += part
        used += text_units(part, face)
    return [*lines, line]


def _parts(cluster: str) -> Iterator[str]:
    for atom in _ATOM.findall(cluster):
        if _FIGURE.fullmatch(atom) or atom[0] in _BLANKS:
            yield atom
        else:
            yield from atom
