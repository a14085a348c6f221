"""Sheets to copy from and paste into, and what other programs have put on a clipboard."""

from pathlib import Path

from core.clipboard.block import Block
from core.clipboard.copying import Copied, Source, copy_area
from core.clipboard.pasting import Paste, prepare
from core.clipboard.reading import read_clipboard
from core.layout.area import Area, Ground
from core.layout.printed import print_cell
from core.refs import SheetId
from core.session import Session

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> Block:
    """What a program put on the clipboard: its plain text and its HTML."""
    text = (RECORDED / f"{name}.txt").read_bytes().decode()
    html = (RECORDED / f"{name}.html").read_bytes().decode()
    return read_clipboard(text, html)


def ground_of(session: Session, sheet: SheetId) -> Ground:
    """A sheet as it stands now."""
    return Ground(session.plan(sheet))


def copied(session: Session, sheet: SheetId, area: Area | None = None) -> Copied:
    """A sheet, or an area of it, as it goes onto the clipboard."""
    ground = ground_of(session, sheet)
    source = Source(
        lambda place: print_cell(place, session.value, session.typed),
        session.value,
        session.typed,
        session.calculation.slot,
    )
    return copy_area(ground, ground.grown(area) if area else ground.whole(), source)


def area_at(session: Session, address: str) -> Area:
    """Where an address stands."""
    cell = session.names.cell(address)
    places = session.plan(cell.sheet).cells
    return next(Area.of(place) for place in places if cell in (place.cell, *place.covers))


def pasted(session: Session, address: str, block: Block | str) -> Paste:
    """A paste at an address, made ready."""
    sheet = session.names.cell(address).sheet
    read = read_clipboard(block) if isinstance(block, str) else block
    return prepare(session.entries, ground_of(session, sheet), read, area_at(session, address))
