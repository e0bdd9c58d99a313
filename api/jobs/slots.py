"""How many searches run at once on this machine, whatever the number of server processes: locks on files.

The kernel gives a lock back when its process ends, however it ends. Services with other stores do not count each other.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from pathlib import Path


class Slots:
    """`count` places; `name` tells one service from another (the URL of its store)."""

    def __init__(self, name: str, count: int, folder: Path | None = None) -> None:
        self._folder = _own_folder() if folder is None else folder
        digest = hashlib.sha256(name.encode()).hexdigest()[:16]
        self._paths = [self._folder / f"search-{digest}-{number}.lock" for number in range(count)]

    def take(self) -> int | None:
        """A place, to be given back with `free`; None where all are taken."""
        for path in self._paths:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                continue
            return handle
        return None

    def free(self, slot: int) -> None:
        os.close(slot)


def _own_folder() -> Path:
    """A folder that only this user can write to."""
    folder = Path(tempfile.gettempdir()) / f"kakehashi-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid != os.getuid() or found.st_mode & 0o022:
        raise PermissionError(f"{folder} belongs to somebody else")
    return folder
