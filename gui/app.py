"""Starts the window: fonts, language, style, and what happens when the program itself fails."""

import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QStyleFactory

from core import __version__
from gui import appearance, icons, messages, theme
from gui.file_names import data_folder
from gui.main_window import MainWindow
from gui.one_window import OneWindow
from gui.recent_files import settings
from gui.task import wait_for_all


def make_application(arguments: list[str]) -> QApplication:
    """The application, dressed: the same picture on every system."""
    appearance.use_scale()
    appearance.use_colours()
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(arguments)
    application.setApplicationName("biaoli")
    application.setApplicationDisplayName("")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("biaoli")
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)
    theme.load_fonts()
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(theme.font(theme.SANS, theme.BODY))
    theme.dress(application)
    application.setWindowIcon(icons.icon("logo"))
    return application


def run(path: Path | None) -> int:
    """Open the window, with a document if a path is given; returns when it is closed.

    Where the window is open already, it is asked to open the document.
    """
    one = OneWindow(data_folder())
    if not one.is_here(path):
        return 0
    application = make_application(sys.argv[:1])
    window = MainWindow()
    one.serve(window, window.open_path)
    hook = CrashHook(window)
    sys.excepthook = hook
    window.restore_layout()
    window.show()
    if path is not None:
        window.open_path(path)
    else:
        window.load_ahead()
    code = application.exec()
    wait_for_all()
    settings().sync()
    one.release()
    sys.excepthook = sys.__excepthook__
    return code


class CrashHook:
    """Writes down what went wrong and says so; the window goes on, every figure is in the file."""

    def __init__(self, window: MainWindow | None) -> None:
        """Boxes belong to this window."""
        self._window = window
        self._telling = False

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Called by Python with an exception nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        log = write_log("".join(traceback.format_exception(kind, error, trace)))
        if not self._telling:
            self._telling = True
            messages.crashed(self._window, str(log))
            self._telling = False


def write_log(text: str) -> Path:
    """Append a problem to the record; returns where it is."""
    path = data_folder() / "问题记录.txt"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"—— {datetime.now():%Y-%m-%d %H:%M:%S}　表里 {__version__}\n{text}\n")
    return path
