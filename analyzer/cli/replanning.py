"""``whatif --again``: a plan made again under a scenario, and the curve of what each changed month is worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.cli.options import Form, SolverName
from analyzer.cli.outcome import INTERRUPTED, code_of, picture_form, say_interrupted
from analyzer.cli.progress import ProgressLine
from analyzer.cli.reading import wrong_use
from analyzer.cli.session import Session
from analyzer.messages import Text

if TYPE_CHECKING:
    from analyzer.landscape.model import Landscape
    from analyzer.plan.reading import PlanFile
    from analyzer.whatif.scenarios import Scenario


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say."""

    again: bool
    keep: int | None
    curve: bool
    picture: str | None

    def check(self, scenarios: int) -> None:
        """InputError where they do not go together."""
        if not self.again and (self.keep is not None or self.curve or self.picture is not None):
            raise wrong_use("needs_again", Text(
                "--keep、--curve、--picture は --again とともに指定してください。",
                "Give --keep, --curve and --picture together with --again.",
            ))  # fmt: skip
        if self.curve and self.keep is not None:
            raise wrong_use("keep_or_curve", Text(
                "--keep と --curve は、どちらか一つだけを指定してください。", "Give either --keep or --curve, not both.",
            ))  # fmt: skip
        if self.picture is not None and not self.curve:
            raise wrong_use("picture_of_curve", Text(
                "--picture は --curve の図を描きます。--curve も指定してください。",
                "--picture draws the curve: give --curve too.",
            ))  # fmt: skip
        if self.again and scenarios != 1:
            raise wrong_use("one_scenario", Text(
                f"--again は一つのシナリオについて立て直します({scenarios} 件あります)。--scenario で選ぶか、--combine で一つにしてください。",
                f"--again plans for one scenario (there are {scenarios}): choose it with --scenario, or make them one with --combine.",
            ))  # fmt: skip


def plan_again(
    session: Session,
    landscape: Landscape,
    plan: PlanFile,
    scenario: Scenario,
    asked: Asked,
    *,
    format: Form,
    output: str | None,
    everything: bool,
    time_limit: float | None,
    work_limit: int | None,
    solver: SolverName,
) -> int:
    """Answers, and gives the exit code."""
    from analyzer import usecases
    from analyzer.reports.again import again_document, again_report, curve_document, curve_report

    drawn = None if asked.picture is None else picture_form(asked.picture)
    if drawn is not None:
        usecases.require_pictures()
    with session.patient():
        if not asked.curve:
            with ProgressLine(session) as line:
                changed, before, ordering = usecases.plan_again(
                    landscape, plan, scenario, keep=asked.keep, time_limit=time_limit,
                    work_limit=work_limit, solver=solver, progress=line.hear,
                )  # fmt: skip
            document = again_document(changed, before, ordering) if format == "json" else None
            report = again_report(changed, before, ordering)
            session.answer_report(report, format, output, everything=everything, document=document)
            return code_of(session, ordering)
        with ProgressLine(session) as line:
            changed, before, curve = usecases.trade_off(
                landscape, plan, scenario, time_limit=time_limit, work_limit=work_limit, solver=solver,
                announce=lambda changes: line.begin(_title(changes)), progress=line.hear,
            )  # fmt: skip
        beside = {}
        if asked.picture is not None and drawn is not None and curve.points:
            beside[asked.picture] = usecases.draw_curve(changed, curve, session.language, drawn)
        session.answer_report(
            curve_report(changed, before, curve), format, output, everything=everything,
            document=curve_document(changed, before, curve) if format == "json" else None, beside=beside,
        )  # fmt: skip
    if curve.interrupted:
        say_interrupted(session)
        return INTERRUPTED
    return code_of(session, curve.optimum)


def _title(changes: int | None) -> Text:
    if changes is None:
        return Text("最適な計画", "optimum")
    return Text(f"変更 {changes} 件まで", f"at most {changes} change(s)")
