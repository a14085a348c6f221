"""The booklet of findings: every rule of every suite has its page, and no page has another's."""

import importlib
import pkgutil

import core.audit
from core.paths import manual_folder
from core.template.library import load_installed, suite_folders
from gui.help.booklet import EVERY_SUITE, page_of_rule, read_booklet
from gui.help.pages import read_manual

PARTS = ("**为什么**：", "**常见的错**：", "**怎么改**：")


def every_rule() -> set[tuple[str, str]]:
    """The rules of all shipped suites, by suite, and the checks of single cells."""
    found = {(EVERY_SUITE, rule) for rule in cell_checks()}
    for folder in suite_folders():
        suite = load_installed(folder.name)
        rules = [rule for form in suite.forms.values() for rule in form.audits]
        found |= {(folder.name, rule.id) for rule in (*rules, *suite.audits)}
    return found


def cell_checks() -> set[str]:
    """The rules that are not a suite's, as the modules of the audit name them."""
    names = [module.name for module in pkgutil.iter_modules(core.audit.__path__)]
    modules = [importlib.import_module(f"core.audit.{name}") for name in names]
    texts = [text for module in modules for text in vars(module).values() if type(text) is str]
    return {text for text in texts if text.startswith(("填报-", "改写-"))}


def test_every_rule_has_an_entry_and_every_entry_a_rule() -> None:
    """A rule that is added has to be explained; one that is gone leaves no entry behind."""
    assert set(read_booklet(manual_folder())) == every_rule()


def test_no_rule_is_named_twice() -> None:
    """Else the page that F1 opens would hang on the order of the lines."""
    lines = (manual_folder() / "manual/findings.txt").read_text("utf-8").splitlines()
    named = [
        (suite, rule)
        for suite, colon, rules in (line.strip().partition("：") for line in lines)
        if colon and line_is_entry(suite)
        for rule in rules.split()
    ]
    assert len(set(named)) == len(named)


def line_is_entry(suite: str) -> bool:
    """Whether what stands before the colon is a suite, not a part of a heading."""
    return suite == EVERY_SUITE or suite in {folder.name for folder in suite_folders()}


def test_every_entry_has_a_page_that_says_why_what_and_how() -> None:
    """Cause, usual mistake and remedy; no page of the booklet is without a rule."""
    papers = (manual_folder() / "manual/findings.md").read_text("utf-8")
    pages = {page.title: page for page in read_manual().pages if page.text.strip() in papers}
    assert pages.keys() == set(read_booklet(manual_folder()).values())
    for page in pages.values():
        assert [part for part in PARTS if part in page.text] == list(PARTS), page.title


def test_a_rule_of_the_users_own_suite_has_no_page_but_single_cells_have() -> None:
    """A suite laid beside the program has the checks of single cells like any other."""
    booklet = read_booklet(manual_folder())
    assert page_of_rule(booklet, "own", "ZZ-99") is None
    assert page_of_rule(booklet, "own", "填报-必填") == "必填的格还空着"
