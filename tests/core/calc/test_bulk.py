"""The collector waits while a whole document is calculated, and goes on as it was before."""

import gc

from core.calc.bulk import in_bulk


def test_the_collector_is_as_it_was_before():
    """Also for somebody who had put it off, and when the work fails."""
    with in_bulk():
        assert not gc.isenabled()
        with in_bulk():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
