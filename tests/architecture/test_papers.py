"""What the papers say is there is there: files, links, commands, options."""

import re
from pathlib import Path

import pytest

from core.cli.program import COMMANDS

ROOT = Path(__file__).parents[2]
PAPERS = ["README.md", "docs/architecture.md", "docs/command-line.md"]
NAMED = re.compile(r"`((?:core|docs|gui|resources|templates|tests|tools)/[\w/.-]*)`")
LINKED = re.compile(r"\]\(([\w./-]+)\)")
CALLS = [
    (found[1], set(re.findall(r"--[\w-]+", found[2])))
    for paper in PAPERS
    for found in re.finditer(
        r"^(?:\.venv/bin/)?biaoli ([\w-]+)(.*)$", (ROOT / paper).read_text(encoding="utf-8"), re.M
    )
]
"""Every command line in a paper: the command and the options it is shown with."""


@pytest.mark.parametrize(
    "paper", ["docs/architecture.md", "docs/command-line.md", "docs/document-format.md"]
)
def test_every_path_in_a_paper_exists(paper: str):
    """Paths in backticks and targets of links are there."""
    file = ROOT / paper
    text = file.read_text(encoding="utf-8")
    named = [ROOT / path for path in NAMED.findall(text)]
    linked = [file.parent / path for path in LINKED.findall(text)]

    assert [str(path) for path in (*named, *linked) if not path.exists()] == []


def test_modules_of_the_architecture_lie_in_the_folder_of_their_step():
    """A module named alone stands in the package its paragraph is about."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    paragraphs = re.split(r"\n\n|\n(?=\d\. )|\n(?=\|)", text)

    assert [module for paragraph in paragraphs for module in _lost_modules(paragraph)] == []


def _lost_modules(paragraph: str) -> list[str]:
    folders = [ROOT / path for path in re.findall(r"`(core/\w+)/", paragraph)]
    modules = re.findall(r"`(\w+\.py)`", paragraph)
    return [m for m in modules if not any((folder / m).exists() for folder in folders)]


def test_papers_and_program_have_the_same_commands():
    """Every command is documented, and every documented one is there."""
    assert {command for command, _ in CALLS} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_papers_and_program_have_the_same_options(name: str):
    """Every option of a command is documented, and every documented one is there."""
    documented = set().union(*(options for command, options in CALLS if command == name))

    assert documented == _options(name)


def _options(name: str) -> set[str]:
    return set(re.findall(r"--[\w-]+", COMMANDS[name].parser().format_usage()))
