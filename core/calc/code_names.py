"""Names of codes: the dictionaries', and for a code they lack the one typed in the document.

A cell that is calculated as NAME(own code) may be typed into where the dictionary lacks the code.
The name is typed once: it stands in one cell, and NAME gives it for that code on every form.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal

from core.calc.shape import Row, Shape
from core.document.model import Document
from core.formula.grading import TotalRule
from core.formula.rate import RateRule
from core.formula.score import ScoreRule
from core.formula.tree import Call, Text
from core.refs import CellId, normalise_name
from core.template.form import Form, Reach, Region, Slot
from core.template.suite import FormSuite

Code = tuple[str, str]
"""A dictionary and a code."""


def naming(slot: Slot, region: Region | None) -> str:
    """The dictionary from which a cell takes the name of its own row's code; "" for others."""
    bound = slot.formula
    if region is None or bound is None or not isinstance(bound.tree, Call):
        return ""
    dictionary = bound.tree.arguments[-1]
    if bound.tree.function != "NAME" or not isinstance(dictionary, Text) or not bound.selectors:
        return ""
    key = f"{region.name}.{region.key_column}"
    own = bound.selectors[0].reach is Reach.RECORD and bound.selectors[0].names == (key,)
    return dictionary.value if own else ""


def unknown_code(suite: FormSuite, slot: Slot, row: Row | None) -> Code | None:
    """The code whose name is to be typed into this cell; None for every other cell."""
    form = suite.forms.get(slot.form)
    if row is None or form is None or not row.key or row.phantom:
        return None
    dictionary = naming(slot, form.regions.get(slot.region))
    if not dictionary or suite.name_of(row.key, dictionary) is not None:
        return None
    return dictionary, row.key


def _naming_slots(rank: int, form: Form) -> list[tuple[int, Slot]]:
    """The cells of a form into which names of codes may be typed, with the form's rank."""
    slots = form.slots.values()
    return [(rank, slot) for slot in slots if naming(slot, form.regions.get(slot.region))]


class CodeNames:
    """What formulas may ask of the suite, with the names of codes that were typed.

    `cells` are those that hold the typed names.
    """

    def __init__(self, suite: FormSuite, document: Document) -> None:
        """Nothing is typed until `read`."""
        self.suite = suite
        self.document = document
        self.cells: dict[Code, CellId] = {}
        self._names: dict[Code, str] = {}
        self._slots = {
            name: _naming_slots(rank, form) for rank, (name, form) in enumerate(suite.forms.items())
        }

    @property
    def score(self) -> ScoreRule:
        """How indicators are scored."""
        return self.suite.score

    @property
    def rate(self) -> RateRule:
        """How rates of a budget and their points are reckoned."""
        return self.suite.rate

    @property
    def total(self) -> TotalRule:
        """The most a total may be."""
        return self.suite.total

    @property
    def grades(self) -> Sequence[tuple[str, Decimal]]:
        """The grade words with their lower bounds, best first."""
        return self.suite.grades

    def listed(self, name: str) -> Collection[str]:
        """The members of a list of the suite."""
        return self.suite.listed(name)

    def name_of(self, code: str, dictionary: str | None) -> str | None:
        """The official name, else the typed one, else None."""
        known = self.suite.name_of(code, dictionary)
        return self._names.get((dictionary or "", code)) if known is None else known

    def codes_of(self, dictionary: str, name: str) -> list[str]:
        """The codes of a dictionary that have a name, typed ones included."""
        known = self.suite.dictionaries.get(dictionary)
        official = known.names.items() if known else ()
        typed = ((code, text) for (where, code), text in self._names.items() if where == dictionary)
        wanted = normalise_name(name)
        return [code for code, text in (*official, *typed) if normalise_name(text) == wanted]

    def read(self, shape: Shape) -> set[Code]:
        """Look for typed names under this shape; the codes that have another one than before."""
        before = self._names
        found: dict[Code, tuple[tuple[int, int, CellId], str]] = {}
        for sheet in shape.sheets.values():
            for rank, slot in self._slots.get(sheet.form.name, ()):
                for row in sheet.records(slot.region):
                    cell = CellId(*sheet.sheet, row.id, slot.name)
                    text = self.document.texts.get(cell)
                    code = unknown_code(self.suite, slot, row) if text is not None else None
                    if text is not None and code is not None:
                        place = (rank, row.ordinal, cell)
                        found[code] = min(found.get(code, (place, text)), (place, text))
        self.cells = {code: place[2] for code, (place, _) in found.items()}
        self._names = {code: text for code, (_, text) in found.items()}
        return {code for code, _ in before.items() ^ self._names.items()}
