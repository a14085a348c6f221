"""Rows and projects on the command line: copied, moved, removed, each named by its address."""

from collections.abc import Iterable

from core.calc.addresses import MissingRecord
from core.calc.entries import cleared
from core.calc.project_edits import ProjectEdits
from core.calc.row_edits import RowEdits
from core.copying import copy_project
from core.document.edits import Edit, RemoveProject
from core.errors import AddressError, UsageError
from core.refs import PROJECT_CARD, CellId, parse_address, quote_name
from core.session import Session


def rearranged(
    session: Session,
    copied: Iterable[str],
    moved: Iterable[tuple[str, bool]],
    removed: Iterable[str],
) -> int:
    """Copy, then move (up: True), then remove; how many there were.

    Raises UsageError, AddressError or EditRefused. Removals name what stood there before the first.
    """
    count = 0
    for address in copied:
        _copy(session, address)
        count += 1
    for address, up in moved:
        session.apply(_move(session, address, up=up))
        count += 1
    removals = [_removal(session, address) for address in dict.fromkeys(removed)]
    for edit in removals:
        session.apply(edit)
    return count + len(removals)


def _copy(session: Session, address: str) -> None:
    project, sign, name = address.rpartition("=")
    found = _meant(session, project if sign else address)
    if isinstance(found, str):
        if not sign:
            raise UsageError(f"复制项目要起新名称，写成 {address[:60]}=新名称")
        copy_project(session, found, name)
        return
    row = _present(found, address)
    session.apply(RowEdits(session.names).duplicated(row.sheet, row.record)[0])


def _move(session: Session, address: str, *, up: bool) -> Edit:
    found = _meant(session, address)
    if isinstance(found, str):
        return ProjectEdits(session.entries).moved(found, up=up)
    row = _present(found, address)
    return RowEdits(session.names).moved(row.sheet, row.record, up=up)


def _removal(session: Session, address: str) -> Edit:
    """The removal of a row or project, of what stands there before anything is removed."""
    found = _meant(session, address)
    if isinstance(found, str):
        return RemoveProject(found)
    if isinstance(found, MissingRecord):
        return _kept_row(session, address, found)
    return session.entries.removed_row(found.sheet, found.record)


def _present(found: CellId | MissingRecord, address: str) -> CellId:
    if isinstance(found, MissingRecord):
        raise AddressError(f"“{address[:60]}”没有这一行")
    return found


def _meant(session: Session, address: str) -> CellId | MissingRecord | str:
    """A cell of the row that an address names, or the id of a project."""
    parsed = parse_address(address)
    if parsed is not None and parsed.steps[-1].key is not None:
        if parsed.form is None and parsed.steps[0].name == PROJECT_CARD:
            cell = session.names.cell(f"{address}.{quote_name(session.suite.card_name)}")
            return cell.instance
        row = _row(session, address, parsed.form, parsed.instance, parsed.steps[-1].name)
        if row is not None:
            return row
    raise UsageError(
        f"“{address[:60]}”不是一行或一个项目，要写成 支出决算表!项[2101501] 或 项目卡[1] 的样子"
    )


def _row(
    session: Session, address: str, form: str | None, instance: str | None, region: str
) -> CellId | MissingRecord | None:
    """The first cell of a floating row; None if the form has no such rows."""
    if form is None:
        return None
    key = "" if instance is None else f"[{instance}]"
    shape = session.names.sheet(quote_name(form) + key)
    found = shape.form.regions.get(region)
    if found is None:
        return None
    return session.names.find(f"{address}.{quote_name(found.columns[0])}")


def _kept_row(session: Session, address: str, missing: MissingRecord) -> Edit:
    """The removal of what is kept of a row that followed and is no more."""
    row, document = session.names.kept(missing), session.document
    kept = [
        cell
        for cell in dict.fromkeys((*document.texts, *document.overrides))
        if cell[:3] == row[:3] and cell.name.startswith(f"{missing.region}.")
    ]
    if not kept:
        raise AddressError(f"“{address[:60]}”没有这一行")
    return cleared(document, kept)
