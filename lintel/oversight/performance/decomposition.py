"""Why did referrals rise? Splitting a change into parts that add up exactly. Plain values, exact fractions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations

from lintel.oversight.performance.cases import Case


@dataclass(frozen=True)
class Counts:
    """Decided contacts and referrals of one period, by source group."""

    decided: Mapping[str, int]
    referred: Mapping[str, int]

    @property
    def all_decided(self) -> int:
        return sum(self.decided.values())

    @property
    def all_referred(self) -> int:
        return sum(self.referred.values())


@dataclass(frozen=True)
class Rise:
    """
    A change in referrals and what it came from, in referrals. The three parts add up to the change exactly.

    `volume`: more or fewer contacts were decided. `conversion`: contacts from the same source met the threshold more or
    less often. `mix`: more or fewer of them came from sources that meet it often.
    """

    before: int
    after: int
    volume: Fraction
    conversion: Fraction
    mix: Fraction
    contacts_before: int
    contacts_after: int

    @property
    def change(self) -> int:
        return self.after - self.before

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """The parts to one decimal, the last rounded so that what is shown adds up too."""
        volume, conversion = (round(float(part), 1) for part in (self.volume, self.conversion))
        mix = round(self.change - volume - conversion, 1)
        return tuple(
            (name, f"{part:+,.1f}")
            for name, part in (("Volume", volume), ("Conversion", conversion), ("Mix of sources", mix + 0.0))
        )


FACTORS = ("contacts", "mix", "rates")


@dataclass(frozen=True)
class _Parts:
    """The three factors whose product, summed over sources, is the number of referrals."""

    contacts: int
    mix: Mapping[str, Fraction]
    rates: Mapping[str, Fraction]

    @property
    def referrals(self) -> Fraction:
        return self.contacts * sum((self.mix[source] * self.rates[source] for source in self.mix), Fraction(0))


def split_the_rise(before: Sequence[Case], after: Sequence[Case]) -> Rise:
    """Split the change from one list of decided contacts to another. See `split`."""
    return split(_counted(before), _counted(after))


def split(before: Counts, after: Counts) -> Rise:
    """
    Split the change in referrals into volume, conversion and mix (Shapley's method).

    Referrals are contacts × Σ over sources of (share of contacts from the source × share of those referred). The three
    factors are changed from then to now one after another; what each adds depends on the order, so each part is its
    mean over all six orders. No order is preferred, no residue is left, and in exact fractions the parts sum to the
    change. A source with no contacts in one period has no conversion there: it takes that of the other period, so that
    its arrival or departure is mix and not conversion.

    Source: L. S. Shapley, "A value for n-person games" (1953); for shares and rates P. Das Gupta, *Standardization and
    Decomposition of Rates* (US Bureau of the Census, P23-186, 1993).
    """
    sources = sorted(set(before.decided) | set(after.decided))
    then, now = _parts(before, after, sources), _parts(after, before, sources)
    added = {name: Fraction(0) for name in FACTORS}
    orders = list(permutations(FACTORS))
    for order in orders:
        state = then
        for name in order:
            changed = replace(state, **{name: getattr(now, name)})
            added[name] += changed.referrals - state.referrals
            state = changed
    volume, mix, conversion = (added[name] / len(orders) for name in FACTORS)
    return Rise(before.all_referred, after.all_referred, volume, conversion, mix, before.all_decided, after.all_decided)


def _parts(period: Counts, other: Counts, sources: Sequence[str]) -> _Parts:
    """Contacts, the share of each source, and the conversion of each source."""
    total = period.all_decided
    # A period without any contact has no mix of its own; the other's stands in, and all of the change is volume.
    mix_of = period if total else other
    whole = mix_of.all_decided
    mix = {source: Fraction(mix_of.decided.get(source, 0), whole) if whole else Fraction(0) for source in sources}
    return _Parts(total, mix, {source: _rate(period, other, source) for source in sources})


def _rate(period: Counts, other: Counts, source: str) -> Fraction:
    for counts in (period, other):
        if decided := counts.decided.get(source, 0):
            return Fraction(counts.referred.get(source, 0), decided)
    return Fraction(0)


def _counted(cases: Sequence[Case]) -> Counts:
    return Counts(
        decided=Counter(case.source_group for case in cases),
        referred=Counter(case.source_group for case in cases if case.counts),
    )
