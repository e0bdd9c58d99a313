"""The whole order of migration as one integer program over courses and ways (semantics, section 6).

Columns: a course for every moving system; for two linked systems that both move, the pair of their forms in each
period; for each link, period and pair of forms one of its open ways. What costs something once (a bridge built, running
in a period or attached, an environment alive, a leg tested) is a column that those who draw on it hold up. The horizon is
cut at every month in which a span of some plan may begin (`OrderProblem.borders`).

Given integer courses the rest is the program of a given plan (`analyzer.evaluation.joint_model`), written for all plans
at once. One method a rule, one method a part of the cost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzer.bridges.openings import Option
from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import Integration, IntegrationKey, MoveRef
from analyzer.milp import LinearModel
from analyzer.order.problem import OrderProblem
from analyzer.order.rules import Course, form_at

Columns = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A sum of columns that is 0 or 1 in every plan; `always` where it is 1 in all of them."""

    columns: Columns = ()
    always: bool = False

    @property
    def never(self) -> bool:
        return not self.always and not self.columns


ALWAYS = Share(always=True)
NEVER = Share()


def either(shares: Iterable[Share]) -> Share:
    """One of several that exclude each other."""
    columns: list[int] = []
    for share in shares:
        if share.always:
            return ALWAYS
        columns.extend(share.columns)
    return Share(tuple(columns))


@dataclass(frozen=True, slots=True)
class Use:
    """A link carried by an option in a period, where the share is 1."""

    integration: Integration
    period: int
    option: Option
    share: Share


class Program:
    """Builds the program for the courses given (all that the rules allow, if none are).

    `constant` is the part of the total that no plan changes; `plan_of` reads a solution.
    """

    def __init__(
        self, problem: OrderProblem, courses: Mapping[str, Sequence[Course]] | None = None
    ) -> None:
        self.problem = problem
        self.landscape = problem.landscape
        self.openings = problem.openings
        self.courses = {id_: tuple((courses or problem.courses)[id_]) for id_ in problem.systems}
        self.model = LinearModel()
        self.constant = problem.standing_cost
        self.infeasible = any(not listed for listed in self.courses.values()) or bool(problem.unserved_always)
        borders = problem.borders
        self.periods = tuple(
            range(start, stop) for start, stop in zip(borders, [*borders[1:], problem.length], strict=True)
        )
        self.chosen: dict[str, Columns] = {}
        """System → a column for each of its courses; none where it has a single one."""
        self._forms: dict[tuple[str, int], dict[int, Share]] = {}
        self._pairs: dict[tuple[str, str, int], dict[tuple[int, int], Share]] = {}
        self.uses: list[Use] = []
        if self.infeasible:
            return
        self._choose_courses()
        self._keep_relations()
        self._keep_capacities()
        self._carry_links()
        if not self.infeasible:
            self._build_bridges()
            self._keep_environments()
            self._test_legs()

    # --- courses and the rules between them ---

    def _choose_courses(self) -> None:
        """Every moving system takes one of its courses, at its own cost."""
        for id_, courses in self.courses.items():
            if len(courses) == 1:
                self.constant += self.problem.own_cost(id_, courses[0])
                self.chosen[id_] = ()
                continue
            columns = tuple(self.model.binary(self.problem.own_cost(id_, course)) for course in courses)
            self.model.equal(1, columns, [1] * len(columns))
            self.chosen[id_] = columns

    def _courses_of(self, id_: str) -> Iterable[tuple[Course, int | None]]:
        """The system's courses with their columns; None where there is no choice."""
        columns: Sequence[int | None] = self.chosen[id_] or (None,)
        return zip(self.courses[id_], columns, strict=True)

    def share_of(self, id_: str, wanted: Iterable[Course]) -> Share:
        """The system takes one of these courses."""
        listed = set(wanted)
        if listed.issuperset(self.courses[id_]):
            return ALWAYS
        return Share(tuple(c for course, c in self._courses_of(id_) if course in listed and c is not None))

    def _month(self, ref: MoveRef) -> dict[int, Share]:
        """Month → share of the courses in which the move falls there."""
        place = self.problem.place[ref]
        months: dict[int, list[Course]] = defaultdict(list)
        for course in self.courses[ref.system]:
            months[course[place]].append(course)
        return {month: self.share_of(ref.system, courses) for month, courses in sorted(months.items())}

    def _keep_relations(self) -> None:
        """Moves together fall in one month; a move that comes after another keeps its gap."""
        for rule in self.problem.together:
            first = self._month(rule.moves[0])
            for ref in rule.moves[1:]:
                other = self._month(ref)
                for month in sorted({*first, *other}):
                    self._equal(first.get(month, NEVER), other.get(month, NEVER))
        for before in self.problem.before:
            earlier, later = self._month(before.before), self._month(before.after)
            for month in later:
                # Whoever follows in this month or before it has the other a gap before.
                follows = either(share for m, share in later.items() if m <= month)
                comes = either(share for m, share in earlier.items() if m <= month - before.gap)
                self._implies(follows, comes)

    def _keep_capacities(self) -> None:
        """No month has more cutovers than the vendor, or the landscape, can bear."""
        for rule in self.problem.capacities:
            load: dict[int, list[int]] = defaultdict(list)
            fixed: dict[int, int] = defaultdict(int)
            for id_ in self.problem.systems:
                for course, column in self._courses_of(id_):
                    for month in self.problem.loads(id_, course, rule.vendor):
                        if column is None:
                            fixed[month] += 1
                        else:
                            load[month].append(column)
            for month in sorted({*load, *fixed}):
                room = rule.limit - fixed[month]
                if room < 0:
                    self.infeasible = True
                elif len(load[month]) > room:
                    self.model.at_most(room, load[month], [1] * len(load[month]))

    # --- forms and links ---

    def forms(self, id_: str, period: int) -> dict[int, Share]:
        """Form → share in which the system has it in the period; of a system without moves form 0."""
        if id_ not in self.courses:
            return {0: ALWAYS}
        key = (id_, period)
        if key not in self._forms:
            month = self.periods[period].start
            by_form: dict[int, list[Course]] = defaultdict(list)
            for course in self.courses[id_]:
                by_form[form_at(course, month)].append(course)
            self._forms[key] = {
                form: self.share_of(id_, courses) for form, courses in sorted(by_form.items())
            }
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
        columns = {(f, g): self.model.column(upper=1.0) for f in one for g in other}
        for f, share in one.items():
            self._adds_up([columns[f, g] for g in other], share)
        for g, share in other.items():
            self._adds_up([columns[f, g] for f in one], share)
        return {key: Share((column,)) for key, column in columns.items()}

    def _carry_links(self) -> None:
        """Every link in every period and pair of forms takes one of its open ways, where it needs one."""
        for integration in self.landscape.integrations.values():
            if integration.known:
                for period in range(len(self.periods)):
                    self._carry(integration, period)

    def _carry(self, integration: Integration, period: int) -> None:
        source, target = integration.key.source, integration.key.target
        assert source is not None and target is not None
        months = self.periods[period]
        for (f, g), share in self.pairs(source, target, period).items():
            state, _ = self.openings.ways(integration, f, g)
            if state.state not in ("native", "mixed") or share.never:
                continue
            options = self.openings.options(integration, f, g, months.start, months.stop)
            if not options:
                self._forbid(share)
            elif len(options) == 1:
                self.uses.append(Use(integration, period, options[0], share))
                self.constant_or_cost(share, options[0].way.per_month * len(months))
            else:
                columns = [self.model.binary(o.way.per_month * len(months)) for o in options]
                self._adds_up(columns, share)
                self.uses += [
                    Use(integration, period, option, Share((column,)))
                    for option, column in zip(options, columns, strict=True)
                ]

    def constant_or_cost(self, share: Share, cost: int) -> None:
        """A cost that is paid where the share is 1."""
        if not cost:
            return
        if share.always:
            self.constant += cost
            return
        column = self.model.column(cost)
        self._holds_up(column, share)

    # --- what costs something once ---

    def _build_bridges(self) -> None:
        """Whoever uses a bridge has it built, running in the period, and the link attached."""
        by_bridge: dict[Bridge, dict[tuple[IntegrationKey, int], list[Share]]] = {}
        for use in self.uses:
            for bridge in use.option.bridges:
                if bridge.kind != "as_is":
                    users = by_bridge.setdefault(bridge, {})
                    users.setdefault((use.integration.key, use.period), []).append(use.share)
        moves = self._relays_of_moves()
        for bridge in {**dict.fromkeys(by_bridge), **dict.fromkeys(moves)}:
            users = {at: either(shares) for at, shares in by_bridge.get(bridge, {}).items()}
            self._build(bridge, users, moves.get(bridge, {}))

    def _build(
        self,
        bridge: Bridge,
        users: dict[tuple[IntegrationKey, int], Share],
        moves: dict[int, list[Share]],
    ) -> None:
        """`users`: (link, period) → share; `moves`: month → shares of courses that need the relay then."""
        if any(share.always for share in (*users.values(), *(s for shares in moves.values() for s in shares))):
            self.constant += bridge.setup
            built = None
        else:
            built = self.model.column(bridge.setup)
        running: dict[int, list[Share]] = defaultdict(list)
        attached: dict[IntegrationKey, list[Share]] = defaultdict(list)
        for (key, period), share in users.items():
            draws = False
            if bridge.per_month:
                running[period].append(share)
                draws = True
            if bridge.link_cost(key):
                attached[key].append(share)
                draws = True
            if not draws and built is not None:
                self._holds_up(built, share)
        for key, shares in attached.items():
            self._once(shares, bridge.link_cost(key), built)
        if moves:
            self._run_by_month(bridge, running, moves, built)
        else:
            for period, shares in running.items():
                self._once(shares, bridge.per_month * len(self.periods[period]), built)

    def _run_by_month(
        self,
        bridge: Bridge,
        running: dict[int, list[Share]],
        moves: dict[int, list[Share]],
        built: int | None,
    ) -> None:
        """A relay that moves need too is paid month by month."""
        for period, months in enumerate(self.periods):
            for month in months:
                shares = [*running.get(period, ()), *moves.get(month, ())]
                if shares:
                    self._once(shares, bridge.per_month, built)

    def _once(self, shares: list[Share], cost: int, built: int | None) -> None:
        """Paid where any of the shares is 1; then the bridge is built too."""
        if any(share.always for share in shares):
            self.constant += cost
            return
        if not cost and built is None:
            return
        column = self.model.column(cost) if cost else built
        assert column is not None
        for share in dict.fromkeys(shares):
            self._holds_up(column, share)
        if built is not None and column != built:
            self.model.at_least(0, [built, column], [1, -1])

    def _relays_of_moves(self) -> dict[Bridge, dict[int, list[Share]]]:
        """Relay → month → shares of the courses whose moves need it then."""
        needed: dict[Bridge, dict[int, list[Share]]] = {}
        if not self.openings.network.checked:
            return needed
        for id_ in self.problem.systems:
            for place, move in enumerate(self.landscape.systems[id_].moves):
                need = move.needs_line
                relay = None if need is None else self.openings.yard.relay(need.between)
                if need is None or relay is None:
                    continue
                a, b = sorted(need.between)
                open_ = self.openings.joined((a, b))
                by_month: dict[int, list[Course]] = defaultdict(list)
                for course in self.courses[id_]:
                    for before in range(max(0, course[place] - need.months_before), course[place]):
                        if not open_[before]:
                            by_month[before].append(course)
                for month, courses in by_month.items():
                    needed.setdefault(relay, {}).setdefault(month, []).append(self.share_of(id_, courses))
        return needed

    def _keep_environments(self) -> None:
        """An environment is paid while a system's form, or a hub in use, stands there."""
        paid = [e for e in self.landscape.environments.values() if e.monthly_cost]
        hubs: dict[tuple[str, int], dict[IntegrationKey, list[Share]]] = {}
        for use in self.uses:
            if use.option.way.hub is not None:
                at = (self.landscape.hubs[use.option.way.hub].environment, use.period)
                hubs.setdefault(at, {}).setdefault(use.integration.key, []).append(use.share)
        for environment in paid:
            for period, months in enumerate(self.periods):
                shares = [
                    either(
                        share
                        for form, share in self.forms(system.id, period).items()
                        if system.forms[form].environment == environment.id
                    )
                    for system in self.landscape.systems.values()
                ]
                shares += [either(listed) for listed in hubs.get((environment.id, period), {}).values()]
                shares = [share for share in shares if not share.never]
                if shares:
                    self._once(shares, environment.monthly_cost * len(months), None)

    # --- tests ---

    def _test_legs(self) -> None:
        """Whoever uses a leg finds it tested by then; a route whose two legs are first used together saves a case.

        Sessions and main routes are left out: they only add to the cost.
        """
        price = self.landscape.test_case_cost
        if not price:
            return
        tested = self.openings.tested_before
        first: dict[int, int] = {}
        for use in self.uses:
            if use.share.always:
                for leg in use.option.way.legs:
                    first[leg] = min(use.period, first.get(leg, use.period))
        wanted: dict[int, dict[int, set[Share]]] = defaultdict(lambda: defaultdict(set))
        routes: dict[tuple[int, int], dict[int, list[Share]]] = defaultdict(lambda: defaultdict(list))
        together: dict[tuple[int, IntegrationKey, int], list[Share]] = defaultdict(list)
        for use in self.uses:
            live = [
                leg
                for leg in use.option.way.legs
                if leg not in tested and first.get(leg, use.period) >= use.period
            ]
            for leg in live:
                together[leg, use.integration.key, use.period].append(use.share)
            if len(live) == 2:
                routes[live[0], live[1]][use.period].append(use.share)
        for (leg, _, period), shares in together.items():
            wanted[leg][period].add(either(shares))
        cases: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for (one, other), by_period in routes.items():
            for period, shares in by_period.items():
                case = self.model.column(price, upper=1.0)
                if not any(share.always for share in shares):
                    columns = [column for share in shares for column in share.columns]
                    self.model.at_least(0, [*columns, case], [*([1] * len(columns)), -1])
                cases[one][period].append(case)
                cases[other][period].append(case)
        alike: dict[frozenset[tuple[int, Share]], int] = defaultdict(int)
        for leg, by_period in wanted.items():
            if leg in cases:
                self._cover(by_period, cases[leg], price)
            else:
                alike[frozenset((p, share) for p, shares in by_period.items() for share in shares)] += 1
        for uses, count in alike.items():
            self._once([share for _, share in sorted(uses, key=_by_columns)], price * count, None)

    def _cover(self, wanted: dict[int, set[Share]], cases: dict[int, list[int]], price: int) -> None:
        """A leg alone, or with the other leg of a route at or before its first use."""
        by_then = [self.model.column(price, upper=1.0)]
        for period in sorted({*wanted, *cases}):
            if period in cases:
                total = self.model.column()
                terms = [*by_then, *cases[period]]
                self.model.equal(0, [total, *terms], [1, *([-1] * len(terms))])
                by_then = [total]
            for share in sorted(wanted.get(period, ()), key=lambda s: s.columns):
                self._holds_up(by_then[0], share)

    # --- rows ---

    def _adds_up(self, columns: Sequence[int], share: Share) -> None:
        """Σ columns = share."""
        if share.always:
            self.model.equal(1, columns, [1] * len(columns))
        else:
            self.model.equal(
                0, [*columns, *share.columns], [*([1] * len(columns)), *([-1] * len(share.columns))]
            )

    def _holds_up(self, column: int, share: Share) -> None:
        """column ≥ share."""
        if share.always:
            self.model.at_least(1, [column], [1])
        elif share.columns:
            self.model.at_least(0, [column, *share.columns], [1, *([-1] * len(share.columns))])

    def _equal(self, one: Share, other: Share) -> None:
        self._implies(one, other)
        self._implies(other, one)

    def _implies(self, one: Share, other: Share) -> None:
        """one ≤ other."""
        if one.never or other.always:
            return
        if other.never:
            self._forbid(one)
        elif one.always:
            self.model.at_least(1, other.columns, [1] * len(other.columns))
        else:
            row: dict[int, int] = defaultdict(int)
            for column in other.columns:
                row[column] += 1
            for column in one.columns:
                row[column] -= 1
            row = {column: value for column, value in row.items() if value}
            if row:
                self.model.at_least(0, list(row), list(row.values()))

    def _forbid(self, share: Share) -> None:
        if share.always:
            self.infeasible = True
        elif share.columns:
            self.model.at_most(0, share.columns, [1] * len(share.columns))

    # --- answers ---

    def plan_of(self, values: npt.NDArray[np.float64]) -> dict[str, Course]:
        """The course with the largest value of every system."""
        return {
            id_: courses[int(np.argmax(values[list(self.chosen[id_])]))] if self.chosen[id_] else courses[0]
            for id_, courses in self.courses.items()
        }


def _by_columns(use: tuple[int, Share]) -> tuple[int, Columns]:
    return use[0], use[1].columns
