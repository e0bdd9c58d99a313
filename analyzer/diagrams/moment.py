"""A landscape in one month: the forms of its systems, and how each link is carried then.

With an evaluation, forms, states and ways are the plan's; without one, all systems have their
forms 0, and mixed links go on by the existing bridge that lists them, else as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer.bridges.openings import Option
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation
from analyzer.graph.states import End, LinkState, realization_state
from analyzer.landscape.model import ExistingBridge, Form, Integration, IntegrationKey, Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text

Manner = Literal["internal", "native", "mixed", "absent", "suspended", "unknown"]
UNSERVED = "unserved"
"""The way of a mixed link that nothing carries (the schedule is impossible there)."""


@dataclass(frozen=True, slots=True)
class MonthLink:
    """A link in the month.

    `way` is the kind of the bridge of a mixed link (``as_is`` and `UNSERVED` too); `hub` the one
    on its route; `bridged` the ends whose leg the bridge makes another one; `lost` an absent link
    of high criticality one of whose ends has left its form 0 (semantics, section 3).
    """

    integration: Integration
    manner: Manner
    way: str | None = None
    hub: str | None = None
    bridged: frozenset[End] = frozenset()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """`forms`: the index of each system's form; `bridges`: how many of each kind stand.

    `relays`: how many links each relayed pair of environments carries in the month.
    """

    landscape: Landscape
    month: Month
    evaluation: Evaluation | None
    forms: Mapping[str, int]
    links: tuple[MonthLink, ...]
    bridges: Mapping[str, int]
    relays: Mapping[tuple[str, str], int]

    def form(self, system: str) -> Form:
        return self.landscape.systems[system].forms[self.forms[system]]

    def shade(self, system: str) -> float:
        """How new the generation of the system is: 0 the oldest, 1 the newest of several."""
        generations = self.landscape.generations
        return self.landscape.generation_index(self.form(system).generation) / max(1, len(generations) - 1)

    def counts(self) -> Counter[Manner]:
        """How many links there are of each manner; they add up to all integrations."""
        return Counter(link.manner for link in self.links)


def moment_of(landscape: Landscape, month: Month | None, evaluation: Evaluation | None) -> Moment:
    """The landscape in the month (None: the first); InputError for a month outside the horizon.

    A landscape without months is drawn as it stands today.
    """
    horizon = landscape.horizon
    today = month is None and not len(horizon)
    month = horizon.first if month is None else month
    if month not in horizon and not today:
        raise InputError((_outside(landscape, month),))
    schedule = None if evaluation is None else evaluation.schedule
    index = horizon.index(month)
    forms = {s: 0 if schedule is None else schedule.form_index(s, index) for s in landscape.systems}
    options = _options(evaluation, index)
    standing = _standing(landscape) if schedule is None else {}
    links = []
    for key in sorted(landscape.integrations, key=str):
        integration = landscape.integrations[key]
        state = _state(landscape, integration, forms)
        bridge = standing.get(key)
        links.append(_link(landscape, integration, state, forms, options, bridge, schedule is None, month))
    bridges, relays = _bridges(landscape, evaluation, month, links)
    return Moment(landscape, month, evaluation, forms, tuple(links), bridges, relays)


def _outside(landscape: Landscape, month: Month) -> Finding:
    first, last = landscape.horizon.first, landscape.horizon.last
    return Finding(
        "month_outside_horizon",
        "error",
        Text(
            f"{month} は期間 {first} から {last} の外です。期間の中の月を指定してください。",
            f"{month} is outside the horizon {first} to {last}; name a month inside.",
        ),
    )


def _options(evaluation: Evaluation | None, index: int) -> dict[IntegrationKey, Option]:
    """How each live link is carried in the month, where the plan could be served."""
    if evaluation is None or evaluation.schedule is None or evaluation.assessment is None:
        return {}
    covering = {s.index for s in evaluation.schedule.spans if s.start <= index < s.stop}
    return {
        stretch.integration.key: option
        for stretch, span, option in evaluation.assessment.carriage
        if span in covering
    }


def _standing(landscape: Landscape) -> dict[IntegrationKey, ExistingBridge]:
    """The bridge that carries a link at the forms 0; relays and ordered ones carry none."""
    return {
        key: bridge
        for bridge in landscape.existing_bridges
        if bridge.kind != "relay" and bridge.first is None
        for key in bridge.serves
    }


def _state(landscape: Landscape, integration: Integration, forms: Mapping[str, int]) -> LinkState:
    key = integration.key
    ends = [None if s is None else landscape.systems[s].forms[forms[s]] for s in (key.source, key.target)]
    return realization_state(integration, ends[0], ends[1], landscape.generations)


def _link(
    landscape: Landscape,
    integration: Integration,
    state: LinkState,
    forms: Mapping[str, int],
    options: Mapping[IntegrationKey, Option],
    standing: ExistingBridge | None,
    today: bool,
    month: Month,
) -> MonthLink:
    realization = state.realization
    if state.state == "absent":
        return MonthLink(integration, "absent", lost=_is_lost(landscape, integration, forms))
    if state.state != "mixed":
        return MonthLink(integration, state.state, hub=None if realization is None else realization.via)
    option = options.get(integration.key)
    if option is not None:
        if option.way.bridge is None:
            return MonthLink(integration, "suspended")
        kind: str = option.way.bridge.kind
        return MonthLink(integration, "mixed", kind, option.way.hub, bridged_ends(kind, state))
    if standing is not None and (standing.until is None or month <= standing.until):
        hub = standing.hub
        if standing.kind in ("keep_legacy", "early_standard"):
            used = realization if standing.kind == "keep_legacy" else state.successor
            hub = None if used is None else used.via
        return MonthLink(integration, "mixed", standing.kind, hub, bridged_ends(standing.kind, state))
    return MonthLink(integration, "mixed", "as_is" if today and standing is None else UNSERVED)


def bridged_ends(kind: str, state: LinkState) -> frozenset[End]:
    """Whose legs a bridge of this kind changes: N's, O's, or both (semantics, section 4, the table)."""
    if kind in ("keep_legacy", "write_back", "read_through"):
        ends = {state.newer}
    elif kind == "early_standard":
        ends = {state.older}
    else:
        ends = {state.older, state.newer}
    return frozenset(end for end in ends if end is not None)


def _is_lost(landscape: Landscape, integration: Integration, forms: Mapping[str, int]) -> bool:
    """Absent though of high criticality, an end has left its form 0, and no `ends` says so."""
    key = integration.key
    assert key.source is not None and key.target is not None
    if integration.criticality != "high" or not (forms[key.source] or forms[key.target]):
        return False
    written = [i for i, g in enumerate(landscape.generations) if g in integration.realizations]
    older = min(
        landscape.generation_index(landscape.systems[s].forms[forms[s]].generation)
        for s in (key.source, key.target)
    )
    return not (integration.ends and written and older > written[-1])


def _bridges(
    landscape: Landscape, evaluation: Evaluation | None, month: Month, links: list[MonthLink]
) -> tuple[Counter[str], Counter[tuple[str, str]]]:
    """Bridges that stand in the month by kind, and the links over each relayed pair.

    Of a part of the plan's landscape only those that serve one of its links, or none at all.
    """
    known = landscape.integrations
    kinds: Counter[str] = Counter()
    relays: Counter[tuple[str, str]] = Counter()
    index = landscape.horizon.index(month)
    if evaluation is None or evaluation.schedule is None:
        standing = [
            b
            for b in landscape.existing_bridges
            if b.first is None
            and (b.until is None or month <= b.until)
            and (not b.serves or any(key in known for key in b.serves))
        ]
        kinds.update(b.kind for b in standing)
        kinds.update(link.way for link in links if link.way == "as_is")
        relays.update({b.between: len(b.serves) for b in standing if b.between})
    elif evaluation.assessment is not None:
        for bridge in evaluation.assessment.bridges:
            if index in bridge.months and (not bridge.serves or any(key in known for key in bridge.serves)):
                kinds[bridge.bridge.kind] += 1
                if bridge.bridge.place.between is not None:
                    relays[bridge.bridge.place.between] += sum(
                        index in months for key, months in bridge.serves.items() if key in known
                    )
    return kinds, relays
