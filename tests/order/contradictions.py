"""Small landscapes whose rules often contradict each other, and what trying every plan says of them."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from analyzer.landscape.model import Before, Blackout, Fixed, Landscape, Move, MoveRef, System, Together
from analyzer.order.near import NearRule
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import (
    BeforeRule,
    CapacityRule,
    Course,
    CourseRule,
    MoveRule,
    Rule,
    ServedRule,
    TogetherRule,
)
from analyzer.plan.relays import line_needs
from analyzer.plan.schedule import Schedule
from tests import strategies
from tests.profiles import examples
from tests.strategies import FIRST, Document, rarely

FEWER = settings(max_examples=examples(33))
"""Of the profile's examples: where each takes long."""

Plan = dict[str, Course]
Key = tuple[str, ...]


@st.composite
def tight_documents(draw: st.DrawFn, with_links: bool = True) -> Document:
    """Drawn landscapes, with dates and rules laid over them that hardly fit together."""
    document = draw(strategies.landscape_documents())
    horizon = document["landscape"]["horizon"]
    length = sum(1 for _ in _until(horizon["last"]))

    def month() -> str:
        return str(FIRST + draw(st.integers(0, length - 1)))

    refs = []
    for system in document["systems"]:
        for move in system["moves"]:
            refs.append(f"{system['id']}.{move['id']}")
            field = draw(st.sampled_from(["", "", "earliest", "latest", "fixed", "deadline", "blackout"]))
            if field:
                move[field] = month() if field != "blackout" else [month(), month()]
            if {"earliest", "latest"} <= set(move) and move["earliest"] > move["latest"]:
                del move["latest"]
            if move.get("blackout"):
                move["blackout"] = sorted(set(move["blackout"]))
        if system["moves"] and draw(rarely):
            system["contract_end"] = month()
            if draw(st.booleans()):
                end = FIRST + draw(st.integers(0, length + 1))
                if str(end) > system["contract_end"]:
                    system["contract_extensions"] = [{"until": str(end)}]
    for environment in document["environments"]:
        until = environment["available"].get("until")
        if until is not None and draw(st.booleans()):
            environment["extensions"] = [
                {"until": str(FIRST + n)}
                for n in range(length + 2)
                if str(FIRST + n) > until and draw(st.booleans())
            ]
    if draw(st.booleans()):
        document["landscape"]["capacity"] = {"cutovers_per_month": draw(st.integers(0, 2))}
    if draw(rarely):
        document["vendors"][0]["unavailable"] = sorted({month(), month(), month()})
    rules: list[Document] = list(document.get("rules", []))
    for _ in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(["together", "before", "blackout", "fixed"]))
        if kind == "blackout":
            rules.append(
                {
                    "blackout": sorted({month(), month()}),
                    **draw(st.sampled_from([{}, {"systems": {"vendor": "va"}}])),
                }
            )
        elif len(refs) > 1:
            one, other = draw(st.permutations(refs))[:2]
            if kind == "together":
                rules.append({"together": [one, other]})
            elif kind == "before":
                rules.append({"before": one, "after": other, "gap": draw(st.integers(0, 3))})
            else:
                rules.append({"fixed": {one: month(), other: month()}})
    document["rules"] = [rule for place, rule in enumerate(rules) if rule not in rules[:place]]
    if not with_links:
        document["integrations"] = []
        document.pop("existing_bridges", None)
    return document


def _until(last: str) -> Iterator[str]:
    month = FIRST
    while str(month) <= last:
        yield str(month)
        month += 1


def every_plan(problem: OrderProblem) -> Iterator[Plan]:
    """Every plan that keeps the order of each system's moves within the horizon."""
    choices = [
        [
            course
            for course in itertools.product(
                range(problem.length), repeat=len(problem.landscape.systems[id_].moves)
            )
            if list(course) == sorted(course)
        ]
        for id_ in problem.systems
    ]
    for courses in itertools.product(*choices):
        yield dict(zip(problem.systems, courses, strict=True))


def broken_rules(problem: OrderProblem, plan: Plan) -> frozenset[Key]:
    """The keys of all rules that the plan breaks, asked of the rules one by one."""
    return frozenset(rule.key for rule in problem.rules if not _kept(problem, rule, plan))


def _kept(problem: OrderProblem, rule: Rule, plan: Plan) -> bool:
    systems = problem.landscape.systems
    match rule:
        case MoveRule():
            return all(problem.month_of(plan, ref) in months for ref, months in rule.months.items())
        case CourseRule():
            return all(rule.allows(systems[id_], plan[id_]) for id_ in rule.systems)
        case ServedRule():
            source, target = str(rule.integration.source), str(rule.integration.target)
            return rule.allows(plan.get(source, ()), plan.get(target, ()))
        case TogetherRule():
            return len({problem.month_of(plan, ref) for ref in rule.moves}) == 1
        case BeforeRule():
            return problem.month_of(plan, rule.after) - problem.month_of(plan, rule.before) >= rule.gap
        case CapacityRule():
            load = Counter(month for id_ in plan for month in problem.loads(id_, plan[id_], rule.vendor))
            return all(count <= rule.limit for count in load.values())
        case NearRule():
            return _changed(problem, plan, rule) <= rule.limit
    raise AssertionError(rule)


def _changed(problem: OrderProblem, plan: Plan, rule: NearRule) -> int:
    return sum(problem.month_of(plan, ref) != month for ref, month in rule.months.items())


def months_given(problem: OrderProblem, plan: Plan) -> dict[Key, int]:
    """By how many months each rule but those of links gives way to a plan, from docs/decisions.md."""
    landscape = problem.landscape
    schedule = Schedule(landscape, problem.moves(plan))
    given: dict[Key, int] = {}

    def give(key: Key, months: int) -> None:
        if months > 0:
            given[key] = max(months, given.get(key, 0))

    def add(key: Key, months: int) -> None:
        given[key] = given.get(key, 0) + months

    for system in landscape.systems.values():
        if not system.moves:
            continue
        for number, move in enumerate(system.moves):
            _of_move(landscape, schedule, system, number, move, give)
        for form, (first, last) in schedule.forms_in_use(system).items():
            start, end = landscape.horizon.first + first, landscape.horizon.first + last
            if form == 0 and system.contract_end is not None:
                give(("contract_end", system.id), end - system.contract_end)
            subjects: list[tuple[str, Any]] = [
                ("environment_unavailable", landscape.environments[system.forms[form].environment])
            ]
            if system.forms[form].package in landscape.packages:
                subjects.append(("package_unavailable", landscape.packages[str(system.forms[form].package)]))
            for code, subject in subjects:
                if subject.available.first is not None:
                    give((code, subject.id, "from"), subject.available.first - start)
                if subject.available.last is not None:
                    give((code, subject.id, "until"), end - subject.available.last)
    lifted: set[tuple[Key, int]] = set()
    total: Counter[tuple[Key, int, int]] = Counter()
    for cutover in schedule.cutovers:
        system, month = landscape.systems[cutover.system], schedule.month(cutover.month)
        reached = system.forms[cutover.form]
        for number, rule in enumerate(landscape.rules):
            if isinstance(rule, Blackout) and month in rule.months and rule.systems.matches(system, reached):
                lifted.add((("blackout", str(number)), cutover.month))
        vendor = landscape.vendors[reached.vendor]
        if month in vendor.unavailable:
            lifted.add((("vendor_unavailable", vendor.id), cutover.month))
        if vendor.cutovers_per_month is not None:
            total[("vendor_capacity", vendor.id), vendor.cutovers_per_month, cutover.month] += 1
        if landscape.cutovers_per_month is not None:
            total[("capacity",), landscape.cutovers_per_month, cutover.month] += 1
    for key, _ in lifted:
        add(key, 1)
    for (key, limit, _), count in total.items():
        if count > limit:
            add(key, count - limit)
    for near in problem.nearness:
        give(near.key, _changed(problem, plan, near) - near.limit)
    for number, rule in enumerate(landscape.rules):
        if isinstance(rule, Together):
            months = [schedule.moves[ref] for ref in rule.moves]
            give(("together", str(number)), max(months) - min(months))
        elif isinstance(rule, Before):
            give(
                ("before", str(number)), rule.gap - (schedule.moves[rule.after] - schedule.moves[rule.before])
            )
        elif isinstance(rule, Fixed):
            give(
                ("fixed_rule", str(number)),
                sum(abs(schedule.moves[ref] - month) for ref, month in rule.months),
            )
    for need in line_needs(schedule, problem.openings.network, problem.openings.catalogue):
        if not need.relay:
            move = next(m for m in landscape.systems[need.move.system].moves if m.id == need.move.move)
            assert move.needs_line is not None
            at = landscape.horizon.index(schedule.moves[need.move])
            give(("line_needed", str(need.move)), move.needs_line.months_before - (at - need.month - 1))
    return given


def _of_move(
    landscape: Landscape, schedule: Schedule, system: System, number: int, move: Move, give: Any
) -> None:
    ref = MoveRef(system.id, move.id)
    month = schedule.moves[ref]
    if move.earliest is not None:
        give(("earliest", str(ref)), move.earliest - month)
    if move.latest is not None:
        give(("latest", str(ref)), month - move.latest)
    if move.fixed is not None:
        give(("fixed", str(ref)), abs(month - move.fixed))
    if month in move.blackout:
        give(("move_blackout", str(ref)), 1)
    if move.not_with_previous and number:
        together = schedule.moves[MoveRef(system.id, system.moves[number - 1].id)] == month
        give(("not_with_previous", str(ref)), int(together))
    if landscape.lateness_per_month is None:
        if move.deadline is not None:
            give(("deadline", str(ref)), month - move.deadline)
        elif landscape.deadline is not None and system.scope == "standard" and move is system.moves[-1]:
            give(("deadline",), month - landscape.deadline)


@st.composite
def offered_documents(draw: st.DrawFn) -> Document:
    """Systems that have to leave an office or a contract before they may, with extensions on offer."""
    length = draw(st.integers(2, 5))
    ends = st.integers(-1, length - 1)

    def later(than: int) -> list[Document]:
        months = draw(st.lists(st.integers(than + 1, length + 1), max_size=2, unique=True))
        return [{"until": str(FIRST + month)} for month in months]

    environments = []
    for id_ in ("office", "annex"):
        end = draw(ends)
        environments.append(
            {"id": id_, "name": id_, "hosting": "on_premises", "available": {"until": str(FIRST + end)},
             "extensions": later(end)}
        )  # fmt: skip
    environments.append({"id": "cloud", "name": "cloud", "hosting": "government_cloud"})
    systems = []
    for number in range(draw(st.integers(1, 3))):
        current = {
            "environment": draw(st.sampled_from(["office", "annex"])),
            "generation": "legacy",
            "vendor": "va",
        }
        move = {
            "id": "m",
            "to": {"environment": "cloud"},
            "earliest": str(FIRST + draw(st.integers(0, length - 1))),
        }
        system: Document = {
            "id": f"s{number}", "name": f"s{number}", "scope": "standard", "current": current, "moves": [move]
        }  # fmt: skip
        if draw(st.booleans()):
            end = draw(ends)
            system |= {"contract_end": str(FIRST + end), "contract_extensions": later(end)}
        systems.append(system)
    return {
        "schema_version": 1,
        "landscape": {
            "id": "x",
            "name": "x",
            "horizon": {"first": str(FIRST), "last": str(FIRST + (length - 1))},
        },
        "vendors": [{"id": "va", "name": "va"}],
        "environments": environments,
        "systems": systems,
        "integrations": [],
    }
