"""How every report about a plan begins: what it is about, and whether it can be carried out."""

from __future__ import annotations

from analyzer.evaluation.evaluate import Evaluation
from analyzer.messages import Text
from analyzer.messages.words import STATUSES
from analyzer.reports.naming import named


def headline(evaluation: Evaluation) -> tuple[Text, ...]:
    """The landscape, and whether the plan can be carried out."""
    landscape = evaluation.landscape
    name = named(landscape.name, landscape.id)
    status = STATUSES[evaluation.status]
    broken = len(evaluation.violations)
    tail = Text(f"(違反 {broken} 件)", f" ({broken} violation(s))") if broken else Text("", "")
    moves = Text(
        f"計画: 移行 {len(evaluation.moves)} 件、期間 {landscape.horizon.first} ～ {landscape.horizon.last}",
        f"Plan: {len(evaluation.moves)} move(s), horizon {landscape.horizon.first} to {landscape.horizon.last}",
    )
    if not len(landscape.horizon):
        moves = Text(
            f"計画: 移行 {len(evaluation.moves)} 件、期間なし",
            f"Plan: {len(evaluation.moves)} move(s), no horizon",
        )
    return (
        name,
        moves,
        Text(f"状態: {status.ja}{tail.ja}", f"Status: {status.en}{tail.en}"),
    )
