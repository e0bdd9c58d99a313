"""The links that a change touches, each with the way from the change to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from analyzer.graph.affected import AffectedBy, AffectedLink, Way
from analyzer.graph.landscape_graph import Direction
from analyzer.landscape.model import IntegrationKey
from analyzer.landscape.months import Month
from analyzer.messages import Text
from analyzer.messages.words import STATES, SUBJECTS, UNKNOWN_PARTNER
from analyzer.reports.layout import Report, Section, Table, columns


class Called(Protocol):
    """What has a name for people."""

    @property
    def name(self) -> str: ...


class NamedLandscape(Protocol):
    """Of a landscape what the answer shows: a `Landscape`, or names that a store was asked for."""

    @property
    def id(self) -> str: ...
    @property
    def content_hash(self) -> str: ...
    @property
    def systems(self) -> Mapping[str, Called]: ...
    @property
    def integrations(self) -> Mapping[IntegrationKey, Called]: ...


@dataclass(frozen=True, slots=True)
class AffectedAnswer:
    """`month` is None where the forms are those of today."""

    landscape: NamedLandscape
    change: AffectedBy
    direction: Direction
    depth: int
    month: Month | None
    links: tuple[AffectedLink, ...]


def affected_document(answer: AffectedAnswer) -> dict[str, object]:
    integrations = answer.landscape.integrations
    return {
        "schema_version": 1,
        "landscape": {"id": answer.landscape.id, "hash": answer.landscape.content_hash},
        "change": {"kind": answer.change.kind, "id": answer.change.id},
        "direction": answer.direction,
        "depth": answer.depth,
        "month": None if answer.month is None else str(answer.month),
        "links": [
            {
                "integration": str(link.key),
                "name": integrations[link.key].name,
                "depth": link.depth,
                "state": link.state,
                "mark": link.mark,
                "path": [str(step) for step in link.path],
            }
            for link in answer.links
        ],
    }


def affected_report(answer: AffectedAnswer) -> Report:
    landscape = answer.landscape
    word = SUBJECTS[answer.change.kind]
    when = (
        Text("今の姿", "as of today")
        if answer.month is None
        else Text(f"{answer.month} の姿", f"as of {answer.month}")
    )
    heading = Text(
        f"{word.ja} {answer.change.id} の変更が及ぶ連携: {len(answer.links)} 件({when.ja}、深さ {answer.depth} まで)",
        f"Links affected by a change of {word.en} {answer.change.id}: {len(answer.links)} ({when.en}, depth {answer.depth})",
    )
    rows = tuple(
        (
            link.depth, str(link.key), landscape.integrations[link.key].name, _system(landscape, link.key.source),
            _system(landscape, link.key.target), STATES[link.state], _path(landscape, link.path),
        )
        for link in answer.links
    )  # fmt: skip
    table = Table(
        columns(
            ("深さ", "depth", "number"), ("連携", "integration"), ("名前", "name"), ("送信側", "from"),
            ("受信側", "to"), ("状態", "state"), ("経路", "path", "below"),
        ),
        rows,
    )  # fmt: skip
    return Report((Section(heading, table=table),), table)


def _system(landscape: NamedLandscape, system: str | None) -> Text:
    return UNKNOWN_PARTNER if system is None else Text(landscape.systems[system].name, system)


def _path(landscape: NamedLandscape, way: Way) -> Text | None:
    """Nothing where the way is the link itself, or the changed system and the link."""
    if len(way) <= 2:
        return None
    return Text(
        " → ".join(str(s) if isinstance(s, IntegrationKey) else landscape.systems[s].name for s in way),
        " → ".join(str(step) for step in way),
    )
