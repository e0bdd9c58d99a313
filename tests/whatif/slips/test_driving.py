from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.whatif.slipping import Moves, slipped
from analyzer.whatif.slips.distributions import move_refs
from analyzer.whatif.slips.driving import Driver, driving
from analyzer.whatif.slips.pushing import Pusher
from tests.builders import landscape, link, move, system
from tests.profiles import examples
from tests.strategies import landscapes_with_plans


@settings(max_examples=examples(30))
@given(landscapes_with_plans(), st.data())
def test_a_move_drives_the_end_where_it_would_come_earlier_without_its_slip(
    case: tuple[Landscape, Moves], data: st.DataObject
) -> None:
    own, plan = case
    refs, first = move_refs(own), own.horizon.first
    if not refs:
        return
    column = st.lists(st.sampled_from([0, 1, 3]), min_size=len(refs), max_size=len(refs))
    columns = data.draw(st.lists(column, min_size=1, max_size=3))
    planned = np.array([plan[ref] - first for ref in refs], dtype=np.int32)
    slips = np.array(columns, dtype=np.int32).T
    pusher = Pusher(own)
    found = driving(own, pusher, planned, slips, pusher.push(planned, slips))
    vendors = {ref: own.systems[ref.system].moves[_position(own, ref)].to.vendor for ref in refs}
    for names, told in ((refs, found.moves), (sorted(set(vendors.values())), found.vendors)):
        gains = {name: Fraction(0) for name in names}
        driven = dict.fromkeys(names, 0)
        for listed in columns:
            delays = dict(zip(refs, listed, strict=True))
            end = max(slipped(own, plan, delays).values())
            for name in names:
                without = {r: 0 if name in (r, vendors[r]) else by for r, by in delays.items()}
                gain = end - max(slipped(own, plan, without).values())
                driven[name] += gain > 0
                gains[name] += Fraction(max(0, gain), len(columns))
        wanted = {n: Driver(n, Fraction(driven[n], len(columns)), gains[n]) for n in names if driven[n]}
        assert {driver.name: driver for driver in told} == wanted


def _position(own: Landscape, ref: MoveRef) -> int:
    return [m.id for m in own.systems[ref.system].moves].index(ref.move)


def test_two_moves_that_end_late_together_share_the_delay() -> None:
    own = landscape(
        systems=[system("a", move()), system("b", move())], integrations=[link("001o001", "a", "b")]
    )
    pusher, planned = Pusher(own), np.array([1, 1], dtype=np.int32)
    slips = np.array([[2, 2, 0], [2, 1, 0]], dtype=np.int32)
    found = driving(own, pusher, planned, slips, pusher.push(planned, slips))
    assert (found.late, found.undivided) == (Fraction(2, 3), Fraction(1, 3))
    assert [(str(d.name), d.share, d.gained) for d in found.moves] == [
        ("a.shift", Fraction(1, 3), Fraction(1, 3))
    ]
    assert [(d.name, d.share) for d in found.vendors] == [("va", Fraction(2, 3))]
