"""What verifying an answer gives: right, wrong and where, or not readable as an answer."""

from __future__ import annotations

from analyzer.messages import Text
from analyzer.reports.layout import Report, Section, finding_entry, findings_table
from analyzer.verification import VerificationResult


def verification_document(result: VerificationResult, file: str) -> dict[str, object]:
    return {
        "schema_version": 1,
        "file": file,
        "ok": result.ok,
        "malformed": result.malformed,
        "violations_listed": result.violations_listed,
        "conflict_listed": result.conflict_listed,
        "notes": [text._asdict() for text in result.notes],
        "faults": [fault.as_dict() for fault in result.faults],
    }


def verification_report(result: VerificationResult, file: str) -> Report:
    """The verdict first, then every fault with its place in the answer."""
    count = len(result.faults)
    if result.malformed:
        verdict = Text(
            f"{file}: 答えとして読めません({count} 件)", f"{file}: not readable as an answer ({count})"
        )
    elif count:
        verdict = Text(f"{file}: 誤りが {count} 件あります", f"{file}: {count} fault(s)")
    else:
        verdict = Text(
            f"{file}: すべての数字を確かめました。誤りはありません。",
            f"{file}: every figure checked, no fault.",
        )
    lines = [verdict]
    if result.violations_listed:
        lines.append(
            Text(
                "この答えは、計画が規則に反することを示しています。",
                "The answer says that the plan breaks rules.",
            )
        )
    if result.conflict_listed:
        lines.append(
            Text(
                "この答えは、規則をすべて守る計画がないことを示しています。",
                "The answer says that no plan keeps all of the rules.",
            )
        )
    lines += result.notes
    entries = tuple(finding_entry(fault) for fault in result.faults)
    return Report((Section(lines=tuple(lines), entries=entries),), findings_table(result.faults))
