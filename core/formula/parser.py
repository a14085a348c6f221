"""Formula text to tree. One comparison over + - over * / over signs; a mistake says where and what.

    comparison = sum [("=" | "<>" | "<" | "<=" | ">" | ">=") sum | "IN" (word | "(" list ")")]
    sum        = product {("+" | "-") product}        product = signed {("*" | "/") signed}
    signed     = ["-"] (number | text | "(" comparison ")" | call | name [":" name])
    name       = [step "!"] step {"." step}           step    = word ["[" key "]"]

Digits alone in brackets are a text (a code or an ordinal); everywhere else they are a figure.
"""

from collections.abc import Collection
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from core.formula.functions import FUNCTIONS
from core.formula.pattern import expand_pattern
from core.formula.tokens import FormulaSyntaxError, Kind, Token, tokenise
from core.formula.tree import (
    ALL,
    All,
    Binary,
    Call,
    Comparison,
    Membership,
    Name,
    Negation,
    Node,
    Number,
    Previous,
    Range,
    Step,
    Text,
)

__all__ = ["FormulaSyntaxError", "expand_pattern", "parse"]

MAX_LENGTH = 4_000
MAX_NESTING = 60
MAX_OPERATORS = 100

_COMPARING, _ADDING, _MULTIPLYING = 1, 2, 3
_STRENGTH = {
    **dict.fromkeys(("=", "<>", "<", "<=", ">", ">=", "IN"), _COMPARING),
    **dict.fromkeys(("+", "-"), _ADDING),
    **dict.fromkeys(("*", "/"), _MULTIPLYING),
}
_WORDS = (Kind.NAME, Kind.QUOTED)
_PREVIOUS = "PREV"


def parse(text: str, functions: Collection[str] | None = None) -> Node:
    """Read a formula; `functions` are further names that may be called (those of messages)."""
    if len(text) > MAX_LENGTH:
        raise FormulaSyntaxError(f"公式太长，最多{MAX_LENGTH}个字", MAX_LENGTH)
    return _parsed(text, frozenset(functions or ()))


@lru_cache(maxsize=1024)
def _parsed(text: str, more: frozenset[str]) -> Node:
    """The tree of a formula; a form writes the same one in many cells."""
    return _Parser(tokenise(text), more).whole()


class _Parser:
    """One pass over the tokens; each method reads what it is named after."""

    def __init__(self, tokens: list[Token], more: frozenset[str]) -> None:
        self._tokens = tokens
        self._more = more
        self._position = 0
        self._nesting = 0
        self._operators = 0

    def whole(self) -> Node:
        if self._at_end():
            raise FormulaSyntaxError("公式是空的", 0)
        tree = self._expression()
        if not self._at_end():
            raise self._surplus()
        return tree

    # --- operators

    def _expression(self, weakest: int = _COMPARING) -> Node:
        """Operands joined by operators at least as strong as `weakest`."""
        tree = self._signed()
        while (strength := self._strength()) >= weakest:
            tree = self._joined(tree, self._operator(), strength)
            if strength == self._strength() == _COMPARING:
                raise FormulaSyntaxError("一次只能比较一对，多个比较请用 AND", self._here.at)
        return tree

    def _strength(self) -> int:
        """How strongly the operator here binds; 0 when there is none."""
        here = self._here
        operator = here.kind is Kind.SIGN or (here.kind is Kind.NAME and here.text == "IN")
        return _STRENGTH.get(here.text, 0) if operator else 0

    def _joined(self, left: Node, sign: Token, strength: int) -> Node:
        if sign.text == "IN":
            return self._membership(left, sign.at)
        right = self._expression(strength + 1)
        node = Comparison if strength == _COMPARING else Binary
        return node(sign.text, left, right, at=sign.at)

    def _membership(self, operand: Node, at: int) -> Node:
        if self._is("("):
            items = self._arguments()
            if not items:
                raise FormulaSyntaxError("IN 的括号里至少要有一个值", at)
            return Membership(operand, None, items, at=at)
        if self._here.kind not in _WORDS:
            raise FormulaSyntaxError("IN 后面要写名单，或括号里的几个值", self._here.at)
        return Membership(operand, self._next().text, (), at=at)

    def _operator(self) -> Token:
        """The operator here; a chain of them makes a deep tree, so their number is limited."""
        self._operators += 1
        if self._operators > MAX_OPERATORS:
            message = f"公式里运算符超过{MAX_OPERATORS}个，请用 SUM 或分成几步"
            raise FormulaSyntaxError(message, self._here.at)
        return self._next()

    def _signed(self) -> Node:
        signs: list[int] = []
        while self._is("-"):
            self._deeper()
            signs.append(self._next().at)
        tree = self._operand()
        for at in reversed(signs):
            tree = Negation(tree, at=at)
        self._nesting -= len(signs)
        return tree

    # --- operands

    def _operand(self) -> Node:
        here = self._here
        if here.kind is Kind.NUMBER:
            return self._number()
        if here.kind is Kind.TEXT:
            return Text(self._next().text, at=here.at)
        if here.kind in _WORDS:
            called = here.kind is Kind.NAME and self._is("(", 1)
            return self._call() if called else self._name_or_range()
        if not self._is("("):
            raise self._missing()
        self._deeper()
        self._next()
        tree = self._expression()
        self._expect(")", "括号没有成对，这里缺“)”")
        self._nesting -= 1
        return tree

    def _number(self) -> Node:
        figure = self._next()
        worded = self._here.kind in _WORDS and not self._strength()
        if worded or self._is("!"):
            raise FormulaSyntaxError("以数字开头的名称要加单引号，例如 '2020年'", figure.at)
        return Number(Decimal(figure.text), at=figure.at)

    def _call(self) -> Node:
        word = self._next()
        if word.text == _PREVIOUS:
            return self._previous(word.at)
        function = FUNCTIONS.get(word.text)
        if function is None and word.text not in self._more:
            raise FormulaSyntaxError(self._unknown(word.text), word.at)
        arguments = self._arguments()
        wrong = function.refuses(len(arguments)) if function else ""
        if wrong:
            raise FormulaSyntaxError(wrong, word.at)
        return Call(word.text, arguments, at=word.at)

    def _unknown(self, word: str) -> str:
        known = [*FUNCTIONS, _PREVIOUS, *sorted(self._more)]
        nearest = get_close_matches(word.upper(), known, 1)
        if nearest:
            return f"没有函数“{word}”，是否想写 {nearest[0]}？"
        return f"没有函数“{word}”；如果是带括号的名称，请加单引号"

    def _arguments(self) -> tuple[Node, ...]:
        """What stands in brackets, separated by commas; possibly nothing."""
        self._deeper()
        self._next()
        arguments: list[Node] = []
        if not self._is(")"):
            arguments.append(self._expression())
            while self._is(","):
                self._next()
                arguments.append(self._expression())
        self._expect(")", "括号没有成对，这里缺“)”或“,”")
        self._nesting -= 1
        return tuple(arguments)

    def _previous(self, at: int) -> Node:
        self._next()
        if self._here.kind not in _WORDS:
            raise FormulaSyntaxError("PREV 里要写一个单元格的名称", self._here.at)
        name = self._name()
        self._expect(")", "PREV 里只能写一个单元格，这里缺“)”")
        return Previous(name, at=at)

    def _name_or_range(self) -> Node:
        first = self._name()
        if not self._is(":"):
            return first
        self._next()
        if self._here.kind not in _WORDS:
            raise FormulaSyntaxError("区域两端都要写全名称，例如 行1:行8", self._here.at)
        return Range(first, self._name(), at=first.at)

    # --- names

    def _name(self) -> Name:
        step = self._step()
        at, form, instance = step.at, None, None
        if self._is("!"):
            self._next()
            form, instance = step.name, step.key
            step = self._step()
        steps = [step]
        while self._is("."):
            self._next()
            steps.append(self._step())
        return Name(form, instance, tuple(steps), at=at)

    def _step(self) -> Step:
        word = self._here
        if word.kind not in _WORDS:
            raise FormulaSyntaxError("这里缺名称；以数字开头的名称要加单引号", word.at)
        self._next()
        return Step(word.text, self._key() if self._is("[") else None, at=word.at)

    def _key(self) -> Node | All:
        self._deeper()
        self._next()
        key = self._inner_key()
        self._expect("]", "方括号没有成对，这里缺“]”")
        self._nesting -= 1
        return key

    def _inner_key(self) -> Node | All:
        here = self._here
        if self._is("]"):
            raise FormulaSyntaxError("方括号里要写行的名称、代码、序号或 *", here.at)
        if self._is("*"):
            self._next()
            return ALL
        if here.kind is Kind.NUMBER and here.text.isdigit() and self._is("]", 1):
            return Text(self._next().text, at=here.at)
        return self._expression()

    # --- tokens

    @property
    def _here(self) -> Token:
        return self._tokens[self._position]

    def _at_end(self) -> bool:
        return self._here.kind is Kind.END

    def _is(self, sign: str, ahead: int = 0) -> bool:
        token = self._tokens[self._position + ahead]
        return token.kind is Kind.SIGN and token.text == sign

    def _next(self) -> Token:
        token = self._here
        self._position += 1
        return token

    def _expect(self, sign: str, otherwise: str) -> None:
        if not self._is(sign):
            raise FormulaSyntaxError(otherwise, self._here.at)
        self._next()

    def _deeper(self) -> None:
        """Count a bracket or sign that opens here; whoever closes it takes one off again."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise FormulaSyntaxError(f"括号和负号嵌套超过{MAX_NESTING}层", self._here.at)

    # --- mistakes

    def _missing(self) -> FormulaSyntaxError:
        here = self._here
        if self._at_end():
            return FormulaSyntaxError("公式没有写完，末尾缺一个数或名称", here.at)
        return FormulaSyntaxError(f"“{here.text}”前面缺一个数或名称", here.at)

    def _surplus(self) -> FormulaSyntaxError:
        here = self._here
        if here.kind is Kind.SIGN:
            return FormulaSyntaxError(f"多了一个“{here.text}”", here.at)
        return FormulaSyntaxError(f"“{here.text}”前面缺运算符", here.at)
