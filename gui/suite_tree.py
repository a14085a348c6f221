"""套表目录: the sheets with their state as a shape, open findings and the share filled."""

from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from core.findings import Finding
from core.refs import COVER, SheetId
from core.session import Changes, Session
from gui import icons, theme
from gui.labels import tooltip
from gui.sheet_state import SheetState, sheet_state
from gui.theme import colour

ROW, LEAST_WIDTH = 25, 120
COVER_SHEET = SheetId(COVER)
_SHEET = Qt.ItemDataRole.UserRole
_STATE = Qt.ItemDataRole.UserRole + 1


class SuiteTree(QTreeView):
    """The tree of forms.

    opened       a sheet was chosen (SheetId; the cover is COVER_SHEET)
    menu_wanted  the context menu was asked for (place on screen, SheetId or None)
    whole_wanted somebody came to the folded tree
    left         the keyboard has gone elsewhere, or Esc was pressed

    Forms that are left out stand at the end; they are chosen like sheets, but have none.
    """

    opened = Signal(object)
    menu_wanted = Signal(QPoint, object)
    whole_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """An empty tree."""
        super().__init__(parent)
        self.setObjectName("suite_tree")
        self.setAccessibleName("套表目录")
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setMinimumSize(LEAST_WIDTH, 80)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setViewportMargins(0, 4, 0, 0)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_RowPainter(self))
        self.is_folded = False
        self._session: Session | None = None
        self._of: dict[SheetId, QStandardItem] = {}
        self._seen: dict[SheetId, tuple[Finding, ...]] = {}
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def fold(self, folded: bool) -> None:
        """Show shapes and numbers alone, or whole rows."""
        self.is_folded = folded
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOff if folded else policy.ScrollBarAsNeeded
        )
        self.setMinimumWidth(0 if folded else LEAST_WIDTH)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a row; a folded tree is opened before."""
        if self.is_folded:
            self.whole_wanted.emit()
        else:
            super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes with the keyboard wants to see the rows."""
        super().focusInEvent(event)
        if self.is_folded and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.whole_wanted.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A menu or another program's window is not elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in _STILL_HERE:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the tree."""
        super().keyPressEvent(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def show_session(self, session: Session | None) -> None:
        """Show the sheets of a session from the beginning."""
        current = self.current_sheet()
        self._session = session
        self._items.clear()
        self._of.clear()
        self._seen.clear()
        if session is not None:
            self._fill(session)
            self.refresh()
        self.expandAll()
        if current is not None:
            self.show_current(current)

    def _fill(self, session: Session) -> None:
        self._items.appendRow(self._item("封面", COVER_SHEET))
        fixed = [t for t in session.sheets() if not t.sheet.instance]
        projects = [t for t in session.sheets() if t.sheet.instance]
        group = self._group(session.suite.purpose or session.suite.title)
        for title in fixed:
            group.appendRow(self._item(title.short, title.sheet, f"{title.number} {title.title}"))
        if session.suite.has_projects:
            group = self._group("项目" if projects else "项目（还没有项目，按右键增加）")
            for title in projects:
                words = f"{title.number} {title.title}"
                name = session.names.project_name(title.sheet.instance)
                group.appendRow(self._item(title.short, title.sheet, f"{words} {name}"))

        left_out = [n for n in session.suite.forms if n in session.document.deselected]
        if left_out:
            group = self._group("没有选用")
        for name in left_out:
            item = QStandardItem(session.names.form_called(name))
            item.setData(SheetId(name), _SHEET)
            item.setToolTip(tooltip(f"{item.text()}没有选用，按右键选用"))
            group.appendRow(item)

    def _group(self, name: str) -> QStandardItem:
        item = QStandardItem(name)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._items.appendRow(item)
        return item

    def _item(self, name: str, sheet: SheetId, whole: str = "") -> QStandardItem:
        item = QStandardItem(name)
        item.setData(sheet, _SHEET)
        item.setData(whole or name, Qt.ItemDataRole.WhatsThisRole)
        self._of[sheet] = item
        return item

    def take(self, changes: Changes) -> None:
        """Show what an edit changed."""
        if changes.sheets:
            self.show_session(self._session)
        else:
            self.refresh({cell.sheet for cell in changes.cells} | set(changes.shape))

    def refresh(self, touched: set[SheetId] | None = None) -> None:
        """Bring states up to date: of these sheets (None: all), and where findings changed."""
        session = self._session
        if session is None:
            return
        listed = session.findings_by_sheet()
        for sheet, item in self._of.items():
            own = listed.get(sheet, ())
            if touched is None or sheet in touched or self._seen.get(sheet) is not own:
                self._seen[sheet] = own
                self._set_state(item, sheet_state(session, sheet, own))

    def _set_state(self, item: QStandardItem, state: SheetState) -> None:
        if item.data(_STATE) == state:
            return
        item.setData(state, _STATE)
        item.setToolTip(tooltip(f"{item.data(Qt.ItemDataRole.WhatsThisRole)}：{state.words}"))
        spoken = f"{item.text()}，{state.share}，{state.words}"
        item.setData(spoken, Qt.ItemDataRole.AccessibleTextRole)

    def state_of(self, sheet: SheetId) -> SheetState | None:
        """The state shown for a sheet."""
        item = self._of.get(sheet)
        found = item.data(_STATE) if item is not None else None
        return found if isinstance(found, SheetState) else None

    def sheets(self) -> list[SheetId]:
        """Every sheet in order, the cover first."""
        return list(self._of)

    def current_sheet(self) -> SheetId | None:
        """The sheet that is marked as open."""
        found = self.currentIndex().data(_SHEET)
        return SheetId(*found) if found is not None else None

    def show_current(self, sheet: SheetId) -> None:
        """Mark a sheet as the open one."""
        item = self._of.get(sheet)
        if item is not None:
            self.setCurrentIndex(item.index())

    def _choose(self, index: QModelIndex) -> None:
        sheet = index.data(_SHEET)
        if sheet is None:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self.opened.emit(SheetId(*sheet))

    def _ask_menu(self, at: QPoint) -> None:
        found = self.indexAt(at).data(_SHEET)
        self.menu_wanted.emit(
            self.viewport().mapToGlobal(at), SheetId(*found) if found is not None else None
        )


_STILL_HERE = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class _RowPainter(QStyledItemDelegate):
    """Paints a row: shape, short title, findings, share."""

    def __init__(self, tree: SuiteTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        given: Any = option
        rect: QRect = given.rect
        painter.save()
        if given.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colour("selection"))
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), colour("accent"))
        state = index.data(_STATE)
        if self._tree.is_folded:
            self._paint_folded(painter, rect, str(index.data()), state)
        elif isinstance(state, SheetState):
            self._paint_sheet(painter, rect, index, state)
        elif index.data(_SHEET) is not None:
            painter.setFont(theme.font(theme.SANS, theme.BODY))
            painter.setPen(colour("ink2"))
            where = rect.adjusted(48, 0, 0, 0)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            self._paint_group(painter, rect, index, bool(given.state & QStyle.StateFlag.State_Open))
        painter.restore()

    def _paint_folded(self, painter: QPainter, rect: QRect, name: str, state: object) -> None:
        """Paint shape and number, as much as a strip has room for."""
        if not isinstance(state, SheetState):
            painter.fillRect(
                rect.left() + 6, rect.center().y(), rect.width() - 12, 1, colour("line")
            )
            return
        middle = rect.top() + (rect.height() - 14) / 2
        icons.paint(painter, state.shape, QRectF(4, middle, 14, 14))
        number = name.split(maxsplit=1)[0]
        if number.isdigit():
            painter.setFont(theme.font(theme.SANS, theme.SMALL))
            painter.setPen(colour("ink"))
            painter.drawText(rect.adjusted(21, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, number)

    def _paint_group(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        is_open: bool,
    ) -> None:
        middle = rect.top() + (rect.height() - 14) / 2
        icons.paint(painter, "down" if is_open else "right", QRectF(8, middle, 14, 14))
        painter.setFont(theme.font(theme.SANS_BOLD, theme.BODY))
        painter.setPen(colour("ink"))
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, rect.width() - 36
        )
        painter.drawText(rect.adjusted(28, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_sheet(
        self,
        painter: QPainter,
        rect: QRect,
        index: QModelIndex | QPersistentModelIndex,
        state: SheetState,
    ) -> None:
        left = 26 if index.parent().isValid() else 10
        middle = rect.top() + (rect.height() - 16) / 2
        icons.paint(painter, state.shape, QRectF(left, middle, 16, 16))
        painter.setFont(theme.font(theme.SANS, theme.SMALL))
        painter.setPen(colour("ink2"))
        right = rect.right() - 8
        share_width = painter.fontMetrics().horizontalAdvance("100%") + 4
        right -= share_width
        painter.drawText(
            QRect(right, rect.top(), share_width, rect.height()),
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
            state.share,
        )
        right -= self._paint_count(painter, rect, state, right)
        painter.setFont(theme.font(theme.SANS, theme.BODY))
        painter.setPen(colour("ink"))
        room = right - left - 26
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, room
        )
        where = QRect(left + 22, rect.top(), room, rect.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_count(self, painter: QPainter, rect: QRect, state: SheetState, right: int) -> int:
        """Paint how many findings are open, left of `right`; the width it takes."""
        if not state.count:
            return 0
        same = state.mark == state.shape
        text = f"{state.count} 处" if same else str(state.count)
        painter.setPen(colour("ink"))
        width = painter.fontMetrics().horizontalAdvance(text)
        where = QRect(right - width - 2, rect.top(), width + 2, rect.height())
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
        if same:
            return width + 6
        middle = rect.top() + (rect.height() - 13) / 2
        icons.paint(painter, state.mark, QRectF(right - width - 18, middle, 13, 13))
        return width + 24
