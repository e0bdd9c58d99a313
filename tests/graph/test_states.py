"""The states of section 3, sentence by sentence, and the whole table by a literal oracle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.graph.states import LinkState, realization_state
from analyzer.landscape.model import Form, Integration, IntegrationKey, Realization

GENERATIONS = ("legacy", "data", "standard")
OLD = Realization("legacy", via="master", method="file")
NEW = Realization("standard", via="storage", method="file")


def form(generation: str, package: str | None = None) -> Form:
    return Form(environment="office", generation=generation, vendor="vendor-a", package=package)


def link(**realizations: Realization) -> Integration:
    return Integration(IntegrationKey("004o008", "00", "fuhyo", "jumin"), "照会", realizations)


def state(integration: Integration, source: Form | None, target: Form | None) -> LinkState:
    return realization_state(integration, source, target, GENERATIONS)


def test_two_ends_of_one_generation_with_a_realization_there_are_native() -> None:
    assert state(link(legacy=OLD), form("legacy"), form("legacy")) == LinkState("native", realization=OLD)


def test_ends_with_the_same_package_are_internal_whatever_the_realizations_say() -> None:
    both = form("standard", "std-a")
    assert state(link(legacy=OLD, standard=NEW), both, both) == LinkState("internal", realization=NEW)
    assert state(link(), both, both) == LinkState("internal")
    assert state(link(legacy=OLD), form("legacy", "p"), form("standard", "p")) == LinkState(
        "internal", "source", "target", OLD
    )


def test_ends_without_a_package_are_never_internal() -> None:
    assert state(link(legacy=OLD), form("legacy"), form("legacy")).state == "native"
    assert state(link(legacy=OLD), form("legacy", "p"), form("legacy")).state == "native"


def test_ends_at_two_generations_with_two_realizations_are_mixed_and_say_which_end_is_newer() -> None:
    both = link(legacy=OLD, standard=NEW)
    assert state(both, form("legacy"), form("standard")) == LinkState("mixed", "source", "target", OLD, NEW)
    assert state(both, form("standard"), form("legacy")) == LinkState("mixed", "target", "source", OLD, NEW)


def test_a_newer_end_without_a_realization_leaves_the_link_mixed_without_successor() -> None:
    assert state(link(legacy=OLD), form("standard"), form("legacy")) == LinkState(
        "mixed", "target", "source", OLD, None
    )


def test_same_as_makes_a_link_between_two_generations_native() -> None:
    assert state(link(legacy=OLD, standard=OLD), form("legacy"), form("standard")) == LinkState(
        "native", "source", "target", OLD
    )


def test_equal_content_does_not_make_two_realizations_one() -> None:
    twin = Realization("standard", via="master", method="file")
    assert state(link(legacy=OLD, standard=twin), form("legacy"), form("standard")).state == "mixed"


def test_a_new_link_is_absent_until_its_older_end_has_a_realization() -> None:
    new = link(standard=NEW)
    assert state(new, form("legacy"), form("legacy")) == LinkState("absent")
    assert state(new, form("standard"), form("legacy")) == LinkState("absent", "target", "source")
    assert state(new, form("legacy"), form("standard")) == LinkState("absent", "source", "target")
    assert state(new, form("standard"), form("standard")).state == "native"


def test_a_link_that_has_ended_is_absent() -> None:
    assert state(link(legacy=OLD), form("standard"), form("standard")) == LinkState("absent")


def test_a_link_with_an_unknown_partner_has_no_state_but_the_realization_of_its_known_end() -> None:
    assert state(link(legacy=OLD), form("legacy"), None) == LinkState("unknown", realization=OLD)
    assert state(link(legacy=OLD), None, form("standard")) == LinkState("unknown")
    assert state(link(legacy=OLD), None, None) == LinkState("unknown")


def test_the_realizations_of_a_state_are_the_older_and_then_the_newer() -> None:
    assert LinkState("absent").realizations == ()
    assert LinkState("native", realization=OLD).realizations == (OLD,)
    assert LinkState("mixed", "source", "target", OLD, NEW).realizations == (OLD, NEW)


def test_a_generation_that_the_landscape_does_not_list_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in"):
        state(link(legacy=OLD), form("legacy"), form("future"))


FORMS = st.builds(form, st.sampled_from(GENERATIONS), st.sampled_from([None, "p", "q"]))
WRITTEN = st.dictionaries(st.sampled_from(GENERATIONS), st.sampled_from(GENERATIONS))
"""Generation → the generation that its realization is written at (`same_as` followed)."""


@given(WRITTEN, FORMS, FORMS)
def test_exactly_one_of_the_definitions_holds_and_it_is_the_one_given(
    written: dict[str, str], source: Form, target: Form
) -> None:
    r = {generation: Realization(at) for generation, at in written.items()}
    o, n = sorted((source.generation, target.generation), key=GENERATIONS.index)
    internal = source.package is not None and source.package == target.package
    definitions = {
        "internal": internal,
        "native": not internal and o in r and n in r and written[o] == written[n],
        "mixed": not internal and o in r and (n not in r or written[n] != written[o]),
        "absent": not internal and o not in r,
    }
    answer = state(link(**r), source, target)
    assert [name for name, holds in definitions.items() if holds] == [answer.state]
    assert (answer.older is None) == (answer.newer is None) == (o == n)
    ends = {"source": source.generation, "target": target.generation}
    if answer.older is not None and answer.newer is not None:
        assert (ends[answer.older], ends[answer.newer]) == (o, n)
    assert answer.realization == r.get(o)
    assert answer.successor == (r.get(n) if answer.state == "mixed" else None)


@given(WRITTEN, FORMS, FORMS)
def test_turning_a_link_round_turns_its_ends_round_and_changes_nothing_else(
    written: dict[str, str], source: Form, target: Form
) -> None:
    integration = link(**{generation: Realization(at) for generation, at in written.items()})
    there, back = state(integration, source, target), state(integration, target, source)
    assert (there.state, there.realization, there.successor) == (back.state, back.realization, back.successor)
    assert (there.older, there.newer) == (back.newer, back.older)
