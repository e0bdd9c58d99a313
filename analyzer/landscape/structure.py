"""Plain data to documents, entry by entry: everything that is wrong with keys and types.

Entries are validated one at a time, so that one wrong entry does not hide what the others say,
and a file with a million errors stays within memory.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from analyzer.landscape import documents as d
from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path
from analyzer.landscape.sentences import keys_at, report, unknown_key
from analyzer.messages import Text

D = TypeVar("D")

_SECTIONS: dict[str, Any] = {
    "vendors": d.VendorDocument,
    "environments": d.EnvironmentDocument,
    "lines": d.LineDocument,
    "hubs": d.HubDocument,
    "packages": d.PackageDocument,
    "systems": d.SystemDocument,
    "integrations": d.IntegrationDocument,
    "bridges": d.BridgeDocument,
    "existing_bridges": d.ExistingBridgeDocument,
    "law_changes": d.LawChangeDocument,
    "rules": d.RuleDocument,
    "patterns": d.PatternDocument,
}
_ERRORS_OF_AN_ENTRY = 5_000


class Placed(NamedTuple, Generic[D]):
    """A document and the way to it in the file."""

    path: Path
    document: D


@dataclass
class Parts:
    """The sound parts of a file. `lines` and `bridges` are None where they are left out."""

    header: d.LandscapeDocument | None = None
    vendors: list[Placed[d.VendorDocument]] = field(default_factory=list)
    environments: list[Placed[d.EnvironmentDocument]] = field(default_factory=list)
    lines: list[Placed[d.LineDocument]] | None = None
    hubs: list[Placed[d.HubDocument]] = field(default_factory=list)
    packages: list[Placed[d.PackageDocument]] = field(default_factory=list)
    systems: list[Placed[d.SystemDocument]] = field(default_factory=list)
    integrations: list[Placed[d.IntegrationDocument]] = field(default_factory=list)
    bridges: list[Placed[d.BridgeDocument]] | None = None
    existing_bridges: list[Placed[d.ExistingBridgeDocument]] = field(default_factory=list)
    law_changes: list[Placed[d.LawChangeDocument]] = field(default_factory=list)
    rules: list[Placed[Any]] = field(default_factory=list)
    patterns: list[Placed[d.PatternDocument]] = field(default_factory=list)
    declared: dict[str, frozenset[str]] = field(default_factory=dict)
    """Ids by section as written, those of entries that are wrong elsewhere included: a mistake
    in an entry is not to make every reference to it a second mistake."""

    def without(self, broken: Callable[[Path], bool]) -> Parts:
        """The parts without the entries at paths that are `broken`."""
        kept = copy(self)
        for section in _SECTIONS:
            entries = getattr(self, section)
            if entries is not None:
                setattr(kept, section, [placed for placed in entries if not broken(placed.path)])
        return kept


def read_parts(document: object, findings: Findings) -> Parts:
    """The sound parts of `document`; what is wrong goes to `findings`."""
    parts = Parts()
    if not isinstance(document, dict):
        findings.add(
            "wrong_root",
            (),
            "ファイル全体が「項目: 値」の組ではありません。",
            "The whole file must be a mapping (key: value).",
            Text(
                "schema_version、landscape、systems などの項目を書いてください。",
                "Write schema_version, landscape, systems and so on.",
            ),
        )
        return parts
    check_plain(document, findings, _null_has_meaning)
    check_root(document, findings, d.LandscapeFile, "landscape")
    if "landscape" in document:
        parts.header = validate(d.LandscapeDocument, document["landscape"], ("landscape",), findings)
    for section, model in _SECTIONS.items():
        if section not in document:
            continue
        entries = document[section]
        if not isinstance(entries, list):
            if entries is not None:
                findings.add(
                    "wrong_type",
                    (section,),
                    f"「{section}」は一覧でなければなりません。",
                    f"'{section}' must be a list.",
                    Text(
                        "「- 」で始まる行を並べるか、[] と書いてください。",
                        "Write lines that begin with '- ', or [].",
                    ),
                )
            continue
        parts.declared[section] = frozenset(
            entry["id"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("id"), str)
        )
        placed = []
        for index, entry in enumerate(entries):
            path = (section, index)
            sound = validate(model, entry, path, findings)
            if sound is not None:
                placed.append(Placed(path, sound))
        setattr(parts, section, placed)
    return parts


def check_root(document: dict[str, object], findings: Findings, model: Any, needed: str) -> None:
    """The keys of a file, its version, and the section that it needs."""
    allowed = keys_at(model, ())
    for key in document:
        if key not in allowed:
            unknown_key(findings, (key,), str(key), allowed)
    version = document.get("schema_version")
    for key in ("schema_version", needed):
        if key not in document:
            findings.add(
                "missing_field",
                (key,),
                f"必要な項目「{key}」がありません。",
                f"The required field '{key}' is missing.",
                Text(f"「{key}: …」を加えてください。", f"Add '{key}: …'."),
                field=key,
            )
    if version is not None and (version != 1 or isinstance(version, (bool, float))):
        findings.add(
            "unsupported_version",
            ("schema_version",),
            "この版の書式は読めません。",
            "This version of the format is not supported.",
            Text("「schema_version: 1」と書いてください。", "Write 'schema_version: 1'."),
        )


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def validate(model: Any, value: object, path: Path, findings: Findings) -> Any:
    """The document, or None: what is wrong with it goes to `findings`."""
    try:
        return _adapter(model).validate_python(value)
    except ValidationError as error:
        if error.error_count() > _ERRORS_OF_AN_ENTRY:
            findings.add(
                "wrong_value",
                path,
                f"この要素には誤りが {error.error_count():,} 件あります。",
                f"This entry has {error.error_count():,} errors.",
            )
            return None
        for detail in error.errors(include_url=False):
            report(findings, detail, path, model)
    except RecursionError:  # only for data that was never a file
        findings.add("too_deep", path, "入れ子が深すぎます。", "Nested too deeply.")
    return None


def check_plain(
    document: dict[str, object], findings: Findings, null_has_meaning: Callable[[Path], bool]
) -> None:
    """Values must be plain data; null stands only where it has a meaning."""
    pending: list[tuple[Path, object, bool]] = [((), document, False)]
    while pending:
        path, value, free = pending.pop()
        if isinstance(value, dict):
            for key, below in value.items():
                pending.append(((*path, key), below, free or key == "attributes"))
        elif isinstance(value, list):
            pending.extend(((*path, index), below, free) for index, below in enumerate(value))
        elif value is None and not free and not null_has_meaning(path):
            findings.add(
                "null_value",
                path,
                f"「{path[-1]}」の値が書かれていません。",
                f"'{path[-1]}' has no value.",
                Text(
                    "値を書くか、キーごと省いてください(空の一覧は [])。",
                    "Write a value, or leave the key out (an empty list is []).",
                ),
            )


def _null_has_meaning(path: Path) -> bool:
    """An unknown partner of an integration."""
    return len(path) == 3 and path[0] == "integrations" and path[2] in ("from", "to")
