"""The ways of carrying that a plan gave its links, and a plan carried on in them.

A link between two given forms of its ends goes on, in each month, in the way that the plan gave it at these forms in
that month, else in the nearest one (the earlier of two); where that way is closed, or the plan never had these forms,
the way is chosen anew, at the least joint cost beside all that goes on (docs/decisions.md, *What if*).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from analyzer.bridges.carriage import Carriage
from analyzer.bridges.demands import Demands, Stretch
from analyzer.bridges.openings import Openings, Option
from analyzer.collection import paused_collection
from analyzer.evaluation.assessment import Assessment
from analyzer.evaluation.clock import Clock
from analyzer.evaluation.evaluate import Evaluation
from analyzer.evaluation.findings import lost_links
from analyzer.evaluation.joint_model import JointModel
from analyzer.evaluation.search import search
from analyzer.evaluation.test_rows import TestRows, needs_months
from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.plan.rules import rule_violations, standing_findings, structural_violations
from analyzer.plan.schedule import Schedule


class AtForms(NamedTuple):
    """A link while its ends have these forms."""

    link: IntegrationKey
    source: int
    target: int


class Run(NamedTuple):
    """Months in which a link went in one way; `way` is its name."""

    first: Month
    last: Month
    way: str


@dataclass(frozen=True, slots=True)
class GivenWays:
    """Runs in order, of links that have a choice at these forms."""

    runs: Mapping[AtForms, tuple[Run, ...]]

    def way(self, at: AtForms, month: Month) -> str | None:
        """The way in that month, else in the nearest; None where the plan never had these forms."""
        runs = self.runs.get(at)
        if runs is None:
            return None
        return min(runs, key=lambda run: (max(run.first - month, month - run.last, 0), run.first)).way

    def changes(self, landscape: Landscape, schedule: Schedule) -> frozenset[Month]:
        """Months in which a link of the schedule goes on in another way than before, at the same forms."""
        found = set()
        for at, runs in self.runs.items():
            for one, other in pairwise(runs):
                turn = Month((one.last.ordinal + other.first.ordinal) // 2 + 1)
                if one.way != other.way and turn in landscape.horizon and at.link in landscape.integrations:
                    index = landscape.horizon.index(turn)
                    source, target = str(at.link.source), str(at.link.target)
                    if all(
                        (schedule.form_index(source, month), schedule.form_index(target, month))
                        == (at.source, at.target)
                        for month in (index - 1, index)
                    ):
                        found.add(turn)
        return frozenset(found)


def ways_given(carriage: Carriage) -> GivenWays:
    """What a carriage gives to every link that may be mixed."""
    schedule = carriage.demands.schedule
    runs: dict[AtForms, list[Run]] = {}
    for stretch, span, option in carriage:
        if stretch.state.state != "mixed":
            continue
        covered = schedule.spans[span]
        run = Run(schedule.month(covered.start), schedule.month(covered.stop - 1), option.way.name)
        listed = runs.setdefault(at_forms(stretch), [])
        if listed and listed[-1].way == run.way and run.first - listed[-1].last == 1:
            listed[-1] = listed[-1]._replace(last=run.last)
        else:
            listed.append(run)
    return GivenWays({at: tuple(listed) for at, listed in runs.items()})


def at_forms(stretch: Stretch) -> AtForms:
    return AtForms(stretch.integration.key, stretch.source.form, stretch.target.form)


def carried_on(
    landscape: Landscape,
    moves: Mapping[MoveRef, Month],
    given: GivenWays,
    time_limit: float | None = None,
    openings: Openings | None = None,
) -> Evaluation:
    """A plan carried on in the ways given; no claim that no choice is cheaper, so without bound or certificate.

    `time_limit` (seconds) bounds the search for ways that are chosen anew; `openings` are the landscape's, where known.
    """
    with paused_collection():
        structural = structural_violations(landscape, moves)
        standing = standing_findings(landscape)
        if structural:
            return Evaluation(landscape, dict(moves), structural, standing)
        schedule = Schedule(landscape, moves)
        turns = given.changes(landscape, schedule)
        if turns:
            schedule = Schedule(landscape, moves, turns)
        demands = Demands(schedule, openings)

        def wanted(stretch: Stretch, span: int) -> Option | None:
            name = given.way(at_forms(stretch), schedule.month(schedule.spans[span].start))
            options = stretch.options[span - stretch.first]
            return next((option for option in options if option.way.name == name), None)

        return carry(demands.narrowed(wanted), time_limit)


def carry(demands: Demands, time_limit: float | None = None) -> Evaluation:
    """The evaluation of demands that are narrowed to some of their ways; `time_limit` in seconds."""
    schedule, clock = demands.schedule, Clock(time_limit)
    violations = (*rule_violations(schedule), *demands.unserved)
    findings = (*standing_findings(schedule.landscape), *lost_links(demands))
    assessment = None
    stopped = False
    if not demands.unserved:
        if any(len(options) > 1 for options in _options(demands)):
            assessment = _least_of_few(demands, clock)
            stopped = clock.is_over
        else:
            picks = [[options[0] if options else None for options in s.options] for s in demands.stretches]
            assessment = Assessment(Carriage(demands, picks))
    return Evaluation(
        schedule.landscape, schedule.moves, violations, findings, schedule, demands, assessment,
        time_limit=time_limit, stopped_by="clock" if stopped else None,
    )  # fmt: skip


def _least_of_few(demands: Demands, clock: Clock) -> Assessment:
    """The least joint cost where few demands have a choice: one exact program, no certificate."""
    joint = JointModel(demands)
    rows = TestRows(joint)
    if needs_months(demands.schedule.landscape):
        rows.add_monthly_tests(everywhere=False)
    else:
        rows.add_leg_tests()
    return Assessment(Carriage(demands, joint.picks_of(search(joint, clock.left()).values)))


def same_openings(one: Landscape, other: Landscape) -> bool:
    """Whether both have the same ways of carrying links, open in the same months."""
    fields = ("horizon", "generations", "environments", "lines", "hubs", "integrations", "catalogue", "partner_answers", "existing_bridges")  # fmt: skip
    return (
        all(getattr(one, name) is getattr(other, name) for name in fields)
        and {v.id: v.bridges_until for v in one.vendors.values()}
        == {v.id: v.bridges_until for v in other.vendors.values()}
        and {s.id: s.forms for s in one.systems.values()} == {s.id: s.forms for s in other.systems.values()}
    )


def _options(demands: Demands) -> Iterator[tuple[Option, ...]]:
    for stretch in demands.stretches:
        yield from stretch.options
