"""The ruled form as it was painted last, kept in pieces: scrolling shows them instead of painting.

Painting a cell is Python and takes some ten microseconds for each of hundreds of cells; showing a
piece is one copy. A piece is some whole rows and columns. Who changes what a cell shows says so
(`touch`); only these cells are painted again, when their piece is seen next. While nothing happens
the pieces around the view are painted ahead.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise, product
from math import floor

from PySide6.QtCore import QObject, QPoint, QRect, QTimer
from PySide6.QtGui import QPainter, QPixmap

from core.layout.plan import PlanCell
from gui.theme import colour

PaintCell = Callable[[QPainter, QRect, PlanCell], None]

REST_MS, NEXT_MS = 150, 5
MOST_BYTES = 64 * 1024 * 1024
_HEIGHT, _WIDTH = 120, 480
_BYTES_PER_PIXEL = 4


Edges = tuple[Sequence[int], Sequence[int]]


class _Piece:
    """Some rows and columns as they were painted, and the cells of them that are out of date.

    `edges` are those of the form's columns and rows when it was painted.
    """

    def __init__(self, pixmap: QPixmap, edges: Edges) -> None:
        self.pixmap, self.edges = pixmap, edges
        self.stale: dict[tuple[int, int], PlanCell] = {}

    @property
    def size(self) -> int:
        """In bytes."""
        return self.pixmap.width() * self.pixmap.height() * _BYTES_PER_PIXEL


class _Resized:
    """The edges of rows or columns before and now, and which of them have another size."""

    def __init__(self, before: Sequence[int], now: Sequence[int]) -> None:
        self._before, self._now = before, now
        sizes = zip(pairwise(before), pairwise(now), strict=True)
        self.changed = {at for at, ((a, b), (c, d)) in enumerate(sizes) if b - a != d - c}

    def kept(self, part: range) -> list[tuple[int, int, int]]:
        """The runs of those of a part that keep their size: where each began and begins now, size.

        From the beginning of the part.
        """
        before, now = self._before, self._now
        ends = [part.start - 1, *sorted(self.changed.intersection(part)), part.stop]
        return [
            (
                before[at + 1] - before[part.start],
                now[at + 1] - now[part.start],
                now[end] - now[at + 1],
            )
            for at, end in pairwise(ends)
            if end > at + 1
        ]


class Canvas(QObject):
    """The pieces of one form."""

    def __init__(self, paint_cell: PaintCell, parent: QObject | None = None) -> None:
        """Nothing is laid out."""
        super().__init__(parent)
        self._paint_cell = paint_cell
        self._places: Mapping[tuple[int, int], PlanCell] = {}
        self._ratio = 1.0
        self._pieces: dict[tuple[int, int], _Piece] = {}
        self._bytes = 0
        self._seen = QRect()
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._paint_ahead)
        self.clear()

    # ---- the form

    def clear(self) -> None:
        """Forget the form."""
        self._take(([0], [0]))
        self._across, self._down = [0], [0]
        self._places = {}
        self.forget()

    def forget(self) -> None:
        """Paint everything anew when it is seen next."""
        self._pieces.clear()
        self._bytes = 0
        self._seen = QRect()
        self._ahead.stop()

    def lay_out(
        self,
        places: Mapping[tuple[int, int], PlanCell],
        widths: Iterable[int],
        heights: Iterable[int],
    ) -> None:
        """Take over a form: the cell that covers each row and column, and their sizes in pixels.

        Of the same form as before, what keeps its size is not painted again: when a column grows
        everything beside it only moves.
        """
        edges = list(accumulate(widths, initial=0)), list(accumulate(heights, initial=0))
        if places is self._places and self._ratio.is_integer():
            self._take(edges)
            return
        self.clear()
        self._places = places
        self._take(edges)
        self._across, self._down = _cuts(self.lefts, _WIDTH), _cuts(self.tops, _HEIGHT)

    def _take(self, edges: Edges) -> None:
        """Where each column and row begins in pixels, and where the last one ends."""
        self.lefts, self.tops = self._edges = edges
        self._compared: tuple[Edges, tuple[_Resized, _Resized]] | None = None

    def _bring_up_to_date(self, at: tuple[int, int], piece: _Piece) -> None:
        """Give a piece the sizes that its rows and columns have now.

        What keeps its size is copied to where it stands now, the rest is out of date.
        """
        across, down = self._since(piece.edges)
        piece.edges = self._edges
        rows, columns = self._cells(at)
        for place in self._places_in(rows, columns):
            if not (
                down.changed.isdisjoint(range(place.row, place.row + place.rows))
                and across.changed.isdisjoint(range(place.column, place.column + place.columns))
            ):
                piece.stale[place.row, place.column] = place
        if down.changed.isdisjoint(rows) and across.changed.isdisjoint(columns):
            return
        self._bytes -= piece.size
        before, piece.pixmap = piece.pixmap, self._blank(at)
        self._bytes += piece.size
        painter = QPainter(piece.pixmap)
        for (top, to_top, height), (left, to_left, width) in product(
            down.kept(rows), across.kept(columns)
        ):
            source = (round(side * self._ratio) for side in (left, top, width, height))
            painter.drawPixmap(QPoint(to_left, to_top) * self._ratio, before, QRect(*source))
        painter.end()

    def _since(self, was: Edges) -> tuple[_Resized, _Resized]:
        """What has another size since; pieces painted together ask the same."""
        if self._compared is None or self._compared[0] is not was:
            across, down = (_Resized(*pair) for pair in zip(was, self._edges, strict=True))
            self._compared = was, (across, down)
        return self._compared[1]

    def _places_in(self, rows: range, columns: range) -> Iterable[PlanCell]:
        """The cells of which something lies there."""
        return {
            (place.row, place.column): place
            for place in (self._places[at] for at in product(rows, columns))
        }.values()

    def _blank(self, at: tuple[int, int]) -> QPixmap:
        """A piece on which nothing is painted."""
        pixmap = QPixmap(self._on_screen(at).size())
        pixmap.fill(colour("rule"))  # an edge may lie exactly between two pixels
        return pixmap

    @property
    def is_laid_out(self) -> bool:
        """Whether the form's sizes are known."""
        return bool(self._places)

    def rect(self, place: PlanCell) -> QRect:
        """Where a cell lies on the form."""
        left, top = self.lefts[place.column], self.tops[place.row]
        right = self.lefts[place.column + place.columns]
        return QRect(left, top, right - left, self.tops[place.row + place.rows] - top)

    def touch(self, places: Iterable[PlanCell]) -> None:
        """These cells show something else now."""
        if not self._pieces:
            return
        for place in places:
            down = _between(self._down, place.row, place.row + place.rows)
            across = _between(self._across, place.column, place.column + place.columns)
            for at in ((row, column) for row in down for column in across):
                piece = self._pieces.get(at)
                if piece is not None:
                    piece.stale[place.row, place.column] = place

    # ---- showing

    def show(self, painter: QPainter, origin: QPoint, part: QRect, ratio: float) -> None:
        """Show a part of the form; `origin` is where the form begins for the painter.

        `ratio` is how many pixels of the screen make one pixel of the window.
        """
        if ratio != self._ratio:
            self.forget()
            self._ratio = ratio
        part = part & QRect(0, 0, self.lefts[-1], self.tops[-1])  # &= would change the caller's
        if part.isEmpty():
            return
        rows = _between([self.tops[at] for at in self._down], part.top(), part.bottom() + 1)
        columns = _between([self.lefts[at] for at in self._across], part.left(), part.right() + 1)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)  # a copy, pixel by pixel
        left, top = _pixel(origin.x(), ratio), _pixel(origin.y(), ratio)
        for at in ((row, column) for row in rows for column in columns):
            where = self._on_screen(at)
            painter.drawPixmap(left + where.x(), top + where.y(), self._fresh(at).pixmap)
        painter.restore()
        self._seen = part
        self._ahead.start(REST_MS)

    def _cells(self, at: tuple[int, int]) -> tuple[range, range]:
        """The rows and columns of a piece."""
        return (
            range(self._down[at[0]], self._down[at[0] + 1]),
            range(self._across[at[1]], self._across[at[1] + 1]),
        )

    def _on_screen(self, at: tuple[int, int]) -> QRect:
        """Where a piece lies on the form, in pixels of the screen, rounded as Qt rounds fills."""
        rows, columns = self._cells(at)
        left, top = (
            _pixel(self.lefts[columns.start], self._ratio),
            _pixel(self.tops[rows.start], self._ratio),
        )
        right, bottom = (
            _pixel(self.lefts[columns.stop], self._ratio),
            _pixel(self.tops[rows.stop], self._ratio),
        )
        return QRect(left, top, right - left, bottom - top)

    def _fresh(self, at: tuple[int, int]) -> _Piece:
        """A piece as it is to be shown now."""
        piece = self._pieces.pop(at, None)
        if piece is None:
            piece = _Piece(self._blank(at), self._edges)
            self._bytes += piece.size
            self._make_room()
            for place in self._places_in(*self._cells(at)):
                piece.stale[place.row, place.column] = place
        elif piece.edges is not self._edges:
            self._bring_up_to_date(at, piece)
        self._pieces[at] = piece  # the last one was seen last
        if piece.stale:
            self._paint(piece, self._on_screen(at).topLeft())
        return piece

    def _paint(self, piece: _Piece, corner: QPoint) -> None:
        """Paint what is out of date."""
        stale, piece.stale = piece.stale, {}
        painter = QPainter(piece.pixmap)
        painter.translate(-corner)
        painter.scale(self._ratio, self._ratio)
        for place in stale.values():
            self._paint_cell(painter, self.rect(place), place)
        painter.end()

    def _make_room(self) -> None:
        """Forget the pieces that were not seen for longest."""
        while self._bytes > MOST_BYTES and self._pieces:
            self._bytes -= self._pieces.pop(next(iter(self._pieces))).size

    # ---- ahead

    def _paint_ahead(self) -> None:
        """Paint one more piece, the nearest one that is missing."""
        at = self._next()
        if at is not None:
            self._fresh(at)
            self._ahead.start(NEXT_MS)

    def _next(self) -> tuple[int, int] | None:
        """The nearest piece that would have to be painted; None if there is none, or no room."""
        if self._seen.isEmpty() or self._bytes > MOST_BYTES * 3 // 4:
            return None
        middle = self._seen.center()
        missing = [
            (abs(self.tops[top] - middle.y()) + abs(self.lefts[left] - middle.x()), (row, column))
            for row, top in enumerate(self._down[:-1])
            for column, left in enumerate(self._across[:-1])
            if not self._is_fresh((row, column))
        ]
        return min(missing)[1] if missing else None

    def _is_fresh(self, at: tuple[int, int]) -> bool:
        piece = self._pieces.get(at)
        return piece is not None and piece.edges is self._edges and not piece.stale


def _cuts(edges: Sequence[int], least: int) -> list[int]:
    """Rows or columns with which pieces begin, and the end: each piece at least that large."""
    found = [0]
    for at in range(1, len(edges) - 1):
        if edges[at] - edges[found[-1]] >= least:
            found.append(at)
    return [*found, len(edges) - 1] if len(edges) > 1 else found


def _between(cuts: Sequence[int], start: int, end: int) -> range:
    """The pieces that hold anything of `start` to before `end`."""
    first = max(0, bisect_right(cuts, start) - 1)
    return range(first, min(bisect_left(cuts, end), len(cuts) - 1))


def _pixel(length: int, ratio: float) -> int:
    return floor(length * ratio + 0.5)
