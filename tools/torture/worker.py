"""Runs cases of mutations for whoever sends their names; dies of a hang, with its traceback.

One line of input is a case: kind, seed, number. One line of output is what became of it.
"""

from __future__ import annotations

import faulthandler
import json
import resource
import signal
import sys
import tempfile
import traceback
from pathlib import Path

from tools.torture.counted import Fault
from tools.torture.mutations import Cases

LONGEST = 10
"""Seconds of work a case may take."""

_WAITING = 120
"""Seconds after which it hangs, whatever else the machine does."""

MOST_MEMORY = 500
"""MB the whole process may ever have had."""

_ADDRESSES = 3_000_000_000
"""Bytes of addresses after which memory is refused, so that no case takes the machine with it."""


def run(cases: Cases, kind: str, seed: int, number: int) -> dict[str, object]:
    """Run a case; whether the input was taken, and what went wrong ("" if nothing)."""
    taken, wrong = False, ""
    faulthandler.dump_traceback_later(_WAITING, exit=True)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        taken = cases.run(kind, seed, number)
    except Fault as fault:
        wrong = str(fault)
    except Exception:  # noqa: BLE001 - that is what is looked for
        wrong = traceback.format_exc()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    return {"number": number, "taken": taken, "wrong": wrong}


def memory() -> int:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    """Run case after case until the input ends."""
    faulthandler.register(signal.SIGPROF, chain=True)  # and die of it
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    with tempfile.TemporaryDirectory(prefix="biaoli-torture-") as folder:
        cases = Cases(Path(folder))
        for line in sys.stdin:
            kind, seed, number = line.split()
            answer = run(cases, kind, int(seed), int(number))
            print(json.dumps({**answer, "memory": memory()}), flush=True)


if __name__ == "__main__":
    main()
