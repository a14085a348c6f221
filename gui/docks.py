"""The panels around the form: docks with flat titles of our own, movable and closable."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QToolButton, QWidget

from gui import icons, theme
from gui.labels import label
from gui.theme import scheme


class Dock(QDockWidget):
    """A panel with a title; `extra` stands in the title beside the name."""

    def __init__(
        self,
        name: str,
        title: str,
        mnemonic: str,
        content: QWidget,
        extra: QWidget | None = None,
    ) -> None:
        """`name` is the object name under which the layout is remembered; 视图 has `mnemonic`."""
        super().__init__(title)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.toggleViewAction().setText(f"{title}({mnemonic})")
        self.setWidget(content)
        self.setTitleBarWidget(_TitleBar(self, title, extra))
        content.setAutoFillBackground(True)
        palette = content.palette()
        palette.setColor(palette.ColorRole.Window, theme.colour("panel"))
        content.setPalette(palette)


class _TitleBar(QWidget):
    """Name, filters, float and close."""

    def __init__(self, dock: Dock, title: str, extra: QWidget | None) -> None:
        super().__init__(dock)
        self.setObjectName("dock_title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(
            f"#dock_title {{ background: {scheme().chrome};"
            f" border-bottom: 1px solid {scheme().line}; }}"
        )
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 4, 3)  # with the buttons: 27 pixels
        layout.setSpacing(2)
        layout.addWidget(label(title, families=theme.SANS_BOLD))
        if extra is None:
            layout.addStretch()
        else:
            layout.addWidget(extra, 1)
        move, close = (
            _button("float", "移出或放回"),
            _button("close", "收起（视图菜单里可以再打开）"),
        )
        move.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        close.clicked.connect(dock.close)
        layout.addWidget(move)
        layout.addWidget(close)


def _button(icon: str, words: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setAccessibleName(words)
    button.setToolTip(words)
    button.setFixedSize(22, 22)
    button.setStyleSheet("QToolButton { padding: 2px; }")
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
