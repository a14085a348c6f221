"""What the program says: boxes, and the words of the status bar. Nothing else in gui/ opens a box.

A box appears only when nothing could be written, opening failed, a whole project would go, or the
program itself failed. Its default is the safe answer; Esc leaves things as they are.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QInputDialog, QMessageBox, QWidget

from core.errors import DiskFull, DocumentGone
from gui.help.offering import offer_help

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.document.background import Waiting
    from core.document.versions import Version
    from core.findings import Finding
    from core.layout.tally import Tally

FORM_DONE = "本表填完了。Ctrl+PgDn 到下一张表"
READ_ONLY = "这个文件只能查看，不能填写"
NO_FINDINGS = "没有要处理的问题。"
NO_CAUSE = "这条问题看不出是哪一格填错"
NO_REMEDY = "没有能直接照办的。先在审核结果里选一条写着怎样改的问题"
NO_CELL = "选中一格，这里说明它怎么来、用在哪里。"
NOT_STARTED = "没有能重新打开窗口。改动下次打开时生效"
NO_DOCUMENT = "没有打开的文件"
WRITING = "正在写入…"


def not_editable(locked: Version | None) -> str:
    """Why nothing can be filled in."""
    if locked is None:
        return READ_ONLY
    return f"{locked.words}已锁定；要改，用“文件 › 解锁修改”"


def still_open(mandatory: int, verify: int, missing: int) -> str:
    """What is said before submitting, if anything is open."""
    if not (mandatory or verify or missing):
        return ""
    return f"还有强制性 {mandatory} 条、核实性 {verify} 条没有处理，必填 {missing} 格没有填。\n"


def opening(name: str) -> str:
    """A document is being read."""
    return f"正在打开“{name}”…"


def exporting(page: int, pages: int) -> str:
    """How far an export is."""
    return f"正在导出 第 {page} 页，共 {pages} 页"


def exported(count: int) -> str:
    """What an export wrote."""
    return f"已导出 {count} 个文件"


def saved(at: datetime) -> str:
    """What the status bar says after every edit."""
    return f"已保存 {at:%H:%M:%S}"


def nothing_to_save(saved_words: str) -> str:
    """After Ctrl+S; `saved_words` are those of `saved`."""
    return f"{saved_words}。每填一格都已写入文件，不用另存。"


def not_written(waiting: Waiting) -> str:
    """What is not in the file because it cannot be written now, and what to do."""
    why, way_out = "文件写不进去", "能写了会自动写入"
    if isinstance(waiting.trouble, DocumentGone):
        why, way_out = "U 盘已拔出（或文件被移走）", "插回 U 盘会自动写入"
    elif isinstance(waiting.trouble, DiskFull):
        why, way_out = "磁盘满了", "腾出空间会自动写入"
    what = f"{waiting.since:%H:%M:%S} 以后填的 {waiting.cells} 格还没写入"
    return f"{why}，{what}。{way_out}；或者用“文件 › 另存一份”存到电脑。"


def undone(label: str) -> str:
    """After Ctrl+Z."""
    return f"已撤销：{label}"


def redone(label: str) -> str:
    """After Ctrl+Y."""
    return f"已重做：{label}"


def rearranged(what: str) -> str:
    """After rows or projects were changed without a question; `what` is the step's label."""
    return f"已{what}，Ctrl+Z 撤回"


def upper_rows(codes: list[str]) -> str:
    """After a code was typed whose upper levels were not there yet."""
    count = {1: "一", 2: "两"}.get(len(codes), f" {len(codes)} ")
    return f"已加入 {'、'.join(codes)} {count}行".replace("  ", " ")


def filled(required: int, missing: int) -> str:
    """How far one has come."""
    return f"必填 {required} 格，已填 {required - missing} 格"


def all_passed(passed: int, justified: int, not_applicable: int) -> str:
    """After 全部审核, when nothing is to be done."""
    return f"{passed} 条通过，{justified} 条已说明，{not_applicable} 条不适用，没有要改的。"


def appeared(level: str, where: str, come: Sequence[Finding]) -> str:
    """What a screen reader says of what an edit has brought; of the first one all."""
    more = f"。另有 {len(come) - 1} 条" if len(come) > 1 else ""
    return f"{level}，{where}，{come[0].message}{more}"


def audited(mandatory: int, verify: int, hints: int, missing: int, unsure: int) -> str:
    """After 全部审核, when something is; `unsure` are those that could not be checked."""
    words = f"全部审核完：强制性 {mandatory}，核实性 {verify}，提示 {hints}，必填未填 {missing}"
    return f"{words}，没有核对 {unsure}" if unsure else words


def selected(found: Tally) -> str:
    """What a selected block comes to."""
    words = [f"选中 {found.cells} 格"]
    if found.mixed:
        words.append("单位不同，不合计")
    words += [f"合计 {found.total}"] if found.total else []
    words += [f"平均 {found.mean}"] if found.mean else []
    return "　".join(words)


NOTHING_TO_PASTE = "剪贴板里没有可以粘贴的内容。先在表格软件里复制要的那几格"
NOTHING_TO_FILL = "下面没有可以填的格。选中要填的几行再按 Ctrl+D，第一行填到下面各行"
NOTHING_TO_CLEAR = "选中的格里没有填过的内容"


def done_to(verb: str, cells: int, rows: int = 0) -> str:
    """After something was done to several cells in one step."""
    added = f"，增加 {rows} 行" if rows else ""
    return f"已{verb} {cells} 格{added}，Ctrl+Z 撤回"


# Boxes ---------------------------------------------------------------------------------------


def trouble(parent: QWidget | None, text: str) -> None:
    """Say in one box what could not be done; the text is the core's own."""
    _box(parent, text, QMessageBox.StandardButton.Ok, "打不开的，各是什么意思").exec()


REOPEN, SAVE = "reopen", "save"


def crashed(parent: QWidget, not_written: str) -> str:
    """The program failed: REOPEN, SAVE what was recorded, "" to go on as it is.

    `not_written` says what is not in the file, if anything is not.
    """
    text = f"程序出了问题，{not_written or '已填的数都在文件里。'}"
    box = _box(parent, text, QMessageBox.StandardButton.Cancel, "程序出了问题")
    box.button(QMessageBox.StandardButton.Cancel).setText("接着用")
    reopen = box.addButton("重新打开", QMessageBox.ButtonRole.ActionRole)
    save = box.addButton("保存问题记录…", QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(reopen)
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    chosen = box.clickedButton()
    if chosen is reopen:
        return REOPEN
    return SAVE if chosen is save else ""


BACKUP, SAVE_READABLE = "backup", "save readable"


def ask_damaged(parent: QWidget, text: str, newest: str) -> str:
    """What to do with a damaged file: BACKUP (made at `newest`), SAVE_READABLE, "" nothing."""
    box = _box(parent, text, QMessageBox.StandardButton.Cancel, "文件损坏了")
    role = QMessageBox.ButtonRole.ActionRole
    backup = box.addButton(f"打开 {newest} 的备份", role) if newest else None
    save = box.addButton("把读得出的救到新文件", role)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    chosen = box.clickedButton()
    if chosen is save:
        return SAVE_READABLE
    return BACKUP if backup is not None and chosen is backup else ""


TRY_AGAIN, SAVE_ELSEWHERE, GIVE_UP = "try again", "save elsewhere", "give up"


def ask_not_written(parent: QWidget, text: str) -> str:
    """Before closing what cannot be written: TRY_AGAIN, SAVE_ELSEWHERE, GIVE_UP, "" to stay."""
    box = _box(parent, text, QMessageBox.StandardButton.Cancel, "每填一格就在")
    buttons = {
        box.addButton(words, QMessageBox.ButtonRole.ActionRole): answer
        for words, answer in (
            ("再试一次", TRY_AGAIN),
            ("另存到电脑…", SAVE_ELSEWHERE),
            ("不保存这几步就关闭", GIVE_UP),
        )
    }
    box.setDefaultButton(next(iter(buttons)))
    box.setEscapeButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return next((answer for button, answer in buttons.items() if box.clickedButton() is button), "")


def may_remove_project(parent: QWidget, name: str) -> bool:
    """Ask before a whole project goes."""
    box = _box(
        parent,
        f"删除项目“{name}”，连同它的自评表和填的全部内容？\n删除后可以用 Ctrl+Z 撤回。",
        QMessageBox.StandardButton.Cancel,
        "行和项目",
    )
    remove = box.addButton("删除项目", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.exec()
    return box.clickedButton() is remove


def ask_project_name(parent: QWidget, title: str, asked: str, name: str = "") -> str:
    """The name of a new or renamed project, which the suite calls `asked`; "" if it was left."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    offer_help(dialog, "行和项目")
    dialog.setLabelText(f"{asked}（显示在目录里，例如“医疗救助”）：")
    dialog.setTextValue(name)
    dialog.setOkButtonText(title)
    dialog.setCancelButtonText("取消")
    accepted = dialog.exec() == QInputDialog.DialogCode.Accepted
    return dialog.textValue().strip() if accepted else ""


def ask_version_name(parent: QWidget, proposed: str, open_words: str) -> str:
    """What to call the version that is submitted; "" if it was left."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("上报")
    offer_help(dialog, "上报和版本")
    dialog.setLabelText(
        f"{open_words}现在的内容存成一版，存好就锁上；以后要改，先解锁修改，改的算下一版。\n\n版本名称："
    )
    dialog.setTextValue(proposed)
    dialog.setOkButtonText("存成一版")
    dialog.setCancelButtonText("取消")
    accepted = dialog.exec() == QInputDialog.DialogCode.Accepted
    return dialog.textValue().strip() if accepted else ""


def ask_form(parent: QWidget, names: list[str]) -> str:
    """Which of these forms to take in; "" if it was left."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("选用一张表")
    offer_help(dialog, "套表目录")
    dialog.setLabelText("选用哪一张：")
    dialog.setComboBoxItems(names)
    dialog.setOkButtonText("选用")
    dialog.setCancelButtonText("取消")
    accepted = dialog.exec() == QInputDialog.DialogCode.Accepted
    return dialog.textValue() if accepted else ""


def _box(
    parent: QWidget | None, text: str, button: QMessageBox.StandardButton, page: str
) -> QMessageBox:
    """A box; F1 in it opens this page of the manual."""
    box = QMessageBox(parent)
    box.setWindowTitle("表里")
    offer_help(box, page)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setStandardButtons(button)
    words = {
        QMessageBox.StandardButton.Ok: "知道了",
        QMessageBox.StandardButton.Cancel: "取消",
    }
    box.button(button).setText(words[button])
    box.button(button).setIcon(QIcon())  # the style's own pictures are not ours
    return box
