"""
The people every test knows. All of them are invented.

Dawn screens; Femi, a social worker, decides; Rosa manages them. Nell works out of hours, Elsie coordinates early help,
Hart answers for the police. Priya holds the case; Marcus manages her; Sofia answers for his service. Tom works
elsewhere and must see nothing. Cecily chairs conferences, answers to none of the teams, and sees a child once she is
named. Helen heads the service, Anil reads its numbers, Della mends its returns, Ola plans, Grace guards the
information, Sam runs the system, Ines inspects.

                        Children's Services (Sofia)
              ┌──────────────────┼──────────────────┐
         Front door       North assessment    South assessment      and beside them
     (Rosa; Femi, Dawn)   (Marcus; Priya)          (Tom)            Out of hours (Nell)
                                 │                  │               Early help (Elsie)
                            the Bells            Ivy Marsh

The Bell family. Kit lives with his father's mother and is not known to the service; the other three are Priya's.

              Ruth Bell ────┬──── Owen Hartley ────┬──── Jean Coe
              b. 1988       │     b. 1985          │
            ┌───────────────┼───────────┐          │
          Mia Bell      Noah Bell    "baby Bell"  Kit Hartley
        b. 2 Sep 2013  b. 20 Apr 2018  expected   b. 9 Jan 2010
                                     30 Jun 2025

A neighbour telephoned about Mia and Noah on Monday 17 February 2025; the next day it became a referral of all three
children; Priya has held them since Thursday 20 February.

`NOW` is the suite's declared time: Monday 3 March 2025, 9 in the morning in London. Tests pass it in, or pass another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lintel.foundation.access.actions import first_account, grant_role, open_account, service_account
from lintel.foundation.access.models import ReasonToSee, User
from lintel.foundation.access.reasons.actions import give_reasons_to_see
from lintel.foundation.access.roles import Role
from lintel.foundation.people.actions import load_names, load_people, load_relationships
from lintel.foundation.people.codes import BirthDateCertainty, RelationshipKind
from lintel.foundation.people.models import Person, PersonName, Relationship
from lintel.foundation.workforce.actions import load_appointments, load_teams, load_workers
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Appointment, Team, Worker
from lintel.journey.imports.keys import reason_to_see
from lintel.steps.allocation.actions import load_involvements
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.actions import load_child_contacts, load_contacts
from lintel.steps.front_door.codes import Channel, Outcome, OutcomeBasis
from lintel.steps.front_door.models import ChildContact, Contact
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral
from tests.once import once

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2025, 3, 3, 9, 0, tzinfo=LONDON)
OPENED = datetime(2025, 2, 3, 9, 0, tzinfo=LONDON)
PASSWORD = "seven-lintels-over-seven-doors"

# Records of the cast are typed in, not read from a file.
TYPED = {"screen": "cast"}


@dataclass(frozen=True)
class Cast:
    """Everybody who works here, and their teams."""

    dawn: User
    femi: User
    rosa: User
    nell: User
    elsie: User
    hart: User
    priya: User
    marcus: User
    tom: User
    sofia: User
    anil: User
    helen: User
    grace: User
    sam: User
    ola: User
    ines: User
    della: User
    cecily: User
    command_line: User
    service: Team
    front_door: Team
    out_of_hours: Team
    early_help: Team
    north: Team
    south: Team

    @property
    def people(self) -> dict[str, User]:
        """Everybody who can sign in, by first name."""
        return {name: who for name, who in vars(self).items() if isinstance(who, User) and name != "command_line"}


@dataclass(frozen=True)
class Bells:
    """The family, what has happened to it so far, and the child in Tom's team."""

    ruth: Person
    owen: Person
    mia: Person
    noah: Person
    baby: Person
    kit: Person
    ivy: Person
    contact: Contact
    child_contacts: dict[str, ChildContact]
    referrals: dict[str, Referral]
    involvements: dict[str, Involvement]

    @property
    def children(self) -> list[Person]:
        """The three whom Priya holds."""
        return [self.mia, self.noah, self.baby]


def build_cast(*, password: str | None = None) -> Cast:
    """Open everybody's account. With a password (slow: it is hashed for each) they can also sign in by hand."""
    command_line = service_account(at=OPENED)
    teams = _build_teams(command_line)
    sam = first_account(email="sam@ravenshire.example", name="Sam Weir", password=password or PASSWORD, at=OPENED)
    workers = _build_workers(teams, command_line)

    def somebody(name: str, *roles: Role, team: str | None = None) -> User:
        first = name.split()[0].lower()
        user = open_account(
            email=f"{first}@ravenshire.example", name=name, worker=workers.get(first), password=password,
            by=sam, at=OPENED,
        )  # fmt: skip
        for role in roles:
            grant_role(user, role=role, team=teams[team] if team else None, by=sam, at=OPENED)
        return user

    return Cast(
        dawn=somebody("Dawn Okafor", Role.SCREENING_OFFICER, team="front_door"),
        femi=somebody("Femi Adeyemi", Role.DUTY_SOCIAL_WORKER, team="front_door"),
        rosa=somebody("Rosa Klein", Role.FRONT_DOOR_MANAGER, team="front_door"),
        nell=somebody("Nell Farrow", Role.OUT_OF_HOURS, team="out_of_hours"),
        elsie=somebody("Elsie Brand", Role.EARLY_HELP_COORDINATOR, team="early_help"),
        hart=somebody("Hart Lowe", Role.PARTNER),
        priya=somebody("Priya Nair", Role.SOCIAL_WORKER, team="north"),
        marcus=somebody("Marcus Reed", Role.TEAM_MANAGER, team="north"),
        tom=somebody("Tom Ashby", Role.TEAM_MANAGER, Role.SOCIAL_WORKER, team="south"),
        sofia=somebody("Sofia Lindqvist", Role.SERVICE_MANAGER, team="service"),
        anil=somebody("Anil Kapoor", Role.PERFORMANCE_ANALYST),
        helen=somebody("Helen Strand", Role.HEAD_OF_SERVICE),
        grace=somebody("Grace Mensah", Role.INFORMATION_GOVERNANCE),
        sam=sam,
        ola=somebody("Ola Nowak", Role.PLANNER),
        ines=somebody("Ines Duarte", Role.INSPECTOR),
        della=somebody("Della Crewe", Role.DATA_OFFICER),
        cecily=somebody("Cecily Wren", Role.CHAIR),
        command_line=command_line,
        **teams,
    )


def build_bells(cast: Cast) -> Bells:
    """Load the Bell family, their contact, referral and worker; and Ivy Marsh, whom Tom holds."""
    by = cast.command_line
    family = _build_family(by)
    contact = Contact(
        **TYPED, key="contact 17 February", reference="C-0217", channel=Channel.TELEPHONE, source="1A",
        received_on=date(2025, 2, 17), received_at=datetime(2025, 2, 17, 16, 40, tzinfo=LONDON),
    )  # fmt: skip
    load_contacts([contact], by=by, at=OPENED)
    child_contacts = {
        name: ChildContact(
            **TYPED, key=f"contact 17 February/{name}", contact=contact, child=family[name],
            outcome=Outcome.REFERRAL, outcome_basis=OutcomeBasis.DECIDED, decided_on=date(2025, 2, 18),
        )
        for name in ("mia", "noah")
    }  # fmt: skip
    load_child_contacts(list(child_contacts.values()), by=by, at=OPENED)
    referrals = {
        name: Referral(
            **TYPED, key=f"referral/{name}", child=family[name], child_contact=child_contacts.get(name), source="1A",
            referred_on=date(2025, 2, 18), is_nfa=False, team=cast.south if name == "ivy" else cast.north,
        )
        for name in ("mia", "noah", "baby", "ivy")
    }  # fmt: skip
    load_referrals(list(referrals.values()), by=by, at=OPENED)
    involvements = {
        name: allocate(
            referral,
            to=cast.tom if name == "ivy" else cast.priya,
            team=referral.team,
            began_on=date(2025, 2, 20),
            by=by,
        )
        for name, referral in referrals.items()
    }
    return Bells(
        **family, contact=contact, child_contacts=child_contacts, referrals=referrals, involvements=involvements
    )


def allocate(
    referral: Referral, *, to: User, team: Team | None, began_on: date, ended_on: date | None = None, by: User
) -> Involvement:
    """Give an episode of need to a worker, as a staff file would; the worker and the team then see the child."""
    involvement = Involvement(
        **TYPED, key=f"{referral.key}/{to.email}/{began_on}", child_id=referral.child_id, referral=referral,
        worker=to.worker, team=team, began_on=began_on, ended_on=ended_on,
    )  # fmt: skip
    load_involvements([involvement], by=by, at=NOW)
    give_reason(involvement.child, to=to, team=team, begins_on=began_on, ends_on=ended_on, key=involvement.key)
    return involvement


def give_reason(
    child: Person, *, to: User | None, team: Team | None, begins_on: date, ends_on: date | None = None, key: str
) -> ReasonToSee:
    """Let a worker, a team or both see a child, as the loading of an involvement does."""
    reason = ReasonToSee(
        child=child, worker=to.worker if to else None, team=team, basis="involvement", key=reason_to_see(key),
        begins_on=begins_on, ends_on=ends_on,
    )  # fmt: skip
    give_reasons_to_see([reason], by=service_account(at=OPENED), at=NOW)
    return reason


def _build_teams(by: User) -> dict[str, Team]:
    service = Team(**TYPED, key="children's services", name="Children's Services", kind=TeamKind.SERVICE)
    load_teams([service], by=by, at=OPENED)
    teams = {
        "front_door": Team(**TYPED, key="front door", name="Front door", kind=TeamKind.FRONT_DOOR, part_of=service),
        "out_of_hours": Team(
            **TYPED, key="out of hours", name="Out of hours", kind=TeamKind.OUT_OF_HOURS, part_of=service
        ),
        "early_help": Team(**TYPED, key="early help", name="Early help", kind=TeamKind.EARLY_HELP, part_of=service),
        "north": Team(**TYPED, key="north", name="North assessment", kind=TeamKind.ASSESSMENT, part_of=service),
        "south": Team(**TYPED, key="south", name="South assessment", kind=TeamKind.ASSESSMENT, part_of=service),
    }
    load_teams(list(teams.values()), by=by, at=OPENED)
    return {"service": service, **teams}


def _build_workers(teams: dict[str, Team], by: User) -> dict[str, Worker]:
    names = {
        "dawn": "Dawn Okafor", "priya": "Priya Nair", "marcus": "Marcus Reed", "tom": "Tom Ashby",
        "cecily": "Cecily Wren",
    }  # fmt: skip
    workers = {
        first: Worker(**TYPED, key=f"W{number}", staff_id=f"W{number}", name=name)
        for number, (first, name) in enumerate(names.items(), start=1)
    }
    load_workers(list(workers.values()), by=by, at=OPENED)
    where = {"dawn": "front_door", "priya": "north", "marcus": "north", "tom": "south"}
    appointments = [
        Appointment(
            **TYPED, key=f"{workers[first].key} from 2024-01-08", worker=workers[first], team=teams[team],
            job_title="Social worker" if first in ("priya", "tom") else "", is_case_holding=first in ("priya", "tom"),
            supervisor=workers["marcus"] if first == "priya" else None, starts_on=date(2024, 1, 8),
        )
        for first, team in where.items()
    ]  # fmt: skip
    load_appointments(appointments, by=by, at=OPENED)
    return workers


def _build_family(by: User) -> dict[str, Person]:
    family = {
        "ruth": _somebody("ruth", born=date(1988, 11, 3), sex="F", is_child=False),
        "owen": _somebody("owen", born=date(1985, 6, 21), sex="M", is_child=False),
        "mia": _somebody("mia", born=date(2013, 9, 2), sex="F", la_child_id="BELL-1"),
        "noah": _somebody("noah", born=date(2018, 4, 20), sex="M", la_child_id="BELL-2"),
        "baby": _somebody(
            "baby", born=date(2025, 6, 30), certainty=BirthDateCertainty.EXPECTED, sex="U", la_child_id="BELL-3"
        ),
        "kit": _somebody("kit", born=date(2010, 1, 9), sex="M"),
        "ivy": _somebody("ivy", born=date(2016, 12, 1), sex="F", la_child_id="MARSH-1"),
    }
    load_people(list(family.values()), by=by, at=OPENED)
    load_names(_names(family), by=by, at=OPENED)
    load_relationships(_relationships(family), by=by, at=OPENED)
    return family


def _somebody(
    key: str,
    *,
    born: date,
    certainty: BirthDateCertainty = BirthDateCertainty.KNOWN,
    **facts: Any,
) -> Person:
    return Person(**TYPED, key=key, date_of_birth=born, birth_date_certainty=certainty, **facts)


def _names(family: dict[str, Person]) -> Sequence[PersonName]:
    names = {
        "ruth": ("Ruth", "Bell"), "owen": ("Owen", "Hartley"), "mia": ("Mia", "Bell"), "noah": ("Noah", "Bell"),
        "baby": ("", "Bell"), "kit": ("Kit", "Hartley"), "ivy": ("Ivy", "Marsh"),
    }  # fmt: skip
    return [
        PersonName(**TYPED, key=f"{key}/name", person=family[key], given=given, family=surname)
        for key, (given, surname) in names.items()
    ]


def _relationships(family: dict[str, Person]) -> Sequence[Relationship]:
    ties = [("ruth", RelationshipKind.MOTHER, child) for child in ("mia", "noah", "baby")]
    ties += [("owen", RelationshipKind.FATHER, child) for child in ("mia", "noah", "baby", "kit")]
    ties += [("mia", RelationshipKind.SIBLING, "noah"), ("kit", RelationshipKind.HALF_SIBLING, "mia")]
    return [
        Relationship(**TYPED, key=f"{who}/{kind}/{whom}", person=family[who], kind=kind, to_person=family[whom])
        for who, kind, whom in ties
    ]


# --- what a test asks for, by name ------------------------------------------------------------------------------------


@pytest.fixture
def now() -> datetime:
    """The suite's declared time."""
    return NOW


@pytest.fixture
def at_nine(time_machine: Any) -> None:
    """The clock stands still at the suite's declared time."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def cast(db: None, request: pytest.FixtureRequest) -> Cast:
    return once("cast", build_cast, request)


@pytest.fixture
def bells(cast: Cast, request: pytest.FixtureRequest) -> Bells:
    return once("bells", lambda: build_bells(cast), request)


def _one_of_the_cast(name: str) -> Any:
    @pytest.fixture(name=name)
    def somebody(cast: Cast) -> User:
        return cast.people[name]

    return somebody


dawn = _one_of_the_cast("dawn")
femi = _one_of_the_cast("femi")
rosa = _one_of_the_cast("rosa")
nell = _one_of_the_cast("nell")
elsie = _one_of_the_cast("elsie")
hart = _one_of_the_cast("hart")
priya = _one_of_the_cast("priya")
marcus = _one_of_the_cast("marcus")
tom = _one_of_the_cast("tom")
sofia = _one_of_the_cast("sofia")
anil = _one_of_the_cast("anil")
helen = _one_of_the_cast("helen")
grace = _one_of_the_cast("grace")
sam = _one_of_the_cast("sam")
ola = _one_of_the_cast("ola")
ines = _one_of_the_cast("ines")
della = _one_of_the_cast("della")
cecily = _one_of_the_cast("cecily")
