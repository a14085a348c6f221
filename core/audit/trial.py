"""What a document would hold if some of its cells held something else. Nothing is changed."""

import heapq
from collections.abc import Iterable, Mapping
from typing import Final

from core.calc.engine import Calculation, Computation
from core.calc.resolve import Constant, Operand
from core.calc.typed import as_slot_value
from core.refs import CellId
from core.values import CellValue, Value

MOST_CHANGED: Final = 400
"""A trial that reaches more cells is given up: somebody waits for the answer."""


class Trial:
    """The values of a document with some cells taken to hold something else.

    `changed` are the cells whose value differs; `complete` says that all of them were followed.
    """

    def __init__(
        self, calculation: Calculation, cells: Mapping[CellId, CellValue], *, follow: bool = True
    ) -> None:
        """Follow these figures through everything that is calculated from them, or not."""
        self.calculation = calculation
        self.changed: dict[CellId, CellValue] = dict(cells)
        self.complete = True
        if follow:
            self._follow(tuple(cells))

    def value(self, cell: CellId) -> CellValue:
        """What a cell would hold."""
        known = self.changed.get(cell)
        return self.calculation.value(cell) if known is None else known

    def run(self, computation: Computation, *, audit: bool = False) -> Value:
        """What a formula would give."""
        operands = [self._operand(operand) for operand in computation.operands]
        return computation.bound.program.run(operands, self.calculation.code_names, audit)

    def _operand(self, operand: Operand) -> Value | tuple[Value, ...]:
        if isinstance(operand, Constant):
            return operand.value
        if isinstance(operand, CellId):
            return self.value(operand)
        return tuple([self.value(cell) for cell in operand])

    def _follow(self, cells: Iterable[CellId]) -> None:
        calculation, order = self.calculation, self.calculation.suite.order
        queue: list[tuple[int, CellId]] = []
        queued = set(cells)

        def push_users(cell: CellId) -> None:
            for user in calculation.dependents.get(cell, ()):
                if user not in queued:
                    queued.add(user)
                    heapq.heappush(queue, (order.get((user.form, user.name), -1), user))

        for cell in cells:
            push_users(cell)
        while queue and self.complete:
            _, cell = heapq.heappop(queue)
            slot = calculation.slot(cell)
            if slot is None or calculation.typed(cell) is not None:
                continue  # what was typed stands
            value = as_slot_value(self.run(calculation.computations[cell]), slot)
            if value != calculation.value(cell):
                self.changed[cell] = value
                self.complete = len(self.changed) <= MOST_CHANGED
                push_users(cell)
