"""Untrusted YAML (and JSON) to plain values, from the parser's event stream.

PyYAML's loaders run out of memory, recursion or stack on small hostile files, take the last of
two equal keys in silence and know YAML 1.1 scalars (`NO` is False, `012` is 10). So the value is
built here, event by event, iteratively: YAML 1.2 core scalars, no anchors, aliases, tags, merge
keys or second document, bounds on size and depth, and the place of every key and value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path, Places, packed
from analyzer.landscape.yaml_scalars import plain_scalar
from analyzer.messages import Finding, Place, Text


class PythonParser(Reader, Scanner, Parser):
    """PyYAML's own parser, for installations without libyaml."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


try:
    from yaml._yaml import CParser

    parser: Callable[[str], Any] = CParser
    """What gives the events: libyaml, many times as fast, where PyYAML was built with it."""
except ImportError:  # pragma: no cover
    parser = PythonParser

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 64
MAX_SCALAR = 1_000_000
MAX_VALUES = 2_000_000

KEY = -1
"""`path + (KEY,)` is the place of the key that leads to `path` (no list has an entry −1)."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


class YamlResult(NamedTuple):
    """`value` is None where the file cannot be read at all; then `findings` says why.

    `findings` holds at most 1,000 errors, `total` counts all.
    """

    value: object | None
    places: Places
    findings: tuple[Finding, ...]
    total: int = 0


class _Stop(Exception):
    """Reading cannot go on; what is wrong has been noted."""


def read_yaml(data: bytes, file: str) -> YamlResult:
    """Read one YAML 1.2 document (JSON is one too); never raises on bad input."""
    positions: dict[Path, int] = {(): packed(1, 1)}
    places = Places(file, positions)
    findings = Findings(places)
    value: object | None = None
    with suppress(_Stop):
        value = _Reader(places, positions, findings).read(_decode(data, places, findings))
    return YamlResult(value, places, *findings.result())


def _decode(data: bytes, places: Places, findings: Findings) -> str:
    if len(data) > MAX_BYTES:
        findings.add(
            "file_too_large",
            (),
            f"ファイルが大きすぎます({len(data):,} バイト、上限 {MAX_BYTES:,} バイト)。",
            f"The file is too large ({len(data):,} bytes; the limit is {MAX_BYTES:,} bytes).",
        )
        raise _Stop
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8-sig", errors="replace")) + 1
        findings.put(
            "not_utf8",
            Place(places.file, before.count(b"\n") + 1, column),
            "文字コードが UTF-8 ではありません。",
            "The file is not encoded in UTF-8.",
            Text(
                "UTF-8 で保存し直してください(Shift_JIS などは読めません)。",
                "Save it again as UTF-8 (Shift_JIS and others are not read).",
            ),
        )
        raise _Stop from None
    control = _CONTROL.search(text)
    if control is not None:
        before_text = text[: control.start()]
        findings.put(
            "control_character",
            Place(places.file, before_text.count("\n") + 1, control.start() - before_text.rfind("\n")),
            f"制御文字 U+{ord(control[0]):04X} が含まれています。",
            f"The file contains the control character U+{ord(control[0]):04X}.",
            Text("その文字を取り除いてください。", "Remove that character."),
        )
        raise _Stop
    if "\\u" in text and text.lstrip()[:1] in ("{", "["):
        text = _PAIR.sub(_joined, text)
    return text


def _joined(match: re.Match[str]) -> str:
    """JSON writes 𠮷 as two escaped surrogates; YAML has one long escape for it."""
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


class _Open:
    """A list or mapping whose end has not been read yet."""

    __slots__ = ("container", "key", "keyed", "path")

    def __init__(self, container: list[object] | dict[str, object], path: Path) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.keyed = False
        """True between a key of a mapping and its value; `key` is None if it was refused."""


class _Reader:
    def __init__(self, places: Places, positions: dict[Path, int], findings: Findings) -> None:
        self._file = places.file
        self._positions = positions
        self._findings = findings
        self._stack: list[_Open] = []
        self._root: object = None
        self._values = 0

    def read(self, text: str) -> object:
        documents = 0
        for event in self._events(text):
            if isinstance(event, yaml.NodeEvent):
                self._node(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._stack.pop()
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(
                        "several_documents",
                        event,
                        "一つのファイルに複数の YAML 文書があります。",
                        "The file holds several YAML documents.",
                        Text(
                            "「---」で区切らず、一つの文書にまとめてください。",
                            "Keep one document; remove the '---' between.",
                        ),
                    )
                    raise _Stop
                if event.tags:
                    self._refuse_tag(event)
        if documents == 0:
            self._findings.add(
                "empty_file",
                (),
                "ファイルが空です。",
                "The file is empty.",
                Text("見本を参考に書いてください。", "Write a document; the samples show how."),
            )
            raise _Stop
        return self._root

    def _events(self, text: str) -> Iterator[Any]:
        """The parser's events; what it cannot read is noted, and reading ends there."""
        try:
            source = parser(text)
            while source.check_event():
                yield source.get_event()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._syntax(error.problem or "", mark.line if mark else 0, mark.column if mark else 0)
        except yaml.YAMLError as error:
            self._syntax(str(error).splitlines()[0], 0, 0)
        except ValueError as error:  # the Python parser, on escapes beyond Unicode
            self._syntax(str(error), 0, 0)

    def _syntax(self, problem: str, line: int, column: int) -> None:
        self._findings.put(
            "yaml_syntax",
            Place(self._file, line + 1, column + 1),
            f"YAML として読めません({problem})。",
            f"This is not readable as YAML ({problem}).",
            Text(
                "字下げ、引用符、括弧、「: 」の後の空白を確かめてください。",
                "Check indentation, quotes, brackets, and the space after ':'.",
            ),
        )
        raise _Stop

    def _refuse(self, code: str, event: Any, ja: str, en: str, suggestion: Text | None = None) -> None:
        mark = event.start_mark
        self._findings.put(code, Place(self._file, mark.line + 1, mark.column + 1), ja, en, suggestion)

    def _refuse_tag(self, event: Any) -> None:
        self._refuse(
            "yaml_tag",
            event,
            "YAML のタグ(!…)は使えません。",
            "YAML tags (!…) are not allowed.",
            Text(
                "タグを取り除き、文字列は引用符で囲んでください。",
                "Remove the tag; quote what is to be text.",
            ),
        )

    def _node(self, event: Any) -> object:
        self._values += 1
        if self._values > MAX_VALUES:
            self._refuse(
                "too_many_values",
                event,
                f"値が多すぎます(上限 {MAX_VALUES:,})。",
                f"The file has too many values (the limit is {MAX_VALUES:,}).",
            )
            raise _Stop
        if event.anchor is not None:
            self._refuse(
                "yaml_anchor",
                event,
                f"YAML のアンカー・エイリアス(&{event.anchor}、*{event.anchor})は使えません。",
                f"YAML anchors and aliases (&{event.anchor}, *{event.anchor}) are not allowed.",
                Text("値をその場に書いてください。", "Write the value out in place."),
            )
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None:
                self._refuse_tag(event)
            return self._place(event, self._scalar(event))
        if isinstance(event, yaml.AliasEvent):
            return self._place(event, None)
        if event.tag is not None:
            self._refuse_tag(event)
        container: list[object] | dict[str, object] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(
                "too_deep",
                event,
                f"入れ子が深すぎます(上限 {MAX_DEPTH})。",
                f"Nested too deeply (the limit is {MAX_DEPTH}).",
            )
            raise _Stop
        path = self._next_path()
        self._place(event, container)
        self._stack.append(_Open(container, path))
        return container

    def _next_path(self) -> Path:
        if not self._stack:
            return ()
        top = self._stack[-1]
        if isinstance(top.container, list):
            return (*top.path, len(top.container))
        return (*top.path, top.key if top.key is not None else "")

    def _place(self, event: Any, value: object) -> object:
        """Put a value into the list or mapping that is open, as an entry, a key or a key's value."""
        mark = event.start_mark
        position = packed(mark.line + 1, mark.column + 1)
        if not self._stack:
            self._positions[()] = position
            self._root = value
            return value
        top = self._stack[-1]
        if isinstance(top.container, list):
            self._positions[(*top.path, len(top.container))] = position
            top.container.append(value)
        elif not top.keyed:
            top.keyed = True
            top.key = self._key(event, value, top)
            if top.key is not None:
                self._positions[(*top.path, top.key, KEY)] = position
        else:
            top.keyed = False
            if top.key is not None:
                self._positions[(*top.path, top.key)] = position
                top.container[top.key] = value
        return value

    def _key(self, event: Any, value: object, top: _Open) -> str | None:
        """The key as text; None (and an error) for one that cannot be used."""
        assert isinstance(top.container, dict)
        if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and not event.style:
            self._refuse(
                "yaml_merge",
                event,
                "YAML のマージキー(<<)は使えません。",
                "YAML merge keys (<<) are not allowed.",
                Text("値をその場に書いてください。", "Write the values out in place."),
            )
            return None
        if isinstance(value, int) and not isinstance(value, bool) and event.value == str(value):
            value = event.value  # a month count of a table, or a generation called 1: its text is plain
        if not isinstance(value, str):
            self._refuse(
                "key_not_text",
                event,
                "キーは文字列でなければなりません。",
                "A key must be text.",
                Text("キーを引用符で囲んでください。", "Put the key in quotes."),
            )
            return None
        if value in top.container:
            self._refuse(
                "duplicate_key",
                event,
                f"キー「{value[:100]}」が二度書かれています。",
                f"The key '{value[:100]}' is written twice.",
                Text("どちらか一つにしてください。", "Keep one of them."),
            )
            return None
        return value

    def _scalar(self, event: Any) -> object:
        text: str = event.value
        if len(text) > MAX_SCALAR:
            self._refuse(
                "scalar_too_long",
                event,
                f"値が長すぎます({len(text):,} 文字、上限 {MAX_SCALAR:,} 文字)。",
                f"The value is too long ({len(text):,} characters; the limit is {MAX_SCALAR:,}).",
            )
            return ""
        if event.style == '"' and _CONTROL.search(text):  # an escape; the file itself was searched
            self._refuse(
                "control_character",
                event,
                "値に制御文字が含まれています(\\0 など)。",
                "The value contains a control character (\\0 or the like).",
                Text("その文字を取り除いてください。", "Remove that character."),
            )
            return ""
        if event.style or event.tag is not None:  # libyaml gives a plain scalar the style ""
            return text
        try:
            return plain_scalar(text)
        except ValueError:
            self._refuse(
                "number_out_of_range",
                event,
                f"数値「{text[:40]}」は大きすぎるか、数として扱えません。",
                f"The number '{text[:40]}' is too large, or not finite.",
                Text("文字列なら引用符で囲んでください。", "Put it in quotes if it is text."),
            )
            return 0
