"""Computing answers: what runs in the guarded processes.

A question comes with its landscape as a pickle that the service made; what a stranger sent (a plan, an answer) comes as bytes, and is
read here.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation
from analyzer.graph.subjects import require
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Language, Text
from analyzer.plan.reading import PlanFile, kept_plan, read_plain, read_plan
from analyzer.reports.advance import advance_document, advance_report, plan_document
from analyzer.reports.again import again_document, again_report
from analyzer.reports.answer import answer_document
from analyzer.reports.answer_difference import answer_difference_report
from analyzer.reports.answer_difference_document import answer_difference_document
from analyzer.reports.bridges import bridges_report
from analyzer.reports.comparison import comparison_document, comparison_report
from analyzer.reports.edited_document import edited_document
from analyzer.reports.html import render_html
from analyzer.reports.keeping import kept_report
from analyzer.reports.kept_document import kept_document
from analyzer.reports.layout import Report
from analyzer.reports.overview import overview, overview_document
from analyzer.reports.parts import bridges_document, tests_document
from analyzer.reports.pictures import figures_document, figures_report
from analyzer.reports.slips import slips_report
from analyzer.reports.slips_document import slips_document
from analyzer.reports.status import status_document, status_report, today_report
from analyzer.reports.tables import render_csv
from analyzer.reports.testing import tests_report
from analyzer.reports.validation import validation_document, validation_report
from analyzer.reports.verification import verification_document, verification_report
from analyzer.reports.versions import versions_document
from analyzer.stores.compact import compact, parsed
from analyzer.tables.reading import GivenFile
from analyzer.verification import verify_answer
from analyzer.whatif.editing import Editing
from analyzer.whatif.scenarios import Scenario, combined, find_scenarios, read_scenarios
from api.guarded.wire import unpacked

AT_ONCE: frozenset[str] = frozenset({"edit", "map", "part"})
"""Kinds that people wait for with the mouse in their hand: one process answers them, which keeps what it knows."""
BEGIN_SECONDS = 10.0
"""For the ways of a plan that was kept without them; with the bound where they are not proven by then."""
COMPUTE = f"{__name__}:compute"
Kind = Literal[
    "overview", "findings", "evaluation", "bridges", "tests", "status", "verification", "diagram", "comparison", "whatif", "changed",
    "again", "slips", "advance", "difference", "edit", "worksheet", "joint", "view", "map", "part", "pack", "answers",
]  # fmt: skip
Form = Literal["json", "csv", "xlsx", "svg", "png", "pdf", "dot", "html", "zip", "ics"]
"""`html` is a piece of the page, of a pack a page of its own."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another landscape of a question about several, as `packed` by the service, and its kept plan, if one is asked for."""

    landscape: bytes
    plan: bytes | None = None
    plan_file: str = "plan"


@dataclass(frozen=True, slots=True)
class Question:
    """`landscape` names the landscape's value (id, hash, source): the process may have it from before."""

    kind: Kind
    landscape: tuple[str, ...]
    form: Form = "json"
    language: Language = "ja"
    plan: bytes | None = None
    plan_file: str = "plan"
    other: bytes | None = None
    other_file: str = "plan"
    vendor: str | None = None
    month: str | None = None
    group: usecases.Grouping = "environment"
    picture: usecases.PictureWanted | None = None
    patterns: tuple[str, ...] = ()
    weak_orders: str | None = None
    with_optimum: bool = True
    scenarios: bytes | None = None
    scenarios_file: str = "scenarios.yaml"
    scenario_ids: tuple[str, ...] = ()
    combine: bool = False
    keep: int | None = None
    samples: int = 0
    seed: int = 1
    exact: int = 0
    to: str = ""
    done: tuple[str, ...] = ()
    as_planned: bool = False
    late: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    chosen: bool = False
    sheet: str = ""
    others: tuple[Other, ...] = ()
    wareki: bool = False
    part: tuple[str, str] = ("", "")
    """``system`` or ``integration``, and its name."""
    piece: str = ""
    """Of a pack: one of `usecases.PARTS` alone."""
    answer_by: str | None = None
    pictures: bool = True
    time_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """`whole` is False where a limit of time cut the search off: another time the answer may be better."""

    body: bytes
    whole: bool = True


def compute(pickled: bytes, question: Question) -> Computed:
    """The answer as bytes. Raises what the use cases raise."""
    return _ANSWERS[question.kind](_landscape(pickled, question), question)


_KEPT = 3
_landscapes: OrderedDict[tuple[str, ...], Landscape] = OrderedDict()


def _landscape(pickled: bytes, question: Question) -> Landscape:
    key = question.landscape
    found = _landscapes.get(key)
    if found is None:
        found = _landscapes[key] = unpacked(pickled)
    _landscapes.move_to_end(key)
    while len(_landscapes) > _KEPT:
        _landscapes.popitem(last=False)
    return found


def _plan(question: Question) -> PlanFile:
    assert question.plan is not None, "the question is about a plan"
    return read_plan(question.plan, question.plan_file)


def _overview(landscape: Landscape, _: Question) -> Computed:
    return Computed(compact(overview_document(overview(landscape))))


def _evaluated(landscape: Landscape, question: Question) -> Evaluation:
    if question.vendor is not None:
        require(landscape, "vendor", question.vendor)
    return usecases.evaluate(landscape, _plan(question), question.time_limit)


def _evaluation(landscape: Landscape, question: Question) -> Computed:
    evaluation = _evaluated(landscape, question)
    return _computed(question, answer_document(evaluation), None, evaluation)


def _bridges(landscape: Landscape, question: Question) -> Computed:
    at = None if question.month is None else usecases.month_within(landscape, question.month)
    evaluation, vendor = _evaluated(landscape, question), question.vendor
    return _computed(
        question, bridges_document(evaluation, vendor, at), bridges_report(evaluation, vendor, at), evaluation
    )


def _tests(landscape: Landscape, question: Question) -> Computed:
    at = None if question.month is None else usecases.month_within(landscape, question.month)
    evaluation, vendor = _evaluated(landscape, question), question.vendor
    return _computed(
        question, tests_document(evaluation, vendor, at), tests_report(evaluation, vendor, at), evaluation
    )


def _status(landscape: Landscape, question: Question) -> Computed:
    plan = None if question.plan is None else _plan(question)
    answer = usecases.status(landscape, question.month, plan, question.time_limit)
    report = today_report(answer) if question.form == "html" else status_report(answer)
    return _computed(question, status_document(answer), report, answer.evaluation)


def _findings(landscape: Landscape, question: Question) -> Computed:
    result = usecases.checked_again(landscape)
    return _computed(
        question, validation_document(result, landscape.id), validation_report(result, landscape.id), None
    )


def _verification(landscape: Landscape, question: Question) -> Computed:
    assert question.plan is not None, "the question is about an answer"
    plain = read_plain(question.plan, question.plan_file)
    result = verify_answer(landscape, plain.value if isinstance(plain.value, Mapping) else {}, plain.places)
    if result.malformed:
        raise InputError(result.faults)
    name = question.plan_file
    return _computed(question, verification_document(result, name), verification_report(result, name), None)


def _diagram(landscape: Landscape, question: Question) -> Computed:
    assert question.form in ("svg", "png", "pdf", "dot")
    plan = None if question.plan is None else _plan(question)
    picture = usecases.draw(
        landscape, plan, question.month, question.group, question.language, question.form, question.time_limit
    )
    return Computed(picture, whole=plan is None)


def _view(landscape: Landscape, question: Question) -> Computed:
    assert question.picture is not None, "the question is about a picture"
    plan = None if question.plan is None else _plan(question)
    picture = usecases.picture(landscape, plan, question.picture, question.language, question.time_limit)
    if question.form in ("svg", "png", "pdf", "dot"):
        return Computed(picture.rendered(question.form), whole=plan is None)
    document = figures_document(landscape, picture.figures)
    body = _computed(question, document, figures_report(picture.figures), None).body
    return Computed(body, whole=plan is None)


def _comparison(landscape: Landscape, question: Question) -> Computed:
    patterns = usecases.patterns_asked(landscape, question.patterns, question.weak_orders)
    assert question.time_limit is not None
    each = question.time_limit / (len(patterns) + question.with_optimum)
    comparison = usecases.compare(landscape, patterns, with_optimum=question.with_optimum, time_limit=each)
    computed = _computed(question, comparison_document(comparison), comparison_report(comparison), None)
    return Computed(computed.body, whole=False)


def _asked_scenarios(question: Question) -> tuple[Scenario, ...]:
    assert question.scenarios is not None, "the question is about scenarios"
    found = find_scenarios(read_scenarios(question.scenarios, question.scenarios_file), question.scenario_ids)
    return (combined(found),) if question.combine and found else found


def _whatif(landscape: Landscape, question: Question) -> Computed:
    kept = usecases.keep(landscape, _plan(question), _asked_scenarios(question), question.time_limit)
    stopped = any(one.after.stopped_by or one.before.stopped_by for one in kept)
    computed = _computed(question, kept_document(kept), kept_report(kept), None)
    return Computed(computed.body, whole=not stopped)


def _changed(landscape: Landscape, question: Question) -> Computed:
    return Computed(_json(usecases.changed_document(landscape, _asked_scenarios(question))))


def _again(landscape: Landscape, question: Question) -> Computed:
    found = _asked_scenarios(question)
    if len(found) != 1:
        raise InputError(
            (
                Finding(
                    "one_scenario",
                    "error",
                    Text(
                        f"一つのシナリオについて立て直します({len(found)} 件あります)。scenario で選ぶか、combine=true で一つにしてください。",
                        f"Planning again is for one scenario (there are {len(found)}): choose it with `scenario`, or make them one with `combine`.",
                    ),
                ),
            )
        )
    changed, before, ordering = usecases.plan_again(
        landscape, _plan(question), found[0], keep=question.keep, time_limit=question.time_limit
    )
    if question.form == "html":
        return _computed(question, None, again_report(changed, before, ordering), None)
    return Computed(_json(again_document(changed, before, ordering)), whole=False)


def _slips(landscape: Landscape, question: Question) -> Computed:
    slipping = usecases.slip(
        landscape, _plan(question), samples=question.samples, seed=question.seed, exact=question.exact,
        time_limit=question.time_limit,
    )  # fmt: skip
    if question.form in ("svg", "png", "pdf"):
        return Computed(usecases.draw_slips(slipping, question.language, question.form), whole=False)
    if question.form == "html":
        return _computed(question, None, slips_report(slipping), None)
    return Computed(_json(slips_document(slipping)), whole=False)


def _difference(landscape: Landscape, question: Question) -> Computed:
    assert question.other is not None, "the question is about two plans"
    other = read_plan(question.other, question.other_file)
    found = usecases.answer_difference((landscape, _plan(question)), (landscape, other), question.time_limit)
    if question.form == "json" or question.form == "csv" or question.form == "html":  # noqa: PLR1714 - so mypy knows what is left
        report = answer_difference_report(found, (question.plan_file, question.other_file))
        computed = _computed(question, answer_difference_document(found), report, None)
        return Computed(computed.body, whole=False)
    assert question.form in ("svg", "png", "pdf", "dot")
    picture = usecases.draw_difference(found, question.month, "difference", question.language, question.form)
    return Computed(picture, whole=False)


def _advance(landscape: Landscape, question: Question) -> Computed:
    made = usecases.advance(
        landscape, _plan(question), question.to, question.done, as_planned=question.as_planned,
        late=question.late, time_limit=question.time_limit,
    )  # fmt: skip
    if question.form == "html":
        return _computed(question, None, advance_report(made.advanced), None)
    document = {
        **advance_document(made.advanced),
        "landscape_file": landscape_document(made.advanced.landscape),
        "plan_file": plan_document(made.advanced.rest),
    }
    return Computed(_json(document), whole=False)


_editings: OrderedDict[tuple[object, ...], Editing] = OrderedDict()


def _editing(landscape: Landscape, question: Question) -> Editing:
    """A kept plan with its ways. The process keeps those that were asked about: the next question begins where everything
    is known.
    """
    key = (*question.landscape, question.plan_file, question.plan)
    found = _editings.get(key)
    if found is None:
        assert question.plan is not None, "the question is about a kept plan"
        seconds = min(question.time_limit or BEGIN_SECONDS, BEGIN_SECONDS)
        found = usecases.begin_edit(landscape, kept_plan(parsed(question.plan)), seconds)
        if found.before.stopped_by is None:
            _editings[key] = found
    else:
        _editings.move_to_end(key)
    while len(_editings) > _KEPT:
        _editings.popitem(last=False)
    return found


def _edit(landscape: Landscape, question: Question) -> Computed:
    editing = _editing(landscape, question)
    edited = usecases.edit(editing, question.changes, question.time_limit, exact=question.chosen)
    return Computed(_json(edited_document(edited)), whole=edited.kept.after.stopped_by is None)


def _worksheet(landscape: Landscape, question: Question) -> Computed:
    plan = None if question.plan is None else _plan(question)
    made = usecases.worksheet(
        landscape, question.sheet, plan, question.month, question.vendor, wareki=question.wareki,
        time_limit=question.time_limit,
    )  # fmt: skip
    if question.form == "xlsx":
        body = usecases.worksheets_workbook([made], landscape, question.language)
    else:
        body = _computed(question, made.document, made.report, None).body
    return Computed(body, whole=plan is None)


def _joint(landscape: Landscape, question: Question) -> Computed:
    """Each plan has its share of the seconds."""
    planned: list[tuple[Landscape, PlanFile | None]] = [
        (landscape, None if question.plan is None else _plan(question))
    ]
    for other in question.others:
        plan = None if other.plan is None else read_plan(other.plan, other.plan_file)
        planned.append((unpacked(other.landscape), plan))
    share = None if question.time_limit is None else question.time_limit / len(planned)
    made = usecases.joint_worksheet(
        planned, question.sheet, question.vendor, wareki=question.wareki, time_limit=share
    )
    if question.form == "xlsx":
        body = usecases.joint_workbook(made, question.language)
    else:
        body = _computed(question, made.document, made.report, None).body
    return Computed(body, whole=all(plan is None for _, plan in planned))


def _map(landscape: Landscape, question: Question) -> Computed:
    evaluation = None if question.plan is None else _editing(landscape, question).before
    found = usecases.map_of(landscape, evaluation, question.group, question.month)
    return Computed(_json(found), whole=evaluation is None or evaluation.stopped_by is None)


def _part(landscape: Landscape, question: Question) -> Computed:
    evaluation = None if question.plan is None else _editing(landscape, question).before
    found = usecases.part(landscape, evaluation, question.part[0], question.part[1])
    return Computed(_json(found), whole=evaluation is None or evaluation.stopped_by is None)


def _pack(landscape: Landscape, question: Question) -> Computed:
    packed = usecases.pack(
        landscape, _plan(question), question.vendor, question.language, answer_by=question.answer_by,
        pictures=question.pictures, wareki=question.wareki, part=question.piece or None,
        time_limit=question.time_limit,
    )  # fmt: skip
    body = packed.files[0].data if question.piece else usecases.zipped(packed.files)
    return Computed(body, packed.evaluation.stopped_by is None)


def _answers(landscape: Landscape, question: Question) -> Computed:
    assert question.other is not None, "the question is about filled-in answers"
    found = usecases.answers(landscape, [GivenFile(question.other_file, question.other)])
    document = {
        **versions_document(found.difference),
        "filled": [asked.id for asked in found.filled],
        "surveyed": found.surveyed,
        "findings": [finding.as_dict() for finding in found.findings],
        "landscape_file": landscape_document(found.landscape),
    }
    return Computed(_json(document))


def _computed(
    question: Question, document: object, report: Report | None, evaluation: Evaluation | None
) -> Computed:
    whole = evaluation is None or evaluation.stopped_by is None
    if question.form == "csv" and report is not None and report.answer is not None:
        return Computed(render_csv(report.answer, question.language), whole)
    if question.form == "html" and report is not None:
        return Computed(render_html(report, question.language).encode(), whole)
    return Computed(_json(document), whole)


def _json(document: object) -> bytes:
    """Names of a file may hold what no UTF-8 does; then it is shown by its code."""
    try:
        return compact(document)
    except (TypeError, UnicodeEncodeError):
        return json.dumps(document, ensure_ascii=True).encode()


_ANSWERS: Mapping[Kind, Callable[[Landscape, Question], Computed]] = {
    "overview": _overview,
    "evaluation": _evaluation,
    "bridges": _bridges,
    "tests": _tests,
    "status": _status,
    "findings": _findings,
    "verification": _verification,
    "diagram": _diagram,
    "view": _view,
    "comparison": _comparison,
    "whatif": _whatif,
    "changed": _changed,
    "again": _again,
    "slips": _slips,
    "advance": _advance,
    "difference": _difference,
    "edit": _edit,
    "worksheet": _worksheet,
    "joint": _joint,
    "map": _map,
    "part": _part,
    "pack": _pack,
    "answers": _answers,
}
