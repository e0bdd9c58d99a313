"""What is kept in memory: values that cannot change, by a key that says all of what they are."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """The values used last, up to a weight in all. Safe to use from several threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._weight = 0
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()

    def get(self, key: Hashable) -> V | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: V, weight: int) -> V:
        """The value; one that is heavier than all may be is not kept."""
        with self._lock:
            before = self._values.pop(key, None)
            if before is not None:
                self._weight -= before[1]
            if weight <= self._limit:
                self._values[key] = (value, weight)
                self._weight += weight
            while self._weight > self._limit:
                _, (_, dropped) = self._values.popitem(last=False)
                self._weight -= dropped
        return value

    @property
    def weight(self) -> int:
        return self._weight
