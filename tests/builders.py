"""Small valid landscapes for tests: plain documents with overrides, and their models."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from analyzer.landscape.loading import read_document
from analyzer.landscape.model import Landscape
from analyzer.landscape.places import Places

Document = dict[str, Any]

SMALL: Document = {
    "schema_version": 1,
    "landscape": {
        "id": "small",
        "name": "小さな市",
        "horizon": {"first": "2025-01", "last": "2025-06"},
    },
    "vendors": [{"id": "va", "name": "ベンダA"}, {"id": "vb", "name": "ベンダB"}],
    "environments": [
        {"id": "office", "name": "庁内", "hosting": "on_premises"},
        {"id": "cloud", "name": "ガバメントクラウド", "hosting": "government_cloud"},
    ],
    "hubs": [{"id": "master", "name": "連携用マスタ", "environment": "office", "vendor": "va"}],
    "systems": [
        {
            "id": "jumin",
            "name": "住民記録",
            "block": "resident",
            "scope": "standard",
            "current": {"environment": "office", "generation": "legacy", "vendor": "va"},
            "moves": [{"id": "shift", "to": {"environment": "cloud", "generation": "standard"}}],
        },
        {
            "id": "zeimu",
            "name": "税務",
            "block": "tax",
            "scope": "standard",
            "current": {"environment": "office", "generation": "legacy", "vendor": "vb"},
            "moves": [{"id": "shift", "to": {"environment": "cloud", "generation": "standard"}}],
        },
    ],
    "integrations": [
        {
            "id": "001o001",
            "name": "住民情報",
            "from": "jumin",
            "to": "zeimu",
            "realizations": {"legacy": {"method": "file"}, "standard": {"method": "api"}},
        },
    ],
}
"""Two systems that move from office to cloud, and one link between them that is mixed between."""


def landscape_document(**overrides: Any) -> Document:
    """`SMALL` with whole sections replaced; a section given as None is left out.

    ``landscape={...}`` is laid over the header field by field, the rest replaces.
    """
    document = deepcopy(SMALL)
    header = overrides.pop("landscape", None)
    if header is not None:
        document["landscape"].update(header)
    for section, value in overrides.items():
        if value is None:
            document.pop(section, None)
        else:
            document[section] = deepcopy(value)
    return document


def system(id: str, *moves: Document, **fields: Any) -> Document:
    """A system in the office at legacy, of vendor va; `current` is laid over that."""
    current = {"environment": "office", "generation": "legacy", "vendor": "va", **fields.pop("current", {})}
    return {"id": id, "name": id, "scope": "standard", "current": current, "moves": list(moves), **fields}


def move(id: str = "shift", to: Document | None = None, **fields: Any) -> Document:
    """A move to the cloud and to standard, unless `to` says otherwise."""
    return {"id": id, "to": to or {"environment": "cloud", "generation": "standard"}, **fields}


def link(id: str, source: str | None, target: str | None, **fields: Any) -> Document:
    """A direct link with a realization of its own at either generation."""
    realizations: Document = {"legacy": {}, "standard": {}}
    return {"id": id, "name": id, "from": source, "to": target, "realizations": realizations, **fields}


def landscape(document: Document | None = None, **overrides: Any) -> Landscape:
    """The model of a document (default: of `landscape_document(**overrides)`); it must be valid."""
    result = read_document(
        landscape_document(**overrides) if document is None else document, Places("test.yaml")
    )
    assert result.landscape is not None, [str(f.message.en) for f in result.findings]
    return result.landscape
