"""A computation that takes the place of keeping a plan: it says what it was asked, and can be told to fail.

The plan's text is JSON: ``log``: file to which every computation appends a line; ``seconds`` that each takes; ``poison``:
positions of scenarios that kill whoever computes them; ``fault``: positions that raise.
"""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from analyzer.errors import InputError
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text
from analyzer.whatif.many.ledger import Ledger
from analyzer.whatif.many.run import Run
from analyzer.whatif.many.tasks import Figures, Options, Outcome, Source, scenario_hashes
from analyzer.whatif.many.terms import Limits, Target
from analyzer.whatif.many.working import Setup
from tests.stores.landscapes import city_text

OPTIONS = Options()


def standin(
    landscape: Landscape, plan: Source, scenarios: Source, asked: Sequence[int], options: Options
) -> Iterator[tuple[int, Outcome]]:
    said: dict[str, Any] = json.loads(plan.text)
    if said.get("wrong"):
        raise InputError((Finding("no_plan_at_all", "error", Text("計画ではない", "no plan")),))
    for position in asked:
        if position in said.get("poison", ()):
            os.kill(os.getpid(), signal.SIGKILL)
        if position in said.get("fault", ()):
            raise ZeroDivisionError(position)
        time.sleep(said.get("seconds", 0))
        if "log" in said:
            with Path(said["log"]).open("a") as log:
                log.write(f"{landscape.id} {position}\n")
        yield position, outcome(landscape.id, position)


def outcome(landscape: str, position: int) -> Outcome:
    """What is to come of a task."""
    figures = Figures({"total": len(landscape) + position}, "2025-03", 0, 1, 2, 3)
    return Outcome("kept", figures, figures, {})


def scenarios(count: int) -> Source:
    entries = [
        {"id": f"s{n}", "name": f"s{n}", "changes": [{"delay": {"vendor": "va", "months": n + 1}}]}
        for n in range(count)
    ]
    return Source("scenarios.yaml", json.dumps({"schema_version": 1, "scenarios": entries}).encode())


def target(id: str, **plan: object) -> Target:
    """A small landscape with a plan that says what its computation is to do."""
    landscape = Source(f"{id}.yaml", city_text(id))
    planned = Source(f"{id}.plan.json", json.dumps(plan).encode())
    return Target(id, landscape.hash, planned.hash, lambda: (landscape, planned))


def setup(count: int) -> Setup:
    return Setup(scenarios(count), OPTIONS, standin)


def run_of(ledger: Ledger, targets: Sequence[Target], count: int, limits: Limits | None = None) -> Run:
    """A run over these with `count` scenarios, surveyed."""
    run = Run(ledger, targets, scenario_hashes(scenarios(count)), OPTIONS, limits or Limits())
    run.survey()
    return run


def results(run: Run) -> dict[str, dict[str, Outcome]]:
    return {name: dict(outcomes) for name, outcomes in run.rows()}


def expected(ids: Sequence[str], count: int) -> dict[str, dict[str, Outcome]]:
    return {id_: {f"s{n}": outcome(id_, n) for n in range(count)} for id_ in ids}
