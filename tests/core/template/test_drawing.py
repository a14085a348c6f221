"""What a drawing says: the text of its cells, the names of its rows, its floating blocks."""

import pytest

from core.template.drawing import Block, Drawing, DrawnCell, Place, read_drawing
from core.template.problems import Mark, Problems, Unsure
from tests.core.template.mistakes import mistakes_in_form


def read(text: str) -> tuple[Drawing | None, list[str]]:
    """A drawing that begins at the top of its file, and what is wrong with it."""
    problems = Problems("x")
    return read_drawing(text, Mark(1, 1), 0, problems, Unsure()), [
        p.message for p in problems.found
    ]


def cell(text: str) -> DrawnCell:
    """The only cell of a drawing in row 总额."""
    drawing, wrong = read(f"| {text} | 总额")
    assert wrong == []
    assert drawing is not None
    return drawing.cells[0]


def parts(drawn: DrawnCell) -> list[str]:
    """The text of a cell, its places in angle brackets."""
    return [f"<{part.name}>" if isinstance(part, Place) else part for part in drawn.text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("项    目", ["项    目"]),
        ("绩//效", ["绩\n效"]),
        (r"a\|b\{c\}\//d\\", ["a|b{c}//d\\"]),
        (r"\<", ["<"]),
        (r"\#31", ["#31"]),
        (r"\:左", [":左"]),
        ("1/2", ["1/2"]),
        ("{.分值}分", ["<总额.分值>", "分"]),
        ("{.1}", ["<总额.栏1>"]),
        ("{ 项 目 }", ["<项目>"]),
        ("{拨款.金额}", ["<拨款.金额>"]),
        ("{'因公（境）费'.金额}", ["<因公(境)费.金额>"]),
        ("{year+1}年{money_unit}", ["<year+1>", "年", "<money_unit>"]),
        ("{封面.单位名称}", ["<封面.单位名称>"]),
        ("—", ["—"]),
        ("", []),
        ("#31:201", ["31"]),
    ],
)
def test_the_text_of_a_cell(text: str, expected: list[str]) -> None:
    """Breaks, escapes and places are read; blanks inside and single signs stay."""
    assert parts(cell(text)) == expected


@pytest.mark.parametrize(
    ("text", "indent", "align"),
    [
        ("　　其他", 2, ""),
        (":左", 0, "left"),
        (":居中:", 0, "center"),
        (":　左", 1, "left"),
        (":", 0, ""),
        ("注：", 0, ""),
    ],
)
def test_indentation_and_alignment(text: str, indent: int, align: str) -> None:
    """Full-width blanks in front indent, colons set left or centre."""
    drawn = cell(text)

    assert (drawn.indent, drawn.align) == (indent, align)


def test_numbers_name_the_cells_to_their_right() -> None:
    """A line holds several rows: each # up to the next, and the word behind for the rest."""
    drawing, wrong = read("| {.a} | #1 | {.a} | #31:201 | {.a} | 总额:7")

    assert (wrong, drawing is None) == ([], False)
    if drawing is not None:
        named = [p for c in drawing.cells for p in parts(c) if p.startswith("<")]
        assert named == ["<总额.a>", "<行1.a>", "<行31.a>"]
        assert drawing.lines[0].keys == {"总额": "7", "行1": "", "行31": "201"}


def test_floating_rows_lie_in_one_another() -> None:
    """A path makes blocks; several lines of one name are one record."""
    drawing, wrong = read("| a | 总\n| b | 单位*\n| c | 单位*\n| d | 单位/明细*\n| e | 单位/人*")

    assert (wrong, drawing is None) == ([], False)
    if drawing is not None:
        inside = (Block("明细", (3,), ()), Block("人", (4,), ()))
        assert drawing.body == (0, Block("单位", (1, 2), inside))
        assert drawing.parents == {"单位": "", "明细": "单位", "人": "单位"}


@pytest.mark.parametrize(
    ("drawn", "heads"),
    [
        ("| a |", ()),
        ("| a |\n|---\n| b |", (range(1),)),
        ("| a |\n|---|\n| b |\n|-----\n| c |", (range(1, 2),)),
        ("|---\n| a |\n|---\n| b |\n|---\n| c |\n|---\n| d |", (range(1), range(2, 3))),
    ],
)
def test_bars_bound_the_heads(drawn: str, heads: tuple[range, ...]) -> None:
    """Without a bar there is no head, one bar ends it, between each two of more one lies."""
    drawing, wrong = read(drawn)

    assert (wrong, drawing.heads if drawing else None) == ([], heads)


def test_lines_below_a_head() -> None:
    """A line stands below a head unless it is part of one or above them all."""
    drawing, _ = read("| a |\n|---\n| b |\n|---\n| c |\n|---\n| d |\n|---\n| e |")
    bare, _ = read("| a |")

    assert drawing is not None
    assert bare is not None
    assert [drawing.is_below_head(line) for line in range(5)] == [False, False, True, False, True]
    assert bare.is_below_head(0)


def test_a_place_is_told_by_its_column() -> None:
    """The place of a mistake in a drawing is that of its cell in the file."""
    form = "notation: 1\nform: a\ntitle: b\ncolumns: [9, 9]\ngrid: |\n    | 甲 | {乙 |\n"

    assert mistakes_in_form(form) == [("form.yaml", 6, "“{”没有配对；要印出它，前面加 \\")]


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        ("| a |\n" * 500, "表样太大，最多 400 行 60 列"),
        ("|" + " a |" * 100, "表样太大"),
        ("| " + "长" * 3_000 + " |", "这一格的文字太长"),
        ("\n\n", "一行也没有"),
    ],
    ids=["lines", "columns", "text", "nothing"],
)
def test_limits_of_a_drawing(drawn: str, says: str) -> None:
    """A drawing larger than any form is refused in one message."""
    _, (wrong,) = read(drawn)

    assert says in wrong


def test_a_file_full_of_mistakes_is_answered_at_once() -> None:
    """The first five hundred mistakes of a file are told; nobody waits for thousands."""
    keys = "\n".join(f"  错{n}字: {{type: text}}" for n in range(9_000))
    form = f"notation: 1\nform: a\ntitle: b\ncolumns: [9]\ngrid: |\n  | 甲 |\nfields:\n{keys}\n"

    assert len(mistakes_in_form(form)) == 500


def test_patterns_stand_for_a_limited_number_of_names() -> None:
    """Keys that multiply out beyond all measure are refused at once."""
    keys = "\n".join(f"  '{{a,b}}{n}{{1:2000}}': {{type: text}}" for n in "cdefghijkl")
    form = f"notation: 1\nform: a\ntitle: b\ncolumns: [9]\ngrid: |\n  | 甲 |\nfields:\n{keys}\n"

    found = mistakes_in_form(form)

    assert any("名称展开以后太多" in message for _, _, message in found)
    assert len(found) <= 11
