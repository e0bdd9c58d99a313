from __future__ import annotations

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.inquiry.asking import by_vendor, questions_of
from analyzer.inquiry.report import questions_document, questions_report
from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from tests.builders import landscape, link, move, system
from tests.profiles import examples
from tests.strategies import landscape_documents, model

STANDARD = {"environment": "cloud", "generation": "standard"}


def asking(**overrides: Any) -> Landscape:
    """Two vendors, a package, a bridge that stands, and something unknown of every kind."""
    return landscape(**{
        "packages": [{"id": "std", "name": "標準", "vendor": "va"}],
        "systems": [
            system("jumin", move(to={**STANDARD, "package": "std"})),
            system("zeimu", move(earliest="2025-02", day="2025-03-03"), current={"vendor": "vb"}, contract_end="2025-06"),
            system("moved", current={"generation": "standard", "environment": "cloud", "vendor": "vb"}),
            system("alone", current={"vendor": "vb"}),
        ],
        "integrations": [
            link("a", "jumin", None),
            link("b", "jumin", "zeimu", confidence="assumed"),
            link("c", "zeimu", "moved"),
            link("d", "zeimu", "jumin", confidence="surveyed"),
            link("e", "jumin", "moved"),
        ],
        "existing_bridges": [{"kind": "early_standard", "system": "jumin", "serves": ["e"]}],
        **overrides,
    })  # fmt: skip


def test_each_thing_that_nobody_wrote_down_is_asked_of_the_vendors_that_may_know_it() -> None:
    asked = {question.id: question.vendors for question in questions_of(asking())}

    assert asked == {
        "partner:a/00/jumin/?.to": ("va",),
        "as_is:c/00/zeimu/moved": ("vb",),
        "confidence:b/00/jumin/zeimu": ("va", "vb"),
        "isolated:alone": ("vb",),
        "contract_end:jumin": ("va",),
        "earliest:jumin.shift": ("va",),
        "day:jumin.shift": ("va",),
        "available:std": ("va",),
        "until:early_standard@jumin": ("va",),
    }


def test_a_vendor_gets_its_own_questions_only_and_they_name_the_field_of_the_file() -> None:
    found = questions_of(asking(), "vb")

    assert {question.id for question in found} == {
        "as_is:c/00/zeimu/moved", "confidence:b/00/jumin/zeimu", "isolated:alone",
    }  # fmt: skip
    assert {question.field for question in found} == {
        "existing_bridges", "integrations[b/00/jumin/zeimu].confidence", "systems[alone].attributes.連携の確認",
    }  # fmt: skip


def test_a_question_for_two_vendors_stands_in_the_table_of_each() -> None:
    whole = asking()
    asked = questions_of(whole)
    table = questions_report(whole, asked).answer
    assert table is not None

    rows = [row for row in table.rows if row[0] == "confidence:b/00/jumin/zeimu"]
    assert [row[1].en for row in rows if isinstance(row[1], Text)] == ["va", "vb"]
    assert len(by_vendor(asked)) == len(table.rows) == len(asked) + 1
    assert all(row[6] is None for row in table.rows)


def test_a_month_that_a_rule_fixes_is_not_asked_for() -> None:
    fixed = asking(rules=[{"fixed": {"jumin.shift": "2025-03"}}])

    assert "earliest:jumin.shift" not in {question.id for question in questions_of(fixed)}


@given(landscape_documents(), st.randoms(use_true_random=False))
@settings(max_examples=examples(40))
def test_ids_of_questions_do_not_depend_on_the_order_of_the_file(document: Any, dice: random.Random) -> None:
    shuffled = {
        name: dice.sample(section, len(section)) if name in ("systems", "integrations", "vendors", "packages") else section
        for name, section in document.items()
    }  # fmt: skip
    ids = [question.id for question in questions_of(model(document))]

    assert [question.id for question in questions_of(model(shuffled))] == ids
    assert len(set(ids)) == len(ids)


def test_questions_as_data_hold_both_languages_and_no_answer() -> None:
    whole = asking()
    found = questions_document(whole, questions_of(whole))["questions"]
    assert isinstance(found, list)

    assert all(entry["answer"] is None and set(entry["question"]) == {"ja", "en"} for entry in found)
