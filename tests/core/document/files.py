"""Document files for tests: made, tampered with, and looked at from outside."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from core.document.edits import AddProject, AddRecord, Batch, Edit, SetText, apply_edit
from core.document.history import Action, HistoryRow
from core.document.model import Document, Justification, Override, Record
from core.document.store import DocumentStore
from core.refs import CellId, SheetId, card_cell, cover_cell

UNIT = cover_cell("单位名称")
SHEET = SheetId("项目自评", "p1")
SCORE = CellId(*SHEET, "r1", "指标.得分")
NAME = "年 报?#%41.biaoli"


def filled() -> Document:
    """A document with something of every kind."""
    document = Document("yunnan-final-accounts-2021", 3)
    document.projects = ["p2", "p1"]
    document.records = {
        (SHEET, "指标"): [Record("r2"), Record("r1")],
        (SHEET, "明细"): [Record("d", "r1")],
    }
    document.texts = {
        UNIT: "通海县医疗保障局",
        SCORE: "９.５",
        card_cell("p1", "项目名称"): "=1+1\n　医保",
    }
    document.overrides = {CellId(*SHEET, "", "总额.得分"): Override("9.4", "按批复", "9.5")}
    document.justifications = {("XM-04", SCORE): Justification("抽样偏少", "9.5|10")}
    document.deselected = {"附表"}
    return document


SNAPSHOT = {"suite.yaml": "notation: 1\n", "forms/收入.yaml": "title: 收入\n"}
META = {"program": "0.1.0", "created": "2022-03-01"}


def make(folder: Path, name: str = NAME) -> Path:
    """A closed file with the filled document."""
    path = folder / name
    DocumentStore.create(path, filled(), SNAPSHOT, META).close()
    return path


def step(
    store: DocumentStore, document: Document, edit: Edit, action: Action = "do", label: str = "填"
) -> HistoryRow:
    """Do an edit and commit it; a commit that fails is taken back."""
    inverse = apply_edit(document, edit)
    try:
        return store.commit(document, edit, inverse, action, "张会计", label)
    except BaseException:
        apply_edit(document, inverse)
        raise


def new_project(project: str) -> Edit:
    """A project with a name and one record, as one step."""
    sheet = SheetId("项目自评", project)
    return Batch(
        (
            AddProject(project, 0),
            SetText(card_cell(project, "项目名称"), project),
            AddRecord(sheet, "指标", Record(project + "r"), 0),
        ),
        "增加项目",
    )


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    """The file as another program opens it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a folder with its bytes and the time it was changed."""
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def cut_off(path: Path, target: Path) -> Path:
    """A copy of the file as it is when the program dies in the middle of a transaction."""
    with tampered(path) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE cell_text SET text = 'half written'")
        for number in range(300):  # more than the cache holds: pages go to the file
            words = (str(number), "x" * 1000)
            connection.execute("INSERT INTO cell_text VALUES ('f', '', ?, 'n', ?)", words)
        shutil.copy(path, target)
        shutil.copy(f"{path}-journal", f"{target}-journal")
        connection.execute("ROLLBACK")
    assert b"half written" in target.read_bytes()
    return target


@contextmanager
def powerless() -> Iterator[Path]:
    """A folder, and nobody's rights while it lasts: no permission bits bind the super-user."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        super_user = hasattr(os, "geteuid") and os.geteuid() == 0
        if super_user:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            if super_user:
                os.seteuid(0)
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o700)
