"""The model of the grid: what it shows is what prints; an edit announces what it changed."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from core.layout.plan import CellKind
from core.refs import CellId
from core.session import Changes, Session
from core.template.suite import load_suite
from gui.grid import cell_words
from gui.grid.marks import Mark
from gui.grid.plan_model import PlanModel
from tests.core.template.mistakes import suite_of

Role = Qt.ItemDataRole


@pytest.fixture(scope="module")
def shared() -> Session:
    """The example in memory; tests that change it make their own."""
    return Session.example("tonghai-2021", None)


@pytest.fixture
def session() -> Session:
    """The example in memory."""
    return Session.example("tonghai-2021", None)


def shown(session: Session, address: str) -> tuple[PlanModel, CellId]:
    """A model that shows the form of a cell, and the cell."""
    cell = session.names.cell(address)
    model = PlanModel(session)
    model.show(cell.sheet)
    return model, cell


def test_model_keeps_the_rules_of_models(shared: Session) -> None:
    """Qt's own tester finds nothing wrong, with every form and with none."""
    model = PlanModel(shared)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for title in shared.sheets():
        model.show(title.sheet)
    model.show(None)
    assert tester.model() is model


def test_model_stays_in_order_through_edits(session: Session) -> None:
    """Typing, a new row and undo break no rule of models either."""
    model, cell = shown(session, "支出决算表!项[2101501].栏2")
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.setData(model.find(cell), "5", Role.EditRole)
    model.take(session.apply(session.entries.added_row(cell.sheet, "项", cell.record)[0]))
    undone = session.undo()
    assert undone is not None
    model.take(undone)
    assert tester.model() is model


def test_every_text_is_the_printed_one(shared: Session) -> None:
    """Every upper left place shows what the form prints there, the others nothing."""
    model = PlanModel(shared)
    for title in shared.sheets():
        model.show(title.sheet)
        printed = {(c.place.row, c.place.column): c.text for c in shared.printed(title.sheet).cells}
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                text = model.data(model.index(row, column), Role.DisplayRole)
                assert (text or "") == printed.get((row, column), "")


def test_every_place_belongs_to_one_cell(shared: Session) -> None:
    """The cell that covers a place covers it by its own row, column and span."""
    model = PlanModel(shared)
    model.show(shared.sheets()[2].sheet)
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            place = model.cell_at(row, column)
            assert place.row <= row < place.row + place.rows
            assert place.column <= column < place.column + place.columns


def test_an_edit_announces_exactly_what_changed(session: Session, qtbot: QtBot) -> None:
    """Only the typed figure and the figures built on it are painted again."""
    model, cell = shown(session, "支出决算表!项[2101501].栏2")
    touched: set[CellId | None] = set()

    def note(first: QModelIndex, last: QModelIndex) -> None:
        assert first == last
        touched.add(model.cell_at(first.row(), first.column()).cell)

    model.dataChanged.connect(note)
    with qtbot.waitSignal(model.changed) as caught:
        model.setData(model.find(cell), "1,000", Role.EditRole)
    assert caught.args is not None
    changes: Changes = caught.args[0]
    printed = {c for c in changes.cells if model.find(c).isValid()}
    assert touched == printed
    assert len(touched) < 12


def test_the_same_text_again_is_no_edit(session: Session, qtbot: QtBot) -> None:
    """Leaving an editor without a change writes nothing into the history."""
    model, cell = shown(session, "支出决算表!项[2101501].栏2")
    before = session.undo_label()
    with qtbot.assertNotEmitted(model.changed):
        model.setData(model.find(cell), model.edit_text(model.cell_at(*_at(model, cell))))
    assert session.undo_label() == before


def _at(model: PlanModel, cell: CellId) -> tuple[int, int]:
    index = model.find(cell)
    return index.row(), index.column()


def test_figures_are_amended_without_separators(shared: Session) -> None:
    """An editor begins with 2407385.81 where 2,407,385.81 is printed."""
    model, cell = shown(shared, "支出决算表!项[2101501].栏2")
    assert model.data(model.find(cell)) == "2,407,385.81"
    assert model.data(model.find(cell), Role.EditRole) == "2407385.81"


def test_only_entry_cells_can_be_edited(shared: Session) -> None:
    """Labels and calculated cells can be gone to, not typed into."""
    model, _ = shown(shared, "支出决算表!合计.栏1")
    for place in shared.plan(model.sheet or shared.sheets()[0].sheet).cells:
        editable = bool(model.flags(model.index_of(place)) & Qt.ItemFlag.ItemIsEditable)
        assert editable == (place.kind is CellKind.ENTRY)
        if not editable:
            assert model.setData(model.index_of(place), "1") is False


def test_what_cannot_be_read_stays_as_typed_and_is_marked(session: Session) -> None:
    """23万7 is kept word for word, and the cell says what is wrong with it."""
    model, cell = shown(session, "支出决算表!项[2101501].栏3")
    assert model.setData(model.find(cell), "23万7")
    place = model.cell_at(*_at(model, cell))
    assert model.data(model.find(cell)) == "23万7"
    assert model.mark(place) is Mark.UNREADABLE
    assert "23万7" in cell_words.message(model, place)


def test_a_refused_edit_changes_nothing(session: Session, qtbot: QtBot) -> None:
    """A text beyond every limit is refused in words; the cell keeps what it had."""
    model, cell = shown(session, "项目自评[1]!预期目标")
    before = model.data(model.find(cell))
    with qtbot.waitSignal(model.refused) as caught:
        assert model.setData(model.find(cell), "长" * 30_000) is False
    assert caught.args is not None
    assert "30000" in caught.args[0]
    assert model.data(model.find(cell)) == before


def test_a_proposal_comes_back_when_the_typed_value_is_cleared(session: Session) -> None:
    """得分 follows its formula again after Delete."""
    model, cell = shown(session, "项目自评[2]!指标[3].得分")
    place = model.cell_at(*_at(model, cell))
    assert (model.data(model.find(cell)), model.look(place).prefilled) == ("19.00", False)
    assert model.clear(model.find(cell))
    assert (model.data(model.find(cell)), model.look(place).prefilled) == ("20.00", True)


def test_delete_restores_an_overridden_cell(session: Session) -> None:
    """恢复自动 by Delete on a 已改写 cell."""
    model, cell = shown(session, "支出决算表!合计.栏1")
    before = model.data(model.find(cell))
    model.take(session.override(cell, "7", "按批复数填列"))
    place = model.cell_at(*_at(model, cell))
    assert (model.data(model.find(cell)), model.mark(place)) == ("7.00", Mark.OVERRIDDEN)
    assert "按批复数填列" in cell_words.message(model, place)
    assert model.clear(model.find(cell))
    assert model.data(model.find(cell)) == before


def test_tooltips_show_mark_up_as_text(session: Session) -> None:
    """What looks like HTML in a typed text is escaped in the tooltip."""
    model, cell = shown(session, "支出决算表!项[2101501].栏3")
    model.setData(model.find(cell), "<b>5</b>")
    tip = model.data(model.find(cell), Role.ToolTipRole)
    assert "&lt;b&gt;" in tip
    assert "<b>" not in tip


def test_a_cell_says_where_it_stands_to_a_screen_reader(shared: Session) -> None:
    """Form, row, column, value and kind in one sentence."""
    model, cell = shown(shared, "支出决算表!项[2101501].栏2")
    spoken = model.data(model.find(cell), Role.AccessibleTextRole)
    for word in ("公开03表", "2101501", "2栏", "2,407,385.81", "录入项"):
        assert word in spoken


PARTED = """notation: 1
form: parted
title: 分段
columns: [12, 12, 12]
grid: |
  | {.类} | {.款} | {.项} | 明细*
fields:
  编码: {type: code, max_length: 6, parts: {类: 3, 款: 2, 项: 2}}
floating:
  明细: {start: 1}
"""


def test_a_code_typed_into_one_part_is_shown_in_all() -> None:
    """The parts change together, and are emptied by the first; their finding stands on them."""
    session = Session.create_from(load_suite(suite_of(PARTED)), None, "某某局")
    model, second = shown(session, "表!明细[1].款")
    places = [model.index(0, column) for column in range(3)]
    code = session.names.cell("表!明细[1].编码")
    assert model.find(code) == places[0]

    assert model.setData(model.find(second), "2080501", Role.EditRole)

    assert [model.data(place) for place in places] == ["208", "05", "01"]
    place = model.anchor(places[0])
    assert place is not None
    assert model.finding(place) is not None
    assert not model.setData(places[0], "20", Role.EditRole)
    assert model.clear(places[0])
    assert [model.data(place) for place in places] == ["", "", ""]
