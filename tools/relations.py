"""Which figures the audit compares in a document, and with what.

A relation is a comparison of two figures, or of a figure with a text or a prescribed sum (= 100).
That a figure is not negative, not blank or below twice another is none: nearly every wrong figure
is all that, too.
"""

from collections.abc import Iterator

from core.audit.field_checks import FieldCheck
from core.audit.results import Key
from core.audit.rules import RuleCheck
from core.findings import Outcome
from core.formula.evaluate import Program, compile_formula
from core.formula.tree import Call, Comparison, Node, is_blank_test, leaves, walk
from core.refs import CellId
from core.session import Session
from core.template.form import Bound
from core.values import Value

Figures = dict[Key, tuple[Value, ...]]
"""By check what stands on the sides of its comparisons."""

# They look figures of other forms up, whatever the outcome is compared with.
LOOKING_UP = {"SUMIF", "SUMIFS", "HAS"}


class Relations:
    """The relations of one document, as they stand whenever they are asked for."""

    def __init__(self, session: Session) -> None:
        """Look into this document."""
        self.session = session
        self._compiled: dict[int, tuple[Bound, tuple[Program, ...]]] = {}

    def figures(self) -> Figures:
        """By check the figures it compares now."""
        found: Figures = {}
        for key, check in self.session.auditor.book.every_check():
            if isinstance(check, RuleCheck):
                sides = self._of_rule(check)
            else:
                sides = self._of_limits(check) if isinstance(check, FieldCheck) else ()
            if sides:
                found[key] = sides
        return found

    def applying(self) -> set[Key]:
        """The checks whose condition holds."""
        results = self.session.auditor.results
        silent = {key for key, found in results.items() if found.outcome is Outcome.NOT_APPLICABLE}
        return {key for key, _ in self.session.auditor.book.every_check()} - silent

    def read_cells(self) -> set[CellId]:
        """Every cell that some rule or limit reads: what is related in the widest sense."""
        return {
            cell for _, check in self.session.auditor.book.every_check() for cell in _read(check)
        }

    def _of_rule(self, check: RuleCheck) -> tuple[Value, ...]:
        bound, calculation = check.check.bound, self.session.calculation
        known = self._compiled.get(id(bound))
        if known is None:
            parts = [part for node in walk(bound.tree) for part in _compared(node)]
            known = bound, tuple(compile_formula(part) for part in parts)
            self._compiled[id(bound)] = known
        meant = dict(zip(bound.program.leaves, check.check.operands, strict=True))
        found = []
        for program in known[1]:
            operands = [calculation.operand_value(meant[leaf]) for leaf in program.leaves]
            found.append(program.run(operands, self.session.suite))
        return tuple(found)

    def _of_limits(self, check: FieldCheck) -> tuple[Value, ...]:
        limits = [limit for limit in (check.least, check.most) if limit and limit.sources]
        calculation = self.session.calculation
        sides = tuple(calculation.run(limit) for limit in limits)
        return (calculation.value(check.cell), *sides) if sides else ()


def _compared(node: Node) -> tuple[Node, ...]:
    """The sides of a relation; () for whatever is none."""
    if isinstance(node, Call) and node.function in LOOKING_UP:
        return (node,) if node.function != "HAS" else node.arguments
    if not isinstance(node, Comparison) or is_blank_test(node):
        return ()
    both = bool(leaves(node.left) and leaves(node.right))
    return (node.left, node.right) if both or node.operator == "=" else ()


def _read(check: object) -> Iterator[CellId]:
    if isinstance(check, RuleCheck):
        yield from check.check.sources
        yield from check.when.sources if check.when else ()
    elif isinstance(check, FieldCheck):
        for limit in (check.least, check.most):
            yield from (check.cell, *limit.sources) if limit else ()
