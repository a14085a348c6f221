"""Whether what a window shows has the room that its words need; and what else is asked of it."""

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from gui import theme
from gui.docks import Dock
from gui.labels import ElidedLabel
from gui.proof_parts import Card
from gui.welcome_page import BigButton

OVERFLOW = ("qt_toolbar_ext_button", "qt_menubar_ext_button")


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget of a window that is seen, itself first; not what belongs to another window."""
    yield window
    for child in window.findChildren(QWidget):
        if child.window() is window.window() and child.isVisible() and not _behind(child):
            yield child


def _behind(widget: QWidget | None) -> bool:
    """Whether it stands in a panel behind another tab: Qt keeps that one beyond the window."""
    while widget is not None and not isinstance(widget, Dock):
        widget = widget.parentWidget()
    return widget is not None and widget.geometry().right() < 0


def clipped(window: QWidget) -> list[str]:
    """What has less room than its words need, or stands beyond the edge of what it is in.

    An ElidedLabel may end with …: the whole text is its tooltip. So may the rows of lists.
    """
    return [
        f"{type(widget).__name__} “{_called(widget)}” {problem}"
        for widget in shown(window)
        for problem in (*_lacks(widget), *_beyond(widget))
    ]


def _called(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else widget.objectName() or widget.accessibleName()


def _lacks(widget: QWidget) -> Iterator[str]:
    measure = next((rule for kind, rule in _MEASURES.items() if isinstance(widget, kind)), None)
    return measure(widget) if measure is not None else iter(())


def _elided(widget: QWidget) -> Iterator[str]:
    yield from _high(widget, widget.fontMetrics().height())
    if _called(widget) and not widget.toolTip():
        yield "is cut short without a tooltip"


def _bar(bar: QWidget) -> Iterator[str]:
    for name in OVERFLOW:
        more = bar.findChild(QWidget, name)
        if more is not None and more.isVisible():
            yield "does not hold everything"


def _big(button: BigButton) -> Iterator[str]:
    words = theme.metrics(theme.SANS, theme.SECONDARY)
    yield from _wide(button, button.width() - 73, words.horizontalAdvance(button._words))
    name = theme.metrics(theme.SANS_BOLD, 15).horizontalAdvance(button.text())
    yield from _wide(button, button.width() - 157, name)


def _high(widget: QWidget, needed: float) -> Iterator[str]:
    if widget.height() < needed:
        yield f"is {widget.height()} high, needs {needed:.0f}"


def _wide(widget: QWidget, room: float, needed: float) -> Iterator[str]:
    if room + 0.5 < needed:
        yield f"has {room:.0f}, needs {needed:.0f}"


def _label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if label.wordWrap():
        yield from _high(label, label.heightForWidth(label.width()))
        longest = max(label.fontMetrics().horizontalAdvance(sign) for sign in label.text())
        yield from _wide(label, label.contentsRect().width(), longest)
    else:
        yield from _wide(label, label.width(), label.sizeHint().width())
        yield from _high(label, label.fontMetrics().height())


def _button(button: QAbstractButton) -> Iterator[str]:
    iconic = isinstance(button, QToolButton) and not button.text()
    if button.text() and not iconic and not _icon_only(button):
        yield from _wide(button, button.width(), button.sizeHint().width())
        yield from _high(button, button.fontMetrics().height() + 2)


def _icon_only(button: QAbstractButton) -> bool:
    style = Qt.ToolButtonStyle.ToolButtonIconOnly
    return (
        isinstance(button, QToolButton)
        and button.toolButtonStyle() == style
        and not button.icon().isNull()
    )


def _combo(combo: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox,
        option,
        QStyle.SubControl.SC_ComboBoxEditField,
        combo,
    )
    yield from _wide(
        combo, field.width(), combo.fontMetrics().horizontalAdvance(combo.currentText())
    )
    yield from _high(combo, combo.fontMetrics().height() + 2)


def _line(line: QLineEdit) -> Iterator[str]:
    yield from _high(line, line.fontMetrics().tightBoundingRect("国gyÁ").height() + 2)
    if not line.text() and line.placeholderText():
        icons = 24 * sum(not action.icon().isNull() for action in line.actions())
        room = line.width() - 16 - icons
        yield from _wide(line, room, line.fontMetrics().horizontalAdvance(line.placeholderText()))


def _tabs(bar: QTabBar) -> Iterator[str]:
    for tab in range(bar.count()):
        rect, text = bar.tabRect(tab), bar.tabText(tab).replace("&", "")
        if not bar.rect().contains(rect):
            yield f"the tab {text} is beyond the edge"
        needed = bar.fontMetrics().horizontalAdvance(text)
        if rect.width() < needed + 8:
            yield f"the tab {text} has {rect.width()}, needs {needed + 8}"


def _heads(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for section in range(header.count()):
        if header.isSectionHidden(section):
            continue
        text = str(model.headerData(section, header.orientation()) or "")
        needed = header.fontMetrics().horizontalAdvance(text) + 16
        if text and header.sectionSize(section) < needed:
            yield f"the head {text} has {header.sectionSize(section)}, needs {needed}"
    yield from _high(header, header.fontMetrics().height())


def _beyond(widget: QWidget) -> Iterator[str]:
    """Beyond the edge of an ancestor that does not scroll."""
    if not isinstance(widget, QLabel | QAbstractButton | QComboBox | QLineEdit | QTabBar):
        return
    if isinstance(widget, QTabBar) and not widget.count():
        return  # of docks that are not tabs now
    parent = widget.parentWidget()
    while parent is not None and widget is not widget.window():
        area = parent.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is parent:
            return
        inside = parent.rect()
        rect = QRect(widget.mapTo(parent, widget.rect().topLeft()), widget.size())
        if not inside.contains(rect):
            yield f"stands beyond the edge of {type(parent).__name__} {parent.objectName()}"
            return
        if parent.isWindow():
            return
        parent = parent.parentWidget()


_MEASURES: dict[Any, Callable[[Any], Iterator[str]]] = {
    BigButton: _big,
    Card: _elided,
    ElidedLabel: _elided,
    QLabel: _label,
    QComboBox: _combo,
    QAbstractButton: _button,
    QLineEdit: _line,
    QTabBar: _tabs,
    QHeaderView: _heads,
    (QToolBar, QMenuBar): _bar,
}
"""The first that fits: some are kinds of another."""
