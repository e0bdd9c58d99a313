"""How the least cost may change with the landscape: less to carry, more on offer, longer waiting."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import assume, given
from hypothesis import strategies as st

from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.plan.schedule import Schedule
from tests.evaluation.changes import with_offers
from tests.evaluation.drawing import Drawn, alone, changed, priced, some, total
from tests.strategies import SIDED, Document, model

Priced = tuple[Drawn, Evaluation]
MARGIN = 9


def figures(answer: Evaluation) -> tuple[int, int]:
    """Total, and bridge + suspension cost alone."""
    assert answer.cost is not None
    assert answer.alone is not None
    return answer.cost.total, answer.alone.value


@given(priced(), st.data())
@some()
def test_removing_a_link_that_no_existing_bridge_lists_never_raises_the_bridge_cost_alone(
    case: Priced, data: st.DataObject
) -> None:
    (document, _, moves), answer = case
    listed = {key for bridge in document.get("existing_bridges", []) for key in bridge.get("serves", [])}
    free = [
        link
        for link in document["integrations"]
        if f"{link['id']}/{link['branch']}/{link['from']}/{link['to']}" not in listed
    ]
    assume(free)
    removed = data.draw(st.sampled_from(free))
    links = [link for link in document["integrations"] if link is not removed]
    assert alone(changed({**document, "integrations": links}), moves) <= figures(answer)[1]


@st.composite
def offers(draw: st.DrawFn, document: Document) -> Document:
    """An entry for a kind of which the catalogue has none at all, with or without a place."""
    offered = {entry["kind"] for entry in document["bridges"] if "offered" not in entry}
    stand = {bridge["kind"] for bridge in document.get("existing_bridges", [])}
    kinds = [kind for kind in (*SIDED, "convert", "manual", "relay") if kind not in offered | stand]
    assume(kinds)
    kind = draw(st.sampled_from(kinds))
    entry: Document = {"kind": kind, **{name: draw(st.integers(0, MARGIN)) for name in ("setup", "per_link")}}
    entry |= {"per_month": draw(st.integers(0, MARGIN)), "lead_months": draw(st.integers(0, 2))}
    if kind in SIDED and draw(st.booleans()):
        entry["system"] = draw(st.sampled_from([system["id"] for system in document["systems"]]))
    if kind in ("keep_legacy", "early_standard") and draw(st.booleans()):
        entry["per"] = "vendor"
    return entry


@given(priced(), st.data())
@some()
def test_an_offer_where_none_held_and_no_bridge_stands_never_raises_the_total(
    case: Priced, data: st.DataObject
) -> None:
    # A move that lacks its line breaks a rule and costs nothing; with a relay on offer the relay is paid for.
    (document, _, moves), answer = case
    assume("bridges" in document)
    assume(not any(violation.code == "line_needed" for violation in answer.violations))
    entry = data.draw(offers(document))
    assert total(changed({**document, "bridges": [*document["bridges"], entry]}), moves) <= figures(answer)[0]


@given(priced(), st.data())
@some()
def test_a_link_that_may_be_suspended_never_raises_the_total_nor_the_bridge_cost_alone(
    case: Priced, data: st.DataObject
) -> None:
    (document, _, moves), answer = case
    other = deepcopy(document)
    links = [
        link
        for link in other["integrations"]
        if "suspendable" not in link and link.get("criticality") != "high"
    ]
    assume(links)
    data.draw(st.sampled_from(links))["suspendable"] = data.draw(st.integers(0, MARGIN))
    landscape = changed(other)
    assert total(landscape, moves) <= figures(answer)[0]
    assert alone(landscape, moves) <= figures(answer)[1]


@given(priced(), st.data())
@some()
def test_carrying_by_hand_on_offer_never_raises_the_total_nor_the_bridge_cost_alone(
    case: Priced, data: st.DataObject
) -> None:
    (document, _, moves), answer = case
    other = with_offers(document)
    assume(not any(b["kind"] == "manual" for b in [*other["bridges"], *other.get("existing_bridges", [])]))
    other["bridges"].append({"kind": "manual", "setup": data.draw(st.integers(0, MARGIN)), "per_month": 1})
    landscape = changed(other)
    assert total(landscape, moves) <= figures(answer)[0]
    assert alone(landscape, moves) <= figures(answer)[1]


@given(priced(), st.data())
@some()
def test_a_longer_lead_time_that_begins_no_new_span_never_lowers_the_total(
    case: Priced, data: st.DataObject
) -> None:
    # A span that it did begin could be worth something: a link goes another way from then on, and the first way's
    # legs stay tested. And a relay that is late for a move breaks a rule, but is no longer paid for it.
    (document, landscape, moves), answer = case
    other = with_offers(document)
    entries = [entry for entry in other["bridges"] if "offered" not in entry and entry["kind"] != "relay"]
    assume(entries)
    entry = data.draw(st.sampled_from(entries))
    starts = [span.start for span in Schedule(landscape, moves).spans]
    later = [month for month in [*starts, len(landscape.horizon)] if month > entry.get("lead_months", 0)]
    entry["lead_months"] = data.draw(st.sampled_from(later))
    late = evaluate_plan(changed(other), moves)
    if late.cost is not None:
        assert late.cost.total >= figures(answer)[0]
        assert figures(late)[1] >= figures(answer)[1]


@given(priced(), st.data())
@some()
def test_a_price_that_rises_never_lowers_a_cost(case: Priced, data: st.DataObject) -> None:
    (document, _, moves), answer = case
    other = with_offers(document)
    priced_entries = [entry for entry in other["bridges"] if "offered" not in entry]
    assume(priced_entries)
    entry = data.draw(st.sampled_from(priced_entries))
    name = data.draw(st.sampled_from(["setup", "per_link", "per_month"]))
    entry[name] = entry.get(name, 0) + data.draw(st.integers(1, MARGIN))
    landscape = model(other)
    assert total(landscape, moves) >= figures(answer)[0]
    assert alone(landscape, moves) >= figures(answer)[1]
