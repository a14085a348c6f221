"""The text of a choice: several chosen in one text (甲、丙), and all printed with their boxes."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

OPEN_BOX: Final = "□"
JOINT: Final = "、"
_PARTED = re.compile(r"[、､﹑,，﹐;；﹔\s]+")
_WORD = re.compile(r"\{([^{}]*)\}")
_WORDS: Final = ("n", "choice", "box")


@dataclass(frozen=True, slots=True)
class ChoiceStyle:
    """All choices, what is printed of each (`show`), and the box of what is chosen.

    `many` says that several of them may be chosen.
    """

    choices: tuple[str, ...]
    show: str
    ticked: str = "□√"
    many: bool = False


def choices_text(chosen: str, style: ChoiceStyle) -> str:
    """Every choice with its box, what is chosen ticked; a text that is none of them as it is."""
    if no_choices(chosen, style.choices, many=style.many):
        return chosen
    ticked = sort_out(chosen, style.choices)[0] if style.many else (chosen,)
    return " ".join(
        _one(style.show, n, choice, style.ticked if choice in ticked else OPEN_BOX)
        for n, choice in enumerate(style.choices, 1)
    )


def sort_out(text: str, choices: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which choices a text names, each once and in their order, and what it names that is none."""
    names = _by_name(choices)
    parts = [part for part in _PARTED.split(text) if part]
    found = {names[_folded(part)] for part in parts if _folded(part) in names}
    others = dict.fromkeys(part for part in parts if _folded(part) not in names)
    return tuple(choice for choice in choices if choice in found), tuple(others)


def joined(parts: Iterable[str]) -> str:
    """Several choices as one text."""
    return JOINT.join(parts)


def read_many(text: str, choices: tuple[str, ...]) -> str:
    """What is typed where several may be chosen: in order, each once.

    A text with something that is no choice stays as it is, so that it can be found and mended.
    """
    found, others = sort_out(text, choices)
    return text if others else joined(found)


def no_choices(text: str, choices: tuple[str, ...], *, many: bool) -> tuple[str, ...]:
    """What a text names that is none of the choices; () where it names only choices."""
    if many:
        return sort_out(text, choices)[1]
    return (text,) if text and text not in choices else ()


def wrong_in_many(choices: tuple[str, ...]) -> str:
    """Why several of these cannot be chosen in one text, in a sentence; "" if they can."""
    for choice in choices:
        if not choice or _PARTED.search(choice):
            return f"“{choice}”里不能有顿号、逗号、分号和空格，这些用来隔开各项"
    folded = [_folded(choice) for choice in choices]
    same = next((c for n, c in enumerate(choices) if folded[n] in folded[:n]), "")
    return f"“{same}”有两项（全角、半角算一样）" if same else ""


def wrong_in_show(show: str) -> str:
    """What is wrong with a `show`, in a sentence; "" if nothing."""
    words = _WORD.findall(show)
    if re.search(r"[{}]", _WORD.sub("", show)) or any(word not in _WORDS for word in words):
        return "show 里只能用 {n}、{choice}、{box}"
    if words.count("choice") != 1 or words.count("box") != 1:
        return "show 里要有一个 {choice} 和一个 {box}"
    return ""


@lru_cache(maxsize=256)
def _by_name(choices: tuple[str, ...]) -> dict[str, str]:
    return {_folded(choice): choice for choice in choices}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _one(show: str, n: int, choice: str, box: str) -> str:
    words = {"n": str(n), "choice": choice, "box": box}
    return _WORD.sub(lambda found: words[found[1]], show)
