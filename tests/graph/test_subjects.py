"""Who names a part of a landscape wrongly is told what may be meant, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from analyzer.errors import InputError
from analyzer.graph.subjects import (
    AmbiguousIntegrationError,
    UnknownSubjectError,
    find_integration,
    find_line,
    require,
)
from analyzer.landscape.model import IntegrationKey, Landscape, Line
from tests.graph.small_landscapes import landscape, landscapes, link, system
from tests.profiles import examples

CITY = landscape(
    [system("jumin", name="住民記録"), system("fuhyo", name="戸籍の附票")],
    [
        link("004o008", "fuhyo", "jumin"),
        link("004o008", "fuhyo", "jumin", branch="01"),
        link("004o009", "fuhyo", None),
        link("024o001", "jumin", "fuhyo"),
        link("024o001", "jumin", None),
    ],
    lines=[Line("lgwan5", ("office", "office"))],
)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("004o009", ("004o009", "00", "fuhyo", None)),
        ("004o009/00/fuhyo/?", ("004o009", "00", "fuhyo", None)),
        ("004o008/01", ("004o008", "01", "fuhyo", "jumin")),
        ("004o008/00/fuhyo/jumin", ("004o008", "00", "fuhyo", "jumin")),
    ],
)
def test_an_integration_is_found_by_as_much_of_its_key_as_means_one(text: str, key: tuple[str, ...]) -> None:
    assert find_integration(CITY, text) == IntegrationKey(*key)


@pytest.mark.parametrize("text", ["004o008", "024o001", "024o001/00"])
def test_a_name_of_several_integrations_lists_them_all(text: str) -> None:
    with pytest.raises(AmbiguousIntegrationError) as caught:
        find_integration(CITY, text)
    assert caught.value.candidates == tuple(
        sorted(
            (key for key in CITY.integrations if str(key).startswith(text)),
            key=str,
        )
    )
    (finding,) = caught.value.findings
    assert finding.suggestion is not None
    assert all(str(key) in finding.suggestion.ja for key in caught.value.candidates)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("004o08", "004o008"),
        ("００４ｏ００９ｘ", "004o009"),
        ("004o008/02", "004o008/00/fuhyo/jumin"),
        ("004o008/00/fuhyo", "004o008/00/fuhyo/jumin"),
        ("024o001/00/jumin/fuhyou", "024o001/00/jumin/fuhyo"),
    ],
)
def test_an_integration_that_is_not_there_brings_its_neighbours_to_mind(text: str, near: str) -> None:
    with pytest.raises(UnknownSubjectError) as caught:
        find_integration(CITY, text)
    assert near in caught.value.near


@pytest.mark.parametrize("text", ["jumn", "JUMIN", "ｊｕｍｉｎ", "住民記録"])
def test_a_system_is_suggested_by_a_near_id_or_by_its_name(text: str) -> None:
    with pytest.raises(UnknownSubjectError) as caught:
        require(CITY, "system", text)
    assert caught.value.near == ("jumin",)


def test_the_error_is_one_of_input_and_speaks_both_languages() -> None:
    with pytest.raises(InputError) as caught:
        find_line(CITY, "lgwan4")
    assert caught.value.exit_code == 2
    (finding,) = caught.value.findings
    assert finding.code == "unknown_line"
    assert finding.message.ja == "回線「lgwan4」はこのランドスケープにありません。"
    assert finding.message.en == "The landscape has no line 'lgwan4'."
    assert finding.suggestion is not None
    assert (finding.suggestion.ja, finding.suggestion.en) == ("もしかして: lgwan5", "Did you mean lgwan5?")


def test_where_nothing_is_near_nothing_is_suggested() -> None:
    with pytest.raises(UnknownSubjectError) as caught:
        require(CITY, "hub", "master")
    assert caught.value.findings[0].suggestion is None


@settings(max_examples=examples(50), deadline=None)
@given(landscapes())
def test_every_integration_is_found_by_its_full_key(place: Landscape) -> None:
    for key in place.integrations:
        assert find_integration(place, str(key)) == key
