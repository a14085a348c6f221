"""Nothing in the project leads to one particular machine or to one particular server."""

import re
import subprocess

import pytest

from tools.console import ROOT

# Folders of a person, a workplace or a temporary kind; an example for all may lie in /opt.
FOLDERS = r"(?<![\w.%~}])/(?:root|home|work|mnt|srv|Users|tmp|var)/\w|\b[A-Z]:\\\\?Users"
# Sources of packages are chosen by whoever installs, not by us.
SERVERS = r"\b(?:[\w-]+\.)*(?:pythonhosted\.org|pypi\.\w+|npmjs\.\w+|debian\.org|ubuntu\.com)\b"
ADDRESSES = r"\b(?:10|127|192\.168|172\.\d+)(?:\.\d+){2,3}\b"
PLACE = re.compile("|".join((FOLDERS, SERVERS, ADDRESSES)))
ALLOWED = {
    "tests/core/document/test_opening.py": "paths that need quoting, none of them opened",
    "tests/architecture/test_places.py": "this check",
}


def tracked_files() -> list[str]:
    """Return every file of the project, those that git would take up included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("name", sorted(set(tracked_files()) - ALLOWED.keys()))
def test_file_names_no_place(name: str) -> None:
    """No folder of a machine, no package server and no address of a network."""
    content = (ROOT / name).read_bytes()
    if b"\0" not in content:
        assert PLACE.findall(content.decode("utf-8")) == []


@pytest.mark.parametrize(
    "text", ["see /home/li/biaoli", "https://files.pythonhosted.org/x", r"C:\Users\li", "10.1.2.3"]
)
def test_the_check_sees_a_place(text: str) -> None:
    """The check itself finds what it looks for."""
    assert PLACE.search(text)
