"""What a store holds, as text, tables and JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, Table, both, columns
from analyzer.reports.naming import named
from analyzer.stores.port import AuditEntry, Hit, PlanEntry, SourceEntry, Version

SHORT_HASH = 12


def short(hash: str) -> str:
    """As much of a hash as people need to name a version by it."""
    return hash.removeprefix("sha256:")[:SHORT_HASH]


@dataclass(frozen=True, slots=True)
class KeptLandscape:
    """A landscape with all that is kept beside it; `sources` are those of the current version."""

    current: Version
    versions: tuple[Version, ...]
    sources: tuple[SourceEntry, ...]
    plans: tuple[PlanEntry, ...]


def version_document(version: Version) -> dict[str, object]:
    document = asdict(version)
    summary: dict[str, object] = document.pop("summary")
    return {"id": document.pop("landscape"), **document, **summary}


def landscapes_document(url: str, versions: Sequence[Version]) -> dict[str, object]:
    return {"schema_version": 1, "store": url, "landscapes": [version_document(v) for v in versions]}


def landscapes_report(versions: Sequence[Version]) -> Report:
    """The current version of every landscape."""
    rows = tuple(
        (
            v.landscape, v.summary.name, v.summary.systems, v.summary.integrations, v.summary.first,
            v.summary.last, v.number, v.made,
        )
        for v in versions
    )  # fmt: skip
    table = Table(
        columns(
            ("識別子", "id"), ("名前", "name"), ("システム", "systems", "number"),
            ("連携", "links", "number"), ("最初の月", "first"), ("最後の月", "last"), ("版", "version", "number"),
            ("保存日時", "made"),
        ),
        rows,
    )  # fmt: skip
    heading = Text(f"保存済みのランドスケープ: {len(versions)} 件", f"Landscapes kept: {len(versions)}")
    return Report((Section(heading, table=table if rows else None),), table)


def landscape_document(kept: KeptLandscape) -> dict[str, object]:
    return {
        "schema_version": 1,
        "current": version_document(kept.current),
        "versions": [version_document(version) for version in kept.versions],
        "sources": [asdict(source) for source in kept.sources],
        "plans": [_plan(plan) for plan in kept.plans],
    }


def _plan(plan: PlanEntry) -> dict[str, object]:
    return {
        "id": plan.id, "version": plan.version, "revision": plan.revision, "size": len(plan.body),
        "made": plan.made, "actor": plan.actor,
    }  # fmt: skip


def landscape_report(kept: KeptLandscape) -> Report:
    """A landscape's versions (the answer as CSV), the sources of the current one, and its plans."""
    now = kept.current
    lines = (
        Text(
            f"現在は第 {now.number} 版({short(now.hash)})",
            f"current: version {now.number} ({short(now.hash)})",
        ),
        Text(
            f"システム {now.summary.systems}、連携 {now.summary.integrations}、期間 {now.summary.first or '—'} ～ {now.summary.last or '—'}",
            f"{now.summary.systems} system(s), {now.summary.integrations} link(s), horizon {now.summary.first or '—'} to {now.summary.last or '—'}",
        ),
    )
    table = versions_table(kept.versions, now.hash)
    sources = Table(
        columns(("名前", "name"), ("大きさ", "size", "number"), ("ハッシュ", "hash"), ("保存日時", "made"), ("だれが", "actor")),
        tuple((s.name, s.size, short(s.hash), s.made, s.actor) for s in kept.sources),
    )  # fmt: skip
    plans = Table(
        columns(("識別子", "id"), ("版", "version"), ("大きさ", "size", "number"), ("保存日時", "made"), ("だれが", "actor")),
        tuple((p.id, _numbered(p.version, kept.versions), len(p.body), p.made, p.actor) for p in kept.plans),
    )  # fmt: skip
    sections = [
        Section(named(now.summary.name, now.landscape), lines),
        Section(Text(f"版({len(kept.versions)})", f"Versions ({len(kept.versions)})"), table=table),
    ]
    if sources.rows:
        heading = Text("現在の版の元のファイル", "Sources of the current version")
        sections.append(Section(heading, table=sources))
    if plans.rows:
        sections.append(Section(Text(f"計画({len(plans.rows)})", f"Plans ({len(plans.rows)})"), table=plans))
    return Report(tuple(sections), table)


def versions_table(versions: Sequence[Version], current: str) -> Table:
    return Table(
        columns(
            ("版", "version", "number"), ("現在", "current"), ("ハッシュ", "hash"), ("システム", "systems", "number"),
            ("連携", "links", "number"), ("保存日時", "made"), ("だれが", "actor"),
        ),
        tuple(
            (
                v.number, Text("現在", "current") if v.hash == current else None, short(v.hash), v.summary.systems,
                v.summary.integrations, v.made, v.actor,
            )
            for v in versions
        ),
    )  # fmt: skip


def _numbered(hash: str, versions: Sequence[Version]) -> str:
    for version in versions:
        if version.hash == hash:
            return str(version.number)
    return short(hash)


KINDS = {
    "system": Text("システム", "system"),
    "vendor": Text("ベンダ", "vendor"),
    "environment": Text("環境", "environment"),
    "hub": Text("ハブ", "hub"),
    "package": Text("パッケージ", "package"),
    "integration": Text("連携", "integration"),
}


def hits_document(text: str, hits: Sequence[Hit]) -> dict[str, object]:
    return {"schema_version": 1, "text": text, "hits": [asdict(hit) for hit in hits]}


def hits_report(text: str, hits: Sequence[Hit]) -> Report:
    table = Table(
        columns(("ランドスケープ", "landscape"), ("種類", "kind"), ("識別子", "id"), ("名前", "name")),
        tuple((hit.landscape, KINDS[hit.kind], hit.id, hit.name) for hit in hits),
    )
    heading = Text(f"「{text}」に当たるもの: {len(hits)} 件", f"Found for {text!r}: {len(hits)}")
    return Report((Section(heading, table=table if hits else None),), table)


def audit_document(entries: Sequence[AuditEntry]) -> dict[str, object]:
    listed = [
        {
            "number": e.number, "at": e.at, "actor": e.actor, "action": e.action, "subject": e.subject,
            "details": dict(e.details),
        }
        for e in entries
    ]  # fmt: skip
    return {"schema_version": 1, "entries": listed}


def audit_report(entries: Sequence[AuditEntry]) -> Report:
    table = Table(
        columns(("番号", "number", "number"), ("日時", "at"), ("だれが", "actor"), ("操作", "action"), ("対象", "subject"), ("詳細", "details")),
        tuple(
            (
                e.number, e.at, e.actor, e.action, e.subject,
                both(", ".join(f"{name}={_shown(value)}" for name, value in sorted(e.details.items()))),
            )
            for e in entries
        ),
    )  # fmt: skip
    heading = Text(
        f"監査記録: {len(entries)} 件", f"Audit log: {len(entries)} entr{'y' if len(entries) == 1 else 'ies'}"
    )
    return Report((Section(heading, table=table if entries else None),), table)


def _shown(value: object) -> str:
    text = str(value)
    return short(text) if text.startswith("sha256:") else text
