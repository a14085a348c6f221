"""Calls of the command line for tests: in this process, with what it said."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.cli import main

EXAMPLE = "tonghai-2021"
SUITE = "yunnan-final-accounts-2021"
MONEY = "收入支出总表!行29.金额"
TOTAL = "支出决算表!合计.栏1"
"""A calculated cell."""

CODES = (0, 1, 2, 3)
LONGEST_LINE = 402  # with the line break


@dataclass(frozen=True)
class Said:
    """What a call gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The output as JSON."""
        return json.loads(self.out)


def call(*words: object) -> Said:
    """Run one command; whatever it says, its complaint is a single short line."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([str(word) for word in words])
    said = Said(code, out.getvalue(), err.getvalue())
    assert said.code in CODES
    assert "Traceback" not in said.out + said.err
    assert all(len(line) <= LONGEST_LINE for line in said.err.splitlines(keepends=True))
    return said


def done(*words: object) -> Said:
    """Run a command that succeeds."""
    said = call(*words)
    assert (said.code, said.err) == (0, "")
    return said


def refused(*words: object) -> str:
    """Run a command that is refused; its one line."""
    said = call(*words)
    assert said.code == 2
    assert said.out == ""
    assert said.err.endswith("\n")
    assert said.err.count("\n") == 1
    assert "程序出了问题" not in said.err
    return said.err.strip()


def value_of(file: Path, address: str) -> Any:
    """The exact value of a cell, as `show --json` tells it."""
    return cells_of(done("show", file, "--json").json)[address]["value"]


def cells_of(shown: Any) -> dict[str, Any]:
    """Every cell of `show --json` by its address."""
    groups = [shown["cover"], *(p["cells"] for p in shown["projects"])]
    groups += [form["cells"] for form in shown["forms"]]
    return {cell["address"]: cell for cells in groups for cell in cells}
