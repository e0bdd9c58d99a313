"""The lock says everything that an installation needs, and nothing about where it was made."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def normal(name: str) -> str:
    """The name of a distribution as PEP 503 compares it, without extras, versions and markers."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", name, maxsplit=1)[0]).lower()


def locked() -> dict[str, str]:
    """Name → the lines of its entry."""
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)
    return {normal(entry): entry for entry in entries if entry}


def test_every_declared_requirement_is_locked() -> None:
    declared = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    missing = {normal(requirement) for requirement in declared} - set(locked())
    assert not missing, "run `make lock`"


def test_what_builds_the_project_is_locked_too() -> None:
    assert {normal(name) for name in PROJECT["build-system"]["requires"]} <= set(locked())


def test_every_entry_is_one_version_with_hashes() -> None:
    for name, entry in locked().items():
        assert re.match(r"[\w.-]+==\S+", entry), name
        assert "--hash=sha256:" in entry, name


def test_no_address_of_an_index_stands_in_the_lock() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", LOCK)
