"""biaoli template check: every mistake of a 套表 folder at once, one a line."""

import argparse

from core.cli.output import say
from core.cli.usage import Command, Parser, file_path
from core.template.library import load_folder


def _declare(parser: Parser) -> None:
    parser.add_argument(
        "action", choices=["check"], metavar="动作", help="check：检查，一次列出全部问题"
    )
    parser.add_argument("folder", type=file_path, metavar="文件夹", help="套表所在的文件夹")


def _run(options: argparse.Namespace) -> int:
    suite = load_folder(options.folder)
    cells = sum(len(form.slots) for form in suite.forms.values())
    rules = len(suite.audits) + sum(len(form.audits) for form in suite.forms.values())
    say(f"{suite.id}：{len(suite.forms)}张表，{cells}种单元格，{rules}条审核公式，没有问题")
    return 0


COMMAND = Command("template", "检查套表的表样", _declare, _run)
