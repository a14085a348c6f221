"""biaoli template: what is done with the forms of a 套表 themselves."""

import argparse
from collections.abc import Callable

from core.cli.template_check import check
from core.cli.template_draft import draft
from core.cli.template_fmt import fmt
from core.cli.template_show import show
from core.cli.usage import Command, Parser, file_path
from core.errors import UsageError

_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "draft": draft,
    "fmt": fmt,
    "show": show,
}
_OPTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "form": (("draft", "show"), "表名"),
    "out": (("show",), "--out"),
    "example": (("show",), "--example"),
    "check": (("fmt",), "--check"),
}


def _declare(parser: Parser) -> None:
    parser.add_argument(
        "action",
        choices=[*_ACTIONS],
        metavar="动作",
        help="check：检查，一次列出全部问题；draft：照空白的 Excel 表画出初稿；"
        "fmt：把画的表样排齐；show：印出表样看看",
    )
    parser.add_argument(
        "folder",
        type=file_path,
        metavar="文件夹",
        help="套表所在的文件夹，或放着几个套表的文件夹；draft：空白的 .xlsx",
    )
    parser.add_argument(
        "form",
        nargs="?",
        metavar="表",
        help="show：只印这张表，表名或表号；draft：新的文件夹，初稿写在里面",
    )
    parser.add_argument("--out", type=file_path, metavar="文件", help="show：写成 .pdf 或 .png")
    parser.add_argument("--example", metavar="示例", help="show：印这份示例填的内容，不印空表")
    parser.add_argument("--check", action="store_true", help="fmt：只说哪些没有排齐，不改")


def _run(options: argparse.Namespace) -> int:
    for name, (actions, words) in _OPTIONS.items():
        if getattr(options, name) and options.action not in actions:
            raise UsageError(f"template {options.action} 后面不写{words}")
    return _ACTIONS[options.action](options)


COMMAND = Command("template", "检查、排齐、印出套表的表样，照空白表画出初稿", _declare, _run)
