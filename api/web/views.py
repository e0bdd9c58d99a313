"""The views of a landscape, and what each is about: a version, and a kept plan and a month where they are named.

All of that stands in the address, so that it can be sent to a colleague.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query, Request
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Horizon, Month
from analyzer.messages import Language, Text
from analyzer.stores.port import PlanEntry, Version
from analyzer.usecases import month_in
from api.looking import ID, MONTH, VERSION_OR_CURRENT, LandscapeId, find_version, landscape_at
from api.plans import version_of_plan
from api.service import Running, Service
from api.web.languages import page_language
from api.web.rendering import HEADERS, address, environment, page, root_of
from api.work.asking import ask
from api.work.questions.base import Form, Question, Sent

VIEWS: Mapping[str, Text] = {
    "in": Text("取込み", "In"),
    "today": Text("今日", "Today"),
    "map": Text("地図", "Map"),
    "plan": Text("計画", "Plan"),
    "what-if": Text("もしも", "What if"),
    "out": Text("出力", "Out"),
    "advance": Text("進捗", "Progress"),
}
"""The last step of a view's address → its name; in the order of the work."""
PLANS_SHOWN = 1_000
PATIENCE = 0.7
"""Seconds that a view waits for an answer before it is shown without."""


def _or_empty(pattern: str) -> str:
    """A form sends what was not chosen as an empty text."""
    return rf"^$|{pattern}"


VersionAsked = Annotated[str, Query(alias="version", pattern=_or_empty(VERSION_OR_CURRENT))]
PlanAsked = Annotated[str, Query(alias="plan", pattern=_or_empty(ID), max_length=200)]
MonthAsked = Annotated[str, Query(alias="month", pattern=_or_empty(MONTH))]


@dataclass(frozen=True, slots=True)
class Looking:
    """What a view of a landscape looks at. `version` is the one that is named, else the plan's, else the current one."""

    request: Request
    service: Service
    version: Version
    named: str | None
    """The version as the address names it; None: it does not."""
    plan: PlanEntry | None
    month: str | None
    plans: Sequence[PlanEntry]
    """All that are kept for the landscape."""

    @property
    def kept(self) -> dict[str, str | None]:
        """The query that goes from view to view."""
        plan = None if self.plan is None else self.plan.id
        return {"plan": plan, "version": self.named, "month": self.month}

    @property
    def language(self) -> Language:
        return page_language(self.request)

    def months(self) -> tuple[Month, ...]:
        """Of the horizon."""
        horizon = _horizon(self.version)
        return () if horizon is None else horizon.months()

    def landscape(self) -> Landscape:
        """To be read in a thread."""
        return landscape_at(self.service, self.version)

    async def ask(self, question: Question, form: Form = "json") -> bytes:
        """The answer about the landscape, and the plan where one is named; computed in a guarded process.

        JSON has both languages in it; other forms are in the language of the page.
        """
        if self.plan is not None:
            question = replace(question, plan=Sent(self.plan.body, self.plan.id))
        language = "ja" if form == "json" else self.language
        return await ask(self.service, self.version, replace(question, form=form, language=language))

    async def report(self, question: Question) -> Markup:
        """The answer as a piece of HTML, which our own renderer wrote."""
        return Markup((await self.ask(question, "html")).decode())  # noqa: S704 - it escapes

    async def soon(self, question: Question, part: str) -> Markup:
        """The same; where it takes longer than a view waits, a place for it: a module fills it from the view's address `part`."""
        found = await self._pending(question, PATIENCE)
        if found is not None:
            return found
        address_ = address(root_of(self.request), "landscapes", self.version.landscape, *part.split("/"))
        query = self.request.url.query
        where = address_ + (f"?{query}" if query else "")
        return Markup(environment().get_template("later.html").render(where=where, lang=self.language))  # noqa: S704 - it escapes

    async def part(self, question: Question) -> Response:
        """What `soon` left out, as soon as it is there."""
        found = await self._pending(question, None)
        return Response(found, headers=dict(HEADERS), media_type="text/html")

    async def _pending(self, question: Question, patience: float | None) -> Markup | None:
        key = (
            self.version.landscape,
            self.version.hash,
            self.plan and self.plan.revision,
            self.language,
            question,
        )
        found = await self.service.pending.get(key, lambda: self.ask(question, "html"), patience)
        return None if found is None else Markup(found.decode())  # noqa: S704 - our own renderer escapes

    def twin(self, *steps: str, **query: object) -> str:
        """The address, below the service, of what the API says of the same version: ``twin("status", month=…)``."""
        said = {"version": self.named, **query}
        return address("", "api", "v1", "landscapes", self.version.landscape, *steps, **said)

    def planned_twin(self, *steps: str, **query: object) -> str:
        """The same about the plan where one is named."""
        return self.twin(*(() if self.plan is None else ("plans", self.plan.id)), *steps, **query)

    def page(self, view: str, template: str, *, twin: str | None = None, **context: object) -> Response:
        """The view, with what stands around it. `view` is one of `VIEWS`."""
        shown: dict[str, object] = {
            "landscape": self.version,
            "view": view,
            "views": VIEWS,
            "kept": self.kept,
            "plan": self.plan,
            "plans": self.plans,
            "month": self.month,
            "months": self.months(),
        }
        return page(self.request, template, {**shown, **context}, twin=twin)


def _horizon(version: Version) -> Horizon | None:
    said = version.summary
    if said.first is None or said.last is None:
        return None
    return Horizon(Month.parse(said.first), Month.parse(said.last))


async def _looking(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionAsked = "",
    plan: PlanAsked = "",
    month: MonthAsked = "",
) -> Looking:
    def look() -> Looking:
        entry = service.store.plan(landscape, plan) if plan else None
        found = (
            find_version(service, landscape, version or None)
            if entry is None
            else version_of_plan(service, entry, version or None)
        )
        horizon = _horizon(found)
        if month and horizon is not None:
            month_in(horizon, month)
        plans = service.store.plans(landscape, limit=PLANS_SHOWN)
        return Looking(request, service, found, version or None, entry, month or None, plans)

    return await run_in_threadpool(look)


Looked = Annotated[Looking, Depends(_looking)]
"""What a view of a landscape is told: the path has ``{landscape}``, the query may have `version`, `plan`, `month`."""
