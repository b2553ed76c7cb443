"""A small invented service, laid down the way files are: through the load actions of every step."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from lintel.foundation.access.models import RoleGrant, User
from lintel.foundation.access.roles import Role
from lintel.foundation.people.actions import load_people
from lintel.foundation.people.codes import BirthDateCertainty
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.models import SourceFile
from lintel.foundation.workforce.actions import (
    load_absences,
    load_appointments,
    load_posts,
    load_teams,
    load_workers,
)
from lintel.foundation.workforce.models import Absence, Appointment, Post, Team, Worker
from lintel.steps.allocation.actions import load_involvements, load_safety_checks
from lintel.steps.allocation.models import Involvement, SafetyCheck
from lintel.steps.assessments.actions import load_assessments
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.actions import load_early_help_episodes
from lintel.steps.early_help.models import EarlyHelpEpisode
from lintel.steps.enquiries.actions import load_conferences, load_enquiries, load_strategy_discussions
from lintel.steps.enquiries.models import Conference, Section47Enquiry, StrategyDiscussion
from lintel.steps.front_door.actions import load_child_contacts, load_contacts
from lintel.steps.front_door.codes import Channel
from lintel.steps.front_door.completeness import Item
from lintel.steps.front_door.models import ChildContact, Contact, Informant, Told
from lintel.steps.plans.actions import load_cin_plans, load_cp_plans
from lintel.steps.plans.models import CinPlan, CpPlan
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral
from lintel.steps.visits.actions import load_visits
from lintel.steps.visits.models import Visit

NOW = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)
LOADERS = {
    Person: load_people, Team: load_teams, Worker: load_workers, Appointment: load_appointments,
    Absence: load_absences, Post: load_posts, Contact: load_contacts, ChildContact: load_child_contacts,
    Referral: load_referrals, Involvement: load_involvements, SafetyCheck: load_safety_checks,
    Assessment: load_assessments,
    StrategyDiscussion: load_strategy_discussions, Section47Enquiry: load_enquiries, Conference: load_conferences,
    EarlyHelpEpisode: load_early_help_episodes, CinPlan: load_cin_plans, CpPlan: load_cp_plans, Visit: load_visits,
}  # fmt: skip


def user(role: Role, *, email: str = "", team: Team | None = None, worker: Worker | None = None) -> User:
    """Somebody with one role."""
    email = email or f"{role}@ravenshire.example"
    somebody, is_new = User.objects.get_or_create(
        email=email, defaults={"name": role.title, "joined_at": NOW, "worker": worker}
    )
    if is_new:
        RoleGrant.objects.create(user=somebody, role=role, team=team, granted_at=NOW)
    return somebody


class Service:
    """Lays down records one by one; every method returns the record as it is held."""

    def __init__(self, *, data_until: date | None = None, kind: str = "ravenshire") -> None:
        self.analyst = user(Role.PERFORMANCE_ANALYST, email="analyst@ravenshire.example")
        self.numbers = count(1)
        self.file = SourceFile.objects.create(
            name=f"{kind}.xlsx", kind=kind, sha256=f"{kind}{data_until}", data_until=data_until, loaded_at=NOW
        )  # fmt: skip

    def lay_down(self, model: Any, rows: Sequence[dict[str, Any]]) -> list[Any]:
        """Many records of one kind at once."""
        made = []
        for row in rows:
            number = next(self.numbers)
            trace = {"key": f"{model._meta.model_name}-{number}", "source_file": self.file, "source_row": number}
            made.append(model(**trace | row))
        LOADERS[model](made, by=self.analyst, at=NOW)
        return made

    def one(self, model: Any, **row: Any) -> Any:
        return self.lay_down(model, [row])[0]

    def child(self, born_on: date = date(2018, 5, 1), ethnicity: str = "WBRI") -> Person:
        return self.one(
            Person, date_of_birth=born_on, birth_date_certainty=BirthDateCertainty.KNOWN, ethnicity=ethnicity
        )

    def contact(
        self, received_on: date, children: Sequence[Person] | None = None, *, outcome: str = "", basis: str = "decided",
        decided_on: date | None = None, source: str = "6", **row: Any,
    ) -> list[ChildContact]:  # fmt: skip
        """One event about several children, decided alike; decided the same day unless said otherwise."""
        told = {name: row.pop(name) for name in ("received_at", "channel", "items_said") if name in row}
        event = self.one(Contact, received_on=received_on, source=source, **told)
        decision = (
            {"outcome": outcome, "outcome_basis": basis, "decided_on": decided_on or received_on} if outcome else {}
        )
        return self.lay_down(
            ChildContact,
            [{"contact": event, "child": child} | decision | row for child in children or [self.child()]],
        )

    def informant(self, contact: ChildContact, *, told_at: datetime | None = None, kind: str = "professional") -> None:
        """A professional who told us of this contact and, where it is said, was told what happens."""
        Informant.objects.create(contact=contact.contact, kind=kind, is_sealed=False)
        if told_at is not None:
            Told.objects.create(
                contact=contact.contact, means="email", to="them", text="Advice was given.", told_at=told_at,
                told_by=self.analyst,
            )  # fmt: skip

    def referral(self, referred_on: date, child: Person | None = None, **row: Any) -> Referral:
        return self.one(Referral, child=child or self.child(), referred_on=referred_on, **{"source": "6", **row})

    def involvement(self, referral: Referral, worker: Worker, began_on: date, **row: Any) -> Involvement:
        return self.one(Involvement, referral=referral, child=referral.child, worker=worker, began_on=began_on, **row)

    def team(self, name: str) -> Team:
        return self.one(Team, name=name)

    def worker(self, name: str, team: Team, starts_on: date = date(2024, 1, 1), **row: Any) -> Worker:
        """A worker with a case-holding appointment in a team."""
        somebody = self.one(Worker, name=name)
        self.one(Appointment, worker=somebody, team=team, starts_on=starts_on, **{"is_case_holding": True, **row})
        return somebody

    def post(self, team: Team, signed_on: date | None = None, **row: Any) -> Post:
        """A funded case-holding post of a team; signed for on a day, where one is given."""
        said = {"is_case_holding": True, "funding_line": "Base budget", "opens_on": date(2024, 1, 1), **row}
        return self.one(Post, title="Social worker", team=team, requisition_signed_on=signed_on, **said)


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def days(start: date, *, step: int = 1) -> Any:
    """Days without end, from one on."""
    return (start + timedelta(days=step * i) for i in count())


def many_weeks(*, weeks: int = 68, a_week: int = 3, seed: int = 7, until: date = date(2026, 9, 27)) -> Service:
    """
    A service with every kind of record an indicator asks for, decided by a seed: families, three teams, one of them
    agency, work in time and late, children waiting, enquiries and plans. `until` is a Sunday.
    """
    luck = random.Random(seed)
    service = Service(data_until=until)
    teams = [service.team(f"Duty {name}") for name in ("North", "South", "East")]
    boss = service.one(Worker, name="Olive Otter")
    workers = [
        service.worker(
            f"Worker {i}", teams[i % 3], fte=1 if i % 4 else 0.6, basis="agency" if i % 3 == 2 else "permanent",
            supervisor=boss,
        )
        for i in range(9)
    ]  # fmt: skip
    service.one(Absence, worker=workers[0], starts_on=until - timedelta(days=20))
    _fill_posts(service, teams, weeks=weeks, until=until)
    for week in range(weeks):
        monday = until - timedelta(days=7 * (weeks - week) - 1)
        for _ in range(a_week):
            _family(service, luck, monday + timedelta(days=luck.randrange(7)), until, teams, workers)
    return service


def _fill_posts(service: Service, teams: list[Team], *, weeks: int, until: date) -> None:
    """Every ninth week somebody starts in a post signed for eight weeks or more before, and takes a case a week on."""
    for number, week in enumerate(range(2, weeks, 9)):
        starts_on = until - timedelta(days=7 * (weeks - week))
        team = teams[number % 3]
        post = service.post(
            team, starts_on - timedelta(weeks=8 + number), funding_line="Base budget" if number % 4 else ""
        )
        worker = service.worker(f"New worker {number}", team, starts_on, post=post)
        held = service.referral(starts_on, team=team)
        service.involvement(held, worker, starts_on + timedelta(days=7), team=team)


def _family(
    service: Service, luck: random.Random, day: date, until: date, teams: list[Team], workers: list[Worker]
) -> None:
    children = [
        service.child(date(luck.randrange(2010, 2026), luck.randrange(1, 13), 9), luck.choice(["WBRI", "APKN", "BAFR"]))
        for _ in range(luck.choice([1, 1, 2, 3]))
    ]
    if luck.random() < 0.1:
        service.contact(min(day + timedelta(days=luck.randrange(1, 60)), until), children, outcome="advice")
    outcome = luck.choice(["referral", "referral", "early_help", "no_further_action", "advice", ""])
    hours = luck.choice([2, 5, 20, 40])
    received_at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    decided_at = received_at + timedelta(hours=hours)
    when = {"decided_at": decided_at, "decided_on": decided_at.date()} if outcome else {}
    source = luck.choice(["6", "2A", "3A", "1A"])
    # Schools tell us by form, and leave more out where there are more children.
    form = {"channel": Channel.FORM, "items_said": list(Item)[len(children) :]} if source == "2A" else {}
    when |= {"consent": "given"} if outcome in ("referral", "early_help") else {}
    contacts = service.contact(
        day, children, outcome=outcome, source=source, received_at=received_at, **form,
        recorded_at=received_at + timedelta(hours=luck.randrange(50)), **when,
    )  # fmt: skip
    if outcome and hours > 2:
        service.informant(contacts[0], told_at=decided_at + timedelta(days=2) if hours < 40 else None)
    for child, contact in zip(children, contacts, strict=True):
        if outcome == "early_help":
            service.one(EarlyHelpEpisode, child=child, child_contact=contact, started_on=day + timedelta(days=9))
        if outcome == "referral":
            _episode(service, luck, child, contact, (luck.choice(teams), luck.choice(workers), luck.choice(workers)))


def _episode(
    service: Service, luck: random.Random, child: Person, contact: ChildContact, hands: tuple[Team, Worker, Worker]
) -> None:
    team, worker, next_worker = hands
    day = contact.decided_on
    is_over = luck.random() < 0.5
    closed_on = day + timedelta(days=luck.randrange(100, 200)) if is_over else None
    referral = service.referral(
        day, child, child_contact=contact, team=team, source=luck.choice(["6", "2A"]), closed_on=closed_on,
        is_nfa=luck.random() < 0.1,
    )  # fmt: skip
    if referral.is_nfa:
        return
    began_on = day + timedelta(days=luck.choice([0, 1, 3, 20]))
    if luck.random() < 0.9:
        handed_on = began_on + timedelta(days=luck.randrange(20, 90))
        service.involvement(referral, worker, began_on, ended_on=handed_on, team=team)
        service.involvement(referral, next_worker, handed_on, team=team)
    elif luck.random() < 0.5:
        check = {"checked_on": day, "next_due_on": day + timedelta(days=5), "why_safe": "With an aunt."}
        service.one(SafetyCheck, child=child, referral=referral, checked_by=worker, **check)
    seen = {"child_seen": True, "seen_alone": luck.random() < 0.7}
    visited_on = day + timedelta(days=luck.randrange(12))
    written_at = moment(visited_on + timedelta(days=visited_on.day % 5), hour=17)
    service.one(Visit, child=child, referral=referral, visited_on=visited_on, recorded_at=written_at, **seen)
    finished_on = day + timedelta(days=luck.randrange(20, 90)) if luck.random() < 0.85 else None
    service.one(
        Assessment, child=child, referral=referral, started_on=day, authorised_on=finished_on, team=team,
        needs_support=luck.random() < 0.6,
    )  # fmt: skip
    if luck.random() < 0.4:
        service.one(CinPlan, child=child, referral=referral, started_on=day + timedelta(days=30))
    if luck.random() < 0.4:
        _enquiry(service, luck, child, referral, day + timedelta(days=3))


def _enquiry(service: Service, luck: random.Random, child: Person, referral: Referral, day: date) -> None:
    discussion = service.one(StrategyDiscussion, child=child, referral=referral, held_on=day, began_enquiry=True)
    is_needed = luck.random() < 0.7
    enquiry = service.one(
        Section47Enquiry, child=child, referral=referral, begun_by=discussion, started_on=day,
        conference_not_required=not is_needed, ended_on=None if is_needed else day + timedelta(days=12),
    )  # fmt: skip
    if is_needed and luck.random() < 0.9:
        held_on = day + timedelta(days=luck.choice([14, 20, 28]))
        led_to_plan = luck.random() < 0.8
        service.one(Conference, child=child, enquiry=enquiry, kind="initial", held_on=held_on, led_to_plan=led_to_plan)
        service.one(CpPlan, child=child, referral=referral, started_on=day + timedelta(days=28))
    if luck.random() < 0.2:
        again = day + timedelta(days=luck.randrange(100, 300))
        service.one(Section47Enquiry, child=child, referral=referral, started_on=again, conference_not_required=True)
