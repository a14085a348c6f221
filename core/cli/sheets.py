"""Sheets by the names people use for them."""

from core.refs import SheetId
from core.session import Session


def all_sheets(session: Session) -> list[SheetId]:
    """Every sheet in order."""
    return [title.sheet for title in session.sheets()]


def sheets_named(session: Session, name: str) -> list[SheetId]:
    """The sheets of a form by printed number (公开12表, 公开12), name, or name[project].

    A form that is there once per project, named without one, means all of them.
    Raises AddressError.
    """
    titles = session.sheets()
    numbered = [t.sheet for t in titles if name in (t.number, t.number.removesuffix("表"))]
    if numbered:
        return numbered
    form = session.suite.forms.get(name)
    if form is not None and form.per_project:
        return [t.sheet for t in titles if t.sheet.form == name]
    return [session.names.sheet(name).sheet]
