"""Tables in HTML as Excel, WPS, LibreOffice, Word and web pages put them on the clipboard.

What is read: texts, joined cells, and figures with more digits than are shown: `x:num` of Excel
and WPS, `sdval` of LibreOffice, `data-sheets-value` of web tables.
"""

import json
import re

from core.clipboard.block import MAX_COLUMNS, MAX_ROWS, Block, Spot, check_size, filled_up
from core.clipboard.html_tokens import Tag, tokens

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_FIGURE = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2})?")
_BREAKS = frozenset({"p", "div", "li"})


def read_html(html: str) -> Block | None:
    """The tables of an HTML text below each other; None if there is none. Raises TooLarge."""
    reader = _Reader()
    for token in tokens(html):
        if isinstance(token, Tag):
            reader.tag(token)
        elif reader.is_open:
            reader.texts.append(token)
    reader.end_row()
    return reader.block()


class _Reader:
    """Sets out the cells of tables as they come."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.exact: dict[Spot, str] = {}
        self.joined: dict[Spot, Spot] = {}
        self.texts: list[str] = []
        self.is_open = False
        self._cell: Tag | None = None
        self._tables = 0
        self._row = -1
        self._hidden = False
        self._filled = False

    def tag(self, tag: Tag) -> None:
        """Take up a tag; a table within a cell is text of the cell."""
        if tag.name == "table":
            if not tag.closing and self._tables == 0:
                self.end_row()
            self._tables = max(0, self._tables + (-1 if tag.closing else 1))
            if self._tables == 0:
                self.end_row()
        elif self._tables != 1:
            self._within(tag)
        elif tag.name == "tr":
            self.end_row()
            if not tag.closing:
                self._begin_row(tag)
        elif tag.name in ("td", "th"):
            self.end_cell()
            if not tag.closing:
                self._begin_cell(tag)
        else:
            self._within(tag)

    def _within(self, tag: Tag) -> None:
        breaks = tag.name == "br" or (tag.name in _BREAKS and not tag.closing and self.texts)
        if self.is_open and breaks:
            self.texts.append("\0")

    def _begin_row(self, tag: Tag) -> None:
        self._row += 1
        self._hidden = _is_hidden(tag)
        self._filled = False
        while len(self.rows) <= self._row:
            self.rows.append([])
        check_size(len(self.rows), 0)

    def _begin_cell(self, tag: Tag) -> None:
        if self._row < 0 or len(self.rows) <= self._row:
            self._begin_row(Tag("tr"))
        self._cell, self.is_open, self.texts = tag, True, []

    def end_cell(self) -> None:
        """Put the open cell in its place, and take up the places that it covers."""
        if self._cell is None:
            return
        tag, self._cell, self.is_open = self._cell, None, False
        text = _shown("".join(self.texts))
        self._filled = self._filled or bool(text)
        row = self.rows[self._row]
        column = len(row)
        while (self._row, column) in self.joined:
            column += 1
        rows, columns = (_span(tag, name, most) for name, most in _SPANS)
        check_size(self._row + rows, column + columns)
        if rows * columns > 1:
            for r in range(self._row, self._row + rows):
                for c in range(column, column + columns):
                    if (r, c) != (self._row, column):
                        self.joined[r, c] = self._row, column
            check_size(1, len(self.joined) // MAX_ROWS)
        row += [""] * (column - len(row))
        row.append(text)
        exact = _exact(tag)
        if exact:
            self.exact[self._row, column] = exact

    def end_row(self) -> None:
        """Forget a row that is hidden and blank: Excel writes one for the widths of columns."""
        self.end_cell()
        if self._row >= 0 and self._hidden and not self._filled:
            del self.rows[self._row]
            self._row -= 1
        self._hidden = False

    def block(self) -> Block | None:
        """What was read."""
        height = len(self.rows)
        joined = {spot: anchor for spot, anchor in self.joined.items() if spot[0] < height}
        for row, column in joined:
            self.rows[row] += [""] * (column + 1 - len(self.rows[row]))
        if not any(self.rows):
            return None
        return Block(filled_up(self.rows), self.exact, joined)


_SPANS = (("rowspan", MAX_ROWS), ("colspan", MAX_COLUMNS))


def _span(tag: Tag, name: str, most: int) -> int:
    text = tag.attributes.get(name, "1").strip()
    digits = text if text.isascii() and text.isdigit() else "1"
    return min(max(int(digits[:9]), 1), most + 1)


def _is_hidden(tag: Tag) -> bool:
    style = tag.attributes.get("style", "").replace(" ", "").lower()
    return "display:none" in style or "mso-hide:all" in style


def _shown(text: str) -> str:
    """A text as it is shown: blanks run together, line breaks only where a tag asked for one."""
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in text.split("\0"))
    return "\n".join(line.replace("\xa0", " ") for line in lines).strip("\n ")


def _exact(tag: Tag) -> str:
    """The figure behind a text, if it is written in full."""
    for name in ("x:num", "sdval"):
        value = tag.attributes.get(name, "").strip()
        if _FIGURE.fullmatch(value):
            return value
    value = tag.attributes.get("data-sheets-value", "")
    if value[:1] == "{" and len(value) < 200:
        try:
            found = json.loads(value, parse_float=str, parse_int=str)
        except ValueError:
            return ""
        figure = found.get("3") if isinstance(found, dict) else None
        if isinstance(figure, str) and _FIGURE.fullmatch(figure):
            return figure
    return ""
