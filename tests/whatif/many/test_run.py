"""A run computes what is missing and nothing else, whatever happens to whoever computes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from analyzer.messages import Text
from analyzer.stores.memory import MemoryStore
from analyzer.stores.results import RecordedResults
from analyzer.whatif.many.executor import Lost, News
from analyzer.whatif.many.pace import Progress
from analyzer.whatif.many.targets import file_target
from analyzer.whatif.many.tasks import Job, Outcome, failed
from analyzer.whatif.many.terms import Limits, Tally
from analyzer.whatif.many.working import Desk, Part, Setup
from tests.stores.landscapes import city_text
from tests.whatif.many.standin import expected, outcome, results, run_of, setup, target

KILLED = Text("死んだ", "killed")


class Here:
    """Computes in this process; `fates` say of each job how many of its parts are told before it is lost (None: it is not)."""

    def __init__(self, setup: Setup, fates: Sequence[tuple[int, bool] | None] = (), workers: int = 2) -> None:
        self.workers = workers
        self.computed: Counter[tuple[str, int]] = Counter()
        self._desk = Desk(setup)
        self._fates = list(fates)
        self._waiting: list[tuple[int, Job]] = []

    def room(self) -> int:
        return self.workers - len(self._waiting)

    def submit(self, number: int, job: Job) -> None:
        self._waiting.append((number, job))

    def news(self, seconds: float) -> Sequence[News | Lost]:
        if not self._waiting:
            return []
        number, job = self._waiting.pop(0)
        fate = self._fates.pop(0) if self._fates else None
        read, *parts = self._desk.answer(job)
        told: list[tuple[Part, dict[int, Outcome]]] = [(read, {})] + [
            (part, {p: o}) for part in parts for p, o in part.outcomes.items()
        ]
        self.computed.update((job.landscape.name, p) for _, outcomes in told for p in outcomes)
        news: list[News | Lost] = [
            News(number, replace(part, outcomes=outcomes), False) for part, outcomes in told
        ]
        if fate is not None and fate[0] < len(news):
            return [*news[: fate[0]], Lost(number, KILLED if fate[1] else None)]
        return [*news, News(number, None, True)]

    def close(self) -> None:
        pass


def test_a_second_run_finds_everything_and_computes_nothing() -> None:
    ledger = RecordedResults(MemoryStore())
    targets = [target(id_) for id_ in ("a", "bb")]
    run = run_of(ledger, targets, 3)
    assert run.go(Here(setup(3))).computed == 6
    assert results(run) == expected(("a", "bb"), 3)
    again = run_of(ledger, targets, 3)
    assert (again.tally.found, again.has_to_compute, again.is_complete) == (6, False, True)
    assert results(again) == results(run)


def test_a_run_with_more_scenarios_computes_only_the_new_ones() -> None:
    ledger = RecordedResults(MemoryStore())
    run_of(ledger, [target("a")], 2).go(Here(setup(2)))
    run = run_of(ledger, [target("a")], 5)
    here = Here(setup(5))
    tally = run.go(here)
    assert (tally.found, tally.computed) == (2, 3)
    assert sorted(here.computed) == [("a.yaml", 2), ("a.yaml", 3), ("a.yaml", 4)]


def test_the_same_content_written_otherwise_is_recorded_once() -> None:
    ledger = RecordedResults(MemoryStore())
    plain = target("a")
    landscape, plan = plain.sources()
    spaced = replace(landscape, text=b"# a comment\n" + landscape.text)
    other = replace(plain, name="other", text=spaced.hash, sources=lambda: (spaced, plan))
    run = run_of(ledger, [plain, other], 2)
    run.go(Here(setup(2)))
    assert results(run)["other"] == results(run)["a"] == expected(("a",), 2)["a"]
    assert len(ledger._store.records("results")) == 1


def test_a_file_that_is_no_landscape_and_a_plan_that_is_none_fail_and_the_others_go_on() -> None:
    ledger = RecordedResults(MemoryStore())
    bad, plan = replace(target("a").sources()[0], text=b"landscape: {"), target("a").sources()[1]
    targets = [
        replace(target("x"), text=bad.hash, sources=lambda: (bad, plan)),
        target("y", wrong=True),
        target("z"),
    ]
    run = run_of(ledger, targets, 2)
    tally = run.go(Here(setup(2)))
    assert (tally.computed, tally.failed, run.is_complete) == (6, 4, True)
    found = results(run)
    assert {o.status for o in found["x"].values()} == {"failed"}
    assert all(str(o.reason and o.reason.en).startswith("a.yaml:") for o in found["x"].values())
    assert {o.code for o in found["y"].values()} == {"no_plan_at_all"}
    assert found["z"] == expected(("z",), 2)["z"]
    again = run_of(ledger, targets, 2)
    assert (again.tally.found, again.tally.failed) == (6, 4)
    anew = run_of(ledger, targets, 2, Limits(retry_failed=True))
    assert (anew.tally.found, anew.go(Here(setup(2))).computed, anew.tally.failed) == (2, 4, 4)


def test_a_scenario_that_raises_fails_alone() -> None:
    run = run_of(RecordedResults(MemoryStore()), [target("a", fault=[1])], 3)
    tally = run.go(Here(setup(3)))
    found = results(run)["a"]
    assert (tally.failed, found["s1"].code) == (1, "fault")
    assert (found["s0"], found["s2"]) == (outcome("a", 0), outcome("a", 2))


def test_without_going_on_the_first_failure_ends_the_run() -> None:
    run = run_of(
        RecordedResults(MemoryStore()), [target("a", fault=[0]), target("b")], 2, Limits(keep_going=False)
    )
    run.go(Here(setup(2), workers=1))
    assert results(run)["b"] == {}
    assert not run.is_complete


def test_a_file_that_changes_while_the_run_goes_on_is_told_and_not_recorded(tmp_path: Path) -> None:
    file, plan = tmp_path / "a.yaml", tmp_path / "actual.json"
    file.write_bytes(city_text("a"))
    plan.write_text("{}")
    ledger = RecordedResults(MemoryStore())
    targets = [file_target("a", file, "actual", None)]
    run = run_of(ledger, targets, 2)
    file.write_bytes(city_text("a", "other"))
    tally = run.go(Here(setup(2)))
    assert (tally.passed_over, tally.failed, tally.computed) == (2, 2, 0)
    assert {o.code for o in results(run)["a"].values()} == {"changed_meanwhile"}
    assert not ledger._store.records("results")


def test_a_task_that_kills_whoever_computes_it_has_failed_after_three_attempts_and_its_neighbours_have_not() -> (
    None
):
    class Poisoned(Here):
        deaths = 0

        def news(self, seconds: float) -> Sequence[News | Lost]:
            if 5 in self._waiting[0][1].scenarios:
                number, _ = self._waiting.pop(0)
                self.deaths += 1
                return [
                    News(number, replace(next(iter(Desk(setup(8)).answer(job_alone))), outcomes={}), False),
                    Lost(number, KILLED),
                ]
            return super().news(seconds)

    job_alone = Job(*target("a").sources(), (0,))
    run = run_of(RecordedResults(MemoryStore()), [target("a")], 8)
    here = Poisoned(setup(8))
    tally = run.go(here)
    found = results(run)["a"]
    assert (tally.failed, found["s5"].status, found["s5"].lost) == (1, "failed", True)
    assert "killed" in str(found["s5"].reason)
    assert {k: v for k, v in found.items() if k != "s5"} == {
        k: v for k, v in expected(("a",), 8)["a"].items() if k != "s5"
    }
    assert here.deaths == 3 + 3, "halves: 8, 4, 2 scenarios; then three attempts alone"


def test_ctrl_c_keeps_what_was_recorded() -> None:
    class Interrupted(Here):
        def news(self, seconds: float) -> Sequence[News | Lost]:
            if self.computed:
                raise KeyboardInterrupt
            return super().news(seconds)

    ledger = RecordedResults(MemoryStore())
    targets = [target("a"), target("b")]
    run = run_of(ledger, targets, 2)
    tally: Tally = run.go(Interrupted(setup(2)))
    assert (tally.interrupted, tally.computed) == (True, 2)
    assert run_of(ledger, targets, 2).tally.found == 2


def test_progress_counts_only_what_the_ledger_has() -> None:
    ledger = RecordedResults(MemoryStore())
    run_of(ledger, [target("a")], 2).go(Here(setup(2)))
    told: list[Progress] = []
    run = run_of(ledger, [target("a"), target("b"), target("c")], 2)

    def tell(progress: Progress) -> None:
        told.append(progress)
        assert progress.done == sum(map(len, results(run).values()))

    run.go(Here(setup(2), workers=1), tell)
    assert [(p.total, p.found, p.done) for p in told] == [(6, 2, 4), (6, 2, 6)]


FATES = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(0, 6), st.booleans())), max_size=12
)  # fmt: skip


@given(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4), FATES)
def test_whatever_is_lost_every_result_is_recorded_once_and_is_right(
    landscapes: int, count: int, chunk: int, fates: list[tuple[int, bool] | None]
) -> None:
    ids = [f"city{n}" for n in range(landscapes)]
    run = run_of(
        RecordedResults(MemoryStore()), [target(id_) for id_ in ids], count,
        Limits(chunk=chunk, attempts=len(fates) + 1),
    )  # fmt: skip
    tally = run.go(Here(setup(count), fates))
    assert results(run) == expected(ids, count)
    assert (tally.computed, tally.failed, run.is_complete) == (landscapes * count, 0, True)


@given(FATES)
def test_what_was_told_before_a_loss_is_not_computed_again(fates: list[tuple[int, bool] | None]) -> None:
    run = run_of(RecordedResults(MemoryStore()), [target("a")], 6, Limits(attempts=len(fates) + 1))
    handed: Counter[int] = Counter()

    class Watched(Here):
        def submit(self, number: int, job: Job) -> None:
            there = {int(id_[1:]) for id_ in results(run)["a"]}
            assert not there & set(job.scenarios)
            handed.update(job.scenarios)
            super().submit(number, job)

    run.go(Watched(setup(6), fates, workers=1))
    assert set(handed) == set(range(6))


def test_a_failure_has_its_reason_in_both_languages() -> None:
    assert failed("x", Text("だめ", "no")).as_document()["reason"] == {"ja": "だめ", "en": "no"}
