"""Costs of slipped months, all samples at once, against one Assessment after the other."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.whatif.slipping import lengthened
from analyzer.whatif.slips.costing import cost_samples
from analyzer.whatif.slips.counting import PARTS, bounded_parts
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.pushing import Months, Pusher
from analyzer.whatif.ways import carried_on, ways_given
from tests.profiles import examples
from tests.strategies import landscapes_with_plans

Plan = dict[MoveRef, Month]


@st.composite
def slipped_plans(draw: st.DrawFn) -> tuple[Evaluation, Months]:
    """An evaluated plan and months [move, sample] of it: the plan's own in the first sample, slipped ones in others."""
    landscape, moves = draw(landscapes_with_plans())
    evaluation = evaluate_plan(landscape, moves)
    planned = months_of(landscape, evaluation.moves)
    slips = draw(
        st.lists(
            st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 70]), min_size=len(planned), max_size=len(planned)),
            max_size=3,
        )
    )
    array = np.array([[0] * len(planned), *slips], dtype=np.int32).reshape(len(slips) + 1, -1).T
    return evaluation, Pusher(landscape).push(planned, array)


def months_of(landscape: Landscape, moves: Plan) -> Months:
    return np.array([moves[ref] - landscape.horizon.first for ref in move_refs(landscape)], dtype=np.int32)


def moves_of(landscape: Landscape, months: Months) -> Plan:
    refs = move_refs(landscape)
    return {ref: landscape.horizon.first + int(m) for ref, m in zip(refs, months, strict=True)}


@settings(max_examples=examples(40))
@given(slipped_plans())
def test_costs_are_those_of_the_plan_with_its_ways_kept(case: tuple[Evaluation, Months]) -> None:
    evaluation, months = case
    if evaluation.assessment is None:
        return
    landscape = evaluation.landscape
    counted = cost_samples(evaluation, months).counted
    bounded = bounded_parts(landscape)
    given_ways = ways_given(evaluation.assessment.carriage)
    for sample in range(months.shape[1]):
        moves = moves_of(landscape, months[:, sample])
        kept = carried_on(lengthened(landscape, moves), moves, given_ways)
        assert counted.served[sample] == (kept.cost is not None)
        if kept.cost is None or kept.demands is None:
            continue
        free = any(len(options) > 1 for stretch in kept.demands.stretches for options in stretch.options)
        assert bool(counted.chosen[sample]) == free
        got = {part: int(counted.parts[part][sample]) for part in PARTS}
        if not free:
            # The first sample is the plan itself.
            cost = kept.cost if sample else evaluation.cost
            assert cost is not None
            wanted = cost.as_dict()
            for part in PARTS:
                assert got[part] <= wanted[part] if part in bounded else got[part] == wanted[part], part
        elif not bounded:
            assert sum(got.values()) >= kept.cost.total
