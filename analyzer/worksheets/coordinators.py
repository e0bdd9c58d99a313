"""Who coordinates a link (調整主体): who calls both vendors together about its dates, its bridge and its tests.

東村山市: vendor A, who makes the object storage that links go via, coordinates the links that it has an end of; the
secretariat those between others. The file may say it of a link (attribute ``調整主体``); else that rule holds: the vendor of a
hub that the link goes via in any generation, if one end is that vendor's, and otherwise the secretariat.
"""

from __future__ import annotations

from analyzer.landscape.model import Integration, Landscape
from analyzer.messages import Text
from analyzer.reports.layout import both
from analyzer.worksheets.attributes import Attributes

COORDINATOR = "調整主体"
SECRETARIAT = Text("事務局", "secretariat")


class Coordinators:
    def __init__(self, landscape: Landscape, attributes: Attributes) -> None:
        self._landscape = landscape
        self._attributes = attributes

    def of(self, integration: Integration) -> Text:
        """The name of a vendor, the secretariat, or what the file says."""
        said = self._attributes.text(integration, COORDINATOR)
        if said in SECRETARIAT:
            return SECRETARIAT
        if said is not None:
            vendor = self._landscape.vendors.get(said)
            return both(said) if vendor is None else both(vendor.name)
        ends = self._vendors(integration)
        for generation in reversed(self._landscape.generations):
            realization = integration.realizations.get(generation)
            if realization is not None and realization.via is not None:
                hub = self._landscape.hubs[realization.via]
                if hub.vendor in ends:
                    return both(self._landscape.vendors[hub.vendor].name)
        return SECRETARIAT

    def _vendors(self, integration: Integration) -> set[str]:
        """Those that its ends ever have."""
        ends = (integration.key.source, integration.key.target)
        return {form.vendor for end in ends if end is not None for form in self._landscape.systems[end].forms}
