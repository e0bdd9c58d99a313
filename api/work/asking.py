"""A question of a route to a guarded process; answers that cannot change are kept ready."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from analyzer.stores.port import Version
from api.guarded.limits import Limits
from api.guarded.wire import packed
from api.looking import landscape_at
from api.service import Service
from api.work.questions.base import Computed, Question
from api.work.questions.computing import COMPUTE
from api.work.running import run

GRACE = 30.0
"""Seconds beside the limit of a search: for reading, evaluating what it found, and writing."""


async def ask(service: Service, version: Version, question: Question) -> bytes:
    """The answer; ProblemError 503 where too many questions wait, 422 where it takes more than it may."""
    most = service.settings.work_seconds
    limit = min(question.time_limit or most, most)
    name, pickled = await run_in_threadpool(packed_landscape, service, version)
    question = replace(question, landscape=name, time_limit=limit)
    key = ("answer", hashlib.sha256(repr(question).encode()).hexdigest())
    ready = service.ready.get(key)
    if ready is not None:
        return ready
    pool = service.desk if question.at_once else None
    # The first question about a plan has to learn all of it: that may take what any question may.
    limits = None if question.at_once else Limits(0, limit + GRACE, limit + GRACE)
    computed: Computed = await run(service, COMPUTE, pickled, question, limits=limits, pool=pool)
    if computed.whole:
        service.ready.put(key, computed.body, len(computed.body) + 500)
    return computed.body


def packed_landscape(service: Service, version: Version) -> tuple[tuple[str, ...], bytes]:
    """The name of the landscape's value, and the value."""
    sources = service.store.sources(version.landscape, version.hash)
    name = (version.landscape, version.hash, sources[-1].hash if sources else "")
    ready = service.ready.get(("value", *name))
    if ready is None:
        ready = packed(landscape_at(service, version))
        service.ready.put(("value", *name), ready, len(ready))
    return name, ready
