"""A system or a link, with all that a plan does with it: moves, links, bridges, tests, each with its reason and its place in the file."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.bridges.reasons import reason_of as reason_of_bridge
from analyzer.errors import InputError
from analyzer.evaluation.evaluate import Evaluation
from analyzer.landscape.model import Integration, IntegrationKey, Landscape, MoveRef, System
from analyzer.landscape.places import Path
from analyzer.messages import Finding, Text
from analyzer.messages.words import KINDS
from analyzer.reports.answer import Plain, text_document
from analyzer.reports.naming import bridge_place, system_named, vendor_named
from analyzer.testing.reasons import reason_of as reason_of_test


def system_document(landscape: Landscape, evaluation: Evaluation | None, id: str) -> Plain:
    """InputError for a system that there is not. Without an evaluated plan no moves' months, bridges or tests."""
    system = landscape.systems.get(id)
    if system is None:
        raise _unknown("system", id)
    links = [link for link in landscape.integrations.values() if id in (link.key.source, link.key.target)]
    return {
        **_head(landscape, "system", system.id, system.name, system.path),
        "block": system.block,
        "owner": system.owner,
        "forms": [
            {
                "environment": landscape.environments[form.environment].name,
                "vendor": landscape.vendors[form.vendor].name,
                "generation": form.generation,
            }
            for form in system.forms
        ],
        "moves": list(_moves(landscape, system, evaluation)),
        **_carried(landscape, links, evaluation),
    }


def link_document(landscape: Landscape, evaluation: Evaluation | None, key: str) -> Plain:
    """The same of one link, by its whole key."""
    found = [link for link in landscape.integrations.values() if str(link.key) == key]
    if not found:
        raise _unknown("integration", key)
    (link,) = found
    return {
        **_head(landscape, "integration", key, link.name, link.path),
        **_carried(landscape, found, evaluation),
    }


def _head(landscape: Landscape, kind: str, id: str, name: str, path: Path) -> Plain:
    return {
        "schema_version": 1,
        "landscape": {"id": landscape.id, "hash": landscape.content_hash},
        "kind": kind,
        "id": id,
        "name": name,
        "place": _place(landscape, path),
    }


def _place(landscape: Landscape, path: Path) -> Plain | None:
    place = landscape.places.at(path)
    return None if place is None else place._asdict()


def _moves(landscape: Landscape, system: System, evaluation: Evaluation | None) -> Iterator[Plain]:
    for move in system.moves:
        month = None if evaluation is None else evaluation.moves.get(MoveRef(system.id, move.id))
        yield {
            "move": move.id,
            "month": None if month is None else str(month),
            "place": _place(landscape, move.path),
        }


def _carried(landscape: Landscape, links: list[Integration], evaluation: Evaluation | None) -> Plain:
    keys = {link.key for link in links}
    return {
        "links": [_link(landscape, link) for link in sorted(links, key=lambda link: str(link.key))],
        "bridges": [] if evaluation is None else list(_bridges(landscape, evaluation, keys)),
        "tests": [] if evaluation is None else list(_tests(evaluation, keys)),
    }


def _link(landscape: Landscape, link: Integration) -> Plain:
    ends = (link.key.source, link.key.target)
    return {
        "key": str(link.key),
        "name": link.name,
        "source": ends[0],
        "source_name": text_document(system_named(landscape, ends[0])),
        "target": ends[1],
        "target_name": text_document(system_named(landscape, ends[1])),
        "place": _place(landscape, link.path),
    }


def _bridges(landscape: Landscape, evaluation: Evaluation, keys: set[IntegrationKey]) -> Iterator[Plain]:
    """Those that serve one of the links."""
    if evaluation.assessment is None or evaluation.demands is None:
        return
    months = landscape.horizon.months()
    for standing in evaluation.assessment.bridges:
        served = [key for key in standing.serves if key in keys]
        if served:
            vendor = vendor_named(landscape, standing.bridge.key.vendor)
            yield {
                "kind": standing.bridge.kind,
                "kind_name": text_document(KINDS[standing.bridge.kind]),
                "place": text_document(bridge_place(landscape, standing)),
                "vendor_name": None if vendor is None else text_document(vendor),
                "from": str(months[standing.months[0]]),
                "until": str(months[standing.months[-1]]),
                "cost": standing.cost,
                "serves": [str(key) for key in served],
                "reason": text_document(reason_of_bridge(evaluation.demands, standing)),
            }


def _tests(evaluation: Evaluation, keys: set[IntegrationKey]) -> Iterator[Plain]:
    if evaluation.assessment is None or evaluation.demands is None:
        return
    demands = evaluation.demands
    for test_set in evaluation.assessment.test_sets:
        month = demands.schedule.month(demands.schedule.spans[test_set.month.span].start)
        for case in test_set.cases:
            if case.route.integration.key in keys:
                yield {
                    "month": str(month),
                    "integration": str(case.route.integration.key),
                    "reason": text_document(reason_of_test(demands, test_set, case)),
                }


def _unknown(kind: str, id: str) -> InputError:
    finding = Finding(
        f"unknown_{kind}", "error", Text(f"「{id[:100]}」はありません。", f"There is no {kind} {id[:100]!r}.")
    )
    return InputError((finding,))
