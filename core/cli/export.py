"""biaoli export: the forms as a workbook and as PDF."""

import argparse
import re
from pathlib import Path

from core.cli.notes import say_notes
from core.cli.output import say
from core.cli.sheets import all_sheets, sheets_named
from core.cli.usage import Command, Parser, file_path
from core.errors import ExportError, UsageError
from core.layout.printed import PrintedForm
from core.session import Session


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("--xlsx", type=file_path, metavar="文件", help="导出成 Excel 工作簿")
    parser.add_argument("--pdf", type=file_path, metavar="文件", help="导出成 PDF")
    parser.add_argument(
        "--formulas", action="store_true", help="工作簿里的计算格写成 Excel 公式，不只写数"
    )
    parser.add_argument("--forms", metavar="甲,乙", help="只导出这些表：表名或表号，逗号隔开")


def _run(options: argparse.Namespace) -> int:
    workbook, pdf = options.xlsx, options.pdf
    if workbook is None and pdf is None:
        raise UsageError("写上导出成什么：--xlsx 文件 或 --pdf 文件")
    _check_target(options.file, workbook, ".xlsx")
    _check_target(options.file, pdf, ".pdf")
    if options.formulas and workbook is None:
        raise UsageError("--formulas 说的是工作簿，还要写上 --xlsx 文件")
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        forms = _printed(session, options.forms)
        if workbook is not None:
            _write_workbook(forms, workbook, session if options.formulas else None)
    if pdf is not None:
        _write_pdf(forms, pdf)
    return 0


def _write_workbook(forms: list[PrintedForm], path: Path, session: Session | None) -> None:
    from core.export.xlsx import write_workbook

    write_workbook(forms, path, session)
    say(f"已导出 {path}")


def _write_pdf(forms: list[PrintedForm], path: Path) -> None:
    from core.export.pdf import write_pdf

    write_pdf(forms, path)
    say(f"已导出 {path}")


def _check_target(document: Path, target: Path | None, suffix: str) -> None:
    """An export never takes the place of the document, nor of a file of another kind."""
    if target is None:
        return
    if target.suffix.lower() != suffix:
        raise UsageError(f"“{target.name}”要以 {suffix} 结尾")
    try:
        is_document = target.samefile(document)
    except (OSError, ValueError):
        return  # one of them is not there
    if is_document:
        raise ExportError(f"“{target.name}”就是填报文件，不能导出到它上面。另取一个文件名。")


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


COMMAND = Command("export", "导出 Excel 和 PDF", _declare, _run)
