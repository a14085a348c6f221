"""Going where the current cell's value comes from or goes to, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.refs import CellId

if TYPE_CHECKING:
    from gui.workspace import Workspace

_MOST = 100


class Trail:
    """Jumps in a workspace; each remembers where it began."""

    def __init__(self, work: Workspace) -> None:
        """Nobody has jumped yet."""
        self._work = work
        self._begun: list[CellId] = []

    def to_input(self) -> None:
        """The first cell that the current one is calculated from."""
        self._follow(users=False)

    def to_user(self) -> None:
        """The first cell that is calculated from the current one."""
        self._follow(users=True)

    def back(self) -> None:
        """Where the last jump began, if that is still there."""
        self._work.finish_editing()
        while self._begun:
            cell = self._begun.pop()
            slot = self._work.session.calculation.slot(cell)
            if slot is not None and self._work.session.calculation.exists(cell, slot):
                self._work.jump(cell)
                return
        self._work.say("没有可以回去的地方")

    def _follow(self, *, users: bool) -> None:
        self._work.finish_editing()
        place = self._work.current()
        if place is None or place.cell is None:
            self._work.say("先选中一格")
            return
        found = self._work.session.explain(place.cell)
        mentions = found.users if users else found.inputs
        if not mentions:
            self._work.say("没有别的格用到这一格" if users else "这一格不是算出来的")
            return
        self._begun = [*self._begun[-_MOST:], place.cell]
        self._work.jump(mentions[0].cell)
