"""``…/systems.csv`` is ``…/systems`` with ``Accept: text/csv``: for browsers and spreadsheets, which send no such header.

No id has a dot in it, so nothing else can be meant. Roles and limits look at the path without the extension.
What can be asked with GET can be asked with HEAD: the ETag of an answer without the answer.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from api.answers import EXTENSIONS

PREFIX = "/api/v1/"


class Extensions:
    """An ASGI layer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server sends the headers of the answer only
        if scope["type"] == "http" and scope["method"] in ("GET", "POST"):
            path: str = scope["path"]
            stem, dot, extension = path.rpartition(".")
            media_type = EXTENSIONS.get(dot + extension)
            if media_type is not None and path.startswith(PREFIX):
                headers = [(name, value) for name, value in scope["headers"] if name != b"accept"]
                headers.append((b"accept", media_type.encode()))
                scope = {**scope, "path": stem, "headers": headers}
                scope.pop("raw_path", None)
        await self.app(scope, receive, send)
