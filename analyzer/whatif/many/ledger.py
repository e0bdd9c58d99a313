"""Where results are kept: the record of a run, whatever happens to whoever computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from analyzer.whatif.many.tasks import Outcome


class Ledger(Protocol):
    """Outcomes by group (`tasks.group_key`) and hash of the scenario, each once. What a call has added is durable when it returns."""

    def content_of(self, text: str) -> str | None:
        """The content hash of the landscape in a text that was read once, by the hash of the text."""

    def learn(self, text: str, content: str) -> None:
        """Keeps that, so that the next run need not read the text to know its tasks."""

    def found(self, group: str) -> Mapping[str, Outcome]:
        """Hash of the scenario → outcome."""

    def add(
        self, group: str, outcomes: Mapping[str, Outcome], *, anew: bool = False
    ) -> Mapping[str, Outcome]:
        """Keeps those that are not there yet, in one transaction; what is then there for all of them.

        One that is there stays, except (`anew`) one that has failed.
        """

    def run(self, name: str) -> Mapping[str, object] | None:
        """What was noted of the run of that name."""

    def note_run(self, name: str, note: Mapping[str, object]) -> None:
        """Keeps a note of a run (what was asked, how far it is) under its name, in place of the one before."""
