"""The state of an integration under the forms of its two ends (semantics, section 3).

Pure functions over the values of the file; every analysis asks here, so that "mixed" means
one thing. Nothing is kept: who asks often keeps the answers by (key, source form, target form).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from analyzer.landscape.model import Form, Integration, Realization

State = Literal["internal", "native", "mixed", "absent", "unknown"]
End = Literal["source", "target"]


class LinkState(NamedTuple):
    """What a link is in a month, and by which realizations (o the older, n the newer end).

    | state    | realization              | successor                                        |
    |----------|--------------------------|--------------------------------------------------|
    | internal | r(o), or None            | None                                             |
    | native   | r(o), which is r(n) too  | None                                             |
    | mixed    | r(o)                     | r(n), or None where the newer end has none       |
    | absent   | None                     | None                                             |
    | unknown  | r(known end), or None    | None                                             |

    `older` and `newer` name the ends; both are None where the two generations are equal, and
    where a partner is unknown.
    """

    state: State
    older: End | None = None
    newer: End | None = None
    realization: Realization | None = None
    successor: Realization | None = None

    @property
    def realizations(self) -> tuple[Realization, ...]:
        """Those that say how the link is carried, the older first; of an absent link none."""
        if self.realization is None:
            return ()
        if self.successor is None:
            return (self.realization,)
        return (self.realization, self.successor)


_ABSENT = LinkState("absent")
_ABSENT_SOURCE_OLDER = LinkState("absent", "source", "target")
_ABSENT_TARGET_OLDER = LinkState("absent", "target", "source")


def realization_state(
    integration: Integration,
    source_form: Form | None,
    target_form: Form | None,
    generations: Sequence[str],
) -> LinkState:
    """The state of the link where its ends have these forms (None: the partner is unknown).

    `generations` are the landscape's, the oldest first; two forms of different generations,
    one of them not listed, are a ValueError (the file's checks let none through).
    """
    if source_form is None:
        return _unknown(integration, target_form)
    if target_form is None:
        return _unknown(integration, source_form)

    realizations = integration.realizations
    internal = is_internal(source_form, target_form)
    source, target = source_form.generation, target_form.generation
    if source == target:
        realization = realizations.get(source)
        if internal:
            return LinkState("internal", realization=realization)
        if realization is None:
            return _ABSENT
        return LinkState("native", realization=realization)

    older: End
    newer: End
    if generations.index(source) < generations.index(target):
        older, newer = "source", "target"
        realization, successor = realizations.get(source), realizations.get(target)
    else:
        older, newer = "target", "source"
        realization, successor = realizations.get(target), realizations.get(source)

    if internal:
        return LinkState("internal", older, newer, realization)
    if realization is None:
        return _ABSENT_SOURCE_OLDER if older == "source" else _ABSENT_TARGET_OLDER
    if successor is not None and same_realization(realization, successor):
        return LinkState("native", older, newer, realization)
    return LinkState("mixed", older, newer, realization, successor)


def is_internal(source_form: Form, target_form: Form) -> bool:
    """Both forms have the same package: nothing crosses a boundary. No package: never internal."""
    return source_form.package is not None and source_form.package == target_form.package


def same_realization(one: Realization, other: Realization) -> bool:
    """Are these two of one integration the same one, through equal generations or `same_as`?

    Known by the generation that it is written at: equal content does not make two the same.
    """
    return one.generation == other.generation


def _unknown(integration: Integration, known: Form | None) -> LinkState:
    """No state and no figure; what is known is how the known end is connected."""
    if known is None:
        return LinkState("unknown")
    return LinkState("unknown", realization=integration.realizations.get(known.generation))
