"""Pages become pictures without any imaging library."""

import struct
import zlib

import pytest

from core.export.picture import form_png
from tests.core.export.sample_forms import summary


def test_picture_has_the_size_of_the_page() -> None:
    """At 96 dots per inch an A4 sheet is 794 by 1123 dots, all rows there."""
    png = form_png(summary(), 0, 96)
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    length = struct.unpack(">I", png[33:37])[0]
    pixels = zlib.decompress(png[41 : 41 + length])

    assert png.startswith(b"\x89PNG")
    assert (width, height) == (794, 1123)
    assert (depth, colour) in {(8, 2), (8, 6)}
    assert len(pixels) == height * (1 + width * {2: 3, 6: 4}[colour])
    assert b"\x00" * 30 in pixels  # something is drawn
    assert pixels[1:4] == b"\xff\xff\xff"


def test_same_form_same_picture() -> None:
    """A picture in the manual changes only when the form does."""
    assert form_png(summary(), 0, 40) == form_png(summary(), 0, 40)


def test_missing_page() -> None:
    """There is no page beyond the last."""
    with pytest.raises(IndexError):
        form_png(summary(), 1)
