"""Reading an upload: what runs in the guarded process."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analyzer.landscape.loading import read_landscape
from analyzer.landscape.places import Places
from analyzer.messages import Finding
from analyzer.stores.preparing import Prepared, prepare
from analyzer.stores.sources import source_places

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
    landscape, findings, total = result.landscape, result.findings, result.total
    if landscape is None:
        return ReadUpload(None, findings, total)
    places = source_places(landscape)
    # The positions of all values are a third of the memory that a large file takes: they go before the rest is written.
    landscape = replace(landscape, places=Places())
    del result
    return ReadUpload(replace(prepare(landscape, with_places=False), places=places), findings, total)
