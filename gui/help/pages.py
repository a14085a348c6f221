"""The pages of the manual, read from the papers themselves, and finding one by people's words."""

import re
from dataclasses import dataclass
from pathlib import Path

from core.calc.initials import initials
from core.paths import manual_folder
from gui.help.booklet import read_booklet
from gui.help.places import SuitePlaces, read_places

_PAPERS = ("manual/first-hour.md", "window.md", "document-safety.md", "manual/findings.md")
_SUITES = "manual/suites"
_WORDS = "manual/words.txt"
_HEADING = "## "
_BROKEN_LINE = re.compile(r"(?<=[—-”　-￿])\n *(?=[“　-￿\[]|\*\*)")
"""Where a line of a paper ends in a sentence: Markdown would print a blank there."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its heading and all that stands below, as Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Manual:
    """All pages in the order of the list, what people say for them, those of rules and forms."""

    pages: tuple[Page, ...]
    words: dict[str, tuple[str, ...]]
    rules: dict[tuple[str, str], str]
    suites: dict[str, SuitePlaces]

    def page(self, title: str) -> Page | None:
        """The page with this heading."""
        return next((page for page in self.pages if page.title == title), None)

    def found(self, sought: str) -> list[Page]:
        """The pages for what was typed, the surest first; all of them when nothing was typed.

        First what people say for it, in the order of that list, what is said exactly so at the
        head; then whose heading holds it (initials too), then whose text does.
        """
        plain = _plain(sought)
        if not plain:
            return list(self.pages)
        said = sorted((w for w in self.words if plain in w or w in plain), key=lambda w: w != plain)
        named = [self.page(title) for word in said for title in self.words[word]]
        headed = [page for page in self.pages if _is_headed(page, plain)]
        held = [page for page in self.pages if plain in _plain(page.text)]
        return list(dict.fromkeys(page for page in (*named, *headed, *held) if page))


def _is_headed(page: Page, plain: str) -> bool:
    return plain in _plain(page.title) or plain in initials(page.title).lower()


def read_manual(folder: Path | None = None) -> Manual:
    """The shipped manual; every second heading of a paper begins a page."""
    folder = manual_folder() if folder is None else folder
    first, *others = (folder / paper for paper in _PAPERS)
    papers = (first, *sorted((folder / _SUITES).glob("*.md")), *others)
    pages = [page for paper in papers for page in _pages(paper.read_text("utf-8"))]
    words = {}
    for line in (folder / _WORDS).read_text("utf-8").splitlines():
        said, colon, titles = line.partition("：")
        if colon:
            words[_plain(said)] = tuple(titles.split("、"))
    return Manual(tuple(pages), words, read_booklet(folder), read_places(folder))


def _pages(paper: str) -> list[Page]:
    """The parts of a paper; what stands above the first heading is the paper's own."""
    parts = f"\n{_BROKEN_LINE.sub('', paper)}".split(f"\n{_HEADING}")[1:]
    return [Page(part.partition("\n")[0].strip(), f"{_HEADING}{part}") for part in parts]


def _plain(text: str) -> str:
    """A text without blanks and capitals."""
    return "".join(text.split()).lower()
