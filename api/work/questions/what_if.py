"""What if: a plan under scenarios or made again, slips, the difference of two plans, the next month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analyzer import usecases
from analyzer.errors import InputError
from analyzer.landscape.dumping import landscape_document
from analyzer.landscape.model import Landscape
from analyzer.messages import Finding, Text
from analyzer.plan.reading import read_plan
from analyzer.reports.advance import advance_document, advance_report, plan_document
from analyzer.reports.again import again_document, again_report
from analyzer.reports.answer_difference import answer_difference_report
from analyzer.reports.answer_difference_document import answer_difference_document
from analyzer.reports.keeping import kept_report
from analyzer.reports.kept_document import kept_document
from analyzer.reports.slips import slips_report
from analyzer.reports.slips_document import slips_document
from analyzer.whatif.scenarios import Scenario, combined, find_scenarios, read_scenarios
from api.work.questions.base import Computed, Question, Sent, as_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposing(Question):
    """What is supposed: a file of scenarios; without names all of it."""

    scenarios: Sent | None = None
    scenario_ids: tuple[str, ...] = ()
    combine: bool = False

    def supposed(self) -> tuple[Scenario, ...]:
        """The scenarios that are asked about. InputError."""
        assert self.scenarios is not None, "the question is about scenarios"
        read = read_scenarios(self.scenarios.text, self.scenarios.file)
        found = find_scenarios(read, self.scenario_ids)
        return (combined(found),) if self.combine and found else found


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(Supposing):
    """A plan that is kept under each scenario."""

    name: ClassVar[str] = "whatif"

    def answer(self, landscape: Landscape) -> Computed:
        kept = usecases.keep(landscape, self.plan_read(), self.supposed(), self.time_limit)
        stopped = any(one.after.stopped_by or one.before.stopped_by for one in kept)
        return Computed(self.computed(kept_document(kept), kept_report(kept)).body, whole=not stopped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Supposing):
    """The landscape with all that is supposed."""

    name: ClassVar[str] = "changed"

    def answer(self, landscape: Landscape) -> Computed:
        return Computed(as_json(usecases.changed_document(landscape, self.supposed())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Again(Supposing):
    """A plan made again under one scenario, with at most `keep` months changed."""

    name: ClassVar[str] = "again"

    keep: int | None = None

    def answer(self, landscape: Landscape) -> Computed:
        found = self.supposed()
        if len(found) != 1:
            raise InputError((_one_scenario(len(found)),))
        changed, before, ordering = usecases.plan_again(
            landscape, self.plan_read(), found[0], keep=self.keep, time_limit=self.time_limit
        )
        if self.form == "html":
            return self.computed(None, again_report(changed, before, ordering))
        return Computed(as_json(again_document(changed, before, ordering)), whole=False)


def _one_scenario(count: int) -> Finding:
    return Finding(
        "one_scenario",
        "error",
        Text(
            f"一つのシナリオについて立て直します({count} 件あります)。scenario で選ぶか、combine=true で一つにしてください。",
            f"Planning again is for one scenario (there are {count}): choose it with `scenario`, or make them one with `combine`.",
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips(Question):
    """What slips of the vendors' moves make of a plan."""

    name: ClassVar[str] = "slips"

    samples: int
    seed: int = 1
    exact: int = 0

    def answer(self, landscape: Landscape) -> Computed:
        slipping = usecases.slip(
            landscape, self.plan_read(), samples=self.samples, seed=self.seed, exact=self.exact,
            time_limit=self.time_limit,
        )  # fmt: skip
        if self.form in ("svg", "png", "pdf"):
            return Computed(usecases.draw_slips(slipping, self.language, self.form), whole=False)
        if self.form == "html":
            return self.computed(None, slips_report(slipping))
        return Computed(as_json(slips_document(slipping)), whole=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Question):
    """What differs from the plan to another."""

    name: ClassVar[str] = "difference"

    other: Sent
    month: str | None = None

    def answer(self, landscape: Landscape) -> Computed:
        plan, other = self.plan_sent(), self.other
        pair = (landscape, self.plan_read()), (landscape, read_plan(other.text, other.file))
        found = usecases.answer_difference(*pair, self.time_limit)
        if self.form in ("svg", "png", "pdf", "dot"):
            picture = usecases.draw_difference(found, self.month, "difference", self.language, self.form)
            return Computed(picture, whole=False)
        report = answer_difference_report(found, (plan.file, other.file))
        return Computed(self.computed(answer_difference_document(found), report).body, whole=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(Question):
    """The landscape as of a later month, and the plan for the rest."""

    name: ClassVar[str] = "advance"

    to: str
    done: tuple[str, ...] = ()
    as_planned: bool = False
    late: tuple[str, ...] = ()

    def answer(self, landscape: Landscape) -> Computed:
        made = usecases.advance(
            landscape, self.plan_read(), self.to, self.done, as_planned=self.as_planned, late=self.late,
            time_limit=self.time_limit,
        )  # fmt: skip
        if self.form == "html":
            return self.computed(None, advance_report(made.advanced))
        document = {
            **advance_document(made.advanced),
            "landscape_file": landscape_document(made.advanced.landscape),
            "plan_file": plan_document(made.advanced.rest),
        }
        return Computed(as_json(document), whole=False)
