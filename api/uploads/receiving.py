"""A body on its way in: bounded, and on disk when it is large.

The file has no name, so that nothing is left behind by a server that was killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.bodies import chunks

IN_MEMORY = 1_000_000
PIECE = 1_000_000


@dataclass(slots=True)
class Received:
    """A body that is there as a whole; `size` in bytes."""

    size: int
    _file: SpooledTemporaryFile[bytes]

    def pieces(self) -> Iterator[bytes]:
        """From the beginning, each time; one reader at a time."""
        self._file.seek(0)
        while piece := self._file.read(PIECE):
            yield piece

    def text(self) -> bytes:
        return b"".join(self.pieces())


@contextmanager
def spool() -> Iterator[SpooledTemporaryFile[bytes]]:
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        yield file


async def receive(
    request: Request, file: SpooledTemporaryFile[bytes], limit: int, seconds: float
) -> Received:
    """The body; ProblemError 413 or 408 as `chunks`, and no byte more is read then."""
    size = 0
    held: list[bytes] = []
    waiting = 0
    async for chunk in chunks(request, limit, seconds):
        held.append(chunk)
        waiting += len(chunk)
        size += len(chunk)
        if waiting >= PIECE:
            await run_in_threadpool(file.write, b"".join(held))
            held, waiting = [], 0
    file.write(b"".join(held))
    return Received(size, file)
