"""Random edits and documents: few names and places, so that edits meet and hinder each other."""

from random import Random

from hypothesis import strategies as st

from core.document.edits import (
    AddProject,
    AddRecord,
    Batch,
    Edit,
    MoveProject,
    MoveRecord,
    RemoveProject,
    RemoveRecord,
    SelectForm,
    SetJustification,
    SetLastYear,
    SetOverride,
    SetText,
)
from core.document.last_year import Figure, LastYear, Place
from core.document.model import Document, Justification, Override, Record
from core.refs import COVER, PROJECT_CARD, CellId, SheetId

RECORDS = st.sampled_from(["r1", "r2", "r3", "r4"])
PROJECTS = st.sampled_from(["p1", "p2", "p3"])
REGIONS = st.sampled_from(["指标", "单位"])
POSITIONS = st.integers(0, 3)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
SHEETS = st.builds(SheetId, st.sampled_from(["自评", PROJECT_CARD]), PROJECTS) | st.builds(
    SheetId, st.sampled_from(["支出表", COVER])
)


@st.composite
def _cells(draw: st.DrawFn) -> CellId:
    return CellId(
        *draw(SHEETS), draw(RECORDS | st.just("")), draw(st.sampled_from(["a", "行.栏1"]))
    )


CELLS = _cells()
OVERRIDES = st.builds(Override, TEXTS, TEXTS, TEXTS)
JUSTIFICATIONS = st.builds(Justification, TEXTS, TEXTS)
PLACES = st.builds(Place, st.sampled_from(["支出表", COVER]), TEXTS, st.sampled_from(["a", "b"]))
NUMBERS = st.decimals(-9999, 9999, places=2).map(str)


@st.composite
def _last_years(draw: st.DrawFn) -> LastYear:
    figures = [
        Figure(place, draw(NUMBERS if number else TEXTS), draw(TEXTS), draw(TEXTS), number)
        for place in sorted(draw(st.sets(PLACES, max_size=4)))
        for number in [draw(st.booleans())]
    ]
    return LastYear(draw(TEXTS), "2020", "s", 2, draw(TEXTS), tuple(figures))


LAST_YEARS = _last_years()
SINGLE: st.SearchStrategy[Edit] = st.one_of(
    st.builds(SetText, CELLS, st.none() | TEXTS),
    st.builds(SetOverride, CELLS, st.none() | OVERRIDES),
    st.builds(
        SetJustification, st.sampled_from(["XM-01", "BJ-02"]), CELLS, st.none() | JUSTIFICATIONS
    ),
    st.builds(
        AddRecord,
        SHEETS,
        REGIONS,
        st.builds(Record, RECORDS, RECORDS | st.just("")),
        POSITIONS,
    ),
    st.builds(RemoveRecord, SHEETS, REGIONS, RECORDS),
    st.builds(MoveRecord, SHEETS, REGIONS, RECORDS, POSITIONS),
    st.builds(AddProject, PROJECTS, POSITIONS),
    st.builds(MoveProject, PROJECTS, POSITIONS),
    st.builds(RemoveProject, PROJECTS),
    st.builds(SelectForm, st.sampled_from(["自评", "支出表"]), st.booleans()),
    st.builds(SetLastYear, st.none() | LAST_YEARS),
)
EDITS: st.SearchStrategy[Edit] = st.recursive(
    SINGLE,
    lambda inner: st.builds(
        Batch, st.lists(inner, max_size=5).map(tuple), st.sampled_from(["", "粘贴"])
    ),
    max_leaves=8,
)


@st.composite
def _documents(draw: st.DrawFn) -> Document:
    """Any document, also with entries of records and projects that are not there."""
    document = Document("yunnan-final-accounts-2021", 3)
    document.texts = draw(st.dictionaries(CELLS, TEXTS, max_size=8))
    document.overrides = draw(st.dictionaries(CELLS, OVERRIDES, max_size=3))
    keys = st.tuples(st.sampled_from(["XM-01", "BJ-02"]), CELLS)
    document.justifications = draw(st.dictionaries(keys, JUSTIFICATIONS, max_size=3))
    document.projects = draw(st.lists(PROJECTS, unique=True))
    document.deselected = draw(st.sets(st.sampled_from(["自评", "支出表"])))
    document.last_year = draw(st.none() | LAST_YEARS)
    for sheet in draw(st.lists(SHEETS, max_size=3, unique=True)):
        for id_ in draw(st.lists(RECORDS, min_size=1, unique=True)):
            region = document.records.setdefault((sheet, draw(REGIONS)), [])
            parent = draw(RECORDS | st.just(""))
            region.append(Record(id_, parent if parent != id_ else ""))
    return document


DOCUMENTS = _documents()


def random_edit(chance: Random, document: Document, depth: int = 2) -> Edit:
    """An edit that is often possible; faster than Hypothesis, and the same for a seed."""
    if depth and chance.random() < 0.2:
        inner = (random_edit(chance, document, depth - 1) for _ in range(chance.randrange(4)))
        return Batch(tuple(inner), chance.choice(["", "粘贴"]))
    pick = chance.choice
    project, region, record = pick(["p1", "p2"]), pick(["指标", "单位"]), pick(["r1", "r2", "r3"])
    sheet = SheetId(
        *pick([("自评", project), ("支出表", ""), (PROJECT_CARD, project), (COVER, "")])
    )
    if document.records and chance.random() < 0.6:
        (sheet, region), records = pick(sorted(document.records.items()))
        record = pick(records).id
    return pick(_edits_at(chance, sheet, region, record))


def _edits_at(chance: Random, sheet: SheetId, region: str, record: str) -> list[Edit]:
    pick = chance.choice
    cell = CellId(*sheet, pick(["", record, record]), pick(["a", "行.栏1"]))
    text, position = pick(["", "1,234.5", "城乡居民\n医保"]), chance.randrange(3)
    project = sheet.instance or "p3"
    figure = Figure(Place(sheet.form, record, "a"), "1.5", text, "元", True)
    return [
        SetText(cell, pick([None, text, text])),
        SetOverride(cell, pick([None, Override(text, "按批复", text)])),
        SetJustification("XM-01", cell, pick([None, Justification(text, "5")])),
        AddRecord(sheet, region, Record(record, pick(["", "r1"])), position),
        AddRecord(sheet, region, Record(f"r{chance.randrange(1, 5)}", record), 0),
        RemoveRecord(sheet, region, record),
        MoveRecord(sheet, region, record, position),
        AddProject(project, position),
        MoveProject(project, position),
        RemoveProject(project),
        SelectForm(sheet.form, pick([True, False])),
        SetLastYear(pick([None, LastYear(text, "2020", "s", 1, "a", (figure,))])),
    ]
