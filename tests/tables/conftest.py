from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from analyzer.landscape.model import Landscape
from analyzer.tables.defaults import NO_OPTIONS, HeaderOptions
from analyzer.tables.importing import ImportResult, import_tables

Import = Callable[..., ImportResult]


def written(folder: Path, files: Mapping[str, str | bytes]) -> list[Path]:
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


@pytest.fixture
def importing(tmp_path: Path) -> Import:
    """Imports files given by name and content, onto a base if there is one."""

    def run(
        files: Mapping[str, str | bytes], base: Landscape | None = None, options: HeaderOptions = NO_OPTIONS
    ) -> ImportResult:
        return import_tables(written(tmp_path, files), base, options)

    return run
