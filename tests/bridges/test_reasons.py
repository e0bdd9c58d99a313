"""The sentence that says why each bridge is needed and what ends it, in both languages.

The horizon is January to June 2025; a of va shifts in March, b of vb in May unless said otherwise.
"""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.bridges.reasons import reason_of
from analyzer.evaluation import evaluate_plan
from analyzer.landscape.model import Landscape, Move, NeedsLine
from analyzer.messages import Text
from tests.oracles.small import (
    A_AND_B,
    form,
    hub,
    landscape,
    line,
    link,
    offer,
    plan,
    shifting,
    staying,
    system,
)


def reason(given: Landscape, **when: int) -> Text:
    """Why there is the one bridge of the answer."""
    assessment = evaluate_plan(given, plan(**when)).assessment
    assert assessment is not None
    (standing,) = assessment.bridges
    return reason_of(assessment.carriage.demands, standing)


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("keep_legacy", {}, "a（a）が先に新しくなるため、現行の連携機能を維持します",
     "a moves ahead of its partners and keeps its legacy interfaces"),
    ("early_standard", {}, "相手が先に新しくなるため、b（b）が標準の連携機能を先に用意します",
     "Partners have moved ahead, so b offers the standard interfaces early"),
    ("write_back", {"write_back": True}, "新しいa（a）のデータをmaster（master）へ書き戻し、未移行のシステムはそのままにします",
     "The new a writes its data back into master, so that unmoved systems stay as they are"),
    ("convert", {"converts": True}, "連携 001o001/00/a/b の両端の世代が違うため、master（master）で変換します",
     "The ends of 001o001/00/a/b are of different generations; master converts between them"),
    ("manual", {}, "連携 001o001/00/a/b を媒体・手作業で受け渡します",
     "001o001/00/a/b is handed over by hand or on media"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "able", "ja", "en"), CASES, ids=[kind for kind, *_ in CASES])
def test_each_kind_says_which_system_needs_what_until_which_cutover(
    kind: Any, able: dict[str, Any], ja: str, en: str
) -> None:
    given = landscape(
        A_AND_B,
        [link("a", "b", legacy="master")],
        hubs=[hub(**able)],
        catalogue=(offer(kind, 5),),
    )
    assert reason(given, a=3, b=5) == Text(
        f"{ja}。2025-03 から 2025-04 まで連携 1 件のために必要です。bの切替で不要になります。",
        f"{en}. Needed by 1 link from 2025-03 to 2025-04. The cutover of b ends it.",
    )


def test_read_through_names_the_reader_and_the_hub() -> None:
    given = landscape(
        A_AND_B,
        [link("b", "a", legacy="master")],
        hubs=[hub(read_through=True)],
        catalogue=(offer("read_through", 5),),
    )
    assert reason(given, a=3, b=5) == Text(
        "新しいa（a）がmaster（master）から従来どおりのデータを読み出します。2025-03 から 2025-04 まで連携 1 件のために必要です。bの切替で不要になります。",
        "The new a reads the data of unmoved systems through master. Needed by 1 link from 2025-03 to 2025-04. The cutover of b ends it.",
    )


def test_a_bridge_of_a_vendor_names_the_vendor_and_counts_its_links() -> None:
    given = landscape(
        [shifting("a"), shifting("c"), shifting("b", "vb")],
        [link("a", "b"), link("c", "b")],
        catalogue=(offer("keep_legacy", 5, per="vendor"),),
    )
    assert reason(given, a=3, c=3, b=5) == Text(
        "ベンダ vaの各システムが先に新しくなるため、現行の連携機能を維持します。2025-03 から 2025-04 まで連携 2 件のために必要です。bの切替で不要になります。",
        "Vendor va moves ahead of its partners and keeps its legacy interfaces. Needed by 2 links from 2025-03 to 2025-04. The cutover of b ends it.",
    )


def test_a_bridge_that_still_serves_in_the_last_month_is_permanent_and_says_what_it_costs_a_month() -> None:
    given = landscape(
        [shifting("a"), staying("b")], [link("a", "b")], catalogue=(offer("keep_legacy", 5, 0, 3),)
    )
    said = reason(given, a=3)
    assert said.ja.endswith("恒久的な連携です（以後 毎月 3）。")
    assert said.en.endswith(
        "from 2025-03 to 2025-06. It still serves in the last month: a permanent one (then 3 a month)."
    )


def test_what_is_mixed_today_and_nobody_wrote_down_is_a_question_to_its_vendors() -> None:
    said = reason(landscape([staying("a", "standard"), shifting("b")], [link("a", "b")]), b=5)
    assert said.ja.startswith(
        "連携 001o001/00/a/b は現状で世代が混在していますが、運び方が記録されていません。"
    )
    assert "ask its vendors. Needed by 1 link from 2025-01 to 2025-04. The cutover of b ends it." in said.en


def test_a_relay_names_both_environments_and_ends_when_a_line_opens() -> None:
    # Both at legacy, a in the office and b in the cloud; the line opens in April.
    systems = [staying("a"), system("b", form(environment="cloud"))]
    given = landscape(systems, [link("a", "b")], lines=(line(4),), catalogue=(offer("relay", 2),))
    assert reason(given) == Text(
        "cloudとofficeを結ぶ回線がまだ（もう）ないため、中継します。2025-01 から 2025-03 まで連携 1 件のために必要です。2025-04 から別の方法で運ばれるか、回線が開通します。",
        "No open line joins cloud and office, so a relay does. Needed by 1 link from 2025-01 to 2025-03. From 2025-04 on its links are carried otherwise, or a line is open.",
    )


def test_a_relay_for_a_move_names_the_move() -> None:
    move = Move("m1", form("standard"), needs_line=NeedsLine(("office", "cloud"), 2))
    given = landscape([shifting("a", moves=[move])], lines=(), catalogue=(offer("relay", 2, 0, 1),))
    assessment = evaluate_plan(given, plan(a=4)).assessment
    assert assessment is not None
    # February and March, the two months before April: 2 + 2 × 1.
    assert assessment.cost.bridge == 4
    said = reason(given, a=4)
    assert "2025-02 から 2025-03 まで移行 a.m1 の事前作業のために" in said.ja
    assert "Needed by the preparation of a.m1 from 2025-02 to 2025-03." in said.en


def test_a_relay_for_links_and_a_move_names_both() -> None:
    # The link from the office to the cloud wants the relay in every month, a's move in March wants it in February too.
    move = Move("m1", form("standard"), needs_line=NeedsLine(("office", "cloud"), 1))
    systems = [shifting("a", moves=[move]), staying("c"), system("d", form(environment="cloud"))]
    given = landscape(systems, [link("c", "d")], lines=(), catalogue=(offer("relay", 2, 0, 1),))
    said = reason(given, a=3)
    assert "連携 1 件と移行 a.m1 の事前作業のために" in said.ja
    assert "Needed by 1 link and the preparation of a.m1 from 2025-01 to 2025-06." in said.en
