"""The writer's process as its tormentor sees it: begun, heard, stopped, killed.

It is forked, with everything imported: two hundred of them start in the time of ten. So whoever
makes writers has no other threads.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Never, Self

from tools.torture.counted import Fault
from tools.torture.script import Job, work

_PATIENCE = 60.0
_SHOWN = 1500


@dataclass(slots=True)
class Heard:
    """What a writer has confirmed."""

    steps: int = 0
    digest: str = ""
    versions: int = 0
    sums: dict[str, str] = field(default_factory=dict)
    writing: str = ""
    refused: int = 0
    works: int = 0
    opened: bool = False

    def hear(self, line: bytes) -> None:
        """One event more. Fault if a step that was refused has changed the document."""
        event: dict[str, Any] = json.loads(line)
        self.opened = self.opened or "opened" in event
        self.refused += "refused" in event
        if "digest" in event:
            if "refused" in event and self.digest and event["digest"] != self.digest:
                raise Fault(f"没有做成的一步改了文件：{event['refused']}")
            self.steps, self.digest, self.writing = event["steps"], event["digest"], ""
            self.versions = max(self.versions, event.get("versions", 0))
            self.works += 1
        if "writing" in event:
            self.writing = event["writing"]
        if "written" in event:
            self.sums[event["written"]] = event["sum"]


class Writer:
    """A process that works on its job from the moment it is made."""

    def __init__(self, job: Job) -> None:
        """Begin."""
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the writer
        asked, self._asking = os.pipe()
        self._hearing, told = os.pipe()
        sys.stdout.flush()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._asking)
            os.close(self._hearing)
            _begin(job, (asked, told, self._complaints.fileno()))
        os.close(asked)
        os.close(told)
        os.set_blocking(self._hearing, False)
        self._code: int | None = None
        self._rest = b""
        self.heard = Heard()

    # ---- waiting

    def until_opened(self) -> None:
        """Wait until the document is open."""
        self._until(lambda: self.heard.opened)

    def until_refused(self, times: int) -> None:
        """Wait until it has been told so often that something could not be done."""
        self._until(lambda: self.heard.refused >= times)

    def until_done(self, works: int, moment: float) -> None:
        """Wait until it has told of so many works more, and then for a part of a second."""
        wanted = self.heard.works + works
        self._until(lambda: self.heard.works >= wanted)
        self.listen(moment)

    def _until(self, happened: Callable[[], bool]) -> None:
        limit = time.monotonic() + _PATIENCE
        while not happened():
            if time.monotonic() > limit or not self.listen(0.002):
                self.kill()
                raise Fault(f"没有再听到它：{self._last_words()}")

    def listen(self, seconds: float) -> bool:
        """Hear it for so long; False if it has ended."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            ready, _, _ = select.select([self._hearing], [], [], left)
            if ready and not self._drain():
                return False
        return True

    def _drain(self) -> bool:
        """Take in what is there; False at the end."""
        content = b""
        with suppress(BlockingIOError):
            while content := os.read(self._hearing, 65536):
                *lines, self._rest = (self._rest + content).split(b"\n")
                for line in lines:
                    self.heard.hear(line)
            return False
        return True

    # ---- what is done to it

    def kill(self) -> Heard:
        """SIGKILL, wherever it is; what it had confirmed by then. Fault if it died before."""
        os.kill(self._pid, signal.SIGKILL)
        self._drain()
        if self._ended() != -signal.SIGKILL:
            raise Fault(f"没有杀它，自己停了（{self._code}）：{self._last_words()}")
        self._drain()
        return self.heard

    def stop(self) -> Heard:
        """SIGSTOP, wherever it is; what it has confirmed."""
        os.kill(self._pid, signal.SIGSTOP)
        _, status = os.waitpid(self._pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            self._code = os.waitstatus_to_exitcode(status)
            raise Fault(f"自己停了（{self._code}）：{self._last_words()}")
        self._drain()
        return self.heard

    def go_on(self) -> None:
        """SIGCONT."""
        os.kill(self._pid, signal.SIGCONT)

    def save_and_end(self, path: str) -> Heard:
        """Let it save everything at a path and end by itself. Fault if that does not go well."""
        os.write(self._asking, path.encode())
        while self.listen(0.02):
            continue
        if self._ended():
            raise Fault(self._last_words())
        return self.heard

    def _ended(self) -> int:
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        return self._code

    def _last_words(self) -> str:
        self._complaints.seek(0)
        return self._complaints.read().decode(errors="replace")[-_SHOWN:]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._code is None:
            os.kill(self._pid, signal.SIGKILL)
            self._ended()
        os.close(self._asking)
        os.close(self._hearing)
        self._complaints.close()


def _begin(job: Job, streams: tuple[int, int, int]) -> Never:
    """In the new process: work, and leave without touching anything of the old one."""
    code = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        work(job)
        code = 0
    except BaseException:  # noqa: BLE001 - told on its own output, then it is gone
        os.write(2, traceback.format_exc().encode())
    os._exit(code)
