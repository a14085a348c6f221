"""The pinyin initials of a name, from the order in which GB 2312 lists the common hanzi."""

import unicodedata
from bisect import bisect_right
from typing import Final

_STARTS: Final = {
    0xB0A1: "a", 0xB0C5: "b", 0xB2C1: "c", 0xB4EE: "d", 0xB6EA: "e", 0xB7A2: "f", 0xB8C1: "g",
    0xB9FE: "h", 0xBBF7: "j", 0xBFA6: "k", 0xC0AC: "l", 0xC2E8: "m", 0xC4C3: "n", 0xC5B6: "o",
    0xC5BE: "p", 0xC6DA: "q", 0xC8BB: "r", 0xC8F6: "s", 0xCBFA: "t", 0xCDDA: "w", 0xCEF4: "x",
    0xD1B9: "y", 0xD4D1: "z", 0xD7FA: "",
}  # fmt: skip
"""Where the hanzi begin that are read with each initial; the 3755 of level 1 stand in this order.

What comes behind them stands in the order of radicals and says nothing of its reading.
"""
_FROM: Final = tuple(_STARTS)
_INITIALS: Final = ("", *_STARTS.values())


def initials(text: str) -> str:
    """The first letter of each common hanzi, and Latin letters and digits as they are.

    A sign with several readings has the one under which GB 2312 lists it; a rare hanzi and a
    punctuation mark have none.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(map(_initial, folded))


def _initial(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isalnum() else ""
    try:
        code = int.from_bytes(sign.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    return _INITIALS[bisect_right(_FROM, code)]
