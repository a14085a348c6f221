"""LibreOffice as a second reader: a profile of its own, our fonts, everything reckoned anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from core.layout.font_metrics import FontFile
from core.paths import fonts_folder
from tools.console import clean_environ

PROGRAM = "soffice"
MEASURE = "Times New Roman"
_LONGEST = 300  # seconds
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>
</oor:items>
"""
# Without 宋体 and 黑体 on the machine the heights of rows would hang on whatever it has instead.
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
 <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
 <dir>{own}</dir>
 <dir>{fonts}</dir>
 <cachedir>{cache}</cachedir>
 <match><test name="family"><string>宋体</string></test>
  <edit name="family" mode="assign" binding="strong"><string>Noto Serif SC</string></edit></match>
 <match><test name="family"><string>黑体</string></test>
  <edit name="family" mode="assign" binding="strong"><string>Noto Sans SC</string></edit></match>
</fontconfig>
"""


def make_measure(folder: Path) -> None:
    """Write a font in the place of Times New Roman, by whose digits a workbook's widths count.

    Its digits are half an em wide, as those of the real one and of its free doubles are; a machine
    may have neither, and every form would come out in another scale.
    """
    font = TTFont(fonts_folder() / FontFile.SERIF.value)
    subsetter = Subsetter(Options(name_IDs=["*"], layout_features=[], notdef_outline=True))
    subsetter.populate(unicodes=range(0x20, 0x7F))
    subsetter.subset(font)
    half = font["head"].unitsPerEm // 2
    for code in range(ord("0"), ord("9") + 1):
        glyph = font.getBestCmap()[code]
        font["hmtx"][glyph] = half, font["hmtx"][glyph][1]
    for record in font["name"].names:
        if record.nameID in (1, 4, 6, 16):
            record.string = MEASURE if record.nameID != 6 else MEASURE.replace(" ", "")
    folder.mkdir()
    font.save(folder / "measure.ttf")


class OfficeFailed(Exception):
    """LibreOffice gave no file; its words."""


class Office:
    """LibreOffice with a profile of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        """Make the profile: reckon every workbook anew when it is loaded."""
        self.folder = folder
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        make_measure(folder / "fonts")
        self._fonts = folder / "fonts.conf"
        fonts = _FONTS.format(
            own=folder / "fonts", fonts=fonts_folder(), cache=folder / "fontcache"
        )
        self._fonts.write_text(fonts, encoding="utf-8")

    def convert(self, files: Sequence[Path], kind: str) -> list[Path]:
        """The files converted (`kind`: xlsx, pdf), in order. Raises OfficeFailed."""
        into = self.folder / "converted"
        into.mkdir(exist_ok=True)
        command = [
            shutil.which(PROGRAM) or PROGRAM,
            f"-env:UserInstallation={(self.folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            kind,
            "--outdir",
            str(into),
            *map(str, files),
        ]
        environ = {**clean_environ(), "FONTCONFIG_FILE": str(self._fonts), "LC_ALL": "C.UTF-8"}
        environ["PATH"] = os.environ.get("PATH", os.defpath)
        done = subprocess.run(
            command, env=environ, capture_output=True, timeout=_LONGEST, check=False
        )
        made = [into / f"{file.stem}.{kind}" for file in files]
        missing = [path.name for path in made if not path.exists()]
        if missing:
            words = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
            raise OfficeFailed(f"{'、'.join(missing)}: {words[-500:]}")
        return made
