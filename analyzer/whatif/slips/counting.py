"""What slipped months cost, for all samples at once: the parts of semantics, section 6, and each bridge's months.

No loop runs over samples; arrays are [word, sample] of bits, or [sample]. Exact for given ways but for two things,
which `Sheet.landscape` decides: with main routes the number of test cases, and with a cost of sessions that of
sessions, are lower bounds (`bounded_parts`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.whatif.slips.bits import Calendar, Flags, Tally, Whole, count
from analyzer.whatif.slips.pricing import (
    bridge_cost,
    environment_cost,
    lateness_cost,
    law_change_cost,
    least_cases,
    least_sessions,
)
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.sheet import Sheet
from analyzer.whatif.slips.using import InUse, Policy

PARTS = ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness")
Part = Literal["bridge", "suspension", "test", "session", "environment", "law_change", "lateness"]

_POLICIES: tuple[Policy, ...] = ("own", "shared")

_MEMORY = 96 * 2**20
"""Bytes that the tables of one portion of the samples take, about."""


@dataclass(slots=True, eq=False)
class Counted:
    """Columns are samples. `parts` are costs by part; `served` is False where some link cannot be carried (the
    costs then mean nothing); `chosen` counts the links whose way was chosen anew among several.

    `lives` are the months that each bridge (by its number in the sheet) serves, [bridge, sample]; `standing` how
    many stand in each month; `unserved` the samples in which a link cannot be carried, by link.
    """

    parts: dict[str, Whole]
    served: Flags
    chosen: Whole
    lives: npt.NDArray[np.int16]
    standing: Tally
    unserved: dict[IntegrationKey, Flags]

    @property
    def total(self) -> Whole:
        total: Whole = np.sum([self.parts[part] for part in PARTS], axis=0, dtype=np.int64)
        return total


def bounded_parts(landscape: Landscape) -> tuple[Part, ...]:
    """The parts of the cost of which only a lower bound is counted."""
    bounded: list[Part] = []
    if landscape.main_routes and landscape.test_case_cost:
        bounded.append("test")
    if landscape.session_cost:
        bounded.append("session")
    return tuple(bounded)


def count_costs(sheet: Sheet, months: dict[str, Months], lengths: Months) -> Counted:
    """The costs of months [move of the system, sample], by system; `lengths` are the months of each horizon.

    Where ways are free, those of the cheaper of two policies are taken, sample by sample.
    """
    samples = lengths.size
    calendar = Calendar(sheet.length)
    row = (
        8 * calendar.words * (len(sheet.bridges) + len(sheet.environments) + 4 * len(sheet.landscape.systems))
    )
    row += 2 * (len(sheet.legs) + 3 * len(sheet.edges)) + len(sheet.attachments) + 8 * sheet.length
    if sheet.landscape.main_routes:
        row += 40 * sheet.length * (1 + len(sheet.hubs))
    size = max(1, min(samples, _MEMORY // max(1, 2 * row)))
    portions = []
    for first in range(0, samples, size):
        stop = min(first + size, samples)
        own = {system: rows[:, first:stop] for system, rows in months.items()}
        portions.append(_portion(sheet, calendar, own, lengths[first:stop]))
    return _joined(portions)


def _portion(sheet: Sheet, calendar: Calendar, months: dict[str, Months], lengths: Months) -> Counted:
    kept = InUse(sheet, calendar, months, lengths)
    if not kept.free:
        return _counted(kept, "own")
    one, other = (_counted(kept.copy(), policy) for policy in _POLICIES)
    better = other.total < one.total
    one.parts = {part: np.where(better, other.parts[part], one.parts[part]) for part in PARTS}
    one.lives = np.where(better, other.lives, one.lives)
    one.standing = one.standing.where(better, other.standing)
    return one


def _counted(used: InUse, policy: Policy) -> Counted:
    """With free ways chosen by the policy."""
    used.choose(policy)
    return priced(used)


def priced(used: InUse) -> Counted:
    """What is in use now, of free ways those that have been taken."""
    landscape = used.sheet.landscape
    parts = {
        "bridge": bridge_cost(used),
        "suspension": used.suspension,
        "test": least_cases(used) * landscape.test_case_cost,
        "session": least_sessions(used) * landscape.session_cost,
        "environment": environment_cost(used),
        "law_change": law_change_cost(used),
        "lateness": lateness_cost(used),
    }
    standing = Tally(used.calendar, used.samples)
    lives = np.zeros((len(used.serves), used.samples), dtype=np.int16)
    for number, mask in enumerate(used.serves):
        standing.add(mask)
        lives[number] = count(mask)
    return Counted(parts, used.served, used.chosen, lives, standing, used.unserved)


def _joined(portions: list[Counted]) -> Counted:
    if len(portions) == 1:
        return portions[0]
    missing = {key for portion in portions for key in portion.unserved}
    return Counted(
        {part: np.concatenate([p.parts[part] for p in portions]) for part in PARTS},
        np.concatenate([p.served for p in portions]),
        np.concatenate([p.chosen for p in portions]),
        np.concatenate([p.lives for p in portions], axis=1),
        Tally.joined([p.standing for p in portions]),
        {
            key: np.concatenate([p.unserved.get(key, np.zeros_like(p.served)) for p in portions])
            for key in sorted(missing)
        },
    )
