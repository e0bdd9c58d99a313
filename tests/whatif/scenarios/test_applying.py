"""A changed landscape is what a file would say that says so."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.landscape.dumping import dump_landscape
from analyzer.landscape.loading import read_landscape
from analyzer.whatif.scenarios import apply
from tests.strategies import landscapes
from tests.whatif.scenarios.drawing import changes, scenario_of


@given(st.data())
def test_a_changed_landscape_is_the_one_that_its_file_says(data: st.DataObject) -> None:
    landscape = data.draw(landscapes())
    unchanged = apply(landscape, scenario_of())
    assert unchanged.keeping == unchanged.planning == landscape
    assert (unchanged.keeping.content_hash, unchanged.delays) == (landscape.content_hash, {})
    try:
        changed = apply(landscape, scenario_of(*data.draw(changes(landscape))))
    except InputError:  # a target that changes nothing, a bridge that cannot carry any more …
        assume(False)
    for result in (changed.keeping, changed.planning):
        read = read_landscape(dump_landscape(result).encode(), "changed.yaml")
        assert read.landscape == result, read.findings
        assert read.landscape.content_hash == result.content_hash
