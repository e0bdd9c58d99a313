"""Whether the certificate of an order proves the bound that it names (docs/certificates.md, *Certificate of the order*)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.verification.faults import Faults
from analyzer.verification.order.bound import proven_bound
from analyzer.verification.order.faults import TooLarge, WrongProof


def check_order_proof(landscape: Landscape, answer: Mapping[str, Any], faults: Faults) -> None:
    """What the shares of the order prove is at least what the certificate says of them."""
    order = (answer["certificate"] or {}).get("order")
    if order is None:
        return
    path = ("certificate", "order")
    claimed, proof = order["bound"], order.get("proof")
    if proof == "only_plan":
        if any(system.moves for system in landscape.systems.values()):
            faults.add(
                "certificate", (*path, "proof"),
                "移行があるので、計画はただ一つではありません。", "There are moves: this is not the only plan.",
            )  # fmt: skip
        return
    if proof != "shares":
        claimed = order.get("shares_bound") or 0
    if order.get("shares") is None:
        if proof == "shares" and order.get("omitted") is None:
            faults.add(
                "certificate_missing", (*path, "shares"),
                "下限の証明(分担額)がありません。", "The shares that prove the bound are missing.",
            )  # fmt: skip
        elif claimed or order["bound"]:
            _note(faults, order, None)
        return
    try:
        proven = proven_bound(landscape, answer.get("pattern"), order)
    except WrongProof as wrong:
        faults.add("certificate", (*path, *wrong.path), wrong.ja, wrong.en)
        return
    except TooLarge:
        _note(faults, order, None)
        return
    if proven is not None and proven < claimed:
        faults.add(
            "above_proof", (*path, "bound" if proof == "shares" else "shares_bound"),
            f"証明が示すのは {proven} までで、{claimed} は示されていません。",
            f"The certificate proves {proven} only, not {claimed}.", proven=proven,
        )  # fmt: skip
    elif proven is not None and proven < order["bound"]:
        _note(faults, order, proven)


def _note(faults: Faults, order: Mapping[str, Any], proven: int | None) -> None:
    from_shares = "" if proven is None else f"分担額で確かめられたのは {proven} までです。"
    by_shares = "" if proven is None else f" The shares prove {proven}."
    faults.notes.append(Text(
        f"すべての計画についての下限 {order['bound']} は {order['source']} の言葉によるもので、確かめ直していません。{from_shares}",
        f"The bound of all plans, {order['bound']}, rests on the word of {order['source']} and was not re-checked.{by_shares}",
    ))  # fmt: skip
