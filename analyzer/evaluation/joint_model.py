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

import numpy as np
import numpy.typing as npt

from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Option
from analyzer.bridges.shares import Thing, things_of
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import IntegrationKey
from analyzer.milp import LinearModel

Pick = Option | None
Picks = list[list[Pick]]


class JointModel:
    """Builds the program for the demands of a schedule; `picks_of` reads a solution."""

    def __init__(
        self, demands: Demands, *, tests: bool = True, only: Container[tuple[int, int]] | None = None
    ) -> None:
        """`tests=False`: bridges and suspensions alone, environments left out too.

        `only` restricts the choice to some demands, as (stretch, offset).
        """
        self.demands = demands
        self._tests = tests
        offered = [option for s in demands.stretches for open_ in s.options for option in open_]
        bridges = {bridge for option in offered for bridge in option.bridges}
        self.bridge_tie = 1 + 3 * len(offered)
        """Of plans of equal cost the one with fewer bridges, then fewer cases: above all columns of cases
        (a route has a case and at most two legs)."""
        self.cost_weight = self.bridge_tie * (len(bridges) + 1)
        """Above all that bridges and cases add up to in the second objective."""
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
        self._paid = Paid(demands)
        self.drawn: list[tuple[int, Thing, IntegrationKey, int]] = []
        """(row, thing, link, span): the row's price is what the demand pays towards the thing."""
        self.kept: list[tuple[int, str, IntegrationKey, int]] = []
        """(row, environment, link, span), likewise."""
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
            self.model.binary(option.way.per_month * months)
        columns = range(first, first + len(options))
        self.model.equal(1, columns, [1] * len(options))
        self.choices.append((number, offset, first))
        drawn: dict[Bridge, list[int]] = {}
        kept: dict[str, list[int]] = {}
        for column, option in zip(columns, options, strict=True):
            for bridge in option.bridges:
                drawn.setdefault(bridge, []).append(column)
            if self._tests and option.way.hub is not None:
                kept.setdefault(self._landscape.hubs[option.way.hub].environment, []).append(column)
        for bridge, using in drawn.items():
            self._draw_on_bridge(bridge, stretch.integration.key, span, using)
        for environment, using in kept.items():
            self._keep_alive(environment, stretch.integration.key, span, using)

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
                column = self.model.column(bridge.per_month * months)
                self._running[bridge, span] = column
                self._build(bridge, [column])
            number = self.model.at_least(0, [column, *using], row)
            self.drawn.append((number, Thing("run", bridge, span), key, span))
            through = column
        if bridge.link_cost(key) and (bridge, key) not in self._paid.linked:
            column = self._linked.get((bridge, key))
            if column is None:
                column = self.model.column(bridge.link_cost(key))
                self._linked[bridge, key] = column
                self._build(bridge, [column])
            number = self.model.at_least(0, [column, *using], row)
            self.drawn.append((number, Thing("link", bridge, key=key), key, span))
            through = column
        if through is None:
            built = self._build(bridge, using)
            if built is not None:
                self.drawn.append((built, Thing("build", bridge), key, span))

    def _build(self, bridge: Bridge, using: list[int]) -> int | None:
        """The row that has the bridge built; None where that is paid anyway."""
        if bridge in self._paid.built:
            return None
        if bridge not in self._built:
            self._built[bridge] = self.model.column(bridge.setup, self.bridge_tie, integer=True)
        return self.model.at_least(0, [self._built[bridge], *using], [1, *([-1] * len(using))])

    def _keep_alive(self, environment: str, key: IntegrationKey, span: int, using: list[int]) -> None:
        """A hub in use keeps its environment in use, where no system's form does."""
        monthly = self._landscape.environments[environment].monthly_cost
        if not monthly or (environment, span) in self._paid.alive:
            return
        if (environment, span) not in self._alive:
            self._alive[environment, span] = self.model.column(monthly * self._lengths[span])
        row = self.model.at_least(0, [self._alive[environment, span], *using], [1, *([-1] * len(using))])
        self.kept.append((row, environment, key, span))

    def picks_of(self, values: npt.NDArray[np.float64]) -> Picks:
        """The option of every demand under a solution of the program."""
        picks: Picks = [
            [options[0] if options else None for options in stretch.options]
            for stretch in self.demands.stretches
        ]
        for number, offset, option in self.chosen(values):
            picks[number][offset] = option
        return picks

    def chosen(self, values: npt.NDArray[np.float64]) -> Iterator[tuple[int, int, Option]]:
        """(stretch, offset, option) of every demand with a choice under a solution."""
        for number, offset, first in self.choices:
            options = self.demands.stretches[number].options[offset]
            yield number, offset, options[int(np.argmax(values[first : first + len(options)]))]

    def rounded(
        self, values: npt.NDArray[np.float64]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Bounds that hold every demand at the way with the largest value: always a choice."""
        lower, upper = self.model.bounds
        for number, offset, first in self.choices:
            stop = first + len(self.demands.stretches[number].options[offset])
            upper[first:stop] = 0.0
            best = first + int(np.argmax(values[first:stop]))
            lower[best] = upper[best] = 1.0
        return lower, upper

    @property
    def paid(self) -> Paid:
        return self._paid


class Paid:
    """What demands without a choice, systems and moves pay for anyway.

    `payers` names, for what demands pay, the first of them: (link, span).
    """

    def __init__(self, demands: Demands) -> None:
        schedule = demands.schedule
        landscape = schedule.landscape
        self._spans = schedule.spans
        self._hubs = landscape.hubs
        self._moves = demands.move_months
        self.built: set[Bridge] = set(demands.move_months)
        self.running: set[tuple[Bridge, int]] = set()
        self.linked: set[tuple[Bridge, IntegrationKey]] = set()
        self.payers: dict[Thing, tuple[IntegrationKey, int]] = {}
        self.keepers: dict[tuple[str, int], tuple[IntegrationKey, int]] = {}
        """Likewise for environments that only hubs keep in use."""
        self.alive: set[tuple[str, int]] = {
            (landscape.systems[system].forms[form].environment, span)
            for system, forms in schedule.span_forms.items()
            for span, form in enumerate(forms)
        }
        for stretch in demands.stretches:
            for span, options in zip(stretch.spans, stretch.options, strict=True):
                if len(options) == 1:
                    self._pay(stretch, span, options[0])

    def _pay(self, stretch: Stretch, span: int, option: Option) -> None:
        key = stretch.integration.key
        for bridge in option.bridges:
            self.built.add(bridge)
            self.running.add((bridge, span))
            self.linked.add((bridge, key))
            for thing in (*things_of(bridge, key, span), Thing("build", bridge)):
                self.payers.setdefault(thing, (key, span))
        if option.way.hub is not None:
            environment = self._hubs[option.way.hub].environment
            if (environment, span) not in self.alive:
                self.alive.add((environment, span))
                self.keepers[environment, span] = (key, span)

    def move_months(self, bridge: Bridge, span: int) -> int:
        """Months of the span in which a move pays the relay anyway."""
        months: Iterable[int] = self._moves.get(bridge, ())
        return sum(self._spans[span].start <= month < self._spans[span].stop for month in months)
