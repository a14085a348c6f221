"""biaoli suggest: the indicators that a text may mean, and what a form takes of them."""

import argparse
from collections.abc import Iterator

from core.calc.indicator_search import IndicatorBook
from core.calc.suggestions import Row
from core.cli.output import say, say_json
from core.cli.usage import Command, Parser
from core.errors import UsageError
from core.template.form import Form, Slot
from core.template.indicators import Indicator, Library, installed
from core.template.library import load_installed


def _declare(parser: Parser) -> None:
    parser.add_argument("text", metavar="文字", help="指标名称里的字、别的说法或拼音首字母")
    parser.add_argument("--suite", metavar="套表", help="照这套表的列写出会填进去的内容")
    parser.add_argument("--json", action="store_true", help="按 JSON 输出，供程序读")


def _run(options: argparse.Namespace) -> int:
    library = installed()
    found = IndicatorBook(library).search(options.text)
    columns = list(_columns(options.suite)) if options.suite is not None else []
    if options.json:
        say_json({"indicators": [_as_json(one, columns, library) for one in found]})
        return 0
    for indicator in found:
        say(line(indicator))
        for form, slot in columns:
            say(f"    {form.name} {slot.column}：{_words(form, slot, indicator, library)}")
    if not found:
        say(f"指标库里没有“{options.text[:40]}”，少写几个字再找；自己的指标照样可以填")
    return 0


def line(indicator: Indicator) -> str:
    """An indicator in one line: name, level, target (or what the target is counted in)."""
    counted = f"{indicator.relation}…{indicator.unit}"
    target = indicator.target or counted
    return "　".join(word for word in (indicator.name, indicator.level2, target) if word)


def _columns(suite: str) -> Iterator[tuple[Form, Slot]]:
    found = [
        (form, slot)
        for form in load_installed(suite).forms.values()
        for slot in form.slots.values()
        if slot.field.suggest
    ]
    if not found:
        raise UsageError("这套表里没有能联想指标的列")
    yield from found


def _filled(form: Form, slot: Slot, indicator: Indicator, library: Library) -> dict[str, str]:
    return Row(form, slot, library, lambda _: "").filled(indicator)


def _words(form: Form, slot: Slot, indicator: Indicator, library: Library) -> str:
    filled = _filled(form, slot, indicator, library)
    return "，".join(f"{column} {text}" for column, text in filled.items())


def _as_json(
    indicator: Indicator, columns: list[tuple[Form, Slot]], library: Library
) -> dict[str, object]:
    return {
        "name": indicator.name,
        "level1": indicator.level1,
        "level2": indicator.level2,
        "relation": indicator.relation,
        "value": indicator.value,
        "unit": indicator.unit,
        "target": indicator.target,
        "qualitative": not indicator.relation,
        "fills": [
            {
                "form": form.name,
                "column": slot.column,
                "texts": _filled(form, slot, indicator, library),
            }
            for form, slot in columns
        ],
    }


COMMAND = Command("suggest", "按文字、拼音首字母找绩效指标", _declare, _run)
