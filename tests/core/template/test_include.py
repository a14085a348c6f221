"""Shared links fit each suite that includes them: what it has no form for is dropped."""

import pytest

from core.findings import Outcome
from core.session import Session
from core.template.form_suite import FormSuite
from core.template.suite import load_suite
from tests.core.template.mistakes import messages

FORM = """notation: 1
form: amounts
title: 金额表
money_unit: 元
columns: [30, 30]
grid: |
  | {甲}     | {乙}     |
  |---
  | {.名称}  | {.金额}  | 明细*
fields:
  甲:   {type: money}
  乙:   {type: money}
  名称: {type: text}
  金额: {type: money}
"""
LINKS = """notation: 1
forms: [总表, 甲表, 乙表]
links:
  rows:
    "总表!明细": {from: [甲表!明细, 乙表!明细], key: 名称}
    "甲表!明细": {from: 乙表!明细, key: 名称}
    "乙表!明细": {from: 总表!明细, key: 名称}
  formulas:
    "总表!甲": 甲表!甲
    "总表!乙": 甲表!乙 + 乙表!乙
    "乙表!甲": 甲表!甲
  defaults:
    "甲表!乙": 总表!甲
  audits:
    - id: GX-01
      rule: 总表!甲 = 甲表!乙
      severity: mandatory
      message: "{总表!表号}甲{总表!甲}元，{甲表!表号}乙{甲表!乙}元"
      remedy: "改{甲表!表号}"
    - {id: GX-02, rule: 总表!甲 = 乙表!甲, severity: verify, message: "两张表的甲", remedy: 改}
    - {id: GX-03, rule: 总表!甲 = 甲表!甲, severity: verify, message: "见{乙表!表号}", remedy: 改}
    - {id: GX-04, rule: 总表!甲 = SUM(乙表 ！甲), severity: hint, message: "全角的也是", remedy: 改}
"""
SHARED = "shared/links.yaml"
WHOLE = ("总表", "甲表", "乙表")
# Without 乙表 a row that followed it alone is filled in by hand.
FEWER = ("总表", "甲表")


def sources(
    names: tuple[str, ...], links: str = LINKS, include: str = f"[{SHARED}]"
) -> dict[str, str]:
    """The texts of a suite that has these forms and includes the links."""
    entries = "".join(
        f"  - {{name: {name}, file: shared/form.yaml, number: 测{at}表}}\n"
        for at, name in enumerate(names, 1)
    )
    suite = (
        "notation: 1\nsuite: shared\nrevision: 1\n"
        "title: 一\nregion: 测试\npurpose: 测试\nyear: 2021\n"
        f"forms:\n{entries}cover:\n  单位名称: {{type: text}}\nlinks:\n  include: {include}\n"
    )
    return {"suite.yaml": suite, "shared/form.yaml": FORM, SHARED: links}


def without_circle(links: str) -> str:
    """The links for a suite that has all forms: there rows may not follow in a circle."""
    return links.replace('    "乙表!明细": {from: 总表!明细, key: 名称}\n', "")


def rules(suite: FormSuite) -> list[str]:
    """The ids of the rules between forms."""
    return [rule.id for rule in suite.audits]


def test_a_suite_with_all_forms_has_all_links():
    """Every formula, proposal, row and rule of the shared file is bound."""
    suite = load_suite(sources(WHOLE, without_circle(LINKS)))

    bound = {f"{n}!{s.name}" for n, f in suite.forms.items() for s in f.slots.values() if s.formula}
    assert bound == {"总表!甲", "总表!乙", "乙表!甲"}
    assert suite.forms["甲表"].slots["乙"].default is not None
    follow = suite.forms["总表"].regions["明细"].follow
    assert follow is not None
    assert [source.form for source in follow.sources] == ["甲表", "乙表"]
    assert not follow.own
    assert rules(suite) == ["GX-01", "GX-02", "GX-03", "GX-04"]


def test_what_needs_a_missing_form_is_dropped():
    """A sum with it is entered, a rule with it is not there, rows follow the other source."""
    suite = load_suite(sources(FEWER))

    bound = {f"{n}!{s.name}" for n, f in suite.forms.items() for s in f.slots.values() if s.formula}
    assert bound == {"总表!甲"}
    follow = suite.forms["总表"].regions["明细"].follow
    assert follow is not None
    assert [source.form for source in follow.sources] == ["甲表"]
    assert follow.own, "what the missing form would have listed is added by hand"
    assert suite.forms["甲表"].regions["明细"].follow is None
    assert rules(suite) == ["GX-01"]


def test_a_rule_names_forms_by_the_numbers_of_the_suite():
    """The same rule says 测1表 here and another number elsewhere."""
    with Session.create_from(load_suite(sources(FEWER)), None, "某某局") as session:
        session.set_addresses([("甲表!甲", "5"), ("甲表!乙", "4")])
        [finding] = [f for f in session.findings() if f.outcome is Outcome.FAILED]

    assert finding.message == "测1表甲5.00元，测2表乙4.00元"
    assert finding.remedy == "改测2表"


def test_a_suite_keeps_the_shared_files_it_uses():
    """They are among its texts, so that a document opens without the folder they came from."""
    whole = sources(FEWER)

    assert load_suite(whole).sources == whole


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("forms: [总表, 甲表, 乙表]", "forms: [总表, 甲表]", "乙表"),
        ("甲表!乙 + 乙表!乙", "甲表!丙 + 甲表!乙", "丙"),
        ("notation: 1", "notation: 7", "notation 应为 1"),
        ("forms: [", "form: [", "共用的文件没有“form”这一项"),
        ("links:", f"links:\n  include: [{SHARED}]", "不能再写 include"),
        ("links:", "links: [", "第"),
        ('"总表!甲": 甲表!甲', '"总表!甲": 甲表!甲 +', "公式"),
        ("  rows:\n", '  rows:\n    "总表!细目": {from: 甲表!明细, key: 名称}\n', "细目"),
    ],
    ids=["unlisted", "cell", "notation", "key", "again", "yaml", "formula", "row"],
)
def test_a_mistake_is_told_in_the_shared_file(right, wrong, says):
    """With its line, whether the suite has all forms or not."""
    found = messages(sources(FEWER, LINKS.replace(right, wrong, 1)))

    assert found
    assert {file for file, _, _ in found} == {SHARED}
    assert any(says in f"第{line}行{message}" for _, line, message in found)


@pytest.mark.parametrize(
    ("include", "says"),
    [
        ("[shared/link.yaml]", "这个文件，是否想写“shared/links.yaml”"),
        ("[../other/suite.yaml]", "套表里没有“../other/suite.yaml”"),
        (f"[{SHARED}, {SHARED}]", "写了两次"),
        (SHARED, "要写成 [shared/文件.yaml] 的样子"),
        (f"[[{SHARED}]]", "要写成 [shared/文件.yaml] 的样子"),
    ],
)
def test_a_file_that_cannot_be_included_is_told(include, says):
    """Nothing is read but the texts of the suite."""
    found = messages(sources(FEWER, include=include))

    assert [file for file, _, _ in found] == ["suite.yaml"]
    assert says in found[0][2]


def test_a_cell_has_one_formula_wherever_it_stands():
    """The suite's own links and shared ones do not write over each other."""
    texts = sources(FEWER)
    texts["suite.yaml"] += '  formulas:\n    "总表!甲": 甲表!甲\n'

    assert [message for _, _, message in messages(texts)] == ["“甲”有两条公式"]


def test_a_form_that_could_not_be_read_is_not_missing():
    """Its links are kept, and nobody is told of them beside the mistake itself."""
    texts = sources(WHOLE, without_circle(LINKS))
    texts["suite.yaml"] = texts["suite.yaml"].replace(
        "{name: 乙表, file: shared/form.yaml", "{name: 乙表, file: shared/from.yaml"
    )

    assert [(file, message[:9]) for file, _, message in messages(texts)] == [
        ("suite.yaml", "套表文件夹里没有“")
    ]
