"""The errata of the published examples, each found by its rule, and nothing else 强制性."""

import copy

import pytest

from core.findings import Severity
from core.session import Session, example_ids
from tools import errata

EXAMPLE = "tonghai-2021"
ROUNDED = "putuo-2024"
# How the errata of a publication are numbered, as far as they concern its forms.
NUMBERED = {
    EXAMPLE: {f"T-{number}" for number in range(1, 24)},
    "beiguan-2021": {f"BG-{number:02}" for number in range(1, 24)},
    "zengdu-2020": {f"ZD-{number:02}" for number in range(1, 16)},
    "guanghan-2021": {f"GH-{number:02}" for number in range(1, 21)},
}


@pytest.fixture(scope="module")
def session():
    """An example, errors and all."""
    with Session.example(EXAMPLE, None) as session:
        yield session


def wrong(content: object, session: Session) -> list[tuple[str, str, str]]:
    """The lines of the table that are not as expected."""
    lines = errata.table(content, session)
    return [(line.erratum, line.rule, line.wrong) for line in lines if line.wrong]


def test_every_shipped_example_has_its_list():
    """None is left out."""
    assert example_ids() == errata.EXAMPLES


@pytest.mark.parametrize("example", errata.EXAMPLES)
def test_every_erratum_is_found_or_says_why_not(example):
    """Each is found in its cell with its figures, or has a reason; none 强制性 is left over."""
    content = errata.read(example)
    with Session.example(example, None) as session:
        assert wrong(content, session) == []
    assert {entry["id"] for entry in content["errata"]} >= NUMBERED.get(example, set())


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("rule", "XM-99", "没有查出来"),
        ("at", "整体自评表!任务合计.总额", "没有查出来"),
        ("says", ["991.09万元"], "没有说 991.09万元"),
    ],
)
def test_an_expected_finding_that_is_not_there_fails(session, key, text, expected):
    """Another rule, another cell, another figure: the table says what is missing."""
    content = copy.deepcopy(errata.read(EXAMPLE))
    [entry] = [entry for entry in content["errata"] if entry["id"] == "T-2"]
    entry["findings"][0][key] = text
    assert ("T-2", expected) in [(at, said) for at, _, said in wrong(content, session)]


def test_a_finding_of_no_erratum_fails(session):
    """A 强制性 finding that no entry expects is a false alarm, or an erratum to be listed."""
    content = errata.read(EXAMPLE)
    content["errata"] = [e for e in content["errata"] if e["id"] not in ("T-2", "T-3", "T-4")]
    assert wrong(content, session) == [("", "BJ-28", "强制性，却不是一处错")]


def test_an_entry_without_rule_and_reason_fails(session):
    """So does a cell that prints something else than the publication."""
    content = errata.read(EXAMPLE)
    content["errata"] = [
        *content["errata"],
        {"id": "X", "words": "", "prints": {"整体自评表!任务合计.总额": "1,490.20"}},
    ]
    said = [said for erratum, _, said in wrong(content, session) if erratum == "X"]
    assert said == ["应印 1,490.20", "既没有审核，也没有写为什么"]


def test_what_rounding_explains_is_a_hint_and_more_is_not():
    """Published figures in 万元: all that differs is a remainder; one fen more is an error."""
    with Session.example(ROUNDED, None) as session:
        found = session.findings()
        assert len(found) == len(errata.read(ROUNDED)["errata"])
        assert {finding.severity for finding in found} == {Severity.HINT}
        assert all("四舍五入的尾差" in finding.remedy for finding in found)
        session.set_addresses([("收入决算表!合计.栏1", "2946.21")])
        weights = {f.rule: f.severity for f in session.findings()}
    assert weights["SR-45"] is Severity.MANDATORY
    assert weights["SR-46"] is Severity.HINT
