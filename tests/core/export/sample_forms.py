"""Printed forms made by hand, drawn as templates draw them: `<` joins left, `^` joins above."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from core.layout.plan import (
    Align,
    CellKind,
    CellPart,
    CellStyle,
    FormPlan,
    Head,
    LineRole,
    PageSetup,
    PlanCell,
    PlanRow,
)
from core.layout.printed import PrintedCell, PrintedForm, PrintedLine
from core.number_text import NumberStyle, format_number
from core.refs import CellId, SheetId

MONEY = NumberStyle(decimals=2, thousands=True, zero="")
Values = Mapping[str, str | Decimal]


def draw(drawing: str, values: Values, columns: Sequence[float]) -> PrintedForm:
    """The form of a drawing: `{name}` is an entry cell with the value of that name."""
    rows = [[text.strip(" ") for text in line.split("|")] for line in drawing.split("\n")]
    cells = [
        _cell(rows, row, column, values)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text not in ("<", "^")
    ]
    plan = FormPlan(
        sheet=SheetId("表"),
        number="公开01表",
        title="收入支出决算总表",
        short="01 收入支出决算总表",
        columns=tuple(columns),
        rows=tuple(PlanRow(i, 6.0) for i in range(len(rows))),
        cells=tuple(cell.place for cell in cells),
        above=(),
        below=(),
        heads=(),
        page=PageSetup(),
    )
    return PrintedForm(plan, tuple(cells), (), ())


def planned(form: PrintedForm, **changes: Any) -> PrintedForm:
    """The form with parts of its plan changed; `head` is (first, end) of one head to its foot."""
    first, end = changes.pop("head", (0, 0))
    if first < end:
        changes["heads"] = (Head(first, end, len(form.plan.rows)),)
    return replace(form, plan=replace(form.plan, **changes))


def with_rows(form: PrintedForm, **changes: Any) -> PrintedForm:
    """The form with every row changed."""
    return planned(form, rows=tuple(replace(row, **changes) for row in form.plan.rows))


def _cell(rows: Sequence[Sequence[str]], row: int, column: int, values: Values) -> PrintedCell:
    text = rows[row][column]
    height, width = 1, 1
    while column + width < len(rows[row]) and rows[row][column + width] == "<":
        width += 1
    while row + height < len(rows) and rows[row + height][column] == "^":
        height += 1
    if not text.startswith("{"):
        return _label(text, PlanCell(row, column, height, width, CellKind.LABEL, (), CellStyle()))
    name = text.strip("{}")
    value = values.get(name, "")
    identity = CellId("表", "", "", name)
    number = MONEY if isinstance(value, Decimal) else None
    align = Align.RIGHT if number else Align.LEFT if len(str(value)) > 12 else Align.CENTER
    place = PlanCell(
        row,
        column,
        height,
        width,
        CellKind.ENTRY,
        (CellPart(identity, number),),
        CellStyle(align, top=len(str(value)) > 60),
        identity,
        (identity,),
    )
    if isinstance(value, Decimal):
        return PrintedCell(place, format_number(value, MONEY), value, MONEY)
    return PrintedCell(place, value)


def _label(text: str, place: PlanCell) -> PrintedCell:
    bare = text.lstrip("　")
    indent = len(text) - len(bare)
    left = bool(indent) or bare.startswith(":") or bare[1:2] == "、"
    bare = bare.lstrip(":").replace("//", "\n")
    style = CellStyle(Align.LEFT if left else Align.CENTER, indent, label=True)
    kind = CellKind.LABEL if bare else CellKind.EMPTY
    place = PlanCell(place.row, place.column, place.rows, place.columns, kind, (bare,), style)
    return PrintedCell(place, bare)


def heading(title: str, number: str, unit: str, money: str) -> tuple[PrintedLine, ...]:
    """Title, number of the form, unit and money unit as official forms have them."""
    return (
        PrintedLine(LineRole.TITLE, "", title, ""),
        PrintedLine(LineRole.LINE, "", "", number),
        PrintedLine(LineRole.LINE, unit, "", money),
    )


def note(text: str) -> PrintedLine:
    """A note below the grid."""
    return PrintedLine(LineRole.NOTE, text, "", "")


EXPENDITURES = """
一、一般公共服务 二、外交 三、国防 四、公共安全 五、教育 六、科学技术 七、文化旅游体育与传媒
八、社会保障和就业 九、卫生健康 十、节能环保 十一、城乡社区 十二、农林水 十三、交通运输
十四、资源勘探工业信息等 十五、商业服务业等 十六、金融 十七、援助其他地区 十八、自然资源海洋气象等
十九、住房保障 二十、粮油物资储备 二十一、国有资本经营预算 二十二、灾害防治及应急管理 二十三、其他
二十四、债务还本 二十五、债务付息 二十六、抗疫特别国债安排的
"""
INCOMES = (
    "一、一般公共预算财政拨款收入",
    "二、政府性基金预算财政拨款收入",
    "三、国有资本经营预算财政拨款收入",
    "四、上级补助收入",
    "五、事业收入",
    "六、经营收入",
    "七、附属单位上缴收入",
    "八、其他收入",
)


def summary() -> PrintedForm:
    """A form like 公开01表: two lists side by side, 33 rows, one page."""
    rows = [
        "收入 | < | < | 支出 | < | <",
        "项    目 | 行次 | 金    额 | 项目（按功能分类） | 行次 | 金    额",
        "栏    次 |  | 1 | 栏    次 |  | 2",
    ]
    for i, name in enumerate(EXPENDITURES.split()):
        income = ":" + INCOMES[i] if i < len(INCOMES) else ""
        rows.append(f"{income} | {i + 1} | {{收{i}}} | :{name}支出 | {i + 31} | {{支{i}}}")
    rows += [
        "本年收入合计 | 27 | {收合计} | 本年支出合计 | 57 | {支合计}",
        "　使用非财政拨款结余 | 28 | {结余} | 　结余分配 | 58 | {分配}",
        "　年初结转和结余 | 29 | {年初} | 　年末结转和结余 | 59 | {年末}",
        "总计 | 30 | {收总计} | 总计 | 60 | {支总计}",
    ]
    values: dict[str, str | Decimal] = {
        "收0": Decimal("6663125.83"),
        "支7": Decimal("264282.56"),
        "支8": Decimal("6039490.19"),
        "收合计": Decimal("6663125.83"),
        "支合计": Decimal("6663125.83"),
        "年初": Decimal("0.00"),
        "收总计": Decimal("6663125.83"),
        "支总计": Decimal("6663125.83"),
    }
    form = draw("\n".join(rows), values, (54, 9, 27, 54, 9, 27))
    return replace(
        planned(form, head=(0, 3)),
        above=heading("收入支出决算总表", "公开01表", "部门：通海县医疗保障局", "金额单位：元"),
        below=(note("注：本表反映部门本年度的总收支和年末结转结余情况。"),),
    )


LONG_TEXT = (
    "根据《中共中央　国务院关于全面实施预算绩效管理的意见》（中发〔2018〕34号），结合本单位实际，"
    "2021年共救助困难群众12,345人次，支出1,234,567.50元，完成率达到95.76%；资助参保对象100%纳入基本医保、"
    "大病保险、医疗救助三重制度保障。Medical assistance (MA) 系统上线运行。"
)


def project(indicators: int = 60, goal: str = LONG_TEXT) -> PrintedForm:
    """A form like 项目支出绩效自评表: spans, long texts, floating rows under a vertical label."""
    rows = [
        "项目名称 | < | {项目名称} | < | < | < | < | < | <",
        "主管部门 | < | {主管部门} | < | < | 实施单位 | {实施单位} | < | <",
        "项目资金//（万元） |  | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分",
        "^ | :年度资金总额 | < | {年初} | {全年} | {执行} | {分值} | {执行率} | {得分}",
        "^ | 其中：当年财政拨款 | < | {年初} | {全年} | {执行} | — | {执行率} | —",
        "^ | 　　　其他资金 | < | {空} | {空} | {空} | — | {空} | —",
        "年度总体目标 | 预期目标 | < | < | < | 实际完成情况 | < | < | <",
        "^ | {预期目标} | < | < | < | {实际完成情况} | < | < | <",
        "绩//效//指//标 | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 "
        "| 偏差原因分析//及改进措施",
    ]
    first = ["产出指标", "效益指标", "满意度指标"]
    for i in range(indicators):
        group, place = divmod(i, max(1, indicators // 3))
        level1 = f"{{一级{min(group, 2)}}}" if place == 0 and group < 3 else "^"
        level2 = f"{{二级{i}}}" if i % 4 == 0 or level1 != "^" else "^"
        rows.append(
            f"^ | {level1} | {level2} | {{三级{i}}} | {{指标值{i}}} | {{完成值{i}}} "
            f"| {{分值{i}}} | {{得分{i}}} | {{原因{i}}}"
        )
    rows.append("总分 | < | < | < | < | < | {总分值} | {总得分} | ")
    values: dict[str, str | Decimal] = {
        "项目名称": "医疗救助补助资金",
        "主管部门": "通海县医疗保障局",
        "实施单位": "通海县医疗保障局",
        "年初": Decimal("50.40"),
        "全年": Decimal("940.68"),
        "执行": Decimal("325.04"),
        "分值": Decimal("10.00"),
        "执行率": Decimal("34.55"),
        "得分": Decimal("3.46"),
        "预期目标": goal,
        "实际完成情况": goal[: len(goal) // 2],
        "总分值": Decimal("100.00"),
        "总得分": Decimal("93.46"),
    }
    for i in range(indicators):
        values |= {
            f"一级{i}": first[i % 3],
            f"二级{i}": ("数量指标", "质量指标", "时效指标", "成本指标")[i // 4 % 4],
            f"三级{i}": (
                "资助参保人数",
                "重点救助对象自负费用年度限额内住院救助比例",
                "一站式结算覆盖地区",
            )[i % 3],
            f"指标值{i}": ("≥12000", "100%", ">=95.76", "优")[i % 4],
            f"完成值{i}": ("12345", "100%", "95.76", "优")[i % 4],
            f"分值{i}": Decimal("1.50"),
            f"得分{i}": Decimal("1.50"),
            f"原因{i}": "因疫情影响，部分工作延后，下年度将加快进度。" if i % 5 == 0 else "",
        }
    form = draw("\n".join(rows), values, (14, 16, 18, 30, 20, 20, 12, 14, 30))
    form = with_rows(form, height=5.0, breakable=True)
    form = planned(
        form, head=(8, 9), number="公开12表", title="项目支出绩效自评表", short="12 医疗救助"
    )
    return replace(
        form,
        above=(
            PrintedLine(LineRole.TITLE, "", "项目支出绩效自评表", ""),
            PrintedLine(LineRole.LINE, "", "（2021年度）", ""),
        ),
        below=(note("说明：本表各项指标以年度绩效目标为准。"),),
    )
