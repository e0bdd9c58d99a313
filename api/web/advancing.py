"""Roll forward: what was done this month is ticked, and the next month's landscape and plan come of it.

The view shows what would be kept; its script keeps it, as any client of the API would: under the condition that nobody was faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.reports.difference import move_named
from api.conditions import etag
from api.errors import as_problem
from api.looking import MONTH
from api.security.roles import needs
from api.web.planning import moves_of
from api.web.routing import PageRoute
from api.web.views import Looked, Looking
from api.work.questions.what_if import Advance

router = APIRouter(route_class=PageRoute)

ADVANCE_SECONDS = 20.0
Done = Annotated[str, StringConstraints(max_length=300)]


@dataclass(frozen=True, slots=True)
class Tick:
    """A move that may have been done before the new month; `month` is when, as the form says it."""

    move: MoveRef
    name: Text
    planned: Month
    usual: str
    """The month that it is taken to be where the form does not say."""
    month: str
    ticked: bool


@router.get("/landscapes/{landscape}/advance", include_in_schema=False, **needs("viewer"))
async def advance(
    looking: Looked,
    to: Annotated[str, Query(pattern=rf"^$|{MONTH}")] = "",
    move: Annotated[list[Done], Query(max_length=10_000)] = [],  # noqa: B006 (never changed)
    when: Annotated[list[Done], Query(max_length=10_000)] = [],  # noqa: B006
    shown: bool = False,
) -> Response:
    """The list to tick; then planned against actual, and what would be kept. `move` are those done, `when` all with their months."""
    said = dict(pair.split("=", 1) for pair in when if "=" in pair)
    months = looking.months()
    month = Month.parse(to) if to else (months[1] if len(months) > 1 else None)
    ticks: list[Tick] = []
    if looking.plan is not None and month is not None:
        ticks = await run_in_threadpool(_ticks, looking, month, move, said, shown)
    report, problem = None, None
    done = tuple(f"{tick.move}={tick.month}" for tick in ticks if tick.ticked)
    if shown and looking.plan is not None and month is not None:
        question = Advance(to=str(month), done=done, time_limit=ADVANCE_SECONDS)
        try:
            report = await looking.report(question)
        except InputError as error:  # what was ticked stays, with what is wrong in it beside
            problem = as_problem(error, looking.request)
    return looking.page(
        "advance",
        "advance.html",
        twin=looking.planned_twin() if looking.plan is not None else None,
        onward=month,
        due=[tick for tick in ticks if month is not None and tick.planned < month],
        ahead=[tick for tick in ticks if month is not None and tick.planned >= month],
        report=report,
        problem=problem,
        taken=[entry.id for entry in looking.plans],
        done=list(done),
        revision=etag(looking.version.hash),
    )


def _ticks(
    looking: Looking, to: Month, done: list[str], said: Mapping[str, str], answered: bool
) -> list[Tick]:
    """Moves planned before the new month, ticked at first; then the others, which may have been done early."""
    assert looking.plan is not None, "what is planned is ticked"
    landscape: Landscape = looking.landscape()
    found = []
    for ref, planned in sorted(moves_of(looking.plan).items(), key=lambda item: (item[1], item[0])):
        if ref.system not in landscape.systems:
            continue
        due = planned < to
        ticked = str(ref) in done if answered else due
        usual = str(planned if due else to + -1)
        found.append(Tick(ref, move_named(landscape, ref), planned, usual, said.get(str(ref), usual), ticked))
    return found
