"""Violations and findings, found anew and compared by code and subject (texts and places are not)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from analyzer.landscape.model import Integration
from analyzer.messages import Finding, Text
from analyzer.plan.rules import standing_findings
from analyzer.verification.faults import Faults
from analyzer.verification.world import World

RECOMPUTED = ("link_lost", "absent_high", "contract_end", "environment_unavailable", "package_unavailable")
"""Findings that follow from landscape and months; others are remarks, and are not judged."""

_NO_SUBJECT = {
    "code",
    "message",
    "place",
    "file",
    "line",
    "column",
    "severity",
    "suggestion",
    "missing",
    "reason",
}


def unserved_demands(world: World) -> list[Finding]:
    """Demands that nothing can serve, and native links that nothing can carry, span by span."""
    found: list[Finding] = []
    for (key, span), possible in world.possibilities.items():
        if not possible:
            native = world.state(world.landscape.integrations[key], span) == "native"
            code = "native_uncarried" if native else "unserved_demand"
            first, stop = world.spans[span].start, world.spans[span].stop
            months = {"month": world.month_text(first), "until": world.month_text(stop - 1)}
            found.append(_finding(code, integration=str(key), **months))
    return found


def findings(world: World) -> list[Finding]:
    """What breaks no rule, but people should know: lost links, absent links of high criticality."""
    found = list(standing_findings(world.landscape))
    for link in world.links:
        for code, holds in (("link_lost", _lost), ("absent_high", _absent_high)):
            spans = [span for span in world.spans if holds(world, link, span.index)]
            if spans:
                month, count = world.month_text(spans[0].start), sum(len(span) for span in spans)
                found.append(_finding(code, integration=str(link.key), month=month, months=count))
    return found


def _lost(world: World, link: Integration, span: int) -> bool:
    """Both ends are at a generation for which it has none, an earlier one has one, and it does not end."""
    ends = world.ends(link, span)
    if ends.state.state != "absent" or link.ends:
        return False
    generations = ends.source_form.generation, ends.target_form.generation
    older = min(world.landscape.generation_index(generation) for generation in generations)
    return not any(generation in link.realizations for generation in generations) and any(
        world.landscape.generation_index(generation) < older for generation in link.realizations
    )


def _absent_high(world: World, link: Integration, span: int) -> bool:
    """Of high criticality, absent, an end has left its form 0, and it has not ended as the file says."""
    ends = world.ends(link, span)
    if link.criticality != "high" or ends.state.state != "absent":
        return False
    if ends.source_index == 0 and ends.target_index == 0:
        return False
    generations = ends.source_form.generation, ends.target_form.generation
    older = min(world.landscape.generation_index(generation) for generation in generations)
    written = [world.landscape.generation_index(generation) for generation in link.realizations]
    return not (link.ends and written and older > max(written))


def _finding(code: str, **details: object) -> Finding:
    return Finding(code, "error", Text("", ""), details=tuple(sorted(details.items())))


def compare_statements(kind: str, listed: list[dict[str, Any]], right: list[Finding], faults: Faults) -> None:
    """Faults for what is missing from `violations` or `findings`, and for what should not be there."""
    wanted = Counter(_subject(finding.code, dict(finding.details)) for finding in right)
    for index, entry in enumerate(listed):
        subject = _subject(entry["code"], entry)
        if wanted[subject] > 0:
            wanted[subject] -= 1
        elif kind == "violations" or entry["code"] in RECOMPUTED:
            faults.add(
                f"{kind[:-1]}_wrong", (kind, index),
                f"この計画に {' '.join(subject)} はあたりません。", f"{' '.join(subject)} does not hold of this plan.",
            )  # fmt: skip
    for subject in sorted(wanted.elements()):
        faults.add(
            f"{kind[:-1]}_missing", (kind,),
            f"{' '.join(subject)} が示されていません。", f"{' '.join(subject)} is not listed.",
        )  # fmt: skip


def _subject(code: str, details: dict[str, Any]) -> tuple[str, str]:
    plain = {name: _plain(value) for name, value in details.items() if name not in _NO_SUBJECT}
    return code, json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    """Words, numbers and lists of them; anything deeper stands for nothing that we compare."""
    if isinstance(value, list | tuple):
        return [item if isinstance(item, str | int) else "…" for item in value]
    return value if isinstance(value, str | int) or value is None else "…"
