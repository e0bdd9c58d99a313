"""What a landscape that was made of lists does not know yet, over HTTP; and the answers to that, as a question: nothing is kept."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from api.answers import JSON
from api.bodies import StrictRoute
from api.documents.imports import ImportDocument, MissingAnswers, MissingList
from api.documents.responses import answers, reading
from api.routes.about import TABLE, AtLandscape
from api.security.roles import needs
from api.work.questions.lists import FilledFields, Missing

router = APIRouter(prefix="/api/v1", tags=["landscapes"], route_class=StrictRoute)


@router.get(
    "/landscapes/{landscape}/missing",
    operation_id="list_missing",
    responses=reading(MissingList, table=True),
    **needs("viewer"),
)
async def list_missing(at: AtLandscape) -> Response:
    """The fields that no list has named yet, by system and hub: JSON or CSV."""
    return await at.ask(Missing(), TABLE)


@router.post(
    "/landscapes/{landscape}/missing",
    operation_id="fill_missing",
    responses=answers(ImportDocument, 404, 408, 413, 415),
    **needs("viewer"),
)
async def fill_missing(at: AtLandscape, body: MissingAnswers) -> Response:
    """The landscape with answers to them, what that changes, and what is missing then. Nothing is kept."""
    return await at.ask(FilledFields(values={"systems": body.systems, "hubs": body.hubs}), (JSON,))
