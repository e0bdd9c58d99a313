"""A bound of every plan that keeps the rules, added up anew from shares (docs/certificates.md, *Certificate of the order*).

Whatever the certificate's figures are, no plan costs less than what is added up here: shares of a thing may not exceed what
it costs, and everything else only moves amounts between tables of which every plan takes one entry each.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

from analyzer.landscape.model import Landscape
from analyzer.verification.courses import count_courses
from analyzer.verification.offers import Offers
from analyzer.verification.order.circles import charge_circles
from analyzer.verification.order.faults import TooLarge
from analyzer.verification.order.links import add_links
from analyzer.verification.order.periods import Periods
from analyzer.verification.order.prices import pass_messages, price_capacities, price_joined
from analyzer.verification.order.shares import Shares
from analyzer.verification.order.tables import Tables
from analyzer.verification.order.turns import Turns

MOST_COURSES = 20_000


def proven_bound(landscape: Landscape, pattern: str | None, order: Mapping[str, Any]) -> int | None:
    """The bound that the shares prove, in the landscape's cost unit; None where no plan keeps the rules.

    WrongProof and TooLarge as they say.
    """
    if count_courses(landscape) > MOST_COURSES:
        raise TooLarge
    scale = max(1, order.get("scale") or 1)
    tables = Tables(landscape, pattern, order.get("courses") or {}, scale)
    every = [course for courses in tables.alone.values() for course in courses]
    periods = Periods(landscape, every, order.get("periods") or ())
    shares = Shares(Offers(landscape), periods, order.get("shares") or {}, scale)
    total = sum(shares.anyway.values()) * scale
    _add_environments(tables, shares)
    add_links(tables, shares)
    shares.check()
    total -= price_capacities(tables, order.get("capacities") or ())
    price_joined(tables, order.get("joined") or ())
    pass_messages(tables, order.get("messages") or ())
    total += charge_circles(tables, order.get("circles") or ())
    turns = Turns(tables, order.get("turns"))
    if not all(tables.alone.values()) or not all(tables.pairs.values()):
        return None
    total += sum(min(table.values()) for table in tables.pairs.values())
    total += sum(min(table.values()) for id_, table in tables.alone.items() if id_ not in turns.movers)
    least = turns.least()
    return None if least is None else -(-(total + least) // scale)


def _add_environments(tables: Tables, shares: Shares) -> None:
    """Shares of the environments that the systems keep alive."""
    for id_, table in tables.alone.items():
        forms = tables.landscape.systems[id_].forms
        for course in table:
            table[course] += sum(
                shares.alive(forms[bisect_right(course, start)].environment, period, id_)
                for period, start in enumerate(shares.periods.starts)
            )
