"""Names for files that are made beside their place and moved there when they are whole.

A killed program leaves such a file lying; the next one made in that folder clears it away.
"""

import os
import re
import secrets
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

ABANDONED_AFTER: Final = 3600
"""Seconds without a change. Another program may be making a file there right now."""

_OURS: Final = re.compile(r"\.biaoli-[0-9a-f]{12}\.tmp(-journal)?")


def temporary_beside(path: Path) -> Path:
    """A fresh name in the folder of `path`; files of that kind long abandoned there are removed."""
    _clear(path.parent)
    return path.with_name(f".biaoli-{secrets.token_hex(6)}.tmp")


def _clear(folder: Path) -> None:
    """Remove what can be removed; whatever hinders it is no reason not to write the new file."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(OSError):
                    if time.time() - entry.stat().st_mtime > ABANDONED_AFTER:
                        Path(entry.path).unlink()
