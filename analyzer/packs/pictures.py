"""The pictures of packs: few, each with a reason to be looked at in the meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.diagrams.catalogue import OF_A_PLAN, ViewName, Wanted, picture_of
from analyzer.diagrams.filters import WHOLE, Filter
from analyzer.evaluation.evaluate import Evaluation
from analyzer.graph.landscape_graph import build_graph
from analyzer.landscape.months import Month
from analyzer.packs.contents import Matter, vendors_concerned
from analyzer.packs.page import Picture

SHEETS: tuple[ViewName, ...] = ("phases", "moves", "bridges", "costs", "vendors")
"""Of the whole plan; beside them the state of the first month with most mixed links."""
LARGE = 12
"""Systems above which a sheet of all of them is A3."""


def drawn(matter: Matter, vendor: str | None) -> Matter:
    """With the pictures of the secretariat (None) and of every vendor, or of one vendor.

    MissingToolError without Graphviz, DrawingError where it takes too long.
    """
    if vendor is not None:
        return replace(matter, drawn={vendor: tuple(_of_vendor(matter, vendor, with_pdf=True))})
    pictures: dict[str | None, tuple[Picture, ...]] = {None: tuple(_secretariat(matter))}
    for one in vendors_concerned(matter):
        pictures[one] = tuple(_of_vendor(matter, one, with_pdf=False))
    return replace(matter, drawn=pictures)


def _secretariat(matter: Matter) -> Iterator[Picture]:
    month = _most_mixed(matter.evaluation, None)
    yield _picture(matter, "map", month, WHOLE, f"map-{month}" if month else "map")
    for view in SHEETS:
        if view not in OF_A_PLAN or matter.evaluation.assessment is not None:
            yield _picture(matter, view, None, WHOLE, view)


def _of_vendor(matter: Matter, vendor: str, *, with_pdf: bool) -> Iterator[Picture]:
    """Its systems and links with their other ends, in the first month in which most of its links are mixed."""
    if not any(
        form.vendor == vendor for system in matter.landscape.systems.values() for form in system.forms
    ):
        return
    month = _most_mixed(matter.evaluation, vendor)
    name = f"links-{month}" if month else "links"
    yield _picture(matter, "map", month, Filter(vendor=vendor), name, with_pdf=with_pdf, with_lines=False)


def _most_mixed(evaluation: Evaluation, vendor: str | None) -> Month | None:
    """The first month with most mixed links (of a vendor: of the links of its systems); None without months."""
    schedule = evaluation.schedule
    if schedule is None or not schedule.spans:
        return None
    landscape = evaluation.landscape
    own = {
        s.id for s in landscape.systems.values() if vendor is None or vendor in {f.vendor for f in s.forms}
    }
    counts = {
        span.start: sum(
            bool(own & {link.key.source, link.key.target})
            for link in build_graph(
                landscape, {system: schedule.form_index(system, span.start) for system in landscape.systems}
            ).mixed_links()
        )
        for span in schedule.spans
    }
    return schedule.month(min(counts, key=lambda start: (-counts[start], start)))


def _picture(
    matter: Matter,
    view: ViewName,
    month: Month | None,
    part: Filter,
    name: str,
    *,
    with_pdf: bool = True,
    with_lines: bool = True,
) -> Picture:
    large = len(matter.landscape.systems) > LARGE and part.is_whole
    wanted = Wanted(view, month, "environment", part, "a3" if large and view in ("map", "phases") else "a4")
    found = picture_of(matter.landscape, matter.evaluation, wanted, matter.language)
    pdf = found.rendered("pdf") if with_pdf else None
    lines = found.figures.lines if with_lines else ()
    return Picture(name, found.figures.title, found.rendered("svg"), pdf, tuple(lines))
