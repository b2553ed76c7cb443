"""The episodes of the census, child by child, about the children the viewer may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.codes import BirthDateCertainty, IdentifierScheme
from lintel.foundation.people.models import Identifier, Person
from lintel.statute.calendar import england
from lintel.statute.clocks import limit
from lintel.steps.assessments.models import Assessment
from lintel.steps.enquiries.codes import ConferenceKind
from lintel.steps.enquiries.models import Conference, Section47Enquiry
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass
class Episode:
    """A referral and what belongs to it in the year."""

    referral: Referral
    closed_on: date | None
    transfer_in_on: date | None = None
    assessments: list[Assessment] = field(default_factory=list)
    need_plans: list[CinPlan] = field(default_factory=list)
    enquiries: list[tuple[Section47Enquiry, date | None, date | None]] = field(default_factory=list)
    protection_plans: list[tuple[CpPlan, list[date]]] = field(default_factory=list)


@dataclass
class Child:
    """A child of the census with their episodes in the year."""

    person: Person
    is_born: bool
    upn: str
    former_upn: str
    episodes: list[Episode]


@dataclass(frozen=True)
class Year:
    """A census year, as far as it has come: facts after `known_until` are not told."""

    starts_on: date
    reference_date: date
    known_until: date

    @classmethod
    def ending(cls, reference_date: date, *, known_until: date) -> Year:
        starts_on = date(reference_date.year - 1, 4, 1)
        return cls(starts_on, reference_date, min(reference_date, known_until))

    def so_far(self, day: date | None) -> date | None:
        return day if day is not None and day <= self.known_until else None

    def under_way(self, begins: str, ends: str) -> Q:
        """At any time in the year."""
        return Q(**{f"{begins}__lte": self.known_until}) & (
            Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": self.starts_on})
        )


def children(*, viewer: User, year: Year) -> Iterator[Child]:
    """Every child of the census year with what the census asks, by LA child id."""
    seen = {child.pk: child for child in visible_children(viewer).filter(is_child=True)}
    episodes = _episodes(year)
    upns = _upns()
    for person in sorted((seen[pk] for pk in episodes if pk in seen), key=lambda child: child.la_child_id or ""):
        is_expected = person.birth_date_certainty == BirthDateCertainty.EXPECTED
        born_on = person.date_of_birth
        is_born = not is_expected and (born_on is None or born_on <= year.known_until)
        upn = upns.get((person.pk, IdentifierScheme.UPN), "")
        former = upns.get((person.pk, IdentifierScheme.FORMER_UPN), "")
        yield Child(person, is_born, upn, former, episodes[person.pk])


def _upns() -> dict[tuple[int, str], str]:
    asked = Identifier.objects.filter(scheme__in=[IdentifierScheme.UPN, IdentifierScheme.FORMER_UPN])
    return {
        (person, scheme): value
        for person, scheme, value in asked.order_by("pk").values_list("person_id", "scheme", "value")
    }


def _episodes(year: Year) -> dict[int, list[Episode]]:
    asked = Referral.objects.filter(year.under_way("referred_on", "closed_on")).order_by("referred_on", "pk")
    by_referral = {referral.pk: Episode(referral, year.so_far(referral.closed_on)) for referral in asked}
    for assessment in _belonging(Assessment, year, "started_on", "authorised_on"):
        if assessment.referral_id in by_referral:
            by_referral[assessment.referral_id].assessments.append(assessment)
    for need_plan in _belonging(CinPlan, year, "started_on", "ended_on"):
        if need_plan.referral_id in by_referral:
            by_referral[need_plan.referral_id].need_plans.append(need_plan)
    _add_enquiries(by_referral, year)
    _add_protection(by_referral, year)
    found: dict[int, list[Episode]] = defaultdict(list)
    for episode in by_referral.values():
        found[episode.referral.child_id].append(episode)
    return found


def _belonging(model: Any, year: Year, begins: str, ends: str) -> Any:
    return model._default_manager.filter(year.under_way(begins, ends), referral__isnull=False).order_by(begins, "pk")


def _add_enquiries(by_referral: dict[int, Episode], year: Year) -> None:
    """Each enquiry with its conference, if one was held, and the day one is due by."""
    initial = Conference.objects.filter(kind=ConferenceKind.INITIAL, held_on__lte=year.known_until)
    held = dict(initial.filter(enquiry__isnull=False).values_list("enquiry_id", "held_on"))
    for enquiry in _belonging(Section47Enquiry, year, "started_on", "ended_on"):
        episode = by_referral.get(enquiry.referral_id)
        if episode is not None:
            due_on = limit("initial_conference", on=enquiry.started_on).due_on(enquiry.started_on, england())
            target = None if enquiry.conference_not_required else due_on
            episode.enquiries.append((enquiry, held.get(enquiry.pk), target))
    moved_in = dict(initial.filter(is_transfer_in=True).values_list("child_id", "held_on"))
    for episode in by_referral.values():
        held_on = moved_in.get(episode.referral.child_id)
        if held_on and episode.referral.referred_on <= held_on <= (episode.closed_on or year.known_until):
            episode.transfer_in_on = held_on


def _add_protection(by_referral: dict[int, Episode], year: Year) -> None:
    """Plans with the reviews held in the year and, for a plan that was open before it, the last one before."""
    reviews: dict[int, list[date]] = defaultdict(list)
    asked = Conference.objects.filter(kind=ConferenceKind.REVIEW, held_on__lte=year.known_until, cp_plan__isnull=False)
    for plan, held_on in asked.order_by("held_on").values_list("cp_plan_id", "held_on"):
        if plan is not None:
            reviews[plan].append(held_on)
    day_before = year.starts_on - timedelta(days=1)
    for plan in _belonging(CpPlan, year, "started_on", "ended_on"):
        if plan.referral_id in by_referral:
            before = [day for day in reviews[plan.pk] if day <= day_before][-1:]
            since = [day for day in reviews[plan.pk] if day > day_before]
            by_referral[plan.referral_id].protection_plans.append((plan, before + since))
