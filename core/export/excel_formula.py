"""A formula of a template as an Excel formula over explicit cell addresses.

Excel knows no blank figure: an empty cell reckons as 0. So every part is written as two texts: its
value, which is 0 (or "" or FALSE) where our result is blank, and the condition under which it is
blank. Put together, the cell shows nothing where our cell shows nothing. Figures compare to the
eighth decimal, so that binary fractions make no difference.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Final, TypeAlias

from core.export.excel_parts import (
    ALWAYS,
    NEVER,
    AllBlank,
    CellRef,
    NoEquivalent,
    Part,
    Scalar,
    all_of,
    both,
    condition,
    either,
    joined_ranges,
    literal,
    negated,
)
from core.export.excel_points import even, rate_part, rate_score_part, total_part
from core.formula.tree import (
    Binary,
    Call,
    Comparison,
    Leaf,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    Text,
    is_blank_test,
    is_empty_text,
)
from core.template.form_suite import FormSuite
from core.values import plain

Column: TypeAlias = Sequence[CellRef | Part]
"""What stands for a leaf: places of the workbook, or parts where a cell is not printed."""

_PLACES: Final = 8


@dataclass(frozen=True, slots=True)
class Translator:
    """Writes one formula; `column_of` says what stands for a leaf."""

    column_of: Callable[[Leaf], Column]
    suite: FormSuite

    def part(self, node: Node) -> Part:
        """The Excel text of a node. Raises NoEquivalent with the reason."""
        match node:
            case Number(value=value):
                return Part(plain(value))
            case Text(value=text):
                return Part(literal(text), kind=Scalar.TEXT)
            case Name() | Range() | Previous():
                return self._single(node)
            case Negation(operand=operand):
                inner = self.operand(operand)
                return Part(f"-{inner.held}", inner.blank)
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Membership():
                return self._membership(node)
            case Call():
                return self._call(node)

    def operand(self, node: Node) -> Part:
        """A part of a larger formula: 0 (or the empty text) where it is blank."""
        return self.part(node).guarded

    def _single(self, leaf: Leaf) -> Part:
        column = self.column_of(leaf)
        if len(column) != 1:
            raise NoEquivalent("一个值的地方有几个格")
        return column[0].part if isinstance(column[0], CellRef) else column[0]

    def _columns(self, nodes: Iterable[Node]) -> list[CellRef | Part]:
        found: list[CellRef | Part] = []
        for node in nodes:
            found += self.column_of(node) if isinstance(node, Leaf) else [self.operand(node)]
        return found

    # ---- operators

    def _binary(self, node: Binary) -> Part:
        left, right = self.operand(node.left), self.operand(node.right)
        if node.operator in "+-":
            sign = node.operator
            return Part(f"{left.value}{sign}{right.held}", both(left.blank, right.blank))
        if node.operator == "*":
            blank = either(left.blank, right.blank)
            return Part(f"{left.held}*{right.held}", blank)
        return _quotient(left, right)

    def _comparison(self, node: Comparison) -> Part:
        if is_blank_test(node):
            asked = self.operand(node.left if is_empty_text(node.right) else node.right)
            blank = condition(asked.blank)
            return Part(blank if node.operator == "=" else negated(blank), kind=Scalar.TRUTH)
        return _compared(node.operator, self.operand(node.left), self.operand(node.right))

    def _membership(self, node: Membership) -> Part:
        asked = self.operand(node.operand)
        if node.list_name is not None:
            words = sorted(self.suite.listed(node.list_name))  # kept without order
            items = [Part(literal(w), kind=Scalar.TEXT) for w in words]
        else:
            items = [_part(item) for item in self._columns(node.items)]
        tests = [_compared("=", asked, item).value for item in items]
        return Part(f"OR({','.join(tests)})" if tests else "FALSE", asked.blank, Scalar.TRUTH)

    # ---- functions

    def _call(self, node: Call) -> Part:
        write = _FUNCTIONS.get(node.function)
        if write is None:
            raise NoEquivalent(_WITHOUT[node.function])
        return write(self, node.arguments)

    def sum(self, arguments: Sequence[Node]) -> Part:
        """SUM: what is blank adds nothing."""
        return _total(self._columns(arguments))

    def count(self, arguments: Sequence[Node]) -> Part:
        """COUNT: the cells that are not blank."""
        parts = [_part(item) for item in self._columns(arguments)]
        terms = [f"IF({condition(part.blank)},0,1)" for part in parts]
        return Part("+".join(terms) or "0")

    def sum_ifs(self, arguments: Sequence[Node]) -> Part:
        """SUMIFS written out place by place: no criterion ever looks at merged cells."""
        columns = [self._columns([node]) for node in arguments]
        amounts, tested, wanted = columns[0], columns[1::2], columns[2::2]
        if any(len(values) != len(amounts) for values in tested):
            raise NoEquivalent("求和的列与条件的列长短不一")
        conditions = [_part(values[0]) for values in wanted]
        terms = []
        for place, amount in enumerate(amounts):
            tests = [
                _compared("=", _part(values[place]), asked)
                for values, asked in zip(tested, conditions, strict=True)
            ]
            hit = _every([_sure(test) for test in tests])
            one = _part(amount)
            missing = f"IF({hit},{condition(one.blank)},TRUE)"
            terms.append(Part(f"IF({hit},{one.value},0)", missing))
        summed = _total(terms)
        blank = reduce(either, (asked.blank for asked in conditions), summed.blank)
        return Part(summed.value, blank, sound=False)

    def sum_if(self, arguments: Sequence[Node]) -> Part:
        """SUMIF: SUMIFS with one condition."""
        tested, wanted = arguments[:2]
        return self.sum_ifs((arguments[2] if len(arguments) > 2 else tested, tested, wanted))

    def count_if(self, arguments: Sequence[Node]) -> Part:
        """COUNTIF: the places that equal the value."""
        places, wanted = (self._columns([node]) for node in arguments)
        asked = _part(wanted[0])
        tests = [_sure(_compared("=", _part(item), asked)) for item in places]
        counted = "+".join(f"IF({test},1,0)" for test in tests)
        return Part(counted or "0", asked.blank, sound=False)

    def choice(self, arguments: Sequence[Node]) -> Part:
        """IF: blank where its condition is."""
        asked, chosen = self.operand(arguments[0]), self.operand(arguments[1])
        other = (
            self.operand(arguments[2]) if len(arguments) > 2 else Part('""', "TRUE", chosen.kind)
        )
        value = f"IF({asked.value},{chosen.value},{other.value})"
        blank = f"IF({asked.value},{condition(chosen.blank)},{condition(other.blank)})"
        unsure = NEVER if chosen.blank == other.blank == NEVER else blank
        return Part(value, either(asked.blank, unsure), chosen.kind, sound=False)

    def deciding(self, word: str, arguments: Sequence[Node]) -> Part:
        """AND and OR of conditions that are never blank."""
        parts = [_part(item) for item in self._columns(arguments)]
        if any(part.blank != NEVER for part in parts):
            raise NoEquivalent(f"{word} 里有空白时 Excel 的判断不同")
        return Part(f"{word}({','.join(part.value for part in parts)})", kind=Scalar.TRUTH)

    def reckoned(self, pattern: str, arguments: Sequence[Node]) -> Part:
        """A function of figures that is blank as soon as one of them is."""
        parts = [_part(item) for item in self._columns(arguments)]
        blank = reduce(either, (part.blank for part in parts))
        return Part(pattern.format(",".join(part.value for part in parts)), blank, sound=False)

    def converted(self, sign: str, arguments: Sequence[Node]) -> Part:
        """WAN and YUAN: 元 and 万元."""
        amount = self.operand(arguments[0])
        return Part(f"{amount.held}{sign}10000", amount.blank)

    def ratio(self, arguments: Sequence[Node]) -> Part:
        """RATIO: blank without a divisor."""
        return _quotient(*map(self.operand, arguments))

    def text(self, arguments: Sequence[Node]) -> Part:
        """TEXT: the same patterns."""
        number, pattern = map(self.operand, arguments)
        return Part(f"TEXT({number.value},{pattern.value})", number.blank, Scalar.TEXT, sound=False)

    def rate(self, arguments: Sequence[Node]) -> Part:
        """RATE by the setting of the suite."""
        return rate_part([self.operand(node) for node in arguments], self.suite.rate)

    def rate_score(self, arguments: Sequence[Node]) -> Part:
        """RATESCORE by the setting of the suite."""
        return rate_score_part([self.operand(node) for node in arguments], self.suite.rate)

    def total(self, arguments: Sequence[Node]) -> Part:
        """TOTAL by the setting of the suite."""
        return total_part([self.operand(node) for node in arguments], self.suite.total)

    def grade(self, arguments: Sequence[Node]) -> Part:
        """GRADE: the first word whose lower bound is reached."""
        points = self.operand(arguments[0])
        value = '""'
        for word, least in reversed(self.suite.grades):
            value = f"IF({even(points)}>={plain(least)},{literal(word)},{value})"
        return Part(value, points.blank, Scalar.TEXT, sound=False)


def _sure(test: Part) -> str:
    """A condition that does not hold where it is blank."""
    if test.blank == NEVER:
        return test.value
    return _every([test.value, negated(condition(test.blank))])


def _every(conditions: Sequence[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _part(item: CellRef | Part) -> Part:
    return item.part if isinstance(item, CellRef) else item


def _total(column: Column) -> Part:
    """The sum of a column: neighbouring places as ranges, all else one by one."""
    plain_refs = [item for item in column if isinstance(item, CellRef) and item.scale == 1]
    others = [_part(item) for item in column if item not in plain_refs]
    terms = [part.held for part in others]
    blanks = [part.blank for part in others]
    if plain_refs:
        terms.insert(0, f"SUM({joined_ranges(plain_refs)})")
        blanks.insert(0, AllBlank(tuple(plain_refs)))
    if not terms:
        return Part("0", ALWAYS)
    return Part("+".join(terms), all_of(blanks))


def _quotient(left: Part, right: Part) -> Part:
    """A division; blank where the divisor is blank or 0."""
    if right.is_number and Decimal(right.value):
        return Part(f"{left.held}/{right.value}", left.blank)
    value = f"IFERROR({left.held}/{right.held},0)"
    return Part(value, either(left.blank, f"{even(right)}=0"))


def _compared(sign: str, left: Part, right: Part) -> Part:
    if Scalar.TEXT in (left.kind, right.kind):
        return Part(f"{left.trimmed}{sign}{right.trimmed}", kind=Scalar.TRUTH)
    value = f"ROUND({left.value}-{right.held},{_PLACES}){sign}0"
    return Part(value, either(left.blank, right.blank), Scalar.TRUTH)


_Write: TypeAlias = Callable[[Translator, Sequence[Node]], Part]


def _reckoned(pattern: str) -> _Write:
    return lambda translator, arguments: translator.reckoned(pattern, arguments)


_WITHOUT: Final = {
    "CONCAT": "文字连成一段，旧的 Excel 没有相当的算法",
    "FIRST": "按条件取第一个有内容的值，旧的 Excel 没有相当的算法",
    "HAS": "在文字里找文字和数，Excel 没有相当的算法",
    "NAME": "名称按代码表查出，Excel 里没有代码表",
    "SCORE": "得分按计分规则推算，Excel 没有相当的算法",
    "POOL": "完成值是文字，单位要认出来，Excel 没有相当的算法",
    "FIGURE": "文字里的数要认出来，Excel 没有相当的算法",
    "WAVG": "加权平均跳过空白，Excel 没有相当的算法",
}
"""Why a function stays a value."""

_FUNCTIONS: Final[dict[str, _Write]] = {
    "SUM": Translator.sum,
    "COUNT": Translator.count,
    "SUMIF": Translator.sum_if,
    "SUMIFS": Translator.sum_ifs,
    "COUNTIF": Translator.count_if,
    "IF": Translator.choice,
    "AND": lambda translator, arguments: translator.deciding("AND", arguments),
    "OR": lambda translator, arguments: translator.deciding("OR", arguments),
    "MIN": _reckoned("MIN({})"),
    "MAX": _reckoned("MAX({})"),
    "ABS": _reckoned("ABS({})"),
    "ROUND": _reckoned("ROUND({})"),
    "ROUNDUP": _reckoned("ROUNDUP({})"),
    "WAN": lambda translator, arguments: translator.converted("/", arguments),
    "YUAN": lambda translator, arguments: translator.converted("*", arguments),
    "RATIO": Translator.ratio,
    "TEXT": Translator.text,
    "RATE": Translator.rate,
    "RATESCORE": Translator.rate_score,
    "TOTAL": Translator.total,
    "GRADE": Translator.grade,
}
