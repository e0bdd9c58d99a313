"""What checking a landscape file gives: text, table, and the JSON that the file's format fixes."""

from __future__ import annotations

from collections import Counter

from analyzer.landscape.loading import LoadResult
from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, finding_entry, findings_table


def validation_document(result: LoadResult, file: str) -> dict[str, object]:
    """``{errors: […], …}`` for every input; `errors` holds warnings too, each with its severity."""
    landscape = result.landscape
    return {
        "schema_version": 1,
        "file": file,
        "valid": landscape is not None,
        "landscape": None if landscape is None else {"id": landscape.id, "hash": landscape.content_hash},
        "total": result.total,
        "errors": [finding.as_dict() for finding in result.findings],
    }


def validation_report(result: LoadResult, file: str) -> Report:
    """The verdict first, then every error and warning."""
    counts = Counter(finding.severity for finding in result.findings)
    errors, warnings = counts["error"], counts["warning"]
    landscape = result.landscape
    if landscape is None:
        verdict = Text(f"{file}: 誤りがあります(誤り {errors} 件、警告 {warnings} 件)",
                       f"{file}: not valid ({errors} error(s), {warnings} warning(s))")  # fmt: skip
    elif warnings:
        verdict = Text(
            f"{file}: 誤りはありません(警告 {warnings} 件)", f"{file}: valid ({warnings} warning(s))"
        )
    else:
        verdict = Text(f"{file}: 誤りはありません", f"{file}: valid")
    lines = [verdict]
    if landscape is not None:
        known = sum(integration.known for integration in landscape.integrations.values())
        unknown = len(landscape.integrations) - known
        moves = sum(len(system.moves) for system in landscape.systems.values())
        lines.append(
            Text(f"{landscape.name}: システム {len(landscape.systems)}、連携 {len(landscape.integrations)}"
                 f"(うち相手不明 {unknown})、移行 {moves}、{len(landscape.horizon)} か月",
                 f"{landscape.id}: {len(landscape.systems)} system(s), {len(landscape.integrations)} link(s) "
                 f"({unknown} with unknown partner), {moves} move(s), {len(landscape.horizon)} month(s)"),
        )  # fmt: skip
    if result.total > len(result.findings):
        lines.append(Text(f"全部で {result.total} 件あり、はじめの {len(result.findings)} 件を示します。",
                          f"{result.total} in all; the first {len(result.findings)} are listed."))  # fmt: skip
    entries = tuple(finding_entry(finding) for finding in result.findings)
    return Report((Section(lines=tuple(lines), entries=entries),), findings_table(result.findings))
