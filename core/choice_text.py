"""How a choice prints where a form shows all of them, each with its box (1、甲 □√ 2、乙 □)."""

import re
from dataclasses import dataclass
from typing import Final

OPEN_BOX: Final = "□"
_WORD = re.compile(r"\{([^{}]*)\}")
_WORDS: Final = ("n", "choice", "box")


@dataclass(frozen=True, slots=True)
class ChoiceStyle:
    """All choices, what is printed of each (`show`), and the box of the one that is chosen."""

    choices: tuple[str, ...]
    show: str
    ticked: str = "□√"


def choices_text(chosen: str, style: ChoiceStyle) -> str:
    """Every choice with its box, the chosen one ticked; a text that is none of them as it is."""
    if chosen and chosen not in style.choices:
        return chosen
    return " ".join(
        _one(style.show, n, choice, style.ticked if choice == chosen else OPEN_BOX)
        for n, choice in enumerate(style.choices, 1)
    )


def wrong_in_show(show: str) -> str:
    """What is wrong with a `show`, in a sentence; "" if nothing."""
    words = _WORD.findall(show)
    if re.search(r"[{}]", _WORD.sub("", show)) or any(word not in _WORDS for word in words):
        return "show 里只能用 {n}、{choice}、{box}"
    if words.count("choice") != 1 or words.count("box") != 1:
        return "show 里要有一个 {choice} 和一个 {box}"
    return ""


def _one(show: str, n: int, choice: str, box: str) -> str:
    words = {"n": str(n), "choice": choice, "box": box}
    return _WORD.sub(lambda found: words[found[1]], show)
