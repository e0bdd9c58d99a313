"""Many landscapes × many scenarios: the plans of made-up municipalities kept, on processes, with the ledger in SQLite."""

from __future__ import annotations

import json
import os
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from analyzer.generator import generate_plan, generate_yaml
from analyzer.stores.results import RecordedResults
from analyzer.stores.sqlite.store import SqliteStore
from analyzer.whatif.many.computing import keep_plans
from analyzer.whatif.many.processes import Processes
from analyzer.whatif.many.run import Run
from analyzer.whatif.many.targets import file_target
from analyzer.whatif.many.tasks import Options, Source, scenario_hashes
from analyzer.whatif.many.terms import Tally
from analyzer.whatif.many.terms import Target as RunTarget
from analyzer.whatif.many.working import Setup
from tests.benchmarks.measuring import Goal, Selection, Table, Target, Theme, span

MUNICIPALITIES = 1_741
CITY = 20, 100, 24, 8, 5
"""Systems, links, months, cutover months, vendors."""
WANTED = 600.0
OVERHEAD = 0.10
ROWS = (("many/sample", 60), ("many/nation", MUNICIPALITIES))
VENDORS = [f"vendor-{number:02}" for number in range(1, 6)]
MOVES = [
    f"{system}.shift"
    for system in ("jumin", "kokuho", "shogai", "shuno", "taino", "fuhyo", "keiji", "koki", "senkyo", "kaigo")
]


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        "Many landscapes × 100 scenarios",
        ("municipalities", "workers", "time", "results/s", "computing", "overhead", "again", "kept", "broken", "unserved",
         "inapplicable", "failed"),
    )  # fmt: skip
    table.note = (
        "Municipalities of 20 systems and 100 links (no main routes), each with the plan that the generator gives; the plan's own ways are "
        "found first, by `evaluate`. Scenarios: 60 delays of a vendor, 30 of a move, 10 others. *computing*: seconds that the "
        "workers spent on jobs, all together; *overhead*: the share of the workers' time in which they did not; *again*: the same run "
        "once more, which finds everything."
    )
    for name, count in ROWS:
        if name not in selection:
            continue
        tally, again, statuses = _measured(count)
        table.add(
            f"{count:,}", str(tally.workers), span(tally.seconds), f"{tally.computed / tally.seconds:.0f}", span(tally.computing),
            f"{tally.overhead or 0:.1%}", span(again),
            *(f"{statuses.get(status, 0):,}" for status in ("kept", "broken", "unserved", "inapplicable", "failed")),
        )  # fmt: skip
        if count == MUNICIPALITIES:
            theme.targets.append(
                Target("1,741 municipalities × 100 scenarios, plan kept", WANTED, tally.seconds)
            )
            overhead = tally.overhead or 0.0
            theme.targets.append(Goal(
                "Overhead of the engine over many landscapes", f"below {OVERHEAD:.0%}", overhead < OVERHEAD, f"{overhead:.1%}",
            ))  # fmt: skip
    if table.rows:
        theme.tables.append(table)
    return theme


def _measured(count: int) -> tuple[Tally, float, dict[str, int]]:
    """A run over so many cities; the seconds of finding everything again; statuses."""
    with tempfile.TemporaryDirectory() as folder:
        targets = [_city(Path(folder), seed) for seed in range(count)]
        scenarios = _scenarios()
        with closing(SqliteStore(Path(folder) / "ledger.db")) as store:
            ledger = RecordedResults(store)
            first = Run(ledger, targets, scenario_hashes(scenarios), Options())
            first.survey()
            with closing(Processes(Setup(scenarios, Options(), keep_plans), os.cpu_count() or 1)) as pool:
                tally = first.go(pool)
            assert first.is_complete
            began = time.perf_counter()
            again = Run(ledger, targets, scenario_hashes(scenarios), Options())
            again.survey()
            assert again.is_complete
            assert not again.has_to_compute
            seconds = time.perf_counter() - began
            statuses: dict[str, int] = {}
            for _, outcomes in again.rows():
                for outcome in outcomes.values():
                    statuses[outcome.status] = statuses.get(outcome.status, 0) + 1
    return tally, seconds, statuses


def _city(folder: Path, seed: int) -> RunTarget:
    place = folder / f"city-{seed}.yaml"
    place.write_text(generate_yaml(*CITY, seed, main_routes=0), encoding="utf-8")
    plan = folder / "plans" / f"city-{seed}.json"
    plan.parent.mkdir(exist_ok=True)
    plan.write_text(json.dumps(generate_plan(*CITY, seed, main_routes=0)), encoding="utf-8")
    return file_target(place.name, place, "", plan.parent)


def _scenarios() -> Source:
    """60 delays of a vendor (1 to 12 months), 30 of a move (1 to 3), 10 others."""
    changes: list[dict[str, Any]] = [
        {"delay": {"vendor": vendor, "months": months}} for vendor in VENDORS for months in range(1, 13)
    ]
    changes += [{"delay": {"move": move, "months": months}} for move in MOVES for months in range(1, 4)]
    changes += [{"capacity": {"vendor": vendor, "cutovers_per_month": 1}} for vendor in VENDORS[:3]]
    changes += [
        {"unavailable": {"vendor": vendor, "months": ["2026-01", "2026-02"]}} for vendor in VENDORS[:2]
    ]
    changes += [{"costs": {"test_case": 4}}, {"monthly_cost": {"environment": "mainframe", "cost": 50}}]
    changes += [{"deadline": {"month": "2026-12"}}, {"withdraw": {"vendor": VENDORS[4], "from": "2026-10"}}]
    changes += [{"available": {"environment": "mainframe", "until": "2026-12"}}]
    entries = [{"id": f"s{n:03}", "name": f"s{n}", "changes": [change]} for n, change in enumerate(changes)]
    assert len(entries) == 100
    return Source("scenarios.json", json.dumps({"schema_version": 1, "scenarios": entries}).encode())
