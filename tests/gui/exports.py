"""Exporting in a test: press the button and wait for the thread that writes."""

from pytestqt.qtbot import QtBot

from gui.dialogs.export import ExportDialog


def write(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Press 导出 and wait until nothing is written any more."""
    dialog.write.click()
    finished(qtbot, dialog)


def finished(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Wait until nothing is written any more."""
    qtbot.waitUntil(lambda: not dialog.is_exporting, timeout=30_000)


def drawn(qtbot: QtBot, dialog: ExportDialog) -> None:
    """Wait until the pages are drawn, and the first is shown."""
    qtbot.waitUntil(lambda: not dialog.preview.picture().isNull(), timeout=30_000)
