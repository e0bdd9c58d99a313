"""Arrays: their types, and sums by place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def sums(places: Ints, weights: Floats, count: int) -> Floats:
    """Σ weights by place, `count` places."""
    total: Floats = np.zeros(count)
    if len(places):
        total += np.bincount(places, weights, count)
    return total
