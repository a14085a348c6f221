"""Which errors of the published examples the audit finds: `python3 dev.py errata`.

tests/proof/errata/ says for every erratum of an example by which rule, in which cell and with which
figures it is found, or why no rule can find it. The lists are complete in both directions: a
finding that is missing fails, and so does a 强制性 finding that belongs to no erratum.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from core.findings import Finding, Outcome, Severity
from core.session import Session
from tools.console import ROOT

LISTS = ROOT / "tests" / "proof" / "errata"
EXAMPLES = sorted(path.stem for path in LISTS.glob("*.yaml"))
WORST = Severity.MANDATORY


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table; `wrong` says what was expected and is not so."""

    erratum: str
    words: str
    rule: str
    place: str
    message: str
    wrong: str = ""


def read(example: str) -> Any:
    """The list of an example, every value as text."""
    text = (LISTS / f"{example}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - texts only


def table(content: Any, session: Session) -> list[Line]:
    """A line for every finding that is expected, and for every one that nobody expects.

    What has been left blank may be an erratum, too.
    """
    found = {
        (finding.rule, session.names.address(finding.cells[0])): finding
        for finding in session.findings()
        if finding.outcome in (Outcome.FAILED, Outcome.NO_DATA)
    }
    lines: list[Line] = []
    for entry in content["errata"]:
        lines += _lines_of(entry, found, session)
    expected = {(e["rule"], e["at"]) for entry in content["errata"] for e in _expected(entry)}
    return lines + [
        Line("", "", rule, _place(finding, session), finding.message, "强制性，却不是一处错")
        for (rule, at), finding in found.items()
        if finding.severity is WORST and finding.outcome is Outcome.FAILED
        if (rule, at) not in expected
    ]


def _place(finding: Finding, session: Session) -> str:
    return f"{session.names.form_words(finding.cells[0].sheet)} {finding.place}"


def _expected(entry: Any) -> list[Any]:
    return list(entry.get("findings", ()))


def _lines_of(
    entry: Any, found: dict[tuple[str, str], Finding], session: Session
) -> Iterator[Line]:
    head = entry["id"], entry["words"]
    for address, text in entry.get("prints", {}).items():
        printed = session.text(session.names.cell(address))
        if printed != text:
            yield Line(*head, "", address, printed, f"应印 {text}")
    for expected in _expected(entry):
        finding = found.get((expected["rule"], expected["at"]))
        if finding is None:
            yield Line(*head, expected["rule"], expected["at"], "", "没有查出来")
            continue
        unsaid = [word for word in expected["says"] if word not in finding.message]
        wrong = f"没有说 {'、'.join(unsaid)}" if unsaid else ""
        yield Line(*head, finding.rule, _place(finding, session), finding.message, wrong)
    if "none" in entry:
        yield Line(*head, "—", "", entry["none"])
    elif not _expected(entry):
        yield Line(*head, "", "", "", "既没有审核，也没有写为什么")


def main() -> int:
    """Print the tables; 1 where something is wrong."""
    wrong = [example for example in EXAMPLES if _print(example)]
    return 1 if wrong else 0


def _print(example: str) -> bool:
    """Print the table of an example, and return whether something is wrong in it."""
    with Session.example(example, None) as session:
        lines = table(read(example), session)
    for line in lines:
        mark = f"不对：{line.wrong}　" if line.wrong else ""
        print(f"{line.erratum:5} {line.rule:6} {mark}{line.place or line.words}：{line.message}")
    wrong = [line for line in lines if line.wrong]
    count = len({line.erratum for line in lines if line.rule not in ("", "—")})
    print(f"{example}: {count} errata are found by rules; {len(wrong)} lines are wrong")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
