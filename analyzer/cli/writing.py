"""Bytes to standard output and to files; a file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


def write_stdout(data: bytes) -> None:
    """Everything, at once; BrokenPipeError where nobody reads any more."""
    if sys.stdout is None:  # the process was started without it (``>&-``)
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "<stdout>")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_all_atomically(files: Mapping[str, bytes]) -> None:
    """Each file has its old content or the new one, never a part of it; OSError where one cannot be written.

    The content goes to a new file beside it, which then takes its name (and keeps its rights);
    none does before all are written. What is no file (``/dev/stdout``, a pipe) is written to as it is.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, data in files.items():
            target = Path(name).resolve() if Path(name).exists() else Path(name)
            if target.exists() and not target.is_file():
                with target.open("wb") as stream:  # IsADirectoryError among the errors
                    stream.write(data)
                continue
            waiting.append((_beside(target, data), target))
        for written, target in waiting:
            written.replace(target)
    finally:
        for written, _ in waiting:
            with suppress(OSError):
                written.unlink()


@contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the file's name once it is written whole and lies on the disk."""
    part = target.with_name(f".{target.name[:50]}.{os.getpid()}.part")
    try:
        with part.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _beside(target: Path, data: bytes) -> Path:
    """A new file in the same folder with this content and the rights that the target has or would have."""
    if target.exists():
        if not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
        rights = stat.S_IMODE(target.stat().st_mode)
    else:
        mask = os.umask(0)
        os.umask(mask)
        rights = 0o666 & ~mask
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise type(error)(error.errno, os.strerror(error.errno or errno.EIO), str(target)) from None
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        written.chmod(rights)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written
