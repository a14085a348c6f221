"""biaoli find: a text or a figure, wherever it stands."""

import argparse
from typing import Final

from core.calc.shape import PHANTOM
from core.cli.notes import say_notes
from core.cli.output import say, say_json
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError
from core.find.search import Hit, Search, place_words
from core.session import Session

_MOST: Final = 60


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("text", metavar="文字", help="要找的文字、数、编码或拼音首字母")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出")


def _run(options: argparse.Namespace) -> int:
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        search = Search(session, options.text)
        if search.is_blank:
            raise UsageError("写上要找什么，例如 biaoli find 文件 6663125.83")
        hits = list(search.hits())
        told = [_told(session, hit) for hit in hits]
    if options.json:
        say_json({"text": search.text, "hits": told})
        return 0
    for one in told:
        address = f"    {one['address']}" if one["address"] else ""
        say(f"{one['place']}：{_short(one['text'] or '')}{address}")
    say(f"找到 {len(hits)} 处" if hits else search.nothing_found())
    return 0


def _short(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"


def _told(session: Session, hit: Hit) -> dict[str, str | None]:
    cell = hit.cell if hit.cell and not hit.cell.record.startswith(PHANTOM) else None
    address = session.names.address(cell) if cell is not None else None
    return {"place": place_words(session, hit), "text": hit.text, "address": address}


COMMAND = Command("find", "找一个数或一段文字，查所有的表", _declare, _run)
