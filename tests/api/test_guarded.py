"""Guarded processes: what they may use, and what becomes of a task when one dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from analyzer.graph.subjects import UnknownSubjectError
from api.guarded.limits import ClosedError, LimitExceededError, Limits, QueueFullError
from api.guarded.pool import GuardedPool

TASKS = f"{__name__}"
LIMITS = Limits(memory=2_000_000_000, cpu=30.0, wall=30.0)


# What runs in the processes


def measure(payload: bytes, word: str) -> tuple[int, str, int]:
    return len(payload), word, os.getpid()


def use_memory(payload: bytes) -> int:
    return len(bytearray(3_000_000_000))


def use_cpu(payload: bytes) -> None:
    while True:
        pass


def wait(payload: bytes) -> None:
    time.sleep(60)


def fail(payload: bytes) -> None:
    raise UnknownSubjectError("system", "jumim", ["jumin"])


def blunder(payload: bytes) -> None:
    raise ZeroDivisionError("a fault")


def die(payload: bytes) -> None:
    os._exit(7)


def die_once(payload: bytes) -> str:
    mark = Path(payload.decode())
    if not mark.exists():
        mark.touch()
        os._exit(7)
    return "done"


def speak(payload: bytes) -> str:
    print("on standard output")  # noqa: T201
    os.write(1, b"also there")
    return "heard"


@pytest.fixture(scope="module")
def pool() -> Iterator[GuardedPool]:
    pool = GuardedPool(1, 3, LIMITS)
    yield pool
    pool.close()


def _do(
    pool: GuardedPool, task: Any, payload: bytes = b"", *arguments: object, limits: Limits | None = None
) -> Any:
    future: Future[Any] = pool.submit(f"{TASKS}:{task.__name__}", payload, *arguments, limits=limits)
    return future.result(60)


def test_a_task_gets_its_payload_and_gives_its_answer(pool: GuardedPool) -> None:
    size, word, process = _do(pool, measure, b"x" * 3_000_000, "word")
    assert (size, word) == (3_000_000, "word")
    assert process != os.getpid()


def test_a_payload_may_come_in_pieces(pool: GuardedPool) -> None:
    future = pool.submit(f"{TASKS}:measure", (6, lambda: iter((b"abc", b"", b"def"))), "w")
    assert future.result(30)[0] == 6


def test_processes_are_used_again(pool: GuardedPool) -> None:
    assert _do(pool, measure, b"", "a")[2] == _do(pool, measure, b"", "b")[2]


def test_a_large_task_has_a_process_of_its_own(pool: GuardedPool) -> None:
    first = _do(pool, measure, b"x" * 5_000_000, "a")[2]
    assert _do(pool, measure, b"", "b")[2] != first


def test_too_much_memory_is_said_and_harms_nobody(pool: GuardedPool) -> None:
    with pytest.raises(LimitExceededError) as error:
        _do(pool, use_memory)
    assert error.value.excess == "memory"
    assert _do(pool, measure, b"", "after")[1] == "after"


@pytest.mark.parametrize("task", [use_cpu, wait])
def test_too_much_time_is_said_and_harms_nobody(pool: GuardedPool, task: Any) -> None:
    with pytest.raises(LimitExceededError) as error:
        _do(pool, task, limits=Limits(0, 1.0, 3.0))
    assert error.value.excess == "time"
    assert _do(pool, measure, b"", "after")[1] == "after"


def test_an_error_of_ours_comes_back_whole(pool: GuardedPool) -> None:
    with pytest.raises(UnknownSubjectError) as error:
        _do(pool, fail)
    assert error.value.near == ("jumin",)
    assert error.value.findings[0].suggestion is not None


def test_any_other_error_is_a_fault(pool: GuardedPool) -> None:
    with pytest.raises(RuntimeError, match="a fault"):
        _do(pool, blunder)


def test_a_task_whose_process_was_killed_is_done_by_the_next_one(pool: GuardedPool, tmp_path: Path) -> None:
    assert _do(pool, die_once, str(tmp_path / "mark").encode()) == "done"


def test_a_task_that_kills_its_process_twice_is_given_up(pool: GuardedPool) -> None:
    with pytest.raises(LimitExceededError) as error:
        _do(pool, die)
    assert error.value.excess == "crash"
    assert _do(pool, measure, b"", "after")[1] == "after"


def test_what_is_printed_does_not_disturb_the_answers(pool: GuardedPool) -> None:
    assert _do(pool, speak) == "heard"


def test_a_payload_that_cannot_be_read_is_its_senders_error(pool: GuardedPool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"abc"
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        pool.submit(f"{TASKS}:measure", (6, pieces), "w").result(30)
    assert _do(pool, measure, b"", "after")[1] == "after"


def test_there_is_a_seat_for_each_process_and_for_those_who_wait() -> None:
    pool = GuardedPool(1, 2, LIMITS)
    seats = [pool.take_seat() for _ in range(3)]
    with pytest.raises(QueueFullError):
        pool.take_seat()
    seats[0].leave()
    seats[0].leave()  # once is enough
    with pool.seat(), pytest.raises(QueueFullError):
        pool.take_seat()
    pool.close()
    with pytest.raises(ClosedError):
        pool.take_seat()


def test_a_pool_that_ends_refuses_those_who_wait_and_ends_what_goes_on() -> None:
    pool = GuardedPool(1, 2, LIMITS)
    begun = pool.submit(f"{TASKS}:wait")
    waiting = pool.submit(f"{TASKS}:measure", b"", "w")
    while not begun.running():
        time.sleep(0.01)
    pool.close(patience=0.2)
    with pytest.raises(LimitExceededError):
        begun.result(10)
    with pytest.raises(ClosedError):
        waiting.result(10)
    with pytest.raises(ClosedError):
        pool.submit(f"{TASKS}:measure", b"", "w")
