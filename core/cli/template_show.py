"""biaoli template show: the forms of a 套表 as they print, blank or filled with an example."""

import argparse
from contextlib import closing
from pathlib import Path

from core.calc.examples import read_example
from core.cli.output import say
from core.cli.sheets import all_sheets, sheets_named
from core.cli.targets import write_pdf_file
from core.document.edits import AddProject, Batch, Edit, SetText
from core.errors import ExportError, UsageError
from core.export.atomic import write_bytes_atomically
from core.layout.printed import PrintedForm
from core.paths import is_so
from core.refs import SheetId, cover_cell
from core.session import Session
from core.template.folder import SUITE_FILE
from core.template.form_suite import FormSuite
from core.template.library import load_folder

_DOTS_PER_INCH = 150
_PROJECT = "p1"


def show(options: argparse.Namespace) -> int:
    """Print one form or all. Raises UsageError, TemplateError, AddressError or ExportError."""
    out: Path | None = options.out
    if out is None:
        raise UsageError("写上写到哪个文件：--out 表样.pdf 或 --out 表样.png")
    kind = out.suffix.lower()
    if kind not in (".pdf", ".png"):
        raise UsageError(f"“{out.name}”要以 .pdf 或 .png 结尾")
    if not is_so((options.folder / SUITE_FILE).exists):
        raise UsageError(f"“{options.folder.name[:60]}”里没有 {SUITE_FILE}，写上一个套表的文件夹")
    suite = load_folder(options.folder, options.folder.parent)
    with closing(
        _example(suite, options.example) if options.example else blank_document(suite)
    ) as session:
        sheets = sheets_named(session, options.form) if options.form else all_sheets(session)
        forms = [session.printed(sheet) for sheet in sheets]
    if kind == ".pdf":
        write_pdf_file(forms, out)
    else:
        _write_pictures(forms, out)
    return 0


def _example(suite: FormSuite, name: str) -> Session:
    content = read_example(name)
    if content.suite != suite.id:
        raise UsageError(f"示例“{name}”是 {content.suite} 的，不是 {suite.id} 的")
    session = Session.create_from(suite, None, content.cover[suite.unit])
    session.fill(content)
    return session


def blank_document(suite: FormSuite) -> Session:
    """A document in memory in which nothing is filled in; forms of projects are there once."""
    session = Session.create_from(suite, None, "空")
    edits: list[Edit] = [SetText(cover_cell(suite.unit), "")] if suite.unit else []
    if suite.has_projects:
        edits.append(AddProject(_PROJECT, 0))
        for form in suite.forms.values():
            if form.per_project:
                edits += session.entries.first_records(SheetId(form.name, _PROJECT))
    session.apply(Batch(tuple(edits), "空表"))
    return session


def _write_pictures(forms: list[PrintedForm], out: Path) -> None:
    """One picture for each page: the name itself, or numbered names when there are several."""
    from core.export.pdf import pdf_bytes
    from core.export.picture import page_count, page_png

    pdf = pdf_bytes(forms)
    pages = page_count(pdf)
    names = [out] if pages == 1 else [_numbered(out, page, pages) for page in range(1, pages + 1)]
    there = [path.name for path in names if is_so(path.is_dir)]
    if there:
        raise ExportError(f"“{there[0]}”是一个文件夹，不能写成文件，请换一个文件名")
    for page, path in enumerate(names):
        write_bytes_atomically(path, page_png(pdf, page, _DOTS_PER_INCH))
        say(f"已导出 {path}")


def _numbered(out: Path, page: int, pages: int) -> Path:
    digits = max(2, len(str(pages)))
    return out.with_name(f"{out.stem}-{page:0{digits}}{out.suffix}")
