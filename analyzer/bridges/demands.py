"""What a schedule asks to be carried, span by span, and the ways that are open for it.

Semantics, sections 3 and 4. A `Stretch` is one link over consecutive spans in which its ends
keep their forms; within it the state is the same, only the open ways may differ by span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from itertools import pairwise

from analyzer.bridges.openings import Openings, Option
from analyzer.bridges.routes import FormOf, Leg
from analyzer.bridges.yard import Bridge
from analyzer.graph.states import LinkState
from analyzer.landscape.model import Integration
from analyzer.messages import Finding, Text
from analyzer.plan.relays import LineNeed, line_needs
from analyzer.plan.schedule import Schedule, Span


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

    def __init__(self, schedule: Schedule, openings: Openings | None = None) -> None:
        """`openings` of the landscape, where many schedules share them."""
        landscape = schedule.landscape
        self.schedule = schedule
        self.openings = openings or Openings(landscape)
        self.catalogue = self.openings.catalogue
        self.network = self.openings.network
        self.yard = self.openings.yard
        self.needs: tuple[LineNeed, ...] = line_needs(schedule, self.network, self.catalogue)
        self.move_months: dict[Bridge, frozenset[int]] = self._relays_of_moves()
        self.stretches: tuple[Stretch, ...] = tuple(self._stretches())
        self.unserved: tuple[Finding, ...] = tuple(self._unserved())
        self.tested_before: frozenset[int] = self.openings.tested_before
        """Numbers of the legs that are tested before the first month."""

    def _stretches(self) -> Iterator[Stretch]:
        forms, spans = self.schedule.span_forms, self.schedule.spans
        if not spans:
            return  # a horizon without months
        turns = {
            system: [at for at, (one, other) in enumerate(pairwise(own), 1) if one != other]
            for system, own in forms.items()
        }
        """The spans in which a system's form is another than before."""
        for integration in self.schedule.landscape.integrations.values():
            if not integration.known:
                continue
            source, target = integration.key.source, integration.key.target
            assert source is not None and target is not None
            borders = sorted({0, *turns[source], *turns[target]})
            for first, stop in zip(borders, [*borders[1:], len(spans)], strict=True):
                start, end = FormOf(source, forms[source][first]), FormOf(target, forms[target][first])
                state, options = self.openings.along(integration, start.form, end.form, spans[first:stop])
                yield Stretch(integration, state, start, end, first, options)

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
        _, ways = self.openings.ways(integration, stretch.source.form, stretch.target.form)
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
            elif way.hub is not None and not self.openings.hub_open(way.hub)[span.start]:
                missing.append(Text(f"ハブ {way.hub} が使えません", f"hub {way.hub} is not available"))
            else:
                closed = [f"{a}–{b}" for a, b in way.pairs if not self.openings.joined((a, b))[span.start]]
                missing.append(Text(
                    f"{way.name} には {', '.join(closed)} の回線も中継もありません",
                    f"{way.name} finds neither a line nor a relay for {', '.join(closed)}",
                ))  # fmt: skip
        return missing

    def narrowed(self, choose: Callable[[Stretch, int], Option | None]) -> Demands:
        """The same demands, where (stretch, span) that `choose` gives an option for have no other."""
        narrow = copy(self)
        narrow.stretches = tuple(_narrowed(stretch, choose) for stretch in self.stretches)
        return narrow

    @property
    def legs(self) -> list[Leg]:
        """Every leg of any way of these demands; ways name them by their number here."""
        return self.openings.legs


def _narrowed(stretch: Stretch, choose: Callable[[Stretch, int], Option | None]) -> Stretch:
    if all(len(options) < 2 for options in stretch.options):
        return stretch
    narrow: list[tuple[Option, ...]] = []
    for span, options in zip(stretch.spans, stretch.options, strict=True):
        option = choose(stretch, span) if len(options) > 1 else None
        narrow.append(options if option is None else (option,))
    return replace(stretch, options=tuple(narrow))
