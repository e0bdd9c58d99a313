"""The queue and its leases, sentence by sentence; `test_interleavings` asks them of every order of events."""

from __future__ import annotations

import pytest

from analyzer.stores.errors import NotFoundError
from api.jobs.ledger import LostLeaseError, NotOverError, QueueFullError
from api.jobs.model import Job, Question, Standing
from api.jobs.results import read_result
from tests.api.jobs.support import LEASE, MARGIN, Desk, best, standing

ASKED = Question(time_limit=60.0)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def submit(desk: Desk, question: Question = ASKED) -> Job:
    return desk.ledger.submit("small", desk.version, question, "hanako")


def actions(desk: Desk) -> list[str]:
    return [entry.action for entry in desk.store.audit_log() if entry.action.startswith("job.")]


def tickets(desk: Desk) -> int:
    return len(desk.store.records("job-queue"))


def test_a_job_comes_back_from_its_record_as_it_was(desk: Desk) -> None:
    asked = Question("optimize", ("p1",), {"jumin.shift": "2025-02"}, 1.5, 7, with_optimum=False)
    job = submit(desk, asked)
    held = desk.ledger.take("one")
    assert held is not None
    desk.ledger.save(held, standing(12, 3), best(12))
    kept = desk.ledger.get("small", job.id)
    assert kept.question == asked
    assert kept.best == best(12)
    assert Job.of(kept.as_value()) == kept


def test_jobs_are_taken_in_the_order_in_which_they_came(desk: Desk) -> None:
    jobs = [submit(desk) for _ in range(3)]
    assert [desk.ledger.position(job) for job in jobs] == [1, 2, 3]
    taken = [desk.ledger.take("one") for _ in range(4)]
    assert [held and held.job.id for held in taken] == [*(job.id for job in jobs), None]
    assert desk.ledger.position(desk.ledger.get("small", jobs[0].id)) is None


def test_the_queue_is_as_long_as_it_may_be_and_no_longer(desk: Desk) -> None:
    for _ in range(desk.most):
        submit(desk)
    with pytest.raises(QueueFullError) as refused:
        submit(desk)
    assert refused.value.waiting == desk.most
    assert tickets(desk) == desk.most
    assert len(desk.ledger.list("small")) == desk.most
    held = desk.ledger.take("one")
    assert held is not None
    with pytest.raises(QueueFullError):
        submit(desk)  # what runs counts, too
    desk.ledger.finish(held, b"{}", standing())
    submit(desk)


def test_what_is_done_has_its_answer_to_the_byte_and_no_ticket(desk: Desk) -> None:
    submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    body = bytes(range(256)) * 9_000
    job = desk.ledger.finish(held, body, standing(10, 10))
    assert (job.state, job.standing.gap, job.lease) == ("done", 0.0, None)
    assert job.result is not None
    assert read_result(desk.store, job.key, job.result) == body
    assert tickets(desk) == 0
    assert actions(desk) == ["job.submit", "job.done"]
    assert [point.state for point in job.trail] == ["queued", "running", "done"]


def test_an_answer_in_many_pieces_is_whole_and_a_missing_piece_is_noticed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.results.PIECE", 3)
    submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    job = desk.ledger.finish(held, b"an answer", standing())
    assert job.result is not None
    assert job.result.chunks > 2
    assert read_result(desk.store, job.key, job.result) == b"an answer"
    desk.store.delete_record("job-results", desk.store.records("job-results")[1].key)
    with pytest.raises(NotFoundError):
        read_result(desk.store, job.key, job.result)


def test_a_lease_that_is_renewed_is_kept_for_as_long_as_one_likes(desk: Desk) -> None:
    submit(desk)
    held = desk.ledger.take("one")
    for second in range(10):
        assert held is not None
        desk.clock.advance(LEASE - 1)
        held = desk.ledger.save(held, standing(100 - second, 1, float(second)), best(100 - second))
        assert desk.ledger.take("two") is None


def test_a_lost_lease_brings_the_job_back_once_from_its_best_plan_and_the_second_time_it_has_failed(
    desk: Desk,
) -> None:
    job = submit(desk)
    first = desk.ledger.take("one")
    assert first is not None
    desk.ledger.save(first, standing(50, 10, 5.0), best(50))
    desk.clock.advance(LEASE + MARGIN - 0.001)
    assert desk.ledger.take("two") is None
    desk.clock.advance(0.001)
    second = desk.ledger.take("two")
    assert second is not None
    assert second.job.id == job.id
    assert (second.job.best, second.job.standing.cost, second.job.lost) == (best(50), 50, 1)
    assert second.job.reason is not None
    assert second.job.reason.code == "worker_lost"
    with pytest.raises(LostLeaseError):
        desk.ledger.save(first, standing(40), best(40))
    with pytest.raises(LostLeaseError):
        desk.ledger.finish(first, b"late", standing())
    desk.clock.advance(LEASE + MARGIN)
    assert desk.ledger.take("three") is None
    failed = desk.ledger.get("small", job.id)
    assert failed.state == "failed"
    assert failed.best == best(50)
    assert failed.reason is not None
    assert "2 回" in failed.reason.message.ja
    assert tickets(desk) == 0
    assert actions(desk) == ["job.submit", "job.lost", "job.failed"]


def test_a_job_given_back_keeps_its_place_and_its_plan_and_has_lost_nothing(desk: Desk) -> None:
    first, second = submit(desk), submit(desk)
    for _ in range(3):
        held = desk.ledger.take("one")
        assert held is not None
        assert held.job.id == first.id
        job = desk.ledger.give_back(held, standing(7), best(7))
        assert (job.state, job.lost, job.best) == ("queued", 0, best(7))
        assert desk.ledger.position(second) == 2


def test_a_search_that_dies_begins_again_once(desk: Desk) -> None:
    submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    job = desk.ledger.died(held, standing(7), best(7))
    assert (job.state, job.lost) == ("queued", 1)
    held = desk.ledger.take("one")
    assert held is not None
    job = desk.ledger.died(held, standing(6), best(6))
    assert job.state == "failed"
    assert job.best == best(6)
    assert job.reason is not None
    assert job.reason.code == "search_died"


def test_the_same_owner_who_takes_a_job_again_has_another_lease(desk: Desk) -> None:
    submit(desk)
    first = desk.ledger.take("one")
    desk.clock.advance(LEASE + MARGIN)
    second = desk.ledger.take("one")
    assert first is not None
    assert second is not None
    with pytest.raises(LostLeaseError):
        desk.ledger.look(first)
    assert desk.ledger.look(second).job == second.job


def test_a_waiting_job_without_a_plan_is_cancelled_at_once(desk: Desk) -> None:
    job = desk.ledger.cancel("small", submit(desk).id, "taro")
    assert (job.state, job.result, job.ended is None) == ("cancelled", None, False)
    assert tickets(desk) == 0
    assert desk.ledger.take("one") is None
    assert [(e.action, e.actor) for e in desk.store.audit_log(subject=f"small/jobs/{job.id}")] == [
        ("job.submit", "hanako"),
        ("job.cancel", "taro"),
    ]


def test_a_waiting_job_with_a_plan_is_taken_first_to_make_an_answer_of_it(desk: Desk) -> None:
    submitted = submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    desk.ledger.give_back(held, standing(7), best(7))
    other = submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    desk.ledger.give_back(held, standing(7), best(7))
    assert desk.ledger.cancel("small", submitted.id).state == "queued"
    desk.ledger.cancel("small", other.id)
    held = desk.ledger.take("one")
    assert held is not None
    assert held.is_last
    assert desk.ledger.finish(held, b"{}", standing(7)).state == "cancelled"


def test_a_running_job_hears_that_it_was_cancelled_and_ends_cancelled_with_its_answer(desk: Desk) -> None:
    job = submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    assert not desk.ledger.look(held).job.cancelling
    assert desk.ledger.cancel("small", job.id).state == "running"
    held = desk.ledger.look(held)
    assert held.job.cancelling
    assert desk.ledger.finish(held, b"{}", standing(7, 3)).state == "cancelled"


@pytest.mark.parametrize("end", ["done", "cancelled"])
def test_what_is_over_stays_as_it_is(desk: Desk, end: str) -> None:
    job = submit(desk)
    if end == "done":
        held = desk.ledger.take("one")
        assert held is not None
        job = desk.ledger.finish(held, b"{}", standing())
    else:
        job = desk.ledger.cancel("small", job.id)
    before = actions(desk)
    assert desk.ledger.cancel("small", job.id) == job
    assert actions(desk) == before


def test_only_what_is_over_can_be_removed_and_then_nothing_is_left(desk: Desk) -> None:
    job = submit(desk)
    with pytest.raises(NotOverError):
        desk.ledger.remove("small", job.id)
    held = desk.ledger.take("one")
    assert held is not None
    desk.ledger.finish(held, b"{}", standing())
    desk.ledger.remove("small", job.id, "taro")
    for collection in ("jobs", "job-queue", "job-results"):
        assert not desk.store.records(collection)
    with pytest.raises(NotFoundError):
        desk.ledger.get("small", job.id)
    with pytest.raises(NotFoundError):
        desk.ledger.remove("small", job.id)


def test_the_jobs_of_a_landscape_go_with_it_and_whoever_works_at_one_loses_it(desk: Desk) -> None:
    submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    submit(desk)
    desk.ledger.sweep()
    assert len(desk.ledger.list("small")) == 2
    desk.store.delete("small", expect=desk.version)
    desk.ledger.sweep()
    assert not desk.ledger.list("small")
    assert tickets(desk) == 0
    with pytest.raises(LostLeaseError):
        desk.ledger.save(held, standing(), None)
    with pytest.raises(LostLeaseError):
        desk.ledger.finish(held, b"too late", standing())
    assert not desk.store.records("job-results")


def test_a_ticket_whose_job_never_came_to_be_is_swept_away_after_a_while(desk: Desk) -> None:
    """A server may die between the two."""
    job = submit(desk)
    desk.store.delete_record("jobs", job.key)
    desk.ledger.sweep()
    assert tickets(desk) == 1
    desk.clock.advance(601)
    assert desk.ledger.take("one") is None
    assert tickets(desk) == 0


def test_a_ticket_that_outlived_its_job_is_swept_away(desk: Desk) -> None:
    job = desk.ledger.cancel("small", submit(desk).id)
    desk.store.put_record("job-queue", job.id, {"job": job.key})
    desk.ledger.sweep()
    assert tickets(desk) == 0


def test_pages_of_jobs_follow_each_other(desk: Desk) -> None:
    ids = [submit(desk).id for _ in range(5)]
    assert [job.id for job in desk.ledger.list("small", limit=2)] == ids[:2]
    assert [job.id for job in desk.ledger.list("small", after=ids[1], limit=2)] == ids[2:4]
    assert not desk.ledger.list("smal")


def test_the_way_of_a_job_is_numbered_without_a_gap_and_its_oldest_points_go_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.jobs.model.TRAIL", 20)
    submit(desk)
    held = desk.ledger.take("one")
    assert held is not None
    for cost in range(500, 470, -1):
        held = desk.ledger.save(held, standing(cost, 1), best(cost))
        held = desk.ledger.save(held, standing(cost, 1), best(cost))  # nothing new: no point
    numbers = [point.number for point in held.job.trail]
    assert numbers == list(range(13, 33))


@pytest.mark.parametrize(
    ("cost", "bound", "gap"),
    [(None, None, None), (10, None, None), (None, 4, None), (10, 4, 0.6), (0, 0, 0.0)],
)
def test_the_gap_is_the_part_of_the_cost_that_may_still_be_saved(
    cost: int | None, bound: int | None, gap: float | None
) -> None:
    assert Standing(1.0, cost, bound).gap == gap
