"""From a request to a landscape that a store can keep: queued, received, read, each within its limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from analyzer.messages import Text
from analyzer.stores.preparing import Prepared
from analyzer.stores.sources import Source
from api.bodies import media_type_of
from api.guarded.limits import ClosedError, LimitExceededError, QueueFullError
from api.problems import ProblemError, busy
from api.service import Service
from api.uploads.reading import READ, ReadUpload
from api.uploads.receiving import Received, receive, spool

YAML_TYPES = ("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/vnd.yaml")
MEDIA_TYPES = (*YAML_TYPES, "application/json")

_TOO_COSTLY = {
    "memory": Text(
        "読み取りに必要なメモリが上限を超えました。", "Reading it needs more memory than is allowed."
    ),
    "time": Text("読み取りが時間内に終わりませんでした。", "Reading it takes longer than is allowed."),
}


@dataclass(slots=True)
class Upload:
    """A landscape file that was read; `seconds` are what each step took."""

    read: ReadUpload
    received: Received
    file: str
    media_type: str
    seconds: dict[str, float]

    @property
    def prepared(self) -> Prepared:
        """The landscape; ProblemError 422 with every finding where the file has errors."""
        if self.read.prepared is None:
            raise ProblemError(
                422,
                "wrong_landscape",
                Text(
                    f"ファイルに誤りがあります(指摘 {self.read.total} 件)。",
                    f"The file has errors ({self.read.total} findings).",
                ),
                findings=self.read.findings,
                total=self.read.total,
            )
        return self.read.prepared

    def source(self) -> Source:
        """The text as it came."""
        return Source(self.file, self.received.text(), self.media_type)

    @property
    def timing(self) -> str:
        """As `Server-Timing`: milliseconds of each step."""
        return ", ".join(f"{step};dur={1000 * taken:.1f}" for step, taken in self.seconds.items())


@asynccontextmanager
async def uploaded(request: Request, service: Service, file: str) -> AsyncIterator[Upload]:
    """The upload of a request, for as long as it is needed.

    ProblemError 415, 413, 408; 503 where too many wait already (said before the body is read);
    422 where reading takes more than it may.
    """
    media_type = media_type_of(request, MEDIA_TYPES, default=YAML_TYPES[0])
    settings = service.settings
    with seated(service), spool() as spooled:
        began = perf_counter()
        received = await receive(request, spooled, settings.max_upload, settings.upload_seconds)
        arrived = perf_counter()
        read = await _read(service, received, file)
        seconds = {"receive": arrived - began, "read": perf_counter() - arrived}
        yield Upload(read, received, file, media_type, seconds)


async def _read(service: Service, received: Received, file: str) -> ReadUpload:
    if received.size == 0:
        raise empty_file()
    read: ReadUpload = await read_guarded(service, READ, received.size, received.pieces, file)
    return read


def empty_file() -> ProblemError:
    return ProblemError(422, "empty_file", Text("本文が空です。", "The body is empty."))


@contextmanager
def seated(service: Service) -> Iterator[None]:
    """A place among those who wait for the readers; ProblemError 503 where there is none left."""
    try:
        seat = service.readers.take_seat()
    except (QueueFullError, ClosedError):
        raise busy(
            service.settings.retry_after,
            Text("取り込みが混み合っています。", "Too many uploads are waiting."),
        ) from None
    try:
        yield
    finally:
        seat.leave()


async def read_guarded(
    service: Service, name: str, size: int, pieces: Callable[[], Iterable[bytes]], *arguments: object
) -> Any:
    """What the function of this name gives for the bytes, within the limits of reading; for whoever is `seated`."""
    future = service.readers.submit(name, (size, pieces), *arguments)
    try:
        return await asyncio.shield(asyncio.wrap_future(future))
    except asyncio.CancelledError:
        # The client has gone. What is being read reads from our file, so the file stays until that ends.
        if not future.cancel():
            await run_in_threadpool(_ended, future)
        raise
    except LimitExceededError as error:
        sentence = _TOO_COSTLY.get(error.excess)
        if sentence is None:
            raise ProblemError(500, "reader_died") from None
        raise ProblemError(422, "too_costly", sentence) from None
    except ClosedError:
        raise busy(
            service.settings.retry_after, Text("停止しようとしています。", "The service is stopping.")
        ) from None


def _ended(future: Future[Any]) -> None:
    future.exception()
