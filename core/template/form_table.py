"""All names of a suite that a formula may speak of, sorted so that looking up is quick."""

import re
from collections.abc import Mapping
from functools import cached_property

from core.refs import COVER, PROJECT_CARD
from core.template.cell_text import row_alias
from core.template.form import Form, Selector, Slot


class FormNames:
    """The names of one form, sorted so that looking up is quick."""

    def __init__(self, form: Form) -> None:
        """Look into this form."""
        self.form = form

    @cached_property
    def rows(self) -> dict[str, list[str]]:
        """The cells of every fixed row."""
        found: dict[str, list[str]] = {}
        for slot in self.form.slots.values():
            if slot.row and not slot.region:
                found.setdefault(slot.row, []).append(slot.name)
        return found

    @cached_property
    def numbered(self) -> list[tuple[int, str]]:
        """The numbered rows in order."""
        matches = ((re.fullmatch(r"行([0-9]+)", row), row) for row in self.rows)
        return sorted((int(match[1]), row) for match, row in matches if match)

    @cached_property
    def known(self) -> list[str]:
        """Everything a name may be taken for when it is misspelt."""
        names = [slot.name for slot in self.form.slots.values() if slot.name[:1] != "#"]
        return [*dict.fromkeys([*names, *self.rows, *(n.rpartition(".")[2] for n in names)])]

    def fixed(self, name: str) -> str:
        """The fixed cell of that name; "" if there is none."""
        slot = self.form.slots.get(row_alias(name, self.rows))
        return slot.name if slot is not None and not slot.region else ""


class FormTable:
    """All forms of a suite, the cover and the project card."""

    def __init__(
        self, forms: Mapping[str, Form], cover: Mapping[str, Slot], card: Mapping[str, Slot]
    ) -> None:
        """Keep what names may refer to."""
        self.forms = forms
        self.pseudo = {COVER: cover, PROJECT_CARD: card}
        self.names = {name: FormNames(form) for name, form in forms.items()}

    def slot(self, form: str, name: str) -> Slot | None:
        """A slot of a form, the cover or the card."""
        if form in self.pseudo:
            return self.pseudo[form].get(name)
        return self.forms[form].slots.get(name) if form in self.forms else None

    def is_unknown(self, form: str) -> bool:
        """Whether there is no such form."""
        return form not in self.forms and form not in self.pseudo

    def slot_of(self, selector: Selector | None) -> Slot | None:
        """The first slot a selector names."""
        if selector is None or not selector.names:
            return None
        return self.slot(selector.form, selector.names[0])
