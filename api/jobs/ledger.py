"""The queue of jobs and their leases, kept in the store: whoever shares the store shares the queue.

A job is one record. Beside it stands a *ticket* while the job is not over: made before the job and removed after its
end, so that every job that is not over has one, and finding work reads the tickets only. Every change of a job is
compared and set, so of several that want the same job one gets it. The owner of a lease stops by its own clock
when the lease runs out; others wait `margin` longer. As long as their clocks differ by less, no two work at one job.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from analyzer.errors import KakehashiError
from analyzer.stores.errors import ChangedError, NotFoundError, StoreUnavailableError
from analyzer.stores.port import Event, Record, Store
from api.jobs import reasons
from api.jobs.model import Best, Job, Lease, Question, Reason, Standing, State
from api.jobs.results import drop_results, keep_result

JOBS = "jobs"
TICKETS = "job-queue"
_TRIES = 50
"""How often a change is tried again where others were faster."""
_STALE = timedelta(minutes=10)
"""A ticket without a job so old belongs to no request that is still under way."""

Clock = Callable[[], datetime]


class QueueFullError(KakehashiError):
    """As many jobs wait or run as may; `waiting` is their number."""

    def __init__(self, waiting: int) -> None:
        self.waiting = waiting
        super().__init__(f"{waiting} jobs are waiting or running")


class LostLeaseError(KakehashiError):
    """The job is somebody else's by now, or over: whoever works at it has to stop and keep nothing."""


class NotOverError(KakehashiError):
    """Only a job that is over can be removed."""


@dataclass(frozen=True, slots=True)
class Held:
    """A job that is ours until `until` unless the lease is renewed before."""

    job: Job
    owner: str
    until: datetime

    @property
    def is_last(self) -> bool:
        """True where nothing is left to do but to make an answer of the best plan."""
        return self.job.cancelling


@dataclass(frozen=True, slots=True)
class _Ticket:
    key: str
    record: Record

    @property
    def job(self) -> str:
        return str(self.record.value["job"])


class Ledger:
    """Operations on jobs; every one durable when it returns. Safe from several threads and processes.

    `lease` and `margin` in seconds; `most` jobs may wait or run at once. `identify` makes ids that sort by time.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        lease: float = 30.0,
        margin: float = 5.0,
        most: int = 100,
        identify: Callable[[datetime], str] | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._lease = timedelta(seconds=lease)
        self._margin = timedelta(seconds=margin)
        self._most = most
        self._identify = identify or _identify

    @property
    def store(self) -> Store:
        return self._store

    def now(self) -> datetime:
        return self._clock()

    # --- asked from outside ---

    def submit(self, landscape: str, version: str, question: Question, actor: str = "") -> Job:
        """A new job at the end of the queue; QueueFullError where that is full."""
        now = self._clock()
        id_ = self._identify(now)
        job = Job(landscape, id_, version, question, str(actor), instant(now)).told_at(instant(now))
        # A ticket that is one too many is taken back, so that two who come at once may both be refused, but
        # never both let in.
        self._store.put_record(TICKETS, id_, {"job": job.key}, expect=None)
        waiting = sum(1 for _ in self._tickets())
        if waiting > self._most:
            self._store.delete_record(TICKETS, id_)
            raise QueueFullError(waiting - 1)
        event = Event(actor, "job.submit", _subject(job), {"kind": question.kind, "version": version})
        self._store.put_record(JOBS, job.key, job.as_value(), expect=None, audit=event)
        if (
            self._store.record(TICKETS, id_) is None
        ):  # this process slept for so long that it counted as stale
            self._store.put_record(TICKETS, id_, {"job": job.key})
        return job

    def get(self, landscape: str, id: str) -> Job:
        """NotFoundError where there is none."""
        return self._read(f"{landscape}/{id}")

    def list(self, landscape: str, *, after: str = "", limit: int = 100) -> Sequence[Job]:
        """The oldest first, from the id after `after`."""
        prefix = f"{landscape}/"
        records = self._store.records(
            JOBS, prefix=prefix, after=f"{prefix}{after}" if after else "", limit=limit
        )
        return [Job.of(record.value) for record in records]

    def position(self, job: Job) -> int | None:
        """How many jobs are taken before a queued one, and itself; None for others."""
        if job.state != "queued":
            return None
        ahead = 1
        for ticket in self._tickets():
            if ticket.key == job.id:
                break
            other = self._store.record(JOBS, ticket.job)
            if other is not None and other.value["state"] == "queued":
                ahead += 1
        return ahead

    def cancel(self, landscape: str, id: str, actor: str = "") -> Job:
        """A job that has no plan yet and waits is over at once; any other ends with its best plan soon.

        Nothing happens to a job that is over, or is ending.
        """

        def cancelled(job: Job) -> Job:
            if job.is_over or job.cancelling:
                return job
            if job.state == "queued" and job.best is None:
                return self._ended(job, "cancelled")
            return replace(job, cancelling=True)

        job = self._change(
            f"{landscape}/{id}", cancelled, lambda job: Event(actor, "job.cancel", _subject(job))
        )
        if job.is_over:
            self._store.delete_record(TICKETS, job.id)
        return job

    def remove(self, landscape: str, id: str, actor: str = "") -> None:
        """A job that is over, with its answer; NotOverError for any other."""
        record = self._store.record(JOBS, f"{landscape}/{id}")
        if record is None:
            raise NotFoundError("job", id)
        job = Job.of(record.value)
        if not job.is_over:
            raise NotOverError(f"job {id} is {job.state}")
        self._store.delete_record(
            JOBS, job.key, expect=record.revision, audit=Event(actor, "job.delete", _subject(job))
        )
        drop_results(self._store, job.key)

    def forget(self, landscape: str) -> None:
        """Every job of a landscape that is no longer there; whoever works at one loses its lease."""
        while records := self._store.records(JOBS, prefix=f"{landscape}/"):
            for record in records:
                job = Job.of(record.value)
                self._store.delete_record(JOBS, record.key)
                self._store.delete_record(TICKETS, job.id)
                drop_results(self._store, record.key)

    # --- asked by those who work ---

    def take(self, owner: str) -> Held | None:
        """The job whose turn it is, leased; None where nothing waits.

        Jobs whose owner was lost come back into the queue here (once: the second time they have failed), and so
        do they keep their place. A job that is being cancelled comes first: it takes a moment only.
        """
        waiting = []
        for ticket in list(self._tickets()):
            job = self._looked_at(ticket)
            if job is not None and job.state == "queued":
                waiting.append(job)
        for job in sorted(waiting, key=lambda job: (not job.cancelling, job.id)):
            held = self._taken(job, owner)
            if held is not None:
                return held
        return None

    def save(self, held: Held, standing: Standing, best: Best | None) -> Held:
        """Keeps how far the search is and renews the lease; LostLeaseError where the job is no longer ours."""
        until = self._clock() + self._lease

        def saved(job: Job) -> Job:
            renewed = replace(job, standing=standing, best=best, lease=Lease(held.owner, instant(until)))
            return renewed.told_at(instant(self._clock()))

        return Held(self._ours(held, saved), held.owner, until)

    def note(self, held: Held, findings: Sequence[dict[str, object]]) -> Held:
        """Keeps what the plan to start from breaks."""
        return replace(held, job=self._ours(held, lambda job: replace(job, findings=tuple(findings))))

    def look(self, held: Held) -> Held:
        """The job as it is now (somebody may have cancelled it); LostLeaseError where it is no longer ours."""
        return replace(held, job=_checked(held, self._read(held.job.key)))

    def finish(self, held: Held, body: bytes, standing: Standing) -> Job:
        """The answer is there: `done`, or `cancelled` where that was asked for."""
        result = keep_result(self._store, held.job.key, body)

        def finished(job: Job) -> Job:
            state: State = "cancelled" if job.cancelling else "done"
            return self._ended(replace(job, result=result, standing=standing, reason=None), state)

        try:
            return self._over(held, finished)
        except LostLeaseError:
            if self._store.record(JOBS, held.job.key) is None:
                drop_results(self._store, held.job.key)  # of a job that is gone nothing may stay
            raise

    def fail(self, held: Held, reason: Reason, standing: Standing, best: Best | None) -> Job:
        """There will be no answer. A job that is being cancelled is cancelled all the same."""

        def failed(job: Job) -> Job:
            state: State = "cancelled" if job.cancelling else "failed"
            return self._ended(replace(job, reason=reason, standing=standing, best=best), state)

        return self._over(held, failed)

    def died(self, held: Held, standing: Standing, best: Best | None) -> Job:
        """The process of the search ended by itself: once it begins again, the second time the job has failed."""
        if held.job.lost:
            return self.fail(held, reasons.DIED_TWICE, standing, best)

        def again(job: Job) -> Job:
            back = replace(job, standing=standing, best=best, lost=job.lost + 1, reason=reasons.DIED_ONCE)
            return self._queued(back)

        return self._ours(held, again)

    def give_back(self, held: Held, standing: Standing, best: Best | None) -> Job:
        """We stop working: the job waits again with its best plan, at its old place; that counts as no loss."""
        return self._ours(held, lambda job: self._queued(replace(job, standing=standing, best=best)))

    def sweep(self) -> None:
        """Removes tickets of jobs that are over or never came to be, and jobs of landscapes that are gone."""
        for ticket in list(self._tickets()):
            self._looked_at(ticket)
        for landscape in self._landscapes():
            try:
                self._store.current(landscape)
            except NotFoundError:
                self.forget(landscape)

    # --- how ---

    def _tickets(self) -> Iterator[_Ticket]:
        after = ""
        while records := self._store.records(TICKETS, after=after):
            for record in records:
                yield _Ticket(record.key, record)
            after = records[-1].key

    def _landscapes(self) -> Iterator[str]:
        """Those that have jobs, each once: from one landscape's first job the next one's is looked for."""
        after = ""
        while records := self._store.records(JOBS, after=after, limit=1):
            landscape = records[0].key.partition("/")[0]
            yield landscape
            after = f"{landscape}0"  # the letter after "/"

    def _looked_at(self, ticket: _Ticket) -> Job | None:
        """The job of a ticket after whatever time has done to it; a ticket of no use is removed."""
        record = self._store.record(JOBS, ticket.job)
        if record is None:
            made = _made(ticket.key)
            if made is None or made + _STALE < self._clock():
                self._store.delete_record(TICKETS, ticket.key)
            return None
        job = Job.of(record.value)
        if self._has_lapsed(job):
            try:
                job = self._change(job.key, self._lapsed, _loss)
            except NotFoundError:
                return None
        if job.is_over:
            self._store.delete_record(TICKETS, ticket.key)
        return job

    def _has_lapsed(self, job: Job) -> bool:
        if job.state != "running" or job.lease is None:
            return False
        return datetime.fromisoformat(job.lease.until) + self._margin <= self._clock()

    def _lapsed(self, job: Job) -> Job:
        """The owner has not been heard of for too long."""
        if not self._has_lapsed(job):
            return job
        if job.lost:
            state: State = "cancelled" if job.cancelling else "failed"
            return self._ended(replace(job, reason=reasons.LOST_TWICE), state)
        return self._queued(replace(job, lost=job.lost + 1, reason=reasons.LOST_ONCE))

    def _taken(self, job: Job, owner: str) -> Held | None:
        """None where somebody else was faster."""
        record = self._store.record(JOBS, job.key)
        if record is None:
            return None
        now = self._clock()
        until = now + self._lease
        found = Job.of(record.value)
        if found.state != "queued":
            return None
        taken = replace(
            found, state="running", begun=found.begun or instant(now), attempt=found.attempt + 1,
            lease=Lease(owner, instant(until)),
        ).told_at(instant(now))  # fmt: skip
        try:
            self._store.put_record(JOBS, job.key, taken.as_value(), expect=record.revision)
        except ChangedError:
            return None
        return Held(taken, owner, until)

    def _queued(self, job: Job) -> Job:
        if job.cancelling and job.best is None:
            return self._ended(job, "cancelled")
        return replace(job, state="queued", lease=None).told_at(instant(self._clock()))

    def _ended(self, job: Job, state: State) -> Job:
        now = instant(self._clock())
        return replace(job, state=state, lease=None, ended=now).told_at(now)

    def _over(self, held: Held, change: Callable[[Job], Job]) -> Job:
        job = self._ours(
            held, change, lambda job: Event("", f"job.{job.state}", _subject(job), {"attempt": job.attempt})
        )
        self._store.delete_record(TICKETS, job.id)
        return job

    def _ours(
        self, held: Held, change: Callable[[Job], Job], audit: Callable[[Job], Event] | None = None
    ) -> Job:
        try:
            return self._change(held.job.key, lambda job: change(_checked(held, job)), audit)
        except NotFoundError:
            raise LostLeaseError(f"job {held.job.id} is gone") from None

    def _read(self, key: str) -> Job:
        record = self._store.record(JOBS, key)
        if record is None:
            raise NotFoundError("job", key.partition("/")[2])
        return Job.of(record.value)

    def _change(
        self, key: str, change: Callable[[Job], Job], audit: Callable[[Job], Event] | None = None
    ) -> Job:
        """The job after a change of what is there now, whatever others do meanwhile."""
        for _ in range(_TRIES):
            record = self._store.record(JOBS, key)
            if record is None:
                raise NotFoundError("job", key.partition("/")[2])
            before = Job.of(record.value)
            after = change(before)
            if after == before:
                return before
            event = None if audit is None else audit(after)
            try:
                self._store.put_record(JOBS, key, after.as_value(), expect=record.revision, audit=event)
            except ChangedError:
                continue
            return after
        raise StoreUnavailableError(self._store.url, f"job {key} is changed by others all the time")


def _checked(held: Held, job: Job) -> Job:
    """The attempt counts: a job that was lost and taken again by the same owner is another one."""
    lease = job.lease
    if (
        job.state != "running"
        or lease is None
        or (lease.owner, job.attempt) != (held.owner, held.job.attempt)
    ):
        raise LostLeaseError(f"job {job.id} is no longer {held.owner}'s")
    return job


def _loss(job: Job) -> Event:
    return Event(
        "", f"job.{job.state}" if job.is_over else "job.lost", _subject(job), {"attempt": job.attempt}
    )


def _subject(job: Job) -> str:
    return f"{job.landscape}/jobs/{job.id}"


def instant(at: datetime) -> str:
    """UTC, ISO 8601, milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _identify(now: datetime) -> str:
    """Milliseconds since 1970, then chance: ids sort by time and cannot be guessed from each other."""
    return f"{int(now.timestamp() * 1_000):012x}{random.SystemRandom().getrandbits(32):08x}"


def _made(id_: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(id_[:12], 16) / 1_000, UTC)
    except (ValueError, OverflowError):
        return None
