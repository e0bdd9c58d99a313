"""The cities whose order of migration is measured: issue "The order of migration", item 9 and *Must reach*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from analyzer.generator import GENERATOR_VERSION
from tests.benchmarks.cities import City

Regime = Literal["capacity", "window"]
Kind = Literal["everything", "bridges"]

SEEDS = (1, 2, 3)
GRID_LIMIT = 20.0
VENDORS = {12: 4, 20: 6, 34: 8, 50: 8, 100: 12, 300: 30}
WINDOWS = {12: 4, 24: 8, 36: 12, 53: 16}
"""Cutover months by months of the horizon."""

CAPACITY_FACTOR = 1.6
"""ceil(1.6 × moving systems / cutover months) cutovers a month, the generator's default."""


@dataclass(frozen=True)
class Row:
    """One city, one regime, and the seconds that each contestant has for it.

    `capacity`: all could move together but may not; `window`: no capacities, each move has its own
    earliest and latest month. `bridges`: nothing but bridges costs (`cities.only_bridges`).
    """

    systems: int
    links: int
    months: int
    windows: int
    regime: Regime
    kind: Kind
    seed: int
    limit: float

    @property
    def size(self) -> str:
        return f"{self.systems:,} / {self.links:,} / {self.months} / {self.windows}"

    @property
    def case(self) -> str:
        """The row without its seed."""
        return f"{self.systems}-{self.links}-{self.months}-{self.windows}-{self.regime}-{self.kind}"

    @property
    def name(self) -> str:
        return f"{self.case}-{self.seed}"

    @property
    def instance(self) -> dict[str, object]:
        """All that makes the landscape what it is: best plans are known by this."""
        return {
            "generator_version": GENERATOR_VERSION,
            "systems": self.systems,
            "links": self.links,
            "months": self.months,
            "windows": self.windows,
            "vendors": VENDORS[self.systems],
            "seed": self.seed,
            "options": self._options,
            "bridges_only": self.kind == "bridges",
        }

    @property
    def _options(self) -> dict[str, float | None]:
        return {"capacity_factor": CAPACITY_FACTOR if self.regime == "capacity" else None}

    @cached_property
    def city(self) -> City:
        return City(
            self.systems,
            self.links,
            self.months,
            self.windows,
            VENDORS[self.systems],
            self.seed,
            dict(self._options),
            bridges_only=self.kind == "bridges",
        )


MUST: tuple[tuple[int, int, int, int, Kind, float], ...] = (
    (12, 100, 24, 6, "everything", 20.0),
    (20, 200, 24, 6, "everything", 60.0),
    (34, 600, 24, 8, "everything", 120.0),
    (300, 3_000, 36, 12, "everything", 120.0),
    (34, 600, 24, 8, "bridges", 15.0),
    (50, 800, 24, 8, "bridges", 60.0),
    (100, 1_000, 24, 8, "bridges", 120.0),
    (300, 3_000, 36, 12, "bridges", 300.0),
)
"""Sizes of *Must reach*, all capacity-driven, with the longest time that it names for each."""


def must_rows() -> Iterator[Row]:
    for systems, links, months, windows, kind, limit in MUST:
        for seed in SEEDS:
            yield Row(systems, links, months, windows, "capacity", kind, seed, limit)


def grid_rows() -> Iterator[Row]:
    """Ten links a system: every size, horizon and regime, with everything and with bridges only."""
    kinds: tuple[Kind, ...] = ("everything", "bridges")
    regimes: tuple[Regime, ...] = ("window", "capacity")
    for kind in kinds:
        for regime in regimes:
            for systems in VENDORS:
                for months, windows in WINDOWS.items():
                    yield Row(systems, 10 * systems, months, windows, regime, kind, 1, GRID_LIMIT)
