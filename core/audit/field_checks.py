"""What a cell's own field forbids or asks: a figure that is none, a missing text, a limit.

One finding at most per cell, the gravest first; core.audit.rules compares cells. A calculated cell
is checked while it is overridden (改写): what was typed, and whether its basis still stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from core.audit.columns import Columns, Places, is_required
from core.audit.results import REQUIRED, Result
from core.audit.shown import plain_style, short, shown
from core.calc.code_search import unknown_words
from core.calc.engine import Calculation, Computation
from core.calc.resolve import Spot
from core.calc.shape import Group, SheetShape
from core.calc.typed import exact_number, exact_text, read_year
from core.choice_text import joined, no_choices
from core.findings import Outcome, Scope, Severity
from core.number_text import format_number
from core.refs import COVER, CellId, SheetId, cover_cell
from core.template.form import Region, Slot
from core.template.suite import YEAR_CELL
from core.template.units import WAN_YUAN
from core.values import BLANK, Blank, CellValue, Failed, Value

__all__ = ["CHOICE", "NOT_A_FIGURE", "REQUIRED"]
NOT_A_FIGURE = "填报-数值"
LIMIT = "填报-范围"
LENGTH = "填报-长度"
CHOICE = "填报-选项"
CODE = "填报-编码"
APART = "填报-分组"
YEAR = "填报-年度"
UNIT = "填报-单位"
DECIMALS = "填报-小数"
BASIS = "改写-依据"
MOST_WAN_YUAN: Final = 100_000
"""From here on (10亿元) a figure in 万元 that was typed is more likely one in 元."""
QuickLook = Callable[[CellId, CellValue], bool]

_MISSING: Final = Result(REQUIRED, Severity.MANDATORY, Outcome.NO_DATA, "还没有填", "填上这一格")


@dataclass(slots=True)
class FieldCheck:
    """The check of one cell, made ready."""

    cell: CellId
    slot: Slot
    least: Computation | None
    most: Computation | None

    scope = Scope.WITHIN_FORM

    @property
    def cells(self) -> tuple[CellId, ...]:
        """What a finding points to."""
        return (self.cell,)


def field_check(calculation: Calculation, cell: CellId, slot: Slot) -> FieldCheck:
    """Make the check of a cell ready."""
    spot = Spot(cell.sheet, cell.record, slot.region)
    least = calculation.computation(slot.least, spot) if slot.least else None
    most = calculation.computation(slot.most, spot) if slot.most else None
    return FieldCheck(cell, slot, least, most)


class FieldChecker:
    """Runs field checks against the values that hold now."""

    def __init__(self, calculation: Calculation) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self._columns = Columns(calculation)

    def judge(
        self, slot: Slot, cells: Sequence[CellId]
    ) -> tuple[dict[CellId, Result], dict[str, set[CellId]]]:
        """What is the matter with cells of one sheet that are to be checked, where something is.

        Looks closely only at those in which something may be wrong. The second are the cells
        that their limits looked up, by record.
        """
        texts, values = self.calculation.document.texts, self.calculation.values
        looks, required = (
            self._quick_looks(slot, cells[0].sheet) if cells else None,
            is_required(slot),
        )
        looked_up: dict[str, set[CellId]] = {}
        beyond = self._beyond(slot, cells, looked_up) if slot.least or slot.most else ()
        found: dict[CellId, Result] = {}
        for cell in cells:
            value = values.get(cell, BLANK)
            if isinstance(value, Blank) and not slot.is_calculated:
                if required:
                    found[cell] = _MISSING
                continue
            plain = cell not in beyond and _is_plain(value, texts.get(cell))
            if plain and looks is not None and all(look(cell, value) for look in looks):
                continue
            result = self.run(field_check(self.calculation, cell, slot))
            if result is not None:
                found[cell] = result
        return found, looked_up

    def _quick_looks(self, slot: Slot, sheet: SheetId) -> list[QuickLook] | None:
        """Tests that a cell passes with which nothing is the matter; None: look closely."""
        field, looks = slot.field, list[QuickLook]()
        if slot.is_calculated or (slot.form, slot.name) == (COVER, YEAR_CELL):
            return None
        if field.choices and not field.free:
            looks.append(lambda _, value: value in field.choices)
        most = field.max_length
        if most is not None:
            looks.append(lambda _, value: isinstance(value, str) and len(value) <= most)
        if field.unit == WAN_YUAN:
            looks.append(lambda _, value: yuan_meant(slot, value) is None)
        shape = self.calculation.shape.sheets.get(sheet)
        region = shape.form.regions.get(slot.region) if shape else None
        if field.dictionary:
            names = self.calculation.suite.dictionaries[field.dictionary].names
            looks.append(lambda _, value: value in names)
        if shape is None or region is None:
            return looks
        if slot.column == region.key_column:
            looks.append(lambda cell, value: _is_only_key(shape, region, cell, value))
        if slot.column in region.piece.merge_equal:
            looks.append(lambda cell, _: _first_apart(shape, slot, cell) is None)
        return looks

    def _beyond(
        self, slot: Slot, cells: Sequence[CellId], looked_up: dict[str, set[CellId]]
    ) -> set[CellId]:
        """The cells whose figure is outside its limits."""
        found: set[CellId] = set()
        environment, values = self.calculation.code_names, self.calculation.values
        for limit, sign in ((slot.least, -1), (slot.most, 1)):
            if limit is None or not cells:
                continue
            places = Places(cells[0].sheet, slot.region, [cell.record for cell in cells])
            rows = self._columns.read(limit, places)
            for record, others in rows.looked_up.items():
                looked_up.setdefault(record, set()).update(others)
            for cell, operands in zip(cells, rows.operands, strict=True):
                bound = limit.program.run(operands, environment)
                value = values.get(cell, BLANK)
                if is_beyond(value, bound, sign):
                    found.add(cell)
        return found

    def run(self, check: FieldCheck) -> Result | None:
        """What is the matter with a cell, or None when it is in order."""
        value = self.calculation.value(check.cell)
        steps: tuple[Callable[[FieldCheck, CellValue], Result | None], ...] = (
            self._readable,
            self._dated,
            self._chosen,
            self._long,
            self._limited,
            self._coded,
            self._based,
            self._joined,
            self._in_unit,
            self._exact,
        )
        return next((found for step in steps if (found := step(check, value))), None)

    def _result(
        self, check: FieldCheck, rule: str, severity: Severity, message: str, remedy: str = ""
    ) -> Result:
        basis = self.calculation.typed(check.cell) or ""
        return Result(rule, severity, Outcome.FAILED, message, remedy, basis)

    def _readable(self, check: FieldCheck, value: CellValue) -> Result | None:
        if not isinstance(value, Failed) or self.calculation.typed(check.cell) is None:
            return None  # the cell it comes from has the finding
        remedy = "改成数，例如 237000 或 23.7万" if check.slot.field.is_figure else "改短一些"
        return self._result(check, NOT_A_FIGURE, Severity.MANDATORY, value.reason, remedy)

    def _dated(self, check: FieldCheck, value: CellValue) -> Result | None:
        """The titles would go on naming the suite's year, and nobody would see why."""
        if check.cell != cover_cell(YEAR_CELL) or not isinstance(value, str) or read_year(value):
            return None
        message = f"“{short(value)}”不是年度，表上印的是 {self.calculation.suite.year}"
        remedy = f"写四位数字，例如 {self.calculation.suite.year}"
        return self._result(check, YEAR, Severity.MANDATORY, message, remedy)

    def _chosen(self, check: FieldCheck, value: CellValue) -> Result | None:
        field = check.slot.field
        if not field.choices or field.free or not isinstance(value, str):
            return None
        wrong = no_choices(value, field.choices, many=field.many)
        if not wrong:
            return None
        message = f"“{short(joined(wrong))}”不在可选的内容里：{joined(field.choices)}"
        remedy = "选其中几项，用顿号隔开" if field.many else "选其中一项"
        return self._result(check, CHOICE, Severity.MANDATORY, message, remedy)

    def _long(self, check: FieldCheck, value: CellValue) -> Result | None:
        most = check.slot.field.max_length
        if most is None or not isinstance(value, str) or len(value) <= most:
            return None
        message = f"共 {len(value)} 字，最多 {most} 字，多 {len(value) - most} 字"
        return self._result(check, LENGTH, Severity.MANDATORY, message, "删短一些")

    def _limited(self, check: FieldCheck, value: CellValue) -> Result | None:
        if not isinstance(value, Decimal):
            return None
        style = plain_style(check.slot)
        for limit, sign, words in ((check.least, -1, "不能小于"), (check.most, 1, "不能大于")):
            bound = self.calculation.run(limit) if limit else BLANK
            if isinstance(bound, Decimal) and is_beyond(value, bound, sign):
                edge, gap = format_number(bound, style), format_number(abs(value - bound), style)
                far = f"{'多' if sign > 0 else '少'} {gap}"
                message = f"填的是 {format_number(value, style)}，{words} {edge}，{far}"
                return self._result(check, LIMIT, Severity.MANDATORY, message, "核对这个数")
        return None

    # ---- codes and groups

    def _coded(self, check: FieldCheck, value: CellValue) -> Result | None:
        if not isinstance(value, str):
            return None
        sheet = self.calculation.shape.sheets.get(check.cell.sheet)
        region = sheet.form.regions.get(check.slot.region) if sheet else None
        if sheet and region and region.key_column == check.slot.column:
            if region.digits and not _is_code(value, region.digits):
                message = f"编码“{short(value)}”不是 {region.digits} 位数字"
                remedy = f"填到 {region.digits} 位"
                return self._result(check, CODE, Severity.MANDATORY, message, remedy)
            first = sheet.row_by_key(region.name, value)
            if first is not None and first.id != check.cell.record:
                message, remedy = f"{short(value)} 有两行", "合并成一行，或改编码"
                if check.slot.field.type == "code":
                    message = f"编码 {message}"
                return self._result(check, CODE, Severity.MANDATORY, message, remedy)
        return self._unknown_code(check, value)

    def _unknown_code(self, check: FieldCheck, value: str) -> Result | None:
        dictionary = self.calculation.suite.dictionaries.get(check.slot.field.dictionary)
        if dictionary is None or value in dictionary.names:
            return None
        message = unknown_words(dictionary, short(value))
        remedy = "核对编码；确有这个科目的，把名称填在名称那一格，各表都用它"
        return self._result(check, CODE, Severity.HINT, message, remedy)

    def _joined(self, check: FieldCheck, _: CellValue) -> Result | None:
        """Rows of one group that do not stand together: told once, where it begins again."""
        sheet = self.calculation.shape.sheets.get(check.cell.sheet)
        group = _first_apart(sheet, check.slot, check.cell) if sheet else None
        if group is None:
            return None
        message = f"“{short(group.values[-1])}”分在几处，没有连在一起"
        return self._result(check, APART, Severity.HINT, message, "把同一组的行移到一起")

    # ---- what stands beside a typed value

    def _based(self, check: FieldCheck, value: CellValue) -> Result | None:
        """An override stands for the figure it was given for; another one asks to look again."""
        override = self.calculation.override(check.cell)
        computed = self.calculation.computed.get(check.cell, BLANK)
        if override is None or exact_text(computed) == override.basis:
            return None
        style = check.slot.field.number
        before: CellValue = override.basis
        if style is not None:
            before = exact_number(override.basis, replace(check.slot.field, type="number"))
        message = f"改写的依据变了：改写时自动计算是{shown(before, style)}"
        message += f"，现在是{shown(computed, style)}"
        if isinstance(before, Decimal) and isinstance(computed, Decimal) and style:
            gap = format_number(abs(computed - before), replace(style, zero=None))
            message += f"，{'多' if computed > before else '少'} {gap}"
        message += f"；改写的是{shown(value, style)}"
        remedy = "还用改写的数，就再改写一次；不用了，就“恢复自动”"
        basis = f"{override.text}｜{exact_text(computed)}"
        found = Result(BASIS, Severity.VERIFY, Outcome.FAILED, message, remedy, basis)
        return replace(found, stale=True)

    def _in_unit(self, check: FieldCheck, value: CellValue) -> Result | None:
        typed = self.calculation.typed(check.cell)
        meant = yuan_meant(check.slot, value)
        if typed is None or meant is None:
            return None
        message = f"填了 {short(typed)}，本表单位是{WAN_YUAN}，像是按元填的"
        remedy = (
            f"按元填的，改为 {format_number(meant, plain_style(check.slot))}；真有这么多，不用改"
        )
        return self._result(check, UNIT, Severity.HINT, message, remedy)

    def _exact(self, check: FieldCheck, value: CellValue) -> Result | None:
        """More decimals typed than the form keeps: a hint, the typed text stays in the history."""
        typed = self.calculation.typed(check.cell)
        style = check.slot.field.number
        if typed is None or style is None:
            return None
        exact = exact_number(typed, check.slot.field)
        if exact == value:
            return None
        kept = format_number(value, plain_style(check.slot)) if isinstance(value, Decimal) else ""
        message = f"填了 {short(typed)}，本表保留 {style.decimals} 位小数，按 {kept} 计"
        return self._result(check, DECIMALS, Severity.HINT, message)


def is_beyond(value: Value, limit: Value, sign: int) -> bool:
    """Whether a figure is beyond a limit: above it (sign 1) or below it (-1)."""
    return isinstance(value, Decimal) and isinstance(limit, Decimal) and (value - limit) * sign > 0


def yuan_meant(slot: Slot, value: CellValue) -> Decimal | None:
    """What a figure in 万元 would be if it was typed in 元, where it is too large to be 万元."""
    if slot.field.unit != WAN_YUAN or not isinstance(value, Decimal) or abs(value) < MOST_WAN_YUAN:
        return None
    return value.scaleb(-4)


def _first_apart(sheet: SheetShape, slot: Slot, cell: CellId) -> Group | None:
    """The group that begins again at this cell, after other rows."""
    group = sheet.group_of.get((cell.record, slot.column))
    if group is None or group.rows[0].id != cell.record:
        return None
    return None if sheet.members[slot.region, group.id][0] is group.rows[0] else group


def _is_only_key(sheet: SheetShape, region: Region, cell: CellId, value: CellValue) -> bool:
    """Whether a key is whole and no other row has it before."""
    if not isinstance(value, str) or (region.digits and not _is_code(value, region.digits)):
        return False
    first = sheet.row_by_key(region.name, value)
    return first is None or first.id == cell.record


def _is_plain(value: CellValue, typed: str | None) -> bool:
    """Whether a value can be read and is a text, or all of the figure that was typed."""
    if isinstance(value, Decimal):
        whole = typed is not None and typed.isascii() and typed.isdigit()
        return typed is None or whole or typed == str(value)
    return not isinstance(value, Failed)


def _is_code(value: str, digits: int) -> bool:
    return value.isascii() and value.isdigit() and len(value) == digits
