"""What a plan makes of the horizon: forms, cutovers and spans (semantics, sections 1, 2, 4).

A `Schedule` exists only for a plan that gives every move a month of the horizon and keeps
the order of each system's moves; `analyzer.plan.rules.structural_violations` says what is
missing otherwise.

Months are counted from the horizon's first month (0) inside the analyses; month −1, "the
month before the first", has the forms 0 everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from analyzer.landscape.model import Form, Landscape, MoveRef, System
from analyzer.landscape.months import Availability, Month


@dataclass(frozen=True, slots=True)
class Span:
    """Months `start` to `stop` − 1 (counted from the first month): nothing changes within."""

    index: int
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start


@dataclass(frozen=True, slots=True)
class Cutover:
    """A system takes a new form in a month, be it by one move or by several."""

    system: str
    month: int
    form: int
    previous: int


class Schedule:
    """Forms of every system in every month of the horizon under a plan that is in order."""

    def __init__(
        self, landscape: Landscape, moves: Mapping[MoveRef, Month], borders: Iterable[Month] = ()
    ) -> None:
        """`borders`: months in which a span begins beside those that semantics, section 4, names."""
        self.landscape = landscape
        self._borders = frozenset(map(landscape.horizon.index, borders))
        self.moves = dict(moves)
        self.length = len(landscape.horizon)
        self._steps: dict[str, tuple[int, ...]] = {
            system.id: tuple(
                landscape.horizon.index(moves[MoveRef(system.id, move.id)]) for move in system.moves
            )
            for system in landscape.systems.values()
        }

    def month(self, index: int) -> Month:
        return self.landscape.horizon.first + index

    def form_index(self, system: str, month: int) -> int:
        """The form (0, 1, …) that the system has in the month; −1 and earlier: form 0."""
        return bisect_right(self._steps[system], month)

    def form(self, system: str, month: int) -> Form:
        return self.landscape.systems[system].forms[self.form_index(system, month)]

    @cached_property
    def cutovers(self) -> tuple[Cutover, ...]:
        """Sorted by month, then system. Two moves of one system in a month are one cutover."""
        return tuple(
            sorted(
                (
                    Cutover(system, month, bisect_right(steps, month), bisect_right(steps, month - 1))
                    for system, steps in self._steps.items()
                    for month in sorted(set(steps))
                ),
                key=lambda cutover: (cutover.month, cutover.system),
            )
        )

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The horizon cut where something begins or ceases (semantics, section 4, *Spans*)."""
        borders = {0, *self._borders}
        for steps in self._steps.values():
            borders.update(steps)
        borders.update(standing_borders(self.landscape))
        starts = sorted(border for border in borders if 0 <= border < self.length)
        stops = [*starts[1:], self.length][: len(starts)]  # a horizon without months has no span
        return tuple(
            Span(index, start, stop)
            for index, (start, stop) in enumerate(zip(starts, stops, strict=True))
            if start < stop
        )

    @cached_property
    def span_forms(self) -> dict[str, tuple[int, ...]]:
        """The form of every system in every span."""
        starts = [span.start for span in self.spans]
        return {
            system: tuple(bisect_right(steps, start) for start in starts)
            for system, steps in self._steps.items()
        }

    def forms_in_use(self, system: System) -> dict[int, tuple[int, int]]:
        """Form → (first month, last month) of the horizon in which the system has it."""
        in_use: dict[int, tuple[int, int]] = {}
        borders = [0, *self._steps[system.id], self.length]
        for form in range(len(system.forms)):
            first = max(0, borders[form]) if form else 0
            last = borders[form + 1] - 1
            if first <= last:
                in_use[form] = (first, last)
        return in_use


def standing_borders(landscape: Landscape) -> set[int]:
    """Months (counted from the first) at which a span begins whatever the plan.

    Where an environment, a hub or a line begins to be available or has ceased to be, after
    the `until` and at the `from` of an existing bridge, after the `bridges_until` of a vendor,
    and `lead_months` after the first month for each entry of the catalogue.
    """
    index = landscape.horizon.index
    borders: set[int] = set()
    available: list[Availability] = [environment.available for environment in landscape.environments.values()]
    available += [hub.available for hub in landscape.hubs.values()]
    available += [line.available for line in landscape.lines or ()]
    for period in available:
        if period.first is not None:
            borders.add(index(period.first))
        if period.last is not None:
            borders.add(index(period.last) + 1)
    for bridge in landscape.existing_bridges:
        if bridge.until is not None:
            borders.add(index(bridge.until) + 1)
        if bridge.first is not None:
            borders.add(index(bridge.first))
    for vendor in landscape.vendors.values():
        if vendor.bridges_until is not None:
            borders.add(index(vendor.bridges_until) + 1)
    for entry in landscape.catalogue or ():
        borders.add(entry.lead_months)
    return borders
