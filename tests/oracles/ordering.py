"""The least plan of a small landscape, by trying every plan (section 6).

Every move in every month; of the plans that keep all rules, every way to carry every link.
Three things are passed over, each plainly without effect: months that a system's own rules
forbid it whatever the others do; a choice of ways whose bridges, suspensions and
environments alone cost more than a plan that was found already (no part of the cost is
negative, and none but the tests falls when one more link is carried); and the rest of the
plans once even their cheapest parts cost more than that.
"""

# ruff: noqa: ERA001 (the comments quote the sentences of the definitions, which look like code to it)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from math import comb, prod

from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef, Pattern, System
from analyzer.landscape.months import Month

from .carrying import Carrying, Option
from .cases import TooLarge
from .reference import Pricing
from .rules import Violation, _of_move, broken_rules, forms_out_of_time
from .world import Span, World

__all__ = [
    "BUILT_IN",
    "BestPlans",
    "TooLarge",
    "best_plans",
    "every_plan",
    "how_many_plans",
    "in_pattern",
    "plans_that_keep",
    "some_plan_keeps",
    "sum_of_months",
]

Plan = Mapping[MoveRef, Month]
Ignored = Callable[[Violation], bool]
"""Is this violation to be overlooked? Violations as `tests.oracles.rules` and `reference` name them."""

MOST_PLANS = 20_000
MOST_CHOICES = 400_000

# "吹田's ① {resident, tax} → other, ② other → {resident, tax}, ③a resident → tax → other, ③b tax → resident → other,
# ④ all at once"
BUILT_IN: Mapping[str, Pattern] = {
    id: Pattern(id, id, groups)
    for id, groups in (
        ("p1", (("resident", "tax"), ("other",))),
        ("p2", (("other",), ("resident", "tax"))),
        ("p3a", (("resident",), ("tax",), ("other",))),
        ("p3b", (("tax",), ("resident",), ("other",))),
        ("p4", (("resident", "tax", "other"),)),
    )
}


@dataclass(frozen=True)
class BestPlans:
    """What trying every plan finds; `total` is None where no plan keeps all rules.

    `optimal` are the plans of least cost, `earliest` those of them with the least sum of
    months; `kept` counts the plans that keep all rules.
    """

    total: int | None
    optimal: tuple[Plan, ...]
    earliest: tuple[Plan, ...]
    kept: int

    @property
    def months(self) -> int | None:
        """The least sum of months among the plans of least cost; None where there is no plan."""
        return sum_of_months(self.earliest[0]) if self.earliest else None


def sum_of_months(plan: Plan) -> int:
    return sum(month.ordinal for month in plan.values())


def how_many_plans(landscape: Landscape) -> int:
    """Plans that give every move a month of the horizon and keep the order of each system's moves."""
    months = len(landscape.horizon)
    return prod(comb(months + len(s.moves) - 1, len(s.moves)) for s in landscape.systems.values())


def best_plans(
    landscape: Landscape,
    pattern: Pattern | None = None,
    fixed: Plan | None = None,
    most_plans: int = MOST_PLANS,
    most_choices: int = MOST_CHOICES,
    near: tuple[Plan, int] | None = None,
) -> BestPlans:
    """The plans of least cost under all rules, in a pattern or with the months of `fixed` if they are given.

    `near`: another plan, and how many of its months may change.

    Raises TooLarge where there are more plans, or choices of ways to look at, than brute force should try.
    """
    kept = list(_kept(landscape, pattern, fixed, most_plans, near))
    search = _Cheapest(most_choices)
    for floor, pricing in sorted(((search.without_tests(p, {}), p) for p in kept), key=lambda pair: pair[0]):
        if search.best is not None and floor > search.best:
            break
        search.try_ways(pricing)
    optimal = sorted(search.plans, key=lambda plan: (sum_of_months(plan), sorted(plan.items())))
    least = sum_of_months(optimal[0]) if optimal else 0
    return BestPlans(
        total=search.best,
        optimal=tuple(optimal),
        # "of plans of equal cost the one with the least sum of months is given"
        earliest=tuple(plan for plan in optimal if sum_of_months(plan) == least),
        kept=len(kept),
    )


def plans_that_keep(
    landscape: Landscape,
    pattern: Pattern | None = None,
    most_plans: int = MOST_PLANS,
    near: tuple[Plan, int] | None = None,
) -> list[Plan]:
    """Every plan that keeps all rules."""
    return [pricing.world.moves for pricing in _kept(landscape, pattern, None, most_plans, near)]


def some_plan_keeps(
    landscape: Landscape,
    ignored: Ignored = lambda _: False,
    pattern: Pattern | None = None,
    most_plans: int = MOST_PLANS,
) -> bool:
    """Is there a plan that breaks nothing but what is overlooked? Links that cannot be carried are violations too."""
    if how_many_plans(landscape) > most_plans:
        raise TooLarge(f"{how_many_plans(landscape)} plans")
    return any(
        all(ignored(violation) for violation in _violations(Pricing(World(landscape, plan))))
        for plan in every_plan(landscape)
        if pattern is None or in_pattern(landscape, pattern, plan)
    )


def every_plan(landscape: Landscape) -> Iterator[Plan]:
    """Plans that give every move a month of the horizon and keep the order of each system's moves; rules aside."""
    return _combined([_orders(landscape, s) for s in landscape.systems.values() if s.moves])


def in_pattern(landscape: Landscape, pattern: Pattern, plan: Plan) -> bool:
    """Do the final moves of the blocks fall as the pattern says?"""
    named = {block for group in pattern.groups for block in group if block != "other"}

    def has(group: tuple[str, ...], block: str | None) -> bool:
        # "`other` means every block that the pattern does not name (a block with that id among them)"
        return block is not None and (block in group if block in named else "other" in group)

    # "Patterns order the *final* moves of blocks of systems"; "earlier moves, and systems in no block, are free"
    months = [
        [
            plan[MoveRef(system.id, system.moves[-1].id)]
            for system in landscape.systems.values()
            if system.moves and has(group, system.block)
        ]
        for group in pattern.groups
    ]
    # "The final moves of one group fall in one month (`together: false` lifts that),"
    if pattern.together and any(len(set(group)) > 1 for group in months):
        return False
    # "and strictly before those of the next group" (a group without a move stands in nobody's way)
    moving = [group for group in months if group]
    return all(max(one) < min(later) for i, one in enumerate(moving) for later in moving[i + 1 :])


# ---- every plan


def _orders(landscape: Landscape, system: System) -> list[Plan]:
    """The months of one system's moves, in their order: "Moves keep their order; two (…) may take effect in the same month"."""
    refs = [MoveRef(system.id, move.id) for move in system.moves]
    months = landscape.horizon.months()
    return [dict(zip(refs, when, strict=True)) for when in combinations_with_replacement(months, len(refs))]


def _combined(every: list[list[Plan]]) -> Iterator[Plan]:
    for parts in product(*every):
        yield {ref: month for part in parts for ref, month in part.items()}


def _breaks_nothing_alone(landscape: Landscape, system: System, plan: Plan) -> bool:
    """Months that break a rule of the system itself break it in every plan."""
    carrying = Carrying(World(landscape, plan))
    moves = enumerate(system.moves, start=1)
    return not any(
        violation for number, move in moves for violation in _of_move(carrying, system, number, move)
    ) and (not forms_out_of_time(carrying.world, system))


def how_many_changed(before: Plan, plan: Plan) -> int:
    """ "with as few changed months as asked for": moves that fall in another month than they did."""
    return len([ref for ref in before if ref in plan and plan[ref] != before[ref]])


def _orderly(
    landscape: Landscape,
    pattern: Pattern | None,
    fixed: Plan | None,
    most_plans: int,
    near: tuple[Plan, int] | None,
) -> Iterator[Pricing]:
    every = []
    for system in landscape.systems.values():
        if system.moves:
            orders = _orders(landscape, system)
            every.append([plan for plan in orders if _breaks_nothing_alone(landscape, system, plan)])
    if prod(len(orders) for orders in every) > most_plans:
        raise TooLarge(f"{how_many_plans(landscape)} plans")
    for plan in _combined(every):
        if fixed is not None and any(plan[ref] != month for ref, month in fixed.items()):
            continue
        if near is not None and how_many_changed(near[0], plan) > near[1]:
            continue
        if pattern is None or in_pattern(landscape, pattern, plan):
            yield Pricing(World(landscape, plan))


def _kept(
    landscape: Landscape,
    pattern: Pattern | None,
    fixed: Plan | None,
    most_plans: int,
    near: tuple[Plan, int] | None,
) -> Iterator[Pricing]:
    for pricing in _orderly(landscape, pattern, fixed, most_plans, near):
        # "every demand can be served"; "A native link that cannot be carried (…) makes the schedule impossible"
        if not broken_rules(pricing.carrying) and all(pricing.choices().values()):
            yield pricing


def _violations(pricing: Pricing) -> Iterator[Violation]:
    yield from broken_rules(pricing.carrying)
    for (key, span), options in pricing.choices().items():
        if not options:
            native = pricing.world.state(pricing.links[key], span.first).name == "native"
            yield ("native_uncarried" if native else "unserved_demand", key, span.first)


# ---- every way


class _Cheapest:
    """The least total found so far, and every plan that has it."""

    def __init__(self, most_choices: int) -> None:
        self.best: int | None = None
        self.plans: list[Plan] = []
        self.left = most_choices

    def try_ways(self, pricing: Pricing) -> None:
        found = self._least(pricing, list(pricing.choices().items()), {})
        if found is None:
            return
        if self.best is None or found < self.best:
            self.best, self.plans = found, []
        self.plans.append(pricing.world.moves)

    def without_tests(self, pricing: Pricing, chosen: dict[tuple[IntegrationKey, Span], Option]) -> int:
        """What these links cost when carried so, tests and sessions left out."""
        return pricing._cost(chosen, pricing._served(chosen), ())["total"]

    def _least(
        self,
        pricing: Pricing,
        choices: list[tuple[tuple[IntegrationKey, Span], list[Option]]],
        chosen: dict[tuple[IntegrationKey, Span], Option],
        below: int | None = None,
    ) -> int | None:
        """The least total that goes on from `chosen`, None if it is over the best one (or `below`)."""
        self.left -= 1
        if self.left < 0:
            raise TooLarge("too many choices of ways")
        limits = [limit for limit in (self.best, below) if limit is not None]
        if limits and self.without_tests(pricing, chosen) > min(limits):
            return None
        if len(chosen) == len(choices):
            total = pricing.price(chosen)[0]["total"]
            return None if limits and total > min(limits) else total
        where, options = choices[len(chosen)]
        least = below
        found: int | None = None
        for option in options:
            one = self._least(pricing, choices, {**chosen, where: option}, least)
            if one is not None:
                found = least = one
        return found
