"""When a project has a form (`when:` of a form in a suite): a condition on texts of its card.

Which sheets there are follows from typed texts alone, never from what is calculated.
"""

from collections.abc import Mapping
from typing import Final

from core.formula.tree import Call, walk, written
from core.refs import PROJECT_CARD
from core.template.bind import Binder, Context, Formula
from core.template.form import Bound, Form, Located, Reach, Slot
from core.template.problems import Problems

TEXT_CALLS: Final = ("AND", "OR", "HAS")
"""The functions that may decide which rows and sheets there are."""


def odd_call(bound: Bound) -> str:
    """A function that may not stand in a condition on texts; "" if there is none."""
    calls = (node.function for node in walk(bound.tree) if isinstance(node, Call))
    return next((function for function in calls if function not in TEXT_CALLS), "")


def read_when(
    form: Form, located: Located, card: Mapping[str, Slot], binder: Binder, problems: Problems
) -> Bound | None:
    """The condition of a form; what is wrong with it is told at its place."""
    if not form.per_project:
        problems.add_once(located.place(), "forms 的 when 只用于每个项目一张的表（per: project）")
        return None
    bound = binder.bind(Formula(located, Context(form.name), "when"), problems)
    wrong = _wrong(bound, card) if bound else ""
    if wrong:
        problems.add_once(located.place(), wrong)
    return None if wrong else bound


def _wrong(bound: Bound, card: Mapping[str, Slot]) -> str:
    odd = odd_call(bound)
    if odd:
        return f"forms 的 when 里只能用 {'、'.join(TEXT_CALLS)}，不能用 {odd}"
    for leaf, selector in zip(bound.program.leaves, bound.selectors, strict=True):
        single = selector.reach is Reach.FIXED and not selector.many
        if not single or selector.form != PROJECT_CARD:
            return f"forms 的 when 只能看{PROJECT_CARD}，不能看“{written(leaf)}”"
        slot = card[selector.names[0]]
        if slot.default or slot.field.is_figure:
            return f"forms 的 when 只能看填的文字，“{slot.name}”是预填的或者是数"
    return ""
