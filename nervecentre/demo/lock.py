"""One demo at a time: a lock that the operating system lets go of however the demo ends."""

import fcntl
import os
from pathlib import Path


class AlreadyRunning(Exception):
    """Another demo holds the lock."""


class Lock:
    """Held from `take` until the process ends. The file says where the demo is to be found."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def take(self) -> None:
        """Raises AlreadyRunning with a sentence."""
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            where = self._path.read_text().strip() or "still being set up"
            raise AlreadyRunning(
                f"The demo of this checkout is running already ({where}): use that one, or stop "
                "it with Ctrl-C first."
            ) from error
        self.say("")

    def say(self, where: str) -> None:
        """Write down where the demo is to be found."""
        if self._file is not None:
            os.ftruncate(self._file, 0)
            os.pwrite(self._file, where.encode(), 0)
