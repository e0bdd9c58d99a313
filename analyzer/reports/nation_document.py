"""The nation's answer as plain data for JSON: null where there is no data."""

from __future__ import annotations

from analyzer.nation.answer import NationAnswer
from analyzer.nation.assumptions import Assumptions
from analyzer.nation.joining import Coverage
from analyzer.nation.standing import PrefectureToday, Range
from analyzer.nation.workload import VendorLoad
from analyzer.reports.answer import Plain


def nation_document(answer: NationAnswer) -> Plain:
    """Everything, municipalities too; null where there is no data."""
    assumed = answer.assumptions
    return {
        "schema_version": 1,
        "as_of": str(assumed.as_of),
        "packages_until": answer.nation.packages_until,
        "assumptions": _assumptions_document(assumed),
        "coverage": _coverage(answer.whole.coverage),
        "all": _prefecture(answer.whole),
        "prefectures": [_prefecture(row) for row in answer.prefectures],
        "municipalities": [
            {
                "name": row.municipality.body.name,
                "prefecture": row.municipality.body.prefecture.name.ja,
                "code": row.municipality.code,
                "moved": None if row.bridges is None else sorted(row.municipality.moved),
                "to_move": None if row.bridges is None else sorted(row.municipality.to_move),
                "extended": None if row.municipality.extended is None else sorted(row.municipality.extended),
                "mixed_links": None if row.bridges is None else row.mixed,
                "bridges": None if row.bridges is None else _range(Range.of(list(row.bridges))),
            }
            for row in answer.municipalities
        ],
        "months": [str(month) for month in answer.workload.months],
        "remaining": {name: getattr(answer.workload.remaining, name) for name in ("by_law", "extended", "unlisted", "left_out")},
        "vendors": [_vendor(answer, vendor) for vendor in answer.workload.vendors],
        "findings": [finding.as_dict() for finding in answer.nation.findings],
    }  # fmt: skip


def _assumptions_document(assumed: Assumptions) -> Plain:
    return {
        "deadline": str(assumed.deadline),
        "extended_until": str(assumed.extended_until),
        "unlisted": assumed.unlisted,
        "links": [{"from": a.provider, "to": a.receiver, "content": a.content} for a in assumed.links],
        "per": assumed.per,
        "spread": assumed.spread,
        "capacity": assumed.capacity,
        "capacity_of": dict(sorted(assumed.capacity_of.items())),
        "since": str(assumed.since),
        "per_team": assumed.team,
        "closed": [str(month) for month in sorted(assumed.closed)],
        "seed": assumed.seed,
        "seeds": assumed.seeds,
    }


def _coverage(coverage: Coverage) -> dict[str, int]:
    names = ("all", "progress", "extensions", "both", "no_data")
    return {name: getattr(coverage, name) for name in names}


def _range(figure: Range) -> dict[str, int]:
    return {"value": figure.value, "least": figure.least, "most": figure.most}


def _prefecture(row: PrefectureToday) -> Plain:
    known = row.bridges is not None
    return {
        "prefecture": None if row.prefecture is None else row.prefecture.name.ja,
        "coverage": _coverage(row.coverage),
        "mixed_municipalities": row.mixed_municipalities if known else None,
        "moved": row.moved if known else None,
        "to_move": row.to_move if known else None,
        "areas_without_data": row.unknown if known else None,
        "mixed_links": row.mixed if known else None,
        "bridges": None if row.bridges is None else _range(row.bridges),
    }


def _vendor(answer: NationAnswer, vendor: VendorLoad) -> Plain:
    months = answer.workload.months
    return {
        "company": vendor.company or None,
        "name": vendor.name,
        "assumed": True,
        "remaining": _range(vendor.remaining),
        "capacity": vendor.capacity,
        "demand": list(vendor.demand),
        "schedule": list(vendor.course.done),
        "late": _range(vendor.late),
        "overdue": vendor.overdue,
        "proof": [
            {"from": str(months[first]), "to": str(months[last]), "excess": excess}
            for first, last, excess in vendor.proof
        ],
        "needed": vendor.needed,
        "teams": [
            {
                "teams": row.teams,
                "capacity": row.capacity,
                "late": row.late,
                "gain": row.gain,
                "end": row.end and str(row.end),
            }
            for row in vendor.teams
        ],
    }
