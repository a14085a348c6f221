"""What the texts of a document mean before anything is calculated: codes, choices, keys."""

import unicodedata

from core.choice_text import read_many
from core.template.form import Field


def read_code(text: str) -> str:
    """A code as people type it, reduced to its digits' text (full-width folded, blanks dropped)."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def read_text(text: str, field: Field) -> str:
    """What a text without its outer blanks means in a cell that holds no figure."""
    if field.type == "code":
        return read_code(text)
    return read_many(text, field.choices) if field.many else text


def trimmed(text: str, field: Field) -> str:
    """A key or group as it is compared: however several choices were typed, they are one key."""
    return read_many(text.strip(), field.choices) if field.many else text.strip()
