"""What slips make of a plan, as data."""

from __future__ import annotations

from analyzer.reports.answer import Plain
from analyzer.whatif.slips.breaking import Broken
from analyzer.whatif.slips.driving import Driver
from analyzer.whatif.slips.simulation import BridgeLife, Slipping
from analyzer.whatif.slips.spread import Spread
from analyzer.whatif.slips.tornado import Swing


def spread_document(spread: Spread | None) -> Plain | None:
    if spread is None:
        return None
    return {
        "mean": float(spread.mean), "q10": spread.low, "q50": spread.median, "q90": spread.high,
        "least": spread.least, "most": spread.most,
    }  # fmt: skip


def slips_document(slipping: Slipping) -> Plain:
    """The whole answer as data; shares are between 0 and 1, months are texts."""
    landscape = slipping.evaluation.landscape
    driving, resolved, fan = slipping.driving, slipping.resolved, slipping.fan
    end, first = slipping.end, landscape.horizon.first
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "status": slipping.evaluation.status,
        "moves": {str(ref): str(month) for ref, month in sorted(slipping.evaluation.moves.items())},
        "samples": slipping.samples,
        "seed": slipping.seed,
        "end": {
            "planned": str(slipping.end_planned),
            "mean_delay": float(end.mean) - (slipping.end_planned - first),
            "q10": str(first + end.low),
            "q50": str(first + end.median),
            "q90": str(first + end.high),
            "months": {str(month): number for month, number in slipping.ends.items()},
        },
        "in_time": None if slipping.in_time is None else float(slipping.in_time),
        "unbroken": float(slipping.unbroken),
        "cost": {part: spread_document(own) for part, own in slipping.cost.items()},
        "planned_cost": slipping.planned_cost,
        "bounded_below": list(slipping.bounded),
        "served": float(slipping.served),
        "unserved": slipping.unserved,
        "chosen_anew": float(slipping.chosen),
        "resolved": {
            "asked": resolved.asked, "solved": resolved.solved, "unserved": resolved.unserved,
            "stopped_by": "clock" if resolved.stopped else None,
            "counted": spread_document(resolved.counted), "kept": spread_document(resolved.kept),
            "least": spread_document(resolved.least), "saved": spread_document(resolved.saved),
        },
        "rules": [_rule_document(rule) for rule in slipping.breaking.rules],
        "driving": {
            "late": float(driving.late),
            "undivided": float(driving.undivided),
            "vendors": [_driver_document("vendor", driver) for driver in driving.vendors],
            "moves": [_driver_document("move", driver) for driver in driving.moves],
        },
        "tornado": [_swing_document(swing) for swing in slipping.tornado],
        "bridges": [_bridge_document(life) for life in slipping.bridges],
        "fan": {
            "months": [str(month) for month in fan.months],
            "systems": fan.systems,
            "moved": {"planned": list(fan.moved_planned), **_bands(fan.moved)},
            "standing": {"planned": list(fan.standing_planned), **_bands(fan.standing)},
        },
    }  # fmt: skip


def _bands(rows: tuple[tuple[int, int, int], ...]) -> dict[str, list[int]]:
    return {name: [row[at] for row in rows] for at, name in enumerate(("q10", "q50", "q90"))}


def _rule_document(rule: Broken) -> Plain:
    place = rule.place
    return {
        "code": rule.code,
        "subject": list(rule.subject),
        "samples": rule.samples,
        "file": None if place is None else place.file,
        "line": None if place is None else place.line,
        "column": None if place is None else place.column,
    }


def _driver_document(word: str, driver: Driver) -> Plain:
    return {word: str(driver.name), "share": float(driver.share), "months": float(driver.gained)}


def _swing_document(swing: Swing) -> Plain:
    return {
        "vendor": swing.vendor,
        "slips": list(swing.slips),
        "ends": [str(month) for month in swing.ends],
        "costs": list(swing.costs),
    }


def _bridge_document(life: BridgeLife) -> Plain:
    key, place = life.bridge.key, life.bridge.place
    return {
        "kind": key.kind,
        "system": place.system,
        "hub": place.hub,
        "integration": None if place.integration is None else str(place.integration),
        "between": None if place.between is None else list(place.between),
        "vendor": key.vendor or None,
        "existing": life.bridge.stands,
        "planned": life.planned,
        "needed": float(life.needed),
        "months": spread_document(life.months),
    }
