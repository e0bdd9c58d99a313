"""From an evaluated plan and open questions to the items of everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from analyzer.bridges.reasons import ending_of
from analyzer.bridges.standing import StandingBridge
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.evaluate import Evaluation
from analyzer.inquiry.questions import TOPICS, Question
from analyzer.landscape.model import IntegrationKey, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.packs.items import Item
from analyzer.plan.schedule import Schedule
from analyzer.reports.naming import bridge_place, named
from analyzer.testing.parties import owners_of
from analyzer.testing.reasons import reason_of

NOTHING: Mapping[str, int] = {}


def gather(
    evaluation: Evaluation | None,
    questions: Iterable[Question],
    deadlines: Mapping[str | None, str],
    vendor: str | None = None,
    surveys: Mapping[str, int] = NOTHING,
) -> tuple[Item, ...]:
    """By month, then as the work goes; of everybody, or what concerns one vendor, as that vendor may see it.

    `deadlines`: vendor (None: the secretariat) → the day by which it answers; `surveys`: vendor → questions of the survey
    of intent that it has not answered. A vendor sees of another's bridge the months
    in which it carries links of its own, and these links only.
    """
    found = [*_answers(questions, deadlines), *_surveys(surveys, deadlines)]
    if evaluation is not None and evaluation.schedule is not None:
        found += _cutovers(evaluation.schedule)
    if evaluation is not None and evaluation.assessment is not None:
        for standing in evaluation.assessment.bridges:
            seen = standing if vendor is None else seen_by(evaluation.assessment, standing, vendor)
            if seen is not None:
                found += _bridge(evaluation.assessment, seen)
        found += _tests(evaluation.assessment)
    return tuple(
        sorted(
            (item for item in found if vendor is None or vendor in item.vendors), key=lambda item: item.order
        )
    )


def _answers(questions: Iterable[Question], deadlines: Mapping[str | None, str]) -> Iterator[Item]:
    for question in questions:
        for vendor in question.vendors or (None,):
            day = deadlines.get(vendor)
            month = None if day is None else Month.parse(day[:7])
            whom = frozenset() if vendor is None else frozenset({vendor})
            topic = TOPICS[question.topic]
            title = Text(f"{topic.ja}: {question.about.ja}", f"{topic.en}: {question.about.en}")
            yield Item(
                "answer",
                f"answer:{vendor or ''}:{question.id}",
                title,
                question.text,
                whom,
                whom,
                month,
                month,
                day,
            )


def _surveys(surveys: Mapping[str, int], deadlines: Mapping[str | None, str]) -> Iterator[Item]:
    for vendor, count in surveys.items():
        day = deadlines.get(vendor)
        month = None if day is None else Month.parse(day[:7])
        title = Text(f"意向調査: {count} 件", f"Survey of intent: {count} question(s)")
        detail = Text(
            "意向調査票に、はい・いいえと費用を記入します。",
            "Fill in yes or no and the prices in the survey of intent.",
        )
        whom = frozenset({vendor})
        yield Item(
            "answer", f"answer:{vendor}:survey", title, detail, whom, whom, month, month, day, count=count
        )


def _cutovers(schedule: Schedule) -> Iterator[Item]:
    landscape = schedule.landscape
    for cutover in schedule.cutovers:
        system = landscape.systems[cutover.system]
        moves = system.moves[cutover.previous : cutover.form]
        month, new, old = (
            schedule.month(cutover.month),
            system.forms[cutover.form],
            system.forms[cutover.previous],
        )
        names = "+".join(move.id for move in moves)
        name, place = named(system.name, system.id), landscape.environments[new.environment]
        title = Text(f"{name.ja}の切替", f"Cutover of {name.en}")
        refs = [str(MoveRef(system.id, move.id)) for move in moves]
        what = (
            Text(f"{place.name}へ移ります({new.generation} のまま)。", f"it stands in {place.id} from then on, and stays {new.generation}.")
            if new.generation == old.generation
            else Text(f"{place.name}で {new.generation} になります。", f"it is {new.generation} in {place.id} from then on.")
        )  # fmt: skip
        detail = Text(f"{'、'.join(refs)}: {what.ja}", f"{', '.join(refs)}: {what.en}")
        yield Item(
            "cutover", f"cutover:{system.id}.{names}", title, detail, frozenset({new.vendor}),
            frozenset({new.vendor, old.vendor}), month, month, max(_days(schedule, {system.id}, month), default=None),
            owners=(system.owner,) if system.owner else (), systems=(system.id,),
        )  # fmt: skip


def seen_by(assessment: Assessment, standing: StandingBridge, vendor: str) -> StandingBridge | None:
    """The bridge as far as it concerns the vendor: all of its own, of another's what carries its links and moves."""
    schedule = assessment.schedule
    if standing.bridge.key.vendor == vendor:
        return standing
    serves = {
        key: months for key, months in standing.serves.items() if vendor in concerned(schedule, standing, key)
    }
    moves = {
        ref: months
        for ref, months in standing.moves.items()
        if vendor in {form.vendor for form in schedule.landscape.systems[ref.system].forms}
    }
    months = tuple(sorted({month for listed in (*serves.values(), *moves.values()) for month in listed}))
    if not months:
        return None
    last = months[-1] == schedule.length - 1
    return replace(standing, serves=serves, moves=moves, months=months, permanent=last)


def concerned(schedule: Schedule, standing: StandingBridge, key: IntegrationKey) -> frozenset[str]:
    """The vendors of the link's ends while the bridge carries it, and of its hub."""
    months = standing.serves[key]
    ends = {end for end in (key.source, key.target) if end is not None}
    vendors = {schedule.form(end, month).vendor for end in ends for month in (months[0], months[-1])}
    hub = standing.bridge.place.hub
    return frozenset(vendors | ({schedule.landscape.hubs[hub].vendor} if hub else set()))


def _days(schedule: Schedule, systems: set[str], month: Month) -> set[str]:
    """The days that the file names for moves of these systems in the month; a day of another month is passed over."""
    return {
        move.day
        for system in systems
        for move in schedule.landscape.systems[system].moves
        if move.day is not None
        and move.day.startswith(str(month))
        and schedule.moves[MoveRef(system, move.id)] == month
    }


def _bridge(assessment: Assessment, standing: StandingBridge) -> Iterator[Item]:
    landscape, schedule, bridge = assessment.landscape, assessment.schedule, standing.bridge
    first, last = schedule.month(standing.months[0]), schedule.month(standing.months[-1])
    place, kind = bridge_place(landscape, standing), KINDS[bridge.kind]
    what = Text(f"{kind.ja}({place.ja})", f"{kind.en} ({place.en})")
    builder = frozenset({bridge.key.vendor} if bridge.key.vendor else ())
    vendors = builder.union(*(concerned(schedule, standing, key) for key in standing.serves)).union(
        form.vendor for ref in standing.moves for form in landscape.systems[ref.system].forms
    )
    links, systems = tuple(standing.serves), (bridge.place.system,) if bridge.place.system else ()
    stands = bridge.kind == "as_is" or any(record.first is None for record in bridge.records)
    if not bridge.stands and bridge.kind != "as_is":
        lead = 0 if bridge.entry is None else bridge.entry.lead_months
        order = first + -max(1, lead)  # what takes no month is there by the end of the month before, too
        yield Item(
            "build", f"build:{bridge.key}", Text(f"{what.ja}を構築", f"Build {what.en}"),
            Text(f"{order} までに着手し、{first} から使えるようにします。", f"Begin by {order}; it serves from {first} on."),
            builder, builder, order, first + -1, links=links, systems=systems,
        )  # fmt: skip
    if not stands:
        yield Item(
            "start", f"start:{bridge.key}", Text(f"{what.ja}を開始", f"{what.en} starts"),
            Text(f"{first} から {last} まで使います。", f"It serves from {first} to {last}."),
            builder, vendors, first, first, _first_day(schedule, standing), links=links, systems=systems,
        )  # fmt: skip
    if not standing.permanent:
        yield Item(
            "end", f"end:{bridge.key}", Text(f"{what.ja}を終了", f"{what.en} ends"),
            ending_of(assessment.carriage.demands, standing, priced=False),
            builder, vendors, last + 1, last + 1, links=links, systems=systems,
        )  # fmt: skip


def _first_day(schedule: Schedule, standing: StandingBridge) -> str | None:
    """The day on which the first of those cuts over whose links it begins to carry."""
    begin = standing.months[0]
    ends = {
        end
        for key, months in standing.serves.items() if months[0] == begin
        for end in (key.source, key.target) if end is not None
    }  # fmt: skip
    systems = ends | {ref.system for ref in standing.moves}
    return min(_days(schedule, systems, schedule.month(begin)), default=None)


def _tests(assessment: Assessment) -> Iterator[Item]:
    landscape, schedule = assessment.landscape, assessment.schedule
    times: Counter[IntegrationKey] = Counter()
    for test_set in assessment.test_sets:
        month = schedule.month(schedule.spans[test_set.month.span].start)
        for case in test_set.cases:
            stretch = case.route.stretch
            key, name = stretch.integration.key, stretch.integration.name
            ends = {stretch.source.system, stretch.target.system}
            times[key] += 1
            yield Item(
                "test", f"test:{key}#{times[key]}",
                Text(f"連携テスト {key}「{name}」", f"Test {key} ({name})"),
                reason_of(assessment.carriage.demands, test_set, case),
                case.vendors, case.vendors, month, month, min(_days(schedule, ends, month), default=None),
                owners=owners_of(landscape, stretch.source, stretch.target),
                links=(key,),
                systems=tuple(sorted(ends)),
            )  # fmt: skip
