"""The integrations: a few great feeds, then many services of one or some receivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analyzer.generator.areas import ADDRESSEE, EXCHANGE, INCOME_TAX, PROPERTY_TAX, RESIDENT
from analyzer.generator.cast import Cast, Member
from analyzer.generator.draws import Draws, Wheel
from analyzer.generator.request import Request

MASTER, STORAGE = "master", "object-storage"
Entry = dict[str, object]

_PROTECTED = "支援措置対象者情報"


class _Feed(NamedTuple):
    provider: str
    percent: int
    """How many of the others receive it, if that is not more than …"""
    share: int
    """… one in so many of all links."""
    contents: tuple[str, ...]


_FEEDS = (
    _Feed(RESIDENT, 60, 4, ("住民異動情報", "住民基本台帳情報", "世帯情報", _PROTECTED)),
    _Feed(INCOME_TAX, 25, 10, ("個人住民税課税情報", "所得情報")),
    _Feed(ADDRESSEE, 20, 12, ("宛名情報", "団体内統合宛名番号")),
    _Feed(PROPERTY_TAX, 10, 20, ("固定資産税課税情報",)),
)
_CONTENTS = {
    "resident": (
        "住民異動情報",
        "住所異動履歴",
        "世帯構成情報",
        "外国人住民情報",
        "印鑑登録情報",
        "戸籍附票情報",
    ),
    "tax": ("賦課情報", "納税義務者情報", "収納情報", "滞納情報", "口座情報", "還付情報", "減免情報"),
    "other": ("資格情報", "受給者情報", "給付実績情報", "認定情報", "保険料賦課情報", "口座情報", "申請情報"),
}
_GENERAL = ("台帳情報", "申請情報", "利用者情報", "通知情報", "統計情報", "宛名情報")


@dataclass(frozen=True, slots=True)
class _Service:
    """What one provider offers under one 連携ID and 枝番, to any number of receivers."""

    id: str
    branch: str
    provider: Member
    content: str
    send: str | None
    through_master: bool
    through_storage: bool
    interval: str
    high: bool


class _Numbers:
    """連携IDs in the order of the services: 001o001, 001o002, now and then a branch of the last one."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._last: dict[str, tuple[int, int]] = {}
        self._overflow: dict[str, int] = {}

    def next(self, numbering: str) -> tuple[str, str]:
        serial, branch = self._last.get(numbering, (0, 0))
        if serial and branch < 49 and self._draws.chance(15):
            branch += 1
        elif serial < 999:
            serial, branch = serial + 1, 0
        else:  # all numbers are taken: branches 50 and up of the old ones
            over = self._overflow.get(numbering, 0)
            self._overflow[numbering] = over + 1
            return f"{numbering}{over % 999 + 1:03d}", f"{50 + over // 999:02d}"
        self._last[numbering] = (serial, branch)
        return f"{numbering}{serial:03d}", f"{branch:02d}"


def draw_links(request: Request, cast: Cast) -> list[Entry]:
    """The integrations as the file writes them: `request.links` of them, keys all different."""
    builder = _Links(request, cast)
    builder.feeds()
    builder.services()
    builder.unknown()
    return builder.entries


class _Links:
    def __init__(self, request: Request, cast: Cast) -> None:
        self._request = request
        self._members = cast.members
        self._by_id = {member.id: member for member in cast.members}
        self._draws = Draws(request.seed, "links")
        self._numbers = _Numbers(self._draws)
        self.entries: list[Entry] = []

    @property
    def _left(self) -> int:
        return self._request.known_links - len(self.entries)

    def feeds(self) -> None:
        """住民記録, the taxes and the addressee numbers, which most others receive."""
        for feed in _FEEDS:
            provider = self._by_id.get(feed.provider)
            most = self._request.known_links // feed.share
            if provider is None or most == 0:
                continue
            services = [self._service(provider, content) for content in feed.contents]
            receivers = [
                member
                for member in self._draws.shuffled(self._members)
                if _takes_feed(member, provider) and self._draws.chance(feed.percent)
            ]
            for receiver in receivers[:most]:
                self._add(self._draws.one_of(services), receiver)

    def services(self) -> None:
        """Further services, until there are as many links as asked."""
        if self._left == 0:
            return
        senders = Wheel([member.area.sends for member in self._members])
        receivers = Wheel([member.area.receives for member in self._members])
        while self._left > 0:
            provider = self._members[senders.pick(self._draws)]
            size = self._draws.by_percent(((55, 1), (22, 2), (13, 4), (10, 8)))
            chosen = self._receivers(provider, receivers, min(size, self._left))
            service = self._service(provider, None)
            for receiver in chosen:
                self._add(service, receiver)

    def _receivers(self, provider: Member, wheel: Wheel, wanted: int) -> list[Member]:
        chosen: dict[str, Member] = {}
        for _ in range(3 * wanted):
            member = self._members[wheel.pick(self._draws)]
            if len(chosen) < wanted and _may_link(provider, member):
                chosen[member.id] = member
        if not chosen:
            chosen = {m.id: m for m in [next(m for m in self._members if _may_link(provider, m))]}
        return list(chosen.values())

    def _service(self, provider: Member, content: str | None) -> _Service:
        draws = self._draws
        if content is None:
            content = draws.one_of(_CONTENTS.get(provider.area.block or "", _GENERAL))
            interval = draws.by_percent(((25, "PT10M"), (50, "P1D"), (15, "P1W"), (10, "P1M")))
        else:
            interval = draws.one_of(("PT10M", "P1D"))
        link_id, branch = self._numbers.next(provider.area.numbering)
        number = link_id.removeprefix(provider.area.numbering)
        suffix = "" if branch == "00" else f"-{branch}"
        return _Service(
            id=link_id,
            branch=branch,
            provider=provider,
            content=content,
            send=f"{provider.id}-out-{number}{suffix}" if draws.chance(85) else None,
            through_master=draws.chance(78),
            through_storage=draws.chance(88),
            interval=interval,
            high=content == _PROTECTED or draws.chance(5),
        )

    def _add(self, service: _Service, receiver: Member) -> None:
        """Write the link, in the order of keys of the file."""
        draws = self._draws
        provider = service.provider
        realizations, ends = self._realizations(service, receiver)
        entry: Entry = {
            "id": service.id,
            "branch": service.branch,
            "name": f"{service.content}の提供（{provider.area.name}→{receiver.area.name}）",
            "from": provider.id,
            "to": receiver.id,
        }
        if service.high:
            entry["criticality"] = "high"
        elif draws.chance(25):
            entry["criticality"] = "low"
        if draws.chance(8):
            entry["main_route"] = True
        if not service.high and draws.chance(6):
            entry["suspendable"] = draws.between(2, 12)
        entry["realizations"] = realizations
        if ends:
            entry["ends"] = True
        entry["confidence"] = draws.by_percent(
            ((55, "surveyed"), (25, "documented"), (15, "assumed"), (5, "unknown"))
        )
        self.entries.append(entry)

    def _realizations(self, service: _Service, receiver: Member) -> tuple[Entry, bool]:
        """The realizations, and whether the link ends with the old generation.

        A link of high criticality never ends and is never new: nothing may be lost in silence.
        """
        standard_ends = service.provider.reaches_standard + receiver.reaches_standard
        legacy = self._legacy(service, receiver)
        if standard_ends == 0:
            return {"legacy": legacy}, False
        standard = self._standard(service, receiver)
        if standard_ends == 1:  # the other end stays: an interface that is kept, or a lasting bridge
            kind = self._draws.by_percent(((60, "same"), (25, "both"), (15, "old")))
        elif service.high:
            kind = "both"
        else:
            kind = self._draws.by_percent(((90, "both"), (4, "same"), (3, "new"), (3, "ends")))
        if kind == "same":
            standard = {"same_as": "legacy"}
        realizations: Entry = {} if kind == "new" else {"legacy": legacy}
        if kind not in ("old", "ends"):
            realizations["standard"] = standard
        return realizations, kind == "ends"

    def _legacy(self, service: _Service, receiver: Member) -> Entry:
        """Mostly via the integration master; links with bodies outside go directly."""
        outside = "external" in (service.provider.area.scope, receiver.area.scope)
        hub = service.through_master and not outside and self._draws.chance(92)
        method = self._draws.by_percent(((60, "file"), (30, "db"), (10, "media"))) if not hub else "file"
        return self._written(service, receiver, MASTER if hub else None, method)

    def _standard(self, service: _Service, receiver: Member) -> Entry:
        """Mostly CSV via the object storage, else REST: the two methods of the specification."""
        hub = service.through_storage
        return self._written(service, receiver, STORAGE if hub else None, "file" if hub else "rest")

    def _written(self, service: _Service, receiver: Member, via: str | None, method: str) -> Entry:
        entry: Entry = {} if via is None else {"via": via}
        entry |= {"method": method, "interval": service.interval}
        if service.send is not None:
            entry["send"] = service.send
        if self._draws.chance(65):
            entry["receive"] = f"{receiver.id}-in-{self._draws.between(1, 1 + receiver.area.receives // 4)}"
        return entry

    def unknown(self) -> None:
        """Links of which one partner is unknown."""
        for position in range(self._request.unknown_links):
            member = self._draws.one_of(self._members)
            sends = self._draws.chance(50)
            self.entries.append(
                {
                    "id": f"unknown-{position + 1:03d}",
                    "name": f"{member.area.name}の連携（相手先不明）",
                    "from": member.id if sends else None,
                    "to": None if sends else member.id,
                    "realizations": {"legacy": {"method": "file"}},
                    "confidence": "unknown",
                }
            )


def _takes_feed(receiver: Member, provider: Member) -> bool:
    """Taxes do not feed the registers of residents; bodies outside take no feed."""
    area = receiver.area
    upward = provider.area.block == "tax" and area.block == "resident"
    return receiver is not provider and area.scope != "external" and not upward


def _may_link(provider: Member, receiver: Member) -> bool:
    """No link to itself; 中間サーバー is reached only through 団体内統合宛名."""
    ids = (provider.id, receiver.id)
    return provider is not receiver and (EXCHANGE not in ids or ADDRESSEE in ids)
