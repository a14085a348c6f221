"""A suite folder from anywhere is read under limits, and nothing outside it."""

import os
import shutil
import time
from pathlib import Path

import pytest

from core.errors import TemplateError, UnknownSuite
from core.paths import templates_folder
from core.template import library
from core.template.folder import read_suite_folder
from core.template.library import (
    load_folder,
    load_installed,
    nearest_suite,
    suite_heads,
    suites_in,
)
from core.template.suite import FormSuite
from core.template.suite_head import SuiteHead


def write(folder: Path, name: str, text: str | bytes = "notation: 1\n") -> Path:
    """A file in a folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(folder: Path) -> str:
    """What is said about a folder that cannot be read, which has to be said at once."""
    begun = time.monotonic()
    with pytest.raises(TemplateError) as refused:
        read_suite_folder(folder, folder / "codes")
    assert time.monotonic() - begun < 3
    return str(refused.value)


def test_all_files_are_read_by_their_names(tmp_path: Path) -> None:
    """Form files and code dictionaries come back under their names in the folder."""
    write(tmp_path, "suite.yaml", "\ufeffa: 1")
    write(tmp_path, "forms/a.yaml", "b: 2")
    write(tmp_path, "notes.txt")
    codes = write(tmp_path.parent / "elsewhere", "c.yaml", "c: 3").parent

    assert read_suite_folder(tmp_path, codes) == {
        "suite.yaml": "a: 1",
        "forms/a.yaml": "b: 2",
        "codes/c.yaml": "c: 3",
    }


def test_a_folder_without_suite_is_told(tmp_path: Path) -> None:
    """Another folder, or one that is not there, has no suite.yaml."""
    assert "这里没有 suite.yaml" in refusal(tmp_path)
    assert "这里没有 suite.yaml" in refusal(tmp_path / "nowhere")


def test_ten_thousand_files_are_refused_at_once(tmp_path: Path) -> None:
    """Nobody's suite has so many files."""
    for number in range(400):
        write(tmp_path, f"{number}.yaml")

    assert "最多 300 个 .yaml 文件" in refusal(tmp_path)


def test_a_folder_of_other_things_is_left_at_once(tmp_path: Path) -> None:
    """A folder that was chosen by mistake is not searched through."""
    for number in range(5_100):
        (tmp_path / f"{number}.txt").touch()

    assert "不像是一套表" in refusal(tmp_path)


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """A file of 50 MB is not read at all."""
    with write(tmp_path, "suite.yaml").open("r+b") as file:
        file.truncate(50_000_000)

    assert "文件太大（50 MB）" in refusal(tmp_path)


def test_many_big_files_are_refused(tmp_path: Path) -> None:
    """Files that are each allowed are too much together."""
    for number in range(12):
        write(tmp_path, f"{number}.yaml", "x" * 3_000_000)

    assert "加起来太大" in refusal(tmp_path)


def test_a_text_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    """A file saved as GBK is told with the line of its first hanzi."""
    write(tmp_path, "suite.yaml", "a: 1\n标题: 表".encode("gbk"))

    assert "suite.yaml 第2行第1列：文件不是 UTF-8 文本" in refusal(tmp_path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """A link to a file elsewhere is refused; a linked folder is not entered."""
    outside = write(tmp_path / "other", "secret.yaml", "secret")
    folder = write(tmp_path / "suite", "suite.yaml").parent
    (folder / "linked").symlink_to(outside.parent, target_is_directory=True)
    assert list(read_suite_folder(folder, folder / "codes")) == ["suite.yaml"]

    (folder / "form.yaml").symlink_to(outside)

    assert "form.yaml 第1行第1列：文件是指到文件夹外面的链接" in refusal(folder)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """Something that would never end is not read."""
    os.mkfifo(tmp_path / "suite.yaml")

    assert "不是普通文件" in refusal(tmp_path)


def test_a_dead_link_is_told(tmp_path: Path) -> None:
    """A file that is not there cannot be read."""
    (tmp_path / "suite.yaml").symlink_to(tmp_path / "nothing")

    assert "文件读不出来" in refusal(tmp_path)


def test_the_shipped_suites_are_found() -> None:
    """Every shipped suite is there and in order."""
    assert all(entry.suite and entry.error is None for entry in suites_in(templates_folder()))
    assert load_installed("yunnan-final-accounts-2021").year == 2021


def test_a_suite_is_found_by_its_id_whatever_its_folder_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the list of suites names can be used, also from a copied folder."""
    shipped = templates_folder() / "yunnan-final-accounts-2021"
    text = (shipped / "suite.yaml").read_text(encoding="utf-8")
    shutil.copytree(shipped, tmp_path / "copy")
    own = text.replace(f"suite: {shipped.name}", "suite: my-county")
    (tmp_path / "copy" / "suite.yaml").write_text(own, encoding="utf-8")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])

    assert load_installed("my-county").id == "my-county"
    with pytest.raises(UnknownSuite, match="是否想写“my-county”"):
        load_installed("my-country")


def test_a_broken_suite_is_listed_with_its_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suite beside the program that does not load is not left out silently."""
    write(tmp_path, "mine/suite.yaml", "notation: 2")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])

    (head,) = suite_heads().values()
    (entry,) = suites_in(tmp_path)

    assert isinstance(head, TemplateError)
    assert "notation 应为 1，这一版程序只认这种写法" in str(head)
    assert (entry.folder.name, entry.suite) == ("mine", None)
    assert entry.error is not None


def test_an_unknown_suite_is_told_with_the_nearest() -> None:
    """A misspelt suite gives the nearest right name."""
    with pytest.raises(UnknownSuite, match="是否想写“yunnan-final-accounts-2021”"):
        load_installed("yunnan-final-account-2021")


def test_linked_codes_are_not_taken(tmp_path: Path) -> None:
    """A folder of codes that is only a link gives way to the shipped dictionaries."""
    folder = write(tmp_path / "suite", "suite.yaml").parent
    (folder / "codes").symlink_to(tmp_path, target_is_directory=True)

    with pytest.raises(TemplateError) as refused:
        load_folder(folder)

    assert all(problem.file == "suite.yaml" for problem in refused.value.problems)


# Files that several suites use ---------------------------------------------------------------


def test_only_shared_files_that_the_suite_names_are_read(tmp_path: Path) -> None:
    """Another suite's file may be broken: who does not use it does not read it."""
    folder = write(tmp_path / "suite", "suite.yaml", "file: shared/a.yaml").parent
    write(tmp_path / "forms", "a.yaml", "b: 2")
    write(tmp_path / "forms", "broken.yaml", b"\xff\xfe")

    read = read_suite_folder(folder, folder / "codes", tmp_path / "forms")

    assert read == {"suite.yaml": "file: shared/a.yaml", "shared/a.yaml": "b: 2"}


def test_the_suites_own_file_is_taken_before_a_shared_one(tmp_path: Path) -> None:
    """A suite that brings its own copy does not change with the others."""
    folder = write(tmp_path / "suite", "suite.yaml", "file: shared/a.yaml").parent
    write(folder, "shared/a.yaml", "own: 1")
    shared = write(tmp_path / "forms", "a.yaml", "b: 2").parent

    assert read_suite_folder(folder, folder / "codes", shared)["shared/a.yaml"] == "own: 1"


def test_a_shared_file_that_is_a_link_to_elsewhere_is_refused(tmp_path: Path) -> None:
    """Neither a link nor a name leads out of the folder of shared files."""
    folder = write(tmp_path / "suite", "suite.yaml", "file: shared/a.yaml").parent
    secret = write(tmp_path, "secret.yaml", "s: 1")
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "a.yaml").symlink_to(secret)

    with pytest.raises(TemplateError) as refused:
        read_suite_folder(folder, folder / "codes", tmp_path / "forms")

    assert "指到文件夹外面的链接" in str(refused.value)


def test_shared_files_count_towards_the_limits(tmp_path: Path) -> None:
    """A folder of shared files with too many is refused as a suite would be."""
    folder = write(tmp_path / "suite", "suite.yaml").parent
    for number in range(301):
        write(tmp_path / "forms", f"{number}.yaml")

    with pytest.raises(TemplateError) as refused:
        read_suite_folder(folder, folder / "codes", tmp_path / "forms")

    assert "最多 300 个 .yaml 文件" in str(refused.value)


def test_a_suite_file_that_cannot_be_read_is_told_once(tmp_path: Path) -> None:
    """What it would have named does not matter then."""
    folder = write(tmp_path / "suite", "suite.yaml", b"\xff\xfe").parent
    write(tmp_path / "forms", "a.yaml")

    with pytest.raises(TemplateError) as refused:
        read_suite_folder(folder, folder / "codes", tmp_path / "forms")

    assert [problem.file for problem in refused.value.problems] == ["suite.yaml"]


def test_choosing_a_suite_reads_no_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of eight suites nothing but suite.yaml is read; what it says is what the suite says."""
    shipped = next(entry for entry in suites_in(templates_folder()) if entry.suite is not None)
    text = (shipped.folder / "suite.yaml").read_text("utf-8")
    for number in range(8):
        write(tmp_path, f"suite-{number}/suite.yaml", text)
        os.mkfifo(tmp_path / f"suite-{number}" / "form.yaml")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])
    opened: list[str] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)

    heads = [head for head in suite_heads().values() if isinstance(head, SuiteHead)]

    assert opened == ["suite.yaml"] * 8 == ["suite.yaml"] * len(heads)
    suite = shipped.suite
    assert suite is not None
    assert {(head.id, head.title, head.year) for head in heads} == {
        (suite.id, suite.title, suite.year)
    }
    assert [(form.name, form.number, form.per is not None) for form in heads[0].forms] == [
        (form.name, form.number, form.per_project) for form in suite.forms.values()
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"\xff",
        "notation: 2\nsuite: a\ntitle: a\nregion: a\npurpose: a\nyear: 2021\nforms: []\n",
        "notation: 1\nsuite: a\n",
        "a: [",
        "- 1",
    ],
)
def test_a_suite_without_a_readable_head_is_listed_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes
) -> None:
    """It is not left out silently."""
    folder = write(tmp_path, "mine/suite.yaml", text).parent
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])

    (head,) = suite_heads().items()

    assert head[0] == folder
    assert isinstance(head[1], TemplateError)


def test_the_suite_of_most_of_the_texts_is_found_without_loading_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken neighbour is no hindrance; no text known, or the nearest broken: none."""
    shipped = templates_folder() / "hubei-performance-2020"
    texts = dict(load_folder(shipped).sources)
    write(tmp_path, "broken/suite.yaml", "notation: 2")
    write(tmp_path, "unread/suite.yaml", b"\xff")
    shutil.copytree(shipped, tmp_path / "copy")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])
    loaded: list[Path] = []
    load = library.load_folder

    def noted(folder: Path, beside: Path | None = None) -> FormSuite:
        loaded.append(folder)
        return load(folder, beside)

    monkeypatch.setattr(library, "load_folder", noted)

    found = nearest_suite(texts)

    assert found is not None
    assert (found.id, loaded) == (shipped.name, [tmp_path / "copy"])
    assert nearest_suite({"suite.yaml": "notation: 2"}) is None
    assert nearest_suite({"a": "b"}) is None


def test_a_suite_under_another_name_is_loaded_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The forms of its neighbours are not read; its own mistakes are told."""
    write(tmp_path, "other/suite.yaml", "notation: 1\nsuite: my-county\n")
    os.mkfifo(write(tmp_path, "next/suite.yaml", "suite: next\n").parent / "form.yaml")
    monkeypatch.setattr(library, "template_folders", lambda: [tmp_path])

    with pytest.raises(TemplateError, match="缺少“title”"):
        load_installed("my-county")
