"""An export that fails, whatever the reason, leaves the old file whole, no rest, and a way out."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from core.errors import ExportCancelled, ExportError
from core.export.pdf import write_pdf
from core.export.progress import Progress, silent
from core.export.xlsx import write_workbook
from core.layout.printed import PrintedForm
from tests.core.cli_calls import EXAMPLE, done, refused
from tests.core.export.sample_forms import project, summary

ROOT = Path(__file__).parents[3]
OLD = b"the old export"
KINDS = ["xlsx", "pdf"]
as_posix = pytest.mark.skipif(sys.platform == "win32", reason="limits and signals of POSIX")
each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, to be read only."""
    path = tmp_path_factory.mktemp("example") / "本年.biaoli"
    done("example", EXAMPLE, path)
    return path


@pytest.fixture
def target(tmp_path: Path, kind: str) -> Path:
    """A folder with an earlier export and nothing else."""
    path = tmp_path / f"决算.{kind}"
    path.write_bytes(OLD)
    return path


def assert_untouched(target: Path) -> None:
    """The old file is there with its bytes, and nothing beside it."""
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


def with_error(error: BaseException) -> Callable[..., None]:
    """What raises it, however it is called."""

    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


def refused_after(preparation: str, *words: object) -> str:
    """Run a command in a process of its own, prepared by some lines; its one line of complaint."""
    program = f"import os, signal, sys\n{preparation}\nfrom core.cli import main\nsys.exit(main())"
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    return run.stderr


# ---- the command line


@as_posix
@each_kind
@pytest.mark.parametrize("size", [4_000, 40_000])
def test_disk_that_is_full(example: Path, target: Path, kind: str, size: int) -> None:
    """When there is no room for the new file, the user is told to make some."""
    limit = f"import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
    said = refused_after(limit, "export", example, f"--{kind}", target)

    assert "磁盘空间不足" in said
    assert "清理磁盘" in said
    assert_untouched(target)


@pytest.mark.parametrize(("kind", "options"), [("xlsx", []), ("xlsx", ["--formulas"]), ("pdf", [])])
def test_file_open_in_another_program(
    example: Path, target: Path, kind: str, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses to replace a file that WPS has open; the user is told to close it."""
    error = PermissionError(errno.EACCES, "The process cannot access the file")
    monkeypatch.setattr(Path, "replace", with_error(error))
    said = refused("export", example, f"--{kind}", target, *options)

    assert f"“{target.name}”正被WPS、Excel等程序打开，请关闭后再导出" in said
    assert_untouched(target)


@each_kind
def test_read_only_file(
    example: Path, target: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file marked read-only is not replaced."""
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != target and real(path, mode))
    said = refused("export", example, f"--{kind}", target)

    assert "请取消只读，或换一个文件名" in said
    assert_untouched(target)


@each_kind
def test_folder_that_is_not_there(example: Path, tmp_path: Path, kind: str) -> None:
    """The missing folder is named, and not made."""
    said = refused("export", example, f"--{kind}", tmp_path / "上报" / f"决算.{kind}")

    assert "上报”不存在，请先建立，或换一个位置" in said
    assert list(tmp_path.iterdir()) == []


@as_posix
@each_kind
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_ctrl_c(example: Path, target: Path, kind: str, call: str) -> None:
    """Ctrl+C while the file is written: a plain line, no traceback, the old file whole."""
    strike = f"""
real = os.{call}
def strike(*arguments, **more):
    signal.raise_signal(signal.SIGINT)
    return real(*arguments, **more)
os.{call} = strike
"""
    said = refused_after(strike, "export", example, f"--{kind}", target)

    assert f"已中断，没有写成“{target.name}”；原来有的文件没有变，可以再导出一次" in said
    assert_untouched(target)


# ---- stopped by whoever watches


class Writer(Protocol):
    """Either writer."""

    def __call__(self, forms: list[PrintedForm], path: Path, *, told: Progress = silent) -> None:
        """Write the forms."""


WRITERS: dict[str, Writer] = {"xlsx": write_workbook, "pdf": write_pdf}
FORMS = [summary(), project(3), summary()]


def stopping_at(form: int) -> Progress:
    """Stops the export before that form."""

    def told(done: int) -> None:
        if done == form:
            raise ExportCancelled

    return told


@each_kind
@pytest.mark.parametrize("form", range(len(FORMS) + 1))
def test_stopped_between_forms(target: Path, kind: str, form: int) -> None:
    """Before any form and after the last one the export can be stopped, and later done again."""
    with pytest.raises(ExportCancelled, match="已取消，没有导出；原来的文件没有变"):
        WRITERS[kind](FORMS, target, told=stopping_at(form))
    assert_untouched(target)

    WRITERS[kind](FORMS, target)
    assert target.read_bytes() != OLD


@each_kind
def test_progress_is_told_form_by_form(target: Path, kind: str) -> None:
    """Whoever watches is told how many forms are drawn."""
    heard: list[int] = []
    WRITERS[kind](FORMS, target, told=heard.append)

    assert heard == [0, 1, 2, 3]


@each_kind
def test_being_watched_changes_nothing(tmp_path: Path, kind: str) -> None:
    """The file is the same whether anybody watches or not, also after one that was stopped."""
    with pytest.raises(ExportCancelled):
        WRITERS[kind](FORMS, tmp_path / "停", told=stopping_at(1))
    WRITERS[kind](FORMS, tmp_path / "甲")
    WRITERS[kind](FORMS, tmp_path / "乙", told=lambda *_: None)

    assert (tmp_path / "甲").read_bytes() == (tmp_path / "乙").read_bytes()


@each_kind
def test_defect_of_a_writer(target: Path, kind: str) -> None:
    """Even a defect of ours, half-way, leaves the old file whole."""
    with pytest.raises(ZeroDivisionError):
        WRITERS[kind](FORMS, target, told=with_error(ZeroDivisionError()))

    assert_untouched(target)


def test_cancelling_is_a_kind_of_not_exporting() -> None:
    """Whoever tells why an export failed tells this, too."""
    assert issubclass(ExportCancelled, ExportError)
