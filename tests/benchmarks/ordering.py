"""The order of migration: how soon a plan is good, how soon that is proven, and how that grows.

Each row and contestant is a process of its own; its record is kept in ``measured/``, so a measure that was
stopped goes on where it was; ``BENCH_ORDER=kept`` writes the page from what is there. Names for ``ROWS``: ``order/product/must``, ``order/highs``,
``order/product/grid/34`` … .
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks import best_plans, order_run
from tests.benchmarks.measuring import Goal, Selection, Table, Theme, span
from tests.benchmarks.order_chart import NAME, Curve, Panel, chart
from tests.benchmarks.order_records import ROOT, Record, Store, fingerprint, slope
from tests.benchmarks.order_rows import GRID_LIMIT, Row, grid_rows, must_rows

IMAGES = ROOT / "docs" / "images"
TITLES = {"product": "`optimize`", "highs": "plain model, HiGHS", "cp-sat": "plain model, CP-SAT"}
MOMENTS = (1.0, 3.0, 10.0, 20.0, 60.0, 120.0, 300.0)
SHARES = (0.05, 0.02, 0.01)

Runner = Callable[[Row, str], Record]


@dataclass
class Measured:
    """Records of rows, by contestant; the best known costs are read when they are asked for."""

    folder: Path = best_plans.FOLDER
    records: dict[tuple[Row, str], Record] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)
    """``by/part/row`` of rows that were asked for and have no record, and of those whose record is of older code."""
    _best: dict[Row, int | None] = field(default_factory=dict)

    def of(self, rows: Iterable[Row], by: str) -> list[tuple[Row, Record]]:
        return [(row, self.records[row, by]) for row in rows if (row, by) in self.records]

    def best(self, row: Row) -> int:
        """The cost of the best plan that is known (of a row with a plan)."""
        if row not in self._best:
            self._best[row] = best_plans.best_cost(row, self.folder)
        best = self._best[row]
        assert best is not None
        return best


def run(selection: Selection) -> Theme:
    measured = Measured()
    store = Store()
    only_kept = os.environ.get("BENCH_ORDER") == "kept"
    fingerprints = {by: fingerprint(sources) for by, sources in order_run.SOURCES.items()}
    for part, rows in (("must", list(must_rows())), ("grid", list(grid_rows()))):
        for row in rows:
            for by in order_run.CONTESTANTS if part == "must" else ("product",):
                if f"order/{by}/{part}/{row.name}" in selection:
                    record = store.find(row.name, by, row.limit, fingerprints[by])
                    if record is None and only_kept:
                        measured.missing.append(f"{by}/{part}/{row.name}")
                        continue
                    if record is None:
                        record = in_a_process(row, by)
                        if not record.failed:
                            store.add(record)
                    if not record.failed and record.fingerprint != fingerprints[by]:
                        measured.older.append(f"{by}/{part}/{row.name}")
                    keep_plan(row, record)
                    measured.records[row, by] = record
    theme = theme_of(measured)
    if measured.missing and theme.tables:
        theme.tables[0].note += f" **Not measured**: {', '.join(_cases(measured.missing))}."
    if measured.older and theme.tables:
        theme.tables[0].note += f" **Measured with older code**: {', '.join(_cases(measured.older))}."
    if selection.everything and theme.tables:
        (IMAGES / NAME).write_text(gap_chart(measured), encoding="utf-8")
        theme.pictures.append(("Gap over time, seed 1, of `optimize`", f"images/{NAME}"))
    return theme


def _cases(missing: Sequence[str]) -> list[str]:
    """Rows without their seeds, and the grid as one."""
    return list(
        dict.fromkeys(
            "the grid" if "/grid/" in name else f"{name.rpartition('-')[0].replace('/must/', ' ')}"
            for name in missing
        )
    )


def in_a_process(row: Row, by: str) -> Record:
    """The record of a process that does nothing else; one that ends badly says why."""
    command = [sys.executable, "-m", "tests.benchmarks.order_run", row.name, by, str(row.limit)]
    try:
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, cwd=ROOT, timeout=4 * row.limit + 300
        )
    except subprocess.TimeoutExpired:
        return Record(row.name, by, row.limit, "", failed="did not stop at its limit")
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.strip().splitlines()
        return Record(
            row.name, by, row.limit, "", failed=said[-1] if said else f"ended with {done.returncode}"
        )
    values = json.loads(done.stdout.splitlines()[-1])
    values["events"] = [tuple(event) for event in values["events"]]
    return Record(**values)


def keep_plan(row: Row, record: Record, folder: Path = best_plans.FOLDER) -> None:
    """A plan better than any before is kept beside the tests."""
    if record.cost is not None and record.moves and not record.failed:
        best_plans.keep_if_better(row, record.cost, record.moves, folder)


def theme_of(measured: Measured) -> Theme:
    """Tables and goals of what was measured."""
    theme = Theme()
    must, grid = list(must_rows()), list(grid_rows())
    tables = (
        _beside_the_plain_model(measured, must),
        _over_time(measured, must),
        _grid(measured, grid),
        _growth(measured, grid),
    )
    theme.tables += [table for table in tables if table.rows]
    theme.targets += goals(measured)
    return theme


# --- goals -----------------------------------------------------------------------------------------


def goals(measured: Measured) -> list[Goal]:
    """The sentences of *Must reach* for which there are records."""
    found: list[Goal | None] = [
        _time_goal(measured, "first plan, 34 / 600", 34, "everything", 1.0, lambda _, r: r.first),
        _time_goal(measured, "first plan, 300 / 3,000", 300, "everything", 5.0, lambda _, r: r.first),
        _near_goal(measured, 34, 10.0),
        _near_goal(measured, 300, 120.0),
        _time_goal(measured, "proof, 12 / 100, everything", 12, "everything", 20.0, lambda _, r: r.proof),
        _gap_goal(measured, 20, "everything", 0.05, 60.0),
        _gap_goal(measured, 34, "everything", 0.10, 120.0),
        _time_goal(measured, "proof, 34 / 600, bridges only", 34, "bridges", 15.0, lambda _, r: r.proof),
        _time_goal(measured, "proof, 50 / 800, bridges only", 50, "bridges", 60.0, lambda _, r: r.proof),
        _gap_goal(measured, 100, "bridges", 0.05, 120.0),
        _gap_goal(measured, 300, "bridges", 0.10, 300.0),
        _never_worse(measured),
    ]
    return [goal for goal in found if goal is not None]


def _of(measured: Measured, systems: int, kind: str) -> list[tuple[Row, Record]]:
    rows = [row for row in must_rows() if row.systems == systems and row.kind == kind]
    return [pair for pair in measured.of(rows, "product") if not pair[1].failed]


def _time_goal(
    measured: Measured,
    what: str,
    systems: int,
    kind: str,
    wanted: float,
    time_of: Callable[[Row, Record], float],
) -> Goal | None:
    runs = _of(measured, systems, kind)
    if not runs:
        return None
    times = [time_of(row, record) for row, record in runs]
    middle = statistics.median(times)
    verdict = (
        f"median {time(middle, runs[0][0].limit)} ({', '.join(time(t, runs[0][0].limit) for t in times)})"
    )
    if math.isinf(middle):
        gaps = [record.gap for _, record in runs if record.gap is not None]
        verdict += f"; gap then {percent(statistics.median(gaps))}" if gaps else ""
    return Goal(what, f"below {wanted:g} s", middle < wanted, verdict)


def _near_goal(measured: Measured, systems: int, wanted: float) -> Goal | None:
    """Within 2 % of the best known plan."""
    runs = [(row, record) for row, record in _of(measured, systems, "everything") if record.cost is not None]
    if not runs:
        return None
    middle = statistics.median(record.within(measured.best(row), 0.02) for row, record in runs)
    overs = [_over(record.at(wanted)[0], measured.best(row)) for row, record in runs]
    size = runs[0][0].size
    verdict = f"median {time(middle, runs[0][0].limit)}; after {wanted:g} s: {', '.join(map(percent, overs))} above it"
    return Goal(f"within 2 % of the best known, {size}", f"within {wanted:g} s", middle <= wanted, verdict)


def _gap_goal(measured: Measured, systems: int, kind: str, wanted: float, seconds: float) -> Goal | None:
    runs = _of(measured, systems, kind)
    if not runs:
        return None
    gaps = [record.gap_at(seconds) for _, record in runs]
    known = [1.0 if gap is None else gap for gap in gaps]
    what = f"gap, {runs[0][0].size}, {'bridges only' if kind == 'bridges' else 'everything'}"
    verdict = f"median {percent(statistics.median(known))} ({', '.join(map(percent, gaps))})"
    return Goal(what, f"at most {wanted:.0%} in {seconds:g} s", statistics.median(known) <= wanted, verdict)


def _never_worse(measured: Measured) -> Goal | None:
    """In no measured row a plan worse than the plain joint model's in the same time."""
    pairs = worse = 0
    where: list[str] = []
    for row, record in measured.of(must_rows(), "product"):
        for by in ("highs", "cp-sat"):
            other = measured.records.get((row, by))
            if other is None or other.failed or record.failed:
                continue
            pairs += 1
            if other.cost is not None and (record.cost is None or record.cost > other.cost):
                worse += 1
                where.append(f"{row.name} ({TITLES[by]}: {other.cost:,}, ours: {number(record.cost)})")
    if not pairs:
        return None
    verdict = f"never in {pairs} comparisons" if not worse else "worse in " + "; ".join(where)
    return Goal("a plan worse than the plain model's in the same time", "never", not worse, verdict)


# --- tables ----------------------------------------------------------------------------------------


def _beside_the_plain_model(measured: Measured, rows: Sequence[Row]) -> Table:
    table = Table(
        "The order of migration beside the plain joint model, medians of three seeds",
        ("city", "what costs", "by", "limit", "first plan", "≤ 5 %", "≤ 2 %", "≤ 1 %", "proof", "cost by seed",
         "above the best known", "bound by seed", "gap", "memory", "columns × rows"),
    )  # fmt: skip
    table.note = (
        "Capacity-driven: ceil(1.6 × moving systems / cutover months) cutovers a month. Times from the call on, with the "
        "landscape read; *≤ 5 %*: to a plan that costs at most 5 % more than the best one ever seen (kept in "
        "`tests/benchmarks/best_plans/`, by whichever contestant). *–*: not within the limit. *cost* is the plan's own, evaluated "
        "exactly after the clock has stopped; *gap* = (cost − bound) / cost. The plain joint model "
        "(`tests/benchmarks/plain_order.py`) is what algorithms.md describes, without strengthening; it leaves out main routes, and that "
        "a way is kept for a whole span, both of which can only help it. It tells its own costs while it runs, so only its "
        "final plans are compared; a proof of it is one of the program that leaves these out. HiGHS has one thread, CP-SAT two "
        "workers; building the program counts. Each run is a process of its own, whose highest memory is given."
    )
    for cases in _by_case(rows).values():
        for by in order_run.CONTESTANTS:
            runs = measured.of(cases, by)
            if runs:
                _add_contestant(table, measured, runs, by)
    return table


def _add_contestant(table: Table, measured: Measured, runs: list[tuple[Row, Record]], by: str) -> None:
    row = runs[0][0]
    records = [record for _, record in runs]
    failed = [record.failed for record in records if record.failed]
    near = ["–"] * len(SHARES)
    if by == "product" and all(record.cost is not None for record in records):
        near = [
            time(statistics.median(record.within(measured.best(r), share) for r, record in runs), row.limit)
            for share in SHARES
        ]
    overs = [record.cost / max(1, measured.best(r)) - 1 for r, record in runs if record.cost is not None]
    gaps = [record.gap for record in records if record.gap is not None]
    table.add(
        row.size,
        "bridges only" if row.kind == "bridges" else "everything",
        TITLES[by],
        f"{row.limit:g} s",
        time(statistics.median(record.first for record in records), row.limit),
        *near,
        time(statistics.median(record.proof for record in records), row.limit),
        ", ".join(number(record.cost) for record in records) if not failed else failed[0],
        percent(statistics.median(overs)) if overs else "–",
        ", ".join(number(record.bound) for record in records),
        percent(statistics.median(gaps)) if gaps else "–",
        f"{statistics.median(record.memory for record in records):,.0f} MB",
        records[0].size or "–",
    )


def _over_time(measured: Measured, rows: Sequence[Row]) -> Table:
    table = Table(
        "Bound and gap of `optimize` over time, medians of three seeds",
        ("city", "what costs", *(f"{moment:g} s" for moment in MOMENTS)),
    )
    table.note = (
        "Gap of the best plan and bound so far, and the bound itself as a share of the best known cost."
    )
    for cases in _by_case(rows).values():
        runs = [(row, record) for row, record in measured.of(cases, "product") if record.cost is not None]
        if not runs:
            continue
        row = runs[0][0]
        cells = []
        for moment in MOMENTS:
            if moment > row.limit:
                cells.append("")
                continue
            gaps = [record.gap_at(moment) for _, record in runs]
            bounds = [(record.at(moment)[1] or 0) / max(1, measured.best(r)) for r, record in runs]
            known = [1.0 if gap is None else gap for gap in gaps]
            cells.append(f"{percent(statistics.median(known))} ({statistics.median(bounds):.1%})")
        table.add(row.size, "bridges only" if row.kind == "bridges" else "everything", *cells)
    return table


def _grid(measured: Measured, rows: Sequence[Row]) -> Table:
    table = Table(
        "The order of migration by size, horizon and regime (ten links a system, seed 1)",
        ("city", "what costs", "driven by", "first plan", "≤ 5 %", "≤ 2 %", "≤ 1 %", "proof", "cost", "bound", "gap", "memory"),
    )  # fmt: skip
    table.note = (
        f"`optimize` with a limit of {GRID_LIMIT:g} s. *windows*: no capacities, each move has its own earliest and latest month; "
        "*capacity*: 1.6 × as above. The best known plan of most rows is the one found here."
    )
    for row, record in measured.of(rows, "product"):
        near = ["–"] * len(SHARES)
        if record.cost is not None:
            near = [time(record.within(measured.best(row), share), row.limit) for share in SHARES]
        table.add(
            row.size,
            "bridges only" if row.kind == "bridges" else "everything",
            "windows" if row.regime == "window" else "capacity",
            time(record.first, row.limit),
            *near,
            time(record.proof, row.limit),
            number(record.cost) if not record.failed else record.failed,
            number(record.bound),
            percent(record.gap),
            f"{record.memory:,.0f} MB",
        )
    return table


def _growth(measured: Measured, rows: Sequence[Row]) -> Table:
    table = Table(
        "Growth with the number of systems: exponents",
        ("what costs", "driven by", "months", "first plan", "≤ 2 %", "proof", "memory"),
    )
    table.note = (
        "The a of time ~ systemsᵃ, fitted to the rows above by least squares of the logarithms (in brackets: of how many sizes; rows that did "
        "not come so far within the limit are left out, so the true one may be higher). Links grow with systems."
    )
    groups: dict[tuple[str, str, int], list[tuple[Row, Record]]] = defaultdict(list)
    for row, record in measured.of(rows, "product"):
        if record.cost is not None:
            groups[row.kind, row.regime, row.months].append((row, record))
    for (kind, regime, months), runs in groups.items():
        table.add(
            "bridges only" if kind == "bridges" else "everything",
            "windows" if regime == "window" else "capacity",
            str(months),
            _exponent([(row.systems, record.first) for row, record in runs]),
            _exponent([(row.systems, record.within(measured.best(row), 0.02)) for row, record in runs]),
            _exponent([(row.systems, record.proof) for row, record in runs]),
            _exponent([(row.systems, record.memory) for row, record in runs]),
        )
    return table


def _exponent(points: list[tuple[float, float]]) -> str:
    there = [(x, y) for x, y in points if 0 < y < math.inf]
    fitted = slope(there)
    return "–" if fitted is None else f"{fitted:.1f} ({len(there)})"


def gap_chart(measured: Measured) -> str:
    """Seed 1 of the *Must reach* rows, everything above, bridges only below."""
    panels = []
    for kind, title in (
        ("everything", "Gap over time, everything"),
        ("bridges", "Gap over time, bridges only"),
    ):
        curves = []
        for row, record in measured.of(must_rows(), "product"):
            if row.kind == kind and row.seed == 1:
                steps = [(at, gap) for at, _, _ in record.events if (gap := record.gap_at(at)) is not None]
                curves.append(Curve(f"{row.systems} / {row.links:,}", steps, row.limit))
        panels.append(Panel(title, curves))
    return chart(panels)


def _by_case(rows: Iterable[Row]) -> dict[str, list[Row]]:
    cases: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        cases[row.case].append(row)
    return cases


def _over(cost: int | None, best: int) -> float | None:
    return None if cost is None else cost / max(1, best) - 1


def time(seconds: float, limit: float) -> str:
    """Seconds, or that it was not within the limit."""
    return f"> {limit:g} s" if math.isinf(seconds) else span(seconds)


def number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"
