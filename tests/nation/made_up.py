"""Small files of the form of the national figures; none of it is of a real municipality."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analyzer.landscape.findings import Findings
from analyzer.landscape.places import Places
from analyzer.messages import Finding
from analyzer.nation.figures import Body, Extension, Figures, Package, Progress
from analyzer.nation.joining import EXTENSIONS, PACKAGES, PROGRESS, Nation, join
from analyzer.nation.prefectures import prefecture_named

HEAD = "vendor,package,business,approval_number,confirmed_date"
ONE, OTHER = "0000000000001", "0000000000002"
CSV = f"""{HEAD}
甲,甲総合,住民基本台帳,001_{ONE}_1,2025-06-10
乙,乙福祉,介護保険,023-0_{OTHER}_1,2025-07-01
"""


def rates(prefecture: str, city: str, **business_rates: object) -> dict[str, Any]:
    """An entry of the file of progress."""
    return {"prefecture": prefecture, "city": city, "business_rates": business_rates}


def extended(code: str, prefecture: str, city: str, *names: str) -> dict[str, Any]:
    """An entry of the file of extended deadlines."""
    return {"code": code, "prefecture": prefecture, "city": city, "applicable_businesses": list(names)}


def listed(*entries: object) -> bytes:
    return json.dumps({"municipalities": list(entries)}, ensure_ascii=False, indent=1).encode()


def folder(
    path: Path,
    progress: bytes | None = None,
    extensions: bytes | None = None,
    packages: bytes | None = None,
) -> Path:
    """The three files; those not given are sound and small."""
    (path / PROGRESS).write_bytes(
        listed(rates("北海道", "甲市", 住民記録=1.0)) if progress is None else progress
    )
    (path / EXTENSIONS).write_bytes(listed() if extensions is None else extensions)
    (path / PACKAGES).write_bytes(CSV.encode() if packages is None else packages)
    return path


def collected(read: Any, data: bytes) -> tuple[Any, tuple[Finding, ...]]:
    """What a reader of one file gives, and what it found wrong."""
    findings = Findings(Places("file"))
    result = read(data, "file", findings)
    return result, findings.result()[0]


def body(name: str, prefecture: str = "北海道") -> Body:
    found = prefecture_named(prefecture)
    assert found is not None
    return Body(found, name)


def package(company: str, *areas: str) -> Package:
    return Package(company, f"package {company}", f"vendor {company}", tuple(sorted(areas)))


def nation(
    progress: Mapping[str, Mapping[str, float]],
    extensions: Mapping[str, Sequence[str]] | None = None,
    packages: Sequence[Package] = (),
) -> Nation:
    """Municipalities of Hokkaido by name."""
    return join(
        Figures(
            tuple(Progress(body(name), given) for name, given in progress.items()),
            tuple(
                Extension(body(name), f"01{at:04d}", frozenset(areas), False)
                for at, (name, areas) in enumerate((extensions or {}).items())
            ),
            tuple(sorted(packages)),
            None,
        )
    )
