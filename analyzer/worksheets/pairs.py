"""The links of each pair of vendors under a plan, or today: which are mixed when, what carries them, when they are tested.

A link belongs to the pair of vendors that its ends have in a month; where a vendor gives way to another within the horizon, it
belongs to both pairs, each in its months. A test case belongs to the pair of its month.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzer.bridges.carriage import Carriage
from analyzer.graph.landscape_graph import build_graph
from analyzer.landscape.model import IntegrationKey, Landscape, pair
from analyzer.landscape.months import Month
from analyzer.plan.schedule import Schedule
from analyzer.reports.testing import chosen_cases
from analyzer.worksheets.worksheet import Asked

Pair = tuple[str, str]


@dataclass(slots=True)
class PairLinks:
    """What two vendors have between them. `tests` are (month, link), in order."""

    links: set[IntegrationKey] = field(default_factory=set)
    mixed: dict[IntegrationKey, set[Month]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    tests: list[tuple[Month, IntegrationKey]] = field(default_factory=list)

    @property
    def mixed_months(self) -> list[Month]:
        return sorted({month for months in self.mixed.values() for month in months})

    @property
    def test_months(self) -> list[Month]:
        return sorted({month for month, _ in self.tests})


def vendor_pairs(asked: Asked) -> dict[Pair, PairLinks]:
    """Sorted by pair; links with an unknown partner belong to none."""
    found: dict[Pair, PairLinks] = {}
    landscape, evaluation = asked.landscape, asked.evaluation
    if evaluation is None or evaluation.schedule is None:
        for link in build_graph(landscape).links.values():
            if link.vendors is not None:
                entry = found.setdefault(link.vendors, PairLinks())
                entry.links.add(link.key)
                if link.state == "mixed":
                    entry.mixed[link.key] = set()
        return dict(sorted(found.items()))
    schedule = evaluation.schedule
    for key, month, vendors in _links_by_month(landscape, schedule):
        if asked.month in (None, month):
            found.setdefault(vendors, PairLinks()).links.add(key)
    if evaluation.assessment is not None:
        _add_mixed(asked, found, schedule, evaluation.assessment.carriage)
        for month, _, case in chosen_cases(evaluation.assessment, None, asked.month):
            key = case.route.integration.key
            found[_pair_at(schedule, key, landscape.horizon.index(month))].tests.append((month, key))
    return dict(sorted(found.items()))


def _links_by_month(landscape: Landscape, schedule: Schedule) -> Iterator[tuple[IntegrationKey, Month, Pair]]:
    """Every known link in every month, with the pair of its vendors then."""
    for key, integration in landscape.integrations.items():
        if integration.known:
            for span in schedule.spans:
                vendors = _pair_at(schedule, key, span.start)
                for month in range(span.start, span.stop):
                    yield key, schedule.month(month), vendors


def _pair_at(schedule: Schedule, key: IntegrationKey, month: int) -> Pair:
    assert key.source is not None
    assert key.target is not None
    return pair(schedule.form(key.source, month).vendor, schedule.form(key.target, month).vendor)


def _add_mixed(asked: Asked, found: dict[Pair, PairLinks], schedule: Schedule, carriage: Carriage) -> None:
    for stretch, number, option in carriage:
        if stretch.state.state != "mixed":
            continue
        key, span = stretch.integration.key, schedule.spans[number]
        months = {schedule.month(month) for month in range(span.start, span.stop)}
        if asked.month is not None:
            months &= {asked.month}
        if months:
            entry = found[_pair_at(schedule, key, span.start)]
            entry.mixed.setdefault(key, set()).update(months)
            entry.kinds |= {bridge.kind for bridge in option.bridges} or {option.way.name}
