"""Landscapes that are kept, with the plans kept beside them, as targets of a run over many."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

from analyzer.errors import InputError
from analyzer.stores.errors import NotFoundError
from analyzer.stores.naming import STORED, find_version, landscape_name
from analyzer.stores.port import Store
from analyzer.whatif.many.targets import changed_meanwhile, failing_target, find_plan, in_folder
from analyzer.whatif.many.tasks import Source, failed_by
from analyzer.whatif.many.terms import Target

_PAGE = 500


def stored_names(store: Store, pattern: str) -> list[str]:
    """``stored:*``, ``stored:a*`` → the names of the landscapes that are kept, sorted; any other name as it is."""
    glob = pattern.removeprefix(STORED)
    if not any(sign in glob for sign in "*?["):
        return [pattern]
    names: list[str] = []
    after = ""
    while page := store.landscapes(after=after, limit=_PAGE):
        after = page[-1].landscape
        names.extend(
            f"{STORED}{version.landscape}" for version in page if fnmatchcase(version.landscape, glob)
        )
    return names


def stored_target(store: Store, name: str, plan: str, plans: Path | None) -> Target:
    """``stored:ID`` (or a version of it) with the plan kept beside it, or the one in the folder `plans`."""
    try:
        asked = landscape_name(name)
        version = find_version(store, asked.landscape, asked.version)
    except InputError as error:
        return failing_target(name, failed_by(error.findings, error.total))
    places = None if plans is None else in_folder(plans, asked.landscape)

    def read_plan() -> Source:
        if places is not None:
            return find_plan(places)
        return Source(f"{STORED}{asked.landscape}/{plan}", store.plan(asked.landscape, plan).body)

    try:
        found = read_plan().hash
    except InputError as error:
        return failing_target(name, failed_by(error.findings, error.total), version.hash)

    def sources() -> tuple[Source, Source]:
        read = read_plan()
        if read.hash != found:
            raise changed_meanwhile()
        try:
            return Source(name, store.document(asked.landscape, version.hash)), read
        except NotFoundError:
            raise changed_meanwhile() from None

    return Target(name, version.hash, found, sources, content=version.hash)
