"""The writers of files. What they need is loaded with the first file, not with the window."""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from core.export.progress import Progress, silent
from core.layout.printed import PrintedForm
from gui.apart import apart

_NEEDED = ("core.export.pdf", "core.export.xlsx", "core.export.picture", "pypdfium2")


def write_pdf(forms: Iterable[PrintedForm], path: Path, *, told: Progress = silent) -> None:
    """Write the forms into one PDF file. Raises ExportError."""
    from core.export.pdf import write_pdf as write

    write(forms, path, told=told)


def write_workbook(forms: Iterable[PrintedForm], path: Path, *, told: Progress = silent) -> None:
    """Write the forms into one workbook. Raises ExportError."""
    from core.export.xlsx import write_workbook as write

    write(forms, path, told=told)


def fetch_writers() -> None:
    """Load what the writers need while the window goes on painting: from a slow disk, seconds.

    Whatever is imported from `core.export` afterwards is there at once.
    """
    apart(_load)


def _load() -> None:
    for name in _NEEDED:
        import_module(name)
