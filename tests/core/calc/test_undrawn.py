"""`drawn: no`: what a record only reckons with has no place on the form, and needs none."""

import pytest

from core.errors import TemplateError
from core.session import Session
from core.template.suite import load_suite
from tests.core.calc.switched import FORM, SUITE, switched
from tests.core.sessions import fill, text

SHARE = FORM.replace(
    "floating:\n",
    "  指标.过半: {type: count, drawn: no}\nfloating:\n",
).replace("formulas:\n", "formulas:\n  指标.过半: IF(得分 * 2 >= 分值, 1, 0)\n")
RULE = '  - {id: FZ-02, each: 指标, rule: 过半 = 1, severity: hint, message: "{三级指标}{过半}"}\n'


def loaded(form: str = SHARE + RULE) -> Session:
    """One project of two indicators, one of them with too few points."""
    session = switched(form)
    session.apply(session.entries.added_project("救助")[0])
    for place, (name, points) in enumerate((("甲", "5"), ("乙", "10")), 1):
        row = f"项目表[1]!指标[{place}]."
        fill(session, {row + "三级指标": name, row + "分值": "20", row + "得分": points})
    return session


def test_each_record_has_its_own():
    """It is calculated and found by its address, and the form prints as before."""
    session = loaded()
    found = [text(session, f"项目表[1]!指标[{place}].过半") for place in (1, 2)]
    assert found == ["0", "1"]
    [title] = session.sheets()
    assert len(session.plan(title.sheet).columns) == 4
    names = {c.place.cell.name for c in session.printed(title.sheet).cells if c.place.cell}
    assert "指标.过半" not in names


def test_a_finding_points_to_what_it_is_made_from():
    """Nobody can go to a cell that is not on the form."""
    session = loaded()
    [finding] = [finding for finding in session.findings() if finding.rule == "FZ-02"]
    assert finding.message == "甲0"
    names = [session.names.address(cell) for cell in finding.cells]
    assert names
    assert not [name for name in names if name.endswith("过半")]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("  指标.过半: IF(得分 * 2 >= 分值, 1, 0)\n", "", "要在 formulas 里写公式"),
        ("  指标.过半: {type", "  合计.过半: {type", "要写成浮动行的字段，例如 指标.过半"),
        ("三级指标: {type: text}", "三级指标: {type: text, drawn: no}", "印在表上"),
    ],
)
def test_what_nobody_could_type_is_refused(before, after, says):
    """So is a field that stands on the form, or belongs to no floating row."""
    form = (SHARE + RULE).replace(before, after)
    assert form != SHARE + RULE
    with pytest.raises(TemplateError) as caught:
        load_suite({"suite.yaml": SUITE, "scores.yaml": form})
    assert [p for p in caught.value.problems if says in str(p)]


def test_a_switched_value_is_a_column_for_a_rule_of_the_group():
    """The group's one value, or those of its records."""
    rule = (
        "  - {id: FZ-03, each: 指标.一级指标, rule: COUNT(得分) = 0, severity: hint,"
        ' message: "{SUM(得分)}"}\n'
    )
    session = loaded(FORM + rule)
    fill(session, {f"项目表[1]!指标[{place}].一级指标": "产出" for place in (1, 2)})
    said = [finding.message for finding in session.findings() if finding.rule == "FZ-03"]
    assert said == ["15"]
    fill(session, {"项目卡[救助].分组计分": "是"})
    fill(session, {"项目表[1]!指标[产出].得分": "12"})
    said = [finding.message for finding in session.findings() if finding.rule == "FZ-03"]
    assert said == ["12"]
