"""The fonts' peculiarities in PDF: copied text is the text, and nothing is lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.export.pdf import pdf_bytes
from core.export.pdf_fonts import UsedFonts, to_unicode_map
from core.layout.font_metrics import Face, text_width
from tests.core.export.reading import pdf_text, printed_text
from tests.core.export.sample_forms import draw


@pytest.mark.parametrize("text", ["𬱖", "㛃", "䶮", "𠮷", "王𬱖㛃䶮", "通海县", "①㎡≥℃", "㐀𪛖"])
def test_text_is_copied_as_it_is(text: str) -> None:
    """Rare characters of names come back from the file, above U+FFFF too."""
    assert text in printed_text(text)


def test_many_characters_are_copied() -> None:
    """More characters than one subset holds come back, each as itself."""
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 700)))

    assert text in "".join(printed_text(text).split())


def test_missing_characters_are_boxes() -> None:
    """A character that no font has is drawn as a box and still copied as itself."""
    assert "☐☑" in printed_text("☐☑")
    assert "\u0b95" in printed_text("县\u0b95县")


@given(st.text(st.characters(codec=None), max_size=8))
@settings(max_examples=25)
def test_no_text_is_a_trouble(text: str) -> None:
    """Whatever is in a cell, lone halves of characters too, a page is made."""
    assert pdf_text(text)


def test_characters_are_drawn_as_wide_as_measured() -> None:
    """The widths a reader goes by, digits of one width among them, are those of the layout."""
    text = "6,663,125.83 一般公共预算 (A) 34.55%"
    (width,) = re.findall(rb"/W \[1 \[([0-9 ]+)\]\]", pdf_bytes([draw("{t}", {"t": text}, (170,))]))

    each = [text_width(sign, Face.SONG, 1000) for sign in dict.fromkeys(text)]
    assert list(map(int, width.split())) == each


def test_every_character_has_one_number() -> None:
    """The same text is written the same way each time; each font counts for itself."""
    fonts = UsedFonts()

    assert list(fonts.coded_runs("表里表", Face.SONG)) == [("F1", "000100020001")]
    assert list(fonts.coded_runs("里", Face.HEI_BOLD)) == [("F2", "0001")]
    assert list(fonts.coded_runs("里", Face.SONG)) == [("F1", "0002")]


def test_map_is_utf16_in_blocks() -> None:
    """The map writes surrogate pairs and no more than a hundred entries at once."""
    text = to_unicode_map(["𬱖", *map(chr, range(0x4E00, 0x4E00 + 120))])

    assert "<0001> <D873DC56>" in text
    assert "100 beginbfchar" in text
    assert "21 beginbfchar" in text
    assert "<0001> <25A1>" in to_unicode_map(["\ud800"])
