"""Links in the program: in every period each bundle of links takes one of the ways that are open at its ends' forms."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.bridges.openings import Option
from analyzer.landscape.model import Integration
from analyzer.order.bundles import Bundle
from analyzer.order.program.courses import CourseColumns
from analyzer.order.program.rows import Rows, Share


@dataclass(frozen=True, slots=True)
class Use:
    """The links of a bundle carried by an option in a period, where the share is 1."""

    bundle: Bundle
    period: int
    pair: tuple[int, int]
    """The forms of source and target."""
    option: Option
    share: Share

    @property
    def link(self) -> Integration:
        return self.bundle.link


def carry_links(rows: Rows, courses: CourseColumns, periods: tuple[range, ...], *, whole: bool) -> list[Use]:
    """Every link in every period and pair of forms takes one of its open ways; `whole`: never parts of several."""
    openings = courses.problem.openings
    uses: list[Use] = []
    for bundle in courses.problem.bundles:
        source, target = bundle.link.key.source, bundle.link.key.target
        assert source is not None and target is not None
        for period, months in enumerate(periods):
            for pair, share in courses.pairs(source, target, period).items():
                state, _ = openings.ways(bundle.link, *pair)
                if state.state not in ("native", "mixed") or share.never:
                    continue
                options = openings.options(bundle.link, *pair, months.start, months.stop)
                if not options:
                    rows.forbid(share)
                    continue
                prices = [option.way.per_month * len(months) * bundle.weight for option in options]
                if len(options) == 1:
                    uses.append(Use(bundle, period, pair, options[0], share))
                    if prices[0]:
                        rows.once([share], prices[0])
                    continue
                columns = [rows.model.column(price, upper=1.0, integer=whole) for price in prices]
                rows.adds_up(columns, share)
                uses += [
                    Use(bundle, period, pair, option, Share((column,)))
                    for option, column in zip(options, columns, strict=True)
                ]
    return uses
