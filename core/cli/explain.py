"""biaoli explain: where a figure comes from and where it goes."""

import argparse
from collections.abc import Iterable, Iterator

from core.calc.explain import Explanation, Mention
from core.cli.notes import say_notes
from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.document.history_words import change_words
from core.refs import CellId
from core.session import Session

_MOST_HISTORY = 50


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("address", metavar="地址", help="哪一格，例如 支出决算表!合计.栏1")


def _run(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        found = session.explain(session.names.cell(options.address))
        lines = [*_lines(found), *_history(session, found.cell)]
    for line in lines:
        say(line)
    return 0


def _lines(found: Explanation) -> Iterator[str]:
    text = f"{found.text}{found.unit}" if found.text else "（空）"
    yield f"{found.words}：{text}  [{found.kind}]"
    for words in (found.note, found.why_blank):
        if words:
            yield f"  {words}"
    for words in found.scoring:
        yield f"  按规定：{words}"
    if found.formula:
        yield f"  怎么算的：{found.formula}"
    yield from _mentions(found.inputs)
    for words in found.last_year:
        yield f"    {words}"
    if found.computed:
        reason = f"；改写理由：{found.reason}" if found.reason else ""
        yield f"  自动计算：{found.computed}{reason}"
    if found.users:
        yield "  用在哪里："
        yield from _mentions(found.users)


def _history(session: Session, cell: CellId) -> Iterator[str]:
    """What became of the cell, newest first: when, by whom, what."""
    changes = session.store.history_of(cell, _MOST_HISTORY + 1)
    if changes:
        yield "  记录："
    for change in changes[:_MOST_HISTORY]:
        told = (change.at[:19].replace("T", " "), change.author, change_words(change))
        yield "    " + "  ".join(filter(None, told))
    if len(changes) > _MOST_HISTORY:
        yield "    更早的没有列出"


def _mentions(mentions: Iterable[Mention]) -> Iterator[str]:
    for mention in mentions:
        yield f"    {mention.words} = {mention.text or '（空）'}    {mention.address}"


COMMAND = Command("explain", "一个数怎么来的、用在哪里、谁填过", _declare, _run)
