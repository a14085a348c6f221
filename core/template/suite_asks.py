"""What a suite asks once: the cover of a document, and the card of every project."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.refs import COVER, PROJECT_CARD
from core.template.cell_text import read_word
from core.template.convert import convert
from core.template.fields import FieldEntry, make_field, merged, misplaced
from core.template.folder import SUITE_FILE
from core.template.form import FormulaText, Located, Slot
from core.template.problems import Mark, Problems, Unsure, nearest, shown
from core.template.schema import CardPiece, FieldPiece
from core.template.sections import Sections
from core.template.strict_yaml import YamlMap, YamlNode, YamlText

YEAR_CELL = "年度"


@dataclass(slots=True)
class Asked:
    """The cells of the cover or of the card, with their formulas still to be bound."""

    slots: dict[str, Slot] = field(default_factory=dict)
    formulas: list[FormulaText] = field(default_factory=list)
    wanted: list[tuple[str, Mark]] = field(default_factory=list)
    unsure: Unsure = field(default_factory=Unsure)


def read_cover(section: YamlMap, year: int, problems: Problems) -> Asked:
    """The cover; the year stands on every cover, prefilled with the suite's."""
    asked = _read_fields(section, COVER, problems)
    if YEAR_CELL not in asked.slots:
        field_ = make_field(YEAR_CELL, {"type": "text", "max_length": 4}, (), "")
        asked.slots[YEAR_CELL] = Slot(COVER, YEAR_CELL, "", YEAR_CELL, field_)
        located = Located(YamlText(f'"{year}"', section.mark), SUITE_FILE)
        asked.formulas.append(FormulaText(YEAR_CELL, "default", located))
    return asked


def read_author(sections: Sections, cover: Asked) -> str:
    """The cell of the cover that says who fills in; "" if the suite names none."""
    raw = sections.text("author")
    name = read_word(raw) or ""
    if raw and name not in cover.slots and not cover.unsure.covers([name]):
        mark = sections.top.entries["author"].mark
        sections.problems.add(mark, f"author 要是{COVER}的一个字段{nearest(raw, cover.slots)}")
    return name


def read_card(node: YamlNode | None, problems: Problems) -> tuple[Asked, str]:
    """The project card, and which of its cells is the project's name."""
    if node is None:
        return Asked(), ""
    piece = convert(CardPiece, node, problems, "project_card ")
    fields = node.entries.get("fields") if isinstance(node, YamlMap) else None
    if not isinstance(node, YamlMap) or not isinstance(fields, YamlMap):
        return Asked(unsure=Unsure(everything=True)), ""
    asked = _read_fields(fields, PROJECT_CARD, problems)
    if piece is None:
        return asked, ""
    name = read_word(piece.name) or ""
    if name not in asked.slots and not asked.unsure.covers([name]):
        hint = nearest(piece.name, asked.slots)
        mark = node.key_marks["name"]
        problems.add(mark, f"project_card 的 name 要是它的一个字段{hint}")
    return asked, name


def _read_fields(section: YamlMap, form: str, problems: Problems) -> Asked:
    asked = Asked()
    for raw, mark in section.key_marks.items():
        name = read_word(raw)
        if name is None:
            message = f"“{shown(raw)}”不是名称；带标点的名称要加单引号"
            problems.add(mark, message)
            continue
        node = section.entries.get(raw)
        piece = convert(FieldPiece, node, problems, f"{form}的“{name}”") if node else None
        if piece is None or not isinstance(node, YamlMap):
            asked.unsure.words.add(name)
            continue
        entry = FieldEntry(name, piece, node, mark)
        _check(entry, form, problems)
        asked.slots[name] = Slot(
            form, name, "", name, make_field(name, merged([entry]), (), piece.unit or "")
        )
        if piece.dictionary:
            asked.wanted.append((piece.dictionary, entry.place("dictionary")))
        asked.formulas += _formulas(name, node.entries)
    return asked


def _check(entry: FieldEntry, form: str, problems: Problems) -> None:
    piece = entry.piece
    for mark, message in misplaced([entry]):
        problems.add(mark, message)
    if piece.per:
        problems.add(entry.place("per"), f"{form}里不能用 per")
    if piece.type == "choice" and not piece.free and "choices" not in entry.node.key_marks:
        problems.add(entry.mark, f"“{entry.name}”是 choice，要写 choices")
    if piece.type == "money" and "unit" not in entry.node.key_marks:
        problems.add(entry.mark, f"“{entry.name}”是 money，要写 unit: 元 或 unit: 万元")


def _formulas(name: str, entries: Mapping[str, YamlNode]) -> list[FormulaText]:
    nodes = {role: entries.get(role) for role in ("default", "min", "max")}
    return [
        FormulaText(name, role, Located(node, SUITE_FILE))
        for role, node in nodes.items()
        if isinstance(node, YamlText)
    ]
