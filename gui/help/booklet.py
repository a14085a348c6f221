"""Which page of the manual explains a rule: the booklet of findings names every one of them."""

from pathlib import Path

_FILE = "manual/findings.txt"
_COLON, _REMARK, _INDENT = "：", "#", " "
EVERY_SUITE = "单格"
"""Stands for a suite before the checks of single cells, which every suite has."""


def read_booklet(folder: Path) -> dict[tuple[str, str], str]:
    """The heading of its page by suite and rule.

    A heading stands at the beginning of a line, the rules of its page in indented lines below it.
    """
    found: dict[tuple[str, str], str] = {}
    heading = ""
    for line in (folder / _FILE).read_text("utf-8").splitlines():
        if line.startswith(_INDENT):
            suite, _, rules = line.strip().partition(_COLON)
            found |= {(suite, rule): heading for rule in rules.split()}
        elif not line.startswith(_REMARK):
            heading = line.strip()
    return found


def page_of_rule(booklet: dict[tuple[str, str], str], suite: str, rule: str) -> str | None:
    """The heading of the page about a rule of a suite; None for a rule of the user's own."""
    return booklet.get((suite, rule)) or booklet.get((EVERY_SUITE, rule))
