"""The main causes of a difference, each a few words with its amount; together they add up to it."""

from __future__ import annotations

from analyzer.landscape.model import Landscape
from analyzer.messages import Text
from analyzer.messages.words import KINDS
from analyzer.order.why import Difference, Item, PartDifference
from analyzer.order.why.items import (
    BridgeItem,
    EnvironmentItem,
    LatenessItem,
    LawItem,
    SuspensionItem,
)
from analyzer.reports.naming import named, place_named, system_named

MOST = 3


def main_causes(difference: Difference, most: int = MOST) -> tuple[Text, ...]:
    """The largest causes, and the rest in one where there are more; none where nothing costs more or less.

    Test cases count together and so do sessions: one by one they say little. All others stand for themselves.
    """
    causes: list[tuple[int, Text]] = []
    for part in difference.parts:
        if part.part in ("test", "session"):
            causes.append((part.difference, _counted(part)))
        else:
            causes += [(item.difference, _said(difference.landscape, item)) for item in part.items]
    causes = sorted(
        (cause for cause in causes if cause[0]), key=lambda cause: (-abs(cause[0]), cause[1].en, cause[1].ja)
    )
    shown = [_with(amount, text) for amount, text in causes[:most]]
    rest = [amount for amount, _ in causes[most:]]
    if rest:
        shown.append(_with(sum(rest), Text(f"ほか {len(rest)} 件", f"{len(rest)} other(s)")))
    return tuple(shown)


def _with(amount: int, text: Text) -> Text:
    sign = f"{amount:+,}" if amount else "±0"
    return Text(f"{text.ja}({sign})", f"{text.en} ({sign})")


def _counted(part: PartDifference) -> Text:
    net = sum((item.change == "new") - (item.change == "gone") for item in part.items)
    more = net > 0
    if part.part == "test":
        return Text(f"連携テスト {abs(net)} 件{'増' if more else '減'}",
                    f"{abs(net)} test case(s) {'more' if more else 'fewer'}")  # fmt: skip
    return Text(f"テスト会合 {abs(net)} 回{'増' if more else '減'}",
                f"{abs(net)} test session(s) {'more' if more else 'fewer'}")  # fmt: skip


def _said(landscape: Landscape, item: Item) -> Text:
    match item:
        case BridgeItem():
            place = item.place
            where = place_named(
                landscape, place.system, item.key.vendor or None, place.hub, place.integration, place.between
            )
            kind = KINDS[item.key.kind]
            what = Text(f"過渡期連携「{kind.ja}」{where.ja}", f"bridge {kind.en} at {where.en}")
            fresh = sum(not entry.before for entry in item.served)
            more = fresh - sum(not entry.after for entry in item.served)
            if item.change in ("moved", "changed") and more:
                return Text(
                    f"{what.ja}の運ぶ連携が {abs(more)} 件{'増える' if more > 0 else '減る'}",
                    f"{what.en} carries {abs(more)} link(s) {'more' if more > 0 else 'fewer'}",
                )
            return _lasting(item, what, len(item.months_after) - len(item.months_before))
        case SuspensionItem():
            what = Text(f"連携 {item.name} の休止", f"suspension of {item.name}")
            return _lasting(item, what, len(item.months_after) - len(item.months_before))
        case EnvironmentItem():
            name = named(landscape.environments[item.environment].name, item.environment)
            what = Text(f"環境「{name.ja}」の利用", f"use of environment {name.en}")
            return _lasting(item, what, len(item.months_after) - len(item.months_before))
        case LawItem():
            system = system_named(landscape, item.system)
            more = item.difference > 0
            return Text(
                f"法改正「{item.law.name}」({item.law.month})への{system.ja}の対応が{'増える' if more else '減る'}",
                f"{system.en} meets law change {item.law.name} ({item.law.month}) at a {'higher' if more else 'lower'} cost",
            )
        case LatenessItem():
            months = item.late_after - item.late_before
            return Text(
                f"移行 {item.move} の期限遅れが {abs(months)} か月{'増える' if months > 0 else '減る'}",
                f"{item.move} is {abs(months)} month(s) {'later' if months > 0 else 'less late'}",
            )
        case _:
            return Text(item.name, item.name)


def _lasting(item: Item, what: Text, months: int) -> Text:
    match item.change:
        case "new":
            return Text(f"{what.ja}が新たに要る", f"{what.en} is new")
        case "gone":
            return Text(f"{what.ja}が要らなくなる", f"{what.en} is not needed any more")
        case "longer":
            return Text(f"{what.ja}が {months} か月延びる", f"{what.en} lasts {months} month(s) longer")
        case "shorter":
            return Text(f"{what.ja}が {-months} か月短くなる", f"{what.en} lasts {-months} month(s) shorter")
        case _:
            return Text(f"{what.ja}の内容が変わる", f"{what.en} changes")
