"""Between the search's choice of ways and the carriage that the evaluation reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from analyzer.bridges.carriage import Carriage, Pick
from analyzer.bridges.demands import Demands
from analyzer.order.rules import Course
from analyzer.order.search.sheet import Sheet
from analyzer.plan.schedule import Schedule


def plan_of(sheet: Sheet, courses: Sequence[int]) -> dict[str, Course]:
    """The plan in which every system has its course of this number."""
    return {id_: sheet.problem.courses[id_][n] for id_, n in zip(sheet.systems, courses, strict=True)}


def demands_of(sheet: Sheet, courses: Sequence[int]) -> Demands:
    problem = sheet.problem
    moves = problem.moves(plan_of(sheet, courses))
    return Demands(Schedule(problem.landscape, moves), problem.openings)


def carriage_of(sheet: Sheet, courses: Sequence[int], ways: Sequence[int]) -> Carriage:
    """The plan, each link carried in the way (by piece) of its piece."""
    demands = demands_of(sheet, courses)
    spans = demands.schedule.spans
    picks: list[list[Pick]] = []
    for stretch in demands.stretches:
        chosen: list[Pick] = []
        named = (stretch.integration.key, stretch.source.form, stretch.target.form)
        for span, options in zip(stretch.spans, stretch.options, strict=True):
            option = options[0] if options else None
            if len(options) > 1:
                piece = next(
                    piece
                    for piece in sheet.pieces_of[named]
                    if sheet.months_of(piece).start <= spans[span].start < sheet.months_of(piece).stop
                )
                way = sheet.pieces[piece].picks[ways[piece]].ways[0][1].way
                option = next(option for option in options if option.way is way)
            chosen.append(option)
        picks.append(chosen)
    return Carriage(demands, picks)


def ways_of(sheet: Sheet, carriage: Carriage) -> dict[int, int]:
    """Piece → the way that the carriage gives it: in most months, where it gives several."""
    spans = carriage.demands.schedule.spans
    months: dict[int, Counter[int]] = defaultdict(Counter)
    for stretch, span, option in carriage:
        named = (stretch.integration.key, stretch.source.form, stretch.target.form)
        for piece in sheet.pieces_of.get(named, ()):
            if spans[span].start in sheet.months_of(piece):
                for number, pick in enumerate(sheet.pieces[piece].picks):
                    if pick.ways[0][1].way is option.way:
                        months[piece][number] += len(spans[span])
    return {
        piece: min(counts, key=lambda number: (-counts[number], number)) for piece, counts in months.items()
    }
