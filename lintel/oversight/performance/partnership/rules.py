"""Which part of a number is an agency's, and how quickly a ladder is answered. Plain values in, verdicts out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lintel.foundation.agencies.codes import AgencyKind
from lintel.oversight.performance.answers import Reading
from lintel.oversight.performance.cases import Case
from lintel.oversight.performance.evidence import Evidence
from lintel.oversight.performance.indicator import Indicator, Measure
from lintel.oversight.performance.indicators.k61_quorate_discussions import present
from lintel.oversight.performance.measuring import Amount, in_words, measure
from lintel.oversight.performance.police import police_of
from lintel.oversight.performance.rules import (
    TOO_FEW_TO_SHOW,
    Spread,
    must_be_hidden,
    number_in_words,
    share_in_words,
    spread_of,
)
from lintel.statute.calendar import elapsed_hours
from lintel.steps.enquiries.codes import Party

IN_DISCUSSIONS = ("K60", "K61", "K62")
OF_NOTICES = ("K20", "K21", "K22", "K25")


@dataclass(frozen=True, order=True)
class Named:
    """An agency as it is named here, and what kind it is."""

    name: str
    kind: AgencyKind


@dataclass(frozen=True, kw_only=True)
class Share:
    """
    What a number says of one kind of agencies or, of notices, of one agency alone.

    :param agency: empty where the record says which kind of agency it was and not which one.
    """

    kind: AgencyKind
    agency: str = ""
    words: str

    @property
    def whose(self) -> str:
        return self.agency or self.kind.words

    def is_of(self, named: Named) -> bool:
        return self.kind is named.kind and self.agency in ("", named.name)


def words_of(reading: Reading) -> str:
    """A number of the whole service as this page says it."""
    if not reading.is_known:
        return reading.shown
    amount = Amount(reading.numerator or 0.0, reading.denominator, reading.value, reading.interval, reading.spread)
    return _said(reading.indicator, amount)


def shares_of(asked: Indicator, cases: Sequence[Case], evidence: Evidence, among: Sequence[Named]) -> list[Share]:
    """The part of each of these agencies in a number; small parts, and small remainders, are hidden as the whole is."""
    if not cases or asked.code not in _SHARES:
        return []
    return _SHARES[asked.code](asked, cases, evidence, among)


def _said(asked: Indicator, amount: Amount) -> str:
    if asked.measure is not Measure.SPREAD:
        return in_words(asked, amount)
    if amount.spread is None:
        return "none in this period"
    said = hours_in_words(amount.spread)
    if amount.numerator == amount.denominator:
        return said
    return f"{said}; within the limit: {share_in_words(amount.numerator, amount.denominator or 0)}"


def hours_in_words(spread: Spread) -> str:
    """“half within 3.5 hours, nine in ten within 20”."""
    return f"half within {number_in_words(spread.median)} hours, nine in ten within {number_in_words(spread.p90)}"


def _attended(asked: Indicator, cases: Sequence[Case], evidence: Evidence, among: Sequence[Named]) -> list[Share]:
    found = []
    for kind in _kinds(among):
        there = present(cases, evidence, Party(kind.value))
        if kind.is_safeguarding_partner or any(there):
            words = _blunted(sum(there), len(there), f"present at {share_in_words(sum(there), len(there))}")
            found.append(Share(kind=kind, words=words))
    return found


def _postponed(asked: Indicator, cases: Sequence[Case], evidence: Evidence, among: Sequence[Named]) -> list[Share]:
    moved = [case for case in cases if case.counts]
    found = []
    for kind in _kinds(among):
        own = sum(case.category == Party(kind.value).words for case in moved)
        if kind.is_safeguarding_partner or own:
            found.append(Share(kind=kind, words=_blunted(own, len(moved), f"{own:,} of {len(moved):,} postponements")))
    return found


def _of_forces(asked: Indicator, cases: Sequence[Case], evidence: Evidence, among: Sequence[Named]) -> list[Share]:
    told = police_of(evidence)
    force_of = {each.pk: each.agency for each in told.notices}
    if asked.code == "K22":
        force_of = {each.pk: each.agency for each in told.declared}
    by_force: dict[str, list[Case]] = {force: [] for force in force_of.values()}
    for case in cases:
        by_force[force_of[case.pk]].append(case)
    names = {named.name for named in among if named.kind is AgencyKind.POLICE}
    return [
        Share(kind=AgencyKind.POLICE, agency=force, words=_of_one_force(asked, own, cases))
        for force, own in sorted(by_force.items())
        if force in names
    ]


def _of_one_force(asked: Indicator, own: Sequence[Case], cases: Sequence[Case]) -> str:
    amount, whole = measure(asked, own), measure(asked, cases)
    few = must_be_hidden(amount.numerator, amount.denominator) or must_be_hidden(amount.numerator, whole.numerator)
    # What a force declares is one line, and no child's.
    if asked.measure is not Measure.SUM:
        few = few or must_be_hidden(len({case.pk for case in own}), len({case.pk for case in cases}))
    return TOO_FEW_TO_SHOW if few else _said(asked, amount)


def _blunted(own: int, of_all: int, words: str) -> str:
    return TOO_FEW_TO_SHOW if must_be_hidden(own, of_all) else words


def _kinds(among: Sequence[Named]) -> list[AgencyKind]:
    """Those of the agencies we know, and those who must be in a discussion whether we know one or not."""
    return [kind for kind in AgencyKind if kind.is_safeguarding_partner or any(named.kind is kind for named in among)]


_SHARES: Mapping[str, Callable[[Indicator, Sequence[Case], Evidence, Sequence[Named]], list[Share]]] = {
    "K61": _attended, "K62": _postponed, "K20": _of_forces, "K21": _of_forces, "K22": _of_forces, "K25": _of_forces,
}  # fmt: skip


# --- the ladder -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """That a rung was told, and when it answered."""

    told_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How often a rung was told, how often it answered, and in how many hours; hidden where they are few children."""

    whose: str
    told: str
    answered: str
    hours: str
    kind: AgencyKind | None = None


def answers_of(
    whose: str, told: Iterable[Told], *, at: datetime, is_about_children: bool, kind: AgencyKind | None = None
) -> Answers:  # fmt: skip
    """
    How a ladder was answered until a moment.

    :param is_about_children: whether each line of it is a child's, so that a few could point at one.
    """
    known = [each for each in told if each.told_at <= at]
    hours = [
        elapsed_hours(each.told_at, each.answered_at) for each in known if each.answered_at and each.answered_at <= at
    ]
    spread = spread_of(hours)
    if is_about_children and must_be_hidden(len(hours), len(known)):
        few = must_be_hidden(len(known), None)
        said = TOO_FEW_TO_SHOW if few else number_in_words(len(known))
        return Answers(whose=whose, kind=kind, told=said, answered=TOO_FEW_TO_SHOW, hours=TOO_FEW_TO_SHOW)
    return Answers(
        whose=whose, kind=kind, told=number_in_words(len(known)), answered=share_in_words(len(hours), len(known)),
        hours=hours_in_words(spread) if spread else "–",
    )  # fmt: skip
