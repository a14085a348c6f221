"""Files a command writes beside the document: where they may go, and writing them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.cli.output import say
from core.errors import ExportError, UsageError
from core.layout.printed import PrintedForm
from core.session import Session


def write_workbook_file(
    forms: list[PrintedForm],
    path: Path,
    session: Session | None = None,
    *,
    draft: bool = False,
    quietly: bool = False,
) -> None:
    """Write a workbook, with a session as live formulas, and say so. Raises ExportError.

    `quietly` says nothing: what a program reads is on stdout.
    """
    from core.export.xlsx import write_workbook

    with _interruptible(path):
        write_workbook(forms, path, session, draft=draft)
    if not quietly:
        say(f"已导出 {path}")


def write_pdf_file(
    forms: list[PrintedForm], path: Path, *, draft: bool = False, quietly: bool = False
) -> None:
    """Write a PDF file and say so unless `quietly`. Raises ExportError."""
    from core.export.pdf import write_pdf

    with _interruptible(path):
        write_pdf(forms, path, draft=draft)
    if not quietly:
        say(f"已导出 {path}")


@contextmanager
def _interruptible(path: Path) -> Iterator[None]:
    """Ctrl+C ends the writing with what became of the file."""
    try:
        yield
    except KeyboardInterrupt:
        words = f"已中断，没有写成“{path.name}”；原来有的文件没有变，可以再导出一次"
        raise ExportError(words) from None


def check_target(document: Path, target: Path | None, suffix: str) -> None:
    """An export never takes the place of the document, nor of a file of another kind.

    Raises UsageError or ExportError.
    """
    if target is None:
        return
    if target.suffix.lower() != suffix:
        raise UsageError(f"“{target.name}”要以 {suffix} 结尾")
    try:
        is_document = target.samefile(document)
    except (OSError, ValueError):
        return  # one of them is not there
    if is_document:
        raise ExportError(f"“{target.name}”就是填报文件，不能导出到它上面。另取一个文件名。")
