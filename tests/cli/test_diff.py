"""`kakehashi diff`: two answers from files to a report, data that keep their schema, and a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from analyzer.resources import schemas_folder
from tests.cli.command import kakehashi, small_landscape, small_plan, write

SCHEMA = json.loads((schemas_folder() / "answer-difference.schema.json").read_text(encoding="utf-8"))
CATALOGUE = [{"kind": "keep_legacy", "setup": 3, "per_month": 2}]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return small_landscape(tmp_path, bridges=CATALOGUE)


@pytest.fixture
def plans(tmp_path: Path, city: Path) -> tuple[Path, Path]:
    """The answer where zeimu moves in 2025-04, and a short plan where it does in 2025-06."""
    short = small_plan(tmp_path)
    answer = tmp_path / "answer.json"
    kakehashi("evaluate", city, short, "-f", "json", "-o", answer)
    later = write(tmp_path / "later.yaml", {"moves": {"jumin.shift": "2025-02", "zeimu.shift": "2025-06"}})
    return answer, later


def data(*arguments: object) -> Any:
    done = kakehashi("diff", *arguments, "-f", "json")
    assert done.code == 0, done.err
    Draft202012Validator(SCHEMA).validate(done.json)
    return done.json


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_report_tells_figures_then_every_change_with_its_sign(
    city: Path, plans: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    done = kakehashi("diff", city, *plans)
    assert (done.code, done.err) == (0, "")
    told = flat(done.text)
    for line in (
        "移行 ≠1、過渡期連携 ≠1、休止 変わらず、連携テスト ≠1、運び方の変わる連携 1",
        "合計 9 13 +4",
        "≠ 移動 税務（zeimu）の shift 2025-04 2025-06 +2",
        "≠ 延長 現行連携の維持 ・ 住民記録（jumin） ・ ベンダA（va） 2025-02–2025-03(2 か月) 2025-02–2025-05(4 か月) 7 11",
        "≠ 変更 001o001/00/jumin/zeimu 住民情報 そのまま連携 現行連携の維持 2025-04–2025-05",
    ):
        assert line in told, line
    english = flat(kakehashi("diff", city, *plans, "--lang", "en").text)
    assert "≠ moved zeimu.shift 2025-04 2025-06 +2" in english
    back = flat(kakehashi("diff", city, *plans[::-1]).text)
    assert "≠ 短縮 現行連携の維持" in back


def test_the_data_keep_their_schema_and_say_the_same(city: Path, plans: tuple[Path, Path]) -> None:
    answer = data(city, *plans)
    assert answer["counts"] == {
        "moves": {"moved": 1}, "bridges": {"longer": 1}, "suspended": {}, "tests": {"moved": 1}, "links": 1,
    }  # fmt: skip
    assert answer["costs"]["total"] == {"before": 9, "after": 13, "difference": 4}
    assert answer["figures"]["end"] == {"before": "2025-04", "after": "2025-06", "difference": 2}
    assert answer["links"][0]["runs"] == [
        {
            "from": "2025-04", "until": "2025-05", "change": "changed",
            "before": {"way": "native", "bridge": None, "hub": None, "end": None},
            "after": {"way": "keep_legacy", "bridge": "keep_legacy|jumin|va", "hub": None, "end": "source"},
        }
    ]  # fmt: skip
    assert not answer["same"]


def test_csv_gives_every_change_as_a_row(city: Path, plans: tuple[Path, Path]) -> None:
    rows = kakehashi("diff", city, *plans, "-f", "csv").out.decode("utf-8-sig").splitlines()
    assert rows[0] == "区分,変化,内容,前,後,年月"
    assert "移行の年月,≠ 移動,税務（zeimu）の shift,2025-04,2025-06," in rows


def test_an_answer_does_not_differ_from_itself(city: Path, plans: tuple[Path, Path]) -> None:
    assert "違いはありません。" in kakehashi("diff", city, plans[0], plans[0]).text
    assert data(city, plans[0], plans[0])["same"]


def test_an_answer_that_breaks_a_rule_is_no_error_of_the_question(tmp_path: Path) -> None:
    city = small_landscape(tmp_path, rules=[{"before": "jumin.shift", "after": "zeimu.shift", "gap": 3}])
    plan = small_plan(tmp_path)
    late = write(tmp_path / "late.yaml", {"moves": {"jumin.shift": "2025-02", "zeimu.shift": "2025-05"}})
    done = kakehashi("diff", city, late, plan)
    assert done.code == 0
    assert "後の答えだけにある違反(1 件)" in done.text
    assert "landscape.yaml:" in done.text
    assert [v["code"] for v in data(city, plan, late)["violations"]["gone"]] == ["before"]


def test_an_answer_without_a_cost_tells_nothing_of_bridges(city: Path, tmp_path: Path) -> None:
    plan, unfit = small_plan(tmp_path), write(tmp_path / "unfit.yaml", {"moves": {"jumin.shift": "2025-02"}})
    answer = data(city, plan, unfit)
    assert (answer["bridges"], answer["tests"], answer["costs"]["total"]["after"]) == ([], [], None)
    assert [(m["move"], m["change"]) for m in answer["moves"]] == [("zeimu.shift", "gone")]
    assert "過渡期連携とテストは比べられません" in kakehashi("diff", city, plan, unfit).text


def test_answers_of_two_landscapes_are_told_apart_and_compared_with_both(
    city: Path, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    dear = small_landscape(tmp_path / "other", bridges=[{**CATALOGUE[0], "per_month": 5}])
    answer = tmp_path / "dear.json"
    kakehashi("evaluate", dear, plans[1], "-f", "json", "-o", answer)
    warned = kakehashi("diff", city, plans[0], answer)
    assert (warned.code, "--after-landscape" in warned.err) == (0, True)
    assert not data(city, plans[0], answer)["after"]["known"]
    quiet = kakehashi("diff", city, plans[0], answer, "--after-landscape", dear)
    assert (quiet.code, quiet.err) == (0, "")
    (bridge,) = data(city, plans[0], answer, "--after-landscape", dear)["bridges"]
    assert (bridge["before"]["per_month"], bridge["after"]["per_month"]) == (2, 5)
    assert "月ごとの費用 2 → 5" in flat(quiet.text)


@pytest.mark.requires_dot
def test_a_picture_is_drawn_by_the_name_of_the_file(
    city: Path, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    for name, start in (("d.svg", b"<?xml"), ("d.png", b"\x89PNG"), ("d.pdf", b"%PDF")):
        file = tmp_path / name
        assert kakehashi("diff", city, *plans, "-o", file, "--month", "2025-05").code == 0
        assert file.read_bytes().startswith(start)
    assert kakehashi("diff", city, *plans, "-f", "dot", "--side", "before").text.startswith("digraph")


def test_what_is_wrong_is_said_of_all_files_at_once(tmp_path: Path, city: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.yaml"
    one.write_text('{"moves": {"jumin.shift": "soon"}, "cost": 3}', encoding="utf-8")
    two.write_text("moves: [\n", encoding="utf-8")
    (tmp_path / "no.yaml").write_text("schema_version: 9\n", encoding="utf-8")
    done = kakehashi("diff", tmp_path / "no.yaml", one, two)
    assert (done.code, done.out) == (2, b"")
    for file in ("no.yaml:", "one.json:1:", "two.yaml:"):
        assert file in done.err
    answers = [tmp_path / f"{name}.json" for name in "ab"]
    for answer in answers:
        answer.write_text('{"moves": {}, "bridges": 3, "cost": {}}', encoding="utf-8")
    both = kakehashi("diff", city, *answers)
    assert both.code == 2
    assert {f"{name}.json:" in both.err for name in "ab"} == {True}
    assert "Traceback" not in both.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--month", "2025-02"], "for_pictures_only"),
        (["--side", "before", "-f", "json"], "for_pictures_only"),
        (["--month", "2031-01", "-f", "dot"], "outside_horizon"),
        (["--month", "soon", "-f", "dot"], "not_a_month"),
    ],
)
def test_a_wrong_question_is_refused(
    arguments: list[str], code: str, city: Path, plans: tuple[Path, Path]
) -> None:
    done = kakehashi("diff", city, *plans, *arguments)
    assert (done.code, done.out) == (2, b"")
    assert f"[{code}]" in done.err


def test_standard_input_is_read_once(city: Path) -> None:
    assert "[stdin_twice]" in kakehashi("diff", city, "-", "-", stdin=b"moves: {}").err


@pytest.mark.parametrize("text", ["\u202e逆<b>", "?/?/?/?", "x" * 900])
def test_hostile_words_in_an_answer_are_only_words(
    text: str, city: Path, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    answer = json.loads(plans[0].read_text(encoding="utf-8"))
    served = [{"integration": text, "months": ["2025-03"]}]
    answer["bridges"][0] |= {
        "kind": text,
        "key": text,
        "system": text,
        "vendor": text,
        "hub": text,
        "serves": served,
    }
    answer["tests"][0] |= {"integration": text, "vendors": [text], "owners": [text]}
    answer["suspended"] = served
    answer["violations"] = [{"code": text, "message": text, "place": text}]
    answer["peaks"]["by_owner"] = {text: answer["peaks"]["by_vendor"]["va"]}
    hostile = tmp_path / "hostile.json"
    hostile.write_text(json.dumps(answer), encoding="utf-8")
    data(city, plans[1], hostile)
    for form in ("text", "csv", "dot"):
        done = kakehashi("diff", city, plans[1], hostile, "-f", form)
        assert (done.code, b"\x1b" in done.out) == (0, False)
        assert "Traceback" not in done.err
    month = kakehashi("diff", city, hostile, plans[1], "-f", "dot", "--month", "2025-03")
    assert month.code == 0


def test_a_plan_and_the_one_made_again_under_a_scenario_stand_side_by_side(
    city: Path, plans: tuple[Path, Path], tmp_path: Path
) -> None:
    """As docs/what-if.md shows: `changed`, `whatif --again`, `diff`."""
    late = [{"id": "late", "name": "遅れ", "changes": [{"delay": {"move": "zeimu.shift", "months": 2}}]}]
    scenarios = write(tmp_path / "scenarios.yaml", {"schema_version": 1, "scenarios": late})
    other, again = tmp_path / "late.yaml", tmp_path / "again.json"
    assert kakehashi("changed", city, scenarios, "--scenario", "late", "-o", other).code == 0
    asked = ("--scenarios", scenarios, "--again", "--keep", "2", "-f", "json", "-o", again)
    assert kakehashi("whatif", city, plans[0], *asked).code == 0
    done = kakehashi("diff", city, plans[0], again, "--after-landscape", other)
    assert (done.code, done.err) == (0, "")
    answer = data(city, plans[0], again, "--after-landscape", other)
    assert answer["after"]["known"]
    moved = {move["move"]: move["after"] for move in answer["moves"]}
    assert moved == json.loads(again.read_text(encoding="utf-8"))["moves"] | moved
