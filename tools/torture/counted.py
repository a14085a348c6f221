"""What was tried, how often, and what went wrong: printed whether it went well or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

COMMAND = "python3 dev.py torture"
_SHOWN = 20


@dataclass(slots=True)
class Tried:
    """One kind of trial: how many were made, what went wrong in each, and other counts."""

    what: str
    made: int = 0
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def tried(self, place: str, work: Callable[[], None]) -> None:
        """Make one trial; a Fault is noted with its place, anything else goes through."""
        self.made += 1
        try:
            work()
        except Fault as fault:
            self.wrong.append(f"{place}：{fault}")

    def count(self, what: str, more: int) -> None:
        """So many more of something that was seen."""
        self.seen[what] = self.seen.get(what, 0) + more

    def lines(self) -> list[str]:
        """The counts, then what went wrong."""
        seen = "，".join(f"{what} {count}" for what, count in self.seen.items())
        first = f"{self.made:6} 次 {self.what}：出错 {len(self.wrong)}{'；' + seen if seen else ''}"
        notes = [f"         {note}" for note in self.notes]
        return [first, *notes, *(f"   出错  {wrong}" for wrong in self.wrong[:_SHOWN])]


class Fault(Exception):
    """Something that must never happen did."""


def demand(holds: bool, what: str) -> None:
    """Raise Fault unless it holds."""
    if not holds:
        raise Fault(what)
