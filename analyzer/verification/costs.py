"""The parts of the cost of a plan, added up from its choice of ways (semantics, sections 3 and 6)."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.model import LawChange
from analyzer.plan.rules import lateness_months
from analyzer.plan.schedule import Schedule
from analyzer.verification.document import COST_PARTS
from analyzer.verification.faults import Faults
from analyzer.verification.ledger import Account, suspension_cost
from analyzer.verification.world import Choice, World


def check_costs(
    world: World, answer: dict[str, Any], choice: Choice, book: dict[str, Account], faults: Faults
) -> None:
    """Each part on its own, and the total; tests and sessions by the cases that the answer lists."""
    cases = answer["tests"]
    sessions = {(case["month"], frozenset(case["vendors"])) for case in cases}
    right = {
        "bridge": sum(account.cost for account in book.values()),
        "suspension": suspension_cost(world, choice),
        "test": len(cases) * world.landscape.test_case_cost,
        "session": len(sessions) * world.landscape.session_cost,
        "environment": environment_cost(world, choice),
        "law_change": law_change_cost(world.schedule),
        "lateness": lateness_cost(world.schedule),
    }
    cost = answer["cost"]
    for name in COST_PARTS:
        faults.compare("cost", ("cost", name), cost[name], right[name])
    faults.compare("cost", ("cost", "total"), cost["total"], sum(right.values()))


def systems_environments(world: World, span: int) -> set[str]:
    """Environments in which some system's form stands in the span."""
    return {
        system.forms[world.schedule.span_forms[system.id][span]].environment
        for system in world.landscape.systems.values()
    }


def environment_cost(world: World, choice: Choice) -> int:
    """Monthly cost of every environment in which a system or a hub in use stands."""
    in_use = [systems_environments(world, span.index) for span in world.spans]
    for (_, span), carried in choice.items():
        if carried.way.hub is not None:
            in_use[span].add(world.landscape.hubs[carried.way.hub].environment)
    return sum(
        world.landscape.environments[environment].monthly_cost * len(world.spans[span])
        for span, environments in enumerate(in_use)
        for environment in environments
    )


def law_change_cost(schedule: Schedule) -> int:
    """What law changes within the horizon cost for the forms that systems then have."""
    return sum(_cost_of(schedule, change) for change in schedule.landscape.law_changes)


def _cost_of(schedule: Schedule, change: LawChange) -> int:
    if change.month not in schedule.landscape.horizon:
        return 0
    month = schedule.landscape.horizon.index(change.month)
    total = 0
    for system in schedule.landscape.systems.values():
        form = schedule.form(system.id, month)
        if change.systems.matches(system, form):
            total += max(change.cost.get(form.environment, 0), change.cost.get(form.generation, 0))
    return total


def lateness_cost(schedule: Schedule) -> int:
    """Months late × cost per month, where the file makes deadlines soft."""
    return (schedule.landscape.lateness_per_month or 0) * sum(lateness_months(schedule).values())
