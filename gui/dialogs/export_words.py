"""What the export dialog says: what is open, which files will be written, what goes along."""

from collections.abc import Iterable, Sequence

from core.audit.field_checks import REQUIRED
from core.errors import FileInUse
from core.findings import Finding, Outcome, Severity
from core.refs import SheetId, cover_cell
from core.session import Session
from core.template.suite import YEAR_CELL
from gui.file_names import usual_name

NOTHING_HIDDEN = (
    "只带走印出来的内容：没有隐藏的表、行、列，没有公式和批注，没有填数的记录、审核说明和改写理由，"
    "也没有电脑和登录的名字。"
)


def export_name(session: Session) -> str:
    """{单位}{年度}年度{用途}表 as a file name."""
    unit, year = (session.text(cover_cell(name)) for name in (session.suite.unit, YEAR_CELL))
    return usual_name(unit, year, f"{session.suite.purpose}表")


def open_mandatory(session: Session) -> list[Finding]:
    """The 强制性 findings that nobody has mended."""
    return [
        finding
        for finding in session.findings()
        if finding.severity is Severity.MANDATORY and finding.outcome is Outcome.FAILED
    ]


def still_open(session: Session, findings: Sequence[Finding]) -> str:
    """公开11表还有 1 处强制性问题没有改; "" without findings."""
    if not findings:
        return ""
    forms = list(dict.fromkeys(finding.cells[0].sheet for finding in findings))
    more = f"等 {len(forms)} 张表" if len(forms) > 1 else ""
    where = session.names.form_words(forms[0])
    return f"{where}{more}还有 {len(findings)} 处强制性问题没有改"


def unfilled(session: Session, sheets: Iterable[SheetId]) -> str:
    """选的表里还有 3 格必填没有填。; "" when all are filled."""
    findings = session.findings_by_sheet()
    count = sum(found.rule == REQUIRED for sheet in sheets for found in findings.get(sheet, ()))
    return f"选的表里还有 {count} 格必填没有填。" if count else ""


def leaving(names: Sequence[str], forms: int, pages: int, *, cover: bool = False) -> str:
    """Which files will be written, and what is in them."""
    if not names or not forms:
        return "没有选表或格式，不会写出文件。"
    held = f"{'封面和 ' if cover else ''}{forms} 张表" + (f"，{pages} 页" if pages else "")
    return f"会写出 {'、'.join(names)}（{held}）。{NOTHING_HIDDEN}"


def not_written(error: Exception, written: Sequence[str], name: str) -> str:
    """Why the file of this name was not written; `written` are those that were."""
    done = "".join(f"已导出 {before}。" for before in written)
    if isinstance(error, FileInUse):
        what = f"没有写入：“{name}”正在 WPS 等程序里打开。关掉它再点“重试”，或另取文件名。"
        return f"{done}{what}"
    return f"{done}{error}"
