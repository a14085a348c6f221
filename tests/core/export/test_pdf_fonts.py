"""The fonts' peculiarities in PDF: copied text is the text, and nothing is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.export.pdf_fonts import font_runs, register, to_unicode_map
from core.export.picture import form_png
from core.layout.font_metrics import Face, FontFile, text_width
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
    assert "\u0b95" in printed_text("县\u0b95县")


@pytest.mark.parametrize("ticked", ["☑", "□√", "■"])
def test_ticked_boxes_are_drawn_and_copied(ticked: str) -> None:
    """What is ticked is copied as it is written, and looks otherwise than what is not."""
    chosen, other = (draw("{t}", {"t": f"有{box}"}, (40,)) for box in (ticked, "☐"))

    assert f"有{ticked}" in printed_text(f"有{ticked}")
    assert form_png(chosen) != form_png(other)
    assert form_png(other) == form_png(draw("{t}", {"t": "有□"}, (40,)))


@given(st.text(st.characters(codec=None), max_size=8))
@settings(max_examples=25)
def test_no_text_is_a_trouble(text: str) -> None:
    """Whatever is in a cell, lone halves of characters too, a page is made."""
    assert pdf_text(text)


def test_digits_are_measured_as_drawn() -> None:
    """The width reckoned and the width drawn are the same."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    for face in Face:
        text = "6,663,125.83 一般公共预算 (A) 34.55%"
        drawn = sum(stringWidth(piece, font, 9) for font, piece in font_runs(text, face))
        assert drawn == pytest.approx(text_width(text, face, 9))


def test_fonts_are_registered_once() -> None:
    """Each file has one name of its own."""
    assert len({register(file) for file in FontFile}) == len(FontFile)
    assert register(FontFile.SERIF) == register(FontFile.SERIF)


def test_map_is_utf16_in_blocks() -> None:
    """The map writes surrogate pairs and no more than a hundred entries at once."""
    text = to_unicode_map("F", [0x2CC56, *range(0x4E00, 0x4E00 + 120)])

    assert "<00> <D873DC56>" in text
    assert "100 beginbfchar" in text
    assert "21 beginbfchar" in text
    assert "<00> <25A1>" in to_unicode_map("F", [0xD800])
