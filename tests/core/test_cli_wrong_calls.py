"""Calls that cannot be understood: one plain Chinese line, exit 2, nothing done."""

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from core import cli
from core.cli import output, program
from core.cli.usage import Command
from tests.core.cli_calls import EXAMPLE, LONGEST_LINE, SUITE, TOTAL, call, done, refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["无此"], "没有“无此”这个命令。全部命令看 biaoli --help"),
        ([""], "没有“”这个命令。全部命令看 biaoli --help"),
        (["x" * 500], f"没有“{'x' * 40}”这个命令。全部命令看 biaoli --help"),
        (["show"], "缺少 文件。用法看 biaoli show --help"),
        (["explain", "f"], "缺少 地址。用法看 biaoli explain --help"),
        (["new", SUITE, "f"], "缺少 --unit。用法看 biaoli new --help"),
        (["new", SUITE, "f", "--unit"], "--unit 后面缺少内容。用法看 biaoli new --help"),
        (["suites", "--json=1"], "--json 后面不写内容。用法看 biaoli suites --help"),
        (["suites", "多余"], "不认识 多余。用法看 biaoli suites --help"),
        (["suites", "--js"], "不认识 --js。用法看 biaoli suites --help"),
        (["template", "无此", "d"], "没有“无此”这个动作。用法看 biaoli template --help"),
        (["template", "check"], "缺少 文件夹。用法看 biaoli template --help"),
        (["export", "f", "--watermark"], "不认识 --watermark。用法看 biaoli export --help"),
        (["export", "f", "--pictures"], "不认识 --pictures。用法看 biaoli export --help"),
        (["export", "f", "--docx", "p"], "不认识 --docx。用法看 biaoli export --help"),
        (["export", "f"], "写上导出成什么：--xlsx 文件 或 --pdf 文件"),
        (["export", "f", "--xlsx", "a.pdf"], "“a.pdf”要以 .xlsx 结尾"),
        (["export", "f", "--pdf", "a"], "“a”要以 .pdf 结尾"),
        (["example", EXAMPLE], f"写上写到哪个文件，例如 biaoli example {EXAMPLE} 示例.biaoli"),
        (["show", ""], "文件名是空的"),
        (["show", "a\0b"], "文件名里有不能用的符号"),
        (["set", "f", "--from", " "], "文件名是空的"),
    ],
)
def test_wrong_call_is_told_in_one_line(words: list[str], said: str):
    """Each way to call wrongly has its own line."""
    assert refused(*words) == said


def test_unknown_example_names_those_there_are(tmp_path: Path):
    """A misspelt example is answered with the list."""
    line = refused("example", "无", tmp_path / "a.biaoli")

    assert line.startswith("没有“无”这个示例")
    assert EXAMPLE in line


def test_unknown_suite_names_the_nearest(tmp_path: Path):
    """A misspelt suite is answered with the one that was meant; no file is made."""
    line = refused("new", SUITE.replace("yunnan", "yunan"), tmp_path / "a.biaoli", "--unit", "甲")

    assert f"是否想写“{SUITE}”" in line
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suite", ["", "..", "../templates", "/", "a\nb", "甲" * 300])
def test_suite_is_a_name_and_never_a_path(tmp_path: Path, suite: str):
    """What is no suite's id opens no folder."""
    assert "这套表" in refused("new", suite, tmp_path / "a.biaoli", "--unit", "甲")


@pytest.mark.parametrize("unit", ["", "  ", "\x07", "\ud800"])
def test_unit_without_a_visible_sign_is_refused(tmp_path: Path, unit: str):
    """A document needs the name of its unit."""
    assert "单位名称" in refused("new", SUITE, tmp_path / "a.biaoli", "--unit", unit)
    assert not list(tmp_path.iterdir())


def test_unit_longer_than_any_cell_is_refused(tmp_path: Path):
    """A name of 100,000 signs makes no document."""
    words = ("new", SUITE, tmp_path / "a.biaoli", "--unit", "长" * 100_000)

    assert refused(*words).startswith("单位名称太长")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("year", ["", "21", "二〇二一", "20210", "2021 ", "1999"])
def test_year_has_four_digits(tmp_path: Path, year: str):
    """Anything but 20xx is refused."""
    words = ("new", SUITE, tmp_path / "a.biaoli", "--unit", "甲", "--year", year)

    assert "要写四位" in refused(*words)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "''",
        "'",
        "[",
        "]",
        "a[b[c]]",
        "'支出决算表'!合计",
        "支出决算表!合计.栏1.栏2",
        "!",
        "\x1b[2J",
        "a\nb",
    ],
)
def test_address_of_any_shape_is_answered(document: Path, address: str):
    """Quotes, brackets and control signs in an address end in one line."""
    assert "\x1b" not in refused("explain", document, address)


def test_wrong_address_names_the_nearest(document: Path):
    """A misspelt row or form is answered with the right name."""
    assert "是否想写“合计.栏1”" in refused("explain", document, "支出决算表!合记.栏1")
    assert "是否想写“支出决算表”" in refused("explain", document, "支出决算!合计.栏1")
    assert "没有“無”这张表" in refused("show", document, "無")


def test_row_that_is_not_there_yet_cannot_be_explained(document: Path):
    """`explain` makes no rows."""
    assert "这一行还没有" in refused("explain", document, "支出决算表!项[2100101].栏2")


def test_value_of_a_megabyte_is_refused(document: Path):
    """No cell takes so long a text."""
    assert "文字太长" in refused("set", document, f"封面.编制人={'长' * 1_000_000}")


def test_long_complaint_is_cut_in_the_middle(document: Path):
    """However long what is quoted, the line stays short and keeps its end."""
    said = call("show", "x" * 3000)

    assert said.code == 2
    assert len(said.err) <= LONGEST_LINE


def test_complaint_obeys_no_control_signs(document: Path):
    """Colours and line breaks in a name reach no terminal."""
    line = refused("explain", document, "a\x1b[31m\rb\nc\u2028d")

    assert not any(ord(sign) < 32 or sign == "\u2028" for sign in line)


def test_values_obey_no_control_signs_either(document: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever stands in a document, a value stays on its line."""
    monkeypatch.setattr("core.session.Session.text", lambda *_: "甲\n乙\x1b[2J")

    assert "封面.单位名称 = 甲 // 乙�[2J\n" in done("show", document).out


# ---- what nobody foresaw


def test_defect_is_logged_and_told_in_one_line(home: Path, monkeypatch: pytest.MonkeyPatch):
    """An exception of ours gives the path of a log of where it was, nothing else."""
    _break(monkeypatch, ZeroDivisionError("内情"))

    said = call("suites")

    log = home / "biaoli" / "errors.log"
    line = f"程序出了问题，已写入文件的数都在。经过记在 {log}，报告问题时附上它。\n"
    assert (said.code, said.out, said.err) == (2, "", line)
    written = log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in written
    assert "core/cli/program.py:" in written
    assert "内情" not in written


def test_defect_is_told_also_without_a_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Where no log can be written the line names the kind of defect."""
    blocked = tmp_path / "file"
    blocked.touch()
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(blocked))
    _break(monkeypatch, MemoryError())

    assert call("suites").err.endswith("经过没能记下来：MemoryError\n")


def test_log_begins_anew_when_it_has_grown(home: Path, monkeypatch: pytest.MonkeyPatch):
    """A log never grows beyond a megabyte and one more entry."""
    log = home / "biaoli" / "errors.log"
    log.parent.mkdir(exist_ok=True)
    log.write_text("x" * 1_000_001, encoding="utf-8")
    _break(monkeypatch, ValueError())

    call("suites")

    assert log.stat().st_size < 10_000


def test_interruption_is_told(monkeypatch: pytest.MonkeyPatch):
    """Ctrl+C ends with one line."""
    _break(monkeypatch, KeyboardInterrupt())

    assert refused("suites") == "已中断"


def _break(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def run(_: object) -> int:
        raise error

    broken = Command("suites", "", lambda _: None, run)
    monkeypatch.setitem(program.COMMANDS, "suites", broken)


# ---- streams


def test_ascii_stream_is_turned_to_utf8(monkeypatch: pytest.MonkeyPatch):
    """Where stdout knows no Chinese it gets UTF-8, not question marks."""
    raw = _stream(monkeypatch, "ascii")

    assert cli.main(["suites"]) == 0
    assert "云南省" in raw.getvalue().decode("utf-8")


def test_gbk_stream_stays_gbk_and_its_json_is_ascii(monkeypatch: pytest.MonkeyPatch):
    """A Chinese console keeps its encoding; JSON is readable as UTF-8 there too."""
    raw = _stream(monkeypatch, "gbk")

    assert cli.main(["suites"]) == 0
    assert "云南省" in raw.getvalue().decode("gbk")
    raw.truncate(raw.seek(0))
    assert cli.main(["suites", "--json"]) == 0
    assert raw.getvalue().isascii()


def test_program_without_a_console_says_nothing(monkeypatch: pytest.MonkeyPatch):
    """A Windows program with a window has no stdout; the command is done all the same."""
    monkeypatch.setattr(sys, "stdout", None)

    assert cli.main(["suites"]) == 0


@pytest.mark.parametrize("step", ["write", "flush"])
@pytest.mark.parametrize(("number", "code"), [(errno.EPIPE, 0), (errno.ENOSPC, 2)])
def test_output_that_fails(monkeypatch: pytest.MonkeyPatch, step: str, number: int, code: int):
    """A reader that has gone changes no exit code; a full disk is told once."""
    complaints = io.StringIO()
    monkeypatch.setattr(sys, "stdout", _broken_stream(step, number))
    monkeypatch.setattr(sys, "stderr", complaints)

    assert cli.main(["suites"]) == code
    assert complaints.getvalue() == ("输出写不进去，可能磁盘满了\n" if code else "")


def _broken_stream(step: str, number: int) -> io.StringIO:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    stream = io.StringIO()
    setattr(stream, step, fail)
    return stream


def _stream(monkeypatch: pytest.MonkeyPatch, encoding: str) -> io.BytesIO:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    return raw


def test_line_of_any_text_is_one_line():
    """No text makes a second line or a sign that a terminal obeys."""
    line = output.one_line("a\r\nb\x00\x1b\x85\u2028c\td")

    assert line == "a� // b��� c d"
    assert output.one_line(TOTAL) == TOTAL
