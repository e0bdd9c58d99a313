"""optimize and compare: answers, limits, wrong names, interruption. A search through all plans stands for the optimizer."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from analyzer import usecases
from analyzer.cli.progress import ProgressLine
from analyzer.cli.session import Session
from analyzer.landscape.model import Landscape, Pattern
from analyzer.messages import Text
from analyzer.order.desk import Progress
from analyzer.order.ordering import Ordering
from tests.builders import link, move, system
from tests.cli import command
from tests.cli.command import kakehashi, small_plan, write
from tests.order.exhaustive import optimize_plan

CONTRADICTION = [
    {"fixed": {"zeimu.shift": "2025-02"}},
    {"before": "jumin.shift", "after": "zeimu.shift", "gap": 2},
]


def small_landscape(folder: Path, **overrides: Any) -> Path:
    """Of four months: every plan is soon tried."""
    horizon = {"horizon": {"first": "2025-01", "last": "2025-04"}}
    return command.small_landscape(folder, landscape=horizon, **overrides)


@pytest.fixture(autouse=True)
def _every_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usecases.ordering, "optimizer", lambda *_: optimize_plan)
    monkeypatch.setenv("COLUMNS", "120")  # whoever runs the tests may have a narrow screen


@pytest.fixture
def landscape(tmp_path: Path) -> Path:
    return small_landscape(tmp_path)


def interrupted(best: bool) -> Any:
    """An optimizer that somebody stops with Ctrl-C, with a plan or before there is one."""

    def optimizer(where: Landscape, *, pattern: Pattern | None = None, **_: Any) -> Ordering:
        evaluation = optimize_plan(where, pattern=pattern).evaluation if best else None
        status: Any = "feasible" if best else "unknown"
        return Ordering(where, pattern, status, evaluation, 0, "nothing", stopped_by="interrupt")

    return optimizer


# --- optimize ---


def test_a_change_of_the_plan_found_is_told_beside_it_as_why_tells_it(
    landscape: Path, tmp_path: Path
) -> None:
    change = ("--try", "zeimu.shift=2025-03", "--try", "jumin.shift=2025-02")
    done = kakehashi("optimize", landscape, *change, "--format", "json")
    answer = tmp_path / "answer.json"
    answer.write_bytes(done.out)
    assert (done.code, done.err, done.json["status"]) == (0, "", "optimal")
    assert done.json["tried"] == kakehashi("why", landscape, answer, *change, "--format", "json").json
    assert done.json["tried"]["difference"]["total"] == 2
    assert kakehashi("verify", landscape, answer).code == 0
    assert kakehashi("evaluate", landscape, answer).code == 0
    text = kakehashi("optimize", landscape, *change).text
    for words in ("最適な計画", "税務（zeimu）の shift: 2025-01 → 2025-03", "差 +2", "費用の差"):
        assert words in text


def test_a_change_that_breaks_a_rule_names_it_and_ends_with_1(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=[{"together": ["jumin.shift", "zeimu.shift"]}])
    done = kakehashi("optimize", landscape, "--try", "zeimu.shift=2025-02", "--format", "json")
    assert (done.code, done.json["status"]) == (1, "optimal")
    assert [found["code"] for found in done.json["tried"]["violations"]] == ["together"]
    assert "[together]" in kakehashi("optimize", landscape, "--try", "zeimu.shift=2025-02").text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("zeimu.shfit=2025-02", "unknown_move"), ("zeimu.shift=2031-02", "outside_horizon"),
        ("zeimu.shift", "not_a_change"), ("=", "not_a_change"), ("zeimu.shift=soon", "not_a_month"),
    ],
)  # fmt: skip
def test_what_is_no_change_is_said_before_the_search(change: str, code: str, landscape: Path) -> None:
    done = kakehashi("optimize", landscape, "--try", change)
    assert (done.code, done.out) == (2, b"")
    assert f"[{code}]" in done.err


def test_without_a_plan_there_is_nothing_to_change(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=CONTRADICTION)
    done = kakehashi("optimize", landscape, "--try", "zeimu.shift=2025-02", "--format", "json")
    assert (done.code, "tried" in done.json) == (1, False)


def test_the_optimal_plan_is_an_answer_that_verify_accepts(landscape: Path, tmp_path: Path) -> None:
    answer = tmp_path / "answer.json"
    done = kakehashi("optimize", landscape, "--format", "json", "-o", answer)
    assert (done.code, done.out, done.err) == (0, b"", "")
    document = json.loads(answer.read_text(encoding="utf-8"))
    assert (document["status"], document["pattern"], document["cost"]["total"], document["bound"]) == (
        "optimal",
        None,
        1,
        1,
    )
    assert document["moves"] == {"jumin.shift": "2025-01", "zeimu.shift": "2025-01"}
    assert document["certificate"]["order"] == {
        "bound": 1, "source": "everything", "ties_proven": True, "proof": "branch_and_bound", "shares_bound": None,
    }  # fmt: skip
    assert kakehashi("verify", landscape, answer).code == 0
    assert kakehashi("evaluate", landscape, answer).code == 0


def test_a_plan_under_a_pattern_names_it_and_keeps_it(landscape: Path) -> None:
    document = kakehashi("optimize", landscape, "--pattern", "p3b", "--format", "json").json
    assert (document["pattern"], document["cost"]["total"]) == ("p3b", 3)
    assert document["moves"] == {"jumin.shift": "2025-02", "zeimu.shift": "2025-01"}
    weak = kakehashi("optimize", landscape, "--pattern", "tax/resident+other", "--format", "json").json
    assert (weak["pattern"], weak["moves"]) == ("tax/other+resident", document["moves"])


def test_the_text_says_what_it_costs_how_far_that_may_be_from_the_optimum_and_when_each_system_moves(
    landscape: Path,
) -> None:
    text = kakehashi("optimize", landscape, "--pattern", "p3a").text
    for words in (
        "最適な計画", "順序: ③a 住民記録 → 税 → その他（p3a）", "状態: 最適(", "費用: 3\n", "下限: 3(差 0, 0.0 %)",
        "2025-01     1  住民記録(リフト・シフト)", "過渡期連携: 1 件",
    ):  # fmt: skip
        assert words in text
    english = kakehashi("optimize", landscape, "--lang", "en").text
    assert "The optimal plan" in english
    assert "Bound: 1 (gap 0, 0.0 %)" in english


def test_a_plan_at_a_limit_is_done_and_says_what_stopped_it(landscape: Path) -> None:
    done = kakehashi("optimize", landscape, "--work-limit", "9", "--format", "json")
    assert (done.code, done.json["status"], done.json["made_by"]["stopped_by"]) == (0, "feasible", "work")
    assert done.json["made_by"]["options"] == {"time_limit": None, "work_limit": 9, "solver": "auto"}
    text = kakehashi("optimize", landscape, "--work-limit", "9").text
    assert "見つかった最善の計画" in text
    assert "作業量の制限で打ち切りました。" in text


def test_without_a_limit_the_search_ends_after_a_minute(landscape: Path) -> None:
    assert kakehashi("optimize", landscape, "--format", "json").json["made_by"]["options"] == {
        "time_limit": 60.0, "work_limit": None, "solver": "auto",
    }  # fmt: skip


def test_a_limit_before_any_plan_ends_with_3_and_what_was_learned(landscape: Path, tmp_path: Path) -> None:
    done = kakehashi("optimize", landscape, "--time-limit", "0", "--format", "json")
    assert (done.code, done.json["status"], done.json["bound"], done.json["moves"]) == (3, "unknown", 0, {})
    assert "--time-limit" in done.err
    assert kakehashi("verify", landscape, "-", stdin=done.out).code == 0
    told = kakehashi("optimize", landscape, "--time-limit", "0")
    assert told.code == 3
    assert "状態: 不明(" in told.text
    assert "下限: 0" in told.text


def test_contradictory_rules_are_an_answer_with_1(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=CONTRADICTION)
    done = kakehashi("optimize", landscape, "--format", "json")
    assert (done.code, done.err) == (1, "")
    assert (done.json["status"], done.json["cost"], done.json["bound"]) == ("infeasible", None, None)
    assert done.json["conflict"]
    assert kakehashi("verify", landscape, "-", stdin=done.out).code == 1
    told = kakehashi("optimize", landscape)
    assert told.code == 1
    assert "計画を立てられない理由" in told.text


def test_a_pattern_of_blocks_that_there_are_not_is_infeasible_with_that_reason(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, systems=[system("kaigo", move())], integrations=[])
    done = kakehashi("optimize", landscape, "--pattern", "p1")
    assert done.code == 1
    assert "resident(住民記録)または tax(税)のシステムがない" in done.text


def test_a_start_that_keeps_the_rules_is_taken_in_silence(landscape: Path, tmp_path: Path) -> None:
    done = kakehashi("optimize", landscape, "--start", small_plan(tmp_path), "--format", "json")
    assert (done.code, done.err) == (0, "")


def test_a_start_that_breaks_rules_is_named_and_the_answer_comes_all_the_same(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=[{"together": ["jumin.shift", "zeimu.shift"]}])
    done = kakehashi("optimize", landscape, "--start", small_plan(tmp_path), "--format", "json")
    assert (done.code, done.json["status"]) == (0, "optimal")
    assert "規則に反しています(1 件)" in done.err
    assert "[together]" in done.err
    missing = write(tmp_path / "p.yaml", {"moves": {"jumin.shift": "2025-02", "a.b": "2025-01"}})
    done = kakehashi("optimize", landscape, "--start", missing)
    assert done.code == 0
    assert "[move_missing]" in done.err
    assert "[move_unknown]" in done.err


def test_a_start_may_break_the_pattern_that_is_asked_for(landscape: Path, tmp_path: Path) -> None:
    done = kakehashi("optimize", landscape, "--pattern", "p4", "--start", small_plan(tmp_path))
    assert done.code == 0
    assert "[pattern]" in done.err


@pytest.mark.parametrize("best", [True, False])
def test_interrupted_it_gives_the_best_so_far_and_130(
    best: bool, landscape: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usecases.ordering, "optimizer", lambda *_: interrupted(best))
    done = kakehashi("optimize", landscape, "--format", "json")
    assert done.code == 130
    assert done.json["status"] == ("feasible" if best else "unknown")
    assert done.json["made_by"]["stopped_by"] == "interrupt"
    assert "中断しました" in done.err
    compared = kakehashi("compare", landscape, "--format", "json")
    assert compared.code == 130
    assert [a["status"] for a in compared.json["answers"]][1:] == ["unknown"] * 4


# --- compare ---


def test_the_patterns_stand_side_by_side_as_text_json_and_csv(landscape: Path) -> None:
    told = kakehashi("compare", landscape)
    assert (told.code, told.err) == (0, "")
    assert "費用が最も少ない順序: ① 住民記録・税 → その他(1)" in told.text
    for row in ("③b 税 → 住民記録 → その他  最適", "最適", "2025-01 (2)"):
        assert row in told.text
    document = kakehashi("compare", landscape, "--format", "json").json
    assert list(document) == ["schema_version", "landscape", "answers", "optimum"]
    assert [(a["pattern"], a["cost"]["total"]) for a in document["answers"]] == [
        ("p1", 1), ("p2", 1), ("p3a", 3), ("p3b", 3), ("p4", 1),
    ]  # fmt: skip
    assert (document["optimum"]["pattern"], document["optimum"]["cost"]["total"]) == (None, 1)
    for answer in (*document["answers"], document["optimum"]):
        assert kakehashi("verify", landscape, "-", stdin=json.dumps(answer).encode()).code == 0
    table = kakehashi("compare", landscape, "--format", "csv").out.decode("utf-8-sig").splitlines()
    assert len(table) == 7
    assert table[3].startswith(
        "p3a,③a 住民記録 → 税 → その他,最適,3,3,1,0,2,0,0,0,0,1,1,2,1,1,2025-01,1,2025-01,1,2025-02"
    )


def test_patterns_of_the_file_are_compared_too_and_one_may_be_asked_for(tmp_path: Path) -> None:
    landscape = small_landscape(
        tmp_path, patterns=[{"id": "own", "name": "税先行", "groups": [["tax"], ["other"]]}]
    )
    document = kakehashi("compare", landscape, "--format", "json").json
    assert [answer["pattern"] for answer in document["answers"]] == ["p1", "p2", "p3a", "p3b", "p4", "own"]
    asked = kakehashi("compare", landscape, "--pattern", "own", "--pattern", "p4", "--pattern", "own",
                      "--no-optimum", "--format", "json").json  # fmt: skip
    assert [answer["pattern"] for answer in asked["answers"]] == ["own", "p4"]
    assert asked["optimum"] is None


def test_all_weak_orders_of_blocks_can_be_compared(landscape: Path) -> None:
    document = kakehashi("compare", landscape, "--weak-orders", "resident,tax,other", "--format", "json").json
    assert len(document["answers"]) == 13
    assert {answer["status"] for answer in document["answers"]} == {"optimal"}
    both = kakehashi(
        "compare", landscape, "--pattern", "p1", "--weak-orders", "resident,tax", "--format", "json"
    ).json
    assert [answer["pattern"] for answer in both["answers"]] == [
        "p1",
        "resident+tax",
        "resident/tax",
        "tax/resident",
    ]


def test_a_pattern_that_the_rules_forbid_is_answered_with_the_reason(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, rules=[{"before": "zeimu.shift", "after": "jumin.shift"}])
    done = kakehashi("compare", landscape)
    assert done.code == 0
    assert "③a 住民記録 → 税 → その他: 規則をすべて守る計画はありません。" in done.text
    only = kakehashi("compare", landscape, "--pattern", "p3a", "--format", "json")
    assert (only.code, only.json["answers"][0]["status"]) == (1, "infeasible")
    assert only.json["optimum"]["status"] == "optimal"


def test_where_no_pattern_can_be_it_ends_with_1(tmp_path: Path) -> None:
    landscape = small_landscape(
        tmp_path, systems=[system("kaigo", move())], integrations=[link("1", "kaigo", "kaigo")]
    )
    done = kakehashi("compare", landscape, "--lang", "en")
    assert done.code == 1
    assert done.text.count("No system has the block `resident` or `tax`") == 5
    assert "No pattern can be carried out." in done.text


def test_a_landscape_without_moves_has_one_plan(tmp_path: Path) -> None:
    landscape = small_landscape(tmp_path, systems=[system("jumin", block="tax"), system("zeimu")])
    for form in ("text", "json", "csv"):
        assert kakehashi("compare", landscape, "--format", form).code == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("optimize", "L", "--pattern", "p5"), "ある順序: p1, p2, p3a, p3b, p4"),
        (("optimize", "L", "--pattern", "resident/taxes"), "もしかして: tax"),
        (("optimize", "L", "--time-limit", "-1"), "--time-limit の値が正しくありません"),
        (("optimize", "L", "--work-limit", "many"), "--work-limit の値が正しくありません"),
        (("optimize", "L", "--format", "csv"), "--format の値が正しくありません"),
        (("optimize", "L", "--start", "none.yaml"), "none.yaml"),
        (("optimize", "-", "--start", "-"), "標準入力(-)は一つだけに使えます"),
        (
            ("compare", "L", "--pattern", "p5", "--pattern", "welfare"),
            "「welfare」という順序のパターンはありません",
        ),
        (("compare", "L", "--weak-orders", "resident"), "2 ～ 5 個のブロック"),
        (("compare", "L", "--weak-orders", "resident,tex"), "もしかして: tax"),
        (("compare", "L", "--picture", "a.jpg"), ".svg、.png、.pdf のどれか"),
        (("compare", "L", "--picture", ""), ".svg、.png、.pdf のどれか"),
        (("compare", "sample:siuta"), "もしかして: suita"),
    ],
)
def test_a_wrong_argument_ends_with_2_and_a_sentence(
    arguments: tuple[str, ...], sentence: str, landscape: Path
) -> None:
    done = kakehashi(*(landscape if argument == "L" else argument for argument in arguments))
    assert (done.code, done.out) == (2, b"")
    assert sentence in done.err
    assert "Traceback" not in done.err


@pytest.mark.requires_dot
def test_text_and_picture_come_out_of_one_command(landscape: Path, tmp_path: Path) -> None:
    picture, text = tmp_path / "c.svg", tmp_path / "c.txt"
    done = kakehashi("compare", landscape, "--picture", picture, "-o", text)
    assert (done.code, done.out, done.err) == (0, b"", "")
    assert "移行順序の比較" in text.read_text(encoding="utf-8")
    assert "移行順序の比較" in picture.read_text(encoding="utf-8")
    assert kakehashi("compare", landscape, "--format", "svg").out == picture.read_bytes()
    assert kakehashi("compare", landscape, "--format", "pdf").out.startswith(b"%PDF")


def test_without_graphviz_nobody_waits_for_a_picture_that_cannot_be_drawn(
    landscape: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr(usecases.ordering, "optimizer", lambda *_: pytest.fail("the search must not begin"))
    for options in (("--format", "png"), ("--picture", str(tmp_path / "c.svg"))):
        done = kakehashi("compare", landscape, *options)
        assert (done.code, done.out) == (2, b"")
        assert "dot がありません" in done.err


# --- progress ---


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_one_line_with_best_cost_bound_and_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("analyzer.cli.progress.TICK", 0.001)
    with ProgressLine(Session()) as line:
        line.begin(Text("② その他", "② other"))
        assert line.text().ja == "② その他  0 秒  最善 —  下限 —  差 —"
        line.hear(Progress(12.3, 1_250, None, "search"))
        line.hear(Progress(12.5, 1_250, 1_200, "bounds"))
        assert line.text().en == "② other  12 s  best 1,250  bound 1,200  gap 4.0 %"
        while "1,200" not in terminal.getvalue():
            pass
    written = terminal.getvalue()
    assert "\n" not in written
    assert written.endswith("\r\x1b[K")


def test_no_progress_is_written_where_nobody_watches(landscape: Path) -> None:
    assert kakehashi("optimize", landscape).err == ""
