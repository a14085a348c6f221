"""Open documents in memory for tests, filled in by addresses."""

from core.findings import Finding, Outcome
from core.refs import CellId
from core.session import Session
from core.template.suite import load_suite
from tests.suites import load_test_suite

PROJECT = "自评[城乡居民医保]!"


def national(**texts: str) -> Session:
    """The national project form, with these cells typed."""
    session = Session.create_from(load_test_suite("national-project"), None, "县医疗保障局")
    fill(session, {f"项目自评!{name}": text for name, text in texts.items()})
    return session


def small(texts: dict[str, str] | None = None, projects: tuple[str, ...] = ()) -> Session:
    """The small suite with these projects and cells."""
    session = Session.create_from(load_test_suite("small"), None, "县医疗保障局")
    for name in projects:
        session.apply(session.entries.added_project(name)[0])
    fill(session, texts or {})
    return session


def changed(name: str, *changes: tuple[str, str]) -> Session:
    """A document of a test suite whose texts are changed so."""
    sources = dict(load_test_suite(name).sources)
    for before, after in changes:
        assert any(before in text for text in sources.values())
        sources = {file: text.replace(before, after) for file, text in sources.items()}
    return Session.create_from(load_suite(sources), None, "县医疗保障局")


def fill(session: Session, texts: dict[str, str]) -> None:
    """Type by address."""
    session.set_addresses(texts.items())


def text(session: Session, address: str) -> str:
    """What a cell prints."""
    return session.text(session.names.cell(address))


def cell(session: Session, address: str) -> CellId:
    """A cell by its address."""
    return session.names.cell(address)


def found(session: Session, rule: str) -> list[Finding]:
    """The listed findings of a rule."""
    return [finding for finding in session.findings() if finding.rule == rule]


def outcomes(session: Session, rule: str) -> list[Outcome]:
    """How a rule ended at all its places."""
    return [result.outcome for result in session.auditor.all_results() if result.rule == rule]
