"""How far an export has come, told form by form; whoever is told may stop it."""

from collections.abc import Callable, Iterable, Iterator

from core.layout.printed import PrintedForm

Progress = Callable[[int], None]
"""Called with the number of forms that are drawn, before each and at the end.

Whatever it raises ends the export, and no file is changed: ``ExportCancelled`` to stop it.
"""


def silent(_done: int) -> None:
    """Nobody is told."""


def one_by_one(forms: Iterable[PrintedForm], told: Progress) -> Iterator[PrintedForm]:
    """The forms, and how far we are with them."""
    done = 0
    for form in forms:
        told(done)
        yield form
        done += 1
    told(done)
