"""Today: which bridges stand, whose they are, until when, what ends each, what nobody knows, and what is odd in the file."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from starlette.responses import Response

from analyzer.landscape.months import Month
from api.routes.questions import DEFAULT_SECONDS
from api.security.roles import needs
from api.web.routing import PageRoute
from api.web.views import Looked, Looking
from api.work.questions.base import Question
from api.work.questions.figures import Findings, Status
from api.work.questions.papers import Worksheet

router = APIRouter(route_class=PageRoute)

_FINDINGS = Findings()
_QUESTIONS = Worksheet(sheet="questions")


@router.get("/landscapes/{landscape}/today", include_in_schema=False, **needs("viewer"))
async def today(looking: Looked) -> Response:
    """A month under a kept plan; as of today where no plan is named."""
    status, questions, findings = await asyncio.gather(
        looking.soon(_status(looking), "today/status"),
        looking.soon(_QUESTIONS, "today/questions"),
        looking.soon(_FINDINGS, "today/findings"),
    )
    twin = looking.planned_twin("status", month=looking.month)
    before, after = _beside(looking)
    context = {
        "status": status,
        "questions": questions,
        "findings": findings,
        "before": before,
        "after": after,
    }
    return looking.page("today", "today.html", twin=twin, **context)


@router.get("/landscapes/{landscape}/today/status", include_in_schema=False, **needs("viewer"))
async def status(looking: Looked) -> Response:
    """The part of the view that takes long for a plan of a large city."""
    return await looking.part(_status(looking))


@router.get("/landscapes/{landscape}/today/findings", include_in_schema=False, **needs("viewer"))
async def findings(looking: Looked) -> Response:
    """What is odd in the file."""
    return await looking.part(_FINDINGS)


@router.get("/landscapes/{landscape}/today/questions", include_in_schema=False, **needs("viewer"))
async def questions(looking: Looked) -> Response:
    """What to ask each vendor."""
    return await looking.part(_QUESTIONS)


def _status(looking: Looking) -> Question:
    return Status(month=looking.month, time_limit=DEFAULT_SECONDS)


def _beside(looking: Looking) -> tuple[Month | None, Month | None]:
    """The months before and after the one that is looked at, where there are some."""
    months = looking.months()
    if looking.month is None or Month.parse(looking.month) not in months:
        return None, None
    at = months.index(Month.parse(looking.month))
    return months[at - 1] if at else None, months[at + 1] if at + 1 < len(months) else None
