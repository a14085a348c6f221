"""What stands out on the form now; every view on it paints from here."""

from core.layout.area import Area


class Spotlight:
    """The current cell, its row's name, its column's head, a flash, the selected block, frames.

    `still` says that the current cell moves without the form scrolling after it.
    """

    def __init__(self) -> None:
        """Nothing does."""
        self.current: tuple[int, int] | None = None
        self.names: frozenset[tuple[int, int]] = frozenset()
        self.head: tuple[int, int] | None = None
        self.flashed: tuple[int, int] | None = None
        self.block: Area | None = None
        self.copied: Area | None = None
        self.targets: frozenset[tuple[int, int]] = frozenset()
        self.still = False

    @property
    def has_blocks(self) -> bool:
        """Whether any cells lie in a block, were copied, or are about to be pasted into."""
        return bool(self.block or self.copied or self.targets)
