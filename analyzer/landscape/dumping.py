"""A landscape as plain data in its canonical form, as YAML, and its content hash.

Canonical: the file's field names in the file's order, defaults left out, entries sorted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from analyzer.landscape import model as m
from analyzer.landscape.months import Availability, Month
from analyzer.landscape.yaml_scalars import plain_scalar

DEFAULT_GENERATIONS = ("legacy", "standard")


def landscape_document(landscape: m.Landscape) -> dict[str, object]:
    """The plain data of a file that says what `landscape` says."""
    bridges: list[object] | None = None
    if landscape.catalogue is not None:
        bridges = [catalogue_entry(e) for e in landscape.catalogue]
        bridges += [partner_answer(a) for a in landscape.partner_answers]
    lines = landscape.lines
    document: dict[str, object] = {"schema_version": 1, "landscape": _header(landscape)}
    sections: dict[str, list[Any]] = {
        "vendors": [_vendor(v) for v in landscape.vendors.values()],
        "environments": [_environment(e) for e in landscape.environments.values()],
        "hubs": [_hub(h) for h in landscape.hubs.values()],
        "packages": [_package(p) for p in landscape.packages.values()],
        "systems": [_system(s) for s in landscape.systems.values()],
        "integrations": [integration_entry(i) for i in landscape.integrations.values()],
        "existing_bridges": [existing_bridge(b) for b in landscape.existing_bridges],
        "law_changes": [law_change(c) for c in landscape.law_changes],
        "rules": [rule(r) for r in landscape.rules],
        "patterns": [_pattern(p) for p in landscape.patterns],
    }
    declared = {
        "lines": None if lines is None else [_line(line) for line in lines],
        "bridges": bridges,
    }
    for name in _SECTION_ORDER:
        if name in declared:
            if declared[name] is not None:
                document[name] = declared[name]
        elif sections[name]:
            document[name] = sections[name]
    return document


_SECTION_ORDER = (
    "vendors", "environments", "lines", "hubs", "packages", "systems", "integrations", "bridges",
    "existing_bridges", "law_changes", "rules", "patterns",
)  # fmt: skip


def content_hash(document: Mapping[str, object]) -> str:
    """``sha256:…`` of the canonical JSON of a document that `landscape_document` made."""
    digest = hashlib.sha256()
    for text in _canonical_json(document):
        digest.update(text.encode("utf-8"))
    return "sha256:" + digest.hexdigest()


_AT_ONCE = 1_000
"""Entries of a section written at once: the text of a whole city is as large as the city."""


def _canonical_json(document: Mapping[str, object]) -> Iterator[str]:
    """JSON without blanks, keys sorted, in pieces."""

    def written(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    yield "{"
    for number, name in enumerate(sorted(document)):
        yield f"{',' if number else ''}{written(name)}:"
        section = document[name]
        if not isinstance(section, list):
            yield written(section)
            continue
        yield "["
        for start in range(0, len(section), _AT_ONCE):
            yield ("," if start else "") + written(section[start : start + _AT_ONCE])[1:-1]
        yield "]"
    yield "}"


def _entry(fields: Mapping[str, object], remarks: m.Remarks = m.NO_REMARKS) -> dict[str, object]:
    """Without what is left out: None, and empty lists and mappings."""
    result = {name: value for name, value in fields.items() if value is not None and value not in ([], {})}
    if remarks.note is not None:
        result["note"] = remarks.note
    if remarks.attributes:
        result["attributes"] = _by_name(remarks.attributes)
    return result


def _by_name(value: object) -> object:
    """Free values, mappings in the order of their keys."""
    if isinstance(value, Mapping):
        return {key: _by_name(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_by_name(entry) for entry in value]
    return value


def _unless(value: object, default: object) -> object:
    return None if value == default else value


def _month(month: Month | None) -> str | None:
    return None if month is None else str(month)


def _months(months: Iterable[Month]) -> list[str]:
    return [str(month) for month in sorted(months)]


def _available(a: Availability) -> dict[str, object]:
    return _entry({"from": _month(a.first), "until": _month(a.last)})


def extension(e: m.Extension) -> dict[str, object]:
    return _entry({"until": str(e.until)}, e.remarks)


def _header(landscape: m.Landscape) -> dict[str, object]:
    horizon = (
        {"first": str(landscape.horizon.first), "last": str(landscape.horizon.last)}
        if len(landscape.horizon)
        else None
    )
    return _entry(
        {
            "id": landscape.id,
            "name": landscape.name,
            "municipality_code": landscape.municipality_code,
            "as_of": _month(landscape.as_of),
            "horizon": horizon,
            "deadline": _month(landscape.deadline),
            "lateness_per_month": landscape.lateness_per_month,
            "generations": None
            if landscape.generations == DEFAULT_GENERATIONS
            else list(landscape.generations),
            "cost_unit": landscape.cost_unit,
            "costs": _entry(
                {"test_case": _unless(landscape.test_case_cost, 1), "session": landscape.session_cost or None}
            ),
            "capacity": _entry({"cutovers_per_month": landscape.cutovers_per_month}),
            "tests": _entry({"main_routes": landscape.main_routes or None}),
        },
        landscape.remarks,
    )


def _vendor(v: m.Vendor) -> dict[str, object]:
    slip: dict[str, object] | None = None
    if v.slip is not None and v.slip.triangular is not None:
        slip = {"triangular": list(v.slip.triangular)}
    elif v.slip is not None and v.slip.table is not None:
        slip = {"table": {str(by): weight for by, weight in v.slip.table}}
    fields = {
        "id": v.id,
        "name": v.name,
        "cutovers_per_month": v.cutovers_per_month,
        "unavailable": _months(v.unavailable),
        "bridges_until": _month(v.bridges_until),
        "slip": slip,
    }
    return _entry(fields, v.remarks)


def _environment(e: m.Environment) -> dict[str, object]:
    fields = {
        "id": e.id,
        "name": e.name,
        "hosting": e.hosting,
        "zone": e.zone,
        "provider": e.provider,
        "available": _available(e.available),
        "extensions": [extension(x) for x in e.extensions],
        "stage": _unless(e.stage, "production"),
        "monthly_cost": e.monthly_cost or None,
    }
    return _entry(fields, e.remarks)


def _line(line: m.Line) -> dict[str, object]:
    fields = {
        "id": line.id,
        "between": list(line.between),
        "kind": line.kind,
        "available": _available(line.available),
    }
    return _entry(fields, line.remarks)


def _hub(h: m.Hub) -> dict[str, object]:
    fields = {
        "id": h.id,
        "name": h.name,
        "environment": h.environment,
        "vendor": h.vendor,
        "write_back": h.write_back or None,
        "read_through": h.read_through or None,
        "converts": h.converts or None,
        "available": _available(h.available),
    }
    return _entry(fields, h.remarks)


def _package(p: m.Package) -> dict[str, object]:
    fields = {"id": p.id, "name": p.name, "vendor": p.vendor, "available": _available(p.available)}
    return _entry(fields, p.remarks)


def _form(f: m.Form) -> dict[str, object]:
    return _entry(
        {"environment": f.environment, "generation": f.generation, "vendor": f.vendor, "package": f.package}
    )


def _system(s: m.System) -> dict[str, object]:
    fields = {
        "id": s.id,
        "name": s.name,
        "block": s.block,
        "businesses": list(s.businesses),
        "scope": s.scope,
        "owner": s.owner,
        "current": _form(s.forms[0]),
        "contract_end": _month(s.contract_end),
        "contract_extensions": [extension(x) for x in s.contract_extensions],
        "moves": [_move(move, before) for move, before in zip(s.moves, s.forms, strict=False)],
    }
    return _entry(fields, s.remarks)


def _move(move: m.Move, before: m.Form) -> dict[str, object]:
    was = _form(before)
    to = {name: value for name, value in _form(move.to).items() if was.get(name) != value}
    line = move.needs_line
    needs_line = (
        None
        if line is None
        else _entry({"between": list(line.between), "months_before": _unless(line.months_before, 1)})
    )
    fields = {
        "id": move.id,
        "earliest": _month(move.earliest),
        "latest": _month(move.latest),
        "fixed": _month(move.fixed),
        "deadline": _month(move.deadline),
        "blackout": _months(move.blackout),
        "not_with_previous": move.not_with_previous or None,
        "day": move.day,
        "needs_line": needs_line,
    }
    rest = _entry(fields, move.remarks)
    return {"id": rest.pop("id"), "to": to, **rest}


def integration_entry(i: m.Integration) -> dict[str, object]:
    """One entry of `integrations`.

    There are thousands of them: field by field, without the detour over what is left out.
    """
    key = i.key
    entry: dict[str, object] = {"id": key.id}
    if key.branch != "00":
        entry["branch"] = key.branch
    entry["name"] = i.name
    entry["from"] = key.source
    entry["to"] = key.target
    if i.criticality != "normal":
        entry["criticality"] = i.criticality
    if i.main_route:
        entry["main_route"] = True
    if i.suspendable is not None:
        entry["suspendable"] = i.suspendable
    if i.realizations:
        entry["realizations"] = {g: _realization(g, i.realizations[g]) for g in sorted(i.realizations)}
    if i.ends:
        entry["ends"] = True
    if i.confidence is not None:
        entry["confidence"] = i.confidence
    if i.remarks is not m.NO_REMARKS:
        entry.update(_entry({}, i.remarks))
    return entry


def _realization(generation: str, r: m.Realization) -> dict[str, object]:
    if r.generation != generation:
        return {"same_as": r.generation}
    entry: dict[str, object] = {}
    if r.via is not None:
        entry["via"] = r.via
    if r.method is not None:
        entry["method"] = r.method
    if r.interval is not None:
        entry["interval"] = r.interval
    if r.send is not None:
        entry["send"] = r.send
    if r.receive is not None:
        entry["receive"] = r.receive
    if r.remarks is not m.NO_REMARKS:
        entry.update(_entry({}, r.remarks))
    return entry


def catalogue_entry(e: m.CatalogueEntry) -> dict[str, object]:
    fields = {
        "kind": e.kind,
        "system": e.system,
        "vendor": e.vendor,
        "hub": e.hub,
        "between": None if e.between is None else list(e.between),
        "per": _unless(e.per, "system"),
        "setup": e.setup or None,
        "per_link": e.per_link or None,
        "per_month": e.per_month or None,
        "lead_months": e.lead_months or None,
    }
    return _entry(fields, e.remarks)


def partner_answer(a: m.PartnerAnswer) -> dict[str, object]:
    fields = {
        "kind": a.kind,
        "system": a.system,
        "vendor": a.vendor,
        "partner_system": a.partner_system,
        "partner_vendor": a.partner_vendor,
        "offered": a.offered,
    }
    return _entry(fields, a.remarks)


def existing_bridge(b: m.ExistingBridge) -> dict[str, object]:
    fields = {
        "kind": b.kind,
        "system": b.system,
        "vendor": b.vendor,
        "hub": b.hub,
        "integration": None if b.integration is None else str(b.integration),
        "between": None if b.between is None else list(b.between),
        "serves": [str(key) for key in b.serves],
        "from": _month(b.first),
        "until": _month(b.until),
        "method": b.method,
        "interval": b.interval,
    }
    return _entry(fields, b.remarks)


def _selector(s: m.SystemSelector) -> dict[str, object]:
    result = _entry({"block": s.block, "scope": s.scope, "owner": s.owner, "vendor": s.vendor})
    return result if s.ids is None else {"ids": sorted(s.ids), **result}


def law_change(c: m.LawChange) -> dict[str, object]:
    rest = _entry({"systems": _selector(c.systems)}, c.remarks)
    return {"month": str(c.month), "name": c.name, "cost": dict(sorted(c.cost.items())), **rest}


def rule(r: m.Rule) -> dict[str, object]:
    """One entry of `rules`."""
    if isinstance(r, m.Together):
        return _entry({"together": [str(move) for move in r.moves]}, r.remarks)
    if isinstance(r, m.Before):
        return _entry({"before": str(r.before), "after": str(r.after), "gap": _unless(r.gap, 1)}, r.remarks)
    if isinstance(r, m.Fixed):
        return {"fixed": {str(move): str(month) for move, month in r.months}, **_entry({}, r.remarks)}
    rest = _entry({"systems": _selector(r.systems), "reason": r.reason}, r.remarks)
    return {"blackout": _months(r.months), **rest}


def _pattern(p: m.Pattern) -> dict[str, object]:
    fields = {
        "id": p.id,
        "name": p.name,
        "groups": [list(group) for group in p.groups],
        "together": _unless(p.together, True),
    }
    return _entry(fields, p.remarks)


class _Dumper(yaml.SafeDumper):
    """Quotes what would not read back as the same text; short entries on one line."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain_elsewhere = yaml.SafeDumper.yaml_implicit_resolvers  # YAML 1.1 programs read it the same too
    starts = plain_elsewhere.get(text[:1], [])
    quoted = plain_scalar_differs(text) or any(pattern.match(text) for _, pattern in starts)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if quoted else None)


def plain_scalar_differs(text: str) -> bool:
    """Whether `text` without quotes would be read as something else."""
    try:
        return plain_scalar(text) != text
    except ValueError:
        return True


_Dumper.add_representer(str, _text)


def dump_landscape(landscape: m.Landscape) -> str:
    """YAML that loads to an equal landscape with the same hash."""
    return dump_document(landscape_document(landscape))


def dump_document(document: Mapping[str, object]) -> str:
    """Plain data as YAML, keys in their order, short entries on one line."""
    return yaml.dump(
        dict(document),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=110,
        default_flow_style=None,
    )
