"""Writes the sample of today's document format: ``python -m tests.golden.make_document``.

Run once for each released format, by hand: a sample that is there is never written again.
"""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from core.document.edits import SelectForm
from core.document.schema import FORMAT
from core.errors import DocumentError
from core.findings import Severity
from core.last_year import offered, take
from core.session import Session
from core.versions.keeping import note_exports, submit, unlock
from tests.golden.told import told
from tests.suites import load_test_suite

FOLDER = Path(__file__).parent / "documents"


def main() -> None:
    """Write a document with something of everything, and beside it what it tells."""
    path = FOLDER / f"format-{FORMAT}.biaoli"
    with Session.create_from(load_test_suite("small"), path, "县医疗保障局") as session:
        _take_last_year(session)
        _fill(session)
        (FOLDER / "决算.pdf").write_bytes(b"%PDF")
        note_exports(session, [FOLDER / "决算.pdf"])
        (FOLDER / "决算.pdf").unlink()
        submit(session, "上报")
        unlock(session)
        _go_on(session)
        submit(session, "再报")
    expected = json.dumps(told(path), ensure_ascii=False, indent=1)
    path.with_suffix(".json").write_text(expected + "\n", encoding="utf-8")


def _take_last_year(session: Session) -> None:
    suite, year = session.suite, str(session.names.year() - 1)
    with TemporaryDirectory() as folder:
        path = Path(folder, "上年.biaoli")
        with Session.create_from(suite, path, "县医疗保障局", year) as old:
            old.set_addresses(
                [
                    ("收支总表!行1.金额", "52,148.29"),
                    ("支出明细!项[2010301].栏2", "1,234.50"),
                    ("支出明细!项[2101501].栏3", "0"),
                ]
            )
        take(session, offered(session, path))


def _fill(session: Session) -> None:
    for name in ("城乡居民医保", "医疗救助"):
        session.apply(session.entries.added_project(name)[0])
    session.set_addresses(
        [
            ("收支总表!行1.金额", "１,234.50"),
            ("收支总表!行2.金额", "23万7"),
            ("支出明细!项[2010301].栏2", "3000"),
            ("支出明细!项[2101501].栏3", "1.2万"),
            ("自评[医疗救助]!总额.执行数", "1"),
            ("自评[医疗救助]!指标[1].三级指标", "=1+1\n救助人次𠮷"),
            ("自评[医疗救助]!指标[1].分值", "60"),
            ("自评[医疗救助]!指标[产出指标].一级分值", "55"),
        ]
    )
    session.override(session.names.cell("收支总表!行33.金额"), "9000", "按批复")
    finding = next(f for f in session.findings() if f.severity is Severity.VERIFY)
    session.justify(finding, "上年结余已用完")


def _go_on(session: Session) -> None:
    session.set_addresses([("收支总表!行2.金额", "237000"), ("收支总表!行1.金额", None)])
    session.apply(session.entries.added_project("别的")[0])
    session.undo()
    sheet = session.names.sheet("自评[城乡居民医保]").sheet
    record = session.document.records_of(sheet, "指标")[0].id
    session.apply(session.entries.removed_row(sheet, record))
    session.apply(SelectForm("支出明细", selected=False))


if __name__ == "__main__":
    try:
        main()
    except DocumentError as error:
        raise SystemExit(str(error)) from None
