"""The clerk's guide: every example in it is loaded and held to what stands below it."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args, get_origin

import pytest
from pydantic import BaseModel

from core.calc.indicator_search import IndicatorBook
from core.calc.suggestions import Row
from core.formula.functions import FUNCTIONS
from core.number_text import format_number
from core.refs import SheetId
from core.session import Session
from core.template import codes as dictionaries
from core.template import indicators as indicator_library
from core.template import loader, schema
from core.template import suite as suites
from core.template.folder import SHARED, read_suite_folder
from core.template.form import AuditRule, Bound, Slot
from core.template.indicators import IndicatorPiece, installed
from core.template.order import sources
from core.template.schema import FIELD_TYPES, LATER
from core.template.suite import FormSuite, load_suite
from core.values import BLANK, Failed, Value, plain
from tests.core.formula.blank_table import markdown
from tests.core.formula.environment import run
from tests.core.template.mistakes import messages, suite_of
from tests.suites import FOLDER

GUIDE = Path(__file__).parents[3] / "docs" / "templates.md"
FOUND = {"写有": True, "没有": False}
BLOCK = re.compile(r"^```(\S[^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROJECT = (
    "notation: 1\nform: project\ntitle: 项目表\nmoney_unit: 万元\ncolumns: [30, 30]\n"
    "grid: |\n  | {名称} | {差旅费} |\n"
    "fields: {名称: {type: text}, 差旅费: {type: money}}\n"
)


class Example(NamedTuple):
    """A file of the guide, and what is said below it: kind and text."""

    kind: str
    text: str
    says: tuple[tuple[str, str], ...]


@cache
def examples() -> tuple[Example, ...]:
    """The YAML blocks of the guide, each with the result blocks that follow it."""
    found: list[Example] = []
    for kind, text in re.findall(
        r"^```(\S[^\n]*)\n(.*?)^```$", GUIDE.read_text("utf-8"), re.M | re.S
    ):
        if kind.startswith("yaml"):
            found.append(Example(kind, text, ()))
        else:
            found[-1] = found[-1]._replace(says=(*found[-1].says, (kind, text)))
    return tuple(found)


@cache
def codes() -> dict[str, str]:
    """The code dictionary that examples use."""
    folder = FOLDER / "small"
    all_files = read_suite_folder(folder, folder / "codes")
    return {name: text for name, text in all_files.items() if name.startswith("codes/")}


def sources_of(example: Example) -> dict[str, str]:
    """The files of the suite an example stands in."""
    if example.kind == "yaml":
        return {**suite_of(example.text), **codes()}
    coded, floating = (
        next(e.text for e in examples() if f"form: {form}\n" in e.text)
        for form in ("coded", "floating")
    )
    forms = {
        "forms/travel.yaml": examples()[0].text.replace("预算,决算", "预算"),
        "forms/project.yaml": PROJECT,
        "forms/rows.yaml": coded,
        "forms/tasks.yaml": floating.replace("名称", "任务名称"),
    }
    shared = {f"{SHARED}links.yaml": text for kind, text in example.says if kind == "共用"}
    return {"suite.yaml": example.text, **forms, **shared, **codes()}


def loaded(example: Example) -> FormSuite:
    """The suite of an example."""
    return load_suite(sources_of(example))


def told(kind: str) -> list[tuple[Example, str]]:
    """Every example with one line that is said about it in blocks of a kind."""
    return [
        (example, line)
        for example in examples()
        for name, text in example.says
        if name == kind
        for line in text.splitlines()
    ]


def by_line(case: object) -> str:
    """How a case is called in the test report."""
    return case if isinstance(case, str) else ""


def find_slot(suite: FormSuite, name: str) -> Slot | None:
    """A cell by its name; without a form that of the only form."""
    form, _, cell = name.rpartition("!")
    return suite.slot(form or "表", cell)


def find_rule(suite: FormSuite, name: str) -> AuditRule | None:
    """A rule by its id."""
    rules = [rule for form in suite.forms.values() for rule in form.audits]
    return next((rule for rule in (*rules, *suite.audits) if rule.id == name), None)


def read_by(bound: Bound, crossing: bool) -> set[str]:
    """The cells a formula reads, as the guide writes them."""
    return {f"{form}!{name}" if crossing else name for form, name in sources(bound)}


def test_every_example_says_what_comes_of_it() -> None:
    """No example stands alone: each is followed by what the program makes of it."""
    assert len(examples()) >= 14
    assert all(example.says for example in examples())


@pytest.mark.parametrize("example", examples(), ids=lambda e: e.text.split("\n")[1])
def test_an_example_loads_or_says_its_mistake(example: Example) -> None:
    """An example is in order, except for the mistakes shown below it."""
    shown = "".join(text for kind, text in example.says if kind == "错误")

    found = [f"第{line}行：{message}\n" for _, line, message in messages(sources_of(example))]

    assert "".join(found) == shown


@pytest.mark.parametrize(("example", "line"), told("单元格"), ids=by_line)
def test_the_cells_are_those_shown(example: Example, line: str) -> None:
    """The cells read from an example are those listed below it, in order."""
    slots = loaded(example).forms["表"].slots

    assert [name for name in slots if not name.startswith("#")] == line.split()


@pytest.mark.parametrize(("example", "line"), told("表头"), ids=by_line)
def test_the_head_is_the_one_shown(example: Example, line: str) -> None:
    """The lines of the heads are those listed below the example."""
    heads = loaded(example).forms["表"].drawing.heads

    assert "、".join(f"第{number + 1}行" for head in heads for number in head) == line


@pytest.mark.parametrize(("example", "line"), told("公式"), ids=by_line)
def test_a_formula_reads_what_is_shown(example: Example, line: str) -> None:
    """A formula or rule reads the cells that stand behind the arrow."""
    suite = loaded(example)
    name, _, cells = line.partition(" ← ")
    slot, rule = find_slot(suite, name), find_rule(suite, name)

    bound = (slot.formula or slot.default) if slot else rule.rule if rule else None

    assert bound is not None
    assert read_by(bound, "!" in cells) == set(cells.split())


@pytest.mark.parametrize(("example", "line"), told("跟着"), ids=by_line)
def test_rows_follow_what_is_shown(example: Example, line: str) -> None:
    """A floating row follows the cells that stand behind the arrow."""
    name, _, cells = line.partition(" ← ")
    form, _, region = name.partition("!")

    follow = loaded(example).forms[form].regions[region].follow

    assert follow is not None
    assert [f"{s.form}!{n}" for s in follow.sources for n in s.names] == cells.split()


@pytest.mark.parametrize(("example", "line"), told("改名"), ids=by_line)
def test_a_name_of_before_is_the_one_shown(example: Example, line: str) -> None:
    """In the first revision of the suite before the blank; 没有 where nothing took its place."""
    suite, was, _, now = line.split()
    form, _, name = was.partition("!")

    found = loaded(example).renames_from(suite, 1).cell(form, name)

    assert ("!".join(found) if found is not None else "没有") == now


@pytest.mark.parametrize(("example", "line"), told("印出"), ids=by_line)
def test_a_figure_prints_as_shown(example: Example, line: str) -> None:
    """A figure prints in the style of its field."""
    name, figure, printed = re.fullmatch(r"(\S+) (\S+) →\s*(.*)", line).groups()  # type: ignore[union-attr]  # the line is ours
    style = loaded(example).forms["表"].slots[name].field.number

    assert style is not None
    assert format_number(Decimal(figure), style) == printed


@pytest.mark.parametrize(("kind", "line"), [(k, x) for k in FOUND for _, x in told(k)], ids=by_line)
def test_a_text_has_what_is_shown(kind: str, line: str) -> None:
    """HAS finds, or does not find, what stands before the arrow in the text behind it."""
    wanted, _, text = line.partition(" ← ")

    assert run("HAS(text, wanted)", {"text": text, "wanted": wanted}) is FOUND[kind]


def points_told(value: Value) -> str:
    """A result as the guide writes it."""
    match value:
        case Failed(reason=reason):
            return f"不能算：{reason}"
        case Decimal():
            return plain(value)
    return "空白" if value is BLANK else str(value)


@pytest.mark.parametrize(("example", "line"), told("计分"), ids=by_line)
def test_points_are_those_shown(example: Example, line: str) -> None:
    """A scoring formula gives what stands behind it under the settings of the example."""
    suite = loaded(example)
    formula, _, shown = line.rpartition(" = ")

    value = run(formula, suite=suite)

    assert points_told(value) == shown


@pytest.mark.parametrize(("example", "line"), told("新表"), ids=by_line)
def test_a_new_document_shows_what_is_said(example: Example, line: str) -> None:
    """A cell of a new document, by its address, holds what stands behind it."""
    address, _, shown = line.partition(" ")

    with Session.create_from(loaded(example), None, "县医疗保障局") as session:
        assert session.text(session.names.cell(f"表!{address}")) == shown


@pytest.mark.parametrize(("example", "line"), told("审核"), ids=by_line)
def test_a_rule_says_what_is_shown(example: Example, line: str) -> None:
    """With these figures typed, a rule weighs and says what stands behind the arrow."""
    typed, _, shown = line.partition(" → ")
    rule, *cells = typed.split()

    with Session.create_from(loaded(example), None, "某某局") as session:
        session.set_addresses((f"表!{name}", text) for name, text in (c.split("=") for c in cells))
        [said] = [finding for finding in session.findings() if finding.rule == rule]

    assert f"{said.severity.value}：{said.message}。{said.remedy}" == shown


@pytest.mark.parametrize(("example", "line"), told("联想"), ids=by_line)
def test_a_suggestion_fills_what_is_said(example: Example, line: str) -> None:
    """The first indicator for a text, and what an empty row takes of it."""
    text, _, filled = line.partition(" → ")
    form = loaded(example).forms["表"]
    [slot] = [slot for slot in form.slots.values() if slot.field.suggest]
    library = installed()

    found = IndicatorBook(library).search(text)[0]
    row = Row(form, slot, library, lambda _: "").filled(found)

    assert "，".join([found.name, *(f"{name} {text}" for name, text in row.items())]) == filled


def surface(session: Session) -> str:
    """What a reader of the form sees: the lines above, the rows from left to right, the notes."""
    form = session.printed(SheetId("表"))
    above, below = (
        [
            f"{word}：{'　'.join(filter(None, (line.left, line.center, line.right)))}"
            for line in lines
        ]
        for word, lines in (("上", form.above), ("下", form.below))
    )
    rows = [
        " | ".join(c.text.replace("\n", "//") for c in form.cells if c.place.row == row).rstrip()
        for row in range(len(form.plan.rows))
    ]
    return "".join(f"{line}\n" for line in (*above, *rows, *below))


@pytest.mark.parametrize(
    ("example", "shown"),
    [(e, text) for e in examples() for kind, text in e.says if kind == "印成"],
    ids=lambda case: "" if isinstance(case, str) else case.text.split("\n")[1],
)
def test_a_new_form_looks_as_shown(example: Example, shown: str) -> None:
    """A form of a new document prints what stands below it, from its title to its notes."""
    with Session.create_from(loaded(example), None, "某某局") as session:
        assert surface(session) == shown


@pytest.mark.parametrize(
    ("example", "shown"),
    [(e, text) for e in examples() for kind, text in e.says if kind == "删空"],
    ids=lambda case: "" if isinstance(case, str) else case.text.split("\n")[1],
)
def test_an_emptied_form_looks_as_shown(example: Example, shown: str) -> None:
    """With all its records taken away the form prints what stands below it."""
    with Session.create_from(loaded(example), None, "某某局") as session:
        for (sheet, _), records in list(session.document.records.items()):
            for record in records:
                session.apply(session.entries.removed_row(sheet, record.id))
        assert surface(session) == shown


def test_every_function_is_listed_with_its_help() -> None:
    """The table of functions is the program's own."""
    guide = GUIDE.read_text("utf-8")

    assert [f for f in FUNCTIONS.values() if f"| `{f.name}` | {f.help} |" not in guide] == []


def test_the_table_of_blanks_is_the_programs() -> None:
    """What blanks do stands in the guide as it is tested."""
    assert markdown() in GUIDE.read_text("utf-8")


def keys_and_choices() -> set[str]:
    """Every key that the program reads in a template, and every word it lets one choose from."""
    words = {*FIELD_TYPES, *LATER}
    for module in (dictionaries, indicator_library, loader, suites):
        words |= set(module._KNOWN_KEYS)
    for piece in (IndicatorPiece, *vars(schema).values()):
        if isinstance(piece, type) and issubclass(piece, BaseModel):
            for name, field in piece.model_fields.items():
                words |= {field.alias or name, *choices(field.annotation)}
    return words


def choices(annotation: object) -> Iterator[str]:
    """The words of every Literal in an annotation."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif not isinstance(annotation, str):
        for part in get_args(annotation):
            yield from choices(part)


@pytest.mark.parametrize("word", sorted(keys_and_choices()))
def test_every_key_is_explained(word: str) -> None:
    """Whatever may be written in a form, a suite or a dictionary stands in the guide."""
    around = "[A-Za-z0-9_]"
    found = rf"(?<!{around}){re.escape(word)}(?!{around})"
    assert re.search(found, GUIDE.read_text("utf-8"))
