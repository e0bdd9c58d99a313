"""The order of migration as a problem: which months each system may take, and what ties systems together.

`OrderProblem` reads a landscape (and a pattern) once. Its unknown is a *course* for every moving system: the
months of its moves. What one system's course costs by itself is counted here; what depends on several systems
(bridges, tests, environments) is the solvers' part, and `analyzer.evaluation` has the last word on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from itertools import combinations

from analyzer.bridges.openings import Openings
from analyzer.landscape.model import Landscape, MoveRef, Pattern, System
from analyzer.landscape.months import Month
from analyzer.order.bundles import Bundle, bundles
from analyzer.order.near import Near, NearRule, near_rules
from analyzer.order.rules import (
    BeforeRule,
    CapacityRule,
    Course,
    CourseRule,
    Distance,
    MoveRule,
    Rule,
    ServedRule,
    TogetherRule,
    cutovers,
    deadline_of,
    form_at,
    rules_of,
)
from analyzer.plan.schedule import standing_borders

Plan = Mapping[str, Course]
"""A course for every moving system."""


def moves_of(landscape: Landscape, plan: Plan) -> dict[MoveRef, Month]:
    """The months of all moves of a plan, as plan files name them; systems in the order of their ids."""
    first = landscape.horizon.first
    return {
        MoveRef(id_, move.id): first + month
        for id_ in sorted(plan)
        for move, month in zip(landscape.systems[id_].moves, plan[id_], strict=True)
    }


class OrderProblem:
    """Courses, relations and own costs of a landscape's moving systems; everything sorted by id.

    `without` names rules (by `Rule.key`) that are left out: for questions about contradictions. `near`: how
    many months of another plan may change.
    """

    def __init__(
        self,
        landscape: Landscape,
        pattern: Pattern | None = None,
        openings: Openings | None = None,
        without: frozenset[tuple[str, ...]] = frozenset(),
        near: Near | None = None,
    ) -> None:
        self.landscape = landscape
        self.pattern = pattern
        self.near = near
        self.openings = openings or Openings(landscape)
        self.length = len(landscape.horizon)
        self.rules: tuple[Rule, ...] = tuple(
            rule
            for rule in (*rules_of(landscape, self.openings, pattern), *near_rules(landscape, near))
            if rule.key not in without
        )
        self.systems: tuple[str, ...] = tuple(
            sorted(system.id for system in landscape.systems.values() if system.moves)
        )
        self.together = tuple(rule for rule in self.rules if isinstance(rule, TogetherRule))
        self.before = tuple(rule for rule in self.rules if isinstance(rule, BeforeRule))
        self.capacities = tuple(rule for rule in self.rules if isinstance(rule, CapacityRule))
        self.nearness = tuple(rule for rule in self.rules if isinstance(rule, NearRule))
        self.served = tuple(rule for rule in self.rules if isinstance(rule, ServedRule))

    # --- courses ---

    @cached_property
    def courses(self) -> dict[str, tuple[Course, ...]]:
        """System → the courses that its own rules allow, sorted; none where they contradict each other."""
        found = {}
        for id_, courses in self._courses_unserved.items():
            alone = self._served_alone(id_)
            found[id_] = tuple(course for course in courses if all(carried(course) for carried in alone))
        return found

    @cached_property
    def _courses_unserved(self) -> dict[str, tuple[Course, ...]]:
        """The same, whatever that leaves of links to systems that stand still."""
        months: dict[MoveRef, frozenset[int]] = {}
        judges: dict[str, list[CourseRule]] = defaultdict(list)
        for rule in self.rules:
            if isinstance(rule, MoveRule):
                for ref, allowed in rule.months.items():
                    months[ref] = months.get(ref, allowed) & allowed
            elif isinstance(rule, CourseRule):
                for named in rule.systems:
                    judges[named].append(rule)
        within: dict[str, list[Distance]] = defaultdict(list)
        for distance in self.distances:
            if distance.one.system == distance.other.system:
                within[distance.one.system].append(distance)
        every = frozenset(range(self.length))
        found: dict[str, tuple[Course, ...]] = {}
        for id_ in self.systems:
            system: System = self.landscape.systems[id_]
            choices = [sorted(months.get(MoveRef(id_, move.id), every)) for move in system.moves]
            rules = judges[id_]
            found[id_] = tuple(
                course
                for course in _ascending(choices)
                if all(rule.allows(system, course) for rule in rules)
                and all(d.holds(course[self.place[d.one]], course[self.place[d.other]]) for d in within[id_])
            )
        return found

    @cached_property
    def distances(self) -> tuple[Distance, ...]:
        """What together and before rules ask of two moves each."""
        return (
            *(
                Distance(one, other, 0, 0)
                for rule in self.together
                for one, other in combinations(rule.moves, 2)
            ),
            *(Distance(rule.before, rule.after, rule.gap, None) for rule in self.before),
        )

    def _served_alone(self, id_: str) -> list[Callable[[Course], bool]]:
        """Judges of the links that this system's course alone decides: the other end has no moves, or is itself."""
        moving = set(self.systems)
        judges: list[Callable[[Course], bool]] = []
        for rule in self.served:
            source, target, allows = rule.integration.source, rule.integration.target, rule.allows
            if source == id_ and target == id_:
                judges.append(partial(_at_both_ends, allows))
            elif source == id_ and target not in moving:
                judges.append(partial(_at_the_source, allows))
            elif target == id_ and source not in moving:
                judges.append(partial(allows, ()))
        return judges

    @cached_property
    def served_pairs(self) -> tuple[ServedRule, ...]:
        """Served rules between two different moving systems."""
        moving = set(self.systems)
        return tuple(
            rule
            for rule in self.served
            if rule.integration.source in moving
            and rule.integration.target in moving
            and rule.integration.source != rule.integration.target
        )

    @cached_property
    def unserved_always(self) -> tuple[ServedRule, ...]:
        """Served rules between systems without moves that nothing can keep."""
        moving = set(self.systems)
        return tuple(
            rule
            for rule in self.served
            if rule.integration.source not in moving
            and rule.integration.target not in moving
            and not rule.allows((), ())
        )

    @cached_property
    def place(self) -> dict[MoveRef, int]:
        """Of every move its place among the moves of its system."""
        return {
            MoveRef(id_, move.id): place
            for id_ in self.systems
            for place, move in enumerate(self.landscape.systems[id_].moves)
        }

    # --- plans ---

    def moves(self, plan: Plan) -> dict[MoveRef, Month]:
        """The months of all moves, as plans name them."""
        return moves_of(self.landscape, plan)

    def plan(self, moves: Mapping[MoveRef, Month]) -> dict[str, Course]:
        """The courses of a plan that gives every move a month."""
        index = self.landscape.horizon.index
        return {
            id_: tuple(index(moves[MoveRef(id_, move.id)]) for move in self.landscape.systems[id_].moves)
            for id_ in self.systems
        }

    def keeps_rules(self, plan: Plan) -> bool:
        """True where the plan keeps every rule."""
        if self.unserved_always:
            return False
        for id_ in self.systems:
            if plan[id_] not in self.allowed[id_]:
                return False
        for rule in self.together:
            if len({self.month_of(plan, ref) for ref in rule.moves}) > 1:
                return False
        for before in self.before:
            if self.month_of(plan, before.after) - self.month_of(plan, before.before) < before.gap:
                return False
        for capacity in self.capacities:
            load: dict[int, int] = defaultdict(int)
            for id_ in self.systems:
                for month in self.loads(id_, plan[id_], capacity.vendor):
                    load[month] += 1
            if any(count > capacity.limit for count in load.values()):
                return False
        for near in self.nearness:
            if sum(near.changes(self.landscape.systems[id_], plan[id_]) for id_ in self.systems) > near.limit:
                return False
        return all(
            rule.allows(plan[str(rule.integration.source)], plan[str(rule.integration.target)])
            for rule in self.served_pairs
        )

    @cached_property
    def allowed(self) -> dict[str, frozenset[Course]]:
        return {id_: frozenset(courses) for id_, courses in self.courses.items()}

    def month_of(self, plan: Plan, ref: MoveRef) -> int:
        return plan[ref.system][self.place[ref]]

    def loads(self, id_: str, course: Course, vendor: str | None) -> tuple[int, ...]:
        """Months in which the course has a cutover that counts for the vendor (None: for everybody)."""
        forms = self.landscape.systems[id_].forms
        return tuple(
            month for month, form in cutovers(course) if vendor is None or forms[form].vendor == vendor
        )

    # --- own costs ---

    def own_cost(self, id_: str, course: Course) -> int:
        """Law changes and lateness of a system under a course, in the landscape's cost unit."""
        return self._law_cost(self.landscape.systems[id_], course) + self._late_cost(id_, course)

    @cached_property
    def standing_cost(self) -> int:
        """Law changes of the systems without moves: no plan changes them."""
        return sum(
            self._law_cost(system, ()) for system in self.landscape.systems.values() if not system.moves
        )

    def _law_cost(self, system: System, course: Course) -> int:
        cost = 0
        for change in self.landscape.law_changes:
            if change.month in self.landscape.horizon:
                form = system.forms[form_at(course, self.landscape.horizon.index(change.month))]
                cost += change.cost_for(system, form)
        return cost

    def _late_cost(self, id_: str, course: Course) -> int:
        landscape = self.landscape
        if landscape.lateness_per_month is None:
            return 0
        late, system = 0, landscape.systems[id_]
        for place, month in enumerate(course):
            deadline = deadline_of(landscape, system, place)
            if deadline is not None:
                late += max(0, month - landscape.horizon.index(deadline))
        return late * landscape.lateness_per_month

    # --- links ---

    @cached_property
    def bundles(self) -> tuple[Bundle, ...]:
        """Every known link, alike ones as one with a weight."""
        return bundles(self.landscape, self.openings)

    # --- time ---

    @cached_property
    def borders(self) -> tuple[int, ...]:
        """Months at which a span of some plan may begin, the first month among them; sorted.

        Between two of them (and until the horizon's end) nothing changes, whatever the plan. Months of courses that only a
        link rules out are among them: who re-checks a bound knows no links when it counts the months.
        """
        borders = {0, *(border for border in standing_borders(self.landscape) if 0 <= border < self.length)}
        for courses in self._courses_unserved.values():
            for course in courses:
                borders.update(course)
        return tuple(sorted(borders)) if self.length else ()


def _at_both_ends(allows: Callable[[Course, Course], bool], course: Course) -> bool:
    return allows(course, course)


def _at_the_source(allows: Callable[[Course, Course], bool], course: Course) -> bool:
    return allows(course, ())


def _ascending(choices: list[list[int]]) -> Iterator[Course]:
    """Every way to take one month of each list so that none comes before the one before it; sorted."""
    if not choices:
        yield ()
        return

    def extend(prefix: Course) -> Iterator[Course]:
        if len(prefix) == len(choices):
            yield prefix
            return
        least = prefix[-1] if prefix else -1
        for month in choices[len(prefix)]:
            if month >= least:
                yield from extend((*prefix, month))

    yield from extend(())
