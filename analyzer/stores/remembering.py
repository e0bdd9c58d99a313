"""The parts of versions that were asked about lately, kept in memory: a version never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from analyzer.landscape.model import Landscape
from analyzer.stores.asking import parts_of

PARTS_KEPT = 128
"""Versions whose parts (`asking.parts_of`) stay in memory."""


class RememberedParts:
    """By content hash; safe to use from several threads, of which two may read the same frame at once."""

    def __init__(self) -> None:
        self._parts: OrderedDict[str, Landscape] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, hash: str, frame: Callable[[], bytes]) -> Landscape:
        """The parts of the version; `frame` (`Content.frame`) is read where they are not remembered."""
        with self._guard:
            known = self._parts.get(hash)
            if known is not None:
                self._parts.move_to_end(hash)
                return known
        parts = parts_of(frame())
        with self._guard:
            self._parts[hash] = parts
            while len(self._parts) > PARTS_KEPT:
                self._parts.popitem(last=False)
        return parts
