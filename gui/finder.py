"""Walking through what is found: looking goes on in slices, so that the window always answers."""

from collections.abc import Iterator

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer

from core.find.search import Hit, Search
from core.refs import COVER, PROJECT_CARD, SheetId
from gui.apart import is_waiting
from gui.find_field import FindField
from gui.workspace import Workspace

SLICE_MS = 15

Place = tuple[int, int, int]
"""A sheet's rank, a row and a column of it."""


class Finder(QObject):
    """Finds what stands in the field, in the document of a workspace."""

    def __init__(self, field: FindField) -> None:
        """Nothing is open."""
        super().__init__(field)
        self.field = field
        self._work: Workspace | None = None
        self._search: Search | None = None
        self._ranks: dict[SheetId, int] = {}
        self._waiting: list[SheetId] = []
        self._hits: dict[int, list[Hit]] = {}
        self._here: list[Hit] = []
        self._batches: Iterator[list[Hit]] | None = None
        self._at: tuple[Hit, Place] | None = None
        self._wish: bool | None = None
        self._text = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look_on)
        field.typed.connect(lambda: self._begin(None))
        field.wanted.connect(lambda back: self.go(back=back))
        field.left.connect(self._leave)

    def follow(self, work: Workspace | None) -> None:
        """Look in this document from now on."""
        self._work = work
        self._forget()
        if work is not None:
            work.document_changed.connect(self._forget)
        else:
            self.field.clear()

    def start(self) -> None:
        """Ctrl+F."""
        if self._work is not None:
            self._work.finish_editing()
            self.field.begin()

    def go(self, *, back: bool) -> None:
        """To the next place, or the one before; the first time, also to where one is."""
        if self._work is None:
            return
        self._work.finish_editing()
        if not self.field.text().strip():
            self.field.begin()
        elif self._search is None or self._search.text != self.field.text().strip():
            self._begin(back)
        else:
            self._wish = back
            self._grant()

    def hits(self) -> list[Hit]:
        """What is found by now, in form order."""
        return [hit for rank in sorted(self._hits) for hit in self._hits[rank]]

    # ---- looking

    @property
    def is_looking(self) -> bool:
        """Whether there are sheets that were not looked through to their end."""
        return bool(self._waiting) or self._batches is not None

    def _forget(self) -> None:
        """What was found does not hold any more."""
        self._timer.stop()
        self._search = None
        self._wish = self._batches = None
        self._waiting = []
        self._hits.clear()
        self.field.show_count("")

    def _begin(self, wish: bool | None) -> None:
        """Look from the open form on, and round."""
        work, text = self._work, self.field.text()
        self._forget()
        if text != self._text:
            self._text, self._at = text, None
        if work is None or not text.strip():
            return
        self._search = Search(work.session, text)
        sheets = self._search.sheets()
        self._ranks = {sheet: rank for rank, sheet in enumerate(sheets)}
        here = self._position()[0]
        self._waiting = sheets[here:] + sheets[:here]
        self._wish = wish
        self._timer.start(0)

    def _look_on(self) -> None:
        """Look through as many sheets as a slice of time lasts."""
        search = self._search
        if search is None or is_waiting():  # an edit may be half done: it comes again
            return
        clock = QElapsedTimer()
        clock.start()
        while self.is_looking and clock.elapsed() < SLICE_MS:
            if self._batches is None:
                sheet = self._waiting.pop(0)
                self._here = self._hits.setdefault(self._ranks[sheet], [])
                self._batches = search.look(sheet)
            batch = next(self._batches, None)
            if batch is None:
                self._batches = None
            else:
                self._here += batch
        if not self.is_looking:
            self._timer.stop()
        self._grant()

    def _grant(self) -> None:
        """Go where one wished to go, as soon as that place is known."""
        search, wish = self._search, self._wish
        if search is None:
            return
        hits = self.hits()
        if not hits and not self.is_looking and self._work is not None:
            self._wish = None
            self._work.say(search.nothing_found())
        hit = self._next(hits, back=wish) if wish is not None else None
        if hit is not None:
            self._wish = None
            self._jump(hit)
        self._show_count(hits)

    def _show_count(self, hits: list[Hit]) -> None:
        if self.is_looking:
            self.field.show_count(f"{len(hits)}…")
            return
        at = self._at
        here = at is not None and at[1] == self._position() and at[0] in hits
        number = f"{hits.index(at[0]) + 1}/" if at is not None and here else ""
        self.field.show_count(f"{number}{len(hits)}" if number else f"{len(hits)} 处")

    # ---- going

    def _position(self) -> Place:
        """Where one is in the document."""
        work = self._work
        if work is None:
            return 0, 0, 0
        place = work.current()
        if place is not None and work.sheet is not None:
            return self._ranks.get(work.sheet, 0), place.row, place.column
        asked = next(iter(work.fields.fields), None)
        sheet = asked.sheet if asked is not None else SheetId(COVER)
        return self._ranks.get(sheet, 0), -1, 0

    def _next(self, hits: list[Hit], *, back: bool) -> Hit | None:
        """The nearest hit in a direction, and round; None while it is not known."""
        if not hits:
            return None
        here, moved_on = self._position(), True
        if self._at is not None and self._at[1] == here:
            here = self._place(self._at[0])
        elif not back:
            moved_on = False  # what stands at the current cell itself is the first to be shown
        places = [self._place(hit) for hit in hits]
        if back:
            before = [at for at, place in enumerate(places) if place < here]
            return None if self.is_looking else hits[before[-1] if before else -1]
        after = (at for at, p in enumerate(places) if p > here or (p == here and not moved_on))
        found = next(after, None)
        if found is None:
            return None if self.is_looking else hits[0]
        return hits[found]

    def _place(self, hit: Hit) -> Place:
        return self._ranks.get(hit.sheet, 0), hit.row, hit.column

    def _jump(self, hit: Hit) -> None:
        work, had_keyboard = self._work, self.field.hasFocus()
        if work is None:
            return
        if hit.cell is not None and hit.sheet.form in (COVER, PROJECT_CARD):
            work.jump(hit.cell)
        else:
            work.open_sheet(hit.sheet)
            work.form.show_place(hit.row, hit.column)
        self._at = (hit, self._position())
        if had_keyboard:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        work.say(hit.text.replace("\n", " "))

    def _leave(self) -> None:
        if self._work is not None:
            self._work.focus_page()
