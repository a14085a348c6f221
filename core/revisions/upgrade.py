"""Taking over a newer revision of the suite: offered as a list, after a copy, whole or not at all.

Undo does not go past it: the steps before belong to other forms. The copy is the way back.
"""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.calc.engine import Calculation
from core.calc.names import Names
from core.document.edits import Batch
from core.document.model import Document
from core.errors import DocumentError, DocumentLocked, EditRefused
from core.paths import unused
from core.revisions.carrying import carried
from core.revisions.drawer import Kept, drawer_of
from core.revisions.listing import SuiteChange, changes_between
from core.session import Session
from core.template.form_suite import FormSuite
from core.template.library import load_newer, newer_revision


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A newer revision and what it would do: `changes` of the forms, the `drawer` afterwards.

    `carried` are the edits that the new forms ask for: figures in another unit, first rows.
    """

    suite: FormSuite
    changes: tuple[SuiteChange, ...]
    drawer: tuple[Kept, ...]
    document: Document
    carried: Batch


def is_offered(session: Session) -> bool:
    """Whether a newer revision is installed and could be taken over now; loads no suite."""
    return session.editable and newer_revision(session.calculation.whole) is not None


def offered(session: Session) -> Upgrade | None:
    """The newest installed revision and what it changes; None if there is none.

    Nothing is changed. Raises TemplateError if the newer suite has mistakes.
    """
    old = session.calculation
    suite = load_newer(old.whole)
    if suite is None:
        return None
    document, edits = carried(old, suite)
    names = Names(Calculation(suite, document))
    changes = changes_between(session.names, names)
    return Upgrade(suite, tuple(changes), tuple(drawer_of(names)), document, edits)


def upgrade(session: Session, offer: Upgrade) -> Path:
    """Write a copy beside the document, then the document with the newer revision; the copy.

    The session shows the old forms still: close it and open the document again. Raises
    EditRefused or DocumentError; then the document is unchanged.
    """
    path = session.path
    if session.locked is not None:
        raise DocumentLocked(
            f"{session.locked.words}锁着，不能更新表样。要更新，先解锁修改"
            "（命令行：biaoli versions 文件 --unlock）"
        )
    if path is None or session.read_only:
        raise DocumentError("这个文件不能写入，不能更新表样。另存到电脑再更新。")
    if session.suite.revision >= offer.suite.revision:
        raise EditRefused("表样已经更新过了")
    was = session.suite.revision
    copy = unused(path.parent, f"{path.stem}（第{was}次修订的表样）", path.suffix)
    session.store.copy_to(copy)
    label = f"更新表样：第{was}次修订改为第{offer.suite.revision}次修订"
    try:
        session.store.change_templates(
            offer.document, offer.suite.sources, offer.carried, session.author, label
        )
    except BaseException:
        with suppress(OSError):
            copy.unlink()  # it would only say the same as the document
        raise
    return copy
