"""biaoli suites: the 套表 that are there."""

import argparse

from core.cli.output import say, say_json
from core.cli.usage import Command, Parser
from core.template.library import FoundSuite, found_suites


def _declare(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")


def _run(options: argparse.Namespace) -> int:
    found = found_suites()
    if options.json:
        say_json({"suites": [_as_json(entry) for entry in found]})
        return 0
    for entry in found:
        say(_line(entry))
    if not found:
        say("一套表也没有找到")
    return 0


def _line(entry: FoundSuite) -> str:
    suite = entry.suite
    if suite is None:
        return f"{entry.folder.name}  表样有问题，用 biaoli template check {entry.folder} 看"
    forms = len(suite.forms)
    return f"{suite.id}  {suite.title}（{suite.region}，{suite.year}年度，{forms}张表）"


def _as_json(entry: FoundSuite) -> dict[str, object]:
    suite = entry.suite
    if suite is None:
        problems = [str(problem) for problem in entry.error.problems] if entry.error else []
        return {"id": entry.folder.name, "folder": str(entry.folder), "problems": problems}
    return {
        "id": suite.id,
        "folder": str(entry.folder),
        "problems": [],
        "title": suite.title,
        "region": suite.region,
        "purpose": suite.purpose,
        "year": suite.year,
        "revision": suite.revision,
        "forms": [
            {
                "name": form.name,
                "number": form.number,
                "title": form.title,
                "per_project": form.per_project,
            }
            for form in suite.forms.values()
        ],
    }


COMMAND = Command("suites", "列出现有的套表", _declare, _run)
