"""The months of the plain joint model: forms as 0/1 columns, and every rule of a plan as rows.

Semantics, section 6. The horizon falls into elementary periods: a period begins in the first month,
in every month in which some move may fall, and where a span begins whatever the plan is. One
column says that a system has a form in a period; move j has taken place once a form from j on
is there. What cannot be (a form before its move may fall, a home that is not there) has no column.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from analyzer.landscape.model import (
    Before,
    Blackout,
    Fixed,
    Landscape,
    Move,
    MoveRef,
    System,
    Together,
)
from analyzer.landscape.months import Month
from analyzer.milp import LinearModel
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.relays import relay_window
from analyzer.plan.schedule import Span, standing_borders
from analyzer.plan.transport import Network

Terms = dict[int, float]
Bounds = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


class PlainMonths:
    """Columns and rows of the months; `periods` are numbered from 0, period −1 has the forms 0."""

    def __init__(self, model: LinearModel, landscape: Landscape) -> None:
        self.model = model
        self.landscape = landscape
        self.length = len(landscape.horizon)
        self.constant = 0
        self.standing = standing_borders(landscape)
        """Borders of spans that every plan has."""
        self.needs: dict[MoveRef, dict[int, list[int]]] = {}
        """Move → its month → the months before it in which a relay is paid for."""
        self.allowed = {ref: self._allowed(system, move) for system, move, ref in moves_of(landscape)}
        self.periods = self._periods()
        self._starts = [period.start for period in self.periods]
        self._forms: dict[str, list[dict[int, int]]] = {}
        for system in landscape.systems.values():
            if system.moves:
                self._choose_forms(system)
        self._capacities()
        for rule in landscape.rules:
            self._rule(rule)
        self._lateness()

    # --- what others ask -------------------------------------------------------------------

    def at(self, month: int) -> int:
        """The period of a month; −1 before the first."""
        return bisect_right(self._starts, month) - 1

    def forms(self, system: str, period: int) -> dict[int, int | None]:
        """The forms that are possible in the period, with their columns; None: it is there for sure."""
        if system not in self._forms:
            return {0: None}
        return {**self._forms[system][period]}

    def begun(self, ref: MoveRef, period: int) -> Terms:
        """1 if the move has taken place by the period."""
        if period < 0:
            return {}
        position = self._position(ref)
        return {column: 1.0 for form, column in self._forms[ref.system][period].items() if form >= position}

    def falls(self, ref: MoveRef, period: int) -> Terms:
        """1 if the move takes place in the period."""
        return minus(self.begun(ref, period), self.begun(ref, period - 1))

    def plan(self, values: npt.NDArray[np.float64]) -> dict[MoveRef, Month]:
        """The months of a solution."""
        plan = {}
        for _, _, ref in moves_of(self.landscape):
            first = next(
                period.start
                for period in self.periods
                if sum(values[column] for column in self.begun(ref, period.index)) > 0.5
            )
            plan[ref] = self.landscape.horizon.first + first
        return plan

    def bounds_at(self, plan: Mapping[MoveRef, Month]) -> Bounds | None:
        """Bounds of the columns that hold the forms of a plan; None where the model lacks one of them."""
        lower, upper = self.model.bounds
        for system in self.landscape.systems.values():
            if not system.moves:
                continue
            months = [
                self.landscape.horizon.index(plan[MoveRef(system.id, move.id)]) for move in system.moves
            ]
            for period in self.periods:
                form = bisect_right(months, period.start)
                if (
                    form != bisect_right(months, period.stop - 1)
                    or form not in self._forms[system.id][period.index]
                ):
                    return None
                for other, column in self._forms[system.id][period.index].items():
                    lower[column] = upper[column] = float(other == form)
        return lower, upper

    # --- columns ---------------------------------------------------------------------------

    def _allowed(self, system: System, move: Move) -> tuple[int, ...]:
        """The months in which nothing but capacity and other moves can stop the move, sorted."""
        ref, landscape = MoveRef(system.id, move.id), self.landscape
        horizon, position = landscape.horizon, system.moves.index(move) + 1
        wanted = {move.fixed} if move.fixed else set()
        for rule in landscape.rules:
            if isinstance(rule, Fixed):
                wanted |= {month for named, month in rule.months if named == ref}
        deadline = _deadline(landscape, system, move)
        hard = deadline if landscape.lateness_per_month is None else None
        allowed = []
        for month in horizon.months():
            if (
                (move.earliest is None or month >= move.earliest)
                and (move.latest is None or month <= move.latest)
                and (hard is None or month <= hard)
                and month not in move.blackout
                and wanted <= {month}
                and any(
                    self._may_cut_over(system, form, month) for form in range(position, len(system.moves) + 1)
                )
                and self._has_line(ref, move, horizon.index(month))
            ):
                allowed.append(horizon.index(month))
        return tuple(allowed)

    def _may_cut_over(self, system: System, form: int, month: Month) -> bool:
        """Blackouts and unavailable vendors, judged by the form that the system then has."""
        reached = system.forms[form]
        return month not in self.landscape.vendors[reached.vendor].unavailable and not any(
            month in rule.months and rule.systems.matches(system, reached)
            for rule in self.landscape.rules
            if isinstance(rule, Blackout)
        )

    def _has_line(self, ref: MoveRef, move: Move, month: int) -> bool:
        """A line that is needed beforehand is open or its relay can be paid for; keeps these months."""
        if move.needs_line is None or self.landscape.lines is None:
            return True
        network = Network(self.landscape)
        between = move.needs_line.between
        window = relay_window(self.landscape, Catalogue(self.landscape), between)
        closed = [
            before
            for before in range(max(0, month - move.needs_line.months_before), month)
            if not network.joined(*between, self.landscape.horizon.first + before)
        ]
        if any(window is None or not window[0] <= before <= window[1] for before in closed):
            return False
        self.needs.setdefault(ref, {})[month] = closed
        return True

    def _periods(self) -> tuple[Span, ...]:
        borders = {0, *self.standing, *(month for months in self.allowed.values() for month in months)}
        if any(closed for months in self.needs.values() for closed in months.values()):
            borders.update(range(self.length))  # a relay is paid for by the month
        starts = sorted(border for border in borders if 0 <= border < self.length)
        stops = [*starts[1:], self.length]
        return tuple(Span(i, start, stop) for i, (start, stop) in enumerate(zip(starts, stops, strict=True)))

    def _choose_forms(self, system: System) -> None:
        """A system has one form in a period, its last one in the end; the next period none before it."""
        last = len(system.moves)
        refs = [MoveRef(system.id, move.id) for move in system.moves]
        first_month, last_month = _propagated([self.allowed[ref] for ref in refs])
        columns: list[dict[int, int]] = []
        for period in self.periods:
            columns.append(
                {
                    form: self.model.binary(law_change_cost(self.landscape, system, form, period))
                    for form in range(last + 1)
                    if (form == 0 or first_month[form - 1] <= period.start)
                    and (form == last or last_month[form] > period.start)
                    and self._has_home(system, form, period)
                }
            )
        self._forms[system.id] = columns
        for here in columns:
            self.model.equal(1, list(here.values()), [1] * len(here))
        if self.periods and last not in columns[-1]:
            self.model.equal(1, [], [])
        for ref in refs:
            for period in self.periods:
                row = self.falls(ref, period.index)
                if period.start in self.allowed[ref]:
                    self._at_least(0, row)
                else:
                    self._equal(0, row)
            if self.periods:
                self._equal(1, self.begun(ref, len(self.periods) - 1))
        for position, move in enumerate(system.moves[1:], start=1):
            if move.not_with_previous:
                for period in self.periods:
                    both = plus(
                        self.falls(refs[position - 1], period.index), self.falls(refs[position], period.index)
                    )
                    self._at_most(1, both)
        for form in range(1, last + 1):
            for period in self.periods:
                if not self._may_cut_over(system, form, self.landscape.horizon.first + period.start):
                    self._at_most(0, self._appears(system.id, form, period.index))

    def _has_home(self, system: System, form: int, period: Span) -> bool:
        """Contract, environment and package last for the whole period."""
        months = [self.landscape.horizon.first + index for index in range(period.start, period.stop)]
        if form == 0 and system.contract_end is not None and months[-1] > system.contract_end:
            return False
        here = system.forms[form]
        homes = [self.landscape.environments[here.environment].available]
        if here.package is not None and here.package in self.landscape.packages:
            homes.append(self.landscape.packages[here.package].available)
        return all(home.covers(month) for home in homes for month in months)

    def _appears(self, system: str, form: int, period: int) -> Terms:
        """At most 1, and 1 if the system cuts over to the form in the period."""
        now = self._forms[system][period]
        before = self._forms[system][period - 1] if period else {}
        row: Terms = {now[form]: 1.0} if form in now else {}
        return minus(row, {before[form]: 1.0} if form in before else {})

    # --- rules -----------------------------------------------------------------------------

    def _capacities(self) -> None:
        """Cutovers of a month, of each vendor and of the landscape."""
        landscape = self.landscape
        limited = {v.id for v in landscape.vendors.values() if v.cutovers_per_month is not None}
        total = landscape.cutovers_per_month
        for period in self.periods:
            counts: dict[str, Terms] = defaultdict(dict)
            for system in landscape.systems.values():
                for form in range(1, len(system.moves) + 1):
                    vendor = system.forms[form].vendor
                    if total is not None or vendor in limited:
                        cutover = self._cutover(system, form, period.index)
                        counts[vendor].update(cutover)
                        counts[""].update(cutover)
            for vendor in sorted(limited):
                self._at_most(landscape.vendors[vendor].cutovers_per_month or 0, counts[vendor])
            if total is not None:
                self._at_most(total, counts[""])

    def _cutover(self, system: System, form: int, period: int) -> Terms:
        """1 if the system cuts over to the form: of an only move just its month, else a column."""
        row = self._appears(system.id, form, period)
        if len(system.moves) == 1 or not any(value > 0 for value in row.values()):
            return row if len(system.moves) == 1 else {}
        column = self.model.column(upper=1)
        self._at_least(0, minus({column: 1.0}, row))
        return {column: 1.0}

    def _rule(self, rule: object) -> None:
        if isinstance(rule, Together):
            for ref in rule.moves[1:]:
                for index in range(len(self.periods)):
                    self._equal(0, minus(self.begun(ref, index), self.begun(rule.moves[0], index)))
        elif isinstance(rule, Before):
            for period in self.periods:
                earlier = self.begun(rule.before, self.at(period.start - rule.gap))
                self._at_least(0, minus(earlier, self.begun(rule.after, period.index)))

    def _lateness(self) -> None:
        price = self.landscape.lateness_per_month
        if not price:
            return
        for system, move, ref in moves_of(self.landscape):
            deadline = _deadline(self.landscape, system, move)
            if deadline is None:
                continue
            for month in self.allowed[ref]:
                late = month - self.landscape.horizon.index(deadline)
                if late > 0:
                    column = self.model.column(price * late, upper=1)
                    self._at_least(0, minus({column: 1.0}, self.falls(ref, self.at(month))))

    # --- rows ------------------------------------------------------------------------------

    def _position(self, ref: MoveRef) -> int:
        moves = self.landscape.systems[ref.system].moves
        return 1 + next(i for i, move in enumerate(moves) if move.id == ref.move)

    def _at_least(self, bound: float, row: Terms) -> None:
        self.model.at_least(bound, list(row), list(row.values()))

    def _at_most(self, bound: float, row: Terms) -> None:
        self.model.at_most(bound, list(row), list(row.values()))

    def _equal(self, bound: float, row: Terms) -> None:
        self.model.equal(bound, list(row), list(row.values()))


def moves_of(landscape: Landscape) -> Iterator[tuple[System, Move, MoveRef]]:
    for system in landscape.systems.values():
        for move in system.moves:
            yield system, move, MoveRef(system.id, move.id)


def plus(one: Terms, other: Terms) -> Terms:
    result = dict(one)
    for column, value in other.items():
        result[column] = result.get(column, 0.0) + value
    return {column: value for column, value in result.items() if value}


def minus(one: Terms, other: Terms) -> Terms:
    return plus(one, {column: -value for column, value in other.items()})


def law_change_cost(landscape: Landscape, system: System, form: int, period: Span) -> int:
    """What the law changes of the period cost a system that has the form."""
    cost, here = 0, system.forms[form]
    for change in landscape.law_changes:
        if (
            change.month in landscape.horizon
            and period.start <= landscape.horizon.index(change.month) < period.stop
        ) and change.systems.matches(system, here):
            cost += max(change.cost.get(here.environment, 0), change.cost.get(here.generation, 0))
    return cost


def _deadline(landscape: Landscape, system: System, move: Move) -> Month | None:
    """The move's own, else the landscape's for the final move of a standard system."""
    if move.deadline is None and system.scope == "standard" and move is system.moves[-1]:
        return landscape.deadline
    return move.deadline


def _propagated(allowed: list[tuple[int, ...]]) -> tuple[list[int], list[int]]:
    """First and last month of each move of a system, the order of its moves kept."""
    first = [months[0] if months else 10**6 for months in allowed]
    last = [months[-1] if months else -1 for months in allowed]
    for position in range(1, len(allowed)):
        first[position] = max(first[position], first[position - 1])
    for position in reversed(range(len(allowed) - 1)):
        last[position] = min(last[position], last[position + 1])
    return first, last
