"""`kakehashi slip` and `kakehashi robust`, from files to answers; the figures are derived in `tests.whatif.slips.test_simulation`."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.cli.command import kakehashi, write

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CITY, PLAN = EXAMPLES / "slips.yaml", EXAMPLES / "slips-plan.yaml"
FEW = ("--samples", "400", "--exact", "3")


def test_the_answer_says_end_cost_deadline_and_drivers() -> None:
    done = kakehashi("slip", CITY, PLAN, *FEW, "--lang", "en")
    assert (done.code, done.err) == (0, "")
    lines = " ".join(done.text.split())
    for part in (
        "Samples: 400 (seed 1)",
        "Last move: planned 2025-04",
        "Probability that every deadline is kept:",
        "In 3 samples solved exactly, choosing the ways anew saves 0.0",
        "misses its deadline",
        "vendor-a +0 / +2 2025-04 2025-06 44 50",
        "keep legacy jumin vendor-b 2 100.0 % 2",
    ):
        assert part in lines, part
    assert "すべての期限に間に合う確率" in kakehashi("slip", CITY, PLAN, *FEW).text


def test_the_data_add_up() -> None:
    answer = kakehashi("slip", CITY, PLAN, *FEW, "-f", "json").json
    assert sum(answer["end"]["months"].values()) == answer["samples"] == 400
    late = answer["end"]["months"]["2025-06"]
    assert answer["in_time"] == answer["unbroken"] == pytest.approx(1 - late / 400)
    assert answer["cost"]["total"]["mean"] == pytest.approx(44 + 6 * late / 400)
    assert answer["planned_cost"]["total"] == 44
    assert [rule["samples"] for rule in answer["rules"]] == [late]
    assert answer["rules"][0]["file"].endswith("slips.yaml")
    assert len(answer["fan"]["months"]) == len(answer["fan"]["moved"]["q50"]) == 6
    assert answer["driving"]["vendors"][0]["vendor"] == "vendor-a"


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    one, again, other = (
        kakehashi("slip", CITY, PLAN, *FEW, "-f", "json", "--seed", seed).out for seed in ("5", "5", "6")
    )
    assert one == again
    assert one != other


@pytest.mark.parametrize(
    "arguments",
    [("--samples", "0"), ("--samples", "100001"), ("--exact", "-1"), ("--seed", "-1"), ("--seed", "x")],
)
def test_figures_out_of_range_are_refused(arguments: tuple[str, str]) -> None:
    assert kakehashi("slip", CITY, PLAN, *arguments).code == 2


def test_a_plan_that_has_no_cost_is_told_with_its_reason(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan.yaml", {"moves": {"jumin.shift": "2025-02"}})
    done = kakehashi("slip", CITY, plan)
    assert done.code == 1
    assert "[move_missing]" in done.err


def test_a_plan_that_breaks_a_rule_slips_too_and_ends_with_1(tmp_path: Path) -> None:
    plan = write(tmp_path / "plan.yaml", {"moves": {"jumin.shift": "2025-02", "zei.shift": "2025-06"}})
    done = kakehashi("slip", CITY, plan, *FEW, "-f", "json")
    assert (done.code, done.json["in_time"]) == (1, 0)


def test_a_landscape_without_moves_has_nothing_that_could_slip(tmp_path: Path) -> None:
    document = yaml.safe_load(CITY.read_text(encoding="utf-8"))
    for system in document["systems"]:
        del system["moves"]
    city, plan = write(tmp_path / "city.yaml", document), write(tmp_path / "plan.yaml", {"moves": {}})
    for command in (("slip", city, plan), ("robust", city, plan)):
        done = kakehashi(*command)
        assert done.code == 2
        assert "[nothing_slips]" in done.err


def test_what_is_wrong_with_landscape_and_plans_is_said_at_once(tmp_path: Path) -> None:
    one, other = (write(tmp_path / name, {"months": {}}) for name in ("one.yaml", "other.yaml"))
    done = kakehashi("robust", CITY, one, other)
    assert done.code == 2
    assert "one.yaml" in done.err
    assert "other.yaml" in done.err


def test_plans_and_the_optimum_stand_side_by_side_under_the_same_slips() -> None:
    asked = "robust", CITY, PLAN, "--optimum", "--samples", "400"
    answer = kakehashi(*asked, "-f", "json").json
    by_id = {plan["id"]: plan for plan in answer["plans"]}
    assert set(by_id) == {str(PLAN), "optimum"}
    assert by_id["optimum"]["planned_cost"] < by_id[str(PLAN)]["planned_cost"] == 44
    assert answer["best"]["expected_cost"] == ["optimum"]
    assert by_id["optimum"]["regret"]["most"] == 0
    assert "遅れに強い計画" in kakehashi(*asked).text
    table = kakehashi(*asked, "-f", "csv", "--lang", "en").text
    assert table.count("\r\n") == 3


def test_without_a_name_all_patterns_and_the_optimum_are_compared(tmp_path: Path) -> None:
    done = kakehashi("robust", CITY, "--samples", "50", "-f", "json")
    assert done.code == 0
    # No system has a block: the built-in patterns cannot be asked of this city.
    assert [plan["id"] for plan in done.json["plans"]] == ["optimum"]
    assert {plan["id"] for plan in done.json["left_out"]} == {"p1", "p2", "p3a", "p3b", "p4"}


def test_what_is_only_bounded_from_below_is_said(tmp_path: Path) -> None:
    document = yaml.safe_load(CITY.read_text(encoding="utf-8"))
    document["landscape"] |= {"costs": {"session": 3}, "tests": {"main_routes": 1}}
    city = write(tmp_path / "city.yaml", document)
    answer = kakehashi("slip", city, PLAN, *FEW, "-f", "json").json
    # Two months with one case each, so that the bound is what they cost.
    assert answer["bounded_below"] == ["test", "session"]
    assert answer["planned_cost"]["session"] == 6
    assert answer["resolved"]["kept"] == answer["resolved"]["counted"]
    assert "連携テスト、テスト会合は下限です" in kakehashi("slip", city, PLAN, *FEW).text


def test_links_that_cannot_be_carried_are_named(tmp_path: Path) -> None:
    document = yaml.safe_load(CITY.read_text(encoding="utf-8"))
    document["bridges"][0]["vendor"] = "vendor-b"
    document["vendors"][1]["slip"] = {"table": {"0": 1, "3": 1}}
    done = kakehashi("slip", write(tmp_path / "city.yaml", document), PLAN, *FEW, "--lang", "en")
    assert done.code == 0
    lines = " ".join(done.text.split())
    assert "some link cannot be carried: they have no cost" in lines
    assert "juki-zei/00/jumin/zei" in lines


@pytest.mark.requires_dot
@pytest.mark.parametrize(
    ("language", "words"), [("ja", "動いている過渡期連携"), ("en", "Bridges that stand")]
)
def test_the_picture_has_fan_and_tornado(language: str, words: str) -> None:
    done = kakehashi("slip", CITY, PLAN, *FEW, "-f", "svg", "--lang", language)
    assert done.code == 0
    for part in (words, "2025-06", "44", "ベンダA", "+6"):
        assert part in done.text, part


@pytest.mark.requires_dot
def test_the_picture_is_drawn_where_nothing_slips_and_where_nothing_can_be_carried(tmp_path: Path) -> None:
    document = yaml.safe_load(CITY.read_text(encoding="utf-8"))
    del document["vendors"][0]["slip"]
    still = kakehashi(
        "slip", write(tmp_path / "still.yaml", document), PLAN, *FEW, "-f", "svg", "--lang", "en"
    )
    assert "no vendor slips" in still.text
    document["vendors"][1]["slip"] = {"triangular": [3, 3, 3]}
    document["bridges"][0]["vendor"] = "vendor-b"
    stuck = kakehashi(
        "slip", write(tmp_path / "stuck.yaml", document), PLAN, *FEW, "-f", "svg", "--lang", "en"
    )
    assert "a link cannot be carried" in stuck.text
