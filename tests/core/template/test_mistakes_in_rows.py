"""One mistake of every kind in rows that follow others: one message, at its line."""

from typing import NamedTuple

import pytest

from tests.core.calc.follows import SOURCES
from tests.core.template.mistakes import messages

JOINED = '"汇总!类/项": {from: [甲!项, 乙!类/项], key: 编码, own: yes}'
TASKS = '"任务表!任务": {from: 项目, key: 任务名称, own: yes}'
TASK_ROW = "  | {.任务名称} | {.内容} | {.金额} | 任务*\n"


class Wrong(NamedTuple):
    """In `file`, `right` becomes `wrong`; the message holds `says`, on the line of `at`."""

    kind: str
    right: str
    wrong: str
    says: str
    at: str = ""
    file: str = "suite.yaml"


MISTAKES = [
    Wrong("a target without form", '"汇总!类/项":', '"类/项":', "要写成“表名!浮动行”的样子"),
    Wrong("a target of no form", '"汇总!类/项":', '"汇总表!类/项":',
          "没有“汇总表”这张表，是否想写“汇总”"),
    Wrong("a target that floats not", '"总汇!项":', '"总汇!合计":', "没有浮动行“合计*”"),
    Wrong("a target of another depth", '"汇总!类/项":', '"汇总!款/项":', "在表样里是“类/项*”"),
    Wrong("an upper level", '"总汇!项":', '"总汇!类":', "要写在最里面的浮动行"),
    Wrong("rows twice", TASKS, f'{TASKS}\n    "汇总!项": {{from: 乙!项, key: 编码}}',
          "“汇总!项”写了两次", '"汇总!项"'),
    Wrong("a key of no column", "from: 汇总!项, key: 编码", "from: 汇总!项, key: 编号",
          "浮动行“总汇!项”里没有“编号”，是否想写“编码”"),
    Wrong("a key beside the code", "from: 汇总!项, key: 编码", "from: 汇总!项, key: 名称",
          "key 要与 codes 的 field 一样，写“编码”"),
    Wrong("a key of figures", "from: 项目, key: 任务名称", "from: 项目, key: 金额",
          "要是每条记录自己的文字或编码"),
    Wrong("a key that is prefilled", "任务名称: {type: text, required: yes}",
          "任务名称: {type: text, default: 内容}", "key 的“任务名称”不能有公式或 default",
          TASKS, "tasks.yaml"),
    Wrong("a source of no form", "[甲!项, 乙", "[丙!项, 乙", "没有“丙”这张表"),
    Wrong("a source of no row", "[甲!项, 乙", "[甲!款, 乙", "“甲”里没有浮动行“款*”"),
    Wrong("a source without form", "[甲!项, 乙", "[项, 乙", "“项”要写成“表名!浮动行”的样子"),
    Wrong("a source without the key", "[甲!项, 乙", "[任务表!任务, 乙",
          "浮动行“任务表!任务”里没有“编码”"),
    Wrong("a source that is prefilled", "  任务名称: {type: text}\n",
          "  任务名称: {type: text, default: '\"甲\"'}\n", "不能当 key", '"明细汇总!任务"',
          "detail.yaml"),
    Wrong("a card without the key", "    任务名称: {type: text, default: 项目卡.名称}\n", "",
          "项目卡里没有“任务名称”，是否想写“名称”", TASKS),
    Wrong("a card that reckons its key", "default: 项目卡.名称}", 'default: "IF(1 = 1, 名称)"}'
          .replace("名称", "项目卡.名称"), "要是项目卡的另一格", TASKS),
    Wrong("no source", "{from: 汇总!项, key: 编码}", "{key: 编码}", "缺少“from”"),
    Wrong("no key", "{from: 汇总!项, key: 编码}", "{from: 汇总!项}", "缺少“key”"),
    Wrong("an unknown key", "{from: 汇总!项, key: 编码}", "{from: 汇总!项, key: 编码, owm: yes}",
          "没有“owm”这一项，是否想写“own”"),
    Wrong("an unreadable yes", "key: 编码, own: yes", "key: 编码, own: 是", "只能写 yes 或 no"),
    Wrong("a circle", "[甲!项, 乙", "[甲!项, 总汇!项, 乙", "rows 绕成了圈：汇总 → 总汇 → 汇总"),
    Wrong("a form that follows itself", "from: 汇总!项, key", "from: 总汇!项, key",
          "rows 绕成了圈：总汇 → 总汇"),
    Wrong("a condition of no column", "where: 内容 IN 大类", "where: 内客 IN 大类",
          "不存在的“内客”，是否想写“内容”"),
    Wrong("a condition of no list", "where: 内容 IN 大类", "where: 内容 IN 大小",
          "没有“大小”这个名单"),
    Wrong("a condition that is none", "where: 内容 IN 大类", "where: 内容",
          "这里要写一个比较"),
    Wrong("a condition on a sum", "where: 内容 IN 大类", "where: '金额 > 0'",
          "“金额”是算出来或预填的"),
    Wrong("a condition on a fixed cell", "where: 内容 IN 大类", "where: '合计.内容 = 内容'",
          "不能看“合计.内容”"),
    Wrong("a condition on the cover", "where: 内容 IN 大类", "where: '封面.单位名称 = 内容'",
          "不能看“封面.单位名称”"),
    Wrong("a condition on a column", "where: 内容 IN 大类", "where: 'FIRST(任务名称, 内容, 1) = 1'",
          "不能用 FIRST"),
    Wrong("a condition on a figure", "明细表!明细, key: 任务名称, own: yes",
          "明细表!明细, key: 任务名称, where: '金额 > 0', own: yes", "“金额”是数"),
    Wrong("a condition on projects", "from: 项目, key: 任务名称,",
          'from: 项目, key: 任务名称, where: 内容 = "甲",', "where 只用于跟着浮动行的 rows"),
    Wrong("a condition that is prefilled", "  内容: {type: text}\n",
          "  内容: {type: text, default: '\"购置\"'}\n", "“内容”是算出来或预填的", '"大项!任务"',
          "tasks.yaml"),
    Wrong("rows with an outline", "formulas:\n  合计.金额: SUM(任务.金额)",
          "floating:\n  任务: {merge_equal: [内容], outline: {甲: {}}}\nformulas:\n"
          "  合计.金额: SUM(任务.金额)", "“任务”有 outline，不能再写 rows", TASKS, "tasks.yaml"),
    Wrong("rows with a start", "formulas:\n  合计.金额: SUM(任务.金额)",
          "floating:\n  任务: {start: 1}\nformulas:\n  合计.金额: SUM(任务.金额)",
          "“任务”有 start，不能再写 rows", TASKS, "tasks.yaml"),
    Wrong("rows inside rows without codes", TASK_ROW,
          "  | {.内容} | < | < | 类*\n" + TASK_ROW.replace("任务*", "类/任务*"),
          "“任务”套在“类”里，没有写 codes", TASKS, "tasks.yaml"),
]  # fmt: skip


def told(mistake: Wrong) -> tuple[list[tuple[int, str]], int]:
    """What is said about the suite file, and the line on which it has to be said."""
    assert mistake.right in SOURCES[mistake.file]
    changed = SOURCES[mistake.file].replace(mistake.right, mistake.wrong, 1)
    sources = {**SOURCES, mistake.file: changed}
    suite = sources["suite.yaml"]
    at = mistake.at or mistake.wrong.strip("\n")
    found = [(line, says) for file, line, says in messages(sources) if file == "suite.yaml"]
    return found, suite[: suite.index(at)].count("\n") + 1


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.file == "suite.yaml"], ids=lambda mistake: mistake.kind
)
def test_one_mistake_gives_one_message(mistake: Wrong) -> None:
    """Every mistake alone is told once, where the rows are written."""
    [(line, message)], wanted = told(mistake)

    assert line == wanted
    assert mistake.says in message


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.file != "suite.yaml"], ids=lambda mistake: mistake.kind
)
def test_a_mistake_of_a_form_is_told_at_every_link(mistake: Wrong) -> None:
    """A form that stands in the suite twice is told where its rows are written, once at each."""
    found, wanted = told(mistake)

    assert [mistake.says in message for line, message in found if line == wanted] == [True]


def test_the_suite_without_mistakes_gives_none() -> None:
    """The suite the mistakes are planted in is in order itself."""
    assert messages(SOURCES) == []


def test_a_form_that_cannot_be_read_is_no_second_mistake() -> None:
    """Rows that follow a form with a mistake of its own are not complained about."""
    sources = {**SOURCES, "tasks.yaml": "a: [b"}

    assert {file for file, _, _ in messages(sources)} == {"tasks.yaml"}
