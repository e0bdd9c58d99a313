"""How what two answers speak of is called: each name from the landscape that has it, else the id alone."""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.landscape.model import Landscape, MoveRef
from analyzer.messages import Text
from analyzer.messages.words import KINDS, STATES
from analyzer.reports.layout import both, join
from analyzer.reports.naming import named
from analyzer.whatif.answers import AnswerView, BridgeView, Way

_WAYS = {
    **STATES,
    **KINDS,
    "unserved": Text("手段なし", "no way"),
    "unlisted": Text("記載なし", "not listed"),
}
NO_LINK = Text("連携なし(ランドスケープにない)", "no such link")


class Names:
    """Of an answer made for a landscape that is not at hand some names are not known, and stand there as ids."""

    def __init__(self, before: AnswerView, after: AnswerView) -> None:
        self._landscapes: tuple[Landscape, ...] = (after.landscape, before.landscape)
        self._bridges = {bridge.key: bridge for side in (before, after) for bridge in side.bridges}
        self._links = {
            str(link.key): link.name
            for landscape in reversed(self._landscapes)
            for link in landscape.integrations.values()
        }

    def system(self, id: str) -> Text:
        return self._of("systems", id)

    def vendor(self, id: str) -> Text:
        return self._of("vendors", id)

    def hub(self, id: str) -> Text:
        return self._of("hubs", id)

    def environment(self, id: str) -> Text:
        return self._of("environments", id)

    def move(self, ref: MoveRef) -> Text:
        """``介護（kaigo）の shift``, in English ``kaigo.shift``."""
        return Text(f"{self.system(ref.system).ja}の {ref.move}", str(ref))

    def link(self, key: str) -> Text:
        """The key, in Japanese with the name for people."""
        return Text(f"{key} {self._links.get(key, '')}".rstrip(), key)

    def place(self, bridge: BridgeView) -> Text:
        """Where a bridge stands, its vendor left out: a system, a hub, a link, a pair, or a vendor's systems."""
        parts: list[Text] = []
        if bridge.system is not None:
            parts.append(self.system(bridge.system))
        if bridge.integration is not None:
            parts.append(both(bridge.integration))
        if bridge.hub is not None:
            parts.append(self.hub(bridge.hub))
        if bridge.between is not None:
            one, other = map(self.environment, bridge.between)
            parts.append(Text(f"{one.ja}～{other.ja}", f"{one.en} – {other.en}"))
        if not parts and bridge.vendor is not None:
            owner = self.vendor(bridge.vendor)
            parts.append(Text(f"{owner.ja}の各システム", f"systems of {owner.en}"))
        return join(parts, " ・ ", " · ")

    def way(self, way: Way | None, *, fully: bool = False) -> Text:
        """What carries a link, and through which hub; `fully`: where the bridge stands and whose it is, too."""
        if way is None:
            return NO_LINK
        text = _WAYS.get(way.name, both(way.name))
        bridge = self._bridges.get(way.bridge)
        if fully and bridge is not None:
            said = [self.place(bridge), *([] if bridge.vendor is None else [self.vendor(bridge.vendor)])]
            return join([text, *said], " ・ ", " · ")
        if way.hub:
            hub = self.hub(way.hub)
            return Text(f"{text.ja}({hub.ja} 経由)", f"{text.en} (via {hub.en})")
        return text

    def vendors(self, ids: Iterable[str]) -> Text:
        return join(map(self.vendor, ids))

    def _of(self, section: str, id: str) -> Text:
        for landscape in self._landscapes:
            known = getattr(landscape, section).get(id)
            if known is not None:
                return named(known.name, id)
        return both(id)
