"""Courses in the program: every system takes one of its courses, and the rules between systems hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from analyzer.landscape.model import MoveRef
from analyzer.order.problem import OrderProblem
from analyzer.order.program.rows import ALWAYS, NEVER, Columns, Rows, Share, either
from analyzer.order.rules import CapacityRule, Course, form_at


class CourseColumns:
    """A column for every course of a system that has a choice; shares of months and forms in them."""

    def __init__(
        self,
        rows: Rows,
        problem: OrderProblem,
        courses: Mapping[str, tuple[Course, ...]],
        starts: Sequence[int],
    ) -> None:
        """`starts` are the first months of the periods."""
        self.rows = rows
        self.problem = problem
        self.courses = courses
        self.columns: dict[str, Columns] = {}
        """System → a column for each of its courses; none where it has a single one."""
        self._starts = starts
        self._forms: dict[tuple[str, int], dict[int, Share]] = {}
        self._pairs: dict[tuple[str, str, int], dict[tuple[int, int], Share]] = {}
        self._both: dict[tuple[str, str], dict[tuple[int, int], int]] = {}
        """Two systems with a choice → (number of a course, number of the other's) → column: they take both."""
        self._choose()

    def add_rules(self) -> None:
        """The rules between systems, one method each."""
        self._moves_together_fall_in_one_month()
        self._a_move_after_another_keeps_its_gap()
        self._no_month_has_more_cutovers_than_can_be_borne()
        self._no_more_months_change_than_may()

    def decide_by_months(self) -> None:
        """Whole is, of every move and month, whether it falls there or before; courses are whole then.

        A branch parts the months in two. Of a single course it would leave all others on one side.
        """
        model = self.rows.model
        for id_, columns in self.columns.items():
            for place in range(len(self.problem.landscape.systems[id_].moves) if columns else 0):
                for month in sorted({course[place] for course in self.courses[id_]})[:-1]:
                    early = [
                        column
                        for course, column in zip(self.courses[id_], columns, strict=True)
                        if course[place] <= month
                    ]
                    model.equal(0, [model.binary(), *early], [1, *([-1] * len(early))])
            model.in_parts(columns)

    def pair_courses(self) -> None:
        """Columns for two systems' courses together, and every capacity once more for each course of each system.

        Given that a system takes a course, the others have the room that is left (the row times the column of the
        course; Sherali and Adams 1990). Where capacities spread the moves, the relaxation proves little without it.
        """
        choosing = [id_ for id_ in self.problem.systems if self.columns[id_]]
        for position, one in enumerate(choosing):
            for other in choosing[position + 1 :]:
                self._pair_up(one, other)
        for rule in self.problem.capacities:
            for id_ in choosing:
                for number, course in enumerate(self.courses[id_]):
                    self._leave_room(id_, number, set(self.problem.loads(id_, course, rule.vendor)), rule)

    def _pair_up(self, one: str, other: str) -> None:
        model = self.rows.model
        firsts, seconds = self.columns[one], self.columns[other]
        both = {(i, j): model.column(upper=1.0) for i in range(len(firsts)) for j in range(len(seconds))}
        self._both[one, other] = both
        for i, column in enumerate(firsts):
            self.rows.adds_up([both[i, j] for j in range(len(seconds))], Share((column,)))
        for j, column in enumerate(seconds):
            self.rows.adds_up([both[i, j] for i in range(len(firsts))], Share((column,)))

    def _leave_room(self, id_: str, number: int, own: set[int], rule: CapacityRule) -> None:
        """Σ of the others' cutovers in a month, with this course ≤ (limit − its own) × the course."""
        load: dict[int, list[int]] = defaultdict(list)
        fixed: dict[int, int] = defaultdict(int)
        for other in self.problem.systems:
            if other == id_:
                continue
            for at, course in enumerate(self.courses[other]):
                for month in self.problem.loads(other, course, rule.vendor):
                    if self.columns[other]:
                        load[month].append(self._together(id_, number, other, at))
                    else:
                        fixed[month] += 1
        column = self.columns[id_][number]
        for month, columns in sorted(load.items()):
            room = rule.limit - fixed[month] - (month in own)
            if len(columns) > room:
                self.rows.model.at_least(0, [column, *columns], [max(room, 0), *([-1] * len(columns))])

    def _together(self, one: str, i: int, other: str, j: int) -> int:
        if one < other:
            return self._both[one, other][i, j]
        return self._both[other, one][j, i]

    def _choose(self) -> None:
        """Every moving system takes one of its courses, at its own cost."""
        for id_, courses in self.courses.items():
            if len(courses) == 1:
                self.rows.constant += self.problem.own_cost(id_, courses[0])
                self.columns[id_] = ()
                continue
            columns = tuple(self.rows.model.binary(self.problem.own_cost(id_, course)) for course in courses)
            self.rows.model.equal(1, columns, [1] * len(columns))
            self.columns[id_] = columns

    def listed(self, id_: str) -> Iterable[tuple[Course, int | None]]:
        """The system's courses with their columns; None where there is no choice."""
        columns: Sequence[int | None] = self.columns[id_] or (None,)
        return zip(self.courses[id_], columns, strict=True)

    def share(self, id_: str, wanted: Iterable[Course]) -> Share:
        """The system takes one of these courses."""
        asked = set(wanted)
        if asked.issuperset(self.courses[id_]):
            return ALWAYS
        return Share(tuple(c for course, c in self.listed(id_) if course in asked and c is not None))

    def month(self, ref: MoveRef) -> dict[int, Share]:
        """Month → share of the courses in which the move falls there."""
        place = self.problem.place[ref]
        months: dict[int, list[Course]] = defaultdict(list)
        for course in self.courses[ref.system]:
            months[course[place]].append(course)
        return {month: self.share(ref.system, courses) for month, courses in sorted(months.items())}

    def _moves_together_fall_in_one_month(self) -> None:
        for rule in self.problem.together:
            first = self.month(rule.moves[0])
            for ref in rule.moves[1:]:
                other = self.month(ref)
                for month in sorted({*first, *other}):
                    self.rows.implies(first.get(month, NEVER), other.get(month, NEVER))
                    self.rows.implies(other.get(month, NEVER), first.get(month, NEVER))

    def _a_move_after_another_keeps_its_gap(self) -> None:
        """Whoever follows in a month or before it has the other one a gap earlier."""
        for rule in self.problem.before:
            earlier, later = self.month(rule.before), self.month(rule.after)
            for month in later:
                follows = either(share for m, share in later.items() if m <= month)
                comes = either(share for m, share in earlier.items() if m <= month - rule.gap)
                self.rows.implies(follows, comes)

    def _no_month_has_more_cutovers_than_can_be_borne(self) -> None:
        for rule in self.problem.capacities:
            load: dict[int, list[int]] = defaultdict(list)
            fixed: dict[int, int] = defaultdict(int)
            for id_ in self.problem.systems:
                for course, column in self.listed(id_):
                    for month in self.problem.loads(id_, course, rule.vendor):
                        if column is None:
                            fixed[month] += 1
                        else:
                            load[month].append(column)
            for month in sorted({*load, *fixed}):
                room = rule.limit - fixed[month]
                if room < 0:
                    self.rows.infeasible = True
                elif len(load[month]) > room:
                    self.rows.model.at_most(room, load[month], [1] * len(load[month]))

    def _no_more_months_change_than_may(self) -> None:
        for rule in self.problem.nearness:
            changes: dict[int, int] = {}
            room = rule.limit
            for id_ in self.problem.systems:
                system = self.problem.landscape.systems[id_]
                for course, column in self.listed(id_):
                    count = rule.changes(system, course)
                    if column is None:
                        room -= count
                    elif count:
                        changes[column] = count
            if room < 0:
                self.rows.infeasible = True
            elif changes:
                self.rows.model.at_most(room, list(changes), list(changes.values()))

    # --- forms ---

    def forms(self, id_: str, period: int) -> dict[int, Share]:
        """Form → share in which the system has it in the period; of a system without moves form 0."""
        if id_ not in self.courses:
            return {0: ALWAYS}
        key = (id_, period)
        if key not in self._forms:
            by_form: dict[int, list[Course]] = defaultdict(list)
            for course in self.courses[id_]:
                by_form[form_at(course, self._starts[period])].append(course)
            self._forms[key] = {form: self.share(id_, courses) for form, courses in sorted(by_form.items())}
        return self._forms[key]

    def pairs(self, source: str, target: str, period: int) -> dict[tuple[int, int], Share]:
        """(source form, target form) → share in which the two systems have them in the period."""
        if source > target:
            return {(f, g): share for (g, f), share in self.pairs(target, source, period).items()}
        key = (source, target, period)
        if key not in self._pairs:
            self._pairs[key] = self._pair(source, target, period)
        return self._pairs[key]

    def _pair(self, source: str, target: str, period: int) -> dict[tuple[int, int], Share]:
        one, other = self.forms(source, period), self.forms(target, period)
        if source == target:
            return {(form, form): share for form, share in one.items()}
        if len(one) == 1:
            form = next(iter(one))
            return {(form, g): share for g, share in other.items()}
        if len(other) == 1:
            form = next(iter(other))
            return {(f, form): share for f, share in one.items()}
        if (source, target) in self._both:
            return self._pair_of_courses(source, target, period)
        columns = {(f, g): self.rows.model.column(upper=1.0) for f in one for g in other}
        for f, share in one.items():
            self.rows.adds_up([columns[f, g] for g in other], share)
        for g, share in other.items():
            self.rows.adds_up([columns[f, g] for f in one], share)
        return {key: Share((column,)) for key, column in columns.items()}

    def _pair_of_courses(self, source: str, target: str, period: int) -> dict[tuple[int, int], Share]:
        """Forms of both from the columns of their courses together."""
        start, model = self._starts[period], self.rows.model
        terms: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (i, j), column in self._both[source, target].items():
            forms = form_at(self.courses[source][i], start), form_at(self.courses[target][j], start)
            terms[forms].append(column)
        shares: dict[tuple[int, int], Share] = {}
        for forms, columns in sorted(terms.items()):
            if len(columns) == 1:
                shares[forms] = Share(tuple(columns))
                continue
            column = model.column(upper=1.0)
            model.equal(0, [column, *columns], [1, *([-1] * len(columns))])
            shares[forms] = Share((column,))
        return shares
