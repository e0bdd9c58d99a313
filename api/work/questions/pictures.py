"""Pictures of a landscape, and of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from analyzer import usecases
from analyzer.landscape.model import Landscape
from analyzer.reports.pictures import figures_document, figures_report
from api.work.questions.base import Computed, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram(Question):
    """A month as a picture."""

    name: ClassVar[str] = "diagram"

    month: str | None = None
    group: usecases.Grouping = "environment"

    def answer(self, landscape: Landscape) -> Computed:
        assert self.form in ("svg", "png", "pdf", "dot")
        plan = self.plan_if_any()
        picture = usecases.draw(
            landscape, plan, self.month, self.group, self.language, self.form, self.time_limit
        )
        return Computed(picture, whole=plan is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Question):
    """One of the views as a picture, or its numbers."""

    name: ClassVar[str] = "view"

    picture: usecases.PictureWanted

    @property
    def called(self) -> str:
        return self.picture.view

    def answer(self, landscape: Landscape) -> Computed:
        plan = self.plan_if_any()
        picture = usecases.picture(landscape, plan, self.picture, self.language, self.time_limit)
        if self.form in ("svg", "png", "pdf", "dot"):
            return Computed(picture.rendered(self.form), whole=plan is None)
        numbers = figures_document(landscape, picture.figures)
        return Computed(self.computed(numbers, figures_report(picture.figures)).body, whole=plan is None)
