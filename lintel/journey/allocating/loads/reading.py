"""Reading loads off the record: one question for each kind, however many workers there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from lintel.foundation.access.models import User
from lintel.foundation.local_limits.limits import Limits
from lintel.foundation.local_limits.queries import all_limits
from lintel.foundation.people.codes import RelationshipKind
from lintel.foundation.people.models import Address, HouseholdMembership, Relationship
from lintel.foundation.workforce.models import Absence, Appointment, ProtectedTime
from lintel.journey.allocating.loads.load import Held, Load, Weights
from lintel.journey.allocating.many import any_of
from lintel.statute.calendar import england
from lintel.steps.allocation.models import Allocation, Cover, Involvement
from lintel.steps.allocation.rules import Away, hours_available, most_children
from lintel.steps.allocation.terms import agreed_on, terms_of
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.models import Referral

AHEAD = timedelta(weeks=4)


def weights(limits: Limits, on: date) -> Weights:
    """The points agreed for that day."""
    return Weights(
        assessment=limits.number("weight_assessment", on=on).value,
        child_in_need=limits.number("weight_child_in_need", on=on).value,
        child_protection=limits.number("weight_child_protection", on=on).value,
    )


def points_of(children: Collection[int], *, limits: Limits, on: date) -> dict[int, float]:
    """The points of each child by the plan they have that day; one without a plan is in assessment."""
    agreed = weights(limits, on)
    protected, in_need = (_on_plans(model, children, on) for model in (CpPlan, CinPlan))
    return {
        child: agreed.child_protection if child in protected
        else agreed.child_in_need if child in in_need else agreed.assessment
        for child in children
    }  # fmt: skip


def family_of(children: Collection[int]) -> dict[int, str]:
    """
    What brothers and sisters have in common: their household, else their mother, else the contact they were referred
    with; or a child alone.
    """
    households = dict(
        HouseholdMembership.objects.filter(person__in=any_of(children), left_on__isnull=True).values_list(
            "person_id", "household_id"
        )
    )
    known = Relationship.objects.filter(
        to_person__in=any_of(children), kind=RelationshipKind.MOTHER, ended_on__isnull=True
    )
    mothers = dict(known.values_list("to_person_id", "person_id"))
    referred = Referral.objects.filter(child__in=any_of(children), child_contact__isnull=False).order_by(
        "referred_on", "pk"
    )
    contacts = dict(referred.values_list("child_id", "child_contact__contact_id"))
    alone = {child: child for child in children}
    together = (("household", households), ("mother", mothers), ("contact", contacts), ("child", alone))
    return {
        child: next(f"{kind} {known[child]}" for kind, known in together if child in known) for child in children
    }  # fmt: skip


def may_belong_to(children: Collection[int]) -> set[int]:
    """Whoever `family_of` might put into one family with any of these children: few, so that it is asked of few."""
    home = HouseholdMembership.objects.filter(left_on__isnull=True)
    mother = Relationship.objects.filter(kind=RelationshipKind.MOTHER, ended_on__isnull=True)
    told = Referral.objects.filter(child_contact__isnull=False)
    households = home.filter(person__in=children).values("household")
    mothers = mother.filter(to_person__in=children).values("person")
    contacts = told.filter(child__in=children).values("child_contact__contact")
    return {
        *home.filter(household__in=households).values_list("person_id", flat=True),
        *mother.filter(person__in=mothers).values_list("to_person_id", flat=True),
        *told.filter(child_contact__contact__in=contacts).values_list("child_id", flat=True),
    }


def districts_of(children: Collection[int]) -> dict[int, str]:
    """The first half of a child's postcode today, where it is no secret: of nobody who lives with them either."""
    home = HouseholdMembership.objects.filter(left_on__isnull=True)
    addresses = Address.objects.filter(lived_until__isnull=True)
    secret = addresses.filter(is_confidential=True).values("person")
    kept = home.filter(household__in=home.filter(person__in=secret).values("household")).values("person")
    shown = addresses.filter(person__in=any_of(children)).exclude(person__in=secret).exclude(person__in=kept)
    return {child: postcode.split(" ")[0] for child, postcode in shown.values_list("person_id", "postcode") if postcode}


@dataclass(frozen=True)
class Holds:
    """Who holds whom: children by worker, those asked about, and those held before."""

    held: dict[int, set[int]]
    asked: dict[int, set[int]]
    known: dict[int, set[int]]

    @property
    def children(self) -> set[int]:
        return {child for each in (self.held, self.asked) for children in each.values() for child in children}


def read_loads(appointments: Iterable[Appointment], *, on: date) -> list[Load]:
    """The loads of these case-holding appointments on a day; a worker in two teams stands in the larger one."""
    limits, mine = all_limits(), _by_worker(appointments)
    holds = _who_holds_whom(set(mine), on)
    points = points_of(holds.children, limits=limits, on=on)
    beside = _Beside(set(mine), holds, limits, on)
    return [beside.load(worker, each, points) for worker, each in mine.items()]


def read_counts(appointments: Iterable[Appointment], *, on: date) -> list[Held]:
    """Only how many children each worker holds, how many were agreed, and how many more they are asked about."""
    limits, mine = all_limits(), _by_worker(appointments)
    agreed = agreed_on(limits, on)
    held, asked = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for into, rows in ((held, _held_by(set(mine), on)), (asked, _asked_of(set(mine), on))):
        for worker, child in rows:
            into[worker].add(child)
    return [
        Held(len(held[worker]), most_children(terms_of(each), agreed), len(asked[worker] - held[worker]))
        for worker, each in mine.items()
    ]


class _Beside:
    def __init__(self, workers: set[int], holds: Holds, limits: Limits, on: date) -> None:
        self.holds, self.on, self.calendar = holds, on, england()
        self.families, self.districts = family_of(holds.children), districts_of(holds.children)
        self.full_week = limits.number("hours_per_week", on=on).value
        self.agreed = agreed_on(limits, on)
        self.away: dict[int, list[Away]] = defaultdict(list)
        for worker, starts_on, ends_on in Absence.objects.filter(worker__in=any_of(workers)).values_list(
            "worker_id", "starts_on", "ends_on"
        ):
            self.away[worker].append(Away(starts_on=starts_on, ends_on=ends_on))
        self.protected: dict[int, float] = defaultdict(float)
        for worker, hours in (
            ProtectedTime.objects.in_force(on)
            .filter(worker__in=any_of(workers))
            .values_list("worker_id", "hours_per_week")
        ):
            self.protected[worker] += float(hours)
        self.covering = Counter(
            Cover.objects.in_force(on)
            .filter(worker__in=any_of(workers), involvement__in=Involvement.objects.filter(_open_still(on)))
            .values_list("worker_id", flat=True)
        )
        self.since: dict[int, date] = {}
        for worker, day in Appointment.objects.filter(worker__in=any_of(workers)).values_list("worker_id", "starts_on"):
            self.since[worker] = min(day, self.since.get(worker, day))
        signed_in = User.objects.filter(worker__in=any_of(workers), is_active=True)
        self.with_account = set(signed_in.values_list("worker_id", flat=True))

    def load(self, worker: int, appointments: list[Appointment], points: dict[int, float]) -> Load:
        first, last = self.on + timedelta(days=1), self.on + AHEAD
        held, asked = self.holds.held[worker], self.holds.asked[worker]
        terms = terms_of(appointments)
        largest, away = appointments[0], self.away[worker]
        now = next((each for each in away if each.covers(self.on)), None)
        to_come = sorted(each.starts_on for each in away if self.on < each.starts_on <= last)
        period: dict[str, Any] = {"first": first, "last": last, "calendar": self.calendar, "full_week": self.full_week}
        return Load(
            worker_id=worker, name=largest.worker.name, team_id=largest.team_id, team=largest.team.name,
            terms=terms,
            agreed=self.agreed, basis=largest.basis, since=self.since[worker], job_title=largest.job_title,
            children={child: points[child] for child in held | asked}, asked=frozenset(asked - held),
            families={self.families[child] for child in held | asked},
            held_together=self._together(held), known=self.holds.known[worker],
            districts={self.districts[child] for child in held if child in self.districts},
            languages=tuple(largest.worker.languages), has_account=worker in self.with_account,
            is_away=now is not None, away_until=now.ends_on if now else None,
            away_from=to_come[0] if to_come else None, covering=self.covering[worker],
            hours=hours_available(fte=terms.fte, protected_a_week=self.protected[worker], away=away, **period),
            full_hours=hours_available(fte=1.0, protected_a_week=0.0, away=(), **period),
        )  # fmt: skip

    def _together(self, held: Iterable[int]) -> dict[str, set[int]]:
        found: dict[str, set[int]] = defaultdict(set)
        for child in held:
            found[self.families[child]].add(child)
        return dict(found)


def _by_worker(appointments: Iterable[Appointment]) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = defaultdict(list)
    for each in appointments:
        found[each.worker_id].append(each)
    return {worker: sorted(mine, key=lambda a: (-a.fte, a.pk)) for worker, mine in found.items()}


def _who_holds_whom(workers: set[int], on: date) -> Holds:
    before = Involvement.objects.filter(worker__in=any_of(workers), ended_on__lte=on).values_list(
        "worker_id", "child_id"
    )
    held, asked, known = (defaultdict[int, set[int]](set) for _ in range(3))
    for into, rows in ((held, _held_by(workers, on)), (asked, _asked_of(workers, on)), (known, before)):
        for worker, child in rows:
            into[worker].add(child)
    return Holds(held, asked, known)


def _held_by(workers: set[int], on: date) -> Iterable[tuple[int, int]]:
    held = Involvement.objects.in_force(on).filter(_open_still(on), worker__in=any_of(workers))
    return held.values_list("worker_id", "child_id")


def _asked_of(workers: set[int], on: date) -> Iterable[tuple[int, int]]:
    asked = Allocation.objects.to_answer(on).filter(worker__in=any_of(workers))
    return asked.values_list("worker_id", "child_id")


def _open_still(on: date) -> Q:
    return Q(referral__closed_on__isnull=True) | Q(referral__closed_on__gt=on)


def _on_plans(model: type[CpPlan] | type[CinPlan], children: Collection[int], on: date) -> set[int]:
    under_way = model._default_manager.filter(child__in=any_of(children), started_on__lte=on)
    return set(under_way.exclude(ended_on__lte=on).values_list("child_id", flat=True))
