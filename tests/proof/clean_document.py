"""Documents in which nothing is wrong: every open finding in one is a false alarm.

An example reproduces a publication word for word, its errata included. tests/proof/clean/ says how
they are mended and why the rest may rightly differ from a rule. A suite without a published example
has a sheet called like the suite, with a `suite:` line and a whole document of invented figures,
written like an example; `last_year:` names the example whose figures it takes as last year's.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.calc.examples import Example, read_example
from core.calc.taking import taken
from core.document.edits import SetLastYear, SetOverride
from core.findings import Finding, Outcome
from core.session import Session
from core.template.library import load_installed

SHEETS = Path(__file__).parent / "clean"
CLEAN = sorted(path.stem for path in SHEETS.glob("*.yaml"))


@cache
def clean_sheet(name: str) -> Any:
    """How an example is made clean, or what fills in a suite that has none."""
    return yaml.safe_load((SHEETS / f"{name}.yaml").read_text(encoding="utf-8"))


EXAMPLES = [name for name in CLEAN if "suite" not in clean_sheet(name)]
"""Those that begin with a shipped example."""


def suite_filled_by(name: str) -> str:
    """The suite of a clean document."""
    return read_example(name).suite if name in EXAMPLES else str(clean_sheet(name)["suite"])


def clean_document(name: str) -> Session:
    """Mended and explained, in memory. Fails where a reason has lost its finding."""
    sheet = clean_sheet(name)
    if name not in EXAMPLES:
        return _made_up(name)
    session = Session.example(name, None)
    for address in sheet.get("calculated_again", ()):
        session.apply(SetOverride(session.names.cell(address), None))
    session.set_addresses(sheet["mended"].items())
    found = {finding.identity: finding for finding in session.findings()}
    for entry in sheet["explained"]:
        finding = found[entry["rule"], session.names.cell(entry["at"])]
        session.justify(finding, entry["reason"])
    return session


def _made_up(name: str) -> Session:
    """The document that a sheet writes out whole."""
    sheet = clean_sheet(name)
    content = Example(
        id=name,
        suite=sheet["suite"],
        title=sheet["title"],
        cover=sheet["cover"],
        projects=tuple(sheet["projects"]),
        values=sheet["values"],
        overrides={},
    )
    session = Session.create_from(load_installed(content.suite), None, sheet["cover"]["单位名称"])
    if "last_year" in sheet:
        with Session.example(sheet["last_year"], None) as old:
            last_year = taken(old.calculation, old.names, "上年.biaoli")
        session.apply(SetLastYear(last_year))
    session.fill(content)
    return session


def left_open(session: Session) -> Iterator[Finding]:
    """What is not in order and not explained."""
    return (found for found in session.findings() if found.outcome is not Outcome.JUSTIFIED)
