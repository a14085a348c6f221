"""biaoli template draft: a folder of a suite, whole or not at all."""

from pathlib import Path

import pytest

from tests.core.cli_calls import done, refused
from tests.core.importing.books import saved, sheet_of


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """A workbook with one small form in which a figure stands, and a hidden sheet."""
    sheet = sheet_of([["任务", "金额"], ["甲", 3.5], ["乙", None]], ruled="A1:B3", title="差旅")
    sheet.parent.create_sheet("代码").sheet_state = "hidden"
    return saved(sheet, tmp_path)


def test_a_draft_is_a_suite_in_order(blank: Path, tmp_path: Path) -> None:
    """What it says; the folder is checked, aligned and printed like any other."""
    folder = tmp_path / "travel-2023"

    assert done("template", "draft", blank, folder).out == (
        "差旅 → forms/form_1.yaml：3行2列，2格要填\n"
        "  有1格里填着数，没有留在表样里\n"
        "工作表“代码”是隐藏的，没有画\n"
        f"画好了 {folder}：1张表。名称、类型是猜的，改好以后用 template check 检查\n"
    )
    assert "travel-2023：1张表，2种单元格" in done("template", "check", folder).out
    assert done("template", "fmt", folder, "--check").out == "都排齐了\n"
    done("template", "show", folder, "--out", tmp_path / "表样.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "travel-2023",
        "空白表.xlsx",
        "表样.pdf",
    ]


def test_an_empty_folder_is_taken(blank: Path, tmp_path: Path) -> None:
    """It need not be a new one; a name that no suite may have is not its id."""
    folder = tmp_path / "差旅"
    folder.mkdir()

    done("template", "draft", blank, folder)

    assert "suite: draft\n" in (folder / "suite.yaml").read_text("utf-8")


def test_nothing_is_written_over(blank: Path, tmp_path: Path) -> None:
    """A folder with something in it, a file, the workbook itself: all stay as they are."""
    folder = tmp_path / "有"
    folder.mkdir()
    (folder / "a.txt").write_text("甲", "utf-8")
    before = blank.read_bytes()

    assert "里有东西" in refused("template", "draft", blank, folder)
    assert "是文件" in refused("template", "draft", blank, blank)
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
    assert blank.read_bytes() == before


def test_where_no_folder_can_be_made_is_told(blank: Path, tmp_path: Path) -> None:
    """No folder around it; no target at all."""
    assert "先建好它" in refused("template", "draft", blank, tmp_path / "无" / "新")
    assert "写上初稿写到哪个文件夹" in refused("template", "draft", blank)
    assert "后面不写--out" in refused("template", "draft", blank, tmp_path / "新", "--out", "a.pdf")


def test_a_full_disk_leaves_nothing(
    blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a file cannot be written the folder is not there, nor anything beside it."""
    monkeypatch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))

    assert "没有写成文件夹“新”" in refused("template", "draft", blank, tmp_path / "新")
    assert [path.name for path in tmp_path.iterdir()] == ["空白表.xlsx"]
