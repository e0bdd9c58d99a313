"""References to integrations as files write them: ``004o008``, ``004o008/00``, ``004o008/00/a/b``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from analyzer.landscape.model import IntegrationKey, MoveRef


def parse_move(text: str) -> MoveRef:
    """``jumin.shift`` → MoveRef; ids hold no dots, so it splits in one way."""
    system, _, move = text.partition(".")
    return MoveRef(system, move)


class IntegrationIndex:
    """Finds the integrations that a reference may mean."""

    def __init__(self, keys: Iterable[IntegrationKey]) -> None:
        found: defaultdict[str, set[IntegrationKey]] = defaultdict(set)
        for key in keys:
            for text in (key.id, f"{key.id}/{key.branch}", str(key)):
                found[text].add(key)
        self._found = {text: tuple(sorted(found[text], key=str)) for text in found}

    def matches(self, reference: str) -> tuple[IntegrationKey, ...]:
        """All that fit: one where the reference is good; sorted."""
        return self._found.get(reference, ())
