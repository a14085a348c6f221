"""审核结果: the findings as a list, the jump to a cell, the 审核说明 under a 核实性 finding."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.audit.remedies import Remedy
from core.audit.usual_reasons import usual_reasons
from core.findings import Cause, Finding, Severity
from core.refs import COVER, CellId, SheetId
from core.session import Session, SheetTitle
from gui import icons, messages, theme
from gui.announcing import announce
from gui.findings_folds import Fold
from gui.findings_model import FindingsModel
from gui.findings_order import KINDS, FindingsOrder, kind_of
from gui.findings_parts import LEAST_HEIGHT, ROW, Suspicion, TitleBar, set_up_table
from gui.folding_table import FoldingTable
from gui.labels import label, shortened, tooltip
from gui.mended_line import MendedLine
from gui.theme import colour
from gui.writing import Writing

_AROUND_WORDS, _GAP = 44, 6  # icon, edges and distance
_HERE = 1
_SAID = ("mandatory", "verify")
_WIDTHS = (82, 50, 232, 460, 230)
_PROBLEM = 3


class FindingsPanel(QWidget):
    """The list with its toggles.

    jumped     a finding was double-clicked (Finding)
    chosen     a finding was clicked (Finding)
    justified  an 审核说明 was written (Finding, text)
    suspected  somebody wants to see the cell that probably holds the mistake (CellId)
    settle_wanted  what is offered first about the chosen finding is to be done
    """

    jumped = Signal(object)
    chosen = Signal(object)
    justified = Signal(object, str)
    suspected = Signal(object)
    settle_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Nothing open."""
        super().__init__(parent)
        self.setObjectName("findings_panel")
        self._session: Session | None = None
        self._sheet: SheetId | None = None
        self._offered: tuple[Finding | None, bool] = (None, False)
        self.remedies: tuple[Remedy, ...] = ()
        self._order = FindingsOrder()
        self._counts: Counter[str] = Counter()
        self._labelled: dict[str, tuple[str, bool]] = {}
        self._filling = False
        self.left_sheets: set[SheetId] = set()
        self.model = FindingsModel(self)
        self.table = FoldingTable(self.model)
        set_up_table(self.table, "findings", "审核结果", _WIDTHS, _PROBLEM)
        self.title_bar = TitleBar()
        self.title_bar.resized.connect(self._label_toggles)
        self.toggles = {kind: self._toggle(kind) for kind in KINDS}
        self.scope = QComboBox()
        self.scope.setAccessibleName("范围")
        self.scope.addItems(["全部表", "本表"])
        self.scope.currentIndexChanged.connect(lambda _: self._filter())
        self._write = QToolButton()
        self._write.setText("写说明(Ctrl+E)")
        self._write.setObjectName("write_justification")
        self._write.clicked.connect(self.start_writing)
        self.settle = QToolButton()
        self.settle.setObjectName("settle_finding")
        self.settle.clicked.connect(self.settle_wanted)
        self._lay_out_title()
        self._empty = label(messages.NO_FINDINGS, ink="ink2")
        self._empty.setContentsMargins(12, 8, 0, 0)
        self.suspicion = Suspicion(self)
        self.suspicion.followed.connect(self.go_to_suspect)
        self.writing = Writing(self)
        self.writing.saved.connect(self._save)
        self.writing.left.connect(self.stop_writing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.suspicion)
        layout.addWidget(self.writing)
        self._mended = MendedLine(self.table, self.model, self)
        self.table.doubleClicked.connect(lambda _: self._jump())
        self.table.activated.connect(lambda _: self._jump())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._chose())
        self._filter()

    def _lay_out_title(self) -> None:
        layout = QHBoxLayout(self.title_bar)
        layout.setContentsMargins(6, 0, 6, 0)
        layout.setSpacing(6)
        for toggle in self.toggles.values():
            layout.addWidget(toggle)
        layout.addWidget(self.scope)
        layout.addStretch()
        layout.addWidget(self.settle)
        layout.addWidget(self._write)
        # Narrower than all words together: the toggles then show their counts alone.
        layout.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.title_bar.setMinimumSize(380, 22)
        self.scope.setFixedHeight(22)

    def _toggle(self, kind: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"toggle_{kind}")
        button.setCheckable(True)
        button.setChecked(kind != "justified")
        button.setIcon(icons.icon(kind))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFixedHeight(22)
        button.setStyleSheet(
            f"QToolButton {{ padding: 0 6px; border: 1px solid {colour('line').name()};"
            f" background: {colour('panel').name()}; }}"
            f"QToolButton:checked {{ border-color: {colour('accent').name()};"
            f" background: {colour('row').name()}; }}"
            f"QToolButton:focus {{ border: 2px solid {colour('accent').name()};"
            f" padding: 0 5px; }}"
        )
        button.toggled.connect(lambda _: self._filter())
        return button

    # ---- what is shown

    def show_session(self, session: Session | None) -> None:
        """Show the findings of a session."""
        self._session = session
        self._sheet = None
        self.left_sheets = set()
        self.refresh()

    def show_sheet(self, sheet: SheetId) -> None:
        """Another sheet is open: its findings come first; empty cells of the last one appear."""
        if self._sheet is not None and self._sheet != sheet:
            self.left_sheets.add(self._sheet)
        self._sheet = sheet
        self._filter()

    def refresh(self) -> None:
        """Ask the session for its findings again."""
        listed = self._session.findings_by_sheet() if self._session is not None else {}
        self._order.take(listed)
        self._filter()

    def after_edit(self) -> None:
        """The same after an edit: what it mended and what it brought is shown and said."""
        if self._session is None:
            return
        seen = self._mended.seen()
        turn = self._order.take(self._session.findings_by_sheet())
        self._filter()
        names = self._session.names
        self._mended.follow(seen, turn.gone, names)
        come = [finding for finding in turn.come if kind_of(finding) in _SAID]
        if come:
            where = f"{names.form_words(come[0].cells[0].sheet)}，{come[0].place}"
            announce(self, messages.appeared(KINDS[kind_of(come[0])], where, come))

    def show_all_missing(self) -> None:
        """全部审核: empty required cells are findings on every sheet from now on."""
        if self._session is not None:
            self.left_sheets = {title.sheet for title in self._session.sheets()}
            self.left_sheets.add(SheetId(COVER))
            self.left_sheets |= self._order.listed.keys()
        self.refresh()

    def show_only_here(self) -> None:
        """审核本表: the findings of the open sheet, its empty required cells among them."""
        if self._sheet is not None:
            self.left_sheets.add(self._sheet)
        self.scope.setCurrentIndex(_HERE)
        self._filter()

    def shown(self) -> list[Finding]:
        """The findings in the list, in its order, those that are folded too."""
        return self.model.findings

    def _filter(self) -> None:
        """Fill the list; the chosen finding stays chosen."""
        chosen = self.current()
        self._counts = self._order.counts(self.left_sheets)
        self._label_toggles()
        kinds = [kind for kind in KINDS if self.toggles[kind].isChecked()]
        only_here = self.scope.currentIndex() == _HERE
        sections = self._order.sections(kinds, self.left_sheets, self._sheet, only_here=only_here)
        self._filling = True
        self.model.show(self._session, sections)
        self._choose_again(chosen)
        self._filling = False
        self.table.setVisible(bool(sections))
        self._empty.setVisible(not sections)
        self._offer()

    def _choose_again(self, chosen: Finding | None) -> None:
        """Choose the finding that was chosen, wherever it stands now; none if it is gone."""
        now = self.current()
        if chosen is None or (now is not None and now.identity == chosen.identity):
            return
        row = self.model.reveal(chosen)
        if row >= 0:
            self.table.selectRow(row)
        else:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())

    def _label_toggles(self) -> None:
        narrow = self.title_bar.width() < self._room_for_words()
        for kind, button in self.toggles.items():
            count = str(self._counts[kind])
            shown = count if narrow else f"{KINDS[kind]} {count}", button.isChecked()
            if self._labelled.get(kind) == shown:
                continue
            self._labelled[kind] = shown
            button.setText(shown[0])
            button.setToolTip(KINDS[kind])
            button.setAccessibleName(f"{KINDS[kind]} {count}")
            families = theme.SANS_BOLD if button.isChecked() else theme.SANS
            button.setFont(theme.font(families, theme.SECONDARY))

    def _room_for_words(self) -> int:
        """How wide the title is with all its words."""
        beside = [self.scope, self._write] + [self.settle] * bool(self.remedies)
        bold = theme.metrics(theme.SANS_BOLD, theme.SECONDARY)
        words = [f"{name} {self._counts[kind]}" for kind, name in KINDS.items()]
        toggles = sum(bold.horizontalAdvance(text) + _AROUND_WORDS for text in words)
        return (
            round(toggles) + sum(widget.sizeHint().width() + _GAP for widget in beside) + 4 * _GAP
        )

    # ---- choosing and jumping

    def current(self) -> Finding | None:
        """The finding that is chosen; none while it is a line of many."""
        return self.model.finding(self.table.currentIndex().row())

    def rule(self) -> tuple[str, str] | None:
        """The suite and the rule of the finding that is chosen."""
        finding, session = self.current(), self._session
        return (session.calculation.suite.id, finding.rule) if finding and session else None

    def walk(self, *, back: bool) -> Finding | None:
        """Choose the next or previous finding, form by form, round and round.

        Those that are folded are walked through as well; their line opens.
        """
        places = {title.sheet: at for at, title in enumerate(self._titles())}
        found = sorted(self.model.findings, key=lambda f: places.get(f.cells[0].sheet, -1))
        if not found:
            return None
        chosen, fold = self.current(), self._fold()
        at = -int(back)
        if chosen is not None:
            at = _place(found, chosen) + (-1 if back else 1)
        elif fold is not None:
            at += _place(found, fold.findings[0])
        self.choose(found[at % len(found)])
        return found[at % len(found)]

    def _fold(self) -> Fold | None:
        """The line of many that is chosen."""
        return self.model.fold(self.table.currentIndex().row())

    def choose(self, finding: Finding) -> None:
        """Choose a finding that is listed."""
        self.table.selectRow(self.model.reveal(finding))

    def _titles(self) -> list[SheetTitle]:
        return self._session.sheets() if self._session is not None else []

    def choose_at(self, cell: CellId) -> None:
        """Choose the finding of a cell, if it has one."""
        found = next((f for f in self.model.findings if f.cells[0] == cell), None)
        if found is not None:
            self.choose(found)

    def cause(self) -> Cause | None:
        """What probably caused the finding that is chosen."""
        return self.model.cause(self.table.currentIndex().row())

    def go_to_suspect(self) -> bool:
        """Show the cell where the mistake of the chosen finding probably is, if one is known."""
        cause = self.cause()
        if cause is not None:
            self.suspected.emit(cause.cell)
        return cause is not None

    def _jump(self) -> None:
        finding = self.current()
        if finding is not None:
            self.jumped.emit(finding)

    def _chose(self) -> None:
        if self._filling:
            return
        self._offer()
        finding = self.current()
        if finding is not None and self.table.hasFocus():
            self.chosen.emit(finding)

    # ---- 审核说明

    def _can_justify(self, finding: Finding | None) -> bool:
        writable = self._session is not None and self._session.editable
        return writable and finding is not None and finding.severity is Severity.VERIFY

    def _offer(self) -> None:
        finding, session = self.current(), self._session
        writable = session is not None and session.editable
        if not (session and finding):
            self.remedies = ()
        elif self._offered[0] is not finding or self._offered[1] != writable:
            self.remedies = session.remedies(finding)  # one that no edit changed keeps its own
        self._offered = finding, writable
        self.settle.setVisible(bool(self.remedies))
        self.settle.setText(shortened(self.remedies[0].label) if self.remedies else "")
        self._label_toggles()
        self.settle.setToolTip(tooltip("\n".join(remedy.label for remedy in self.remedies)))
        possible = self._can_justify(finding)
        self._write.setEnabled(possible)
        locked = session.locked if session is not None else None
        why_not = messages.not_editable(locked) if locked else "先选一条核实性问题"
        self._write.setToolTip("" if possible else why_not)
        self.suspicion.show_cause(self.cause())
        if finding is None or not possible:
            self.stop_writing()
        elif self.writing.isVisible():
            self._begin_writing(finding)

    def start_writing(self) -> bool:
        """Open 审核说明 under the chosen finding, or under the first that can have one."""
        if not self._can_justify(self.current()):
            fold = self._fold()
            first = fold.findings if fold is not None else ()
            possible = next(filter(self._can_justify, chain(first, self.model.findings)), None)
            if possible is not None:
                self.choose(possible)
        finding = self.current()
        if finding is None or not self._can_justify(finding):
            return False
        self._begin_writing(finding)
        self.table.setMinimumHeight(LEAST_HEIGHT - ROW)
        self.writing.show()
        self.table.scrollTo(self.table.currentIndex())
        self.writing.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _begin_writing(self, finding: Finding) -> None:
        if self._session is not None:
            session = self._session
            usual = usual_reasons(session.calculation.suite, session.document, finding)
            self.writing.begin(finding, usual)

    def stop_writing(self) -> None:
        """Close 审核说明 without saving."""
        self.table.setMinimumHeight(LEAST_HEIGHT)
        self.writing.hide()

    def _save(self) -> None:
        finding = self.writing.finding
        if finding is not None:
            self.justified.emit(finding, self.writing.edit.toPlainText())


def _place(found: Sequence[Finding], wanted: Finding) -> int:
    """Where this very finding stands."""
    return next(at for at, finding in enumerate(found) if finding is wanted)
