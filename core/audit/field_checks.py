"""What a cell's own field forbids or asks: a figure that is none, a missing or overlong text, a limit.

One finding at most per cell, the gravest first. Nothing here compares forms; that is core.audit.rules.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from core.calc.engine import Calculation, Computation
from core.calc.names import Names
from core.calc.resolve import Spot
from core.findings import Finding, Outcome, Scope, Severity
from core.number_text import NumberStyle, format_number
from core.refs import CellId
from core.template.form import Slot
from core.values import BLANK, Blank, CellValue, Failed, parse_number

NOT_A_FIGURE = "填报-数值"
REQUIRED = "填报-必填"
LIMIT = "填报-范围"
LENGTH = "填报-长度"
CHOICE = "填报-选项"
CODE = "填报-编码"
DECIMALS = "填报-小数"


@dataclass(slots=True)
class FieldCheck:
    """The check of one entry cell; `sources` are the cells whose change asks for it again."""

    cell: CellId
    slot: Slot
    least: Computation | None
    most: Computation | None
    sources: tuple[CellId, ...]


def field_check(calculation: Calculation, cell: CellId, slot: Slot) -> FieldCheck:
    """Make the check of a cell ready."""
    spot = Spot(cell.sheet, cell.record, slot.region)
    least = calculation.computation(slot.least, spot) if slot.least else None
    most = calculation.computation(slot.most, spot) if slot.most else None
    sources = [cell]
    for limit in (least, most):
        sources += limit.sources if limit else ()
    return FieldCheck(cell, slot, least, most, tuple(dict.fromkeys(sources)))


class FieldChecker:
    """Runs field checks against the values that hold now."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """Look into this calculation."""
        self.calculation = calculation
        self.names = names

    def run(self, check: FieldCheck) -> Finding | None:
        """The finding of a cell, or None when it is in order."""
        value = self.calculation.value(check.cell)
        steps: tuple[Callable[[FieldCheck, CellValue], Finding | None], ...] = (
            self._readable,
            self._filled,
            self._chosen,
            self._long,
            self._limited,
            self._coded,
            self._exact,
        )
        return next((found for step in steps if (found := step(check, value))), None)

    def _finding(
        self,
        check: FieldCheck,
        rule: str,
        severity: Severity,
        message: str,
        remedy: str = "",
        outcome: Outcome = Outcome.FAILED,
    ) -> Finding:
        return Finding(
            rule=rule,
            severity=severity,
            scope=Scope.WITHIN_FORM,
            outcome=outcome,
            cells=(check.cell,),
            message=message,
            remedy=remedy,
            place=self.names.place(check.cell),
            basis=self.calculation.document.texts.get(check.cell, ""),
        )

    def _readable(self, check: FieldCheck, value: CellValue) -> Finding | None:
        if not isinstance(value, Failed):
            return None
        typed = self.calculation.document.texts.get(check.cell)
        if typed is None or check.slot.is_calculated:
            return None  # the cell it comes from has the finding
        return self._finding(
            check, NOT_A_FIGURE, Severity.MANDATORY, value.reason, "改成数，例如 237000 或 23.7万"
        )

    def _filled(self, check: FieldCheck, value: CellValue) -> Finding | None:
        if not isinstance(value, Blank) or not check.slot.field.required:
            return None
        message = f"{self.names.place(check.cell)}还没有填"
        return self._finding(
            check, REQUIRED, Severity.MANDATORY, message, "填上这一格", Outcome.NO_DATA
        )

    def _chosen(self, check: FieldCheck, value: CellValue) -> Finding | None:
        field = check.slot.field
        if not field.choices or field.free or not isinstance(value, str):
            return None
        if value in field.choices:
            return None
        choices = "、".join(field.choices)
        return self._finding(
            check,
            CHOICE,
            Severity.MANDATORY,
            f"“{_short(value)}”不在可选的内容里：{choices}",
            "选其中一项",
        )

    def _long(self, check: FieldCheck, value: CellValue) -> Finding | None:
        most = check.slot.field.max_length
        if most is None or not isinstance(value, str) or len(value) <= most:
            return None
        message = f"共 {len(value)} 字，最多 {most} 字，超出 {len(value) - most} 字"
        return self._finding(check, LENGTH, Severity.MANDATORY, message, "删短一些")

    def _limited(self, check: FieldCheck, value: CellValue) -> Finding | None:
        if not isinstance(value, Decimal):
            return None
        style = check.slot.field.number or NumberStyle()
        for limit, too_far, words in (
            (check.least, lambda a, b: a < b, "小于最小值"),
            (check.most, lambda a, b: a > b, "大于最大值"),
        ):
            bound = self.calculation.run(limit) if limit else BLANK
            if isinstance(bound, Decimal) and too_far(value, bound):
                shown, edge = format_number(value, style), format_number(bound, style)
                gap = format_number(abs(value - bound), style)
                message = f"填的是 {shown}，{words} {edge}，差 {gap}"
                return self._finding(check, LIMIT, Severity.MANDATORY, message, "核对这个数")
        return None

    def _coded(self, check: FieldCheck, value: CellValue) -> Finding | None:
        if check.slot.field.type != "code" or not isinstance(value, str):
            return None
        form = self.calculation.suite.forms.get(check.cell.form)
        region = form.regions.get(check.slot.region) if form else None
        digits = region.digits if region else 0
        if digits and not (value.isascii() and value.isdigit() and len(value) == digits):
            return self._finding(
                check,
                CODE,
                Severity.MANDATORY,
                f"编码“{_short(value)}”不是 {digits} 位数字",
                f"填到 {digits} 位",
            )
        sheet = self.calculation.shape.sheets.get(check.cell.sheet)
        if sheet and region and region.key_column == check.slot.column:
            first = sheet.row_by_key(region.name, value)
            if first is not None and first.id != check.cell.record:
                return self._finding(
                    check, CODE, Severity.MANDATORY, f"编码 {value} 有两行", "合并成一行，或改编码"
                )
        return self._unknown_code(check, value)

    def _unknown_code(self, check: FieldCheck, value: str) -> Finding | None:
        dictionary = check.slot.field.dictionary
        if not dictionary or self.calculation.suite.name_of(value, dictionary) is not None:
            return None
        return self._finding(
            check,
            CODE,
            Severity.HINT,
            f"编码表里没有 {value}",
            "核对编码；确有这个科目的，名称用“改写”写上",
        )

    def _exact(self, check: FieldCheck, value: CellValue) -> Finding | None:
        """More decimals typed than the form keeps: a hint, the typed text stays in the history."""
        typed = self.calculation.document.texts.get(check.cell)
        style = check.slot.field.number
        if typed is None or style is None or not isinstance(value, Decimal):
            return None
        if check.slot.field.type == "percent":
            return None
        exact = parse_number(typed)
        if not isinstance(exact, Decimal) or exact == value:
            return None
        message = f"填了 {_short(typed)}，本表保留 {style.decimals} 位小数，按 {format_number(value, style)} 计"
        return self._finding(check, DECIMALS, Severity.HINT, message)


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
