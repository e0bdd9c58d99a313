"""The smallest test set of a month: by matching, beside the same as an integer program."""

from __future__ import annotations

from analyzer.collection import paused_collection
from analyzer.evaluation.bridges_alone import least_bridge_cost
from analyzer.milp import LinearModel
from analyzer.testing.due import DueMonth, due_months
from analyzer.testing.smallest import smallest_test_set
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Table, Theme, measure, ratio


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        "The smallest test set of the month with the most due legs (no main routes, no sessions)",
        ("city", "due legs", "routes with one", "by", "time", "cases", "proves", "time / the matching's"),
    )
    table.note = (
        "The schedule is carried at its least bridge cost. The integer program has a column for every route "
        "with a due leg and a row for every due leg."
    )
    for name, city in (
        ("tests/34", cities.town(1, main_routes=0)),
        ("tests/300", cities.great_city(1, main_routes=0)),
    ):
        if name in selection:
            with paused_collection():  # as `evaluate_plan` does
                _compare(table, city)
    if table.rows:
        theme.tables.append(table)
    return theme


def _compare(table: Table, city: City) -> None:
    demands = city.demands
    carriage = least_bridge_cost(demands, 30.0).carriage
    month = max(due_months(carriage), key=lambda m: (len(m.due), -m.span))
    matching, found = measure(lambda: smallest_test_set(demands.schedule, month))
    program, cases = measure(lambda: _by_milp(month))
    size = (city.size, f"{len(month.due):,}", f"{len(month.changed):,}")
    independent = len(found.independent) == len(found.cases)
    table.add(
        *size, "matching", str(matching), f"{len(found.cases):,}",
        f"smallest: {len(found.independent):,} independent legs" if independent else "–", "1",
    )  # fmt: skip
    table.add(
        *size, "HiGHS, MILP", str(program), f"{cases:,}",
        "the same number" if cases == len(found.cases) else "NOT the same number",
        ratio(program.median, matching.median),
    )  # fmt: skip


def _by_milp(month: DueMonth) -> int:
    """Fewest routes such that each due leg lies on one of them."""
    model = LinearModel()
    on_leg: dict[int, list[int]] = {leg: [] for leg in sorted(month.due)}
    for route in month.changed:
        column = model.column(1, integer=True)
        for leg in route.due:
            on_leg[leg].append(column)
    for columns in on_leg.values():
        model.at_least(1, columns, [1] * len(columns))
    return round(model.solve(absolute_gap=0.99).objective)
