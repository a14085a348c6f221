"""A suite and its examples under other names: every hanzi becomes another one of the same width.

What the notation itself says (封面, 键, 行31, 是 …) stays, as do 元, 万, the signs that begin
ordinal labels and what dates a figure in a target or makes it a range (12月底前, 90以上); no other
sign becomes one of those. A name is a run of hanzi, so names are renamed one to one, wherever they
stand.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.calc.examples import Example
from core.formula.measure import RELATIONS
from core.template.suite import FormSuite, load_suite

HANZI = re.compile("[一-鿿]")
KEPT_SIGNS = frozenset("一二三四五六七八九十其中加减元万是")
ABOUT_FIGURES = "年月日底初末前后内起止余多几约近以左右上下之间"
KEPT_WORDS = re.compile(
    r"(?<![一-鿿])(?:封面\.年度(?![一-鿿])|封面(?=\.)|项目卡?(?=[.\[])|下级(?=\.)|(?:行|栏|科目)(?=[0-9{])"
    r"|(?:序号|同列|键)(?![一-鿿]))|(?<=from: )项目(?=,)|多少(?=\()|(?<=!)表号(?=\})"
    rf"|(?<=[0-9])[{ABOUT_FIGURES}]+|[约近](?=[0-9])"
    + "".join(f"|{word}" for word in sorted(RELATIONS, key=len, reverse=True) if len(word) > 1)
)


@dataclass(frozen=True)
class Renaming:
    """Hanzi by hanzi, one to one."""

    table: Mapping[int, str]

    @classmethod
    def of(cls, suite: FormSuite) -> "Renaming":
        """Every hanzi of the suite's files becomes the next one of its kind."""
        found = {sign for text in suite.sources.values() for sign in HANZI.findall(text)}
        telling = found & {*ABOUT_FIGURES}
        table: dict[int, str] = {}
        for kind in (found - telling - KEPT_SIGNS, telling):
            signs = sorted(kind)
            table |= zip(map(ord, signs), [*signs[1:], *signs[:1]], strict=True)
        return cls(table)

    def text(self, text: str) -> str:
        """The text in other words; the notation's own words stay."""
        kept = [match.span() for match in KEPT_WORDS.finditer(text)]
        parts, at = [], 0
        for start, end in kept:
            parts += [text[at:start].translate(self.table), text[start:end]]
            at = end
        return "".join((*parts, text[at:].translate(self.table)))

    def suite(self, suite: FormSuite) -> FormSuite:
        """The suite, loaded anew from its renamed files."""
        return load_suite({file: self.text(text) for file, text in suite.sources.items()})

    def example(self, example: Example) -> Example:
        """The example as somebody would fill it in who knows the other names."""
        return replace(
            example,
            cover=self._texts(example.cover),
            left_out=tuple(map(self.text, example.left_out)),
            projects=tuple(self._texts(card) for card in example.projects),
            values=self._texts(example.values),
            overrides={
                self.text(address): (self.text(text), self.text(reason))
                for address, (text, reason) in example.overrides.items()
            },
        )

    def _texts(self, texts: Mapping[str, str]) -> dict[str, str]:
        return {self.text(name): self.text(text) for name, text in texts.items()}
