"""The people one can sign in as, one or more for each role that has something to see. None of them exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from lintel.demo.council import Council
from lintel.demo.staff import ASHGILL, ASSESSMENT_TEAMS, BECKSIDE, CASTLE, COUNCIL, FRONT_DOOR
from lintel.foundation.access.actions import first_account, grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.queries import accounts
from lintel.foundation.access.roles import Role
from lintel.foundation.agencies.models import AgencyMember
from lintel.foundation.workforce.models import Team, Worker

# Everybody's, and known to everybody: these accounts are only ever opened where all people are invented.
PASSWORD = settings.DEMO_PASSWORD
ADMINISTRATOR = "Sorrel Whinfield"
OTHERS = {
    "Juno Hatherwick": Role.PERFORMANCE_ANALYST, "Silas Coldbeck": Role.PLANNER, "Merle Oakendale": Role.DATA_OFFICER,
    "Perran Slatehaugh": Role.INFORMATION_GOVERNANCE, "Isolde Quarrymore": Role.INSPECTOR,
}  # fmt: skip


class NeverInProduction(Exception):
    """Accounts with a password that everybody knows are not opened where people are real."""


@dataclass(frozen=True)
class SignIn:
    """Somebody one can sign in as."""

    name: str
    email: str
    title: str
    comes_for: str


@dataclass(frozen=True)
class _Seat:
    name: str
    role: Role
    staff_id: str = ""
    team: str = ""


def open_accounts(council: Council, *, workers: dict[str, Worker], teams: dict[str, Team], at: datetime) -> None:
    """
    Open an account for every seat.

    :raises NeverInProduction: where people are real.
    """
    if settings.IS_PRODUCTION:
        raise NeverInProduction
    administrator = first_account(email=email_of(ADMINISTRATOR), name=ADMINISTRATOR, password=PASSWORD, at=at)
    for seat in _seats(council):
        user = open_account(
            email=email_of(seat.name), name=seat.name, worker=workers.get(seat.staff_id), password=PASSWORD,
            by=administrator, at=at,
        )  # fmt: skip
        grant_role(user, role=seat.role, team=teams.get(seat.team), by=administrator, at=at)


def people_to_sign_in_as() -> list[SignIn]:
    """One line for each person: who they are and what they come for. Empty where the council was never seeded."""
    administrator = User.objects.filter(email=email_of(ADMINISTRATOR), is_active=True).first()
    if administrator is None:
        return []
    agencies = dict(AgencyMember.objects.filter(ended_at__isnull=True).values_list("user", "agency__name"))
    found = []
    for user in accounts(viewer=administrator):
        for grant in user.role_grants.all():
            if grant.ended_at is None and user.email.endswith("@ravenshire.example") and user.has_usable_password():
                role = Role(grant.role)
                title = ", ".join(filter(None, (role.title, grant.team.name if grant.team else agencies.get(user.pk))))
                found.append((list(Role).index(role), SignIn(user.name, user.email, title, role.comes_for)))
    return [seat for _, seat in sorted(found, key=lambda each: (each[0], each[1].name))]


def email_of(name: str) -> str:
    """What an invented person signs in with."""
    return f"{name.lower().replace(' ', '.')}@ravenshire.example"


def _seats(council: Council) -> Iterator[_Seat]:
    staff, today = council.staff, council.story.until
    for name, role in OTHERS.items():
        yield _Seat(name, role)
    for team, role in (
        (COUNCIL, Role.HEAD_OF_SERVICE), ("Assessment service", Role.SERVICE_MANAGER),
        (FRONT_DOOR, Role.FRONT_DOOR_MANAGER), (ASHGILL, Role.TEAM_MANAGER), (CASTLE, Role.TEAM_MANAGER),
    ):  # fmt: skip
        leads = role in (Role.SERVICE_MANAGER, Role.TEAM_MANAGER)
        yield _Seat(staff.names[staff.leads[team]], role, staff.leads[team], team if leads else "")
    screener = next(p for p in staff.places if p.team == FRONT_DOOR and p.job_title.startswith("Screening")
                    and p.leaves_on is None)  # fmt: skip
    yield _Seat(staff.names[screener.staff_id], Role.SCREENING_OFFICER, screener.staff_id)
    for team in (ASHGILL, BECKSIDE):
        busiest = _busiest_worker(council, team, today)
        yield _Seat(staff.names[busiest], Role.SOCIAL_WORKER, busiest, team)


def _busiest_worker(council: Council, team: str, today: date) -> str:
    """The case-holding worker of a team who holds most children today."""
    assert team in ASSESSMENT_TEAMS
    here = [
        place.staff_id for place in council.staff.places
        if place.team == team and place.is_case_holding and (place.leaves_on is None or place.leaves_on >= today)
        and place.starts_on < today
    ]  # fmt: skip
    held = Counter(episode.holder.worker for episode in council.episodes if episode.holder)
    return max(here, key=lambda staff_id: held[staff_id])
