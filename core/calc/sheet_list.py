"""Which sheets a document has, in the order in which they are shown and printed.

Forms that are filled in once per project and stand next to each other in the suite go project by
project: a person looks for all that belongs to one project in one place.
"""

from collections.abc import Iterator
from itertools import groupby

from core.calc.read_texts import read_text
from core.document.model import Document
from core.refs import SheetId, card_cell
from core.template.form import Form
from core.template.suite import FormSuite
from core.values import BLANK


def sheet_ids(suite: FormSuite, document: Document) -> list[SheetId]:
    """The sheets of a document in order."""
    chosen = (form for form in suite.forms.values() if form.name not in document.deselected)
    return [
        SheetId(form.name, instance)
        for per_project, neighbours in groupby(chosen, key=lambda form: form.per_project)
        for instance, form in _in_turn(list(neighbours), document, per_project=per_project)
        if is_wanted(suite, document, form, instance)
    ]


def _in_turn(
    forms: list[Form], document: Document, *, per_project: bool
) -> Iterator[tuple[str, Form]]:
    for instance in document.projects if per_project else ("",):
        for form in forms:
            yield instance, form


def is_wanted(suite: FormSuite, document: Document, form: Form, instance: str) -> bool:
    """Whether a project has a form, by what is typed on its card."""
    if form.when is None:
        return True
    texts = []
    for selector in form.when.selectors:
        (name,) = selector.names
        text = document.texts.get(card_cell(instance, name), "").strip()
        texts.append(read_text(text, suite.card[name].field) or BLANK)
    return form.when.program.run(texts, suite, audit=False) is True
