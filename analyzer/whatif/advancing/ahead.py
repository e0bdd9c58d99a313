"""What is still ahead: forms, moves, and rules on finished moves as months for the others.

Nothing is repaired: what has become impossible (a fixed or latest month that has passed) stays a rule that the rest
of the plan breaks, as far as a file can say so; what it cannot say is told as a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from analyzer.landscape.model import (
    Before,
    Blackout,
    Fixed,
    Landscape,
    LawChange,
    Move,
    MoveRef,
    Remarks,
    Rule,
    System,
    Together,
    Vendor,
)
from analyzer.landscape.months import Horizon, Month
from analyzer.messages import Finding, Text

Moves = Mapping[MoveRef, Month]
HISTORY = "moves_done"
"""Attribute of a system: its finished moves, each with `move`, `planned` and `actual`."""
FIRST_PLANNED = "first_planned"
"""Attribute of a move ahead whose month is no longer the planned one: the month that the plan gave it first."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The landscape as of the new month, bridges aside, and what its file cannot say.

    `held`: moves that cannot come before a month because another one was done later than planned.
    """

    landscape: Landscape
    held: Moves
    findings: tuple[Finding, ...]


def first_planned(move: Move, planned: Month) -> Month:
    """The month in which a move was to take effect before anything slipped."""
    kept = move.remarks.attributes.get(FIRST_PLANNED)
    try:
        return Month.parse(kept) if isinstance(kept, str) else planned
    except ValueError:
        return planned


def landscape_ahead(landscape: Landscape, planned: Moves, done: Moves, to: Month) -> Ahead:
    """`done` has for each system its first moves, in order, each in a month before `to`."""
    findings: list[Finding] = []
    gaps = _open_gaps(landscape, done, to)
    fixed = _passed(landscape, done, to)
    systems = {
        system.id: _system(landscape, system, planned, done, to, gaps, fixed, findings)
        for system in landscape.systems.values()
    }
    rules = tuple(chain.from_iterable(_rule(landscape, rule, done, to, findings) for rule in landscape.rules))
    return Ahead(
        landscape.changed(
            horizon=Horizon(to, landscape.horizon.last),
            as_of=to,
            vendors={vendor.id: _vendor(vendor, to) for vendor in landscape.vendors.values()},
            systems=systems,
            law_changes=tuple(change for change in landscape.law_changes if _ahead(change, to)),
            rules=rules,
        ),
        {
            ref: month
            for ref, month in gaps.items()
            if any(
                isinstance(rule, Before)
                and rule.after == ref
                and rule.before in done
                and done[rule.before] > planned[rule.before]
                for rule in landscape.rules
            )
        },
        tuple(findings),
    )


def slipped_from(landscape: Landscape, planned: Moves, rest: Moves) -> Landscape:
    """The landscape with the month first planned noted at each move that has another one now."""

    def noted(system: str, move: Move) -> Move:
        ref = MoveRef(system, move.id)
        if rest[ref] == planned[ref] or FIRST_PLANNED in move.remarks.attributes:
            return move
        return replace(move, remarks=_with(move.remarks, FIRST_PLANNED, str(planned[ref])))

    systems = {
        system.id: replace(system, moves=tuple(noted(system.id, move) for move in system.moves))
        for system in landscape.systems.values()
    }
    return landscape.changed(systems=systems)


def _ahead(change: LawChange, to: Month) -> bool:
    return change.month >= to


def _vendor(vendor: Vendor, to: Month) -> Vendor:
    return replace(vendor, unavailable=frozenset(month for month in vendor.unavailable if month >= to))


def _open_gaps(landscape: Landscape, done: Moves, to: Month) -> dict[MoveRef, Month]:
    """The first month that a rule on a finished move leaves to another, where that is not before the new month."""
    earliest: dict[MoveRef, Month] = {}
    for rule in landscape.rules:
        if isinstance(rule, Before) and rule.before in done and rule.after not in done:
            month = done[rule.before] + rule.gap
            if month > max(to, earliest.get(rule.after, to)):
                earliest[rule.after] = month
    return earliest


def _passed(landscape: Landscape, done: Moves, to: Month) -> dict[MoveRef, Month]:
    """Moves ahead that a rule fixed to a month before the new one: the earliest such month."""
    passed: dict[MoveRef, Month] = {}
    for rule in landscape.rules:
        for ref, month in rule.months if isinstance(rule, Fixed) else ():
            if ref not in done and month < to:
                passed[ref] = min(month, passed.get(ref, month))
    return passed


def _system(
    landscape: Landscape,
    system: System,
    planned: Moves,
    done: Moves,
    to: Month,
    gaps: Moves,
    fixed: Moves,
    findings: list[Finding],
) -> System:
    refs = [MoveRef(system.id, move.id) for move in system.moves]
    count = sum(ref in done for ref in refs)
    moves = [
        _move(landscape, move, ref, planned[ref], to, gaps.get(ref), fixed.get(ref), findings)
        for move, ref in zip(system.moves[count:], refs[count:], strict=True)
    ]
    if not count:
        return replace(system, moves=tuple(moves))
    if moves:  # the move before it was made in an earlier month
        moves[0] = replace(moves[0], not_with_previous=False)
    history = system.remarks.attributes.get(HISTORY, [])
    told = [*history] if isinstance(history, list | tuple) else [history]
    told += [
        {"move": move.id, "planned": str(first_planned(move, planned[ref])), "actual": str(done[ref])}
        for move, ref in zip(system.moves[:count], refs[:count], strict=True)
    ]
    return replace(
        system,
        forms=system.forms[count:],
        moves=tuple(moves),
        contract_end=None,
        contract_extensions=(),
        remarks=_with(system.remarks, HISTORY, told),
    )


def _move(
    landscape: Landscape,
    move: Move,
    ref: MoveRef,
    planned: Month,
    to: Month,
    gap: Month | None,
    fixed_before: Month | None,
    findings: list[Finding],
) -> Move:
    late = planned < to
    fixed, latest = move.fixed, move.latest
    if fixed is not None and fixed < to:
        fixed_before = fixed if fixed_before is None else min(fixed, fixed_before)
        fixed = None
    if fixed_before is not None:
        latest = min(fixed_before, latest or fixed_before)
        findings.append(_told(
            landscape, move, "fixed_month_passed",
            Text(f"移行 {ref} は {fixed_before} に固定されていましたが、済んでいません。最遅年月(latest)として残します。",
                 f"Move {ref} was fixed to {fixed_before} and is not done; the month is kept as its latest."),
            ref,
        ))  # fmt: skip
    blackout = frozenset(month for month in move.blackout if month >= to)
    earliest = max(filter(None, (move.earliest, gap, to if late else None)), default=None)
    if earliest is not None and earliest <= to and not late:
        earliest = None
    return replace(
        move,
        earliest=earliest,
        latest=latest,
        fixed=fixed,
        blackout=blackout,
        day=None
        if late or (move.day is not None and earliest and move.day[:7] < str(earliest))
        else move.day,
    )


def _rule(
    landscape: Landscape, rule: Rule, done: Moves, to: Month, findings: list[Finding]
) -> Iterator[Rule]:
    """What is left of a rule; nothing where it speaks of no two moves (no month) ahead."""
    if isinstance(rule, Blackout):
        months = frozenset(month for month in rule.months if month >= to)
        if months:
            yield replace(rule, months=months)
    elif isinstance(rule, Fixed):
        rest = tuple((ref, month) for ref, month in rule.months if ref not in done and month >= to)
        if rest:
            yield replace(rule, months=rest)
    elif isinstance(rule, Together):
        left = tuple(ref for ref in rule.moves if ref not in done)
        if len(left) > 1:
            yield replace(rule, moves=left)
        if 0 < len(left) < len(rule.moves):
            _left_behind(landscape, rule, left, findings)
    elif rule.before not in done and rule.after not in done:
        yield rule
    elif rule.before not in done:
        findings.append(
            Finding(
                "done_before_its_time",
                "warning",
                Text(f"{rule.after} は {rule.before} の {rule.gap} か月以上後の予定でしたが、先に済みました。この規則はなくなります。",
                     f"{rule.after} was to come {rule.gap} month(s) after {rule.before}, and is done before it; the rule is gone."),
                landscape.places.at(rule.path),
            )
        )  # fmt: skip


def _left_behind(
    landscape: Landscape, rule: Together, left: tuple[MoveRef, ...], findings: list[Finding]
) -> None:
    late, others = ", ".join(map(str, left)), ", ".join(str(ref) for ref in rule.moves if ref not in left)
    findings.append(
        Finding(
            "left_behind",
            "warning",
            Text(f"{others} と同じ月に行うはずの {late} が済んでいません。残りの移行どうしの規則だけが残ります。",
                 f"{late} was to fall together with {others}, and is not done; the rule goes on among what is left."),
            landscape.places.at(rule.path),
        )
    )  # fmt: skip


def _told(landscape: Landscape, move: Move, code: str, message: Text, ref: MoveRef) -> Finding:
    return Finding(code, "warning", message, landscape.places.at(move.path), details=(("move", str(ref)),))


def _with(remarks: Remarks, name: str, value: object) -> Remarks:
    return replace(remarks, attributes={**remarks.attributes, name: value})
