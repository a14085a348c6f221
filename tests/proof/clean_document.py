"""Documents in which nothing is wrong: the shipped examples without the errors of publication.

An example reproduces a publication word for word, its errata included. tests/proof/clean/ says how
they are mended and why the rest may rightly differ from a rule, so that every open finding is a
false alarm.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from core.document.edits import SetOverride
from core.findings import Finding, Outcome
from core.session import Session

SHEETS = Path(__file__).parent / "clean"
EXAMPLES = sorted(path.stem for path in SHEETS.glob("*.yaml"))


@cache
def clean_sheet(example: str) -> Any:
    """How an example is made clean."""
    return yaml.safe_load((SHEETS / f"{example}.yaml").read_text(encoding="utf-8"))


def clean_document(example: str) -> Session:
    """The example mended and explained, in memory. Fails where a reason has lost its finding."""
    sheet = clean_sheet(example)
    session = Session.example(example, None)
    for address in sheet.get("calculated_again", ()):
        session.apply(SetOverride(session.names.cell(address), None))
    session.set_addresses(sheet["mended"].items())
    found = {finding.identity: finding for finding in session.findings()}
    for entry in sheet["explained"]:
        finding = found[entry["rule"], session.names.cell(entry["at"])]
        session.justify(finding, entry["reason"])
    return session


def left_open(session: Session) -> Iterator[Finding]:
    """What is not in order and not explained."""
    return (found for found in session.findings() if found.outcome is not Outcome.JUSTIFIED)
