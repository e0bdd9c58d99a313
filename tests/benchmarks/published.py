"""Problems of the literature about orders as landscapes (tests/order/published): `optimize` on each, to its proof or for so many seconds."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from analyzer.order import optimize_plan
from analyzer.order.desk import Progress
from tests.benchmarks.measuring import Selection, Table, Theme, span
from tests.order.published import encodings, graphs
from tests.order.published.encodings import Encoded

SECONDS = 20.0


def _drawn_ordering(size: int, seed: int) -> Encoded:
    dice = random.Random(seed)
    costs = {(i, j): dice.randint(0, 99) for i in range(size) for j in range(size) if i != j}
    return encodings.linear_ordering(size, costs)


def _tournament(k: int) -> Encoded:
    return encodings.linear_ordering(2 * k + 1, encodings.backward(graphs.round_tournament(k)))


def _stubs(classes: int, arcs: int, generic: int) -> Encoded:
    return encodings.stubs(graphs.some_digraph(classes, arcs, seed=1), generic, 1)


PROBLEMS: tuple[tuple[str, str, Callable[[], Encoded], int | None], ...] = (
    ("lo-25", "linear ordering, costs drawn from 0 to 99", partial(_drawn_ordering, 25, 1), None),
    ("lo-44", "linear ordering, costs drawn from 0 to 99", partial(_drawn_ordering, 44, 1), None),
    ("feedback-31", "feedback arcs of a round tournament", partial(_tournament, 15), 15 * 16 // 2),
    ("test-order-25", "test order, a stub for each client", partial(_stubs, 25, 71, 0), None),
    ("test-order-45", "test order, a stub for each client", partial(_stubs, 45, 294, 0), None),
    ("test-order-61", "test order, a stub for each client", partial(_stubs, 61, 276, 0), None),
    ("stubs-25", "test order, stubs shared in part (1 for all, 1 for each client)", partial(_stubs, 25, 71, 1), None),
    ("stubs-45", "test order, stubs shared in part (1 for all, 1 for each client)", partial(_stubs, 45, 180, 1), None),
    ("cube-16", "linear arrangement of a cube of 4 dimensions", partial(encodings.arrangement, graphs.cube(4)), 8 * 15),
    ("arrangement-25", "linear arrangement of a grid of 5 × 5", partial(encodings.arrangement, graphs.grid(5, 5)), None),
)  # fmt: skip
"""(row, what it is, the landscape, the optimum that the literature has a formula for)."""


def run(selection: Selection) -> Theme:
    theme = Theme()
    table = Table(
        f"Orders of the literature, {SECONDS:g} s",
        ("problem", "systems", "links", "optimum known", "first plan", "cost", "bound", "proven after", "proven by"),
    )  # fmt: skip
    table.note = (
        "One system a month. The source of each kind stands in tests/order/published/encodings.py; digraphs are drawn, with as many classes and arcs "
        "as the systems that test orders are published of (BCEL 45 classes and 294 dependencies, DNS 61 and 276). *proven by* `sets` or `cycles`: `verify` adds the proof up again."
    )
    for name, what, encode, optimum in PROBLEMS:
        if f"published/{name}" in selection:
            _add(table, what, encode(), optimum)
    theme.tables += [table] if table.rows else []
    return theme


def _add(table: Table, what: str, encoded: Encoded, optimum: int | None) -> None:
    landscape = encoded.landscape()
    heard: list[Progress] = []
    answer = optimize_plan(landscape, time_limit=SECONDS, progress=heard.append)
    plans = [step.seconds for step in heard if step.cost is not None]
    proofs = [step.seconds for step in heard if step.cost is not None and step.cost == step.bound]
    assert answer.evaluation is not None
    cost = answer.evaluation.cost
    assert cost is not None
    table.add(
        what, str(encoded.size), f"{len(landscape.integrations):,}", "–" if optimum is None else f"{optimum:,}",
        span(min(plans)) if plans else "–", f"{cost.total:,}", f"{answer.bound:,}",
        span(min(proofs)) if answer.status == "optimal" and proofs else "–",
        answer.bound_source if answer.status == "optimal" else "–",
    )  # fmt: skip
