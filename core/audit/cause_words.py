"""A guess in words. It goes on from 可能是： and never says that something is so."""

from dataclasses import replace
from decimal import Decimal

from core.audit.guess import Guess, Kind
from core.calc.engine import Calculation
from core.calc.names import Names
from core.findings import Cause
from core.number_text import NumberStyle, bare, format_number
from core.refs import CellId
from core.values import CellValue


class CauseWords:
    """Makes causes of guesses."""

    def __init__(self, calculation: Calculation, names: Names) -> None:
        """The names of this document."""
        self.calculation = calculation
        self.names = names

    def cause(self, guess: Guess, home: CellId) -> Cause:
        """A guess as a cause; cells of the finding's own form are named without the form."""
        text = self._slip(guess, home) if guess.slip else self._told(guess, home)
        figure = "" if guess.figure is None else self._figure(guess.cell, guess.figure)
        changes = tuple((cell, self._typed(cell, v)) for cell, v in guess.changes.items())
        return Cause(text, guess.cell, figure, changes)

    def pair(self, one: Guess, other: Guess) -> Cause:
        """Two cells of which one is mistyped: nobody knows which."""
        first, second = (
            self._filled(g.cell, g.typed, o.cell) for g, o in ((one, other), (other, one))
        )
        if one.slip is None:
            meant = self._figure(one.cell, one.figure)
            text = f"{first}与{second}相同，有一格抄错了，像是 {meant}"
        else:
            text = f"{first}与{second}本是一个数（{one.slip.value}），核对哪个对"
        return Cause(text, one.cell)

    def _slip(self, guess: Guess, home: CellId) -> str:
        held = self._filled(guess.cell, guess.typed, home)
        slip = guess.slip.value if guess.slip else ""
        return f"{held} 像是 {self._figure(guess.cell, guess.figure)}（{slip}）"

    def _told(self, guess: Guess, home: CellId) -> str:
        there = self._place(guess.other, home) if guess.other else ""
        held = self._filled(guess.cell, guess.typed, home)
        meant = self._figure(guess.cell, guess.figure)
        match guess.kind:
            case Kind.MISPLACED if not guess.typed:
                return f"{meant} 填到了{there}，本该填在{self._place(guess.cell, home)}"
            case Kind.MISPLACED:
                return f"{held} 与{there} {meant} 填反了"
            case Kind.ROW:
                return f"{held} 正好是差额，只有一边有它，或者重复算了一次"
            case Kind.ADDED:
                return self._added(guess, held, there)
            case Kind.TYPED_OVER:
                return f"{held} 盖过了{self._proposed(guess.cell)} {meant}"
            case Kind.COPIED:
                return f"{held} 与{there}相同，抄错了一格，像是 {meant}"
        return "四舍五入的尾差"

    def _added(self, guess: Guess, held: str, there: str) -> str:
        if guess.typed is None or guess.figure is None:
            return f"{there} 正好等于差额，多加了它，或者漏加了它"
        added = "重复加上了" if guess.typed > guess.figure else "漏加了"
        meant = self._figure(guess.cell, guess.figure)
        return f"{held} {added}{there}（正好等于差额），像是 {meant}"

    def _proposed(self, cell: CellId) -> str:
        slot = self.calculation.slot(cell)
        return "自动计算的" if slot and slot.is_calculated else "预填的"

    def _filled(self, cell: CellId, figure: Decimal | None, home: CellId) -> str:
        return f"{self._place(cell, home)} {self._figure(cell, figure)}"

    def _place(self, cell: CellId, home: CellId) -> str:
        near = cell.sheet == home.sheet
        return self.names.place(cell) if near else self.names.words(cell)

    def _typed(self, cell: CellId, value: CellValue) -> str | None:
        """What has to be typed for a cell to hold a figure; None if the form itself gives it."""
        slot = self.calculation.slot(cell)
        style = slot.field.number if slot else None
        given = value == self.calculation.computed.get(cell)
        if given or style is None or not isinstance(value, Decimal):
            return None
        return format_number(value, bare(style))

    def _figure(self, cell: CellId, figure: Decimal | None) -> str:
        slot = self.calculation.slot(cell)
        style = slot.field.number if slot else None
        return format_number(figure or Decimal(0), replace(style or NumberStyle(), zero=None))
