"""What people wait for with the mouse in their hand: an edited plan, the map, a part of it.

One process answers these, and keeps the plans that were asked about: the next question begins where everything is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from analyzer import usecases
from analyzer.evaluation import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.plan.reading import kept_plan
from analyzer.reports.edited_document import edited_document
from analyzer.stores.compact import parsed
from analyzer.whatif.editing import Editing
from api.caching import Recent
from api.work.questions.base import Computed, Question, as_json

BEGIN_SECONDS = 10.0
"""For the ways of a plan that was kept without them; with the bound where they are not proven by then."""
_editings: Recent[Editing] = Recent(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AtOnce(Question):
    """A question about a plan that the process may know."""

    @property
    def at_once(self) -> bool:
        return True

    def editing(self, landscape: Landscape) -> Editing:
        """The kept plan with its ways."""
        plan = self.plan_sent()
        key = (*self.landscape, plan)
        found = _editings.get(key)
        if found is None:
            seconds = min(self.time_limit or BEGIN_SECONDS, BEGIN_SECONDS)
            found = usecases.begin_edit(landscape, kept_plan(parsed(plan.text)), seconds)
            if found.before.stopped_by is None:
                _editings.put(key, found, 1)
        return found

    def evaluation(self, landscape: Landscape) -> Evaluation | None:
        """Of the plan where one is named."""
        return None if self.plan is None else self.editing(landscape).before

    def seen(self, document: object, evaluation: Evaluation | None) -> Computed:
        """What is shown of the plan."""
        return Computed(as_json(document), evaluation is None or evaluation.stopped_by is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(_AtOnce):
    """The plan with some moves in other months; with `exact` the ways are chosen anew, which takes its time."""

    name: ClassVar[str] = "edit"

    changes: tuple[str, ...]
    exact: bool = False

    @property
    def at_once(self) -> bool:
        return not self.exact

    def answer(self, landscape: Landscape) -> Computed:
        edited = usecases.edit(self.editing(landscape), self.changes, self.time_limit, exact=self.exact)
        return self.seen(edited_document(edited), edited.kept.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Map(_AtOnce):
    """Places, and what stands where, for a page that draws itself."""

    name: ClassVar[str] = "map"

    group: usecases.Grouping = "environment"
    month: str | None = None

    def answer(self, landscape: Landscape) -> Computed:
        evaluation = self.evaluation(landscape)
        return self.seen(usecases.map_of(landscape, evaluation, self.group, self.month), evaluation)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(_AtOnce):
    """A system or a link, and what the plan does with it."""

    name: ClassVar[str] = "part"

    kind: Literal["system", "integration"]
    id: str

    def answer(self, landscape: Landscape) -> Computed:
        evaluation = self.evaluation(landscape)
        return self.seen(usecases.part(landscape, evaluation, self.kind, self.id), evaluation)
