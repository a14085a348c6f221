"""biaoli check: the audit, for people and for scripts."""

import argparse
from datetime import datetime

from core.cli.notes import say_notes
from core.cli.output import say, say_json
from core.cli.targets import check_target, write_pdf_file, write_workbook_file
from core.cli.usage import Command, Parser, file_path
from core.findings import Cause, Finding, Outcome, Severity
from core.proof.content import proof_sheet
from core.proof.printed import printed_proof
from core.session import Session
from core.versions.keeping import fingerprint


def _declare(parser: Parser) -> None:
    parser.add_argument("file", type=file_path, metavar="文件", help="填报文件")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")
    parser.add_argument(
        "--xlsx", type=file_path, metavar="文件", help="审核校验单写成 Excel 工作簿"
    )
    parser.add_argument("--pdf", type=file_path, metavar="文件", help="审核校验单写成 PDF")


def _run(options: argparse.Namespace) -> int:
    check_target(options.file, options.xlsx, ".xlsx")
    check_target(options.file, options.pdf, ".pdf")
    with Session.open(options.file, read_only=True) as session:
        say_notes(session)
        if options.json:
            say_json(_as_json(session))
        else:
            for finding in session.findings():
                say_finding(session, finding)
            say(summary_line(session))
        if options.xlsx or options.pdf:
            _write_proof(session, options)
        return session.summary().exit_code


def _write_proof(session: Session, options: argparse.Namespace) -> None:
    """Write the proof sheet; beside JSON nothing is said of it."""
    form = printed_proof(proof_sheet(session), datetime.now(), fingerprint(options.file))
    if options.xlsx is not None:
        write_workbook_file([form], options.xlsx, quietly=options.json)
    if options.pdf is not None:
        write_pdf_file([form], options.pdf, quietly=options.json)


def say_finding(session: Session, finding: Finding) -> None:
    """Print a finding, and on a line of its own what probably caused it."""
    say(finding_line(session, finding))
    cause = session.with_cause(finding).cause
    if cause is not None:
        say(f"　　{cause.words}　{session.names.address(cause.cell)}")


def finding_line(session: Session, finding: Finding) -> str:
    """A finding in one line: its weight, where it is, what is wrong, what to do."""
    where = session.names.form_words(finding.cells[0].sheet)
    state = "已说明" if finding.outcome is Outcome.JUSTIFIED else finding.severity.value
    state += "（待复核）" if finding.stale else ""
    remedy = f"。{finding.remedy}" if finding.remedy else ""
    return f"[{state}] {where} {finding.place}：{finding.message}{remedy}"


def summary_line(session: Session) -> str:
    """The counts of the audit in one line."""
    summary = session.summary()
    rules = "，".join(
        f"{outcome.value}{summary.outcomes[outcome]}"
        for outcome in Outcome
        if outcome in summary.outcomes
    )
    return (
        f"必填{summary.required}格，缺{summary.missing}格；强制性{summary.mandatory}条，"
        f"核实性{summary.verify}条，提示{summary.hints}条；审核公式：{rules or '没有'}"
    )


def _as_json(session: Session) -> dict[str, object]:
    summary = session.summary()
    return {
        "suite": session.suite.id,
        "exit": summary.exit_code,
        "outcomes": {outcome.value: summary.outcomes.get(outcome, 0) for outcome in Outcome},
        "open": {
            Severity.MANDATORY.value: summary.mandatory,
            Severity.VERIFY.value: summary.verify,
            Severity.HINT.value: summary.hints,
        },
        "required": summary.required,
        "missing": summary.missing,
        "findings": [_finding_json(session, finding) for finding in session.findings()],
    }


def _finding_json(session: Session, finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "scope": finding.scope.value,
        "outcome": finding.outcome.value,
        "cells": [session.names.address(cell) for cell in finding.cells],
        "form": session.names.form_words(finding.cells[0].sheet),
        "place": finding.place,
        "message": finding.message,
        "remedy": finding.remedy or None,
        "justification": finding.justification or None,
        "stale": finding.stale,
        "cause": _cause_json(session, session.with_cause(finding).cause),
    }


def _cause_json(session: Session, cause: Cause | None) -> dict[str, object] | None:
    if cause is None:
        return None
    address = session.names.address(cause.cell)
    return {"text": cause.text, "cell": address, "figure": cause.figure or None}


COMMAND = Command(
    "check", "审核：0 没有要改的，1 强制性未改，3 没填完或核实性未说明", _declare, _run
)
