"""Test cases in the program: whoever uses a leg finds it tested by then.

A leg is paid once, or shares a case with the other leg of a route where both are first used in one period (a
matching inside the program). Sessions and main routes ask for cases with their route and month; they only add to
the cost, so the program is a bound without them, and is exact with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product

from analyzer.evaluation.test_rows import needs_months
from analyzer.landscape.model import IntegrationKey
from analyzer.order.program.carrying import Use
from analyzer.order.program.courses import CourseColumns
from analyzer.order.program.rows import ALWAYS, Rows, Share, either
from analyzer.order.rules import Course, form_at


class TestCases:
    """Adds the tests of all uses to the program.

    `routed`: with sessions and main routes; `whole`: with whole cases of them, which branching would otherwise go through
    for next to nothing (measured: 12 systems / 100 links, 295 whole columns instead of 63).
    """

    __test__ = False

    def __init__(
        self,
        rows: Rows,
        courses: CourseColumns,
        periods: Sequence[range],
        uses: Sequence[Use],
        *,
        routed: bool,
        whole: bool,
    ) -> None:
        self._rows = rows
        self._courses = courses
        self._periods = periods
        self._uses = uses
        self._landscape = landscape = courses.problem.landscape
        self._legs = courses.problem.openings.legs
        self._price = landscape.test_case_cost
        self._tested = courses.problem.openings.tested_before
        self._first: dict[int, int] = {}
        """Leg → the first period in which it is used in every plan."""
        self._weight: dict[int, int] = {}
        self._whole = whole
        routed = routed and needs_months(landscape)
        self._every_case = routed and (landscape.session_cost > 0 or landscape.main_routes > 1)
        self._marked_cases = routed and not self._every_case
        self._wanted: dict[int, dict[int, set[Share]]] = defaultdict(lambda: defaultdict(set))
        """Leg → period → shares in which links use it."""
        self._cases: dict[int, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        """Leg → period → cases that test it there."""
        self._of_use: dict[int, list[int]] = {}
        """Number of a use → its own cases, where routes matter."""
        self._sessions: dict[tuple[int, frozenset[str]], int] = {}

    def add(self) -> None:
        if not self._price and not self._every_case and not self._marked_cases:
            return
        self._find_uses()
        self._share_cases()
        hubs = self._hubs_with_live_legs() if self._every_case or self._marked_cases else set()
        for number, use in enumerate(self._uses):
            if self._has_own_case(use, hubs):
                self._own_case(number, use)
        self._test_every_leg()
        if self._landscape.main_routes and (self._every_case or self._marked_cases):
            for hub, period in sorted(hubs):
                self._main_routes(hub, period)

    def _find_uses(self) -> None:
        for use in self._uses:
            if use.share.always:
                for leg in use.option.way.legs:
                    self._first[leg] = min(use.period, self._first.get(leg, use.period))
        together: dict[tuple[int, IntegrationKey, int], list[Share]] = defaultdict(list)
        for use in self._uses:
            for leg in self._live(use):
                together[leg, use.link.key, use.period].append(use.share)
                self._weight[leg] = use.bundle.weight
        for (leg, _, period), shares in together.items():
            self._wanted[leg][period].add(either(shares))

    def _live(self, use: Use) -> list[int]:
        """Its legs that may be due in its period."""
        return [
            leg
            for leg in use.option.way.legs
            if leg not in self._tested and self._first.get(leg, use.period) >= use.period
        ]

    def _share_cases(self) -> None:
        """A case for two legs that a route joins in a period: only where some link takes that route then."""
        if self._every_case:
            return
        routes: dict[tuple[int, int, int], list[Share]] = defaultdict(list)
        weights: dict[tuple[int, int, int], int] = {}
        for use in self._uses:
            live = self._live(use)
            if len(live) == 2 and not (self._marked_cases and use.link.main_route):
                routes[live[0], live[1], use.period].append(use.share)
                weights[live[0], live[1], use.period] = use.bundle.weight
        for (one, other, period), shares in routes.items():
            case = self._rows.model.column(self._price * weights[one, other, period], upper=1.0)
            if not any(share.always for share in shares):
                self._rows.stays_below(case, Share(tuple(c for share in shares for c in share.columns)))
            self._cases[one][period].append(case)
            self._cases[other][period].append(case)

    def _has_own_case(self, use: Use, hubs: set[tuple[str, int]]) -> bool:
        if not use.option.way.legs or not (self._every_case or (self._marked_cases and use.link.main_route)):
            return False
        return bool(self._live(use)) or (use.option.way.hub, use.period) in hubs

    def _own_case(self, number: int, use: Use) -> None:
        """A case of this route in its period, one for each set of vendors that may take part."""
        columns: list[int] = []
        for vendors, shares in self._parties(use):
            case = self._decided(self._price)
            for share in (use.share, *shares):
                self._rows.stays_below(case, share)
            if self._landscape.session_cost:
                self._rows.model.at_least(0, [self._session(use.period, vendors), case], [1, -1])
            columns.append(case)
        self._of_use[number] = columns
        for leg in self._live(use):
            self._cases[leg][use.period].extend(columns)

    def _session(self, period: int, vendors: frozenset[str]) -> int:
        """The cases of one month with the same vendors make one session."""
        if (period, vendors) not in self._sessions:
            self._sessions[period, vendors] = self._rows.model.column(self._landscape.session_cost, upper=1.0)
        return self._sessions[period, vendors]

    def _parties(self, use: Use) -> Iterator[tuple[frozenset[str], tuple[Share, ...]]]:
        """Sets of vendors that may take part, each with the shares in which it does."""
        if not self._landscape.session_cost:
            yield frozenset(), ()
            return
        way, (f, g) = use.option.way, use.pair
        vendors = {self._landscape.hubs[way.hub].vendor} if way.hub is not None else set()
        source, target = str(use.link.key.source), str(use.link.key.target)
        outgoing = [self._outgoing(source, f, use.period), self._outgoing(target, g, use.period)]
        for system, form in ((source, f), (target, g)):
            vendors.add(self._landscape.systems[system].forms[form].vendor)
        if source == target:
            outgoing = outgoing[:1]
        for choice in product(*(sorted(listed) for listed in outgoing)):
            shares = tuple(listed[vendor] for listed, vendor in zip(outgoing, choice, strict=True))
            yield frozenset((*vendors, *choice)), shares

    def _outgoing(self, id_: str, form: int, period: int) -> dict[str, Share]:
        """Vendor in the month before the period → share of the courses that have the form in it."""
        if id_ not in self._courses.courses:
            return {self._landscape.systems[id_].forms[0].vendor: ALWAYS}
        start, forms = self._periods[period].start, self._landscape.systems[id_].forms
        by_vendor: dict[str, list[Course]] = defaultdict(list)
        for course in self._courses.courses[id_]:
            if form_at(course, start) == form:
                by_vendor[forms[form_at(course, start - 1)].vendor].append(course)
        return {vendor: self._courses.share(id_, courses) for vendor, courses in by_vendor.items()}

    def _test_every_leg(self) -> None:
        alike: dict[frozenset[tuple[int, Share]], int] = defaultdict(int)
        for leg, wanted in self._wanted.items():
            price = self._price * self._weight[leg]
            if leg in self._cases:
                self._cover(wanted, self._cases[leg], price)
            else:
                alike[frozenset((period, share) for period in wanted for share in wanted[period])] += price
        for uses, price in alike.items():
            self._rows.once([share for _, share in sorted(uses, key=_by_columns)], price)

    def _cover(self, wanted: dict[int, set[Share]], cases: dict[int, list[int]], price: int) -> None:
        """A leg alone, or by a case of a route at or before its first use."""
        model = self._rows.model
        by_then: list[int] = [] if self._every_case else [model.column(price, upper=1.0)]
        most = float(len(by_then))
        for period in sorted({*wanted, *cases}):
            if period in cases:
                most += len(cases[period])
                total = model.column(upper=most)
                terms = [*by_then, *cases[period]]
                model.equal(0, [total, *terms], [1, *([-1] * len(terms))])
                by_then = [total]
            for share in sorted(wanted.get(period, ()), key=lambda s: s.columns):
                self._rows.holds_up(by_then[0], share)

    def _decided(self, cost: float = 0.0) -> int:
        """A column for what is so or not."""
        return self._rows.model.column(cost, upper=1.0, integer=self._whole)

    # --- main routes ---

    def _hubs_with_live_legs(self) -> set[tuple[str, int]]:
        found: set[tuple[str, int]] = set()
        for use in self._uses:
            for leg in self._live(use):
                hub = self._legs[leg].hub
                if hub is not None:
                    found.add((hub, use.period))
        return found

    def _main_routes(self, hub: str, period: int) -> None:
        """Where the hub has a due leg at least so many cases go through it, and so many marked ones."""
        through = {
            number: use
            for number, use in enumerate(self._uses)
            if use.period == period and use.option.way.hub == hub and number in self._of_use
        }
        marked = {number: use for number, use in through.items() if use.link.main_route}
        groups = [marked] if self._marked_cases else [through, marked]
        if not any(groups):
            return
        due = self._decided()
        self._due(due, hub, period)
        for group in groups:
            if group:
                self._enough_cases(group, due)

    def _due(self, due: int, hub: str, period: int) -> None:
        """1 where a leg of the hub is used in the period and was not used before it."""
        rows: set[tuple[Share, tuple[int, ...]]] = set()
        for leg, wanted in self._wanted.items():
            if period in wanted and self._legs[leg].hub == hub:
                earlier = sorted(
                    {
                        c
                        for at, shares in wanted.items()
                        if at < period
                        for share in shares
                        for c in share.columns
                    }
                )
                rows.update((share, tuple(earlier)) for share in wanted[period])
        for share, before in sorted(rows, key=lambda row: (row[0].columns, row[1])):
            terms: dict[int, int] = defaultdict(int)
            terms[due] += 1
            for column in before:
                terms[column] += 1
            for column in share.columns:
                terms[column] -= 1
            self._rows.model.at_least(int(share.always), list(terms), list(terms.values()))

    def _enough_cases(self, group: dict[int, Use], due: int) -> None:
        """Cases ≥ min(main_routes, links in use in the group), where the hub has a due leg."""
        model, most_wanted = self._rows.model, self._landscape.main_routes
        by_link: dict[IntegrationKey, list[Share]] = defaultdict(list)
        for use in group.values():
            by_link[use.link.key].append(use.share)
        in_use = [either(shares) for shares in by_link.values()]
        always = sum(share.always for share in in_use)
        optional = [share for share in in_use if not share.always]
        cases = [column for number in group for column in self._of_use[number]]
        if most_wanted == 1 and not always:
            for share in optional:
                row = [*cases, due, *share.columns]
                model.at_least(-1, row, [*([1] * len(cases)), -1, *([-1] * len(share.columns))])
            return
        wanted: list[int] = [due] * min(most_wanted, always)
        columns = [column for share in optional for column in share.columns]
        for count in range(always + 1, min(most_wanted, always + len(optional)) + 1):
            # reached = 1 where at least `count` links of the group are in use
            reached, both = self._decided(), model.column(upper=1.0)
            most = always + len(optional) - count + 1
            model.at_least(always - count + 1, [reached, *columns], [most, *([-1] * len(columns))])
            model.at_least(-1, [both, reached, due], [1, -1, -1])
            wanted.append(both)
        terms: dict[int, float] = defaultdict(float)
        for column in cases:
            terms[column] += 1
        for column in wanted:
            terms[column] -= 1
        model.at_least(0, list(terms), list(terms.values()))


def _by_columns(use: tuple[int, Share]) -> tuple[int, tuple[int, ...]]:
    return use[0], use[1].columns
