"""The timeline of a child’s protection from the trigger to the reviews, and what each agency owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.permissions import may
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Appointment, Worker
from lintel.journey.conferring.milestones import ENQUIRY, Milestone
from lintel.journey.conferring.queries import protection_timeline
from lintel.journey.conferring.reading import first_of_run, last_enquiry
from lintel.statute.calendar import LONDON, local_day
from lintel.steps.agency_checks.models import AskedAbout
from lintel.steps.agency_checks.permissions import SEE_CHECKS
from lintel.steps.allocation.models import Involvement
from lintel.steps.conferences.permissions import SEE_CONFERENCES
from lintel.steps.enquiries.codes import Party
from lintel.steps.enquiries.discussing.queries import causes_that_may_be_read, outstanding_tasks
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.plans.models import PlanAction

if TYPE_CHECKING:
    from lintel.foundation.access.models import User

# What comes before the outcome of an enquiry.
BEFORE_THE_OUTCOME = frozenset({"strategy_discussion", ENQUIRY, "child_seen_in_enquiry"})


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that belongs to the timeline and has no limit of its own: the trigger, and what the enquiry came to."""

    name: str
    on: date | None
    words: str


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What somebody has promised, or was asked, and has not done yet."""

    who: str
    what: str
    due_at: datetime | None
    asked_as: str

    def is_late(self, at: datetime) -> bool:
        return self.due_at is not None and self.due_at < at


def whole_timeline(child: Person, *, viewer: User, at: datetime) -> list[Milestone | Happening]:
    """
    The trigger, the discussion, the enquiry, the child seen, the outcome, the conference, core groups and reviews.

    Nothing for a viewer who may not see the child or what conferences decided.
    """
    lines = protection_timeline(child, viewer=viewer, at=at)
    if not may(viewer, SEE_CONFERENCES) or not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    enquiry = last_enquiry(child, on=local_day(at))
    first = first_of_run(enquiry) if enquiry else None
    before = [line for line in lines if line.code in BEFORE_THE_OUTCOME]
    after = [line for line in lines if line.code not in BEFORE_THE_OUTCOME]
    outcome = [_outcome(enquiry)] if enquiry else []
    return [*_trigger(child, first, viewer=viewer, at=at), *before, *outcome, *after]


def what_is_owed(child: Person, *, viewer: User) -> list[Owed]:
    """What agencies and people owe for a child under the plan, from discussions, and in answers; the earliest first."""
    if not visible_children(viewer).filter(pk=child.pk).exists():
        return []
    found = [*_under_the_plan(child, viewer), *_from_discussions(child, viewer), *_answers(child, viewer)]
    return sorted(found, key=lambda each: (each.due_at is None, each.due_at, each.who))


def _trigger(child: Person, first: Section47Enquiry | None, *, viewer: User, at: datetime) -> list[Happening]:
    """The cause the discussion that began the enquiry answers; without an enquiry, the last one that was stamped."""
    causes = causes_that_may_be_read(viewer=viewer).filter(child=child, stamped_at__lte=at).order_by("stamped_at")
    if first is not None:
        causes = causes.filter(discussion=first.begun_by_id or 0)
    cause = causes.select_related("stamped_by").first() if first else causes.select_related("stamped_by").last()
    if cause is not None:
        words = f"{cause.stamped_by.name}: {cause.reason}"
        return [Happening(name="Significant harm thought likely", on=local_day(cause.stamped_at), words=words)]
    discussion = first.begun_by if first else None
    if discussion is None or discussion.triggered_at is None:
        return []
    return [
        Happening(name="Significant harm thought likely", on=local_day(discussion.triggered_at), words="From a file.")
    ]


def _outcome(enquiry: Section47Enquiry) -> Happening:
    if enquiry.conference_not_required:
        words = "No conference is required."
    elif enquiry.ended_on is not None or enquiry.conferences.exists():
        words = "A conference."
    else:
        words = "Not written down yet. A conference is due all the same, unless none is required."
    conference = enquiry.conferences.order_by("held_on").first()
    return Happening(
        name="Outcome of the enquiry", on=enquiry.ended_on or (conference.held_on if conference else None), words=words
    )


def _under_the_plan(child: Person, viewer: User) -> list[Owed]:
    if not may(viewer, SEE_CONFERENCES):
        return []
    live = PlanAction.objects.filter(
        cp_plan__child=child, cp_plan__ended_on__isnull=True, done_on__isnull=True, dropped_on__isnull=True
    )
    return [
        Owed(who=each.owner or "Nobody yet", what=each.words, due_at=_end_of(each.due_on), asked_as="Under the plan")
        for each in live
    ]


def _from_discussions(child: Person, viewer: User) -> list[Owed]:
    agreed = outstanding_tasks(viewer=viewer).filter(meeting__discussions__child=child).distinct()
    return [
        Owed(
            who=f"{Party(each.party).words}, {each.who}", what=each.what, due_at=each.due_at,
            asked_as="Agreed in a strategy discussion",
        )
        for each in agreed
    ]  # fmt: skip


def _answers(child: Person, viewer: User) -> list[Owed]:
    if not may(viewer, SEE_CHECKS):
        return []
    asked = AskedAbout.objects.filter(
        child_contact__child=child, check_asked__answered_at__isnull=True, check_asked__withdrawn_at__isnull=True
    )
    return [
        Owed(
            who=each.check_asked.agency.name, what=each.check_asked.question, due_at=each.check_asked.due_at,
            asked_as="Asked, not answered",
        )
        for each in asked.select_related("check_asked__agency")
    ]  # fmt: skip


def _end_of(day: date | None) -> datetime | None:
    return datetime.combine(day, time.max, tzinfo=LONDON) if day else None


def who_may_lead(child: Person, *, viewer: User, on: date) -> list[Worker]:
    """The social workers who hold a child or work in a team that does, by name; of nobody one may not see."""
    held = Involvement.objects.in_force(on).filter(child__in=visible_children(viewer).filter(pk=child.pk))
    holders = held.values_list("worker_id", "team_id")
    of_teams = Appointment.objects.in_force(on).filter(team__in=[team for _, team in holders if team])
    among = Q(pk__in=[worker for worker, _ in holders]) | Q(pk__in=of_teams.values("worker"))
    return list(Worker.objects.filter(among).exclude(swe_number="").order_by("name"))
