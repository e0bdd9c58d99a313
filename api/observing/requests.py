"""The outermost layer: gives each request its id, counts it, and logs it when it is answered."""

from __future__ import annotations

import logging
import os
import re
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.observing import metrics
from api.observing.logs import REQUEST_ID

HEADER = b"x-request-id"
UNMATCHED = "unmatched"
"""The route of what no operation answers."""
_QUIET = frozenset({"/health", "/ready", "/metrics"})
"""Asked every few seconds by machines: counted, but not logged while all is well."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ID = re.compile(rb"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")

log = logging.getLogger("kakehashi.request")


class Observed:
    """`scope["state"]["request_id"]` is the id: the client's own where it is a plain word, else a new one."""

    def __init__(self, app: ASGIApp, logged: bool = True) -> None:
        self._app = app
        self._logged = logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        id_ = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = id_
        status = size = 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, id_.encode())]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        token = REQUEST_ID.set(id_)
        begun = perf_counter()
        metrics.WORKING.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            metrics.WORKING.dec()
            self._tell(scope, status, size, perf_counter() - begun)
            REQUEST_ID.reset(token)

    def _tell(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or UNMATCHED
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        metrics.count(method, route, status, seconds, size)
        if not self._logged or (route in _QUIET and status < 400) or not log.isEnabledFor(logging.INFO):
            return
        state = scope["state"]
        log.log(
            logging.ERROR if status >= 500 else logging.INFO,
            "%s %s %s", method, scope["path"], status or "closed",
            extra={
                "method": method, "path": scope["path"], "route": route, "status": status,
                "ms": round(seconds * 1_000, 2), "bytes": size,
                "address": state.get("address") or (scope.get("client") or (None,))[0],
                "actor": state.get("actor"),
            },
        )  # fmt: skip


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == HEADER and _ID.match(value):
            return bytes(value).decode()
    return os.urandom(12).hex()
