"""The shipped code dictionaries: every name with its initials, and every polyphone looked at."""

from functools import cache

import pytest

from core.paths import templates_folder
from core.template.codes import CodeDictionary, read_codes

FILES = sorted(path.name for path in (templates_folder() / "codes").glob("*.yaml"))


@cache
def dictionary(name: str) -> CodeDictionary:
    """A shipped dictionary."""
    text = (templates_folder() / "codes" / name).read_text(encoding="utf-8")
    found, problems = read_codes(text, name)
    assert not problems.found
    assert found is not None
    return found


def hanzi(text: str) -> str:
    """The signs of a name that have a reading."""
    return "".join(sign for sign in text if "\u4e00" <= sign <= "\u9fff")


@pytest.mark.parametrize("name", FILES)
def test_every_name_has_one_initial_for_each_hanzi(name):
    """Brackets have none."""
    book = dictionary(name)
    wrong = [c for c, n in book.names.items() if len(book.initials.get(c, "")) != len(hanzi(n))]
    assert wrong == []


def test_a_hanzi_has_one_initial_everywhere():
    """No sign is read in two ways in these names: 行 is xing, 差 chai, 还 huan."""
    readings: dict[str, set[str]] = {}
    for name in FILES:
        book = dictionary(name)
        for code, text in book.names.items():
            for sign, initial in zip(hanzi(text), book.initials[code], strict=True):
                readings.setdefault(sign, set()).add(initial)
    assert {sign: found for sign, found in readings.items() if len(found) > 1} == {}
    wanted = {
        "行": "x",
        "差": "c",
        "还": "h",
        "会": "h",
        "传": "c",
        "单": "d",
        "车": "c",
        "术": "s",
    }
    assert {sign: readings[sign] for sign in wanted} == {k: {v} for k, v in wanted.items()}


@pytest.mark.parametrize("name", FILES)
def test_a_dictionary_says_its_year_and_where_it_comes_from(name):
    """The year is in the file's name, too."""
    text = (templates_folder() / "codes" / name).read_text(encoding="utf-8")
    assert f"-{dictionary(name).year}.yaml" in name
    assert "\nsource: " in text
