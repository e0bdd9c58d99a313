"""Pictures over HTTP: every view in its forms, its numbers."""

from __future__ import annotations

import pytest

from analyzer.diagrams.catalogue import OF_A_PLAN
from tests.api.asking import MOVES, City, code_of


@pytest.fixture
def planned(city: City) -> City:
    assert city.ask("PUT", "/plans/p", json={"moves": MOVES}).status_code == 201
    return city


def test_a_view_is_a_picture_and_its_numbers(planned: City) -> None:
    for view in ("map", "costs"):
        drawn = planned.ask("GET", f"/diagrams/{view}.dot?plan=p&month=2025-02")
        assert drawn.status_code == 200
        assert drawn.text.startswith("digraph ")
        numbers = planned.get(f"/diagrams/{view}.json?plan=p&month=2025-02")
        assert numbers["view"] == view
        assert numbers["counts"]
    rows = planned.table("/diagrams/vendors.csv?plan=p&month=2025-02", "ja")
    assert rows[0][:2] == ["ID", "ベンダ"]


@pytest.mark.requires_dot
def test_a_view_is_svg_by_default_under_a_policy_that_lets_nothing_run(planned: City) -> None:
    answer = planned.ask("GET", "/diagrams/map?plan=p&month=2025-02&group=block&paper=a3")
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["etag"]


def test_what_cannot_be_drawn_is_a_problem(planned: City) -> None:
    for view in sorted(OF_A_PLAN):
        assert code_of(planned.ask("GET", f"/diagrams/{view}.dot"), 422) == "picture_needs_plan"
    assert code_of(planned.ask("GET", "/diagrams/map.dot?vendor=nobody"), 422) == "unknown_part"
    assert planned.ask("GET", "/diagrams/nothing").status_code == 422
    assert code_of(planned.ask("GET", "/diagrams/map.dot?plan=nothing"), 404) == "not_kept_plan"
