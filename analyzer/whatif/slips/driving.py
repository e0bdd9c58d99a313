"""Which move, and which vendor, drives the end date.

A move *drives* the end of a sample if the last of all moves would come earlier had this one not slipped by itself
(what others push it by stays); a vendor, if none of the moves to its forms had. Where two delays of equal length
end together, neither alone drives it. Each is asked by pushing the sample again without these slips, so nothing
depends on which of several causes a chain of pushes is followed back by.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.whatif.slips.bits import Flags
from analyzer.whatif.slips.pushing import Months, Pusher


@dataclass(frozen=True, slots=True)
class Driver:
    """`name` is a move or a vendor; `share` of the samples in which it drives the end, `gained` the months by which the
    end would come earlier without its slips, on average over all samples.
    """

    name: MoveRef | str
    share: Fraction
    gained: Fraction


@dataclass(frozen=True, slots=True)
class Driving:
    """Those that drive the end of some sample, the most frequent first; `late` is the share of samples that end later
    than planned, `undivided` of those that end later and that no single move drives.
    """

    moves: tuple[Driver, ...]
    vendors: tuple[Driver, ...]
    late: Fraction
    undivided: Fraction


def driving(landscape: Landscape, pusher: Pusher, planned: Months, slips: Months, months: Months) -> Driving:
    """Of `months` [move, sample] that `slips` made of the `planned` ones."""
    samples = slips.shape[1]
    if not len(planned) or not samples:
        return Driving((), (), Fraction(0), Fraction(0))
    ends = np.stack([months[list(group.rows)].max(axis=0) for group in pusher.groups])
    end = ends.max(axis=0)
    driven = np.zeros(samples, dtype=np.bool_)
    moves = []
    for number, group in enumerate(pusher.groups):
        rows = list(group.rows)
        others = np.delete(ends, number, axis=0).max(axis=0, initial=0)
        alone = (ends[number] == end) & (others < end)
        for at, row in enumerate(rows):
            asked = np.flatnonzero(alone & (slips[row] > 0))
            if not asked.size:
                continue
            own = slips[rows][:, asked]
            own[at] = 0
            without = np.maximum(group.push(planned[rows], own).max(axis=0), others[asked])
            gained = end[asked] - without
            driven[asked] |= gained > 0
            moves.append(_driver(pusher.refs[row], gained, samples))
    vendors = []
    to = np.array([move.to.vendor for system in landscape.systems.values() for move in system.moves])
    for vendor in sorted(set(to.tolist())):
        if not slips[to == vendor].any():
            continue
        without = _without(pusher, planned, np.where((to == vendor)[:, None], 0, slips), to == vendor, ends)
        vendors.append(_driver(vendor, end - without, samples))
    late = end > planned.max()
    return Driving(
        _sorted(moves), _sorted(vendors),
        Fraction(int(late.sum()), samples), Fraction(int((late & ~driven).sum()), samples),
    )  # fmt: skip


def _without(pusher: Pusher, planned: Months, slips: Months, changed: Flags, ends: Months) -> Months:
    """The last of all months, the groups with changed moves pushed again."""
    last = ends.copy()
    for number, group in enumerate(pusher.groups):
        rows = list(group.rows)
        if changed[rows].any():
            last[number] = group.push(planned[rows], slips[rows]).max(axis=0)
    latest: Months = last.max(axis=0)
    return latest


def _driver(name: MoveRef | str, gained: Months, samples: int) -> Driver:
    return Driver(
        name,
        Fraction(int((gained > 0).sum()), samples),
        Fraction(int(np.maximum(gained, 0).sum()), samples),
    )


def _sorted(drivers: list[Driver]) -> tuple[Driver, ...]:
    kept = [driver for driver in drivers if driver.share]
    return tuple(sorted(kept, key=lambda d: (-d.share, -d.gained, str(d.name))))
