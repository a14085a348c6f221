"""biaoli template check: every mistake of a 套表 folder, or of several, at once, one a line."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from core.cli.output import say
from core.errors import TemplateError, TemplateProblem, UsageError
from core.template.indicators import read_library
from core.template.library import FoundSuite, load_folder, suites_in
from core.template.suite import SUITE_FILE, FormSuite


def check(options: argparse.Namespace) -> int:
    """Check one suite or several. Raises TemplateError."""
    began = perf_counter()
    folder: Path = options.folder
    found = [] if _is_suite(folder) else suites_in(folder)
    suites = [entry.suite for entry in found if entry.suite is not None]
    if not found:
        suites = [load_folder(folder)]
    for suite in suites:
        say(_line(suite))
    problems = [problem for entry in found for problem in _problems(entry)]
    try:
        indicators = len(read_library(folder).indicators) if found else 0
    except TemplateError as error:
        problems += error.problems
    if problems:
        raise TemplateError(problems)
    library = f"，指标库{indicators}个指标" if indicators else ""
    say(f"检查了{len(suites)}套表，用时{perf_counter() - began:.1f}秒{library}")
    return 0


def _is_suite(folder: Path) -> bool:
    try:
        return (folder / SUITE_FILE).exists()
    except OSError:
        raise UsageError(f"“{folder.name[:60]}”读不出来，看看文件夹的名称和权限") from None


def _line(suite: FormSuite) -> str:
    cells = sum(len(form.slots) for form in suite.forms.values())
    rules = len(suite.audits) + sum(len(form.audits) for form in suite.forms.values())
    return f"{suite.id}：{len(suite.forms)}张表，{cells}种单元格，{rules}条审核公式，没有问题"


def _problems(entry: FoundSuite) -> Iterator[TemplateProblem]:
    """The mistakes of one suite among several: its files under its own folder's name."""
    for problem in entry.error.problems if entry.error is not None else []:
        path = entry.folder / problem.file
        named = path.relative_to(entry.folder.parent).as_posix() if path.is_file() else problem.file
        yield replace(problem, file=named)
