"""Submitting, unlocking, going back, and the files that were exported."""

import hashlib
from pathlib import Path

import pytest

from core import __version__
from core.errors import DocumentError, EditRefused, UnknownVersion
from core.session import Session
from core.versions.findings_text import findings_from_json
from core.versions.keeping import (
    figures_of,
    findings_of,
    fingerprint,
    note_exports,
    note_exports_in,
    restore_opening,
    restore_version,
    submit,
    unlock,
    version_named,
)
from tests.core.document.files import tampered
from tests.core.sessions import PROJECT, cell, fill, found, small, text
from tests.suites import load_test_suite

AMOUNT = "收支总表!行1.金额"


@pytest.fixture
def session() -> Session:
    """The small suite with a project and a figure."""
    return small({AMOUNT: "5", PROJECT + "总额.执行数": "1"}, projects=("城乡居民医保",))


def test_a_version_has_figures_and_findings_as_they_were(session: Session) -> None:
    """In the words and digits of then, whatever is done later."""
    fill(session, {"支出明细!项[2010301].栏2": "9"})
    finding = found(session, "SZ-02")[0]
    session.justify(finding, "上年结余已用完")
    said = [f.message for f in session.findings()]
    version = submit(session, "  送\n审 ")
    unlock(session)
    fill(session, {AMOUNT: "7"})

    assert (version.number, version.name, version.program) == (1, "送 审", __version__)
    sheet = next(s for s in figures_of(session, version).sheets if s.words == "测01表")
    assert sheet.by_cell()[cell(session, AMOUNT)].text == "5.00"
    kept = findings_of(session, version)
    assert [finding.message for finding in kept] == said
    [line] = [finding.line for finding in kept if finding.rule == "SZ-02"]
    assert line.startswith("[已说明] 测01表 行次34 年末结转·金额：")
    assert line.endswith("；说明：上年结余已用完")
    other = next(finding for finding in kept if not finding.justification)
    assert other.line.startswith(f"[{other.severity}] {other.form} ")


@pytest.mark.parametrize(
    ("name", "why"), [("", "是空的"), (" \n", "是空的"), ("长" * 41, r"太长（41 字），最多 40 字")]
)
def test_a_version_has_a_short_name(session: Session, name: str, why: str) -> None:
    """Any other is refused, and nothing is locked."""
    with pytest.raises(EditRefused, match=why):
        submit(session, name)
    assert session.editable


def test_what_is_locked_is_not_submitted_again(session: Session) -> None:
    """It is said as which version it is locked; unlocked there may be another."""
    submit(session, "上报")
    with pytest.raises(EditRefused, match="已经是第1版“上报”"):
        submit(session, "送审")
    unlock(session)
    assert submit(session, "送审").number == 2


def test_versions_are_called_by_number_or_name(session: Session) -> None:
    """Of several with one name the newest is meant; without a name the newest of all."""
    with pytest.raises(UnknownVersion, match="还没有存过版本"):
        version_named(session)
    for name in ("送审", "上报", "送审"):
        submit(session, name)
        unlock(session)
    wanted = ["1", "第2版", "上报", "送审", ""]
    assert [version_named(session, word).number for word in wanted] == [1, 2, 2, 3, 3]
    for wrong in ("4", "审", "第上报版"):
        with pytest.raises(UnknownVersion, match="有第1版“送审”、第2版“上报”、第3版“送审”"):
            version_named(session, wrong)


def test_a_version_comes_back_as_one_step(session: Session) -> None:
    """Everything as it was, rows and projects too; undo takes it back."""
    version = submit(session)
    was = session.document.copy()
    unlock(session)
    fill(session, {AMOUNT: "7", "支出明细!项[2010601].栏3": "8"})
    session.apply(session.entries.added_project("别的")[0])
    changed = session.document.copy()

    restore_version(session, version)

    assert session.document == was
    assert text(session, AMOUNT) == "5.00"
    assert session.undo_label() == "恢复到第1版“上报”"
    session.undo()
    assert session.document == changed


def test_opening_comes_back_as_one_step(session: Session) -> None:
    """恢复到打开时."""
    fresh = Session(session.suite, session.store, session.document)
    fill(fresh, {AMOUNT: "7"})

    restore_opening(fresh)

    assert text(fresh, AMOUNT) == "5.00"
    assert fresh.undo_label() == "恢复到打开时"


def test_a_version_of_another_revision_does_not_come_back(session: Session) -> None:
    """Its cells may be called otherwise; the way out is to compare."""
    version = submit(session)
    unlock(session)
    session.document.revision += 1
    with pytest.raises(EditRefused, match=r"按第1次修订的表样填的.*可以看差异"):
        restore_version(session, version)


@pytest.mark.parametrize("spoilt", ["x", "{}", "[[1]]", '[["a","b","c","d","e","f","g",1]]'])
def test_spoilt_findings_are_told(spoilt: str) -> None:
    """What is no list of findings is refused in plain words."""
    with pytest.raises(DocumentError, match="已损坏"):
        findings_from_json(spoilt)


# ---- files


def exported(path: Path, content: bytes = b"PK") -> Path:
    """A file as an export leaves it."""
    path.write_bytes(content)
    return path


def test_exports_are_noted_by_name_and_sha256(session: Session, tmp_path: Path) -> None:
    """Without the folder they went to; the SHA-256 is that of the file."""
    book = exported(tmp_path / "决算.xlsx")

    note_exports(session, [book])
    version = submit(session)

    [file] = version.exported
    assert (file.name, file.sha256) == ("决算.xlsx", hashlib.sha256(b"PK").hexdigest())
    assert str(tmp_path) not in repr(version)


def test_an_export_that_cannot_be_noted_is_no_error(tmp_path: Path) -> None:
    """Of a document that is only looked at, of one in use, of a file that is gone."""
    path, book = tmp_path / "a.biaoli", exported(tmp_path / "a.xlsx")
    with Session.create_from(load_test_suite("small"), path, "县医疗保障局") as session:
        note_exports(session, [tmp_path / "gone.xlsx"])
        note_exports_in(path, [book], 0)
        assert session.store.versions.waiting() == ()
    before = path.read_bytes()
    with Session.open(path, read_only=True) as session:
        note_exports(session, [book])
    note_exports_in(tmp_path / "none.biaoli", [book], 0)
    assert path.read_bytes() == before
    with pytest.raises(DocumentError, match="读不出来"):
        fingerprint(tmp_path / "gone.xlsx")


def test_an_export_is_noted_in_a_closed_document(tmp_path: Path) -> None:
    """As of the step that it shows."""
    path, book = tmp_path / "a.biaoli", exported(tmp_path / "a.xlsx")
    with Session.create_from(load_test_suite("small"), path, "县医疗保障局") as session:
        fill(session, {AMOUNT: "1"})
        fill(session, {AMOUNT: "2"})
    note_exports_in(path, [book], 1)
    with Session.open(path) as session:
        [file] = submit(session).exported
        assert file.step == 1
        assert session.store.versions.listed()[0].is_outdated(file)


def test_spoilt_figures_do_not_hinder_the_rest(tmp_path: Path) -> None:
    """The document is filled in, and the other versions are read."""
    path = tmp_path / "a.biaoli"
    with Session.create_from(load_test_suite("small"), path, "县医疗保障局") as session:
        submit(session)
        unlock(session)
        submit(session)
        unlock(session)
    with tampered(path) as connection:
        connection.execute("UPDATE version SET shown = x'00' WHERE number = 1")
    with Session.open(path) as session:
        first, second = session.store.versions.listed()
        assert figures_of(session, second).sheets
        with pytest.raises(DocumentError, match="已损坏"):
            figures_of(session, first)
        fill(session, {AMOUNT: "2"})
