"""Somebody typing at a virtual screen: real key events, as a keyboard sends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from Xlib import XK, X
from Xlib.ext import xtest

from tests.virtual_screen import VirtualScreen

if TYPE_CHECKING:
    from Xlib.xobject.drawable import Window

_NAMES = {".": "period", "\n": "Return"}


def type_into(screen: VirtualScreen, window: Window, text: str) -> None:
    """Press and release a key for each sign; a line break is Enter."""
    window.set_input_focus(X.RevertToParent, X.CurrentTime)
    screen.display.sync()
    for sign in text:
        keysym = XK.string_to_keysym(_NAMES.get(sign, sign))
        keycode = screen.display.keysym_to_keycode(keysym)
        assert keycode, f"no key for {sign!r}"
        for event in (X.KeyPress, X.KeyRelease):
            xtest.fake_input(screen.display, event, keycode)
        screen.display.sync()
