"""A worker and one job, with a search that says what the test wants and clocks that the test sets."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from analyzer.messages import Text
from analyzer.stores.errors import StoreUnavailableError
from analyzer.stores.memory import MemoryStore
from analyzer.stores.port import ANYTHING, Event, Expected, Record
from api.jobs.ledger import Held
from api.jobs.looking_after import Pace, look_after
from api.jobs.model import Job, Question, Reason
from api.jobs.process import Search
from api.jobs.wire import Answered, Broke, Found, Gone, Message, Noted, Stood, Task
from tests.api.jobs.support import LEASE, MOVES, Desk, FakeSearch, best, standing

PACE = Pace(tick=0.0, save=1.0, renew=8.0, answer=30.0, longest=600.0, overtime=20.0)
ANSWER = b'{"an": "answer"}'


@dataclass
class Stage:
    """A worker about to look after the job; every look at the search takes `step` seconds."""

    desk: Desk
    searches: deque[FakeSearch]
    step: float = 0.5
    leaving: threading.Event = field(default_factory=threading.Event)
    tasks: list[Task] = field(default_factory=list)
    begun: list[FakeSearch] = field(default_factory=list)
    on_tick: Callable[[int], None] = lambda _: None
    ticks: int = 0

    def launch(self, task: Task) -> Search:
        search = self.searches.popleft()
        self.tasks.append(task)
        self.begun.append(search)
        return search

    def monotonic(self) -> float:
        self.ticks += 1
        self.desk.clock.advance(self.step)
        self.on_tick(self.ticks)
        return self.ticks * self.step

    def work(self, owner: str = "one") -> Job | None:
        held = self.desk.ledger.take(owner)
        if held is None:
            return None
        look_after(self.desk.ledger, held, self.launch, self.leaving, PACE, self.monotonic)
        assert all(search.killed for search in self.begun), "a process is left behind"
        return self.desk.ledger.get("small", held.job.id)


def stage(*searches: FakeSearch, question: Question | None = None, store: MemoryStore | None = None) -> Stage:
    desk = Desk() if store is None else Desk(store=store)
    desk.ledger.submit("small", desk.version, question or Question(time_limit=60.0))
    return Stage(desk, deque(searches))


def search(*says: Message | None, after_stop: tuple[Message | None, ...] = ()) -> FakeSearch:
    return FakeSearch(deque(says), deque(after_stop))


def told(cost: int, bound: int, seconds: float = 1.0) -> tuple[Message, Message]:
    return Found(best(cost)), Stood(standing(cost, bound, seconds))


def test_the_answer_of_the_search_is_the_result_with_the_figures_of_the_answer() -> None:
    here = stage(search(*told(20, 1), None, None, Answered(ANSWER, standing(12, 12, 25.0))))
    job = here.work()
    assert job is not None
    assert (job.state, job.standing.cost, job.standing.bound, job.standing.seconds) == ("done", 12, 12, 25.0)
    assert here.tasks[0].landscape.content_hash == here.desk.version
    assert (here.tasks[0].best, here.tasks[0].seconds, here.tasks[0].finish) == (None, 60.0, False)


def test_the_best_plan_is_kept_while_the_search_goes_on() -> None:
    here = stage(search(*told(20, 1), None, None, *told(15, 2), *[None] * 6, Gone()))
    job = here.work()
    assert job is not None
    assert (job.state, job.lost, job.best) == ("queued", 1, best(15))
    assert [point.standing.cost for point in job.trail][-1] == 15


def test_a_job_that_comes_back_begins_with_its_best_plan_and_the_time_that_is_left() -> None:
    here = stage(
        search(*told(15, 4, 45.0), None, None, None, Gone()),
        search(Stood(standing(15, 2, 1.0)), None, None, None, Answered(ANSWER, standing(14, 3, 5.0))),
    )
    here.work()
    job = here.work("two")
    assert here.tasks[1].best == MOVES
    assert here.tasks[1].seconds == 15.0
    assert job is not None
    assert (job.state, job.standing.seconds, job.attempt) == ("done", 50.0, 2)
    bounds = [point.standing.bound for point in job.trail if point.standing.bound is not None]
    assert max(bounds) == 4, "what was proven once stays proven while the search goes on"


def test_a_search_that_dies_twice_has_failed_and_its_best_plan_is_still_there() -> None:
    here = stage(search(*told(15, 4), None, None, None, Gone()), search(Gone()))
    here.work()
    job = here.work()
    assert job is not None
    assert (job.state, job.best) == ("failed", best(15))
    assert job.reason is not None
    assert job.reason.code == "search_died"


def test_the_reason_that_a_search_gives_is_the_jobs() -> None:
    reason = Reason("out_of_memory", Text("足りない", "too little"))
    job = stage(search(Broke(reason))).work()
    assert job is not None
    assert (job.state, job.reason) == ("failed", reason)


def test_time_that_passes_without_anything_new_is_spent_all_the_same_but_no_point_of_the_way() -> None:
    here = stage(search(*told(15, 4, 1.0), *[None] * 80, Gone()))
    job = here.work()
    assert job is not None
    assert 35.0 < job.standing.seconds <= here.ticks * here.step
    assert [point.state for point in job.trail] == ["queued", "running", "running", "queued"]


def test_a_lease_is_renewed_also_where_nothing_is_new() -> None:
    here = stage(search(*[None] * 220, Answered(ANSWER, standing(1, 1))))
    others: list[Held | None] = []
    here.on_tick = lambda _: others.append(here.desk.ledger.take("other"))
    job = here.work()
    assert here.ticks * here.step > 3 * LEASE
    assert job is not None
    assert job.state == "done"
    assert set(others) == {None}


def test_a_cancelled_job_ends_with_the_best_plan_so_far() -> None:
    here = stage(search(*told(15, 4), *[None] * 20, after_stop=(None, Answered(ANSWER, standing(15, 4)))))

    def cancel(tick: int) -> None:
        if tick == 10:
            here.desk.ledger.cancel("small", here.desk.ledger.list("small")[0].id)

    here.on_tick = cancel
    job = here.work()
    assert job is not None
    assert (job.state, job.standing.cost, job.standing.bound) == ("cancelled", 15, 4)
    assert job.result is not None
    assert here.begun[0].stopped


@pytest.mark.parametrize("silent", [True, False])
def test_a_search_that_does_not_answer_after_a_cancel_is_replaced_by_one_that_only_answers(
    silent: bool,
) -> None:
    after_stop = () if silent else (Gone(),)
    here = stage(
        search(*told(15, 4), *[None] * 20, after_stop=after_stop),
        search(Answered(ANSWER, standing(15, 4))),
    )
    here.on_tick = lambda tick: (
        None
        if tick != 10
        else _ignore(here.desk.ledger.cancel("small", here.desk.ledger.list("small")[0].id))
    )
    job = here.work()
    assert [task.finish for task in here.tasks] == [False, True]
    assert here.tasks[1].best == MOVES
    assert job is not None
    assert job.state == "cancelled"
    assert job.result is not None


def test_a_search_without_a_plan_that_does_not_answer_after_a_cancel_has_no_result() -> None:
    here = stage(search())
    here.on_tick = lambda tick: (
        None
        if tick != 10
        else _ignore(here.desk.ledger.cancel("small", here.desk.ledger.list("small")[0].id))
    )
    job = here.work()
    assert job is not None
    assert (job.state, job.result) == ("cancelled", None)
    assert job.reason is not None
    assert job.reason.code == "search_stuck"


def test_a_search_that_goes_on_beyond_its_limit_is_asked_to_stop_and_its_answer_counts() -> None:
    here = stage(
        search(after_stop=(Answered(ANSWER, standing(15, 4)),)), question=Question(work_limit=1_000_000_000)
    )
    job = here.work()
    assert here.ticks * here.step > PACE.longest
    assert job is not None
    assert job.state == "done"


def test_a_search_that_hears_nothing_is_stuck() -> None:
    here = stage(search(), question=Question(time_limit=2.0))
    job = here.work()
    assert 2 * 2 + PACE.overtime < here.ticks * here.step < PACE.longest
    assert job is not None
    assert job.state == "failed"
    assert job.reason is not None
    assert job.reason.code == "search_stuck"


def test_a_stopping_service_gives_the_job_back_with_the_latest_plan() -> None:
    here = stage(search(*told(15, 4), None, *told(11, 5), Gone()))
    here.on_tick = lambda tick: here.leaving.set() if tick == 4 else None
    job = here.work()
    assert here.begun[0].left
    assert job is not None
    assert (job.state, job.lost, job.best, job.lease) == ("queued", 0, best(11), None)


def test_an_answer_that_comes_while_the_service_stops_is_kept() -> None:
    here = stage(search(None, None, Answered(ANSWER, standing(15, 4))))
    here.on_tick = lambda tick: here.leaving.set() if tick == 2 else None
    job = here.work()
    assert job is not None
    assert job.state == "done"


def test_what_the_plan_to_begin_with_breaks_is_told() -> None:
    finding: dict[str, object] = {"code": "absent_move", "severity": "error"}
    job = stage(search(Noted([finding]), *[None] * 5, Answered(ANSWER, standing(1, 1)))).work()
    assert job is not None
    assert job.findings == (finding,)


def test_a_job_whose_version_is_gone_has_failed_before_any_search() -> None:
    here = stage()
    here.desk.store.delete("small", expect=here.desk.version)
    job = here.work()
    assert job is not None
    assert job.state == "failed"
    assert job.reason is not None
    assert job.reason.code == "version_gone"


def test_whoever_has_lost_the_job_ends_the_search_and_changes_nothing() -> None:
    here = stage(search(*[None] * 50, Answered(ANSWER, standing(1, 1))))

    def take_away(tick: int) -> None:
        if tick == 10:
            here.desk.clock.advance(2 * LEASE)
            assert here.desk.ledger.take("other") is not None

    here.on_tick = take_away
    job = here.work()
    assert job is not None
    assert (job.state, job.lost, job.result) == ("running", 1, None)
    assert job.lease is not None
    assert job.lease.owner == "other"


class AbsentStore(MemoryStore):
    """A store whose records cannot be reached while it is `away`."""

    away = False

    def record(self, collection: str, key: str) -> Record | None:
        self._here()
        return super().record(collection, key)

    def put_record(
        self,
        collection: str,
        key: str,
        value: Mapping[str, object],
        *,
        expect: Expected = ANYTHING,
        audit: Event | None = None,
    ) -> Record:
        self._here()
        return super().put_record(collection, key, value, expect=expect, audit=audit)

    def _here(self) -> None:
        if self.away:
            raise StoreUnavailableError(self.url, "away")


def test_a_store_that_is_away_for_less_than_the_lease_does_no_harm() -> None:
    store = AbsentStore()
    here = stage(search(*told(15, 4), *[None] * 60, Answered(ANSWER, standing(9, 9))), store=store)

    def go_and_come(tick: int) -> None:
        store.away = 5 <= tick < 35

    here.on_tick = go_and_come
    job = here.work()
    assert job is not None
    assert (job.state, job.standing.cost) == ("done", 9)


def test_whoever_cannot_renew_the_lease_stops_when_it_runs_out() -> None:
    store = AbsentStore()
    here = stage(search(*told(15, 4), *[None] * 500, Answered(ANSWER, standing(9, 9))), store=store)

    def go(tick: int) -> None:
        store.away = tick >= 5

    here.on_tick = go
    with pytest.raises(StoreUnavailableError):
        here.work()
    assert here.begun[0].killed
    assert LEASE <= here.ticks * here.step <= 2 * LEASE
    store.away = False
    here.desk.clock.advance(LEASE)
    held = here.desk.ledger.take("other")
    assert held is not None
    assert held.job.lost == 1


def test_a_machine_without_room_for_a_process_lets_the_job_begin_again() -> None:
    here = stage()

    def refuse(task: Task) -> Search:
        raise OSError("no room")

    held = here.desk.ledger.take("one")
    assert held is not None
    look_after(here.desk.ledger, held, refuse, here.leaving, PACE, here.monotonic)
    assert here.desk.ledger.get("small", held.job.id).state == "queued"


def _ignore(value: object) -> None:
    """For what is done for its effect."""
