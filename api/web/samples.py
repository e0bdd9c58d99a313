"""The samples that come with the software, kept by one click."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from analyzer import resources
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import read_plan
from analyzer.plan.rules import structural_violations
from analyzer.stores.errors import ChangedError
from analyzer.stores.sources import Source
from api.keeping import keep_version
from api.plans import read_sent_plan
from api.problems import ProblemError
from api.security.roles import actor_of, needs
from api.service import Running
from api.uploads.reading import read_upload
from api.web.routing import PageRoute, field, moved

router = APIRouter(route_class=PageRoute)


@router.post("/samples", include_in_schema=False, **needs("creator"))
async def keep_sample(request: Request, service: Running) -> Response:
    """The sample with its plans; one that is there already stays as somebody left it."""
    name = field(await request.form(), "sample")
    if name not in resources.sample_names():
        raise ProblemError(404, "not_found")
    path = resources.sample(name)
    text = await run_in_threadpool(path.read_bytes)
    read = await run_in_threadpool(read_upload, text, path.name)
    if read.prepared is None:
        raise ProblemError(500, "fault")
    try:
        version, new = await keep_version(request, service, read.prepared, Source(path.name, text), None)
    except ChangedError:
        return moved(request, f"landscapes/{read.prepared.id}/today")
    plans = await run_in_threadpool(_plans_of, path, read.prepared.landscape) if new else {}
    for id, body in plans.items():
        await service.changes.make(
            service.store.put_plan,
            version.landscape,
            id,
            version.hash,
            body,
            expect=None,
            actor=actor_of(request),
        )
    query = f"?plan={min(plans)}" if plans else ""
    return moved(request, f"landscapes/{version.landscape}/today{query}")


@cache
def sample_titles() -> tuple[tuple[str, str], ...]:
    """(id, name of the municipality) of every sample; read once. Two of one municipality have their ids beside."""
    titles = {id: _title(resources.sample(id)) for id in resources.sample_names()}
    times = Counter(titles.values())
    return tuple((id, title if times[title] == 1 else f"{title} ({id})") for id, title in titles.items())


def _title(path: Path) -> str:
    """The name that the head of a landscape file gives, without reading all of it."""
    found = re.search(r"^  name: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return path.parent.name if found is None else found[1].strip().strip("\"'")


def _plans_of(path: Path, landscape: Landscape) -> dict[str, bytes]:
    """Those beside a sample that are plans of its landscape, by id; some samples have more landscapes."""
    plans = {}
    for file in sorted((path.parent / "plans").glob("*.yaml")):
        text = file.read_bytes()
        if not structural_violations(landscape, read_plan(text, file.name).moves):
            plans[file.stem] = read_sent_plan(text, file.name).body
    return plans
