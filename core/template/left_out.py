"""The suite as it is filled in when some of its forms are left out.

A cell whose formula or proposal reads a form that is left out is an entry cell: nobody else could
fill it. Rows that follow such a form are added and removed by hand; the sources that are still
there are followed on.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from core.refs import COVER, PROJECT_CARD
from core.template.form import Form, Region, Slot
from core.template.form_suite import FormSuite
from core.template.order import sources
from core.template.suite_rows import words_of

_NONE: Final = frozenset[str]()


def without(suite: FormSuite, left_out: Collection[str]) -> FormSuite:
    """The suite without these forms; what has nothing to do with them is the very same object."""
    if not left_out:
        return suite
    return replace(
        suite,
        forms={name: _form(form, left_out) for name, form in suite.forms.items()},
        cover=_slots(suite.cover, left_out),
        card=_slots(suite.card, left_out),
    )


def forms_read(slot: Slot) -> frozenset[str]:
    """The other forms that a cell's formula or proposal reads; none for an entry."""
    bound = slot.formula or slot.default
    own = ("", slot.form, COVER, PROJECT_CARD)
    return frozenset(form for form, _ in sources(bound) if form not in own) if bound else _NONE


def _form(form: Form, left_out: Collection[str]) -> Form:
    if form.name in left_out:
        return form
    slots = _slots(form.slots, left_out)
    regions = {name: _region(region, left_out) for name, region in form.regions.items()}
    same = all(slots[name] is slot for name, slot in form.slots.items())
    if same and all(regions[name] is region for name, region in form.regions.items()):
        return form
    return replace(form, slots=slots, regions=regions)


def _slots(slots: Mapping[str, Slot], left_out: Collection[str]) -> dict[str, Slot]:
    return {
        name: slot
        if forms_read(slot).isdisjoint(left_out)
        else replace(slot, formula=None, default=None, outline=None)
        for name, slot in slots.items()
    }


def _region(region: Region, left_out: Collection[str]) -> Region:
    follow = region.follow
    there = [s for s in follow.sources if s.form not in left_out] if follow else []
    if follow is None or len(there) == len(follow.sources):
        return region
    words = words_of(there) or follow.words
    return replace(region, follow=replace(follow, sources=tuple(there), own=True, words=words))
