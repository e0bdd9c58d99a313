"""The catalogue: entries that can fit, answers of the survey without prices, no two that tie."""

from __future__ import annotations

from collections.abc import Hashable

from analyzer.landscape import documents as d
from analyzer.landscape.build import is_answer
from analyzer.landscape.checks.context import Context
from analyzer.landscape.model import SIDED_KINDS, BridgeKind, pair
from analyzer.landscape.places import Path
from analyzer.messages import Text

MAY_NAME: dict[BridgeKind, tuple[str, ...]] = {
    "keep_legacy": ("system", "vendor", "per"),
    "early_standard": ("system", "vendor", "per"),
    "write_back": ("system", "vendor", "hub"),
    "read_through": ("system", "vendor", "hub"),
    "convert": ("vendor", "hub"),
    "manual": (),
    "relay": ("between",),
}
"""What an entry of each kind may name (semantics, section 4, *Catalogue*)."""
ABILITY: dict[str, str] = {"write_back": "write_back", "read_through": "read_through", "convert": "converts"}
_PRICES = ("setup", "per_link", "per_month", "lead_months", "per", "hub", "between")


def check(context: Context) -> None:
    hubs = {placed.document.id: placed.document for placed in context.parts.hubs}
    seen: set[Hashable] = set()
    for path, entry in context.parts.bridges or []:
        if is_answer(entry):
            _answer(context, entry, path)
        else:
            _offer(context, entry, path)
            hub = hubs.get(entry.hub or "")
            if hub is not None and entry.kind in ABILITY and not getattr(hub, ABILITY[entry.kind]):
                context.findings.add(
                    "hub_cannot",
                    (*path, "hub"),
                    f"ハブ「{hub.id}」は {ABILITY[entry.kind]} に対応していません。",
                    f"The hub '{hub.id}' does not do {ABILITY[entry.kind]}; this entry never holds.",
                    Text(
                        f"ハブに「{ABILITY[entry.kind]}: true」と書くか、この要素を取り除いてください。",
                        f"Write '{ABILITY[entry.kind]}: true' at the hub, or remove this entry.",
                    ),
                )
        names = _names(entry)
        if names in seen:
            context.findings.add(
                "equal_entries",
                path,
                "同じものを指す要素がほかにもあり、どちらを使うか決まりません。",
                "Another entry names exactly the same: it cannot be told which holds.",
                Text(
                    "どちらかを取り除くか、system・vendor などで区別してください。",
                    "Remove one, or tell them apart by system, vendor and so on.",
                ),
            )
        seen.add(names)


def _names(entry: d.BridgeDocument) -> Hashable:
    between = None if entry.between is None else pair(*entry.between)
    return (
        is_answer(entry), entry.kind, entry.system, entry.vendor, entry.hub, between, entry.partner_system,
        entry.partner_vendor,
    )  # fmt: skip


def _offer(context: Context, entry: d.BridgeDocument, path: Path) -> None:
    for name in ("system", "vendor", "hub", "between", "per"):
        value = getattr(entry, name)
        if (
            value is not None
            and name not in MAY_NAME[entry.kind]
            and not (name == "per" and value == "system")
        ):
            context.findings.add(
                "never_fits",
                (*path, name),
                f"{entry.kind} の要素に「{name}」は書けません(当てはまることがない)。",
                f"An entry of {entry.kind} cannot name '{name}': it would never fit.",
                Text(f"「{name}」を取り除いてください。", f"Remove '{name}'."),
            )


def _answer(context: Context, entry: d.BridgeDocument, path: Path) -> None:
    if entry.kind not in SIDED_KINDS:
        context.findings.add(
            "answer_of_wrong_kind",
            (*path, "kind"),
            f"{entry.kind} には相手ごとの回答はありません。",
            f"There are no answers by partner for {entry.kind}.",
            Text(f"使える種類: {', '.join(SIDED_KINDS)}。", f"Allowed kinds: {', '.join(SIDED_KINDS)}."),
        )
    for name in _PRICES:
        if getattr(entry, name) is not None:
            context.findings.add(
                "answer_with_price",
                (*path, name),
                f"意向調査の回答に「{name}」は書けません。",
                f"An answer of the survey cannot carry '{name}'.",
                Text(
                    "費用は相手を書かない別の要素にしてください。",
                    "Write the price as an entry of its own, without a partner.",
                ),
            )
    if entry.offered is None:
        context.findings.add(
            "answer_without_offered",
            path,
            "相手を書いた要素に offered がありません。",
            "An entry with a partner needs 'offered'.",
            Text(
                "「offered: true」か「offered: false」を加えてください。",
                "Add 'offered: true' or 'offered: false'.",
            ),
        )
    elif entry.partner_system is None and entry.partner_vendor is None:
        context.findings.add(
            "answer_without_partner",
            (*path, "offered"),
            "offered には相手が要ります。",
            "'offered' needs a partner.",
            Text(
                "partner_system か partner_vendor を加えてください。", "Add partner_system or partner_vendor."
            ),
        )
