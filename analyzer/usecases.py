"""What can be asked of the analyzer, from the address of a file to the answer; doors stay thin.

A *source* is a path, ``-`` (standard input) or ``sample:NAME`` (a landscape that comes with
Kakehashi). Everything that is wrong with an input is raised as one `InputError`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from analyzer import resources
from analyzer.errors import InputError
from analyzer.landscape.loading import LoadResult, read_bytes, read_landscape
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.plan.reading import PlanFile, nearest_month, read_plain, read_plan

if TYPE_CHECKING:
    from analyzer.evaluation import Evaluation
    from analyzer.graph.affected import AffectedBy
    from analyzer.graph.landscape_graph import Direction
    from analyzer.reports.affected import AffectedAnswer
    from analyzer.reports.standing import StatusAnswer
    from analyzer.verification import VerificationResult

SAMPLE = "sample:"


class NoFormsError(InputError):
    """The plan can be read, but gives the systems no forms: `findings` are its violations."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """A landscape, and the warnings about its file."""

    landscape: Landscape
    warnings: tuple[Finding, ...]


def check(source: str) -> LoadResult:
    """Everything that is wrong with a landscape file; never raises on bad input."""
    try:
        return read_landscape(read_bytes(_path(source)), file_name(source))
    except InputError as error:
        return LoadResult(None, error.findings, error.total)


def load(source: str) -> Loaded:
    """The landscape of a source; InputError with every error of its file."""
    result = check(source)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return Loaded(result.landscape, result.findings)


def load_plan(source: str) -> PlanFile:
    """The moves of a plan file in either form; InputError where it is no plan."""
    return read_plan(read_bytes(source), file_name(source))


def evaluate(landscape: Landscape, plan: PlanFile, time_limit: float | None = None) -> Evaluation:
    """Every figure of a plan at its least joint cost."""
    from analyzer.evaluation import evaluate_plan  # the solver is slow to import; not every question needs it

    return evaluate_plan(landscape, plan.moves, time_limit)


def status(
    landscape: Landscape, month: str | None = None, plan: PlanFile | None = None, time_limit: float | None = None
) -> StatusAnswer:
    """A month of a landscape, under a plan or as of today; NoFormsError where the plan gives no forms."""
    from analyzer.reports.standing import status_of_plan, status_today

    at = month_shown(landscape, month)
    if plan is None:
        return status_today(landscape, at)
    evaluation = evaluate(landscape, plan, time_limit)
    if evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    return status_of_plan(evaluation, at)


def affected_by(
    landscape: Landscape,
    change: AffectedBy,
    direction: Direction,
    depth: int,
    plan: PlanFile | None = None,
    month: str | None = None,
) -> AffectedAnswer:
    """The links that a change touches, in a month of a plan or as of today."""
    from analyzer.graph.affected import affected
    from analyzer.graph.landscape_graph import build_graph
    from analyzer.plan.rules import structural_violations
    from analyzer.plan.schedule import Schedule
    from analyzer.reports.affected import AffectedAnswer

    at = None if plan is None and month is None else month_shown(landscape, month)
    forms: dict[str, int] = {}
    if plan is not None and at is not None:
        violations = structural_violations(landscape, plan.moves)
        if violations:
            raise NoFormsError(violations)
        schedule = Schedule(landscape, plan.moves)
        index = landscape.horizon.index(at)
        forms = {system: schedule.form_index(system, index) for system in landscape.systems}
    links = affected(build_graph(landscape, forms), change, direction, depth)
    return AffectedAnswer(landscape, change, direction, depth, at if plan is not None else None, links)


def verify(landscape: Landscape, source: str) -> VerificationResult:
    """An answer re-checked without a solver; InputError where the file cannot be read at all."""
    from analyzer.verification import verify_answer

    plain = read_plain(read_bytes(source), file_name(source))
    answer = plain.value if isinstance(plain.value, Mapping) else {}
    return verify_answer(landscape, answer, plain.places)


def file_name(source: str) -> str:
    """What places call the source."""
    return "<stdin>" if source == "-" else source


def _path(source: str) -> str:
    """The file of a sample, else the source itself; InputError for a sample that there is not."""
    if not source.startswith(SAMPLE):
        return source
    name, names = source.removeprefix(SAMPLE), resources.sample_names()
    if name in names:
        return str(resources.sample(name))
    near = get_close_matches(name, names, n=1) or [", ".join(names)]
    raise _wrong(
        "unknown_sample",
        Text(f"「{name}」というサンプルはありません。", f"There is no sample {name!r}."),
        Text(f"もしかして: {near[0]}", f"Did you mean {near[0]}?"),
    )


def month_named(text: str) -> Month:
    """``YYYY-MM`` → Month; InputError with what may be meant."""
    try:
        return Month.parse(text)
    except ValueError:
        meant = nearest_month(text)
        raise _wrong(
            "not_a_month",
            Text(f"「{text}」は年月ではありません。", f"{text!r} is not a month."),
            Text(f"もしかして: {meant}", f"Did you mean {meant}?") if meant else
            Text("2026-01 のように YYYY-MM で書いてください。", "Write it as YYYY-MM, such as 2026-01."),
        ) from None  # fmt: skip


def month_shown(landscape: Landscape, text: str | None) -> Month | None:
    """The month asked for, else the file's `as_of`, drawn into the horizon, else the first month.

    None where the landscape has no months and none is asked for.
    """
    if text is not None:
        return month_within(landscape, text)
    horizon = landscape.horizon
    if not len(horizon):
        return None
    return min(max(landscape.as_of or horizon.first, horizon.first), horizon.last)


def month_within(landscape: Landscape, text: str) -> Month:
    """A month of the horizon; InputError for any other."""
    month = month_named(text)
    if month not in landscape.horizon:
        horizon = landscape.horizon
        span = f"{horizon.first} ～ {horizon.last}" if len(horizon) else "—"
        raise _wrong(
            "outside_horizon",
            Text(f"{month} は計画の期間({span})の外です。", f"{month} lies outside the horizon ({span})."),
            Text("期間の中の月を指定してください。", "Give a month of the horizon."),
        )
    return month


def _wrong(code: str, message: Text, suggestion: Text | None = None) -> InputError:
    return InputError((Finding(code, "error", message, None, suggestion),))
