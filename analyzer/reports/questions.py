"""What nobody knows yet: the questions that a landscape file leaves open, each with its place."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.graph.landscape_graph import LandscapeGraph
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text


def open_questions(today: LandscapeGraph) -> tuple[Finding, ...]:
    """Unknown partners, links carried nobody knows how, unknown confidence, systems without a link.

    `today` is the graph at the forms 0.
    """
    landscape = today.landscape
    return (
        *(_unknown_partner(landscape, link.integration) for link in today.unknown_partners()),
        *(_as_is(landscape, landscape.integrations[key]) for key in carried_as_is(today)),
        *_confidence(landscape),
        *(_isolated(landscape, system) for system in today.isolated_systems()),
    )


def carried_as_is(today: LandscapeGraph) -> tuple[IntegrationKey, ...]:
    """Links mixed at the forms 0 that no standing bridge lists (relays and ordered ones aside)."""
    listed = {
        key
        for bridge in today.landscape.existing_bridges
        if bridge.kind != "relay" and bridge.first is None
        for key in bridge.serves
    }
    return tuple(link.key for link in today.mixed_links() if link.key not in listed)


def _question(landscape: Landscape, path: Path, code: str, ja: str, en: str, **details: object) -> Finding:
    return Finding(
        code, "info", Text(ja, en), landscape.places.at(path), details=tuple(sorted(details.items()))
    )


def _unknown_partner(landscape: Landscape, integration: Integration) -> Finding:
    return _question(
        landscape, integration.path, "unknown_partner",
        f"連携 {integration.key}「{integration.name}」の相手がわかりません。",
        f"Nobody knows the partner of {integration.key}.",
        integration=str(integration.key),
    )  # fmt: skip


def _as_is(landscape: Landscape, integration: Integration) -> Finding:
    return _question(
        landscape, integration.path, "carried_as_is",
        f"連携 {integration.key}「{integration.name}」は今すでに新旧が混在していますが、運び方がわかりません。",
        f"{integration.key} is mixed today, and nobody wrote down how it is carried.",
        integration=str(integration.key),
    )  # fmt: skip


def _confidence(landscape: Landscape) -> Iterator[Finding]:
    for integration in landscape.integrations.values():
        if integration.confidence == "unknown":
            yield _question(
                landscape, integration.path, "confidence_unknown",
                f"連携 {integration.key}「{integration.name}」は確かめられていません(confidence: unknown)。",
                f"{integration.key} has not been confirmed (confidence: unknown).",
                integration=str(integration.key),
            )  # fmt: skip


def _isolated(landscape: Landscape, system: str) -> Finding:
    name = landscape.systems[system].name
    return _question(
        landscape, landscape.systems[system].path, "isolated_system",
        f"システム {name}（{system}）には連携がありません。調査から漏れていませんか。",
        f"System {system} has no link: was it forgotten in the survey?",
        system=system,
    )  # fmt: skip
