"""biaoli template fmt: the bars of every drawing under each other."""

import argparse
from pathlib import Path

from core.cli.output import say
from core.errors import TemplateError, TemplateProblem, UsageError
from core.export.atomic import write_bytes_atomically
from core.paths import is_so
from core.template.folder import read_file, yaml_files
from core.template.writing import aligned


def fmt(options: argparse.Namespace) -> int:
    """Align one file, or every form below a folder; with --check only say which would change.

    Nothing is written unless every drawing can be read. Raises TemplateError.
    """
    place: Path = options.folder
    changed: dict[Path, bytes] = {}
    problems: list[TemplateProblem] = []
    for name, path in _files(place):
        try:
            content = read_file(path, name)
            better = aligned(content.decode("utf-8"), name).encode("utf-8")
        except TemplateError as error:
            problems += error.problems
        else:
            if better != content:
                changed[path] = better
    if problems:
        raise TemplateError(problems)
    for path, better in changed.items():
        if not options.check:
            write_bytes_atomically(path, better)
        say(f"{'没有排齐' if options.check else '已排齐'} {path}")
    if not changed:
        say("都排齐了")
    return 1 if options.check and changed else 0


def _files(place: Path) -> list[tuple[str, Path]]:
    """The files that may hold a drawing: by their names for messages."""
    if is_so(place.is_file):
        return [(place.name, place)]
    if not is_so(place.is_dir):
        raise UsageError(f"没有“{place.name[:60]}”这个文件或文件夹")
    found = yaml_files(place)
    if not found:
        raise UsageError(f"“{place.name[:60]}”里没有表样文件（.yaml）")
    return found
