"""Every shipped form broken in every way: the mistake is told at its line, whatever the form.

All forms of a suite get a mistake of the same kind at once, at places that the seed chooses: one
load tells whether each is found.
"""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from core.errors import TemplateError
from core.paths import templates_folder
from core.template.drawing_lines import BAR, split_line
from core.template.folder import SUITE_FILE, read_suite_folder
from core.template.problems import Problems
from core.template.strict_yaml import YamlMap, YamlText, read_yaml
from core.template.suite import load_suite

SHIPPED = templates_folder()
SUITES = sorted(path.parent for path in SHIPPED.glob("*/suite.yaml"))
NAME = re.compile(r"[\u4e00-\u9fff]+")

Broken = tuple[list[str], int] | None
"""The lines of a file with a mistake, and the line (from 0) it is told at; None: no place."""


@cache
def sources(folder: Path) -> dict[str, str]:
    """The texts of a suite."""
    return read_suite_folder(folder, SHIPPED / "codes", SHIPPED / "forms")


def top(lines: list[str]) -> YamlMap:
    """A file as YAML."""
    read = read_yaml("\n".join(lines), Problems(""))
    assert read is not None
    return read


def drawn(lines: list[str]) -> list[int]:
    """The lines of the drawing, without bars of heads."""
    begin = top(lines).entries["grid"].mark.line
    found = []
    for index in range(begin, len(lines)):
        if lines[index].strip() and not lines[index].startswith("  "):
            break
        if lines[index].strip() and not BAR.fullmatch(lines[index].strip()):
            found.append(index)
    return found


def with_cells(line: str, change: Callable[[list[str]], list[str]]) -> str:
    """A line of a drawing with its cells changed."""
    *cells, name = split_line(line.strip())
    return f"  |{'|'.join([*change(cells), name])}"


def joined_leftwards(lines: list[str], chance: random.Random) -> Broken:
    """`<` in the first column has nothing at its left."""
    line = chance.choice(drawn(lines))
    lines[line] = with_cells(lines[line], lambda cells: [" < ", *cells[1:]])
    return lines, line


def joined_upwards(lines: list[str], chance: random.Random) -> Broken:
    """`^` in the first line has nothing above."""
    line = drawn(lines)[0]
    place = chance.randrange(len(split_line(lines[line].strip())) - 1)
    lines[line] = with_cells(
        lines[line], lambda cells: [*cells[:place], " ^ ", *cells[place + 1 :]]
    )
    return lines, line


def cell_too_many(lines: list[str], chance: random.Random) -> Broken:
    """A line has a cell more than there are columns."""
    line = chance.choice(drawn(lines))
    lines[line] = with_cells(lines[line], lambda cells: [*cells, " 多 "])
    return lines, line


def cell_too_few(lines: list[str], chance: random.Random) -> Broken:
    """A line has lost its last cell."""
    line = chance.choice(drawn(lines))
    lines[line] = with_cells(lines[line], lambda cells: cells[:-1])
    return lines, line


def width_missing(lines: list[str], chance: random.Random) -> Broken:
    """One width of `columns` is gone: the drawing has a cell more, from its first line."""
    line = top(lines).key_marks["columns"].line - 1
    front, widths, behind = re.split(r"(?<=\[)|(?=\])", lines[line], maxsplit=2)
    listed = widths.split(",")
    del listed[chance.randrange(len(listed))]
    lines[line] = front + ",".join(listed) + behind
    return lines, top(lines).entries["grid"].mark.line


def unknown_key(lines: list[str], chance: random.Random) -> Broken:
    """A key that no form has."""
    line = chance.choice([mark.line - 1 for mark in top(lines).key_marks.values()])
    return [*lines[:line], "culumns: 1", *lines[line:]], line


def misspelt_setting(lines: list[str], chance: random.Random) -> Broken:
    """`tpye` for `type` in a field."""
    section = top(lines).entries["fields"]
    assert isinstance(section, YamlMap)
    marks = [mark.line - 1 for mark in section.key_marks.values()]
    line = chance.choice([index for index in marks if "{type:" in lines[index]])
    lines[line] = lines[line].replace("{type:", "{tpye:", 1)
    return lines, line


def wrong_unit(lines: list[str], _: random.Random) -> Broken:
    """A form counts in 元 or 万元."""
    mark = top(lines).key_marks.get("money_unit")
    if mark is None:
        return None
    lines[mark.line - 1] = "money_unit: 角"
    return lines, mark.line - 1


def formulas(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The formulas of a form that stand on one line each, without texts in them."""
    section = top(lines).entries.get("formulas")
    for node in section.entries.values() if isinstance(section, YamlMap) else ():
        if isinstance(node, YamlText) and '"' not in node.text and NAME.search(node.text):
            line = node.mark.line - 1
            if lines[line].endswith((node.text, f'{node.text}"', f"{node.text}'")):
                yield line, node.text


def misspelt_name(lines: list[str], chance: random.Random) -> Broken:
    """A formula reads a cell that is not there."""
    found = [*formulas(lines)]
    if not found:
        return None
    line, text = chance.choice(found)
    wrong = NAME.sub(lambda match: f"{match[0]}错", text, count=1)
    lines[line] = wrong.join(lines[line].rsplit(text, 1))
    return lines, line


def broken_formula(lines: list[str], chance: random.Random) -> Broken:
    """A formula ends where something has to follow."""
    found = [*formulas(lines)]
    if not found:
        return None
    line, text = chance.choice(found)
    lines[line] = f"{text} +".join(lines[line].rsplit(text, 1))
    return lines, line


KINDS = [
    joined_leftwards,
    joined_upwards,
    cell_too_many,
    cell_too_few,
    width_missing,
    unknown_key,
    misspelt_setting,
    wrong_unit,
    misspelt_name,
    broken_formula,
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("folder", SUITES, ids=lambda folder: folder.name)
def test_a_mistake_in_every_form_is_told_at_its_line(
    folder: Path, kind: Callable[[list[str], random.Random], Broken]
) -> None:
    """The suite is refused, and each form that has the mistake is named with its line."""
    texts = dict(sources(folder))
    wanted = set()
    for file, text in texts.items():
        if file == SUITE_FILE or "\ngrid: |" not in text:
            continue
        chance = random.Random(f"{folder.name} {file} {kind.__name__}")  # noqa: S311
        broken = kind(text.split("\n"), chance)
        if broken is not None:
            texts[file] = "\n".join(broken[0])
            wanted.add((file, broken[1] + 1))

    with pytest.raises(TemplateError) as refused:
        load_suite(texts)

    assert wanted
    assert wanted <= {(problem.file, problem.line) for problem in refused.value.problems}
