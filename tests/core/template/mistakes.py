"""Mistakes planted into the files of the small suite, and what the loader says about them."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from core.errors import TemplateError
from core.template.folder import read_suite_folder
from core.template.suite import load_suite
from tests.suites import FOLDER

SUITE, SUMMARY = "suite.yaml", "forms/summary.yaml"
DETAIL, EVALUATION = "forms/detail.yaml", "forms/evaluation.yaml"


class Mistake(NamedTuple):
    """One planted mistake: in `file`, `right` becomes `wrong`.

    The message has to hold `says`, and stand on the line of `at` (default: of `wrong`).
    """

    kind: str
    file: str
    right: str
    wrong: str
    says: str
    at: str = ""


@cache
def small_sources() -> Mapping[str, str]:
    """The texts of the small suite."""
    folder = FOLDER / "small"
    return read_suite_folder(folder, folder / "codes")


def planted(mistakes: Iterable[Mistake]) -> dict[str, str]:
    """The small suite with these mistakes in it."""
    sources = dict(small_sources())
    for mistake in mistakes:
        text = sources[mistake.file]
        if mistake.right not in text:
            raise ValueError(f"“{mistake.right}” is not in {mistake.file}")
        sources[mistake.file] = text.replace(mistake.right, mistake.wrong, 1)
    return sources


def messages(sources: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """What the loader says: file, line and message of every mistake."""
    try:
        load_suite(sources)
    except TemplateError as error:
        return [(p.file, p.line, p.message) for p in error.problems]
    return []


def expected_line(mistake: Mistake, sources: Mapping[str, str]) -> int:
    """The line on which the message about a mistake has to stand."""
    fragment = mistake.at or mistake.wrong.strip("\n")
    text = sources[mistake.file]
    return text[: text.index(fragment)].count("\n") + 1


def mistakes_in_form(text: str) -> list[tuple[str, int, str]]:
    """What is wrong with one form file, in a suite that has only this form."""
    return messages(suite_of(text))


def suite_of(form: str, entry: str = "number: 1", more: str = "") -> dict[str, str]:
    """The sources of a suite with one form, 表."""
    suite = (
        "notation: 1\nsuite: one\nrevision: 1\ntitle: 一\nregion: 测试\npurpose: 测试\nyear: 2021\n"
        f"forms:\n  - {{name: 表, file: form.yaml, {entry}}}\n"
        f"cover:\n  单位名称: {{type: text}}\n{more}"
    )
    return {"suite.yaml": suite, "form.yaml": form}
