"""Landscape files with the plans that belong to them.

A plan is looked for by its name: ``PLAN.json``, ``.yaml`` or ``.yml`` in ``plans/`` beside the landscape file, or beside it;
in a folder of plans by the landscape's name instead: that of its file, or of its folder where the file is
called ``landscape.yaml``.
"""

from __future__ import annotations

from pathlib import Path

from analyzer.errors import InputError
from analyzer.landscape.loading import read_bytes
from analyzer.messages import Finding, Text
from analyzer.whatif.many.tasks import Outcome, Source, failed_by, sha256
from analyzer.whatif.many.terms import Target

SUFFIXES = (".json", ".yaml", ".yml")


def file_target(name: str, path: Path, plan: str, plans: Path | None) -> Target:
    """The landscape file at `path`, called `name`, with the plan of that name, or the one in the folder `plans`.

    What cannot be read is a target that has failed.
    """
    try:
        landscape = Source(name, read_bytes(str(path)))
    except InputError as error:
        return failing_target(name, failed_by(error.findings, error.total))
    places = in_folder(plans, landscape_name(path)) if plans is not None else _beside(path, plan)
    try:
        found = find_plan(places)
    except InputError as error:
        return failing_target(name, failed_by(error.findings, error.total), landscape.hash)
    hashes = landscape.hash, found.hash

    def sources() -> tuple[Source, Source]:
        read = Source(name, read_bytes(str(path))), Source(found.name, read_bytes(found.name))
        if (read[0].hash, read[1].hash) != hashes:
            raise changed_meanwhile()
        return read

    return Target(name, *hashes, sources)


def failing_target(name: str, failure: Outcome, text: str | None = None) -> Target:
    """A target of which nothing can be computed. It is known by why, and by its text where that could be read."""
    reason = sha256(f"{failure.code}\n{failure.reason}".encode())

    def sources() -> tuple[Source, Source]:
        raise AssertionError("a target that has failed is not computed")

    return Target(name, text or sha256(name.encode()), reason, sources, failure=failure)


def find_plan(places: tuple[Path, ...]) -> Source:
    """The first of these files that there is; InputError, with where it was looked for, where there is none."""
    for place in places:
        if place.is_file():
            return Source(str(place), read_bytes(str(place)))
    looked = f"{places[0].with_suffix('')}{{{','.join(SUFFIXES)}}}"
    raise InputError((Finding(
        "no_plan", "error",
        Text(f"計画がありません({looked} など)。", f"There is no plan ({looked} and so on)."),
        suggestion=Text("--plan か --plan-dir で、計画の名前か置き場所を指定してください。",
                        "Say with --plan or --plan-dir what it is called, or where it is."),
    ),))  # fmt: skip


def landscape_name(path: Path) -> str:
    """What a file's landscape is called among plans."""
    return path.resolve().parent.name if path.stem == "landscape" else path.stem


def changed_meanwhile() -> InputError:
    return InputError((Finding(
        "changed_meanwhile", "error",
        Text("実行の途中で内容が変わりました。もう一度実行してください。",
             "It changed while the run went on. Run it again."),
    ),))  # fmt: skip


def in_folder(folder: Path, name: str) -> tuple[Path, ...]:
    """Where a plan of this name may be in a folder."""
    return tuple(folder / f"{name}{suffix}" for suffix in SUFFIXES)


def _beside(path: Path, plan: str) -> tuple[Path, ...]:
    return in_folder(path.parent / "plans", plan) + in_folder(path.parent, plan)
