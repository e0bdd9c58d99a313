"""What if: a vendor slips or withdraws, an environment closes earlier; the plan kept or made again, and how it bears slips.

What is supposed stands in the address, so a question can be sent to a colleague.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.landscape.model import Environment, Landscape, Vendor
from analyzer.messages import Text
from analyzer.reports.layout import join
from analyzer.stores.compact import compact
from api.looking import ID, MONTH
from api.security.roles import needs
from api.web.routing import PageRoute
from api.web.views import Looked
from api.work.questions.base import Sent
from api.work.questions.what_if import Again, Slips, WhatIf

router = APIRouter(route_class=PageRoute)

KEEP_SECONDS = 20.0
SAMPLES = 1_000
_ID = rf"^$|{ID}"
_MONTH = rf"^$|{MONTH}"


@dataclass(frozen=True, slots=True)
class Supposed:
    """What the form says; what is empty is not supposed."""

    late: str
    months: int
    gone: str
    gone_from: str
    closing: str
    until: str
    again: bool
    seconds: int
    keep: int | None

    @property
    def changes(self) -> list[dict[str, object]]:
        """The changes of a scenario as its file writes them (docs/what-if.md)."""
        found: list[dict[str, object]] = []
        if self.late:
            found.append({"delay": {"vendor": self.late, "months": self.months}})
        if self.gone and self.gone_from:
            found.append({"withdraw": {"vendor": self.gone, "from": self.gone_from}})
        if self.closing and self.until:
            found.append({"available": {"environment": self.closing, "until": self.until}})
        return found

    @property
    def lacking(self) -> Text | None:
        """What is supposed by half: nothing of it is left out in silence."""
        if bool(self.gone) != bool(self.gone_from):
            return Text(
                "撤退するベンダと、撤退する月の両方を選んでください。",
                "Choose both the vendor that withdraws, and from when.",
            )
        if bool(self.closing) != bool(self.until):
            return Text(
                "早く閉じる環境と、その最後の月の両方を選んでください。",
                "Choose both the environment that closes, and its last month.",
            )
        return None

    def said(self, landscape: Landscape) -> Text:
        """What is supposed, in words: names in Japanese, ids in English, as in every report."""
        parts: list[Text] = []
        if self.late:
            name = _name(landscape.vendors, self.late)
            parts.append(
                Text(f"{name}が {self.months} か月遅れる", f"{self.late} is {self.months} month(s) late")
            )
        if self.gone and self.gone_from:
            name = _name(landscape.vendors, self.gone)
            parts.append(
                Text(
                    f"{name}が {self.gone_from} から撤退する", f"{self.gone} withdraws from {self.gone_from}"
                )
            )
        if self.closing and self.until:
            name = _name(landscape.environments, self.closing)
            parts.append(Text(f"{name}が {self.until} まで", f"{self.closing} until {self.until}"))
        return join(parts)

    def scenario(self, landscape: Landscape) -> bytes:
        """A file of one scenario, named by what it supposes."""
        name = self.said(landscape).ja[:200] or "supposed"
        entry = {"id": "supposed", "name": name, "changes": self.changes}
        return compact({"schema_version": 1, "scenarios": [entry]})


def _name(named: Mapping[str, Vendor] | Mapping[str, Environment], id: str) -> str:
    """The id where there is nothing of that name: whoever reads the scenario tells of it."""
    return named[id].name if id in named else id


def _supposed(
    late: Annotated[str, Query(pattern=_ID, max_length=200)] = "",
    months: Annotated[int, Query(ge=1, le=120)] = 1,
    gone: Annotated[str, Query(pattern=_ID, max_length=200)] = "",
    gone_from: Annotated[str, Query(alias="from", pattern=_MONTH)] = "",
    closing: Annotated[str, Query(pattern=_ID, max_length=200)] = "",
    until: Annotated[str, Query(pattern=_MONTH)] = "",
    again: bool = False,
    seconds: Annotated[int, Query(ge=1, le=50)] = 10,
    keep: Annotated[str, Query(pattern=r"^[0-9]{0,5}$")] = "",
) -> Supposed:
    most = int(keep) if keep else None
    return Supposed(late, months, gone, gone_from, closing, until, again, seconds, most)


@router.get("/landscapes/{landscape}/what-if", include_in_schema=False, **needs("viewer"))
async def what_if(
    looking: Looked, supposed: Annotated[Supposed, Depends(_supposed)], fan: bool = False
) -> Response:
    """The form; with a plan and something supposed what becomes of the plan, and beside it the best plan then."""
    landscape = await run_in_threadpool(looking.landscape)
    kept = made = slips = None
    if looking.plan is not None and supposed.changes and supposed.lacking is None:
        scenario = Sent(supposed.scenario(landscape), "what-if")
        asked = WhatIf(scenarios=scenario, time_limit=KEEP_SECONDS)
        kept = await looking.report(asked)
        if supposed.again:
            made = await looking.report(
                Again(scenarios=scenario, keep=supposed.keep, time_limit=float(supposed.seconds))
            )
    if looking.plan is not None and fan:
        slips = await looking.report(Slips(samples=SAMPLES, time_limit=KEEP_SECONDS))
    return looking.page(
        "what-if",
        "what-if.html",
        twin=looking.planned_twin("slips") if looking.plan is not None else None,
        vendors=list(landscape.vendors.values()),
        environments=list(landscape.environments.values()),
        supposed=supposed,
        said=supposed.said(landscape),
        kept_plan=kept,
        made_again=made,
        slips=slips,
        picture=looking.planned_twin("slips.svg", samples=SAMPLES),
        slipping=[vendor for vendor in landscape.vendors.values() if vendor.slip is not None],
        seconds_offered=(5, 10, 30, 50),
        fan_query=str(looking.request.url.include_query_params(fan="true").query),
        nothing=_nothing(looking.plan is not None, supposed),
    )


def _nothing(planned: bool, supposed: Supposed) -> Text | None:
    """Why there is no answer."""
    if not planned:
        return Text("計画を選んでください。", "Choose a plan.")
    if supposed.lacking is not None:
        return supposed.lacking
    if not supposed.changes:
        return Text("起こりうることを一つ以上選んでください。", "Suppose at least one thing.")
    return None
