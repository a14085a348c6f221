"""The shared vocabulary of random things: texts, drawings, slips. Add what you need."""

from hypothesis import strategies as st

WORDS = st.sampled_from(["合计", "类", "款", "项", "得分", "分值", "栏1", "行3", "总额", "x_1"])
"""Names as templates use them."""

SIGNS = st.sampled_from([*"{}[]|<>^:*#/\\'\"!.,&%@`-+= \n\t", "//", "|---", "　", "｜", "：", "\0"])
"""Signs that mean something in templates."""

ROUGH_TEXTS = st.lists(WORDS | SIGNS | st.text(max_size=4), max_size=40).map("".join)
"""Texts that look a little like templates."""

BLOCKS = st.tuples(st.integers(0, 7), st.integers(0, 5), st.integers(1, 4), st.integers(1, 3))
"""Wished rectangles: row, column, rows, columns."""

LABELS = st.sampled_from(["", "收入", "绩//效", "　其中", ":左", r"\<", "2、其他", "— ", "**"])


@st.composite
def drawings(draw: st.DrawFn) -> tuple[str, set[tuple[int, int, int, int]], int]:
    """A drawing, the rectangles it was made from, and its number of columns."""
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    boxes = _tiling(rows, columns, draw(st.lists(BLOCKS, max_size=6)))
    grid = [[""] * columns for _ in range(rows)]
    for row, column, high, wide in boxes:
        for r in range(row, row + high):
            for c in range(column, column + wide):
                grid[r][c] = "<" if c > column else "^"
        grid[row][column] = draw(LABELS).strip(" ")
    text = "\n".join("| " + " | ".join(line) + " |" for line in grid)
    return text, boxes, columns


def _tiling(
    rows: int, columns: int, wished: list[tuple[int, int, int, int]]
) -> set[tuple[int, int, int, int]]:
    """The wished rectangles that fit beside one another, and single cells in between."""
    free = {(row, column) for row in range(rows) for column in range(columns)}
    boxes = set()
    for row, column, high, wide in wished:
        places = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
        if places <= free:
            free -= places
            boxes.add((row, column, high, wide))
    return boxes | {(row, column, 1, 1) for row, column in free}


@st.composite
def slips(draw: st.DrawFn, text: str) -> str:
    """The text with up to three slips: something left out, doubled, exchanged or put in."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        kept = draw(st.sampled_from(["", text[start:end] * 2]))
        text = text[:start] + kept + draw(st.just("") | WORDS | SIGNS) + text[end:]
    return text
