"""What Excel shows for a figure under a number format, as far as our formats go."""

import itertools
import re
from decimal import ROUND_HALF_UP, Decimal

LITERAL = re.compile(r'"[^"]*"|\\.')
CORE = re.compile(r"(#,##)?0(?:\.(0+))?(%)?")


def to_places(figure: Decimal, places: int) -> Decimal:
    """Round half up."""
    return figure.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def rendered(figure: Decimal, code: str) -> str:
    """The text Excel shows: the section by sign, a lone section with a minus before all of it."""
    sections = split(code)
    if figure == 0 and len(sections) > 2:
        return section_text(figure, sections[2])
    if figure < 0 and len(sections) > 1:
        return section_text(-figure, sections[1])
    return ("-" if figure < 0 else "") + section_text(abs(figure), sections[0])


def split(code: str) -> list[str]:
    """The sections of a format; a semicolon in a literal parts nothing."""
    masked = LITERAL.sub(lambda m: "x" * len(m[0]), code)
    cuts = [-1, *(i for i, c in enumerate(masked) if c == ";"), len(code)]
    return [code[a + 1 : b] for a, b in itertools.pairwise(cuts)]


def section_text(figure: Decimal, section: str) -> str:
    """Literals as they are, the digits in the shape of the core."""
    text, position = "", 0
    while position < len(section):
        literal = LITERAL.match(section, position)
        core = CORE.match(section, position)
        found = literal or core
        if literal:
            text += literal[0][1:-1] if literal[0][0] == '"' else literal[0][1]
        elif core:
            text += core_text(figure, core)
        else:
            assert section[position] == "-"
            text += "-"
        position = found.end() if found else position + 1
    return text


def core_text(figure: Decimal, core: re.Match[str]) -> str:
    """The digits, their separators and the percent sign."""
    shown = to_places(figure * (100 if core[3] else 1), len(core[2] or ""))
    return format(shown, ",f" if core[1] else "f") + (core[3] or "")
