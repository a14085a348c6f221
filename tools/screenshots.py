"""Takes the pictures of docs/images: the window with the example, a form and a project's form.

    python tools/screenshots.py

Nothing is shown on a screen. The same program gives the same pictures, the clock apart.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer  # noqa: E402  # the platform has to be named before
from PySide6.QtWidgets import QApplication  # noqa: E402

from core.session import Session  # noqa: E402
from gui.app import make_application  # noqa: E402
from gui.main_window import MainWindow  # noqa: E402

IMAGES = ROOT / "docs" / "images"
EXAMPLE = "tonghai-2021"
NAME = "通海县医疗保障局2021年度部门决算公开.biaoli"
SIZE = (1366, 728)
FIGURE = "支出决算表!类[210].栏2"
SCORE = "项目自评[3]!指标[4].得分"
REASON = "知晓率来自电话抽样，样本偏少，按谨慎原则扣 1 分；2022 年改为入户问卷，扩大样本"
_REST_MS = 300


def main() -> int:
    """Write the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        # A home of its own: what somebody opened here before is no part of the pictures.
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            os.environ[name] = folder
        application = make_application(sys.argv[:1])
        path = Path(folder) / NAME
        Session.example(EXAMPLE, path).close()
        window = MainWindow()
        window.resize(*SIZE)
        window.show()
        window.open_path(path)
        _go(window, FIGURE)
        _picture(application, window, "window.png")
        _go(window, SCORE)
        _write_reason(window)
        _picture(application, window, "project.png")
        window.close()
    return 0


def _go(window: MainWindow, address: str) -> None:
    work = window.workspace
    if work is not None:
        work.jump(work.session.names.cell(address))
        work.explain_now()


def _write_reason(window: MainWindow) -> None:
    work = window.workspace
    if work is not None:
        work.start_justifying()
        work.panels.findings.writing.edit.setPlainText(REASON)


def _picture(application: QApplication, window: MainWindow, name: str) -> None:
    """Wait until the window has come to rest, and take its picture."""
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _REST_MS:
        application.processEvents()
    path = IMAGES / name
    window.grab().save(str(path))
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
