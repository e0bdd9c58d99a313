"""The generated cities that are measured, each with the plan that comes with it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analyzer.bridges.demands import Demands
from analyzer.generator import generate, generate_plan, generate_yaml
from analyzer.generator.text import to_yaml
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule

Document = dict[str, Any]


@dataclass(eq=False)
class City:
    """Arguments of the generator; text, landscape, plan and demands are made when asked for."""

    systems: int
    links: int
    months: int
    windows: int
    vendors: int
    seed: int
    options: dict[str, Any] = field(default_factory=dict)
    bridges_only: bool = False
    """Of the generated document only what bridges cost is left (`only_bridges`)."""

    @property
    def moving(self) -> int:
        """How many systems have a move."""
        return sum(bool(system.moves) for system in self.landscape.systems.values())

    @property
    def size(self) -> str:
        """Systems / links / months / cutover months."""
        return f"{self.systems:,} / {self.links:,} / {self.months} / {self.windows}"

    @property
    def _arguments(self) -> tuple[int, int, int, int, int, int]:
        return self.systems, self.links, self.months, self.windows, self.vendors, self.seed

    @cached_property
    def text(self) -> str:
        if not self.bridges_only:
            return generate_yaml(*self._arguments, **self.options)
        return to_yaml(only_bridges(generate(*self._arguments, **self._options)), "bridges only")

    @property
    def _options(self) -> dict[str, Any]:
        """As the generator hears them: bridges only are those that one min-cut can price."""
        return {"catalogue": "sided", **self.options} if self.bridges_only else self.options

    @cached_property
    def landscape(self) -> Landscape:
        result = read_landscape(self.text.encode(), "city.yaml")
        assert result.landscape is not None, result.findings
        return result.landscape

    @cached_property
    def moves(self) -> dict[MoveRef, Month]:
        moves: Any = generate_plan(*self._arguments, **self._options)["moves"]
        return {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in moves.items()}

    @cached_property
    def demands(self) -> Demands:
        return Demands(Schedule(self.landscape, self.moves))


def only_bridges(document: Document) -> Document:
    """A generated document in which nothing but bridges (and suspensions) has a cost: direct links, no shared tests.

    No realization goes via a hub or names an interface, so every link is direct and stands alone; test
    cases, sessions, main routes, environments and law changes cost and ask nothing. Months, rules,
    capacities, links and the prices of bridges stay. (With the catalogue ``sided`` the bridges of a
    given plan are one min-cut.)
    """
    result: Document = deepcopy(document)
    result["landscape"]["costs"] = {"test_case": 0, "session": 0}
    result["landscape"]["tests"] = {"main_routes": 0}
    for environment in result["environments"]:
        environment.pop("monthly_cost", None)
    for integration in result["integrations"]:
        for realization in integration["realizations"].values():
            for name in ("via", "send", "receive"):
                realization.pop(name, None)
    return result | {"hubs": [], "law_changes": []}


def small(seed: int, **options: Any) -> City:
    return City(20, 200, 24, 6, 6, seed, options)


def town(seed: int, **options: Any) -> City:
    return City(34, 600, 24, 8, 8, seed, options)


def city(seed: int, **options: Any) -> City:
    return City(100, 1_000, 24, 8, 12, seed, options)


def great_city(seed: int, *, links: int = 3_000, **options: Any) -> City:
    return City(300, links, 36, 12, 30, seed, options)


def region(seed: int, **options: Any) -> City:
    return City(1_000, 10_000, 36, 12, 60, seed, options)
