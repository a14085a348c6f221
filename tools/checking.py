"""Every check of the project in order: style, types, imports, tests, the core alone, the bundle."""

from __future__ import annotations

import os
from pathlib import Path

from tools import bundling, system_packages
from tools.console import clean_environ, say, succeeds, succeeds_telling
from tools.environments import CORE, MAIN
from tools.steps import Step, run_in_order

# What runs where there is no Qt: the core's own tests, every shipped template, and the proof that
# the audit finds what is wrong and nothing else.
CORE_TESTS = ["tests/core", "tests/templates", "tests/scenarios", "tests/proof"]
OTHER_TESTS = ["tests/architecture", "tests/gui", "tests/program"]
# They need a built program.
BUNDLE_TESTS = "tests/bundle"
# How much of what the tests must reach, in percent of lines and branches; figures go wrong in
# the first ones, so nothing there may go untested.
COVERAGE = {
    "core/values.py,core/formula/*,core/calc/engine.py,core/calc/resolve.py,core/calc/shape.py,"
    "core/audit/*": 100,
    "core/*,gui/*": 90,
}
RATIOS = ("--check", "--ratios")
QT_IS_ABSENT = "import importlib.util, sys; sys.exit(bool(importlib.util.find_spec('PySide6')))"


def check() -> bool:
    """Make everything ready, run all steps, and return whether they all went well."""
    system_packages.require(system_packages.ALL)
    MAIN.ready("dev")
    CORE.ready("core")
    return run_in_order(
        [
            Step("ruff format", lambda: _tool("ruff", "format", "--check", "--quiet")),
            Step("ruff check", lambda: _tool("ruff", "check", "--quiet")),
            Step("mypy", lambda: _tool("mypy")),
            Step("import-linter", lambda: _tool("lint-imports")),
            Step("core without Qt", _core_alone),
            Step(
                "core, many cases",
                lambda: _pytest(CORE.python, "-n", "2", "-m", "sweep", *CORE_TESTS),
            ),
            Step("window and program", _window),
            Step("window, in time", lambda: _pytest(MAIN.python, "-m", "timed", *OTHER_TESTS)),
            Step("coverage", _is_covered),
            Step("kills, faults, spoilt inputs", _tormented),
            Step("LibreOffice", lambda: succeeds([MAIN.python, "-m", "tools.oracle"])),
            Step("speed, in ratios", lambda: succeeds([MAIN.python, "-m", "tools.bench", *RATIOS])),
            Step("bundle", bundling.build),
            Step("bundle, started", lambda: _pytest(MAIN.python, BUNDLE_TESTS)),
        ]
    )


def _tool(name: str, *arguments: str) -> bool:
    return succeeds([MAIN.script(name), *arguments], env=_test_environ())


def _is_covered() -> bool:
    """Say what the tests did not reach, where that is too much."""
    report: list[str | Path] = [MAIN.python, "-m", "coverage", "report", "--precision=1"]
    return all(
        succeeds_telling([*report, f"--include={files}", f"--fail-under={percent}"], _total)
        for files, percent in COVERAGE.items()
    )


def _total(line: str) -> str | None:
    return line if line.startswith("TOTAL") else None


def _core_alone() -> bool:
    """Run the core's tests where PySide6 cannot be imported."""
    if not succeeds([CORE.python, "-c", QT_IS_ABSENT]):
        return False
    return _measured(CORE.python, "-m", "not sweep", *CORE_TESTS)


def _window() -> bool:
    """Run what needs a window, but what is held to milliseconds."""
    return _measured(MAIN.python, "--cov-append", "-m", "not timed", *OTHER_TESTS)


def _measured(python: Path, *arguments: str) -> bool:
    """Run tests on two processors, noting what they reach."""
    return _pytest(python, "-n", "2", "--cov", "--cov-report=", *arguments)


def _tormented() -> bool:
    """A twentieth of `dev.py torture`."""
    if os.name != "posix":
        say("这里没有 kill -9 和 SIGSTOP，没有运行", "not run: needs SIGKILL and SIGSTOP")
        return True
    return succeeds([CORE.python, "-m", "tools.torture", "--part=20"])


def _pytest(python: Path, *arguments: str) -> bool:
    return succeeds([python, "-m", "pytest", "--quiet", *arguments], env=_test_environ())


def _test_environ() -> dict[str, str]:
    """Return an environment in which windows are drawn off screen and texts are UTF-8."""
    wanted = {"LC_ALL": "C.UTF-8", "HYPOTHESIS_PROFILE": "ci"}
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    return {**clean_environ(), **wanted, "QT_QPA_PLATFORM": platform}
