"""How each link is carried in each month of an answer: by what it lists, and by the states that its landscape gives."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import Form, Integration, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.rules import structural_violations
from analyzer.whatif.answers.view import AnswerView

UNSERVED, UNLISTED, SUSPENDED = "unserved", "unlisted", "suspended"
PLAIN = frozenset({"native", "internal", "absent", "unknown", UNLISTED})
"""What needs no bridge and is not left out for the lack of one."""


class Way(NamedTuple):
    """`name`: the kind of a bridge, ``suspended``, ``native``, ``internal``, ``absent``, ``unknown`` (partner),
    ``unserved`` (mixed, and nothing carries it), or ``unlisted`` (in no list, and its state is not known).

    `bridge` is its key (empty where there is none), `hub` the one on the route (empty: direct, or not known), `end` the
    one of the link's ends that the bridge stands at, ``source`` or ``target`` (empty: neither, or not known).
    """

    name: str
    bridge: str = ""
    hub: str = ""
    end: str = ""


def states_known(answer: AnswerView) -> bool:
    """Do the states of links follow from the landscape and the months of the answer?"""
    return answer.known and not structural_violations(answer.landscape, answer.moves)


def link_ways(answer: AnswerView, with_states: bool) -> dict[str, dict[Month, Way]]:
    """Link → month of the landscape's horizon → way.

    `with_states`: of every link in every month, as `states_known` allows; else of what the answer lists only.
    """
    carried = _listed(answer)
    if not with_states:
        return carried
    landscape = answer.landscape
    months = landscape.horizon.months()
    steps = _steps(landscape, answer.moves)
    found: dict[str, dict[Month, Way]] = dict(carried)  # a wrong answer may list links that there are not
    for integration in landscape.integrations.values():
        listed = carried.get(str(integration.key), {})
        states = _States(landscape, integration, steps)
        ways: dict[Month, Way] = {}
        for month in months:
            way, state = listed.get(month), states.at(month)
            if way is None:
                ways[month] = _plain(state)
            else:
                ways[month] = _placed(way, state)
        found[str(integration.key)] = ways
    return found


_ENDS = {"write_back": "source", "read_through": "target"}


def _listed(answer: AnswerView) -> dict[str, dict[Month, Way]]:
    """Relays serve beside another way, and are none themselves."""
    found: dict[str, dict[Month, Way]] = {}
    for link, out in answer.suspended:
        found.setdefault(link, {}).update((month, Way(SUSPENDED)) for month in out)
    for bridge in answer.bridges:
        if bridge.kind != "relay":
            way = Way(bridge.kind, bridge.key, bridge.hub or "", _ENDS.get(bridge.kind, ""))
            for link, served in bridge.serves:
                found.setdefault(link, {}).update((month, way) for month in served)
    return found


def _steps(landscape: Landscape, moves: Mapping[MoveRef, Month]) -> dict[str, list[Month]]:
    return {
        system.id: [moves[MoveRef(system.id, move.id)] for move in system.moves]
        for system in landscape.systems.values()
    }


class _States:
    """The states of a link, each found once for the forms of its ends."""

    def __init__(
        self, landscape: Landscape, integration: Integration, steps: Mapping[str, list[Month]]
    ) -> None:
        self._landscape, self._integration = landscape, integration
        self._ends = (integration.key.source, integration.key.target)
        self._steps = [[] if end is None else steps[end] for end in self._ends]
        self._known: dict[tuple[int, ...], LinkState] = {}

    def at(self, month: Month) -> LinkState:
        forms = tuple(bisect_right(steps, month) for steps in self._steps)
        if forms not in self._known:
            source, target = (self._form(end, form) for end, form in zip(self._ends, forms, strict=True))
            self._known[forms] = realization_state(
                self._integration, source, target, self._landscape.generations
            )
        return self._known[forms]

    def _form(self, system: str | None, form: int) -> Form | None:
        return None if system is None else self._landscape.systems[system].forms[form]


def _plain(state: LinkState) -> Way:
    if state.state == "mixed":
        return Way(UNSERVED)
    hub = state.realization.via if state.state == "native" and state.realization is not None else None
    return Way(state.state, hub=hub or "")


def _placed(way: Way, state: LinkState) -> Way:
    """With the hub of the realization that its bridge keeps or brings forward, and the end that the bridge stands at."""
    if way.name == "keep_legacy":
        used, end = state.realization, state.newer
    elif way.name == "early_standard":
        used, end = state.successor, state.older
    else:
        return way
    hub = None if used is None else used.via
    return way._replace(hub=hub or "", end=end or "")
