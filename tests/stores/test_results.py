"""Results of runs over many landscapes: the contract of the ledger, over every store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from analyzer.messages import Text
from analyzer.stores.port import Store
from analyzer.stores.results import RecordedResults
from analyzer.whatif.many.tasks import Figures, Outcome, failed

KEPT = Outcome(
    "broken",
    Figures({"bridge": 3, "total": 10}, "2025-03", 0, 1, 2, 3),
    Figures({"bridge": 4, "total": 12}, "2025-05", 1, 1, 4, 3),
    {"capacity": 1},
)
UNSERVED = Outcome(
    "unserved",
    KEPT.before,
    Figures(None, "2025-05", 2, 0, 0, 0),
    {"unserved": 2},
    "unserved",
    Text("だめ", "no"),
)
LOST = failed("lost", Text("失われた", "lost"), lost=True)


def test_outcomes_come_back_as_they_were(store: Store) -> None:
    ledger = RecordedResults(store)
    outcomes = {"a": KEPT, "b": UNSERVED, "c": LOST}
    assert ledger.add("group", outcomes) == outcomes
    assert RecordedResults(store).found("group") == outcomes
    assert ledger.found("another") == {}


def test_an_outcome_is_kept_once_and_the_first_one_stays(store: Store) -> None:
    ledger = RecordedResults(store)
    ledger.add("group", {"a": KEPT})
    assert ledger.add("group", {"a": UNSERVED, "b": KEPT}) == {"a": KEPT, "b": KEPT}
    assert ledger.found("group") == {"a": KEPT, "b": KEPT}


def test_only_what_has_failed_gives_way_to_a_later_attempt(store: Store) -> None:
    ledger = RecordedResults(store)
    ledger.add("group", {"a": KEPT, "b": LOST})
    assert ledger.add("group", {"a": UNSERVED, "b": UNSERVED}, anew=True) == {"a": KEPT, "b": UNSERVED}
    assert ledger.found("group") == {"a": KEPT, "b": UNSERVED}


def test_what_is_there_already_changes_nothing(store: Store) -> None:
    ledger = RecordedResults(store)
    ledger.add("group", {"a": KEPT})
    (before,) = store.records("results")
    ledger.add("group", {"a": KEPT})
    assert store.records("results") == [before]


def test_of_two_runs_that_write_at_once_neither_loses_what_it_was_told_is_kept(store: Store) -> None:
    def write(writer: int) -> list[str]:
        ledger = RecordedResults(store)
        names = [f"{writer}-{n}" for n in range(5)]
        for name in names:
            ledger.add("group", {name: KEPT, "both": KEPT if writer else UNSERVED})
        return names

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(write, range(4)))
    found = RecordedResults(store).found("group")
    assert set(found) == {name for names in written for name in names} | {"both"}


def test_what_a_text_holds_is_learnt(store: Store) -> None:
    ledger = RecordedResults(store)
    assert ledger.content_of("sha256:text") is None
    ledger.learn("sha256:text", "sha256:content")
    assert ledger.content_of("sha256:text") == "sha256:content"
