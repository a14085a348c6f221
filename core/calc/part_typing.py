"""Typing into one of the cells over which a code is spread: what the whole code becomes."""

from collections.abc import Callable, Sequence

from core.calc.read_texts import read_code
from core.errors import EditRefused
from core.template.form import Slot

Named = Callable[[str], Sequence[str]]
"""The codes that have a name."""


def whole_code(slot: Slot, code: str, text: str | None, named: Named) -> str | None:
    """The code after a text was typed into the cell of a part; None when nothing is left of it.

    So many digits as the part has change the part, more are the whole code. Without a text the
    code ends before the part. A part that shows the name takes the code or its name. Raises
    EditRefused.
    """
    part, label = slot.part, slot.field.label
    if part is None:
        return text
    typed = read_code(text or "")
    if not typed:
        return code[: part.start] or None
    if part.is_name:
        return _of_name(label, typed, named)
    if not (typed.isascii() and typed.isdigit()):
        raise EditRefused(f"“{label}”只填数字，“{typed[:20]}”不是")
    if len(typed) < part.length:
        raise EditRefused(f"“{label}”是 {part.length} 位数字，“{typed}”少了；也可以填整个编码")
    if len(typed) > part.total:
        raise EditRefused(f"“{typed[:20]}”有 {len(typed)} 位，编码最多 {part.total} 位")
    if len(typed) > part.length:
        return typed
    if len(code) < part.start:
        message = f"“{label}”前面的“{part.before}”还没有填全，先填它，或在这里填整个编码"
        raise EditRefused(message)
    return code[: part.start] + typed + code[part.start + part.length :]


def _of_name(label: str, typed: str, named: Named) -> str:
    """The code that a code or a name means."""
    if typed.isascii() and typed.isdigit():
        return typed
    codes = named(typed)
    if len(codes) > 1:
        message = f"叫“{typed[:40]}”的编码有 {'、'.join(codes)}，请在“{label}”里填其中一个编码"
        raise EditRefused(message)
    if not codes:
        raise EditRefused(f"编码表里没有“{typed[:40]}”，请在“{label}”里填编码，名称以后再填")
    return codes[0]
