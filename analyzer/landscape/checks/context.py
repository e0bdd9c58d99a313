"""What every check of a file's meaning looks at."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cached_property

from analyzer.landscape import documents as d
from analyzer.landscape.build import horizon, integration_key
from analyzer.landscape.findings import Findings
from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Horizon
from analyzer.landscape.places import Path
from analyzer.landscape.references import IntegrationIndex
from analyzer.landscape.structure import Parts
from analyzer.messages import Text

KINDS: dict[str, Text] = {
    "vendors": Text("ベンダ", "vendor"),
    "environments": Text("環境", "environment"),
    "lines": Text("回線", "line"),
    "hubs": Text("ハブ", "hub"),
    "packages": Text("パッケージ", "package"),
    "systems": Text("システム", "system"),
}
_MAX_SUGGESTIONS = 100
"""Looking for a similar id takes time; nobody reads the two-hundredth suggestion."""


@dataclass
class Context:
    """The sound parts of a file whose header is sound, and where findings go."""

    parts: Parts
    header: d.LandscapeDocument
    findings: Findings
    suggested: int = 0

    @cached_property
    def horizon(self) -> Horizon:
        return horizon(self.header)

    @cached_property
    def generations(self) -> tuple[str, ...]:
        return tuple(self.header.generations)

    @cached_property
    def keys(self) -> tuple[IntegrationKey, ...]:
        return tuple(integration_key(placed.document) for placed in self.parts.integrations)

    @cached_property
    def index(self) -> IntegrationIndex:
        return IntegrationIndex(self.keys)

    @cached_property
    def moves(self) -> dict[str, frozenset[str]]:
        """The moves of each system whose entry is sound."""
        return {
            placed.document.id: frozenset(move.id for move in placed.document.moves)
            for placed in self.parts.systems
        }

    def known(self, section: str, id: str | None, path: Path) -> None:
        """Note an id that `section` does not declare."""
        if id is not None and id not in self.parts.declared.get(section, frozenset()):
            self.unknown(KINDS[section], id, path, self.parts.declared.get(section, frozenset()))

    def known_generation(self, id: str | None, path: Path) -> None:
        if id is not None and id not in self.generations:
            self.unknown(Text("世代", "generation"), id, path, frozenset(self.generations))

    def unknown(self, kind: Text, id: str, path: Path, declared: frozenset[str]) -> None:
        """Note a reference to something that is not declared, with the nearest id that is."""
        close: list[str] = []
        if self.suggested < _MAX_SUGGESTIONS:
            self.suggested += 1
            close = difflib.get_close_matches(id, sorted(declared), n=1, cutoff=0.6)
        suggestion = (
            Text(f"「{close[0]}」のことですか。", f"Did you mean '{close[0]}'?")
            if close
            else Text(
                f"{kind.ja}として登録するか、識別子を直してください。",
                f"Declare the {kind.en}, or correct the id.",
            )
        )
        self.findings.add(
            "unknown_id",
            path,
            f"{kind.ja}「{id}」はどこにも定義されていません。",
            f"The {kind.en} '{id}' is not declared.",
            suggestion,
            kind=kind.en,
            id=id,
        )
