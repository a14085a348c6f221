"""biaoli show: what a document holds: cover, projects, forms, every cell."""

import argparse
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.cli.notes import say_notes
from core.cli.output import say, say_json
from core.cli.sheets import all_sheets, sheets_named
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError
from core.last_year import summary
from core.layout.cell_order import cells_in_order
from core.refs import CellId, SheetId, card_cell, cover_cell
from core.revisions.drawer import drawer_of
from core.session import Session, SheetTitle
from core.values import CellValue, Failed, plain


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument(
        "form", nargs="?", metavar="表", help="只看这张表的每一格：表名、表号或 表名[项目]"
    )
    parser.add_argument("--json", action="store_true", help="按 JSON 输出每一格，供程序读")
    parser.add_argument(
        "--drawer", action="store_true", help="只看抽屉：更新表样以后没有地方放的内容"
    )


def _run(options: argparse.Namespace) -> int:
    if options.drawer and (options.form is not None or options.json):
        raise UsageError("--drawer 单独写，例如 biaoli show 文件 --drawer")
    with Session.open(options.file, read_only=True) as session:
        if options.drawer:
            _say_drawer(session)
            return 0
        say_notes(session)
        named = options.form is not None
        sheets = sheets_named(session, options.form) if named else all_sheets(session)
        if options.json:
            say_json(_as_json(session, sheets))
        elif named:
            _say_cells(session, sheets)
        else:
            _say_overview(session)
    return 0


def _say_overview(session: Session) -> None:
    say(session.suite.title)
    cards = (cell for project in session.document.projects for cell in _card(session, project))
    for cell in (*_cover(session), *cards):
        if session.text(cell):
            say(f"  {session.names.address(cell)} = {session.text(cell)}")
    for title in session.sheets():
        _say_title(session, title)
    if session.document.deselected:
        called = map(session.names.form_called, _left_out(session))
        say(f"没有选用：{'、'.join(called)}")
    if session.document.last_year is not None:
        say(summary(session))


def _say_drawer(session: Session) -> None:
    drawer = drawer_of(session.names)
    for kept in drawer:
        say(kept.words)
    if not drawer:
        say("抽屉是空的")


def _left_out(session: Session) -> list[str]:
    return [name for name in session.suite.forms if name in session.document.deselected]


def _say_cells(session: Session, sheets: Sequence[SheetId]) -> None:
    for title in session.sheets():
        if title.sheet in sheets:
            _say_title(session, title)
            for cell in ordered_cells(session, title.sheet):
                say(f"  {_line(session, cell)}")


def _say_title(session: Session, title: SheetTitle) -> None:
    filled, required = session.auditor.filled(title.sheet)
    need = f"必填{required}格，已填{filled}格" if required else "没有必填的格"
    say(f"{title.number}  {title.title}  {session.names.sheet_name(title.sheet)}  {need}")


def _line(session: Session, cell: CellId) -> str:
    override = session.calculation.override(cell)
    reason = f"  理由：{override.reason}" if override else ""
    return f"{session.names.address(cell)} = {session.text(cell)}  [{session.kind(cell)}]{reason}"


def _cover(session: Session) -> list[CellId]:
    return [cover_cell(name) for name in session.suite.cover]


def _card(session: Session, project: str) -> list[CellId]:
    return [card_cell(project, name) for name in session.suite.card]


def ordered_cells(session: Session, sheet: SheetId) -> list[CellId]:
    """Every cell of a sheet in the order of the printed form; entry cells not drawn come last."""
    return cells_in_order(session.plan(sheet), session.calculation.shape.sheets[sheet])


def _as_json(session: Session, sheets: Iterable[SheetId]) -> dict[str, object]:
    titles = {title.sheet: title for title in session.sheets()}
    return {
        "suite": session.suite.id,
        "revision": session.suite.revision,
        "title": session.suite.title,
        "cover": [_cell_json(session, cell) for cell in _cover(session)],
        "projects": [
            {
                "name": session.names.project_name(project),
                "cells": [_cell_json(session, cell) for cell in _card(session, project)],
            }
            for project in session.document.projects
        ],
        "forms": [_form_json(session, titles[sheet]) for sheet in sheets],
        "deselected": _left_out(session),
        "last_year": _last_year_json(session),
    }


def _last_year_json(session: Session) -> dict[str, object] | None:
    kept = session.document.last_year
    if kept is None:
        return None
    return {
        "unit": kept.unit,
        "year": kept.year,
        "suite": kept.suite,
        "revision": kept.revision,
        "file": kept.file,
        "figures": [
            {
                "form": one.place.form,
                "key": one.place.key,
                "cell": one.place.name,
                "value": one.text,
                "text": one.shown,
            }
            for one in kept.figures
        ],
    }


def _form_json(session: Session, title: SheetTitle) -> dict[str, object]:
    sheet = title.sheet
    return {
        "name": sheet.form,
        "project": session.names.project_name(sheet.instance) if sheet.instance else None,
        "number": title.number,
        "title": title.title,
        "cells": [_cell_json(session, cell) for cell in ordered_cells(session, sheet)],
    }


def _cell_json(session: Session, cell: CellId) -> dict[str, object]:
    override = session.calculation.override(cell)
    value = session.value(cell)
    return {
        "address": session.names.address(cell),
        "value": _exact(value),
        "text": session.text(cell),
        "kind": session.kind(cell),
        "typed": session.typed(cell) or None,
        "override": {"value": override.text, "reason": override.reason} if override else None,
        "problem": value.reason if isinstance(value, Failed) else None,
    }


def _exact(value: CellValue) -> str | None:
    if isinstance(value, Decimal):
        return plain(value)
    return value if isinstance(value, str) else None


COMMAND = Command("show", "看文件内容：封面、项目、各表，每一格", _declare, _run)
