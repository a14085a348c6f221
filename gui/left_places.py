"""Where a document was left, and going on there."""

from contextlib import suppress
from pathlib import Path

from core.errors import BiaoliError
from gui.recent_files import (
    place_in,
    remember_left,
    remember_place,
    remember_zooms,
)
from gui.recent_list import as_left
from gui.workspace import Workspace


def keep_place(work: Workspace) -> None:
    """Remember where a document was left, how large its forms were, and how far it was."""
    place, path = work.current(), work.session.path
    if path is not None:
        remember_zooms(path, work.form.zooms.texts())
        remember_left(path, as_left(work.session))
    if path is not None and place is not None and place.cell is not None:
        with suppress(BiaoliError):  # a row that is not there yet has no address
            remember_place(path, work.session.names.address(place.cell))


def go_back(work: Workspace, path: Path) -> None:
    """Go on at the cell where the document was left, if it is still there."""
    address = place_in(path)
    if address:
        with suppress(BiaoliError):
            cell = work.session.names.cell(address)
            work.open_sheet(cell.sheet)
            work.form.go(cell)
