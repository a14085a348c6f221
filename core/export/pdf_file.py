"""A PDF file put together from its objects: the same objects always give the same bytes."""

import zlib
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO

_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
"""The second line tells programs that the file is not text."""


class PdfFile:
    """The objects of a file, written one after the other as they come."""

    def __init__(self) -> None:
        """No object yet."""
        self._written = BytesIO()
        self._written.write(_HEADER)
        self._places: list[int] = []

    def reserve(self) -> int:
        """The number of an object that is put in later, for others to refer to."""
        self._places.append(0)
        return len(self._places)

    def put(self, number: int, content: str) -> None:
        """Write an object under the number it was given."""
        self._put(number, content.encode("ascii"))

    def add(self, content: str) -> int:
        """Write an object; its number."""
        number = self.reserve()
        self.put(number, content)
        return number

    def add_stream(self, content: bytes, more: str = "") -> int:
        """Write compressed data, with more entries for the dictionary in front of it."""
        packed = zlib.compress(content)
        head = f"<</Filter /FlateDecode /Length {len(packed)}{more}>>\nstream\n"
        number = self.reserve()
        self._put(number, head.encode("ascii") + packed + b"\nendstream")
        return number

    def _put(self, number: int, content: bytes) -> None:
        self._places[number - 1] = self._written.tell()
        self._written.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))

    def finished(self, catalog: int, about: int) -> bytes:
        """The whole file; `catalog` and `about` are the objects where readers begin."""
        start, count = self._written.tell(), len(self._places) + 1
        identity = sha256(self._written.getbuffer()).hexdigest()[:32]
        lines = ["xref", f"0 {count}", "0000000000 65535 f "]
        lines += [f"{place:010} 00000 n " for place in self._places]
        lines += ["trailer", f"<</Size {count} /Root {catalog} 0 R /Info {about} 0 R"]
        lines += [f"/ID [<{identity}> <{identity}>]>>", "startxref", f"{start}", "%%EOF", ""]
        self._written.write("\n".join(lines).encode("ascii"))
        return self._written.getvalue()


def text_string(text: str) -> str:
    """A text outside of the pages: a title, a bookmark."""
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def dictionary(entries: Mapping[str, object]) -> str:
    """A dictionary of names and what they mean, already written as PDF has it."""
    return f"<<{' '.join(f'/{name} {value}' for name, value in entries.items())}>>"


def reference(number: int) -> str:
    """An object named in another."""
    return f"{number} 0 R"
