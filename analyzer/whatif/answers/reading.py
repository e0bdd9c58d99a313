"""A full answer (a plan file with bridges and tests) as what it says; nothing of it is computed anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.errors import InputError
from analyzer.landscape.findings import MAX_LISTED
from analyzer.landscape.model import Landscape, MoveRef
from analyzer.landscape.months import Month
from analyzer.messages import Finding, Place, Text
from analyzer.plan.reading import PlanFile
from analyzer.verification.document import COST_PARTS
from analyzer.verification.faults import Faults
from analyzer.verification.shape import (
    Shape,
    anything,
    choice,
    mapping,
    maybe,
    month,
    move,
    record,
    row,
    rows,
    text,
    truth,
    whole,
)
from analyzer.whatif.answers.view import AnswerView, BridgeView, CaseView, Months, Peak, PeakOf

# Looser than what `verify` asks for: fields beyond the file's format may be missing, and others may be there.
_SERVED = record({"integration": text, "months": rows(month)})
_BRIDGE = record(
    {"kind": text, "serves": rows(_SERVED), "from": month, "until": month},
    {
        **dict.fromkeys(("key", "vendor", "system", "hub", "integration"), maybe(text)),
        **dict.fromkeys(("setup", "per_link", "per_month"), whole),
        "between": maybe(row(text, text)),
        "moves": maybe(rows(record({"move": move, "months": rows(month)}))),
        "permanent": truth,
        "existing": truth,
        "paid": record({"total": whole}, open_ended=True),
        "reason": anything,
    },
    open_ended=True,
)
_CASE = record(
    {"month": month, "integration": text},
    {**dict.fromkeys(("covers", "vendors", "owners"), rows(text)), "reason": anything},
    open_ended=True,
)
_PEAK = record({"month": maybe(month), "count": whole})
_TWO_PEAKS = record({"cutovers": _PEAK, "tests": _PEAK})
_NOTED = record({"code": text}, open_ended=True)
_ANSWER: Shape = record(
    {
        "status": choice("optimal", "feasible", "infeasible", "unknown"),
        "cost": maybe(record(dict.fromkeys((*COST_PARTS, "total"), whole))),
        "bridges": rows(_BRIDGE),
        "suspended": rows(_SERVED),
        "tests": rows(_CASE),
        "violations": rows(_NOTED),
    },
    {
        "bound": maybe(whole),
        "bridge_cost_alone": maybe(whole),
        "baselines": maybe(record({"changed_links": whole, "everything": whole})),
        "twice": maybe(record({"changed": whole, "tested": whole})),
        "peaks": maybe(
            record(
                {"cutovers": _PEAK, "tests": _PEAK},
                {"by_vendor": mapping(text, _TWO_PEAKS), "by_owner": mapping(text, _TWO_PEAKS)},
            )
        ),
        "findings": rows(_NOTED),
    },
    open_ended=True,
)
_OWN = {"code", "message", "place"}


def read_answer(plan: PlanFile, landscape: Landscape) -> AnswerView:
    """What a full answer says, read against `landscape`; InputError with all that cannot be read, each with its place.

    An answer that was made for another landscape (its hash differs, or it has none) is not `known`.
    """
    answer = plan.answer
    assert answer is not None, "a short plan has to be evaluated"
    faults = Faults(plan.places)
    if not _ANSWER(answer, (), faults) or not _once(answer, faults):
        raise InputError(tuple(faults.found[:MAX_LISTED]), len(faults.found))
    read: Mapping[str, Any] = answer
    counts = {**(read.get("baselines") or {})}
    counts |= {f"{name}_twice": count for name, count in (read.get("twice") or {}).items()}
    return AnswerView(
        landscape=landscape,
        known=plan.landscape_hash == landscape.content_hash,
        landscape_id=_id(read.get("landscape"), landscape),
        landscape_hash=plan.landscape_hash or "",
        status=read["status"],
        cost=None if read["cost"] is None else {part: read["cost"][part] for part in (*COST_PARTS, "total")},
        bound=read.get("bound"),
        bridge_cost_alone=read.get("bridge_cost_alone"),
        moves=dict(sorted(plan.moves.items())),
        bridges=tuple(sorted(map(_bridge, read["bridges"]), key=lambda bridge: bridge.key)),
        suspended=tuple(sorted((entry["integration"], _months(entry["months"])) for entry in read["suspended"])),
        tests=tuple(sorted(map(_case, read["tests"]), key=lambda case: (case.month, case.link))),
        counts=counts,
        peaks=dict(sorted(_peaks(read.get("peaks") or {}))),
        findings=tuple(map(_finding, read.get("findings", ()))),
        violations=tuple(map(_finding, read["violations"])),
    )  # fmt: skip


def _id(header: object, landscape: Landscape) -> str:
    said = header.get("id") if isinstance(header, Mapping) else None
    return said if isinstance(said, str) else landscape.id


def _once(answer: Mapping[str, Any], faults: Faults) -> bool:
    """Each bridge, suspended link and case (link and month) stands once in an answer."""
    identities: dict[str, list[object]] = {
        "bridges": [_key(bridge) for bridge in answer["bridges"]],
        "suspended": [entry["integration"] for entry in answer["suspended"]],
        "tests": [(case["month"], case["integration"]) for case in answer["tests"]],
    }
    before = len(faults.found)
    for section, listed in identities.items():
        seen: set[object] = set()
        for index, identity in enumerate(listed):
            if identity in seen:
                said = " ".join(identity) if isinstance(identity, tuple) else str(identity)
                faults.add(
                    "listed_twice", (section, index),
                    f"{section} に「{said}」が二度あります。片方を消してください。",
                    f"{section} lists {said} twice; take one of them out.",
                )  # fmt: skip
            seen.add(identity)
    return len(faults.found) == before


def _months(listed: list[str]) -> Months:
    return tuple(sorted({Month.parse(month) for month in listed}))


def _key(bridge: Mapping[str, Any]) -> str:
    """The name that the answer gives, else the one that docs/certificates.md makes of its place."""
    if bridge.get("key"):
        return str(bridge["key"])
    if bridge.get("between"):
        place = "~".join(sorted(bridge["between"]))
    else:
        place = bridge.get("integration") or bridge.get("system") or ""
        place += f"@{bridge['hub']}" if bridge.get("hub") else ""
    return f"{bridge['kind']}|{place}|{bridge.get('vendor') or ''}"


def _bridge(bridge: Mapping[str, Any]) -> BridgeView:
    serves = tuple(sorted((entry["integration"], _months(entry["months"])) for entry in bridge["serves"]))
    moves = tuple(
        sorted(
            (MoveRef(*entry["move"].split(".")), _months(entry["months"]))
            for entry in bridge.get("moves") or ()
        )
    )
    between = bridge.get("between")
    paid = bridge.get("paid")
    return BridgeView(
        key=_key(bridge),
        kind=bridge["kind"],
        vendor=bridge.get("vendor") or None,
        system=bridge.get("system"),
        hub=bridge.get("hub"),
        integration=bridge.get("integration"),
        between=None if between is None else (between[0], between[1]),
        serves=serves,
        moves=moves,
        months=tuple(sorted({month for _, months in (*serves, *moves) for month in months})),
        permanent=bridge.get("permanent", False),
        existing=bridge.get("existing", False),
        setup=bridge.get("setup", 0),
        per_link=bridge.get("per_link", 0),
        per_month=bridge.get("per_month", 0),
        paid=None if paid is None else paid["total"],
        reason=_text(bridge.get("reason")),
    )


def _case(case: Mapping[str, Any]) -> CaseView:
    return CaseView(
        month=Month.parse(case["month"]),
        link=case["integration"],
        covers=tuple(sorted(case.get("covers", ()))),
        vendors=tuple(sorted(case.get("vendors", ()))),
        owners=tuple(sorted(case.get("owners", ()))),
        reason=_text(case.get("reason")),
    )


def _peaks(peaks: Mapping[str, Any]) -> Iterator[tuple[PeakOf, Peak]]:
    def peak(listed: Mapping[str, Any]) -> Peak:
        return Peak(None if listed["month"] is None else Month.parse(listed["month"]), listed["count"])

    for what in ("cutovers", "tests"):
        if what in peaks:
            yield PeakOf("", "", what), peak(peaks[what])
        for of in ("vendor", "owner"):
            for name, listed in peaks.get(f"by_{of}", {}).items():
                yield PeakOf(of, name, what), peak(listed[what])


def _finding(entry: Mapping[str, Any]) -> Finding:
    details = tuple(sorted((name, value) for name, value in entry.items() if name not in _OWN))
    said = ", ".join(f"{name}={value}" for name, value in details)
    plain = f"{entry['code']}: {said}" if said else entry["code"]
    return Finding(
        code=entry["code"],
        severity="error",
        message=_text(entry.get("message")) or Text(plain, plain),
        place=_place(entry.get("place")),
        details=details,
    )


def _text(value: object) -> Text | None:
    if isinstance(value, Mapping) and isinstance(value.get("ja"), str) and isinstance(value.get("en"), str):
        return Text(value["ja"], value["en"])
    return None


def _place(value: object) -> Place | None:
    if not isinstance(value, Mapping):
        return None
    file, line, column = (value.get(name) for name in ("file", "line", "column"))
    if isinstance(file, str) and type(line) is int and type(column) is int:
        return Place(file, line, column)
    return None
