"""Runs one command and turns whatever happens into an exit code and a plain line."""

import sys
from collections.abc import Sequence

from core import __version__
from core.cli import (
    backups,
    check,
    crash_log,
    diff,
    example,
    explain,
    export,
    find,
    last_year,
    new,
    recover,
    set_values,
    show,
    suggest,
    suites,
    template,
    upgrade,
    versions,
)
from core.cli.output import OutputFailed, complain, finish, prepare_streams, say
from core.cli.usage import Command, help_of_all, parsed, wants_help
from core.errors import BiaoliError, TemplateError, UsageError

COMMANDS: dict[str, Command] = {
    module.COMMAND.name: module.COMMAND
    for module in (
        suites,
        new,
        last_year,
        example,
        show,
        set_values,
        check,
        explain,
        find,
        export,
        versions,
        diff,
        backups,
        recover,
        upgrade,
        suggest,
        template,
    )
}

FAILED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code and never raises."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    prepare_streams()
    code = _guarded(words)
    try:
        finish()
    except OutputFailed as error:
        complain(str(error))
        return FAILED
    return code


def _guarded(words: Sequence[str]) -> int:
    try:
        return _run(words)
    except TemplateError as error:
        for problem in error.problems:
            complain(str(problem))
    except BiaoliError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("已中断")
    except Exception as error:  # noqa: BLE001 - a defect of ours; the user gets a line, we the log
        complain(crash_log.told(error))
    return FAILED


def _run(words: Sequence[str]) -> int:
    if not words:
        raise UsageError("写上要做什么，例如 biaoli suites；全部命令看 biaoli --help")
    name, *rest = words
    if name in ("-h", "--help"):
        for line in help_of_all(COMMANDS.values()):
            say(line)
        return 0
    if name == "--version":
        say(f"biaoli {__version__}")
        return 0
    command = COMMANDS.get(name)
    if command is None:
        raise UsageError(f"没有“{name[:40]}”这个命令。全部命令看 biaoli --help")
    if wants_help(rest):
        for line in command.parser().help_lines():
            say(line)
        return 0
    return command.run(parsed(command, rest))
