"""`evaluate`: the least joint cost of a given plan, beside the plain programs for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from analyzer.collection import paused_collection
from analyzer.evaluation import Evaluation, evaluate_plan
from tests.benchmarks import cities
from tests.benchmarks.cities import City
from tests.benchmarks.measuring import Selection, Stopped, Table, Target, Theme, Timing, measure, ratio, span
from tests.benchmarks.plain import PlainAnswer, PlainModel, Tests
from tests.benchmarks.stages import watched

STAGES = {
    "demands": "analyzer.evaluation.evaluate:Demands",
    "joint": "analyzer.evaluation.evaluate:least_joint_cost",
    "search": "analyzer.evaluation.evaluate:search",
    "alone": "analyzer.evaluation.evaluate:least_bridge_cost",
}
PLAIN_LIMIT = 60.0
GAP_WANTED = 0.005
STOPPED_AFTER = 7.0
"""The limit is the search's alone: with what goes before and after it, the whole call has 15 s."""

Make = Callable[..., City]
EVALUATED: tuple[tuple[str, Make, int, dict[str, Any], float | None, int], ...] = (
    ("evaluate/34", cities.town, 1, {}, None, 3),
    ("evaluate/34", cities.town, 2, {}, None, 3),
    ("evaluate/34", cities.town, 3, {}, None, 3),
    ("evaluate/34-variants", cities.town, 1, {"main_routes": 0}, None, 3),
    ("evaluate/34-variants", cities.town, 1, {"session_cost": 1}, 30.0, 1),
    ("evaluate/34-variants", cities.town, 1, {"lines": True}, None, 3),
    ("evaluate/100", cities.city, 1, {}, None, 3),
    ("evaluate/300-stopped", cities.great_city, 1, {}, STOPPED_AFTER, 1),
    ("evaluate/300", cities.great_city, 1, {}, 120.0, 1),
)
TARGETS = {
    34: (
        "`evaluate` exact, 34 systems / 600 links / 24 months / 8 cutover months, slowest of the seeds",
        1.0,
    ),
    100: ("`evaluate` exact, 100 / 1,000 / 24 / 8", 3.0),
    300: ("`evaluate` exact, 300 / 3,000 / 36 / 12, or a proven gap below 0.5 % in that time", 15.0),
}


def run(selection: Selection) -> Theme:
    theme = Theme()
    evaluated = Table(
        "A given plan, at its least joint cost",
        ("city", "seed, options", "time", "demands", "model", "search", "bridges alone", "rest",
         "cost", "bound", "gap", "proves"),
    )  # fmt: skip
    evaluated.note = (
        "*demands*: states, ways and legs of every link; *model* and *search*: the joint program and its solution; "
        "*bridges alone*: the least bridge cost printed beside it; *rest*: rules, findings, smallest test sets, sums. "
        "The stages are those of the last run. *options* are the generator's, where they are not its defaults; "
        "a *limit* is given in seconds, to `evaluate_plan`."
    )
    exact: dict[int, float] = {}
    stopped: dict[int, Stopped] = {}
    for name, make, seed, options, limit, runs in EVALUATED:
        if name not in selection:
            continue
        city = make(seed, **options)
        timing, gap = _evaluated(evaluated, city, limit, runs)
        if limit == STOPPED_AFTER:
            stopped[city.systems] = Stopped(timing.median, gap, GAP_WANTED)
        elif not options:
            exact[city.systems] = max(exact.get(city.systems, 0.0), timing.median)
    for systems, (what, seconds) in TARGETS.items():
        if systems in exact:
            theme.targets.append(Target(what, seconds, exact[systems], stopped.get(systems)))
    plain = _plain(selection)
    theme.tables += [table for table in (evaluated, plain) if table.rows]
    return theme


def _evaluated(table: Table, city: City, limit: float | None, runs: int) -> tuple[Timing, float]:
    landscape, moves = city.landscape, city.moves
    stages: dict[str, float] = {}

    def action() -> Evaluation:
        with watched(STAGES) as spent:
            answer = evaluate_plan(landscape, moves, limit)
        stages.update(spent)
        return answer

    timing, answer = measure(action, runs, budget=30.0)
    assert answer.cost is not None
    assert answer.bound is not None
    total = answer.cost.total
    gap = (total - answer.bound) / max(1, total)
    last = timing.seconds[-1]
    table.add(
        city.size,
        ", ".join([str(city.seed), *(f"{key}={value}" for key, value in city.options.items())])
        + (f", limit {limit:.0f}" if limit is not None else ""),
        str(timing),
        span(stages["demands"]),
        span(stages["joint"] - stages["search"]),
        span(stages["search"]),
        span(stages["alone"]),
        span(max(0.0, last - stages["demands"] - stages["joint"] - stages["alone"])),
        f"{total:,}",
        f"{answer.bound:,}",
        f"{gap:.2%}",
        "optimal" if gap == 0 else "bound",
    )
    return timing, gap


TITLES: dict[Tests, str] = {
    "cumulative": "cumulative cover, plain",
    "newness": "newness variables, plain",
}
BOTH: tuple[Tests, ...] = ("cumulative", "newness")
PLAIN: tuple[tuple[str, City, tuple[Tests, ...]], ...] = (
    ("plain/20", cities.small(1), BOTH),
    ("plain/34", cities.town(1), BOTH),
    ("plain/34", cities.town(2), BOTH),
    ("plain/34", cities.town(3), BOTH),
    ("plain/100", cities.city(1), ("cumulative",)),
)


def _plain(selection: Selection) -> Table:
    table = Table(
        "The same choice by the plain programs",
        ("city", "seed", "program", "columns × rows", "build", "solve", "choice cost", "bound", "LP bound",
         "proves", "time / `evaluate`'s choice"),
    )  # fmt: skip
    table.note = (
        "All are solved by the same HiGHS with the same options (one thread), "
        f"within {PLAIN_LIMIT:.0f} s. *choice cost* leaves law changes and lateness out: no choice changes them. "
        "*LP bound*: the bound of the relaxation. The last column compares build + solve with `evaluate`'s model + search "
        "(which also breaks ties: fewest bridges, then fewest cases); where the plain one was stopped it is a lower bound. "
        "The plain programs are in `tests/benchmarks/plain.py`, and tests hold their totals against `evaluate`'s."
    )
    for name, city, formulations in PLAIN:
        if name in selection:
            with paused_collection():  # as `evaluate_plan` does
                _beside(table, city, formulations)
    return table


def _beside(table: Table, city: City, formulations: tuple[Tests, ...]) -> None:
    landscape, moves, demands = city.landscape, city.moves, city.demands
    stages: dict[str, float] = {}

    def evaluated() -> Evaluation:
        with watched(STAGES) as spent:
            answer = evaluate_plan(landscape, moves)
        stages.update(spent)
        return answer

    _, answer = measure(evaluated, 3, budget=20.0)
    assert answer.cost is not None
    assert answer.bound is not None
    apart = answer.cost.law_change + answer.cost.lateness
    choice = answer.cost.total - apart
    table.add(
        city.size, str(city.seed), "`evaluate`", "–", span(stages["joint"] - stages["search"]), span(stages["search"]),
        f"{choice:,}", f"{answer.bound - apart:,}", "–",
        "optimal" if answer.bound == answer.cost.total else "bound", "1",
    )  # fmt: skip
    for tests in formulations:
        build, model = measure(partial(PlainModel, demands, tests), 1)
        solve, found = measure(partial(model.solve, PLAIN_LIMIT), 1)
        _, relaxed = measure(partial(model.solve, PLAIN_LIMIT, relaxed=True), 1)
        proves = _proves(found, choice)
        times = ratio(build.median + solve.median, stages["joint"])
        table.add(
            city.size,
            str(city.seed),
            TITLES[tests],
            f"{model.model.columns:,} × {model.model.rows:,}",
            span(build.median),
            span(solve.median),
            "none found" if found.total is None else f"{found.total:,}",
            "none" if found.bound is None else f"{found.bound:,}",
            "–" if relaxed.bound is None else f"{relaxed.bound:,}",
            proves,
            times if found.status == "optimal" else f"> {times}",
        )


def _proves(found: PlainAnswer, choice: int) -> str:
    if found.status == "optimal":
        return (
            "optimal, the same total"
            if found.total == choice
            else f"optimal, NOT the same total ({choice:,})"
        )
    if found.total is None or found.bound is None:
        return f"stopped after {PLAIN_LIMIT:.0f} s"
    return f"stopped after {PLAIN_LIMIT:.0f} s, gap {(found.total - found.bound) / max(1, found.total):.1%}"
