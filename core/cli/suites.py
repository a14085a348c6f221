"""biaoli suites: the 套表 that are there, by their suite.yaml alone."""

import argparse
from pathlib import Path

from core.cli.output import say, say_json
from core.cli.usage import Command, Parser
from core.errors import TemplateError
from core.template.library import suite_heads
from core.template.suite_head import SuiteHead


def _declare(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")


def _run(options: argparse.Namespace) -> int:
    found = suite_heads()
    if options.json:
        say_json({"suites": [_as_json(folder, head) for folder, head in found.items()]})
        return 0
    for folder, head in found.items():
        say(_line(folder, head))
    if not found:
        say("一套表也没有找到")
    return 0


def _line(folder: Path, head: SuiteHead | TemplateError) -> str:
    if isinstance(head, TemplateError):
        return f"{folder.name}  表样有问题，用 biaoli template check {folder} 看"
    return f"{head.id}  {head.title}（{head.region}，{head.year}年度，{len(head.forms)}张表）"


def _as_json(folder: Path, head: SuiteHead | TemplateError) -> dict[str, object]:
    if isinstance(head, TemplateError):
        problems = [str(problem) for problem in head.problems]
        return {"id": folder.name, "folder": str(folder), "problems": problems}
    return {
        "id": head.id,
        "folder": str(folder),
        "problems": [],
        "title": head.title,
        "region": head.region,
        "purpose": head.purpose,
        "year": head.year,
        "revision": head.revision,
        "forms": [
            {"name": form.name, "number": form.number, "per_project": form.per is not None}
            for form in head.forms
        ],
    }


COMMAND = Command("suites", "列出现有的套表", _declare, _run)
