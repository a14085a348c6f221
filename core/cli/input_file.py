"""Values to fill in from a file: a JSON object or a CSV table of addresses and values.

CSV is what Excel and WPS save, in UTF-8 or GBK. Nothing is guessed: what is not a text or a figure
is refused with the place where it stands.
"""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import UsageError

MAX_BYTES: Final = 20_000_000
_HEAD_WORDS: Final = frozenset({"地址", "address"})
_SHOWN: Final = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to stand in a cell (None clears it), and why where it is calculated."""

    address: str
    text: str | None
    reason: str | None = None


def read_entries(path: Path) -> list[Entry]:
    """Everything in the file, in its order. Raises UsageError."""
    content = _bytes(path)
    try:
        if path.suffix.lower() == ".csv":
            return list(_csv_entries(path.name, _text(path.name, content, "utf-8-sig", "gb18030")))
        return list(_json_entries(path.name, _text(path.name, content, "utf-8-sig")))
    except csv.Error:
        raise UsageError(f"“{path.name}”不是能读的 csv 文件") from None
    except json.JSONDecodeError as error:
        place = f"第{error.lineno}行第{error.colno}列"
        raise UsageError(f"“{path.name}”不是能读的 json 文件，{place}起读不懂") from None
    except RecursionError:
        raise UsageError(f"“{path.name}”不是能读的 json 文件，括号套得太深") from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UsageError(f"没有找到“{path.name}”") from None
    except IsADirectoryError:
        raise UsageError(f"“{path.name}”是文件夹，--from 要一个 json 或 csv 文件") from None
    except (OSError, ValueError):
        raise UsageError(f"“{path.name}”读不出来") from None
    if len(content) > MAX_BYTES:
        raise UsageError(f"“{path.name}”太大，最多 {MAX_BYTES // 1_000_000} MB")
    return content


def _text(name: str, content: bytes, *encodings: str) -> str:
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageError(f"“{name}”的文字读不出来，存成 UTF-8 再用")


def _json_entries(name: str, text: str) -> Iterator[Entry]:
    content = json.loads(text, parse_float=str, parse_int=str, object_pairs_hook=_Object)
    if not isinstance(content, _Object):
        raise UsageError(f'“{name}”要写成 {{"地址": "值"}} 的样子')
    known: set[str] = set()
    for address, value in content.pairs:
        if address in known:
            raise UsageError(f"“{name}”里 {address[:_SHOWN]} 有两次")
        known.add(address)
        yield _json_entry(name, address, value)


class _Object:
    """A JSON object as written, double names included."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        self.pairs = pairs


def _json_entry(name: str, address: str, value: object) -> Entry:
    if value is None or isinstance(value, str):
        return Entry(address.strip(), value)
    if isinstance(value, _Object):
        inner = dict(value.pairs)
        text, reason = inner.pop("value", None), inner.pop("reason", None)
        if isinstance(text, str) and isinstance(reason, str) and not inner:
            return Entry(address.strip(), text, reason)
    raise UsageError(
        f"“{name}”里 {address[:_SHOWN]} 的值要是文字、数或 null，"
        '改写要写成 {"value": "值", "reason": "理由"}'
    )


def _csv_entries(name: str, text: str) -> Iterator[Entry]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    for index, row in enumerate(reader):
        cells = _without_empty_end(row)
        if not cells or (index == 0 and cells[0].strip().lower() in _HEAD_WORDS):
            continue
        if len(cells) > 3 or not cells[0].strip():
            raise UsageError(f"“{name}”第{reader.line_num}行要写成 地址,值（改写时再加一列理由）")
        address, value, reason = (*cells, "", "")[:3]
        yield Entry(address.strip(), value or None, reason or None)


def _without_empty_end(row: Sequence[str]) -> Sequence[str]:
    """Excel writes empty cells behind the last filled one."""
    end = max((index for index, cell in enumerate(row, 1) if cell.strip()), default=0)
    return row[:end]
