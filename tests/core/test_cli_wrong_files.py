"""Documents, folders and targets that are not what they should be: one line, nothing touched."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.session import Session
from tests.core.cli_calls import EXAMPLE, MONEY, SUITE, TOTAL, call, done, refused, value_of

JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200)
OTHERS = {
    "照片（JPEG）": JPEG,
    "PDF 文件": b"%PDF-1.7\n",
    "像是文本文件": "收入,支出\n".encode("gbk"),
    "是空的": b"",
    "像是压缩包": b"PK\x03\x04" + bytes(100),
    "像是别的程序的数据库": b"SQLite format 3\0" + bytes(200),
}
READING = ["show", "check", "explain", "export", "set"]


def words_for(verb: str, file: Path) -> list[object]:
    """A call of the verb that would succeed with a good document."""
    more: dict[str, list[object]] = {
        "explain": [TOTAL],
        "set": ["封面.编制人=甲"],
        "export": ["--pdf", file.with_name("out.pdf")],
    }
    return [verb, file, *more.get(verb, [])]


@pytest.mark.parametrize("verb", READING)
def test_missing_document_is_told(tmp_path: Path, verb: str):
    """No file there: every command says the same, and makes none."""
    assert refused(*words_for(verb, tmp_path / "无.biaoli")).startswith("没有找到“无.biaoli”")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("verb", READING)
def test_photo_is_no_document(tmp_path: Path, verb: str):
    """A JPEG is named as what it is and keeps every byte."""
    file = tmp_path / "照片.biaoli"
    file.write_bytes(JPEG)

    assert "照片（JPEG）" in refused(*words_for(verb, file))
    assert file.read_bytes() == JPEG
    assert [path.name for path in tmp_path.iterdir()] == ["照片.biaoli"]


@pytest.mark.parametrize("seems", OTHERS)
def test_other_files_are_told_apart(tmp_path: Path, seems: str):
    """What another program wrote is called by its kind."""
    file = tmp_path / "a.biaoli"
    file.write_bytes(OTHERS[seems])

    assert seems in refused("check", file)


@pytest.mark.parametrize("size", [50, 99, 100, 4096, 20_000])
def test_truncated_document_is_told(document: Path, size: int):
    """Cut off anywhere, a document is damaged, not a crash."""
    document.write_bytes(document.read_bytes()[:size])

    assert "已损坏" in refused("show", document)


def test_document_of_a_newer_version_is_told(document: Path):
    """A format of the future is refused with the way out."""
    with closing(sqlite3.connect(document)) as connection:
        connection.execute("PRAGMA user_version = 99")

    assert "升级表里" in refused("show", document)


def test_document_with_cyclic_templates_is_told(document: Path):
    """A document that carries formulas in a circle does not open."""
    with closing(sqlite3.connect(document)) as connection:
        connection.execute(
            "UPDATE template SET text = replace(text, 'SUM(类.同列)', '合计.同列 + 1')"
        )
        connection.commit()

    assert "里带的表样读不出来" in refused("show", document)


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE template SET text = text || '# ' WHERE path = 'suite.yaml'", "表样被人改过"),
        ("UPDATE meta SET value = 'another-2020' WHERE key = 'suite'", "写的套表是“another-2020”"),
    ],
)
def test_templates_somebody_changed_are_told(document: Path, statement: str, words: str):
    """The document opens with the templates it carries, and every command says so."""
    with closing(sqlite3.connect(document)) as connection:
        connection.execute(statement)
        connection.commit()

    for verb in READING:
        said = call(*words_for(verb, document))
        assert said.code != 2
        assert words in said.err


def test_document_of_a_suite_that_is_not_installed_opens(
    document: Path, monkeypatch: pytest.MonkeyPatch
):
    """It carries its templates: nothing is missed, nothing said."""
    monkeypatch.setattr("core.template.library.template_folders", list)

    done("set", document, "封面.编制人=甲")
    assert value_of(document, "封面.编制人") == "甲"


def test_folder_is_no_document(tmp_path: Path):
    """A folder is called one; so is the current one."""
    assert "是文件夹" in refused("show", tmp_path)
    assert "是文件夹" in refused("show", ".")


@pytest.mark.parametrize("name", ["甲" * 300 + ".biaoli", "a\nb.biaoli", "\udcff.biaoli"])
def test_strange_names_are_answered(tmp_path: Path, name: str):
    """A name of 300 signs, with a line break, or that is no text: one line."""
    refused("show", tmp_path / name)
    refused("new", SUITE, tmp_path / "无此文件夹" / name, "--unit", "甲")


def test_nothing_is_written_over_an_existing_file(document: Path):
    """`new` and `example` never replace a file."""
    before = document.read_bytes()

    assert "没有覆盖它" in refused("new", SUITE, document, "--unit", "甲")
    assert "没有覆盖它" in refused("example", EXAMPLE, document)
    assert document.read_bytes() == before


def test_folder_that_is_missing_is_told(tmp_path: Path, document: Path):
    """Nothing is made in a folder that is not there."""
    missing = tmp_path / "无此文件夹"

    assert "没有找到文件夹" in refused("example", EXAMPLE, missing / "a.biaoli")
    assert "不存在" in refused("export", document, "--pdf", missing / "a.pdf")
    assert not missing.exists()


def test_file_where_a_folder_should_be_is_told(tmp_path: Path, document: Path):
    """A path through a file leads nowhere."""
    refused("show", document / "a.biaoli")
    refused("new", SUITE, document / "a.biaoli", "--unit", "甲")
    assert "不是文件夹" in refused("export", document, "--pdf", document / "a.pdf")


def test_document_open_elsewhere_is_told_by_every_command(document: Path, tmp_path: Path):
    """While it is open for writing nobody reads or writes it, and every command says so."""
    with Session.open(document):
        for verb in READING:
            assert "已在另一个窗口打开" in refused(*words_for(verb, document))

    assert not (tmp_path / "out.pdf").exists()
    done("show", document)


def test_document_open_only_to_read_stands_in_nobodys_way(document: Path):
    """A file somebody looks at can be filled in."""
    with Session.open(document, read_only=True):
        done("set", document, "封面.编制人=甲")


def test_document_locked_by_another_process_is_told(document: Path):
    """The lock of another process counts like our own."""
    hold = (
        "import sys; from pathlib import Path; from core.session import Session\n"
        "with Session.open(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", hold, str(document)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        assert "已在另一个窗口打开" in refused("set", document, "封面.编制人=甲")
        other.stdin.close()

    done("set", document, "封面.编制人=甲")


def test_read_only_document_is_not_changed(document: Path, monkeypatch: pytest.MonkeyPatch):
    """On a stick that cannot be written everything can be read and nothing set."""
    monkeypatch.setattr("core.document.opening.open_for_writing", lambda _: None)
    before = document.read_bytes()

    assert "不能写入，现在只能查看" in refused("set", document, "封面.编制人=甲")
    assert document.read_bytes() == before
    done("explain", document, MONEY)


def test_export_never_takes_the_documents_place(tmp_path: Path, example_document: Path):
    """Not under its own name, nor through a link to it."""
    file = tmp_path / "本年.xlsx"
    file.write_bytes(example_document.read_bytes())
    link = tmp_path / "链接.xlsx"
    link.hardlink_to(file)

    assert "就是填报文件" in refused("export", file, "--xlsx", file)
    assert "就是填报文件" in refused("export", file, "--xlsx", link)
    assert value_of(file, "封面.单位名称") == "通海县医疗保障局"


@pytest.mark.parametrize("target", ["文件夹.pdf", "甲" * 300 + ".pdf", "\udcff/无.pdf"])
def test_export_target_that_cannot_be_written_is_told(document: Path, tmp_path: Path, target: str):
    """A folder of that name, or a name no disk takes: one line, nothing left behind."""
    (tmp_path / "文件夹.pdf").mkdir()
    before = sorted(tmp_path.iterdir())

    refused("export", document, "--pdf", tmp_path / target)
    assert sorted(tmp_path.iterdir()) == before


def test_first_export_is_told_when_the_second_cannot_be_written(document: Path, tmp_path: Path):
    """What has been written is said before what could not be."""
    book = tmp_path / "a.xlsx"

    said = call("export", document, "--xlsx", book, "--pdf", tmp_path / "无" / "a.pdf")

    assert (said.code, said.out) == (2, f"已导出 {book}\n")
    assert book.exists()


def test_form_that_is_not_there_is_not_exported(document: Path, tmp_path: Path):
    """An unknown name among `--forms` stops the export."""
    words = ("export", document, "--pdf", tmp_path / "a.pdf", "--forms")

    assert "没有“无此表”这张表" in refused(*words, "支出决算表,无此表")
    assert refused(*words, " ，,") == "没有可导出的表"
    assert not (tmp_path / "a.pdf").exists()
