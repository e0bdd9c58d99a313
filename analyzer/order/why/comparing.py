"""Two evaluated plans side by side, one function a part of the cost (semantics, section 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from analyzer.bridges.reasons import reason_of
from analyzer.evaluation.assessment import Cost
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import IntegrationKey, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding
from analyzer.order.why.account import Account, Party
from analyzer.order.why.items import (
    PARTS,
    BridgeItem,
    CaseAt,
    Change,
    Difference,
    EnvironmentItem,
    Item,
    LatenessItem,
    LawItem,
    LegMonths,
    LinkMonths,
    Months,
    MoveMonths,
    PartDifference,
    SessionItem,
    Side,
    SuspensionItem,
    TestItem,
)

_Entry = TypeVar("_Entry")


def compare_plans(before: Evaluation, after: Evaluation) -> Difference:
    """What changes from one plan of a landscape to another of the same landscape."""
    return compare_with(before, None if before.assessment is None else Account(before.assessment), after)


def compare_with(before: Evaluation, account: Account | None, after: Evaluation) -> Difference:
    """The same, for many comparisons with one plan: `account` is that of `before`."""
    parts: tuple[PartDifference, ...] = ()
    if account is not None and after.assessment is not None:
        parts = _parts(account, Account(after.assessment))
    return Difference(
        landscape=after.landscape,
        months=_changed_months(before, after),
        before=Side(before.status, before.cost, before.bound),
        after=Side(after.status, after.cost, after.bound),
        caused=new_violations(before.violations, after.violations),
        mended=new_violations(after.violations, before.violations),
        parts=parts,
    )


def new_violations(old: tuple[Finding, ...], new: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Those that are not among the old ones, in their order."""
    return tuple(finding for finding in new if finding not in old)


def _changed_months(
    before: Evaluation, after: Evaluation
) -> dict[MoveRef, tuple[Month | None, Month | None]]:
    pairs = {
        ref: (before.moves.get(ref), after.moves.get(ref)) for ref in sorted({*before.moves, *after.moves})
    }
    return {ref: (one, other) for ref, (one, other) in pairs.items() if one != other}


def _parts(before: Account, after: Account) -> tuple[PartDifference, ...]:
    items: dict[str, Callable[[Account, Account], Iterator[Item]]] = {
        "bridge": _bridges,
        "suspension": _suspensions,
        "test": _tests,
        "session": _sessions,
        "environment": _environments,
        "law_change": _law_changes,
        "lateness": _lateness,
    }
    return tuple(
        PartDifference(
            part,
            _part(before.assessment.cost, part),
            _part(after.assessment.cost, part),
            tuple(sorted(items[part](before, after), key=lambda item: (-abs(item.difference), item.name))),
        )
        for part in PARTS
    )


def _part(cost: Cost, part: str) -> int:
    return cost.as_dict()[part]


# --- one function a part ---------------------------------------------------------------------


def _bridges(before: Account, after: Account) -> Iterator[Item]:
    """Every bridge that appears, vanishes, serves in other months, or serves other links or moves."""
    for key in sorted({*before.bridges, *after.bridges}):
        old, new = before.bridges.get(key), after.bridges.get(key)
        standing = new or old
        assert standing is not None
        months = (
            before.months(old.months) if old is not None else (),
            after.months(new.months) if new is not None else (),
        )
        served = tuple(
            LinkMonths(link, before.months(one), after.months(other))
            for link, one, other in _pairs(old.serves if old else {}, new.serves if new else {})
            if one != other
        )
        moves = tuple(
            MoveMonths(ref, before.months(one), after.months(other))
            for ref, one, other in _pairs(old.moves if old else {}, new.moves if new else {})
            if one != other
        )
        if not served and not moves:
            continue
        yield BridgeItem(
            name=str(key),
            change=_change(*months),
            before=old.cost if old is not None else 0,
            after=new.cost if new is not None else 0,
            links=tuple(entry.link for entry in served),
            key=key,
            place=standing.bridge.place,
            months_before=months[0],
            months_after=months[1],
            served=served,
            moves=moves,
            reason=reason_of((after if new is not None else before).demands, standing),
        )


def _suspensions(before: Account, after: Account) -> Iterator[Item]:
    for link, one, other in _pairs(before.suspended, after.suspended):
        if one == other:
            continue
        price = before.landscape.integrations[link].suspendable or 0
        yield SuspensionItem(
            name=str(link),
            change=_change(one, other),
            before=price * len(one),
            after=price * len(other),
            links=(link,),
            months_before=one,
            months_after=other,
        )


def _tests(before: Account, after: Account) -> Iterator[Item]:
    """Cases that are new or gone, and those that moved to another month or are another link's now.

    Cases are matched by link and month, then by month and due legs, then by link, then by due legs: a test set may
    take any of several links for the same legs, and which one it takes costs nothing.
    """
    price = before.landscape.test_case_cost

    def item(one: CaseAt | None, other: CaseAt | None) -> TestItem:
        case = other or one
        assert case is not None
        legs = sorted({*(one.legs if one else ()), *(other.legs if other else ())})
        return TestItem(
            name=f"{case.month} {case.link}",
            change="new" if one is None else "gone" if other is None else "moved",
            before=0 if one is None else price,
            after=0 if other is None else price,
            links=_written({one.link if one else case.link, other.link if other else case.link}),
            case_before=one,
            case_after=other,
            legs=tuple(LegMonths(leg, before.due.get(leg), after.due.get(leg)) for leg in legs),
        )

    gone, new = list(before.cases), list(after.cases)
    take_pairs(gone, new, lambda case: (case.link, case.month))
    same_legs = take_pairs(gone, new, lambda case: (case.month, case.legs))
    same_link = take_pairs(gone, new, lambda case: case.link)
    moved = take_pairs(gone, new, lambda case: case.legs)
    for one, other in (*same_legs, *same_link, *moved):
        yield item(one, other)
    for case in gone:
        yield item(case, None)
    for case in new:
        yield item(None, case)


def _sessions(before: Account, after: Account) -> Iterator[Item]:
    """Sessions that are new, gone, or moved to another month."""
    price = before.landscape.session_cost
    if not price:
        return
    gone, new = sorted(before.sessions), sorted(after.sessions)
    take_pairs(gone, new, lambda session: session)
    pairs: list[tuple[tuple[Party, Month] | None, tuple[Party, Month] | None]] = [
        *take_pairs(gone, new, lambda session: session[0]),
        *((session, None) for session in gone),
        *((None, session) for session in new),
    ]
    for one, other in pairs:
        session = other or one
        assert session is not None
        links = {
            *(before.sessions[one] if one is not None else ()),
            *(after.sessions[other] if other is not None else ()),
        }
        yield SessionItem(
            name=f"{session[1]} {','.join(session[0])}",
            change="new" if one is None else "gone" if other is None else "moved",
            before=0 if one is None else price,
            after=0 if other is None else price,
            links=_written(links),
            vendors=session[0],
            month_before=None if one is None else one[1],
            month_after=None if other is None else other[1],
        )


def _environments(before: Account, after: Account) -> Iterator[Item]:
    """Environments that cost something and are in use in other months."""
    for environment, one, other in _pairs(before.environments, after.environments):
        price = before.landscape.environments[environment].monthly_cost
        if not price or one == other:
            continue
        old = before.users(environment, frozenset(one) - frozenset(other))
        new = after.users(environment, frozenset(other) - frozenset(one))
        yield EnvironmentItem(
            name=environment,
            change=_change(one, other),
            before=price * len(one),
            after=price * len(other),
            links=_written(old[2] | new[2]),
            environment=environment,
            months_before=one,
            months_after=other,
            systems=tuple(sorted(old[0] | new[0])),
            hubs=tuple(sorted(old[1] | new[1])),
        )


def _law_changes(before: Account, after: Account) -> Iterator[Item]:
    for number, system in sorted({*before.laws, *after.laws}):
        one, other = before.laws.get((number, system), 0), after.laws.get((number, system), 0)
        if one != other:
            law = before.landscape.law_changes[number]
            yield LawItem(
                name=f"{law.month} {law.name} {system} {number}",
                change="new" if not one else "gone" if not other else "changed",
                before=one,
                after=other,
                law=law,
                system=system,
            )


def _lateness(before: Account, after: Account) -> Iterator[Item]:
    """Late moves, where a deadline costs instead of forbidding."""
    price = before.landscape.lateness_per_month
    if price is None:
        return
    for ref in sorted({*before.late, *after.late}):
        one, other = before.late.get(ref, 0), after.late.get(ref, 0)
        if one != other:
            yield LatenessItem(
                name=str(ref),
                change="new" if not one else "gone" if not other else "longer" if other > one else "shorter",
                before=price * one,
                after=price * other,
                move=ref,
                late_before=one,
                late_after=other,
            )


# --- helpers ---------------------------------------------------------------------------------

_Key = TypeVar("_Key", bound=Hashable)
_Member = TypeVar("_Member")


def _pairs(
    before: dict[_Key, tuple[_Member, ...]], after: dict[_Key, tuple[_Member, ...]]
) -> Iterator[tuple[_Key, tuple[_Member, ...], tuple[_Member, ...]]]:
    """Every key of either, as it is written, with what each has for it (nothing: an empty tuple)."""
    for key in sorted({*before, *after}, key=str):
        yield key, before.get(key, ()), after.get(key, ())


def take_pairs(
    before: list[_Entry], after: list[_Entry], key: Callable[[_Entry], Hashable]
) -> list[tuple[_Entry, _Entry]]:
    """Take out of both lists, in their order, what has the same key, and give it in pairs."""
    waiting: dict[Hashable, list[_Entry]] = defaultdict(list)
    for entry in after:
        waiting[key(entry)].append(entry)
    pairs: list[tuple[_Entry, _Entry]] = []
    for entry in before:
        if waiting[key(entry)]:
            pairs.append((entry, waiting[key(entry)].pop(0)))
    taken = {id(one) for one, _ in pairs} | {id(other) for _, other in pairs}
    before[:] = [entry for entry in before if id(entry) not in taken]
    after[:] = [entry for entry in after if id(entry) not in taken]
    return pairs


def _change(before: Months, after: Months) -> Change:
    if not before:
        return "new"
    if not after:
        return "gone"
    if len(before) != len(after):
        return "longer" if len(after) > len(before) else "shorter"
    return "changed" if before == after else "moved"


def _written(links: set[IntegrationKey]) -> tuple[IntegrationKey, ...]:
    """Integrations sort as their keys are written."""
    return tuple(sorted(links, key=str))
