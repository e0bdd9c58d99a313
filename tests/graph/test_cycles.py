"""Cycles of the data flow and of the rules of order, named with their members and a proof."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.graph.landscape_graph import build_graph
from analyzer.graph.orders import OrderStep, order_steps, tied_moves
from analyzer.landscape.model import Before, IntegrationKey, Landscape, Move, MoveRef, Rule, System, Together
from tests.graph.small_landscapes import form, landscape, landscapes, link, system
from tests.profiles import examples


def test_a_cycle_is_named_with_all_its_members_and_a_shortest_way_round() -> None:
    place = landscape(
        [system(name) for name in "abcde"],
        [link("1", "a", "b"), link("2", "b", "c"), link("3", "c", "a"), link("4", "c", "d"),
         link("5", "d", "c"), link("6", "d", "e"), link("7", "c", "d"), link("8", "e", "e")],
    )  # fmt: skip
    (cycle,) = build_graph(place).cycles()
    assert cycle.members == ("a", "b", "c", "d")
    assert cycle.way == ("c", IntegrationKey("4", "00", "c", "d"), "d", IntegrationKey("5", "00", "d", "c"))


def test_of_equally_short_cycles_the_first_by_systems_is_given_with_the_first_keys() -> None:
    place = landscape(
        [system(name) for name in "abcd"],
        [link("9", "b", "d"), link("8", "a", "c"), link("7", "a", "b"), link("6", "c", "d"),
         link("5", "d", "a"), link("4", "d", "a")],
    )  # fmt: skip
    (cycle,) = build_graph(place).cycles()
    assert [step if isinstance(step, str) else step.id for step in cycle.way] == [
        "a",
        "7",
        "b",
        "9",
        "d",
        "4",
    ]


def test_links_that_are_absent_close_no_cycle() -> None:
    place = landscape([system("a"), system("b")], [link("1", "a", "b"), link("2", "b", "a", {})])
    assert build_graph(place).cycles() == ()


@settings(max_examples=examples(100), deadline=None)
@given(landscapes())
def test_cycles_hold_exactly_the_systems_that_reach_each_other_and_no_way_is_shorter(
    place: Landscape,
) -> None:
    graph = build_graph(place)
    flow: dict[tuple[str, str], list[IntegrationKey]] = {}
    for key, found in graph.links.items():
        if (
            key.source is not None
            and key.target is not None
            and found.state != "absent"
            and key.source != key.target
        ):
            flow.setdefault((key.source, key.target), []).append(key)
    rings = sorted(
        (len(ring), ring)
        for size in range(2, len(place.systems) + 1)
        for ring in permutations(sorted(place.systems), size)
        if ring[0] == min(ring) and all(step in flow for step in pairwise([*ring, ring[0]]))
    )
    groups: list[set[str]] = []
    for _, ring in rings:
        joined = [group for group in groups if group & set(ring)]
        groups = [group for group in groups if group not in joined] + [set(ring).union(*joined)]
    expected = []
    for group in sorted(sorted(group) for group in groups):
        best = next(ring for _, ring in rings if ring[0] in group)
        way: list[str | IntegrationKey] = []
        for here, there in pairwise([*best, best[0]]):
            way += [here, min(flow[here, there], key=str)]
        expected.append((tuple(group), tuple(way)))
    assert [(cycle.members, cycle.way) for cycle in graph.cycles()] == expected


def moving(id_: str, *moves: str, apart: bool = False) -> System:
    made = tuple(
        Move(name, form(environment=name), not_with_previous=apart and i > 0) for i, name in enumerate(moves)
    )
    return System(id_, id_, "standard", (form(), *(move.to for move in made)), made)


def ref(text: str) -> MoveRef:
    return MoveRef(*text.split("."))


def rules(*said: Rule) -> Landscape:
    return landscape(
        [moving("a", "lift", "shift", apart=True), moving("b", "shift"), moving("c", "shift")], rules=said
    )


A_LIFT, A, B, C = (ref(text) for text in ("a.lift", "a.shift", "b.shift", "c.shift"))


def test_moves_that_rules_tie_together_directly_or_in_turn_are_one_group() -> None:
    (group,) = tied_moves(rules(Together((A, B)), Together((B, C))))
    assert (group.moves, group.contradiction) == ((A, B, C), ())


def test_before_and_after_each_other_with_gap_0_ties_as_well() -> None:
    (group,) = tied_moves(rules(Before(B, C, 0), Before(C, B, 0)))
    assert (group.moves, group.contradiction) == ((B, C), ())


def test_a_cycle_of_before_is_a_contradiction_with_its_steps() -> None:
    (group,) = tied_moves(rules(Before(A, B), Before(B, C, 0), Before(C, A, 2)))
    assert group.moves == (A, B, C)
    assert [(step.before, step.after, step.gap) for step in group.contradiction] == [
        (A, B, 1),
        (B, C, 0),
        (C, A, 2),
    ]


def test_of_several_contradictions_a_shortest_one_is_given() -> None:
    (group,) = tied_moves(rules(Before(A, B), Before(B, C), Before(C, A), Before(C, B)))
    assert [(step.before, step.after) for step in group.contradiction] == [(B, C), (C, B)]


def test_two_moves_of_a_system_that_must_not_fall_together_contradict_a_rule_that_ties_them() -> None:
    (group,) = tied_moves(rules(Together((A_LIFT, A))))
    assert {step.said_by for step in group.contradiction} == {"together", "order_of_moves"}


def test_rules_that_only_give_an_order_tie_nothing() -> None:
    assert tied_moves(rules(Before(A, B), Before(A, C), Before(B, C))) == ()


MOVES = st.sampled_from([A_LIFT, A, B, C])
RULES = st.lists(
    st.one_of(
        st.builds(Before, MOVES, MOVES, st.integers(0, 2)).filter(lambda rule: rule.before != rule.after),
        st.lists(MOVES, min_size=2, max_size=3, unique=True).map(lambda moves: Together(tuple(moves))),
    ),
    max_size=5,
)


def months_exist(steps: list[OrderStep], length: int = 12) -> dict[MoveRef, int] | None:
    """Earliest months by pushing moves back until all holds; None where it never ends."""
    months = dict.fromkeys((A_LIFT, A, B, C), 0)
    while max(months.values()) <= length:
        late = [step for step in steps if months[step.after] - months[step.before] < step.gap]
        if not late:
            return months
        months[late[0].after] = months[late[0].before] + late[0].gap
    return None


@settings(max_examples=examples(200), deadline=None)
@given(RULES)
def test_there_are_months_for_all_moves_exactly_where_no_group_is_a_contradiction(said: list[Rule]) -> None:
    place = rules(*said)
    groups = tied_moves(place)
    months = months_exist(list(order_steps(place)))
    assert (months is None) == any(group.contradiction for group in groups)
    for group in groups:
        if months is not None:
            assert len({months[move] for move in group.moves}) == 1
        steps = group.contradiction
        assert all(
            one.after == other.before for one, other in zip(steps, [*steps[1:], *steps[:1]], strict=True)
        )
        assert not steps or sum(step.gap for step in steps) > 0
        assert {step.before for step in steps} <= set(group.moves)
