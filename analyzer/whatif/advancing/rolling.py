"""The landscape as of a new month (semantics, section 7, *Rolling forward*)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.bridges.standing import bridge_order
from analyzer.errors import InputError
from analyzer.evaluation.assessment import Assessment
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape, Move, MoveRef
from analyzer.landscape.months import Month
from analyzer.landscape.places import Places
from analyzer.messages import Finding, Text
from analyzer.whatif.advancing.ahead import Ahead, first_planned, landscape_ahead, slipped_from
from analyzer.whatif.advancing.happening import actual_assessment, planned_assessment
from analyzer.whatif.advancing.standing import existing_bridges, paid_before
from analyzer.whatif.advancing.values import Advanced, BridgeNews, MoveNews, Moves, Outcome, Spending
from analyzer.whatif.slipping import lengthened, slipped


def advance(
    landscape: Landscape,
    planned: Moves,
    done: Moves,
    to: Month,
    time_limit: float | None = None,
    carried: Assessment | None = None,
) -> Advanced:
    """Advance a landscape to the month `to`, a later one of its horizon.

    `planned` has forms (`structural_violations` is empty); `done` is what `read_done` gives. What is not done and
    was planned before `to` is late: it falls in `to` at the earliest, and rules push others along. `time_limit`
    (seconds) bounds the search for how the plan carries its links; `carried` says that where it is known (what was ordered).
    """
    ahead = landscape_ahead(landscape, planned, done, to)
    rest = _rest(ahead, planned, to)
    longer = lengthened(landscape, rest)
    now = landscape.horizon.index(to)
    plan = carried or planned_assessment(landscape, planned, time_limit)
    actual = actual_assessment(plan, longer, {**done, **rest}, to, time_limit)
    standing = existing_bridges(actual, ahead.landscape, now)
    after = lengthened(slipped_from(ahead.landscape, planned, rest), rest).changed(existing_bridges=standing)
    findings = [*ahead.findings, *_longer(landscape, after.horizon.last), *_left_out(actual, now)]
    return Advanced(
        before=landscape,
        landscape=_through_the_door(after),
        to=to,
        planned=dict(planned),
        rest=rest,
        moves=tuple(_news(landscape, planned, done, rest, to)),
        bridges=_bridges(plan, actual, now),
        spending=Spending(plan.cost, paid_before(plan, now), actual.cost, paid_before(actual, now)),
        findings=tuple(findings),
    )


def _rest(ahead: Ahead, planned: Moves, to: Month) -> dict[MoveRef, Month]:
    """The months of the moves ahead: as planned, unless late, or held back by an open gap, or pushed."""
    refs = [MoveRef(s.id, move.id) for s in ahead.landscape.systems.values() for move in s.moves]
    late = {ref: max(to, planned[ref], ahead.held.get(ref, to)) - planned[ref] for ref in refs}
    return dict(sorted(slipped(ahead.landscape, {ref: planned[ref] for ref in refs}, late).items()))


def _through_the_door(landscape: Landscape) -> Landscape:
    """The landscape as its file reads back: in the order of the canonical form, with its hash.

    InputError where it would be none: pushed moves have made the horizon longer than a file may have it.
    """
    result = read_document(landscape_document(landscape), Places())
    if result.landscape is None:
        raise InputError(result.findings, result.total)
    return result.landscape


def _news(landscape: Landscape, planned: Moves, done: Moves, rest: Moves, to: Month) -> Iterator[MoveNews]:
    moves: Mapping[MoveRef, Move] = {
        MoveRef(system.id, move.id): move for system in landscape.systems.values() for move in system.moves
    }
    for ref, month in sorted(done.items()):
        first = first_planned(moves[ref], planned[ref])
        outcome: Outcome = "on_time" if month == first else "early" if month < first else "late"
        yield MoveNews(ref, first, planned[ref], month, outcome)
    for ref, month in sorted(rest.items()):
        if month != planned[ref]:
            first = first_planned(moves[ref], planned[ref])
            yield MoveNews(ref, first, planned[ref], month, "overdue" if planned[ref] < to else "moved")


def _bridges(plan: Assessment, actual: Assessment, now: int) -> tuple[BridgeNews, ...]:
    month = plan.schedule.month
    months = [
        {
            bridge.bridge.key: tuple(month(m) for m in bridge.months if m < now)
            for bridge in assessment.bridges
        }
        for assessment in (plan, actual)
    ]
    places = {b.bridge.key: b.bridge.place for b in (*plan.bridges, *actual.bridges)}
    news = (
        BridgeNews(key, places[key], *(by_key.get(key, ()) for by_key in months))
        for key in sorted(places, key=bridge_order)
    )
    return tuple(one for one in news if one.planned or one.actual)


def _longer(landscape: Landscape, last: Month) -> Iterator[Finding]:
    if last > landscape.horizon.last:
        yield Finding(
            "horizon_longer",
            "warning",
            Text(f"遅れた移行が収まるように、計画の期間の終わりを {landscape.horizon.last} から {last} に延ばしました。",
                 f"The horizon's last month was raised from {landscape.horizon.last} to {last}, where late moves reach."),
            landscape.places.at(("landscape", "horizon")),
        )  # fmt: skip


def _left_out(actual: Assessment, now: int) -> Iterator[Finding]:
    """Links that are left out, or carried by nothing known, in the month before: a file cannot say so."""
    schedule = actual.schedule
    span = next(span.index for span in schedule.spans if span.start <= now - 1 < span.stop)
    demands = actual.carriage.demands
    for stretch, picks in zip(demands.stretches, actual.carriage.picks, strict=True):
        if stretch.state.state != "mixed" or span not in stretch.spans:
            continue
        option = picks[span - stretch.first]
        key = stretch.integration.key
        if option is None:
            message = Text(
                f"連携 {key} を {schedule.month(now - 1)} に運ぶものが計画にありません。今のまま運ばれているものとして扱います。",
                f"The plan has nothing that carries {key} in {schedule.month(now - 1)}; it counts as carried as it is.",
            )
        elif option.way.name == "suspended":
            message = Text(
                f"連携 {key} は止めてあります。ファイルには書けないので、どちらかの端が切り替わるまで、今のまま運ばれているものとして扱います。",
                f"{key} is suspended. A file cannot say so: until an end takes a new form it counts as carried as it is.",
            )
        else:
            continue
        yield Finding(
            "carried_by_nothing_known",
            "warning",
            message,
            actual.landscape.places.at(stretch.integration.path),
            details=(("integration", str(key)),),
        )
