"""An evaluated plan as flat tables, from which the cost of any slipped months follows by set operations.

Links between two given forms of their ends make a *pair*. In each part of the horizon a link of a pair goes on by
the way that the plan gave it at these forms, in the nearest month in which it had them; where this way is closed,
or the plan never had these forms, the way is *free*: it is chosen among the open ones, sample by sample
(`analyzer.whatif.slips.counting`). What a way uses is numbered: bridges, links attached to them, environments, legs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from analyzer.bridges.openings import Openings, Option
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import Integration, IntegrationKey, Landscape, pair
from analyzer.plan.relays import relay_window
from analyzer.whatif.ways import AtForms, GivenWays

Forms = tuple[int, int]
"""Of a link's source and target."""


@dataclass(slots=True)
class Uses:
    """What the links that are carried so use, by number; `suspension` is their cost a month."""

    bridges: dict[int, None] = field(default_factory=dict)
    attached: dict[int, None] = field(default_factory=dict)
    environments: dict[int, None] = field(default_factory=dict)
    legs: dict[int, None] = field(default_factory=dict)
    edges: dict[int, None] = field(default_factory=dict)
    through: list[int] = field(default_factory=list)
    """The hub of each route through one; a hub as often as routes go through it."""
    suspension: int = 0

    def is_free(self) -> bool:
        """True where nothing of it costs anything or needs a test."""
        return not (
            self.bridges or self.environments or self.legs or self.suspension or self.attached or self.through
        )


@dataclass(frozen=True, slots=True)
class Free:
    """A link in months `first` to `stop` − 1 whose way is open to choice: (way's name, what it uses), by name."""

    key: IntegrationKey
    first: int
    stop: int
    options: tuple[tuple[str, Uses], ...]


@dataclass(frozen=True, slots=True)
class LineWanted:
    """A line that a move needs in each of the `months_before` before it: months `without` an open one, those of them
    that a relay serves, and the relay's number (None: none).
    """

    bridge: int | None
    served: frozenset[int]
    without: frozenset[int]
    months_before: int


@dataclass(slots=True)
class Pair:
    """All links between two systems at given forms, by the months in which the same holds."""

    source: tuple[str, int]
    target: tuple[str, int]
    kept: dict[tuple[int, int], Uses] = field(default_factory=dict)
    free: list[Free] = field(default_factory=list)
    unserved: list[tuple[IntegrationKey, int, int]] = field(default_factory=list)


class Sheet:
    """Everything that costs something under slips of one plan. Months count from the horizon's first.

    `lengthened` is the landscape with a horizon that reaches as far as any sample, `given` are the plan's ways;
    `occurring` says which forms of a link's ends meet in some sample.
    """

    def __init__(
        self,
        lengthened: Landscape,
        given: GivenWays,
        occurring: dict[tuple[str, str], set[Forms]],
    ) -> None:
        self.landscape = lengthened
        self.length = len(lengthened.horizon)
        self.openings = Openings(lengthened)
        self.bridges: list[Bridge] = []
        self.attachments: list[int] = []
        """The cost of each link attached to a bridge."""
        self.environments: list[str] = sorted(lengthened.environments)
        self.hubs: list[str] = sorted(lengthened.hubs)
        self.legs: list[int | None] = []
        """The hub (by number) of each leg that was not tested before, None for a direct one."""
        self.edges: list[tuple[int, int]] = []
        """Legs that one test case can cover together: the one to a hub, the one from it."""
        self._environment = {id_: number for number, id_ in enumerate(self.environments)}
        self._hub = {id_: number for number, id_ in enumerate(self.hubs)}
        self._bridge: dict[Bridge, int] = {}
        self._attached: dict[tuple[int, IntegrationKey], int] = {}
        self._leg: dict[int, int] = {}
        self._edge: dict[tuple[int, int], int] = {}
        self._tested = self.openings.tested_before
        self._used: dict[tuple[IntegrationKey, Option], Uses] = {}
        self._given = given
        self.pairs: list[Pair] = []
        links: dict[tuple[str, str], list[Integration]] = defaultdict(list)
        for integration in lengthened.integrations.values():
            if integration.known:
                links[str(integration.key.source), str(integration.key.target)].append(integration)
        for ends, listed in sorted(links.items()):
            for forms in sorted(occurring.get(ends, ())):
                self._read(ends, forms, listed)
        self.relays = self._relays_of_moves()

    def _read(
        self,
        ends: tuple[str, str],
        forms: Forms,
        links: list[Integration],
    ) -> None:
        found = Pair((ends[0], forms[0]), (ends[1], forms[1]))
        for integration in links:
            state, _ = self.openings.ways(integration, *forms)
            if state.state not in ("native", "mixed"):
                continue
            for first, stop, options, kept in self._parts(integration, forms):
                if not options:
                    found.unserved.append((integration.key, first, stop))
                elif kept is not None or len(options) == 1:
                    self._carry(integration, kept or options[0], found.kept.setdefault((first, stop), Uses()))
                else:
                    listed = tuple(
                        (option.way.name, self._carry(integration, option, Uses())) for option in options
                    )
                    found.free.append(Free(integration.key, first, stop, listed))
        found.kept = {months: uses for months, uses in found.kept.items() if not uses.is_free()}
        if found.kept or found.free or found.unserved:
            self.pairs.append(found)

    def _parts(
        self, integration: Integration, forms: Forms
    ) -> Iterator[tuple[int, int, tuple[Option, ...], Option | None]]:
        """(first month, stop, open ways, the one kept) for months in which these stay the same."""
        at, begin = AtForms(integration.key, *forms), self.landscape.horizon.first
        starts = {period.start for period in self.openings.periods}
        starts |= {run.first - begin for run in self._given.runs.get(at, ())[1:]}
        period_of = iter([*self.openings.periods, None])
        period = next(period_of)
        before: tuple[int, int, tuple[Option, ...], Option | None] | None = None
        for first, stop in pairwise([*sorted(starts), self.length]):
            while period is not None and first >= period.stop:
                period = next(period_of)
            assert period is not None
            options = self.openings.options(integration, *forms, period.start, period.stop)
            name = self._given.way(at, begin + first)
            kept = next((option for option in options if option.way.name == name), None)
            part = (first, stop, options, kept)
            if before is not None and _same(before, part):
                before = (before[0], stop, before[2], before[3])
                continue
            if before is not None:
                yield before
            before = part
        if before is not None:
            yield before

    def _carry(self, integration: Integration, option: Option, uses: Uses) -> Uses:
        """Adds what the link uses when it is carried so."""
        way, key = option.way, integration.key
        uses.suspension += way.per_month
        for bridge in option.bridges:
            if bridge.kind == "as_is":
                continue
            number = self._number_of(bridge)
            uses.bridges[number] = None
            cost = bridge.link_cost(key)
            if cost:
                named = (number, key)
                if named not in self._attached:
                    self._attached[named] = len(self.attachments)
                    self.attachments.append(cost)
                uses.attached[self._attached[named]] = None
        if way.hub is not None:
            environment = self.landscape.hubs[way.hub].environment
            if self.landscape.environments[environment].monthly_cost:
                uses.environments[self._environment[environment]] = None
            if self.landscape.main_routes:
                uses.through.append(self._hub[way.hub])
        legs = [self._leg_of(leg) for leg in way.legs if leg not in self._tested]
        uses.legs.update(dict.fromkeys(legs))
        if len(legs) == 2:
            edge = (legs[0], legs[1])
            if edge not in self._edge:
                self._edge[edge] = len(self.edges)
                self.edges.append(edge)
            uses.edges[self._edge[edge]] = None
        return uses

    def _number_of(self, bridge: Bridge) -> int:
        number = self._bridge.setdefault(bridge, len(self.bridges))
        if number == len(self.bridges):
            self.bridges.append(bridge)
        return number

    def _leg_of(self, leg: int) -> int:
        number = self._leg.setdefault(leg, len(self.legs))
        if number == len(self.legs):
            hub = self.openings.legs[leg].hub
            self.legs.append(None if hub is None else self._hub[hub])
        return number

    def _relays_of_moves(self) -> dict[tuple[str, int], LineWanted]:
        """By system and number of the move (from 0): what the moves need beforehand."""
        network = self.openings.network
        found: dict[tuple[str, int], LineWanted] = {}
        if not network.checked:
            return found
        for system in self.landscape.systems.values():
            for number, move in enumerate(system.moves):
                need = move.needs_line
                if need is None:
                    continue
                between = pair(*need.between)
                joined = self.openings.joined(between)
                without = frozenset(month for month in range(self.length) if not joined[month])
                window = relay_window(self.landscape, self.openings.catalogue, between)
                relay = self.openings.yard.relay(between) if window is not None else None
                served = frozenset(m for m in without if window is not None and window[0] <= m <= window[1])
                bridge = None if relay is None else self._number_of(relay)
                found[system.id, number] = LineWanted(bridge, served, without, need.months_before)
        return found


def _same(
    one: tuple[int, int, tuple[Option, ...], Option | None],
    other: tuple[int, int, tuple[Option, ...], Option | None],
) -> bool:
    """Whether two neighbouring parts of the horizon are one."""

    def seen(option: Option | None) -> object:
        return None if option is None else (option.way, option.relays)

    if (one[3] is None) != (other[3] is None) or seen(one[3]) != seen(other[3]):
        return False
    return one[3] is not None or list(map(seen, one[2])) == list(map(seen, other[2]))
