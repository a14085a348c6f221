"""Workers that run the cases of mutations, each a process that may hang or die of its case."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Self

from tools.console import ROOT, clean_environ
from tools.torture.counted import COMMAND, Tried
from tools.torture.mutations import KINDS
from tools.torture.worker import LONGEST, MOST_MEMORY

WORKERS = 2
_SHOWN = 3000
_TAKEN, _MEMORY = "收下", "内存 MB"


class Worker:
    """One process; a new one takes its place when it has died or grown too large."""

    def __init__(self) -> None:
        """Start it."""
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tools.torture.worker"],
            cwd=ROOT,
            env={**clean_environ(), "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            encoding="utf-8",
        )

    def run(self, kind: str, seed: int, number: int) -> dict[str, Any]:
        """What became of a case; the worker may be dead afterwards."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError
        try:
            print(kind, seed, number, file=stdin, flush=True)
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            return {
                "taken": False,
                "wrong": f"停了或超过{LONGEST}秒：{self._last_words()}",
                "memory": 0,
            }
        answer: dict[str, Any] = json.loads(line)
        if answer["memory"] > MOST_MEMORY and not answer["wrong"]:
            answer["wrong"] = f"用了 {answer['memory']} MB 内存，最多 {MOST_MEMORY} MB"
        return answer

    def _last_words(self) -> str:
        self._process.wait()
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace")[-_SHOWN:]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.kill()
        self._process.wait()
        self._complaints.close()


@contextmanager
def crowd(seed: int, part: int) -> Iterator[Callable[[], list[Tried]]]:
    """All cases of a seed, or every so many-th, run beside other work; what is given waits for it.

    In a process of its own: whoever works meanwhile has no other threads.
    """
    command = [sys.executable, "-m", "tools.torture.crowd", str(seed), str(part)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:

        def result() -> list[Tried]:
            told, _ = process.communicate()
            return [Tried(**kind) for kind in json.loads(told)]

        try:
            yield result
        finally:
            process.terminate()


def _mutations(seed: int, part: int) -> list[Tried]:
    with ThreadPoolExecutor(WORKERS) as threads:
        halves = [
            threads.submit(_some, seed, range(first * part, 10**9, WORKERS * part))
            for first in range(WORKERS)
        ]
        return [_joined(parts) for parts in zip(*(half.result() for half in halves), strict=True)]


def _some(seed: int, numbers: range) -> list[Tried]:
    """The cases of these numbers, as far as each kind has them, in one worker after another."""
    found = []
    worker = Worker()
    try:
        for kind, count in KINDS.items():
            tried = Tried(f"写坏的{kind}")
            for number in numbers:
                if number >= count:
                    break
                answer = worker.run(kind, seed, number)
                _note(tried, kind, seed, number, answer)
                if answer["wrong"]:
                    with worker:
                        pass
                    worker = Worker()
            found.append(tried)
    finally:
        with worker:
            pass
    return found


def _note(tried: Tried, kind: str, seed: int, number: int, answer: dict[str, Any]) -> None:
    tried.made += 1
    tried.count(_TAKEN, answer["taken"])
    tried.seen[_MEMORY] = max(tried.seen.get(_MEMORY, 0), answer["memory"])
    if answer["wrong"]:
        tried.wrong.append(f"{COMMAND} --case {kind}:{seed}:{number}\n{answer['wrong']}")


def _joined(parts: Sequence[Tried]) -> Tried:
    """The counts of several workers together."""
    whole = Tried(parts[0].what)
    for part in parts:
        whole.made += part.made
        whole.wrong += part.wrong
        whole.count(_TAKEN, part.seen.get(_TAKEN, 0))
    whole.seen[_MEMORY] = max(part.seen.get(_MEMORY, 0) for part in parts)
    return whole


if __name__ == "__main__":
    print(json.dumps([asdict(tried) for tried in _mutations(*map(int, sys.argv[1:]))]))
