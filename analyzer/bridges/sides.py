"""Which demands a minimum cut can decide: two-sided components of bridges.

A demand that needs "this bridge, or that one, or its own price" is an arc of a cut if the two
bridges stand on opposite sides of it. Bridges that meet in a demand make a component; it is
two-sided if its bridges can be divided so that every demand has at most one option on either
side (and all bridges of one option, relays too, stand on the same). keep_legacy at N against
early_standard at O always is; a hub's write-back beside keep_legacy is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.bridges.demands import Demands
from analyzer.bridges.openings import Option
from analyzer.bridges.yard import Bridge


@dataclass(slots=True)
class Component:
    """Demands, as (stretch, offset), that share bridges; `sides` where it is two-sided."""

    demands: list[tuple[int, int]] = field(default_factory=list)
    sides: dict[Bridge, bool] | None = field(default_factory=dict)


def components(demands: Demands) -> list[Component]:
    """All demands that bridges or suspensions may serve, in components; in order."""
    parity = _Parity()
    bridged = list(_bridged(demands))
    for _, _, options in bridged:
        used = [option.bridges for option in options if option.bridges]
        for bridges in used:
            for bridge in bridges[1:]:
                parity.relate(bridges[0], bridge, opposite=False)
        for other in used[1:]:
            parity.relate(used[0][0], other[0], opposite=True)
        if len(used) > 2:
            parity.spoil(used[0][0])
    found: dict[object, Component] = {}
    sides: dict[Bridge, bool] = {}
    for number, offset, options in bridged:
        first = next((option.bridges[0] for option in options if option.bridges), None)
        root: object = (number, offset) if first is None else parity.root(first)[0]
        component = found.setdefault(root, Component())
        component.demands.append((number, offset))
        if first is not None and parity.spoiled(first):
            component.sides = None
        if component.sides is not None:
            for option in options:
                for bridge in option.bridges:
                    if bridge not in sides:
                        sides[bridge] = parity.root(bridge)[1]
                    component.sides[bridge] = sides[bridge]
    return list(found.values())


def _bridged(demands: Demands) -> Iterator[tuple[int, int, tuple[Option, ...]]]:
    """Demands that cost something: not native without relays, not as-is."""
    for number, stretch in enumerate(demands.stretches):
        if stretch.state.state not in ("native", "mixed"):
            continue
        for offset, options in enumerate(stretch.options):
            if any(not option.bridges and not option.way.per_month for option in options):
                continue
            if options and options[0].way.bridge is not None and options[0].way.bridge.kind == "as_is":
                continue
            if options:
                yield number, offset, options


class _Parity:
    """Union-find that remembers whether two bridges stand on the same side."""

    def __init__(self) -> None:
        self._parent: dict[Bridge, tuple[Bridge, bool]] = {}
        self._spoiled: set[Bridge] = set()

    def root(self, bridge: Bridge) -> tuple[Bridge, bool]:
        """The component's first bridge, and whether this one stands opposite to it."""
        path: list[tuple[Bridge, bool]] = []
        parent, opposite = self._parent.setdefault(bridge, (bridge, False))
        while parent is not bridge:
            path.append((bridge, opposite))
            bridge = parent
            parent, opposite = self._parent[bridge]
        side = False
        for member, turn in reversed(path):
            side ^= turn
            self._parent[member] = (bridge, side)
        return bridge, side

    def relate(self, one: Bridge, other: Bridge, *, opposite: bool) -> None:
        (root, side), (away, turn) = self.root(one), self.root(other)
        if root is away:
            if side ^ turn != opposite:
                self._spoiled.add(root)
            return
        self._parent[away] = (root, side ^ turn ^ opposite)
        if away in self._spoiled:
            self._spoiled.add(root)

    def spoil(self, bridge: Bridge) -> None:
        self._spoiled.add(self.root(bridge)[0])

    def spoiled(self, bridge: Bridge) -> bool:
        return self.root(bridge)[0] in self._spoiled
