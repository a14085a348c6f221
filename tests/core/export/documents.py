"""The forms of whole documents of the shipped suites: as published, empty, as full as can be."""

from functools import cache

from core.layout.printed import PrintedForm
from core.paths import templates_folder
from core.refs import CellId
from core.session import Session, example_ids
from core.template.form import Slot
from core.template.library import load_installed
from tools.large_document import Size, large_session, plain_words

SHIPPED = sorted(path.parent.name for path in templates_folder().glob("*/suite.yaml"))
RARE = "𬱖㛃䶮"
"""Characters of names of people and places: one above U+FFFF, two that few fonts have."""

_LONG = "".join(
    f"{n}.对全县低保对象、特困人员、易返贫致贫人口等12,345人参加城乡居民医保给予资助（95.76%）；"
    for n in range(60)
)
_SHORT = 120  # a field that may be longer holds a text, not a name


@cache
def examples() -> tuple[PrintedForm, ...]:
    """The forms of every shipped example."""
    return tuple(form for each in example_ids() for form in example(each))


@cache
def example(example_id: str) -> tuple[PrintedForm, ...]:
    """The forms of one shipped example."""
    with Session.example(example_id, None) as session:
        return tuple(_printed(session))


@cache
def filled(records: int, longest: int) -> tuple[PrintedForm, ...]:
    """Every form with so many records in each floating row that takes them, every cell filled in.

    Long texts are as long as they may be, up to `longest`; names have rare characters; amounts go
    up to nine digits before the point.
    """

    def words(cell: CellId, slot: Slot, index: int) -> str:
        field = slot.field
        if field.is_figure and field.decimals:
            return f"{index * 7919 % 10 ** (1 + index % 9)}.25"
        if field.is_figure or field.type == "choice":
            return plain_words(cell, slot, index)
        if field.lines > 1 or (field.max_length or 0) > _SHORT:
            text = f"{plain_words(cell, slot, index)}：{_LONG}"  # no two alike: each is looked for
            return text[: min(longest, field.max_length or longest)]
        return f"{RARE}镇{plain_words(cell, slot, index)}"[: field.max_length]

    size = Size(codes=records, projects=1, records=records)
    found: list[PrintedForm] = []
    for suite in SHIPPED:
        with large_session(load_installed(suite), size, words, f"{RARE}县医疗保障局") as session:
            found += _printed(session)
    return tuple(found)


@cache
def empty() -> tuple[PrintedForm, ...]:
    """New documents with one project: floating rows without a record."""
    found: list[PrintedForm] = []
    for suite in SHIPPED:
        with Session.create(suite, None, f"{RARE}县医疗保障局") as session:
            if session.suite.has_projects:
                session.apply(session.entries.added_project(f"{RARE}镇水库")[0])
            found += _printed(session)
    return tuple(found)


def _printed(session: Session) -> list[PrintedForm]:
    return [session.printed(title.sheet) for title in session.sheets()]
