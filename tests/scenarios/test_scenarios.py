"""Scenario sheets: what is given, what the forms say, what the audit finds. Accountants read them.

given: cells by address (records are made in order); projects: cards; expect: texts as printed;
findings: rule at its place with severity, a piece of its message, and its probable cause (none
where no cause stands); others: rules that may speak too. What an example is left with anyway is not
repeated.
"""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.session import Session

SHEETS = sorted(Path(__file__).parent.glob("*.yaml"))


def opened(sheet: dict[str, Any]) -> Session:
    """A new document, or a shipped example, with the given cells typed."""
    if "example" in sheet:
        session = Session.example(sheet["example"], None)
    else:
        session = Session.create(sheet["suite"], None, "通海县医疗保障局")
    for name in sheet.get("projects", ()):
        session.apply(session.entries.added_project(name)[0])
    session.set_addresses(sheet["given"].items())
    return session


@cache
def left_with(example: str) -> set[tuple[str, str, str]]:
    """What an example is left with: rule, place and form of its findings."""
    found = Session.example(example, None).findings()
    return {(f.rule, f.place, f.cells[0].form) for f in found}


def load(path: Path) -> dict[str, Any]:
    """A sheet; every value is a text as typed."""
    sheet = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only
    assert isinstance(sheet, dict)
    return sheet


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_expected_cells(path):
    """The cells print what the sheet says."""
    sheet = load(path)
    session = opened(sheet)
    printed = {address: session.text(session.names.cell(address)) for address in sheet["expect"]}
    assert printed == sheet["expect"]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_expected_findings(path):
    """Each expected finding is there, with its weight and figures; no other rule is open."""
    sheet = load(path)
    session = opened(sheet)
    findings = [finding for finding in session.findings() if finding.rule != "填报-必填"]
    for wanted in sheet["findings"]:
        severity, place, *words = wanted["says"]
        [found] = [f for f in findings if f.rule == wanted["rule"] and f.place == place]
        findings.remove(found)
        assert found.severity.value == severity
        assert all(word in found.message for word in words)
        cause = session.with_cause(found).cause
        assert (cause.text if cause else None) == wanted.get("cause")
    quiet = set(sheet.get("others", ()))
    left = left_with(sheet["example"]) if "example" in sheet else set()
    new = [
        f
        for f in findings
        if f.rule not in quiet and (f.rule, f.place, f.cells[0].form) not in left
    ]
    assert [f"{f.rule} {f.place} {f.message}" for f in new] == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_sheet_names_its_rule(path):
    """Every sheet says what it shows and which official rule it comes from."""
    sheet = load(path)
    assert sheet["shows"]
    assert sheet["source"]
