"""Lists of the service as tables, for CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.graph.links import Link
from analyzer.landscape.model import Form, Landscape, Pattern, System
from analyzer.messages import Language, Text
from analyzer.messages.words import SCOPES, STATES
from analyzer.order.patterns import pattern_named
from analyzer.reports.kept import KINDS
from analyzer.reports.layout import Table, both, columns
from analyzer.reports.naming import named, system_named, vendor_named
from analyzer.reports.tables import render_csv
from analyzer.stores.port import Hit, PlanEntry, SourceEntry, Version
from api.jobs.model import Job, Kind, State


def versions_csv(versions: Iterable[Version], language: Language) -> bytes:
    rows = tuple(
        (
            version.landscape, version.summary.name, version.summary.municipality_code, version.number,
            version.summary.first, version.summary.last, version.summary.systems, version.summary.integrations,
            version.made, str(version.actor), version.hash,
        )
        for version in versions
    )  # fmt: skip
    table = Table(
        columns(
            ("ID", "id"), ("名前", "name"), ("団体コード", "municipality code"), ("版", "version", "number"),
            ("最初の月", "first month"), ("最後の月", "last month"), ("システム", "systems", "number"),
            ("連携", "links", "number"), ("保存日時", "made"), ("保存した人", "by"), ("ハッシュ", "hash"),
        ),
        rows,
    )  # fmt: skip
    return render_csv(table, language)


def plans_csv(plans: Iterable[PlanEntry], language: Language) -> bytes:
    rows = tuple(
        (plan.landscape, plan.id, plan.version, plan.revision, plan.made, str(plan.actor), len(plan.body))
        for plan in plans
    )
    table = Table(
        columns(
            ("ランドスケープ", "landscape"), ("計画", "plan"), ("版", "version"), ("ハッシュ", "hash"),
            ("保存日時", "made"), ("保存した人", "by"), ("バイト", "bytes", "number"),
        ),
        rows,
    )  # fmt: skip
    return render_csv(table, language)


def systems_csv(parts: Landscape, systems: Iterable[tuple[System, Form]], language: Language) -> bytes:
    rows = tuple(
        (
            system.id, system.name, system.block, SCOPES[system.scope], system.owner,
            named(parts.environments[form.environment].name, form.environment), form.generation,
            vendor_named(parts, form.vendor), form.package,
            None if system.contract_end is None else str(system.contract_end), len(system.moves),
        )
        for system, form in systems
    )  # fmt: skip
    table = Table(
        columns(
            ("ID", "id"), ("名前", "name"), ("ブロック", "block"), ("範囲", "scope"), ("所管課", "owner"),
            ("環境", "environment"), ("世代", "generation"), ("ベンダ", "vendor"), ("パッケージ", "package"),
            ("契約終了", "contract end"), ("移行", "moves", "number"),
        ),
        rows,
    )  # fmt: skip
    return render_csv(table, language)


def links_csv(parts: Landscape, links: Iterable[Link], language: Language) -> bytes:
    rows = tuple(
        (
            str(link.key), link.integration.name, system_named(parts, link.key.source),
            system_named(parts, link.key.target), STATES[link.state], ", ".join(link.hubs),
        )
        for link in links
    )  # fmt: skip
    table = Table(
        columns(
            ("連携", "integration"), ("名前", "name"), ("送信側", "from"), ("受信側", "to"), ("状態", "state"),
            ("ハブ", "hubs"),
        ),
        rows,
    )  # fmt: skip
    return render_csv(table, language)


def named_csv(parts: Iterable[tuple[str, str]], language: Language) -> bytes:
    return render_csv(Table(columns(("ID", "id"), ("名前", "name")), tuple(parts)), language)


def hits_csv(hits: Iterable[Hit], language: Language) -> bytes:
    table = Table(
        columns(("ランドスケープ", "landscape"), ("種類", "kind"), ("ID", "id"), ("名前", "name")),
        tuple((hit.landscape, KINDS[hit.kind], hit.id, hit.name) for hit in hits),
    )
    return render_csv(table, language)


def patterns_csv(patterns: Iterable[tuple[Pattern, Text | None]], language: Language) -> bytes:
    """Each with what speaks against it."""
    table = Table(
        columns(
            ("ID", "id"), ("名前", "name"), ("順序", "order"), ("同時", "together"), ("使えない理由", "why not")
        ),
        tuple(
            (
                pattern.id, pattern_named(pattern), both(" → ".join(", ".join(group) for group in pattern.groups)),
                _YES if pattern.together else None, reason,
            )
            for pattern, reason in patterns
        ),
    )  # fmt: skip
    return render_csv(table, language)


def sources_csv(sources: Iterable[SourceEntry], language: Language) -> bytes:
    table = Table(
        columns(
            ("名前", "name"), ("形式", "media type"), ("バイト", "bytes", "number"), ("ハッシュ", "hash"),
            ("保存日時", "made"), ("保存した人", "by"),
        ),
        tuple((one.name, one.media_type, one.size, one.hash, one.made, str(one.actor)) for one in sources),
    )  # fmt: skip
    return render_csv(table, language)


def jobs_csv(jobs: Iterable[Job], language: Language) -> bytes:
    table = Table(
        columns(
            ("ID", "id"), ("種類", "kind"), ("状態", "state"), ("版", "version"), ("依頼日時", "made"),
            ("依頼した人", "by"), ("開始", "begun"), ("終了", "ended"), ("秒", "seconds", "number"),
            ("費用", "cost", "number"), ("下界", "bound", "number"), ("理由", "reason"),
        ),
        tuple(
            (
                job.id, _JOBS[job.question.kind], _STATES[job.state], job.version, job.made, job.actor, job.begun,
                job.ended, round(job.standing.seconds), job.standing.cost, job.standing.bound,
                None if job.reason is None else job.reason.message,
            )
            for job in jobs
        ),
    )  # fmt: skip
    return render_csv(table, language)


_YES = Text("はい", "yes")
_JOBS: Mapping[Kind, Text] = {"optimize": Text("最適化", "optimize"), "compare": Text("比較", "compare")}
_STATES: Mapping[State, Text] = {
    "queued": Text("待機中", "queued"),
    "running": Text("計算中", "running"),
    "done": Text("完了", "done"),
    "failed": Text("失敗", "failed"),
    "cancelled": Text("取り消し", "cancelled"),
}
