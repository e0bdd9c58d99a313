"""`kakehashi why`: a change of a plan, or the alternatives of its moves, from files to answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import kakehashi, small_landscape, small_plan
from tests.order.why.small import CITY


def files(folder: Path, **sections: Any) -> tuple[Path, Path]:
    """The small city of `tests.order.why.small` and its plan: jumin in 2025-02, zeimu in 2025-04."""
    return small_landscape(folder, **CITY, **sections), small_plan(folder)


def test_a_change_is_told_with_its_amount_its_causes_and_its_items(tmp_path: Path) -> None:
    done = kakehashi("why", *files(tmp_path), "--try", "zeimu.shift=2025-06")
    assert (done.code, done.err) == (0, "")
    for line in (
        "税務（zeimu）の shift: 2025-04 → 2025-06",
        "費用: 49 → 79、差 +30 人日(どちらも最少であることを証明済み)",
        "過渡期連携の差: +4",
        "環境の差: +20",
        "遅延の差: +6",
        "001o001/00/jumin/zeimu 2025-02–2025-03(2 か月) → 2025-02–2025-05(4 か月)",
    ):
        assert line in " ".join(done.text.split()).replace("– ", "–"), line
    english = kakehashi("why", *files(tmp_path), "--try", "zeimu.shift=2025-06", "--lang", "en").text
    assert "use of environment office lasts 2 month(s) longer (+20)" in " ".join(english.split())


def test_the_data_of_a_change_hold_every_link_and_add_up(tmp_path: Path) -> None:
    done = kakehashi(
        "why", *files(tmp_path), "--try", "zeimu.shift=2025-02,jumin.shift=2025-02", "-f", "json"
    )
    answer = done.json
    assert answer["changes"] == {"zeimu.shift": {"before": "2025-04", "after": "2025-02"}}
    assert answer["difference"]["total"] == -38
    for part, items in answer["items"].items():
        assert sum(item["difference"] for item in items) == answer["difference"][part]
    (bridge,) = answer["items"]["bridge"]
    assert bridge["bridge"] == "keep_legacy|jumin|va"
    assert bridge["serves"] == [
        {"integration": "001o001/00/jumin/zeimu", "before": ["2025-02", "2025-03"], "after": []}
    ]
    assert (answer["proven"], answer["range"]) == (True, [-38, -38])


def test_a_change_that_breaks_a_rule_says_so_first_with_its_place_and_ends_with_1(tmp_path: Path) -> None:
    ruled = files(tmp_path, rules=[{"before": "jumin.shift", "after": "zeimu.shift"}])
    done = kakehashi("why", *ruled, "--try", "zeimu.shift=2025-02")
    assert done.code == 1
    assert "landscape.yaml:" in done.text
    assert done.text.index("[before]") < done.text.index("費用: 49 → 11")
    (broken,) = kakehashi("why", *ruled, "--try", "zeimu.shift=2025-02", "-f", "json").json["violations"]
    assert (broken["code"], broken["place"]["file"].endswith("landscape.yaml")) == ("before", True)


def test_a_change_without_figures_says_why(tmp_path: Path) -> None:
    slow = {**CITY, "bridges": [{"kind": "keep_legacy", "lead_months": 2}]}
    plan = small_plan(tmp_path, jumin="2025-03")
    done = kakehashi(
        "why", small_landscape(tmp_path, **slow), plan, "--try", "jumin.shift=2025-02", "--lang", "en"
    )
    assert done.code == 1
    assert "[unserved_demand]" in done.text
    assert "Difference in cost: none (the plan after the change:" in done.text
    data = kakehashi(
        "why", small_landscape(tmp_path, **slow), plan, "--try", "jumin.shift=2025-02", "-f", "json"
    ).json
    assert (data["difference"], data["range"], data["items"], data["after"]["cost"]) == (None, None, {}, None)


def test_alternatives_stand_under_their_move_in_sentences(tmp_path: Path) -> None:
    ruled = files(tmp_path, rules=[{"blackout": ["2025-05"], "reason": "当初課税"}])
    done = kakehashi("why", *ruled)
    data = kakehashi("why", *ruled, "-f", "json").json
    sentences = [found["sentence"]["ja"] for move in data["moves"] for found in move["alternatives"]]
    assert done.code == 0
    assert sentences[1] == (
        "住民記録（jumin）の shift を 2025-03 にすると -2 人日: "
        "過渡期連携「現行連携の維持」住民記録（jumin）が 1 か月短くなる(-2)。"
    )
    assert sentences[3].startswith("税務（zeimu）の shift を 2025-06 にすると +30 人日: ")
    assert " 2025-05 にはできません: [blackout] " in sentences[3]
    told = "".join(done.text.split())
    assert all("".join(sentence.split()) in told for sentence in sentences)
    assert "この計画は最適ではありません" in told
    later = data["moves"][1]["alternatives"][1]
    assert (later["kind"], later["changes"], later["difference"]["difference"]["total"]) == (
        "later", {"zeimu.shift": "2025-06"}, 30,
    )  # fmt: skip
    assert [finding["code"] for finding in later["forbidden"]] == ["blackout"]
    assert (data["left_out"], data["stopped_by"]) == ([], None)


def test_one_move_may_be_asked_about_and_what_is_left_out_is_said(tmp_path: Path) -> None:
    only = kakehashi("why", *files(tmp_path), "--move", "zeimu.shift", "-f", "json").json
    assert [move["moves"] for move in only["moves"]] == [["zeimu.shift"]]
    none = kakehashi("why", *files(tmp_path), "--time-limit", "0")
    assert none.code == 0
    assert "調べていない移行(2 件)" in none.text


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    arguments = ("why", *files(tmp_path), "-f", "json")
    assert kakehashi(*arguments).out == kakehashi(*arguments).out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--try", "kaigo.shift=2025-03"], "unknown_move"),
        (["--try", "jumin.shift=2031-03"], "outside_horizon"),
        (["--try", "jumin.shift=soon"], "not_a_month"),
        (["--try", "jumin.shift"], "not_a_change"),
        (["--try", ""], "not_a_change"),
        (["--try", "\x1b[31m=2025-01"], "unknown_move"),
        (["--move", "x"], "unknown_move"),
        (["--move", "jumin.shift", "--try", "jumin.shift=2025-03"], "try_or_move"),
    ],
)
def test_a_wrong_question_is_refused(arguments: list[str], code: str, tmp_path: Path) -> None:
    done = kakehashi("why", *files(tmp_path), *arguments)
    assert (done.code, done.out) == (2, b"")
    assert f"[{code}]" in done.err
    assert "\x1b" not in done.err
    assert "Traceback" not in done.err


def test_a_plan_without_a_cost_has_no_reasons_but_its_violations(tmp_path: Path) -> None:
    landscape, _ = files(tmp_path)
    plan = small_plan(tmp_path, jumin="2031-01")
    done = kakehashi("why", landscape, plan)
    assert (done.code, done.out) == (1, b"")
    assert "[out_of_horizon]" in done.err
    mended = kakehashi("why", landscape, plan, "--try", "jumin.shift=2025-02")
    assert mended.code == 0
    assert "変更前の計画だけにある違反" in mended.text
