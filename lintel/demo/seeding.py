"""Write the invented council into an empty record, through the same actions as everybody else."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from lintel.demo import recruiting, staff_records
from lintel.demo.accounts import open_accounts
from lintel.demo.council import Council, simulate
from lintel.demo.people_records import People
from lintel.demo.story import changes
from lintel.demo.work_records import Laid, Work, reasons_to_see
from lintel.foundation.access.actions import service_account
from lintel.foundation.access.models import User
from lintel.foundation.access.reasons.actions import give_reasons_to_see
from lintel.foundation.people import actions as people
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded
from lintel.foundation.provenance.models import Traced
from lintel.foundation.workforce import actions as workforce
from lintel.foundation.workforce.models import Team, Worker
from lintel.foundation.workforce.recruiting.actions import load_recruitments
from lintel.oversight.performance.actions import record_change
from lintel.steps.allocation import actions as allocation
from lintel.steps.assessments import actions as assessments
from lintel.steps.early_help import actions as early_help
from lintel.steps.enquiries import actions as enquiries
from lintel.steps.front_door import actions as front_door
from lintel.steps.plans import actions as plans
from lintel.steps.referrals import actions as referrals
from lintel.steps.visits import actions as visits

# Told what is being done and, from 0 to 1, how far the whole has come.
Progress = Callable[[str, float], None]
SIMULATING = 0.15


class NotEmpty(Exception):
    """There are people in the record already; the invented council is only written into an empty one."""


@dataclass(frozen=True)
class Seeded:
    """What was written: the council, and how many records of each kind."""

    council: Council
    records: dict[str, int]


def is_empty() -> bool:
    """Whether nobody is in the record yet, and nobody has an account."""
    return not (Person.objects.exists() or User.objects.filter(is_service_account=False).exists())


def seed(*, until: date, seed: int = 1, scale: float = 1.0, progress: Progress = lambda what, share: None) -> Seeded:
    """
    Let the story happen and write it down: all of it or nothing.

    :param until: the last day of the story; the record ends on its morning.
    :param scale: 1 for the whole council; smaller for quick tests.
    :raises NotEmpty: if there are people in the record already.
    """
    with _no_garbage_collected(), transaction.atomic():
        return _seed(until, seed, scale, progress)


def _seed(until: date, seed: int, scale: float, progress: Progress) -> Seeded:
    if not is_empty():
        raise NotEmpty
    progress("Thirty months pass", 0.0)
    council = simulate(
        until=until, seed=seed, scale=scale, progress=lambda share: progress("Thirty months pass", SIMULATING * share)
    )
    at = council.story.ends_at
    writer = _Writer(by=service_account(at=at), at=at, seed=seed, progress=progress)
    writer.write(council)
    return Seeded(council, writer.written)


@contextmanager
def _no_garbage_collected() -> Iterator[None]:
    """Half a million records are made and none is garbage; looking for it takes a fifth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class _Writer:
    """Lays down one kind of record after another and counts them."""

    def __init__(self, *, by: User, at: datetime, seed: int, progress: Progress) -> None:
        self.by = by
        self.seed = seed
        self.at = at
        self.written: dict[str, int] = {}
        self._progress = progress
        self._steps = 0

    def write(self, council: Council) -> None:
        laid = self._staff(council)
        self._people(council, laid)
        self._front_door(council, laid)
        self._changes(council)
        if not settings.IS_PRODUCTION:
            self._progress("Opening accounts", 0.98)
            open_accounts(council, workers=laid.workers, teams=laid.teams, at=self.at)
        self._progress("Done", 1.0)

    def _lay(self, what: str, load: Callable[..., Loaded], records: Iterable[Traced]) -> None:
        self._progress(f"Writing {what}", SIMULATING + (1 - SIMULATING) * self._steps / KINDS)
        self._steps += 1
        held = list(records)
        load(held, by=self.by, at=self.at)
        self.written[what] = self.written.get(what, 0) + len(held)

    def _staff(self, council: Council) -> Laid:
        staff, story = council.staff, council.story
        team_of: dict[str, Team] = {}
        for layer in staff_records.teams():
            self._lay("teams", workforce.load_teams, layer.values())
            team_of |= layer
        worker_of: dict[str, Worker] = staff_records.workers(staff, recruiting.languages(staff, self.seed))
        self._lay("workers", workforce.load_workers, worker_of.values())
        post_of = staff_records.posts(staff, story, team_of)
        self._lay("posts", workforce.load_posts, post_of.values())
        appointed = staff_records.appointments(staff, story, team_of, worker_of, post_of)
        self._lay("appointments", workforce.load_appointments, appointed)
        self._lay("absences", workforce.load_absences, staff_records.absences(staff, story, worker_of))
        made = recruiting.recruiting(staff, story, team_of, post_of, appointed, seed=self.seed)
        self._lay("posts to fill", workforce.load_posts, made.posts)
        self._lay("newcomers", workforce.load_workers, made.workers)
        self._lay("first appointments", workforce.load_appointments, made.appointments)
        self._lay("recruitments", load_recruitments, made.recruitments)
        self._lay("protected time", workforce.load_protected_time, made.protected_time)
        return Laid({}, worker_of, team_of)

    def _people(self, council: Council, laid: Laid) -> None:
        assessed = {episode.child.number for episode in council.episodes if not episode.is_nfa}
        made = People(council.families, council.story, assessed)
        self._lay("people", people.load_people, made.persons())
        self._lay("names", people.load_names, made.names())
        self._lay("identifiers", people.load_identifiers, made.identifiers())
        self._lay("addresses", people.load_addresses, made.addresses())
        self._lay("relationships", people.load_relationships, made.relationships())
        households = made.households()
        self._lay("households", people.load_households, households.values())
        self._lay("household members", people.load_household_memberships, made.memberships(households))
        laid.people = made.children

    def _front_door(self, council: Council, laid: Laid) -> None:
        work = Work(council, laid)
        laid.contacts = work.contacts()
        self._lay("contacts", front_door.load_contacts, laid.contacts.values())
        laid.child_contacts = work.child_contacts()
        self._lay("child contacts", front_door.load_child_contacts, laid.child_contacts.values())
        self._lay("early help", early_help.load_early_help_episodes, work.early_help())
        laid.referrals = work.referrals()
        self._lay("referrals", referrals.load_referrals, laid.referrals.values())
        self._lay("assessments", assessments.load_assessments, work.assessments())
        self._allocation(work)
        self._enquiries_and_plans(work, laid)
        self._lay("visits", visits.load_visits, work.visits())

    def _allocation(self, work: Work) -> None:
        held = list(work.involvements())
        self._lay("involvements", allocation.load_involvements, held)
        self._lay("safety checks", allocation.load_safety_checks, work.safety_checks())
        self._progress("Saying who may see whom", SIMULATING + (1 - SIMULATING) * self._steps / KINDS)
        give_reasons_to_see(list(reasons_to_see(work, held)), by=self.by, at=self.at)

    def _enquiries_and_plans(self, work: Work, laid: Laid) -> None:
        laid.discussions = work.discussions()
        self._lay("strategy discussions", enquiries.load_strategy_discussions, laid.discussions.values())
        laid.enquiries = work.enquiries()
        self._lay("section 47 enquiries", enquiries.load_enquiries, laid.enquiries.values())
        laid.plans = work.protection_plans()
        self._lay("child protection plans", plans.load_cp_plans, laid.plans.values())
        self._lay("initial conferences", enquiries.load_conferences, work.initial_conferences())
        self._lay("review conferences", enquiries.load_conferences, work.review_conferences())
        self._lay("child in need plans", plans.load_cin_plans, work.need_plans())

    def _changes(self, council: Council) -> None:
        for change in changes(council.story):
            record_change(
                change.what, changed_on=change.changed_on, decided_by=change.decided_by, detail=change.detail,
                by=self.by, at=min(self.at, self.at - timedelta(minutes=1)),
            )  # fmt: skip


KINDS = 34
