"""The least bridge cost of a two-sided component as one minimum cut.

Nodes: a bridge built, a bridge running in a span, a bridge attached to a link. Bridges of one
side are paid by arcs from the source, those of the other by arcs to the sink; a demand joins
what its two options need by an arc that only its own price (a suspension) may cut. Everything
that algorithms.md, section 3, asks for stays one cut, the price per link included.

The flow is the certificate: what each demand pays towards each thing, never more than the
thing costs, adding up to the cost.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.bridges.demands import Demands
from analyzer.bridges.openings import Option
from analyzer.bridges.shares import Draw, Thing, capacity, things_of
from analyzer.bridges.sides import Component
from analyzer.flows import UNLIMITED, Cut, FlowNetwork
from analyzer.landscape.model import IntegrationKey

Picks = dict[tuple[int, int], Option]


@dataclass(frozen=True, slots=True, eq=False)
class ComponentCut:
    """The picks of the component's demands, and what each of them pays, as draws on things."""

    picks: Picks
    draws: list[Draw]


def cut_component(demands: Demands, component: Component) -> ComponentCut:
    """`component.sides` must be known.

    Demands without a choice pay for what they need at once; only the others become a network.
    """
    paid, draws = _without_choice(demands, component)
    network = _Network(demands, component, paid)
    cut = network.flow.minimum_cut()
    picks: Picks = dict(network.picks)
    for join in network.joins:
        picks[join.number, join.offset] = join.pick(cut)
        stretch = demands.stretches[join.number]
        for thing, amount in join.paid(cut):
            if amount:
                draws.append(Draw(thing, stretch.integration.key, stretch.first + join.offset, amount))
    return ComponentCut(picks, draws)


def _without_choice(demands: Demands, component: Component) -> tuple[set[Thing], list[Draw]]:
    """What the demands with a single option need, each thing paid by the first of them."""
    paid: set[Thing] = set()
    draws: list[Draw] = []
    for number, offset in component.demands:
        stretch = demands.stretches[number]
        options = stretch.options[offset]
        if len(options) > 1:
            continue
        key, span = stretch.integration.key, stretch.first + offset
        for bridge in options[0].bridges:
            for thing in (*things_of(bridge, key, span), Thing("build", bridge)):
                if thing not in paid:
                    paid.add(thing)
                    draws.append(Draw(thing, key, span, capacity(demands, thing)))
    return paid, draws


@dataclass(slots=True)
class _Side:
    """A demand's option on one side: the nodes of what it needs, joined in one."""

    option: Option
    needs: list[tuple[Thing, int]]
    node: int
    arcs: list[int] = field(default_factory=list)
    """From or to each need, in order; empty where the one need's node stands for the option."""


@dataclass(slots=True)
class _Join:
    """A demand in the network: `arc` runs from its near option to its far one."""

    number: int
    offset: int
    near: _Side | None
    far: _Side | None
    own: Option | None
    arc: int

    def pick(self, cut: Cut) -> Option:
        """An option that the cut has paid for whole, else the demand's own price."""
        near, far = self.near, self.far
        if near is not None and not any(cut.on_source_side[node] for _, node in near.needs):
            return near.option
        if far is not None and all(cut.on_source_side[node] for _, node in far.needs):
            return far.option
        assert self.own is not None
        return self.own

    def paid(self, cut: Cut) -> list[tuple[Thing, int]]:
        """What flows through the demand, by the thing that it comes from or goes to."""
        paid: list[tuple[Thing, int]] = []
        for side in (self.near, self.far):
            if side is not None:
                arcs = side.arcs or [self.arc]
                paid += [
                    (thing, int(cut.flow[arc])) for (thing, _), arc in zip(side.needs, arcs, strict=True)
                ]
        return paid


class _Network:
    """The flow network of a component; near bridges are paid from the source, far ones to the sink."""

    def __init__(self, demands: Demands, component: Component, paid: set[Thing]) -> None:
        assert component.sides is not None
        self._demands = demands
        self._is_far = component.sides
        self._paid = paid
        self.flow = FlowNetwork()
        self._nodes: dict[Thing, int] = {}
        self.joins: list[_Join] = []
        self.picks: Picks = {}
        """Of demands that have one option, or one for which everything is paid."""
        for number, offset in component.demands:
            self._join(number, offset)

    def _join(self, number: int, offset: int) -> None:
        stretch = self._demands.stretches[number]
        options = stretch.options[offset]
        span = stretch.first + offset
        needs = [self._unpaid(option, stretch.integration.key, span) for option in options]
        free = next((o for o, n in zip(options, needs, strict=True) if o.bridges and not n), None)
        if len(options) == 1 or free is not None:
            self.picks[number, offset] = options[0] if free is None else free
            return
        near: _Side | None = None
        far: _Side | None = None
        own: Option | None = None
        for option, things in zip(options, needs, strict=True):
            if not option.bridges:
                own = option
                continue
            is_far = self._is_far[option.bridges[0]]
            side = self._side(option, things, is_far=is_far)
            if is_far:
                far = side
            else:
                near = side
        price = UNLIMITED
        if own is not None:
            price = own.way.per_month * len(self._demands.schedule.spans[span])
        tail = FlowNetwork.SOURCE if near is None else near.node
        head = FlowNetwork.SINK if far is None else far.node
        self.joins.append(_Join(number, offset, near, far, own, self.flow.arc(tail, head, price)))

    def _unpaid(self, option: Option, key: IntegrationKey, span: int) -> list[Thing]:
        return [
            thing
            for bridge in option.bridges
            for thing in things_of(bridge, key, span)
            if thing not in self._paid
        ]

    def _side(self, option: Option, things: list[Thing], *, is_far: bool) -> _Side:
        needs = [(thing, self._node(thing, is_far=is_far)) for thing in things]
        if len(needs) == 1:
            return _Side(option, needs, needs[0][1])
        middle = self.flow.node()
        arcs = [self._oriented(node, middle, is_far=is_far) for _, node in needs]
        return _Side(option, needs, middle, arcs)

    def _node(self, thing: Thing, *, is_far: bool) -> int:
        """The thing's node: cutting it from its terminal pays it, and whatever runs is built too."""
        if thing not in self._nodes:
            node = self._nodes[thing] = self.flow.node()
            terminal = FlowNetwork.SINK if is_far else FlowNetwork.SOURCE
            self._oriented(terminal, node, capacity(self._demands, thing), is_far=is_far)
            built = Thing("build", thing.bridge)
            if thing != built and built not in self._paid:
                self._oriented(self._node(built, is_far=is_far), node, is_far=is_far)
        return self._nodes[thing]

    def _oriented(self, outer: int, inner: int, price: int = UNLIMITED, *, is_far: bool) -> int:
        """An arc towards the demands on the near side, away from them on the far one."""
        return self.flow.arc(inner, outer, price) if is_far else self.flow.arc(outer, inner, price)
