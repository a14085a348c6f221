"""biaoli versions: what was submitted, submitting, unlocking, and going back."""

import argparse
from collections.abc import Iterable

from core.cli.notes import say_notes, say_trouble
from core.cli.output import say, say_json
from core.cli.usage import Command, Parser, file_path
from core.document.versions import Exported, Version
from core.errors import UsageError
from core.keeping import back_up
from core.session import Session
from core.versions.differences import time_words
from core.versions.findings_text import KeptFinding
from core.versions.keeping import (
    figures_of,
    findings_of,
    restore_version,
    submit,
    unlock,
    version_named,
)
from core.versions.shown import ShownSheet


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument(
        "version", nargs="?", metavar="版", help="看这一版的数和审核结果：第几版，或版本名称"
    )
    parser.add_argument(
        "--save", metavar="名称", help="存成一版并锁上，例如 上报、送审；以后改要先解锁"
    )
    parser.add_argument("--unlock", action="store_true", help="解锁修改：改的算下一版")
    parser.add_argument("--restore", metavar="版", help="恢复到这一版的内容，是一步，可以撤回")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")


def _run(options: argparse.Namespace) -> int:
    wanted = [options.save is not None, options.unlock, options.restore is not None]
    if sum(wanted) + (options.version is not None or options.json) > 1:
        raise UsageError("--save、--unlock、--restore 一次写一个，不与看版本写在一起")
    if any(wanted):
        return _change(options)
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        if options.version is None:
            _tell_all(session, as_json=options.json)
        else:
            _tell(session, version_named(session, options.version), as_json=options.json)
    return 0


def _change(options: argparse.Namespace) -> int:
    with Session.open(options.file) as session:
        say_notes(session)
        if options.save is not None:
            version = submit(session, options.save)
            say(f"已存为{version.words}，锁上了；要改，先解锁：biaoli versions 文件 --unlock")
            _say_files(version)
        elif options.unlock:
            say(f"{unlock(session).words}已解锁，可以修改；这一版的内容不变")
        else:
            version = version_named(session, options.restore)
            changes = restore_version(session, version)
            done = "已恢复到" if changes.cells or changes.sheets or changes.shape else "本来就是"
            say(f"{done}{version.words}的内容")
        trouble = back_up(session)
    say_trouble(trouble)
    return 0


def _tell_all(session: Session, *, as_json: bool) -> None:
    versions = session.store.versions
    listed, waiting = versions.listed(), versions.waiting()
    if as_json:
        say_json(
            {
                "locked": session.locked.number if session.locked else None,
                "versions": [_json(version) for version in listed],
                "exported": [_file_json(file) for file in waiting],
            }
        )
        return
    for version in listed:
        state = "锁着" if session.locked == version else "已解锁"
        who = f"  {version.author}" if version.author else ""
        say(f"{version.words}  {time_words(version.at)}{who}  {state}")
        _say_files(version)
    if not listed:
        say("还没有存过版本")
    if waiting:
        say("还没有上报的导出文件：")
        _say_listed(waiting)


def _say_files(version: Version) -> None:
    for file in version.exported:
        late = "  导出以后又改过" if version.is_outdated(file) else ""
        say(f"  {file.name}  {file.sha256}{late}")


def _say_listed(files: Iterable[Exported]) -> None:
    for file in files:
        say(f"  {file.name}  {file.sha256}")


def _tell(session: Session, version: Version, *, as_json: bool) -> None:
    figures, findings = figures_of(session, version), findings_of(session, version)
    if as_json:
        say_json(
            {
                **_json(version),
                "sheets": [_sheet_json(sheet) for sheet in figures.sheets],
                "findings": [_finding_json(finding) for finding in findings],
            }
        )
        return
    say(f"{version.words}  {time_words(version.at)}  {version.author}".rstrip())
    _say_files(version)
    for sheet in figures.sheets:
        say(sheet.words)
        for cell in sheet.cells:
            reason = f"  理由：{cell.reason}" if cell.reason else ""
            say(f"  {cell.place} = {cell.text}  [{cell.kind}]{reason}")
    say(f"审核结果 {len(findings)} 条")
    for finding in findings:
        say(f"  {finding.line}")


def _json(version: Version) -> dict[str, object]:
    return {
        "number": version.number,
        "name": version.name,
        "at": version.at,
        "author": version.author,
        "program": version.program,
        "revision": version.revision,
        "unlocked": version.unlocked or None,
        "exported": [
            {**_file_json(file), "outdated": version.is_outdated(file)} for file in version.exported
        ],
    }


def _file_json(file: Exported) -> dict[str, object]:
    return {"name": file.name, "sha256": file.sha256, "at": file.at}


def _sheet_json(sheet: ShownSheet) -> dict[str, object]:
    cells = [
        {"place": c.place, "text": c.text, "kind": c.kind, "reason": c.reason or None}
        for c in sheet.cells
    ]
    return {"form": sheet.words, "cells": cells}


def _finding_json(finding: KeptFinding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "outcome": finding.outcome,
        "form": finding.form,
        "place": finding.place,
        "message": finding.message,
        "remedy": finding.remedy or None,
        "justification": finding.justification or None,
    }


COMMAND = Command("versions", "版本：上报存一版、解锁、恢复，看每一版的内容", _declare, _run)
