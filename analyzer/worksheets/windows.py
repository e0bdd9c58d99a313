"""From when to when a test runs before its cutover: windows that the file says in attributes (旭川市「運用テスト」).

旭川市 gave the operation test three months, which were too short, and wants about six; forms printed outside took longer, since
their printer had to mend them too; external bodies want tests applied for ahead. Attributes: ``運用テスト期間`` of a system (or of
the landscape), else ``運用テスト期間_望ましい``, else ``運用テスト期間_当初``; ``外部委託の月数`` and ``テスト申入れの月数`` of a system or link.
Values are months: ``6`` or ``6か月``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from analyzer.landscape.model import Landscape, System
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Text
from analyzer.worksheets.attributes import Attributes, Part

WINDOW, WANTED, FIRST_TRIED = "運用テスト期間", "運用テスト期間_望ましい", "運用テスト期間_当初"
OUTSIDE, AHEAD = "外部委託の月数", "テスト申入れの月数"
USUAL = 3
"""Months of an operation test where the file says nothing: what 旭川市 began with."""
_MONTHS = re.compile(r"([0-9]{1,3})(?:[かヶケカ箇ヵ]?月(?:間)?|months?)?\Z")
_NOT_SAID = Text("書かれていない(3か月とした)", "not said (3 months taken)")


@dataclass(frozen=True, slots=True)
class Window:
    """`start` to `finish`, both inclusive, before the month of the cutover; `basis`: what said so."""

    months: int
    start: Month
    finish: Month
    basis: Text


class Windows:
    def __init__(self, landscape: Landscape, attributes: Attributes) -> None:
        self.landscape = landscape
        self.attributes = attributes

    def of(self, systems: Iterable[System], cutover: Month, more: int = 0) -> Window:
        """The longest window of the systems, ending with the month before the cutover; `more` months earlier."""
        months, basis = max((self._said(system) for system in systems), default=(USUAL, _NOT_SAID))
        whole = max(1, months + more)
        return Window(whole, cutover + -whole, cutover + -1, basis)

    def months(self, part: Part, name: str) -> int | None:
        """``6`` or ``6か月``; None where nothing is said, or nothing that can be read (a finding)."""
        text = self.attributes.text(part, name)
        if text is None:
            return None
        match = _MONTHS.match(unicodedata.normalize("NFKC", text).strip().replace(" ", ""))
        if match is None:
            finding = Finding(
                "months_not_understood", "warning",
                Text(f"attributes の「{name}」の値「{text[:40]}」は月数ではありません。",
                     f"{text[:40]!r} of the attribute {name!r} is no number of months."),
                self.landscape.places.at((*part.path, "attributes", name)),
                Text("6 か 6か月 のように書いてください。", "Write it like 6."),
                (("attribute", name),),
            )  # fmt: skip
            if finding not in self.attributes.findings:
                self.attributes.findings.append(finding)
            return None
        return int(match[1])

    def _said(self, system: System) -> tuple[int, Text]:
        for name in (WINDOW, WANTED, FIRST_TRIED):
            found = self.months(system, name)
            if found is not None:
                return found, Text(f"{system.name}: {name}", f"{system.id}: {name}")
        found = self.months(self.attributes.head, WINDOW)
        if found is not None:
            return found, Text(f"全体: {WINDOW}", f"landscape: {WINDOW}")
        return USUAL, _NOT_SAID
