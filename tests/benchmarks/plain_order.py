"""The whole joint model as one would write it down at first: months, ways, bridges, tests, environments.

algorithms.md, section 2, *The whole joint model*: "way q of link l in elementary period i with its ends
in forms f, g" is a column; those of a link, period and form f of an end sum to the column of that
form. Things that cost (a bridge built, running in a period, attached to a link, an environment
alive, a leg tested) are drawn on by ways. Tests by the cumulative cover (section 4). Nothing
strengthens it: no pairs of systems, no capacity rows multiplied.

What it leaves out, so that it never costs more than the definitions say and its bound holds:

- sessions, always; main routes, unless `main_routes` asks for them;
- "a link is carried in one way for a whole span", unless `spans` asks for it: a period may be
  shorter than a span, and the model may then change the way within one.

With both asked for, its optimum is the least cost of any plan where sessions cost nothing (tests hold
it against `evaluate_plan`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from analyzer.bridges.routes import FormOf
from analyzer.bridges.ways import Way, Ways
from analyzer.bridges.yard import Bridge, Yard
from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.milp import LinearModel
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.schedule import Span
from analyzer.plan.transport import Network
from tests.benchmarks.plain_months import PlainMonths, law_change_cost

Ends = tuple[int, int]
"""The forms of source and target."""


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A way of a link in a period, its column, and that of its test case (None: it needs none)."""

    integration: Integration
    period: int
    ends: Ends
    way: Way
    bridges: tuple[Bridge, ...]
    column: int
    case: int | None


class PlainOrder:
    """`model` is the program; costs are its objective plus `constant`."""

    def __init__(self, landscape: Landscape, *, main_routes: bool = False, spans: bool = False) -> None:
        self.landscape = landscape
        self.model = LinearModel()
        self.model.column(upper=0)  # without a column HiGHS calls a program solved whatever its rows say
        self.months = PlainMonths(self.model, landscape)
        self.constant = 0
        self._monthly = main_routes and landscape.main_routes > 0
        self._tests = landscape.test_case_cost > 0
        self._catalogue = Catalogue(landscape)
        self._network = Network(landscape)
        self._yard = Yard(landscape, self._catalogue)
        self._ways = Ways(landscape, self._catalogue, self._yard)
        self._tested = frozenset(self._tested_before()) if self._tests else frozenset()
        self._built: dict[Bridge, int] = {}
        self._running: dict[tuple[Bridge, int], int] = {}
        self._linked: dict[tuple[Bridge, IntegrationKey], int] = {}
        self._alive: dict[tuple[str, int], int] = {}
        self._paid: set[tuple[str, int]] = set()
        """Environments that systems without moves keep alive."""
        self._uses: list[list[Use]] = []
        """The ways of each link in each period, all forms of its ends together."""
        self._systems()
        for integration in landscape.integrations.values():
            if integration.known:
                self._carry(integration)
        for uses in self._uses:
            self._draw(uses)
        self._relays_before_moves()
        if self._tests:
            self._test_by_then()
        if spans:
            self._hold_ways()

    # --- systems ---------------------------------------------------------------------------

    def _systems(self) -> None:
        """Environments in which forms stand; law changes of systems that never move."""
        for system in self.landscape.systems.values():
            for period in self.months.periods:
                forms = self.months.forms(system.id, period.index)
                for form, column in forms.items():
                    environment = system.forms[form].environment
                    if column is None:
                        self.constant += law_change_cost(self.landscape, system, form, period)
                        if (environment, period.index) not in self._paid:
                            self._paid.add((environment, period.index))
                            monthly = self.landscape.environments[environment].monthly_cost
                            self.constant += monthly * len(period)
        for system in self.landscape.systems.values():
            for period in self.months.periods:
                for form, column in self.months.forms(system.id, period.index).items():
                    if column is not None:
                        self._keep_alive(system.forms[form].environment, period, [column])

    def _keep_alive(self, environment: str, period: Span, columns: list[int]) -> None:
        monthly = self.landscape.environments[environment].monthly_cost
        key = environment, period.index
        if not monthly or key in self._paid:
            return
        if key not in self._alive:
            self._alive[key] = self.model.column(monthly * len(period), upper=1)
        self.model.at_least(0, [self._alive[key], *columns], [1, *([-1] * len(columns))])

    # --- links -----------------------------------------------------------------------------

    def _carry(self, integration: Integration) -> None:
        """In each period the link takes one way, of the forms that its ends then have."""
        source, target = integration.key.source, integration.key.target
        assert source is not None
        assert target is not None
        offered: dict[Ends, tuple[Way, ...] | None] = {}
        for period in self.months.periods:
            at_source = self.months.forms(source, period.index)
            at_target = self.months.forms(target, period.index)
            uses: list[Use] = []
            by_source: dict[int, list[int]] = defaultdict(list)
            by_target: dict[int, list[int]] = defaultdict(list)
            for f in at_source:
                for g in at_target:
                    if source == target and f != g:
                        continue
                    if (f, g) not in offered:
                        offered[f, g] = self._offered(integration, FormOf(source, f), FormOf(target, g))
                    for column in self._choices(integration, period, (f, g), offered[f, g], uses):
                        by_source[f].append(column)
                        by_target[g].append(column)
            self._sum_up(by_source, at_source)
            self._sum_up(by_target, at_target)
            self._uses.append(uses)

    def _choices(
        self,
        integration: Integration,
        period: Span,
        ends: Ends,
        ways: tuple[Way, ...] | None,
        uses: list[Use],
    ) -> Iterator[int]:
        """The columns of the ways that are open, one without a cost where nothing crosses."""
        if ways is None:
            yield self.model.column(upper=1)
            return
        for way in ways:
            bridges = self._bridges(integration, way, period)
            if bridges is not None:
                column = self.model.binary(way.per_month * len(period))
                case = self._case(way, column)
                uses.append(Use(integration, period.index, ends, way, bridges, column, case))
                yield column

    def _case(self, way: Way, column: int) -> int | None:
        """A case of a route is possible where it is in use.

        Without main routes only a route of two legs needs one; a leg alone is tested once by whoever
        uses it first.
        """
        live = sum(leg not in self._tested for leg in way.legs)
        wanted = bool(way.legs) if self._monthly else live == 2
        if not self._tests or not wanted:
            return None
        case = self.model.binary(self.landscape.test_case_cost)
        self.model.at_least(0, [column, case], [1, -1])
        return case

    def _sum_up(self, columns: dict[int, list[int]], forms: dict[int, int | None]) -> None:
        for form, own in forms.items():
            ways = columns.get(form, [])
            if own is None:
                self.model.equal(1, ways, [1] * len(ways))
            else:
                self.model.equal(0, [*ways, own], [*([1] * len(ways)), -1])

    def _offered(self, integration: Integration, source: FormOf, target: FormOf) -> tuple[Way, ...] | None:
        """The ways between two forms; None where nothing crosses (internal, absent)."""
        state = self._state(integration, source, target)
        if state.state == "native":
            return (self._ways.native(integration, state, source, target),)
        if state.state == "mixed":
            return self._ways.mixed(integration, state, source, target)
        return None

    def _state(self, integration: Integration, source: FormOf, target: FormOf) -> LinkState:
        systems = self.landscape.systems
        return realization_state(
            integration,
            systems[source.system].forms[source.form],
            systems[target.system].forms[target.form],
            self.landscape.generations,
        )

    def _bridges(self, integration: Integration, way: Way, period: Span) -> tuple[Bridge, ...] | None:
        """The way's bridge and the relays that its legs need; None where it is closed in the period."""
        month = self.landscape.horizon.first + period.start
        if way.hub is not None and not self._network.hub_available(way.hub, month):
            return None
        bridges = [] if way.bridge is None else [way.bridge]
        for pair in way.pairs if self._network.checked else ():
            if not self._network.joined(*pair, month):
                relay = self._yard.relay(pair)
                if relay is None:
                    return None
                bridges.append(relay)
        for bridge in bridges:
            window = bridge.window(integration.key)
            if window is None or period.start < window[0] or period.stop - 1 > window[1]:
                return None
        return tuple(bridges)

    # --- what ways draw on -------------------------------------------------------------------

    def _draw(self, uses: list[Use]) -> None:
        """Whoever uses a bridge has it built, running, and the link attached; a hub its environment alive."""
        drawn: dict[Bridge, list[int]] = defaultdict(list)
        kept: dict[str, list[int]] = defaultdict(list)
        for use in uses:
            for bridge in use.bridges:
                drawn[bridge].append(use.column)
            if use.way.hub is not None:
                kept[self.landscape.hubs[use.way.hub].environment].append(use.column)
        for bridge, columns in drawn.items():
            self._run(bridge, uses[0].period, columns)
            price = bridge.link_cost(uses[0].integration.key)
            if price:
                key = bridge, uses[0].integration.key
                if key not in self._linked:
                    self._linked[key] = self.model.column(price, upper=1)
                self.model.at_least(0, [self._linked[key], *columns], [1, *([-1] * len(columns))])
        for environment, columns in kept.items():
            self._keep_alive(environment, self.months.periods[uses[0].period], columns)

    def _run(self, bridge: Bridge, period: int, columns: list[int]) -> None:
        if bridge.per_month:
            key = bridge, period
            if key not in self._running:
                months = len(self.months.periods[period])
                self._running[key] = self.model.column(bridge.per_month * months, upper=1)
                self._build(bridge, [self._running[key]])
            self.model.at_least(0, [self._running[key], *columns], [1, *([-1] * len(columns))])
        else:
            self._build(bridge, columns)

    def _build(self, bridge: Bridge, columns: list[int]) -> None:
        if not bridge.setup:
            return
        if bridge not in self._built:
            self._built[bridge] = self.model.column(bridge.setup, upper=1)
        self.model.at_least(0, [self._built[bridge], *columns], [1, *([-1] * len(columns))])

    def _relays_before_moves(self) -> None:
        """A move that needs a line beforehand has a relay run where none is open (by the month)."""
        for ref, months in self.months.needs.items():
            move = next(m for m in self.landscape.systems[ref.system].moves if m.id == ref.move)
            assert move.needs_line is not None
            relay = self._yard.relay(move.needs_line.between)
            for month, closed in months.items():
                terms = self.months.falls(ref, self.months.at(month))
                if not closed or not terms:
                    continue
                assert relay is not None
                falls = self.model.column(upper=1)
                self.model.at_least(0, [falls, *terms], [1, *(-value for value in terms.values())])
                for before in closed:
                    self._run(relay, self.months.at(before), [falls])

    # --- tests -------------------------------------------------------------------------------

    def _tested_before(self) -> Iterator[int]:
        """Legs native at the forms 0, and those that standing bridges give to what they list."""
        for integration in self.landscape.integrations.values():
            source, target = integration.key.source, integration.key.target
            if source is None or target is None:
                continue
            ends = FormOf(source, 0), FormOf(target, 0)
            native = self._state(integration, *ends).state == "native"
            for way in self._offered(integration, *ends) or ():
                if native or (way.bridge is not None and way.bridge.carries_today(integration.key)):
                    yield from way.legs

    def _test_by_then(self) -> None:
        """Whoever uses a leg finds it tested by then: Σ of its cases so far ≥ use."""
        on_leg: dict[int, dict[int, list[list[Use]]]] = defaultdict(lambda: defaultdict(list))
        for uses in self._uses:
            here: dict[int, list[Use]] = defaultdict(list)
            for use in uses:
                for leg in use.way.legs:
                    if leg not in self._tested:
                        here[leg].append(use)
            for leg, own in here.items():
                on_leg[leg][own[0].period].append(own)
        due: dict[tuple[str, int], int] = {}
        for leg, periods in on_leg.items():
            hub = self._ways.legs[leg].hub
            tested: int | None = None
            if not self._monthly:
                tested = self.model.column(self.landscape.test_case_cost)
            for period in sorted(periods):
                before = tested
                cases = [use.case for own in periods[period] for use in own if use.case is not None]
                tested = self._add_up(before, cases)
                for own in periods[period]:
                    columns = [use.column for use in own]
                    self.model.at_least(0, [tested, *columns], [1, *([-1] * len(columns))])
                    if self._monthly and hub is not None:
                        if (hub, period) not in due:
                            due[hub, period] = self.model.column(upper=1)
                        row = [due[hub, period], *columns, *([] if before is None else [before])]
                        values = [1, *([-1] * len(columns)), *([] if before is None else [1])]
                        self.model.at_least(0, row, values)
        if self._monthly:
            self._main_routes(due)

    def _add_up(self, before: int | None, cases: list[int]) -> int:
        """The number of cases on a leg so far."""
        if not cases and before is not None:
            return before
        terms = [*cases, *([] if before is None else [before])]
        total = self.model.column()
        self.model.equal(0, [total, *terms], [1, *([-1] * len(terms))])
        return total

    def _main_routes(self, due: dict[tuple[str, int], int]) -> None:
        """Where a hub has a due leg, at least min(n, routes) cases go through it, min(n, marked) of them marked."""
        through: dict[tuple[str, int], list[list[Use]]] = defaultdict(list)
        for uses in self._uses:
            by_hub: dict[str, list[Use]] = defaultdict(list)
            for use in uses:
                if use.way.hub is not None:
                    by_hub[use.way.hub].append(use)
            for hub, own in by_hub.items():
                through[hub, own[0].period].append(own)
        for place, column in due.items():
            marked = [own for own in through[place] if own[0].integration.main_route]
            for group in (through[place], marked):
                for count in range(1, min(self.landscape.main_routes, len(group)) + 1):
                    self._ask_for_cases(group, count, column)

    def _ask_for_cases(self, group: list[list[Use]], count: int, due: int) -> None:
        """`count` cases, if the hub has a due leg and at least so many routes of the group are in use."""
        columns = [use.column for own in group for use in own]
        cases = [use.case for own in group for use in own if use.case is not None]
        reached = self.model.binary()
        room = len(group) - count + 1
        self.model.at_least(1 - count, [reached, *columns], [room, *([-1] * len(columns))])
        # Σ cases ≥ count · (reached + due − 1), and `due` may be a fraction above the truth never below it
        self.model.at_least(-count, [*cases, reached, due], [*([1] * len(cases)), -count, -count])

    # --- spans -------------------------------------------------------------------------------

    def _hold_ways(self) -> None:
        """A way begins only where a span does: with the period of a move, or at a standing border."""
        moved: dict[int, int] = {}
        for period in self.months.periods[1:]:
            if period.start in self.months.standing:
                continue
            moved[period.index] = self.model.binary()
            columns = {moved[period.index]: 1.0}
            for ref in self.months.allowed:
                for column, value in self.months.falls(ref, period.index).items():
                    columns[column] = columns.get(column, 0.0) - value
            self.model.at_most(0, list(columns), list(columns.values()))
        earlier: dict[tuple[IntegrationKey, int, Ends, str], int] = {
            (use.integration.key, use.period, use.ends, use.way.name): use.column
            for uses in self._uses
            for use in uses
        }
        for uses in self._uses:
            for use in uses:
                if use.period in moved:
                    before = earlier.get((use.integration.key, use.period - 1, use.ends, use.way.name))
                    row = [moved[use.period], use.column, *([] if before is None else [before])]
                    self.model.at_least(0, row, [1, -1, *([] if before is None else [1])])
