"""Copying, cutting, pasting and filling down on the open form; each change is one undo step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from core.clipboard.copying import Source, copy_area, plain_text
from core.clipboard.pasting import Paste, prepare
from core.clipboard.placing import Fate, Placer
from core.clipboard.reading import read_clipboard
from core.errors import EditRefused
from core.layout.area import Area
from core.layout.plan import CellKind, PlanCell
from core.refs import CellId
from gui import messages, paste_words
from gui.grid.blocks import Blocks
from gui.paste_strip import Detail, PasteStrip
from gui.system_clipboard import offer, offered

if TYPE_CHECKING:
    from gui.workspace import Workspace

Pair = tuple[CellId, str | None]


class Clipboard:
    """The clipboard of one workspace. In a text field the field's own is used."""

    def __init__(self, work: Workspace) -> None:
        """Work on the form of this workspace; the strip stands above its grid."""
        self._work = work
        self._waiting: Paste | None = None
        self.strip = PasteStrip()
        work.form.put_on_top(self.strip)
        self.strip.accepted.connect(self._accept)
        self.strip.cancelled.connect(self.forget)
        self._blocks.clear_wanted.connect(self.clear)
        self._blocks.left.connect(self.forget)
        work.form.model.modelReset.connect(self.forget)

    @property
    def _blocks(self) -> Blocks:
        return self._work.form.view.blocks

    def forget(self) -> None:
        """Leave what was about to be pasted; nothing was changed."""
        self._waiting = None
        self.strip.hide()
        self._blocks.mark_targets(frozenset())

    def after_edit(self) -> None:
        """The form has changed: what was copied or about to be pasted may be something else now."""
        self._blocks.mark_copied(None)
        self.forget()

    # ---- copying

    def copy(self) -> int:
        """Copy the block, or the current cell; how many cells it has."""
        if _in_text("copy"):
            return 0
        self._work.finish_editing()
        area, ground, model = self._blocks.area(), self._blocks.ground, self._work.form.model
        if area is None or ground is None:
            return 0
        copied = copy_area(ground, area, self._source())
        offer(copied.text, copied.html)
        self._blocks.mark_copied(area)
        cells = sum(bool(model.printed(place).text) for place in self._blocks.places())
        self._work.say(f"已复制 {cells} 格，可以粘贴到表里、Excel 或 WPS")
        return cells

    def _source(self) -> Source:
        session = self._work.session
        model = self._work.form.model
        return Source(model.printed, session.value, session.typed, session.calculation.slot)

    def cut(self) -> None:
        """Copy, then clear what was typed there."""
        if _in_text("cut") or not self._may_edit():
            return
        self.copy()
        self._clear("剪切")

    def clear(self) -> None:
        """Clear what was typed in the block; proposals come back, calculated cells stay."""
        if self._may_edit() and not self._clear("清除"):
            self._work.say(messages.NOTHING_TO_CLEAR)

    def _clear(self, verb: str) -> bool:
        pairs: list[Pair] = [(cell, None) for cell in self._typed_cells()]
        return bool(pairs) and self._type(pairs, verb)

    def _typed_cells(self) -> Iterator[CellId]:
        session = self._work.session
        for place in self._blocks.places():
            if place.kind is CellKind.ENTRY:
                for cell in place.covers:
                    whole, _ = session.calculation.code_of(cell)
                    if session.typed(whole):
                        yield cell

    def _type(self, pairs: list[Pair], verb: str) -> bool:
        session = self._work.session
        edit = session.entries.pasted(pairs, f"{verb} {len(pairs)} 格")
        if not self._work.perform(lambda: session.apply(edit)):
            return False
        self._work.say(messages.done_to(verb, len(pairs)))
        return True

    def _may_edit(self) -> bool:
        """Whether anything can be changed; if not, that is said."""
        self._work.finish_editing()
        place = self._work.current()
        if place is not None and self._work.session.editable:
            return True
        if place is not None:
            self._work.refuse(self._work.form.model.why_not(place))
        return False

    # ---- filling down

    def fill_down(self) -> None:
        """Type the first row of the block into those below; on one row that above into it."""
        area, ground = self._blocks.area(), self._blocks.ground
        if not self._may_edit() or area is None or ground is None:
            return
        if area.rows == 1 and area.row > 0:
            area = Area(area.row - 1, area.column, 2, area.columns)
        source = self._source()
        pairs: list[Pair] = []
        for place in ground.places(area):
            first = ground.at(area.row, place.column)
            if first is not None and place.row >= first.row + first.rows and self._may_fill(place):
                text = "" if first.kind is CellKind.LABEL else plain_text(first, source)
                pairs += [(cell, text) for cell in place.covers if text]
        if not pairs or not self._type(pairs, "向下填充"):
            self._work.say(messages.NOTHING_TO_FILL)

    def _may_fill(self, place: PlanCell) -> bool:
        """Whether a cell takes what stands above it; a code belongs to one row alone."""
        if place.kind is not CellKind.ENTRY or place.cell is None:
            return False
        calculation = self._work.session.calculation
        slot = calculation.slot(calculation.code_of(place.cell)[0])
        return slot is not None and slot.field.type != "code"

    # ---- pasting

    def paste(self) -> None:
        """Paste at once what fits entirely; else say in the strip what would happen."""
        if _in_text("paste") or not self._may_edit():
            return
        self.forget()
        area, ground = self._blocks.area(), self._blocks.ground
        text, html = offered()
        if area is None or ground is None or not (text or html):
            self._work.refuse(messages.NOTHING_TO_PASTE)
            return
        try:
            block = read_clipboard(text, html)
        except EditRefused as error:
            self._work.refuse(str(error))
            return
        paste = prepare(self._work.session.entries, ground, block, area)
        if not paste.filled:
            self._work.refuse(
                paste_words.nothing_pasted(paste) if paste.placed else messages.NOTHING_TO_PASTE
            )
        elif paste.fits:
            self._apply(paste)
        else:
            self._waiting = paste
            self._blocks.mark_targets(paste.targets)
            self.strip.ask(
                paste_words.about_to_paste(paste), paste.filled, lambda: self._details(paste)
            )

    def _details(self, paste: Paste) -> Iterator[Detail]:
        """What does not simply go in, cell by cell, and why."""
        session, ground = self._work.session, self._blocks.ground
        if ground is None:
            return
        placer = Placer(ground, session.calculation, session.names)
        for placed in paste.placed:
            if placed.fate not in (Fate.TAKEN, Fate.SAME):
                fate = placed.fate.value
                why = f"{fate}：{placed.why}" if placed.why else fate
                yield placer.where(placed), placed.text, why

    def _accept(self) -> None:
        paste = self._waiting
        self.forget()
        if paste is not None:
            self._apply(paste)
        self._work.focus_page()

    def _apply(self, paste: Paste) -> None:
        if self._work.perform(lambda: self._work.session.apply(paste.edit)):
            self._work.say(messages.done_to("粘贴", paste.filled, paste.added))
            self._show(paste)

    def _show(self, paste: Paste) -> None:
        """Select what was pasted, as long as the form stands as it did."""
        targets = sorted(paste.targets)
        if len(targets) < 2 or paste.added or self._blocks.ground is None:
            return
        around = Area(*targets[0], 1, 1)
        for row, column in targets:
            around |= Area(row, column, 1, 1)
        if self._blocks.ground.whole().holds(around):
            self._blocks.select(around)


def _in_text(verb: str) -> bool:
    """Whether the keyboard is in a text field; then the field does it."""
    field = QApplication.focusWidget()
    if not isinstance(field, QLineEdit | QPlainTextEdit):
        return False
    getattr(field, verb)()
    return True
