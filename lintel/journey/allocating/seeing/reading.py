"""Reading off the record about whom harm is looked into, since when, and who is not born yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.journey.allocating.many import any_of
from lintel.statute.calendar import local_day
from lintel.steps.enquiries.models import ReasonableCause, Section47Enquiry


def looked_into_since(children: Collection[int], *, on: date) -> dict[int, datetime]:
    """
    Children about whom harm was thought likely and no discussion was held yet, or whose enquiry is open, and since
    when: the strategy discussion, or the writing down. Where only the day is known, since its beginning.
    """
    enquiries = Section47Enquiry.objects.filter(child__in=any_of(children), started_on__lte=on)
    enquiries = enquiries.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    causes = ReasonableCause.objects.filter(child__in=any_of(children), discussion__isnull=True)
    found = [
        (child, held_at or timezone.make_aware(datetime.combine(started_on, time.min)))
        for child, held_at, started_on in enquiries.values_list("child_id", "begun_by__held_at", "started_on")
    ]
    found += [row for row in causes.values_list("child_id", "stamped_at") if local_day(row[1]) <= on]
    # The latest of them, so that a visit for an earlier one does not answer it.
    return dict(sorted(found, key=lambda row: row[1]))


def births(children: Collection[int]) -> dict[int, tuple[date | None, bool]]:
    """The day each child was or is to be born, and whether it is only expected."""
    found = Person.objects.filter(pk__in=any_of(children))
    return {
        pk: (born_on, certainty == BirthDateCertainty.EXPECTED)
        for pk, born_on, certainty in found.values_list("pk", "date_of_birth", "birth_date_certainty")
    }
