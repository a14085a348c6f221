"""Around a session: what there is to say when a document opens, and its backup when it closes."""

from datetime import datetime

from core.document.backups import make_backup
from core.document.edits import SetText, steps_of
from core.document.history import HistoryRow
from core.errors import DocumentError
from core.revisions.drawer import drawer_of
from core.revisions.upgrade import is_offered
from core.session import Session


def opening_notes(session: Session) -> list[str]:
    """What whoever opened the document should know, one plain line each; mostly nothing."""
    notes = []
    if session.store.marks.left_open:
        notes.append(_recovered(session))
    own, said = session.calculation.whole.id, session.document.suite
    if own != said:
        notes.append(
            f"文件写的套表是“{said[:60]}”，带的表样却是“{own}”，按带的表样打开。对照官方表查一遍。"
        )
    elif session.store.marks.templates_changed:
        notes.append("文件里带的表样被人改过，和建文件时不一样，按改过的打开。对照官方表查一遍。")
    return notes + _kept_notes(session)


def back_up(session: Session) -> str:
    """Back up what this session changed, or what one that crashed left; "" or what went wrong."""
    store = session.store
    if not store.needs_backup or store.read_only or store.path is None:
        return ""
    try:
        make_backup(store)
    except DocumentError as error:
        return str(error)
    return ""


def _kept_notes(session: Session) -> list[str]:
    count = len(drawer_of(session.names))
    if not count:
        return []
    where = "窗口“文件 › 更新表样”，命令行 biaoli show 文件 --drawer"
    return [f"抽屉里留着 {count} 处现在的表样没有地方放的内容（{where}）。"]


def revision_note(session: Session) -> str:
    """That a newer revision of the forms is there; "" if none is, or if it cannot be taken over."""
    return "表样有新的修订版。" if is_offered(session) else ""


def _recovered(session: Session) -> str:
    begun = "上次没有正常关闭"
    last = session.store.last_step()
    if last is None:
        return f"{begun}，填的数都在。"
    return f"{begun}。已恢复到 {_time(last.at)}，{_last_words(session, last)}。"


def _time(at: str) -> str:
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return "最后一步"
    today = when.date() == datetime.now(when.tzinfo).date()
    return f"{when:%H:%M:%S}" if today else f"{when.month}月{when.day}日 {when:%H:%M:%S}"


def _last_words(session: Session, last: HistoryRow) -> str:
    if last.action != "do":
        return f"最后{'撤销' if last.action == 'undo' else '重做'}了“{last.label}”"
    typed = [step.cell for step in steps_of(last.edit) if isinstance(step, SetText) and step.text]
    return f"最后填的是{session.names.words(typed[-1])}" if typed else f"最后一步是“{last.label}”"
