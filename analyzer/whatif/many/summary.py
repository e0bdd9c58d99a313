"""What many results come to: by scenario over the landscapes, by landscape over the scenarios; worst, sums, quantiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.landscape.months import Month
from analyzer.whatif.many.tasks import Outcome, Status

SHARES = (10, 50, 90)
"""Per cent, of the quantiles that are told."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Of one figure (after minus before) over results: their sum, the least values that 10, 50, 90 % of them do not exceed, the most.

    `worst`: who has the most, the first by name.
    """

    count: int
    total: int
    low: int
    median: int
    high: int
    most: int
    worst: str


FIGURES = ("cost", "delay", "violations", "bridges", "bridge_months", "tests")
"""What is compared: total cost, months that the last move is later, and counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """The results of one scenario (or landscape): how many of each status, and the spread of each figure where there is any."""

    name: str
    statuses: Mapping[Status, int]
    spreads: Mapping[str, Spread]

    @property
    def results(self) -> int:
        return sum(self.statuses.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """`failures`: (landscape, scenario, outcome) of each result without figures, in the order of the run."""

    total: Row
    by_scenario: tuple[Row, ...]
    by_landscape: tuple[Row, ...]
    failures: tuple[tuple[str, str, Outcome], ...]


@dataclass(slots=True)
class _Gathered:
    statuses: Counter[Status] = field(default_factory=Counter)
    values: dict[str, list[int]] = field(default_factory=dict)
    worst: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Figure → the most, and who has it first by name."""

    def add(self, name: str, status: Status, changes: Mapping[str, int]) -> None:
        self.statuses[status] += 1
        for figure, value in changes.items():
            self.values.setdefault(figure, []).append(value)
            most, who = self.worst.get(figure, (value, name))
            if value > most or (value == most and name <= who):
                self.worst[figure] = value, name

    def row(self, name: str) -> Row:
        spreads = {f: _spread(self.values[f], *self.worst[f]) for f in FIGURES if f in self.values}
        return Row(name, dict(self.statuses), spreads)


def summarize(rows: Iterable[tuple[str, Mapping[str, Outcome]]], scenarios: Sequence[str]) -> Summary:
    """`rows`: name of the landscape, scenario → outcome (`Run.rows`); `scenarios` in their order."""
    total = _Gathered()
    by_scenario = {id_: _Gathered() for id_ in scenarios}
    by_landscape: list[Row] = []
    failures: list[tuple[str, str, Outcome]] = []
    for name, outcomes in rows:
        own = _Gathered()
        for id_, outcome in outcomes.items():
            changes = changes_of(outcome)
            own.add(id_, outcome.status, changes)
            by_scenario[id_].add(name, outcome.status, changes)
            total.add(f"{name} · {id_}", outcome.status, changes)
            if outcome.reason is not None:
                failures.append((name, id_, outcome))
        by_landscape.append(own.row(name))
    scenario_rows = tuple(gathered.row(id_) for id_, gathered in by_scenario.items())
    return Summary(total.row(""), scenario_rows, tuple(by_landscape), tuple(failures))


def changes_of(outcome: Outcome) -> dict[str, int]:
    """Figure → after minus before; without the figures that one of the two does not have."""
    before, after = outcome.before, outcome.after
    if before is None or after is None:
        return {}
    changes: dict[str, int] = {}
    if before.cost is not None and after.cost is not None:
        changes["cost"] = after.cost["total"] - before.cost["total"]
        changes |= {
            figure: getattr(after, figure) - getattr(before, figure)
            for figure in ("bridges", "bridge_months", "tests")
        }
    if before.end is not None and after.end is not None:
        changes["delay"] = Month.parse(after.end) - Month.parse(before.end)
    changes["violations"] = after.violations - before.violations
    return changes


def _spread(values: list[int], most: int, worst: str) -> Spread:
    ordered = sorted(values)
    low, median, high = (ordered[max(0, -(-share * len(ordered) // 100) - 1)] for share in SHARES)
    return Spread(len(ordered), sum(ordered), low, median, high, most, worst)
