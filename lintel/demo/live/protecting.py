"""Strategy discussions: one that waits because the police moved it, one that was held without health."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.people.models import Person
from lintel.journey.enquiring.actions import decide_and_begin
from lintel.journey.protecting.actions import climb_ladder
from lintel.statute.calendar import LONDON, local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.enquiries.actions import stamp_reasonable_cause
from lintel.steps.enquiries.codes import Attendance, Conduct, Party, PostponedBecause, Purpose
from lintel.steps.enquiries.discussing.actions import Asked, TaskSaid, TookPart, ask_for_discussion, record_held
from lintel.steps.enquiries.discussing.agencies.actions import tell_what_is_known
from lintel.steps.enquiries.discussing.following.actions import say_task_done, send_minutes
from lintel.steps.enquiries.discussing.rules import Answered, Decided, Span
from lintel.steps.enquiries.discussing.slots.actions import Asking as AskingParty
from lintel.steps.enquiries.discussing.slots.actions import (
    Postponing,
    ask_party,
    offer_times,
    postpone,
    set_slot,
)
from lintel.steps.enquiries.discussing.slots.actions import (
    invite as invite_party,
)
from lintel.steps.enquiries.models import DiscussionMeeting, ReasonableCause, Section47Enquiry
from lintel.steps.plans.models import CpPlan
from lintel.steps.safety_plans.actions import make_safety_plan

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DIAL_IN = Asked(dial_in="01632 960 240, code 47 47")
WHO = {
    Party.POLICE: ("Marl Brackenfell", AgencyKind.POLICE), Party.HEALTH: ("Ottilie Fernscar", AgencyKind.HEALTH),
    Party.SCHOOL: ("Wendell Rooksby", AgencyKind.SCHOOL),
}  # fmt: skip
REASONS = (
    "A mark on the upper arm shaped like a hand, seen by the class teacher. “I fell” does not fit where it is.",
    "Found at the bus station at eleven at night, in pyjamas. A grown-up nobody knows came to fetch the child.",
    "Dad broke the kitchen door while the children were behind it; the third call to the police since Easter.",
    "The child told the school nurse who hits whom, and asked her not to ring home.",
)
VIEWS = {
    Party.SOCIAL_CARE: "Known since last year. When he is in the house the child is quiet and watches the door.",
    Party.POLICE: "Three call-outs to the address since Easter, one with children behind the door. No charge so far.",
    Party.HEALTH: "Two appointments missed. The health visitor has heard shouting through the letter box.",
    Party.SCHOOL: "Seventy per cent attendance. Falls asleep before noon; eats twice at lunch.",
}  # fmt: skip
KNOWN = {
    Party.POLICE: "A call-out at two in the morning; he had left. The children stood on the stairs.",
    Party.HEALTH: "Seen at the walk-in centre with a swollen wrist; said to have been a door.",
}  # fmt: skip
SETTLED = {
    Purpose.SHARE_INFORMATION: Answered(answer="Each said what it knows; it stands below, by agency."),
    Purpose.CRIMINAL_INVESTIGATION: Answered(answer="The police interview him tomorrow; nobody speaks to him before."),
    Purpose.WHETHER_TO_ENQUIRE: Answered(answer="Yes: the mark is not explained, and it is not the first."),
    Purpose.PLAN_THE_ENQUIRY: Answered(answer="As the tasks below; the child is seen at school, alone, first."),
    Purpose.IMMEDIATE_SAFETY: Answered(answer="Nan stays in the house. He sleeps at his brother’s."),
    Purpose.SHARED_WITH_FAMILY: Answered(set_aside_because="Not before the interview; Mum is told at four tomorrow."),
}
RAID = Postponing(
    party=Party.POLICE, because=PostponedBecause.NOBODY_TO_SEND, reason="Every officer of the unit is at a search.",
    interim_safety="The child sleeps at Nan’s; out of hours rings Nan at eight and at seven.",
)  # fmt: skip


def children_are_protected(people: AtTheDoor, *, now: datetime) -> None:
    """Write them down; written already, or nobody to write them, nothing."""
    if DiscussionMeeting.objects.exists():
        return
    families = families_to_protect(people, now)
    for family, write in zip(families, (_waits, _without_health), strict=False):
        write(family, now)
    climb_ladder(by=None, at=now)


@dataclass(frozen=True)
class Family:
    """One child, who works with them, who answers for that, and who else there is."""

    child: Person
    worker: User
    manager: User
    people: AtTheDoor
    number: int

    def known(self, at: datetime, *, hours: int = 3) -> DiscussionMeeting:
        """Somebody thought harm likely at that moment, and asked for a discussion with everybody who is needed."""
        cause = stamp_reasonable_cause(
            child=self.child, reason=REASONS[self.number % len(REASONS)], known_since=at - hours * HOUR, by=self.worker,
            at=at,
        )  # fmt: skip
        meeting = ask_for_discussion([cause], asked=DIAL_IN, by=self.worker, at=at)
        ask_party(meeting, asking=AskingParty(party=Party.SOCIAL_CARE, name=self.manager.name), by=self.worker, at=at)
        for party, (name, kind) in WHO.items():
            agency = self.people.agencies[kind]
            asking = AskingParty(
                party=party, name=name, email=agency.email, agency=agency, is_needed=party is not Party.SCHOOL
            )
            ask_party(meeting, asking=asking, by=self.worker, at=at)
        return meeting

    def at_a_time(self, meeting: DiscussionMeeting, starts_at: datetime, at: datetime) -> DiscussionMeeting:
        """Everybody says when they can, the time is set and they are invited to it."""
        for place, party in enumerate(meeting.parties.order_by("pk")):
            offer_times(
                party, spans=[Span(starts_at - place * HOUR, starts_at + 3 * HOUR)], by=self.worker, at=at
            )  # fmt: skip
        meeting = set_slot(meeting, starts_at=starts_at, by=self.worker, at=at)
        for party in meeting.parties.order_by("pk"):
            invite_party(party, by=self.worker, at=at)
        return meeting

    def held(self, meeting: DiscussionMeeting, at: datetime, *, without: Party | None = None) -> DiscussionMeeting:
        there = {
            each.pk: TookPart(how=Attendance.ABSENT, absent_because="The ward rang: nobody could leave it.")
            if each.party == without
            else TookPart(how=Attendance.PRESENT, view=VIEWS[Party(each.party)])
            for each in meeting.parties.order_by("pk")
        }
        urgent = "He was on his way home, and the child with him." if without else ""
        return record_held(
            meeting, parties=there, chaired_by=self.manager.name, held_at=at - HOUR / 2, urgent_because=urgent,
            by=self.manager, at=at,
        )  # fmt: skip

    def decided(self, meeting: DiscussionMeeting, at: datetime) -> DiscussionMeeting:
        """For a joint enquiry; who does what before anybody visits."""
        decided = Decided(
            is_enquiry=True, because="What is seen is not explained, and it is not the first time.",
            safety_tonight="The child sleeps at Nan’s, and Nan has the number.", conduct=Conduct.JOINT,
            is_medical_needed=True, who_speaks=self.worker.name, speaks_at=at + 20 * HOUR,
        )  # fmt: skip
        tasks = [
            TaskSaid(
                party=Party.POLICE, who="Marl Brackenfell", what="Find out who else lives at the address.",
                due_at=at + 4 * HOUR,
            ),
            TaskSaid(
                party=Party.HEALTH, who="Ottilie Fernscar", what="Book the medical, with somebody the child knows.",
                due_at=at + DAY,
            ),
            TaskSaid(
                party=Party.POLICE, who="Marl Brackenfell", what="Interview him, and tell us on the same day.",
                due_at=at + 2 * DAY, is_before_visiting=False,
            ),
        ]  # fmt: skip
        meeting = decide_and_begin(
            meeting, purposes=SETTLED, children={self.child.pk: decided}, tasks=tasks, by=self.manager, at=at
        )
        say_task_done(meeting.tasks.order_by("pk")[0], by=self.manager, at=at + 3 * HOUR)
        return meeting

    def made_safe(self, at: datetime) -> None:
        words = "Nan sleeps in the house. He stays at his brother’s. Mum rings Nan, then 999, if he comes."
        make_safety_plan(self.child, words=words, made_with="Mum, Nan and the child", by=self.worker, at=at)


def _waits(family: Family, now: datetime) -> None:
    """For more than a day: the police moved it to tomorrow."""
    asked_at = now - 26 * HOUR
    meeting = family.at_a_time(family.known(asked_at), now - 2 * HOUR, asked_at + HOUR)
    family.made_safe(asked_at + 2 * HOUR)
    for party in meeting.parties.filter(agency__members__isnull=False, party__in=KNOWN).select_related("agency"):
        member = party.agency.members.select_related("user").order_by("pk")[0].user  # type: ignore[union-attr]
        tell_what_is_known(
            party, happened_on=local_day(now - 40 * DAY), words=KNOWN[Party(party.party)], by=member,
            at=asked_at + 4 * HOUR,
        )  # fmt: skip
    tomorrow = datetime.combine(local_day(now) + DAY, time(10, 0), tzinfo=LONDON)
    postpone(meeting, to=tomorrow, said=RAID, by=family.worker, at=now - 3 * HOUR)


def _without_health(family: Family, now: datetime) -> None:
    """Last night, because it could not wait; it is asked for again, and has no time yet."""
    asked_at = now - 15 * HOUR
    meeting = family.held(family.known(asked_at), asked_at + 2 * HOUR, without=Party.HEALTH)
    family.decided(meeting, asked_at + 2 * HOUR)
    family.made_safe(asked_at + 3 * HOUR)
    again = ask_for_discussion([], asked=DIAL_IN, reconvenes=meeting, by=family.worker, at=now - HOUR)
    for party in meeting.parties.order_by("pk"):
        asking = AskingParty(party=Party(party.party), name=party.name, email=party.email, agency=party.agency)
        ask_party(again, asking=asking, by=family.worker, at=now - HOUR)


def discussed(family: Family, at: datetime) -> Section47Enquiry:
    """The enquiry that a discussion at that moment began, its minutes sent and the child made safe."""
    meeting = family.at_a_time(family.known(at - 5 * HOUR), at - HOUR, at - 4 * HOUR)
    meeting = family.decided(family.held(meeting, at), at)
    send_minutes(meeting, to=list(meeting.parties.all()), by=family.manager, at=at + 2 * HOUR)
    say_task_done(meeting.tasks.order_by("pk")[1], by=family.manager, at=at + DAY)
    family.made_safe(at + HOUR)
    return Section47Enquiry.objects.get(begun_by__meeting=meeting, child=family.child)


def families_to_protect(people: AtTheDoor, now: datetime) -> Sequence[Family]:
    """Children nobody protects yet, the last one given first, each of another referral."""
    protected = set(CpPlan.objects.filter(ended_on__isnull=True).values_list("child", flat=True))
    protected |= set(ReasonableCause.objects.values_list("child", flat=True))
    protected |= set(Section47Enquiry.objects.filter(ended_on__isnull=True).values_list("child", flat=True))
    found: dict[object, Family] = {}
    for family in held_by_who_can_sign_in(people, now):
        told = family.child.child_contacts.order_by("pk").values_list("contact", flat=True).last() or family.child.pk
        if family.child.pk not in protected:
            found.setdefault(told, family)
    return list(found.values())


def held_by_who_can_sign_in(people: AtTheDoor, now: datetime) -> list[Family]:
    """Children held for two weeks by workers one can sign in as, the last one given first."""
    workers = {
        user.worker_id: user
        for user in User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk")
    }
    held = Involvement.objects.in_force(local_day(now)).filter(
        worker__in=workers, began_on__lte=local_day(now - 15 * DAY)
    )
    return [
        Family(each.child, workers[each.worker_id], _manager_of(each, people), people, number)
        for number, each in enumerate(held.select_related("child", "team").order_by("-began_on", "-pk"))
    ]


def _manager_of(involvement: Involvement, people: AtTheDoor) -> User:
    """Of the child's team, or the head of service where nobody there can sign in."""
    grants = RoleGrant.objects.filter(ended_at__isnull=True, role=Role.TEAM_MANAGER, team=involvement.team_id)
    grant = grants.select_related("user").order_by("pk").first()
    return grant.user if grant else people.head_of_service
