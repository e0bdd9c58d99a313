"""`whatif --again` and `slip`: how soon a new plan is there, and how long ten thousand slips take.

Both begin at the plan that the generator gives: its evaluation is there before.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.landscape.model import Slip
from analyzer.order.desk import Progress
from analyzer.order.ordering import Ordering
from analyzer.whatif.again import plan_again
from analyzer.whatif.scenarios import Changed, apply, read_scenarios
from analyzer.whatif.slips.simulation import Slipping, simulate
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Table, Target, Theme, measure, span

AGAIN_SECONDS = 20.0
SLIPS: tuple[tuple[str, Callable[[int], City], float, int, float], ...] = (
    ("slips/34", cities.town, 30.0, 10_000, 10.0),
    ("slips/300", cities.great_city, 10.0, 1_000, 60.0),
)
"""(row, city, seconds for the plan before, samples, seconds wanted)"""


def run(selection: Selection) -> Theme:
    theme = Theme()
    _again(theme, selection)
    _slips(theme, selection)
    return theme


def _again(theme: Theme, selection: Selection) -> None:
    table = Table(
        f"Planning again from the old plan, {AGAIN_SECONDS:g} s",
        ("city", "seed", "scenario", "changed months at most", "first answer", "old plan", "first", "in the end", "bound", "months changed"),
    )  # fmt: skip
    table.note = "*infeasible*: proven that no plan with so few changed months keeps the rules; then *first answer* is that proof."
    firsts = []
    for seed in (1, 2, 3):
        for keep in (None, 3):
            if f"again/34/{seed}/{'free' if keep is None else keep}" not in selection:
                continue
            city = cities.town(seed)
            changed = _late_vendor(city)
            heard: list[tuple[float, int]] = []
            start = time.perf_counter()

            def hear(step: Progress, start: float = start, heard: list[tuple[float, int]] = heard) -> None:
                if step.cost is not None:
                    heard.append((time.perf_counter() - start, step.cost))

            ordering = plan_again(changed, city.moves, keep, time_limit=AGAIN_SECONDS, progress=hear)
            seconds = time.perf_counter() - start
            table.add(
                city.size, str(seed), "a vendor is 2 months late", "–" if keep is None else str(keep),
                *_answered(city, ordering, heard, seconds),
            )  # fmt: skip
            firsts.append(heard[0][0] if heard else seconds)
    if firsts:
        theme.tables.append(table)
        theme.targets.append(
            Target("plan again from the old plan, 34 / 600: first answer, the slowest", 1.0, max(firsts))
        )


def _answered(city: City, ordering: Ordering, heard: list[tuple[float, int]], seconds: float) -> list[str]:
    """Cells from *first answer* on; `heard`: plans by the seconds at which they were told."""
    before = evaluate_plan(city.landscape, city.moves, 10.0).cost
    old, found = "–" if before is None else f"{before.total:,}", ordering.evaluation
    if found is None or found.cost is None:
        return [span(seconds), old, "–", ordering.status, "–", "–"]
    moved = sum(found.moves[ref] != month for ref, month in city.moves.items())
    bound = "–" if ordering.bound is None else f"{ordering.bound:,}"
    first, cost = heard[0]
    return [span(first), old, f"{cost:,}", f"{found.cost.total:,}", bound, str(moved)]


def _late_vendor(city: City) -> Changed:
    vendor = min(city.landscape.vendors)
    entry = {"id": "s", "name": "s", "changes": [{"delay": {"vendor": vendor, "months": 2}}]}
    data = json.dumps({"schema_version": 1, "scenarios": [entry]}).encode()
    (scenario,) = read_scenarios(data, "scenarios.yaml")
    return apply(city.landscape, scenario)


def _slips(theme: Theme, selection: Selection) -> None:
    table = Table(
        "Slips of a plan, ways of carrying kept",
        ("city", "samples", "time", "a sample", "some way chosen anew", "mean cost", "plan"),
    )
    table.note = (
        "Every vendor slips by 0 to 6 months, most likely by 1 (triangular). All of `slip` but the plan's own evaluation and "
        "the samples that are solved exactly."
    )
    for name, make, seconds, samples, wanted in SLIPS:
        if name not in selection:
            continue
        city = make(1)
        before = _slipping_city(city, seconds)
        timing, slipping = measure(partial(simulate, before, samples=samples, exact=0), 3, budget=60.0)
        _add(table, city, slipping, samples, timing.median, str(timing))
        theme.targets.append(
            Target(f"{samples:,} slips, {city.systems} / {city.links:,}", wanted, timing.median)
        )
    theme.tables += [table] if table.rows else []


def _slipping_city(city: City, seconds: float) -> Evaluation:
    landscape = city.landscape
    vendors = {
        id_: replace(vendor, slip=Slip(triangular=(0, 1, 6))) for id_, vendor in landscape.vendors.items()
    }
    return evaluate_plan(landscape.changed(vendors=vendors), city.moves, seconds)


def _add(table: Table, city: City, slipping: Slipping, samples: int, seconds: float, time_: str) -> None:
    cost = slipping.evaluation.cost
    table.add(
        city.size, f"{samples:,}", time_, span(seconds / samples), f"{float(slipping.chosen):.0%}",
        f"{float(slipping.cost['total'].mean):,.0f}", "–" if cost is None else f"{cost.total:,}",
    )  # fmt: skip
