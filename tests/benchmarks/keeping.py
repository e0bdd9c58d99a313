"""`whatif`: a plan kept under scenarios, ways of carrying kept; what is measured begins at the evaluated plan."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from analyzer.evaluation.evaluate import Evaluation, evaluate_plan
from analyzer.whatif.keeping import Kept, keep_plan
from analyzer.whatif.scenarios import apply, read_scenarios
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Table, Target, Theme, measure, span
from tests.benchmarks.stages import watched

STAGES = {
    "demands": "analyzer.whatif.ways:Demands",
    "chosen": "analyzer.whatif.ways:_least_of_few",
}
Make = Callable[[int], City]
KEPT: tuple[tuple[str, Make, float, float], ...] = (
    ("keep/34", cities.town, 30.0, 0.2),
    ("keep/300", cities.great_city, 10.0, 2.0),
)
"""(row, city, seconds for the plan before, seconds wanted)"""


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        "A plan kept under scenarios",
        ("city", "scenario", "apply", "keep", "demands", "chosen anew", "rest", "links in other ways", "cost before", "cost kept"),
    )  # fmt: skip
    table.note = (
        "*apply*: the changed landscape; *keep*: months pushed, demands, ways kept and chosen anew, rules, tests, cost; the "
        "evaluated plan is there before. *links in other ways*: demands whose way was chosen anew."
    )
    for name, make, seconds, wanted in KEPT:
        if name not in selection:
            continue
        city = make(1)
        before = evaluate_plan(city.landscape, city.moves, seconds)
        slowest = max(_kept(table, city, before, *scenario) for scenario in _scenarios(city))
        systems, links = city.systems, city.links
        theme.targets.append(
            Target(f"keep the plan, {systems} / {links:,}, slowest scenario", wanted, slowest)
        )
    theme.tables += [table] if table.rows else []
    return theme


def _scenarios(city: City) -> list[tuple[str, dict[str, Any]]]:
    vendors = sorted(city.landscape.vendors)
    horizon, last = city.landscape.horizon, max(city.moves.values())
    latest = min(ref for ref, month in city.moves.items() if month == last)
    return [
        ("a vendor is 2 months late", {"delay": {"vendor": vendors[0], "months": 2}}),
        ("the last move is late, beyond the horizon", {"delay": {"move": str(latest), "months": horizon.last - last + 6}}),
        ("a vendor withdraws", {"withdraw": {"vendor": vendors[1], "from": str(last)}}),
    ]  # fmt: skip


def _kept(table: Table, city: City, before: Evaluation, name: str, change: dict[str, Any]) -> float:
    entry = {"id": "s", "name": name, "changes": [change]}
    data = json.dumps({"schema_version": 1, "scenarios": [entry]}).encode()
    (scenario,) = read_scenarios(data, "scenarios.yaml")
    applying, changed = measure(partial(apply, city.landscape, scenario), 3, budget=5.0)
    stages: dict[str, float] = {}

    def action() -> Kept:
        with watched(STAGES) as spent:
            kept = keep_plan(before, changed)
            _ = kept.after.cost
        stages.update(spent)
        return kept

    timing, kept = measure(action, 5, budget=20.0)
    demands = kept.after.demands
    anew = 0 if demands is None else sum(len(o) > 1 for s in demands.stretches for o in s.options)
    costs = ["none" if cost is None else f"{cost.total:,}" for cost in (kept.before.cost, kept.after.cost)]
    rest = timing.seconds[-1] - stages["demands"] - stages["chosen"]
    table.add(
        city.size, name, str(applying), str(timing), span(stages["demands"]), span(stages["chosen"]), span(max(0.0, rest)),
        f"{anew:,}", *costs,
    )  # fmt: skip
    return timing.median
