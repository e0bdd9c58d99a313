"""Several workers over one store, in every order of events that hypothesis thinks of: no two work at one job.

Each worker has a clock of its own that is wrong by less than half of the margin. Between any two steps of an operation
of one worker (a read and the change that rests on it, say) others may do theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.errors import KakehashiError
from analyzer.stores.errors import NotFoundError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import ANYTHING, Event, Expected, Record
from api.jobs.ledger import Held, Ledger, LostLeaseError, QueueFullError
from api.jobs.model import TERMINAL, Job, Question
from api.jobs.reasons import STUCK
from tests.api.jobs.support import LEASE, MARGIN, Desk, FakeClock, best, standing

WORKERS, MOST = 3, 2
HALF = int(MARGIN * 1_000 / 2) - 1
SKEWS = st.integers(-HALF, HALF)
"""Milliseconds by which a clock is wrong."""


class BusyStore(MemoryStore):
    """A store between whose calls others get their turn."""

    meanwhile: Callable[[], None] | None = None

    def record(self, collection: str, key: str) -> Record | None:
        found = super().record(collection, key)
        self._others()
        return found

    def put_record(
        self,
        collection: str,
        key: str,
        value: Mapping[str, object],
        *,
        expect: Expected = ANYTHING,
        audit: Event | None = None,
    ) -> Record:
        record = super().put_record(collection, key, value, expect=expect, audit=audit)
        self._others()
        return record

    def delete_record(
        self, collection: str, key: str, *, expect: Expected = ANYTHING, audit: Event | None = None
    ) -> None:
        super().delete_record(collection, key, expect=expect, audit=audit)
        self._others()

    def _others(self) -> None:
        if self.meanwhile is not None:
            self.meanwhile()


@dataclass
class Worker:
    """`held` is the job that it believes to be its own, as long as its lease lasts by its own clock."""

    ledger: Ledger
    clock: FakeClock
    name: str
    held: Held | None = None
    busy: bool = False
    finished: list[str] = field(default_factory=list)

    @property
    def believes(self) -> str | None:
        return self.held.job.key if self.held is not None and self.clock() < self.held.until else None


@dataclass
class World:
    data: st.DataObject
    desk: Desk
    workers: list[Worker]
    depth: int = 0
    budget: int = 0

    def run(self, steps: int) -> None:
        store = self.desk.store
        assert isinstance(store, BusyStore)
        store.meanwhile = self._meanwhile
        for _ in range(steps):
            self.budget = 3
            self.act()
        store.meanwhile = None

    def _meanwhile(self) -> None:
        if self.depth < 3 and self.budget and self.data.draw(st.booleans(), label="meanwhile"):
            self.budget -= 1
            self.depth += 1
            self.act()
            self.depth -= 1

    def act(self) -> None:
        """One operation of one worker, or of somebody outside."""
        acts: list[Callable[[], None]] = [self._submit, self._cancel, self._pass]
        for worker in self.workers:
            if not worker.busy:
                acts += [lambda worker=worker: self._work(worker)] * 2  # type: ignore[misc]
        self.data.draw(st.sampled_from(acts), label="act")()
        self.check()

    def _submit(self) -> None:
        with suppress(QueueFullError):
            self.desk.ledger.submit("small", self.desk.version, Question())

    def _cancel(self) -> None:
        jobs = self.desk.ledger.list("small")
        if jobs:
            with suppress(NotFoundError):
                self.desk.ledger.cancel("small", self.data.draw(st.sampled_from(jobs), label="job").id)

    def _pass(self) -> None:
        seconds = self.data.draw(
            st.sampled_from([1.0, LEASE / 2, LEASE - 1, LEASE, LEASE + MARGIN]), label="seconds"
        )
        for worker in self.workers:
            worker.clock.advance(seconds)
        self.desk.clock.advance(seconds)

    def _work(self, worker: Worker) -> None:
        worker.busy = True
        try:
            if worker.believes is None:
                worker.held = None  # as `look_after` does when a lease has run out
                worker.held = worker.ledger.take(worker.name)
            else:
                self._with_job(worker)
        finally:
            worker.busy = False

    def _with_job(self, worker: Worker) -> None:
        held = worker.held
        assert held is not None
        what = self.data.draw(
            st.sampled_from(["save", "look", "finish", "fail", "give back", "die"]), label="what"
        )
        try:
            match what:
                case "save":
                    worker.held = worker.ledger.save(held, standing(9), best(9))
                    return
                case "look":
                    worker.held = worker.ledger.look(held)
                    return
                case "finish":
                    worker.ledger.finish(held, worker.name.encode(), standing(9))
                    worker.finished.append(held.job.key)
                case "fail":
                    worker.ledger.fail(held, STUCK, standing(9), None)
                case "give back":
                    worker.ledger.give_back(held, standing(9), best(9))
                case _:
                    worker.ledger.died(held, standing(9), None)
        except LostLeaseError:
            pass
        worker.held = None

    def check(self) -> None:
        # Whoever is in the middle of an operation may have let go of a job without having been told yet.
        believed = [worker.believes for worker in self.workers if worker.believes and not worker.busy]
        assert len(believed) == len(set(believed)), believed
        jobs = [Job.of(record.value) for record in self.desk.store.records("jobs")]
        assert sum(not job.is_over for job in jobs) <= MOST
        tickets = {record.key for record in self.desk.store.records("job-queue")}
        for job in jobs:
            assert job.lost <= 1
            assert job.is_over or job.id in tickets, "nobody will ever find it"
            assert (job.lease is not None) == (job.state == "running")
            assert [point.number for point in job.trail] == list(range(1, len(job.trail) + 1))
            assert sum(point.state in TERMINAL for point in job.trail) == job.is_over


def _world(data: st.DataObject) -> World:
    desk = Desk(store=BusyStore(), most=MOST)
    workers = []
    for number in range(WORKERS):
        skew = data.draw(SKEWS, label="skew")
        clock = FakeClock(desk.clock.at, timedelta(milliseconds=skew))
        workers.append(Worker(desk.another(clock), clock, f"worker {number}"))
    return World(data, desk, workers)


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_no_two_workers_ever_hold_one_job_and_every_job_comes_to_one_end(data: st.DataObject) -> None:
    world = _world(data)
    world.run(data.draw(st.integers(1, 25), label="steps"))
    _drain(world)
    jobs = [Job.of(record.value) for record in world.desk.store.records("jobs")]
    assert all(job.is_over for job in jobs)
    assert not world.desk.store.records("job-queue")
    finished = [key for worker in world.workers for key in worker.finished]
    assert len(finished) == len(set(finished)), "two answers of one job"
    assert all(job.result is not None for job in jobs if job.key in finished)


def _drain(world: World) -> None:
    """Everybody but one worker is gone; it does what is left."""
    last = world.workers[0]
    for _ in range(2 * MOST + 2):
        world.desk.clock.advance(LEASE + 2 * MARGIN)
        last.clock.advance(LEASE + 2 * MARGIN)
        held = last.ledger.take(last.name)
        if held is not None:
            with suppress(KakehashiError):
                last.ledger.finish(held, b"last", standing(1))
                last.finished.append(held.job.key)
    last.ledger.sweep()


@given(SKEWS, SKEWS, st.integers(int((LEASE - MARGIN) * 1_000), int((LEASE + 3 * MARGIN) * 1_000)))
def test_nobody_takes_a_job_whose_worker_still_believes_in_its_lease_however_wrong_their_clocks(
    skew: int, other_skew: int, milliseconds: int
) -> None:
    desk = Desk()
    desk.ledger.submit("small", desk.version, Question())
    clocks = [FakeClock(desk.clock.at, timedelta(milliseconds=wrong)) for wrong in (skew, other_skew)]
    one, other = (Worker(desk.another(clock), clock, f"at {clock.skew}") for clock in clocks)
    one.held = one.ledger.take("one")
    assert one.believes is not None
    for clock in clocks:
        clock.advance(milliseconds / 1_000)
    taken = other.ledger.take("other")
    assert taken is None or one.believes is None
    if milliseconds >= (LEASE + 2 * MARGIN) * 1_000:
        assert taken is not None, "nobody ever takes it"
