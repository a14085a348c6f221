"""Which page of the manual is about a form, and where on it: an index names suites and forms."""

from dataclasses import dataclass, field
from pathlib import Path

_FILE = "manual/suites.txt"
_COLON, _REMARK, _INDENT, _SLASH = "：", "#", " ", "/"


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its heading, and a lower heading on it; the top where that is empty."""

    title: str
    part: str = ""

    @staticmethod
    def read(words: str) -> "Place":
        """A place as links and the index write it: 页 or 页/节."""
        title, _, part = words.partition(_SLASH)
        return Place(title, part)


@dataclass(frozen=True, slots=True)
class SuitePlaces:
    """Where the manual tells of one suite and of its forms, by their names."""

    top: Place
    forms: dict[str, Place] = field(default_factory=dict)

    def of(self, form: str) -> Place:
        """The place of a form; the suite's own where the form has none."""
        return self.forms.get(form, self.top)


def read_places(folder: Path) -> dict[str, SuitePlaces]:
    """What the index says, by suite."""
    found: dict[str, SuitePlaces] = {}
    current = SuitePlaces(Place(""))
    for line in (folder / _FILE).read_text("utf-8").splitlines():
        name, colon, words = line.strip().partition(_COLON)
        if not colon or line.startswith(_REMARK):
            continue
        if line.startswith(_INDENT):
            here = words if _SLASH in words else f"{current.top.title}{_SLASH}{words}"
            current.forms[name] = Place.read(here)
        else:
            current = found[name] = SuitePlaces(Place.read(words))
    return found
