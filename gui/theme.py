"""The tokens of the window: colours, type sizes, distances. Nothing else in gui/ names a colour.

Sizes are given in pixels at 96 dpi and set in points, so that the system's scaling applies.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from core.paths import fonts_folder

_POINTS_PER_PIXEL = 0.75

_DARKER: Final = 140
"""Fusion draws edges darker than the window by this many percent: black is no edge on black."""
_EDGES: Final = {
    "QCheckBox": "ink3",
    "QRadioButton": "ink3",
    "QComboBox": "ink3",
    "QListView": "ink3",
    "QTreeView": "ink3",
    "QTabWidget": "ink3",
    "QTableView": "line",
}
"""Which colour the edges of these kinds of widgets have."""

Families = tuple[str, ...]

_SIGNS = "Biaoli Signs"  # ☐ and ☑
SANS: Families = ("Noto Sans SC", _SIGNS)
SANS_BOLD: Families = ("Biaoli Sans SC", "Noto Sans SC", _SIGNS)
SERIF: Families = ("Noto Serif SC", "Noto Sans SC", _SIGNS)
SERIF_BOLD: Families = ("Biaoli Serif SC", "Noto Serif SC", _SIGNS)

BODY, SECONDARY, SMALL = 13.0, 12.5, 12.0
TITLE, FIGURE, HEADING, COUNT, NAME = 20.0, 21.0, 16.0, 24.0, 30.0


@dataclass(frozen=True, slots=True)
class Colours:
    """One colour for each role, as #RRGGBB."""

    desk: str
    chrome: str
    panel: str
    line: str
    line_faint: str
    ink: str
    ink2: str
    ink3: str
    accent: str
    on_accent: str
    row: str
    paper: str
    rule: str
    frame: str
    label: str
    calculated: str
    entry_line: str
    red: str
    red_ground: str
    amber: str
    amber_ground: str
    green: str
    green_ground: str
    blue: str
    violet: str
    violet_ground: str
    grey: str
    mark: str
    selection: str
    handle: str
    disabled: str


LIGHT = Colours(
    desk="#E3E6EB",
    chrome="#F3F4F6",
    panel="#FFFFFF",
    line="#C5CAD2",
    line_faint="#E1E4E9",
    ink="#1A1D21",
    ink2="#545C67",
    ink3="#626B77",
    accent="#1B5AA6",
    on_accent="#FFFFFF",
    row="#E3EDF9",
    paper="#FFFFFF",
    rule="#7F8894",
    frame="#3A4048",
    label="#F6F5F1",
    calculated="#EAEFF5",
    entry_line="#7890B0",
    red="#B3261E",
    red_ground="#FCEBEA",
    amber="#8A5300",
    amber_ground="#FFF3DB",
    green="#1E7339",
    green_ground="#E6F4EA",
    blue="#1B5AA6",
    violet="#6A3D9A",
    violet_ground="#F1EAF8",
    grey="#5B6470",
    mark="#FFFFFF",
    selection="#D6E4F5",
    handle="#A9B0BA",
    disabled="#808893",
)


CONTRAST = Colours(
    desk="#000000",
    chrome="#000000",
    panel="#000000",
    line="#FFFFFF",
    line_faint="#B8B8B8",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    ink3="#E0E0E0",
    accent="#FFE14D",
    on_accent="#000000",
    row="#3A3300",
    paper="#000000",
    rule="#B8B8B8",
    frame="#FFFFFF",
    label="#000000",
    calculated="#2B2B2B",
    entry_line="#5CE1FF",
    red="#FF8B80",
    red_ground="#4A0D08",
    amber="#FFC247",
    amber_ground="#3D2A00",
    green="#7CF29A",
    green_ground="#06300F",
    blue="#7CC7FF",
    violet="#DDB6FF",
    violet_ground="#2F1447",
    grey="#E0E0E0",
    mark="#000000",
    selection="#3A3300",
    handle="#FFFFFF",
    disabled="#9A9A9A",
)


class _Shown:
    """Which colours the window shows."""

    colours = LIGHT


def use(colours: Colours) -> None:
    """Show these colours; said once, before there is anything to see."""
    _Shown.colours = colours
    colour.cache_clear()


def scheme() -> Colours:
    """The colours that the window shows."""
    return _Shown.colours


def current_frame() -> int:
    """How wide the frame of the current cell is, in pixels."""
    return 3 if scheme() is CONTRAST else 2


@cache
def colour(role: str) -> QColor:
    """The colour of a role, by the name of the field above."""
    return QColor(getattr(_Shown.colours, role))


def load_fonts() -> None:
    """Make the program's own fonts known to Qt: no system font is needed."""
    for path in sorted(fonts_folder().glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(path))


@lru_cache(maxsize=1_000)
def font(families: tuple[str, ...], pixels: float) -> QFont:
    """A font by its size in pixels at 96 dpi. The bold families have only their bold weight.

    Not to be changed: the next one who asks gets the same.
    """
    found = QFont(list(families))
    found.setPointSizeF(pixels * _POINTS_PER_PIXEL)
    found.setBold(families[0].startswith("Biaoli"))
    return found


@cache
def metrics(families: tuple[str, ...], pixels: float) -> QFontMetricsF:
    """What a font measures; asked for often, so it is kept."""
    return QFontMetricsF(font(families, pixels))


def palette() -> QPalette:
    """Fusion's palette in our colours."""
    found = QPalette()
    roles = {
        QPalette.ColorRole.Window: "chrome",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "panel",
        QPalette.ColorRole.AlternateBase: "chrome",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "panel",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.BrightText: "red",
        QPalette.ColorRole.Highlight: "selection",
        QPalette.ColorRole.HighlightedText: "ink",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.ToolTipBase: "panel",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink3",
        QPalette.ColorRole.Light: "panel",
        QPalette.ColorRole.Midlight: "line_faint",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Dark: "ink3",
        QPalette.ColorRole.Shadow: "frame",
    }
    for role, name in roles.items():
        found.setColor(role, colour(name))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        found.setColor(QPalette.ColorGroup.Disabled, role, colour("disabled"))
    return found


def dress(application: QApplication) -> None:
    """Give the program its colours."""
    application.setPalette(palette())
    for kind, role in _EDGES.items():
        edged = palette()
        edged.setColor(QPalette.ColorRole.Window, colour(role).lighter(_DARKER))
        application.setPalette(edged, kind)  # type: ignore[arg-type] # bytes are refused
    application.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """Flat buttons, fields and bars. It names no view: the grid paints itself."""
    c = scheme()
    return f"""
QMainWindow::separator {{ background: {c.line}; width: 1px; height: 1px; }}
QMenuBar {{ background: {c.chrome}; padding: 0 4px; }}
QMenuBar::item {{ padding: 3px 8px; background: transparent; }}
QMenuBar::item:selected {{ background: {c.selection}; }}
QMenu {{ background: {c.panel}; border: 1px solid {c.line}; padding: 4px 0; }}
QMenu::item {{ padding: 4px 28px 4px 32px; }}
QMenu::item:selected {{ background: {c.selection}; }}
QMenu::item:disabled {{ color: {c.disabled}; }}
QMenu::icon {{ left: 8px; }}
QMenu::separator {{ height: 1px; background: {c.line_faint}; margin: 4px 8px; }}
QToolBar {{ background: {c.chrome}; border: 0; border-bottom: 1px solid {c.line};
            spacing: 1px; padding: 1px 6px; }}
QToolBar::separator {{ background: {c.line}; width: 1px; margin: 4px 6px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 3px;
               padding: 3px 8px; }}
QToolButton:hover {{ border-color: {c.accent}; }}
QToolButton:focus {{ border: 2px solid {c.accent}; padding: 2px 7px; }}
QToolButton:pressed, QToolButton:checked {{ background: {c.row}; border-color: {c.accent}; }}
QToolButton:disabled {{ color: {c.disabled}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QPushButton {{ background: {c.panel}; border: 1px solid {c.ink3}; border-radius: 3px;
               padding: 4px 14px; min-height: 20px; }}
QPushButton:hover {{ background: {c.row}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 3px 13px; }}
QPushButton:default {{ background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; }}
QPushButton:default:focus {{ border: 2px solid {c.frame}; }}
QPushButton:disabled {{ background: {c.chrome}; border-color: {c.line}; color: {c.disabled}; }}
QLineEdit, QPlainTextEdit {{ background: {c.panel}; border: 1px solid {c.ink3};
               border-radius: 3px; padding: 2px 6px; selection-background-color: {c.accent};
               selection-color: {c.on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {c.accent};
               padding: 1px 5px; }}
QTabBar::tab {{ background: {c.chrome}; color: {c.ink2}; border: 1px solid {c.ink3};
               padding: 3px 12px; margin-right: 2px; }}
QTabBar::tab:selected {{ background: {c.panel}; color: {c.ink};
               border-top: 3px solid {c.accent}; padding-top: 1px; }}
QTabBar::tab:hover {{ color: {c.ink}; border-color: {c.accent}; }}
QTabBar::tab:focus {{ border: 2px solid {c.accent}; padding: 2px 11px; }}
QStatusBar {{ background: {c.chrome}; border-top: 1px solid {c.line}; }}
QStatusBar::item {{ border: 0; }}
QToolTip {{ background: {c.panel}; color: {c.ink}; border: 1px solid {c.line}; padding: 3px; }}
QHeaderView::section {{ background: {c.chrome}; color: {c.ink2}; border: 0;
               border-bottom: 1px solid {c.line}; padding: 3px 8px; }}
QScrollBar {{ background: {c.chrome}; border: 0; }}
QScrollBar:vertical {{ width: 14px; }}
QScrollBar:horizontal {{ height: 14px; }}
QScrollBar::handle {{ background: {c.handle}; border-radius: 4px; margin: 3px;
               min-width: 24px; min-height: 24px; }}
QScrollBar::handle:hover {{ background: {c.ink3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
