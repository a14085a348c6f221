"""Single mistakes put into the clean documents one at a time: which of them does the audit find?

`python3 dev.py seed-errors [--seed N] [--count 500] [--example ID]` prints for every shipped
example a table by kind of mistake, then every miss. What is counted, strictly:

related     The mistake changes a figure that a rule or limit that applies compares with another
            (tools/relations.py), directly or through calculated cells. A relation that vanishes
            together with a missing row does not count, nor does a lower limit such as >= 0.
named       Of these, a finding is open that was not open before; it says both figures (or that one
            is missing); and it names the wrong cell: it says its row and its column, or the cell is
            among those the finding lists (core.findings), if they are LISTED at most. A row that is
            missing is named by its code or title, or by cells of the columns it is missing from.
suspected   The same, and the cell is what a finding guesses to be the probable cause
            (Session.with_cause). A missing row has no cell left to be guessed.
reached     As named, but the cell may also be anywhere below the listed ones, where 数据来历 leads.
read        In the widest sense: some rule or limit reads the cell, were it only to see that it is
            not negative. Of these, too, it is told how many are named.
raised      Of all mistakes, related or not: any finding is open. Nobody is told which cell it is.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.audit.results import Key
from core.calc.engine import Calculation
from core.findings import Finding, Outcome
from core.refs import CellId
from core.session import Session
from tests.proof.clean_document import EXAMPLES, clean_document
from tools.mistakes import KINDS, MISSING_ROW, Mistake, mistakes
from tools.relations import Figures, Relations

DEMANDED = 95
LISTED = 24
COLUMNS = ("put in", "related", "named", "suspected", "reached", "read", "raised")

# Figures as findings write them: with a unit or a stop behind them; 公开05表, 行次30, 8栏 are none,
# nor is the 0 of 小于0 and 一般为0.
FIGURE = re.compile(
    r"(?<![\d.,])(?!(?<=[于为])0(?![\d.]))-?\d[\d,]*(?:\.\d+)?(?=元|万元|分|%|个|人|辆|次|件|批|，|；|。|）|$)"
)
ABSENT = re.compile(r"空着|还没有?填|没有填|还没有写")

Words = tuple[set[str], set[str]]
"""By what a finding may name a cell: words for its row, words for its column."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mistake, and the place and the open rules for the list of misses."""

    kind: str
    place: str
    wrong: str
    is_related: bool
    is_named: bool
    is_suspected: bool
    is_reached: bool
    is_read: bool
    rules: tuple[str, ...]

    def counts(self) -> dict[str, bool]:
        """Under which columns it counts."""
        each = (self.is_named, self.is_suspected, self.is_reached)
        found = (self.is_related and one for one in each)
        values = (True, self.is_related, *found, self.is_read, bool(self.rules))
        return {
            **dict(zip(COLUMNS, values, strict=True)),
            "read and named": self.is_read and self.is_named,
        }


class Trials:
    """Puts mistakes into one clean document, and takes each back."""

    def __init__(self, session: Session) -> None:
        """A document without an open finding."""
        self.session = session
        self.relations = Relations(session)
        self.before = self.relations.figures()
        self.applied = self.relations.applying()
        self.clean = frozenset(_identities(session))
        self.read = self.relations.read_cells()

    def run(self, mistake: Mistake) -> Trial:
        """Make a mistake, look at the audit, take it back."""
        session = self.session
        address = session.names.address(mistake.cells[0])
        words = tuple(_words(session, cell) for cell in mistake.cells)
        is_read = not self.read.isdisjoint(_above(session.calculation, mistake.cells))
        session.apply(mistake.edit)
        open_now = [f for f in session.findings() if _is_open(f) and f.identity not in self.clean]
        saying = [f for f in open_now if says_both(f)]
        related = self._is_related(vanished=mistake.kind != MISSING_ROW)
        causes = [session.with_cause(f).cause for f in saying if f.outcome is Outcome.FAILED]
        suspected = any(cause.cell in mistake.cells for cause in causes if cause)
        named = suspected or any(_names(f, mistake, words) for f in saying)
        reached = named or any(self._leads_to(f, mistake) for f in saying)
        rules = tuple(dict.fromkeys(f.rule for f in open_now))
        session.undo()
        found = (related, named, suspected, reached, is_read)
        return Trial(mistake.kind, address, mistake.wrong, *found, rules)

    def _is_related(self, *, vanished: bool) -> bool:
        """Whether a relation compares other figures now; `vanished`: or applies no longer."""
        now = self.relations.figures()
        applying = self.relations.applying() | (self.applied if vanished else set())
        return any(_differ(key, self.before, now) for key in applying & self.before.keys())

    def _leads_to(self, finding: Finding, mistake: Mistake) -> bool:
        below = _below(self.session.calculation, finding.cells)
        if mistake.kind == MISSING_ROW:
            return any(_same_column(cell, mistake) for cell in below)
        return not below.isdisjoint(mistake.cells)


def _identities(session: Session) -> Iterable[object]:
    return (found.identity for found in session.findings() if _is_open(found))


def _is_open(finding: Finding) -> bool:
    return finding.outcome is not Outcome.JUSTIFIED


def _differ(key: Key, before: Figures, now: Figures) -> bool:
    """Whether a relation that is still there compares other figures."""
    return key in now and now[key] != before[key]


def says_both(finding: Finding) -> bool:
    """Whether a finding says two figures, or that one of them is missing."""
    return len(FIGURE.findall(finding.message)) > 1 or bool(ABSENT.search(finding.message))


def _words(session: Session, cell: CellId) -> Words:
    """By what a finding names a cell."""
    slot, label = session.calculation.slot(cell), session.names.row_label(cell)
    column = session.names.column_label(slot) if slot else ""
    return set(label.split()), {column, *column.split()[:1]} - {""}


def _names(finding: Finding, mistake: Mistake, words: tuple[Words, ...]) -> bool:
    said = f"{finding.place} {finding.message}"
    for rows, columns in words:
        in_row = any(word in said for word in rows)
        if in_row and (mistake.kind == MISSING_ROW or any(word in said for word in columns)):
            return True
    if len(finding.cells) > LISTED:
        return False
    if mistake.kind == MISSING_ROW:
        return any(_same_column(cell, mistake) for cell in finding.cells)
    return not set(finding.cells).isdisjoint(mistake.cells)


def _same_column(cell: CellId, mistake: Mistake) -> bool:
    """Whether a cell stands in one of the columns in which the missing row had a figure."""
    wrong = mistake.cells[0]
    return cell.sheet == wrong.sheet and cell.name in {missing.name for missing in mistake.cells}


def _below(calculation: Calculation, cells: Iterable[CellId]) -> set[CellId]:
    """The cells and everything they come from."""
    sources = {cell: made.sources for cell, made in calculation.computations.items()}
    return _closure(cells, sources)


def _above(calculation: Calculation, cells: Iterable[CellId]) -> set[CellId]:
    """The cells and everything that comes from them."""
    return _closure(cells, calculation.dependents)


def _closure(cells: Iterable[CellId], ways: Mapping[CellId, Iterable[CellId]]) -> set[CellId]:
    waiting, seen = list(cells), set(cells)
    while waiting:
        new = [cell for cell in ways.get(waiting.pop(), ()) if cell not in seen]
        seen.update(new)
        waiting += new
    return seen


# ---- the table


def trials(example: str, seed: int, count: int) -> list[Trial]:
    """So many mistakes in a clean document, the same for a seed."""
    with clean_document(example) as session:
        made = mistakes(session, seed, count)
        each = Trials(session)
        return [each.run(mistake) for mistake in made]


def totals(found: Iterable[Trial]) -> Counter[str]:
    """How many count under each column."""
    counted: Counter[str] = Counter()
    for trial in found:
        counted.update(trial.counts())
    return counted


def share(part: int, whole: int) -> str:
    """A percentage in words."""
    return f"{part} / {whole} = {100 * part / whole:.1f}%" if whole else "0 / 0"


def _print(example: str, seed: int, count: int) -> bool:
    """Print the table of an example, and return whether what is demanded holds."""
    with clean_document(example) as session:
        false_alarms = list(_identities(session))
    found = trials(example, seed, count)
    print(f"{example}, seed {seed}, clean document: {len(false_alarms)} open findings")
    print("".join(f"{name:>11}" for name in COLUMNS))
    for kind in KINDS:
        counted = totals(trial for trial in found if trial.kind == kind)
        print("".join(f"{counted[name]:11}" for name in COLUMNS), kind)
    whole = totals(found)
    print("".join(f"{whole[name]:11}" for name in COLUMNS), "all")
    print("related and named:  ", share(whole["named"], whole["related"]))
    print("related and suspected:", share(whole["suspected"], whole["related"]))
    print("related and reached:", share(whole["reached"], whole["related"]))
    print("read and named:     ", share(whole["read and named"], whole["read"]))
    print("raised, of all:     ", share(whole["raised"], whole["put in"]))
    for trial in found:
        if trial.is_related and not trial.is_named:
            state = "only reached" if trial.is_reached else "missed"
            print(f"{state}: {trial.kind} {trial.place} = {trial.wrong!r}", *trial.rules)
    return 100 * whole["named"] >= DEMANDED * whole["related"] and not false_alarms


def main() -> int:
    """Print the tables; 1 where too few are named or a clean document has findings."""
    parser = argparse.ArgumentParser(prog="dev.py seed-errors", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--example", choices=EXAMPLES, action="append")
    options = parser.parse_args()
    examples = options.example or EXAMPLES
    short = [each for each in examples if not _print(each, options.seed, options.count)]
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
