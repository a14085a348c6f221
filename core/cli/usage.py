"""What a command takes, its help and what is wrong with a call, all in Chinese.

argparse does the reading; its own English never reaches the user.
"""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from core.errors import UsageError
from core.template.writing import TERMINAL, display_width

_HELP_WORDS = ("-h", "--help")


class Parser(argparse.ArgumentParser):
    """Reads the words behind a command."""

    def __init__(self, name: str, purpose: str) -> None:
        """A parser without arguments yet."""
        super().__init__(
            prog=f"biaoli {name}", description=purpose, add_help=False, allow_abbrev=False
        )

    def error(self, message: str) -> NoReturn:
        """Say in one plain line what is wrong with the call."""
        raise UsageError(f"{_in_chinese(message)}。用法看 {self.prog} --help")

    def format_usage(self) -> str:
        """The call on one line."""
        return " ".join(["用法：" + self.prog, *(_usage_word(a) for a in self._actions)]) + "\n"

    def help_lines(self) -> list[str]:
        """Purpose, call, and every argument with what it means."""
        arguments = [a for a in self._actions if not a.option_strings]
        options = [a for a in self._actions if a.option_strings]
        lines = [self.format_usage().rstrip(), "", self.description or ""]
        lines += ["", "参数：", *_listed((a.metavar, a.help) for a in arguments)] * bool(arguments)
        rows = [*((_option_words(a), a.help) for a in options), ("-h, --help", "看这份说明")]
        return [*lines, "", "选项：", *_listed(rows)]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, what it is for, what it takes and what it does."""

    name: str
    purpose: str
    declare: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], int]

    def parser(self) -> Parser:
        """The reader of its arguments."""
        parser = Parser(self.name, self.purpose)
        self.declare(parser)
        return parser


def parsed(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """The arguments behind a command, options and values in any order. Raises UsageError."""
    return command.parser().parse_intermixed_args(words)


def wants_help(words: Sequence[str]) -> bool:
    """Whether the help is asked for, whatever else the call says."""
    return any(word in _HELP_WORDS for word in words)


def help_of_all(commands: Iterable[Command]) -> list[str]:
    """The help of the program itself."""
    rows = [(command.name, command.purpose) for command in commands]
    options = [("-h, --help", "看这份说明；biaoli 命令 --help 看一个命令"), ("--version", "版本")]
    return [
        "用法：biaoli 命令 …",
        "",
        "表里：照官方表样填报，边填边审核。不带命令时打开窗口。",
        "",
        "命令：",
        *_listed(rows),
        "",
        "选项：",
        *_listed(options),
    ]


def file_path(text: str) -> Path:
    """A path as typed. Raises UsageError for one that can name nothing."""
    if not text.strip():
        raise UsageError("文件名是空的")
    if "\0" in text:
        raise UsageError("文件名里有不能用的符号")
    path = Path(text)
    return path if path.name else path.absolute()


def _usage_word(action: argparse.Action) -> str:
    if action.option_strings:
        word = _option_words(action)
        return word if action.required else f"[{word}]"
    return {"?": f"[{action.metavar}]", "*": f"[{action.metavar} …]"}.get(
        str(action.nargs), str(action.metavar)
    )


def _option_words(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {action.metavar}"


def _listed(rows: Iterable[tuple[object, str | None]]) -> list[str]:
    """Two columns; a Chinese sign is as wide as two others."""
    texts = [(str(left), right or "") for left, right in rows]
    width = max((display_width(left, TERMINAL) for left, _ in texts), default=0)
    return [
        f"  {left}{' ' * (width - display_width(left, TERMINAL))}  {right}".rstrip()
        for left, right in texts
    ]


_MEANINGS = (
    (r"the following arguments are required: (.*)", "缺少 {0}"),
    (r"unrecognized arguments: (\S+).*", "不认识 {0}"),
    (r"argument (\S+): expected .*", "{0} 后面缺少内容"),
    (r"argument (\S+): ignored explicit argument .*", "{0} 后面不写内容"),
    (r"argument (\S+): invalid choice: '?(.*?)'? \(choose.*", "没有“{1}”这个{0}"),
)
_LONGEST_QUOTE = 60


def _in_chinese(message: str) -> str:
    for pattern, meaning in _MEANINGS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return meaning.format(*(part[:_LONGEST_QUOTE] for part in found.groups()))
    return "用法不对"
