"""What a plan must keep, and what people should know of it (sections 3 and 6)."""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analyzer.landscape.model import (
    Before,
    Blackout,
    Fixed,
    Integration,
    Landscape,
    Move,
    MoveRef,
    System,
    Together,
)
from analyzer.landscape.months import Month

from .carrying import Carrying
from .world import World, ends

Violation = tuple[object, ...]
"""(code, subject, …): the subjects are move references, ids, months, spans' first months or integration keys."""


class Finding(NamedTuple):
    """`first` is the first month of the horizon in which it holds, `months` how many there are."""

    code: str
    subject: object
    first: Month
    months: int


def structural(landscape: Landscape, moves: Mapping[MoveRef, Month]) -> list[Violation]:
    # "A plan gives every move a month of the horizon, and keeps the order of a system's moves; one that does not
    # has no forms"
    found: list[Violation] = []
    known = {MoveRef(system.id, move.id) for system in landscape.systems.values() for move in system.moves}
    found += [("move_missing", ref) for ref in sorted(known - set(moves))]
    found += [("move_unknown", ref) for ref in sorted(set(moves) - known)]
    found += [
        ("out_of_horizon", ref) for ref in sorted(known & set(moves)) if moves[ref] not in landscape.horizon
    ]
    for system in landscape.systems.values():
        # "Moves keep their order; two moves of one system may take effect in the same month"
        refs = [ref for move in system.moves if (ref := MoveRef(system.id, move.id)) in moves]
        for number, ref in enumerate(refs):
            if any(moves[earlier] > moves[ref] for earlier in refs[:number]):
                found.append(("out_of_order", ref))
    return found


def broken_rules(carrying: Carrying) -> list[Violation]:
    """All violations of a plan that has forms, but for those of links (section 4)."""
    world = carrying.world
    found: list[Violation] = []
    for system in world.landscape.systems.values():
        for number, move in enumerate(system.moves, start=1):
            found += _of_move(carrying, system, number, move)
        if system.moves:
            found += [(code, system.id, *subject) for code, subject, _ in forms_out_of_time(world, system)]
    found += _of_cutovers(world)
    for rule in world.landscape.rules:
        found += _of_rule(world, rule)
    return found


def _of_move(carrying: Carrying, system: System, number: int, move: Move) -> Iterator[Violation]:
    world = carrying.world
    ref, month = MoveRef(system.id, move.id), world.move_month(system, number)
    # "Two moves of one system may fall together unless `not_with_previous`"
    if move.not_with_previous and number > 1 and month == world.move_month(system, number - 1):
        yield "not_with_previous", ref
    # "earliest, latest, fixed months"
    if move.earliest is not None and month < move.earliest:
        yield "earliest", ref
    if move.latest is not None and month > move.latest:
        yield "latest", ref
    if move.fixed is not None and month != move.fixed:
        yield "fixed", ref
    if month in move.blackout:
        yield "move_blackout", ref
    # "the deadline (…), hard, or with a cost per month late"
    if world.landscape.lateness_per_month is None and months_late(world, system, number) > 0:
        yield "deadline", ref
    if not _line_is_there(carrying, move, month):
        yield "line_needed", ref


def deadline(world: World, system: System, number: int) -> Month | None:
    # "the landscape's, for the final move of each system of scope `standard`; a move's own, for that move, instead"
    own = system.moves[number - 1].deadline
    if own is not None:
        return own
    return world.landscape.deadline if system.scope == "standard" and number == len(system.moves) else None


def months_late(world: World, system: System, number: int) -> int:
    due = deadline(world, system, number)
    return 0 if due is None else max(0, world.move_month(system, number) - due)


def months_with_a_need(world: World, move: Move, month: Month) -> list[Month]:
    """The months before a move in which it needs a line and none of the pair is open."""
    if move.needs_line is None or world.landscape.lines is None:
        # "Where no lines are declared (…), transport and lines needed by moves are not checked"
        return []
    # "in each of the `months_before` months (1 if not said) before it that lie in the horizon"
    before = [month + -i for i in range(1, move.needs_line.months_before + 1)]
    return [
        m for m in before if m in world.landscape.horizon and not world.line_open(move.needs_line.between, m)
    ]


def _line_is_there(carrying: Carrying, move: Move, month: Month) -> bool:
    # "a line of that pair is open, or its relay is paid for"
    return all(
        move.needs_line is not None and carrying.relay_serves_moves(move.needs_line.between, m)
        for m in months_with_a_need(carrying.world, move, month)
    )


def forms_out_of_time(world: World, system: System) -> list[tuple[str, tuple[object, ...], list[Month]]]:
    """(code, what, months of the horizon) for each thing that the system's forms outlive or come before."""
    months: dict[tuple[str, tuple[object, ...]], list[Month]] = {}
    for month in world.months():
        form = world.form(system.id, month)
        # "contract end (the last month in which form 0 may be in use)"
        if (
            system.contract_end is not None
            and month > system.contract_end
            and world.form_index(system.id, month) == 0
        ):
            months.setdefault(("contract_end", ()), []).append(month)
        # "availability of package and environment (a form may be in use only in months of the horizon in which
        # both are available"
        if not world.landscape.environments[form.environment].available.covers(month):
            months.setdefault(("environment_unavailable", (form.environment,)), []).append(month)
        package = world.landscape.packages.get(form.package) if form.package is not None else None
        if package is not None and not package.available.covers(month):
            months.setdefault(("package_unavailable", (package.id,)), []).append(month)
    return [(code, what, when) for (code, what), when in months.items()]


def _of_cutovers(world: World) -> Iterator[Violation]:
    landscape = world.landscape
    for month in world.months():
        # "the cutover belongs to the vendor of the form that it then has. Capacities count cutovers."
        cutovers = [s for s in landscape.systems.values() if world.cuts_over(s.id, month)]
        per_vendor = Counter(world.form(system.id, month).vendor for system in cutovers)
        for system in cutovers:
            form = world.form(system.id, month)
            # "months in which a vendor is unavailable (no cutover to a form of that vendor)"
            if month in landscape.vendors[form.vendor].unavailable:
                yield "vendor_unavailable", system.id, month
            # "blackout months (`systems` selects by ids, block, scope, owner, vendor of the form then had; several:
            # all must hold)"
            for rule in landscape.rules:
                if isinstance(rule, Blackout) and month in rule.months and rule.systems.matches(system, form):
                    yield "blackout", system.id, month
        # "capacity (cutovers per month) of each vendor and of the landscape"
        for vendor, count in sorted(per_vendor.items()):
            most = landscape.vendors[vendor].cutovers_per_month
            if most is not None and count > most:
                yield "vendor_capacity", vendor, month
        if landscape.cutovers_per_month is not None and len(cutovers) > landscape.cutovers_per_month:
            yield "capacity", month


def _of_rule(world: World, rule: object) -> Iterator[Violation]:
    if isinstance(rule, Together) and len({world.moves[ref] for ref in rule.moves}) > 1:
        yield "together", rule.moves
    # "`before` / `after`: at least `gap` months between, 1 if not said; 0 allows the same month."
    if isinstance(rule, Before) and world.moves[rule.after] - world.moves[rule.before] < rule.gap:
        yield "before", rule.before, rule.after
    if isinstance(rule, Fixed):
        for ref, month in rule.months:
            if world.moves[ref] != month:
                yield "fixed", ref


def findings(world: World) -> frozenset[Finding]:
    found = set()
    for link in world.known_integrations():
        for code, holds in (("link_lost", _lost), ("absent_high", _absent_high)):
            months = [month for month in world.months() if holds(world, link, month)]
            if months:
                found.add(Finding(code, link.key, months[0], len(months)))
    for system in world.landscape.systems.values():
        if not system.moves:
            # "(…; like contract end a finding, not a rule, for a system without moves)"
            for code, _, months in forms_out_of_time(world, system):
                found.add(Finding(code, system.id, months[0], len(months)))
    return frozenset(found)


def _generations(world: World, link: Integration, month: Month) -> list[int]:
    return [world.landscape.generation_index(world.form(end, month).generation) for end in ends(link)]


def _lost(world: World, link: Integration, month: Month) -> bool:
    # "absent: (…) a finding where both ends are at a generation for which it has none, an earlier one has one, and
    # the file does not say `ends: true`."
    having = [world.landscape.generation_index(generation) for generation in link.realizations]
    at = _generations(world, link, month)
    return (
        world.state(link, month).name == "absent"
        and not any(generation in having for generation in at)
        and any(generation < min(at) for generation in having)
        and not link.ends
    )


def _absent_high(world: World, link: Integration, month: Month) -> bool:
    # "A link of high criticality that is absent in a month in which an end has left its form 0, and has not ended as
    # the file says, is a finding of the plan"; "ends (…) true: ends with the last generation that has a realization"
    having = [world.landscape.generation_index(generation) for generation in link.realizations]
    at = _generations(world, link, month)
    # (a link that no generation has a realization for never was, so it cannot have ended)
    ended = link.ends and bool(having) and all(generation < min(at) for generation in having)
    return (
        link.criticality == "high"
        and world.state(link, month).name == "absent"
        and not world.at_form_0(link, month)
        and not ended
    )
