"""What becomes of the samples' plans under their scenarios is what their READMEs derive by hand."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analyzer import usecases
from analyzer.landscape.loading import load_landscape
from analyzer.reports.keeping import to_order
from analyzer.resources import samples_folder
from analyzer.whatif.keeping import Kept

EXPECTED = sorted(samples_folder().glob("*/expected/scenarios/*.json"))
CASES = [
    (file, scenario) for file in EXPECTED for scenario in json.loads(file.read_text("utf-8"))["scenarios"]
]


@cache
def kept(file: Path) -> dict[str, Kept]:
    expected = json.loads(file.read_text("utf-8"))
    folder = file.parent.parent.parent
    plans = usecases.keep(
        load_landscape(str(folder / expected["landscape"])),
        usecases.load_plan(str(folder / expected["plan"])),
        usecases.load_scenarios(str(folder / "scenarios.yaml")),
    )
    return {plan.changed.scenario.id: plan for plan in plans}


@pytest.mark.parametrize(("file", "scenario"), CASES, ids=lambda value: getattr(value, "stem", value))
def test_a_scenario_gives_what_the_readme_derives(file: Path, scenario: str) -> None:
    expected: dict[str, Any] = json.loads(file.read_text("utf-8"))["scenarios"][scenario]
    plan = kept(file)[scenario]
    cost = None if plan.after.cost is None else {k: v for k, v in plan.after.cost.as_dict().items() if v}
    found: dict[str, Any] = {
        "cost": cost,
        "end": str(plan.ends[1]),
        "violations": sorted(finding.code for finding in plan.violations_new),
        "moved": {str(moved.move): str(moved.after) for moved in plan.moves},
        "bridges": dict(Counter(life.change for life in plan.bridges)),
        "orders": {str(life.key): str(life.order_by) for life in to_order(plan)},
        "tests": dict(Counter(case.change for case in plan.tests)),
        "tests_void": sum(case.change == "void" for case in plan.tests),
    }
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("file", EXPECTED, ids=lambda file: file.parts[-4])
def test_every_scenario_of_a_sample_is_derived(file: Path) -> None:
    assert set(kept(file)) == set(json.loads(file.read_text("utf-8"))["scenarios"])
