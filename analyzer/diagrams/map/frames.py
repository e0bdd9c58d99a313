"""Which frames a map has, and which systems ever stand in them: the union of all forms, whatever the plan.

So a system has one place in each environment (or at each vendor) that one of its forms names: in a month it stands in
one of them, and nothing else moves when it does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.diagrams.boxes import Grouping, frame_of
from analyzer.landscape.model import Landscape

GROUPINGS: tuple[Grouping, ...] = ("environment", "vendor", "block")
Side = Literal["left", "right"]
_HOSTINGS = ("external", "on_premises", "other_cloud", "private_cloud", "government_cloud")


@dataclass(frozen=True, slots=True)
class Frame:
    """A group and the systems that ever stand in it; `id` is empty for systems without a block."""

    id: str
    side: Side
    systems: tuple[str, ...]


def frames_of(landscape: Landscape, grouping: Grouping) -> tuple[Frame, ...]:
    """Older groups left, newer ones right, as many as make both sides about even; in the order of their age.

    Within a frame systems of one block stand together.
    """
    members: dict[str, list[str]] = {}
    ages: dict[str, list[float]] = {}
    last = max(1, len(landscape.generations) - 1)
    for system in sorted(landscape.systems.values(), key=lambda s: (s.block is None, s.block or "", s.id)):
        for form in system.forms:
            frame = frame_of(system, form, grouping)
            ages.setdefault(frame, []).append(landscape.generation_index(form.generation) / last)
            listed = members.setdefault(frame, [])
            if system.id not in listed:
                listed.append(system.id)

    def age(frame: str) -> tuple[float, int, str]:
        environment = landscape.environments.get(frame) if grouping == "environment" else None
        hosting = 0 if environment is None else _HOSTINGS.index(environment.hosting)
        return sum(ages[frame]) / len(ages[frame]), hosting, frame

    order = sorted(members, key=age)
    sizes = [len(members[frame]) + 1 for frame in order]
    cut = min(range(len(order) + 1), key=lambda at: (abs(sum(sizes[:at]) - sum(sizes[at:])), -at))
    return tuple(
        Frame(frame, "left" if at < cut else "right", tuple(members[frame])) for at, frame in enumerate(order)
    )


def group_name(landscape: Landscape, grouping: Grouping, entry: str) -> str:
    """The name for people as the file has it; of a block its word, empty for systems that have none."""
    if grouping == "block":
        return entry
    known = landscape.environments if grouping == "environment" else landscape.vendors
    return known[entry].name
