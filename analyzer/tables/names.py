"""Who a cell means: an entry by its id, or by its name where only one has that name."""

from __future__ import annotations

import difflib
from collections import defaultdict

from analyzer.messages import Text
from analyzer.tables.headings import ID_PATTERN, ListName, normalise

_MOST_SUGGESTIONS = 200
"""Looking for a near word is slow: a file with thousands of unknown names gets these many."""


class Names:
    """The ids and names of every list, from the base and from the sheets."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._suggestions = 0

    def add(self, target: ListName, entry_id: str, name: str) -> None:
        self._ids[target].add(entry_id)
        self._names[target][normalise(name)].add(entry_id)

    def ids(self, target: ListName) -> frozenset[str]:
        return frozenset(self._ids[target])

    def has(self, target: ListName, entry_id: str) -> bool:
        return entry_id in self._ids[target]

    def resolve(self, target: ListName, text: str) -> str | None:
        """The id that the text means; None where it means none, or more than one."""
        word = normalise(text)
        if word in self._ids[target]:
            return word
        named = self._names[target].get(word, set())
        return next(iter(named)) if len(named) == 1 else None

    def ambiguous(self, target: ListName, text: str) -> tuple[str, ...]:
        """The ids of all entries with that name, where there are several."""
        named = self._names[target].get(normalise(text), set())
        return tuple(sorted(named)) if len(named) > 1 else ()

    def containing(self, target: ListName, text: str) -> tuple[str, ...]:
        """The ids of all entries whose name holds the text."""
        word = normalise(text)
        return tuple(
            sorted({id for name, owners in self._names[target].items() if word in name for id in owners})
        )

    def nearest(self, target: ListName, text: str) -> Text:
        """A suggestion for a text that means none."""
        self._suggestions += 1
        near: list[str] = []
        words: dict[str, str] = {}
        if self._suggestions <= _MOST_SUGGESTIONS:
            words = {entry_id: entry_id for entry_id in self._ids[target]}
            words.update({name: min(owners) for name, owners in self._names[target].items()})
            near = difflib.get_close_matches(normalise(text)[:100], sorted(words), n=1)
        if near:
            return Text(f"「{words[near[0]]}」でしょうか。", f"Did you mean {words[near[0]]}?")
        return Text("一覧に行を加えるか、IDを直してください。", "Add a row to its list, or mend the id.")


def as_id(text: str) -> str | None:
    """The text as an id, capital and full-width letters made small; None where it is none."""
    word = normalise(text)
    return word if ID_PATTERN.match(word) else None
