"""Making very many objects that stay, without the collector looking through them over and over."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_bulk() -> Iterator[None]:
    """Put the cyclic collector off for the block; it costs more there than all that is calculated.

    Nothing is freed later for it: what is made inside has no cycles and is freed by its counts.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
