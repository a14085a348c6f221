"""Starts the window: fonts, language, style, and who is told when the program itself fails."""

import sys
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QStyleFactory

from core import __version__
from gui import appearance, icons, theme
from gui.crash import CrashHook
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
    sys.excepthook = CrashHook(window)
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
