"""Results of runs over many landscapes, as records of a store: all that comes of one landscape and plan is one record.

A record is compared and set, so an outcome is kept once whoever else writes; a batch of outcomes is one transaction.
One record for each of 174,100 outcomes would be as many commits to the disk.
"""

from __future__ import annotations

from collections.abc import Mapping

from analyzer.stores.errors import ChangedError
from analyzer.stores.port import Event, Store
from analyzer.whatif.many.tasks import Outcome, outcome_of, program

RESULTS = "results"
"""Group → {hash of a scenario: outcome}."""
TEXTS = "result-texts"
"""Hash of a landscape's text, and the program that read it → content hash."""

RUNS = "result-runs"
"""Name of a run → what was asked, and how far it is."""


class RecordedResults:
    """`analyzer.whatif.many.ledger.Ledger` in a store; notes of runs go into the audit log under the name of `actor`."""

    def __init__(self, store: Store, actor: str = "") -> None:
        self._store = store
        self._actor = actor

    def content_of(self, text: str) -> str | None:
        found = self._store.record(TEXTS, _text_key(text))
        return None if found is None else str(found.value["content"])

    def learn(self, text: str, content: str) -> None:
        self._store.put_record(TEXTS, _text_key(text), {"content": content})

    def found(self, group: str) -> Mapping[str, Outcome]:
        record = self._store.record(RESULTS, group)
        return (
            {} if record is None else {key: outcome_of(value) for key, value in _kept(record.value).items()}
        )

    def add(
        self, group: str, outcomes: Mapping[str, Outcome], *, anew: bool = False
    ) -> Mapping[str, Outcome]:
        while True:
            record = self._store.record(RESULTS, group)
            kept = {} if record is None else dict(_kept(record.value))
            new = {
                key: outcome.as_document()
                for key, outcome in outcomes.items()
                if key not in kept or (anew and kept[key]["status"] == "failed")
            }
            if not new:
                break
            kept |= new
            try:
                expected = None if record is None else record.revision
                self._store.put_record(RESULTS, group, {"outcomes": kept}, expect=expected)
                break
            except ChangedError:  # another run wrote in between: what it kept stays
                continue
        return {key: outcome_of(kept[key]) for key in outcomes}

    def run(self, name: str) -> Mapping[str, object] | None:
        found = self._store.record(RUNS, name)
        return None if found is None else found.value

    def note_run(self, name: str, note: Mapping[str, object]) -> None:
        event = Event(self._actor, "results.run", f"{RUNS}/{name}", note)
        self._store.put_record(RUNS, name, note, audit=event)


def _kept(value: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    outcomes = value["outcomes"]
    assert isinstance(outcomes, dict), "records of this collection are written above and nowhere else"
    return outcomes


def _text_key(text: str) -> str:
    return f"{text}/{program()}"
