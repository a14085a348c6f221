"""biaoli diff: what differs between a version and now, on screen, as a workbook and as PDF."""

import argparse

from core.cli.notes import say_notes
from core.cli.output import say, say_json
from core.cli.targets import check_target, write_pdf_file, write_workbook_file
from core.cli.usage import Command, Parser, file_path
from core.refs import cover_cell
from core.session import Session
from core.versions.difference_sheet import counts, difference_sheet, texts_of
from core.versions.differences import Difference, base_of_version, differences
from core.versions.keeping import version_named


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument(
        "version",
        nargs="?",
        default="",
        metavar="版",
        help="与哪一版比：第几版，或版本名称；不写就是最后一版",
    )
    parser.add_argument("--xlsx", type=file_path, metavar="文件", help="差异表导出成 Excel 工作簿")
    parser.add_argument("--pdf", type=file_path, metavar="文件", help="差异表导出成 PDF")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")


def _run(options: argparse.Namespace) -> int:
    check_target(options.file, options.xlsx, ".xlsx")
    check_target(options.file, options.pdf, ".pdf")
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        base = base_of_version(session, version_named(session, options.version))
        lines = differences(session, base)
        sheet = difference_sheet(session.text(cover_cell(session.suite.unit)), base.words, lines)
        addresses = [session.names.address(line.cell) if line.cell else None for line in lines]
    if options.json:
        pairs = zip(lines, addresses, strict=True)
        say_json({"base": base.words, "differences": [_json(*pair) for pair in pairs]})
    else:
        for number, line in enumerate(lines, 1):
            say(_words(number, line))
        say(f"与{base.words}比较：{counts(lines)}")
    if options.xlsx is not None:
        write_workbook_file([sheet], options.xlsx, quietly=options.json)
    if options.pdf is not None:
        write_pdf_file([sheet], options.pdf, quietly=options.json)
    return 0


def _words(number: int, line: Difference) -> str:
    count, form, place, was, now, kind, reason = texts_of(number, line)
    change = f"：{was} → {now}" if was or now else ""
    return f"{count}  {form} {place}{change}  [{kind}]{'  ' * bool(reason)}{reason}"


def _json(line: Difference, address: str | None) -> dict[str, object]:
    return {
        "form": line.form,
        "place": line.place,
        "address": address,
        "was": line.was,
        "now": line.now,
        "kind": line.kind,
        "reason": line.reason or None,
    }


COMMAND = Command("diff", "与一版比较：哪些格变了，从多少到多少", _declare, _run)
