"""Slips push what rules bind to them, as little as the rules allow, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.landscape.model import Before, Blackout, Landscape, MoveRef, Together
from analyzer.landscape.months import Month
from analyzer.whatif.slipping import lengthened, slipped
from tests import builders
from tests.strategies import landscapes_with_plans

Months = dict[MoveRef, Month]


def at(text: str) -> Month:
    return Month.parse(text)


# --- the oracle: one step at a time, from the sentences of docs/decisions.md ------------------


def naive(landscape: Landscape, planned: Mapping[MoveRef, Month], delays: Mapping[MoveRef, int]) -> Months:
    """Add a month to one move after the other while some sentence asks for it; rounds of relations, then of months."""
    now = {ref: month + delays.get(ref, 0) for ref, month in planned.items()}
    while True:
        while (late := _relations(landscape, planned, now)) is not None:
            now[late] += 1
        closed = _closed(landscape, planned, now)
        if not closed:
            return now
        for ref in closed:
            now[ref] += 1


def _relations(landscape: Landscape, planned: Mapping[MoveRef, Month], now: Months) -> MoveRef | None:
    """A move that a relation asks to come later."""

    def slipped_one(*refs: MoveRef) -> bool:
        return any(now[ref] != planned[ref] for ref in refs)

    for system in landscape.systems.values():
        refs = [MoveRef(system.id, move.id) for move in system.moves]
        for number in range(1, len(refs)):
            one, other = refs[number - 1], refs[number]
            apart = 1 if system.moves[number].not_with_previous else 0
            if _round(landscape, one, other, apart):
                apart = 0
            if now[other] - now[one] < apart and slipped_one(one, other):
                return other
    for rule in landscape.rules:
        if isinstance(rule, Before) and slipped_one(rule.before, rule.after):
            short = now[rule.after] - now[rule.before] < rule.gap
            if short and not _round(landscape, rule.before, rule.after, rule.gap):
                return rule.after
        if isinstance(rule, Together) and slipped_one(*rule.moves):
            for ref in rule.moves:
                if now[ref] < max(now[other] for other in rule.moves):
                    return ref
    return None


def _round(landscape: Landscape, one: MoveRef, other: MoveRef, gap: int) -> bool:
    """Whether `one` has to come after `other` as well, and not in its month: no months keep that."""
    if not gap:
        return False
    reached: set[MoveRef] = {other}
    before: set[MoveRef] = set()
    while reached != before:
        before = set(reached)
        for system in landscape.systems.values():
            refs = [MoveRef(system.id, move.id) for move in system.moves]
            reached |= {refs[n] for n in range(1, len(refs)) if refs[n - 1] in reached}
        for rule in landscape.rules:
            if isinstance(rule, Before) and rule.before in reached:
                reached.add(rule.after)
            if isinstance(rule, Together) and reached & {*rule.moves}:
                reached |= {*rule.moves}
    return one in reached


def _closed(landscape: Landscape, planned: Mapping[MoveRef, Month], now: Months) -> set[MoveRef]:
    """Moves of cutovers in months that are closed to them."""
    found: set[MoveRef] = set()
    for system in landscape.systems.values():
        for month in {now[MoveRef(system.id, move.id)] for move in system.moves}:
            cutover = [move for move in system.moves if now[MoveRef(system.id, move.id)] == month]
            refs = {MoveRef(system.id, move.id) for move in cutover}
            form = cutover[-1].to
            blackouts = [
                rule for rule in landscape.rules if isinstance(rule, Blackout) and month in rule.months
            ]
            if any(now[ref] > planned[ref] for ref in refs) and (
                any(month in move.blackout for move in cutover)
                or month in landscape.vendors[form.vendor].unavailable
                or any(rule.systems.matches(system, form) for rule in blackouts)
            ):
                found |= refs
    return found


# --- what must hold in every landscape --------------------------------------------------------


@st.composite
def slips(draw: st.DrawFn) -> tuple[Landscape, Months, dict[MoveRef, int]]:
    landscape, planned = draw(landscapes_with_plans())
    late = st.dictionaries(st.sampled_from(sorted(planned)), st.integers(0, 4)) if planned else st.just({})
    return landscape, planned, draw(late)


@given(slips())
def test_slips_push_as_the_sentences_say_and_nothing_comes_earlier(
    case: tuple[Landscape, Months, dict[MoveRef, int]],
) -> None:
    landscape, planned, delays = case
    months = slipped(landscape, planned, delays)
    assert months == naive(landscape, planned, delays)
    assert all(months[ref] - planned[ref] >= delays.get(ref, 0) for ref in planned)
    assert slipped(landscape, planned, {}) == planned  # without slips even a broken plan stays
    longer = lengthened(landscape, months)
    assert longer.horizon.first == landscape.horizon.first
    assert longer.horizon.last == max([landscape.horizon.last, *months.values()])


# --- by example ------------------------------------------------------------------------------

JUMIN, ZEI = MoveRef("jumin", "shift"), MoveRef("zeimu", "shift")
BOTH = {JUMIN: at("2025-02"), ZEI: at("2025-03")}


@pytest.mark.parametrize(
    ("overrides", "delay", "expected"),
    [
        ({"rules": [{"before": "jumin.shift", "after": "zeimu.shift", "gap": 1}]}, 2, ("2025-04", "2025-05")),
        ({"rules": [{"together": ["jumin.shift", "zeimu.shift"]}]}, 3, ("2025-05", "2025-05")),
        # A rule that the plan breaks pushes as soon as one of its moves slips.
        ({"rules": [{"together": ["jumin.shift", "zeimu.shift"]}]}, 1, ("2025-03", "2025-03")),
        ({"rules": [{"blackout": ["2025-03", "2025-04"]}]}, 1, ("2025-05", "2025-03")),
        ({"vendors": [{"id": "va", "name": "A", "unavailable": ["2025-03"]}, {"id": "vb", "name": "B"}]}, 1,
         ("2025-04", "2025-03")),
        # Gaps that go round can never be kept: they push nothing.
        ({"rules": [{"before": "jumin.shift", "after": "zeimu.shift"}, {"before": "zeimu.shift", "after": "jumin.shift"}]},
         5, ("2025-07", "2025-03")),
        # Fixed months and deadlines are broken, not kept.
        ({"rules": [{"fixed": {"jumin.shift": "2025-02"}}], "landscape": {"deadline": "2025-02"}}, 1,
         ("2025-03", "2025-03")),
    ],
)  # fmt: skip
def test_what_a_delay_of_jumin_pushes(
    overrides: dict[str, Any], delay: int, expected: tuple[str, str]
) -> None:
    landscape = builders.landscape(**overrides)
    assert slipped(landscape, BOTH, {JUMIN: delay}) == {JUMIN: at(expected[0]), ZEI: at(expected[1])}


def test_a_cutover_is_judged_by_the_form_that_it_reaches() -> None:
    """Lift and shift fall together; the vendor of the form between them is not asked."""
    landscape = builders.landscape(
        vendors=[{"id": "va", "name": "A", "unavailable": ["2025-03"]}, {"id": "vb", "name": "B"}],
        systems=[
            builders.system(
                "s0",
                builders.move("lift", {"environment": "cloud"}),
                builders.move("shift", {"generation": "standard", "vendor": "vb"}),
            )
        ],
        integrations=None,
    )
    lift, shift = MoveRef("s0", "lift"), MoveRef("s0", "shift")
    together = slipped(landscape, {lift: at("2025-02"), shift: at("2025-03")}, {lift: 1})
    assert together == {lift: at("2025-03"), shift: at("2025-03")}
    alone = slipped(landscape, {lift: at("2025-02"), shift: at("2025-06")}, {lift: 1})
    assert alone == {lift: at("2025-04"), shift: at("2025-06")}


def test_a_systems_moves_keep_their_order_where_no_months_keep_them_apart() -> None:
    """Two moves that must fall together and apart fall together: out of order the plan would have no figures."""
    shift = builders.move("shift", {"generation": "standard"}, not_with_previous=True)
    landscape = builders.landscape(
        systems=[builders.system("s0", builders.move("lift", {"environment": "cloud"}), shift)],
        integrations=None,
        rules=[{"together": ["s0.lift", "s0.shift"]}],
    )
    lift, shift_of_s0 = MoveRef("s0", "lift"), MoveRef("s0", "shift")
    planned = {lift: at("2025-02"), shift_of_s0: at("2025-02")}
    late = {lift: at("2025-04"), shift_of_s0: at("2025-04")}
    assert slipped(landscape, planned, {lift: 2}) == late

    others = [
        {"before": "s0.shift", "after": "s1.shift"},
        {"before": "s1.shift", "after": "s0.lift", "gap": 0},
    ]
    round_about = builders.landscape(
        systems=[
            builders.system("s0", builders.move("lift", {"environment": "cloud"}), shift),
            builders.system("s1", builders.move("shift", {"generation": "standard"})),
        ],
        integrations=None,
        rules=others,
    )
    third = MoveRef("s1", "shift")
    planned = {lift: at("2025-02"), shift_of_s0: at("2025-03"), third: at("2025-02")}
    pushed = slipped(round_about, planned, {lift: 3})
    assert pushed == {lift: at("2025-05"), shift_of_s0: at("2025-05"), third: at("2025-02")}
