"""The generated cities that are measured, each with the plan that comes with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from analyzer.bridges.demands import Demands
from analyzer.generator import generate_plan, generate_yaml
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule


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

    @property
    def size(self) -> str:
        """Systems / links / months / cutover months."""
        return f"{self.systems:,} / {self.links:,} / {self.months} / {self.windows}"

    @property
    def _arguments(self) -> tuple[int, int, int, int, int, int]:
        return self.systems, self.links, self.months, self.windows, self.vendors, self.seed

    @cached_property
    def text(self) -> str:
        return generate_yaml(*self._arguments, **self.options)

    @cached_property
    def landscape(self) -> Landscape:
        result = read_landscape(self.text.encode(), "city.yaml")
        assert result.landscape is not None, result.findings
        return result.landscape

    @cached_property
    def moves(self) -> dict[MoveRef, Month]:
        moves: Any = generate_plan(*self._arguments, **self.options)["moves"]
        return {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in moves.items()}

    @cached_property
    def demands(self) -> Demands:
        return Demands(Schedule(self.landscape, self.moves))


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
