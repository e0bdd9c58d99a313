"""A lower bound of what a schedule costs at least, in a fraction of the time that its relaxation takes.

Weak duality, as the certificate of a cost (docs/certificates.md), with shares that no solver found: what a thing costs is
split evenly among the demands that may draw on it, then moved, a few times, from demands whose cheapest way has no use for it
to those whose cheapest way draws on it. Any shares prove a bound; these prove a decent one at once.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator

import numpy as np
import numpy.typing as npt

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.bridges.shares import Thing, capacity
from analyzer.evaluation.assessment import law_change_cost
from analyzer.plan.rules import lateness_months

ROUNDS = 12
"""How often shares are moved; each round may only raise the bound."""
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def quick_bound(demands: Demands) -> int:
    """An integer that no choice of ways for these demands costs less than; every demand must have a way."""
    return _constant(demands) + _Shares(demands).bound()


def _constant(demands: Demands) -> int:
    """What every choice pays: environments of systems, law changes, lateness, relays that moves need."""
    schedule, landscape = demands.schedule, demands.schedule.landscape
    environments = sum(
        landscape.environments[environment].monthly_cost * len(schedule.spans[span])
        for environment, span in _alive(demands)
    )
    relays = sum(
        bridge.setup + bridge.per_month * len(months) for bridge, months in demands.move_months.items()
    )
    lateness = (landscape.lateness_per_month or 0) * sum(lateness_months(schedule).values())
    return environments + relays + law_change_cost(schedule) + lateness


def _alive(demands: Demands) -> set[tuple[str, int]]:
    """(environment, span) in which a system's form stands."""
    systems = demands.schedule.landscape.systems
    return {
        (systems[system].forms[form].environment, span)
        for system, forms in demands.schedule.span_forms.items()
        for span, form in enumerate(forms)
    }


class _Shares:
    """Demands, their options and the things these draw on, as arrays.

    A *use* is a demand that may draw on a thing; an *entry* is an option that has a use.
    """

    def __init__(self, demands: Demands) -> None:
        self._demands = demands
        self._hubs = demands.schedule.landscape.hubs
        self._standing = _alive(demands)
        self._paid_once = self._leg_capacities()
        things: dict[Hashable, int] = {}
        capacities: list[int | float] = []
        uses: dict[tuple[int, int], int] = {}
        own: list[int] = []
        demand_of: list[int] = []
        entries: list[tuple[int, int]] = []
        count = 0
        for stretch, span, options in _choices(demands):
            for option in options:
                for thing, most in self._things(stretch, span, option):
                    if thing not in things:
                        things[thing] = len(capacities)
                        capacities.append(most)
                    use = uses.setdefault((count, things[thing]), len(uses))
                    entries.append((len(own), use))
                demand_of.append(count)
                own.append(option.way.per_month * len(demands.schedule.spans[span]))
            count += 1
        pairs = np.array(entries, dtype=np.int64).reshape(-1, 2)
        self._capacity: Floats = np.array(capacities, dtype=np.float64)
        self._own: Floats = np.array(own, dtype=np.float64)
        self._demand_of: Ints = np.array(demand_of, dtype=np.int64)
        self._option, self._use = pairs[:, 0], pairs[:, 1]
        self._thing_of: Ints = np.array([thing for _, thing in uses], dtype=np.int64)
        self._count = count

    def _leg_capacities(self) -> dict[int, float]:
        """What the shares in each leg may add up to: a case tests at most so many legs as its route has untested."""
        landscape, before = self._demands.schedule.landscape, self._demands.tested_before
        longest: dict[int, int] = {}
        for _, _, options in _choices(self._demands):
            for option in options:
                untested = [leg for leg in option.way.legs if leg not in before]
                for leg in untested:
                    longest[leg] = max(longest.get(leg, 1), len(untested))
        return {leg: landscape.test_case_cost / most for leg, most in longest.items()}

    def _things(self, stretch: Stretch, span: int, option: Option) -> Iterator[tuple[Hashable, int | float]]:
        """What the option draws on, with what that costs at most once."""
        key, demands = stretch.integration.key, self._demands
        for bridge in option.bridges:
            drawn = [Thing("build", bridge), Thing("run", bridge, span), Thing("link", bridge, key=key)]
            for thing in drawn if bridge.kind != "as_is" else ():
                most = capacity(demands, thing)
                if most:
                    yield thing, most
        for leg in option.way.legs:
            if self._paid_once.get(leg):
                yield leg, self._paid_once[leg]
        if option.way.hub is not None:
            environment = self._hubs[option.way.hub].environment
            monthly = demands.schedule.landscape.environments[environment].monthly_cost
            if monthly and (environment, span) not in self._standing:
                yield (environment, span), monthly * len(demands.schedule.spans[span])

    def bound(self) -> int:
        """What all demands pay together, rounded up."""
        if not self._count:
            return 0
        users = np.bincount(self._thing_of, minlength=len(self._capacity))
        shares: Floats = (self._capacity / np.maximum(users, 1))[self._thing_of]
        best = 0.0
        for _ in range(ROUNDS):
            costs = self._own + np.bincount(self._option, shares[self._use], len(self._own))
            prices = np.full(self._count, np.inf)
            np.minimum.at(prices, self._demand_of, costs)
            best = max(best, float(prices.sum()))
            shares = self._moved(shares, costs - prices[self._demand_of])
        return max(0, math.ceil(best - 1e-6 - 1e-9 * best))

    def _moved(self, shares: Floats, excess: Floats) -> Floats:
        """Shares of which no demand's price falls: each option gives up what it costs above the cheapest, and others
        of the same thing get it.
        """
        drawn = np.bincount(self._option, minlength=len(self._own))
        least = np.full(len(shares), np.inf)
        np.minimum.at(least, self._use, excess[self._option] / drawn[self._option])
        given = np.minimum(shares, least)
        kept = shares - given
        tight = least <= 1e-9
        left = self._capacity - np.bincount(self._thing_of, kept, len(self._capacity))
        wanting = np.bincount(self._thing_of, tight, len(self._capacity))
        everybody = np.bincount(self._thing_of, minlength=len(self._capacity))
        each = np.maximum(left, 0.0) / np.where(wanting > 0, wanting, np.maximum(everybody, 1))
        takes = tight | (wanting[self._thing_of] == 0)
        moved: Floats = kept + np.where(takes, each[self._thing_of], 0.0)
        return moved


def _choices(demands: Demands) -> Iterator[tuple[Stretch, int, tuple[Option, ...]]]:
    """(stretch, span, its open ways) of every demand."""
    for stretch in demands.stretches:
        for span, options in zip(stretch.spans, stretch.options, strict=True):
            if options:
                yield stretch, span, options
