"""The conflict of an infeasible answer, by trying every plan of the systems that it speaks of.

Each rule is put into a landscape of its own, in which nothing else is asked for; the checker of plans then says which
plans break it. Systems that no listed rule ties to each other are tried apart. Where there are too many plans,
nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations_with_replacement, pairwise, product
from math import comb, prod
from typing import Any

from analyzer.landscape.model import (
    Before,
    Blackout,
    Fixed,
    Landscape,
    Move,
    MoveRef,
    Together,
)
from analyzer.landscape.months import Availability, Month
from analyzer.messages import Text
from analyzer.plan.rules import rule_violations
from analyzer.plan.schedule import Schedule
from analyzer.verification.faults import Faults
from analyzer.verification.near import CODE as CHANGED
from analyzer.verification.near import changed, moves_before
from analyzer.verification.patterns import final_moves
from analyzer.verification.world import World

Key = tuple[str, ...]
Moves = Mapping[MoveRef, Month]
Breaks = Callable[[tuple[str, ...], Moves], bool]
"""(systems that are tried, their months) → is the rule broken?"""

MOST_TRIALS = 20_000
"""Plans times rules; each takes a fraction of a millisecond."""
MOST_TRIALS_OF_LINKS = 1_000
"""Where a link is a rule: each trial asks what can carry it."""


def check_conflict(landscape: Landscape, answer: Mapping[str, Any], faults: Faults) -> None:
    """The rules listed cannot be kept together, and without any one of them the rest can (where it says so)."""
    rules: dict[Key, _Rule] = {}
    for place, entry in enumerate(answer.get("conflict") or ()):
        if entry.get("kind") != "rule":
            continue
        key = tuple(entry.get("key", ()))
        rule = _of_near(landscape, key, answer) or _read(landscape, key, answer.get("pattern"))
        if rule is None:
            name = " / ".join(key)[:200]
            faults.add(
                "conflict_rule_unknown", ("conflict", place),
                f"{name} という決まりはありません。", f"There is no rule {name}.",
            )  # fmt: skip
            return
        rules[key] = rule
    if not rules:
        return
    certificate = (answer.get("certificate") or {}).get("conflict") or {}
    if not _try(landscape, rules, bool(certificate.get("irreducible", True)), faults):
        faults.notes.append(
            Text(
                "両立しない決まりの組は、試す計画が多すぎるため確かめ直していません。",
                "The rules that contradict each other were not re-checked: there are too many plans to try.",
            )
        )


class _Rule:
    """A listed rule: the moving systems that it speaks of, whether it ties them together, and who breaks it."""

    def __init__(self, systems: Sequence[str], breaks: Breaks, *, ties: bool, link: bool = False) -> None:
        self.systems, self.breaks, self.ties, self.link = tuple(systems), breaks, ties, link


def _try(landscape: Landscape, rules: Mapping[Key, _Rule], irreducible: bool, faults: Faults) -> bool:
    """False where there are too many plans."""
    groups = _tied(rules.values())
    most = MOST_TRIALS_OF_LINKS if any(rule.link for rule in rules.values()) else MOST_TRIALS
    if sum(_count(landscape, group) for group in groups) * len(rules) > most:
        return False
    broken = [
        {
            frozenset(key for key, rule in concerned.items() if rule.breaks(group, moves))
            for moves in _plans(landscape, group)
        }
        for group in groups
        for concerned in (_concerned(rules, group),)
    ]
    contradictory = [sets for sets in broken if frozenset() not in sets]
    if not contradictory:
        faults.add(
            "conflict_holds", ("conflict",),
            "挙げられた決まりは同時に守れます。", "The rules listed can be kept together.",
        )  # fmt: skip
        return True
    for key in rules if irreducible else ():
        if any(not any(sets <= {key} for sets in group) for group in contradictory):
            faults.add(
                "conflict_reducible", ("conflict",),
                f"{' / '.join(key)} がなくても、残りの決まりは同時に守れません。",
                f"Without {' / '.join(key)} the other rules cannot be kept together either.",
            )  # fmt: skip
    return True


def _tied(rules: Collection[_Rule]) -> list[tuple[str, ...]]:
    """The moving systems that the rules speak of, those in one group that some rule ties to each other."""
    group = {id_: {id_} for rule in rules for id_ in rule.systems}
    for rule in rules:
        if rule.ties and rule.systems:
            joined = {member for id_ in rule.systems for member in group[id_]}
            for id_ in joined:
                group[id_] = joined
    found = {tuple(sorted(members)) for members in group.values()}
    if any(not rule.systems for rule in rules) or not found:
        found.add(())  # links between systems that stay: tried once
    return sorted(found)


def _count(landscape: Landscape, group: Sequence[str]) -> int:
    months = len(landscape.horizon)
    return prod(
        comb(months + len(landscape.systems[id_].moves) - 1, len(landscape.systems[id_].moves))
        for id_ in group
    )


def _concerned(rules: Mapping[Key, _Rule], group: tuple[str, ...]) -> dict[Key, _Rule]:
    """The rules that speak of some system of the group; of none, those that speak of none."""
    return {
        key: rule
        for key, rule in rules.items()
        if set(rule.systems) & set(group) or not (rule.systems or group)
    }


def _plans(landscape: Landscape, group: Sequence[str]) -> Iterator[Moves]:
    months = landscape.horizon.months()
    moving = [landscape.systems[id_] for id_ in group]
    for courses in product(*(combinations_with_replacement(months, len(system.moves)) for system in moving)):
        yield {
            MoveRef(system.id, move.id): month
            for system, course in zip(moving, courses, strict=True)
            for move, month in zip(system.moves, course, strict=True)
        }


# --- a rule by its key, in a landscape that asks for nothing else ----------------------------------


def _read(landscape: Landscape, key: Key, pattern: object) -> _Rule | None:
    """None for a key that names no rule of the landscape."""
    try:
        if key[0] == "unserved_demand":
            return _of_link(landscape, key[1])
        if key[0] == "pattern":
            return _of_pattern(landscape, key, pattern)
        return _of_file(landscape, key)
    except (KeyError, IndexError, ValueError, StopIteration, TypeError):
        return None


def _of_file(landscape: Landscape, key: Key) -> _Rule | None:
    asking = _asking(landscape, key)
    if asking is None:
        return None
    restricted: dict[tuple[str, ...], Landscape] = {}

    def breaks(systems: tuple[str, ...], moves: Moves) -> bool:
        if systems not in restricted:
            restricted[systems] = _restricted(asking, systems)
        return bool(rule_violations(Schedule(restricted[systems], moves)))

    systems, ties = _spoken_of(landscape, key)
    return _Rule(systems, breaks, ties=ties)


def _restricted(asking: Landscape, systems: tuple[str, ...]) -> Landscape:
    """The landscape with these systems only, and what is fixed of the others left out."""
    rules = tuple(
        replace(rule, months=tuple((ref, month) for ref, month in rule.months if ref.system in systems))
        if isinstance(rule, Fixed)
        else rule
        for rule in asking.rules
    )
    return replace(asking, rules=rules, systems={id_: asking.systems[id_] for id_ in systems})


def _spoken_of(landscape: Landscape, key: Key) -> tuple[list[str], bool]:
    """The moving systems of a rule, and whether it ties them to each other."""
    every = [system.id for system in landscape.systems.values() if system.moves]
    if key[0] in ("together", "before"):
        rule = landscape.rules[int(key[1])]
        assert isinstance(rule, Together | Before)
        refs = rule.moves if isinstance(rule, Together) else (rule.before, rule.after)
        return [ref.system for ref in refs], True
    if key[0] == "contract_end":
        return [key[1]], False
    if len(key) > 1 and "." in key[1]:
        return [key[1].split(".")[0]], False
    if key[0] in ("environment_unavailable", "package_unavailable"):
        every = [
            id_
            for id_ in every
            if any(key[1] in (form.environment, form.package) for form in landscape.systems[id_].forms)
        ]
    return every, key[0] in ("capacity", "vendor_capacity")


def _asking(landscape: Landscape, key: Key) -> Landscape | None:
    """The landscape with this rule and no other; None where it has no such rule."""
    bare, code = _bare(landscape), key[0]
    if code == "deadline" and len(key) == 1:
        return None if landscape.deadline is None else _with_deadline(landscape, bare)
    if code in _OF_MOVES:
        return _of_move(landscape, bare, key)
    if code == "contract_end":
        owner = landscape.systems[key[1]]
        if owner.contract_end is None or not owner.moves:
            return None
        changed = replace(bare.systems[owner.id], contract_end=owner.contract_end)
        return replace(bare, systems={**bare.systems, owner.id: changed})
    if code == "environment_unavailable":
        side = _side(landscape.environments[key[1]].available, key[2])
        environment = replace(bare.environments[key[1]], available=side)
        return replace(bare, environments={**bare.environments, key[1]: environment})
    if code == "package_unavailable":
        side = _side(landscape.packages[key[1]].available, key[2])
        package = replace(bare.packages[key[1]], available=side)
        return replace(bare, packages={**bare.packages, key[1]: package})
    if code in ("vendor_unavailable", "vendor_capacity"):
        vendor, kept = landscape.vendors[key[1]], bare.vendors[key[1]]
        if code == "vendor_unavailable":
            kept = replace(kept, unavailable=vendor.unavailable)
        else:
            kept = replace(kept, cutovers_per_month=vendor.cutovers_per_month)
        return replace(bare, vendors={**bare.vendors, vendor.id: kept})
    if code == "capacity":
        return replace(bare, cutovers_per_month=landscape.cutovers_per_month)
    rule = landscape.rules[int(key[1])] if code in _OF_RULES else None
    if rule is None or not isinstance(rule, _OF_RULES[code]):
        return None
    return replace(bare, rules=(rule,))


_OF_MOVES = {
    "earliest": "earliest",
    "latest": "latest",
    "fixed": "fixed",
    "deadline": "deadline",
    "move_blackout": "blackout",
    "not_with_previous": "not_with_previous",
    "line_needed": "needs_line",
}
_OF_RULES: Mapping[str, type] = {
    "together": Together,
    "before": Before,
    "blackout": Blackout,
    "fixed_rule": Fixed,
}


def _bare(landscape: Landscape) -> Landscape:
    """The landscape without any rule for plans, and without links."""
    return replace(
        landscape,
        vendors={
            id_: replace(vendor, unavailable=frozenset(), cutovers_per_month=None)
            for id_, vendor in landscape.vendors.items()
        },
        environments={
            id_: replace(one, available=Availability()) for id_, one in landscape.environments.items()
        },
        packages={id_: replace(one, available=Availability()) for id_, one in landscape.packages.items()},
        systems={
            id_: replace(
                system, contract_end=None, moves=tuple(Move(move.id, move.to) for move in system.moves)
            )
            for id_, system in landscape.systems.items()
        },
        integrations={},
        existing_bridges=tuple(bridge for bridge in landscape.existing_bridges if bridge.kind == "relay"),
        rules=(),
        deadline=None,
        cutovers_per_month=None,
    )


def _of_move(landscape: Landscape, bare: Landscape, key: Key) -> Landscape | None:
    owner = landscape.systems[key[1].split(".")[0]]
    place = next(n for n, move in enumerate(owner.moves) if f"{owner.id}.{move.id}" == key[1])
    field = _OF_MOVES[key[0]]
    value = getattr(owner.moves[place], field)
    if not value or (field == "deadline" and landscape.lateness_per_month is not None):
        return None
    moves = list(bare.systems[owner.id].moves)
    changed: dict[str, Any] = {field: value}
    moves[place] = replace(moves[place], **changed)
    return replace(
        bare, systems={**bare.systems, owner.id: replace(bare.systems[owner.id], moves=tuple(moves))}
    )


def _with_deadline(landscape: Landscape, bare: Landscape) -> Landscape | None:
    """Moves with a deadline of their own are spared the landscape's."""
    if landscape.lateness_per_month is not None:
        return None
    systems = {}
    for id_, system in landscape.systems.items():
        own = [move.deadline is not None for move in system.moves]
        moves = tuple(
            replace(move, deadline=landscape.horizon.last) if spared else move
            for move, spared in zip(bare.systems[id_].moves, own, strict=True)
        )
        systems[id_] = replace(bare.systems[id_], moves=moves)
    return replace(bare, systems=systems, deadline=landscape.deadline)


def _side(available: Availability, side: str) -> Availability:
    """One end of it; KeyError where that end is open."""
    month = {"from": available.first, "until": available.last}[side]
    if month is None:
        raise KeyError(side)
    return Availability(first=month) if side == "from" else Availability(last=month)


def _of_near(landscape: Landscape, key: Key, answer: Mapping[str, Any]) -> _Rule | None:
    """At most so many months of the plan before change; None for another key."""
    asked = moves_before(answer)
    if asked is None or key != (CHANGED, str(asked[1])):
        return None
    before, most = asked
    moving = [system.id for system in landscape.systems.values() if system.moves]
    return _Rule(moving, lambda _, moves: changed(before, moves) > most, ties=True)


# --- links and patterns --------------------------------------------------------------------------


def _of_link(landscape: Landscape, written: str) -> _Rule:
    """Something can carry the link in every month in which it is native or mixed."""
    link = next(one for one in landscape.integrations.values() if str(one.key) == written and one.known)
    ends = {str(link.key.source), str(link.key.target)}
    moving = sorted(id_ for id_ in ends if landscape.systems[id_].moves)
    first = landscape.horizon.first
    rest = {
        MoveRef(system.id, move.id): first for system in landscape.systems.values() for move in system.moves
    }

    def breaks(_: tuple[str, ...], moves: Moves) -> bool:
        world = World(Schedule(landscape, {**rest, **moves}))
        return any(
            world.state(link, span.index) in ("native", "mixed") and not world.possible(link, span.index)
            for span in world.spans
        )

    return _Rule(moving, breaks, ties=True, link=True)


def _of_pattern(landscape: Landscape, key: Key, pattern: object) -> _Rule | None:
    """The final moves of a group fall in one month, or one final move comes before one of the next group."""
    read = final_moves(landscape, pattern) if isinstance(pattern, str) else None
    if read is None:
        return None
    groups, together = read
    if key[2] == "together":
        refs = groups[int(key[3])]
        if not together:
            return None
        return _Rule(
            [ref.system for ref in refs], lambda _, moves: len({moves[ref] for ref in refs}) > 1, ties=True
        )
    before, after = MoveRef(*key[3].split(".")), MoveRef(*key[4].split("."))
    if not any(before in one and after in other for one, other in pairwise(groups)):
        return None
    return _Rule([before.system, after.system], lambda _, moves: moves[before] >= moves[after], ties=True)
