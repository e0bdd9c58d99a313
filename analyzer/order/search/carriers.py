"""Better ways for a given plan: bridges opened and closed as a whole.

One link alone never builds a bridge that ten would share, nor leaves one that the other nine keep. So a bridge is
tried as a whole: all that it may carry goes over to it (`open_`), or all that it carries leaves it (`close`).
"""

from __future__ import annotations

from analyzer.bridges.yard import Bridge
from analyzer.order.search.ledger import NONE, Ledger


def open_(ledger: Ledger, bridge: Bridge) -> None:
    """Each piece that the bridge may carry takes it where that is cheaper, now that the bridge stands."""
    moved: list[tuple[int, int]] = []
    for piece in ledger.sheet.bridge_pieces[bridge]:
        pick = ledger.pick[piece]
        picks = ledger.sheet.pieces[piece].picks
        if pick == NONE or bridge in picks[pick].bridges:
            continue
        ways = [number for number, way in enumerate(picks) if bridge in way.bridges]
        first, stop = ledger.first[piece], ledger.stop[piece]
        ledger.put(piece, ways[0], first, stop)
        moved.append((piece, pick))
    for piece, pick in moved:
        first, stop, now = ledger.first[piece], ledger.stop[piece], ledger.pick[piece]
        ledger.put(piece, NONE, 0, 0)
        back = ledger.price(piece, pick, first, stop) < ledger.price(piece, now, first, stop)
        ledger.put(piece, pick if back else now, first, stop)


def close(ledger: Ledger, bridge: Bridge) -> None:
    """Each piece that the bridge carries takes the cheapest of its other ways, where it has one."""
    left: list[int] = []
    for piece in ledger.sheet.bridge_pieces[bridge]:
        pick = ledger.pick[piece]
        if pick == NONE:
            continue
        picks = ledger.sheet.pieces[piece].picks
        if bridge in picks[pick].bridges and any(bridge not in way.bridges for way in picks):
            left.append(piece)
    spans = [(ledger.first[piece], ledger.stop[piece]) for piece in left]
    for piece in left:
        ledger.put(piece, NONE, 0, 0)
    for piece, (first, stop) in zip(left, spans, strict=True):
        picks = ledger.sheet.pieces[piece].picks
        ways = [number for number, way in enumerate(picks) if bridge not in way.bridges]
        ledger.put(piece, min(ways, key=lambda way: ledger.price(piece, way, first, stop)), first, stop)


def is_open(ledger: Ledger, bridge: Bridge) -> bool:
    return any(
        (pick := ledger.pick[piece]) != NONE and bridge in ledger.sheet.pieces[piece].picks[pick].bridges
        for piece in ledger.sheet.bridge_pieces[bridge]
    )


def improve(ledger: Ledger, passes: int = 3) -> int:
    """Opens, closes and re-chooses as long as the total falls, `passes` times through at most; gives the total."""
    best = ledger.mark()
    for _ in range(passes):
        before = best
        for bridge in ledger.sheet.bridge_pieces:
            for change in (open_, close):
                change(ledger, bridge)
                best = _settle(ledger, best)
        for piece, own in enumerate(ledger.sheet.pieces):
            if len(own.picks) > 1 and ledger.pick[piece] != NONE:
                ledger.choose(piece)
                best = _settle(ledger, best)
        if best == before:
            break
    return best


def _settle(ledger: Ledger, best: int) -> int:
    total = ledger.total
    if total < best:
        return ledger.mark()
    ledger.back()
    return best
