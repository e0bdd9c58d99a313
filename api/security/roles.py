"""The role that a route needs, declared where the route is.

`**needs("viewer")` adds the check to a route and its word (``x-role``) to the OpenAPI document, from which
the matrix of roles and operations is derived. A route with a role of a landscape has the path parameter ``landscape``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypedDict

from fastapi import Depends
from fastapi.params import Depends as Dependency
from starlette.requests import Request

Role = Literal["public", "creator", "viewer", "editor", "admin", "server-admin"]
"""`viewer`, `editor` and `admin` are roles of a landscape; `creator` may make new ones; `public` is everybody."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks; `name` is what the audit log calls them."""

    name: str
    claims: Mapping[str, object] = field(default_factory=dict)


LOCAL = Principal("local")
"""Whoever sits at the machine: the only one where a service has no login."""


class Guard(Protocol):
    """Decides who asks, and whether they may."""

    async def admit(self, request: Request, role: Role, landscape: str | None) -> Principal:
        """The principal; ProblemError (401, 403, or 404 where even the existence is not told) if they may not."""

    async def visible(self, request: Request) -> frozenset[str] | None:
        """The landscapes that the principal may see; None: all."""


class OpenGuard:
    """Everybody may everything: for a service on loopback without login."""

    async def admit(self, request: Request, role: Role, landscape: str | None) -> Principal:  # noqa: ARG002
        return LOCAL

    async def visible(self, request: Request) -> frozenset[str] | None:  # noqa: ARG002
        return None


class RoleOptions(TypedDict):
    dependencies: list[Dependency]
    openapi_extra: dict[str, Any]


def needs(role: Role, **openapi: object) -> RoleOptions:
    """Options of a route that needs this role; `openapi` are further entries of its operation."""

    async def admitted(request: Request) -> None:
        guard: Guard = request.app.state.service.guard
        landscape = request.path_params.get("landscape")
        request.state.principal = await guard.admit(request, role, landscape)

    return {"dependencies": [Depends(admitted)], "openapi_extra": {"x-role": role, **openapi}}


def actor_of(request: Request) -> str:
    """The name for the audit log."""
    principal: Principal = request.state.principal
    return principal.name
