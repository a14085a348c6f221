"""A formula's text taken apart into signs, figures, texts and names, each with its place.

Full-width signs are read as the plain ones, but only outside quoted texts and names.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from core.errors import BiaoliError
from core.refs import normalise_name


class FormulaSyntaxError(BiaoliError):
    """A formula that cannot be read: what is the matter, and where in the text (from 0)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class Kind(Enum):
    """What a token is."""

    NUMBER = "数"
    TEXT = "文字"
    NAME = "名称"
    QUOTED = "带引号的名称"
    SIGN = "符号"
    END = "末尾"


class Token(NamedTuple):
    """One token; `text` is already unquoted, normalised, half-width."""

    kind: Kind
    text: str
    at: int


_TOKEN = re.compile(
    r"""
      (?P<blank>  \s+ )
    | (?P<number> [0-9０-９]+ (?: [.．] [0-9０-９]+ )? )
    | (?P<name>   [^\W\d] \w* )
    | (?P<text>   " (?: [^"] | "" )* " | “ (?: [^”] | ”” )* ” )
    | (?P<quoted> ' (?: [^'] | '' )* ' | ‘ (?: [^’] | ’’ )* ’ )
    | (?P<sign>   [<＜][=＝>＞] | [>＞][=＝] | [!！](?![=＝])
              | [-+*/=<>().,:\[\]－−＋×＊÷／＝＜＞≤≦≥≧≠（），．：［］] )
    """,
    re.VERBOSE,
)

_PLAIN_SIGNS = str.maketrans(
    {
        "－": "-", "−": "-", "＋": "+", "×": "*", "＊": "*", "÷": "/", "／": "/", "＝": "=",
        "＜": "<", "＞": ">", "≤": "<=", "≦": "<=", "≥": ">=", "≧": ">=", "≠": "<>",
        "（": "(", "）": ")", "，": ",", "．": ".", "：": ":", "！": "!", "［": "[", "］": "]",
    }
)  # fmt: skip

_HINTS = {
    "、": "分隔请用逗号“,”，不用顿号“、”",
    "；": "分隔请用逗号“,”，不用分号",
    ";": "分隔请用逗号“,”，不用分号",
    "%": "百分数请写成小数，例如 5% 写成 0.05",
    "％": "百分数请写成小数，例如 5% 写成 0.05",
    "{": "花括号只能写在公式左边的名称里",
    "}": "花括号只能写在公式左边的名称里",
    "!": "不等于请写 <>",
    "！": "不等于请写 <>",
    "&": "文字不能用 & 连接",
    '"': "双引号没有成对",
    "“": "双引号没有成对",
    "”": "双引号没有成对",
    "'": "单引号没有成对",
    "‘": "单引号没有成对",
    "’": "单引号没有成对",
}

MAX_DIGITS = 30


def tokenise(text: str) -> list[Token]:
    """All tokens of the text, the last of kind END."""
    return [*_tokens(text), Token(Kind.END, "", len(text))]


def _tokens(text: str) -> Iterator[Token]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            character = text[position]
            raise FormulaSyntaxError(_HINTS.get(character, f"不认识的符号“{character}”"), position)
        if match.lastgroup != "blank":
            yield _token(match)
        position = match.end()


def _token(match: re.Match[str]) -> Token:
    raw, at = match[0], match.start()
    match match.lastgroup:
        case "number":
            return Token(Kind.NUMBER, _digits(raw, at), at)
        case "text":
            return Token(Kind.TEXT, _unquoted(raw), at)
        case "name":
            return Token(Kind.NAME, normalise_name(raw), at)
        case "quoted":
            return Token(Kind.QUOTED, _quoted_name(raw, at), at)
        case _:
            return Token(Kind.SIGN, raw.translate(_PLAIN_SIGNS), at)


def _digits(raw: str, at: int) -> str:
    if len(raw) > MAX_DIGITS:
        raise FormulaSyntaxError(f"数太长，最多{MAX_DIGITS}位", at)
    return unicodedata.normalize("NFKC", raw)


def _unquoted(raw: str) -> str:
    """The text between its marks; a closing mark meant as text is written twice."""
    return raw[1:-1].replace(raw[-1] * 2, raw[-1])


def _quoted_name(raw: str, at: int) -> str:
    name = normalise_name(_unquoted(raw))
    if not name:
        raise FormulaSyntaxError("单引号里没有名称", at)
    return name
