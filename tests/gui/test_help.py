"""使用手册: every page is reached, every link and menu path is real, and F1 knows the place."""

import re

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QUrl
from PySide6.QtGui import QImage, QTextDocument

from core.template.library import load_installed, suite_folders
from gui.actions import MENUS
from gui.findings_panel import FindingsPanel
from gui.help.opening import FIRST, KEYS, PARTS
from gui.help.pages import Manual, read_manual
from gui.help.places import Place
from gui.help.window import NOTHING, HelpWindow
from gui.suite_tree import COVER_SHEET, SuiteTree
from tests.gui.hands import Hands
from tools.console import ROOT
from tools.screenshots import MANUAL
from tools.shot_cuts import CUTS, WIDTH

IMAGE = QTextDocument.ResourceType.ImageResource.value


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
    assert [words for words in linked if not is_there(manual, Place.read(words))] == []
    assert said | {*PARTS.values(), FIRST, KEYS} <= {p.title for p in manual.pages}


def is_there(manual: Manual, place: Place) -> bool:
    """Whether the manual has the page, and the lower heading on it."""
    page = manual.page(place.title)
    return page is not None and (not place.part or f"\n### {place.part}\n" in page.text)


def test_every_form_of_every_suite_has_a_place_in_the_manual(manual: Manual) -> None:
    """A suite that is added has to be explained; one that is gone leaves no entry behind."""
    suites = {folder.name: set(load_installed(folder.name).forms) for folder in suite_folders()}
    assert {name: set(found.forms) for name, found in manual.suites.items()} == suites
    places = [(name, found.top) for name, found in manual.suites.items()]
    places += [(n, place) for n, found in manual.suites.items() for place in found.forms.values()]
    assert [(name, place) for name, place in places if not is_there(manual, place)] == []


def test_the_page_of_a_suite_leads_to_every_form_of_it(manual: Manual) -> None:
    """What is told once for several suites is linked; how to begin stands on every page."""
    for found in manual.suites.values():
        page = manual.page(found.top.title)
        assert page is not None
        for place in found.forms.values():
            told = place.title == page.title or f"](#{place.title}/{place.part})" in page.text
            assert told, place
        for part in ("**照这个次序填**：", "**数从哪里来**：", "**容易错的**："):
            assert part in page.text, (page.title, part)


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


PICTURE = re.compile(r"!\[([^]]+)\]\(([^)]+)\)")
PAPERS = [*sorted((ROOT / "docs").glob("manual/**/*.md")), ROOT / "docs" / "window.md"]


def test_every_picture_is_there_small_enough_and_cut_out_by_a_tool() -> None:
    """Each says in words what is on it, is shown somewhere, and `dev.py shots` draws it again."""
    named = {
        (paper.parent / found[1]).resolve()
        for paper in PAPERS
        for found in PICTURE.findall(paper.read_text("utf-8"))
    }
    assert named == {MANUAL / f"{made.name}.png" for made in CUTS.values()}
    assert named == set(MANUAL.iterdir())
    assert 6 <= len(named) <= 10
    for path in named:
        assert path.stat().st_size <= 120_000, path.name
        assert QImage(str(path)).width() <= WIDTH


def test_pictures_are_seen_whole_on_a_small_laptop(hands: Hands) -> None:
    """At their own size, so that the figures on them can be read: nothing to scroll sideways."""
    pages = [page for page in read_manual().pages if PICTURE.search(page.text)]
    for page in pages:
        hands.window.help.open_at(Place(page.title))
        text = shown(hands).text
        for _, name in PICTURE.findall(page.text):
            picture = text.loadResource(IMAGE, QUrl(name))
            assert isinstance(picture, QImage)
            assert not picture.isNull(), name
            assert picture.devicePixelRatio() == 1, name
        assert text.horizontalScrollBar().maximum() == 0, page.title


def levels(window: HelpWindow) -> list[int]:
    """The level of the heading that each paragraph is; 0 for the others."""
    document = window.text.document()
    blocks = (document.findBlockByNumber(number) for number in range(document.blockCount()))
    return [block.blockFormat().headingLevel() for block in blocks]


def test_every_page_is_set_as_it_is_written(hands: Hands) -> None:
    """One heading at the top, then a text that is none, whatever was shown before."""
    for page in read_manual().pages:
        hands.window.help.open_at(Place(page.title))
        hands.qtbot.wait(1)
        document = shown(hands).text.document()
        assert document.firstBlock().text() == page.title
        assert levels(shown(hands))[0] == 2
        assert levels(shown(hands))[1] in (0, 3), page.title


def test_pictures_give_way_in_a_narrow_window(hands: Hands) -> None:
    """Type of 150 % leaves less room; they grow again with the window."""
    hands.window.help.open_at(Place("粘贴"))
    window = shown(hands)
    usual = window.size()
    window.resize(window.minimumSize())
    page = window.manual.page("粘贴")
    assert page is not None
    name = next(found[2] for found in PICTURE.finditer(page.text))
    hands.qtbot.waitUntil(lambda: window.text.horizontalScrollBar().maximum() == 0)
    assert levels(window)[:2] == [2, 0]
    small = window.text.loadResource(IMAGE, QUrl(name))
    window.resize(usual)
    hands.qtbot.wait(20)
    assert levels(window)[:2] == [2, 0]
    large = window.text.loadResource(IMAGE, QUrl(name))
    assert isinstance(small, QImage)
    assert isinstance(large, QImage)
    assert small.deviceIndependentSize().width() < large.deviceIndependentSize().width() == 800


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
    "字太小": "字的大小和颜色",
    "改不了": "改写",
    "年初数": "取上年数",
    "退回来了": "上报和版本",
    "决算怎么填": "决算公开表怎样填",
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


def test_f1_on_a_form_opens_its_suites_page_at_the_form(hands: Hands) -> None:
    """Also while a cell is edited; the heading of the form is at the upper edge."""
    hands.go("项目自评[城乡居民医保]!指标[3].得分")
    hands.type("1")
    hands.run("help")
    assert shown(hands).place == shown(hands).manual.suites[hands.session.suite.id].of("项目自评")
    assert heading_at_the_top(shown(hands)) == shown(hands).place.part
    assert not shown(hands).isModal()
    hands.go("收入支出总表!行57.金额")
    hands.run("help")
    assert heading_at_the_top(shown(hands)) == "收入支出决算总表"
    hands.go("三公经费!行2.栏1")
    hands.run("help")
    assert heading_at_the_top(shown(hands)) == "“三公”经费支出决算表"
    shown(hands).go_back()
    shown(hands).go_back()
    assert heading_at_the_top(shown(hands)) == "公开12表起：项目支出绩效自评表"
    hands.work.open_sheet(COVER_SHEET)
    hands.work.focus_page()
    hands.run("help")
    assert shown(hands).place == shown(hands).manual.suites[hands.session.suite.id].top


def heading_at_the_top(window: HelpWindow) -> str:
    """The first line that is to be seen of the text."""
    return window.text.cursorForPosition(QPoint(20, 12)).block().text()


def test_f1_on_a_form_of_an_own_suite_opens_the_page_about_cells(hands: Hands) -> None:
    """The manual does not know what somebody laid beside the program."""
    hands.run("first_hour")
    shown(hands).manual.suites.clear()
    hands.go("收入支出总表!行57.金额")
    hands.run("help")
    assert shown(hands).title == PARTS[type(hands.view)]


def test_f1_opens_the_page_about_the_place_and_lets_one_go_on(hands: Hands) -> None:
    """In the tree the page about the tree; nothing is modal."""
    hands.window.panels.tree.setFocus()
    hands.run("help")
    assert shown(hands).title == PARTS[SuiteTree]
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
