"""Texts are broken as Chinese is set, and nothing of them is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.layout.font_metrics import Face, FontFile, advance, file_of, metrics, runs, text_width
from core.layout.text_fit import LEADING, fit, visible_width, wrap, wrap_evenly

FACES = st.sampled_from(Face)
TEXTS = st.text(
    st.sampled_from("中国预算，。（）《》：“”…—％%012,345.6 ab-c\u3000\n年元≥𬱖☑")
    | st.characters(),
    max_size=60,
)
WIDTHS = st.floats(1, 300)
NO_BEGIN = "，。、；：！？）》」』】〕%"
NO_END = "（《“「『【〔"


def em(count: float, size: float = 10) -> float:
    """The width of so many hanzi."""
    return count * size


@given(TEXTS, FACES, st.floats(6, 20), WIDTHS)
def test_nothing_is_lost(text: str, face: Face, size: float, width: float) -> None:
    """Put together, the lines are the text."""
    assert "".join(wrap(text, face, size, width)) == text.replace("\n", "")
    assert "".join(wrap_evenly(text, face, size, width)) == text.replace("\n", "")


@given(TEXTS, FACES, WIDTHS)
def test_no_line_is_too_wide(text: str, face: Face, width: float) -> None:
    """A line wider than its place is a single character or a single figure."""
    for line in wrap(text, face, 10, width):
        seen = line.rstrip(" \u3000")
        if visible_width(line, face, 10) > width + 0.02:
            assert len([c for c in seen if advance(c, face)]) <= 1 or re.fullmatch(
                r"[ \u3000]*[-+(]?\d[\d,.]*%?[),.;:]?", seen
            )


@given(TEXTS, FACES, WIDTHS)
def test_even_lines_are_no_more(text: str, face: Face, width: float) -> None:
    """Evening out the lines costs no line."""
    assert len(wrap_evenly(text, face, 10, width)) == len(wrap(text, face, 10, width))


@given(st.text(st.sampled_from("中文。，（“”）《》字句"), max_size=40), st.integers(6, 12))
def test_signs_stay_with_their_words(text: str, width: int) -> None:
    """No line begins with a closing sign or ends with an opening one."""
    if re.search(f"[{NO_BEGIN}{NO_END}”]{{3}}", text):
        return  # so many signs together may be broken where they must
    lines = wrap(text, Face.SONG, 10, em(width))
    assert not [line for line in lines[1:] if line[0] in NO_BEGIN]
    assert not [line for line in lines[:-1] if line[-1] in NO_END]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("一般公共预算", 4, ("一般公共", "预算")),
        ("政府采购支出，", 6, ("政府采购支", "出，")),
        ("其中（甲）和", 3, ("其中", "（甲）", "和")),
        ("共1,234.50元", 5, ("共", "1,234.50元")),
        ("完成 97.5%", 3, ("完成 ", "97.5%")),
        ("达到≥95%", 4, ("达到", "≥95%")),
        ("绩\n效", 4, ("绩", "效")),
        ("甲\n\n乙", 4, ("甲", "", "乙")),
        ("　　全年", 3, ("　　全", "年")),
        ("abc def", 2, ("abc ", "def")),
        ("见——附表", 3, ("见——", "附表")),
        ("", 4, ()),
    ],
)
def test_lines(text: str, width: float, lines: tuple[str, ...]) -> None:
    """Lines break where a typesetter would break them."""
    assert wrap(text, Face.SONG, 10, em(width)) == lines


def test_long_word_is_broken() -> None:
    """A word longer than the line is broken; a figure never is."""
    assert len(wrap("abcdefghijklmnop", Face.SONG, 10, em(2))) > 1
    assert wrap("1,234,567.89", Face.SONG, 10, em(2)) == ("1,234,567.89",)


def test_labels_are_broken_evenly() -> None:
    """A centred label has no last line of one character."""
    assert wrap("对附属单位补助支出", Face.SONG, 10, em(8)) == ("对附属单位补助支", "出")
    assert wrap_evenly("对附属单位补助支出", Face.SONG, 10, em(8)) == ("对附属单位", "补助支出")


def test_fit_keeps_what_fits() -> None:
    """A text that fits keeps its size."""
    assert fit("通海县", Face.SONG, 9, 40).size == 9


def test_fit_makes_smaller() -> None:
    """A text too long for its place is set smaller in half points until it fits."""
    fitted = fit("医疗救助" * 8, Face.SONG, 9, em(8, 9), 30)

    assert fitted.size in {8.5, 8.0, 7.5, 7.0, 6.5}
    assert len(fitted.lines) * fitted.size * LEADING <= 30.01


def test_fit_narrows_figures() -> None:
    """A figure wider than its column is set smaller, in one piece."""
    fitted = fit("1,234,567.89", Face.SONG, 9, 48)

    assert fitted.lines == ("1,234,567.89",)
    assert fitted.size < 9
    assert visible_width(fitted.lines[0], Face.SONG, fitted.size) <= 48.02


def test_fit_stops_at_the_least_size() -> None:
    """What does not fit even in the least size is returned whole at that size."""
    fitted = fit("医疗救助" * 50, Face.SONG, 9, 20, 10)

    assert fitted.size == 6
    assert "".join(fitted.lines) == "医疗救助" * 50


@given(TEXTS, WIDTHS, WIDTHS)
def test_fit_never_grows_or_loses(text: str, width: float, height: float) -> None:
    """Fitting stays between the least and the wanted size and keeps every character."""
    fitted = fit(text, Face.SONG, 9, width, height)

    assert 6 <= fitted.size <= 9
    assert "".join(fitted.lines) == text.replace("\n", "")


@pytest.mark.parametrize("face", Face)
def test_digits_have_one_width(face: Face) -> None:
    """Figures stand under each other in every face."""
    assert {advance(digit, face) for digit in "0123456789"} == {500}


def test_rare_characters_are_covered() -> None:
    """Names of people and places have their characters, above U+FFFF too; bold falls back."""
    assert file_of("𬱖", Face.SONG) is FontFile.SERIF
    assert file_of("䶮", Face.HEI_BOLD) is FontFile.SANS
    assert file_of("通", Face.HEI_BOLD) is FontFile.SANS_BOLD


def test_runs_join_to_the_text() -> None:
    """The pieces for drawing are the text, without marks that have no shape."""
    pieces = list(runs("通海䶮a☑\ue000\u200b", Face.HEI_BOLD))

    assert "".join(piece for _, piece in pieces) == "通海䶮a☑\ue000"
    assert pieces[0] == (FontFile.SANS_BOLD, "通海")


@given(st.characters(), FACES)
def test_every_character_has_a_width(character: str, face: Face) -> None:
    """No character, assigned or not, fails to be measured."""
    assert text_width(character, face, 10) >= 0


def test_metrics_are_read_once() -> None:
    """A font file of 15 MB is opened once per run."""
    assert metrics(FontFile.SERIF) is metrics(FontFile.SERIF)
