"""The role that an operation needs, declared where it is; and the one check of all operations, which reads it there.

`**needs("viewer")` says the role, which stands in the OpenAPI document too (``x-role``): the matrix of roles and
operations is derived from it. The app asks `checked` before every operation, so one that forgets to say what
it needs is refused. An operation on a landscape has the path parameter ``landscape``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast, get_args

from starlette.requests import Request

from analyzer.stores.actor import Actor
from api.security.deciding import Needed
from api.security.principals import Principal

if TYPE_CHECKING:
    from api.security.guard import Guard

Role = Needed
WORD = "x-role"
SCHEMES: Mapping[str, Mapping[str, str]] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "API キー、または発行者のアクセストークン。ログインのないサーバ(ループバックだけ)では要りません。"
        " An API key, or an access token of the issuer. A server without login, on loopback only, needs none.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-kakehashi",
        "description": "ブラウザのログイン(/api/v1/login)。変更には X-CSRF-Token も要ります。"
        " The login of a browser (/api/v1/login); changes need X-CSRF-Token too.",
    },
}
"""How one says who one is, as the OpenAPI document has it."""


class RoleOptions(TypedDict):
    openapi_extra: dict[str, Any]


def needs(role: Role, **openapi: object) -> RoleOptions:
    """Options of an operation that needs this role; `openapi` are further entries of its description."""
    security: dict[str, Any] = (
        {} if role == "public" else {"security": [{}, *({name: []} for name in SCHEMES)]}
    )
    return {"openapi_extra": {WORD: role, **security, **openapi}}


def declared(route: object) -> Needed | None:
    """What a route says it needs; None where it says nothing that there is."""
    extra = getattr(route, "openapi_extra", None) or {}
    word = extra.get(WORD)
    return cast("Needed", word) if word in get_args(Needed) else None


async def checked(request: Request) -> None:
    """Before every operation: who asks, and whether they may. Once: before a body is read, where there is one."""
    if hasattr(request.state, "principal"):
        return
    guard: Guard = request.app.state.service.guard
    needed = declared(request.scope.get("route"))
    landscape = request.path_params.get("landscape")
    request.state.principal = await guard.admit(request, needed, landscape)


async def checked_again(request: Request) -> None:
    """The same for a request that takes its time: what was revoked meanwhile opens nothing any more."""
    guard: Guard = request.app.state.service.guard
    await guard.admit_again(
        request, declared(request.scope.get("route")), request.path_params.get("landscape")
    )


def principal_of(request: Request) -> Principal:
    """Whoever asks."""
    principal: Principal = request.state.principal
    return principal


def actor_of(request: Request) -> Actor:
    """Whoever asks, for the audit log, with where the request came from."""
    guard: Guard = request.app.state.service.guard
    return guard.actor(request)
