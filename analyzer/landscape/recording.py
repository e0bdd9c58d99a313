"""The record file: read with every error and its place, and written."""

from __future__ import annotations

from itertools import pairwise

from analyzer.errors import InputError
from analyzer.landscape.documents.record import RecordFile
from analyzer.landscape.dumping import dump_document
from analyzer.landscape.findings import Findings
from analyzer.landscape.structure import check_plain, validate
from analyzer.landscape.yaml_events import read_yaml
from analyzer.messages import Finding, Text


def read_record(data: bytes, file: str) -> RecordFile:
    """The record in a YAML or JSON file; InputError with everything that is wrong with it."""
    yaml = read_yaml(data, file)
    if yaml.total:
        raise InputError(yaml.findings, yaml.total)
    findings = Findings(yaml.places)
    record: RecordFile | None = None
    if isinstance(yaml.value, dict):
        check_plain(yaml.value, findings, lambda _: False)
        record = validate(RecordFile, yaml.value, (), findings)
    if record is not None:
        for index, (one, next_) in enumerate(pairwise(record.advances), start=1):
            if next_.first != one.to:
                findings.take(Finding(
                    "record_with_gap", "error",
                    Text(f"前の繰り越しは {one.to} までですが、次が {next_.first} から始まっています。",
                         f"The advance before it ends with {one.to}, but this one begins with {next_.first}."),
                    yaml.places.at(("advances", index, "from")),
                    Text("抜けている繰り越しを補うか、順番を直してください。", "Add what is missing, or mend the order."),
                ))  # fmt: skip
    if record is None and not findings.total:
        findings.add(
            "wrong_root", (),
            "記録ファイル全体が「項目: 値」の組ではありません。",
            "A record must be a mapping (key: value).",
            Text("kakehashi advance --record が書いたファイルを指定してください。",
                 "Give a file that kakehashi advance --record has written."),
        )  # fmt: skip
    if findings.errors or record is None:
        raise InputError(*findings.result())
    return record


def dump_record(record: RecordFile) -> str:
    """YAML that reads back as the same record."""
    return dump_document(
        record.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    )
