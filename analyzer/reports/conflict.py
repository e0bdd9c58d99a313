"""Why no plan keeps all rules, and the least that would have to change: for people and for the answer."""

from __future__ import annotations

from analyzer.landscape.model import Landscape
from analyzer.messages import Place, Text
from analyzer.order.conflict import Change, Conflict, Relaxation
from analyzer.order.rules import Rule, place_of
from analyzer.reports.layout import Section

Plain = dict[str, object]


def conflict_document(landscape: Landscape, conflict: Conflict) -> list[Plain]:
    """The `conflict` of an answer, never empty: the rules, then the relaxations.

    docs/certificates.md says what each field means.
    """
    entries: list[Plain] = [_rule(landscape, rule) for rule in conflict.rules]
    if not entries:
        horizon = landscape.places.at(("landscape", "horizon"))
        message = headline(conflict)._asdict()
        entries.append({"kind": "horizon", "code": "no_months", "message": message, "place": _place(horizon)})
    for kind, relaxation in (("relaxation", conflict.relaxation), ("offered", conflict.offered)):
        if relaxation is not None:
            entries.append(_relaxation(kind, relaxation))
    return entries


def conflict_certificate(conflict: Conflict) -> Plain:
    """What the conflict rests on: `certificate.conflict` of an answer."""
    return {"irreducible": conflict.irreducible, "smallest": conflict.smallest}


def conflict_sections(landscape: Landscape, conflict: Conflict) -> tuple[Section, ...]:
    """Which rules cannot be kept together, the least change, and the least that is on offer."""
    return (
        Section(
            Text("両立しない決まり", "Rules that contradict each other"),
            (headline(conflict), *_proof(conflict)),
            entries=tuple(_rule_entry(landscape, rule) for rule in conflict.rules),
        ),
        Section(
            Text("最も小さい変更", "The least change"),
            _least_lines(conflict),
            entries=tuple(_change_entry(change) for change in _changes(conflict.relaxation)),
        ),
        Section(
            Text("提示されている延長での解決", "The least offered change"),
            _offered_lines(conflict),
            entries=tuple(_change_entry(change) for change in _changes(conflict.offered)),
        ),
    )


def headline(conflict: Conflict) -> Text:
    """The sentence above the rules."""
    count = len(conflict.rules)
    if not count:
        return Text(
            "計画期間に月がないため、どの移行も行えません。",
            "The horizon has no months, so no move can take place.",
        )
    if count == 1:
        return Text(
            "次の決まりは、ほかの決まりがなくても守れません。",
            "The following rule cannot be kept, whatever the other rules.",
        )
    return Text(
        f"次の {count} 件の決まりは同時に守れません。",
        f"The following {count} rules cannot be kept together.",
    )


def _proof(conflict: Conflict) -> tuple[Text, ...]:
    if not conflict.rules:
        return ()
    if not conflict.irreducible:
        return (
            Text(
                "時間切れのため、この中に無くても済む決まりが残っているかもしれません。",
                "Time ran out: some of these rules may have no part in it.",
            ),
        )
    lines = []
    if len(conflict.rules) > 1:
        lines.append(
            Text("どれか 1 件がなければ、残りは守れます。", "Without any one of them the rest can be kept.")
        )
    if conflict.smallest and len(conflict.rules) > 1:
        lines.append(
            Text(
                "これより少ない件数で両立しない組はありません（証明済み）。",
                "No fewer rules contradict each other (proven).",
            )
        )
    lines.append(
        Text(
            "システムごとの移行の順番と計画期間は、決まりとは別に常に守るものとしています。",
            "The order of a system's moves and the horizon are no rules: they always hold.",
        )
    )
    return tuple(lines)


def _least_lines(conflict: Conflict) -> tuple[Text, ...]:
    relaxation = conflict.relaxation
    if relaxation is None:
        return (
            Text(
                "決まりを変えて計画が立つ方法は見つかりませんでした。計画期間か、求める順序を見直してください。",
                "No change of rules was found that makes a plan possible. Look at the horizon, or at the order asked for.",
            ),
        )
    lines = [_counted(relaxation)]
    if not relaxation.proven:
        lines.append(
            Text("時間切れのため、もっと小さい変更があるかもしれません。", "Time ran out: a smaller change may do.")
        )  # fmt: skip
    return tuple(lines)


def _offered_lines(conflict: Conflict) -> tuple[Text, ...]:
    if conflict.offered is None:
        return (
            Text(
                "ファイルに提示されている延長（extensions, contract_extensions）だけでは解決しません。",
                "What the file offers (extensions, contract_extensions) does not help by itself.",
            ),
        )
    return (_counted(conflict.offered),)


def _counted(relaxation: Relaxation) -> Text:
    changes, months = len(relaxation.changes), relaxation.months
    return Text(
        f"次の {changes} 件を変えれば計画が立ちます（合わせて {months} か月）。",
        f"With the following {changes} change(s) a plan is possible ({months} month(s) in all).",
    )


def _changes(relaxation: Relaxation | None) -> tuple[Change, ...]:
    return () if relaxation is None else relaxation.changes


def _rule_entry(landscape: Landscape, rule: Rule) -> Text:
    return _placed(rule.sentence, place_of(landscape, rule), rule.code)


def _change_entry(change: Change) -> Text:
    return _placed(change.sentence, change.place, change.code)


def _placed(sentence: Text, place: Place | None, code: str) -> Text:
    where = f"{place} " if place else ""
    return Text(f"{where}[{code}] {sentence.ja}", f"{where}[{code}] {sentence.en}")


# --- as plain data -------------------------------------------------------------------------------


def _rule(landscape: Landscape, rule: Rule) -> Plain:
    return {
        "kind": "rule",
        "code": rule.code,
        "key": list(rule.key),
        "message": rule.sentence._asdict(),
        "place": _place(place_of(landscape, rule)),
    }


def _relaxation(kind: str, relaxation: Relaxation) -> Plain:
    return {
        "kind": kind,
        "code": kind,
        "message": _told(relaxation)._asdict(),
        "place": _place(relaxation.changes[0].place),
        "rules_changed": len(relaxation.changes),
        "months": relaxation.months,
        "proven": relaxation.proven,
        "changes": [_change(change) for change in relaxation.changes],
        "moves": {str(ref): str(month) for ref, month in relaxation.moves.items()},
    }


def _told(relaxation: Relaxation) -> Text:
    sentences = [change.sentence for change in relaxation.changes]
    return Text("、".join(text.ja for text in sentences), "; ".join(text.en for text in sentences))


def _change(change: Change) -> Plain:
    return {
        "code": change.code,
        "key": list(change.key),
        "months": change.months,
        "values": [{"subject": one.subject, "from": one.before, "to": one.after} for one in change.revisions],
        "at": [str(month) for month in change.at],
        "message": change.sentence._asdict(),
        "place": _place(change.place),
    }


def _place(place: Place | None) -> Plain | None:
    return None if place is None else place._asdict()
