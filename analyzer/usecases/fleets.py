"""One question to many landscapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.messages import Text
from analyzer.usecases.problems import wrong
from analyzer.usecases.reading import STORED, OpenStore, configured, open_store, path_of
from analyzer.usecases.replanning import _scenario_file

if TYPE_CHECKING:
    from analyzer.stores.port import Store
    from analyzer.whatif.many.executor import Executor
    from analyzer.whatif.many.pace import Progress
    from analyzer.whatif.many.run import Run
    from analyzer.whatif.many.tasks import Options
    from analyzer.whatif.many.tasks import Source as Named
    from analyzer.whatif.many.terms import Tally, Target


@dataclass(frozen=True, slots=True)
class Many:
    """A run over many landscapes and scenarios, surveyed: what is there, what is missing, and how to compute it.

    `scenarios`: their ids; `note` keeps in the ledger how far the run is, with a word for its state; `started`: what was
    noted of a run of this name before.
    """

    name: str
    run: Run
    scenarios: tuple[str, ...]
    executor: Callable[[], Executor]
    note: Callable[[str], None]
    started: Mapping[str, object] | None

    def go(self, tell: Callable[[Progress], None]) -> Tally:
        """Computes what is missing (`analyzer.whatif.many.run.Run.go`), on workers that end with it."""
        if self.run.has_to_compute:
            self.note("running")
            try:
                executor = self.executor()
                try:
                    self.run.go(executor, tell)
                finally:
                    executor.close()
            finally:
                self.note("done" if self.run.is_complete else "stopped")
        return self.run.tally


def many(
    sources: Sequence[str],
    scenarios: str,
    *,
    store: OpenStore = open_store,
    ledger: Store | None = None,
    name: str | None = None,
    plan: str = "actual",
    plans: str | None = None,
    time_limit: float | None = None,
    retry_failed: bool = False,
    keep_going: bool = True,
    workers: int | None = None,
    cluster: str | None = None,
    actor: str = "",
) -> Many:
    """A plan of each landscape, kept under each scenario; `ledger` keeps the results (the store, if not said).

    `sources` may be patterns (``stored:*``); `plan` names the plan beside each landscape, `plans` a folder that has them all.
    InputError where the scenarios are wrong, or nothing is meant; what is wrong with one landscape is its result.
    """
    from analyzer.stores.results import RecordedResults
    from analyzer.whatif.many.run import Run
    from analyzer.whatif.many.tasks import Options, Source, program, scenario_hashes, sha256
    from analyzer.whatif.many.terms import Limits
    from analyzer.whatif.scenarios import read_scenarios

    settings: Any = configured({"many.workers": workers, "many.cluster": cluster}).section("many")
    text, file = _scenario_file(scenarios)
    asked = Source(file, text)
    read_scenarios(text, file)
    hashes = scenario_hashes(asked)
    targets = _targets(sources, store, plan, None if plans is None else Path(plans))
    options = Options(time_limit)
    limits = Limits(max(1, settings["chunk"]), max(1, settings["attempts"]), retry_failed, keep_going)
    kept = RecordedResults(store() if ledger is None else ledger, actor)
    run = Run(kept, targets, hashes, options, limits)
    run.survey()
    named = name or "run-" + sha256(repr((hashes, [t.name for t in targets], options)).encode())[7:19]
    facts = {
        "landscapes": len(targets), "scenarios": asked.name, "scenarios_hash": asked.hash, "program": program(),
    }  # fmt: skip

    def note(state: str) -> None:
        tally = run.tally
        kept.note_run(named, {
            **facts, "state": state, "total": tally.total, "recorded": tally.found + tally.computed, "failed": tally.failed,
        })  # fmt: skip

    return Many(
        named, run, tuple(id_ for id_, _ in hashes), lambda: _executor(asked, options, settings), note,
        kept.run(named),
    )  # fmt: skip


def _executor(scenarios: Named, options: Options, settings: Mapping[str, Any]) -> Executor:
    """Processes of this machine, or the cluster that the settings name."""
    import os

    from analyzer.whatif.many.computing import keep_plans
    from analyzer.whatif.many.working import Setup

    setup = Setup(scenarios, options, keep_plans)
    workers = settings["workers"] or os.cpu_count() or 1
    memory = settings["worker_memory"]
    if settings["cluster"]:
        from analyzer.whatif.many.cluster import Cluster

        return Cluster(setup, settings["cluster"], workers, memory=memory)
    from analyzer.whatif.many.processes import Processes

    return Processes(setup, workers, memory=memory, patience=settings["worker_seconds"])


def _targets(sources: Sequence[str], store: OpenStore, plan: str, plans: Path | None) -> list[Target]:
    """What the sources mean, each once, in their order; InputError where that is nothing."""
    from analyzer.stores.targets import stored_names, stored_target
    from analyzer.whatif.many.targets import file_target

    found: dict[str, Target] = {}
    for source in sources:
        if source.startswith(STORED):
            for name in stored_names(store(), source):
                found[name] = found.get(name) or stored_target(store(), name, plan, plans)
        elif source == "-":
            raise wrong(
                "stdin_of_many",
                Text("標準入力(-)は使えません。ファイルを指定してください。",
                     "Standard input (-) is not for many landscapes; give files."),
            )  # fmt: skip
        else:
            found[source] = found.get(source) or file_target(source, Path(path_of(source)), plan, plans)
    if not found:
        raise wrong(
            "no_landscapes",
            Text(f"「{' '.join(sources)}」に当たるランドスケープがありません。", f"No landscape is meant by {' '.join(sources)!r}."),
            Text("`kakehashi store list` で保存済みの一覧を確かめてください。", "`kakehashi store list` lists what is kept."),
        )  # fmt: skip
    return list(found.values())
