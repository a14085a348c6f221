"""数据来历: where the current cell's value comes from, where it goes, and what was typed when."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from core.calc.explain import ENTRY, OVERRIDDEN, Explanation, Mention
from core.document.history import time_now
from core.document.history_words import change_words
from core.errors import BiaoliError
from core.refs import CellId
from core.session import Session
from gui import messages, theme
from gui.explain_head import Head
from gui.labels import label, tooltip
from gui.theme import colour

_CELL = Qt.ItemDataRole.UserRole
_FILLED = Qt.ItemDataRole.UserRole + 1
_MOST_HISTORY = 20
_LEVELS = 3
_LONG = 20
_LOW_HEAD = 300
_MOST_MENTIONS = 12
_BEFORE_FOLD = 10


class ExplainPanel(QWidget):
    """The panel.

    jumped           an input or user was chosen (CellId)
    restored         恢复自动 was pressed (CellId)
    override_wanted  改写理由 was pressed
    traced           other cells are told of, those it comes from and those it goes to (two tuples
                     of CellId); both empty while the panel cannot be seen
    pointed          the mouse or the keyboard is at one of them (CellId or None)
    """

    jumped = Signal(object)
    restored = Signal(object)
    override_wanted = Signal()
    traced = Signal(object, object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """No cell."""
        super().__init__(parent)
        self.setObjectName("explain_panel")
        self._session: Session | None = None
        self._cell: CellId | None = None
        self._found: Explanation | None = None
        self._history_due = False
        self._place = label(messages.NO_CELL, pixels=theme.SECONDARY, ink="ink2", wrapped=True)
        self._value = label(pixels=theme.FIGURE, families=theme.SANS_BOLD, wrapped=True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._kind = label(pixels=theme.SECONDARY, ink="ink2")
        self.note = label(wrapped=True)
        self._buttons = QWidget()
        self._formula = label(pixels=theme.SECONDARY, ink="ink2", wrapped=True)
        self.tree = _tree()
        self.tree.itemClicked.connect(lambda item, _: self._follow(item))
        self.tree.itemActivated.connect(lambda item, _: self._follow(item))
        self.tree.itemExpanded.connect(self._expand)
        self.tree.setMouseTracking(True)
        self.tree.itemEntered.connect(lambda item, _: self._point(item))
        self.tree.viewportEntered.connect(lambda: self._point(None))
        self.tree.currentItemChanged.connect(lambda item, _: self._point(item))
        self.tree.viewport().installEventFilter(self)
        self._lay_out()

    def _lay_out(self) -> None:
        restore, reason = QPushButton("恢复自动(&U)"), QPushButton("改写理由(&W)")
        restore.setObjectName("restore_automatic")
        restore.clicked.connect(lambda: self.restored.emit(self._cell))
        reason.clicked.connect(self.override_wanted)
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 2, 0, 0)
        row.addWidget(restore)
        row.addWidget(reason)
        row.addStretch()
        self.setMinimumSize(180, 80)
        self._head = Head(
            self._place, self._value, self._kind, self.note, self._buttons, self._formula
        )
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._halves.setContentsMargins(12, 0, 4, 4)
        self._halves.setSpacing(0)
        self._halves.addWidget(self._head)
        self._halves.addWidget(self.tree, 1)
        self.show_cell(None, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Low, as beside 审核结果: the value on the left of what it comes from."""
        super().resizeEvent(event)
        low = self.width() > 2 * self.height()
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.LeftToRight if low else ways.TopToBottom)
        self._head.give_room(_LOW_HEAD if low else 0, self.height())

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever sees the panel sees its cells on the form, too."""
        super().showEvent(event)
        self._trace()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees what the marks would belong to."""
        super().hideEvent(event)
        self._trace()
        self.pointed.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The mouse that leaves the links points at nothing."""
        if event.type() == QEvent.Type.Leave:
            self._point(None)
        return False

    def _trace(self) -> None:
        found = self._found if self.isVisible() else None
        parts = (found.inputs, found.users) if found is not None else ((), ())
        self.traced.emit(*(tuple(mention.cell for mention in part) for part in parts))

    def _point(self, item: QTreeWidgetItem | None) -> None:
        link = item.data(0, _CELL) if item is not None else None
        self.pointed.emit(link.cell if isinstance(link, _Link) else None)

    def show_cell(self, session: Session | None, cell: CellId | None) -> None:
        """Explain a cell; None for none."""
        self._session, self._cell = session, cell
        self._found, self._history_due = None, False
        self.tree.clear()
        known = session is not None and cell is not None and not cell.record.startswith("+")
        for widget in (self._value, self._kind, self.note, self._buttons, self._formula):
            widget.hide()
        if session is None or cell is None or not known:
            self._place.setText(messages.NO_CELL)
            self._trace()
            return
        self._found = found = session.explain(cell)
        self._place.setText(found.words)
        long = len(found.text) > _LONG
        families, pixels = (theme.SANS, theme.BODY) if long else (theme.SANS_BOLD, theme.FIGURE)
        self._value.setFont(theme.font(families, pixels))
        self._value.setText(found.text or "空")
        self._value.show()
        kind = found.kind if found.kind == OVERRIDDEN else f"{found.kind}项"
        self._kind.setText("　".join(word for word in (found.unit, kind) if word))
        self._kind.show()
        self._show_notes(found, writable=session.editable)
        self._show_tree(session, found)
        self._trace()

    def _show_notes(self, found: Explanation, *, writable: bool) -> None:
        notes = [words for words in (found.note, found.why_blank) if words]
        if found.kind == OVERRIDDEN:
            notes += [f"自动计算 {found.computed or '空'}，改写为 {found.text or '空'}"]
            notes.append(f"理由：{found.reason}")
        elif found.computed and found.computed != found.text:
            notes.append(f"预填的是 {found.computed}，按 Delete 取回")
        notes += [*found.last_year, *(f"按规定：{words}" for words in found.scoring)]
        self.note.setText("\n".join(notes))
        self.note.setVisible(bool(notes))
        self._buttons.setVisible(found.kind == OVERRIDDEN and writable)
        self._formula.setText(f"＝ {found.formula}")
        self._formula.setVisible(bool(found.formula))

    def _show_tree(self, session: Session, found: Explanation) -> None:
        """What the value comes from and goes to; of an entered one first where it goes to."""
        came = ("怎么算的", found.inputs, session)
        went = (f"用在哪里（{len(found.users)} 格）", found.users, None)
        for title, mentions, deeper in (went, came) if found.kind == ENTRY else (came, went):
            if mentions:
                self._section(title, self._folded(mentions, deeper))
        self._history_due = True
        self.show_history()

    def show_history(self) -> None:
        """Tell the cell's history if it is not there yet; it waits for the file, nobody for it."""
        session, cell = self._session, self._cell
        if session is None or cell is None or not self._history_due or session.store.waiting:
            return
        self._history_due = False
        history = _history(session, cell)
        if history:
            self._section("记录", history)

    def _section(self, title: str, rows: list[QTreeWidgetItem]) -> None:
        item = QTreeWidgetItem([title, ""])
        item.setFont(0, theme.font(theme.SANS_BOLD, theme.SECONDARY))
        item.setForeground(0, colour("ink2"))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        item.addChildren(rows)
        self.tree.addTopLevelItem(item)
        item.setFirstColumnSpanned(True)
        item.setExpanded(True)

    def _folded(
        self, mentions: tuple[Mention, ...], session: Session | None
    ) -> list[QTreeWidgetItem]:
        """A row each; of very many the first ones, and one that opens to the others."""
        if len(mentions) <= _MOST_MENTIONS:
            return [self._mention(mention, session) for mention in mentions]
        others = mentions[_BEFORE_FOLD:]
        fold = QTreeWidgetItem([f"……另 {len(others)} 项", ""])
        fold.setForeground(0, colour("ink2"))
        fold.setData(0, _CELL, _Others(others, session))
        fold.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return [*(self._mention(each, session) for each in mentions[:_BEFORE_FOLD]), fold]

    def _mention(self, mention: Mention, session: Session | None) -> QTreeWidgetItem:
        """A link to a cell; with a session it can be opened to see what that one comes from."""
        item = QTreeWidgetItem([self._words(mention), mention.text or "空"])
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, _CELL, _Link(mention.cell))
        item.setForeground(0, colour("accent"))
        item.setFont(0, _underlined())
        item.setForeground(1, colour("ink" if mention.text else "ink2"))
        if session is not None and session.calculation.computations.get(mention.cell) is not None:
            policy = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator
            item.setChildIndicatorPolicy(policy)
        return item

    def _words(self, mention: Mention) -> str:
        """A cell of the same form needs no form's name, one of the same row no row's."""
        here = self._cell is not None and self._cell.sheet == mention.cell.sheet
        if self._session is None or self._cell is None or not here:
            return mention.words
        names, slot = self._session.names, self._session.calculation.slot(mention.cell)
        if slot is not None and mention.cell.record and mention.cell.record == self._cell.record:
            return names.column_label(slot)
        return names.place(mention.cell) or mention.words

    def _expand(self, item: QTreeWidgetItem) -> None:
        link = item.data(0, _CELL)
        depth = _depth(item)
        if self._session is None or item.data(0, _FILLED):
            return
        if isinstance(link, _Others):
            item.setData(0, _FILLED, True)
            item.addChildren([self._mention(each, link.session) for each in link.mentions])
        if not isinstance(link, _Link):
            return
        item.setData(0, _FILLED, True)
        deeper = self._session if depth < _LEVELS else None
        inputs = self._session.explain(link.cell).inputs
        item.addChildren(self._folded(inputs, deeper))

    def _follow(self, item: QTreeWidgetItem) -> None:
        link = item.data(0, _CELL)
        if isinstance(link, _Link):
            self.jumped.emit(link.cell)


def _depth(item: QTreeWidgetItem | None) -> int:
    """How many rows stand above a row of the tree."""
    above: QTreeWidgetItem | None = item.parent() if item is not None else None
    return 0 if above is None else 1 + _depth(above)


class _Link:
    """The cell behind a row; a class of our own, because Qt would take a tuple apart."""

    def __init__(self, cell: CellId) -> None:
        self.cell = cell


class _Others:
    """What a folded row opens to; `session` if these can be opened in turn."""

    def __init__(self, mentions: tuple[Mention, ...], session: Session | None) -> None:
        self.mentions = mentions
        self.session = session


def _underlined() -> QFont:
    font = QFont(theme.font(theme.SANS, theme.BODY))
    font.setUnderline(True)
    return font


def _history(session: Session, cell: CellId) -> list[QTreeWidgetItem]:
    try:
        changes = session.store.history_of(cell, _MOST_HISTORY)
    except BiaoliError:
        return []  # the file is out of reach just now; its history is not what matters then
    items = []
    today = time_now()[:10]
    for change in changes:
        when = change.at[11:16] if change.at[:10] == today else change.at[:16].replace("T", " ")
        words = "　".join(filter(None, (when, change.author, change_words(change))))
        item = QTreeWidgetItem([words, ""])
        item.setForeground(0, colour("ink2"))
        told = "　".join(filter(None, (change.at.replace("T", " "), change.author)))
        item.setToolTip(0, tooltip(told))
        items.append(item)
    return items


def _tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setObjectName("explain")
    tree.setAccessibleName("数据来历")
    tree.setColumnCount(2)
    tree.setHeaderHidden(True)
    tree.setFrameShape(QFrame.Shape.NoFrame)
    tree.setIndentation(14)
    tree.setRootIsDecorated(False)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setExpandsOnDoubleClick(False)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
    return tree
