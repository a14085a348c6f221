"""The suites that are there: shipped with the program, or laid beside it in a templates folder."""

import difflib
import re
from collections.abc import Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.errors import TemplateError, UnknownSuite
from core.paths import template_folders, templates_folder
from core.template.strict_yaml import MAX_CHARACTERS
from core.template.suite import SUITE_FILE, FormSuite, load_suite, read_suite_folder
from core.template.suite_head import SuiteHead, read_head

Snapshot = Mapping[str, str]
"""The texts of a suite by file name."""


@dataclass(frozen=True, slots=True)
class FoundSuite:
    """A suite folder, and the suite in it or what is wrong with it."""

    folder: Path
    suite: FormSuite | None
    error: TemplateError | None = None


def load_folder(folder: Path, shared: Path | None = None) -> FormSuite:
    """Load the suite in a folder.

    Code dictionaries and shared files come from its own codes/ and shared/, else from codes/ and
    forms/ of the folder it shares with other suites, else from the shipped ones. Raises
    TemplateError with every mistake.
    """
    return load_suite(_read_folder(folder, shared))


def _read_folder(folder: Path, shared: Path | None) -> Snapshot:
    codes = _first(folder / "codes", shared and shared / "codes", templates_folder() / "codes")
    forms = _first(folder / "shared", shared and shared / "forms", templates_folder() / "forms")
    return read_suite_folder(folder, codes, forms)


def _first(*places: Path | None) -> Path:
    """The first folder that is there, and is no link; the last, whether it is there or not."""
    named = [place for place in places if place is not None]
    return next((own for own in named if own.is_dir() and not own.is_symlink()), named[-1])


def suite_folders() -> list[Path]:
    """Every folder that holds a suite, in order of its name."""
    return [path for folder in template_folders() for path in _suite_folders_in(folder)]


def _suite_folders_in(folder: Path) -> list[Path]:
    return [path.parent for path in sorted(folder.glob(f"*/{SUITE_FILE}"))]


def suite_heads() -> dict[Path, SuiteHead | TemplateError]:
    """By its folder what suite.yaml says of every suite, or what is wrong with that file.

    However many suites are installed, no form of theirs is read.
    """
    return {folder: _read_head(folder) for folder in suite_folders()}


def _read_head(folder: Path) -> SuiteHead | TemplateError:
    try:
        return read_head(folder)
    except TemplateError as error:
        return error


def nearest_suite(texts: Snapshot) -> FormSuite | None:
    """The installed suite whose files have most of these texts. No other suite is loaded.

    None where no suite has any of them, or the nearest is broken.
    """
    shared = {folder: len(_texts(folder) & texts.items()) for folder in suite_folders()}
    folder = max(shared, key=lambda one: shared[one], default=None)
    if folder is None or not shared[folder]:
        return None
    with suppress(TemplateError):
        return load_folder(folder, folder.parent)
    return None


def _texts(folder: Path) -> Set[tuple[str, str]]:
    with suppress(TemplateError):
        return _read_folder(folder, folder.parent).items()
    return frozenset()


def suites_in(folder: Path) -> list[FoundSuite]:
    """The suites in the folders of a folder, which may hold codes/ for all of them."""
    found = []
    for inside in _suite_folders_in(folder):
        try:
            found.append(FoundSuite(inside, load_folder(inside, folder)))
        except TemplateError as error:
            found.append(FoundSuite(inside, None, error))
    return found


def load_installed(suite_id: str) -> FormSuite:
    """The suite of that id, or in the folder of that name (all that is known of a broken one).

    Raises UnknownSuite with the nearest name, or TemplateError.
    """
    folders = {folder.name: folder for folder in suite_folders()}
    if suite_id in folders:
        return load_folder(folders[suite_id], folders[suite_id].parent)
    named = {_head(folder)[0]: folder for folder in folders.values()}
    if suite_id in named:
        return load_folder(named[suite_id], named[suite_id].parent)
    near = difflib.get_close_matches(suite_id, [*named, *folders], n=1, cutoff=0.4)
    hint = f"是否想写“{near[0]}”？" if near else ""
    raise UnknownSuite(f"没有“{suite_id[:60]}”这套表。{hint}用 biaoli suites 看有哪些。")


# Newer revisions -----------------------------------------------------------------------------


_HEAD = re.compile(r"""^(suite|revision):[ \t]*['"]?([A-Za-z0-9-]+)""", re.M)


def newer_revision(suite: FormSuite) -> int | None:
    """The highest installed revision of a suite, if it is higher than that of this one.

    Only the heads of the suites are read; whether the newer one is sound shows when it is loaded.
    """
    found = _newest(suite)
    return found[0] if found else None


def load_newer(suite: FormSuite) -> FormSuite | None:
    """The suite in its highest installed revision, if that is higher. Raises TemplateError."""
    found = _newest(suite)
    newer = load_folder(found[1], found[1].parent) if found else None
    same = newer is not None and newer.id == suite.id and newer.revision > suite.revision
    return newer if same else None


def _newest(suite: FormSuite) -> tuple[int, Path] | None:
    there = ((*_head(folder), folder) for folder in suite_folders())
    newer = [
        (int(revision), folder)
        for name, revision, folder in there
        if name == suite.id and revision.isdecimal() and int(revision) > suite.revision
    ]
    return max(newer, default=None)


def _head(folder: Path) -> tuple[str, str]:
    """What a suite says of its name and revision; "" where it says nothing that can be read."""
    words: dict[str, str] = {}
    with suppress(OSError, ValueError), (folder / SUITE_FILE).open(encoding="utf-8-sig") as file:
        words = dict(_HEAD.findall(file.read(MAX_CHARACTERS)))
    return words.get("suite", ""), words.get("revision", "")
