"""Reading off the record how an enquiry began, who carries it out, and where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from lintel.journey.enquiring.rules import is_single_agency
from lintel.steps.allocation.models import Involvement
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.enquiry_work.codes import State
from lintel.steps.enquiry_work.models import EnquiryWork
from lintel.steps.enquiry_work.rules import state
from lintel.steps.visits.models import Visit


def holders(children: Collection[int], *, on: date) -> dict[int, Involvement]:
    """Who holds each of these children on a day, the latest where there are several episodes."""
    held = Involvement.objects.in_force(on).filter(child__in=children, referral__closed_on__isnull=True)
    return {each.child_id: each for each in held.select_related("worker", "team").order_by("began_on", "pk")}


def still_open(enquiries: QuerySet[Section47Enquiry], *, on: date) -> QuerySet[Section47Enquiry]:
    """Those under way: not signed, not ended, and whose episode is open and has come to no conference."""
    is_over = (
        Q(ended_on__lte=on) | Q(conference_not_required=True) | Q(referral__closed_on__lte=on)
        | Q(work__signed_at__isnull=False)
    )  # fmt: skip
    held = Conference.objects.filter(enquiry=OuterRef("pk"), held_on__lte=on)
    return enquiries.exclude(is_over).exclude(Exists(held))


def state_of(enquiry: Section47Enquiry, work: EnquiryWork | None, *, is_over: bool) -> State:
    """Where an enquiry stands, by what was written, sent and sent back."""
    sendings = list(work.sendings.all()) if work is not None else []
    return state(
        is_written=work is not None and work.written_at is not None,
        is_sent=bool(sendings) and sendings[-1].returned_at is None,
        is_returned=bool(sendings) and sendings[-1].returned_at is not None,
        is_signed=work is not None and work.signed_at is not None, is_over=is_over,
    )  # fmt: skip


def thought_likely_at(enquiry: Section47Enquiry) -> datetime | None:
    """When harm was first thought likely, of an enquiry that a discussion here began; a file does not say enough."""
    discussion = enquiry.begun_by
    return None if discussion is None or discussion.meeting_id is None else discussion.triggered_at


def agreed_at(children: Collection[int]) -> dict[int, list[datetime]]:
    """When the agencies talked of each child: together or, as they then say why, without all of the quorum."""
    found: dict[int, list[datetime]] = defaultdict(list)
    held = StrategyDiscussion.objects.filter(child__in=children, meeting__held_at__isnull=False)
    agreed = held.filter(Q(meeting__is_quorate=True) | ~Q(meeting__urgent_because=""))
    for each in agreed.select_related("meeting").order_by("meeting__held_at"):
        if each.meeting is not None and each.meeting.held_at is not None:
            found[each.child_id].append(each.meeting.held_at)
    return found


def before_discussion(enquiry: Section47Enquiry, visits: Iterable[Visit], agreed: Iterable[datetime]) -> set[int]:
    """Which of the visits to its child were made before the agencies had talked, by number."""
    since = thought_likely_at(enquiry)
    if since is None:
        return set()
    moments = list(agreed)
    return {
        each.pk
        for each in visits
        if is_single_agency(
            visited_on=each.visited_on, visited_at=each.visited_at, thought_likely_at=since, agreed_at=moments
        )
    }
