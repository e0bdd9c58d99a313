"""The names and shapes of a plan file (the landscape file's format, and docs/certificates.md)."""

from __future__ import annotations

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
    signed,
    text,
    truth,
    whole,
)

COST_PARTS = ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness")

_SERVED: Shape = record({"integration": text, "months": rows(month)})
_BRIDGE: Shape = record(
    {
        "key": text,
        "kind": text,
        "vendor": maybe(text),
        "serves": rows(_SERVED),
        "from": month,
        "until": month,
        "permanent": truth,
        "existing": truth,
        "setup": whole,
        "per_link": whole,
        "per_month": whole,
        "paid": record(dict.fromkeys(("setup", "per_link", "per_month", "total"), whole)),
    },
    {
        "system": maybe(text),
        "hub": maybe(text),
        "integration": maybe(text),
        "between": maybe(row(text, text)),
        "moves": maybe(rows(record({"move": move, "months": rows(month)}))),
        "reason": anything,
    },
)
_CASE: Shape = record(
    {
        "month": month,
        "integration": text,
        "covers": rows(text),
        "vendors": rows(text),
        "owners": rows(text),
        "tested_twice": truth,
    },
    {"reason": anything},
)
_PEAK: Shape = record({"month": maybe(month), "count": whole})
_TWO_PEAKS: Shape = record({"cutovers": _PEAK, "tests": _PEAK})
_NOTED: Shape = record({"code": text}, open_ended=True)

_REASON: Shape = record({"code": text}, {"kind": text, "key": rows(text)}, open_ended=True)

_THING_SHARES: Shape = rows(row(text, text, month, whole))
_PROVEN_COST: Shape = record(
    {"proof": choice("shares", "branch_and_bound"), "bound": whole},
    {
        "scale": whole,
        "shares": maybe(
            record(
                {},
                dict.fromkeys(("build", "run", "link", "environment", "leg"), _THING_SHARES),
            )
        ),
        "credits": rows(row(text, month, text, whole)),
        "solver": anything,
        "shares_bound": maybe(whole),
    },
)
_PROVEN_BRIDGES: Shape = record(
    {
        "proof": choice("cut", "shares", "branch_and_bound"),
        "bound": whole,
        "ways": rows(row(text, text, month, month)),
    },
    {
        "value": whole,
        "scale": whole,
        "shares": maybe(record({}, dict.fromkeys(("build", "run", "link"), _THING_SHARES))),
        "solver": anything,
        "shares_bound": maybe(whole),
    },
)
_PROVEN_TESTS: Shape = rows(
    record(
        {
            "month": month,
            "cases": whole,
            "due": whole,
            "independent_legs": rows(text),
            "proof": choice("matching", "branch_and_bound"),
        }
    )
)

_AT_LEVEL: Shape = rows(row(text, text, whole, whole))
_PROVEN_ORDER: Shape = record(
    {"bound": whole, "source": text},
    {
        "ties_proven": truth,
        "proof": choice("shares", "branch_and_bound", "only_plan"),
        "shares_bound": maybe(whole),
        "omitted": anything,
        "scale": whole,
        "periods": rows(month),
        "courses": mapping(text, rows(rows(month))),
        "shares": maybe(
            record(
                {},
                {
                    **dict.fromkeys(("build", "link", "leg"), _AT_LEVEL),
                    **dict.fromkeys(("run", "environment"), _THING_SHARES),
                },
            )
        ),
        "capacities": rows(row(maybe(text), month, whole)),
        "joined": rows(row(maybe(text), month, text, whole, whole)),
        "messages": rows(row(text, text, rows(signed), rows(signed))),
        "turns": rows(row(text, text, *[rows(signed)] * 5)),
        "circles": rows(row(rows(text), whole)),
    },
)

SHORT_FORM: Shape = record({"moves": mapping(move, month)}, {"schema_version": choice(1)})

PLAN_FILE: Shape = record(
    {
        "schema_version": choice(1),
        "landscape": record({"id": text, "hash": text}),
        "status": choice("optimal", "feasible", "infeasible", "unknown"),
        "cost": maybe(record(dict.fromkeys((*COST_PARTS, "total"), whole))),
        "bound": maybe(whole),
        "bridge_cost_alone": maybe(whole),
        "moves": mapping(move, month),
        "bridges": rows(_BRIDGE),
        "suspended": rows(_SERVED),
        "tests": rows(_CASE),
        "baselines": maybe(record({"changed_links": whole, "everything": whole})),
        "twice": maybe(record({"changed": whole, "tested": whole})),
        "peaks": maybe(
            record(
                {
                    "cutovers": _PEAK,
                    "tests": _PEAK,
                    "by_vendor": mapping(text, _TWO_PEAKS),
                    "by_owner": mapping(text, _TWO_PEAKS),
                }
            )
        ),
        "findings": rows(_NOTED),
        "violations": rows(_NOTED),
        "certificate": maybe(
            record(
                {},
                {
                    "transport_checked": truth,
                    "tests": maybe(_PROVEN_TESTS),
                    "cost": maybe(_PROVEN_COST),
                    "bridge_cost_alone": maybe(_PROVEN_BRIDGES),
                    "order": maybe(_PROVEN_ORDER),
                    "conflict": maybe(record({"irreducible": truth, "smallest": truth})),
                },
            )
        ),
    },
    {
        "pattern": maybe(text),
        "near": maybe(record({"changes": whole, "moves": mapping(move, month)})),
        "conflict": rows(_REASON),
        "made_by": anything,
        "tried": anything,
        "whatif": anything,
    },
)
