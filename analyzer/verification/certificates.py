"""What the answer's certificates prove, added up anew (docs/certificates.md)."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.places import Path
from analyzer.verification.cases import DueMonth
from analyzer.verification.faults import Faults
from analyzer.verification.ledger import bridge_and_suspension_cost
from analyzer.verification.prices import month_index, proven_bound, read_shares, unknown_subjects
from analyzer.verification.world import Choice, World


def check_test_certificate(
    world: World, answer: dict[str, Any], due: dict[int, DueMonth], faults: Faults
) -> None:
    """One entry a month: cases and due legs counted, independent legs as many as cases."""
    entries = (answer["certificate"] or {}).get("tests")
    path: Path = ("certificate", "tests")
    if entries is None:
        if due:
            faults.add(
                "certificate_missing", path,
                "テスト件数が最小である証明がありません。", "Nothing proves that the test sets are smallest.",
            )  # fmt: skip
        return
    faults.compare(
        "certificate", path, [entry["month"] for entry in entries], [world.month_text(month) for month in due]
    )
    by_hand = world.landscape.main_routes == 0 and world.landscape.session_cost == 0
    for index, entry in enumerate(entries):
        in_month = due.get(month_index(world, entry["month"]))
        if in_month is None:
            continue
        here: Path = (*path, index)
        cases = sum(case["month"] == entry["month"] for case in answer["tests"])
        legs = entry["independent_legs"]
        faults.compare("certificate", (*here, "cases"), entry["cases"], cases)
        faults.compare("certificate", (*here, "due"), entry["due"], len(in_month.due))
        _check_independent(in_month, legs, (*here, "independent_legs"), faults)
        if by_hand:
            faults.compare("certificate", (*here, "proof"), entry["proof"], "matching")
        if (entry["proof"] == "matching" or by_hand) and len(legs) != cases:
            faults.add(
                "not_smallest", (*here, "independent_legs"),
                f"{entry['month']} のテスト {cases} 件が最小であることを、独立な区間 {len(legs)} 本では示せません。",
                f"{len(legs)} independent legs do not prove that {cases} cases in {entry['month']} are the fewest.",
            )  # fmt: skip


def check_transport_checked(world: World, answer: dict[str, Any], faults: Faults) -> None:
    """The answer says whether lines were declared, where it says anything about it."""
    stated = (answer["certificate"] or {}).get("transport_checked")
    if stated is not None:
        faults.compare("certificate", ("certificate", "transport_checked"), stated, world.network.checked)


def _check_independent(in_month: DueMonth, legs: list[str], path: Path, faults: Faults) -> None:
    """All due, each once, no two on one route."""
    faults.compare("certificate", path, sorted(legs), sorted(set(legs)))
    for leg in sorted(set(legs) - in_month.due):
        faults.add(
            "leg_not_due",
            path,
            f"区間 {leg} はこの月の未試験の区間ではありません。",
            f"Leg {leg} is not due.",
            leg=leg,
        )
    for link, route in in_month.routes.items():
        if len(shared := sorted(set(legs).intersection(route))) > 1:
            faults.add(
                "legs_not_independent", path,
                f"区間 {', '.join(shared)} は同じ経路（{link}）にあります。",
                f"Legs {', '.join(shared)} lie on one route, that of {link}.",
            )  # fmt: skip


def check_bound(world: World, answer: dict[str, Any], faults: Faults) -> None:
    """The bound of the total: no more than its certificate proves, and no more than the total.

    With a certificate of the order the bound speaks of all plans and rests on that; the one of the cost is then that
    of the months given, checked as ever.
    """
    bound = answer["bound"]
    certificates = answer["certificate"] or {}
    certificate, order = certificates.get("cost"), certificates.get("order")
    if bound is not None:
        _at_most(bound, answer["cost"]["total"], ("bound",), faults)
    check_order_bound(answer, faults)
    if certificate is None:
        if bound is not None and order is None:
            _no_proof(("certificate", "cost"), faults)
        return
    proven = _check_proof(world, certificate, ("certificate", "cost"), answer["cost"]["total"], faults)
    if bound is not None and (order is None or order.get("proof") == "only_plan"):
        _at_most(bound, proven, ("bound",), faults)


def check_order_bound(answer: dict[str, Any], faults: Faults) -> None:
    """A bound of all plans is the one that its certificate names."""
    order = (answer["certificate"] or {}).get("order")
    if order is not None:
        faults.compare("certificate", ("certificate", "order", "bound"), order["bound"], answer["bound"])
    elif answer["bound"] is not None and answer["cost"] is None:
        _no_proof(("certificate", "order"), faults)


def _no_proof(path: Path, faults: Faults) -> None:
    faults.add("certificate_missing", path, "下限の証明がありません。", "Nothing proves the bound.")


def check_bridges_alone(world: World, answer: dict[str, Any], choice: Choice, faults: Faults) -> None:
    """The least bridge and suspension cost: reached by the witness, proven by the shares."""
    value = answer["bridge_cost_alone"]
    certificate = (answer["certificate"] or {}).get("bridge_cost_alone")
    path: Path = ("certificate", "bridge_cost_alone")
    if value is None or certificate is None:
        faults.add(
            "certificate_missing", path if value is not None else ("bridge_cost_alone",),
            "過渡期連携だけの最小費用とその証明が要ります。", "The least bridge cost alone and its proof are needed.",
        )  # fmt: skip
        return
    _at_most(value, bridge_and_suspension_cost(world, choice), ("bridge_cost_alone",), faults)
    if "value" in certificate:
        faults.compare("certificate", (*path, "value"), certificate["value"], value)
    witness = _read_witness(world, certificate["ways"], (*path, "ways"), faults)
    if witness is not None:
        faults.compare(
            "bridge_cost_alone", ("bridge_cost_alone",), value, bridge_and_suspension_cost(world, witness)
        )
    proven = _check_proof(world, certificate, path, value, faults, alone=True)
    if certificate["proof"] != "branch_and_bound" and proven < value:
        faults.add(
            "not_least", path,
            f"証明が示すのは {proven} までで、{value} が最小であることを示していません。",
            f"The certificate proves {proven} only, not that {value} is least.", proven=proven,
        )  # fmt: skip


def _check_proof(
    world: World, certificate: dict[str, Any], path: Path, value: int, faults: Faults, *, alone: bool = False
) -> int:
    """What a certificate proves: by its shares, or on a solver's word that it names."""
    _at_most(certificate["bound"], value, (*path, "bound"), faults)
    shared = None
    if certificate.get("shares") is not None or certificate["proof"] != "branch_and_bound":
        if certificate.get("shares") is not None and "scale" not in certificate:
            faults.add(
                "certificate", (*path, "scale"), "scale がありません。", "The scale of the shares is missing."
            )
        shares = read_shares(certificate, bridges_alone=alone)
        for line in unknown_subjects(world, shares):
            faults.add(
                "share_unknown", (*path, "shares"),
                f"分担「{line}」に当たる使い方はありません。", f"No way draws on the share {line}.",
            )  # fmt: skip
        shared = proven_bound(world, shares, bridges_alone=alone)
        if alone and (only := _only_choice(world)) is not None:
            shared = max(shared, bridge_and_suspension_cost(world, only))
    if certificate.get("shares_bound") is not None:
        _at_most(
            certificate["shares_bound"], shared if shared is not None else 0, (*path, "shares_bound"), faults
        )
    if certificate["proof"] == "branch_and_bound":
        bound: int = certificate["bound"]
        return bound
    assert shared is not None
    _at_most(certificate["bound"], shared, (*path, "bound"), faults)
    return shared


def _only_choice(world: World) -> Choice | None:
    """Where every demand has one way only there is nothing to choose, and nothing to prove."""
    if any(len(possible) > 1 for possible in world.possibilities.values()):
        return None
    return {demand: next(iter(possible.values())) for demand, possible in world.possibilities.items()}


def _at_most(listed: int, proven: int, path: Path, faults: Faults) -> None:
    if listed > proven:
        faults.add(
            "above_proof", path,
            f"{listed} とありますが、示されているのは {proven} までです。",
            f"It says {listed}, but no more than {proven} is proven.", listed=listed, proven=proven,
        )  # fmt: skip


def _read_witness(world: World, ways: list[list[str]], path: Path, faults: Faults) -> Choice | None:
    """The choice that a certificate of the bridges alone names, with native links as they go."""
    before = len(faults.found)
    choice: Choice = {d: p["native"] for d, p in world.possibilities.items() if "native" in p}
    for index, (integration, way, first, last) in enumerate(ways):
        start, stop = month_index(world, first), month_index(world, last) + 1
        spans = [span for span in world.spans if start <= span.start and span.stop <= stop]
        key = world.by_name.get(integration)
        whole = bool(spans) and spans[0].start == start and spans[-1].stop == stop
        for span in spans if key is not None and whole else ():
            assert key is not None
            demand = (key, span.index)
            possible = world.possibilities.get(demand, {})
            carried = possible.get("as_is" if way == f"as_is|{integration}|" else way)
            if carried is None or demand in choice:
                whole = False
            else:
                choice[demand] = carried
        if not whole or key is None:
            faults.add(
                "witness_wrong", (*path, index),
                f"{integration} を {first} から {last} まで {way} で一度だけ運ぶことはできません。",
                f"{way} cannot carry {integration} once from {first} to {last}.",
            )  # fmt: skip
    missing = sorted(str(key) for key, _ in world.possibilities.keys() - choice.keys())
    if missing and len(faults.found) == before:
        faults.add(
            "witness_incomplete", path,
            f"運び方が示されていない連携があります：{', '.join(missing[:5])}。",
            f"The choice says nothing of {', '.join(missing[:5])}.",
        )  # fmt: skip
    return choice if len(faults.found) == before else None
