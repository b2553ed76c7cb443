"""Reading off the record what led to a conference, and what followed it, as the rules of conferences ask for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import F, Q

from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.statute.calendar import local_day
from lintel.steps.conferences.codes import Kind
from lintel.steps.conferences.models import ChildInConference
from lintel.steps.conferences.rules import Enquiry, Path, began_on
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry


def enquiries_about(child_id: int) -> list[Enquiry]:
    """Every enquiry about a child, each settled when it ended or a conference was held on it."""
    return enquiries_about_each([child_id])[child_id]


def enquiries_about_each(children: Collection[int]) -> dict[int, list[Enquiry]]:
    """Every enquiry about each of several children, read at once."""
    found: dict[int, list[Enquiry]] = {pk: [] for pk in children}
    enquiries = Section47Enquiry.objects.filter(child__in=children).prefetch_related("conferences")
    for each in enquiries.order_by("started_on", "pk"):
        found[each.child_id].append(_as_enquiry(each))
    return found


def born_on(child: Person) -> date | None:
    """The day of birth; None for a child who is not born yet."""
    return None if child.birth_date_certainty == BirthDateCertainty.EXPECTED else child.date_of_birth


def was_seen() -> Q:
    """Visits at which a child was seen; an unborn child is seen when somebody visits about them."""
    unborn = Q(child__birth_date_certainty=BirthDateCertainty.EXPECTED) | Q(visited_on__lt=F("child__date_of_birth"))
    return Q(child_seen=True) | (Q(child_seen__isnull=True) & unborn)


def path_of(part: ChildInConference) -> Path:
    """All that happened to one child on the way to this conference."""
    request = part.request
    moved = list(request.postponements.order_by("postponed_at", "pk"))
    booked = [*(each.was_booked_for for each in moved), *([request.booked_for] if request.booked_for else [])]
    asked = ChildInConference.objects.filter(child=part.child_id, enquiry=part.enquiry_id)
    return Path(
        kind=Kind(request.kind), enquiry_on=part.enquiry.started_on if part.enquiry else None,
        enquiries=enquiries_about(part.child_id), told_of_move_on=request.told_of_move_on,
        conference_on=part.reviewed_plan.started_on if part.reviewed_plan else None,
        reviewed_on=_reviewed_before(part), born_on=born_on(part.child),
        asked_on=[local_day(asked_at) for asked_at in asked.values_list("request__asked_at", flat=True)],
        booked_for=[local_day(moment) for moment in booked],
    )  # fmt: skip


def reviewed_under(plan_id: int, *, but: int = 0) -> list[date]:
    """The days of the reviews of a plan; `but` leaves one of them out."""
    found = Conference.objects.filter(cp_plan=plan_id, kind=ConferenceKind.REVIEW)
    return list(found.exclude(pk=but).values_list("held_on", flat=True))


def _reviewed_before(part: ChildInConference) -> list[date]:
    return reviewed_under(part.reviewed_plan_id, but=part.conference_id or 0) if part.reviewed_plan_id else []


def last_enquiry(child: Person, *, on: date) -> Section47Enquiry | None:
    """The last enquiry about a child that had begun by a day."""
    return Section47Enquiry.objects.filter(child=child.pk, started_on__lte=on).order_by("started_on").last()


def first_of_run(enquiry: Section47Enquiry) -> Section47Enquiry:
    """The enquiry the clocks count from: one that began while another was open belongs to the other."""
    day = began_on(enquiry.started_on, enquiries_about(enquiry.child_id))
    found = Section47Enquiry.objects.filter(child=enquiry.child_id, started_on=day).select_related("begun_by")
    return found.order_by("pk")[0]


def _as_enquiry(enquiry: Section47Enquiry) -> Enquiry:
    held = [each.held_on for each in enquiry.conferences.all()]
    settled = [day for day in (enquiry.ended_on, *held) if day is not None]
    return Enquiry(started_on=enquiry.started_on, settled_on=min(settled, default=None))
