"""What the command line says: lines on stdout, one line on stderr when something is wrong.

Texts come from outside, so nothing in them moves a terminal's cursor or makes a second line. A
reader that goes away (`| head`) changes neither what a command does nor its exit code.
"""

import errno
import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from core.errors import BiaoliError

JSON_FORMAT: Final = 2
LINE_BREAK: Final = " // "
"""Stands for a line break inside a value, as in the drawings of the forms."""

_LONGEST_COMPLAINT: Final = 400
_GONE: Final = frozenset({errno.EPIPE, errno.EINVAL})  # EINVAL: a closed pipe on Windows
_NO_CONTROL: Final = {
    code: " " if chr(code) == "\t" else "�" for code in (*range(32), *range(127, 160))
} | {0x2028: " ", 0x2029: " "}


class OutputFailed(BiaoliError):
    """The output cannot be written: the disk it goes to is full."""


def prepare_streams() -> None:
    """Let both streams take Chinese, and print a mark for a sign they do not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if _knows_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _knows_chinese(encoding: str) -> bool:
    try:
        "表里：“１”".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def one_line(text: str) -> str:
    """The text on one line, without anything a terminal would obey."""
    return text.replace("\n", LINE_BREAK).translate(_NO_CONTROL)


def say(line: str) -> None:
    """Print one line, whatever is in it."""
    _write(one_line(line) + "\n")


def say_json(content: dict[str, object]) -> None:
    """Print a JSON object with its format; where stdout is not UTF-8, in plain ASCII."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    ascii_only = encoding.lower().replace("-", "") != "utf8"
    whole = {"format": JSON_FORMAT, **content}
    _write(json.dumps(whole, ensure_ascii=ascii_only, indent=1) + "\n")


def complain(text: str) -> None:
    """Print what is wrong, in one line, to stderr."""
    line = one_line(" ".join(text.split("\n")))
    if len(line) > _LONGEST_COMPLAINT:
        half = _LONGEST_COMPLAINT // 2
        line = f"{line[:half]}…{line[-half:]}"
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


def finish() -> None:
    """Bring everything out that was said. Raises OutputFailed."""
    with _told_plainly():
        if sys.stdout is not None:
            sys.stdout.flush()


def _write(text: str) -> None:
    with _told_plainly():
        if sys.stdout is not None:  # a Windows program without a console has none
            sys.stdout.write(text)


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _silence()
        if error.errno not in _GONE:
            raise OutputFailed("输出写不进去，可能磁盘满了") from error


def _silence() -> None:
    """Send the rest nowhere: what is still in the buffer would fail again when Python ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
