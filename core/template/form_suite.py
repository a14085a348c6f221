"""A suite ready for use; core.template.suite makes it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from core.formula.grading import TotalRule
from core.formula.rate import RateRule
from core.formula.score import ScoreRule
from core.refs import COVER, PROJECT_CARD
from core.template.codes import CodeDictionary
from core.template.cover_page import CoverPage
from core.template.form import AuditRule, Form, RowSource, Slot, switch_of
from core.template.order import SlotId
from core.template.renames import Edition, Renames, renames_from
from core.template.suite_asks import YEAR_CELL


@dataclass(frozen=True)
class FormSuite:
    """A suite ready for use.

    `order` ranks every calculated or prefilled slot so that sources come first. `sources` are the
    texts it was read from, by file name. It also is the environment in which formulas run.
    `card_name` is the cell of the card that is the project's name, `author` the cell of the cover
    that says who fills in ("" if there is none). `cover_page` is printed in front on request.
    `editions` are earlier ones in which something was called otherwise.
    """

    id: str
    revision: int
    title: str
    region: str
    purpose: str
    year: int
    forms: Mapping[str, Form]
    cover: Mapping[str, Slot]
    card: Mapping[str, Slot]
    card_name: str
    author: str
    cover_page: CoverPage | None
    audits: tuple[AuditRule, ...]
    order: Mapping[SlotId, int]
    score: ScoreRule
    rate: RateRule
    total: TotalRule
    grades: Sequence[tuple[str, Decimal]]
    lists: Mapping[str, frozenset[str]]
    dictionaries: Mapping[str, CodeDictionary]
    sources: Mapping[str, str]
    editions: tuple[Edition, ...]

    def renames_from(self, suite: str, revision: int) -> Renames:
        """What was called otherwise in a revision of an earlier suite, or of this one."""
        return renames_from(self.editions, suite, revision)

    def name_of(self, code: str, dictionary: str | None) -> str | None:
        """The official name of a code, or None if the dictionary does not have it."""
        if dictionary is not None:
            found = self.dictionaries.get(dictionary)
            return found.names.get(code) if found else None
        return next((d.names[code] for d in self.dictionaries.values() if code in d.names), None)

    def listed(self, name: str) -> Collection[str]:
        """The members of a list of the suite."""
        return self.lists.get(name, frozenset())

    def slot(self, form: str, name: str) -> Slot | None:
        """A slot of a form, of the cover or of the project card."""
        if form == COVER:
            return self.cover.get(name)
        if form == PROJECT_CARD:
            return self.card.get(name)
        found = self.forms.get(form)
        return found.slots.get(name) if found else None

    def followed_by(self, form: str) -> Iterator[RowSource]:
        """What the rows of a form follow."""
        found = self.forms.get(form)
        for region in found.regions.values() if found else ():
            yield from region.follow.sources if region.follow else ()

    @cached_property
    def code_slots(self) -> tuple[Slot, ...]:
        """Every cell of forms and project cards that holds a code."""
        slots = (slot for form in self.forms.values() for slot in form.slots.values())
        return tuple(slot for slot in (*slots, *self.card.values()) if slot.field.type == "code")

    @cached_property
    def keys(self) -> frozenset[SlotId]:
        """The cells whose texts decide which rows and sheets there are: keys and conditions."""
        followed = (source for form in self.forms for source in self.followed_by(form))
        found = {(source.form, name) for source in followed for name in source.shaping}
        conditions = (form.when for form in self.forms.values() if form.when is not None)
        found |= {(s.form, name) for when in conditions for s in when.selectors for name in s.names}
        return frozenset(found.union(*map(switches, self.forms.values())))

    @cached_property
    def followers(self) -> Mapping[str, frozenset[str]]:
        """By form (or the project card) the forms whose rows follow it, near and far."""
        found: dict[str, set[str]] = {}
        for form in self.forms:
            waiting = [form]
            for follower in waiting:
                for source in self.followed_by(follower):
                    found.setdefault(source.form, set()).add(form)
                    waiting.append(source.form)
        for name, switched in self.forms.items():
            for asked, _ in switches(switched):
                found.setdefault(asked, set()).add(name)
        return {form: frozenset(followers) for form, followers in found.items()}

    @property
    def unit(self) -> str:
        """The cell of the cover that is the unit's name: its first one; "" without a cover."""
        return next((name for name in self.cover if name != YEAR_CELL), "")

    @property
    def has_projects(self) -> bool:
        """Whether any form is filled in once per project."""
        return any(form.per_project for form in self.forms.values())


def switches(form: Form) -> set[SlotId]:
    """The cells of cover and card that switch groupings of a form on."""
    cells = {switch_of(slot.group) for slot in form.slots.values()} - {""}
    return {switch_cell(cell) for cell in cells}


def switch_cell(cell: str) -> SlotId:
    """The form (封面 or 项目卡) and name of a cell that switches a grouping."""
    front, _, name = cell.partition(".")
    return (COVER if front == COVER else PROJECT_CARD), name
