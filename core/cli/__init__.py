"""The same session from the command line. Stable: scripts and tests rely on it.

Every command ends with 0 done or 2 could not be read or wrong usage; `check` also with 1 (a 强制性
is open) and 3 (incomplete, or a 核实性 or 待复核 is open). What went wrong is one line of plain
Chinese on stderr. `--json` output carries "format"; docs/command-line.md tells what it holds.
"""

from core.cli.program import main

__all__ = ["main"]
