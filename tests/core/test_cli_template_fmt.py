"""biaoli template fmt: files are aligned, or told, or left alone."""

from pathlib import Path

import pytest

from tests.core.cli_calls import call, done, refused
from tests.core.test_cli_templates import FORM, template

STRAIGHT = FORM
CROOKED = FORM.replace("| 甲 | {甲} |", "|甲|   {甲} |")


def form_of(folder: Path) -> Path:
    """The file of the only form."""
    return folder / "forms" / "small.yaml"


def test_every_form_below_a_folder_is_aligned(tmp_path: Path) -> None:
    """The crooked file is named and straight afterwards; a second run finds nothing to do."""
    folder = template(tmp_path, form=CROOKED)

    assert done("template", "fmt", folder).out == f"已排齐 {form_of(folder)}\n"
    assert form_of(folder).read_text("utf-8") == STRAIGHT
    assert done("template", "fmt", tmp_path).out == "都排齐了\n"


def test_check_only_tells(tmp_path: Path) -> None:
    """--check ends with 1 and leaves the bytes."""
    folder = template(tmp_path, form=CROOKED)

    said = call("template", "fmt", folder, "--check")

    assert (said.code, said.out) == (1, f"没有排齐 {form_of(folder)}\n")
    assert form_of(folder).read_text("utf-8") == CROOKED
    assert done("template", "fmt", form_of(template(tmp_path / "b")), "--check").code == 0


def test_one_file_keeps_its_ends_of_lines_and_its_mark(tmp_path: Path) -> None:
    """What Windows wrote stays as Windows writes."""
    path = tmp_path / "form.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CROOKED.replace("\n", "\r\n").encode())

    done("template", "fmt", path)

    assert path.read_bytes() == b"\xef\xbb\xbf" + STRAIGHT.replace("\n", "\r\n").encode()


def test_nothing_is_written_while_a_drawing_is_wrong(tmp_path: Path) -> None:
    """The mistake is told with its line; the other file stays crooked, too."""
    folder = template(tmp_path, form=CROOKED)
    wrong = FORM.replace("| 乙 | {乙} |", "| 乙 |")
    (folder / "forms" / "wrong.yaml").write_text(wrong, "utf-8")

    assert "forms/wrong.yaml 第8行" in refused("template", "fmt", folder)
    assert form_of(folder).read_text("utf-8") == CROOKED


@pytest.mark.parametrize("content", ["标题".encode("gbk"), b"\0" * 9_000_000])
def test_a_file_that_is_no_text_is_told(tmp_path: Path, content: bytes) -> None:
    """Another encoding, or far too much: one line, and the file stays."""
    path = tmp_path / "form.yaml"
    path.write_bytes(content)

    assert "form.yaml 第1行" in refused("template", "fmt", path)
    assert path.read_bytes() == content


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """A file outside the folder is nobody's form."""
    outside = tmp_path / "outside.yaml"
    outside.write_text(CROOKED, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "form.yaml").symlink_to(outside)

    assert "链接" in refused("template", "fmt", tmp_path / "in")
    assert outside.read_text("utf-8") == CROOKED


def test_a_folder_without_forms_is_told(tmp_path: Path) -> None:
    """An empty folder, none at all, far too many files."""
    assert "没有表样文件" in refused("template", "fmt", tmp_path)
    assert "没有“无”这个" in refused("template", "fmt", tmp_path / "无")
    for number in range(301):
        (tmp_path / f"{number}.yaml").touch()
    assert "文件太多" in refused("template", "fmt", tmp_path)


@pytest.mark.parametrize(
    "words", [("fmt", "--out", "a.pdf"), ("check", "--check"), ("fmt", "小表"), ("check", "小表")]
)
def test_options_of_another_action_are_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    """They would be ignored, and somebody waits for what they say."""
    action, *more = words

    assert f"template {action} 后面不写" in refused("template", action, template(tmp_path), *more)
