"""What an office put on a form, and for which place and year, stands in templates, not in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.formula.functions import FUNCTIONS
from core.paths import templates_folder
from core.template.form import Form, Slot
from core.template.library import load_folder
from core.template.lookup import WORDS
from core.template.suite import YEAR_CELL, FormSuite
from tools.console import ROOT

MODULES = sorted(path for part in ("core", "gui") for path in (ROOT / part).rglob("*.py"))
SUITES = [load_folder(path.parent) for path in sorted(templates_folder().glob("*/suite.yaml"))]
HANZI = re.compile("[一-鿿]")
YEAR = re.compile(r"(?<![\w\\])(?:19|20)\d\d(?!\d)")
# A text that shows how something is written may show it by a form everyone knows.
SHOWN = re.compile(r"例如.*|写成.*的样子", re.DOTALL)

# The notation's own words, and what its functions are explained with.
NOTATION = " ".join((*WORDS, YEAR_CELL, *(function.help for function in FUNCTIONS.values())))


def official_words() -> set[str]:
    """Return the names of forms, places, cells and groups that the shipped templates use.

    What a form calls like a word of the notation (分值 of SCORE) is the program's as well.
    """
    words = {word for suite in SUITES for word in _words(suite)}
    return {word for word in words if len(HANZI.findall(word)) > 1 and word not in NOTATION}


def _words(suite: FormSuite) -> Iterator[str]:
    yield from (suite.title, suite.region, suite.purpose)
    for slot in (*suite.cover.values(), *suite.card.values()):
        yield from _names(slot)
    for form in suite.forms.values():
        yield from _words_of_form(form)


def _words_of_form(form: Form) -> Iterator[str]:
    yield from (form.name, form.title, form.number, form.short)
    for slot in form.slots.values():
        yield from _names(slot)
    for region in form.regions.values():
        for group, inside in region.piece.outline.items():
            yield group
            for second_level in (inside.model_extra or {}).values():
                yield from second_level if isinstance(second_level, list) else ()


def _names(slot: Slot) -> Iterator[str]:
    yield from (slot.row, slot.column, slot.field.label, slot.region, *slot.field.choices)


def texts(tree: ast.AST) -> list[str]:
    """Return the texts of a module that the program can show or compare: no docstrings."""
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        SHOWN.sub("", node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose
    ]


def found_in(source: str, words: set[str]) -> set[str]:
    """Return the words, and years, that stand in a module's texts."""
    found = set()
    for text in texts(ast.parse(source)):
        found |= {word for word in words if word in text}
        found |= set(YEAR.findall(text))
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_code_names_no_form(path: Path) -> None:
    """No name of a form, province, group or label, and no year, is written into the program."""
    assert found_in(path.read_text(encoding="utf-8"), official_words()) == set()


def test_the_check_sees_what_it_looks_for() -> None:
    """A form's name and a year are found; docstrings and shown examples are not."""
    source = '"""支出决算表"""\nA = "支出决算表"\nB = "例如 2021 年的支出决算表"\nC = "2021年"\n'
    assert found_in(source, {"支出决算表"}) == {"支出决算表", "2021"}
    assert {"云南", "支出决算表", "效益指标", "自评等级", "项目简称", "编制人"} <= official_words()
