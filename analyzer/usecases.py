"""What can be asked of the analyzer, from the address of a file to the answer; doors stay thin.

A *source* is a path, ``-`` (standard input), ``sample:NAME`` (a landscape that comes with
Kakehashi), ``stored:ID`` or ``stored:ID@VERSION`` (a landscape that is kept), ``stored:ID/PLAN`` (a plan beside it). Everything that is wrong with an input is raised as one `InputError`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from analyzer import resources
from analyzer.errors import InputError
from analyzer.landscape.loading import LoadResult, read_bytes, read_landscape
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Language, Text
from analyzer.plan.reading import PlanFile, month_meant, read_plain, read_plan

if TYPE_CHECKING:
    from analyzer.configuration import Configuration, Value
    from analyzer.evaluation import Evaluation
    from analyzer.generator import Request
    from analyzer.graph.affected import AffectedBy
    from analyzer.graph.landscape_graph import Direction
    from analyzer.landscape.model import Pattern
    from analyzer.nation.answer import NationAnswer
    from analyzer.nation.asking import Request as NationRequest
    from analyzer.order.comparison import Announce, Comparison, Optimizer
    from analyzer.order.desk import Listener
    from analyzer.order.ordering import Ordering
    from analyzer.order.why import Difference, Reasons
    from analyzer.reports.affected import AffectedAnswer
    from analyzer.reports.standing import StatusAnswer
    from analyzer.stores.port import Store
    from analyzer.stores.sources import Source
    from analyzer.tables.exporting import ExportResult
    from analyzer.tables.importing import ImportResult
    from analyzer.verification import VerificationResult
    from analyzer.whatif.advancing import Advanced
    from analyzer.whatif.again import TradeOff
    from analyzer.whatif.answers import AnswerDifference, AnswerView
    from analyzer.whatif.keeping import Kept
    from analyzer.whatif.many.executor import Executor
    from analyzer.whatif.many.pace import Progress
    from analyzer.whatif.many.run import Run
    from analyzer.whatif.many.tasks import Options
    from analyzer.whatif.many.tasks import Source as Named
    from analyzer.whatif.many.terms import Tally, Target
    from analyzer.whatif.scenarios import Changed, Scenario
    from analyzer.whatif.slips.robust import Candidate, Robustness
    from analyzer.whatif.slips.simulation import Slipping

_Given = TypeVar("_Given")
_Done = TypeVar("_Done")

SAMPLE = "sample:"
STORED = "stored:"

OpenStore = Callable[[], "Store"]
"""Gives the store that ``stored:…`` speaks of, when one does."""


class NoFormsError(InputError):
    """The plan can be read, but has no forms (or no cost, where that is asked): `findings` are its violations."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Loaded:
    """A landscape, and the warnings about its file."""

    landscape: Landscape
    warnings: tuple[Finding, ...]


def configured(options: Mapping[str, Value] | None = None) -> Configuration:
    """The settings; where nobody says where landscapes are kept, the folder for them is there afterwards."""
    from analyzer.configuration import configure

    configuration = configure(options)
    if configuration.origins["store"] == "default":  # other folders are their owners' affair
        Path(configuration.store.removeprefix("sqlite:///")).parent.mkdir(0o700, parents=True, exist_ok=True)
    return configuration


def open_store(url: str | None = None) -> Store:
    """The home of the landscapes at a URL, else the configured one."""
    from analyzer.stores.opening import open_store as opened

    return opened(configured({"store": url}).store)


def check(source: str, store: OpenStore = open_store) -> LoadResult:
    """Everything that is wrong with a landscape; never raises on bad input."""
    try:
        if source.startswith(STORED):
            from analyzer.landscape.dumping import landscape_document
            from analyzer.landscape.loading import read_document

            landscape = _stored(source, store)
            return replace(
                read_document(landscape_document(landscape), landscape.places), landscape=landscape
            )
        return read_landscape(read_bytes(_path(source)), file_name(source))
    except InputError as error:
        return LoadResult(None, error.findings, error.total)


def load(source: str, store: OpenStore = open_store) -> Loaded:
    """The landscape of a source; InputError with every error of its file.

    Of one that is kept the warnings were told when it came in (`check` tells them again).
    """
    if source.startswith(STORED):
        return Loaded(_stored(source, store), ())
    result = check(source)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return Loaded(result.landscape, result.findings)


def load_plan(source: str, store: OpenStore = open_store) -> PlanFile:
    """The moves of a plan file in either form; InputError where it is no plan."""
    return read_plan(_plan_bytes(source, store), file_name(source))


@dataclass(frozen=True, slots=True)
class ReadToKeep:
    """A landscape with the text that it was read from (None: it came from a store)."""

    landscape: Landscape
    source: Source | None
    warnings: tuple[Finding, ...]


def read_to_keep(source: str, store: OpenStore = open_store) -> ReadToKeep:
    """What `Store.put_version` takes; InputError with every error of the file."""
    from analyzer.stores.sources import Source

    if source.startswith(STORED):
        return ReadToKeep(_stored(source, store), None, ())
    data = read_bytes(_path(source))
    name = file_name(source)
    result = read_landscape(data, name)
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    media_type = "application/json" if data.lstrip()[:1] == b"{" else "application/yaml"
    return ReadToKeep(result.landscape, Source(name, data, media_type), result.findings)


def plan_to_keep(source: str, store: OpenStore = open_store) -> tuple[PlanFile, bytes]:
    """A plan file, and the same plain data as JSON, as `Store.put_plan` takes it; InputError where it is no plan."""
    from analyzer.stores.compact import compact

    data, name = _plan_bytes(source, store), file_name(source)
    return read_plan(data, name), compact(read_plain(data, name).value)


def _stored(source: str, store: OpenStore) -> Landscape:
    from analyzer.stores.naming import find_version, landscape_name

    name = landscape_name(source)
    home = store()
    version = find_version(home, name.landscape, name.version)
    return home.landscape(name.landscape, version.hash)


def _plan_bytes(source: str, store: OpenStore) -> bytes:
    if not source.startswith(STORED):
        return read_bytes(source)
    from analyzer.stores.naming import plan_name

    name = plan_name(source)
    return store().plan(name.landscape, name.plan or "").body


def evaluate(landscape: Landscape, plan: PlanFile, time_limit: float | None = None) -> Evaluation:
    """Every figure of a plan at its least joint cost."""
    from analyzer.evaluation import evaluate_plan  # the solver is slow to import; not every question needs it

    return evaluate_plan(landscape, plan.moves, time_limit)


ORDERING_SECONDS = 60.0
"""How long an order is looked for where nobody says a limit; of a comparison each answer."""


def optimizer(solver: str = "auto") -> Optimizer:
    """What answers questions about the order of migration, by the name of who looks for the answer."""
    from analyzer.order.optimize import TEAMS, optimize_plan

    return partial(optimize_plan, team=TEAMS[solver])


def optimize(
    landscape: Landscape,
    *,
    pattern: Pattern | None = None,
    start: PlanFile | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    solver: str = "auto",
    progress: Listener | None = None,
) -> Ordering:
    """The best plan under all rules, and under a pattern; never worse than the plan to start from.

    `solver` names who looks for it (`analyzer.order.optimize.TEAMS`).
    Without any limit the search ends after `ORDERING_SECONDS`. A start that breaks rules is a hint only
    (`start_violations`).
    """
    from analyzer.order.ordering import Ordering
    from analyzer.order.patterns import why_not
    from analyzer.plan.rules import structural_violations

    if pattern is not None and why_not(landscape, pattern) is not None:
        return Ordering(landscape, pattern, "infeasible", solver=solver)
    moves = None if start is None or structural_violations(landscape, start.moves) else start.moves
    ordering = optimizer(solver)(
        landscape, pattern=pattern, start=moves, time_limit=_seconds(time_limit, work_limit),
        work_limit=work_limit, progress=progress,
    )  # fmt: skip
    return replace(ordering, solver=solver)


def changes_asked(landscape: Landscape, changes: Sequence[str]) -> Mapping[MoveRef, Month]:
    """The months of ``kaigo.shift=2026-01``, by move; InputError for what is no change of the landscape's moves."""
    from analyzer.plan.changes import read_changes

    return read_changes(landscape, changes)


def try_beside(
    ordering: Ordering, changes: Mapping[MoveRef, Month], time_limit: float | None = None
) -> Difference | None:
    """The plan found and changes of it side by side; None where no plan was found."""
    from analyzer.order.why import try_change

    return None if ordering.evaluation is None else try_change(ordering.evaluation, changes, time_limit)


def start_violations(
    landscape: Landscape, start: PlanFile, pattern: Pattern | None = None
) -> tuple[Finding, ...]:
    """What a plan to start from breaks."""
    from analyzer.order import starting

    return starting.start_violations(landscape, start.moves, pattern)


def find_pattern(landscape: Landscape, name: str) -> Pattern:
    """A pattern by its id; InputError with what may be meant."""
    from analyzer.order import patterns

    return patterns.find_pattern(landscape, name)


def patterns_asked(
    landscape: Landscape, names: Sequence[str] = (), weak_orders: str | None = None
) -> tuple[Pattern, ...]:
    """The patterns named, then the weak orders of blocks; where neither is given, all that there are.

    InputError with everything that is wrong with the names.
    """
    from analyzer.order import patterns

    found: list[Pattern] = []
    findings: list[Finding] = []
    for name in dict.fromkeys(names):
        try:
            found.append(patterns.find_pattern(landscape, name))
        except InputError as error:
            findings.extend(error.findings)
    if weak_orders is not None:
        try:
            found.extend(patterns.asked_weak_orders(landscape, weak_orders))
        except InputError as error:
            findings.extend(error.findings)
    if findings:
        raise InputError(tuple(findings))
    by_id = {pattern.id: pattern for pattern in found}
    return tuple(by_id.values()) or patterns.patterns_of(landscape)


def compare(
    landscape: Landscape,
    patterns: Sequence[Pattern],
    *,
    with_optimum: bool = True,
    time_limit: float | None = None,
    work_limit: int | None = None,
    announce: Announce | None = None,
    progress: Listener | None = None,
) -> Comparison:
    """Each pattern at its least cost or with the reason why it cannot be, and the optimum; limits as `optimize`."""
    from analyzer.order.comparison import compare_patterns

    return compare_patterns(
        optimizer(), landscape, patterns, with_optimum=with_optimum,
        time_limit=_seconds(time_limit, work_limit), work_limit=work_limit, announce=announce, progress=progress,
    )  # fmt: skip


def draw_comparison(comparison: Comparison, language: Language, form: Literal["svg", "png", "pdf"]) -> bytes:
    """A comparison as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.comparison_picture import draw_comparison as draw

    return draw(comparison, language, form)


def require_pictures() -> None:
    """MissingToolError where no picture could be drawn: better said before a long search than after it."""
    from analyzer.diagrams.renderer import require_graphviz

    require_graphviz()


def _seconds(time_limit: float | None, work_limit: int | None) -> float | None:
    """With a limit of work alone nothing depends on the clock."""
    return ORDERING_SECONDS if time_limit is None and work_limit is None else time_limit


def status(
    landscape: Landscape,
    month: str | None = None,
    plan: PlanFile | None = None,
    time_limit: float | None = None,
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
    store: Store | None = None,
) -> AffectedAnswer:
    """The links that a change touches, in a month of a plan or as of today; where the landscape is kept in a
    store, by the question that the store answers itself.
    """
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
    if store is None:
        links = affected(build_graph(landscape, forms), change, direction, depth)
    else:
        links = store.affected(
            landscape.id,
            change,
            direction=direction,
            depth=depth,
            forms=forms,
            version=landscape.content_hash,
        )
    return AffectedAnswer(landscape, change, direction, depth, at if plan is not None else None, links)


WHY_SECONDS = 60.0


def difference(
    landscape: Landscape, plan: PlanFile, changes: Sequence[str], time_limit: float | None = None
) -> Difference:
    """A plan and changes of it (``kaigo.shift=2026-01``) side by side; InputError for what is no change."""
    from analyzer.evaluation.clock import Clock
    from analyzer.order.why import try_change
    from analyzer.plan.changes import read_changes

    tried = read_changes(landscape, changes)
    clock = Clock(time_limit)
    before = evaluate(landscape, plan, None if time_limit is None else time_limit / 2)
    return try_change(before, tried, clock.left())


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

    one, other = _each(read, (before, after))
    return difference_of(one, other)


def draw_difference(
    difference: AnswerDifference,
    month: str | None,
    side: Literal["difference", "before", "after"],
    language: Language,
    form: Literal["svg", "png", "pdf", "dot"],
) -> bytes:
    """The difference as a picture, in a month or over all; InputError for a month outside both horizons."""
    from analyzer.diagrams.difference_picture import draw_difference as draw

    at = None
    if month is not None:
        at = month_named(month)
        if at not in difference.before.landscape.horizon:
            at = month_within(difference.after.landscape, month)
    return draw(difference, at, side, language, form)


def reasons(
    landscape: Landscape,
    plan: PlanFile,
    moves: Sequence[str] = (),
    time_limit: float | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Reasons:
    """The nearest alternatives of every move of a plan, or of those named.

    NoFormsError where the plan has no cost. Without a limit no move is begun after `WHY_SECONDS`.
    """
    from analyzer.evaluation.clock import Clock
    from analyzer.order.why import why
    from analyzer.plan.changes import read_moves

    asked = read_moves(landscape, moves) if moves else None
    clock = Clock(WHY_SECONDS if time_limit is None else time_limit)
    evaluation = evaluate(landscape, plan, time_limit)
    if evaluation.assessment is None:
        raise NoFormsError(evaluation.violations)
    return why(evaluation, asked, clock.left(), progress=progress)


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
        path, name = str(Path(_path(source)).with_name("scenarios.yaml")), f"{source}/scenarios.yaml"
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


def draw_curve(
    changed: Changed, curve: TradeOff, language: Language, form: Literal["svg", "png", "pdf"]
) -> bytes:
    """The curve as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.curve_picture import draw_curve as draw

    return draw(changed, curve, language, form)


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

    return _each(partial(apply, landscape), scenarios)


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


def verify(landscape: Landscape, source: str, store: OpenStore = open_store) -> VerificationResult:
    """An answer re-checked without a solver; malformed where the file cannot be read at all."""
    from analyzer.verification import VerificationResult, verify_answer

    try:
        plain = read_plain(_plan_bytes(source, store), file_name(source))
    except InputError as error:
        return VerificationResult(error.findings, malformed=True)
    answer = plain.value if isinstance(plain.value, Mapping) else {}
    return verify_answer(landscape, answer, plain.places)


def import_lists(
    paths: Sequence[Path],
    base: Landscape | None = None,
    id: str | None = None,
    name: str | None = None,
    first: str | None = None,
    last: str | None = None,
    generations: Sequence[str] | None = None,
) -> ImportResult:
    """Lists of systems and links onto a landscape, or into a new one; the options speak of a new one."""
    from analyzer.tables.defaults import HeaderOptions
    from analyzer.tables.importing import import_tables

    options = HeaderOptions(
        id, name, tuple(generations) if generations else None,
        None if first is None else month_named(first), None if last is None else month_named(last),
    )  # fmt: skip
    return import_tables(paths, base, options)


def export_lists(
    landscape: Landscape, form: Literal["csv", "xlsx"], language: Language, lists: Sequence[str] | None = None
) -> ExportResult:
    """The lists of a landscape; systems and links, unless others are named."""
    from analyzer.tables.exporting import DEFAULT_LISTS, export_tables
    from analyzer.tables.headings import LISTS

    known = {schema.name: schema.name for schema in LISTS}
    for name in lists or ():
        if name not in known:
            listed = ", ".join(known)
            raise _wrong(
                "unknown_list",
                Text(f"「{name}」という一覧はありません。", f"There is no list {name!r}."),
                Text(f"次のいずれかです: {listed}", f"There are {listed}."),
            )
    asked = [known[name] for name in dict.fromkeys(lists or ()) if name in known]
    return export_tables(landscape, form, language, asked or DEFAULT_LISTS)


def template(
    language: Language, moves: Sequence[str] | None = None, generations: Sequence[str] | None = None
) -> bytes:
    """A workbook to fill in, as xlsx."""
    from analyzer.tables.template import GENERATIONS, MOVES, template_workbook

    return template_workbook(language, moves or MOVES, generations or GENERATIONS)


PICTURE_SECONDS = 10.0


def draw(
    landscape: Landscape,
    plan: PlanFile | None,
    month: str | None,
    group: Literal["environment", "vendor"],
    language: Language,
    form: Literal["svg", "png", "pdf", "dot"],
    time_limit: float | None = None,
) -> bytes:
    """A picture of a month under a plan, or of today; NoFormsError where the plan gives no forms.

    Without a limit the search for the least cost ends after `PICTURE_SECONDS`: nobody waits for a
    proof before seeing a picture, and a city of 34 systems is proven well before.
    """
    from analyzer.diagrams import draw_landscape

    at = None if plan is None and month is None else month_shown(landscape, month)
    evaluation = None if plan is None else evaluate(landscape, plan, time_limit or PICTURE_SECONDS)
    if evaluation is not None and evaluation.schedule is None:
        raise NoFormsError(evaluation.violations)
    return draw_landscape(
        landscape, month=at, evaluation=evaluation, group=group, language=language, format=form
    )


@dataclass(frozen=True, slots=True)
class Generated:
    """A made-up landscape and a plan that keeps its rules, as YAML."""

    landscape: bytes
    plan: bytes


def generate(request: Callable[[], Request]) -> Generated:
    """Make a city; InputError with every reason why none can be as asked."""
    from analyzer.generator import GENERATOR_VERSION, ImpossibleRequestError, build_city
    from analyzer.generator.text import to_yaml

    try:
        city = build_city(request())
    except ImpossibleRequestError as error:
        findings = tuple(Finding("impossible_request", "error", sentence) for sentence in error.sentences)
        raise InputError(findings) from None
    heading = f"架空の自治体 / a made-up city, generator version {GENERATOR_VERSION}"
    return Generated(
        to_yaml(city.document, heading).encode("utf-8"), to_yaml(dict(city.plan), heading).encode("utf-8")
    )


@dataclass(frozen=True, slots=True)
class Many:
    """A run over many landscapes and scenarios, surveyed: what is there, what is missing, and how to compute it.

    `scenarios`: their ids; `note` keeps in the ledger how far the run is, with a word for its state; `started`: what was
    noted of a run of this name before.
    """

    name: str
    run: Run
    scenarios: tuple[str, ...]
    executor: Callable[[], Executor]
    note: Callable[[str], None]
    started: Mapping[str, object] | None

    def go(self, tell: Callable[[Progress], None]) -> Tally:
        """Computes what is missing (`analyzer.whatif.many.run.Run.go`), on workers that end with it."""
        if self.run.has_to_compute:
            self.note("running")
            try:
                executor = self.executor()
                try:
                    self.run.go(executor, tell)
                finally:
                    executor.close()
            finally:
                self.note("done" if self.run.is_complete else "stopped")
        return self.run.tally


def many(
    sources: Sequence[str],
    scenarios: str,
    *,
    store: OpenStore = open_store,
    ledger: Store | None = None,
    name: str | None = None,
    plan: str = "actual",
    plans: str | None = None,
    time_limit: float | None = None,
    retry_failed: bool = False,
    keep_going: bool = True,
    workers: int | None = None,
    cluster: str | None = None,
    actor: str = "",
) -> Many:
    """A plan of each landscape, kept under each scenario; `ledger` keeps the results (the store, if not said).

    `sources` may be patterns (``stored:*``); `plan` names the plan beside each landscape, `plans` a folder that has them all.
    InputError where the scenarios are wrong, or nothing is meant; what is wrong with one landscape is its result.
    """
    from analyzer.stores.results import RecordedResults
    from analyzer.whatif.many.run import Run
    from analyzer.whatif.many.tasks import Options, Source, program, scenario_hashes, sha256
    from analyzer.whatif.many.terms import Limits
    from analyzer.whatif.scenarios import read_scenarios

    settings: Any = configured({"many.workers": workers, "many.cluster": cluster}).section("many")
    text, file = _scenario_file(scenarios)
    asked = Source(file, text)
    read_scenarios(text, file)
    hashes = scenario_hashes(asked)
    targets = _targets(sources, store, plan, None if plans is None else Path(plans))
    options = Options(time_limit)
    limits = Limits(max(1, settings["chunk"]), max(1, settings["attempts"]), retry_failed, keep_going)
    kept = RecordedResults(store() if ledger is None else ledger, actor)
    run = Run(kept, targets, hashes, options, limits)
    run.survey()
    named = name or "run-" + sha256(repr((hashes, [t.name for t in targets], options)).encode())[7:19]
    facts = {
        "landscapes": len(targets), "scenarios": asked.name, "scenarios_hash": asked.hash, "program": program(),
    }  # fmt: skip

    def note(state: str) -> None:
        tally = run.tally
        kept.note_run(named, {
            **facts, "state": state, "total": tally.total, "recorded": tally.found + tally.computed, "failed": tally.failed,
        })  # fmt: skip

    return Many(
        named, run, tuple(id_ for id_, _ in hashes), lambda: _executor(asked, options, settings), note,
        kept.run(named),
    )  # fmt: skip


def _executor(scenarios: Named, options: Options, settings: Mapping[str, Any]) -> Executor:
    """Processes of this machine, or the cluster that the settings name."""
    import os

    from analyzer.whatif.many.computing import keep_plans
    from analyzer.whatif.many.working import Setup

    setup = Setup(scenarios, options, keep_plans)
    workers = settings["workers"] or os.cpu_count() or 1
    memory = settings["worker_memory"]
    if settings["cluster"]:
        from analyzer.whatif.many.cluster import Cluster

        return Cluster(setup, settings["cluster"], workers, memory=memory)
    from analyzer.whatif.many.processes import Processes

    return Processes(setup, workers, memory=memory, patience=settings["worker_seconds"])


def _targets(sources: Sequence[str], store: OpenStore, plan: str, plans: Path | None) -> list[Target]:
    """What the sources mean, each once, in their order; InputError where that is nothing."""
    from analyzer.stores.targets import stored_names, stored_target
    from analyzer.whatif.many.targets import file_target

    found: dict[str, Target] = {}
    for source in sources:
        if source.startswith(STORED):
            for name in stored_names(store(), source):
                found[name] = found.get(name) or stored_target(store(), name, plan, plans)
        elif source == "-":
            raise _wrong(
                "stdin_of_many",
                Text("標準入力(-)は使えません。ファイルを指定してください。",
                     "Standard input (-) is not for many landscapes; give files."),
            )  # fmt: skip
        else:
            found[source] = found.get(source) or file_target(source, Path(_path(source)), plan, plans)
    if not found:
        raise _wrong(
            "no_landscapes",
            Text(f"「{' '.join(sources)}」に当たるランドスケープがありません。", f"No landscape is meant by {' '.join(sources)!r}."),
            Text("`kakehashi store list` で保存済みの一覧を確かめてください。", "`kakehashi store list` lists what is kept."),
        )  # fmt: skip
    return list(found.values())


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
        raise _wrong(
            "not_a_month",
            Text(f"「{text}」は年月ではありません。", f"{text!r} is not a month."),
            month_meant(text),
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


def slip(
    landscape: Landscape,
    plan: PlanFile,
    *,
    samples: int | None = None,
    seed: int | None = None,
    exact: int | None = None,
    time_limit: float | None = None,
) -> Slipping:
    """A plan under random slips; NoFormsError where it has no cost, InputError where nothing can slip.

    `time_limit` (seconds) bounds the evaluation of the plan and the samples that are solved anew together.
    """
    from analyzer.evaluation.clock import Clock
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.slips import simulation

    _require_moves(landscape)
    clock = Clock(time_limit)
    evaluation = evaluated(landscape, plan, time_limit)
    if evaluation.assessment is None:
        raise NoFormsError(evaluation.violations)
    return simulation.simulate(
        evaluation,
        samples=simulation.SAMPLES if samples is None else samples,
        seed=simulation.SEED if seed is None else seed,
        exact=simulation.EXACT if exact is None else exact,
        time_limit=clock.left(),
    )


def draw_slips(slipping: Slipping, language: Language, form: Literal["svg", "png", "pdf"]) -> bytes:
    """A simulation as a picture for A4 paper; MissingToolError without Graphviz."""
    from analyzer.diagrams.slips_picture import draw_slips as draw

    return draw(slipping, language, form)


def load_plans(sources: Sequence[str], store: OpenStore = open_store) -> list[tuple[str, PlanFile]]:
    """Plan files by their sources; InputError with what is wrong with any of them."""
    plans: list[tuple[str, PlanFile]] = []
    findings: list[Finding] = []
    total = 0
    for source in dict.fromkeys(sources):
        try:
            plans.append((source, load_plan(source, store)))
        except InputError as error:
            findings.extend(error.findings)
            total += error.total
    if findings:
        raise InputError(tuple(findings), total)
    return plans


def robust_candidates(
    landscape: Landscape,
    plans: Sequence[tuple[str, PlanFile]] = (),
    patterns: Sequence[Pattern] = (),
    *,
    with_optimum: bool = False,
    time_limit: float | None = None,
    work_limit: int | None = None,
    announce: Announce | None = None,
    progress: Listener | None = None,
) -> tuple[list[Candidate], bool]:
    """Plans, patterns at their least cost and the optimum, to be compared under slips; True where that was interrupted.

    Limits as `compare`, for each plan.
    """
    from analyzer.order.comparison import answer_named
    from analyzer.whatif.answered import evaluated
    from analyzer.whatif.slips.robust import Candidate

    _require_moves(landscape)
    candidates = [
        Candidate(source, Text(Path(source).name, Path(source).name), evaluated(landscape, plan, time_limit))
        for source, plan in plans
    ]
    if not patterns and not with_optimum:
        return candidates, False
    comparison = compare(
        landscape, patterns, with_optimum=with_optimum, time_limit=time_limit, work_limit=work_limit,
        announce=announce, progress=progress,
    )  # fmt: skip
    candidates += [
        Candidate(
            "optimum" if answer.pattern is None else answer.pattern.id,
            answer_named(answer),
            answer.evaluation,
        )
        for answer in comparison.all
    ]
    return candidates, comparison.interrupted


def robust(
    landscape: Landscape, candidates: Sequence[Candidate], samples: int | None = None, seed: int | None = None
) -> Robustness:
    """The candidates under the same slips."""
    from analyzer.whatif.slips import simulation
    from analyzer.whatif.slips.robust import compare_under_slips

    return compare_under_slips(
        landscape,
        candidates,
        samples=simulation.SAMPLES if samples is None else samples,
        seed=simulation.SEED if seed is None else seed,
    )


def _require_moves(landscape: Landscape) -> None:
    if not any(system.moves for system in landscape.systems.values()):
        raise _wrong(
            "nothing_slips",
            Text("移行が一つもないので、遅れることもありません。", "There is no move that could slip."),
            Text("systems[].moves に移行を書いてください。", "Write moves under systems[].moves."),
        )


def _each(do: Callable[[_Given], _Done], given: Sequence[_Given]) -> tuple[_Done, ...]:
    """What is done with each; InputError with all that is wrong with any."""
    done: list[_Done] = []
    errors: list[InputError] = []
    for one in given:
        try:
            done.append(do(one))
        except InputError as error:
            errors.append(error)
    if errors:
        findings = tuple(finding for error in errors for finding in error.findings)
        raise InputError(findings, sum(error.total for error in errors))
    return tuple(done)


def _wrong(code: str, message: Text, suggestion: Text | None = None) -> InputError:
    return InputError((Finding(code, "error", message, None, suggestion),))


def national_folder(folder: str | None = None) -> str:
    """Where the national figures are: the option, else what is configured; InputError where neither says."""
    from analyzer.configuration import configure

    configured_folder = configure({"national": folder}).values["national"]
    if not configured_folder:
        raise _wrong(
            "no_national_data",
            Text("全国の公表値のフォルダが指定されていません。", "Nobody says where the national figures are."),
            Text("--data DIR、環境変数 KAKEHASHI_NATIONAL、または設定の national で指定してください。",
                 "Give --data DIR, KAKEHASHI_NATIONAL, or the setting `national`."),
        )  # fmt: skip
    return str(configured_folder)


def nation(folder: str | None, request: NationRequest) -> NationAnswer:
    """The bridges of today and the load of the vendors, from the national figures; InputError with everything wrong."""
    from analyzer.nation.answer import answer_nation
    from analyzer.nation.asking import understood
    from analyzer.nation.joining import read_nation

    assumptions, prefectures = understood(request)
    read = read_nation(national_folder(folder))
    return answer_nation(read.only(prefectures) if prefectures else read, assumptions)


def national_fleet(answer: NationAnswer) -> Mapping[str, bytes]:
    """A landscape file for each municipality with data, by file name; vendors, links and bridges in them are assumed."""
    from analyzer.generator.text import to_yaml
    from analyzer.nation.fleet import fleet, landscape_id

    heading = "公表値と仮定から作った / made from published figures and assumptions: kakehashi nation"
    return {
        f"{landscape_id(municipality)}.yaml": to_yaml(document, heading).encode("utf-8")
        for municipality, document in fleet(answer.nation, answer.assumptions)
    }


def draw_nation(
    answer: NationAnswer, subject: str, language: Language, form: Literal["svg", "png", "pdf"]
) -> bytes:
    """A picture of the bridges by prefecture, or of the load by vendor and month; MissingToolError without Graphviz."""
    from analyzer.nation.pictures import draw_bridges, draw_load

    return (draw_bridges if subject == "bridges" else draw_load)(answer, language, form)
