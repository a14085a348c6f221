"""Somebody at the keyboard and mouse of a virtual screen: real events, as devices send them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from Xlib import XK, X
from Xlib.ext import xtest

from tests.virtual_screen import PATIENCE, VirtualScreen

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

_NAMES = {".": "period", "\n": "Return", "\t": "Tab", "-": "minus", "=": "equal", "+": "plus"}
_HELD = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
_UNICODE = 0x01000000
_NOTICED, _AT_REST, _LOOK = 0.1, 0.2, 0.05
"""Seconds: until a program has read what keys mean now; of rest; between two looks."""


class Typist:
    """Types and clicks; every event is in the program's queue when a method returns."""

    def __init__(
        self, screen: VirtualScreen, window: Window, process: subprocess.Popen[bytes]
    ) -> None:
        """The window gets the keyboard."""
        self.screen = screen
        self._display = screen.display
        if not screen.spare_keys:
            screen.spare_keys = list(_unused_keys(screen))
        self._spare = screen.spare_keys
        self._process = process
        window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()

    def type(self, text: str) -> None:
        """Press and release a key for each sign; signs that no key has are given to spare ones."""
        for part in _parts(text, len(self._spare)):
            keys = self._keys_for(part)
            for sign in part:
                self._tap(keys[sign])

    def press(self, *keys: str) -> None:
        """Press keys one after the other, each as "ctrl+shift+e", by X's names of keys."""
        for key in keys:
            *held, name = key.split("+")
            codes = [self._code(_HELD[one]) for one in held]
            for code in codes:
                xtest.fake_input(self._display, X.KeyPress, code)
            self._tap(self._code(name))
            for code in reversed(codes):
                xtest.fake_input(self._display, X.KeyRelease, code)
            self._display.sync()

    def click(self, x: int, y: int, *, times: int = 1, button: int = 1) -> None:
        """Click at a place of the screen."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        for _ in range(times):
            xtest.fake_input(self._display, X.ButtonPress, button)
            xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    def wait(self) -> None:
        """Wait until the program has done everything it was told: it rests."""
        before, still = self._busy(), 0.0
        deadline = time.monotonic() + PATIENCE
        while still < _AT_REST:
            assert time.monotonic() < deadline, "the program never rests"
            time.sleep(_LOOK)
            now = self._busy()
            before, still = now, 0.0 if now != before else still + _LOOK

    def _busy(self) -> int:
        """How long the program has worked, in ticks of the system."""
        status = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8")
        worked = status.rpartition(")")[2].split()[11:13]
        return sum(map(int, worked))

    # ---- keys

    def _keys_for(self, part: str) -> dict[str, int]:
        self.wait()  # what was typed before is read with the meanings the keys had
        keys: dict[str, int] = {}
        spare = iter(self._spare)
        changed = False
        for sign in dict.fromkeys(part):
            code = self._plain(sign)
            if code is None:
                code = next(spare)
                symbol = ord(sign) | _UNICODE
                self._display.change_keyboard_mapping(code, [(symbol, symbol)])
                changed = True
            keys[sign] = code
        if changed:
            self._display.sync()
            time.sleep(_NOTICED)
        return keys

    def _plain(self, sign: str) -> int | None:
        """The key that gives a sign without another one held; None where there is none."""
        symbol = XK.string_to_keysym(_NAMES.get(sign, sign)) if sign.isascii() else 0
        code = int(self._display.keysym_to_keycode(symbol)) if symbol else 0
        plain = code and self._display.keycode_to_keysym(code, 0) == symbol
        return code if plain and code not in self._spare else None

    def _code(self, name: str) -> int:
        code = int(self._display.keysym_to_keycode(XK.string_to_keysym(name)))
        assert code, f"no key is called {name!r}"
        return code

    def _tap(self, code: int) -> None:
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()


def _unused_keys(screen: VirtualScreen) -> Iterator[int]:
    """The keys that mean nothing."""
    info = screen.display.display.info
    count = info.max_keycode - info.min_keycode + 1
    meanings: Sequence[Sequence[int]] = screen.display.get_keyboard_mapping(info.min_keycode, count)
    return (info.min_keycode + at for at, means in enumerate(meanings) if not any(means))


def _parts(text: str, most: int) -> Iterator[str]:
    """A text in pieces of at most so many different signs."""
    piece, seen = "", set[str]()
    for sign in text:
        if sign not in seen and len(seen) == most:
            yield piece
            piece, seen = "", set()
        piece += sign
        seen.add(sign)
    if piece:
        yield piece
