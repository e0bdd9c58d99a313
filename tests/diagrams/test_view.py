"""What a picture says: the view, before Graphviz."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from analyzer.diagrams.boxes import MOST_DRAWN_OF_MANY
from analyzer.diagrams.landscape_view import landscape_view
from analyzer.diagrams.moment import moment_of
from analyzer.diagrams.views import View
from analyzer.errors import InputError
from analyzer.evaluation import Evaluation, evaluate_plan
from analyzer.graph.states import realization_state
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from tests.builders import landscape, link, system
from tests.diagrams.pictures import MOVED, generated, mixed_city, mixed_plan


def view_of(city: Landscape, evaluation: Evaluation | None = None, month: Month | None = None) -> View:
    return landscape_view(moment_of(city, month, evaluation), "environment", "ja")


def boxes_by_name(view: View) -> dict[str, str]:
    return {node.lines[0]: node.id for group in view.groups for node in group.nodes}


def test_a_plan_gives_the_forms_and_the_manner_of_every_link_in_the_month() -> None:
    city = mixed_city()
    moment = moment_of(city, MOVED, mixed_plan(city))
    manners = {link.integration.key.id: (link.manner, link.way, link.hub) for link in moment.links}
    assert manners == {
        "001": ("mixed", "keep_legacy", "master"),
        "002": ("mixed", "keep_legacy", None),
        "003": ("suspended", None, None),
        "004": ("internal", None, None),
        "005": ("native", None, None),
        "006": ("absent", None, None),
        "007": ("unknown", None, None),
    }
    assert [link.integration.key.id for link in moment.links if link.lost] == ["006"]
    assert dict(moment.forms) == {"inkan": 1, "jumin": 1, "print": 0, "zeimu": 0}


def test_a_system_stands_in_the_frame_of_its_form_and_is_marked_once_it_has_moved() -> None:
    city = mixed_city()
    view = view_of(city, mixed_plan(city), MOVED)
    frames = {group.label: {node.lines[0] for node in group.nodes} for group in view.groups}
    assert frames["ガバメントクラウド（2 システム）"] == {"住民記録", "印鑑登録"}
    assert frames["庁内（2 システム）"] == {"税務", "印刷"}
    assert frames["庁内（ハブ）"] == {"連携用マスタ"}
    nodes = {node.lines[0]: node for group in view.groups for node in group.nodes}
    assert [name for name in ("住民記録", "印鑑登録", "税務", "印刷") if nodes[name].moved] == [
        "住民記録",
        "印鑑登録",
    ]
    assert (nodes["住民記録"].shade, nodes["税務"].shade) == (1.0, 0.0)
    assert nodes["印刷"].kind == "external"


def test_of_a_link_via_a_hub_only_the_bridged_leg_is_drawn_as_a_bridge() -> None:
    city = mixed_city()
    view = view_of(city, mixed_plan(city), MOVED)
    ids = boxes_by_name(view)
    legs = {
        frozenset((e.tail, e.head)): (e.kind, e.label)
        for e in view.edges
        if ids["連携用マスタ"] in (e.tail, e.head)
    }
    assert legs == {
        frozenset((ids["住民記録"], ids["連携用マスタ"])): ("mixed", "現行維持 1"),
        frozenset((ids["税務"], ids["連携用マスタ"])): ("native", "1(混1)"),
    }


def test_suspended_lost_and_unknown_links_are_marked() -> None:
    city = mixed_city()
    labels = {edge.kind: edge.label for edge in view_of(city, mixed_plan(city), MOVED).edges}
    assert labels["suspended"] == "休止 1"
    assert labels["lost"] == "欠落 1"
    assert labels["unknown"] == "1"


def test_without_a_plan_mixed_links_go_on_by_their_existing_bridge_or_as_they_are() -> None:
    city = landscape(
        systems=[system("a"), system("b", current={"generation": "standard"})],
        integrations=[link("001", "a", "b"), link("002", "a", "b")],
        existing_bridges=[{"kind": "keep_legacy", "system": "b", "serves": ["001/00"]}],
    )
    moment = moment_of(city, None, None)
    assert [link.way for link in moment.links] == ["keep_legacy", "as_is"]
    assert dict(moment.bridges) == {"keep_legacy": 1, "as_is": 1}


def test_a_plan_that_nothing_can_serve_is_drawn_with_the_missing_ways_named() -> None:
    city = landscape(bridges=[])
    evaluation = mixed_plan_of_small(city)
    assert evaluation.assessment is None
    labels = [edge.label for edge in view_of(city, evaluation, MOVED).edges]
    assert labels == ["手段なし 1"]


def mixed_plan_of_small(city: Landscape) -> Evaluation:
    first, second = (move for move in sorted((s.id, s.moves[0].id) for s in city.systems.values()))
    return evaluate_plan(city, {MoveRef(*first): MOVED, MoveRef(*second): Month.parse("2025-06")})


def test_a_month_outside_the_horizon_is_an_error_with_its_sentence() -> None:
    with pytest.raises(InputError) as error:
        moment_of(landscape(), Month.parse("2030-01"), None)
    assert [finding.code for finding in error.value.findings] == ["month_outside_horizon"]


def test_the_legend_counts_what_the_month_holds() -> None:
    city, moves = generated(34, 600, 24, 8, 8)
    evaluation = evaluate_plan(city, moves)
    assert evaluation.schedule is not None
    assert evaluation.assessment is not None
    index = 13
    counts: Counter[str] = Counter()
    for integration in city.integrations.values():
        source, target = integration.key.source, integration.key.target
        forms = [evaluation.schedule.form(s, index) if s else None for s in (source, target)]
        counts[realization_state(integration, forms[0], forms[1], city.generations).state] += 1
    suspended = sum(index in months for months in evaluation.assessment.suspended.values())
    standing = sum(index in bridge.months for bridge in evaluation.assessment.bridges)
    view = view_of(city, evaluation, city.horizon.first + index)
    links = next(row for row in view.legend.rows if row.startswith("連携 600"))
    figures = {
        name: int(n)
        for name, n in re.findall(r"(そのまま|混在|同一パッケージ内|なし|休止|相手不明) (\d+)", links)
    }
    assert counts["mixed"] > 0
    assert figures == {
        "そのまま": counts["native"],
        "混在": counts["mixed"] - suspended,
        "同一パッケージ内": counts["internal"],
        "なし": counts["absent"],
        "休止": suspended,
        "相手不明": counts["unknown"],
    }
    moved = sum(evaluation.schedule.form_index(s, index) > 0 for s in city.systems)
    assert f"システム 34（移行済み {moved}）" in view.legend.rows
    assert any(row.startswith(f"立っている過渡期連携 {standing}（") for row in view.legend.rows)


def test_six_hundred_links_of_a_city_become_some_hundred_lines() -> None:
    city, moves = generated(34, 600, 24, 8, 8)
    view = view_of(city, evaluate_plan(city, moves), city.horizon.first + 13)
    assert sum(len(group.nodes) for group in view.groups) == 34 + len(city.hubs)
    assert len(view.edges) <= 120
    assert any("直接の連携" in row for row in view.legend.rows)


def test_of_many_systems_only_those_with_most_mixed_links_have_a_box() -> None:
    city, moves = generated(80, 300, 12, 4, 8)
    view = view_of(city, evaluate_plan(city, moves), city.horizon.first + 6)
    nodes = [node for group in view.groups for node in group.nodes]
    own = [node for node in nodes if node.kind in ("system", "external")]
    folded = [int(m[1]) for n in nodes if (m := re.fullmatch(r"ほか (\d+) システム", n.lines[0]))]
    assert len(own) == MOST_DRAWN_OF_MANY
    assert len(own) + sum(folded) == 80
    assert any(f"他の {sum(folded)} システム" in row for row in view.legend.rows)
    assert any("線を省いた" in row for row in view.legend.rows)


def test_a_landscape_without_systems_and_links_has_a_legend_all_the_same() -> None:
    view = view_of(landscape(systems=[], integrations=[], hubs=[]))
    assert view.groups == ()
    assert "システム 0（移行済み 0）" in view.legend.rows
