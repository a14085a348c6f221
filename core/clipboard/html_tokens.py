"""The tags and texts of HTML from a clipboard, read once from left to right whatever is wrong.

Made for what office programs write, not for pages: no tree, and nothing is ever read twice, so a
broken or hostile text takes no longer than a good one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from core.clipboard.block import TooLarge

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:]*)")
_REST = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++)))?""")
MAX_TOKENS = 60_000
_MAX_ATTRIBUTES = 20_000
_SKIPPED = frozenset({"style", "script", "title", "xml"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; its attributes in small letters, one without a value has ""."""

    name: str
    closing: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


def tokens(html: str) -> Iterator[Tag | str]:
    """Tags and texts in order; comments and what is not shown are left out. Raises TooLarge."""
    at, skipped = 0, ""
    for _ in range(MAX_TOKENS):
        if at == len(html):
            return
        bracket = html.find("<", at)
        bracket = bracket if bracket >= 0 else len(html)
        if bracket > at and not skipped:
            yield unescape(html[at:bracket])
        if bracket == len(html):
            return
        at, tag = _tag(html, bracket)
        if tag is None:
            continue
        if skipped:
            skipped = "" if tag.closing and tag.name == skipped else skipped
        elif tag.name in _SKIPPED:
            skipped = "" if tag.closing else tag.name
        else:
            yield tag
    raise TooLarge("几万个格子")


def _tag(html: str, at: int) -> tuple[int, Tag | None]:
    """Where it goes on behind a bracket, and the tag that begins there, if it is one."""
    if html.startswith("<!--", at):
        end = html.find("-->", at + 4)
        return (end + 3 if end >= 0 else len(html)), None
    name = _NAME.match(html, at)
    if name is None:
        if html.startswith(("<!", "<?"), at):
            end = html.find(">", at)
            return (end + 1 if end >= 0 else len(html)), None
        return at + 1, None
    rest = _REST.match(html, name.end())
    if rest is None:
        return len(html), None  # it never closes
    closing = html.startswith("</", at)
    inside = html[name.end() : min(rest.end() - 1, name.end() + _MAX_ATTRIBUTES)]
    found = {} if closing else dict(_attributes(inside))
    return rest.end(), Tag(name[1].lower(), closing, found)


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(text):
        value = found[2] or found[3] or found[4] or ""
        yield found[1].lower(), unescape(value)
