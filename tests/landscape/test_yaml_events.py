"""YAML 1.2 core values, the place of each, and files that mean harm: on both parsers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.landscape import yaml_events
from analyzer.landscape.loading import read_landscape
from analyzer.landscape.yaml_events import KEY, read_yaml
from tests.builders import landscape_document
from tests.profiles import examples

PARSERS = {"libyaml": yaml_events.parser, "python": yaml_events.PythonParser}


@pytest.fixture(params=sorted(PARSERS), autouse=True)
def either_parser(request: pytest.FixtureRequest) -> Iterator[None]:
    before = yaml_events.parser
    yaml_events.parser = PARSERS[request.param]
    yield
    yaml_events.parser = before


def value(text: str) -> Any:
    result = read_yaml(text.encode(), "a.yaml")
    assert result.findings == ()
    return result.value


def codes(data: bytes) -> list[str]:
    return [finding.code for finding in read_yaml(data, "a.yaml").findings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NO", "NO"), ("on", "on"), ("yes", "yes"), ("true", True), ("False", False), ("null", None), ("~", None),
        ("", None), ("012", 12), ("0o17", 15), ("0x1F", 31), ("-7", -7), ("1.10", 1.1), ("1e3", 1000.0),
        ("12:30:45", "12:30:45"), ("2024-02-31", "2024-02-31"), ("2024-10", "2024-10"), ("004o008", "004o008"),
        ("'012'", "012"), ('"true"', "true"), ("1_000", "1_000"), ("=", "="), ("|\n  a\n  b\n", "a\nb\n"),
    ],
)  # fmt: skip
def test_plain_scalars_are_those_of_yaml_1_2_core(text: str, expected: object) -> None:
    found = value(f"a: {text}\n")["a"]
    assert found == expected
    assert type(found) is type(expected)


def test_the_place_of_every_key_and_value_is_known() -> None:
    result = read_yaml("# 注\n市: {月: 2025-01}\n一覧:\n  - あ\n  - b: c\n".encode(), "a.yaml")
    at = {
        path: str(result.places.at(path))
        for path in [("市",), ("市", "月"), ("市", "月", KEY), ("一覧", 0), ("一覧", 1, "b")]
    }
    assert at == {
        ("市",): "a.yaml:2:4",
        ("市", "月"): "a.yaml:2:8",
        ("市", "月", KEY): "a.yaml:2:5",
        ("一覧", 0): "a.yaml:4:5",
        ("一覧", 1, "b"): "a.yaml:5:8",
    }
    assert str(result.places.at(("市", "無い", 3))) == "a.yaml:2:4"


def test_json_with_escapes_is_read() -> None:
    assert value('{"a":"\\ud842\\udfb7\\/\\u3042",\n"b":[1,2.5,null,true],"c":{}}') == {
        "a": "𠮷/あ",
        "b": [1, 2.5, None, True],
        "c": {},
    }


def test_an_escaped_backslash_before_u_is_not_an_escape() -> None:
    assert value('{"a": "\\\\ud842\\\\udfb7"}') == {"a": "\\ud842\\udfb7"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b]\n", ["yaml_anchor"] * 7),
        (b'{"a": "\\ud800"}', ["control_character"]),
        (b'a: "\\0"', ["control_character"]),
        (b"a: \xed\xa0\x80", ["not_utf8"]),
        (b"\xff\xfea\x00", ["not_utf8"]),
        (b"a: .inf", ["number_out_of_range"]),
        (b"a: 1e999", ["number_out_of_range"]),
        (b"true: 1", ["key_not_text"]),
        (b"~: 1", ["key_not_text"]),
        (b"? {a: b}\n: 1", ["key_not_text"]),
        (b"1: a\n'1': b", ["duplicate_key"]),
        (b"%TAG ! tag:x,2000:\n---\na: 1", ["yaml_tag"]),
        (b"- " * 70 + b"a", ["too_deep"]),
        (b'{"a":' * 1_000, ["too_deep"]),
        (b"a: b: c", ["yaml_syntax"]),
        (b"a: 'x", ["yaml_syntax"]),
        (b"*x", ["yaml_anchor"]),
        (b"", ["empty_file"]),
        (b"\xef\xbb\xbf", ["empty_file"]),
    ],
)
def test_hostile_and_broken_files_are_refused(data: bytes, expected: list[str]) -> None:
    found = codes(data)
    if data.startswith(b'{"a": "\\ud800') and found == ["yaml_syntax"]:
        return  # libyaml refuses half a surrogate pair itself
    assert found == expected


@pytest.mark.parametrize("root", [b"1", b"text", b"- a\n- b\n", b"null", b"[]"])
def test_a_root_that_is_no_mapping_is_one_error(root: bytes) -> None:
    assert [finding.code for finding in read_landscape(root, "a.yaml").findings] == ["wrong_root"]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_yaml(b"\xef\xbb\xbfa: 1\n", "a").value == {"a": 1}


def test_at_most_a_thousand_errors_are_listed_and_all_are_counted() -> None:
    entries = b"".join(b"  - {id: 1, name: n}\n" for _ in range(6_000))
    result = read_landscape(b"schema_version: 1\nlandscape: {id: a, name: A}\nvendors:\n" + entries, "a.yaml")
    assert result.landscape is None
    assert len(result.findings) == 1_000
    assert result.total == 6_001  # with the warning that there is no horizon
    lines = [finding.place.line for finding in result.findings if finding.place]
    assert lines == list(range(4, 1_004))


@settings(max_examples=examples(150), deadline=None)
@given(st.binary(max_size=200) | st.text("[]{}:,-&*!|>'\"#%@`? \n\tab1.~<\\", max_size=60).map(str.encode))
def test_no_bytes_raise(data: bytes) -> None:
    result = read_landscape(data, "a.yaml")
    assert result.landscape is None
    assert result.findings


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_a_valid_file_with_a_value_replaced_never_raises(data: st.DataObject) -> None:
    document = landscape_document(
        rules=[{"before": "jumin.shift", "after": "zeimu.shift"}],
        bridges=[{"kind": "keep_legacy", "setup": 1}],
        lines=[{"id": "l", "between": ["office", "cloud"]}],
        law_changes=[{"month": "2025-02", "name": "x", "cost": {"office": 1}}],
        existing_bridges=[],
    )
    node: Any = document
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        below = node[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            node[key] = data.draw(JSON_VALUES)
            break
        node = below
    result = read_landscape(json.dumps(document).encode(), "a.json")
    assert (result.landscape is None) == any(finding.severity == "error" for finding in result.findings)
    assert all(finding.place is not None for finding in result.findings)


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_a_valid_file_with_bytes_changed_never_raises(data: st.DataObject) -> None:
    text = bytearray(json.dumps(landscape_document(), ensure_ascii=False, indent=1).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        text[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=2))
    result = read_landscape(bytes(text), "a.json")
    assert (result.landscape is None) == any(finding.severity == "error" for finding in result.findings)
