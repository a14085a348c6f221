"""The form is painted once and shown often: what is kept always looks as if painted anew."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest

from core.layout.plan import CellKind, CellStyle, PlanCell
from gui.grid import canvas
from gui.grid.canvas import Canvas, _between, _cuts
from tests.gui.hands import EXPENDITURE, SUMMARY, Hands

Key, Modifier = Qt.Key, Qt.KeyboardModifier
KEYS = (
    (Key.Key_Down, Modifier.NoModifier),
    (Key.Key_Right, Modifier.NoModifier),
    (Key.Key_Up, Modifier.NoModifier),
    (Key.Key_Tab, Modifier.NoModifier),
    (Key.Key_Delete, Modifier.NoModifier),
    (Key.Key_Down, Modifier.ShiftModifier),
    (Key.Key_Right, Modifier.ShiftModifier),
    (Key.Key_C, Modifier.ControlModifier),
    (Key.Key_Z, Modifier.ControlModifier),
    (Key.Key_Escape, Modifier.NoModifier),
)


class Painted:
    """Counts the cells that are painted."""

    def __init__(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        self.places: list[PlanCell] = []
        paint = hands.view.canvas._paint_cell

        def counted(painter: QPainter, rect: QRect, place: PlanCell) -> None:
            self.places.append(place)
            paint(painter, rect, place)

        monkeypatch.setattr(hands.view.canvas, "_paint_cell", counted)


def anew(hands: Hands) -> bool:
    """Whether the form looks the same when all of it is painted anew."""
    QTest.qWait(0)
    kept = hands.page.desk.grab().toImage()
    hands.view.canvas.forget()
    return hands.page.desk.grab().toImage() == kept


def test_after_any_keys_the_form_looks_as_if_painted_anew(hands: Hands) -> None:
    """Figures, blocks, frames, marks: whatever changed said so."""
    hands.work.open_sheet(EXPENDITURE)
    dice = random.Random(7)  # noqa: S311  # a repeatable walk, no secret
    for step in range(60):
        if dice.random() < 0.4:
            hands.type(str(dice.randrange(10**6)))
        hands.press(*dice.choice(KEYS), times=dice.randrange(1, 4))
        if step % 5 == 4:
            assert anew(hands), step


def test_scrolling_back_paints_no_cell_again(hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was seen once is only copied."""
    hands.work.open_sheet(SUMMARY)
    bar = hands.page.desk.verticalScrollBar()
    for value in (bar.maximum(), 0):
        bar.setValue(value)
        hands.page.desk.grab()
    painted = Painted(hands, monkeypatch)
    for value in range(0, bar.maximum(), 40):
        bar.setValue(value)
        hands.page.desk.grab()
    assert painted.places == []


def test_a_move_paints_the_cells_that_look_different(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two frames, two names, a head: not the form."""
    hands.go("支出决算表!项[2101501].栏2")
    hands.page.desk.grab()
    painted = Painted(hands, monkeypatch)
    hands.press(Key.Key_Up)
    hands.page.desk.grab()
    assert 2 <= len(painted.places) <= 8


def test_a_column_that_grows_paints_what_lies_in_it_alone(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands beside it only moves, and all of it looks as if painted anew."""
    hands.go("一般公共预算收支!项[2101501].栏9")
    place = hands.place()
    assert anew(hands)
    widths = hands.page._sizes[0]
    hands.type("99999999999.99")
    painted = Painted(hands, monkeypatch)
    hands.press(Key.Key_Return)
    QTest.qWait(0)
    hands.page.desk.grab()
    pairs = enumerate(zip(widths, hands.page._sizes[0], strict=True))
    grown = {at for at, (before, now) in pairs if before != now}
    assert place.column in grown
    beside = [p for p in painted.places if p.columns == 1 and p.column not in grown]
    assert len(beside) <= 12  # the figures that follow, and the names of the rows left and entered
    assert anew(hands)


@given(st.data())
def test_a_form_given_other_sizes_shows_what_one_does_that_had_them_from_the_start(
    data: st.DataObject,
) -> None:
    """Whichever rows and columns were resized, however often, and whatever was seen of it."""
    many = data.draw(st.integers(1, 8)), data.draw(st.integers(1, 8))
    length, seen = st.integers(20, 300), st.integers(1, 2_000)
    sizes = [
        [data.draw(st.lists(length, min_size=count, max_size=count)) for count in many]
        for _ in range(3)
    ]
    parts = [QRect(0, 0, data.draw(seen), data.draw(seen)) for _ in range(2)]
    places = _tiled(*many, data.draw(st.integers(0, 3)))
    owner = QObject()
    whole = QRect(0, 0, 10_000, 10_000)
    images = []
    for shown in ([*zip(sizes, [*parts, whole], strict=True)], [(sizes[-1], whole)]):
        form = Canvas(_paint_size, owner)
        for (heights, widths), part in shown:
            form.lay_out(places, widths, heights)
            image = QImage(sum(widths), sum(heights), QImage.Format.Format_RGB32)
            painter = QPainter(image)
            form.show(painter, QPoint(0, 0), part, 1.0)
            painter.end()
        images.append(image)
        form.clear()
    owner.deleteLater()
    assert images[0] == images[1]


def test_what_is_not_seen_yet_is_painted_while_nothing_happens(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that turning a page has nothing left to paint."""
    monkeypatch.setattr(canvas, "REST_MS", 0)
    hands.work.open_sheet(SUMMARY)
    hands.page.desk.grab()
    QTest.qWait(400)
    painted = Painted(hands, monkeypatch)
    bar = hands.page.desk.verticalScrollBar()
    bar.setValue(bar.maximum())
    hands.page.desk.grab()
    assert painted.places == []


def test_no_more_is_kept_than_there_is_room_for(
    hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pieces not seen for longest are forgotten, and painted when they are seen again."""
    monkeypatch.setattr(canvas, "MOST_BYTES", 1_500_000)
    hands.work.open_sheet(EXPENDITURE)
    hands.work.open_sheet(SUMMARY)
    bar = hands.page.desk.verticalScrollBar()
    for value in (0, bar.maximum(), 0):
        bar.setValue(value)
        hands.page.desk.grab()
        kept = hands.view.canvas._pieces.values()
        assert sum(piece.size for piece in kept) == hands.view.canvas._bytes
        assert hands.view.canvas._bytes <= 1_500_000
    assert anew(hands)


@pytest.mark.parametrize("ratio", [1.0, 1.15, 1.25, 1.4375, 1.5, 1.75, 2.0])
def test_pieces_meet_without_a_seam_at_every_scale(hands: Hands, ratio: float) -> None:
    """The copy is, pixel by pixel, what painting every cell in its place gives.

    But for edges exactly between two pixels, which may be drawn on either of them.
    """
    hands.work.open_sheet(EXPENDITURE)
    whole = QRect(0, 0, hands.view.canvas.lefts[-1], hands.view.canvas.tops[-1])
    size = (whole.size().toSizeF() * ratio).toSize()
    copied, direct = (QImage(size, QImage.Format.Format_RGB32) for _ in range(2))
    for picture in (copied, direct):
        picture.fill(Qt.GlobalColor.white)
    own = Canvas(hands.view.cells.paint)
    widths, heights = hands.page._sizes
    own.lay_out(hands.model.covering, widths, heights)
    painter = QPainter(copied)
    painter.scale(ratio, ratio)
    own.show(painter, QPoint(), whole, ratio)
    painter.end()
    painter = QPainter(direct)
    painter.scale(ratio, ratio)
    for place in {id(place): place for place in hands.model.covering.values()}.values():
        hands.view.cells.paint(painter, own.rect(place), place)
    painter.end()
    own.forget()
    for picture in (copied, direct):
        painter = QPainter(picture)
        for edge in own.tops:
            if _is_tie(edge * ratio):
                painter.fillRect(0, int(edge * ratio), size.width(), 1, Qt.GlobalColor.white)
        for edge in own.lefts:
            if _is_tie(edge * ratio):
                painter.fillRect(int(edge * ratio), 0, 1, size.height(), Qt.GlobalColor.white)
        painter.end()
    assert copied == direct


def _tiled(rows: int, columns: int, joined: int) -> dict[tuple[int, int], PlanCell]:
    """A form of single cells, and one over `joined` more rows and columns, as far as there are."""
    style = CellStyle()
    tall, wide = min(rows, joined + 1), min(columns, joined + 1)
    places = {
        (row, column): PlanCell(row, column, 1, 1, CellKind.LABEL, (), style)
        for row in range(rows)
        for column in range(columns)
    }
    large = PlanCell(0, 0, tall, wide, CellKind.LABEL, (), style)
    return places | {(row, column): large for row in range(tall) for column in range(wide)}


def _paint_size(painter: QPainter, rect: QRect, place: PlanCell) -> None:
    """Something that looks different in every size and place."""
    painter.fillRect(rect, QColor.fromHsv((place.row * 8 + place.column) * 5, 200, 200))
    painter.fillRect(QRect(rect.center(), rect.bottomRight()), Qt.GlobalColor.white)


def _is_tie(length: float) -> bool:
    return abs(length % 1 - 0.5) < 1e-6


@given(
    st.lists(st.integers(1, 300), max_size=40), st.integers(1, 500), st.data()
)  # fmt: skip
def test_pieces_cover_every_row_once(sizes: list[int], least: int, data: st.DataObject) -> None:
    """They are neighbours, none but the last is too small, and each part finds its pieces."""
    edges = [sum(sizes[:at]) for at in range(len(sizes) + 1)]
    cuts = _cuts(edges, least)
    assert cuts == sorted(set(cuts))
    assert (cuts[0], cuts[-1]) == (0, len(sizes))
    for first, end in list(pairwise(cuts))[:-1]:
        assert edges[end] - edges[first] >= least
    if sizes:
        start = data.draw(st.integers(0, len(sizes) - 1))
        stop = data.draw(st.integers(start + 1, len(sizes)))
        found = _between(cuts, start, stop)
        assert cuts[found.start] <= start
        assert stop <= cuts[found.stop]
        assert cuts[found.start + 1] > start
        assert cuts[found.stop - 1] < stop
