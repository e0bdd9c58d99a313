"""Answers written by hand, each with the derivation of its figures in prose."""

from __future__ import annotations

from typing import Any

from analyzer.landscape.model import Landscape
from tests.builders import landscape, link, move, system

Answer = dict[str, Any]

NOTHING: Answer = {"month": None, "count": 0}


def peak(month: str, count: int) -> Answer:
    return {"month": month, "count": count}


def peaks(cutovers: Answer = NOTHING, tests: Answer = NOTHING) -> Answer:
    return {"cutovers": cutovers, "tests": tests}


def costs(**parts: int) -> Answer:
    names = ("bridge", "suspension", "test", "session", "environment", "law_change", "lateness")
    return {**{name: parts.get(name, 0) for name in names}, "total": sum(parts.values())}


def case(month: str, integration: str, covers: list[str], vendors: list[str], **other: Any) -> Answer:
    return {"month": month, "integration": integration, "covers": covers, "vendors": vendors,
            "owners": [], "tested_twice": False, "reason": {"ja": "理由", "en": "why"}, **other}  # fmt: skip


def bridge(key: str, **fields: Any) -> Answer:
    kind, _, vendor = key.split("|")
    return {"key": key, "kind": kind, "vendor": vendor or None, "permanent": False, "existing": False,
            **prices(), "paid": paid(),
            "reason": {"ja": "理由", "en": "why"}, **fields}  # fmt: skip


def prices(setup: int = 0, per_link: int = 0, per_month: int = 0) -> Answer:
    return {"setup": setup, "per_link": per_link, "per_month": per_month}


def paid(setup: int = 0, per_link: int = 0, per_month: int = 0) -> Answer:
    return {**prices(setup, per_link, per_month), "total": setup + per_link + per_month}


def plan_file(where: Landscape, **parts: Any) -> Answer:
    return {
        "schema_version": 1,
        "landscape": {"id": where.id, "hash": where.content_hash},
        "pattern": None,
        "status": "feasible",
        "suspended": [],
        "findings": [],
        "violations": [],
        "made_by": {"version": "0", "options": {}, "seed": 0, "stopped_by": None},
        **parts,
    }


def two_systems() -> tuple[Landscape, Answer]:
    """One direct link, both ends move, no catalogue: every kind (but manual) at setup 1.

    jumin moves in 2025-02, zeimu in 2025-04; in between the link is mixed, N = jumin, O = zeimu,
    and is carried by `keep_legacy` at jumin or `early_standard` at zeimu, 1 either way (no hub: no
    other kind). Tests: the first month of the bridge (one end bridged) and of the native link,
    1 each. Total 1 + 2 = 3. Changed and tested in two months: twice. A live link of a system that
    cuts over: 1 in either month. Shares: the mixed link pays 1 for either bridge and 1 for the leg
    of either way, the native one 1 for its leg: 1 + 1 + 1 = 3, and no thing is overpaid.
    """
    where = landscape()
    key = "001o001/00/jumin/zeimu"
    own = f"({key})"
    bridged = f"jumin#1+keep_legacy -> zeimu#0 [{own}@legacy | {own}@legacy]"
    early = f"jumin#1 -> zeimu#0+early_standard [{own}@standard | {own}@standard]"
    native = f"jumin#1 -> zeimu#1 [{own}@standard | {own}@standard]"
    kept, brought = "keep_legacy|jumin|va", "early_standard|zeimu|vb"
    both = {"month": "2025-02", "count": 1}
    certificate = {
        "tests": [
            {"month": "2025-02", "cases": 1, "due": 1, "independent_legs": [bridged], "proof": "matching"},
            {"month": "2025-04", "cases": 1, "due": 1, "independent_legs": [native], "proof": "matching"},
        ],
        "cost": {
            "proof": "shares",
            "scale": 1,
            "bound": 3,
            "shares": {
                "build": [[brought, key, "2025-02", 1], [kept, key, "2025-02", 1]],
                "run": [],
                "link": [],
                "environment": [],
                "leg": [
                    [bridged, key, "2025-02", 1],
                    [early, key, "2025-02", 1],
                    [native, key, "2025-04", 1],
                ],
            },
            "credits": [],
        },
        "bridge_cost_alone": {
            "proof": "cut",
            "scale": 1,
            "bound": 1,
            "shares": {"build": [[brought, key, "2025-02", 1], [kept, key, "2025-02", 1]]},
            "ways": [[key, kept, "2025-02", "2025-03"]],
        },
    }
    return where, plan_file(
        where,
        cost=costs(bridge=1, test=2),
        bound=3,
        bridge_cost_alone=1,
        moves={"jumin.shift": "2025-02", "zeimu.shift": "2025-04"},
        bridges=[
            bridge(kept, system="jumin", serves=[{"integration": key, "months": ["2025-02", "2025-03"]}],
                   **{"from": "2025-02", "until": "2025-03"}, setup=1, paid=paid(1))
        ],
        tests=[
            case("2025-02", key, [bridged], ["va", "vb"], tested_twice=True),
            case("2025-04", key, [native], ["va", "vb"], tested_twice=True),
        ],
        baselines={"changed_links": 2, "everything": 2},
        twice={"changed": 1, "tested": 1},
        peaks={"cutovers": both, "tests": both,
               "by_vendor": {"va": peaks(both, both), "vb": peaks(peak("2025-04", 1), both)}, "by_owner": {}},
        certificate=certificate,
    )  # fmt: skip


def hub_and_spoke() -> tuple[Landscape, Answer]:
    """jumin feeds zeimu and kaigo through the master, and only jumin moves (2025-03 of 01 to 04).

    Both links are then mixed to the end; one `write_back` at jumin serves both: setup 6, 2 × per_link 1,
    2 months × 2 = 12. Its leg into the master is shared (interface `out`); the legs out of the
    master are tested at the forms 0. So 1 leg is due, and 1 case of unit cost 2 covers it, by either
    link. kaigo → jumin, direct, is suspended for 2 months at 1 = 2: `keep_legacy` would serve all three,
    but its setup is 20. Environment: the office, 5 a month, 4 months: 20. Total 12 + 2 + 2 + 20 = 36.

    Shares: each hub link pays, by write-back, 3 of the setup, 2 of the run, 1 per_link and 1 of the
    leg: 7; by keep-legacy 7 of its setup. The suspended one has a price of 2, which is 2 of
    keep-legacy's setup: 7 + 7 + 2 ≤ 20. With the constant 20: 36. Bridges alone: 6 + 6 + 2 = 14.
    Everything: three links of jumin, of which one is suspended: 2.
    """
    where = landscape(
        landscape={"horizon": {"first": "2025-01", "last": "2025-04"}, "costs": {"test_case": 2}},
        environments=[
            {"id": "office", "name": "庁内", "hosting": "on_premises", "monthly_cost": 5},
            {"id": "cloud", "name": "クラウド", "hosting": "government_cloud"},
        ],
        hubs=[
            {"id": "master", "name": "マスタ", "environment": "office", "vendor": "vb", "write_back": True},
        ],
        systems=[
            system("jumin", move(), owner="市民課"),
            system("kaigo", owner="福祉課", current={"vendor": "vb"}),
            system("zeimu", current={"vendor": "vb"}),
        ],
        integrations=[
            link("001", "jumin", "zeimu", realizations={"legacy": {"via": "master", "send": "out"}}),
            link("002", "jumin", "kaigo", realizations={"legacy": {"via": "master", "send": "out"}}),
            link("003", "kaigo", "jumin", suspendable=1),
        ],
        bridges=[
            {"kind": "write_back", "setup": 6, "per_link": 1, "per_month": 2},
            {"kind": "keep_legacy", "setup": 20},
        ],
    )
    one, two, three = "001/00/jumin/zeimu", "002/00/jumin/kaigo", "003/00/kaigo/jumin"
    months, start = ["2025-03", "2025-04"], "2025-03"
    back, kept = "write_back|jumin@master|va", "keep_legacy|jumin|va"
    leg = "jumin#1+write_back -> hub:master [out@legacy]"
    bridges_alone = {
        "build": [
            [back, one, start, 3], [back, two, start, 3],
            [kept, one, start, 6], [kept, two, start, 6], [kept, three, start, 2],
        ],
        "run": [[back, one, start, 2], [back, two, start, 2]],
        "link": [[back, one, start, 1], [back, two, start, 1]],
    }  # fmt: skip
    with_tests = {
        "build": [
            [back, one, start, 3], [back, two, start, 3],
            [kept, one, start, 7], [kept, two, start, 7], [kept, three, start, 2],
        ],
        "run": bridges_alone["run"],
        "link": bridges_alone["link"],
        "environment": [],
        "leg": [[leg, one, start, 1], [leg, two, start, 1]],
    }  # fmt: skip
    only = peak("2025-03", 1)
    certificate = {
        "transport_checked": False,
        "tests": [{"month": start, "cases": 1, "due": 1, "independent_legs": [leg], "proof": "matching"}],
        "cost": {"proof": "shares", "scale": 1, "bound": 36, "shares": with_tests, "credits": []},
        "bridge_cost_alone": {
            "proof": "shares", "scale": 1, "bound": 14, "value": 14, "shares": bridges_alone,
            "ways": [[one, back, *months], [two, back, *months], [three, "suspended", *months]],
        },
    }  # fmt: skip
    return where, plan_file(
        where,
        status="optimal",
        cost=costs(bridge=12, suspension=2, test=2, environment=20),
        bound=36,
        bridge_cost_alone=14,
        moves={"jumin.shift": "2025-03"},
        bridges=[
            bridge(back, system="jumin", hub="master",
                   serves=[{"integration": one, "months": months}, {"integration": two, "months": months}],
                   **{"from": "2025-03", "until": "2025-04"}, permanent=True,
                   **prices(6, 1, 2), paid=paid(6, 2, 4))
        ],
        suspended=[{"integration": three, "months": months}],
        tests=[case("2025-03", two, [leg], ["va", "vb"], owners=["市民課", "福祉課"])],
        baselines={"changed_links": 2, "everything": 2},
        twice={"changed": 0, "tested": 0},
        peaks={"cutovers": only, "tests": only,
               "by_vendor": {"va": peaks(only, only), "vb": peaks(tests=only)},
               "by_owner": {"市民課": peaks(only, only), "福祉課": peaks(tests=only)}},
        certificate=certificate,
    )  # fmt: skip


def in_the_middle() -> tuple[Landscape, Answer]:
    """jumin is at standard already; zeimu follows in 2025-03 (horizon 01 to 04), from vendor vb to va.

    Link 001 is carried by an existing keep_legacy at jumin (entry: setup 9, 2 a month): 2 months × 2 =
    4, no setup, and its leg is tested. Link 002 is mixed too, and nobody lists it: as it is, until
    zeimu moves. In 2025-03 both are native with a new leg each: 2 cases, of the same vendors (va, vb,
    master of none; vb hands over, va takes): 1 session of cost 1. A law change in 2025-02 costs
    max(legacy 7, office 3) for zeimu = 7; zeimu's deadline 2025-02 is missed by 1 month × 4 = 4.
    Total 4 + 2 + 1 + 7 + 4 = 18. Shares reach 4 (run) + 2 (legs) + 11 (law, lateness) = 17: sessions are left
    out of them, so 18 rests on the solver's word. Bridges alone: 4. The shares are given in halves.
    A lost link: 003 has a realization at legacy only, and both ends are at standard from 2025-03 on;
    it is of high criticality, so it is missed too. Before, it is carried as it is.
    """
    where = landscape(
        landscape={
            "horizon": {"first": "2025-01", "last": "2025-04"},
            "deadline": "2025-02", "lateness_per_month": 4, "costs": {"test_case": 1, "session": 1},
        },
        systems=[
            system("jumin", current={"environment": "cloud", "generation": "standard"}),
            system("zeimu", move(to={"environment": "cloud", "generation": "standard", "vendor": "va"}),
                   current={"vendor": "vb"}),
        ],
        integrations=[
            link("001", "jumin", "zeimu"),
            link("002", "jumin", "zeimu"),
            link("003", "jumin", "zeimu", realizations={"legacy": {}}, criticality="high"),
        ],
        bridges=[{"kind": "keep_legacy", "setup": 9, "per_month": 2}],
        existing_bridges=[
            {"kind": "keep_legacy", "system": "jumin", "serves": ["001/00/jumin/zeimu"], "until": "2025-03"}
        ],
        law_changes=[
            {"month": "2025-02", "name": "税制改正", "cost": {"legacy": 7, "office": 3}, "systems": {"ids": ["zeimu"]}}
        ],
    )  # fmt: skip
    one, two, three = "001/00/jumin/zeimu", "002/00/jumin/zeimu", "003/00/jumin/zeimu"
    kept = "keep_legacy|jumin|va"
    legs = {key: f"jumin#0 -> zeimu#1 [({key})@standard | ({key})@standard]" for key in (one, two)}
    months = ["2025-01", "2025-02"]

    def goes_on(key: str) -> Answer:
        return bridge(f"as_is|{key}|", integration=key, serves=[{"integration": key, "months": months}],
                      **{"from": "2025-01", "until": "2025-02"})  # fmt: skip

    two_tests = peak("2025-03", 2)
    cutover = peak("2025-03", 1)
    run = [[kept, one, "2025-01", 8]]
    certificate = {
        "tests": [
            {"month": "2025-03", "cases": 2, "due": 2, "independent_legs": [legs[one], legs[two]], "proof": "matching"}
        ],
        "cost": {
            "proof": "branch_and_bound", "solver": "by hand", "bound": 18, "scale": 2, "shares_bound": 17,
            "shares": {"run": run, "leg": [[legs[key], key, "2025-03", 2] for key in (one, two)]},
            "credits": [],
        },
        "bridge_cost_alone": {
            "proof": "cut", "scale": 2, "bound": 4, "shares": {"run": run},
            "ways": [[one, kept, *months], [two, "as_is", *months], [three, "as_is", *months]],
        },
    }  # fmt: skip
    return where, plan_file(
        where,
        cost=costs(bridge=4, test=2, session=1, law_change=7, lateness=4),
        bound=18,
        bridge_cost_alone=4,
        moves={"zeimu.shift": "2025-03"},
        bridges=[
            goes_on(two),
            goes_on(three),
            bridge(kept, system="jumin", serves=[{"integration": one, "months": months}],
                   **{"from": "2025-01", "until": "2025-02"}, existing=True, per_month=2, paid=paid(0, 0, 4)),
        ],
        tests=[case("2025-03", key, [legs[key]], ["va", "vb"]) for key in (one, two)],
        baselines={"changed_links": 2, "everything": 2},
        twice={"changed": 0, "tested": 0},
        peaks={"cutovers": cutover, "tests": two_tests,
               "by_vendor": {"va": peaks(cutover, two_tests), "vb": peaks(tests=two_tests)}, "by_owner": {}},
        findings=[
            {"code": "absent_high", "integration": three, "month": "2025-03", "months": 2},
            {"code": "link_lost", "integration": three, "month": "2025-03", "months": 2},
        ],
        certificate=certificate,
    )  # fmt: skip


def lift_before_the_line() -> tuple[Landscape, Answer]:
    """jumin is lifted to the cloud in 2025-03, the line office–cloud opens in 2025-04 (horizon 01 to 06).

    The link stays native, but in 2025-03 its leg crosses from cloud to office without a line: the relay
    carries it: per_link 2, 1 for the month. The move wants the line in 2025-02 too: the relay stands in
    for 1 more, and its setup of 20 is paid for the move. 20 + 2 + 2 = 24. The lift changes the leg (form
    1), so one test: total 25. The constant part is 21 (setup and the month of the move); the link in 2025-03
    pays 1 (run) + 2 (per_link) + 1 (leg). Bridges alone: 24, with nothing mixed to choose for.
    """
    where = landscape(
        lines=[{"id": "wan", "between": ["office", "cloud"], "available": {"from": "2025-04"}}],
        hubs=[],
        systems=[
            system("jumin", move("lift", {"environment": "cloud"},
                                 needs_line={"between": ["office", "cloud"], "months_before": 1})),
            system("zeimu", current={"vendor": "vb"}),
        ],
        integrations=[link("001", "jumin", "zeimu", realizations={"legacy": {"send": "a", "receive": "b"}})],
        bridges=[{"kind": "relay", "between": ["office", "cloud"], "setup": 20, "per_link": 2, "per_month": 1}],
    )  # fmt: skip
    key, relay = "001/00/jumin/zeimu", "relay|cloud~office|"
    leg = "jumin#1 -> zeimu#0 [a@legacy | b@legacy]"
    only = peak("2025-03", 1)
    shares = {"run": [[relay, key, "2025-03", 1]], "link": [[relay, key, "2025-03", 2]]}
    certificate = {
        "tests": [{"month": "2025-03", "cases": 1, "due": 1, "independent_legs": [leg], "proof": "matching"}],
        "cost": {"proof": "shares", "scale": 1, "bound": 25,
                 "shares": {**shares, "leg": [[leg, key, "2025-03", 1]]}, "credits": []},
        "bridge_cost_alone": {"proof": "cut", "scale": 1, "bound": 24, "shares": shares, "ways": []},
    }  # fmt: skip
    return where, plan_file(
        where,
        cost=costs(bridge=24, test=1),
        bound=25,
        bridge_cost_alone=24,
        moves={"jumin.lift": "2025-03"},
        bridges=[
            bridge(relay, between=["cloud", "office"], serves=[{"integration": key, "months": ["2025-03"]}],
                   moves=[{"move": "jumin.lift", "months": ["2025-02"]}],
                   **{"from": "2025-02", "until": "2025-03"}, **prices(20, 2, 1), paid=paid(20, 2, 2))
        ],
        tests=[case("2025-03", key, [leg], ["va", "vb"])],
        baselines={"changed_links": 1, "everything": 1},
        twice={"changed": 0, "tested": 0},
        peaks={"cutovers": only, "tests": only,
               "by_vendor": {"va": peaks(only, only), "vb": peaks(tests=only)}, "by_owner": {}},
        certificate=certificate,
    )  # fmt: skip


ALL = (two_systems, hub_and_spoke, in_the_middle, lift_before_the_line)
