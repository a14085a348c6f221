"""Every action of the window: its words, its key, its icon, and when it can be used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from gui import icons

ICON = 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One action.

    `needs` is what must be there: "" nothing, "open" a document, "form" a form, "write" a document
    that can be changed, "locked" one that was submitted, "edit" a form that can be changed,
    "projects" a suite with projects, "project" one, "left out" a form that is not filled in, "last
    year" figures of last year, "empty" a form with a sentence for when it has no figures.
    """

    name: str
    text: str
    key: str = ""
    icon: str = ""
    needs: str = ""
    checkable: bool = False


SEPARATOR = Entry("", "")

MENUS: dict[str, tuple[Entry, ...]] = {
    "文件(&F)": (
        Entry("new", "新建套表(&N)…", "Ctrl+N", "new"),
        Entry("new_from_last_year", "接着上年做(&L)…", "Ctrl+Shift+N"),
        Entry("open", "打开(&O)…", "Ctrl+O", "open"),
        Entry("save", "保存(&S)", "Ctrl+S", needs="open"),
        Entry("save_as", "另存一份(&A)…", "Ctrl+Shift+S", needs="open"),
        Entry("move", "拷到“我的填报”再填(&M)", needs="open"),
        Entry("backups", "备份(&B)…", needs="open"),
        Entry("update_forms", "更新表样(&U)…", needs="open"),
        Entry("last_year", "取上年数(&Y)…", needs="write"),
        SEPARATOR,
        Entry("export", "导出(&E)…", "Ctrl+Shift+E", "export", needs="open"),
        Entry("print", "打印(&T)…", "Ctrl+P", "print", needs="open"),
        SEPARATOR,
        Entry("submit", "上报，存成一版(&P)…", needs="write"),
        Entry("unlock", "解锁修改(&K)", needs="locked"),
        Entry("compare", "版本和差异(&D)…", needs="open"),
        Entry("restore_opening", "恢复到打开时(&R)", needs="write"),
        SEPARATOR,
        Entry("close", "关闭文件(&C)", "Ctrl+W", needs="open"),
        Entry("quit", "退出(&X)", "Ctrl+Q"),
    ),
    "编辑(&E)": (
        Entry("undo", "撤销(&U)", "Ctrl+Z", "undo", needs="write"),
        Entry("redo", "重做(&R)", "Ctrl+Y", "redo", needs="write"),
        SEPARATOR,
        Entry("cut", "剪切(&T)", "Ctrl+X", needs="edit"),
        Entry("copy", "复制(&C)", "Ctrl+C", needs="form"),
        Entry("paste", "粘贴(&P)", "Ctrl+V", needs="edit"),
        Entry("fill_down", "向下填充(&F)", "Ctrl+D", needs="edit"),
        Entry("select_all", "全选(&A)", "Ctrl+A", needs="form"),
        SEPARATOR,
        Entry("find", "查找(&L)", "Ctrl+F", needs="open"),
        Entry("find_next", "下一处(&N)", "F3", needs="open"),
        Entry("find_previous", "上一处(&S)", "Shift+F3", needs="open"),
        Entry("go_to", "定位(&G)", "Ctrl+G", needs="open"),
        SEPARATOR,
        Entry("amend", "修改这一格(&M)\tF2", needs="edit"),
        Entry("list_choices", "列出可选的(&H)\tAlt+↓", needs="edit"),
        Entry("clear", "清除(&E)\tDelete", needs="edit"),
    ),
    "表格(&T)": (
        Entry("add_row", "增加行(&I)", "Ctrl+Ins", "add_row", needs="edit"),
        Entry("duplicate_row", "复制行(&Y)", "Ctrl+Shift+Ins", needs="edit"),
        Entry("move_row_up", "行上移(&U)", "Alt+Shift+Up", needs="edit"),
        Entry("move_row_down", "行下移(&W)", "Alt+Shift+Down", needs="edit"),
        Entry("split_cell", "拆开这一格(&S)", needs="edit"),
        Entry("remove_row", "删除行(&D)", "Ctrl+Del", "delete_row", needs="edit"),
        SEPARATOR,
        Entry("previous_form", "上一张表(&P)", "Ctrl+PgUp", needs="open"),
        Entry("next_form", "下一张表(&N)", "Ctrl+PgDown", needs="open"),
        SEPARATOR,
        Entry("leave_out", "不选用这张表(&L)", needs="edit"),
        Entry("take_in", "选用一张表(&K)…", needs="left out"),
        Entry("mark_empty", "标为空表(&E)…", needs="empty"),
        SEPARATOR,
        Entry("add_project", "增加项目(&A)…", needs="projects"),
        Entry("project_card", "项目资料(&C)", needs="project"),
        Entry("duplicate_project", "复制项目(&V)…", needs="project"),
        Entry("rename_project", "项目改名(&R)…", needs="project"),
        Entry("move_project_up", "项目上移(&T)", needs="project"),
        Entry("move_project_down", "项目下移(&B)", needs="project"),
        Entry("remove_project", "删除项目(&X)…", needs="project"),
    ),
    "数据(&D)": (
        Entry("override", "改写(&O)…", needs="edit"),
        Entry("restore", "恢复自动(&R)", "Ctrl+U", needs="edit"),
        SEPARATOR,
        Entry("to_input", "去来源(&I)", "Ctrl+[", needs="form"),
        Entry("to_user", "去用到它的格(&T)", "Ctrl+]", needs="form"),
        Entry("go_back", "回到刚才(&B)", "Alt+Left", needs="open"),
    ),
    "审核(&A)": (
        Entry("audit", "全部审核(&A)", "F9", "audit", needs="open"),
        Entry("proof", "审核校验单(&O)", "Ctrl+Shift+O", needs="open"),
        SEPARATOR,
        Entry("next_finding", "下一条问题(&N)", "F8", needs="open"),
        Entry("previous_finding", "上一条问题(&P)", "Shift+F8", needs="open"),
        Entry("suspect", "去可能填错的格(&M)", "Ctrl+J", needs="open"),
        Entry("justify", "写审核说明(&J)", "Ctrl+E", needs="write"),
        Entry("settle", "照“可以这样办”做(&K)", "Ctrl+1", needs="write"),
    ),
    "视图(&V)": (
        Entry("zoom_in", "放大(&I)", "Ctrl++", needs="form"),
        Entry("zoom_out", "缩小(&O)", "Ctrl+-", needs="form"),
        Entry("zoom_reset", "原来大小(&R)", "Ctrl+0", needs="form"),
        Entry("fit_width", "适合页宽(&W)", needs="form"),
        Entry("fit_page", "适合整页(&G)", needs="form"),
        SEPARATOR,
        Entry("compare_years", "与上年比较(&Y)", needs="last year", checkable=True),
        SEPARATOR,
        Entry("next_pane", "下一个窗格(&N)", "F6", needs="open"),
        Entry("previous_pane", "上一个窗格(&P)", "Shift+F6", needs="open"),
        Entry("default_layout", "恢复默认布局(&D)", needs="open"),
    ),
    "帮助(&H)": (
        Entry("help", "使用手册(&M)", "F1"),
        Entry("first_hour", "第一个小时(&O)"),
        Entry("keys", "快捷键(&K)"),
    ),
}

WHY_NOT = {
    "open": "先打开或新建一个文件",
    "form": "先打开一张表",
    "write": "这个文件现在不能修改",
    "edit": "打开一张能填的表才能用",
    "locked": "文件没有锁定",
    "projects": "这套表没有项目，或者不能修改",
    "project": "先打开一个项目的表",
    "left out": "没有不选用的表",
    "empty": "这张表没有空表说明，空着也照样公开",
    "last year": "还没有上年数，先用“文件 › 取上年数”",
}
"""What is said of an action while what it needs is not there."""

TOOLS = (
    *("new", "open", "", "undo", "redo", "", "add_row", "remove_row"),
    *("", "audit", "export", "print"),
)
TOOL_WORDS = {"new": "新建", "open": "打开", "add_row": "增加行", "audit": "全部审核"}


class Actions:
    """The window's actions, by name."""

    def __init__(self, window: QMainWindow, do: Callable[[str], object]) -> None:
        """`do` does what an action says, by its name."""
        self.by_name: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._needs: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._there: set[str] | None = None
        for title, entries in MENUS.items():
            menu = window.menuBar().addMenu(title)
            menu.setObjectName(title)
            self.menus[title] = menu
            for entry in entries:
                if entry is SEPARATOR:
                    menu.addSeparator()
                else:
                    menu.addAction(self._make(window, entry, partial(do, entry.name)))

    def _make(self, window: QMainWindow, entry: Entry, run: Callable[[], object]) -> QAction:
        action = QAction(entry.text, window)
        action.setObjectName(f"action_{entry.name}")
        if entry.key:
            action.setShortcut(QKeySequence(entry.key))
        if entry.icon:
            action.setIcon(icons.icon(entry.icon))
        plain = entry.text.split("(")[0]
        action.setIconText(TOOL_WORDS.get(entry.name, plain))
        action.setCheckable(entry.checkable)
        action.triggered.connect(lambda _: run())
        self.by_name[entry.name] = action
        self._needs[entry.name] = entry.needs
        self._plain[entry.name] = plain
        self._titles[entry.name] = entry.text
        return action

    def tool_bar(self) -> QToolBar:
        """The tool bar: icon and word for what is used all day."""
        bar = QToolBar("工具栏")
        bar.setObjectName("tool_bar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.setIconSize(QSize(ICON, ICON))
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for name in TOOLS:
            if name:
                bar.addAction(self.by_name[name])
            else:
                bar.addSeparator()
        return bar

    def allow(self, there: set[str]) -> None:
        """Enable the actions whose needs are met."""
        if there == self._there:
            return
        self._there = there
        for name in self.by_name:
            needs = self._needs[name]
            able = not needs or needs in there
            self.enable(name, able, "" if able else WHY_NOT[needs if "open" in there else "open"])

    def enable(self, name: str, able: bool, why_not: str) -> None:
        """Let an action be used, or say why it cannot be: where the mouse rests on its button."""
        action = self.by_name[name]
        action.setEnabled(able)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        told = f"{self._plain[name]} {key}".strip()
        action.setToolTip(told if able else f"{told}：{why_not}")

    def say_more(self, name: str, text: str) -> None:
        """Let an action say in its menu what it would do it with."""
        self.by_name[name].setText(f"{self._titles[name]} {text.replace('&', '&&')}".strip())
