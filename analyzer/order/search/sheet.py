"""The costs of a problem as flat tables, so that a change of one course is counted in well under a millisecond.

The horizon falls into *periods*, between which nothing changes whatever the plan. What costs something is a
*thing*: paid once where anybody uses it (a bridge built, a link attached to it, a leg tested), or paid by the
month while anybody uses it (a bridge running, an environment alive). A *piece* is what is carried in one way:
a link between two given forms of its ends, in periods in which the same ways are open. Its *picks* say what
each way uses. Links that have no choice between the same two forms make one piece together.

Everything is numbered; the numbers follow from the sorted landscape alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.bridges.openings import Option
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import Integration, IntegrationKey, pair
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, forms_in_use
from analyzer.plan.relays import relay_window

FORMS = 1 << 16
"""More than any system has forms: a pair of forms is written as one number."""

ALONE = -1
"""Stands for "the other end has no moves"."""


@dataclass(frozen=True, slots=True, eq=False)
class Pick:
    """One way of a piece, and what it uses.

    `once`, `monthly`: numbers of things; `starts`: legs to or from hubs whose first month matters;
    `edges`: pairs of them that one test case can cover; `per_month`: suspension. `ways` are
    the links' options, by integration, for reading and writing a choice of ways.
    """

    once: tuple[int, ...]
    monthly: tuple[int, ...]
    starts: tuple[int, ...]
    edges: tuple[tuple[int, int], ...]
    per_month: int
    bridges: tuple[Bridge, ...]
    ways: tuple[tuple[IntegrationKey, Option], ...]

    @property
    def timed(self) -> bool:
        """True where the months of the piece matter, not only that it occurs."""
        return bool(self.monthly or self.starts or self.per_month)

    @property
    def free(self) -> bool:
        return not (self.once or self.timed)


@dataclass(slots=True, eq=False)
class Piece:
    """A link (or several without a choice) between two forms, in the periods `first` to `stop` − 1."""

    first: int
    stop: int
    picks: tuple[Pick, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Habit:
    """What a system's course uses by itself: things once, and (thing, first period, stop) by the month."""

    own: int
    once: tuple[int, ...]
    monthly: tuple[tuple[int, int, int], ...]
    steps: int
    """The number of the course among all that are different, as periods: `Sheet.steps`."""


Table = dict[int, tuple[int, ...]]
"""Forms of both ends (one's × FORMS + the other's) → pieces."""


@dataclass(slots=True, eq=False)
class _Links:
    """Links between the same two systems (or of one system with all that have no moves) while being read."""

    fixed: dict[int, list[tuple[Integration, Option]]] = field(default_factory=lambda: defaultdict(list))
    free: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))


class Sheet:
    """Periods, things, pieces and habits of a problem. Costs are integers in the landscape's unit."""

    def __init__(self, problem: OrderProblem) -> None:
        self.problem = problem
        self.landscape = problem.landscape
        self.systems = problem.systems
        self.number = {id_: number for number, id_ in enumerate(self.systems)}
        self._needs = {id_: self._needs_of(id_) for id_ in self.systems}
        borders = set(problem.borders)
        for needs in self._needs.values():
            for months in needs.values():
                borders |= {edge for month, _ in months for edge in (month, month + 1)}
        self.borders: list[int] = sorted(border for border in borders if border < problem.length)
        self.count = len(self.borders)
        self.cumulated = [*self.borders, problem.length]
        """Months before each period, and all of them last."""
        self._period_of = {month: period for period, month in enumerate(self.cumulated)}
        self.length = [b - a for a, b in zip(self.borders, self.cumulated[1:], strict=True)]
        self.once_cost: list[int] = []
        self.monthly_cost: list[list[int]] = []
        """Thing → cost in each period."""
        self.hub_leg: set[int] = set()
        """Numbers of legs (things paid once) whose test may be shared with another leg's."""
        self._built: dict[Bridge, int | None] = {}
        self._linked: dict[tuple[Bridge, int], int | None] = {}
        self._leg: dict[int, int | None] = {}
        self._run: dict[Bridge, int | None] = {}
        self._kept: dict[str, int | None] = {}
        self.bridge_pieces: dict[Bridge, list[int]] = {}
        """Bridge → pieces that it may carry among others, for bridges that several links may use."""
        self.pieces: list[Piece] = []
        self.pieces_of: dict[tuple[IntegrationKey, int, int], list[int]] = defaultdict(list)
        """Link and forms of its source and target → its pieces, those with a choice in some period."""
        self.steps: list[Course] = []
        """Every different course in periods."""
        self._steps: dict[Course, int] = {}
        self.nothing = self._steps_of(())
        self.test = self.landscape.test_case_cost
        self.base = problem.standing_cost
        self._tested = problem.openings.tested_before
        self._alive = self._always_alive()
        self.tables: list[list[tuple[int, Table]]] = [[] for _ in self.systems]
        """System → (other system, or ALONE; table of pieces), sorted."""
        self.standing: tuple[int, ...] = ()
        """Pieces between systems without moves."""
        self._read_links()
        self.habits: list[tuple[Habit, ...]] = [
            tuple(self._habit(id_, course) for course in problem.courses[id_]) for id_ in self.systems
        ]
        self._list_bridges()

    def months_of(self, piece: int) -> range:
        """The months in which the piece may occur."""
        own = self.pieces[piece]
        return range(self.cumulated[own.first], self.cumulated[own.stop])

    # --- things ---

    def _pay_once(self, cost: int) -> int | None:
        """A new thing that is paid once; None where it costs nothing."""
        if not cost:
            return None
        self.once_cost.append(cost)
        return len(self.once_cost) - 1

    def _pay_monthly(self, cost: int) -> int | None:
        """A new thing that is paid by the month; None where it costs nothing."""
        if not cost:
            return None
        self.monthly_cost.append([cost * months for months in self.length])
        return len(self.monthly_cost) - 1

    def _build(self, bridge: Bridge) -> int | None:
        if bridge not in self._built:
            self._built[bridge] = self._pay_once(bridge.setup)
        return self._built[bridge]

    def _attach(self, bridge: Bridge, integration: Integration) -> int | None:
        """The link is attached to the bridge, once."""
        if not bridge.per_link:
            return None
        named = bridge, id(integration)
        if named not in self._linked:
            self._linked[named] = self._pay_once(bridge.link_cost(integration.key))
        return self._linked[named]

    def _test(self, leg: int) -> int | None:
        if leg in self._tested:
            return None
        if leg not in self._leg:
            self._leg[leg] = self._pay_once(self.test)
        return self._leg[leg]

    def _keep_running(self, bridge: Bridge) -> int | None:
        if bridge not in self._run:
            self._run[bridge] = self._pay_monthly(bridge.per_month)
        return self._run[bridge]

    def _always_alive(self) -> frozenset[str]:
        """Environments in which a system without moves stands: no plan changes what they cost."""
        alive = {s.forms[0].environment for s in self.landscape.systems.values() if not s.moves}
        environments = self.landscape.environments
        self.base += sum(environments[e].monthly_cost for e in sorted(alive)) * self.problem.length
        return frozenset(alive)

    def _environment(self, id_: str) -> int | None:
        if id_ not in self._kept:
            monthly = 0 if id_ in self._alive else self.landscape.environments[id_].monthly_cost
            self._kept[id_] = self._pay_monthly(monthly)
        return self._kept[id_]

    # --- links ---

    def _read_links(self) -> None:
        pairs: dict[tuple[int, int], _Links] = defaultdict(_Links)
        for integration in self.landscape.integrations.values():
            if not integration.known:
                continue
            one, other, turned = self._ends(integration)
            links = pairs[one, other]
            for source, target in self._form_pairs(integration):
                forms = target * FORMS + source if turned else source * FORMS + target
                for first, stop, options in self._stretches(integration, source, target):
                    if len(options) == 1 and (first, stop) == (0, self.count):
                        links.fixed[forms].append((integration, options[0]))
                    elif options:
                        number = self._piece(integration, first, stop, options)
                        links.free[forms].append(number)
                        self.pieces_of[integration.key, source, target].append(number)
        for (one, other), links in sorted(pairs.items()):
            table: Table = {}
            for forms in sorted({*links.fixed, *links.free}):
                numbers = list(links.free.get(forms, ()))
                bundle = self._pick(links.fixed.get(forms, []))
                if not bundle.free:
                    numbers.insert(0, len(self.pieces))
                    self.pieces.append(Piece(0, self.count, (bundle,)))
                if numbers:
                    table[forms] = tuple(numbers)
            if one == ALONE:
                self.standing = table.get(0, ())
            elif table:
                self.tables[one].append((other, table))
                if other != ALONE:
                    turned_table = {f % FORMS * FORMS + f // FORMS: n for f, n in table.items()}
                    self.tables[other].append((one, turned_table))
        for tables in self.tables:
            tables.sort(key=lambda entry: entry[0])

    def _ends(self, integration: Integration) -> tuple[int, int, bool]:
        """The moving ends, the lower number first; True where that is the target."""
        source = self.number.get(str(integration.key.source), ALONE)
        target = self.number.get(str(integration.key.target), ALONE)
        if source == target:
            return source, ALONE, False
        if source == ALONE:
            return target, ALONE, True
        if target == ALONE or source < target:
            return source, target, False
        return target, source, True

    def _form_pairs(self, integration: Integration) -> Iterator[tuple[int, int]]:
        source, target = str(integration.key.source), str(integration.key.target)
        systems = self.landscape.systems
        for one in range(len(systems[source].forms)):
            if source == target:
                yield one, one
                continue
            for other in range(len(systems[target].forms)):
                yield one, other

    def _stretches(
        self, integration: Integration, source: int, target: int
    ) -> Iterator[tuple[int, int, tuple[Option, ...]]]:
        """(first period, stop, open ways) of the link between two forms: as long as the ways stay the same."""
        openings = self.problem.openings
        if not openings.ways(integration, source, target)[1]:
            return
        found: list[tuple[int, int, tuple[Option, ...]]] = []
        for months in openings.periods:
            options = openings.options(integration, source, target, months.start, months.stop)
            first, stop = self._period_of[months.start], self._period_of[months.stop]
            if found and _same(found[-1][2], options):
                found[-1] = (found[-1][0], stop, found[-1][2])
            else:
                found.append((first, stop, options))
        yield from found

    def _piece(self, integration: Integration, first: int, stop: int, options: tuple[Option, ...]) -> int:
        self.pieces.append(
            Piece(first, stop, tuple(self._pick([(integration, option)]) for option in options))
        )
        return len(self.pieces) - 1

    def _pick(self, ways: list[tuple[Integration, Option]]) -> Pick:
        once: dict[int, None] = {}
        monthly: dict[int, None] = {}
        edges: dict[tuple[int, int], None] = {}
        starts: dict[int, None] = {}
        bridges: dict[Bridge, None] = {}
        per_month = 0
        for integration, option in ways:
            way = option.way
            per_month += way.per_month
            for bridge in option.bridges:
                if bridge.kind == "as_is":
                    continue
                bridges[bridge] = None
                for thing in (self._build(bridge), self._attach(bridge, integration)):
                    if thing is not None:
                        once[thing] = None
                running = self._keep_running(bridge)
                if running is not None:
                    monthly[running] = None
            if way.hub is not None:
                alive = self._environment(self.landscape.hubs[way.hub].environment)
                if alive is not None:
                    monthly[alive] = None
            legs = [thing for leg in way.legs if (thing := self._test(leg)) is not None]
            once.update(dict.fromkeys(legs))
            if way.hub is not None:
                self.hub_leg.update(legs)
                starts.update(dict.fromkeys(legs))
                if len(legs) == 2:
                    edges[legs[0], legs[1]] = None
        return Pick(
            tuple(once), tuple(monthly), tuple(starts), tuple(edges), per_month, tuple(bridges),
            tuple((integration.key, option) for integration, option in ways),
        )  # fmt: skip

    def _list_bridges(self) -> None:
        listed: dict[Bridge, list[int]] = defaultdict(list)
        for number, piece in enumerate(self.pieces):
            if len(piece.picks) > 1:
                for bridge in dict.fromkeys(b for pick in piece.picks for b in pick.bridges):
                    listed[bridge].append(number)
        self.bridge_pieces = {
            bridge: pieces
            for bridge, pieces in listed.items()
            if len({self.pieces[number].picks[0].ways[0][0] for number in pieces}) > 1
        }

    # --- systems ---

    def _steps_of(self, course: Course) -> int:
        """The number of a course, its months written as periods."""
        periods = tuple(self._period_of[month] for month in course)
        if periods not in self._steps:
            self._steps[periods] = len(self.steps)
            self.steps.append(periods)
        return self._steps[periods]

    def _habit(self, id_: str, course: Course) -> Habit:
        system = self.landscape.systems[id_]
        monthly: list[tuple[int, int, int]] = []
        for form, first, last in forms_in_use(course, self.problem.length):
            alive = self._environment(system.forms[form].environment)
            if alive is not None:
                monthly.append((alive, self._period_of[first], self._period_of[last + 1]))
        once: dict[int, None] = {}
        running: dict[tuple[int, int, int], None] = {}
        for place, at in enumerate(course):
            for month, relay in self._needs[id_].get((place, at), ()):
                built = self._build(relay)
                if built is not None:
                    once[built] = None
                runs = self._keep_running(relay)
                if runs is not None:
                    period = self._period_of[month]
                    running[runs, period, period + 1] = None
        own = self.problem.own_cost(id_, course)
        return Habit(own, tuple(once), (*monthly, *running), self._steps_of(course))

    def _needs_of(self, id_: str) -> dict[tuple[int, int], list[tuple[int, Bridge]]]:
        """(place of a move, its month) → months before it in which a relay is paid for it."""
        needs: dict[tuple[int, int], list[tuple[int, Bridge]]] = {}
        openings = self.problem.openings
        if not openings.network.checked:
            return needs
        for place, move in enumerate(self.landscape.systems[id_].moves):
            if move.needs_line is None:
                continue
            between = pair(*move.needs_line.between)
            relay = openings.yard.relay(between)
            window = relay_window(self.landscape, openings.catalogue, between)
            if relay is None or window is None:
                continue
            joined = openings.joined(between)
            for at in sorted({course[place] for course in self.problem.courses[id_]}):
                months = range(max(0, at - move.needs_line.months_before), at)
                needs[place, at] = [
                    (month, relay)
                    for month in months
                    if not joined[month] and window[0] <= month <= window[1]
                ]
        return needs


def _same(one: tuple[Option, ...], other: tuple[Option, ...]) -> bool:
    return len(one) == len(other) and all(
        a.way is b.way and a.relays == b.relays for a, b in zip(one, other, strict=True)
    )
