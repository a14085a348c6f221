"""空表: a form without figures is published all the same, with a sentence below it that says so.

财预〔2016〕143号. That a form has no figures does not say that anybody looked: so it is marked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from core.calc.changes import NO_CHANGES
from core.document.edits import Batch, SetText
from core.errors import EditRefused
from core.layout.plan import CellPart
from core.layout.printed import print_form
from core.refs import CellId, SheetId
from core.session import Changes, Session
from core.template.form_lines import IS_EMPTY, LONGEST_SENTENCE

MARK, UNMARK = "标为空表", "取消空表"


@dataclass(frozen=True, slots=True)
class Empty:
    """A form that may be published without figures.

    `marked`: somebody said that there is nothing; `holds`: there are no figures.
    """

    marked: bool
    holds: bool


def emptiness(session: Session, sheet: SheetId) -> Empty | None:
    """How a sheet stands; None if its form has no sentence for it."""
    cells = _cells(session, sheet)
    if cells is None:
        return None
    mark, _, holds = cells
    return Empty(
        marked=session.value(mark) == IS_EMPTY, holds=isinstance(session.value(holds), str)
    )


def sentences(session: Session, sheet: SheetId) -> tuple[str, str]:
    """What is printed below a form without figures, and what the form itself would say there."""
    cells = _cells(session, sheet)
    if cells is None:
        return "", ""
    own, proposal = session.value(cells[1]), _proposal(session, sheet, cells[1])
    return own if isinstance(own, str) else proposal, proposal


def mark(session: Session, sheet: SheetId, sentence: str) -> Changes:
    """Mark a sheet as 空表; a sentence like the form's own, or none, leaves that in use.

    Raises EditRefused while there are figures, and for a sentence that is too long.
    """
    cells, now = _cells(session, sheet), emptiness(session, sheet)
    if cells is None or now is None:
        raise EditRefused("这张表没有空表说明，空着也照样公开，不用标")
    figure = next(figures(session, sheet), None)
    if figure is not None or not now.holds:
        there = f"：{session.names.words(figure)} {session.text(figure)}" if figure else ""
        raise EditRefused(f"表里有数{there}。先把数删去，再标为空表")
    text = " ".join(sentence.split())
    if len(text) > LONGEST_SENTENCE:
        over = len(text) - LONGEST_SENTENCE
        raise EditRefused(f"说明共 {len(text)} 字，最多 {LONGEST_SENTENCE} 字，多 {over} 字")
    own = text if text != sentences(session, sheet)[1] else ""
    return _write(session, {cells[0]: IS_EMPTY, cells[1]: own or None}, MARK)


def unmark(session: Session, sheet: SheetId) -> Changes:
    """Take the mark away, and the sentence that was typed with it."""
    cells = _cells(session, sheet)
    return _write(session, dict.fromkeys(cells[:2]), UNMARK) if cells else NO_CHANGES


def _write(session: Session, texts: dict[CellId, str | None], label: str) -> Changes:
    typed = session.document.texts
    edits = [SetText(cell, text) for cell, text in texts.items() if typed.get(cell) != text]
    return session.apply(Batch(tuple(edits), label))


def _cells(session: Session, sheet: SheetId) -> tuple[CellId, CellId, CellId] | None:
    form = session.suite.forms.get(sheet.form)
    found = form.emptiness if form is not None else None
    if found is None:
        return None
    mark, sentence, holds = (
        CellId(*sheet, "", name) for name in (found.mark, found.sentence, found.holds)
    )
    return mark, sentence, holds


def _proposal(session: Session, sheet: SheetId, own: CellId) -> str:
    plan = session.plan(sheet)
    lines = tuple(replace(line, own=None, when=None) for line in plan.below if line.own == own)
    printed = print_form(
        replace(plan, cells=(), above=(), below=lines), session.value, session.typed
    )
    return printed.below[0].left if printed.below else ""


def figures(session: Session, sheet: SheetId) -> Iterator[CellId]:
    """The cells of a sheet that print a figure, in reading order."""
    for place in session.plan(sheet).cells:
        for part in place.content:
            if isinstance(part, CellPart) and isinstance(session.value(part.cell), Decimal):
                yield part.cell
