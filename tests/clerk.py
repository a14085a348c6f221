"""A clerk who does anything to a document, at random: for the properties of the whole core.

Steps are drawn with `random.Random`: far faster than drawing every choice with Hypothesis, and the
same for a seed.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from core.calc.engine import Calculation
from core.calc.shape import SheetShape
from core.document.edits import (
    AddRecord,
    Batch,
    Edit,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetOverride,
    SetText,
)
from core.document.model import Override, Record
from core.errors import BiaoliError, EditRefused
from core.refs import COVER, PROJECT_CARD, CellId, SheetId
from core.session import Session
from core.template.form import Region, Slot

T = TypeVar("T")
SEEDS = st.integers(0, 2**32)

FIGURES = ["0", "1", "-3.5", "1,234.50", "0.005", "99.995", "10", "100", "３０", "1.2万", "34.55%"]
JUNK = ["23万7", "—", "约五百", "1e9", "9" * 20, " ", "", "=1+1", "第一行\n第二行", "²", "A" * 300]
CODES = ["2010301", "2010302", "2010350", "2100101", "2101101", "2101", "ABC", "２０１０３０１", ""]
GROUPS = [
    "产出指标",
    "效益指标",
    "满意度指标",
    "产出",
    "a/b",
    "",
    "数量指标",
    "质量指标",
    "社会效益指标",
]
TEXTS = ["参保率", "医疗救助", "完成", "无", "[x]!"]


def random_text(chance: Random, slot: Slot) -> str | None:
    """Something typed into a cell: what belongs there more often than not."""
    fitting = FIGURES if slot.field.is_figure else TEXTS
    if slot.field.type == "code":
        fitting = CODES
    elif slot.field.type == "choice":
        fitting = [*GROUPS, *slot.field.choices]
    return chance.choice([None, chance.choice(JUNK), *[chance.choice(fitting)] * 6])


def every_cell(calculation: Calculation) -> list[tuple[CellId, Slot]]:
    """All cells of a document with their slots, cover and cards included."""
    cards = (SheetId(PROJECT_CARD, project) for project in calculation.shape.projects)
    sheets = (SheetId(COVER), *cards, *calculation.shape.sheets)
    return [found for sheet in sheets for found in calculation.cells(sheet)]


class Clerk:
    """Does one random thing after another in a session; what is refused is not done."""

    def __init__(self, session: Session, seed: int) -> None:
        """The session, and a seed to repeat it all."""
        self.session = session
        self.chance = Random(seed)  # noqa: S311 - only to choose
        self.does: list[tuple[Callable[[], object], int]] = [
            (self.type, 12),
            (self.type_shaping, 5),
            (self.name_code, 3),
            (self.paste, 2),
            (self.override, 3),
            (self.justify, 2),
            (self.add_row, 6),
            (self.remove_row, 3),
            (self.move_row, 2),
            (self.add_project, 1),
            (self.remove_project, 1),
            (self.select, 3),
            (session.undo, 3),
            (session.redo, 2),
        ]

    def step(self) -> None:
        """One thing."""
        doings, weights = zip(*self.does, strict=True)
        try:
            self.chance.choices(doings, weights)[0]()
        except BiaoliError:
            return

    # ---- the things

    def type(self) -> None:
        """Type into some cell, or clear it."""
        cell, slot = self._cell(lambda slot: not slot.is_calculated)
        self.session.apply(SetText(cell, random_text(self.chance, slot)))

    def type_shaping(self) -> None:
        """Type a code or a grouping value, also into all the rows of a group."""
        places = [p for p in self.session.plan(self._sheet().sheet).cells if len(p.covers) > 1]
        if places and self.chance.random() < 0.5:
            self.session.type_text(self._one(places).covers, self._one([*GROUPS, *FIGURES]))
            return
        cell, slot = self._cell(lambda slot: slot.field.type in ("code", "choice"))
        self.session.apply(SetText(cell, random_text(self.chance, slot)))

    def name_code(self) -> None:
        """Type the name of a code that the dictionary lacks."""
        calculation = self.session.calculation
        cells = [c for c, slot in every_cell(calculation) if calculation.to_be_named(c, slot)]
        if cells:
            text = self.chance.choice([None, *TEXTS, " "])
            self.session.apply(SetText(self._one(cells), text))

    def paste(self) -> None:
        """Type a handful of cells in one step, blank rows included."""
        places = self.session.plan(self._sheet().sheet).cells
        entries = [cell for place in places for cell in place.covers]
        texts = [(self._one(entries), self._one(FIGURES + CODES)) for _ in range(4)]
        self.session.apply(self.session.entries.pasted(texts))

    def override(self) -> None:
        """Write over a calculated cell, or take that back."""
        cell, slot = self._cell(lambda slot: slot.is_calculated)
        text = random_text(self.chance, slot)
        self.session.apply(SetOverride(cell, Override(text, "按批复数填列") if text else None))

    def justify(self) -> None:
        """Explain a finding."""
        self.session.justify(self._one(self.session.findings()), "抽样样本偏少")

    def add_row(self) -> None:
        """A row somewhere, of the kind that is there."""
        sheet, region = self._region()
        records = self.session.document.records_of(sheet.sheet, region.name)
        after = self._one([*(record.id for record in records), ""])
        edit, record = self.session.entries.added_row(sheet.sheet, region.name, after)
        if region.key_column and self.chance.random() < 0.8:
            cell = CellId(*sheet.sheet, record, f"{region.name}.{region.key_column}")
            slots = sheet.form.slots.values()
            amounts = [s for s in slots if s.region == region.name and s.field.is_figure]
            typed = self._one([s for s in amounts if not s.is_calculated])
            amount = SetText(CellId(*sheet.sheet, record, typed.name), self._one(FIGURES))
            edit = Batch((edit, SetText(cell, self._one(CODES)), amount))
        self.session.apply(edit)

    def remove_row(self) -> None:
        """Any record away, or one that is not there."""
        sheet, region = self._region()
        records = self.session.document.records_of(sheet.sheet, region.name)
        record = self._one([*(record.id for record in records), "r0"])
        self.session.apply(RemoveRecord(sheet.sheet, region.name, record))

    def move_row(self) -> None:
        """A record to another place, or a second one of its name."""
        sheet, region = self._region()
        records = self.session.document.records_of(sheet.sheet, region.name)
        record = self._one([*(record.id for record in records), "r0"])
        place = self.chance.randrange(len(records) + 1)
        edits: list[Edit] = [MoveRecord(sheet.sheet, region.name, record, place)] * 2
        edits.append(AddRecord(sheet.sheet, region.name, Record("r1"), place))
        self.session.apply(self._one(edits))

    def add_project(self) -> None:
        """A project, sometimes of a name that is taken."""
        name = self._one(["医疗救助", "参保资助", "1"])
        self.session.apply(self.session.entries.added_project(name)[0])

    def remove_project(self) -> None:
        """A project with all its forms."""
        project = self._one([*self.session.document.projects, "p0"])
        self.session.apply(RemoveProject(project))

    def select(self) -> None:
        """A form in or out."""
        form = self._one(list(self.session.suite.forms))
        self.session.apply(SelectForm(form, selected=self.chance.random() < 0.5))

    # ---- where

    def _one(self, things: Sequence[T]) -> T:
        """Any of them; nothing is done where there are none."""
        if not things:
            raise EditRefused("没有可选的")
        return self.chance.choice(things)

    def _sheet(self) -> SheetShape:
        return self._one(list(self.session.calculation.shape.sheets.values()))

    def _cell(self, wanted: Callable[[Slot], bool]) -> tuple[CellId, Slot]:
        return self._one([p for p in every_cell(self.session.calculation) if wanted(p[1])])

    def _region(self) -> tuple[SheetShape, Region]:
        sheets = [s for s in self.session.calculation.shape.sheets.values() if s.form.regions]
        sheet = self._one(sheets)
        return sheet, self._one(list(sheet.form.regions.values()))
