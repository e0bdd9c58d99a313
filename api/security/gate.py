"""The gate: what is refused whatever was asked, before anything of the service sees it.

Where there is no login, being on this machine is the only right there is. So everything is refused that may have been
sent for somebody else: by another machine, a proxy, a page of somebody else's in the browser, or a name that was made to
point here.
"""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from analyzer.messages import Text
from api.problems import ProblemError, problem_response
from api.security.requests import (
    UNSAFE_METHODS,
    asks_this_machine,
    client_address,
    comes_from_here,
    is_forwarded,
    is_from_own_page,
    own_origin,
    read_networks,
)
from api.security.settings import AccessSettings


class Gate:
    """An ASGI layer; leaves the address that the request came from in ``scope["state"]["address"]``."""

    def __init__(self, app: ASGIApp, access: AccessSettings) -> None:
        self.app = app
        self._open = access.login == "none"
        self._trusted = read_networks(access.trusted_proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["address"] = client_address(scope, self._trusted)
        problem = refusal(scope) if self._open else None
        if problem is not None:
            await problem_response(HTTPConnection(scope), problem)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def refusal(scope: Scope) -> ProblemError | None:
    """Why a server without login does not answer this request; None where it may."""
    if not comes_from_here(scope):
        return ProblemError(403, "not_from_here", Text(
            "認証を設定していないサーバは、同じ機械からの要求にだけ応じます。",
            "Without login the server answers this machine only.",
        ))  # fmt: skip
    if is_forwarded(scope):
        return ProblemError(403, "forwarded", Text(
            "認証を設定していないサーバは、中継された要求(Forwarded、X-Forwarded-* など)に応じません。認証を設定してください。",
            "Without login the server answers no request that was passed on (Forwarded, X-Forwarded-*, …). Set up a login.",
        ))  # fmt: skip
    if not asks_this_machine(scope):
        return ProblemError(421, "wrong_host", Text(
            "Host は localhost、127.0.0.1、[::1] のどれかにしてください。",
            "Host has to be localhost, 127.0.0.1 or [::1].",
        ))  # fmt: skip
    if scope["method"] in UNSAFE_METHODS and not is_from_own_page(scope, own_origin(scope)):
        return ProblemError(403, "cross_origin", Text(
            "ほかのサイトのページからの変更は受け付けません。",
            "Changes that pages of other sites send are refused.",
        ))  # fmt: skip
    return None
