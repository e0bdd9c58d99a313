"""Which ways are open for a link between two forms, in which months; whatever the schedule.

Every schedule of a landscape asks the same questions, so the answers (states, ways, bridges,
numbers of legs) are kept here and one `Openings` may serve many schedules, also such as end earlier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analyzer.bridges.routes import FormOf, Leg
from analyzer.bridges.ways import Way, Ways
from analyzer.bridges.yard import Bridge, Yard
from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import Integration, IntegrationKey, Landscape, pair
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.relays import relay_window
from analyzer.plan.schedule import Span, standing_borders
from analyzer.plan.transport import Network


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A way that is open in a span, with the relays that its legs need there."""

    way: Way
    relays: tuple[Bridge, ...] = ()
    bridges: tuple[Bridge, ...] = field(init=False)
    """All bridges that serve the link: the way's own, then relays. Kept, since everyone asks."""

    def __post_init__(self) -> None:
        own = () if self.way.bridge is None else (self.way.bridge,)
        object.__setattr__(self, "bridges", (*own, *self.relays))


@dataclass(slots=True, eq=False)
class _Offer:
    """What is asked for, over and over, of a link between two forms of its ends; `open_in` fills period by period."""

    link: Integration
    state: LinkState
    ways: tuple[Way, ...]
    open_in: dict[int, tuple[Option, ...]] = field(default_factory=dict)


class Openings:
    """States and ways of links by the forms of their ends; which of the ways is open when.

    Months count from the horizon's first. Nothing begins or ceases within a range of months that
    is asked for: it lies between two standing borders (`analyzer.plan.schedule.standing_borders`).
    """

    def __init__(self, landscape: Landscape) -> None:
        self.landscape = landscape
        self.catalogue = Catalogue(landscape)
        self.network = Network(landscape)
        self.yard = Yard(landscape, self.catalogue)
        self._ways = Ways(landscape, self.catalogue, self.yard)
        self._months = landscape.horizon.months()
        borders = sorted({0, *(b for b in standing_borders(landscape) if 0 <= b < len(self._months))})
        self.periods = tuple(
            range(start, stop)
            for start, stop in zip(borders, [*borders[1:], len(self._months)], strict=True)
            if start < stop
        )
        """The horizon cut where something begins or ceases whatever the plan: ranges of months."""
        self._period_of = [number for number, period in enumerate(self.periods) for _ in period]
        self._hub_open: dict[str, list[bool]] = {}
        self._joined: dict[tuple[str, str], list[bool]] = {}
        self._offers: dict[tuple[IntegrationKey, int, int], _Offer] = {}

    @property
    def legs(self) -> list[Leg]:
        """Every leg of any way asked for so far; ways name them by their number here."""
        return self._ways.legs

    def ways(self, integration: Integration, source: int, target: int) -> tuple[LinkState, tuple[Way, ...]]:
        """The link's state at these forms of its ends, and its ways: one where native, none where nothing is carried."""
        offer = self._offer(integration, source, target)
        return offer.state, offer.ways

    def _offer(self, integration: Integration, source: int, target: int) -> _Offer:
        asked = (integration.key, source, target)
        found = self._offers.get(asked)
        if found is None:
            found = self._offers[asked] = _Offer(integration, *self._find(integration, source, target))
        return found

    def _find(self, integration: Integration, source: int, target: int) -> tuple[LinkState, tuple[Way, ...]]:
        assert integration.key.source is not None and integration.key.target is not None
        start, end = FormOf(integration.key.source, source), FormOf(integration.key.target, target)
        systems = self.landscape.systems
        state = realization_state(
            integration,
            systems[start.system].forms[source],
            systems[end.system].forms[target],
            self.landscape.generations,
        )
        if state.state == "native":
            return state, (self._ways.native(integration, state, start, end),)
        if state.state == "mixed":
            return state, self._ways.mixed(integration, state, start, end)
        return state, ()

    @cached_property
    def tested_before(self) -> frozenset[int]:
        """Numbers of the legs that are tested before the first month.

        Those native at the forms 0, and those that standing bridges give to what they list.
        """
        tested: set[int] = set()
        for integration in self.landscape.integrations.values():
            if not integration.known:
                continue
            state, ways = self.ways(integration, 0, 0)
            for way in ways:
                if state.state == "native" or (
                    way.bridge is not None and way.bridge.carries_today(integration.key)
                ):
                    tested.update(way.legs)
        return frozenset(tested)

    def option(self, integration: Integration, way: Way, start: int, stop: int) -> Option | None:
        """The way in the months `start` to `stop` − 1, with its relays; None where it is closed."""
        if way.bridge is not None:
            window = way.bridge.window(integration.key)
            if window is None or start < window[0] or stop - 1 > window[1]:
                return None
        if way.hub is not None and not self.hub_open(way.hub)[start]:
            return None
        relays = []
        if self.network.checked:
            for ends in way.pairs:
                if self.joined(ends)[start]:
                    continue
                relay = self.yard.relay(ends)
                window = relay.window(integration.key) if relay is not None else None
                if relay is None or window is None or start < window[0] or stop - 1 > window[1]:
                    return None
                relays.append(relay)
        return Option(way, tuple(relays))

    def options(
        self, integration: Integration, source: int, target: int, start: int, stop: int
    ) -> tuple[Option, ...]:
        """The open ways of the link in the months `start` to `stop` − 1, sorted by name."""
        return self._open(self._offer(integration, source, target), start, stop)

    def along(
        self, integration: Integration, source: int, target: int, spans: Sequence[Span]
    ) -> tuple[LinkState, tuple[tuple[Option, ...], ...]]:
        """The link's state at these forms of its ends; the ways open in each of the spans, sorted by name."""
        offer = self._offer(integration, source, target)
        if not offer.ways:
            return offer.state, ((),) * len(spans)
        return offer.state, tuple(self._open(offer, span.start, span.stop) for span in spans)

    def _open(self, offer: _Offer, start: int, stop: int) -> tuple[Option, ...]:
        period = self._period_of[start]
        found = offer.open_in.get(period)
        if found is None:
            options = (self.option(offer.link, way, start, stop) for way in offer.ways)
            found = offer.open_in[period] = tuple(option for option in options if option is not None)
        return found

    def carried(self, integration: Integration) -> Callable[[int, int, int], bool] | None:
        """(source form, target form, month) → can the link be carried? None where it always can."""
        assert integration.key.source is not None and integration.key.target is not None
        source, target = (
            self.landscape.systems[integration.key.source],
            self.landscape.systems[integration.key.target],
        )
        closed: dict[tuple[int, int], frozenset[int]] = {}
        for one in range(len(source.forms)):
            for other in range(len(target.forms)):
                state, ways = self.ways(integration, one, other)
                if state.state not in ("native", "mixed"):
                    continue
                left = list(self.periods)
                for way in ways:
                    left = [p for p in left if self.option(integration, way, p.start, p.stop) is None]
                    if not left:
                        break
                if left:
                    closed[one, other] = frozenset(month for period in left for month in period)
        if not closed:
            return None
        return lambda one, other, month: month not in closed.get((one, other), ())

    def line_months(self, between: tuple[str, str]) -> frozenset[int]:
        """Months in which a move finds a line of the pair open, or a relay that serves moves."""
        window = relay_window(self.landscape, self.catalogue, between)
        open_ = self.joined(pair(*between))
        return frozenset(
            month
            for month in range(len(self._months))
            if open_[month] or (window is not None and window[0] <= month <= window[1])
        )

    def hub_open(self, hub: str) -> list[bool]:
        """By month: may the hub be used?"""
        if hub not in self._hub_open:
            self._hub_open[hub] = [self.network.hub_available(hub, month) for month in self._months]
        return self._hub_open[hub]

    def joined(self, ends: tuple[str, str]) -> list[bool]:
        """By month: does an open line join the two environments?"""
        if ends not in self._joined:
            self._joined[ends] = [self.network.joined(*ends, month) for month in self._months]
        return self._joined[ends]
