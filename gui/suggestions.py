"""Where suggested indicators come from: the library, and the documents that were filled in before.

The documents are read in a thread of their own when an indicator is typed for the first time;
nobody waits for them, and what they hold is there for the keys that follow.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from core.calc.indicator_search import IndicatorBook
from core.document.places import own_folder
from core.earlier import EarlierIndicators
from core.errors import TemplateError
from core.paths import user_folder
from core.template.indicators import Indicator, Library, installed
from gui.file_names import SUFFIX
from gui.recent_files import recent_files

_MOST_ENTRIES: Final = 500
_FILE: Final = "indicators.json"


class Suggestions:
    """The book of everything that may be suggested, as far as it is known now."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._book: IndicatorBook | None = None
        self._thread: Thread | None = None
        self._open: tuple[Path | None] | None = None
        self._collected: SimpleQueue[list[Indicator]] = SimpleQueue()
        self._earlier = EarlierIndicators(user_folder() / _FILE)

    def book(self, here: Path | None) -> IndicatorBook:
        """What there is now, for the document `here`.

        The first call for a document starts reading the earlier ones.
        """
        if self._open != (here,) and not self._is_reading():
            self._open = (here,)
            self._earlier.keep_off(*filter(None, [here]))
            self._thread = Thread(target=self._collect, name="earlier indicators", daemon=True)
            self._thread.start()
        with suppress(Empty):
            self._book = IndicatorBook(_library(), self._collected.get_nowait())
        if self._book is None:
            self._book = IndicatorBook(_library())
        return self._book

    def opening(self, path: Path) -> None:
        """A file is about to be opened here: it is not read in the background."""
        before = self._open[0] if self._open is not None else None
        self._earlier.keep_off(path, *filter(None, [before]))

    def wait(self, seconds: float) -> None:
        """Wait until everything is read."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _is_reading(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _collect(self) -> None:
        self._collected.put(self._earlier.collect(_files()))


def _library() -> Library:
    """What is installed; a broken library suggests nothing, `template check` says why."""
    with suppress(TemplateError):
        return installed()
    return Library()


def _files() -> Iterator[Path]:
    """The documents used last, and those in 我的填报, each once."""
    seen: dict[Path, None] = dict.fromkeys(recent_files())
    with suppress(OSError):
        for number, path in enumerate(own_folder().iterdir()):
            if number == _MOST_ENTRIES:
                break
            if path.suffix == SUFFIX:
                seen[path] = None
    yield from seen


shared: Final = Suggestions()
"""One for the program: whoever opens a second document does not read everything again."""
