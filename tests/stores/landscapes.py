"""Small landscapes that differ, for stores to keep."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import yaml

from analyzer.landscape.loading import read_landscape
from analyzer.landscape.model import IntegrationKey, Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.stores.compact import compact
from tests.builders import Document, landscape_document, link, system
from tests.builders import landscape as model


def city(id: str = "asahi", name: str = "旭市", *, links: int = 1) -> Landscape:
    """A city that differs by its name and its links."""
    return model(_document(id, name, links))


def city_text(id: str = "asahi", name: str = "旭市", *, links: int = 1) -> bytes:
    return as_yaml(_document(id, name, links))


def as_yaml(document: Document) -> bytes:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False).encode()


def loaded(text: bytes, file: str) -> Landscape:
    result = read_landscape(text, file)
    assert result.landscape is not None, result.findings
    return result.landscape


def _document(id: str, name: str, links: int) -> Document:
    systems = [system("jumin"), system("zeimu"), system("fukushi", current={"vendor": "vb"})]
    ends = [("jumin", "zeimu"), ("zeimu", "fukushi"), ("fukushi", "jumin"), ("jumin", None)]
    return landscape_document(
        landscape={"id": id, "name": name},
        systems=systems,
        integrations=[link(f"{n + 1:04}o001", *ends[n % len(ends)]) for n in range(links)],
    )


def plain(value: object) -> Any:
    """An answer of a store as plain data: dataclasses by their fields, without where they stand in a file."""
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Month):
            return str(value)
        return {
            field.name: plain(getattr(value, field.name))
            for field in fields(value)
            if field.name not in {"path", "places"}
        }
    if isinstance(value, dict):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, IntegrationKey | MoveRef | Enum):
        return str(value)
    if isinstance(value, frozenset | set):
        return sorted(plain(entry) for entry in value)
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value.decode("utf-8", "backslashreplace") if isinstance(value, bytes) else value


def as_json(value: object) -> bytes:
    return compact(plain(value))
