"""The editor of indicators: anything may be typed, and a list shows what others call it.

Nothing is chosen unasked: only an arrow or a click lights a line up. While an input method composes
there is no list, for its own stands there.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QListWidgetItem, QWidget

from core.template.indicators import Indicator
from gui.grid.drop_list import DropList
from gui.grid.listed_editor import ListedEditor

_INDICATOR = Qt.ItemDataRole.UserRole

FindIndicators = Callable[[str], list[Indicator]]


class IndicatorList(DropList):
    """What a text may mean: name, level, target, and the document it comes from."""

    def show_matches(self, matches: list[Indicator]) -> None:
        """List these."""
        self.clear()
        for match in matches:
            words = [match.name, match.level2, match.target or match.unit, match.origin]
            item = QListWidgetItem("　".join(word for word in words if word))
            item.setData(_INDICATOR, match)
            item.setToolTip(item.text())
            self.addItem(item)

    def chosen(self) -> Indicator | None:
        """The indicator that is lit up; None if none is."""
        found: Any = self.currentIndex().data(_INDICATOR)
        return found if isinstance(found, Indicator) else None


class IndicatorEditor(ListedEditor):
    """One line for an indicator, with the list of what may be meant.

    `taken` is the indicator that was chosen, as long as its name stands in the line.
    """

    def __init__(self, parent: QWidget, find: FindIndicators) -> None:
        """`find` gives the indicators that a text may mean."""
        super().__init__(parent)
        self._find = find
        self._taken: Indicator | None = None
        self.list: IndicatorList | None = None
        self.textEdited.connect(self._typed)

    @property
    def taken(self) -> Indicator | None:
        """What was chosen, or is lit up now."""
        lit = self.list.chosen() if self.is_open() and self.list else None
        taken = lit or self._taken
        return taken if taken is not None and (lit or taken.name == self.text()) else None

    def text_meant(self) -> str:
        """The name that is lit up in the list, else what was typed."""
        return self.taken.name if self.taken is not None else self.text()

    def offer(self) -> None:
        """Show what the text may mean."""
        self._show(self._find(self.text()))

    def offer_all(self) -> None:
        """Show every indicator, those of this row's level first."""
        self._show(self._find(""))

    def _show(self, matches: list[Indicator]) -> None:
        if not matches:
            self.close_list()
            return
        found = self._opened()
        found.show_matches(matches)
        found.open_at(self)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While something is composed the list is away; what is chosen there is typed."""
        if event.preeditString():
            self.close_list()
        super().inputMethodEvent(event)

    def _typed(self) -> None:
        self._taken = None
        if self.text().strip():
            self.offer()
        else:
            self.close_list()

    def settle(self) -> None:
        """Take what is lit up or was chosen."""
        taken = self.taken
        if taken is not None:
            self.setText(taken.name)
        self._taken = taken
        self.close_list()

    def _opened(self) -> IndicatorList:
        """The list; it is made when it is needed, for only then is it known in which window."""
        if self.list is None:
            self.list = IndicatorList(self.window(), "indicator_list", "可选的指标")
            self.list.itemClicked.connect(self.settle)
            self.destroyed.connect(self.list.deleteLater)
        return self.list
