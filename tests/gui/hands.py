"""Somebody at the keyboard: what tests of the window do and see, in the words of the forms."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.layout.plan import PlanCell
from core.refs import CellId, SheetId
from core.session import Session
from gui.form_page import FormPage
from gui.grid.plan_model import PlanModel
from gui.grid.plan_view import PlanView
from gui.main_window import MainWindow
from gui.workspace import Workspace

EXPENDITURE = SheetId("支出决算表")
SUMMARY = SheetId("收入支出总表")


class Hands:
    """Works in an open window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        """The window has a document."""
        self.qtbot = qtbot
        self.window = window

    @property
    def work(self) -> Workspace:
        """The open document on screen."""
        assert self.window.workspace is not None
        return self.window.workspace

    @property
    def session(self) -> Session:
        """The open document."""
        return self.work.session

    @property
    def page(self) -> FormPage:
        """The page of forms."""
        return self.work.form

    @property
    def view(self) -> PlanView:
        """The grid."""
        return self.work.form.view

    @property
    def model(self) -> PlanModel:
        """The grid's model."""
        return self.work.form.model

    # ---- going about

    def project(self, number: int) -> SheetId:
        """The sheet of a project, counted from 0."""
        sheets = [title.sheet for title in self.session.sheets() if title.sheet.instance]
        return sheets[number]

    def cell(self, address: str) -> CellId:
        """A cell by its address."""
        return self.session.names.cell(address)

    def go(self, address: str) -> None:
        """Open the form of a cell and make the cell current, the keyboard in the grid."""
        cell = self.cell(address)
        self.work.open_sheet(cell.sheet)
        self.view.go(self.model.anchor(self.model.find(cell)))
        self.work.focus_page()

    def address(self) -> str:
        """The address of the current cell."""
        place = self.place()
        return self.session.names.address(place.cell) if place.cell is not None else ""

    def place(self) -> PlanCell:
        """The current cell."""
        place = self.view.current()
        assert place is not None
        return place

    # ---- typing

    def type(self, text: str) -> None:
        """Type without Enter: the first sign opens the editor, the others go into it."""
        for sign in text:
            QTest.keyClicks(self._typed_into(), sign)

    def enter(self, text: str) -> None:
        """Type and press Enter."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def compose(self, *signs: str, by: str = "") -> None:
        """Type with an input method; `by` is what it shows before each sign is chosen.

        As ibus sends it: to what has the keyboard, and at the end of each sign an empty event.
        While the first sign is composed the keyboard is still the grid's, though an editor is open.
        """
        for sign in signs:
            if by:
                self._send(QInputMethodEvent(by, []))
            chosen = QInputMethodEvent("", [])
            chosen.setCommitString(sign)
            self._send(chosen)
            self._send(QInputMethodEvent("", []))

    def _send(self, event: QInputMethodEvent) -> None:
        QApplication.sendEvent(QApplication.focusWidget() or self.view, event)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        times: int = 1,
    ) -> None:
        """Press a key where the keyboard is."""
        for _ in range(times):
            QTest.keyClick(self._typed_into(), key, modifier)
        self._rest()

    def _rest(self) -> None:
        """Nobody looks sooner than the keyboard rests."""
        if self.window.workspace is not None:
            self.window.workspace.catch_up()

    def _typed_into(self) -> QWidget:
        editor = self.view.open_editor()
        if editor is not None:
            return editor
        return QApplication.focusWidget() or self.view

    def run(self, action: str) -> None:
        """Use an action of the menus; it has to be possible."""
        found = self.window.actions_.by_name[action]
        assert found.isEnabled()
        found.trigger()
        self._rest()

    # ---- seeing

    def text(self, address: str) -> str:
        """What the grid shows at an address of the open form."""
        index = self.model.find(self.cell(address))
        assert index.isValid()
        return str(self.model.data(index) or "")

    def said(self) -> str:
        """What the status bar says."""
        return self.window.panels.status.said()

    def line(self) -> str:
        """The words of the current-cell line."""
        return self.window.panels.line.words.text()

    def messages(self) -> list[str]:
        """The findings in the list."""
        return [finding.message for finding in self.window.panels.findings.shown()]

    def colour_at(self, address: str, x: float, y: float) -> str:
        """The colour of a point of a cell, given as parts of its width and height."""
        rect = self.view.visualRect(self.model.find(self.cell(address)))
        picture = self.view.grab().toImage()
        at = rect.topLeft() + QPoint(int(rect.width() * x), int(rect.height() * y))
        return picture.pixelColor(at).name().upper()
