"""One job from its lease to its end: the search is begun, its best plan is kept, the lease renewed, the answer stored."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.stores.errors import NotFoundError, StoreUnavailableError
from api.jobs import reasons
from api.jobs.ledger import Held, Ledger, LostLeaseError
from api.jobs.model import Best, Standing
from api.jobs.process import Launch, Search
from api.jobs.wire import Answered, Broke, Found, Gone, Message, Noted, Stood, Task

log = logging.getLogger("kakehashi.jobs")


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, but for `memory` (bytes)."""

    tick: float = 0.2
    """Between two looks at whether the service is stopping."""
    save: float = 1.0
    """Between two savings of how far a search is, and two looks at whether it was cancelled."""
    renew: float = 8.0
    """Between two renewals of a lease where there is nothing to save; well below the lease."""
    answer: float = 120.0
    """For the answer of a search that was asked to stop: its last figures and their verification take their time."""
    longest: float = 3_600.0
    """For a whole job; then it is asked to stop."""
    overtime: float = 120.0
    """That a search may take beyond its limit (and as much again) before it counts as stuck."""
    memory: int = 4_000_000_000


@dataclass(slots=True)
class _Search:
    """What is known of the search of one attempt; seconds and bound count those of earlier attempts."""

    held: Held
    search: Search
    monotonic: Callable[[], float]
    began: float
    earlier: Standing
    standing: Standing
    best: Best | None
    saved: tuple[Standing, Best | None]
    saved_at: float
    renewed_at: float
    asked_at: float | None = None
    findings: list[dict[str, object]] = field(default_factory=list)

    def spent(self, standing: Standing | None = None) -> Standing:
        """How it stands, with the time that has passed up to now."""
        said = self.standing if standing is None else standing
        passed = round(self.earlier.seconds + self.monotonic() - self.began, 3)
        return replace(said, seconds=max(passed, said.seconds))


def look_after(
    ledger: Ledger,
    held: Held,
    launch: Launch,
    leaving: threading.Event,
    pace: Pace,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Works at a job until it is over, is somebody else's, or `leaving` is set (then it goes back to the queue)."""
    try:
        landscape = ledger.store.landscape(held.job.landscape, held.job.version)
    except NotFoundError:
        _end(lambda: ledger.fail(held, reasons.VERSION_GONE, held.job.standing, held.job.best))
        return
    except InputError as error:
        reason = reasons.refused(error)
        _end(lambda: ledger.fail(held, reason, held.job.standing, held.job.best))
        return
    finish = held.is_last
    while held is not None:
        again = _attempt(ledger, held, landscape, finish, launch, leaving, pace, monotonic)
        if again is None:
            return
        held, finish = again, True


def _attempt(
    ledger: Ledger,
    held: Held,
    landscape: Landscape,
    finish: bool,
    launch: Launch,
    leaving: threading.Event,
    pace: Pace,
    monotonic: Callable[[], float],
) -> Held | None:
    """One process. The job, still held, where another process has to make an answer of the best plan."""
    job = held.job
    now = monotonic()
    earlier = replace(job.standing, step=None)
    task = Task(
        landscape,
        job.question,
        None if job.best is None else job.best.moves,
        _left(held),
        finish,
        pace.memory,
    )
    try:
        search = launch(task)
    except OSError as error:
        log.warning("no process for a search", extra={"job": job.id, "reason": str(error)})
        _end(lambda: ledger.died(held, job.standing, job.best))
        return None
    state = _Search(
        held, search, monotonic, now, earlier, job.standing, job.best, (job.standing, job.best), now, now
    )
    try:
        return _watch(ledger, state, finish, leaving, pace)
    except LostLeaseError:
        log.warning("job lost", extra={"job": job.id})
        return None
    finally:
        search.kill()


def _left(held: Held) -> float | None:
    """Seconds left of the limit: what earlier attempts spent counts, but a little is always left. Comparisons begin anew."""
    question = held.job.question
    if question.time_limit is None or question.kind == "compare":
        return question.time_limit
    return max(question.time_limit - held.job.standing.seconds, min(question.time_limit, 5.0))


def _watch(
    ledger: Ledger,
    state: _Search,
    finish: bool,
    leaving: threading.Event,
    pace: Pace,
) -> Held | None:
    while True:
        message = state.search.next(pace.tick)
        match message:
            case Answered():
                _insist(ledger, state, _finishing(ledger, state, message))
                return None
            case Broke(reason):
                _insist(ledger, state, lambda: ledger.fail(state.held, reason, state.spent(), state.best))
                return None
            case Gone():
                if state.asked_at is not None and not finish and state.best is not None:
                    return _saved(ledger, state)
                _insist(ledger, state, lambda: ledger.died(state.held, state.spent(), state.best))
                return None
        if message is not None:
            _hear(state, message)
        if leaving.is_set():
            _leave(ledger, state)
            return None
        now = state.monotonic()
        _keep(ledger, state, pace, now)
        if state.asked_at is None:
            if (state.held.job.cancelling and not finish) or now - state.began > _allowed(state, pace):
                state.search.stop()
                state.asked_at = now
        elif now - state.asked_at > pace.answer:
            if not finish and state.best is not None:
                return _saved(ledger, state)  # the answer to the best plan is another process's work
            _insist(ledger, state, lambda: ledger.fail(state.held, reasons.STUCK, state.spent(), state.best))
            return None


def _allowed(state: _Search, pace: Pace) -> float:
    """Seconds after which a search is asked to stop though nobody cancelled it."""
    left = max(pace.longest - state.earlier.seconds, 5.0)
    question = state.held.job.question
    if question.time_limit is None or question.kind == "compare":
        return left
    return min(left, 2 * question.time_limit + pace.overtime)


def _hear(state: _Search, message: Message) -> None:
    match message:
        case Stood(standing):
            bound = standing.bound
            if state.earlier.bound is not None and state.held.job.question.kind == "optimize":
                bound = max(state.earlier.bound, state.earlier.bound if bound is None else bound)
            state.standing = replace(
                standing, seconds=round(state.earlier.seconds + standing.seconds, 3), bound=bound,
                cost=_lower(standing.cost, None if state.best is None else state.best.cost),
            )  # fmt: skip
        case Found(best):
            if state.best is None or best.cost <= state.best.cost:
                state.best = best
        case Noted(findings):
            state.findings = list(findings)
        case _:
            pass


def _lower(cost: int | None, other: int | None) -> int | None:
    return other if cost is None else cost if other is None else min(cost, other)


def _finishing(ledger: Ledger, state: _Search, answered: Answered) -> Callable[[], object]:
    """The figures of the end are those of the answer, whatever an earlier attempt knew."""
    seconds = round(state.earlier.seconds + answered.standing.seconds, 3)
    standing = state.spent(replace(answered.standing, seconds=seconds))
    return lambda: ledger.finish(state.held, answered.body, standing)


def _keep(ledger: Ledger, state: _Search, pace: Pace, now: float) -> None:
    """Saves what is new, renews the lease, and hears whether the job was cancelled; a store may be away for a while."""
    if now - state.saved_at < pace.save:
        return
    state.saved_at = now
    try:
        if state.findings:
            state.held, state.findings = ledger.note(state.held, state.findings), []
        if (state.standing, state.best) != state.saved or now - state.renewed_at >= pace.renew:
            state.held = _saved(ledger, state)
            state.saved, state.renewed_at = (state.standing, state.best), now
        else:
            state.held = ledger.look(state.held)
    except StoreUnavailableError:
        _still_ours(ledger, state)


def _saved(ledger: Ledger, state: _Search) -> Held:
    return ledger.save(state.held, state.spent(), state.best)


def _still_ours(ledger: Ledger, state: _Search) -> None:
    """LostLeaseError where the lease has run out: others may take the job now, though nobody could tell us."""
    if ledger.now() >= state.held.until:
        raise LostLeaseError(f"job {state.held.job.id}: the lease could not be renewed")


def _insist(ledger: Ledger, state: _Search, change: Callable[[], object]) -> None:
    """Makes the last change of a job, also where the store is away for a moment; gives up with the lease."""
    while True:
        try:
            change()
        except StoreUnavailableError:
            _still_ours(ledger, state)
            time.sleep(0.2)
        else:
            return


def _leave(ledger: Ledger, state: _Search) -> None:
    """The service stops: the best plan goes back with the job."""
    state.search.leave()
    until = time.monotonic() + 1.0
    while time.monotonic() < until:
        message = state.search.next(0.1)
        if isinstance(message, Answered):
            _end(_finishing(ledger, state, message))
            return
        if isinstance(message, Broke | Gone):
            break
        if message is not None:
            _hear(state, message)
    _end(lambda: ledger.give_back(state.held, state.spent(), state.best))


def _end(change: Callable[[], object]) -> None:
    """A change that need not be made: after the lease others do what is to do."""
    try:
        change()
    except (LostLeaseError, StoreUnavailableError) as error:
        log.warning("job not handed over", extra={"reason": str(error)})
