"""The texts of a suite folder, read under limits: it may come from anywhere.

A form file is reachable only if it lies in the folder, or in the one of shared files, and was read
here; nothing outside is.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Final

from core.errors import TemplateError, TemplateProblem
from core.template.strict_yaml import MAX_CHARACTERS

SUITE_FILE: Final = "suite.yaml"
SHARED: Final = "shared/"
"""What the names of files begin with that several suites use."""

MAX_FILES: Final = 300
MAX_ENTRIES: Final = 5_000
MAX_BYTES: Final = 4 * MAX_CHARACTERS
MAX_ALL_BYTES: Final = 30_000_000
_NAMED: Final = re.compile(rf"{SHARED}[\w./-]+\.yaml")


class _Unusable(Exception):
    """A file or folder that is not to be read, and why; `line` counts from 1."""

    def __init__(self, why: str, line: int = 1) -> None:
        super().__init__(why)
        self.line = line


def read_suite_folder(folder: Path, codes: Path, shared: Path | None = None) -> dict[str, str]:
    """The texts of a suite folder, of the code dictionaries and of the shared files it names.

    A file that lies in the suite's own shared/ is taken before that of `shared`. Raises
    TemplateError.
    """
    problems: list[TemplateProblem] = []
    try:
        files = _in(folder, "", folder)
        if codes.is_dir():
            files |= _in(codes, "codes/", folder)
        if shared is not None and shared.is_dir() and SUITE_FILE in files:
            named = _named(*files[SUITE_FILE])
            lent = _in(shared, SHARED, folder)
            files = {name: place for name, place in lent.items() if name in named} | files
    except _Unusable as unusable:
        raise TemplateError([TemplateProblem(str(folder), 1, 1, str(unusable))]) from unusable
    if SUITE_FILE not in files:
        problems.append(TemplateProblem(str(folder), 1, 1, f"这里没有 {SUITE_FILE}"))
    sources: dict[str, str] = {}
    total = 0
    for name, (path, inside) in sorted(files.items()):
        try:
            sources[name] = _text(path, inside)
        except _Unusable as unusable:
            problems.append(TemplateProblem(name, unusable.line, 1, str(unusable)))
        total += len(sources.get(name, ""))
        if total > MAX_ALL_BYTES:
            problems.append(TemplateProblem(name, 1, 1, "套表文件夹里的文件加起来太大"))
            break
    if problems:
        raise TemplateError(problems)
    return sources


def _in(place: Path, front: str, folder: Path) -> dict[str, tuple[Path, Path]]:
    """By the name a suite calls it, each file of a place, and where it really has to lie."""
    inside = folder if place.is_relative_to(folder) else place
    return {f"{front}{name}": (path, inside) for name, path in _files(place)}


def _named(path: Path, inside: Path) -> frozenset[str]:
    """The shared files that suite.yaml names; none if it cannot be read, which is told later."""
    with suppress(_Unusable):
        return frozenset(_NAMED.findall(_text(path, inside)))
    return frozenset()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every .yaml file below a folder, by its name from there; linked folders are not entered."""
    entries = files = 0
    for parent, folders, names in os.walk(folder):
        folders.sort()
        entries += len(names) + len(folders)
        for name in sorted(names):
            if name.endswith(".yaml"):
                files += 1
                path = Path(parent, name)
                yield path.relative_to(folder).as_posix(), path
            if files > MAX_FILES:
                raise _Unusable(f"文件太多：一套表最多 {MAX_FILES} 个 .yaml 文件")
        if entries > MAX_ENTRIES:
            raise _Unusable("这个文件夹里的东西太多，不像是一套表")


def yaml_files(folder: Path) -> list[tuple[str, Path]]:
    """Every .yaml file below a folder with its name from there. Raises TemplateError."""
    try:
        return list(_files(folder))
    except _Unusable as unusable:
        raise TemplateError([TemplateProblem(str(folder), 1, 1, str(unusable))]) from unusable


def read_file(path: Path, name: str) -> bytes:
    """The bytes of one file that is text; messages call it `name`. Raises TemplateError."""
    try:
        content = _content(path, path.parent)
        _decoded(content)
    except _Unusable as unusable:
        raise TemplateError([TemplateProblem(name, unusable.line, 1, str(unusable))]) from unusable
    return content


def _text(path: Path, inside: Path) -> str:
    """The text of one file that really lies in its folder."""
    return _decoded(_content(path, inside))


def _content(path: Path, inside: Path) -> bytes:
    try:
        if not path.resolve().is_relative_to(inside.resolve()):
            raise _Unusable("文件是指到文件夹外面的链接，没有读")
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise _Unusable("不是普通文件")
        if status.st_size > MAX_BYTES:
            raise _Unusable(f"文件太大（{status.st_size // 1_000_000} MB）")
        return path.read_bytes()
    except OSError as error:
        raise _Unusable("文件读不出来") from error


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise _Unusable("文件不是 UTF-8 文本，请另存为 UTF-8", line) from error
