"""Every check of the project in order: style, types, imports, tests, the core alone, the bundle."""

from __future__ import annotations

import os
from pathlib import Path

from tools import bundling, system_packages
from tools.console import ROOT, clean_environ, succeeds
from tools.environments import CORE, MAIN
from tools.steps import Step, run_in_order

# What runs without Qt: the core's own tests and every shipped template.
CORE_TESTS = ["tests/core", "tests/templates", "tests/scenarios"]
QT_IS_ABSENT = "import importlib.util, sys; sys.exit(bool(importlib.util.find_spec('PySide6')))"


def check() -> bool:
    """Make everything ready, run all steps, and return whether they all went well."""
    system_packages.require([*system_packages.QT, *system_packages.BUILD, *system_packages.SCREEN])
    MAIN.ready("dev")
    CORE.ready("core")
    return run_in_order(
        [
            Step("ruff format", lambda: _tool("ruff", "format", "--check", "--quiet")),
            Step("ruff check", lambda: _tool("ruff", "check", "--quiet")),
            Step("mypy", lambda: _tool("mypy")),
            Step("import-linter", lambda: _tool("lint-imports")),
            Step("pytest", lambda: _pytest(MAIN.python, "-n", "2", "--cov", "--cov-report=")),
            Step("core without Qt", _core_alone),
            Step("bundle", bundling.build),
            Step("bundle, started", lambda: _pytest(MAIN.python, "tests/bundle")),
        ]
    )


def _tool(name: str, *arguments: str) -> bool:
    return succeeds([MAIN.script(name), *arguments], env=_test_environ())


def _core_alone() -> bool:
    """Run the core's tests where PySide6 cannot be imported."""
    if not succeeds([CORE.python, "-c", QT_IS_ABSENT]):
        return False
    present = [folder for folder in CORE_TESTS if (ROOT / folder).is_dir()]
    return _pytest(CORE.python, "-n", "2", *present)


def _pytest(python: Path, *arguments: str) -> bool:
    return succeeds([python, "-m", "pytest", "--quiet", *arguments], env=_test_environ())


def _test_environ() -> dict[str, str]:
    """Return an environment in which windows are drawn off screen and texts are UTF-8."""
    wanted = {"LC_ALL": "C.UTF-8", "HYPOTHESIS_PROFILE": "ci"}
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return {**clean_environ(), **wanted, "QT_QPA_PLATFORM": platform}
