"""Enquiries, a conference that a family is on the way to, and plans that a chair reviews and asks about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from lintel.demo.live.enquiring import begin_to_write, have_it_signed
from lintel.demo.live.people import AtTheDoor
from lintel.demo.live.protecting import (
    WHO,
    Family,
    discussed,
    families_to_protect,
    held_by_who_can_sign_in,
)
from lintel.journey.conferring.actions import as_plan, decide_about, give_to_chair
from lintel.journey.overseeing.actions import ask_as_chair
from lintel.statute.calendar import LONDON, england, local_day
from lintel.steps.conferences.actions import Asking, Part, ask_for_conference, book
from lintel.steps.conferences.carrying_out.actions import join_core_group, name_lead, write_core_group
from lintel.steps.conferences.codes import Attendance as AtConference
from lintel.steps.conferences.codes import Kind, Shared, Side, View
from lintel.steps.conferences.deciding.actions import hold, say_view
from lintel.steps.conferences.deciding.reach import Decided as DecidedThere
from lintel.steps.conferences.escalating.actions import Asked
from lintel.steps.conferences.inviting.actions import hand_in_report, invite, say_who_came, share_report
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.plans.models import CpPlan

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLACE = "Ravenshire House, the garden room; and by telephone"
GOES_ON = DecidedThere(
    led_to_plan=True, category="EMO", childs_view="“It is quieter. I do not know whether it stays quiet.”",
    because="He has kept away for six weeks, twice not. Nobody has seen yet what happens when he does not.",
    parents_view="Mum: “I can do it with Nan there. I am not sure I can without her.”",
)  # fmt: skip


def conferences_are_held(people: AtTheDoor, *, now: datetime) -> None:
    """Write them down; written already, or nobody to write them, nothing."""
    if ConferenceRequest.objects.exists():
        return
    for family, days in zip(families_to_protect(people, now), (13, 6), strict=False):
        enquiry = discussed(family, now - days * DAY)
        if days > 9:
            have_it_signed(family, enquiry, now - 5 * DAY)
            _on_the_way(family, enquiry, now)
        else:
            begin_to_write(family, enquiry, now - DAY)
    _plans_are_reviewed(held_by_who_can_sign_in(people, now), now)


def _on_the_way(family: Family, enquiry: Section47Enquiry, now: datetime) -> None:
    """To a conference in three working days; the family has one report, and not the other."""
    asked_at = now - 5 * DAY
    request = ConferenceRequest.objects.filter(children__enquiry=enquiry).first()
    if request is None:  # a head of service signs, and leaves the asking to others
        asking = Asking(
            once=uuid5(NAMESPACE_URL, f"conference/{enquiry.pk}"), kind=Kind.INITIAL,
            parts=[Part(child=family.child, enquiry_id=enquiry.pk)],
            why="The enquiry found that the harm was done at home, and may be again.",
        )  # fmt: skip
        request = ask_for_conference(asking, by=family.worker, at=asked_at)
    _arranged(request, family, _working_day(local_day(now) + 3 * DAY), asked_at + HOUR)
    for author, side in ((family.worker.name, Side.SOCIAL_CARE), ("Wendell Rooksby", Side.SCHOOL)):
        report = hand_in_report(request, side=side, author=author, by=family.worker, at=now - DAY)
        if side is Side.SOCIAL_CARE:
            share_report(
                report, shared_on=local_day(now), how=Shared.TALKED_THROUGH, shared_with="Mum and Nan",
                by=family.worker, at=now,
            )  # fmt: skip


def _arranged(request: ConferenceRequest, family: Family, on: date, at: datetime) -> ConferenceRequest:
    """Booked for ten in the morning, with a chair, and everybody invited."""
    begins = datetime.combine(on, time(10, 0), tzinfo=LONDON)
    book(request, booked_for=begins, place=PLACE, by=family.worker, at=at)
    request = give_to_chair(request, family.people.chair, by=family.people.head_of_service, at=at)
    for side, name in ((Side.PARENT, "Mum"), (Side.POLICE, "Marl Brackenfell"), (Side.HEALTH, "Ottilie Fernscar")):
        invite(request, side=side, name=name, by=family.worker, at=at)
    return request


def _plans_are_reviewed(families: Sequence[Family], now: datetime) -> None:
    """Of the plans of workers one can sign in as: one was reviewed two weeks ago and goes on, one is booked."""
    old = local_day(now - 30 * DAY)
    held = {each.child.pk: each for each in families}
    plans = CpPlan.objects.filter(child__in=held, ended_on__isnull=True, started_on__lte=old)
    for number, plan in enumerate(plans.select_related("child").order_by("started_on", "pk")[:3]):
        family = held[plan.child_id]
        asked_at = now - 28 * DAY
        asking = Asking(
            once=uuid5(NAMESPACE_URL, f"review/{plan.pk}"), kind=Kind.REVIEW,
            parts=[Part(child=plan.child, reviewed_plan_id=plan.pk)], why="Whether the plan has changed anything.",
        )  # fmt: skip
        request = ask_for_conference(asking, by=family.worker, at=asked_at)
        on = _working_day(local_day(now) + (number * 5 - 9) * DAY)
        request = _arranged(request, family, on, asked_at + HOUR)
        _carried_out(plan, family, now)
        if on < local_day(now):
            _reviewed(request, family, datetime.combine(on, time(12, 30), tzinfo=LONDON))
        if number == 0:
            _asked_of_managers(plan, family.people, now - 3 * DAY)


def _carried_out(plan: CpPlan, family: Family, now: datetime) -> None:
    """Its lead, its core group, and what that came to three weeks ago."""
    known, at = as_plan(plan), now - 25 * DAY
    if family.worker.worker is not None and family.worker.worker.swe_number:
        name_lead(known, family.worker.worker, by=family.worker, at=at)
    for side, name in ((Side.PARENT, "Mum"), (Side.SCHOOL, "Wendell Rooksby"), (Side.HEALTH, "Ottilie Fernscar")):
        join_core_group(known, side=side, name=name, by=family.worker, at=at)
    write_core_group(
        [known], held_on=local_day(now - 21 * DAY), present="Mum, Wendell Rooksby, Ottilie Fernscar",
        words="He has been to the house twice. School mornings work when Nan is there. The GP letter has not come.",
        by=family.worker, at=now - 20 * DAY,
    )  # fmt: skip


def _reviewed(request: ConferenceRequest, family: Family, at: datetime) -> None:
    chair = family.people.chair
    for invitation in request.invitations.order_by("pk"):
        came = invitation.side != Side.POLICE
        say_who_came(
            invitation, attendance=AtConference.CAME if came else AtConference.SENT_WORDS, by=family.worker, at=at
        )
    request = hold(request, held_on=local_day(at), by=chair, at=at)
    part = request.children.get()
    for side, view in ((Side.HEALTH, View.PLAN), (Side.POLICE, View.NO_PLAN)):
        words = "Goes on: six quiet weeks are not a year." if view is View.PLAN else "No call-out since the summer."
        say_view(part, side=side, said_by=str(WHO[Party(side)][0]), view=view, words=words, by=chair, at=at)
    decide_about(part, GOES_ON, by=chair, at=at)


def _asked_of_managers(plan: CpPlan, people: AtTheDoor, at: datetime) -> None:
    """What the chair asks after the review; nobody has answered, and the day for it is near."""
    asked = Asked(
        once=uuid5(NAMESPACE_URL, f"asked/{plan.pk}"), by_when=local_day(at + 14 * DAY),
        what="Two reviews said that nobody knows what happens when he comes.",
        asked="Somebody talks to Nan and to the children about it, and says what they see, before the next core group.",
    )  # fmt: skip
    ask_as_chair(CpPlan.objects.get(pk=plan.pk), asked, by=people.chair, at=at)


def _working_day(day: date) -> date:
    while not england().is_working_day(day):
        day += DAY
    return day
