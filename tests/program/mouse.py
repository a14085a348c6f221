"""A hand at the mouse: it clicks what it sees, and turns the wheel for what it does not."""

import json
import subprocess
from typing import Any

from Xlib import X

from tests.program.running import painted
from tests.program.typist import Typist
from tests.virtual_screen import VirtualScreen, wait_until

LEFT, RIGHT, WHEEL_UP, WHEEL_DOWN = 1, 3, 4, 5
_TURN = 60
"""Pixels, about, that a step of the wheel scrolls."""


class Mouse:
    """Works in the real window; keys are pressed for texts alone."""

    def __init__(self, screen: VirtualScreen, process: subprocess.Popen[bytes], title: str) -> None:
        """The window is there and painted."""
        self.screen, self.process = screen, process
        self.to(title)
        self._window = screen.wait_for_window(title, process)
        wait_until(lambda: painted(screen), "a painted window")

    def to(self, title: str) -> None:
        """The window or dialog with this in its title lies on top and has the keyboard."""
        window = self.screen.wait_for_window(title, self.process)
        window.configure(stack_mode=X.Above)
        self.hands = Typist(self.screen, window, self.process)

    def click(self, *texts: str, times: int = 1) -> None:
        """Click one thing after the other, as soon as it is seen."""
        for text in texts:
            x, y = self._find(text)
            self.hands.click(x, y, times=times)

    def _find(self, text: str) -> list[int]:
        seen: list[str] = []

        def found() -> list[int] | None:
            answer = self._ask({"see": text})
            seen[:] = answer.get("seen", [])
            return answer.get("at")

        try:
            return wait_until(found, f"“{text}”")
        except AssertionError as error:
            raise AssertionError(f"{error}, only for {'、'.join(seen)}") from None

    def click_cell(self, place: tuple[int, int], *, button: int = LEFT) -> None:
        """Click a cell of the grid, and scroll to it before."""

        def seen() -> tuple[int, int] | None:
            found = self._ask({"cell": place})
            if "to" in found:
                self._turn(found["to"])
            return found.get("at")

        x, y = wait_until(seen, f"the cell {place}")
        self.hands.click(x, y, button=button)

    def fill(self, place: tuple[int, int], text: str) -> None:
        """Click a cell and type; it is taken when something else is clicked."""
        self.click_cell(place)
        self.hands.type(text)

    def row(self, name: str) -> str:
        """What is said of the chosen row of a list."""
        return str(self._ask({"row": name})["words"])

    def read(self) -> list[str]:
        """What can be read in front, lists and the grid apart."""
        words: list[str] = self._ask({"read": 1})["words"]
        return words

    def _turn(self, away: list[int]) -> None:
        """Turn the wheel over the grid, as far as it has to be turned."""
        turns = max(1, abs(away[1]) // _TURN)
        at = self._ask({"desk": 1})["at"]
        self.hands.click(*at, times=turns, button=WHEEL_DOWN if away[1] > 0 else WHEEL_UP)

    def _ask(self, question: dict[str, object]) -> dict[str, Any]:
        asked, answers = self.process.stdin, self.process.stdout
        assert asked is not None
        assert answers is not None
        # Without the mark a menu could open after the answer: the next click would close it.
        marked = {**question, "mark": self.screen.mark(self._window)}
        asked.write(json.dumps(marked).encode() + b"\n")
        asked.flush()
        found: dict[str, Any] = json.loads(answers.readline())
        return found
