"""Connections before there is a request: how long its head may take to arrive, and how large it may be.

Until then nothing of the service is asked, so nothing else can end a client that connects and says nothing, or whose headers
never end. What is refused here is told as everywhere (`api.problems`).
"""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.flow_control import service_unavailable
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from analyzer.messages import Text
from api.problems import ProblemError, busy, problem_response

MOST_HEAD = 65_536
"""Bytes of a request's first line and headers. One that is there at once may be as large as what is read at once."""
HEAD_SECONDS = 20.0
"""From the connection, or the first byte of a further request, to the end of the headers."""
LINGER = 2.0
"""Seconds in which a refused client may still send: a connection that is closed at once would take the answer away with it."""
RETRY = 2
"""Seconds after which a client that is one too many may come again."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol, within these limits."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._in_head = False
        self._head = 0
        self._refused = False
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        super().data_received(data)
        self._weigh(len(data))

    def _weigh(self, size: int) -> None:
        """What has just come, where it was not the end of a head."""
        if self._refused or not self._in_head or self.transport.is_closing():
            return
        self._head += size
        if self._head > MOST_HEAD:
            self._refuse(ProblemError(431, "headers_too_large"))
        elif self._patience is None:
            self._wait()

    def on_message_begin(self) -> None:
        self._in_head, self._head = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - as uvicorn calls it
        self._refuse(ProblemError(400, "bad_request"))

    def _start_asgi_task(self, cycle: Any, app: Any) -> None:
        told: Any = _one_too_many  # of an application's type, as Starlette has it
        super()._start_asgi_task(cycle, told if app is service_unavailable else app)

    def _wait(self) -> None:
        self._patience = self.loop.call_later(HEAD_SECONDS, self._lose_patience)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _lose_patience(self) -> None:
        self._patience = None
        if self.transport.is_closing():
            return
        cycle: Any = self.cycle  # None before the first request
        if cycle is not None and not cycle.response_complete:
            self._wait()  # the answer to the request before is on its way
        elif self._in_head:
            self._refuse(ProblemError(408, "too_slow"))
        else:
            self.transport.close()  # nothing was asked

    def _refuse(self, problem: ProblemError) -> None:
        """Told to whom it may reach, and the connection ended."""
        self._stop_waiting()
        self._refused = True
        self.logger.warning("%s, the connection is closed", problem)
        response = problem_response(HTTPConnection({"type": "http", "headers": []}), problem)
        headers = [*response.raw_headers, (b"connection", b"close")]
        lines = [STATUS_LINE[problem.status], *(b"%s: %s\r\n" % header for header in headers), b"\r\n"]
        self.transport.write(b"".join(lines) + bytes(response.body))
        self.transport.write_eof()
        self.loop.call_later(LINGER, self.transport.close)


async def _one_too_many(scope: Scope, receive: Receive, send: Send) -> None:
    problem = busy(RETRY, Text("接続が多すぎます。", "There are too many connections."))
    problem.headers["Connection"] = "close"
    await problem_response(HTTPConnection(scope), problem)(scope, receive, send)
