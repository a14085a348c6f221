"""The document in memory: what was typed, word for word. It knows no form and calculates nothing.

Whether a text is a figure, which cells exist and what follows from them is decided above
(core.calc); here a cell is an id and a text. Changed only through core.document.edits.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from core.document.last_year import LastYear
from core.refs import CellId, SheetId

PUT_ASIDE: Final = "表样-抽屉"
"""The rule of a justification that is none: what was typed in a cell before it was calculated."""


@dataclass(frozen=True, slots=True)
class Override:
    """改写: a typed value that stands beside a calculated one, with its written reason.

    `basis` is the text of the calculated value when the reason was given; another one now means
    待复核.
    """

    text: str
    reason: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Justification:
    """审核说明 of one finding; `basis` holds the figures it was written for.

    One without a text explains nothing: it only marks the cell for its rule.
    """

    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One floating record: a stable id, and the id of the record it belongs to ("" at the top).

    Among rows that follow others `parent` is the id ("=" and the key) of the row it was put below;
    "=" alone puts it above them all.
    """

    id: str
    parent: str = ""


@dataclass(slots=True)
class Document:
    """Everything one unit filled in.

    texts            typed values exactly as typed, by cell; a cell that is not here was not typed
    overrides        改写 by calculated cell
    justifications   审核说明 by (rule id, first cell of the finding)
    records          floating records in order, by sheet and region name; a region without records
                     is not here
    projects         ids of the projects in order (their names are texts of the project card)
    deselected       names of forms the unit does not fill in
    last_year        the figures of last year's document, if one was taken
    """

    suite: str
    revision: int
    texts: dict[CellId, str] = field(default_factory=dict)
    overrides: dict[CellId, Override] = field(default_factory=dict)
    justifications: dict[tuple[str, CellId], Justification] = field(default_factory=dict)
    records: dict[tuple[SheetId, str], list[Record]] = field(default_factory=dict)
    projects: list[str] = field(default_factory=list)
    deselected: set[str] = field(default_factory=set)
    last_year: LastYear | None = None

    def records_of(self, sheet: SheetId, region: str) -> tuple[Record, ...]:
        """The records of a region in order; empty if there are none."""
        return tuple(self.records.get((sheet, region), ()))

    def copy(self) -> "Document":
        """A document of its own that holds the same."""
        return replace(
            self,
            texts=dict(self.texts),
            overrides=dict(self.overrides),
            justifications=dict(self.justifications),
            records={where: list(records) for where, records in self.records.items()},
            projects=list(self.projects),
            deselected=set(self.deselected),
        )
