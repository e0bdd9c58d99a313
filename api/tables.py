"""Lists of the service as tables, for CSV."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.graph.links import Link
from analyzer.landscape.model import Form, Landscape, System
from analyzer.messages import Language
from analyzer.messages.words import SCOPES, STATES
from analyzer.reports.layout import Table, columns
from analyzer.reports.naming import named, system_named, vendor_named
from analyzer.reports.tables import render_csv
from analyzer.stores.port import Hit, PlanEntry, Version


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
        tuple((hit.landscape, hit.kind, hit.id, hit.name) for hit in hits),
    )
    return render_csv(table, language)
