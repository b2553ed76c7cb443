"""
Reading off the record what the unassessed-risk clock is made of: the same for the page of one viewer's children and for
the number of a whole service (K68).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time

from django.db.models import F, Q

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.journey.allocating.many import any_of
from lintel.journey.unassessed_risk.rules import Known, Spell, spells
from lintel.statute.calendar import LONDON
from lintel.steps.enquiries.models import ReasonableCause
from lintel.steps.safety_plans.models import SafetyPlan
from lintel.steps.visits.models import Visit


def spells_of_children(children: Collection[int], *, at: datetime) -> dict[int, list[Spell]]:
    """The times on the clock of each of these children who has ever been on it, the first one first."""
    told: dict[int, list[datetime]] = defaultdict(list)
    causes = ReasonableCause.objects.filter(stamped_at__lte=at).order_by("pk")
    for child, since in causes.values_list("child_id", "known_since"):
        if child in children:
            told[child].append(since)
    return {child: spells(known, at=at) for child, known in known_of(told, at=at).items()}


def known_of(told: Mapping[int, Sequence[datetime]], *, at: datetime) -> dict[int, Known]:
    """By child, since when each piece of information was known, with when somebody saw the child and made a plan."""
    seen = _seen(told)
    plans = SafetyPlan.objects.filter(child__in=any_of(told), withdrawn_at__isnull=True, written_at__lte=at)
    made_safe: dict[int, list[datetime]] = defaultdict(list)
    for child, made_at in plans.values_list("child_id", "made_at"):
        made_safe[child].append(made_at)
    return {pk: Known(told=told[pk], seen=seen.get(pk, ()), made_safe=made_safe.get(pk, ())) for pk in told}


def _seen(children: Collection[int]) -> dict[int, list[datetime]]:
    """
    When each child was seen; an unborn child is seen when somebody visits about them.

    Where only the day is known it counts from the end of that day: nobody is called seen before it is certain.
    """
    unborn = Q(child_seen__isnull=True) & (
        Q(child__birth_date_certainty=BirthDateCertainty.EXPECTED) | Q(visited_on__lt=F("child__date_of_birth"))
    )
    visits = Visit.objects.filter(child__in=any_of(children)).filter(Q(child_seen=True) | unborn)
    found: dict[int, list[datetime]] = defaultdict(list)
    for child, moment, day in visits.values_list("child_id", "visited_at", "visited_on"):
        found[child].append(moment or datetime.combine(day, time.max, tzinfo=LONDON))
    return found
