"""biaoli template show: forms as PDF and pictures, blank or with an example."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from core.calc.examples import read_example
from core.paths import templates_folder
from tests.core.cli_calls import EXAMPLE, SUITE, done, refused
from tests.core.test_cli_templates import FORM, template

SHIPPED = templates_folder() / SUITE
PNG = b"\x89PNG\r\n\x1a\n"


def texts(path: Path) -> list[str]:
    """The text of every page of a PDF file."""
    document = pypdfium2.PdfDocument(BytesIO(path.read_bytes()))
    return [page.get_textpage().get_text_range() for page in document]


def test_all_forms_come_blank_in_one_pdf(tmp_path: Path) -> None:
    """Every form is there once, that of projects too, and nobody's name."""
    out = tmp_path / "表样.pdf"

    assert done("template", "show", SHIPPED, "--out", out).out == f"已导出 {out}\n"

    pages = texts(out)
    assert len(pages) >= 12
    assert ["公开01表" in pages[0], "公开12表" in pages[-1]] == [True, True]
    assert not any("空表" in page for page in pages)


def test_one_form_is_chosen_by_its_number(tmp_path: Path) -> None:
    """A form of one page is one picture under the very name."""
    out = tmp_path / "a.png"

    done("template", "show", SHIPPED, "公开03", "--out", out)

    assert out.read_bytes().startswith(PNG)
    assert [path.name for path in tmp_path.iterdir()] == ["a.png"]


def test_several_pages_are_numbered_pictures(tmp_path: Path) -> None:
    """Both forms of the suite, a page each."""
    said = done("template", "show", template(tmp_path), "--out", tmp_path / "a.png")

    made = sorted(tmp_path.glob("*.png"))
    assert [path.name for path in made] == ["a-01.png", "a-02.png"]
    assert said.out.splitlines() == [f"已导出 {path}" for path in made]
    assert all(path.read_bytes().startswith(PNG) for path in made)


def test_an_example_fills_the_forms(tmp_path: Path) -> None:
    """The unit of the example stands on the form."""
    out = tmp_path / "a.pdf"

    done("template", "show", SHIPPED, "公开01", "--out", out, "--example", EXAMPLE)

    assert read_example(EXAMPLE).cover["单位名称"] in texts(out)[0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--out", "a.docx"], "要以 .pdf 或 .png 结尾"),
        ([], "写上写到哪个文件"),
        (["丙表", "--out", "a.pdf"], "丙表"),
        (["--out", "a.pdf", "--example", EXAMPLE], f"是 {SUITE} 的，不是 small 的"),
        (["--out", "a.pdf", "--example", "无"], "没有“无”这个示例"),
    ],
)
def test_what_cannot_be_shown_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    """One line, and no file."""
    monkeypatch.chdir(tmp_path)
    folder = template(tmp_path)

    assert says in refused("template", "show", folder, *words)
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_a_suite_with_mistakes_is_not_shown(tmp_path: Path) -> None:
    """The mistakes are told as `check` tells them; a folder without a suite is told, too."""
    folder = template(tmp_path, form=FORM.replace("乙: 甲", "乙: 丙"))

    assert "第13行" in refused("template", "show", folder, "--out", tmp_path / "a.pdf")
    assert "没有 suite.yaml" in refused("template", "show", tmp_path, "--out", tmp_path / "a.pdf")


def test_a_folder_in_the_place_of_a_picture_is_told(tmp_path: Path) -> None:
    """Before the first picture is written."""
    (tmp_path / "a-02.png").mkdir()

    said = refused("template", "show", template(tmp_path), "--out", tmp_path / "a.png")

    assert "“a-02.png”是一个文件夹" in said
    assert not (tmp_path / "a-01.png").exists()
