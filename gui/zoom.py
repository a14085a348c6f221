"""How large a form is shown: in percent, or as large as the view lets it be."""

from collections.abc import Mapping
from enum import Enum

from core.layout.printed import PrintedForm
from gui.grid import columns
from gui.grid.measured import Measured

LEAST, MOST, STEP = 50, 200, 10
USUAL = 100


class Fit(Enum):
    """A zoom that follows the size of the view."""

    WIDTH = "适合页宽"
    PAGE = "适合整页"


Wish = int | Fit
"""What was chosen for a form."""


class Zooms:
    """What was chosen for each form of a document; 100 % for the others."""

    def __init__(self, kept: Mapping[str, str] | None = None) -> None:
        """Begin with what `texts` gave earlier; what is no zoom is left out."""
        self._wishes: dict[str, Wish] = {}
        for form, text in (kept or {}).items():
            wish = _read(text)
            if wish is not None:
                self._wishes[form] = wish

    def of(self, form: str) -> Wish:
        """The zoom of a form."""
        return self._wishes.get(form, USUAL)

    def choose(self, form: str, wish: Wish) -> None:
        """Let a form have this zoom from now on."""
        self._wishes[form] = wish

    def texts(self) -> dict[str, str]:
        """What to keep for the next time."""
        return {
            form: wish.name if isinstance(wish, Fit) else str(wish)
            for form, wish in self._wishes.items()
            if wish != USUAL
        }


def _read(text: str) -> Wish | None:
    if text in Fit.__members__:
        return Fit[text]
    percent = int(text) if text.isascii() and text.isdigit() else 0
    return percent if within(percent) == percent and percent % STEP == 0 else None


def within(percent: int) -> int:
    """The nearest zoom there is."""
    return max(LEAST, min(percent, MOST))


def stepped(percent: int, steps: int) -> int:
    """The next round zoom, larger or smaller."""
    rounded = percent // STEP if steps > 0 else -(-percent // STEP)
    return within((rounded + steps) * STEP)


def fitting(form: PrintedForm, fit: Fit, room: tuple[int, int], around: int, available: int) -> int:
    """The largest zoom at which a form fits into a room; the least there is if none does.

    `around` is what stands above and below the grid at 100 %, `available` the width that its
    columns share.
    """
    measured = Measured()
    percent, needs = MOST, columns.needs_of(form, measured)
    while percent > LEAST:
        zoom = percent / 100
        widths = columns.column_widths(needs, available, zoom)
        share = room[0] / max(1, sum(widths))
        if fit is Fit.PAGE:
            height = sum(measured.row_heights(form, widths, zoom)) + around * zoom
            share = min(share, room[1] / max(1.0, height))
        if share >= 1:
            break
        percent = min(percent - 1, int(percent * share))
    return within(percent)
