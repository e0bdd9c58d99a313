"""What if: scenarios, a plan kept or made again, rolled forward, two answers compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.landscape.loading import read_bytes
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import PlanFile
from analyzer.usecases.analysing import evaluate
from analyzer.usecases.months import month_named
from analyzer.usecases.ordering import _seconds
from analyzer.usecases.problems import NoFormsError, each
from analyzer.usecases.reading import SAMPLE, file_name, path_of

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.order.desk import Listener
    from analyzer.order.ordering import Ordering
    from analyzer.whatif.advancing import Advanced
    from analyzer.whatif.again import TradeOff
    from analyzer.whatif.answers import AnswerDifference, AnswerView
    from analyzer.whatif.keeping import Kept
    from analyzer.whatif.scenarios import Changed, Scenario


def answer_difference(
    before: tuple[Landscape, PlanFile], after: tuple[Landscape, PlanFile], time_limit: float | None = None
) -> AnswerDifference:
    """Two answers side by side, each read against its landscape; a short plan is evaluated first (`time_limit` each).

    InputError with everything that cannot be read in either.
    """
    from analyzer.whatif.answers import difference_of, read_answer, view_of

    def read(side: tuple[Landscape, PlanFile]) -> AnswerView:
        landscape, plan = side
        if plan.answer is None:
            return view_of(evaluate(landscape, plan, time_limit))
        return read_answer(plan, landscape)

    one, other = each(read, (before, after))
    return difference_of(one, other)


def load_scenarios(source: str, ids: Sequence[str] = ()) -> tuple[Scenario, ...]:
    """Those of a file with the ids (all where none is named); InputError names everything that is wrong.

    ``sample:NAME`` are the scenarios beside a sample.
    """
    from analyzer.whatif.scenarios import find_scenarios, read_scenarios

    return find_scenarios(read_scenarios(*_scenario_file(source)), ids)


def _scenario_file(source: str) -> tuple[bytes, str]:
    """What it holds, and what places call it."""
    path, name = source, file_name(source)
    if source.startswith(SAMPLE):
        path, name = str(Path(path_of(source)).with_name("scenarios.yaml")), f"{source}/scenarios.yaml"
    return read_bytes(path), name


def combine(scenarios: Sequence[Scenario]) -> Scenario:
    """Scenarios of one file as one, their changes in this order."""
    from analyzer.whatif.scenarios import combined

    return combined(scenarios)


def keep(
    landscape: Landscape,
    plan: PlanFile,
    scenarios: Sequence[Scenario],
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Kept, ...]:
    """A plan kept under each of the scenarios; InputError with everything that the landscape does not have.

    An answer that was made for the landscape counts with the ways that it lists. `time_limit` (seconds) bounds each
    search; `progress` hears how many plans of all are done.
    """
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.keeping import keep_plan

    changes = _applied(landscape, scenarios)
    before = evaluated(landscape, plan, time_limit)
    kept: list[Kept] = []
    for changed in changes:
        if progress is not None:
            progress(len(kept), len(changes))
        kept.append(keep_plan(before, changed, time_limit))
    return tuple(kept)


def plan_again(
    landscape: Landscape,
    plan: PlanFile,
    scenario: Scenario,
    *,
    keep: int | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    solver: str = "auto",
    progress: Listener | None = None,
) -> tuple[Changed, Evaluation, Ordering]:
    """The landscape under the scenario, the plan on the landscape before, and the best plan now.

    `keep`: how many months of the plan may change. Limits as of `optimize`.
    """
    from analyzer.order.optimize import TEAMS
    from analyzer.whatif.again import plan_again as again

    (changed,) = _applied(landscape, (scenario,))
    ordering = again(
        changed, plan.moves, keep, time_limit=_seconds(time_limit, work_limit), work_limit=work_limit,
        team=TEAMS[solver], progress=progress,
    )  # fmt: skip
    return changed, _evaluated_before(landscape, plan, time_limit), replace(ordering, solver=solver)


def trade_off(
    landscape: Landscape,
    plan: PlanFile,
    scenario: Scenario,
    *,
    time_limit: float | None = None,
    work_limit: int | None = None,
    solver: str = "auto",
    announce: Callable[[int | None], None] | None = None,
    progress: Listener | None = None,
) -> tuple[Changed, Evaluation, TradeOff]:
    """The same with the curve between changed months and cost; `time_limit` (seconds) is for all of it."""
    from analyzer.order.optimize import TEAMS
    from analyzer.whatif.again import trade_off as traded

    (changed,) = _applied(landscape, (scenario,))
    curve = traded(
        changed, plan.moves, time_limit=_seconds(time_limit, work_limit), work_limit=work_limit,
        announce=announce, team=TEAMS[solver], progress=progress,
    )  # fmt: skip
    return changed, _evaluated_before(landscape, plan, time_limit), curve


def _evaluated_before(landscape: Landscape, plan: PlanFile, time_limit: float | None) -> Evaluation:
    """After the search, which is waited for: the plan as its answer says it is carried."""
    from analyzer.order.optimize import GRACE
    from analyzer.whatif.answered import evaluated

    return evaluated(landscape, plan, None if time_limit is None else max(GRACE, time_limit))


def changed_landscape(landscape: Landscape, scenarios: Sequence[Scenario]) -> str:
    """The landscape under all changes of the scenarios, in order, as YAML; delays as the earliest months of moves."""
    from analyzer.landscape.dumping import dump_landscape

    return dump_landscape(_changed(landscape, scenarios))


def changed_document(landscape: Landscape, scenarios: Sequence[Scenario]) -> dict[str, object]:
    """The same as the plain data of a landscape file."""
    from analyzer.landscape.dumping import landscape_document

    return landscape_document(_changed(landscape, scenarios))


def _changed(landscape: Landscape, scenarios: Sequence[Scenario]) -> Landscape:
    from analyzer.whatif.scenarios import combined

    (changed,) = _applied(landscape, [combined(scenarios)])
    return changed.planning


def _applied(landscape: Landscape, scenarios: Sequence[Scenario]) -> tuple[Changed, ...]:
    """Each of them; all that is wrong with any is said at once."""
    from analyzer.whatif.scenarios import apply

    return each(partial(apply, landscape), scenarios)


@dataclass(frozen=True, slots=True)
class RolledForward:
    """A landscape as of a new month as a value, its file, a plan for what is ahead, and the record, as YAML.

    `record` is None where none was asked for.
    """

    advanced: Advanced
    landscape: bytes
    plan: bytes
    record: bytes | None


def advance(
    landscape: Landscape,
    plan: PlanFile,
    to: str,
    done: Sequence[str] = (),
    *,
    as_planned: bool = False,
    late: Sequence[str] = (),
    record: str | None = None,
    time_limit: float | None = None,
) -> RolledForward:
    """The landscape as of the month `to`, once the moves that are `done` are (``jumin.shift=2026-11``).

    `record` is the file that this advance is added to; there need not be one yet. NoFormsError where the plan has no
    forms; InputError for what cannot have been done, and for a record that this is not the next entry of.
    """
    from analyzer.landscape.dumping import dump_document, dump_landscape
    from analyzer.landscape.recording import dump_record, read_record
    from analyzer.plan.rules import structural_violations
    from analyzer.reports.advance import plan_document
    from analyzer.whatif.advancing import advance as rolled
    from analyzer.whatif.advancing import read_done
    from analyzer.whatif.advancing.record import recorded
    from analyzer.whatif.answered import evaluated

    violations = structural_violations(landscape, plan.moves)
    if violations:
        raise NoFormsError(violations)
    month = month_named(to)
    happened = read_done(landscape, plan.moves, month, done, as_planned=as_planned, late=late)
    kept = None if record is None or not Path(record).exists() else read_record(read_bytes(record), record)
    carried = evaluated(landscape, plan, time_limit).assessment
    advanced = rolled(landscape, plan.moves, happened, month, time_limit, carried)
    added = None if record is None else dump_record(recorded(advanced, kept)).encode()
    heading = f"# {landscape.name}: {month}\n"
    return RolledForward(
        advanced,
        (heading + dump_landscape(advanced.landscape)).encode(),
        (heading + dump_document(plan_document(advanced.rest))).encode(),
        added,
    )
