"""Facts about an office that the file has no field for, read out of `attributes` (docs/worksheets.md names them).

What stands there is free: a value of a kind that a sheet does not understand is a finding, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from analyzer.landscape.model import Landscape, Remarks
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text

_MOST_MONTHS = 1200


class Part(Protocol):
    """Anything of the file that carries remarks."""

    @property
    def remarks(self) -> Remarks: ...

    @property
    def path(self) -> Path: ...


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the file as a part: a landscape has no path of its own."""

    remarks: Remarks
    path: Path = ("landscape",)


@dataclass(slots=True)
class Attributes:
    """Reads attributes of one landscape; `findings` collects what was not understood."""

    landscape: Landscape
    findings: list[Finding] = field(default_factory=list)

    @property
    def head(self) -> Head:
        return Head(self.landscape.remarks)

    def text(self, part: Part, name: str) -> str | None:
        """A value as text; None where there is none."""
        return self.text_in(part.remarks.attributes, (*part.path, "attributes"), name)

    def number(self, part: Part, name: str) -> int | None:
        """A whole number of 0 or more; None where there is none."""
        return self.number_in(part.remarks.attributes, (*part.path, "attributes"), name)

    def rows(self, part: Part, name: str) -> tuple[Row, ...]:
        """A list of mappings; empty where there is none."""
        value = part.remarks.attributes.get(name)
        path = (*part.path, "attributes", name)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._misread(path, name, Text("項目の組のリスト", "a list of mappings"))
            return ()
        rows = []
        for at, entry in enumerate(value):
            if isinstance(entry, Mapping):
                rows.append(Row(self, entry, (*path, at)))
            else:
                self._misread((*path, at), name, Text("項目の組", "a mapping"))
        return tuple(rows)

    def text_in(self, values: Mapping[str, object], path: Path, name: str) -> str | None:
        """As `text`, of a mapping at a path."""
        value = values.get(name)
        if value is None:
            return None
        if isinstance(value, bool | list | Mapping):
            self._misread((*path, name), name, Text("文字列", "text"))
            return None
        return str(value)

    def number_in(self, values: Mapping[str, object], path: Path, name: str) -> int | None:
        """As `number`, of a mapping at a path."""
        value = values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_MONTHS:
            self._misread((*path, name), name, Text(f"0～{_MOST_MONTHS} の整数", f"a whole number, 0 to {_MOST_MONTHS}"))  # fmt: skip
            return None
        return value

    def _misread(self, path: Path, name: str, wanted: Text) -> None:
        finding = Finding(
            "attribute_not_understood", "warning",
            Text(f"attributes の「{name}」を読めません。", f"The attribute {name!r} is not understood."),
            self.landscape.places.at(path),
            Text(f"{wanted.ja}で書いてください。", f"Write {wanted.en}."),
            (("attribute", name),),
        )  # fmt: skip
        if finding not in self.findings:
            self.findings.append(finding)


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list in attributes."""

    attributes: Attributes
    values: Mapping[str, object]
    path: Path

    def text(self, name: str) -> str | None:
        return self.attributes.text_in(self.values, self.path, name)

    def number(self, name: str) -> int | None:
        return self.attributes.number_in(self.values, self.path, name)
