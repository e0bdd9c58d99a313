"""By how many months moves slip: whole-month distributions, and draws that are the same on every machine.

A distribution is a table of months with whole-number weights, also where the file gives a triangle: the
continuous triangle is rounded half up to whole months, and its probabilities are rational numbers. A draw is
53 bits of PCG64 compared with whole-number thresholds: no rounding of any library takes part.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from math import lcm

import numpy as np
import numpy.typing as npt

from analyzer.landscape.model import Landscape, MoveRef, Slip

_BITS = 53
"""Bits of a draw."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """`weights[i]` (whole numbers, at least one above 0) of a slip of `months[i]`; months ascend."""

    months: tuple[int, ...]
    weights: tuple[int, ...]

    @property
    def mean(self) -> Fraction:
        """The expected slip in months."""
        total = sum(self.weights)
        return Fraction(sum(m * w for m, w in zip(self.months, self.weights, strict=True)), total)

    def quantile(self, share: Fraction) -> int:
        """The least number of months that at least this share of slips does not exceed."""
        cumulated = list(accumulate(self.weights))
        wanted = share * cumulated[-1]
        return next(m for m, c in zip(self.months, cumulated, strict=True) if c >= wanted and c > 0)

    def at(self, draws: npt.NDArray[np.uint64]) -> npt.NDArray[np.int32]:
        """Months for draws, each a whole number below 2**53."""
        cumulated = list(accumulate(self.weights))
        # The smallest draw that lies above each month's share; one beyond all draws does not fit 53 bits but 64.
        bounds = [-(-c * 2**_BITS // cumulated[-1]) for c in cumulated[:-1]]
        table = np.array(self.months, dtype=np.int32)
        return table[np.searchsorted(np.array(bounds, dtype=np.uint64), draws, side="right")]


NEVER_LATE = Distribution((0,), (1,))


def distribution(slip: Slip | None) -> Distribution:
    """Of a vendor's `slip`; without one nothing slips."""
    if slip is None:
        return NEVER_LATE
    if slip.table is not None:
        kept = [(months, weight) for months, weight in slip.table if weight]
        return Distribution(tuple(m for m, _ in kept), tuple(w for _, w in kept))
    assert slip.triangular is not None
    return _triangular(*slip.triangular)


def _triangular(low: int, mode: int, high: int) -> Distribution:
    """The continuous triangle, rounded half up to whole months."""
    if low == high:
        return Distribution((low,), (1,))

    def below(x: Fraction) -> Fraction:
        """The probability of a slip below x."""
        if x <= low:
            return Fraction(0)
        if x >= high:
            return Fraction(1)
        if x <= mode:
            return (x - low) ** 2 / ((high - low) * (mode - low))
        return 1 - (high - x) ** 2 / ((high - low) * (high - mode))

    half = Fraction(1, 2)
    shares = [below(month + half) - below(month - half) for month in range(low, high + 1)]
    scale = lcm(*(share.denominator for share in shares))
    return Distribution(tuple(range(low, high + 1)), tuple(int(share * scale) for share in shares))


def move_refs(landscape: Landscape) -> tuple[MoveRef, ...]:
    """Every move of the landscape: by system, then in the order of its moves."""
    return tuple(MoveRef(s.id, m.id) for s in landscape.systems.values() for m in s.moves)


def move_distributions(landscape: Landscape) -> tuple[Distribution, ...]:
    """Of each move (`move_refs`): that of the vendor of the form that it leads to."""
    of_vendor = {id_: distribution(vendor.slip) for id_, vendor in landscape.vendors.items()}
    return tuple(of_vendor[m.to.vendor] for s in landscape.systems.values() for m in s.moves)


def drawn_slips(landscape: Landscape, samples: int, seed: int) -> npt.NDArray[np.int32]:
    """Months by which each move (`move_refs`) slips by itself in each sample: an array [move, sample].

    Each move has a stream of its own, known by the seed and the move's name: a plan, a rule or another move
    changes nothing of what it draws, so plans and scenarios are compared under the same slips, and more samples
    only add to fewer.
    """
    refs = move_refs(landscape)
    slips = np.zeros((len(refs), samples), dtype=np.int32)
    for number, (ref, own) in enumerate(zip(refs, move_distributions(landscape), strict=True)):
        slips[number] = own.at(_stream(seed, str(ref), samples))
    return slips


def _stream(seed: int, name: str, samples: int) -> npt.NDArray[np.uint64]:
    """Whole numbers below 2**53. NumPy keeps the raw stream of PCG64, and what seeds it, the same in all versions."""
    digest = hashlib.sha256(name.encode()).digest()
    words = [int.from_bytes(digest[at : at + 4], "little") for at in range(0, 16, 4)]
    source = np.random.PCG64(np.random.SeedSequence([seed, *words]))
    return np.asarray(source.random_raw(samples), dtype=np.uint64) >> np.uint64(64 - _BITS)
