"""The rules of a plan as values that solvers read (semantics, section 6).

Each rule stands for one thing that the file says, with its place and its sentence. It is one of five sorts:
it allows some months to some moves (`MoveRule`), some courses to some systems (`CourseRule`), some pairs
of courses to the two ends of a link (`ServedRule`), or it ties moves to each other (`TogetherRule`, `BeforeRule`,
`CapacityRule`). A *course* is the months of a system's moves, counted from the horizon's first.

The checker `analyzer.plan.rules` names the violations of a plan from the same sentences, and shares no code
with this module: every plan found here is judged there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from analyzer.bridges.openings import Openings
from analyzer.landscape.model import (
    Before,
    Blackout,
    Fixed,
    IntegrationKey,
    Landscape,
    Move,
    MoveRef,
    Pattern,
    System,
    Together,
)
from analyzer.landscape.months import Availability, Month
from analyzer.landscape.places import Path
from analyzer.messages import Place, Text
from analyzer.order.naming import listed, move_named, moves_named

Course = tuple[int, ...]
"""The months of a system's moves in their order, counted from the horizon's first month."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`code` as the violation of `analyzer.plan.rules`; `key` names the rule among all of a landscape."""

    code: str
    key: tuple[str, ...]
    path: Path
    sentence: Text


@dataclass(frozen=True, slots=True, eq=False)
class MoveRule(Rule):
    """Each of the moves may fall only in these months."""

    months: Mapping[MoveRef, frozenset[int]]


@dataclass(frozen=True, slots=True, eq=False)
class CourseRule(Rule):
    """Each of the systems may take only the courses that `allows` lets through."""

    systems: tuple[str, ...]
    allows: Callable[[System, Course], bool]


@dataclass(frozen=True, slots=True, eq=False)
class ServedRule(Rule):
    """The link can be carried in every month: judged by the courses of its source and its target.

    A system without moves has the course ``()``.
    """

    integration: IntegrationKey
    carried: Callable[[int, int, int], bool]
    """(form of the source, form of the target, month)."""
    length: int

    def allows(self, source: Course, target: Course) -> bool:
        """Is the link carried in every month of the horizon?"""
        return all(self.carried(form_at(source, m), form_at(target, m), m) for m in range(self.length))


@dataclass(frozen=True, slots=True, eq=False)
class TogetherRule(Rule):
    moves: tuple[MoveRef, ...]


@dataclass(frozen=True, slots=True, eq=False)
class BeforeRule(Rule):
    """month(after) − month(before) ≥ gap."""

    before: MoveRef
    after: MoveRef
    gap: int


@dataclass(frozen=True, slots=True)
class Distance:
    """From the month of `one` to that of `other`: at least `least` months, at most `most` (None: any more)."""

    one: MoveRef
    other: MoveRef
    least: int
    most: int | None

    def holds(self, month: int, later: int) -> bool:
        """Of the months of `one` and of `other`."""
        return self.least <= later - month and (self.most is None or later - month <= self.most)


@dataclass(frozen=True, slots=True, eq=False)
class CapacityRule(Rule):
    """At most `limit` cutovers a month: of the vendor's (by the form reached), or of all."""

    vendor: str | None
    limit: int


def place_of(landscape: Landscape, rule: Rule) -> Place | None:
    """Where the file says the rule; None for what was asked for beside it (a pattern that is built in, say)."""
    if not rule.path or (rule.code == "pattern" and rule.path == ("groups",)):
        return None
    return landscape.places.at(rule.path)


def form_at(course: Course, month: int) -> int:
    """The form (0, 1, …) that a system of this course has in the month."""
    return bisect_right(course, month)


def cutovers(course: Course) -> tuple[tuple[int, int], ...]:
    """(month, form reached) of each cutover: moves that fall together make one."""
    return tuple((month, form_at(course, month)) for month in sorted(set(course)))


def deadline_of(landscape: Landscape, system: System, place: int) -> Month | None:
    """A move's own deadline; the landscape's for the final move of a system of scope `standard` without one."""
    move = system.moves[place]
    if move.deadline is None and system.scope == "standard" and place == len(system.moves) - 1:
        return landscape.deadline
    return move.deadline


def forms_in_use(course: Course, length: int) -> Iterator[tuple[int, int, int]]:
    """(form, first month, last month) of every form that is ever in use in the horizon."""
    borders = (0, *course, length)
    for form in range(len(course) + 1):
        if borders[form] < borders[form + 1]:
            yield form, borders[form], borders[form + 1] - 1


def rules_of(landscape: Landscape, openings: Openings, pattern: Pattern | None = None) -> tuple[Rule, ...]:
    """Every rule of a plan of the landscape, with those of the pattern; in a fixed order."""
    return (
        *_of_moves(landscape),
        *_of_homes(landscape),
        *_of_blackouts(landscape),
        *_of_vendors(landscape),
        *_of_capacities(landscape),
        *_of_relations(landscape),
        *_of_deadlines(landscape),
        *_of_needed_lines(landscape, openings),
        *_of_links(landscape, openings),
        *(() if pattern is None else _of_pattern(landscape, pattern)),
    )


# --- one function a kind of rule ---------------------------------------------------------------


def _of_moves(landscape: Landscape) -> Iterator[Rule]:
    """Earliest, latest, fixed and blackout months of a move; not_with_previous."""
    every = _all_months(landscape)
    index = landscape.horizon.index
    for system, position, move, ref in _moves(landscape):
        named = move_named(landscape, ref)
        if move.earliest is not None:
            yield _move_rule(
                "earliest", ref, (*move.path, "earliest"), {m for m in every if m >= index(move.earliest)},
                f"{named.ja}は {move.earliest} 以降に行う", f"{named.en} takes effect in {move.earliest} or later",
            )  # fmt: skip
        if move.latest is not None:
            yield _move_rule(
                "latest", ref, (*move.path, "latest"), {m for m in every if m <= index(move.latest)},
                f"{named.ja}は {move.latest} までに行う", f"{named.en} takes effect by {move.latest}",
            )  # fmt: skip
        if move.fixed is not None:
            yield _move_rule(
                "fixed", ref, (*move.path, "fixed"), every & {index(move.fixed)},
                f"{named.ja}は {move.fixed} に行う（固定）", f"{named.en} is fixed to {move.fixed}",
            )  # fmt: skip
        if move.blackout:
            closed = {index(month) for month in move.blackout}
            yield _move_rule(
                "move_blackout", ref, (*move.path, "blackout"), every - closed,
                f"{named.ja}は {listed(move.blackout, '、')} には行わない",
                f"{named.en} does not fall in {listed(move.blackout)}",
            )  # fmt: skip
        if move.not_with_previous and position:
            before = MoveRef(system.id, system.moves[position - 1].id)

            def apart(_: System, course: Course, at: int = position) -> bool:
                return course[at - 1] != course[at]

            yield CourseRule(
                "not_with_previous", ("not_with_previous", str(ref)), (*move.path, "not_with_previous"),
                Text(f"{named.ja}は前の移行 {before} と別の月に行う", f"{named.en} does not fall in the month of {before}"),
                (system.id,), apart,
            )  # fmt: skip


def _of_homes(landscape: Landscape) -> Iterator[Rule]:
    """Contract ends; availability of environments and packages, its beginning and its end apart."""
    index = landscape.horizon.index
    moving = [system for system in landscape.systems.values() if system.moves]
    for system in moving:
        if system.contract_end is not None:
            end = index(system.contract_end)

            def left_in_time(_: System, course: Course, last: int = end) -> bool:
                return course[0] <= max(0, last + 1)

            yield CourseRule(
                "contract_end", ("contract_end", system.id), (*system.path, "contract_end"),
                Text(f"{system.name}（{system.id}）の現行契約は {system.contract_end} まで",
                     f"the contract of {system.id}'s form of today ends in {system.contract_end}"),
                (system.id,), left_in_time,
            )  # fmt: skip
    for environment in landscape.environments.values():
        there = tuple(s.id for s in moving if any(f.environment == environment.id for f in s.forms))
        yield from _of_availability(
            landscape, "environment", environment.id, environment.name, environment.available,
            environment.path, there,
        )  # fmt: skip
    for package in landscape.packages.values():
        there = tuple(s.id for s in moving if any(f.package == package.id for f in s.forms))
        yield from _of_availability(
            landscape, "package", package.id, package.name, package.available, package.path, there
        )


def _of_availability(
    landscape: Landscape,
    what: str,
    subject: str,
    name: str,
    available: Availability,
    path: Path,
    systems: tuple[str, ...],
) -> Iterator[Rule]:
    length = len(landscape.horizon)
    if not systems:
        return
    forms = {
        system: frozenset(
            number
            for number, form in enumerate(landscape.systems[system].forms)
            if subject == (form.environment if what == "environment" else form.package)
        )
        for system in systems
    }
    noun = "環境" if what == "environment" else "パッケージ"
    sides = (
        ("from", available.first, f"{noun}「{name}」（{subject}）は {available.first} から使える",
         f"{what} {subject} is available from {available.first} on"),
        ("until", available.last, f"{noun}「{name}」（{subject}）は {available.last} まで使える",
         f"{what} {subject} is available until {available.last}"),
    )  # fmt: skip
    for side, month, ja, en in sides:
        if month is None:
            continue
        at = landscape.horizon.index(month)

        def inside(system: System, course: Course, border: int = at, side: str = side) -> bool:
            return not any(
                form in forms[system.id] and (first < border if side == "from" else last > border)
                for form, first, last in forms_in_use(course, length)
            )

        code = f"{what}_unavailable"
        yield CourseRule(
            code, (code, subject, side), (*path, "available", side), Text(ja, en), systems, inside
        )


def _of_blackouts(landscape: Landscape) -> Iterator[Rule]:
    every = _all_months(landscape)
    for number, rule in enumerate(landscape.rules):
        if not isinstance(rule, Blackout):
            continue
        closed = frozenset(landscape.horizon.index(month) for month in rule.months)
        reason = Text(f"（{rule.reason}）" if rule.reason else "", f" ({rule.reason})" if rule.reason else "")
        sentence = Text(
            f"{listed(rule.months, '、')} には切替を行わない{reason.ja}",
            f"no cutovers in {listed(rule.months)}{reason.en}",
        )
        key, path = ("blackout", str(number)), (*rule.path, "blackout")
        selected = {
            ref
            for system, position, move, ref in _moves(landscape)
            if rule.systems.matches(system, system.forms[position + 1])
        }
        if rule.systems.vendor is None:
            yield MoveRule("blackout", key, path, sentence, dict.fromkeys(sorted(selected), every - closed))
            continue

        def open_(
            system: System, course: Course, rule: Blackout = rule, closed: frozenset[int] = closed
        ) -> bool:
            return not any(
                month in closed and rule.systems.matches(system, system.forms[form])
                for month, form in cutovers(course)
            )

        systems = tuple(sorted({ref.system for ref in selected}))
        yield CourseRule("blackout", key, path, sentence, systems, open_)


def _of_vendors(landscape: Landscape) -> Iterator[Rule]:
    """No cutover to a form of a vendor in a month in which it is unavailable."""
    for vendor in landscape.vendors.values():
        closed = frozenset(landscape.horizon.index(month) for month in vendor.unavailable)
        systems = _reached(landscape, vendor.id)
        if not closed or not systems:
            continue

        def open_(
            system: System, course: Course, id_: str = vendor.id, closed: frozenset[int] = closed
        ) -> bool:
            return not any(
                month in closed and system.forms[form].vendor == id_ for month, form in cutovers(course)
            )

        yield CourseRule(
            "vendor_unavailable", ("vendor_unavailable", vendor.id), (*vendor.path, "unavailable"),
            Text(f"ベンダ「{vendor.name}」（{vendor.id}）は {listed(vendor.unavailable, '、')} に対応できない",
                 f"vendor {vendor.id} is unavailable in {listed(vendor.unavailable)}"),
            systems, open_,
        )  # fmt: skip


def _of_capacities(landscape: Landscape) -> Iterator[Rule]:
    for vendor in landscape.vendors.values():
        limit = vendor.cutovers_per_month
        if limit is not None and _reached(landscape, vendor.id):
            yield CapacityRule(
                "vendor_capacity", ("vendor_capacity", vendor.id), (*vendor.path, "cutovers_per_month"),
                Text(f"ベンダ「{vendor.name}」（{vendor.id}）の切替は月 {limit} 件まで",
                     f"at most {limit} cutover(s) a month of vendor {vendor.id}"),
                vendor.id, limit,
            )  # fmt: skip
    if landscape.cutovers_per_month is not None:
        limit = landscape.cutovers_per_month
        yield CapacityRule(
            "capacity", ("capacity",), ("landscape", "capacity", "cutovers_per_month"),
            Text(f"切替は全体で月 {limit} 件まで", f"at most {limit} cutover(s) a month in all"), None, limit,
        )  # fmt: skip


def _of_relations(landscape: Landscape) -> Iterator[Rule]:
    """Together, before/after, and months fixed by a rule."""
    every = _all_months(landscape)
    for number, rule in enumerate(landscape.rules):
        if isinstance(rule, Together):
            names = moves_named(landscape, rule.moves)
            yield TogetherRule(
                "together", ("together", str(number)), (*rule.path, "together"),
                Text(f"{names.ja}は同じ月に行う", f"{names.en} fall in one month"), rule.moves,
            )  # fmt: skip
        elif isinstance(rule, Before):
            early, late = move_named(landscape, rule.before), move_named(landscape, rule.after)
            how = (
                Text(f"の {rule.gap} か月以上後", f"at least {rule.gap} month(s) after")
                if rule.gap
                else Text("と同じ月かその後", "in the month of, or after,")
            )
            yield BeforeRule(
                "before", ("before", str(number)), (*rule.path, "before"),
                Text(f"{late.ja}は{early.ja}{how.ja}に行う", f"{late.en} takes effect {how.en} {early.en}"),
                rule.before, rule.after, rule.gap,
            )  # fmt: skip
        elif isinstance(rule, Fixed):
            months = {ref: every & {landscape.horizon.index(month)} for ref, month in rule.months}
            names = Text(
                "、".join(f"{move_named(landscape, ref).ja}は {month} に行う" for ref, month in rule.months),
                ", ".join(f"{ref} is fixed to {month}" for ref, month in rule.months),
            )
            yield MoveRule(
                "fixed", ("fixed_rule", str(number)), (*rule.path, "fixed"),
                Text(f"{names.ja}（固定）", names.en), months,
            )  # fmt: skip


def _of_deadlines(landscape: Landscape) -> Iterator[Rule]:
    """Hard ones; where lateness costs something a deadline forbids nothing."""
    if landscape.lateness_per_month is not None:
        return
    every, index = _all_months(landscape), landscape.horizon.index
    common: dict[MoveRef, frozenset[int]] = {}
    for system, position, move, ref in _moves(landscape):
        deadline = deadline_of(landscape, system, position)
        if deadline is None:
            continue
        allowed = frozenset(month for month in every if month <= index(deadline))
        if move.deadline is None:
            common[ref] = allowed
            continue
        yield _move_rule(
            "deadline", ref, (*move.path, "deadline"), allowed,
            f"{move_named(landscape, ref).ja}の期限は {deadline}", f"the deadline of {ref} is {deadline}",
        )  # fmt: skip
    if common:
        yield MoveRule(
            "deadline", ("deadline",), ("landscape", "deadline"),
            Text(f"標準化対象システムの最後の移行の期限は {landscape.deadline}",
                 f"the deadline of the final moves of systems of scope standard is {landscape.deadline}"),
            common,
        )  # fmt: skip


def _of_needed_lines(landscape: Landscape, openings: Openings) -> Iterator[Rule]:
    """In each of the months before a move a line of its pair is open, or a relay can serve it."""
    if not openings.network.checked:
        return
    for _, _, move, ref in _moves(landscape):
        need = move.needs_line
        if need is None:
            continue
        served = [month in openings.line_months(need.between) for month in sorted(_all_months(landscape))]
        allowed = {
            month
            for month in _all_months(landscape)
            if all(served[before] for before in range(max(0, month - need.months_before), month))
        }
        a, b = need.between
        yield _move_rule(
            "line_needed", ref, (*move.path, "needs_line"), allowed,
            f"{move_named(landscape, ref).ja}の前 {need.months_before} か月は、{a} と {b} を結ぶ回線（または中継）が要る",
            f"{ref} needs a line (or a relay) between {a} and {b} in the {need.months_before} month(s) before it",
        )  # fmt: skip


def _of_links(landscape: Landscape, openings: Openings) -> Iterator[Rule]:
    """Every known link is native with its hub and lines there, or has a bridge that can serve it."""
    for integration in landscape.integrations.values():
        if not integration.known:
            continue
        carried = openings.carried(integration)
        if carried is None:
            continue
        yield ServedRule(
            "unserved_demand", ("unserved_demand", str(integration.key)), integration.path,
            Text(f"連携「{integration.name}」（{integration.key}）はどの月にも運べなければならない",
                 f"integration {integration.key} must be carried in every month"),
            integration.key, carried, len(landscape.horizon),
        )  # fmt: skip


def _of_pattern(landscape: Landscape, pattern: Pattern) -> Iterator[Rule]:
    """The final moves of one group in one month, and strictly before those of the next group."""
    groups = final_moves(landscape, pattern)
    for number, group in enumerate(groups):
        if pattern.together and len(group) > 1:
            names = moves_named(landscape, group)
            yield TogetherRule(
                "pattern", ("pattern", pattern.id, "together", str(number)), (*pattern.path, "groups"),
                Text(f"順序「{pattern.name}」: {names.ja}は同じ月に行う", f"pattern {pattern.id}: {names.en} fall in one month"),
                group,
            )  # fmt: skip
    for number in range(len(groups) - 1):
        firsts, nexts = groups[number], groups[number + 1]
        if pattern.together:
            firsts, nexts = firsts[:1], nexts[:1]
        for before in firsts:
            for after in nexts:
                yield BeforeRule(
                    "pattern", ("pattern", pattern.id, "before", str(before), str(after)), (*pattern.path, "groups"),
                    Text(f"順序「{pattern.name}」: {move_named(landscape, before).ja}は{move_named(landscape, after).ja}より前の月に行う",
                         f"pattern {pattern.id}: {before} takes effect in a month before {after}"),
                    before, after, 1,
                )  # fmt: skip


def final_moves(landscape: Landscape, pattern: Pattern) -> list[tuple[MoveRef, ...]]:
    """The final moves of each group's systems, sorted; groups in which nothing moves are left out.

    `other` stands for every block that the pattern does not name (a block with that id among them).
    """
    named = {block for group in pattern.groups for block in group if block != "other"}
    groups: list[tuple[MoveRef, ...]] = []
    for group in pattern.groups:
        moves = tuple(
            MoveRef(system.id, system.moves[-1].id)
            for system in landscape.systems.values()
            if system.moves
            and system.block is not None
            and (system.block in group if system.block in named else "other" in group)
        )
        if moves:
            groups.append(moves)
    return groups


# --- helpers -----------------------------------------------------------------------------------


def _moves(landscape: Landscape) -> Iterator[tuple[System, int, Move, MoveRef]]:
    for system in landscape.systems.values():
        for position, move in enumerate(system.moves):
            yield system, position, move, MoveRef(system.id, move.id)


def _all_months(landscape: Landscape) -> frozenset[int]:
    return frozenset(range(len(landscape.horizon)))


def _reached(landscape: Landscape, vendor: str) -> tuple[str, ...]:
    """Systems that can cut over to a form of the vendor."""
    return tuple(s.id for s in landscape.systems.values() if any(f.vendor == vendor for f in s.forms[1:]))


def _move_rule(
    code: str, ref: MoveRef, path: Path, months: set[int] | frozenset[int], ja: str, en: str
) -> MoveRule:
    return MoveRule(code, (code, str(ref)), path, Text(ja, en), {ref: frozenset(months)})
