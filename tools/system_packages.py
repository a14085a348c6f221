"""The few things that only the operating system can bring: Qt's libraries, an X server for tests.

On Debian and its relatives what is missing is installed when we may; otherwise the one line to
type is printed. Whether something is there is asked of the loader and of PATH, not of the package
manager: package names differ between releases, and other systems have other managers.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tools.console import clean_environ, give_up, say, succeeds, succeeds_telling


@dataclass(frozen=True)
class Need:
    """A library, program, part of a program or Python module, and the Debian package of it.

    A part is named program/file, and lies beside the program.
    """

    kind: Literal["library", "program", "part", "module"]
    name: str
    package: str

    def is_met(self) -> bool:
        """Return whether this system has it."""
        if self.kind == "library":
            return _loads(self.name)
        if self.kind == "program":
            return shutil.which(self.name) is not None
        if self.kind == "part":
            program, _, file = self.name.partition("/")
            found = shutil.which(program)
            return found is not None and Path(found).resolve().with_name(file).exists()
        return importlib.util.find_spec(self.name) is not None


def _libraries(*pairs: tuple[str, str]) -> list[Need]:
    return [Need("library", name, package) for name, package in pairs]


# What PySide6-Essentials loads from the system for a window under X11.
QT = _libraries(
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libEGL.so.1", "libegl1"),
    ("libGL.so.1", "libgl1"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libfreetype.so.6", "libfreetype6"),
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-glx.so.0", "libxcb-glx0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-render.so.0", "libxcb-render0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-shm.so.0", "libxcb-shm0"),
    ("libxcb-sync.so.1", "libxcb-sync1"),
    ("libxcb-util.so.1", "libxcb-util1"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
)
_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
# PyInstaller looks into libraries with objdump and strips them.
BUILD = [Need("program", "objdump", "binutils")]
if sys.base_prefix == "/usr":
    # It also takes Python's own library along, which Debian keeps in a package of its own.
    BUILD += _libraries((f"lib{_PYTHON}.so.1.0", f"lib{_PYTHON}"))
VENV = [Need("module", "ensurepip", f"{_PYTHON}-venv")]
SCREEN = [Need("program", "Xvfb", "xvfb")]
# A second opinion on exported workbooks, and a window to copy cells from: another package of it
# has none.
OFFICE = [Need("part", "soffice/libvclplug_genlo.so", "libreoffice-calc")]
ALL = [*VENV, *QT, *BUILD, *SCREEN, *OFFICE]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def require(needs: Iterable[Need]) -> None:
    """Install what is missing, or say in one line how to, and stop."""
    if sys.platform != "linux":
        return
    missing = sorted({need.package for need in needs if not need.is_met()})
    if not missing:
        return
    if shutil.which("apt-get") is None:
        names = " ".join(missing)
        give_up(f"缺少系统组件（Debian 包名）：{names}", f"missing, by Debian's names: {names}")
    prefix = _root_prefix()
    if prefix is None:
        say(
            "缺少系统组件，请先运行下面这一行",
            "system packages are missing, please type this line:",
        )
        print(f"sudo apt-get install -y --no-install-recommends {' '.join(missing)}", flush=True)
        sys.exit(1)
    say(f"安装系统组件：{' '.join(missing)}", "installing system packages")
    _install(prefix, missing)


def _root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root, or None if we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and succeeds(["sudo", "-n", "true"], quiet=True):
        return ["sudo", "-n"]
    return None


def _install(prefix: list[str], packages: list[str]) -> None:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    env = clean_environ()
    # An unreachable extra source fails the update though the packages can be had.
    succeeds([*apt, "update"], env=env, quiet=True)
    install = [*apt, "install", "--no-install-recommends", *packages]
    if not succeeds_telling(install, _amount_of_packages, env=env):
        give_up("系统组件安装失败，见上", "the system packages could not be installed, see above")


def _amount_of_packages(line: str) -> str | None:
    """Return the lines of apt that say how much comes, and how large it is."""
    is_amount = " newly installed, " in line or line.startswith(("Need to get", "After this"))
    return line if is_amount else None
