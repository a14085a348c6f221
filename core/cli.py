"""The same session from the command line. Stable: scripts and tests rely on it.

Errors go to stderr in one line of plain Chinese; a traceback is a defect. Exit codes of every
command: 0 done, 2 could not be read or wrong usage; `check` also 1 (强制性 open) and 3 (incomplete, or
核实性/待复核 open). `--json` output carries "format": 1; what it holds is told in docs/command-line.md.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from core import __version__
from core.calc.explain import OVERRIDDEN
from core.document.edits import Edit, RemoveProject, SetOverride
from core.errors import BiaoliError, TemplateError, UsageError
from core.export.pdf import write_pdf
from core.export.xlsx import write_workbook
from core.findings import Finding, Outcome
from core.layout.printed import PrintedForm
from core.refs import COVER, PROJECT_CARD, CellId, SheetId, parse_address
from core.session import Session, example_ids, read_example
from core.template.library import found_suites, load_folder

JSON_FORMAT = 1
MAX_INPUT_BYTES = 20_000_000


class _Parser(argparse.ArgumentParser):
    """Says in one plain line what is wrong with a call."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"用法不对：{_in_chinese(message)}。看 {self.prog} --help")


def _in_chinese(message: str) -> str:
    for english, chinese in (
        ("the following arguments are required:", "缺少"),
        ("unrecognized arguments:", "不认识"),
        ("invalid choice:", "没有这个命令"),
        ("expected one argument", "后面缺少内容"),
        ("expected at least one argument", "后面缺少内容"),
        ("argument ", ""),
    ):
        message = message.replace(english, chinese)
    return message.split(" (choose from")[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], int] = options.run
        return run(options)
    except TemplateError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
    except BiaoliError as error:
        print(" ".join(str(error).split("\n")), file=sys.stderr)
    except BrokenPipeError:
        sys.stderr.close()
    except KeyboardInterrupt:
        print("已中断", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="biaoli", description="表里：照官方表样填报，边填边审核。不带命令时打开窗口。"
    )
    parser.add_argument("--version", action="version", version=f"biaoli {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], help_: str
    ) -> argparse.ArgumentParser:
        command: argparse.ArgumentParser = commands.add_parser(name, help=help_, description=help_)
        command.set_defaults(run=run)
        return command

    suites = add("suites", _suites, "列出现有的套表")
    suites.add_argument("--json", action="store_true")

    new = add("new", _new, "新建填报文件")
    new.add_argument("suite", metavar="套表")
    new.add_argument("file", type=Path, metavar="文件")
    new.add_argument("--unit", required=True, metavar="单位名称")
    new.add_argument("--year", metavar="年度")

    example = add("example", _example, "写出一份示例")
    example.add_argument("id", nargs="?", metavar="示例")
    example.add_argument("file", nargs="?", type=Path, metavar="文件")
    example.add_argument("--list", action="store_true", help="列出示例")

    show = add("show", _show, "看文件内容：封面、各表、项目、每一格")
    show.add_argument("file", type=Path, metavar="文件")
    show.add_argument("form", nargs="?", metavar="表")
    show.add_argument("--json", action="store_true")

    _add_set(add("set", _set, "填数（一次全部成功或全部不填）"))

    check = add("check", _check, "审核")
    check.add_argument("file", type=Path, metavar="文件")
    check.add_argument("--json", action="store_true")

    explain = add("explain", _explain, "一个数怎么来的、用在哪里")
    explain.add_argument("file", type=Path, metavar="文件")
    explain.add_argument("address", metavar="地址")

    export = add("export", _export, "导出 Excel 和 PDF")
    export.add_argument("file", type=Path, metavar="文件")
    export.add_argument("--xlsx", type=Path, metavar="文件")
    export.add_argument("--pdf", type=Path, metavar="文件")
    export.add_argument("--forms", metavar="甲,乙", help="只导出这些表（表名或表号）")

    template = add("template", _template, "检查表样")
    actions = template.add_subparsers(dest="action", required=True, metavar="动作")
    lint = actions.add_parser("check", help="检查一个套表文件夹，一次列出全部问题")
    lint.add_argument("folder", type=Path, metavar="文件夹")
    return parser


def _add_set(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="文件")
    command.add_argument("pairs", nargs="*", metavar="地址=值")
    command.add_argument("--from", dest="source", type=Path, metavar="values.json|csv")
    command.add_argument("--add-project", action="append", default=[], metavar="项目简称")
    command.add_argument("--reason", metavar="理由", help="改写计算项时必须写")
    command.add_argument("--clear", action="append", default=[], metavar="地址")
    command.add_argument(
        "--remove", action="append", default=[], metavar="地址", help="删除一行或一个项目"
    )


# ---- commands


def _suites(options: argparse.Namespace) -> int:
    found = found_suites()
    if options.json:
        _print_json({"suites": [_suite_json(entry) for entry in found]})
        return 0
    for entry in found:
        if entry.suite is None:
            print(f"{entry.folder.name}  表样有问题，用 biaoli template check {entry.folder} 看")
            continue
        suite = entry.suite
        print(
            f"{suite.id}  {suite.title}（{suite.region}，{suite.year} 年度，{len(suite.forms)} 张表）"
        )
    return 0


def _suite_json(entry: Any) -> dict[str, object]:
    suite = entry.suite
    if suite is None:
        return {"id": entry.folder.name, "error": [str(p) for p in entry.error.problems]}
    return {
        "id": suite.id,
        "title": suite.title,
        "region": suite.region,
        "purpose": suite.purpose,
        "year": suite.year,
        "revision": suite.revision,
        "forms": [
            {"name": f.name, "number": f.number, "title": f.title, "per_project": f.per_project}
            for f in suite.forms.values()
        ],
    }


def _new(options: argparse.Namespace) -> int:
    with Session.create(options.suite, options.file, options.unit, options.year) as session:
        print(f"已建好 {options.file}：{session.suite.title}，{len(session.sheets())} 张表")
    return 0


def _example(options: argparse.Namespace) -> int:
    if options.list or options.id is None:
        for example_id in example_ids():
            print(f"{example_id}  {read_example(example_id).title}")
        return 0
    if options.file is None:
        raise UsageError(
            "用法不对：写上要写到哪个文件，例如 biaoli example tonghai-2021 示例.biaoli"
        )
    with Session.example(options.id, options.file):
        print(f"示例已写到 {options.file}")
    return 0


def _show(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=True) as session:
        if options.form is None:
            sheets = [title.sheet for title in session.sheets()]
        else:
            sheets = _sheets_named(session, options.form)
        if options.json:
            _print_json(_document_json(session, sheets))
        else:
            _print_document(session, sheets, whole=options.form is not None)
    return 0


def _print_document(session: Session, sheets: Sequence[SheetId], *, whole: bool) -> None:
    if not whole:
        print(session.suite.title)
        for cell in _pseudo_cells(session):
            if session.text(cell):
                print(f"  {session.names.address(cell)} = {session.text(cell)}")
    titles = {title.sheet: title for title in session.sheets()}
    for sheet in sheets:
        title = titles[sheet]
        filled, required = session.auditor.filled(sheet)
        print(f"{title.number}  {title.title}  必填 {required} 格，已填 {filled} 格")
        if whole:
            for cell in _ordered_cells(session, sheet):
                print("  " + _cell_line(session, cell))


def _cell_line(session: Session, cell: CellId) -> str:
    kind = session.kind(cell)
    text = session.text(cell).replace("\n", "⏎")
    line = f"{session.names.local_address(cell)} = {text}  [{kind}]"
    if kind == OVERRIDDEN:
        override = session.document.overrides[cell]
        line += f"  理由：{override.reason}"
    return line


def _pseudo_cells(session: Session) -> list[CellId]:
    cells = [CellId(COVER, "", "", name) for name in session.suite.cover]
    for project in session.document.projects:
        cells += [CellId(PROJECT_CARD, project, "", name) for name in session.suite.card]
    return cells


def _ordered_cells(session: Session, sheet: SheetId) -> list[CellId]:
    """Every cell of a sheet in the order of the printed form."""
    cells: dict[CellId, None] = {}
    for place in session.plan(sheet).cells:
        if place.cell is not None and not place.cell.record.startswith("+"):
            cells.update(dict.fromkeys(place.covers))
    return list(cells)


def _document_json(session: Session, sheets: Sequence[SheetId]) -> dict[str, object]:
    titles = {title.sheet: title for title in session.sheets()}
    return {
        "suite": session.suite.id,
        "revision": session.suite.revision,
        "cover": {name: session.text(CellId(COVER, "", "", name)) for name in session.suite.cover},
        "projects": [
            {name: session.text(CellId(PROJECT_CARD, p, "", name)) for name in session.suite.card}
            for p in session.document.projects
        ],
        "forms": [
            {
                "name": sheet.form,
                "project": session.names.project_name(sheet.instance) if sheet.instance else None,
                "number": titles[sheet].number,
                "title": titles[sheet].title,
                "cells": [_cell_json(session, c) for c in _ordered_cells(session, sheet)],
            }
            for sheet in sheets
        ],
    }


def _cell_json(session: Session, cell: CellId) -> dict[str, object]:
    override = session.document.overrides.get(cell)
    content: dict[str, object] = {
        "address": session.names.address(cell),
        "text": session.text(cell),
        "kind": session.kind(cell),
        "typed": session.typed(cell) or None,
    }
    if override is not None:
        content["override"] = {"value": override.text, "reason": override.reason}
    return content


def _set(options: argparse.Namespace) -> int:
    pairs: list[tuple[str, str | None]] = [_pair(text) for text in options.pairs]
    if options.source is not None:
        pairs = [*_read_pairs(options.source), *pairs]
    pairs += [(address, None) for address in options.clear]
    if not (pairs or options.add_project or options.remove):
        raise UsageError("没有要改的。例如 biaoli set 文件 封面.编制人=张三")
    with Session.open(options.file) as session:
        count = _change(session, options, pairs)
        print(f"已填 {count} 处，{_summary_line(session)}")
    return 0


def _change(
    session: Session, options: argparse.Namespace, pairs: Sequence[tuple[str, str | None]]
) -> int:
    """Everything of one call as one step: all of it or nothing."""
    steps = 0
    with session.together("命令行修改"):
        for name in options.add_project:
            session.apply(session.entries.added_project(name)[0])
            steps += 1
        plain = []
        for address, text in pairs:
            cell = _calculated(session, address)
            if cell is None:
                plain.append((address, text))
            else:
                _override(session, cell, text, options.reason)
                steps += 1
        if plain:
            session.set_addresses(plain)
        for address in options.remove:
            session.apply(_removal(session, address))
            steps += 1
    return steps + len(plain)


def _calculated(session: Session, address: str) -> CellId | None:
    found = session.names.find(address) if _is_there(session, address) else None
    if isinstance(found, CellId):
        slot = session.calculation.slot(found)
        return found if slot is not None and slot.is_calculated else None
    return None


def _is_there(session: Session, address: str) -> bool:
    try:
        session.names.find(address)
    except BiaoliError:
        return False  # set_addresses says what is wrong, or makes the record
    return True


def _override(session: Session, cell: CellId, text: str | None, reason: str | None) -> None:
    if text is None:
        session.apply(SetOverride(cell, None))
        return
    if reason is None:
        place = session.names.place(cell)
        raise UsageError(f"{place}是计算项，改写要用 --reason 写明理由")
    session.override(cell, text, reason)


def _removal(session: Session, address: str) -> Edit:
    parsed = parse_address(address)
    if parsed and parsed.form is None and parsed.steps[0].name == PROJECT_CARD:
        cell = session.names.cell(f"{address}.{session.suite.card_name}")
        return RemoveProject(cell.instance)
    sheet, _, row = address.rpartition("!")
    region = row.partition("[")[0]
    shape = session.names.sheet(sheet)
    found = shape.form.regions.get(region)
    if found is None:
        raise UsageError(f"“{address}”不是一行或一个项目，例如 支出决算表!项[2101501] 或 项目卡[1]")
    cell = session.names.cell(f"{address}.{found.columns[0]}")
    return session.entries.removed_row(cell.sheet, cell.record)


def _pair(text: str) -> tuple[str, str]:
    address, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"“{text[:40]}”要写成 地址=值")
    return address.strip(), value


def _read_pairs(path: Path) -> list[tuple[str, str | None]]:
    """Addresses and values from a JSON object or a two-column CSV file."""
    try:
        if path.stat().st_size > MAX_INPUT_BYTES:
            raise UsageError(f"“{path.name}”太大")
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".csv":
            rows = [row for row in csv.reader(io.StringIO(text), strict=True) if any(row)]
            pairs: Iterable[Sequence[object]] = rows
        else:
            content = json.loads(text, parse_float=str, parse_int=str)
            pairs = list(content.items()) if isinstance(content, dict) else []
            if not isinstance(content, dict):
                raise UsageError(f'“{path.name}”要写成 {{"地址": "值"}} 的样子')
        return [_read_pair(path, pair) for pair in pairs]
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"“{path}”读不出来，要是 UTF-8 的 json 或 csv 文件") from None
    except (ValueError, RecursionError, csv.Error):
        raise UsageError(f"“{path.name}”的内容不是正确的 json 或 csv") from None


def _read_pair(path: Path, pair: Sequence[object]) -> tuple[str, str | None]:
    if len(pair) != 2 or not isinstance(pair[0], str):
        raise UsageError(f"“{path.name}”每一行要有两项：地址和值")
    address, value = pair
    if value is not None and not isinstance(value, str):
        raise UsageError(f"“{path.name}”里 {address} 的值要是文字或数")
    return address, value


def _check(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=True) as session:
        summary = session.summary()
        if options.json:
            _print_json(
                {
                    "exit": summary.exit_code,
                    "outcomes": {o.value: summary.outcomes.get(o, 0) for o in Outcome},
                    "required": summary.required,
                    "missing": summary.missing,
                    "findings": [_finding_json(session, f) for f in session.findings()],
                }
            )
        else:
            for finding in session.findings():
                print(_finding_line(session, finding))
            print(_summary_line(session))
    return summary.exit_code


def _finding_line(session: Session, finding: Finding) -> str:
    where = session.names.form_words(finding.cells[0].sheet)
    state = "已说明" if finding.outcome is Outcome.JUSTIFIED else finding.severity.value
    state += "（待复核）" if finding.stale else ""
    remedy = f"。{finding.remedy}" if finding.remedy else ""
    return f"[{state}] {where} {finding.place}：{finding.message}{remedy}"


def _finding_json(session: Session, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "scope": finding.scope.value,
        "outcome": finding.outcome.value,
        "cells": [session.names.address(cell) for cell in finding.cells],
        "message": finding.message,
        "remedy": finding.remedy,
        "justification": finding.justification or None,
        "stale": finding.stale,
    }


def _summary_line(session: Session) -> str:
    summary = session.summary()
    rules = "，".join(
        f"{outcome.value} {summary.outcomes[outcome]}"
        for outcome in Outcome
        if outcome in summary.outcomes
    )
    return (
        f"必填 {summary.required} 格，缺 {summary.missing} 格；强制性 {summary.mandatory}，"
        f"核实性 {summary.verify}，提示 {summary.hints}；审核 {rules or '没有规则'}"
    )


def _explain(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=True) as session:
        found = session.explain(session.names.cell(options.address))
    print(f"{found.words}：{found.text or '（空）'}{found.unit}  [{found.kind}]")
    if found.why_blank:
        print(f"  {found.why_blank}")
    if found.formula:
        print(f"  怎么算的：{found.formula}")
    for mention in found.inputs:
        print(f"    {mention.words} = {mention.text or '空'}    {mention.address}")
    if found.computed:
        print(
            f"  自动计算：{found.computed}"
            + (f"；改写理由：{found.reason}" if found.reason else "")
        )
    if found.users:
        print("  用在哪里：")
        for mention in found.users:
            print(f"    {mention.words} = {mention.text or '空'}    {mention.address}")
    return 0


def _export(options: argparse.Namespace) -> int:
    if options.xlsx is None and options.pdf is None:
        raise UsageError("写上要导出什么：--xlsx 文件 或 --pdf 文件")
    with Session.open(options.file, read_only=True) as session:
        forms = _printed_forms(session, options.forms)
        if options.xlsx is not None:
            write_workbook(forms, options.xlsx)
            print(f"已导出 {options.xlsx}")
        if options.pdf is not None:
            write_pdf(forms, options.pdf)
            print(f"已导出 {options.pdf}")
    return 0


def _printed_forms(session: Session, chosen: str | None) -> list[PrintedForm]:
    if chosen is None:
        sheets = [title.sheet for title in session.sheets()]
    else:
        names = [name.strip() for name in chosen.replace("，", ",").split(",") if name.strip()]
        wanted = {sheet for name in names for sheet in _sheets_named(session, name)}
        sheets = [title.sheet for title in session.sheets() if title.sheet in wanted]
    if not sheets:
        raise UsageError("没有可导出的表")
    return [session.printed(sheet) for sheet in sheets]


def _sheets_named(session: Session, name: str) -> list[SheetId]:
    """The sheets of a form by name, number or printed number; all projects when none is named."""
    titles = session.sheets()
    numbered = [t.sheet for t in titles if name in (t.number, t.number.removesuffix("表"))]
    if numbered:
        return numbered
    form = session.suite.forms.get(name)
    if form is not None and form.per_project:
        return [t.sheet for t in titles if t.sheet.form == name]
    return [session.names.sheet(name).sheet]


def _template(options: argparse.Namespace) -> int:
    suite = load_folder(options.folder)
    cells = sum(len(form.slots) for form in suite.forms.values())
    rules = len(suite.audits) + sum(len(form.audits) for form in suite.forms.values())
    print(f"{suite.id}：{len(suite.forms)} 张表，{cells} 种单元格，{rules} 条审核公式，没有问题")
    return 0


def _print_json(content: dict[str, object]) -> None:
    print(json.dumps({"format": JSON_FORMAT, **content}, ensure_ascii=False, indent=1))
