"""What users read: every sentence stands in Japanese and in English, side by side.

Modules write both sentences where the fact is known (``Text(ja=..., en=...)``) and never
look at the language in use: `Text.in_language` is called at the door (CLI, report, page).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Language = Literal["ja", "en"]
Severity = Literal["error", "warning", "info"]


class Text(NamedTuple):
    """One sentence (or label) in both languages."""

    ja: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.ja if language == "ja" else self.en


class Place(NamedTuple):
    """Where a value stands in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that people should know, with its code, its place and how to mend it.

    `severity` is ``error`` where the input cannot be used, ``warning`` where it can.
    `details` holds plain values (ids, months as text) for programs; sorted by name.
    """

    code: str
    severity: Severity
    message: Text
    place: Place | None = None
    suggestion: Text | None = None
    details: tuple[tuple[str, object], ...] = field(default=())

    def as_dict(self) -> dict[str, object]:
        """The JSON form that `landscape_file.md` fixes for `validate --format json`."""
        place = self.place
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message._asdict(),
            "file": place.file if place else None,
            "line": place.line if place else None,
            "column": place.column if place else None,
            "suggestion": self.suggestion._asdict() if self.suggestion else None,
            **dict(self.details),
        }
