"""A job followed while it happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from analyzer.stores.errors import NotFoundError
from api.jobs.following import follow
from api.jobs.model import Question
from api.problems import ProblemError
from tests.api.jobs.support import Desk, best, standing


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def may() -> None:
    """Whoever follows may go on."""


def heard(
    desk: Desk,
    after: int,
    steps: list[Callable[[], object]],
    stopping: Callable[[], bool] = lambda: False,
    ask_again: Callable[[], Awaitable[None]] = may,
) -> bytes:
    """The stream of the only job, where a step of the world is made whenever the stream waits."""
    job = desk.ledger.list("small")[0]

    async def listen() -> bytes:
        parts = []

        async def world() -> None:
            for step in steps:
                await asyncio.sleep(0.02)
                step()

        moving = asyncio.create_task(world())
        async for part in follow(desk.ledger, job, after, stopping, ask_again, look=0.001, heartbeat=0.005):
            parts.append(part)
        await moving
        return b"".join(parts)

    return asyncio.run(_within(listen))


async def _within(do: Callable[[], Awaitable[bytes]]) -> bytes:
    return await asyncio.wait_for(do(), 60)


def test_points_come_as_they_are_made_and_the_stream_ends_with_the_job(desk: Desk) -> None:
    desk.ledger.submit("small", desk.version, Question())
    held = desk.ledger.take("one")
    assert held is not None
    stream = heard(
        desk, 1,
        [lambda: desk.ledger.save(held, standing(10, 4), best(10)), lambda: desk.ledger.finish(held, b"{}", standing(9, 9))],
    )  # fmt: skip
    assert stream.startswith(b"retry: ")
    assert [line for line in stream.split(b"\n") if line.startswith(b"id:")] == [b"id: 2", b"id: 3", b"id: 4"]
    assert stream.rindex(b"event: done") > stream.rindex(b"event: progress")


def test_silence_is_filled_with_heartbeats(desk: Desk) -> None:
    desk.ledger.submit("small", desk.version, Question())
    job = desk.ledger.list("small")[0]
    stream = heard(desk, 0, [lambda: None, lambda: None, lambda: desk.ledger.cancel("small", job.id)])
    assert b"\n: still there\n\n" in stream
    assert b"event: cancelled" in stream


def test_a_stream_ends_when_the_service_stops_and_can_be_taken_up_elsewhere(desk: Desk) -> None:
    desk.ledger.submit("small", desk.version, Question())
    stop: list[bool] = []
    stream = heard(desk, 0, [lambda: stop.append(True)], lambda: bool(stop))
    assert b"id: 1" in stream
    assert b"event: cancelled" not in stream


def test_a_stream_ends_when_its_job_is_removed(desk: Desk) -> None:
    desk.ledger.submit("small", desk.version, Question())
    assert b"id: 1" in heard(desk, 0, [lambda: desk.ledger.forget("small")])


@pytest.mark.parametrize(
    "refused", [ProblemError(401, "wrong_credentials"), NotFoundError("landscape", "small")]
)
def test_a_stream_ends_for_whoever_may_no_longer_follow(desk: Desk, refused: Exception) -> None:
    desk.ledger.submit("small", desk.version, Question())
    held = desk.ledger.take("one")
    assert held is not None
    gone: list[bool] = []

    async def ask_again() -> None:
        if gone:
            raise refused

    stream = heard(
        desk, 0,
        [lambda: gone.append(True), lambda: desk.ledger.save(held, standing(10, 4), best(10))],
        ask_again=ask_again,
    )  # fmt: skip
    assert b"id: 1" in stream
    assert b"id: 3" not in stream


def test_an_issuer_that_does_not_answer_cuts_no_stream_off(desk: Desk) -> None:
    desk.ledger.submit("small", desk.version, Question())
    job = desk.ledger.list("small")[0]
    down = [True]

    async def ask_again() -> None:
        if down:
            raise ProblemError(503, "issuer_unavailable")

    stream = heard(desk, 0, [lambda: desk.ledger.cancel("small", job.id), down.clear], ask_again=ask_again)
    assert b"event: cancelled" in stream
