"""The form file that a blank form gives: drawing, fields and the lines around it."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from core.importing.cell_names import CellNames, NamedCell
from core.importing.drawing_text import (
    alignments,
    column_letters,
    is_below_head,
    split_indent,
    written_label,
)
from core.importing.heading_text import Heading
from core.importing.table import Blank

UNITS: Final = ("万元", "元")
_MONEY_HEAD: Final = re.compile(
    r"(?:额|元|(?<![人户个件次份分天页号系指参])数)(?:[（(][^（(]*)?$|[（(]万?元[)）]"
)
_PLAIN: Final = re.compile(r"[^\W\d_][\w（）、，。；：“”《》/.]*|-?\d+(?:\.\d+)?")
_NUMBERED: Final = re.compile(r"[列栏]\d+")
_COUNTED: Final = re.compile(r"栏\d+")
_MOST_LABEL: Final = 200
_DEFAULT_ALIGN: Final = {"text": "center", "money": "right", "percent": "right", "number": "right"}


def form_text(blank: Blank, form: str, title: str, heading: Heading) -> tuple[str, list[NamedCell]]:
    """The text of a form file, and the cells it has to fill in."""
    names = CellNames(blank)
    if blank.head == (0, 0):
        blank = replace(blank, head=(0, names.head_end))
    fields = _fields(names.cells, heading.money_unit)
    unit = heading.money_unit or _unit(blank)
    head = {"notation": "1", "form": form, "title": yaml_text(title)}
    if heading.money_unit or any(field.get("type") == "money" for field in fields.values()):
        head["money_unit"] = unit
    lines = [f"{key}: {text}" for key, text in head.items()]
    lines += _section("heading", heading.above)
    setup = {
        "paper": blank.sheet.paper,
        "orientation": "landscape" if blank.sheet.landscape else "portrait",
    }
    lines += ["", f"print: {flow(setup)}"]
    letters = column_letters(blank)
    widths = [f"{width:g}{letter}" for width, letter in zip(blank.widths, letters, strict=True)]
    lines += [f"columns: [{', '.join(widths)}]", "", "grid: |"]
    lines += [f"  {line}" for line in _grid(blank, names, alignments(letters))]
    lines += _section("notes", heading.below)
    if fields:
        lines += ["", "fields:", *(f"  {name}: {flow(piece)}" for name, piece in fields.items())]
    return "\n".join(lines) + "\n", names.cells


# ---- YAML


def yaml_text(text: str) -> str:
    """A text as YAML, in quotes unless it is plain."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def flow(piece: Mapping[str, str]) -> str:
    """A piece on one line."""
    return "{" + ", ".join(f"{key}: {yaml_text(text)}" for key, text in piece.items()) + "}"


def _section(key: str, pieces: list[dict[str, str]]) -> list[str]:
    return ["", f"{key}:", *(f"  - {flow(piece)}" for piece in pieces)] if pieces else []


# ---- drawing


def _grid(blank: Blank, names: CellNames, aligns: list[str]) -> Iterator[str]:
    """The lines of the drawing, not yet with their bars under each other."""
    drawn = [["" for _ in blank.widths] for _ in range(blank.rows)]
    cells = {(cell.box.row, cell.box.column): cell for cell in names.cells}
    rows = _line_names(names)
    for box in blank.boxes:
        for row in range(box.row, box.end):
            for column in range(box.column, box.right):
                drawn[row][column] = "<" if column > box.column else "^"
        cell = cells.get((box.row, box.column))
        if cell is not None:
            here = names.numbered_row(box) or rows.get(box.row)
            written = f"{{.{cell.column}}}" if cell.row and cell.row == here else f"{{{cell.name}}}"
        elif (box.row, box.column) in names.numbers:
            written = f"#{box.text.strip()}"
        else:
            below = is_below_head(blank, box)
            written = written_label(box, aligns, below_head=below)
        drawn[box.row][box.column] = written
    bars = {row for row in blank.head if row}
    for row, texts in enumerate(drawn):
        if row in bars:
            yield "|---"
        yield f"| {' | '.join(texts)} | {rows.get(row, '')}".rstrip()
    if blank.rows in bars:
        yield "|---"


def _line_names(names: CellNames) -> dict[int, str]:
    """For each line the row name behind it: that of most of its cells, numbers of rows apart."""
    found: dict[int, Counter[str]] = {}
    for cell in names.cells:
        if cell.row and not names.numbered_row(cell.box):
            found.setdefault(cell.box.row, Counter())[cell.row] += 1
    return {row: words.most_common(1)[0][0] for row, words in found.items()}


# ---- fields


def _fields(cells: Sequence[NamedCell], unit: str) -> dict[str, dict[str, str]]:
    """The fields: one for all cells of a name, and what is otherwise in one of them.

    Where a number stands in one cell of a name, there are numbers in all of them.
    """
    counted = {cell.column for cell in cells if cell.box.figure}
    pieces = [_piece(cell, unit, is_number=cell.column in counted) for cell in cells]
    texts: dict[str, Counter[str]] = {}
    for cell, piece in zip(cells, pieces, strict=True):
        texts.setdefault(cell.column, Counter())[flow(piece)] += 1
    found: dict[str, dict[str, str]] = {}
    own: dict[str, dict[str, str]] = {}
    for cell, piece in zip(cells, pieces, strict=True):
        usual = flow(piece) == texts[cell.column].most_common(1)[0][0]
        if usual:
            found[cell.column] = piece
        else:
            align = piece.get("align", _DEFAULT_ALIGN[piece["type"]])
            own[cell.name] = piece | {"align": align}
        if cell.default:
            own[cell.name] = own.get(cell.name, {}) | {"default": cell.default}
    for name, piece in own.items():
        found[name] = found.get(name, {}) | piece
    return found


def _piece(cell: NamedCell, unit: str, *, is_number: bool) -> dict[str, str]:
    head = re.sub(r"\s", "", cell.head)
    kind = cell.box.figures or ("money" if _is_money(cell, head, unit) else "text")
    piece = {"type": kind}
    if kind == "text" and is_number:
        piece = {"type": "number", "trim": "yes"}
    if head and _NUMBERED.fullmatch(cell.column):
        piece["label"] = head[:_MOST_LABEL]
    if cell.box.align not in ("", _DEFAULT_ALIGN[piece["type"]]):
        piece["align"] = cell.box.align
    return piece


def _is_money(cell: NamedCell, head: str, unit: str) -> bool:
    """By the label; a numbered column of a table in 元 or 万元 holds money, too."""
    return bool(_MONEY_HEAD.search(head) or (unit and _COUNTED.fullmatch(cell.column)))


def _unit(blank: Blank) -> str:
    """The unit that a label names; 元 where none does."""
    texts = " ".join(split_indent(box)[0] for box in blank.boxes)
    return next((unit for unit in UNITS if unit in texts), UNITS[-1])
