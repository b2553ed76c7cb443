"""Reading discussions, enquiries and unassessed risk for one viewer's children; each kind with one question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Min, Q

from lintel.journey.allocating.many import any_of
from lintel.journey.enquiring.reading import agreed_at, before_discussion
from lintel.journey.unassessed_risk.reading import spells_of_children
from lintel.oversight.performance.protection_work import (
    EarlyVisit,
    HistoryItem,
    Meeting,
    OnTheClock,
    Protection,
    Slot,
    Trigger,
)
from lintel.steps.enquiries.codes import Attendance
from lintel.steps.enquiries.models import (
    DiscussionMeeting,
    InvitedParty,
    MeetingCause,
    Postponement,
    ReasonableCause,
    Section47Enquiry,
)
from lintel.steps.enquiry_work.codes import Became
from lintel.steps.enquiry_work.models import SignedItem
from lintel.steps.visits.models import Visit


def read_protection(children: Collection[int], *, at: datetime) -> Protection:
    """
    What is written here of the protection of these children, as it stands at a moment.

    A discussion about brothers and sisters is there once, with those of them who are among these children.
    """
    about, begun = _children_of_meetings(children), _begun_here(children)
    return Protection(
        triggers=_triggers(children, at), meetings=_meetings(about), slots=_slots(about),
        clocks=[
            OnTheClock(child, spell.began_at, spell.ended_at)
            for child, spells in spells_of_children(children, at=at).items()
            for spell in spells
        ],
        history=_history(children), early_visits=_early_visits(begun),
        enquiries_begun_on=[each.started_on for each in begun],
    )  # fmt: skip


def _children_of_meetings(children: Collection[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, dict[int, None]] = defaultdict(dict)
    rows = MeetingCause.objects.order_by("meeting", "cause__child").values_list("meeting_id", "cause__child_id")
    for meeting, child in rows:
        if child in children:
            found[meeting][child] = None
    return {meeting: tuple(of_it) for meeting, of_it in found.items()}


def _triggers(children: Collection[int], at: datetime) -> list[Trigger]:
    quorate = Q(meetings__meeting__is_quorate=True, meetings__meeting__held_at__gte=F("stamped_at"))
    found = ReasonableCause.objects.filter(stamped_at__lte=at).annotate(
        quorate_at=Min("meetings__meeting__held_at", filter=quorate)
    )
    rows = found.order_by("stamped_at", "pk").values_list("pk", "child_id", "stamped_at", "quorate_at")
    return [Trigger(*row) for row in rows if row[1] in children]


def _meetings(about: dict[int, tuple[int, ...]]) -> list[Meeting]:
    there: dict[int, set[str]] = defaultdict(set)
    for meeting, party in InvitedParty.objects.filter(attendance=Attendance.PRESENT).values_list("meeting_id", "party"):
        there[meeting].add(party)
    held = DiscussionMeeting.objects.filter(held_at__isnull=False).order_by("held_at", "pk")
    return [
        Meeting(
            pk, about[pk], held_at, frozenset(there[pk]), tuple(party for party in quorum if party not in there[pk])
        )
        for pk, held_at, quorum in held.values_list("pk", "held_at", "quorum")
        if pk in about and held_at is not None
    ]


def _slots(about: dict[int, tuple[int, ...]]) -> list[Slot]:
    """Those that were kept or postponed; one that is yet to come is neither."""
    kept = DiscussionMeeting.objects.filter(held_at__isnull=False, slot_starts_at__isnull=False)
    found = [Slot(pk, pk, about[pk], at) for pk, at in kept.values_list("pk", "held_at") if pk in about and at]
    moved = Postponement.objects.values_list("pk", "meeting_id", "postponed_at", "party", "because", "interim_safety")
    found += [
        Slot(pk, meeting, about[meeting], at, party, because, bool(safety.strip()))
        for pk, meeting, at, party, because, safety in moved
        if meeting in about
    ]
    return sorted(found, key=lambda slot: (slot.settled_at, slot.is_postponed, slot.pk))


def _history(children: Collection[int]) -> list[HistoryItem]:
    rows = SignedItem.objects.filter(work__signed_at__isnull=False).order_by("work__signed_at", "pk").values_list(
        "pk", "work__enquiry__child_id", "work__enquiry_id", "work__signed_at", "became"
    )  # fmt: skip
    return [
        HistoryItem(pk, child, enquiry, signed_at, became != Became.UNCOVERED, became)
        for pk, child, enquiry, signed_at, became in rows
        if child in children and signed_at is not None
    ]


def _begun_here(children: Collection[int]) -> list[Section47Enquiry]:
    """A file does not say when harm was thought likely, nor who was at the discussion."""
    found = Section47Enquiry.objects.filter(begun_by__meeting__isnull=False).select_related("begun_by")
    return [each for each in found.order_by("started_on", "pk") if each.child_id in children]


def _early_visits(begun: Sequence[Section47Enquiry]) -> list[EarlyVisit]:
    children = {each.child_id for each in begun}
    visits: dict[int, list[Visit]] = defaultdict(list)
    for visit in Visit.objects.filter(child__in=any_of(children)).order_by("visited_on", "pk"):
        visits[visit.child_id].append(visit)
    agreed = agreed_at(children)
    return [
        EarlyVisit(visit.pk, each.child_id, each.pk, visit.visited_on)
        for each in begun
        for early in [before_discussion(each, visits[each.child_id], agreed[each.child_id])]
        for visit in visits[each.child_id]
        if visit.pk in early
    ]
