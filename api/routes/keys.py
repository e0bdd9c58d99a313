"""API keys, for the admins of the server."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from analyzer.access.roles import landscape_called
from analyzer.reports.keys import keys_report
from analyzer.reports.tables import report_csv
from api.answers import UNKEPT, table_answer
from api.bodies import StrictRoute
from api.documents.access import (
    KeyDocument,
    KeyList,
    KeyRequest,
    NewKeyDocument,
    key_document,
    new_key_document,
)
from api.documents.problems import problems
from api.documents.responses import reading
from api.security.roles import actor_of, needs
from api.service import Running

router = APIRouter(prefix="/api/v1", tags=["access"], route_class=StrictRoute)

KeyId = Annotated[str, Path(pattern="^[0-9a-f]{12}$", description="Id of a key.")]


@router.get(
    "/keys", operation_id="list_keys", responses=reading(KeyList, table=True), **needs("server-admin")
)
def list_keys(request: Request, service: Running) -> Response:
    """Every key, the oldest first; also those that hold no longer."""
    keys = service.guard.keys.all()
    return table_answer(
        request,
        lambda: KeyList(items=[key_document(key) for key in keys]).model_dump(),
        lambda language: report_csv(keys_report(keys, service.now()), language),
        "keys",
        cache=UNKEPT,
    )


@router.post(
    "/keys",
    operation_id="create_key",
    status_code=201,
    responses=problems(404, 413, 415),
    **needs("server-admin"),
)
def create_key(asked: KeyRequest, request: Request, response: Response, service: Running) -> NewKeyDocument:
    """A new key. The answer is the only place where it stands."""
    guard, actor = service.guard, actor_of(request)
    for landscape in asked.roles:
        service.store.current(landscape_called(landscape))
    lasts = None if asked.days is None else timedelta(days=asked.days)
    made = guard.keys.create(asked.name, scopes=asked.scopes, lasts=lasts, actor=actor)
    for landscape, role in sorted(asked.roles.items()):
        guard.grants.put(landscape, made.key.subject, role, actor=actor)
        guard.forget_grants(landscape)
    response.headers["Location"] = f"/api/v1/keys/{made.key.id}"
    return new_key_document(made.key, made.text)


@router.get("/keys/{key}", operation_id="get_key", responses=problems(404), **needs("server-admin"))
def get_key(key: KeyId, service: Running) -> KeyDocument:
    """A key without its secret."""
    return key_document(service.guard.keys.key(key))


@router.delete("/keys/{key}", operation_id="revoke_key", responses=problems(404), **needs("server-admin"))
def revoke_key(key: KeyId, request: Request, service: Running) -> KeyDocument:
    """From now on it opens nothing. It stays in the list, as the audit log speaks of it."""
    revoked = service.guard.keys.revoke(key, actor=actor_of(request))
    service.guard.forget_key(key)
    return key_document(revoked)
