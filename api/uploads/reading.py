"""Reading an upload: what runs in the guarded process."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.landscape.loading import read_landscape
from analyzer.messages import Finding
from analyzer.stores.preparing import Prepared, prepare

READ = f"{__name__}:read_upload"


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """`prepared` is None where the file has errors; `findings` are as `LoadResult` has them."""

    prepared: Prepared | None
    findings: tuple[Finding, ...]
    total: int


def read_upload(data: bytes, file: str) -> ReadUpload:
    """The file as it will be kept, or what is wrong with it."""
    result = read_landscape(data, file)
    prepared = None if result.landscape is None else prepare(result.landscape)
    return ReadUpload(prepared, result.findings, result.total)
