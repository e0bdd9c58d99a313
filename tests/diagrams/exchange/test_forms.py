"""Pictures for other programs: what a reader of each format finds in them, whatever the names."""

from __future__ import annotations

import io
import re
from typing import Any, get_args
from xml.etree.ElementTree import Element

import networkx
import pytest
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from analyzer.diagrams.catalogue import ExchangeForm, Wanted, exchange_of
from analyzer.diagrams.exchange import mermaid
from analyzer.diagrams.exchange.archimate import SPACE
from analyzer.diagrams.moment import moment_of
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.builders import landscape
from tests.diagrams.pictures import MOVED, generated, mixed_city, mixed_plan
from tests.diagrams.test_renderer import HOSTILE, renamed
from tests.strategies import landscapes_with_plans

FORMS: tuple[ExchangeForm, ...] = get_args(ExchangeForm)
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
ALLOWED: dict[tuple[str | None, str | None], str] = {
    ("Node", "ApplicationComponent"): "Realization",
    ("BusinessActor", "ApplicationComponent"): "Association",
    ("Grouping", "ApplicationComponent"): "Aggregation",
    ("ApplicationComponent", "ApplicationComponent"): "Flow",
}
"""Of what ArchiMate 3 allows between two kinds of elements that which is used; an assignment is not among it."""
names = st.one_of(st.sampled_from(sorted(HOSTILE)), st.text(max_size=50))

_NAME = r'"(?:[^"\n#<>&\[\]|;]|#\d+;)*"'
_MERMAID = re.compile(
    "|".join([
        r"%% Kakehashi", r"flowchart LR", rf"  subgraph g\d+\[{_NAME}\]", r"  end", rf"    p\d+\[{_NAME}\]:::(here|moved)",
        rf"  m\d+\[\({_NAME}\)\]", rf"  p\d+ (-->|-\.->|-\.-x)\|{_NAME}\| p\d+", rf"  note\[{_NAME}\]:::note",
        r"  classDef (here|moved|note) [a-z0-9:#,-]+",
    ])
)  # fmt: skip
"""The part of Mermaid's grammar that is used: a line is one of these, or not ours."""


@pytest.fixture(scope="module")
def city() -> tuple[Landscape, Evaluation]:
    found, moves = generated(34, 600, 24, 8, 8)
    return found, evaluate_plan(found, moves, 2.0)


def month_of(found: Landscape) -> Month:
    return found.horizon.first + 13


def assert_mermaid(text: str) -> None:
    for line in text.splitlines():
        assert _MERMAID.fullmatch(line), line
    known = set(re.findall(r"^ +([pm]\d+)[\[(]", text, re.MULTILINE))
    assert {
        end for line in re.findall(r"^  (p\d+) .*\| (p\d+)$", text, re.MULTILINE) for end in line
    } <= known
    assert len(text) < 50_000


def assert_graphml(data: bytes) -> Any:
    graph = networkx.read_graphml(io.BytesIO(data))
    assert isinstance(graph, networkx.MultiDiGraph | networkx.DiGraph)
    assert all(values["kind"] in ("system", "hub") for _, values in graph.nodes(data=True))
    return graph


def assert_drawio(data: bytes) -> dict[str, Element]:
    cells = {cell.get("id"): cell for cell in fromstring(data).iter("mxCell")}
    assert len(cells) == len(list(fromstring(data).iter("mxCell")))
    for cell in cells.values():
        for reference in ("parent", "source", "target"):
            assert cell.get(reference) in (None, *cells)
        assert cell.get("style") is None or "html=0;" in cell.get("style")
        assert cell.get("id") in ("0", "1") or cell.find("mxGeometry") is not None
    return cells


def assert_archimate(data: bytes) -> Element:
    """The order of parts, the kinds and the references that the format's schema asks for."""
    root: Element = fromstring(data)
    assert root.tag == f"{{{SPACE}}}model"
    order = ["name", "elements", "relationships", "propertyDefinitions", "views"]
    present = [part.tag.removeprefix(f"{{{SPACE}}}") for part in root]
    assert present == [part for part in order if part in present]
    assert {"name", "propertyDefinitions", "views"} <= set(present)
    for part in root.iter():
        listed = part.tag.removeprefix(f"{{{SPACE}}}") in ("elements", "relationships", "properties")
        assert len(part) or not listed, part.tag
    identifiers = [e.get("identifier") for e in root.iter() if e.get("identifier") is not None]
    assert len(set(identifiers)) == len(identifiers)
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id or "") for id in identifiers)
    for element in root.iter():
        for reference in ("source", "target", "elementRef", "relationshipRef", "propertyDefinitionRef"):
            assert element.get(reference) in (None, *identifiers)
    kinds = {element.get(TYPE) for element in root.iter() if element.get(TYPE)}
    assert kinds <= {
        "ApplicationComponent", "Node", "BusinessActor", "Grouping", "Realization", "Association", "Aggregation", "Flow",
        "Diagram", "Element", "Relationship",
    }  # fmt: skip
    kind_of = {element.get("identifier"): element.get(TYPE) for element in root.iter(f"{{{SPACE}}}element")}
    for relation in root.iter(f"{{{SPACE}}}relationship"):
        ends = kind_of[relation.get("source")], kind_of[relation.get("target")]
        assert relation.get(TYPE) == ALLOWED[ends]
    for box in root.iter(f"{{{SPACE}}}node"):
        assert all(int(box.get(side) or "") >= 0 for side in "xy")
        assert all(int(box.get(side) or "") > 0 for side in "wh")
    return root


@given(landscapes_with_plans(with_rules=False), names, st.sampled_from(["environment", "vendor", "block"]))
def test_whatever_the_names_every_form_is_read_back_with_them_as_text(
    case: tuple[Landscape, dict[MoveRef, Month]], name: str, group: str
) -> None:
    found = renamed(case[0], name)
    evaluation = evaluate_plan(found, case[1])
    wanted = Wanted(month=found.horizon.last, grouping=group)  # type: ignore[arg-type]
    made = {form: exchange_of(found, evaluation, wanted, "ja", form) for form in FORMS}
    assert_mermaid(made["mermaid"].decode())
    graph = assert_graphml(made["graphml"])
    assert_drawio(made["drawio"])
    root = assert_archimate(made["archimate"])
    assert {n for n, v in graph.nodes(data=True) if v["kind"] == "system"} == {
        (element.get("identifier") or "").removeprefix("id-")
        for element in root.iter(f"{{{SPACE}}}element")
        if (element.get("identifier") or "").startswith("id-p")
    }
    assert len([n for n, v in graph.nodes(data=True) if v["kind"] == "system"]) == len(found.systems)


def test_networkx_reads_back_every_live_link_with_its_state_and_way(
    city: tuple[Landscape, Evaluation],
) -> None:
    found, evaluation = city
    month = month_of(found)
    graph = assert_graphml(exchange_of(found, evaluation, Wanted(month=month), "ja", "graphml"))
    links: dict[str, tuple[str, str]] = {}
    for _, _, values in graph.edges(data=True):
        listed = values["links"].split()
        assert values["count"] == len(listed)
        links.update(dict.fromkeys(listed, (values["state"], values.get("way") or "")))
    moment = moment_of(found, month, evaluation)
    assert links == {
        str(link.integration.key): (link.manner, link.way or "")
        for link in moment.links
        if link.manner in ("native", "mixed", "suspended")
    }
    by_entry = {values["entry"]: values for _, values in graph.nodes(data=True)}
    assert {id for id, values in by_entry.items() if values["kind"] == "system"} == set(found.systems)
    assert {by_entry[id]["form"] for id in found.systems} == set(moment.forms.values())


def test_draw_io_has_a_container_for_every_group_and_a_line_for_every_bundle() -> None:
    found = mixed_city()
    data = exchange_of(found, mixed_plan(found), Wanted(month=MOVED), "ja", "drawio")
    cells = assert_drawio(data)
    values = {cell.get("value"): cell for cell in cells.values()}
    assert values["住民記録"].get("parent") == values["ガバメントクラウド"].get("id")
    assert values["税務"].get("parent") == values["庁内"].get("id")
    lines = sorted(cell.get("value") or "" for cell in cells.values() if cell.get("edge"))
    assert lines == ["1", "1", "1", "現行維持 1", "現行維持 1"]


def test_archimate_names_components_and_flows_with_the_figures_as_properties() -> None:
    found = mixed_city()
    root = assert_archimate(exchange_of(found, mixed_plan(found), Wanted(month=MOVED), "ja", "archimate"))
    names = [e.findtext(f"{{{SPACE}}}name") for e in root.iter(f"{{{SPACE}}}element")]
    assert {"住民記録", "ガバメントクラウド", "連携用マスタ"} <= set(names)
    flows = [r for r in root.iter(f"{{{SPACE}}}relationship") if r.get(TYPE) == "Flow"]
    assert len(flows) == 5
    assert len(list(root.iter(f"{{{SPACE}}}connection"))) == 5


def test_mermaid_is_given_no_more_than_it_takes_and_says_what_is_left_out(
    city: tuple[Landscape, Evaluation], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, evaluation = city
    monkeypatch.setattr(mermaid, "MOST_EDGES", 40)
    text = exchange_of(found, evaluation, Wanted(month=month_of(found)), "ja", "mermaid").decode()
    assert_mermaid(text)
    assert len(re.findall(r"\| p\d+$", text, re.MULTILINE)) == 40
    assert "本を省いた" in text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_landscape_gives_the_same_bytes(form: ExchangeForm) -> None:
    found = mixed_city()
    one, other = (exchange_of(found, mixed_plan(found), Wanted(month=MOVED), "en", form) for _ in range(2))
    assert one == other


def test_archimate_of_a_landscape_without_systems_or_blocks_has_no_empty_list() -> None:
    empty = landscape(systems=[], integrations=[], hubs=[])
    assert_archimate(exchange_of(empty, None, Wanted(), "ja", "archimate"))
    found = mixed_city()
    wanted = Wanted(month=MOVED, grouping="block")
    assert_archimate(exchange_of(found, mixed_plan(found), wanted, "en", "archimate"))
