"""The command line as a program of its own: pipes, encodings, full disks."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = "tonghai-2021"
SMALL = 20_000
"""Bytes: less than any document or export has."""


def biaoli(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the program; what it says is UTF-8."""
    return subprocess.run(
        [sys.executable, "-m", "core", *words],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An example document, written by the program."""
    path = tmp_path_factory.mktemp("文 件") / "示 例.biaoli"
    done = biaoli("example", EXAMPLE, path)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"示例已写到 {path}\n", "")
    return path


def test_document_goes_through_every_command(tmp_path: Path, document: Path):
    """Set, show, check, explain and export work as one does after the other."""
    file, pdf = tmp_path / "a.biaoli", tmp_path / "a.pdf"
    file.write_bytes(document.read_bytes())

    assert biaoli("set", file, "封面.编制人=张三").returncode == 0
    assert "封面.编制人 = 张三" in biaoli("show", file).stdout
    assert biaoli("check", file).returncode == 1
    assert "怎么算的" in biaoli("explain", file, "支出决算表!合计.栏1").stdout
    assert biaoli("export", file, "--pdf", pdf).stdout == f"已导出 {pdf}\n"


def test_wrong_call_has_one_line_and_code_2(tmp_path: Path):
    """A refused call leaves stdout empty."""
    done = biaoli("show", tmp_path / "无.biaoli")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("没有找到“无.biaoli”")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("words", "code"), [(["show", "--json"], 0), (["check"], 1)])
def test_reader_that_goes_away_changes_nothing(document: Path, words: list[str], code: int):
    """With nobody at the other end of the pipe the code is the same, and nothing is said."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "core", *words, str(document)]
    done = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)

    assert (done.returncode, done.stderr) == (code, b"")


def test_output_onto_a_full_disk_is_told(document: Path):
    """An answer that cannot be written is no success."""
    command = [sys.executable, "-m", "core", "show", str(document)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr.decode()) == (2, "输出写不进去，可能磁盘满了\n")


@pytest.mark.parametrize("utf8_mode", ["0", "1"])
def test_language_of_the_terminal_does_not_matter(document: Path, utf8_mode: str):
    """Under LC_ALL=C the answers are Chinese all the same."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": utf8_mode, "PYTHONCOERCECLOCALE": "0"}

    assert "云南省部门决算公开套表" in biaoli("suites", **plain).stdout
    assert biaoli("show", "no.biaoli", **plain).stderr.startswith("没有找到“no.biaoli”")
    assert biaoli("show", document, **plain).returncode in (0, 2)


@pytest.mark.parametrize(
    "words",
    [
        ["new", "yunnan-final-accounts-2021", "新.biaoli", "--unit", "甲"],
        ["example", EXAMPLE, "新.biaoli"],
        ["set", "本年.biaoli", "--add-project", "x" * 20_000],
        ["export", "本年.biaoli", "--xlsx", "新.xlsx"],
        ["export", "本年.biaoli", "--pdf", "新.pdf"],
    ],
)
def test_full_disk_is_told_and_leaves_no_trace(tmp_path: Path, document: Path, words: list[str]):
    """Where a file cannot grow, nothing is written, the document least of all."""
    file = tmp_path / "本年.biaoli"
    file.write_bytes(document.read_bytes())
    done = _where_files_stay_small(words, tmp_path)

    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.count("\n") == 1
    assert "程序出了问题" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == document.read_bytes()


def _where_files_stay_small(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder where no file grows beyond some bytes, as on a full disk."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, SMALL))

    return subprocess.run(
        [sys.executable, "-m", "core", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=limit,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_simple_commands_load_no_export_library():
    """What only exports need is not loaded for the other commands: they answer faster."""
    code = (
        "import sys; from core.cli import main; main(['suites'])\n"
        "print({'openpyxl', 'reportlab', 'fontTools', 'PySide6'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )

    assert done.stdout.endswith("\nset()\n")
