"""The suites that are there: shipped with the program, or laid beside it in a templates folder."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from core.errors import TemplateError, UnknownSuite
from core.paths import template_folders, templates_folder
from core.template.suite import SUITE_FILE, FormSuite, load_suite, read_suite_folder


@dataclass(frozen=True, slots=True)
class FoundSuite:
    """A suite folder, and the suite in it or what is wrong with it."""

    folder: Path
    suite: FormSuite | None
    error: TemplateError | None = None


def load_folder(folder: Path) -> FormSuite:
    """Load the suite in a folder; code dictionaries come from its own codes/ or the shipped ones.

    Raises TemplateError with every mistake.
    """
    own = folder / "codes"
    codes = own if own.is_dir() and not own.is_symlink() else templates_folder() / "codes"
    return load_suite(read_suite_folder(folder, codes))


def suite_folders() -> list[Path]:
    """Every folder that holds a suite, in order of its name."""
    return [
        path.parent
        for folder in template_folders()
        for path in sorted(folder.glob(f"*/{SUITE_FILE}"))
    ]


def found_suites() -> list[FoundSuite]:
    """Every suite there is; a broken one is listed with its mistakes, not left out."""
    found = []
    for folder in suite_folders():
        try:
            found.append(FoundSuite(folder, load_folder(folder)))
        except TemplateError as error:
            found.append(FoundSuite(folder, None, error))
    return found


def load_installed(suite_id: str) -> FormSuite:
    """The suite of that id, or in the folder of that name (all that is known of a broken one).

    Raises UnknownSuite with the nearest name, or TemplateError.
    """
    folders = {folder.name: folder for folder in suite_folders()}
    if suite_id in folders:
        return load_folder(folders[suite_id])
    suites = {entry.suite.id: entry.suite for entry in found_suites() if entry.suite is not None}
    if suite_id in suites:
        return suites[suite_id]
    near = difflib.get_close_matches(suite_id, [*suites, *folders], n=1, cutoff=0.4)
    hint = f"是否想写“{near[0]}”？" if near else ""
    raise UnknownSuite(f"没有“{suite_id[:60]}”这套表。{hint}用 biaoli suites 看有哪些。")
