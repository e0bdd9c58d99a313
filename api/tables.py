"""Lists of the service as tables, for CSV."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.messages import Language
from analyzer.reports.layout import Table, columns
from analyzer.reports.tables import render_csv
from analyzer.stores.port import Version


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
