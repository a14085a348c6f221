"""Finding a code by what people know of it: its digits, its name, or the initials of its name."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from core.template.codes import CodeDictionary

_DIGITS = "0123456789"
_MOST_ALIKE = 3
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class CodeMatch:
    """A code that may be meant; `path` names its upper levels.

    `near` tells of a similar code that is in use already.
    """

    code: str
    name: str
    path: str
    near: str = ""


def search(
    dictionary: CodeDictionary, text: str, digits: int = 0, used: Iterable[str] = ()
) -> list[CodeMatch]:
    """The codes a text may mean, likeliest first; all of them for a blank text.

    `digits` asks for codes of that length. Behind a complete code stand those similar to it.
    """
    wanted = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    codes = [code for code in sorted(dictionary.names) if not digits or len(code) == digits]
    taken = set(used)
    found = _found(dictionary, codes, wanted)
    return [
        CodeMatch(
            code, dictionary.names[code], path(dictionary, code), _near(dictionary, code, taken)
        )
        for code in found
    ]


def _found(dictionary: CodeDictionary, codes: list[str], wanted: str) -> list[str]:
    if wanted.isascii() and wanted.isdigit():
        return [*(c for c in codes if c.startswith(wanted)), *similar(wanted, codes)]
    if wanted.isascii():
        texts = {code: dictionary.initials.get(code, "") for code in codes}
    else:
        texts = {code: _folded(dictionary.names[code]) for code in codes}
    ranks = {code: text.find(wanted) for code, text in texts.items()}
    return sorted((c for c in codes if ranks[c] >= 0), key=lambda c: (ranks[c] > 0, c))


def path(dictionary: CodeDictionary, code: str) -> str:
    """The names of a code's upper levels, from the top."""
    above = (code[:length] for length in range(1, len(code)))
    return " › ".join(dictionary.names[c] for c in above if c in dictionary.names)


def similar(code: str, known: Collection[str]) -> list[str]:
    """Those that differ in one digit or have two neighbours exchanged; the nearest level first."""
    found = [other for other in _mistyped(code) if other in known]
    return sorted(dict.fromkeys(found), key=lambda other: (-_common(code, other), other))


def _mistyped(code: str) -> Iterator[str]:
    """Everything else that one wrong digit or one exchange makes of a code."""
    for at, sign in enumerate(code):
        yield from (f"{code[:at]}{digit}{code[at + 1 :]}" for digit in _DIGITS if digit != sign)
        if at and code[at - 1] != sign:
            yield f"{code[: at - 1]}{sign}{code[at - 1]}{code[at + 1 :]}"


def _common(code: str, other: str) -> int:
    """How many digits they begin with alike."""
    return next(at for at, (a, b) in enumerate(zip(code, other, strict=True)) if a != b)


def named(dictionary: CodeDictionary, codes: Iterable[str]) -> str:
    """Codes with their names, as a message lists them."""
    return "、".join(f"{code} {dictionary.names.get(code, '')}".rstrip() for code in codes)


def unknown_words(dictionary: CodeDictionary, code: str) -> str:
    """What to say of a code that there is not; similar ones are named."""
    alike = named(dictionary, similar(code, dictionary.names)[:_MOST_ALIKE])
    return f"没有编码 {code}" + (f"。相近的有 {alike}" if alike else "")


def typed_words(dictionary: CodeDictionary, text: str) -> str:
    """The same while a code is typed: only of digits with which no code begins."""
    wanted = unicodedata.normalize("NFKC", text).strip()
    is_code = wanted.isascii() and wanted.isdigit()
    if not is_code or any(code.startswith(wanted) for code in dictionary.names):
        return ""
    return unknown_words(dictionary, wanted[:_LONGEST])


def _near(dictionary: CodeDictionary, code: str, used: set[str]) -> str:
    beside = [] if code in used else similar(code, used)
    return f"相近的已填 {named(dictionary, beside[:2])}" if beside else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
