"""使用手册: every page is reached, every link and menu path is real, and F1 knows the place."""

import re

import pytest
from PySide6.QtCore import QUrl

from gui.actions import MENUS
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


@pytest.mark.parametrize(
    ("sought", "title"),
    [
        ("差一分钱", "审核校验单"),
        ("执行率 超过100%", "审核校验单"),
        ("粘贴不了", "粘贴"),
        ("excel", "粘贴"),
        ("zt", "粘贴"),
    ],
)
def test_a_page_is_found_by_what_people_say(manual: Manual, sought: str, title: str) -> None:
    """Synonyms, headings, initials and text; blanks and capitals do not matter."""
    assert title in [page.title for page in manual.found(sought)[:3]]


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
    assert window.title == "审核校验单"
    window.search.setText("绝对没有的话")
    assert window.list.count() == 0
    assert window.text.toPlainText() == NOTHING
    window.search.clear()
    assert window.list.count() == len(window.manual.pages)
    assert window.title
