"""A screen that nobody sees, to start the real program on: find its window, look, close it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from PIL import Image, ImageGrab
from Xlib import X
from Xlib.display import Display
from Xlib.error import BadWindow
from Xlib.protocol.event import ClientMessage

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

PATIENCE = 30.0
SIZE = "1600x1000x24"
MARK = 0x6D61726B
"""By which a program knows a mark among the events."""

Result = TypeVar("Result")


class VirtualScreen:
    """A running X server without hardware; made by `virtual_screen`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.display = Display(name)
        self._marks = 0
        self.spare_keys: list[int] = []  # unused ones, which a typist gives other meanings

    def wait_for_window(self, title: str, process: subprocess.Popen[Any]) -> Window:
        """Return the visible window with `title` in its title as soon as the process shows it."""

        def shown() -> Window | None:
            if process.poll() is not None:
                raise AssertionError(f"the program ended with {process.returncode}, no window")
            return self.window(title)

        return wait_until(shown, f"a window titled {title}")

    def window(self, title: str) -> Window | None:
        """Return the visible window with `title` in its title, or None."""
        windows: list[Window] = self.display.screen().root.query_tree().children
        for window in windows:
            try:
                if title in self._title(window) and _is_visible(window):
                    return window
            except BadWindow:
                continue
        return None

    def close(self, window: Window) -> None:
        """Ask the program to close the window, as its close button does."""
        message = ClientMessage(
            window=window,
            client_type=self._atom("WM_PROTOCOLS"),
            data=(32, [self._atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0]),
        )
        window.send_event(message)
        self.display.flush()

    def mark(self, window: Window) -> int:
        """Send a mark after the events that were sent before; return what stands on it."""
        self._marks += 1
        data = [MARK, self._marks, 0, 0, 0]
        window.send_event(
            ClientMessage(window=window, client_type=self._atom("MARK"), data=(32, data))
        )
        self.display.flush()
        return self._marks

    def picture(self) -> Image.Image:
        """Return what the screen shows now."""
        return ImageGrab.grab(xdisplay=self.name)

    def _title(self, window: Window) -> str:
        # LibreOffice gives only the older name where nobody manages the windows.
        return window.get_full_text_property(self._atom("_NET_WM_NAME")) or str(
            window.get_wm_name() or ""
        )

    def _atom(self, name: str) -> int:
        return self.display.intern_atom(name)


def _is_visible(window: Window) -> bool:
    return bool(window.get_attributes().map_state == X.IsViewable)


@contextmanager
def virtual_screen() -> Iterator[VirtualScreen]:
    """Start an X server on a free number, and stop it at the end."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as announced:
                screen = VirtualScreen(f":{announced.readline().strip()}")
            try:
                yield screen
            finally:
                screen.display.close()
        finally:
            server.terminate()


def wait_until(
    condition: Callable[[], Result | None],
    what: str,
    *,
    patience: float = PATIENCE,
    pause: float = 0.05,
) -> Result:
    """Return the condition's first result that is not None; seconds of patience and pause."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        result = condition()
        if result is not None:
            return result
        time.sleep(pause)
    raise AssertionError(f"waited {patience:.0f} s in vain for {what}")
