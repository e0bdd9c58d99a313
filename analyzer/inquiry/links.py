"""Questions about links: an unknown partner, a way that nobody wrote down, a doubtful source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analyzer.graph.landscape_graph import LandscapeGraph
from analyzer.inquiry.questions import Question, Target, Topic
from analyzer.landscape.model import Integration, IntegrationKey, Landscape
from analyzer.messages import Text
from analyzer.reports.layout import both
from analyzer.reports.questions import carried_as_is
from analyzer.tables.headings import LINKS, Column

_COLUMNS = {column.name: column for column in LINKS.columns}
_SYSTEM = Text("システムのIDまたは名称", "id or name of a system")
_SURE = Text("調査済・資料・想定・不明のどれか", "surveyed, documented, assumed or unknown")
WAY = Column(
    "way", "運び方", "text", Text("過渡期連携の種類と、立っている場所", "kind of bridge, and where it stands")
)
_WAY = Text(
    "「現行連携の維持 @ システム」「書き戻し @ システム @ ハブ」「変換 @ ハブ」「手作業」のように、種類と場所",
    "kind and place, such as: keep_legacy @ system, write_back @ system @ hub, convert @ hub, manual",
)
DOUBTFUL = ("assumed", "unknown")
"""How well a link is known (`confidence`) where its vendors are asked; nothing said is not asked about."""


def link_questions(today: LandscapeGraph) -> Iterator[Question]:
    """`today` is the graph at the forms 0."""
    landscape = today.landscape
    unlisted = frozenset(carried_as_is(today))
    for at, (key, integration) in enumerate(landscape.integrations.items()):
        if key.source is None:
            yield _partner(landscape, at, integration, "from")
        if key.target is None:
            yield _partner(landscape, at, integration, "to")
        if key in unlisted:
            yield _question(
                landscape, "as_is", integration, Target("existing_bridges", None), WAY, _WAY,
                "は、今すでに新旧が混在しています。どのように運んでいますか。", "is mixed today. How is it carried?",
                "existing_bridges",
            )  # fmt: skip
        if integration.confidence in DOUBTFUL:
            yield _question(
                landscape, "confidence", integration, Target("integrations", at, ("confidence",)),
                _COLUMNS["confidence"], _SURE,
                "は、このとおりで正しいですか。何で確かめましたか。", "is it right as it is listed, and how do you know?",
                f"integrations[{key}].confidence",
            )  # fmt: skip


def _partner(landscape: Landscape, at: int, integration: Integration, end: str) -> Question:
    ja, en = ("データを送るシステムはどれですか。", "which system sends it?") if end == "from" else (
        "データを受け取るシステムはどれですか。", "which system receives it?")  # fmt: skip
    found = _question(
        landscape, "partner", integration, Target("integrations", at, (end,)), _COLUMNS[end], _SYSTEM,
        f"の{ja}", en, f"integrations[{integration.key}].{end}",
    )  # fmt: skip
    return replace(found, subject=f"{integration.key}.{end}")


def _question(
    landscape: Landscape,
    topic: Topic,
    integration: Integration,
    target: Target,
    column: Column,
    hint: Text,
    ja: str,
    en: str,
    field: str,
) -> Question:
    key = integration.key
    name = integration.name
    return Question(
        topic, str(key), vendors_today(landscape, key), both(name),
        Text(f"連携 {key}「{name}」{ja}", f"{key} ({name}): {en}"),
        hint, field, target, column,
    )  # fmt: skip


def vendors_today(landscape: Landscape, key: IntegrationKey) -> tuple[str, ...]:
    """The vendors of the forms 0 of the ends that are known; sorted."""
    ends = {end for end in (key.source, key.target) if end is not None}
    return tuple(sorted({landscape.systems[end].forms[0].vendor for end in ends}))
