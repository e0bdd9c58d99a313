"""Sets of months as bits, one column a sample: arrays [word, sample] of unsigned 64-bit words.

Bit b of word w is month 64·w + b, counted from the horizon's first. All samples are asked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_WORD = 64
_ONE = np.uint64(1)


class Calendar:
    """Masks over a horizon of so many months."""

    def __init__(self, length: int) -> None:
        self.length = length
        self.words = max(1, -(-length // _WORD))
        self.never = length
        """What `first` says of an empty set."""
        self._below = np.zeros((self.words, length + 1), dtype=np.uint64)
        for month in range(length):
            word, bit = divmod(month, _WORD)
            self._below[:, month + 1] = self._below[:, month]
            self._below[word, month + 1] |= _ONE << np.uint64(bit)

    def below(self, months: npt.NDArray[np.integer]) -> Mask:
        """For each sample the months before its own: [word, sample]."""
        return self._below[:, np.clip(months, 0, self.length)]

    def range(self, first: int, stop: int) -> Mask:
        """The months `first` to `stop` − 1, for every sample: [word, 1]."""
        bounds = np.array([first, stop]).clip(0, self.length)
        low, high = self._below[:, bounds[0]], self._below[:, bounds[1]]
        return (high & ~low)[:, None]

    def among(self, months: frozenset[int] | set[int]) -> Mask:
        """The given months, for every sample: [word, 1]; those out of the horizon are left out."""
        mask = np.zeros((self.words, 1), dtype=np.uint64)
        for month in months:
            if 0 <= month < self.length:
                word, bit = divmod(month, _WORD)
                mask[word, 0] |= _ONE << np.uint64(bit)
        return mask

    def first(self, mask: Mask) -> npt.NDArray[np.int16]:
        """The first month of each sample's set, `never` where it is empty: [sample]."""
        found = np.full(mask.shape[1], self.never, dtype=np.int16)
        for word in range(self.words - 1, -1, -1):
            bits = mask[word]
            zeros = np.bitwise_count(~bits & (bits - _ONE))  # 64 where there is no bit
            found = np.where(bits != 0, zeros + np.int16(_WORD * word), found)
        return found

    def has(self, mask: Mask, month: int) -> Flags:
        """Whether each sample's set has the month: [sample]."""
        word, bit = divmod(month, _WORD)
        flags: Flags = (mask[word] >> np.uint64(bit) & _ONE).astype(np.bool_)
        return flags

    def by_month(self, mask: Mask) -> npt.NDArray[np.uint8]:
        """0 or 1: [month, sample]."""
        octets = np.ascontiguousarray(mask.T).astype("<u8").view(np.uint8)
        return np.unpackbits(octets, axis=1, bitorder="little")[:, : self.length].T


def count(mask: Mask) -> Whole:
    """How many months each sample's set has: [sample]."""
    counted: Whole = np.bitwise_count(mask).sum(axis=0, dtype=np.int64)
    return counted


def some(mask: Mask) -> Flags:
    """Whether each sample's set has any month: [sample]."""
    return np.asarray(mask.any(axis=0))


class Tally:
    """Counts, for each month and sample, in how many sets it is: as binary digits, one mask a digit."""

    def __init__(self, calendar: Calendar, samples: int, digits: Iterable[Mask] = ()) -> None:
        self.calendar = calendar
        self.digits = list(digits)
        self.samples = samples

    def add(self, mask: Mask) -> None:
        carry = mask
        for at, digit in enumerate(self.digits):
            self.digits[at], carry = digit ^ carry, digit & carry
            if not carry.any():
                return
        if carry.any():
            self.digits.append(carry.copy())

    def counts(self, months: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
        """The count of each sample in a month of its own: [sample]."""
        total = np.zeros(self.samples, dtype=np.int32)
        word, bit = np.divmod(months, _WORD)
        columns = np.arange(self.samples)
        for at, digit in enumerate(self.digits):
            own = digit[word, columns] >> bit.astype(np.uint64) & _ONE
            total += own.astype(np.int32) << at
        return total

    def where(self, chosen: Flags, other: Tally) -> Tally:
        """Of the samples chosen the other's counts, else these."""
        one, two = self.padded(len(other.digits)), other.padded(len(self.digits))
        digits = (np.where(chosen, theirs, own) for own, theirs in zip(one, two, strict=True))
        return Tally(self.calendar, self.samples, digits)

    @staticmethod
    def joined(tallies: Sequence[Tally]) -> Tally:
        """Portions of samples after one another."""
        most = max(len(tally.digits) for tally in tallies)
        columns = zip(*(tally.padded(most) for tally in tallies), strict=True)
        samples = sum(tally.samples for tally in tallies)
        return Tally(tallies[0].calendar, samples, (np.concatenate(own, axis=1) for own in columns))

    def padded(self, digits: int) -> list[Mask]:
        """At least so many digits, the highest of them 0."""
        missing = max(0, digits - len(self.digits))
        nothing = np.zeros((self.calendar.words, self.samples), dtype=np.uint64)
        return [*self.digits, *([nothing] * missing)]
