"""Collects what is wrong with a file: everything at once, each with its place."""

from __future__ import annotations

from analyzer.landscape.codes import CODES
from analyzer.landscape.places import Path, Places
from analyzer.messages import Finding, Place, Text

MAX_LISTED = 1_000
_PRUNE_AT = 4_000


class Findings:
    """Keeps the first 1,000 (errors before warnings), counts all, gives them by place.

    Severity is not decided where a fact is found but in `codes.CODES`.
    """

    def __init__(self, places: Places) -> None:
        self._places = places
        self._kept: list[Finding] = []
        self._broken: set[Path] = set()
        self.total = 0
        self.errors = 0

    def add(
        self,
        code: str,
        path: Path,
        ja: str,
        en: str,
        suggestion: Text | None = None,
        **details: object,
    ) -> None:
        """Note a fact about the value at `path`."""
        self.put(code, self._places.at(path), ja, en, suggestion, **details)
        if CODES[code].severity == "error":
            self._broken.add(path[:2])

    def put(
        self,
        code: str,
        place: Place | None,
        ja: str,
        en: str,
        suggestion: Text | None = None,
        **details: object,
    ) -> None:
        """Note a fact about what stands at `place`."""
        severity = CODES[code].severity
        self.take(Finding(code, severity, Text(ja, en), place, suggestion, tuple(sorted(details.items()))))

    def take(self, finding: Finding) -> None:
        """Add a finding made elsewhere."""
        self.total += 1
        self.errors += finding.severity == "error"
        self._kept.append(finding)
        if len(self._kept) >= _PRUNE_AT:
            self._kept = sorted(self._kept, key=_errors_first)[:MAX_LISTED]

    def include(self, listed: tuple[Finding, ...], total: int) -> None:
        """Add what another collector listed, and the number of what it counted beside."""
        for finding in listed:
            self.take(finding)
        self.total += total - len(listed)

    def is_broken(self, path: Path) -> bool:
        """Whether an error was found in the entry at `path` (section, position)."""
        return path[:2] in self._broken

    def is_broken_section(self, section: str) -> bool:
        return any(path[:1] == (section,) for path in self._broken)

    def result(self) -> tuple[tuple[Finding, ...], int]:
        """(the findings listed, sorted by place; the number of all)."""
        listed = sorted(self._kept, key=_errors_first)[:MAX_LISTED]
        return tuple(sorted(listed, key=_by_place)), self.total


def _by_place(finding: Finding) -> tuple[object, ...]:
    return (finding.place or ("", 0, 0), finding.code, finding.message)


def _errors_first(finding: Finding) -> tuple[object, ...]:
    return (finding.severity != "error", *_by_place(finding))
