"""Run the steps of a check in order, stop at the first that fails, and show how long each took."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tools.console import say


@dataclass(frozen=True)
class Step:
    """One step: its name in the summary, and what it does; it returns whether all is well."""

    name: str
    run: Callable[[], bool]


def run_in_order(steps: Sequence[Step]) -> bool:
    """Run the steps, print a summary, and return whether every one of them went well."""
    lines: list[str] = []
    failed = False
    for step in steps:
        if failed:
            lines.append(f"  未运行 not run            {step.name}")
            continue
        print(f"\n── {step.name}", flush=True)
        started = time.monotonic()
        failed = not step.run()
        verdict = "失败 FAILED " if failed else "通过 passed "
        lines.append(f"  {verdict} {time.monotonic() - started:7.1f} s   {step.name}")
    print("\n".join(["", *lines]), flush=True)
    if failed:
        say("检查未通过", "the check failed")
    else:
        say("全部通过", "all passed")
    return not failed
