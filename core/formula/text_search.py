"""Looking for words and figures in a running text, as HAS does.

A figure counts only as a whole: "666.31" stands neither in "1666.31" nor in "666.310". Thousands
separators (a comma of either width or a blank) do not part a figure, and blanks part no words.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

# 1,234,567 or 1 234 567: groups of three behind one kind of separator, and no odd group after.
_GROUPED: Final = re.compile(r"(?<![\d.])(?<!\d,)\d{1,3}([, ])\d{3}(?:\1\d{3})*(?!\1?\d)", re.ASCII)
# A blank stays where it keeps two figures, or a figure and a full stop, from running together.
_IDLE_BLANK: Final = re.compile(r"(?<![\d.,\s])\s+|\s+(?![\d.,\s])", re.ASCII)
_LEADING_DIGIT: Final = re.compile(r"[\d.]", re.ASCII)
_TRAILING_DIGIT: Final = re.compile(r"\.?\d", re.ASCII)


@lru_cache(maxsize=512)
def plain_text(text: str) -> str:
    """The text as it is searched: half width, no thousands separators, no idle blanks."""
    folded = unicodedata.normalize("NFKC", text).strip()
    joined = _GROUPED.sub(lambda found: re.sub("[, ]", "", found[0]), folded)
    return _IDLE_BLANK.sub("", joined)


def occurs(wanted: str, text: str) -> bool:
    """Whether the words or the whole figure stand somewhere in the text."""
    needle, hay = plain_text(wanted), plain_text(text)
    at = hay.find(needle) if needle else -1
    while at >= 0:
        if not _cuts(hay, at, at + len(needle)):
            return True
        at = hay.find(needle, at + 1)
    return False


def _cuts(hay: str, start: int, end: int) -> bool:
    """Whether a place begins or ends inside a figure."""
    digit_first, digit_last = (re.match(r"\d", hay[at], re.ASCII) for at in (start, end - 1))
    before = digit_first and start and _LEADING_DIGIT.match(hay, start - 1)
    return bool(before or (digit_last and _TRAILING_DIGIT.match(hay, end)))
