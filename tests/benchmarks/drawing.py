"""Pictures: view → DOT → SVG."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from functools import partial
from typing import Any

from analyzer.evaluation import evaluate_plan
from tests.benchmarks import cities
from tests.benchmarks.measuring import Selection, Table, Target, Theme, measure

SEARCH_LIMIT = 20.0
"""A picture needs some choice of bridges, not the proof that it is the least."""


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table("A picture of a landscape in a month", ("city", "grouped by", "format", "time", "size"))
    can = importlib.util.find_spec("analyzer.diagrams") is not None and shutil.which("dot") is not None
    for name, city in (
        ("pictures/34", cities.town(1)),
        ("pictures/100", cities.city(1)),
        ("pictures/300", cities.great_city(1)),
    ):
        if not can or name not in selection:
            continue
        landscape = city.landscape
        draw: Any = importlib.import_module("analyzer.diagrams").draw_landscape
        evaluation = evaluate_plan(landscape, city.moves, SEARCH_LIMIT)
        # In the middle of the horizon, where some systems have moved.
        month = landscape.horizon.first + city.months // 2
        for group, form in (("environment", "svg"), ("vendor", "svg"), ("environment", "png")):
            options = {
                "month": month,
                "evaluation": evaluation,
                "group": group,
                "language": "ja",
                "format": form,
            }
            timing, picture = measure(partial(draw, landscape, **options), 3)
            table.add(city.size, group, form, str(timing), f"{len(picture) / 1e3:.0f} kB")
            if city.systems == 34 and (group, form) == ("environment", "svg"):
                theme.targets.append(Target("a picture of 34 systems", 2.0, timing.median))
    table.note = "Under the evaluated plan, in the middle of the horizon; the evaluation is not in the time. The first may have to fill the system's cache of fonts."
    if table.rows:
        theme.tables.append(table)
    return theme
