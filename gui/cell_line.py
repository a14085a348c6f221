"""The current-cell line: which cell, what kind, its value, its formula or why it is shut."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from core.calc.explain import CALCULATED, OVERRIDDEN, PREFILLED
from core.layout.plan import Align, CellKind, PlanCell
from core.session import Session
from gui import theme
from gui.labels import ElidedLabel, label
from gui.theme import scheme

NAME_WIDTH, _HEIGHT = 318, 26

_ALIGNS = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft,
    Align.CENTER: Qt.AlignmentFlag.AlignLeft,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight,
}


def _framed() -> str:
    edge, ground = scheme().ink3, scheme().panel
    return f"ElidedLabel {{ border: 1px solid {edge}; border-radius: 3px; background: {ground}; }}"


class NameBox(ElidedLabel):
    """Where the current cell stands; a click on it asks where to go."""

    clicked = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask."""
        self.clicked.emit()


class CellLine(QWidget):
    """The line below the tool bar. `name_clicked`: somebody wants to go elsewhere."""

    name_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """No cell."""
        super().__init__(parent)
        self.name = NameBox()
        self.name.clicked.connect(self.name_clicked)
        self.name.setObjectName("cell_name")
        self.name.setAccessibleName("当前格")
        self.name.setFixedWidth(NAME_WIDTH)
        self.name.setStyleSheet(_framed())
        self.kind = label(pixels=theme.SMALL)
        self.kind.setObjectName("cell_kind")
        self.value = ElidedLabel()
        self.value.setObjectName("cell_value")
        self.value.setAccessibleName("值")
        self.value.setFixedWidth(140)
        self.value.setStyleSheet(_framed())
        self.words = ElidedLabel()
        self.words.setObjectName("cell_words")
        self.words.setAccessibleName("说明")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 1, 2, 1)
        layout.setSpacing(8)
        layout.addWidget(self.name)
        layout.addWidget(self.kind)
        layout.addWidget(self.value)
        layout.addWidget(self.words, 1)
        for framed in (self.name, self.value):
            framed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            framed.setFixedHeight(_HEIGHT)

    def name_place(self) -> QRect:
        """Where the name box stands, seen or not."""
        if self.name.isVisible():
            return self.name.geometry()
        return QRect(2, (self.height() - _HEIGHT) // 2, NAME_WIDTH, _HEIGHT)

    def show_cell(
        self, session: Session, place: PlanCell | None, text: str, *, beside: str = ""
    ) -> None:
        """Say everything about a cell in one line; `text` is what it prints.

        `beside` says how it differs from last year.
        """
        if place is None:
            for shown in (self.name, self.value, self.words):
                shown.set_text("")
            for boxed in (self.name, self.kind, self.value):
                boxed.hide()
            return
        self.name.show()
        self.value.show()
        kind = _kind(session, place)
        self.name.set_text(_name(session, place, text))
        self._show_kind(kind)
        self.value.set_align(_ALIGNS[place.style.align])
        self.value.set_text(text if place.cell is not None else "")
        words = (_words(session, place, kind), beside)
        self.words.set_text("　".join(word for word in words if word))

    def refuse(self, why: str) -> None:
        """Say why what was typed was not taken."""
        self.words.set_text(why, ink="red")

    def _show_kind(self, kind: str) -> None:
        self.kind.show()
        self.kind.setText(kind)
        ink = scheme().violet if kind == OVERRIDDEN else scheme().ink
        ground = scheme().calculated if kind == CALCULATED else scheme().panel
        edge = scheme().violet if kind == OVERRIDDEN else scheme().ink3
        style = (
            f"color: {ink}; background: {ground}; border: 1px solid {edge};"
            " border-radius: 3px; padding: 1px 7px;"
        )
        if style != self.kind.styleSheet():  # it is read anew whenever it is set: a millisecond
            self.kind.setStyleSheet(style)


def _kind(session: Session, place: PlanCell) -> str:
    if place.cell is None:
        return "表样"
    if place.kind is CellKind.CALCULATED and session.calculation.override(place.cell) is None:
        return CALCULATED
    return session.kind(place.cell)


def _name(session: Session, place: PlanCell, text: str) -> str:
    if place.cell is None:
        return " ".join(text.split()) or "空格"
    names, slot = session.names, session.calculation.slot(place.cell)
    parts = [names.form_words(place.cell.sheet), names.row_label(place.cell)]
    if slot is not None:
        parts.append(names.column_label(slot))
    return " › ".join(dict.fromkeys(part for part in parts if part))


def _words(session: Session, place: PlanCell, kind: str) -> str:
    if place.cell is None or place.cell.record.startswith("+"):
        return ""
    found = session.explain(place.cell)
    if kind == OVERRIDDEN:
        return f"自动 {found.computed or '空'} ＝ {found.formula}　理由：{found.reason}"
    if not found.formula:
        return found.note or found.why_blank
    if kind == PREFILLED:
        return f"预填 ＝ {found.formula}"
    if kind != CALCULATED:
        return f"预填的是 {found.computed or '空'} ＝ {found.formula}"
    return f"＝ {found.formula}" + (f"　{found.why_blank}" if found.why_blank else "")
