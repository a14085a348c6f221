"""Blank forms: those that are shipped, as printed and as a workbook."""

from contextlib import closing
from pathlib import Path

from core.cli.sheets import all_sheets
from core.cli.template_show import blank_document
from core.export.xlsx import xlsx_bytes
from core.importing.draft import draft_suite
from core.layout.printed import PrintedForm
from core.template.suite import FormSuite, load_suite


def blank_forms(suite: FormSuite) -> list[PrintedForm]:
    """Every form of a suite with nothing filled in; a form of projects once."""
    with closing(blank_document(suite)) as session:
        return [session.printed(sheet) for sheet in all_sheets(session)]


def drafted(forms: list[PrintedForm], folder: Path) -> FormSuite:
    """The suite drawn after the workbook of these forms."""
    path = folder / "空白表.xlsx"
    path.write_bytes(xlsx_bytes(forms))
    return load_suite(draft_suite(path, "drafted").files)
