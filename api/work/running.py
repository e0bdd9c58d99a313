"""A task to a guarded process: a seat in the queue, the limits, and what is told where they are exceeded."""

from __future__ import annotations

import asyncio
from typing import Any

from analyzer.messages import Text
from api.guarded.limits import ClosedError, LimitExceededError, Limits, QueueFullError
from api.guarded.pool import GuardedPool
from api.problems import ProblemError, busy
from api.service import Service

_TOO_COSTLY = {
    "memory": Text("計算に必要なメモリが上限を超えました。", "It needs more memory than is allowed."),
    "time": Text(
        "時間内に計算が終わりませんでした。時間のかかる計算はジョブとして依頼してください。",
        "It was not computed in time. Ask for long searches as jobs.",
    ),
}


async def run(
    service: Service,
    name: str,
    payload: bytes,
    *arguments: object,
    limits: Limits | None = None,
    pool: GuardedPool | None = None,
) -> Any:
    """What the function gives; ProblemError 503 where too many tasks wait, 422 where it takes more than it may.

    `pool`: the processes to do it, where they are not those of all questions.
    """
    workers = pool or service.workers
    try:
        seat = workers.take_seat()
    except (QueueFullError, ClosedError):
        raise _busy(service) from None
    try:
        future = workers.submit(name, payload, *arguments, limits=limits)
        return await asyncio.wrap_future(future)
    except LimitExceededError as error:
        sentence = _TOO_COSTLY.get(error.excess)
        if sentence is None:
            raise ProblemError(500, "worker_died") from None
        raise ProblemError(422, "too_costly", sentence) from None
    except ClosedError:
        raise _busy(service) from None
    finally:
        seat.leave()


def _busy(service: Service) -> ProblemError:
    return busy(
        service.settings.retry_after,
        Text("計算が混み合っています。", "Too many questions are being computed."),
    )
