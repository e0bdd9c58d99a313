"""Between the ledger's ways and the carriage that the evaluation reads."""

from __future__ import annotations

from collections import Counter, defaultdict

from analyzer.bridges.carriage import Carriage, Pick
from analyzer.bridges.demands import Demands
from analyzer.order.problem import Plan
from analyzer.order.search.ledger import NONE, Ledger
from analyzer.plan.schedule import Schedule


def plan_of(ledger: Ledger) -> dict[str, tuple[int, ...]]:
    """The plan that the ledger stands at."""
    problem = ledger.sheet.problem
    return {
        id_: problem.courses[id_][course]
        for id_, course in zip(ledger.sheet.systems, ledger.courses, strict=True)
    }


def demands_of(ledger: Ledger, plan: Plan) -> Demands:
    problem = ledger.sheet.problem
    return Demands(Schedule(problem.landscape, problem.moves(plan)), problem.openings)


def carriage_of(ledger: Ledger) -> Carriage:
    """The ledger's plan and ways as the evaluation reads them."""
    demands = demands_of(ledger, plan_of(ledger))
    sheet = ledger.sheet
    spans = demands.schedule.spans
    picks: list[list[Pick]] = []
    for stretch in demands.stretches:
        chosen: list[Pick] = []
        named = (stretch.integration.key, stretch.source.form, stretch.target.form)
        pieces = sheet.pieces_of.get(named, ())
        for span, options in zip(stretch.spans, stretch.options, strict=True):
            option = options[0] if options else None
            if len(options) > 1:
                start = spans[span].start
                piece = next(
                    p for p in pieces if sheet.cumulated[ledger.first[p]] <= start < sheet.cumulated[ledger.stop[p]]
                )
                way = sheet.pieces[piece].picks[ledger.pick[piece]].ways[0][1].way
                option = next(o for o in options if o.way is way)
            chosen.append(option)
        picks.append(chosen)
    return Carriage(demands, picks)


def take_over(ledger: Ledger, carriage: Carriage) -> None:
    """Gives every piece of the ledger's plan the way that the carriage gives it (in most months, where it gives several)."""
    sheet = ledger.sheet
    spans = carriage.demands.schedule.spans
    months: dict[int, Counter[int]] = defaultdict(Counter)
    for stretch, span, option in carriage:
        named = (stretch.integration.key, stretch.source.form, stretch.target.form)
        for piece in sheet.pieces_of.get(named, ()):
            first, stop = sheet.cumulated[ledger.first[piece]], sheet.cumulated[ledger.stop[piece]]
            if ledger.pick[piece] != NONE and first <= spans[span].start < stop:
                for number, pick in enumerate(sheet.pieces[piece].picks):
                    if pick.ways[0][1].way is option.way:
                        months[piece][number] += len(spans[span])
    for piece, counts in months.items():
        pick = min(counts, key=lambda number: (-counts[number], number))
        ledger.put(piece, pick, ledger.first[piece], ledger.stop[piece])
