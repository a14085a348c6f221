"""The documented JSON of the command line: docs/command-line.md and the program say the same."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.cli.output import JSON_FORMAT
from core.session import Session
from tests.core.cli_calls import MONEY, SUITE, TOTAL, call, done

DOCUMENT = Path(__file__).parents[2] / "docs" / "command-line.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
EXAMPLES = {
    found[1]: json.loads(found[2])
    for found in re.finditer(r"### `biaoli (\w+)[^\n]*\n.*?```json\n(.*?)```", TEXT, re.DOTALL)
}


@pytest.fixture
def outputs(document: Path) -> dict[str, Any]:
    """What the program says of a document with an override, a form left out and findings."""
    last_year = document.with_name("2020.biaoli")
    with Session.create(SUITE, last_year, "某某局", "2020") as old:
        old.set_addresses([("收入支出总表!行59.金额", "52148.29")])
    assert call("last-year", document, last_year).code == 0
    typed = (f"{TOTAL}=5", f"{MONEY}=很多", "--reason", "按批复")
    done("set", document, *typed, "--deselect", "国有资本经营")
    told = {
        "suites": done("suites", "--json").json,
        "show": done("show", document, "--json").json,
        "check": call("check", document, "--json").json,
        "find": done("find", document, "6663125.83", "--json").json,
    }
    done("export", document, "--pdf", document.with_suffix(".pdf"), "--forms", "公开01")
    done("versions", document, "--save", "上报")
    told["versions"] = done("versions", document, "--json").json
    done("versions", document, "--unlock")
    done("set", document, f"{MONEY}=1")
    return told | {"diff": done("diff", document, "--json").json}


def test_every_json_output_has_an_example():
    """The commands with --json stand in the document."""
    assert set(EXAMPLES) == {"suites", "show", "find", "check", "versions", "diff"}


@pytest.mark.parametrize("command", EXAMPLES)
def test_documented_keys_and_types_are_those_of_the_output(outputs: dict[str, Any], command: str):
    """Key for key, level for level: nothing undocumented, nothing documented that is not there."""
    assert shape_of(EXAMPLES[command]) <= shape_of(outputs[command])
    assert keys_of(EXAMPLES[command]) == keys_of(outputs[command])


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_output_carries_its_format(outputs: dict[str, Any], command: str):
    """The version of the format comes first."""
    assert next(iter(outputs[command].items())) == ("format", JSON_FORMAT)
    assert EXAMPLES[command]["format"] == JSON_FORMAT


def test_check_tells_its_exit_code_in_json(document: Path):
    """The code in the JSON is the code of the command."""
    said = call("check", document, "--json")

    assert said.json["exit"] == said.code == 1


def test_exact_values_are_texts_with_every_digit(outputs: dict[str, Any]):
    """A figure is a text without separators, so no reader rounds it."""
    values = [cell["value"] for form in outputs["show"]["forms"] for cell in form["cells"]]

    assert "264282.56" in values
    assert all(value is None or isinstance(value, str) for value in values)


def shape_of(content: Any, path: str = "") -> set[tuple[str, str]]:
    """Every place in a JSON with the type that stands there."""
    found = {(path, type(content).__name__)}
    if isinstance(content, dict):
        return found.union(*(shape_of(value, f"{path}.{key}") for key, value in content.items()))
    if isinstance(content, list):
        return found.union(*(shape_of(value, f"{path}[]") for value in content))
    return found


def keys_of(content: Any) -> set[str]:
    """Every key at every level."""
    return {path for path, _ in shape_of(content)}
