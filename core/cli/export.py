"""biaoli export: the forms as a workbook and as PDF."""

import argparse
import re
from pathlib import Path

from core.cli.notes import say_notes
from core.cli.sheets import all_sheets, sheets_named
from core.cli.targets import check_target, write_pdf_file, write_workbook_file
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError
from core.layout.larger_paper import on_larger_paper
from core.layout.printed import PrintedForm
from core.session import Session
from core.versions.keeping import note_exports_in


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("--xlsx", type=file_path, metavar="文件", help="导出成 Excel 工作簿")
    parser.add_argument("--pdf", type=file_path, metavar="文件", help="导出成 PDF")
    parser.add_argument(
        "--formulas", action="store_true", help="工作簿里的计算格写成 Excel 公式，不只写数"
    )
    parser.add_argument("--draft", action="store_true", help="每一页印上“草稿”二字")
    parser.add_argument("--a3", action="store_true", help="横放的表用 A3 纸，跟着放大")
    parser.add_argument("--cover", action="store_true", help="前面加一页封面：签字、盖章处")
    parser.add_argument("--forms", metavar="甲,乙", help="只导出这些表：表名或表号，逗号隔开")


def _run(options: argparse.Namespace) -> int:
    workbook, pdf = options.xlsx, options.pdf
    if workbook is None and pdf is None:
        raise UsageError("写上导出成什么：--xlsx 文件 或 --pdf 文件")
    check_target(options.file, workbook, ".xlsx")
    check_target(options.file, pdf, ".pdf")
    if options.formulas and workbook is None:
        raise UsageError("--formulas 说的是工作簿，还要写上 --xlsx 文件")
    written: list[Path] = []
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        forms = _printed(session, options.forms)
        if options.a3:
            forms = [on_larger_paper(form) for form in forms]
        if options.cover:
            forms = _cover_page(session) + forms
        step, was_closed = session.store.versions.step(), not session.store.marks.left_open
        try:
            if workbook is not None:
                live = session if options.formulas else None
                write_workbook_file(forms, workbook, live, draft=options.draft)
                written.append(workbook)
            if pdf is not None:
                write_pdf_file(forms, pdf, draft=options.draft)
                written.append(pdf)
        finally:
            if was_closed:  # who opens it next has to learn that the last program died
                note_exports_in(options.file, written, step)
    return 0


def _printed(session: Session, chosen: str | None) -> list[PrintedForm]:
    if chosen is None:
        sheets = all_sheets(session)
    else:
        names = [name.strip() for name in re.split("[,，]", chosen) if name.strip()]
        wanted = {sheet for name in names for sheet in sheets_named(session, name)}
        sheets = [sheet for sheet in all_sheets(session) if sheet in wanted]
    if not sheets:
        raise UsageError("没有可导出的表")
    return [session.printed(sheet) for sheet in sheets]


def _cover_page(session: Session) -> list[PrintedForm]:
    # With it comes the layout of forms, which few commands need.
    from core.export.cover_page import cover_page

    found = cover_page(session)
    if not found:
        raise UsageError("这个文件的表样没有封面页，去掉 --cover 再导出")
    return found


COMMAND = Command("export", "导出 Excel 和 PDF", _declare, _run)
