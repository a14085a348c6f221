"""What suite.yaml alone tells of a suite: enough to choose one before its forms are read."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import TemplateError
from core.template.convert import convert
from core.template.folder import SUITE_FILE, read_file
from core.template.problems import Problems
from core.template.schema import SuiteFormPiece
from core.template.sections import NOTATION, Sections
from core.template.strict_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class SuiteHead:
    """A suite as its first file describes it; whether its forms are sound is not known."""

    folder: Path
    id: str
    title: str
    region: str
    purpose: str
    year: int
    forms: tuple[SuiteFormPiece, ...]


def read_head(folder: Path) -> SuiteHead | None:
    """The head of the suite in a folder; None where even that cannot be read."""
    problems = Problems(SUITE_FILE)
    try:
        text = read_file(folder / SUITE_FILE, SUITE_FILE).decode("utf-8-sig")
    except TemplateError:
        return None
    top = read_yaml(text, problems)
    if top is None:
        return None
    sections = Sections(top, problems, SUITE_FILE)
    items = sections.list("forms").items
    forms = [convert(SuiteFormPiece, item, problems, "forms 的一张表") for item in items]
    head = SuiteHead(
        folder=folder,
        id=sections.text("suite", required=True),
        title=sections.text("title", required=True),
        region=sections.text("region", required=True),
        purpose=sections.text("purpose", required=True),
        year=sections.number("year", 2000, 2100),
        forms=tuple(form for form in forms if form is not None),
    )
    known = sections.text("notation") == NOTATION
    return head if known and not problems.found else None
