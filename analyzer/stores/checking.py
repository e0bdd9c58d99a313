"""Whether a store still says what it was given."""

from __future__ import annotations

from analyzer.errors import InputError
from analyzer.landscape.dumping import content_hash
from analyzer.messages import Finding, Text
from analyzer.stores.compact import parsed
from analyzer.stores.naming import all_versions
from analyzer.stores.port import Store, Version
from analyzer.stores.sources import Source

_PAGE = 500


def damaged_versions(store: Store) -> tuple[int, tuple[Finding, ...]]:
    """How many versions there are, and a finding for each that is not what its hash says, or whose source is not."""
    count, findings, after = 0, list[Finding](), ""
    while page := store.landscapes(after=after, limit=_PAGE):
        for current in page:
            for version in all_versions(store, current.landscape):
                count += 1
                if not _is_whole(store, version):
                    findings.append(_damaged(version))
        after = page[-1].landscape
    return count, tuple(findings)


def _is_whole(store: Store, version: Version) -> bool:
    landscape, hash_ = version.landscape, version.hash
    try:
        if content_hash(parsed(store.document(landscape, hash_))) != hash_:
            return False
        sources = store.sources(landscape, hash_)
        return all(Source("", store.source(landscape, entry.hash)).hash == entry.hash for entry in sources)
    except (InputError, ValueError):
        return False


def _damaged(version: Version) -> Finding:
    return Finding(
        "damaged_version",
        "error",
        Text(
            f"「{version.landscape}」の第 {version.number} 版の内容が、保存したときと違います。",
            f"Version {version.number} of {version.landscape} is not what was kept.",
        ),
        suggestion=Text(
            "バックアップから復元するか、この版を削除してください。",
            "Restore it from a backup, or delete it.",
        ),
        details=(("landscape", version.landscape), ("version", version.hash)),
    )
