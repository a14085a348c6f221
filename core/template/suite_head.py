"""What suite.yaml alone tells of a suite: enough to choose one before its forms are read."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import TemplateError
from core.template.convert import convert
from core.template.folder import SUITE_FILE, read_file
from core.template.problems import Problems
from core.template.schema import SuiteFormPiece
from core.template.sections import Sections
from core.template.strict_yaml import read_yaml


@dataclass(frozen=True, slots=True)
class SuiteHead:
    """A suite as its first file describes it; whether its forms are sound is not known."""

    folder: Path
    id: str
    revision: int
    title: str
    region: str
    purpose: str
    year: int
    forms: tuple[SuiteFormPiece, ...]


def read_head(folder: Path) -> SuiteHead:
    """The head of the suite in a folder. Raises TemplateError with what is wrong with the head."""
    problems = Problems(SUITE_FILE)
    top = read_yaml(read_file(folder / SUITE_FILE, SUITE_FILE).decode("utf-8-sig"), problems)
    if top is None:
        raise TemplateError(problems.found)
    sections = Sections(top, problems, SUITE_FILE)
    items = sections.list("forms").items
    forms = [convert(SuiteFormPiece, item, problems, "forms 的一张表") for item in items]
    sections.check_notation()
    head = SuiteHead(
        folder=folder,
        id=sections.text("suite", required=True),
        revision=sections.number("revision", 1, 9999),
        title=sections.text("title", required=True),
        region=sections.text("region", required=True),
        purpose=sections.text("purpose", required=True),
        year=sections.number("year", 2000, 2100),
        forms=tuple(form for form in forms if form is not None),
    )
    if problems.found:
        raise TemplateError(problems.found)
    return head
