"""From pushed months to costs: what all samples of one plan have in common is read once."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analyzer.evaluation.evaluate import Evaluation, Moves
from analyzer.landscape.model import Landscape
from analyzer.landscape.months import Horizon
from analyzer.whatif.slips.counting import Counted, count_costs
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.pushing import Months
from analyzer.whatif.slips.sheet import Forms, Sheet
from analyzer.whatif.ways import ways_given


@dataclass(frozen=True, slots=True, eq=False)
class Costed:
    """Costs and bridges of each sample; `sheet` says what the numbers of bridges mean."""

    sheet: Sheet
    counted: Counted


def planned_months(landscape: Landscape, moves: Moves) -> Months:
    """The plan's months [move], counted from the horizon's first."""
    first = landscape.horizon.first
    return np.array([moves[ref] - first for ref in move_refs(landscape)], dtype=np.int32)


def horizon_lengths(landscape: Landscape, months: Months) -> Months:
    """The months of each sample's horizon: the landscape's, or as far as a move reaches: [sample]."""
    last = months.max(axis=0, initial=0) + 1
    lengths: Months = np.maximum(last, len(landscape.horizon)).astype(np.int32)
    return lengths


def cost_samples(evaluation: Evaluation, months: Months) -> Costed:
    """What slipped months [move, sample] cost, with the ways of carrying that the evaluated plan gave.

    The evaluation has an assessment.
    """
    sheet = sheet_of(evaluation, months)
    by_system = months_by_system(evaluation.landscape, months)
    return Costed(sheet, count_costs(sheet, by_system, horizon_lengths(evaluation.landscape, months)))


def sheet_of(evaluation: Evaluation, months: Months) -> Sheet:
    """The evaluated plan (with an assessment) as tables that hold for all these slipped months [move, sample]."""
    landscape = evaluation.landscape
    lengths = horizon_lengths(landscape, months)
    last = landscape.horizon.first + (int(lengths.max()) - 1)
    longest = landscape.changed(horizon=Horizon(landscape.horizon.first, last))
    assert evaluation.assessment is not None
    given = ways_given(evaluation.assessment.carriage)
    return Sheet(longest, given, _meeting(landscape, months_by_system(landscape, months), lengths))


def months_by_system(landscape: Landscape, months: Months) -> dict[str, Months]:
    """System → its moves' months [its move, sample]."""
    rows: dict[str, Months] = {}
    at = 0
    for system in landscape.systems.values():
        rows[system.id] = months[at : at + len(system.moves)]
        at += len(system.moves)
    return rows


def _meeting(
    landscape: Landscape, months: dict[str, Months], lengths: Months
) -> dict[tuple[str, str], set[Forms]]:
    """Source and target → the forms of theirs that meet in some month of some sample."""
    bounds: dict[str, list[tuple[Months, Months]]] = {}
    nothing = np.zeros_like(lengths)
    for id_, own in months.items():
        edges = [nothing, *own, lengths]
        bounds[id_] = list(pairwise(edges))
    found: dict[tuple[str, str], set[Forms]] = {}
    for key in landscape.integrations:
        if key.source is None or key.target is None or (key.source, key.target) in found:
            continue
        found[key.source, key.target] = {
            (one, other)
            for one, (first, stop) in enumerate(bounds[key.source])
            for other, (begin, end) in enumerate(bounds[key.target])
            if (np.maximum(first, begin) < np.minimum(stop, end)).any()
        }
    return found
