"""What an audit says: data, never exceptions.

Panel, workbook, proof sheet and tests read one list.
"""

from dataclasses import dataclass, field
from enum import Enum

from core.refs import CellId


class Severity(Enum):
    """How much a finding weighs; the words have legal weight."""

    MANDATORY = "强制性"
    VERIFY = "核实性"
    HINT = "提示"


class Scope(Enum):
    """Which cells a rule compares; derived from the cells, never typed."""

    WITHIN_FORM = "表内"
    ACROSS_FORMS = "表间"
    ACROSS_YEARS = "跨年"


class Outcome(Enum):
    """How one rule ended for one place. Not checked can never look like passed."""

    PASSED = "通过"
    FAILED = "不通过"
    NOT_APPLICABLE = "不适用"
    NO_DATA = "数据不足"
    JUSTIFIED = "已说明"
    NOT_CHECKED = "未检查"


@dataclass(frozen=True, slots=True)
class Cause:
    """The most probable explanation of a difference: a guess, and never worded as more.

    `cell` is where to look first; `figure` what should stand there, as it is typed, "" when the
    guess does not say. `changes` are the cells with what they would hold if the guess were right,
    as it is typed; None is what the form gives by itself.
    """

    text: str
    cell: CellId
    figure: str = ""
    changes: tuple[tuple[CellId, str | None], ...] = field(default=(), compare=False)

    @property
    def words(self) -> str:
        """The guess as a sentence of its own."""
        return f"可能是：{self.text}"


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one rule at one place.

    `cells` is never empty; its first cell is the one to jump to, then come the others that are
    compared and, where they are calculated from a few, the entered ones. `message` names both
    figures and the difference in plain Chinese, `remedy` what to do. `stale` marks a 审核说明 whose
    figures changed. `cause` is looked for only when it is asked for (Session.with_cause).
    """

    rule: str
    severity: Severity
    scope: Scope
    outcome: Outcome
    cells: tuple[CellId, ...]
    message: str
    remedy: str = ""
    place: str = ""
    justification: str = ""
    stale: bool = False
    basis: str = field(default="", compare=True)
    cause: Cause | None = None

    @property
    def identity(self) -> tuple[str, CellId]:
        """What a 审核说明 refers to: the rule and the first cell."""
        return self.rule, self.cells[0]

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to act on it (a 提示 never asks for action)."""
        return (
            self.outcome in (Outcome.FAILED, Outcome.NO_DATA) and self.severity is not Severity.HINT
        )
