"""What a clipboard offers as one block: texts as they are shown, with what only HTML can say."""

from core.clipboard.block import Block, TooLarge
from core.clipboard.html_table import read_html
from core.clipboard.tsv import read_tsv

MAX_HTML = 3_000_000
"""A table in HTML that is longer is read from its plain text alone."""


def read_clipboard(text: str, html: str = "") -> Block:
    """The block in a plain text and an HTML of the same content. Raises TooLarge.

    The plain text says exactly what is shown; from the HTML come joined cells and figures in full.
    Where the two do not have the same rows and columns the HTML is right: a table of a text
    document breaks lines within its cells.
    """
    plain = read_tsv(text)
    table = _table(html)
    if table is None:
        return plain
    if _extent(table) != _extent(plain):
        return table
    rows, columns = len(plain.rows), plain.columns
    exact = {at: figure for at, figure in table.exact.items() if at[0] < rows and at[1] < columns}
    joined = {at: anchor for at, anchor in table.joined.items() if at[0] < rows and at[1] < columns}
    return Block(plain.rows, exact, joined)


def _table(html: str) -> Block | None:
    """The table in an HTML, if there is one of a size that a form may have."""
    if not html or len(html) > MAX_HTML:
        return None
    try:
        return read_html(html)
    except TooLarge:
        return None


def _extent(block: Block) -> tuple[int, int]:
    """Rows and columns without the blank ones at the end."""
    filled = [
        (r, c) for r, row in enumerate(block.rows) for c, text in enumerate(row) if text.strip()
    ]
    return max((r for r, _ in filled), default=-1), max((c for _, c in filled), default=-1)
