"""An irreducible set of rules that contradict each other, and whether it is a smallest one.

Shrinking: chunks of the set are left out, ever smaller ones, and what the rest does not need stays out; a rule without
which the larger set can hold is needed by the smaller one too, so the last round, rule by rule, proves that none
can be spared. Smallest: a set that contradicts itself meets every set of rules that some plan breaks while it keeps all
others. So the fewest rules that meet all such sets seen so far are a lower bound, and where they contradict each
other, an answer (implicit hitting sets: Ignatiev, Previti, Liffiton, Marques-Silva 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ortools.sat.python import cp_model

from analyzer.evaluation.clock import Clock
from analyzer.order.conflict.openers import Key
from analyzer.order.conflict.program import Consistency, OutOfTime, solve
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Rule

ROUNDS = 60
"""Of the search for a smallest set; small landscapes need a few."""
HARD_ROUNDS = 4
"""Rounds whose broken rules may be many: then the bound hardly rises."""
EFFORT = 0.5
"""Of each round, in CP-SAT's deterministic time: about so many seconds at most."""


@dataclass(frozen=True, slots=True)
class Core:
    """Contradicting rules in the problem's order."""

    rules: tuple[Rule, ...]
    irreducible: bool
    smallest: bool


def contradiction(problem: OrderProblem, clock: Clock) -> Core | None:
    """None where all rules can hold; OutOfTime where the clock ends before that is known."""
    program = Consistency(problem, problem.rules)
    found = program.contradiction([rule.key for rule in problem.rules], clock.left())
    if found is None:
        return None
    core = [rule for rule in problem.rules if rule.key in found]
    try:
        core = _shrunk(problem, core, clock)
    except OutOfTime:
        return Core(tuple(core), irreducible=False, smallest=False)
    return Core(tuple(core), irreducible=True, smallest=len(core) <= 1)


def smallest(problem: OrderProblem, core: Core, clock: Clock) -> Core:
    """A smallest set, where that can be proven without much ado; else the set as it was."""
    if core.smallest or not core.irreducible:
        return core
    try:
        fewest = _fewest(Consistency(problem, problem.rules), len(core.rules), clock)
    except OutOfTime:
        return core
    if fewest is None:
        return core
    if len(fewest) == len(core.rules):
        return Core(core.rules, irreducible=True, smallest=True)
    rules = tuple(rule for rule in problem.rules if rule.key in fewest)
    return Core(rules, irreducible=True, smallest=True)


def _shrunk(problem: OrderProblem, core: list[Rule], clock: Clock) -> list[Rule]:
    """No rule of it can be spared. Later rules (links, relations) are left out first: dates explain themselves."""
    program = Consistency(problem, core)
    size = max(1, len(core) // 2)
    while True:
        place = len(core)
        while place > 0:
            begin = max(0, place - size)
            rest = [rule.key for rule in (*core[:begin], *core[place:])]
            found = program.contradiction(rest, clock.left())
            if found is not None:
                place = sum(rule.key in found for rule in core[:begin])
                core = [rule for rule in core if rule.key in found]
            else:
                place = begin
        if size == 1:
            return core
        size = max(1, size // 2)


def _fewest(program: Consistency, known: int, clock: Clock) -> frozenset[Key] | None:
    """The fewest rules that contradict each other, at most `known`; None where that was not to be proven.

    Where no fewer than `known` do, any set of that size stands for the one that is known.
    """
    met: list[frozenset[Key]] = []
    hard = 0
    while len(met) < ROUNDS and hard < HARD_ROUNDS:
        wanted = _meeting(met)
        if len(wanted) >= known:
            return wanted
        broken = program.broken(sorted(wanted), EFFORT, clock.left())
        if broken is None:
            return wanted
        met.append(broken.keys)
        hard += not broken.few
    return None


def _meeting(sets: Sequence[frozenset[Key]]) -> frozenset[Key]:
    """The fewest rules of which each set has one (a smallest hitting set)."""
    model = cp_model.CpModel()
    keys = sorted(set().union(*sets))
    taken = {key: model.new_bool_var("") for key in keys}
    for one in sets:
        model.add_bool_or(*(taken[key] for key in sorted(one)))
    model.minimize(cp_model.LinearExpr.sum(list(taken.values())))
    solved = solve(model)
    if solved.status != cp_model.OPTIMAL:
        raise OutOfTime
    return frozenset(key for key in keys if solved.solver.boolean_value(taken[key]))
