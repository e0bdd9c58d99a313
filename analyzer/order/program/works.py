"""What costs something once: bridges built, running and attached; environments alive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analyzer.bridges.yard import Bridge
from analyzer.landscape.model import IntegrationKey
from analyzer.order.program.carrying import Use
from analyzer.order.program.courses import CourseColumns
from analyzer.order.program.rows import Rows, Share, either
from analyzer.order.rules import Course

Periods = Sequence[range]


def build_bridges(rows: Rows, courses: CourseColumns, periods: Periods, uses: Sequence[Use]) -> None:
    """Whoever uses a bridge has it built, running in the period, and the link attached."""
    users: dict[Bridge, dict[tuple[IntegrationKey, int], list[Share]]] = {}
    weights: dict[IntegrationKey, int] = {}
    for use in uses:
        weights[use.link.key] = use.bundle.weight
        for bridge in use.option.bridges:
            if bridge.kind != "as_is":
                users.setdefault(bridge, {}).setdefault((use.link.key, use.period), []).append(use.share)
    moves = _relays_of_moves(courses)
    for bridge in {**dict.fromkeys(users), **dict.fromkeys(moves)}:
        drawn = {at: either(shares) for at, shares in users.get(bridge, {}).items()}
        _Works(rows, periods, bridge, weights).build(drawn, moves.get(bridge, {}))


class _Works:
    """One bridge; one of an integration's own stands once for each link of its bundle."""

    def __init__(
        self, rows: Rows, periods: Periods, bridge: Bridge, weights: dict[IntegrationKey, int]
    ) -> None:
        self._rows = rows
        self._periods = periods
        self._bridge = bridge
        self._weights = weights
        own = bridge.place.integration
        self._times = 1 if own is None else weights.get(own, 1)

    def build(self, users: dict[tuple[IntegrationKey, int], Share], moves: dict[int, list[Share]]) -> None:
        """`users`: (link, period) → share; `moves`: month → shares of courses that need the relay then."""
        bridge, rows = self._bridge, self._rows
        needed = [*users.values(), *(share for shares in moves.values() for share in shares)]
        built: int | None = None
        if any(share.always for share in needed):
            rows.constant += bridge.setup * self._times
        else:
            built = rows.model.column(bridge.setup * self._times, upper=1.0)
        running: dict[int, list[Share]] = defaultdict(list)
        attached: dict[IntegrationKey, list[Share]] = defaultdict(list)
        for (key, period), share in users.items():
            if bridge.per_month:
                running[period].append(share)
            if bridge.link_cost(key):
                attached[key].append(share)
            if built is not None and not bridge.per_month and not bridge.link_cost(key):
                rows.holds_up(built, share)
        for key, shares in attached.items():
            rows.once(shares, bridge.link_cost(key) * self._weights[key], built)
        if moves:
            self._run_by_month(running, moves, built)
            return
        for period, shares in running.items():
            rows.once(shares, bridge.per_month * len(self._periods[period]) * self._times, built)

    def _run_by_month(
        self, running: dict[int, list[Share]], moves: dict[int, list[Share]], built: int | None
    ) -> None:
        """A relay that moves need too is paid month by month."""
        for period, months in enumerate(self._periods):
            for month in months:
                shares = [*running.get(period, ()), *moves.get(month, ())]
                if shares and self._bridge.per_month:
                    self._rows.once(shares, self._bridge.per_month, built)
                elif built is not None:
                    for share in shares:
                        self._rows.holds_up(built, share)


def _relays_of_moves(courses: CourseColumns) -> dict[Bridge, dict[int, list[Share]]]:
    """Relay → month → shares of the courses whose moves need it then."""
    openings, needed = courses.problem.openings, dict[Bridge, dict[int, list[Share]]]()
    if not openings.network.checked:
        return needed
    for id_ in courses.problem.systems:
        for place, move in enumerate(courses.problem.landscape.systems[id_].moves):
            need = move.needs_line
            relay = None if need is None else openings.yard.relay(need.between)
            if need is None or relay is None:
                continue
            a, b = sorted(need.between)
            open_ = openings.joined((a, b))
            by_month: dict[int, list[Course]] = defaultdict(list)
            for course in courses.courses[id_]:
                for before in range(max(0, course[place] - need.months_before), course[place]):
                    if not open_[before]:
                        by_month[before].append(course)
            for month, listed in by_month.items():
                needed.setdefault(relay, {}).setdefault(month, []).append(courses.share(id_, listed))
    return needed


def keep_environments(rows: Rows, courses: CourseColumns, periods: Periods, uses: Sequence[Use]) -> None:
    """An environment is paid while a system's form, or a hub in use, stands there."""
    landscape = courses.problem.landscape
    hubs: dict[tuple[str, int], dict[IntegrationKey, list[Share]]] = {}
    for use in uses:
        if use.option.way.hub is not None:
            at = (landscape.hubs[use.option.way.hub].environment, use.period)
            hubs.setdefault(at, {}).setdefault(use.link.key, []).append(use.share)
    for environment in landscape.environments.values():
        if not environment.monthly_cost:
            continue
        for period, months in enumerate(periods):
            shares = [
                either(
                    share
                    for form, share in courses.forms(system.id, period).items()
                    if system.forms[form].environment == environment.id
                )
                for system in landscape.systems.values()
            ]
            shares += [either(listed) for listed in hubs.get((environment.id, period), {}).values()]
            there = [share for share in shares if not share.never]
            if there:
                rows.once(there, environment.monthly_cost * len(months))
