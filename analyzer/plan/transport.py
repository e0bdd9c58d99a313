"""Lines and hubs: what may be used in which month (semantics, section 3, *Transport*)."""

from __future__ import annotations

from analyzer.landscape.model import Landscape, pair
from analyzer.landscape.months import Availability, Month


class Network:
    """Which pairs of environments an open line joins, and which hubs are there, per month."""

    def __init__(self, landscape: Landscape) -> None:
        self._checked = landscape.lines is not None
        self._lines: dict[tuple[str, str], list[Availability]] = {}
        for line in landscape.lines or ():
            self._lines.setdefault(pair(*line.between), []).append(line.available)
        self._hubs = {
            hub.id: (hub.available, landscape.environments[hub.environment].available)
            for hub in landscape.hubs.values()
        }

    @property
    def checked(self) -> bool:
        """False where the landscape declares no lines: transport is then not checked."""
        return self._checked

    def joined(self, a: str, b: str, month: Month) -> bool:
        """True where no relay is needed between the two environments in the month."""
        if not self._checked or a == b:
            return True
        return any(period.covers(month) for period in self._lines.get(pair(a, b), ()))

    def hub_available(self, hub: str, month: Month) -> bool:
        """A hub may be used only while it and its environment are available."""
        return all(period.covers(month) for period in self._hubs[hub])
