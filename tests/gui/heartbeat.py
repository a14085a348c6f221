"""Whether the window always answers: a timer that beats, and what it waited for at most."""

from PySide6.QtCore import QElapsedTimer, QTimer


class Heartbeat:
    """A timer of 10 ms, and the largest gap between two of its beats."""

    def __init__(self) -> None:
        self.largest = 0
        self._since = QElapsedTimer()
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """Begin to measure."""
        self.largest = 0
        self._since.start()
        self._timer.start()

    def stop(self) -> int:
        """The largest gap in milliseconds."""
        self._beat()
        self._timer.stop()
        return self.largest

    def _beat(self) -> None:
        self.largest = max(self.largest, self._since.restart())
