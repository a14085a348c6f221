"""Whatever is called with, whatever stands in a file: a code from 0 to 3 and short lines."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.cli_calls import EXAMPLE, MONEY, SUITE, TOTAL, call

# Thousands of cases: run without measuring what they reach, which would take minutes.
pytestmark = pytest.mark.sweep

FILE = "本年.biaoli"
KNOWN = [
    *("suites", "new", "example", "show", "set", "check", "explain", "export", "versions", "diff"),
    *("template", "--save", "--unlock", "--restore", "上报", "1"),
    *("--json", "--unit", "--year", "--list", "--from", "--add-project", "--reason", "--clear"),
    *("--remove", "--xlsx", "--pdf", "--forms", "--help", "--version", "--", "-", "-1", "2021"),
    *(SUITE, EXAMPLE, FILE, "无.biaoli", "v.json", "v.csv", "a.pdf", ".", "", MONEY, TOTAL),
    *(
        "支出决算表",
        "公开12",
        f"{MONEY}=1",
        "封面.编制人=甲",
        "项目卡[1]",
        "支出决算表!项[2101501]",
    ),
]
# No sign that would lead out of the folder.
TEXTS = st.text(st.characters(exclude_characters="/\\"), max_size=20)
WORDS = st.lists(st.one_of(st.sampled_from(KNOWN), TEXTS), max_size=6)
ADDRESSES = st.one_of(
    TEXTS,
    st.sampled_from([MONEY, TOTAL, "封面.编制人", "项目自评[医疗救助]!指标[7].分值"]),
    st.builds(
        "{}!{}[{}].{}".format, st.sampled_from(["支出决算表", "项目自评[1]"]), TEXTS, TEXTS, TEXTS
    ),
)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
JSON_FILES = st.one_of(st.dictionaries(ADDRESSES, JSON_VALUES, max_size=4), JSON_VALUES).map(
    lambda content: json.dumps(content).encode()
)
CSV_FILES = st.lists(st.tuples(ADDRESSES, TEXTS), max_size=4).map(
    lambda rows: "\n".join(",".join(row) for row in rows).encode("utf-8", "replace")
)


# All calls of a test go to one document.
ANSWERS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def folder(document: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder of all calls, with a document in it."""
    monkeypatch.chdir(document.parent)
    return document.parent


def check_answer(*words: object) -> None:
    """The call ends with a code and, if refused, with a line; never with a defect."""
    said = call(*words)
    assert "程序出了问题" not in said.err
    assert (said.code == 2) == bool(said.err)
    assert said.err.count("\n") <= 1


@ANSWERS
@given(words=WORDS)
def test_any_words_are_answered(folder: Path, words: list[str]):
    """No list of words brings a traceback, a wrong code or a second line."""
    check_answer(*words)


@ANSWERS
@given(
    verb=st.sampled_from(["show", "set", "explain", "find", "export", "check", "versions", "diff"]),
    words=WORDS,
)
def test_any_words_behind_a_document_are_answered(folder: Path, verb: str, words: list[str]):
    """The same where a good document stands first."""
    check_answer(verb, FILE, *words)


@ANSWERS
@given(content=st.one_of(JSON_FILES, st.binary(max_size=60)))
def test_any_json_file_is_answered(folder: Path, content: bytes):
    """`--from` takes any JSON and any bytes under that name."""
    (folder / "v.json").write_bytes(content)
    check_answer("set", FILE, "--from", "v.json", "封面.编制人=甲")


@settings(ANSWERS, max_examples=30)
@given(content=st.one_of(CSV_FILES, st.binary(max_size=60)))
def test_any_csv_file_is_answered(folder: Path, content: bytes):
    """`--from` takes any table and any bytes under that name."""
    (folder / "v.csv").write_bytes(content)
    check_answer("set", FILE, "--from", "v.csv", "封面.编制人=甲")


@settings(ANSWERS, max_examples=20)
@given(address=ADDRESSES, text=st.text(max_size=60))
def test_any_pair_leaves_a_document_that_can_be_told(folder: Path, address: str, text: str):
    """Whatever is typed anywhere, the document is shown as valid JSON afterwards."""
    check_answer("set", FILE, f"{address}={text}")
    assert call("show", FILE, "--json").json["format"] == 2
