"""Asking for patterns. Nobody is named to anybody else unless they share their line themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from lintel.foundation.access.permissions import require
from lintel.foundation.local_limits.queries import limit_in_force
from lintel.oversight.alike import drift as drifting
from lintel.oversight.alike import permissions
from lintel.oversight.alike.codes import Measure
from lintel.oversight.alike.environment import Answer, answers
from lintel.oversight.alike.patterns.gathering import Decided, decided_contacts
from lintel.oversight.alike.patterns.models import Contest, Shared, Switch, Validation
from lintel.oversight.alike.variation import Decider, Difference, Variation, differences_between, variation_between
from lintel.oversight.performance.cases import Period
from lintel.oversight.performance.models import Rebaseline
from lintel.oversight.performance.queries import cases, change_records
from lintel.statute.calendar import local_day
from lintel.statute.codes import ETHNICITY_GROUP

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

WEEKS_OF_VARIATION, WEEKS_OF_ENVIRONMENT, WEEKS_OF_DRIFT = 26, 52, 78
FEWEST_TO_COMPARE = 200
CONVERSION = "K06"
# Measured where the code is made, on invented data with a known truth; that is not yet a validation here.
ON_FROM_THE_START = frozenset({Measure.AGREEMENT, Measure.DRIFT})
HELD_TO = {
    Measure.AGREEMENT: "Published worked examples of Gwet and Krippendorff, and planted agreement: found within 0.03.",
    Measure.VARIATION: "Planted bias found, labels dealt out anew: a signal in no more than 5 of 100 runs.",
    Measure.DRIFT: "A planted slide from 30% to 70% in ten weeks: noticed in week 3 (median).",
    Measure.SIMILAR: "Nothing yet. To show: that agreement rises with it and the level does not move.",
    Measure.ENVIRONMENT: "A planted evening found; evenings that only have other cases not blamed.",
}


@dataclass(frozen=True, kw_only=True)
class State:
    """A measure: whether it is switched on, whether it has been validated here, and how often it was contested."""

    measure: Measure
    is_on: bool
    latest: Validation | None
    contested: int
    unanswered: int

    @property
    def is_trial(self) -> bool:
        """Whether it wears the label "trial"."""
        return self.latest is None

    @property
    def held_to(self) -> str:
        """What it was held against where it was made."""
        return HELD_TO[self.measure]


@dataclass(frozen=True, kw_only=True)
class Own:
    """One's own line, and the middle of all; None where there are not enough decisions to say anything."""

    decisions: int
    fewest: int
    line: Decider | None
    middle: float
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Everybody as a letter, in no order of merit; a name only where somebody shares theirs."""

    variation: Variation
    letters: tuple[str, ...]
    names: tuple[str, ...]
    too_few: int


def states(*, viewer: User) -> list[State]:
    """
    Every measure with its record.

    :raises NotAllowed: if this person may not read how alike decisions are.
    """
    require(viewer, permissions.READ_AGREEMENT)
    switched = {each.measure: each.is_on for each in Switch.objects.order_by("set_at", "pk")}
    validated = {
        each.measure: each for each in Validation.objects.select_related("signed_by").order_by("done_on", "pk")
    }
    contested = Counter(Contest.objects.values_list("measure", flat=True))
    unanswered = Counter(Contest.objects.filter(answered_at__isnull=True).values_list("measure", flat=True))
    return [
        State(
            measure=measure, is_on=switched.get(measure.value, measure in ON_FROM_THE_START),
            latest=validated.get(measure.value), contested=contested[measure.value],
            unanswered=unanswered[measure.value],
        )
        for measure in Measure
    ]  # fmt: skip


def state(measure: Measure, *, viewer: User) -> State:
    """One measure with its record."""
    return next(each for each in states(viewer=viewer) if each.measure == measure)


def contests(*, viewer: User) -> list[Contest]:
    """What was contested: everything for those who answer, and otherwise one's own; the unanswered first."""
    require(viewer, permissions.CONTEST_MEASURES)
    found = Contest.objects.select_related("said_by", "answered_by").order_by("answered_at", "-said_at")
    if not viewer.holds(permissions.VALIDATE_MEASURES):
        found = found.filter(said_by=viewer)
    return sorted(found, key=lambda each: each.answered_at is not None)


def own_line(*, viewer: User, until: datetime) -> Own:
    """
    What is measured of the viewer's own decisions, before anybody else sees it.

    :raises NotAllowed: if this person decides nothing at the front door.
    """
    require(viewer, permissions.DECIDE_BLIND)
    variation, fewest = _variation(until)
    lines = variation.deciders if variation else ()
    mine = next((each for each in lines if each.decider == viewer.pk), None)
    return Own(
        decisions=mine.decisions if mine else 0, fewest=fewest, line=mine if mine and mine.is_enough else None,
        middle=variation.middle if variation else 0.0, is_shared=_shares(viewer.pk),
    )  # fmt: skip


def funnel(*, viewer: User, until: datetime) -> Funnel | None:
    """
    Decision makers with enough decisions, beside what their cases lead one to expect (K16); None with fewer than two.

    :raises NotAllowed: if this person may not read how alike decisions are.
    """
    require(viewer, permissions.READ_AGREEMENT)
    variation, _ = _variation(until)
    if variation is None:
        return None
    enough = tuple(sorted((each for each in variation.deciders if each.is_enough), key=lambda each: each.decisions))
    too_few = len(variation.deciders) - len(enough)
    if len(enough) < 2:
        return None
    shared = Shared.objects.filter(ended_at__isnull=True, user__in=[each.decider for each in enough])
    names = {each.user_id: each.user.name for each in shared.select_related("user")}
    leads = any(viewer.roles & {role} for role in permissions.LEADERS)
    return Funnel(
        variation=replace(variation, deciders=enough), letters=tuple(_letter(place) for place in range(len(enough))),
        names=tuple(names.get(each.decider, "") if leads else "" for each in enough), too_few=too_few,
    )  # fmt: skip


def after_the_model(*, viewer: User, until: datetime) -> dict[str, list[Difference]]:
    """What the model leaves over by ethnicity, sex and disability, which it does not see. Questions, not verdicts."""
    require(viewer, permissions.READ_AGREEMENT)
    found = _decided(until, WEEKS_OF_ENVIRONMENT)
    if len(found) < FEWEST_TO_COMPARE or len({each.moment.case.is_statutory for each in found}) < 2:
        return {}
    all_cases = [each.moment.case for each in found]
    groups = {
        "Ethnicity": [_one_group(each.ethnicity_groups, ETHNICITY_GROUP, "Not stated") for each in found],
        "Sex": [_one_group(each.sexes, {"M": "Boys", "F": "Girls"}, "Not known") for each in found],
        "Disability": ["A disabled child" if each.has_disability else "Others" for each in found],
    }  # fmt: skip
    return {
        name: [each for each in differences_between(labels, all_cases) if each.decisions >= 30]
        for name, labels in groups.items()
    }


def environment(*, viewer: User, until: datetime) -> list[Answer]:
    """
    Does the clock decide? Four questions over a year (Q11); empty with too few decisions to ask them.

    :raises NotAllowed: if this person may not read how alike decisions are.
    """
    require(viewer, permissions.READ_AGREEMENT)
    found = _decided(until, WEEKS_OF_ENVIRONMENT)
    return answers([each.moment for each in found]) if len(found) >= FEWEST_TO_COMPARE else []


def drift(*, viewer: User, as_at: date) -> drifting.Drift:
    """
    Conversion in all and by source, week by week, with its changes (Q3). Counted on the cases of K06.

    :raises NotAllowed: if this person may not read how alike decisions are, or not the children behind the numbers.
    """
    require(viewer, permissions.READ_AGREEMENT)
    period = Period.weeks_to(as_at, WEEKS_OF_DRIFT)
    decided: dict[date, Counter[str]] = {}
    statutory: dict[date, Counter[str]] = {}
    for case in cases(CONVERSION, viewer=viewer, as_at=as_at, period=period):
        monday = Period.week_of(case.on).start
        group = case.source_group or "Not said"
        decided.setdefault(monday, Counter())[group] += 1
        statutory.setdefault(monday, Counter())[group] += bool(case.counts)
    weeks = [
        drifting.Week(begins_on=monday, decided=decided[monday], statutory=statutory[monday])
        for monday in sorted(decided)
    ]
    changes = [
        drifting.Change(what=each.what, changed_on=each.changed_on, decided_by=each.decided_by)
        for each in change_records(viewer=viewer)
    ]
    signed = Rebaseline.objects.filter(indicator=CONVERSION).order_by("starts_on").values_list("starts_on", flat=True)
    return drifting.drift_of(weeks, changes, restarts=list(signed))


def _variation(until: datetime) -> tuple[Variation | None, int]:
    fewest = int(limit_in_force("funnel_minimum", on=local_day(until)).value)
    found = [each.moment.case for each in _decided(until, WEEKS_OF_VARIATION)]
    return variation_between(found, fewest=fewest), fewest


def _decided(until: datetime, weeks: int) -> list[Decided]:
    return decided_contacts(since=until - timedelta(weeks=weeks), until=until)


def _shares(user: int) -> bool:
    return Shared.objects.filter(user=user, ended_at__isnull=True).exists()


def _one_group(codes: Sequence[str], words: Mapping[str, str], unknown: str) -> str:
    groups = {words.get(code, unknown) for code in codes}
    return groups.pop() if len(groups) == 1 else "More than one"


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else f"{chr(ord('A') + place // 26 - 1)}{chr(ord('A') + place % 26)}"
