"""biaoli template draft: a first drawing of an official blank, to be completed by hand."""

import argparse
import shutil
from pathlib import Path

from core.cli.output import say
from core.cli.usage import file_path
from core.errors import ExportError, UsageError
from core.export.atomic import write_bytes_atomically
from core.paths import is_so
from core.temporary import temporary_beside


def draft(options: argparse.Namespace) -> int:
    """Draw the forms of a workbook into a folder that is new or empty.

    The folder is there whole or not at all. Raises WorkbookError, UsageError or ExportError.
    """
    from core.importing.draft import draft_suite

    blank: Path = options.folder
    if not options.form:
        raise UsageError("写上初稿写到哪个文件夹：template draft 空白表.xlsx 新文件夹")
    folder = file_path(options.form)
    _check_target(folder)
    made = draft_suite(blank, folder.name)
    _write(folder, made.files)
    for form in made.forms:
        size = f"{form.rows}行{form.columns}列，{form.cells}格要填"
        say(f"{form.sheet} → {form.file}：{size}")
        if form.emptied:
            say(f"  有{form.emptied}格里填着数，没有留在表样里")
    for words in made.left_out:
        say(words)
    say(f"画好了 {folder}：{len(made.forms)}张表。名称、类型是猜的，改好以后用 template check 检查")
    return 0


def _check_target(folder: Path) -> None:
    if is_so(folder.is_dir):
        if not is_so(lambda: not any(folder.iterdir())):
            raise UsageError(f"文件夹“{folder.name[:60]}”里有东西，请写一个新的文件夹")
    elif is_so(folder.exists):
        raise UsageError(f"“{folder.name[:60]}”是文件，请写一个新的文件夹")


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write the files beside the folder's place, then let them take it together."""
    try:
        beside = temporary_beside(folder)
        beside.mkdir()
    except (OSError, ValueError):
        words = f"不能在“{folder.parent}”里建文件夹，请先建好它，或换一个位置"
        raise ExportError(words) from None
    try:
        for name, text in files.items():
            path = beside / name
            path.parent.mkdir(exist_ok=True)
            write_bytes_atomically(path, text.encode("utf-8"))
        if folder.is_dir():
            folder.rmdir()
        beside.rename(folder)
    except (OSError, ValueError) as error:
        raise ExportError(f"没有写成文件夹“{folder.name[:60]}”，请换一个位置或名字") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)
