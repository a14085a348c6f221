"""使用手册: every page is reached, every link and menu path is real, and F1 knows the place."""

import re

import pytest
from PySide6.QtCore import QModelIndex, QUrl

from gui.actions import MENUS
from gui.findings_panel import FindingsPanel
from gui.help.opening import FIRST, KEYS, PARTS
from gui.help.pages import Manual, read_manual
from gui.help.window import NOTHING, HelpWindow
from tests.gui.hands import Hands


@pytest.fixture
def manual() -> Manual:
    """The shipped manual."""
    return read_manual()


def shown(hands: Hands) -> HelpWindow:
    """The manual on the screen."""
    window = hands.window.help.shown
    assert window is not None
    return window


def test_no_two_pages_have_one_name(manual: Manual) -> None:
    """Links and words name a page by its heading."""
    titles = [page.title for page in manual.pages]
    assert len(set(titles)) == len(titles)


def test_every_link_leads_to_a_page(manual: Manual) -> None:
    """So do the words people use, F1 and the menu."""
    linked = {t for page in manual.pages for t in re.findall(r"\]\(#([^)]+)\)", page.text)}
    said = {title for titles in manual.words.values() for title in titles}
    assert linked
    assert linked | said | {*PARTS.values(), FIRST, KEYS} <= {p.title for p in manual.pages}


def test_every_menu_path_is_in_the_menus(manual: Manual) -> None:
    """“文件 › 导出” is the action 导出 of the menu 文件."""
    real = {
        (menu.split("(")[0], re.sub(r"\(&.\)|…|\t.*", "", entry.text))
        for menu, entries in MENUS.items()
        for entry in entries
    }
    first = manual.page(FIRST)
    assert first is not None
    told = set(re.findall(r"“(\S+) › ([^”]+)”", first.text))
    assert told
    assert told <= real


SAID = {
    "差一分钱": "合计不等于各部分之和",
    "尾差": "合计不等于各部分之和",
    "四舍五入": "合计不等于各部分之和",
    "收支不平": "合计不等于各部分之和",
    "合计不对": "合计不等于各部分之和",
    "审核不过": "审核校验单",
    "审核不通过": "审核校验单",
    "执行率 超过100%": "执行率超过100%",
    "超预算": "执行率超过100%",
    "执行率低": "执行率偏低，要写原因",
    "数对不上": "同一个数两处不一样",
    "两张表不一致": "同一个数两处不一样",
    "万元": "金额单位错了：元和万元",
    "单位错了": "金额单位错了：元和万元",
    "负数": "小于0的数",
    "年初数不对": "年初数与上年年末数不同",
    "接待费": "三公经费的钱和次数对不上",
    "不到100分": "分值或权重合计不对",
    "漏填": "空着没有填",
    "没有填": "必填的格还空着",
    "不是数": "填的不是数，或小数多了",
    "小数": "填的不是数，或小数多了",
    "字数太多": "超出规定的范围或字数",
    "科目编码": "编码不对，或一行写了两次",
    "偏差原因": "没有完成或扣了分，要写原因",
    "多一行": "行和项目",
    "加一行": "行和项目",
    "导不出来": "导出",
    "打印": "导出",
    "打不开": "打不开的，各是什么意思",
    "文件坏了": "文件损坏了",
    "停电": "每填一格就在",
    "字太小": "窄窗口",
    "粘贴不了": "粘贴",
    "excel": "粘贴",
    "zt": "粘贴",
}


@pytest.mark.parametrize(("sought", "title"), SAID.items())
def test_the_right_page_comes_first_for_what_people_say(
    manual: Manual, sought: str, title: str
) -> None:
    """Synonyms, headings, initials and text; blanks and capitals do not matter."""
    assert manual.found(sought)[0].title == title


def test_f1_opens_the_page_about_the_place_and_lets_one_go_on(hands: Hands) -> None:
    """On a form the page about cells, in the tree that about the tree; nothing is modal."""
    hands.view.setFocus()
    hands.run("help")
    assert shown(hands).title == PARTS[type(hands.view)]
    assert not shown(hands).isModal()
    hands.run("first_hour")
    assert shown(hands).title == FIRST
    hands.run("keys")
    assert shown(hands).title == KEYS


def test_f1_on_a_finding_opens_the_page_that_explains_it(hands: Hands) -> None:
    """With no finding chosen it is the page about the list."""
    panel = hands.window.panels.findings
    panel.table.clearSelection()
    panel.table.setCurrentIndex(QModelIndex())
    panel.table.setFocus()
    hands.run("help")
    assert shown(hands).title == PARTS[FindingsPanel]
    panel.table.selectRow([finding.rule for finding in panel.shown()].index("ZP-05"))
    panel.table.setFocus()
    hands.run("help")
    assert shown(hands).title == "指标归错了类，或少一类"


def test_links_lead_on_and_back_leads_back(hands: Hands) -> None:
    """A link to nowhere changes nothing."""
    hands.run("first_hour")
    window = shown(hands)
    window.text.anchorClicked.emit(QUrl("#粘贴"))
    assert window.title == "粘贴"
    assert window.list.currentItem().text() == "粘贴"
    window.text.anchorClicked.emit(QUrl("#没有"))
    assert window.title == "粘贴"
    window.go_back()
    assert window.title == FIRST
    window.go_back()
    assert window.title == FIRST


def test_searching_shows_the_first_page_found_or_says_there_is_none(hands: Hands) -> None:
    """Clearing the field lists every page again."""
    hands.run("first_hour")
    window = shown(hands)
    window.search.setText("差一分钱")
    assert window.title == "合计不等于各部分之和"
    window.search.setText("绝对没有的话")
    assert window.list.count() == 0
    assert window.text.toPlainText() == NOTHING
    window.search.clear()
    assert window.list.count() == len(window.manual.pages)
    assert window.title
