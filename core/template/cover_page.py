"""封面页: what a suite prints in front of its forms on request, for signatures and the seal.

Its lines stand in a file of their own, which several suites share; each gives its own title.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from core.template.cell_text import Place, read_title
from core.template.convert import convert
from core.template.problems import Problems, nearest, shown
from core.template.schema import CoverPagePiece, CoverRowPiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlMap, YamlText, read_yaml

_KNOWN_KEYS: Final = ("notation", "short", "rows", "seal")
MOST_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class CoverPage:
    """A cover page; every text may have places (year, cells of the cover).

    title  above the lines
    short  how the page is called
    rows   the lines: what is asked, and what stands there already
    seal   where the seal belongs
    """

    title: str
    short: str
    rows: tuple[tuple[str, str], ...]
    seal: str


Asked = list[tuple[list[Place], Problems]]
"""The cells of the cover that texts name, with the mistakes of the file they stand in."""


def read_cover_page(
    sections: Sections, sources: Mapping[str, str]
) -> tuple[CoverPage | None, Asked]:
    """The cover page that suite.yaml names; what its texts ask, file by file."""
    problems = sections.problems
    node = sections.top.entries.get("cover_page")
    piece = convert(CoverPagePiece, node, problems, "cover_page ") if node is not None else None
    if node is None or piece is None:
        return None, []
    asked: Asked = [(read_title(piece.title, node.mark, problems, per_project=False), problems)]
    text = sources.get(piece.file)
    if text is None:
        hint = nearest(piece.file, sources)
        problems.add(node.mark, f"套表里没有“{shown(piece.file)}”这个文件{hint}")
        return None, asked
    own = Problems(piece.file)
    top = read_yaml(text, own)
    asked.append(([], own))
    if top is None:
        return None, asked
    file = Sections(top, own, "封面页的文件")
    for written in _texts(file):
        asked[-1][0].extend(read_title(written.text, written.mark, own, per_project=False))
    return _page(file, piece.title), asked


def _texts(file: Sections) -> Iterator[YamlText]:
    """Every text of the file that may have places."""
    rows = [item.entries for item in file.list("rows").items if isinstance(item, YamlMap)]
    for node in (*(node for row in rows for node in row.values()), file.top.entries.get("seal")):
        if isinstance(node, YamlText):
            yield node


def _page(file: Sections, title: str) -> CoverPage:
    file.check_keys(_KNOWN_KEYS)
    rows = file.list("rows")
    if len(rows.items) > MOST_ROWS:
        file.problems.add(rows.mark, f"封面页最多 {MOST_ROWS} 行")
    pieces = [convert(CoverRowPiece, item, file.problems, "rows 的一行") for item in rows.items]
    lines = tuple((piece.label, piece.text) for piece in pieces if piece is not None)
    return CoverPage(title, file.text("short", required=True), lines, file.text("seal"))
