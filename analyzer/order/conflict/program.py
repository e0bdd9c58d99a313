"""Plans and rules in CP-SAT: which rules can hold together, and how little has to give way.

The unknowns are facts: "this move has taken effect by this month". Order of moves and horizon are built in; every
rule may give way, at a literal of its own. One worker and a fixed seed, so the same question gets the same answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ortools.sat.python import cp_model

from analyzer.evaluation.clock import Clock
from analyzer.order.conflict.openers import Key
from analyzer.order.conflict.strains import Facts, Strain, Strains
from analyzer.order.near import NearRule
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import CapacityRule, Course, Rule, TogetherRule

Literal = Any
"""A literal of CP-SAT, which ships no types."""

Part = tuple[Key, str]

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
FEW = 16
"""Rules that are left out one by one without a thought."""
GLANCE, THOROUGH = 0.2, 30.0
"""Deterministic time: about so many seconds. Thorough is each step of the least relaxation."""


class OutOfTime(Exception):
    """The limit of time came before an answer."""


@dataclass(frozen=True, slots=True)
class Given:
    """A plan, and by how much each part of each rule (or date) gives way in it."""

    plan: dict[str, Course]
    months: Mapping[Part, int]
    proven: bool


@dataclass(slots=True, eq=False)
class Levels:
    """How far a part gives way: `literals[n]` holds where it is by n months or more."""

    literals: dict[int, Literal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solved:
    status: int
    solver: cp_model.CpSolver


def solve(model: cp_model.CpModel, time_limit: float | None = None, *, effort: float | None = None) -> Solved:
    """One worker, one seed. `effort` is a limit in CP-SAT's own deterministic time."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    if time_limit is not None:
        if time_limit <= 0:
            return Solved(int(cp_model.UNKNOWN), solver)
        solver.parameters.max_time_in_seconds = time_limit
    if effort is not None:
        solver.parameters.max_deterministic_time = effort
    return Solved(int(solver.solve(model)), solver)


class RuleProgram:
    """Which of the `rules` hold in a plan. Subclasses say what it means that one gives way."""

    def __init__(self, problem: OrderProblem, rules: Sequence[Rule], graded: bool) -> None:
        self.problem = problem
        self.rules = tuple(rules)
        self.model = cp_model.CpModel()
        self._strains = Strains(problem, graded)
        self._steps = self._make_steps()
        self._cutovers: dict[tuple[str, int], dict[int, Literal]] = {}

    def _make_steps(self) -> dict[tuple[str, int, int], Literal]:
        """A literal for each (system, move, month) but the last; moves keep their order."""
        model, steps = self.model, {}
        for id_ in self.problem.systems:
            count = len(self.problem.landscape.systems[id_].moves)
            for number in range(1, count + 1):
                for month in range(self.problem.length - 1):
                    step = steps[id_, number, month] = model.new_bool_var("")
                    if month:
                        model.add_implication(steps[id_, number, month - 1], step)
                    if number > 1:
                        model.add_implication(step, steps[id_, number - 1, month])
        return steps

    def literal(self, system: str, number: int, month: int, holds: bool = True) -> Literal:
        step = self._steps[system, number, month]
        return step if holds else ~step

    def forbid(self, facts: Facts, *unless: Literal) -> None:
        """Not all facts, or one of the literals."""
        self.model.add_bool_or(
            *(self.literal(f.system, f.number, f.month, not f.holds) for f in facts), *unless
        )

    def cutovers(self, rule: CapacityRule, month: int) -> list[Literal]:
        """Literals that hold (at least) where a cutover counts for the rule in the month."""
        found = []
        for id_ in self.problem.systems:
            for number, form in enumerate(self.problem.landscape.systems[id_].forms[1:], start=1):
                if rule.vendor is None or form.vendor == rule.vendor:
                    literal = self._cutovers_to(id_, number).get(month)
                    if literal is not None:
                        found.append(literal)
        return found

    def _cutovers_to(self, id_: str, number: int) -> dict[int, Literal]:
        """Month → the system takes this form. It takes its last form in just one month: said, since it sums up well."""
        if (id_, number) not in self._cutovers:
            system = self.problem.landscape.systems[id_]
            made = self._cutovers[id_, number] = {}
            for month in range(self.problem.length):
                facts = self._strains.cuts_over(system, number, month)
                if facts is not None:
                    made[month] = self.model.new_bool_var("")
                    self.forbid(facts, made[month])
            if number == len(system.moves):
                self.model.add_exactly_one(made.values())
        return self._cutovers[id_, number]

    def months_changed(self, rule: NearRule) -> Any:
        """How many of the rule's moves fall in other months (at least): a sum of literals."""
        changed: list[Any] = []
        for ref, month in rule.months.items():
            facts = self._strains.falls_in(ref, month)
            if facts is None:  # outside the horizon: it has to change
                changed.append(1)
            elif facts:
                literal = self.model.new_bool_var("")
                changed.append(literal)
                for fact in facts:
                    self.model.add_bool_or(
                        self.literal(fact.system, fact.number, fact.month, fact.holds), literal
                    )
        return cp_model.LinearExpr.sum(changed)

    def strains(self, rule: Rule, *, whether: bool = True) -> Iterator[Strain]:
        return self._strains.of(rule, whether=whether)

    def plan(self, solver: cp_model.CpSolver) -> dict[str, Course]:
        return {
            id_: tuple(
                sum(
                    not solver.boolean_value(self._steps[id_, number, month])
                    for month in range(self.problem.length - 1)
                )
                for number in range(1, len(self.problem.landscape.systems[id_].moves) + 1)
            )
            for id_ in self.problem.systems
        }


@dataclass(frozen=True, slots=True)
class Broken:
    """Rules that a plan breaks; `few` where it was looked for how few that can be."""

    keys: frozenset[Key]
    few: bool


class Consistency(RuleProgram):
    """Can a set of rules hold together? Asked many times, with other sets of the same rules."""

    def __init__(self, problem: OrderProblem, rules: Sequence[Rule]) -> None:
        super().__init__(problem, rules, graded=False)
        self.kept: dict[Key, Literal] = {}
        for rule in self.rules:
            kept = self.kept[rule.key] = self.model.new_bool_var("")
            if isinstance(rule, CapacityRule):
                for month in range(problem.length):
                    cutovers = self.cutovers(rule, month)
                    if len(cutovers) > rule.limit:
                        self.model.add(sum(cutovers) <= rule.limit).only_enforce_if(kept)
            elif isinstance(rule, NearRule):
                self.model.add(self.months_changed(rule) <= rule.limit).only_enforce_if(kept)
            else:
                for facts in dict.fromkeys(strain.facts for strain in self.strains(rule)):
                    self.forbid(facts, ~kept)
        self._names = {kept.index: key for key, kept in self.kept.items()}
        self._glance = True

    def contradiction(self, keys: Collection[Key], time_limit: float | None) -> frozenset[Key] | None:
        """Rules among these that contradict each other, not always few; None where all can hold.

        The rules are fixed for the question: then presolving sees through most contradictions (too many cutovers for
        the months, say), which a solver that only assumes them does not. Where there are many rules, assuming
        them is tried for a moment, since that names those that were used.
        """
        asked = set(keys)
        model = self._fixed({key: key in asked for key in self.kept})
        if self._can_hold(solve(model, time_limit)):
            return None
        if len(asked) > FEW and self._glance:
            self.model.clear_assumptions()
            self.model.add_assumptions([self.kept[key] for key in sorted(asked)])
            solved = solve(self.model, time_limit, effort=GLANCE)
            self.model.clear_assumptions()
            if solved.status == cp_model.INFEASIBLE:
                used = solved.solver.sufficient_assumptions_for_infeasibility()
                return frozenset(self._names[index] for index in used)
            self._glance = False
        return frozenset(asked)

    def broken(self, keys: Collection[Key], effort: float, time_limit: float | None) -> Broken | None:
        """As few rules as `effort` finds that break where these are kept; None where these cannot all be."""
        model = self._fixed(dict.fromkeys(keys, True))
        for kept in self.kept.values():
            model.add_hint(model.get_bool_var_from_proto_index(kept.index), 1)
        plain = model.clone()
        model.maximize(cp_model.LinearExpr.sum(list(self.kept.values())))
        solved = solve(model, time_limit, effort=effort)
        few = solved.status != cp_model.UNKNOWN
        if not few:  # any plan will do, with all that happens to break in it
            solved = solve(plain, time_limit)
        if not self._can_hold(solved):
            return None
        value = solved.solver.boolean_value
        return Broken(frozenset(key for key, kept in self.kept.items() if not value(kept)), few)

    def _fixed(self, kept: Mapping[Key, bool]) -> cp_model.CpModel:
        model = self.model.clone()
        for key, value in kept.items():
            model.add(model.get_bool_var_from_proto_index(self.kept[key].index) == value)
        return model

    def _can_hold(self, solved: Solved) -> bool:
        if solved.status in FOUND:
            return True
        if solved.status != cp_model.INFEASIBLE:
            raise OutOfTime
        return False


def _preference(key: Key) -> int:
    """Which of equal changes is told: an office asks first whether what it has may stay longer (三宅村)."""
    if key[0] == "contract_end" or key[2:] == ("until",):
        return 0
    return 1 if key[0] in ("latest", "deadline") else 2


class GivingWay(RuleProgram):
    """The least that has to give way: fewest rules, then fewest months, then those that come first.

    `offers`: where given, only these keys give way, and only by one of the months listed; otherwise every rule but those of
    `hard` does, and every date that opens a way.
    """

    def __init__(
        self,
        problem: OrderProblem,
        hard: frozenset[Key],
        offers: Mapping[Key, Sequence[int]] | None = None,
    ) -> None:
        super().__init__(problem, problem.rules, graded=True)
        self._hard, self._offers = hard, offers
        self._levels: dict[Part, Levels] = {}
        self._extra: dict[Part, Any] = {}
        self._changed: dict[Key, Literal] = {}
        for rule in self.rules:
            fixed = rule.key in hard or offers is not None
            if isinstance(rule, CapacityRule):
                self._capacity(rule)
            elif isinstance(rule, NearRule):
                self._near(rule, fixed)
            elif isinstance(rule, TogetherRule) and not fixed:
                self._together(rule)
            else:
                for strain in self.strains(rule, whether=fixed):
                    self._strain(rule.key, strain)
        self._close()

    def _strain(self, key: Key, strain: Strain) -> None:
        """The rule gives way by so many months, or all dates of an alternative move far enough."""
        opened = []
        for moved in strain.unless:
            every = [self._level((date, ""), months) for date, months in moved]
            if all(literal is not None for literal in every):
                opened.append(self._all_of(every))
        own = self._level((key, strain.part), strain.months)
        self.forbid(strain.facts, *opened, *(() if own is None else (own,)))

    def _all_of(self, literals: Sequence[Literal]) -> Literal:
        if len(literals) == 1:
            return literals[0]
        every = self.model.new_bool_var("")
        for literal in literals:
            self.model.add_implication(every, literal)
        return every

    def _level(self, part: Part, months: int) -> Literal | None:
        """Holds where the part gives way by so many months or more; None where it never does."""
        key = part[0]
        if key in self._hard or (self._offers is not None and months > max(self._offers.get(key, (0,)))):
            return None
        literals = self._levels.setdefault(part, Levels()).literals
        if months not in literals:
            literals[months] = self.model.new_bool_var("")
        return literals[months]

    def _capacity(self, rule: CapacityRule) -> None:
        for month in range(self.problem.length):
            cutovers = self.cutovers(rule, month)
            over = len(cutovers) - rule.limit
            if over <= 0:
                continue
            if rule.key in self._hard or self._offers is not None:
                self.model.add(sum(cutovers) <= rule.limit)
                continue
            extra = self._extra[rule.key, str(month)] = self.model.new_int_var(0, over, "")
            self.model.add(sum(cutovers) <= rule.limit + extra)
            self.model.add(extra == 0).only_enforce_if(~self._change(rule.key))

    def _near(self, rule: NearRule, fixed: bool) -> None:
        """Gives way by the months that change beyond its limit."""
        over = len(rule.months) - rule.limit
        if over <= 0:
            return
        changed = self.months_changed(rule)
        if fixed:
            self.model.add(changed <= rule.limit)
            return
        extra = self._extra[rule.key, ""] = self.model.new_int_var(0, over, "")
        self.model.add(changed <= rule.limit + extra)
        self.model.add(extra == 0).only_enforce_if(~self._change(rule.key))

    def _together(self, rule: TogetherRule) -> None:
        """By the months from the first of the moves to the last: `some` moved by a month, `every` one did."""
        months = range(self.problem.length - 1)
        some = [self.model.new_bool_var("") for _ in months]
        every = [self.model.new_bool_var("") for _ in months]
        for month in months:
            for ref in rule.moves:
                for fact in self._strains.by(ref, month) or ():
                    moved = self.literal(fact.system, fact.number, fact.month)
                    self.model.add_implication(moved, some[month])
                    self.model.add_implication(every[month], moved)
            for later in range(month, len(every)):
                apart = self._level((rule.key, ""), later - month + 1)
                assert apart is not None
                self.model.add_bool_or(~some[month], every[later], apart)

    def _change(self, key: Key) -> Literal:
        if key not in self._changed:
            self._changed[key] = self.model.new_bool_var("")
        return self._changed[key]

    def _close(self) -> None:
        """More months include fewer; whatever gives way is a change; offers are all or nothing."""
        for part, levels in self._levels.items():
            if self._offers is not None:  # whoever takes an offer takes all of its months
                for months in self._offers[part[0]]:
                    if months not in levels.literals:
                        levels.literals[months] = self.model.new_bool_var("")
            steps = sorted(levels.literals)
            for fewer, more in pairwise(steps):
                self.model.add_implication(levels.literals[more], levels.literals[fewer])
                if self._offers is not None and fewer not in self._offers[part[0]]:
                    self.model.add_implication(levels.literals[fewer], levels.literals[more])
            self.model.add_implication(levels.literals[steps[0]], self._change(part[0]))

    @property
    def _all_months(self) -> Any:
        terms: list[Any] = list(self._extra.values())
        for levels in self._levels.values():
            steps = sorted(levels.literals)
            terms += [
                (more - fewer) * levels.literals[more]
                for fewer, more in zip([0, *steps], steps, strict=False)
            ]
        return cp_model.LinearExpr.sum(terms)

    def least(self, clock: Clock) -> Given | None:
        """None where nothing that may give way helps; OutOfTime where the clock ends before any plan.

        For a problem of which it is known that something has to give way.
        """
        found: Given | None = None
        self.model.add(self._changes >= 1)
        for goal in (self._changes, self._all_months, self._ranks):
            self.model.minimize(goal)
            solved = solve(self.model, clock.left(), effort=THOROUGH)
            if solved.status == cp_model.INFEASIBLE:
                return None
            if solved.status not in FOUND:
                break
            best = solved.status == cp_model.OPTIMAL
            found = self._tidy(solved.solver, best if found is None else best and found.proven)
            self.model.add(goal <= round(solved.solver.objective_value))
            self._hint(solved.solver)
        if found is None:
            raise OutOfTime
        return found

    @property
    def _changes(self) -> Any:
        return cp_model.LinearExpr.sum(list(self._changed.values()))

    @property
    def _ranks(self) -> Any:
        """Of as many changes and months: homes are kept longer first, then deadlines, then rules as they come."""
        order = {rule.key: place for place, rule in enumerate(self.rules)}
        keys = sorted(self._changed, key=lambda key: (_preference(key), order.get(key, len(order)), key))
        return cp_model.LinearExpr.weighted_sum(
            [self._changed[key] for key in keys], list(range(1, len(keys) + 1))
        )

    def _hint(self, solver: cp_model.CpSolver) -> None:
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        for number in range(len(self.model.proto.variables)):
            variable = self.model.get_int_var_from_proto_index(number)
            self.model.add_hint(variable, solver.value(variable))

    def _tidy(self, solver: cp_model.CpSolver, proven: bool) -> Given:
        """The plan found, with no more months than it asks for: a search that was cut short may claim more."""
        model = self.model.clone()
        for step in self._steps.values():
            model.add(model.get_bool_var_from_proto_index(step.index) == solver.boolean_value(step))
        model.minimize(self._all_months)
        solved = solve(model)
        return self._given(solved.solver, proven)

    def _given(self, solver: cp_model.CpSolver, proven: bool) -> Given:
        months: dict[Part, int] = {}
        for part, levels in self._levels.items():
            reached = [n for n, literal in levels.literals.items() if solver.boolean_value(literal)]
            if reached:
                months[part] = max(reached)
        for part, extra in self._extra.items():
            if solver.value(extra):
                months[part] = int(solver.value(extra))
        return Given(self.plan(solver), months, proven)
