"""Finding codes by digits, names and initials; codes that are easily mistaken for one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calc.code_search import named, path, search, similar
from core.session import Session
from core.template.codes import CodeDictionary

NAMES = {
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080501": "行政单位离退休",
    "2080502": "事业单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101101": "行政单位医疗（补助）",
    "9": "其他",
}
INITIALS = {"2080501": "xzdwltx", "2080502": "sydwltx", "2101101": "xzdwylbz", "21011": "xzsydwyl"}
BOOK = CodeDictionary("支出功能分类", 2021, NAMES, "codes/a.yaml", INITIALS)


def found(text: str, digits: int = 7) -> list[str]:
    """The codes that a text may mean."""
    return [match.code for match in search(BOOK, text, digits)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("2080", ["2080501", "2080502", "2080505"]),
        ("２０８０５０２", ["2080502", "2080501", "2080505"]),
        ("2085001", ["2080501"]),
        ("2080503", ["2080501", "2080502", "2080505"]),
        ("3", []),
        ("xzdw", ["2080501", "2101101"]),
        ("DWLTX", ["2080501", "2080502"]),
        ("xx", []),
        ("行政单位", ["2080501", "2101101"]),
        ("单位离", ["2080501", "2080502"]),
        ("医疗(补助)", ["2101101"]),
        ("医 疗", ["2101101"]),
        ("学校", []),
        ("", ["2080501", "2080502", "2080505", "2101101"]),
    ],
)
def test_a_code_is_found_by_what_is_known_of_it(text, codes):
    """Beginnings come first, then what only contains it; behind a whole code its neighbours."""
    assert found(text) == codes


def test_without_a_length_all_levels_are_found():
    """A card asks for any level."""
    assert found("21011", 0) == ["21011", "2101101"]
    assert found("xzsydwyl", 0) == ["21011"]


def test_a_match_names_its_upper_levels():
    """As far as the dictionary knows them."""
    assert path(BOOK, "2080501") == "社会保障和就业支出 › 行政事业单位养老支出"
    assert path(BOOK, "210") == ""
    assert search(BOOK, "2101101")[0].path == "卫生健康支出 › 行政事业单位医疗"


def test_a_match_names_a_similar_code_in_use():
    """Not when it is in use itself."""
    one, two = search(BOOK, "208050", 7, ["2080502"])[:2]
    assert (one.near, two.near) == ("相近的已填 2080502 事业单位离退休", "")


def test_unknown_codes_are_named_without_name():
    """A code that no dictionary has stands alone."""
    assert named(BOOK, ["2080501", "2080509"]) == "2080501 行政单位离退休、2080509"


@given(st.text(alphabet="0123456789", min_size=2, max_size=7), st.data())
def test_one_digit_or_one_exchange_makes_a_similar_code(code, data):
    """Whatever is mistyped once is similar, both ways; a code is not similar to itself."""
    at = data.draw(st.integers(0, len(code) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    mistyped = code[:at] + digit + code[at + 1 :]
    swapped = code[: at - 1] + code[at] + code[at - 1] + code[at + 1 :] if at else code
    for other in {mistyped, swapped} - {code}:
        assert similar(code, [other, code]) == [other]
        assert similar(other, [code]) == [code]


@given(st.text(max_size=8))
def test_any_text_may_be_searched(text):
    """What is found exists and has the wanted length."""
    assert set(found(text)) <= {code for code in NAMES if len(code) == 7}


def test_a_cell_without_dictionary_offers_no_codes():
    """Only code cells do, and every level on a card."""
    session = Session.example("tonghai-2021", None)
    codes = session.codes
    assert codes(session.names.cell("项目自评[1]!预期目标"), "210") == []
    assert (
        codes(session.names.cell("一般公共预算收支!项[2101501].科目编码"), "21015")[0].code
        == "2101501"
    )
    assert codes(session.names.cell("项目卡[1].功能科目"), "21015")[0].code == "21015"
