"""The cover page of a suite: read, filled in, and what may be wrong with it."""

import pytest

from core.errors import TemplateError
from core.export.cover_page import cover_page, has_cover_page
from core.session import Session
from core.template.cover_page import MOST_ROWS
from core.template.library import load_folder, suite_folders
from core.template.suite import load_suite
from tests.suites import load_test_suite

NAMED = 'cover_page: {file: cover_page.yaml, title: "{封面.单位名称}{year}年报表"}\n'
ROWS = """rows:
  - {label: 单位, text: "{封面.单位名称}"}
  - {label: 负责人}
"""
PAGE = f"notation: 1\nshort: 封面\n{ROWS}seal: 盖章处\n"


def sources(named: str = NAMED, page: str = PAGE) -> dict[str, str]:
    """The small suite with a cover page."""
    found = dict(load_test_suite("small").sources)
    found["suite.yaml"] = found["suite.yaml"].replace("cover:\n", f"{named}cover:\n", 1)
    return found | {"cover_page.yaml": page}


def texts(page: str = PAGE) -> list[str]:
    """What the cover page of a new document prints, from the title on."""
    session = Session.create_from(load_suite(sources(page=page)), None, "县医保局", "2021")
    (form,) = cover_page(session)
    return [form.above[0].center, *(cell.text for cell in form.cells)]


def test_a_cover_page_is_filled_in():
    """Its places are those of titles; what is left to pen and seal is blank."""
    assert texts() == ["县医保局2021年报表", "单位", "县医保局", "负责人", "", "盖章处"]


def test_a_cover_page_may_do_without_a_seal():
    """Then there is no room for one."""
    assert texts(PAGE.replace("seal: 盖章处\n", ""))[-2:] == ["负责人", ""]


def test_without_a_cover_page_there_is_none():
    """A suite need not have one."""
    session = Session.create_from(load_test_suite("small"), None, "县医保局")
    assert not has_cover_page(session)
    assert cover_page(session) == []


@pytest.mark.parametrize(
    ("named", "page", "file", "line", "said"),
    [
        (NAMED.replace("_page.yaml", "_pag.yaml"), PAGE, "suite.yaml", 16, "cover_page.yaml"),
        (NAMED.replace("单位名称", "单位名"), PAGE, "suite.yaml", 16, "单位名称"),
        (NAMED.replace("year", "n"), PAGE, "suite.yaml", 16, "只用于每个项目一张的表"),
        (NAMED.replace("title", "titel"), PAGE, "suite.yaml", 16, "title"),
        (NAMED, PAGE.replace("{封面.单位名称}", "{封面.单位名}"), "cover_page.yaml", 4, "单位名称"),
        (NAMED, PAGE.replace("{封面.单位名称}", "{项目卡.负责人}"), "cover_page.yaml", 4, "只用于"),
        (NAMED, PAGE.replace("盖章处", "盖章{处"), "cover_page.yaml", 6, "没有配对"),
        (NAMED, PAGE.replace("label: 负责人", "lable: 负责人"), "cover_page.yaml", 5, "label"),
        (NAMED, PAGE.replace("short: 封面\n", ""), "cover_page.yaml", 1, "缺少“short”"),
        (NAMED, PAGE.replace("seal", "saal"), "cover_page.yaml", 6, "seal"),
        (NAMED, PAGE + "[\n", "cover_page.yaml", 7, ""),
        (NAMED, PAGE + "rows: []\n", "cover_page.yaml", 7, "rows"),
        (NAMED, PAGE.replace(ROWS, "rows: 单位\n"), "cover_page.yaml", 3, "rows"),
        (NAMED, PAGE.replace(ROWS, ROWS + ROWS[6:] * MOST_ROWS), "cover_page.yaml", 4, "最多 12"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(named: str, page: str, file: str, line: int, said: str):
    """With the file, the line and a word of the way out."""
    with pytest.raises(TemplateError) as wrong:
        load_suite(sources(named, page))
    told = [(problem.file, problem.line, problem.message) for problem in wrong.value.problems]
    assert [(where, at) for where, at, words in told if said in words] == [(file, line)], told


def test_every_suite_has_a_cover_page_to_sign():
    """Whoever hands forms in on paper signs and seals them."""
    for folder in suite_folders():
        page = load_folder(folder).cover_page
        assert page is not None
        assert "盖章" in page.seal
        asked = [asked for asked, _ in page.rows]
        assert {"单位名称", "单位负责人", "财务负责人", "填表人", "填报日期"} == set(asked)
