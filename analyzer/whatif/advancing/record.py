"""Planned against actual, kept: an advance as an entry of the record file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from analyzer.errors import InputError
from analyzer.evaluation.assessment import Cost
from analyzer.landscape.documents.record import (
    AdvanceDocument,
    RecordedBridgeDocument,
    RecordedCostDocument,
    RecordedMoveDocument,
    RecordFile,
)
from analyzer.messages import Finding, Text
from analyzer.plan.changes import wrong
from analyzer.whatif.advancing.values import Advanced


def recorded(advanced: Advanced, record: RecordFile | None = None) -> RecordFile:
    """The record with this advance at its end; a new one where there is none yet.

    InputError where it is another landscape's, or does not end where this advance begins.
    """
    before = advanced.before
    if record is None:
        record = RecordFile(schema_version=1, landscape=before.id)
    faults: list[Finding] = []
    if record.landscape != before.id:
        faults.append(wrong(
            "record_of_another",
            Text(f"記録は「{record.landscape}」のもので、「{before.id}」のものではありません。",
                 f"The record is of {record.landscape!r}, not of {before.id!r}."),
            Text("この団体の記録を指定してください。", "Give the record of this landscape."),
        ))  # fmt: skip
    elif record.advances and record.advances[-1].to != str(before.horizon.first):
        faults.append(wrong(
            "record_elsewhere",
            Text(f"記録は {record.advances[-1].to} まで進んでいますが、このファイルは {before.horizon.first} から始まります。",
                 f"The record has come to {record.advances[-1].to}, but this landscape begins with {before.horizon.first}."),
            Text("記録の最後に書かれた繰り越しの結果のファイルから続けてください。",
                 "Go on from the landscape that the record's last advance has given."),
        ))  # fmt: skip
    if faults:
        raise InputError(tuple(faults))
    return record.model_copy(update={"advances": [*record.advances, _entry(advanced)]})


def _entry(advanced: Advanced) -> AdvanceDocument:
    spending = advanced.spending
    return AdvanceDocument(
        **dict[str, Any]({"from": str(advanced.before.horizon.first)}),
        to=str(advanced.to),
        before=advanced.before.content_hash,
        after=advanced.landscape.content_hash,
        moves=[
            RecordedMoveDocument(
                move=str(news.move), first_planned=str(news.first_planned), planned=str(news.planned),
                month=str(news.month), outcome=news.outcome,
            )
            for news in advanced.moves
        ],
        bridges=[
            RecordedBridgeDocument(
                kind=news.bridge.kind, place=news.bridge.place, vendor=news.bridge.vendor or None,
                planned=[str(month) for month in news.planned], actual=[str(month) for month in news.actual],
            )
            for news in advanced.bridges
        ],
        planned=_cost(spending.planned_before),
        paid=_cost(spending.paid),
    )  # fmt: skip


def _cost(cost: Cost) -> RecordedCostDocument:
    return RecordedCostDocument(**asdict(cost), total=cost.total)
