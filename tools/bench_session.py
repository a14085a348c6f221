"""How fast an open document answers: `python -m tools.bench_session` prints a table."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from core.document.edits import AddRecord, Batch, Edit, SetText
from core.document.model import Record
from core.layout.expand import build_plan
from core.refs import CellId, SheetId
from core.session import Session

SUITE = "yunnan-final-accounts-2021"
CODES, PROJECTS, INDICATORS = 300, 50, 40
TIMES = 7


def large_session(path: Path | None = None) -> Session:
    """A document with 300 科目 rows and 50 projects of 40 indicators each."""
    session = Session.create(SUITE, path, "通海县医疗保障局")
    expenditure = SheetId("支出决算表")
    edits: list[Edit] = []
    for index in range(CODES):
        code = str(2010101 + index // 12 * 10000 + index % 12 * 101)
        texts = {"科目编码": code, "栏2": f"{index + 1}000.25", "栏3": f"{index}500.50"}
        edits += _record(expenditure, "项", index, texts)
    session.apply(Batch(tuple(edits), "填支出决算表"))
    with session.together("增加项目"):
        for number in range(PROJECTS):
            session.apply(_project(session, number))
    return session


def _project(session: Session, number: int) -> Edit:
    added, project = session.entries.added_project(f"项目{number}", [("项目名称", f"项目{number}")])
    sheet = SheetId("项目自评", project)
    texts = {"拨款.全年预算数": "120.50", "拨款.全年执行数": "110.25", "预期目标": "目标"}
    edits = [added, *(SetText(CellId(*sheet, "", name), text) for name, text in texts.items())]
    for index in range(INDICATORS):
        edits += _record(sheet, "指标", index, _indicator(index))
    return Batch(tuple(edits), "增加项目")


def _indicator(index: int) -> dict[str, str]:
    return {
        "一级指标": "产出指标" if index < 20 else "效益指标",
        "二级指标": "数量指标" if index < 20 else "社会效益指标",
        "三级指标": f"指标{index}", "指标性质": ">=", "指标值": "90", "度量单位": "%",
        "实际完成值": "93", "分值": "2.25",
    }  # fmt: skip


def _record(sheet: SheetId, region: str, index: int, texts: dict[str, str]) -> list[Edit]:
    record = f"r{index}"
    cells = {CellId(*sheet, record, f"{region}.{column}"): t for column, t in texts.items()}
    added = AddRecord(sheet, region, Record(record), index)
    return [added, *(SetText(cell, text) for cell, text in cells.items())]


def measure(session: Session) -> dict[str, float]:
    """Milliseconds of what people do, the median of several times."""
    project = session.document.projects[0]
    figure = CellId("项目自评", project, "r7", "指标.分值")
    amount = CellId("支出决算表", "", "r7", "项.栏2")
    title = CellId("项目自评", project, "r7", "指标.三级指标")
    author = CellId("封面", "", "", "编制人")
    texts = (f"{number}.25" for number in range(1, 10_000))
    sheets = {"支出决算表": ("项", SheetId("支出决算表")), "项目自评": ("指标", title.sheet)}
    found = {
        "calculate everything": _time(session.calculation.calculate),
        "audit everything": _time(session.auditor.audit),
        "type a score": _time(lambda: session.apply(SetText(figure, next(texts)))),
        "type an amount": _time(lambda: session.apply(SetText(amount, next(texts)))),
        "type a text": _time(lambda: session.apply(SetText(title, next(texts)))),
        "type on the cover": _time(lambda: session.apply(SetText(author, next(texts)))),
    }
    for name, (region, sheet) in sheets.items():
        found |= _measure_rows(session, name, region, sheet)
    found["list the findings"] = _time(session.findings)
    found["count"] = _time(session.summary)
    found["filled, all sheets"] = _time(
        lambda: [session.auditor.filled(title.sheet) for title in session.sheets()]
    )
    return found


def _measure_rows(session: Session, name: str, region: str, sheet: SheetId) -> dict[str, float]:
    def add() -> None:
        session.apply(session.entries.added_row(sheet, region, "r7")[0])

    return {
        f"add a row, {name}": _time(add),
        f"take it back, {name}": _time(session.undo),
        f"lay out, {name}": _time(lambda: _laid_out(session, sheet)),
        f"print, {name}": _time(lambda: session.printed(sheet)),
    }


def _laid_out(session: Session, sheet: SheetId) -> None:
    shape = session.calculation.shape.sheets[sheet]
    build_plan(session.suite, shape, session.names.words_for(sheet))


def _time(work: Callable[[], object]) -> float:
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1000)
    return statistics.median(found)


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "large.biaoli")
        start = time.perf_counter()
        large_session(path).close()
        print(f"{'make it':32}{(time.perf_counter() - start) * 1000:10.1f} ms")
        start = time.perf_counter()
        with Session.open(path) as opened:
            print(f"{'open':32}{(time.perf_counter() - start) * 1000:10.1f} ms")
            print(f"{len(opened.calculation.values)} values, {len(opened.auditor.checks)} checks")
    for name, milliseconds in measure(large_session()).items():
        print(f"{name:32}{milliseconds:10.1f} ms")


if __name__ == "__main__":
    main()
