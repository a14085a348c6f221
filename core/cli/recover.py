"""biaoli recover: what can be read of a damaged document, as a new document."""

import argparse

from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.document.recovery import recover


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="损坏的填报文件，不会改动它")
    parser.add_argument(
        "--to", type=file_path, required=True, metavar="新文件", help="写到哪个新文件，不覆盖"
    )


def _run(options: argparse.Namespace) -> int:
    recovered = recover(options.file, options.to)
    count = sum(recovered.cells.values())
    say(f"读得出的已写到 {options.to}：{count} 格，{recovered.steps} 步填报记录")
    for form, cells in recovered.cells.items():
        say(f"  {form} {cells} 格")
    for line in recovered.told or ("没有发现缺少的",):
        say(line)
    return 0


COMMAND = Command("recover", "把损坏的文件里读得出的救到新文件，说出缺什么", _declare, _run)
