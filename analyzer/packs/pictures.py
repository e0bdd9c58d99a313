"""The pictures of packs: few, each with a reason to be looked at in the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.diagrams import draw_landscape
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Month
from analyzer.messages import Language, Text
from analyzer.packs.contents import Matter
from analyzer.packs.page import Picture

MOST_MONTHS = 4
"""Pictures of months under the plan: nobody reads twenty in a meeting, and each takes a second to draw."""


def drawn(matter: Matter, vendor: str | None) -> Matter:
    """With the pictures of the secretariat (None), or of a vendor; MissingToolError without Graphviz."""
    if vendor is not None:
        return matter
    return replace(matter, drawn={**matter.drawn, None: tuple(_secretariat(matter))})


def _secretariat(matter: Matter) -> Iterator[Picture]:
    landscape, language = matter.landscape, matter.language
    yield _picture(landscape, None, None, "today", Text("現状", "As of today"), language)
    for month in months_shown(matter.evaluation):
        title = Text(f"{month} の状態(混在する連携と過渡期連携)", f"{month}: mixed links and bridges")
        yield _picture(landscape, matter.evaluation, month, str(month), title, language)


def months_shown(evaluation: Evaluation) -> tuple[Month, ...]:
    """Months with cutovers; of many, the first, the last, and those with most cutovers."""
    schedule = evaluation.schedule
    if schedule is None:
        return ()
    counts: dict[int, int] = {}
    for cutover in schedule.cutovers:
        counts[cutover.month] = counts.get(cutover.month, 0) + 1
    months = sorted(counts)
    if len(months) > MOST_MONTHS:
        between = sorted(months[1:-1], key=lambda month: (-counts[month], month))[: MOST_MONTHS - 2]
        months = sorted({months[0], months[-1], *between})
    return tuple(schedule.month(month) for month in months)


def _picture(
    landscape: Landscape,
    evaluation: Evaluation | None,
    month: Month | None,
    name: str,
    title: Text,
    language: Language,
) -> Picture:
    svg, pdf = (
        draw_landscape(
            landscape, month=month, evaluation=evaluation, group="environment", language=language, format=form
        )
        for form in ("svg", "pdf")
    )
    return Picture(f"landscape-{name}", title, svg, pdf)
