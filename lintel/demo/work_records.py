"""What happened in the story, as records of the steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from lintel.demo.council import Council
from lintel.demo.events import ChildContact as Heard
from lintel.demo.events import Contact as Event
from lintel.demo.events import Enquiry, Episode
from lintel.demo.events import Involvement as Holding
from lintel.demo.staff_records import ORIGIN
from lintel.foundation.access.models import ReasonToSee
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Team, Worker
from lintel.journey.imports import keys
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.front_door.codes import OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.codes import CaseStatus
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.models import Visit

ALLOCATES = "Assessment service"


@dataclass
class Laid:
    """Records that are laid down already, by what they are records of."""

    people: dict[int, Person]
    workers: dict[str, Worker]
    teams: dict[str, Team]
    contacts: dict[Event, Contact] = field(default_factory=dict)
    child_contacts: dict[Heard, ChildContact] = field(default_factory=dict)
    referrals: dict[Episode, Referral] = field(default_factory=dict)
    discussions: dict[tuple[Episode, int], StrategyDiscussion] = field(default_factory=dict)
    enquiries: dict[tuple[Episode, int], Section47Enquiry] = field(default_factory=dict)
    plans: dict[tuple[Episode, int], CpPlan] = field(default_factory=dict)


class Work:
    """Makes the records of the steps, one kind after another, each pointing at those laid down before it."""

    def __init__(self, council: Council, laid: Laid) -> None:
        self.council = council
        self.story = council.story
        self.laid = laid
        self._seen: Counter[tuple[object, ...]] = Counter()

    def _nth(self, *what: object) -> int:
        """The how-manyeth record of this kind about the same child on the same day this is."""
        self._seen[what] += 1
        return self._seen[what]

    def _has_come(self, day: date | None) -> date | None:
        return day if day is not None and day < self.story.until else None

    # --- the front door -----------------------------------------------------------------------------------------------

    def contacts(self) -> dict[Event, Contact]:
        return {
            event: Contact(
                **ORIGIN, key=keys.contact(event.reference), reference=event.reference, channel=event.channel,
                source=event.source, happened_on=event.happened_at.date(), happened_at=event.happened_at,
                received_on=event.received_at.date(), received_at=event.received_at,
                recorded_at=_if_before(event.recorded_at, self.story.ends_at),
            )
            for event in self.council.contacts
        }  # fmt: skip

    def child_contacts(self) -> dict[Heard, ChildContact]:
        return {
            heard: ChildContact(
                **ORIGIN, key=keys.child_contact(event.reference, heard.child.la_child_id),
                contact_id=self.laid.contacts[event].pk, child_id=self.laid.people[heard.child.number].pk,
                outcome=heard.outcome, outcome_basis=OutcomeBasis.DECIDED if heard.outcome else "",
                decided_on=heard.decided_at.date() if heard.decided_at else None, decided_at=heard.decided_at,
                decided_by_id=self.laid.workers[heard.decided_by].pk if heard.decided_by else None,
                rationale=heard.rationale, consent=heard.consent, consent_reason=heard.consent_reason,
                recorded_at=_if_before(event.recorded_at, self.story.ends_at),
            )
            for event in self.council.contacts
            for heard in event.children
        }  # fmt: skip

    def early_help(self) -> Iterator[EarlyHelpEpisode]:
        for help_given in self.council.early_help:
            child = help_given.child
            contact = self.laid.child_contacts.get(help_given.child_contact) if help_given.child_contact else None
            n = self._nth("early help", child.number, help_given.started_on)
            yield EarlyHelpEpisode(
                **ORIGIN, key=keys.early_help(child.la_child_id, help_given.started_on, n),
                child_id=self.laid.people[child.number].pk, child_contact_id=contact.pk if contact else None,
                organisation=help_given.organisation, started_on=help_given.started_on,
                assessment_completed_on=help_given.completed_on, ended_on=help_given.ended_on,
            )  # fmt: skip

    # --- referrals, assessments, allocation ---------------------------------------------------------------------------

    def referrals(self) -> dict[Episode, Referral]:
        found = {}
        for episode in self.council.episodes:
            child = episode.child
            contact = self.laid.child_contacts.get(episode.child_contact)
            n = self._nth("referral", child.number, episode.referred_on)
            found[episode] = Referral(
                **ORIGIN, key=keys.referral(child.la_child_id, episode.referred_on, n),
                child_id=self.laid.people[child.number].pk, child_contact_id=contact.pk if contact else None,
                source=episode.source, referred_on=episode.referred_on, referred_at=episode.referred_at,
                is_nfa=episode.is_nfa, primary_need="" if episode.is_nfa else episode.need,
                case_status=self._status(episode), closed_on=episode.closed_on, closure_reason=episode.closure_reason,
                team_id=self.laid.teams[team_of(episode)].pk,
                recorded_at=episode.referred_at,  # the decision at the front door opens it
            )  # fmt: skip
        return found

    def _status(self, episode: Episode) -> CaseStatus:
        if episode.closed_on is not None:
            return CaseStatus.CLOSED
        if any(plan.ends_on >= self.story.until for plan in episode.protection_plans):
            return CaseStatus.CHILD_PROTECTION
        if any(plan.ends_on >= self.story.until for plan in episode.need_plans):
            return CaseStatus.CHILD_IN_NEED
        return CaseStatus.OPEN_ASSESSMENT

    def assessments(self) -> Iterator[Assessment]:
        for episode in self.council.episodes:
            if episode.is_nfa:
                continue
            child, holder = episode.child, episode.holder
            worker = episode.assessed_by or (holder.worker if holder else "")
            team = episode.assessed_in or (holder.team if holder else "")
            n = self._nth("assessment", child.number, episode.referred_on)
            yield Assessment(
                **ORIGIN, key=keys.assessment(child.la_child_id, episode.referred_on, n),
                child_id=self.laid.people[child.number].pk, referral_id=self.laid.referrals[episode].pk,
                started_on=episode.referred_on, review_on=self._has_come(episode.review_on),
                authorised_on=episode.authorised_on, needs_support=episode.needs_support,
                child_seen=episode.child_seen if episode.authorised_on else None, factors=list(episode.factors),
                worker_id=self.laid.workers[worker].pk if worker else None,
                team_id=self.laid.teams[team].pk if team else None,
                recorded_at=episode.referred_at + timedelta(minutes=60),
            )  # fmt: skip

    def involvements(self) -> Iterator[Involvement]:
        for episode in self.council.episodes:
            referral = self.laid.referrals[episode]
            for holding in episode.involvements:
                began_on = holding.began_at.date()
                if holding.ended_on == began_on:
                    continue  # handed on the day it was taken: no day was held
                yield Involvement(
                    **ORIGIN, key=keys.involvement(referral.key, holding.worker, began_on),
                    child_id=referral.child_id, referral_id=referral.pk,
                    worker_id=self.laid.workers[holding.worker].pk, team_id=self.laid.teams[holding.team].pk,
                    began_on=began_on, began_at=holding.began_at, ended_on=holding.ended_on,
                    change_reason=holding.change_reason, recorded_at=holding.began_at + timedelta(minutes=30),
                )  # fmt: skip

    def safety_checks(self) -> Iterator[SafetyCheck]:
        for episode in self.council.episodes:
            referral = self.laid.referrals[episode]
            for check in episode.checks:
                n = self._nth("check", referral.key, check.checked_on)
                yield SafetyCheck(
                    **ORIGIN, key=keys.safety_check(referral.key, check.checked_on, n), child_id=referral.child_id,
                    referral_id=referral.pk, checked_by_id=self.laid.workers[check.checked_by].pk,
                    checked_on=check.checked_on, why_safe=check.why_safe, next_due_on=check.next_due_on,
                )  # fmt: skip

    def visits(self) -> Iterator[Visit]:
        for episode in self.council.episodes:
            referral = self.laid.referrals[episode]
            for visit in episode.visits:
                visited_on = visit.visited_at.date()
                n = self._nth("visit", episode.child.number, visited_on)
                yield Visit(
                    **ORIGIN, key=keys.visit(episode.child.la_child_id, visited_on, n), child_id=referral.child_id,
                    referral_id=referral.pk, worker_id=self.laid.workers[visit.worker].pk, visited_on=visited_on,
                    visited_at=visit.visited_at, child_seen=visit.child_seen, seen_alone=visit.seen_alone,
                    is_statutory=visit.is_statutory, recorded_at=visit.recorded_at,
                )  # fmt: skip

    # --- enquiries and plans ------------------------------------------------------------------------------------------

    def _enquiries(self) -> Iterator[tuple[Episode, int, Enquiry]]:
        for episode in self.council.episodes:
            for place, enquiry in enumerate(episode.enquiries):
                is_over = episode.closed_on is not None and enquiry.held_at.date() > episode.closed_on
                if enquiry.held_at < self.story.ends_at and not is_over:
                    yield episode, place, enquiry

    def discussions(self) -> dict[tuple[Episode, int], StrategyDiscussion]:
        found = {}
        for episode, place, enquiry in self._enquiries():
            child, held_on = episode.child, enquiry.held_at.date()
            n = self._nth("discussion", child.number, held_on)
            found[episode, place] = StrategyDiscussion(
                **ORIGIN, key=keys.strategy_discussion(child.la_child_id, held_on, n),
                child_id=self.laid.people[child.number].pk, referral_id=self.laid.referrals[episode].pk,
                triggered_at=enquiry.triggered_at, held_on=held_on, held_at=enquiry.held_at,
                began_enquiry=enquiry.began_enquiry,
            )  # fmt: skip
        return found

    def enquiries(self) -> dict[tuple[Episode, int], Section47Enquiry]:
        found = {}
        for episode, place, enquiry in self._enquiries():
            if not enquiry.began_enquiry:
                continue
            child, started_on = episode.child, enquiry.held_at.date()
            holder = _holder_on(episode, started_on)
            ended_on = self._has_come(enquiry.ended_on)
            n = self._nth("enquiry", child.number, started_on)
            found[episode, place] = Section47Enquiry(
                **ORIGIN, key=keys.enquiry(child.la_child_id, started_on, n),
                child_id=self.laid.people[child.number].pk, referral_id=self.laid.referrals[episode].pk,
                begun_by_id=self.laid.discussions[episode, place].pk, started_on=started_on, ended_on=ended_on,
                conference_not_required=enquiry.conference_on is None if ended_on else None,
                team_id=self.laid.teams[holder.team].pk if holder else None,
                worker_id=self.laid.workers[holder.worker].pk if holder else None,
            )  # fmt: skip
        return found

    def protection_plans(self) -> dict[tuple[Episode, int], CpPlan]:
        found = {}
        for episode in self.council.episodes:
            for place, plan in enumerate(episode.protection_plans):
                holder = _holder_on(episode, min(plan.ends_on, self.story.until) - timedelta(days=1))
                found[episode, place] = CpPlan(
                    **ORIGIN, key=keys.cp_plan(episode.child.la_child_id, plan.started_on),
                    child_id=self.laid.people[episode.child.number].pk, referral_id=self.laid.referrals[episode].pk,
                    started_on=plan.started_on, ended_on=self._has_come(plan.ends_on),
                    initial_category=plan.initial_category, latest_category=plan.latest_category,
                    previous_plans=plan.previous_plans, had_emergency_protection=plan.had_emergency_protection,
                    team_id=self.laid.teams[holder.team].pk if holder else None,
                )  # fmt: skip
        return found

    def initial_conferences(self) -> Iterator[Conference]:
        plan_begun = {(episode, plan.started_on): plan for (episode, _), plan in self.laid.plans.items()}
        for (episode, place), enquiry in self.laid.enquiries.items():
            told = episode.enquiries[place]
            held_on = self._has_come(told.conference_on)
            if held_on and (episode.closed_on is None or held_on <= episode.closed_on):
                plan = plan_begun.get((episode, held_on))
                yield Conference(
                    **ORIGIN, key=keys.initial_conference(episode.child.la_child_id, held_on),
                    child_id=enquiry.child_id, enquiry_id=enquiry.pk, cp_plan_id=plan.pk if plan else None,
                    kind=ConferenceKind.INITIAL, held_on=held_on, led_to_plan=told.led_to_plan,
                )  # fmt: skip

    def review_conferences(self) -> Iterator[Conference]:
        for (episode, place), plan in self.laid.plans.items():
            told = episode.protection_plans[place]
            for held_on in sorted({day for day in told.reviews if day <= told.ends_on and self._has_come(day)}):
                yield Conference(
                    **ORIGIN, key=keys.review_conference(episode.child.la_child_id, held_on), child_id=plan.child_id,
                    cp_plan_id=plan.pk, kind=ConferenceKind.REVIEW, held_on=held_on,
                )  # fmt: skip

    def need_plans(self) -> Iterator[CinPlan]:
        for episode in self.council.episodes:
            for plan in episode.need_plans:
                n = self._nth("need plan", episode.child.number, plan.started_on)
                holder = _holder_on(episode, min(plan.ends_on, self.story.until) - timedelta(days=1))
                yield CinPlan(
                    **ORIGIN, key=keys.cin_plan(episode.child.la_child_id, plan.started_on, n),
                    child_id=self.laid.people[episode.child.number].pk, referral_id=self.laid.referrals[episode].pk,
                    started_on=plan.started_on, ended_on=self._has_come(plan.ends_on),
                    team_id=self.laid.teams[holder.team].pk if holder else None,
                )  # fmt: skip


def reasons_to_see(work: Work, involvements: list[Involvement]) -> Iterator[ReasonToSee]:
    """An involvement lets its worker and team see the child; while a child waits, the service that is to allocate."""
    for held in involvements:
        yield ReasonToSee(
            child_id=held.child_id, worker_id=held.worker_id, team_id=held.team_id, basis="involvement",
            key=keys.reason_to_see(held.key), begins_on=held.began_on, ends_on=held.ended_on,
        )  # fmt: skip
    for episode, referral in work.laid.referrals.items():
        first = episode.involvements[0].began_at.date() if episode.involvements else episode.closed_on
        yield ReasonToSee(
            child_id=referral.child_id, team_id=work.laid.teams[ALLOCATES].pk, basis="waits for a worker",
            key=keys.reason_to_see(referral.key), begins_on=episode.referred_on, ends_on=first,
        )  # fmt: skip


def _holder_on(episode: Episode, day: date) -> Holding | None:
    """Who held the child on a day; before anybody did, the first who then would."""
    for holding in episode.involvements:
        if holding.ended_on is None or holding.ended_on > day:
            return holding
    return episode.involvements[-1] if episode.involvements else None


def _if_before(moment: datetime, end: datetime) -> datetime | None:
    return moment if moment < end else None


def team_of(episode: Episode) -> str:
    """The team a child is with; while a child waits or is closed at the door, the service that is to allocate them."""
    return episode.involvements[-1].team if episode.involvements else ALLOCATES
