"""The bundle runs where there is no Python: command line, export and window.

`python3 dev.py test` runs these after it has built the bundle; a plain pytest leaves them out.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.virtual_screen import PATIENCE, VirtualScreen, virtual_screen, wait_until
from tools.bundling import BUNDLE
from tools.console import ROOT
from tools.starting import EXAMPLE, OUT

PROGRAM = BUNDLE / "biaoli"


@pytest.fixture(scope="module")
def bare_environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return an environment with an empty home and no program on PATH, Python among them."""
    empty, home = tmp_path_factory.mktemp("empty"), tmp_path_factory.mktemp("home")
    return {"PATH": str(empty), "HOME": str(home), "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def document(bare_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an example document that the bundle wrote."""
    path = tmp_path_factory.mktemp("document") / f"{EXAMPLE}.biaoli"
    subprocess.run([PROGRAM, "example", EXAMPLE, path], env=bare_environ, check=True)
    return path


def test_exports_equal_those_from_source(
    bare_environ: dict[str, str], document: Path, tmp_path: Path
) -> None:
    """The bundle writes the same Excel file and the same PDF, byte for byte."""
    frozen, source = tmp_path / "frozen", tmp_path / "source"
    export([PROGRAM], document, frozen, env=bare_environ)
    export([sys.executable, "-m", "core"], document, source)
    for name in ("forms.xlsx", "forms.pdf"):
        assert (frozen / name).read_bytes() == (source / name).read_bytes()


def export(
    program: list[str | Path], document: Path, folder: Path, env: dict[str, str] | None = None
) -> None:
    """Let a program export the document to both formats."""
    folder.mkdir()
    command = [*program, "export", document]
    command += ["--xlsx", folder / "forms.xlsx", "--pdf", folder / "forms.pdf"]
    subprocess.run(command, env=env, cwd=ROOT, check=True)


@pytest.mark.parametrize("has_document", [True, False], ids=["document", "welcome"])
def test_window_opens_and_closes(
    bare_environ: dict[str, str], document: Path, has_document: bool
) -> None:
    """The window shows the document or bids welcome, says nothing, and ends well when closed."""
    title, arguments = (document.stem, [document]) if has_document else ("表里", [])
    with virtual_screen() as screen:
        environ = {**bare_environ, "DISPLAY": screen.name}
        command = [PROGRAM, *arguments]
        with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE) as process:
            try:
                window = screen.wait_for_window(title, process)
                picture = wait_until(lambda: painted(screen), "a painted window")
                screen.close(window)
                _, complaints = process.communicate(timeout=PATIENCE)
            finally:
                process.kill()
    OUT.mkdir(exist_ok=True)
    picture.save(OUT / ("bundle.png" if has_document else "bundle-welcome.png"))
    assert process.returncode == 0
    assert complaints == b""


def painted(screen: VirtualScreen) -> Image.Image | None:
    """Return the picture of the screen once it shows more than flat areas."""
    picture = screen.picture()
    return picture if len(picture.getcolors(1 << 24) or []) > 50 else None
