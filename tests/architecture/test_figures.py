"""Where a figure can go wrong, no binary fraction is made and no window is known."""

import ast
from pathlib import Path

import pytest

from tools.console import ROOT

FIGURE_MODULES = [
    "core/values.py",
    "core/number_text.py",
    "core/formula",
    "core/calc",
    "core/audit",
    "core/document",
]


def sources() -> list[Path]:
    """Return every module that handles figures."""
    found = []
    for name in FIGURE_MODULES:
        place = ROOT / name
        found += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return found


def floats_made(tree: ast.AST) -> list[int]:
    """Return the lines that call float()."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "float"
    ]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_float_is_made(path: Path) -> None:
    """Figures are Decimal from the first to the last."""
    assert not floats_made(ast.parse(path.read_text(encoding="utf-8")))


def test_the_check_sees_a_float() -> None:
    """The check itself finds what it looks for."""
    assert floats_made(ast.parse("total = 1\nshare = float(total)")) == [2]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_window_is_known(path: Path) -> None:
    """Not even inside a function is Qt imported here."""
    assert "PySide6" not in path.read_text(encoding="utf-8")
