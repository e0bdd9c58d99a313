"""The choice of ways as one integer program (semantics, section 4, *For a fixed schedule …*).

Columns, one method a kind of row. Every demand takes one of its open ways; a way draws on
things that cost something once (a bridge built, a bridge running in a span, a link attached
to it, an environment kept alive, a leg tested). What the demands without a choice draw on
is paid anyway and needs no column.

Tests are not modelled as "this leg is new now". A leg must be covered by the time it is
used: a case of a route covers its legs from its span on, and a route can be tested only
where it is in use, so the first use forces the test. Where sessions and main routes play no
part the month of a case matters only for routes with two legs that are due together; any
other leg is paid once, by whoever uses it first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.bridges.demands import Demands, Option, Stretch
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import IntegrationKey
from analyzer.milp import LinearModel

Pick = Option | None
Picks = list[list[Pick]]


@dataclass(frozen=True, slots=True)
class Prices:
    """What the objective counts: `cost` × (cost units) + `bridge` × bridges + `case` × cases.

    Weights are integers; with `cost` above everything that the others can add up to, the
    optimum is the lexicographic one.
    """

    cost: int = 1
    bridge: int = 0
    case: int = 0
    tests: bool = True
    """False: bridges and suspensions alone."""


class JointModel:
    """Builds the program for the demands of a schedule; `picks_of` reads a solution."""

    def __init__(
        self, demands: Demands, prices: Prices, only: Container[tuple[int, int]] | None = None
    ) -> None:
        """`only` restricts the choice to some demands, as (stretch, offset)."""
        self.demands = demands
        self.prices = prices
        self.model = LinearModel()
        self._schedule = demands.schedule
        self._landscape = demands.schedule.landscape
        self._lengths = [len(span) for span in demands.schedule.spans]
        self.choices: list[tuple[int, int, int]] = []
        """(stretch, offset, first column) of each demand with a choice."""
        self._built: dict[Bridge, int] = {}
        self._running: dict[tuple[Bridge, int], int] = {}
        self._linked: dict[tuple[Bridge, IntegrationKey], int] = {}
        self._alive: dict[tuple[str, int], int] = {}
        self._paid = _Paid(demands)
        for number, stretch in enumerate(demands.stretches):
            for offset, options in enumerate(stretch.options):
                if len(options) > 1 and (only is None or (number, offset) in only):
                    self._choice(number, stretch, offset, options)

    def _choice(self, number: int, stretch: Stretch, offset: int, options: Sequence[Option]) -> None:
        """A demand takes exactly one of its open ways."""
        span = stretch.first + offset
        months = self._lengths[span]
        first = self.model.columns
        for option in options:
            self.model.column(self.prices.cost * option.way.per_month * months, integer=True)
        columns = range(first, first + len(options))
        self.model.equal(1, columns, [1] * len(options))
        self.choices.append((number, offset, first))
        drawn: dict[Bridge, list[int]] = {}
        kept: dict[str, list[int]] = {}
        for column, option in zip(columns, options, strict=True):
            for bridge in option.bridges:
                drawn.setdefault(bridge, []).append(column)
            if self.prices.tests and option.way.hub is not None:
                kept.setdefault(self._landscape.hubs[option.way.hub].environment, []).append(column)
        for bridge, using in drawn.items():
            self._draw_on_bridge(bridge, stretch.integration.key, span, using)
        for environment, using in kept.items():
            self._keep_alive(environment, span, using)

    def _draw_on_bridge(self, bridge: Bridge, key: IntegrationKey, span: int, using: list[int]) -> None:
        """Whoever uses a bridge has it built, running in the span, and the link attached."""
        if bridge.key.kind == "as_is":
            return
        row = [1, *([-1] * len(using))]
        through: int | None = None
        if bridge.per_month and (bridge, span) not in self._paid.running:
            months = self._lengths[span] - self._paid.move_months(bridge, span)
            column = self._running.get((bridge, span))
            if column is None:
                column = self.model.column(self.prices.cost * bridge.per_month * months)
                self._running[bridge, span] = column
                self._build(bridge, [column])
            self.model.at_least(0, [column, *using], row)
            through = column
        if bridge.link_cost(key) and (bridge, key) not in self._paid.linked:
            column = self._linked.get((bridge, key))
            if column is None:
                column = self.model.column(self.prices.cost * bridge.link_cost(key))
                self._linked[bridge, key] = column
                self._build(bridge, [column])
            self.model.at_least(0, [column, *using], row)
            through = column
        if through is None:
            self._build(bridge, using)

    def _build(self, bridge: Bridge, using: list[int]) -> None:
        if bridge in self._paid.built:
            return
        if bridge not in self._built:
            price = self.prices.cost * bridge.setup + self.prices.bridge
            self._built[bridge] = self.model.column(price, integer=True)
        self.model.at_least(0, [self._built[bridge], *using], [1, *([-1] * len(using))])

    def _keep_alive(self, environment: str, span: int, using: list[int]) -> None:
        """A hub in use keeps its environment in use, where no system's form does."""
        monthly = self._landscape.environments[environment].monthly_cost
        if not monthly or (environment, span) in self._paid.alive:
            return
        if (environment, span) not in self._alive:
            price = self.prices.cost * monthly * self._lengths[span]
            self._alive[environment, span] = self.model.column(price)
        self.model.at_least(0, [self._alive[environment, span], *using], [1, *([-1] * len(using))])

    @property
    def choice_columns(self) -> list[range]:
        """The columns of each demand with a choice, one an option."""
        stretches = self.demands.stretches
        return [
            range(first, first + len(stretches[number].options[offset]))
            for number, offset, first in self.choices
        ]

    def picks_of(self, values: Sequence[float] | npt.NDArray[np.float64]) -> Picks:
        """The option of every demand under a solution of the program."""
        picks: Picks = [
            [options[0] if options else None for options in stretch.options]
            for stretch in self.demands.stretches
        ]
        for number, offset, option in self.chosen(values):
            picks[number][offset] = option
        return picks

    def chosen(self, values: Sequence[float] | npt.NDArray[np.float64]) -> Iterator[tuple[int, int, Option]]:
        """(stretch, offset, option) of every demand with a choice under a solution."""
        for number, offset, first in self.choices:
            options = self.demands.stretches[number].options[offset]
            best = max(range(len(options)), key=lambda i: (values[first + i] > 0.5, -i))
            yield number, offset, options[best]

    @property
    def paid(self) -> _Paid:
        return self._paid


class _Paid:
    """What demands without a choice, systems and moves pay for anyway."""

    def __init__(self, demands: Demands) -> None:
        schedule = demands.schedule
        landscape = schedule.landscape
        self._spans = schedule.spans
        self._moves = demands.move_months
        self.built: set[Bridge] = set(demands.move_months)
        self.running: set[tuple[Bridge, int]] = set()
        self.linked: set[tuple[Bridge, IntegrationKey]] = set()
        self.alive: set[tuple[str, int]] = {
            (landscape.systems[system].forms[form].environment, span)
            for system, forms in schedule.span_forms.items()
            for span, form in enumerate(forms)
        }
        for stretch in demands.stretches:
            for span, options in zip(stretch.spans, stretch.options, strict=True):
                if len(options) == 1:
                    option = options[0]
                    for bridge in option.bridges:
                        self.built.add(bridge)
                        self.running.add((bridge, span))
                        self.linked.add((bridge, stretch.integration.key))
                    if option.way.hub is not None:
                        self.alive.add((landscape.hubs[option.way.hub].environment, span))

    def move_months(self, bridge: Bridge, span: int) -> int:
        """Months of the span in which a move pays the relay anyway."""
        months: Iterable[int] = self._moves.get(bridge, ())
        return sum(self._spans[span].start <= month < self._spans[span].stop for month in months)
