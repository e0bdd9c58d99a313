"""What a schedule asks to be carried, span by span, and the ways that are open for it.

Semantics, sections 3 and 4. A `Stretch` is one link over consecutive spans in which its ends
keep their forms; within it the state is the same, only the open ways may differ by span.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.bridges.routes import FormOf, Leg
from analyzer.bridges.ways import Way, Ways
from analyzer.bridges.yard import Bridge, Yard
from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import Integration
from analyzer.messages import Finding, Text
from analyzer.plan.catalogue import Catalogue
from analyzer.plan.relays import LineNeed, line_needs
from analyzer.plan.schedule import Schedule, Span
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


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """A link over the spans `first` to `first` + len(`options`) − 1, its ends' forms fixed.

    `options[i]` are the ways open in the i-th of them, sorted by name; one for a native
    link, none for internal and absent ones.
    """

    integration: Integration
    state: LinkState
    source: FormOf
    target: FormOf
    first: int
    options: tuple[tuple[Option, ...], ...]

    @property
    def spans(self) -> range:
        return range(self.first, self.first + len(self.options))


class Demands:
    """All stretches of a schedule, sorted by integration and span.

    `unserved` are the violations of links that nothing can carry; where there are any, the
    schedule has no cost. `needs` are lines that moves need; `move_months` the months (from the
    first) that relays must be paid for moves.
    """

    def __init__(self, schedule: Schedule) -> None:
        landscape = schedule.landscape
        self.schedule = schedule
        self.catalogue = Catalogue(landscape)
        self.network = Network(landscape)
        self.yard = Yard(landscape, self.catalogue)
        self._ways = Ways(landscape, self.catalogue, self.yard)
        self._hub_open: dict[str, list[bool]] = {}
        self._joined: dict[tuple[str, str], list[bool]] = {}
        self.needs: tuple[LineNeed, ...] = line_needs(schedule, self.network, self.catalogue)
        self.move_months: dict[Bridge, frozenset[int]] = self._relays_of_moves()
        self.stretches: tuple[Stretch, ...] = tuple(
            stretch
            for integration in landscape.integrations.values()
            if integration.known
            for stretch in self._stretches(integration)
        )
        self.unserved: tuple[Finding, ...] = tuple(self._unserved())
        self.tested_before: frozenset[int] = frozenset(self._tested_before())
        """Numbers of the legs that are tested before the first month."""

    def _stretches(self, integration: Integration) -> Iterator[Stretch]:
        source, target = integration.key.source, integration.key.target
        assert source is not None and target is not None
        forms = self.schedule.span_forms
        source_forms, target_forms = forms[source], forms[target]
        count, first = len(self.schedule.spans), 0
        while first < count:
            pair = source_forms[first], target_forms[first]
            stop = first + 1
            while stop < count and (source_forms[stop], target_forms[stop]) == pair:
                stop += 1
            yield self._stretch(integration, FormOf(source, pair[0]), FormOf(target, pair[1]), first, stop)
            first = stop

    def _stretch(
        self, integration: Integration, source: FormOf, target: FormOf, first: int, stop: int
    ) -> Stretch:
        state = self._state(integration, source, target)
        if state.state == "native":
            ways: tuple[Way, ...] = (self._ways.native(integration, state, source, target),)
        elif state.state == "mixed":
            ways = self._ways.mixed(integration, state, source, target)
        else:
            nothing: tuple[tuple[Option, ...], ...] = ((),) * (stop - first)
            return Stretch(integration, state, source, target, first, nothing)
        columns = [self._open(integration, way, first, stop) for way in ways]
        options = (
            tuple(tuple(option for option in row if option is not None) for row in zip(*columns, strict=True))
            if columns
            else ((),) * (stop - first)
        )
        return Stretch(integration, state, source, target, first, options)

    def _state(self, integration: Integration, source: FormOf, target: FormOf) -> LinkState:
        systems = self.schedule.landscape.systems
        return realization_state(
            integration,
            systems[source.system].forms[source.form],
            systems[target.system].forms[target.form],
            self.schedule.landscape.generations,
        )

    def _open(self, integration: Integration, way: Way, first: int, stop: int) -> list[Option | None]:
        """The way in each of the spans, None where it is closed."""
        spans, key = self.schedule.spans, integration.key
        low, high = 0, self.schedule.length - 1
        if way.bridge is not None:
            window = way.bridge.window(key)
            if window is None:
                return [None] * (stop - first)
            low, high = window
        plain = Option(way)
        result: list[Option | None] = []
        hub_open = self._hub_in_spans(way.hub) if way.hub is not None else None
        for index in range(first, stop):
            span = spans[index]
            if span.start < low or span.stop - 1 > high or (hub_open is not None and not hub_open[index]):
                result.append(None)
            elif not way.pairs or not self.network.checked:
                result.append(plain)
            else:
                result.append(self._relayed(integration, plain, index))
        return result

    def _relayed(self, integration: Integration, plain: Option, index: int) -> Option | None:
        span, relays = self.schedule.spans[index], []
        for pair in plain.way.pairs:
            if self._joined_in_spans(pair)[index]:
                continue
            relay = self.yard.relay(pair)
            window = relay.window(integration.key) if relay is not None else None
            if (
                relay is None
                or window is None
                or not (window[0] <= span.start and span.stop - 1 <= window[1])
            ):
                return None
            relays.append(relay)
        return Option(plain.way, tuple(relays)) if relays else plain

    def _hub_in_spans(self, hub: str) -> list[bool]:
        if hub not in self._hub_open:
            self._hub_open[hub] = [
                self.network.hub_available(hub, self.schedule.month(span.start))
                for span in self.schedule.spans
            ]
        return self._hub_open[hub]

    def _joined_in_spans(self, pair: tuple[str, str]) -> list[bool]:
        if pair not in self._joined:
            self._joined[pair] = [
                self.network.joined(*pair, self.schedule.month(span.start)) for span in self.schedule.spans
            ]
        return self._joined[pair]

    def _relays_of_moves(self) -> dict[Bridge, frozenset[int]]:
        months: dict[Bridge, set[int]] = {}
        for need in self.needs:
            relay = self.yard.relay(need.between) if need.relay else None
            if relay is not None:
                months.setdefault(relay, set()).add(need.month)
        return {bridge: frozenset(set_) for bridge, set_ in months.items()}

    def _unserved(self) -> Iterator[Finding]:
        for stretch in self.stretches:
            if stretch.state.state not in ("native", "mixed"):
                continue
            for index, options in zip(stretch.spans, stretch.options, strict=True):
                if not options:
                    yield self._unserved_finding(stretch, self.schedule.spans[index])

    def _unserved_finding(self, stretch: Stretch, span: Span) -> Finding:
        landscape, integration = self.schedule.landscape, stretch.integration
        native = stretch.state.state == "native"
        missing = self._missing(stretch, span)
        start, stop = self.schedule.month(span.start), self.schedule.month(span.stop - 1)
        why_ja = "、".join(text.ja for text in missing) or "提供できる過渡期連携がありません"
        why_en = "; ".join(text.en for text in missing) or "no bridge is on offer"
        what = Text("標準どおりの連携", "its native way") if native else Text("過渡期連携", "a bridge")
        return Finding(
            code="native_uncarried" if native else "unserved_demand",
            severity="error",
            message=Text(
                f"連携 {integration.key}（{integration.name}）は {start} から {stop} まで{what.ja}で運べません：{why_ja}。",
                f"Integration {integration.key} cannot be carried by {what.en} from {start} to {stop}: {why_en}.",
            ),
            place=landscape.places.at(integration.path),
            details=(
                ("integration", str(integration.key)),
                ("missing", [text.en for text in missing]),
                ("month", str(start)),
                ("until", str(stop)),
            ),
        )

    def _missing(self, stretch: Stretch, span: Span) -> list[Text]:
        """What each way that is on offer at all lacks in the span."""
        integration = stretch.integration
        make = self._ways.native if stretch.state.state == "native" else None
        ways = (
            (make(integration, stretch.state, stretch.source, stretch.target),)
            if make
            else self._ways.mixed(integration, stretch.state, stretch.source, stretch.target)
        )
        missing: list[Text] = []
        for way in ways:
            window = way.bridge.window(integration.key) if way.bridge is not None else (0, span.stop)
            if window is None:
                missing.append(
                    Text(f"{way.name} は他の連携を受けません", f"{way.name} takes no further links")
                )
            elif span.start < window[0]:
                ready = self.schedule.month(window[0])
                missing.append(
                    Text(
                        f"{way.name} は {ready} まで準備できません", f"{way.name} is not ready before {ready}"
                    )
                )
            elif way.bridge is not None and span.stop - 1 > window[1]:
                end = self.schedule.month(window[1])
                missing.append(Text(f"{way.name} は {end} までです", f"{way.name} ends in {end}"))
            elif way.hub is not None and not self._hub_in_spans(way.hub)[span.index]:
                missing.append(Text(f"ハブ {way.hub} が使えません", f"hub {way.hub} is not available"))
            else:
                closed = [f"{a}–{b}" for a, b in way.pairs if not self._joined_in_spans((a, b))[span.index]]
                missing.append(Text(
                    f"{way.name} には {', '.join(closed)} の回線も中継もありません",
                    f"{way.name} finds neither a line nor a relay for {', '.join(closed)}",
                ))  # fmt: skip
        return missing

    @property
    def legs(self) -> list[Leg]:
        """Every leg of any way of these demands; ways name them by their number here."""
        return self._ways.legs

    def _tested_before(self) -> Iterator[int]:
        """Legs native at the forms 0, and those that standing bridges give to what they list."""
        for integration in self.schedule.landscape.integrations.values():
            if not integration.known:
                continue
            assert integration.key.source is not None and integration.key.target is not None
            source, target = FormOf(integration.key.source, 0), FormOf(integration.key.target, 0)
            state = self._state(integration, source, target)
            if state.state == "native":
                yield from self._ways.native(integration, state, source, target).legs
            elif state.state == "mixed":
                for way in self._ways.mixed(integration, state, source, target):
                    existing = way.bridge.existing if way.bridge is not None else None
                    if existing is not None and existing.first is None and integration.key in existing.serves:
                        yield from way.legs
