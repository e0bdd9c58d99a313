"""Integrations: their realizations and what may be done with them."""

from __future__ import annotations

from analyzer.landscape import documents as d
from analyzer.landscape.build import realized_at
from analyzer.landscape.checks.context import Context
from analyzer.landscape.places import Path
from analyzer.messages import Text


def check(context: Context) -> None:
    for path, link in context.parts.integrations:
        if link.suspendable is not None and link.criticality == "high":
            context.findings.add(
                "suspendable_high",
                (*path, "suspendable"),
                "重要度が high の連携は止められません。",
                "A link of high criticality cannot be suspendable.",
                Text(
                    "suspendable を取り除くか、criticality を見直してください。",
                    "Remove suspendable, or reconsider the criticality.",
                ),
            )
        if link.source is not None and link.source == link.target:
            context.findings.add(
                "link_to_itself",
                (*path, "to"),
                f"「{link.source}」からそれ自身への連携です。",
                f"The link leads from '{link.source}' to itself.",
                Text("相手のシステムを確かめてください。", "Check the partner."),
            )
        for generation, realization in link.realizations.items():
            if realization.same_as is not None:
                _same_as(context, link, generation, (*path, "realizations", generation, "same_as"))


def _same_as(context: Context, link: d.IntegrationDocument, generation: str, path: Path) -> None:
    written = link.realizations[generation]
    if written.model_fields_set - {"same_as"}:
        context.findings.add(
            "same_as_with_details",
            path,
            "same_as と一緒にほかの項目は書けません。",
            "Nothing may stand beside same_as.",
            Text(
                "same_as だけにするか、同じでないなら same_as を取り除いてください。覚え書きは連携の note に。",
                "Keep same_as alone, or remove it if they differ; a remark belongs to the integration.",
            ),
        )
    if realized_at(link, generation) is not None or written.same_as not in context.generations:
        return
    seen = [generation]
    while (following := link.realizations.get(seen[-1])) is not None and following.same_as is not None:
        if following.same_as in seen:
            context.findings.add(
                "same_as_cycle",
                path,
                f"same_as が輪になっています({' → '.join([*seen, following.same_as])})。",
                f"same_as goes round in a cycle ({' → '.join([*seen, following.same_as])}).",
                Text("どれか一つに実現方法を書いてください。", "Write one of them out."),
            )
            return
        seen.append(following.same_as)
    context.findings.add(
        "same_as_leads_nowhere",
        path,
        f"same_as の先の世代「{seen[-1]}」に実現方法がありません。",
        f"same_as leads to '{seen[-1]}', for which there is no realization.",
        Text("その世代の実現方法を書いてください。", "Write the realization of that generation."),
    )
