"""What a question is about, as dependencies of its route: a landscape, a kept plan of it, or a plan that is sent.

Each says once which parameters that takes, and how the question is asked and its answer given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer.stores.port import Version
from api import conditions
from api.answers import (
    CSV,
    DOT,
    HTML,
    ICS,
    JSON,
    PDF,
    PNG,
    SVG,
    XLSX,
    ZIP,
    answer,
    csv_answer,
    file_answer,
    hash_of,
    language_of,
    wanted,
)
from api.looking import (
    ID,
    LandscapeId,
    Moment,
    MonthQuery,
    PlanId,
    PlanQuery,
    VersionQuery,
    find_version,
    moment_at,
)
from api.plans import plan_text, version_of_plan
from api.routes.landscapes import FILE_NAME
from api.routes.plans import DEFAULT_PLAN, PlanFileName
from api.service import Running, Service
from api.work.asking import ask
from api.work.questions.base import Form, Question, Sent
from api.work.questions.what_if import Supposing

TABLE: tuple[str, ...] = (JSON, CSV)
SHEET: tuple[str, ...] = (JSON, CSV, XLSX)
PICTURES: tuple[str, ...] = (SVG, PNG, PDF, DOT)
_FORMS: dict[str, Form] = {
    JSON: "json",
    CSV: "csv",
    XLSX: "xlsx",
    SVG: "svg",
    PNG: "png",
    PDF: "pdf",
    DOT: "dot",
    ZIP: "zip",
    ICS: "ics",
    HTML: "html",
}
_FILES: dict[str, str] = {XLSX: ".xlsx", ZIP: ".zip", ICS: ".ics", HTML: ".html"}
"""What a browser saves, and under which ending."""
ScenarioFileName = Annotated[
    str,
    Query(
        alias="file",
        min_length=1,
        max_length=200,
        pattern=FILE_NAME,
        description="What places in findings call the file of scenarios.",
    ),
]
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Asked:
    """A landscape's version, and who asks about it."""

    request: Request
    service: Service
    landscape: str
    version: str | None

    def found(self) -> Version:
        """The version itself; NotFoundError."""
        return find_version(self.service, self.landscape, self.version)

    async def ask(self, question: Question, offered: tuple[str, ...]) -> Response:
        """The answer in the first representation of `offered` that the request accepts."""
        found = await run_in_threadpool(self.found)
        return await self._answered(found, question, offered)

    async def _answered(self, version: Version, question: Question, offered: tuple[str, ...]) -> Response:
        media_type = wanted(self.request, offered)
        language = language_of(self.request)
        speaks = media_type in (CSV, *_FILES, *PICTURES)  # JSON has both languages in it
        asked = replace(question, form=_FORMS[media_type], language=language if speaks else "ja")
        body = await ask(self.service, version, asked)
        name = f"{version.landscape}-{question.called}"
        if media_type == CSV:
            return csv_answer(self.request, body, language, name)
        if media_type in _FILES:
            policy = {"Content-Security-Policy": SVG_POLICY} if media_type == HTML else {}
            return file_answer(
                self.request, body, media_type, language, f"{name}{_FILES[media_type]}", policy
            )
        headers = {"Content-Security-Policy": SVG_POLICY} if media_type == SVG else {}
        return answer(self.request, body, media_type, conditions.etag(hash_of(body)), headers=headers)


@dataclass(frozen=True, slots=True)
class AskedOfKept(Asked):
    """A kept plan of the landscape; without a version: the one that the plan was made for."""

    plan: str

    async def ask(self, question: Question, offered: tuple[str, ...]) -> Response:
        entry = await run_in_threadpool(self.service.store.plan, self.landscape, self.plan)
        found = await run_in_threadpool(version_of_plan, self.service, entry, self.version)
        asked = replace(question, plan=Sent(entry.body, self.plan))
        return await self._answered(found, asked, offered)


@dataclass(frozen=True, slots=True)
class AskedOfSent(Asked):
    """The plan that is the request's body; findings call it by the name of `file`."""

    file: str

    async def ask(self, question: Question, offered: tuple[str, ...]) -> Response:
        found = await run_in_threadpool(self.found)
        text = await plan_text(self.request)
        return await self._answered(found, replace(question, plan=Sent(text, self.file)), offered)


@dataclass(frozen=True, slots=True)
class AskedInMonth(Asked):
    """A month under a kept plan; as of today where no plan is named."""

    plan: str | None
    month: str | None

    def moment(self, found: Version) -> Moment:
        """The forms that the systems of the version have then."""
        return moment_at(self.service, found, self.plan, self.month)


async def _landscape(
    request: Request, service: Running, landscape: LandscapeId, version: VersionQuery = None
) -> Asked:
    return Asked(request, service, landscape, version)


async def _in_month(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    plan: PlanQuery = None,
    month: MonthQuery = None,
) -> AskedInMonth:
    return AskedInMonth(request, service, landscape, version, plan, month)


async def _kept(
    request: Request, service: Running, landscape: LandscapeId, plan: PlanId, version: VersionQuery = None
) -> AskedOfKept:
    return AskedOfKept(request, service, landscape, version, plan)


async def _perhaps_kept(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    plan: PlanQuery = None,
) -> Asked:
    if plan is None:
        return Asked(request, service, landscape, version)
    return AskedOfKept(request, service, landscape, version, plan)


async def _sent(
    request: Request,
    service: Running,
    landscape: LandscapeId,
    version: VersionQuery = None,
    file: PlanFileName = DEFAULT_PLAN,
) -> AskedOfSent:
    return AskedOfSent(request, service, landscape, version, file)


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The scenarios of the request's body, or those of them that are named."""

    request: Request
    names: tuple[str, ...]
    file: str

    async def of(self, question: Supposing) -> Supposing:
        """The question about them; read, and refused, where it is answered."""
        text = await plan_text(self.request)
        return replace(question, scenarios=Sent(text, self.file), scenario_ids=self.names)


async def _scenarios(
    request: Request,
    scenario: Annotated[
        list[Annotated[str, StringConstraints(pattern=ID, max_length=200)]],
        Query(max_length=1_000, description="Id of a scenario of the file; several: repeated; none: all."),
    ] = [],  # noqa: B006 (never changed)
    file: ScenarioFileName = "scenarios.yaml",
) -> Scenarios:
    return Scenarios(request, tuple(scenario), file)


AtLandscape = Annotated[Asked, Depends(_landscape)]
InMonth = Annotated[AskedInMonth, Depends(_in_month)]
PerhapsKeptPlan = Annotated[Asked, Depends(_perhaps_kept)]
KeptPlan = Annotated[AskedOfKept, Depends(_kept)]
SentPlan = Annotated[AskedOfSent, Depends(_sent)]
SentScenarios = Annotated[Scenarios, Depends(_scenarios)]
