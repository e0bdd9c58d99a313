"""大分市: the landscape is what the import makes of the city's lists, and its inventory is as counted by hand in the README."""

from __future__ import annotations

from collections import Counter

import pytest

from analyzer import usecases
from analyzer.resources import samples_folder
from analyzer.usecases import Imported

FOLDER = samples_folder() / "oita"


@pytest.fixture(scope="module")
def oita() -> Imported:
    header = usecases.header_options("oita", "大分県大分市", "2025-04", "2026-03")
    return usecases.import_forms(sorted((FOLDER / "lists").glob("*.csv")), header=header)


def test_the_landscape_is_what_import_makes_of_the_lists(oita: Imported) -> None:
    assert oita.text == (FOLDER / "landscape.yaml").read_text(encoding="utf-8")


def test_every_row_was_understood_and_as_what_is_said(oita: Imported) -> None:
    assert oita.result.complete
    assert [(r.sheet, r.form, r.rows) for r in oita.result.readings] == [
        ("システム一覧.csv", "own", 10), ("連携一覧.csv", "oita", 13),
    ]  # fmt: skip
    guessed = [f.message.ja for f in oita.findings if f.code == "system_guessed"]
    assert [next(word for word in ("国保", "介護保険システム", "住基") if word in text) for text in guessed] == [
        "国保", "介護保険システム", "住基",
    ]  # fmt: skip


def test_systems_in_and_out_of_scope_and_links_via_the_platform_and_direct(oita: Imported) -> None:
    landscape = oita.landscape
    assert Counter(system.scope for system in landscape.systems.values()) == {
        "standard": 7,
        "out_of_scope": 3,
    }
    today = [link.realizations["legacy"].via for link in landscape.integrations.values()]
    assert Counter(via is not None for via in today) == {True: 8, False: 5}


def test_unknown_partners_by_vendor_and_systems_without_links(oita: Imported) -> None:
    landscape = oita.landscape
    known = [key.source or key.target for key in landscape.integrations if None in (key.source, key.target)]
    vendors = [landscape.vendors[landscape.systems[end].forms[0].vendor].name for end in known if end]
    assert Counter(vendors) == {"ベンダB": 1, "ベンダC": 2}
    linked = {end for key in landscape.integrations for end in (key.source, key.target)}
    assert sorted(landscape.systems[id].name for id in set(landscape.systems) - linked) == [
        "健康管理",
        "図書館",
    ]


def test_what_is_still_missing_is_asked_for(oita: Imported) -> None:
    fields = Counter(field.field for row in oita.missing for field in row.fields)
    assert fields == {"contract_end": 2, "shift.latest": 7, "environment": 1, "vendor": 1}
