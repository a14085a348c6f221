"""Taking last year's figures out of another document: looked at, refused or warned of, then kept.

The other document is only read. What was taken is a step like any other: undo takes it back, and
the document does not need the other file any more.
"""

from dataclasses import dataclass
from pathlib import Path

from core.calc.changes import Changes
from core.calc.engine import Calculation
from core.calc.names import Names
from core.calc.taking import not_found, taken
from core.document.edits import Batch, SetLastYear
from core.document.last_year import LastYear
from core.errors import EditRefused
from core.paths import is_so
from core.refs import cover_cell
from core.session import Session
from core.template.form_suite import FormSuite
from core.values import clean_text


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be taken, and what whoever takes it should know first, a plain line each."""

    last_year: LastYear
    warnings: tuple[str, ...]


def offered(session: Session, path: Path) -> Offer:
    """The figures of another document; nothing is changed yet.

    Raises EditRefused if it cannot be the document of an earlier year, DocumentError if it cannot
    be read.
    """
    own = session.path
    if own is not None and is_so(lambda: own.samefile(path)):
        raise EditRefused(f"“{path.name}”就是这个文件，不能作它自己的上年")
    with Session.open(path, read_only=True) as old:
        suite, here = old.calculation.whole, session.calculation.whole
        if not _is_of_a_kind(suite, here):
            raise EditRefused(
                f"“{path.name}”填的是{suite.title}，这里是{here.title}，不是同一种表，没有取"
            )
        last_year = taken(old.calculation, old.names, clean_text(path.name))
    _check_year(session, last_year)
    return Offer(last_year, tuple(_warnings(session, last_year)))


def take(session: Session, offer: Offer) -> Changes:
    """Keep the figures in the document, in one step. Raises EditRefused or DocumentError."""
    return session.apply(Batch((SetLastYear(offer.last_year),), "取上年数"))


def clear(session: Session) -> Changes:
    """Keep none any more. Raises EditRefused or DocumentError."""
    if session.document.last_year is None:
        raise EditRefused("没有取过上年数，不用去掉")
    return session.apply(Batch((SetLastYear(None),), "去掉上年数"))


def summary(session: Session) -> str:
    """One line: where the figures come from and how many they are; "" without any."""
    kept = session.document.last_year
    return summary_of(kept) if kept is not None else ""


def summary_of(kept: LastYear) -> str:
    """One line: where figures come from and how many they are."""
    return f"上年数：{kept.year}年 {kept.unit}，取自“{kept.file}”，{len(kept.figures)} 格"


def preview(session: Session, offer: Offer) -> list[str]:
    """What would stand nowhere if these figures were taken, a line each; nothing is changed."""
    document = session.document.copy()
    document.last_year = offer.last_year
    return not_found(Names(Calculation(session.calculation.whole, document)))


def left_over(session: Session) -> list[str]:
    """What of last year stands nowhere in this year's forms, a line each."""
    return not_found(session.names)


def _is_of_a_kind(old: FormSuite, new: FormSuite) -> bool:
    """Whether one suite is an earlier edition of the other, or the same."""
    named = any(edition.suite == old.id for edition in new.editions)
    return named or old.id == new.id or (old.region, old.purpose) == (new.region, new.purpose)


def _check_year(session: Session, last_year: LastYear) -> None:
    year = session.names.year()
    if int(last_year.year) >= year:
        raise EditRefused(
            f"“{last_year.file}”是{last_year.year}年的，这里是{year}年，不能作上年。"
            "年度不对，先改封面的年度"
        )


def _warnings(session: Session, last_year: LastYear) -> list[str]:
    year, suite = session.names.year(), session.calculation.whole
    unit = session.value(cover_cell(suite.unit))
    told = []
    if last_year.unit and isinstance(unit, str) and unit != last_year.unit:
        told.append(
            f"“{last_year.file}”是“{last_year.unit}”的，这里是“{unit}”，请核对是不是同一单位"
        )
    if int(last_year.year) != year - 1:
        told.append(f"“{last_year.file}”是{last_year.year}年的，不是{year}年的上一年，请核对")
    return told
