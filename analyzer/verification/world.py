"""What a plan makes of its landscape, span by span: states, possible ways, legs tested before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analyzer.graph.states import realization_state
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.relays import LineNeed, line_needs
from analyzer.plan.schedule import Schedule, Span
from analyzer.plan.transport import Network
from analyzer.verification.ways import SUSPENDED, Carriers, Ends, Way
from analyzer.verification.works import Bridge


@dataclass(frozen=True, slots=True)
class Carried:
    """A link is carried in this way in a span, over these relays where no line is open."""

    way: Way
    relays: tuple[Bridge, ...] = ()

    @property
    def bridges(self) -> tuple[Bridge, ...]:
        """All bridges that it uses, its own first."""
        return (self.way.bridge, *self.relays) if self.way.bridge is not None else self.relays


Demand = tuple[IntegrationKey, int]
"""A known link that is native or mixed in a span (by the span's index)."""

Choice = dict[Demand, Carried]
"""How every demand is carried."""


class World:
    """Answers questions about one landscape under one schedule."""

    def __init__(self, schedule: Schedule) -> None:
        self.landscape: Landscape = schedule.landscape
        self.schedule = schedule
        self.spans: tuple[Span, ...] = schedule.spans
        self.network = Network(self.landscape)
        self.catalogue = Catalogue(self.landscape)
        self.carriers = Carriers(self.landscape, self.catalogue)
        self._candidates: dict[tuple[IntegrationKey, int, int], tuple[Ends, tuple[Way, ...]]] = {}
        self._relays: dict[tuple[str, str], Bridge | None] = {}
        self._listed_today = {
            key
            for bridge in self.landscape.existing_bridges
            if bridge.kind != "relay" and bridge.first is None
            for key in bridge.serves
        }

    @cached_property
    def links(self) -> tuple[Integration, ...]:
        """Links with two known partners, sorted by key."""
        return tuple(link for _, link in sorted(self.landscape.integrations.items()) if link.known)

    @cached_property
    def by_name(self) -> dict[str, IntegrationKey]:
        """Links by the name that an answer gives them."""
        return {str(link.key): link.key for link in self.links}

    @cached_property
    def span_of_month(self) -> tuple[int, ...]:
        """The index of the span of each month of the horizon."""
        return tuple(span.index for span in self.spans for _ in range(len(span)))

    def month_text(self, index: int) -> str:
        """``YYYY-MM`` of a month counted from the first."""
        return self._month_texts[index]

    @cached_property
    def _month_texts(self) -> tuple[str, ...]:
        return tuple(str(month) for month in self.landscape.horizon.months())

    def months_text(self, indices: set[int]) -> list[str]:
        """Months as an answer lists them."""
        return [self.month_text(index) for index in sorted(indices)]

    def ends(self, link: Integration, span: int) -> Ends:
        """The link under the forms of the span."""
        return self._at_forms(link, *self._forms(link, span))[0]

    def state(self, link: Integration, span: int) -> str:
        """`internal`, `native`, `mixed` or `absent`."""
        return self.ends(link, span).state.state

    def goes_on_as_it_is(self, link: Integration, span: int) -> bool:
        """Mixed at the forms 0, and no standing bridge lists it: carried, nobody wrote down how."""
        return self._forms(link, span) == (0, 0) and link.key not in self._listed_today

    def possible(self, link: Integration, span: int) -> dict[str, Carried]:
        """Every way that may carry the link for the whole span, by name; empty: nothing can."""
        ends, candidates = self._at_forms(link, *self._forms(link, span))
        if ends.state.state == "mixed" and self.goes_on_as_it_is(link, span):
            return {"as_is": Carried(self.carriers.as_it_is(ends))}
        found: dict[str, Carried] = {}
        for way in candidates:
            carried = self._carried(link, way, self.spans[span])
            if carried is not None:
                found[way.name] = carried
        if ends.state.state == "mixed" and link.suspendable is not None:
            found["suspended"] = Carried(SUSPENDED)
        return found

    @cached_property
    def demands(self) -> tuple[Demand, ...]:
        """Every known link in every span in which it is native or mixed."""
        return tuple(
            (link.key, span.index)
            for link in self.links
            for span in self.spans
            if self.state(link, span.index) in ("native", "mixed")
        )

    @cached_property
    def names(self) -> dict[Demand, tuple[str, str]]:
        """Every demand as certificates name it: its link, and its span by the first month."""
        texts = {link.key: str(link.key) for link in self.links}
        return {
            (key, span): (texts[key], self.month_text(self.spans[span].start)) for key, span in self.demands
        }

    @cached_property
    def possibilities(self) -> dict[Demand, dict[str, Carried]]:
        """`possible` for every demand."""
        return {
            (key, span): self.possible(self.landscape.integrations[key], span) for key, span in self.demands
        }

    @cached_property
    def tested_before(self) -> frozenset[str]:
        """Legs of what is native at the forms 0, and of what standing bridges carry there."""
        legs: set[str] = set()
        for link in self.links:
            ends, candidates = self._at_forms(link, 0, 0)
            for way in candidates:
                standing = way.bridge.standing if way.bridge is not None else None
                given = standing is not None and standing.first is None and link.key in standing.serves
                if ends.state.state == "native" or given:
                    legs.update(way.legs)
        return frozenset(legs)

    @cached_property
    def line_needs(self) -> tuple[LineNeed, ...]:
        """Months before a move in which a relay stands in for the line that it needs."""
        needs = line_needs(self.schedule, self.network, self.catalogue)
        return tuple(need for need in needs if need.relay)

    def relay(self, between: tuple[str, str]) -> Bridge | None:
        """The relay of a pair, if there is one or one is on offer."""
        if between not in self._relays:
            self._relays[between] = self.carriers.works.relay(between)
        return self._relays[between]

    def _forms(self, link: Integration, span: int) -> tuple[int, int]:
        assert link.key.source is not None
        assert link.key.target is not None
        forms = self.schedule.span_forms
        return forms[link.key.source][span], forms[link.key.target][span]

    def _at_forms(self, link: Integration, source: int, target: int) -> tuple[Ends, tuple[Way, ...]]:
        key = (link.key, source, target)
        if key not in self._candidates:
            assert link.key.source is not None
            assert link.key.target is not None
            source_system = self.landscape.systems[link.key.source]
            target_system = self.landscape.systems[link.key.target]
            state = realization_state(
                link, source_system.forms[source], target_system.forms[target], self.landscape.generations
            )
            ends = Ends(link, source_system, target_system, source, target, state)
            if state.state == "native":
                ways: tuple[Way, ...] = (self.carriers.native(ends),)
            else:
                ways = tuple(self.carriers.mixed(ends)) if state.state == "mixed" else ()
            self._candidates[key] = ends, ways
        return self._candidates[key]

    def _carried(self, link: Integration, way: Way, span: Span) -> Carried | None:
        """The way with its relays, if all that it needs is there for the whole span."""
        if way.bridge is not None and not self._serves(way.bridge, link, span):
            return None
        month = self.schedule.month(span.start)
        if way.hub is not None and not self.network.hub_available(way.hub, month):
            return None
        relays: list[Bridge] = []
        for between in way.pairs:
            if self.network.joined(*between, month):
                continue
            relay = self.relay(between)
            if relay is None or not self._serves(relay, link, span):
                return None
            relays.append(relay)
        return Carried(way, tuple(relays))

    def _serves(self, bridge: Bridge, link: Integration, span: Span) -> bool:
        window = bridge.window(link.key, self.landscape.horizon)
        return window is not None and window[0] <= span.start and span.stop - 1 <= window[1]
