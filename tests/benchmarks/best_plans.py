"""The best plans ever seen of the measured cities, kept beside the tests: "best known" means these.

One small file per city: all that makes the city (version of the generator, sizes, options, seed), the
months of the moves and what they cost. A run that finds a cheaper plan replaces it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import MoveRef
from analyzer.landscape.months import Month
from tests.benchmarks.order_rows import Row

FOLDER = Path(__file__).resolve().parent / "best_plans"
EVALUATION_LIMIT = 60.0


def read_moves(moves: Mapping[str, str]) -> dict[MoveRef, Month]:
    return {MoveRef(*ref.split(".")): Month.parse(month) for ref, month in moves.items()}


def write_moves(moves: Mapping[MoveRef, Month]) -> dict[str, str]:
    return {str(ref): str(month) for ref, month in sorted(moves.items())}


def evaluated(row: Row, moves: Mapping[str, str]) -> Evaluation:
    """The plan at its least cost, as far as a minute reaches."""
    return evaluate_plan(row.city.landscape, read_moves(moves), EVALUATION_LIMIT)


def best_known(row: Row, folder: Path = FOLDER) -> dict[str, Any] | None:
    """The file of the row: ``instance``, ``cost``, ``moves``; None where no plan is known, or only of another generator."""
    path = folder / f"{row.name}.json"
    if not path.is_file():
        return None
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return known if known["instance"] == row.instance else None


def best_cost(row: Row, folder: Path = FOLDER) -> int | None:
    known = best_known(row, folder)
    return None if known is None else int(known["cost"])


def keep_if_better(row: Row, cost: int, moves: Mapping[str, str], folder: Path = FOLDER) -> bool:
    """Keeps a plan that costs less than the best known one; True if it does."""
    known = best_cost(row, folder)
    if known is not None and known <= cost:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {"instance": row.instance, "cost": cost, "moves": dict(sorted(moves.items()))}, indent=1
    )
    (folder / f"{row.name}.json").write_text(text + "\n", encoding="utf-8")
    return True
