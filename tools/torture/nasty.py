"""Texts and bytes nobody expects, and good ones spoilt; the same for the same Random."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

PIECES: Final = (
    *("\x00", "\x0b", "\x07", "\x1b[2J", "\x7f", "\x85", "\u2028", "\r\n", "\r", "\t", "\n\n"),
    *("\ud800", "\udfff", "\udcff", "\ufffe", "\ufeff", "\U0010ffff", "\ue000", "𠮷", "é"),
    *("\u202e", "\u200f", "\u2066", "\u200b", "\u0301" * 300, "\u3000", "\xa0", "﷽" * 50),
    *(
        "9" * 13,
        "9" * 40,
        "9" * 5000,
        "-0",
        "1e400",
        "1e-400",
        "NaN",
        "Infinity",
        "0x1f",
        "１２．５",
    ),
    *("1,2,3", "12,34.5", "¥-1.2万", "--1", "%", "34.55%", "0" * 300 + "1", "." * 40, "1" * 4301),
    *(
        "=1+1",
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "<b>&amp;]]>",
        "{}",
        "{.预算}",
        "{{",
        "}",
        "[" * 200,
    ),
    *(
        "(" * 3000,
        "!",
        "'",
        '"',
        "''",
        "\\",
        "\\u0000",
        "%s%n",
        "../../x",
        "CON",
        "NUL.",
        "|",
        "//",
    ),
    *(
        "甲" * 30_000,
        "a b " * 3000,
        "\n" * 2000,
        "#",
        ": ",
        "- ",
        "&a",
        "*a",
        "!!python/object:x",
        "~",
    ),
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def nasty(chance: Random) -> str:
    """One to three pieces, now and then with a figure between."""
    some = chance.choices(PIECES, k=chance.choice([1, 1, 1, 2, 3]))
    return chance.choice(["", "", "12.5", "甲"]).join(some)


def figure(chance: Random) -> str:
    """A figure as it stands in a cell of money."""
    return f"{chance.randrange(10**7)}.{chance.randrange(100):02}"


def typed_text(chance: Random) -> str:
    """What somebody types: a figure as a rule, seldom a text, seldom nothing, seldom a piece."""
    kind = chance.random()
    if kind < 0.7:
        return figure(chance)
    if kind < 0.9:
        return "按批复数填列" * chance.randint(1, 9)
    return "" if kind < 0.95 else chance.choice(PIECES)[:2000]


# ---- texts


def _pasted_in(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + nasty(chance) + text[at:]


def _cut_out(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice([1, 1, 3, 40]) :]


def _cut_off(chance: Random, text: str) -> str:
    return text[: chance.randint(0, len(text))]


def _doubled(chance: Random, text: str) -> str:
    at = chance.randint(0, len(text))
    piece = text[at : at + chance.choice([1, 10, 200])]
    return text[:at] + piece * chance.choice([2, 2, 50]) + text[at:]


def _other_sign(chance: Random, text: str) -> str:
    at = chance.randrange(len(text) or 1)
    return text[:at] + chance.choice("{}[]|:#-'\"!<>^&*,.=\t\n 0９甲") + text[at + 1 :]


def _other_number(chance: Random, text: str) -> str:
    found = list(_NUMBER.finditer(text))
    if not found:
        return _pasted_in(chance, text)
    place = chance.choice(found)
    number = chance.choice(["9" * 40, "-1", "0", "1e9", "99999999999", "1.5", "", "2147483648"])
    return text[: place.start()] + number + text[place.end() :]


def _lines(chance: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    if len(lines) < 2:
        return _doubled(chance, text)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    kind = chance.randrange(5)
    if kind == 0:
        del lines[one]
    elif kind == 1:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 2:
        lines.insert(other, lines[one] * chance.choice([1, 1, 30]))
    elif kind == 3:
        lines[one] = " " * chance.randint(1, 4) + lines[one]
    else:
        lines[one] = lines[one].lstrip()
    return "".join(lines)


_TEXT_WAYS: Final[Sequence[Callable[[Random, str], str]]] = (
    *(_pasted_in, _cut_out, _cut_off, _doubled, _other_sign, _other_sign, _other_number, _lines),
    _lines,
)


def spoilt_text(chance: Random, text: str) -> str:
    """A good text with one to four slips."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        text = chance.choice(_TEXT_WAYS)(chance, text)
    return text


def mildly_spoilt(chance: Random, text: str) -> str:
    """A good text in which one figure or one hanzi is another: most programs take it."""
    if chance.random() < 0.5:
        return _other_number(chance, text)
    places = [at for at, sign in enumerate(text) if sign > "\u4e00"]
    if not places:
        return _other_number(chance, text)
    at = chance.choice(places)
    return text[:at] + chance.choice(["", "表", "𠮷", "\u202e", "甲" * 500]) + text[at + 1 :]


def as_bytes(chance: Random, text: str) -> bytes:
    """The text in one of the encodings it might come in, lone surrogates and all."""
    encoding = chance.choice(["utf-8"] * 6 + ["gb18030", "utf-16", "utf-8-sig"])
    errors = "surrogatepass" if encoding.startswith("utf") else "replace"
    return text.encode(encoding, errors)


# ---- bytes


def _flipped(chance: Random, content: bytearray) -> None:
    for _ in range(chance.choice([1, 1, 4, 20])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _overwritten(chance: Random, content: bytearray) -> None:
    at = chance.randrange(len(content))
    fill = chance.choice([b"\x00", b"\xff", b"\x7f", chance.randbytes(1)])
    size = min(chance.choice([1, 4, 9, 100, 4096]), len(content) - at)
    content[at : at + size] = fill * size


def _truncated(chance: Random, content: bytearray) -> None:
    del content[chance.randint(0, len(content)) :]


def _lengthened(chance: Random, content: bytearray) -> None:
    at = chance.choice([len(content), chance.randint(0, len(content))])
    content[at:at] = chance.randbytes(chance.choice([1, 50, 4096]))


_BYTE_WAYS: Final[Sequence[Callable[[Random, bytearray], None]]] = (
    *(_flipped, _flipped, _overwritten, _truncated, _lengthened),
)


def spoilt_bytes(chance: Random, content: bytes) -> bytes:
    """Good bytes with one or two slips."""
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2])):
        if spoilt:
            chance.choice(_BYTE_WAYS)(chance, spoilt)
    return bytes(spoilt)
