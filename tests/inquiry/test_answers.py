from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.errors import InputError
from analyzer.inquiry.answers import Answered, read_answers
from analyzer.inquiry.asking import questions_of
from analyzer.inquiry.questions import Question
from analyzer.landscape.model import IntegrationKey, Landscape
from analyzer.tables.cells import Problem, Sheet, Value
from tests.inquiry.test_questions import asking
from tests.profiles import examples
from tests.strategies import landscapes

Filled = tuple[str, Value]


def answered(landscape: Landscape, *filled: Filled, heads: Sequence[str] = ("質問ID", "回答")) -> Answered:
    """The answers of a sheet whose headings stand in its third row."""
    rows: list[list[Value | Problem]] = [["東村山市 質問票"], [], list(heads)]
    rows += [[id_, value] for id_, value in filled]
    return read_answers(landscape, [Sheet("book.xlsx[質問]", "質問", rows, typed=True)])


def refused(landscape: Landscape, *filled: Filled) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as raised:
        answered(landscape, *filled)
    return [(finding.code, str(finding.place)) for finding in raised.value.findings]


def test_every_answer_goes_into_its_field_and_nothing_else_changes() -> None:
    found = answered(
        asking(),
        ("partner:a/00/jumin/?.to", "zeimu"),
        ("confidence:b/00/jumin/zeimu", "調査済"),
        ("contract_end:jumin", "令和8年3月"),
        ("earliest:jumin.shift", "2025/4"),
        ("day:jumin.shift", date(2025, 5, 7)),
        ("available:std", "R7.4"),
        ("until:early_standard@jumin", "2025年6月"),
        ("isolated:alone", "連携なし"),
        ("as_is:c/00/zeimu/moved", "現行連携の維持 @ moved"),
    )

    after, move = found.landscape, found.landscape.systems["jumin"].moves[0]
    assert IntegrationKey("a", "00", "jumin", "zeimu") in after.integrations
    assert after.integrations[IntegrationKey("b", "00", "jumin", "zeimu")].confidence == "surveyed"
    assert str(after.systems["jumin"].contract_end) == "2026-03"
    assert (str(move.earliest), move.day) == ("2025-04", "2025-05-07")
    assert str(after.packages["std"].available.first) == "2025-04"
    assert [str(bridge.until) for bridge in after.existing_bridges if bridge.system == "jumin"] == ["2025-06"]
    assert after.systems["alone"].remarks.attributes == {"連携の確認": "連携なし"}
    (stands,) = (bridge for bridge in after.existing_bridges if bridge.system == "moved")
    assert [str(key) for key in stands.serves] == ["c/00/zeimu/moved"]
    # The bridge that was not known before is asked about now, and that is all.
    assert [question.id for question in questions_of(after)] == ["until:keep_legacy@moved"]
    assert len(found.filled) == 9
    assert not found.findings


def test_an_answer_that_names_a_bridge_that_stands_joins_it() -> None:
    whole = asking(existing_bridges=[{"kind": "keep_legacy", "system": "moved", "serves": ["e"]}])

    (bridge,) = answered(whole, ("as_is:c/00/zeimu/moved", "keep_legacy@moved")).landscape.existing_bridges

    assert [str(key) for key in bridge.serves] == ["c/00/zeimu/moved", "e/00/jumin/moved"]


def test_everything_that_is_wrong_is_said_at_once_with_its_cell() -> None:
    assert refused(
        asking(),
        ("day:jumin.shift", "令和7年2月30日"),
        ("confidence:b/00/jumin/zeimu", "たぶん"),
        ("as_is:c/00/zeimu/moved", "書き戻し @ moved"),
        ("earliest:jumin.shift", "2025-03"),
        ("earliest:jumin.shift", "2025-04"),
        ("partner:a/00/jumin/?.to", "どこか"),
    ) == [
        ("answer_not_understood", "book.xlsx[質問]:4:2"),
        ("answer_not_understood", "book.xlsx[質問]:5:2"),
        ("answer_not_understood", "book.xlsx[質問]:6:2"),
        ("answers_contradict", "book.xlsx[質問]:8:2"),
        ("answer_not_understood", "book.xlsx[質問]:9:2"),
    ]


def test_an_answer_that_makes_the_file_wrong_is_refused_at_its_cell() -> None:
    # keep_legacy stands at the newer end: at the older one it cannot carry the link as it is today.
    assert refused(asking(), ("as_is:c/00/zeimu/moved", "現行連携の維持 @ zeimu")) == [
        ("cannot_carry", "book.xlsx[質問]:4:2")
    ]


def test_two_vendors_that_say_the_same_agree_and_unknown_is_no_answer() -> None:
    found = answered(
        asking(),
        ("confidence:b/00/jumin/zeimu", "資料"),
        ("confidence:b/00/jumin/zeimu", "documented"),
        ("partner:a/00/jumin/?.to", "不明"),
    )

    assert [question.id for question in found.filled] == ["confidence:b/00/jumin/zeimu"]


def test_a_question_that_is_not_asked_is_passed_over_and_said() -> None:
    found = answered(asking(), ("earliest:jumin.shift", "2025-04"), ("earliest:jumin.shaft", "2025-04"))

    (finding,) = found.findings
    assert (finding.code, finding.severity, str(finding.place)) == (
        "question_not_asked", "warning", "book.xlsx[質問]:5:2",
    )  # fmt: skip
    assert finding.suggestion is not None
    assert "earliest:jumin.shift" in finding.suggestion.en


def test_english_headings_are_read_too_and_a_sheet_without_headings_is_refused() -> None:
    assert answered(asking(), ("earliest:jumin.shift", "2025-04"), heads=("question id", "answer")).filled

    with pytest.raises(InputError) as raised:
        answered(asking(), heads=("質問", "答え"))
    assert [finding.code for finding in raised.value.findings] == ["answers_missing"]


HOSTILE = (
    "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "\u202e2025-04", "2025-04\x00", "あ" * 10_000, "@@@", "1e999", "",
    "現行連携の維持@" * 50,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_answers_are_refused_or_kept_as_text(text: str) -> None:
    for question in questions_of(asking()):
        found = asking()
        with suppress(InputError):
            found = answered(found, (question.id, text)).landscape
        taken = question.topic == "isolated" and text.strip() != ""
        assert (found != asking()) == taken


def _answer(landscape: Landscape, question: Question) -> Value:
    """Something that the question takes."""
    match question.topic:
        case "partner":
            return None
        case "as_is":
            return None
        case "confidence":
            return "資料"
        case "isolated":
            return "連携なし"
        case "day":
            return f"{landscape.horizon.first}-01"
        case "earliest" | "available":
            return str(landscape.horizon.first)
        case _:
            return str(landscape.horizon.last)


@given(landscapes(), st.data())
@settings(max_examples=examples(40))
def test_questions_that_are_answered_are_not_asked_again_and_the_others_are(
    landscape: Landscape, data: st.DataObject
) -> None:
    filled = {question.id: _answer(landscape, question) for question in questions_of(landscape)}
    filled = {id_: value for id_, value in filled.items() if value is not None and data.draw(st.booleans())}

    found = answered(landscape, *filled.items())

    before = {question.id for question in questions_of(landscape)}
    assert {question.id for question in questions_of(found.landscape)} == before - filled.keys()
    assert len(found.difference.entries) <= len(filled)
