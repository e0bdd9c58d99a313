"""The least relaxation, free or among the offers of the file; each is tried before it is told."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from analyzer.evaluation.clock import Clock
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.order.conflict.changing import GivesWay, relax
from analyzer.order.conflict.openers import Key
from analyzer.order.conflict.program import Given, GivingWay, OutOfTime
from analyzer.order.conflict.values import Relaxation
from analyzer.order.near import CODE
from analyzer.order.problem import OrderProblem


def least_relaxation(problem: OrderProblem, clock: Clock) -> Relaxation | None:
    """Fewest rules or dates changed, then fewest months; never the pattern, which is what was asked for."""
    hard = frozenset(rule.key for rule in problem.rules if rule.code == "pattern")
    return _least(problem, GivingWay(problem, hard), clock)


def least_offered(problem: OrderProblem, clock: Clock) -> Relaxation | None:
    """The fewest extensions that the file offers, then the fewest months; all other rules hold."""
    offers = offered_months(problem.landscape)
    if not offers:
        return None
    return _least(problem, GivingWay(problem, frozenset(), offers), clock)


def offered_months(landscape: Landscape) -> dict[Key, tuple[int, ...]]:
    """By which months the file offers to extend an environment or a contract; sorted, later than now only."""
    offers: dict[Key, tuple[int, ...]] = {}

    def offer(key: Key, end: Month | None, untils: tuple[Month, ...]) -> None:
        months = sorted({until - end for until in untils if until > end}) if end is not None else []
        if months:
            offers[key] = tuple(months)

    for environment in landscape.environments.values():
        untils = tuple(extension.until for extension in environment.extensions)
        offer(("environment_unavailable", environment.id, "until"), environment.available.last, untils)
    for system in landscape.systems.values():
        untils = tuple(extension.until for extension in system.contract_extensions)
        offer(("contract_end", system.id), system.contract_end, untils)
    return offers


def _least(problem: OrderProblem, program: GivingWay, clock: Clock) -> Relaxation | None:
    try:
        given = program.least(clock)
    except OutOfTime:
        return None
    return None if given is None else _told(problem, given)


def _told(problem: OrderProblem, given: Given) -> Relaxation:
    """The changes in the rules' order, and proof by trial: the plan keeps every rule of the changed file."""
    parts: dict[Key, dict[str, int]] = defaultdict(dict)
    for (key, part), months in sorted(given.months.items()):
        parts[key][part] = months
    order = {rule.key: place for place, rule in enumerate(problem.rules)}
    keys = sorted(parts, key=lambda key: (order.get(key, len(order)), key))
    moves = dict(sorted(problem.moves(given.plan).items()))
    changes, relaxed = relax(problem.landscape, [GivesWay(key, parts[key], moves) for key in keys])
    carried_otherwise = frozenset(key for key in keys if key[0] == "unserved_demand")
    near = problem.near
    if near is not None:
        more = sum(change.months for change in changes if change.code == CODE)
        near = replace(near, changes=near.changes + more)
    trial = OrderProblem(relaxed, problem.pattern, without=carried_otherwise, near=near)
    if not trial.keeps_rules(given.plan):
        raise ArithmeticError("the plan breaks a rule that the relaxation keeps")
    return Relaxation(changes, moves, given.proven)
