"""What every test relies on: no screen, no real home folder, and repeatable properties."""

import importlib.util
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

HOME_VARIABLES = [
    "HOME",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
    "XDG_STATE_HOME",
    "APPDATA",
    "LOCALAPPDATA",
    "USERPROFILE",
]
TEMPORARY_VARIABLES = ["TMPDIR", "TEMP", "TMP"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know the settings of pytest-qt also where the core is tested without Qt."""
    if importlib.util.find_spec("pytestqt") is None:
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "a setting of pytest-qt, which is not installed here")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the whole run a home folder of its own: no test reads or writes the real one."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOME_VARIABLES:
            patch.setenv(name, str(folder))
        with tempfile.TemporaryDirectory(prefix="biaoli-tests-") as temporary:
            # What tests write does not lie where the program warns of files that are cleared away.
            Path(temporary).chmod(0o1777)
            for name in TEMPORARY_VARIABLES:
                patch.setenv(name, temporary)
            patch.setattr(tempfile, "tempdir", temporary)
            yield folder
