"""What forms, rows and cells were called in an earlier edition of a suite.

Names that are not mentioned are the same. What is written leads from that edition straight to the
names of today, whatever came in between.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.template.order import SlotId

NEW: Final = "新增"
"""Written for the old name of what is new, although the name was there before."""


@dataclass(frozen=True, slots=True)
class Origins:
    """What some names of today were called before; None for what is new."""

    was: Mapping[str, str | None] = field(default_factory=dict)

    def before(self, name: str) -> str | None:
        """The old name of a name of today."""
        return self.was.get(name, name)

    def now(self, name: str) -> str | None:
        """The name of today of an old one; None if it is no more."""
        found = next((new for new, old in self.was.items() if old == name), None)
        return found if found is not None or name in self.was else name


@dataclass(frozen=True, slots=True)
class Renames:
    """All that is called otherwise: forms, then in each (by its name of today) rows and cells."""

    forms: Origins = field(default_factory=Origins)
    rows: Mapping[str, Origins] = field(default_factory=dict)
    cells: Mapping[str, Origins] = field(default_factory=dict)

    def form(self, name: str) -> str | None:
        """What an old form is called today; None if it is no more."""
        return self.forms.now(name)

    def row(self, form: str, name: str) -> str | None:
        """What a row of an old form is called today."""
        return self.rows.get(form, _NOTHING).now(name)

    def cell(self, form: str, name: str) -> SlotId | None:
        """Where an old cell stands today; None if it is no more."""
        found = self.form(form)
        if found is None:
            return None
        cells = self.cells.get(found, _NOTHING)
        if name in cells.was.values():
            now = cells.now(name)
        else:
            row, dot, column = name.partition(".")
            there = self.row(found, row) if dot else name
            now = f"{there}{dot}{column}" if dot and there is not None else there
            now = None if now in cells.was else now
        return (found, now) if now is not None else None

    def before(self, form: str, name: str) -> SlotId | None:
        """What a cell of today was called; None if it is new."""
        was_form = self.forms.before(form)
        row, dot, column = name.partition(".")
        was_row = self.rows.get(form, _NOTHING).before(row) if dot else None
        usual = f"{was_row}.{column}" if was_row is not None else None if dot else name
        was = self.cells.get(form, _NOTHING).was.get(name, usual)
        return (was_form, was) if was_form is not None and was is not None else None


_NOTHING: Final = Origins()


@dataclass(frozen=True, slots=True)
class Edition:
    """An earlier edition: a suite up to one of its revisions (None: any), and what was renamed."""

    suite: str
    revision: int | None
    renames: Renames


def renames_from(editions: tuple[Edition, ...], suite: str, revision: int) -> Renames:
    """What was renamed since one revision of a suite: the nearest edition that covers it."""
    fitting = [e for e in editions if e.suite == suite and covers(e, revision)]
    nearest = min(fitting, key=lambda e: (e.revision is None, e.revision or 0), default=None)
    return nearest.renames if nearest is not None else Renames()


def covers(edition: Edition, revision: int) -> bool:
    """Whether an edition speaks of a revision of its suite."""
    return edition.revision is None or revision <= edition.revision
