"""biaoli set: edits in one transaction: all of them or none."""

import argparse
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from core.calc.addresses import MissingRecord
from core.calc.entries import cleared
from core.cli.check import say_finding, summary_line
from core.cli.input_file import Entry, read_entries
from core.cli.notes import say_notes, say_place, say_revision, say_trouble
from core.cli.output import say
from core.cli.rearrange import rearranged
from core.cli.usage import Command, Parser, file_path
from core.document.edits import SelectForm
from core.errors import AddressError, UsageError
from core.findings import Finding
from core.keeping import back_up
from core.refs import CellId, normalise_name
from core.session import Session
from core.values import clean_text

_MOST_FINDINGS = 10


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument(
        "pairs", nargs="*", metavar="地址=值", help="填一格，例如 封面.编制人=张三；没有值就是清除"
    )
    parser.add_argument(
        "--from",
        dest="source",
        type=file_path,
        metavar="values.json|csv",
        help="从文件填许多格：地址和值",
    )
    parser.add_argument(
        "--add-project",
        action="append",
        default=[],
        metavar="项目",
        help="先增加叫这个名称的项目，可写几次",
    )
    for name, words in (("--select", "先选用一张表"), ("--deselect", "先不选用一张表")):
        parser.add_argument(
            name, action="append", default=[], metavar="表", help=f"{words}：表名或表号，可写几次"
        )
    parser.add_argument("--reason", metavar="理由", help="改写计算项的理由")
    parser.add_argument(
        "--clear",
        action="append",
        default=[],
        metavar="地址",
        help="清除一格；改写过的恢复自动计算，留着的内容不再留",
    )
    parser.add_argument(
        "--copy",
        action="append",
        default=[],
        metavar="地址",
        help="然后复制一行，或复制一个项目并起新名称，例如 项目卡[1]=医疗救助",
    )
    for name, words, up in (("--up", "上移", True), ("--down", "下移", False)):
        parser.add_argument(
            name,
            dest="moves",
            action="append",
            type=partial(_moved, up=up),
            default=[],
            metavar="地址",
            help=f"然后把一行或一个项目{words}一位，可写几次",
        )
    parser.add_argument(
        "--remove",
        action="append",
        default=[],
        metavar="地址",
        help="最后删除一行或一个项目，例如 项目卡[1]",
    )


def _moved(address: str, *, up: bool) -> tuple[str, bool]:
    return address, up


def _reorders(options: argparse.Namespace) -> bool:
    return bool(options.copy or options.moves)


def _run(options: argparse.Namespace) -> int:
    entries = read_entries(options.source) if options.source is not None else []
    entries += [_pair(text) for text in options.pairs]
    entries = [replace(entry, reason=entry.reason or options.reason) for entry in entries]
    entries += [Entry(address, None) for address in options.clear]
    selected = [(name, True) for name in options.select]
    selected += [(name, False) for name in options.deselect]
    if not (entries or selected or options.add_project or options.remove or _reorders(options)):
        raise UsageError("没有要改的。例如 biaoli set 文件 封面.编制人=张三")
    with Session.open(options.file) as session:
        say_notes(session)
        say_place(session)
        say_revision(session)
        before = session.findings()
        with session.together("命令行填数"):
            count = _added(session, options.add_project)
            said = [_selected(session, *selection) for selection in selected]
            count += len(said) + _changed(session, entries)
            count += rearranged(session, options.copy, options.moves, options.remove)
        for words in said:
            say(words)
        _say_result(session, count, before)
        _say_unwanted(entries)
        say_trouble(back_up(session))
    return 0


def _pair(text: str) -> Entry:
    address, sign, value = text.partition("=")
    if not sign:
        raise UsageError(f"“{text[:40]}”要写成 地址=值")
    return Entry(address.strip(), value)


def _added(session: Session, projects: Iterable[str]) -> int:
    count = 0
    for name in projects:
        if not clean_text(name):
            raise UsageError(f"{session.suite.card_name}是空的")
        session.apply(session.entries.added_project(name)[0])
        count += 1
    return count


def _selected(session: Session, name: str, wanted: bool) -> str:
    form = session.names.form(normalise_name(name)).name
    session.apply(SelectForm(form, wanted))
    return session.selection_words(form)


def _changed(session: Session, entries: Sequence[Entry]) -> int:
    """Values first, then overrides, which remember the figure beside them."""
    typed: list[Entry] = []
    overrides: list[Entry] = []
    for entry in entries:
        (overrides if _is_calculated(session, entry.address) else typed).append(entry)
    if typed:
        session.set_addresses((entry.address, entry.text) for entry in typed)
    for entry in overrides:
        _override(session, entry)
    return len(entries)


def _is_calculated(session: Session, address: str) -> bool:
    try:
        found = session.names.find(address)
    except AddressError:
        return False  # it is wrong, which is said later, or its record is made by then
    form = session.suite.forms.get(
        found.sheet.form if isinstance(found, MissingRecord) else found.form
    )
    name = f"{found.region}.{found.column}" if isinstance(found, MissingRecord) else found.name
    slot = form.slots.get(name) if form else None
    if slot is None or not slot.is_calculated:
        return False
    return isinstance(found, MissingRecord) or not _is_named_here(session, found)


def _is_named_here(session: Session, cell: CellId) -> bool:
    """Whether it is the name of a code that no dictionary knows, which is typed."""
    slot = session.calculation.slot(cell)
    return slot is not None and session.calculation.to_be_named(cell, slot) is not None


def _override(session: Session, entry: Entry) -> None:
    if not entry.text:
        found = session.names.find(entry.address)
        cell = session.names.kept(found) if isinstance(found, MissingRecord) else found
        session.apply(cleared(session.document, [cell]))
        return
    cell = session.names.cell(entry.address)
    if entry.reason is None and _is_named_here(session, cell):  # its row was made just now
        session.set_addresses([(entry.address, entry.text)])
        return
    if entry.reason is None:
        place = session.names.place(cell)
        raise UsageError(f"{place}是计算项，改写要用 --reason 写明理由")
    session.override(cell, entry.text, entry.reason)


# ---- what came of it


def _say_result(session: Session, count: int, before: Sequence[Finding]) -> None:
    known = set(before)
    fresh = [finding for finding in session.findings() if finding not in known]
    say(f"已改{count}处，{summary_line(session)}")
    for finding in fresh[:_MOST_FINDINGS]:
        say_finding(session, finding)
    if len(fresh) > _MOST_FINDINGS:
        say(f"另有{len(fresh) - _MOST_FINDINGS}条，用 biaoli check 看")


_BLANKS = re.compile(r"[^\S\x0b\x0c\x1c-\x1f\x85]+")


def _say_unwanted(entries: Iterable[Entry]) -> None:
    """The door drops signs that nobody can see; it says so."""
    lost = [
        entry.address
        for entry in entries
        if entry.text and _BLANKS.sub("", clean_text(entry.text)) != _BLANKS.sub("", entry.text)
    ]
    if lost:
        say(f"{lost[0]}{f' 等{len(lost)}格' if len(lost) > 1 else ''}里不可见的符号已去掉")


COMMAND = Command("set", "填数：一次全部填上，或全部不填", _declare, _run)
