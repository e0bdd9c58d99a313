"""What is wrong with one of the published files, said with its place and how to mend it."""

from __future__ import annotations

from difflib import get_close_matches

from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Path, Places
from analyzer.messages import Finding, Severity, Text

MAX_NAME = 100
_SUGGESTED = 200
"""A file with thousands of unknown names gets this many suggestions: looking for a near word is slow."""


class Notes:
    """What is wrong with one file, noted by the way to the value."""

    def __init__(self, places: Places, findings: Findings) -> None:
        self.places, self.findings = places, findings
        self._suggested = 0

    def note(
        self,
        code: str,
        path: Path,
        ja: str,
        en: str,
        mend: Text | None = None,
        severity: Severity = "error",
    ) -> None:
        self.findings.take(Finding(code, severity, Text(ja, en), self.places.at(path), mend))

    def near(self, name: str, known: tuple[str, ...]) -> Text | None:
        """What an unknown name may mean."""
        self._suggested += 1
        found = get_close_matches(name[:MAX_NAME], known, n=1) if self._suggested <= _SUGGESTED else []
        return Text(f"もしかして: {found[0]}", f"Did you mean {found[0]}?") if found else None

    def name(self, value: object, path: Path, *, empty: bool = False) -> str | None:
        """A name without spaces around it; None where it is none."""
        if (
            isinstance(value, str)
            and value.isprintable()
            and len(value) <= MAX_NAME
            and (value.strip() or empty)
        ):
            return value.strip()
        self.note(
            "not_a_name", path,
            f"名前ではありません({said(value)})。", f"This is not a name ({said(value)}).",
            Text(f"改行のない {MAX_NAME} 文字までの名前を書いてください。",
                 f"Write a name of up to {MAX_NAME} letters without line breaks."),
        )  # fmt: skip
        return None

    def twice(self, path: Path, first: Path, what: str) -> None:
        place = self.places.at(first)
        where = "" if place is None else f"{place.line}:{place.column}"
        self.note(
            "twice", path,
            f"{what} が二度あります(初めは {where})。", f"{what} stands here a second time (first at {where}).",
            Text("どちらかを消してください。", "Take one of them out."),
        )  # fmt: skip


def said(value: object) -> str:
    """A value as a message shows it."""
    return str(value)[:40] if isinstance(value, str | int | float | bool) else type(value).__name__
