"""What is wrong with an answer, gathered at one place, each fault with its place in the plan file."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.landscape.places import Path, Places
from analyzer.messages import Finding, Text


@dataclass(slots=True)
class Faults:
    """Collects faults; `places` is the plan file's, paths lead into the answer."""

    places: Places
    found: list[Finding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    """What could not be checked, and why: no faults."""

    def add(self, code: str, path: Path, ja: str, en: str, **details: object) -> None:
        """One fault: both sentences, and plain details for programs."""
        self.found.append(
            Finding(
                code=code,
                severity="error",
                message=Text(ja, en),
                place=self.places.at(path),
                details=tuple(sorted({"path": written(path), **details}.items())),
            )
        )

    def compare(self, code: str, path: Path, listed: object, right: object) -> None:
        """A fault unless the listed value is the recomputed one (`True` is not 1)."""
        if type(listed) is not type(right) or listed != right:
            where = written(path)
            self.add(
                code,
                path,
                f"{where} は {right!r} のはずですが、{listed!r} とあります。",
                f"{where} says {listed!r}, but it is {right!r}.",
                listed=listed,
                right=right,
            )


def written(path: Path) -> str:
    """``("bridges", 0, "from")`` → ``bridges[0].from``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
