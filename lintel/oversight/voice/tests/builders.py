"""A principal social worker, weeks of the pulse, and something said on the protected route."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.workforce.models import Team
from lintel.oversight.voice.actions import load_pulse_weeks, say_unsafe
from lintel.oversight.voice.models import SafetyConcern
from lintel.oversight.voice.queries import route
from tests.cast import NOW, OPENED, Cast

MONDAY = date(2025, 3, 3)
WORDS = "I have eleven visits this week and a child protection conference. The duty phone rings all day."


def somebody(cast: Cast, name: str, role: Role, *, team: Team | None = None) -> User:
    """One more person with an account."""
    email = f"{name.split()[0].lower()}@ravenshire.example"
    user = open_account(email=email, name=name, worker=None, password=None, by=cast.sam, at=OPENED)
    grant_role(user, role=role, team=team, by=cast.sam, at=OPENED)
    return user


def principal(cast: Cast, name: str = "Wren Calloway") -> User:
    """The principal social worker of the cast."""
    return somebody(cast, name, Role.PRINCIPAL_SOCIAL_WORKER)


def colleagues(cast: Cast, team: Team, number: int) -> list[User]:
    """More social workers in a team."""
    return [
        somebody(cast, f"{team.name.split()[0]}{n} Worker", Role.SOCIAL_WORKER, team=team) for n in range(number)
    ]  # fmt: skip


def weeks_of_pulse(cast: Cast, *, weeks: int = 6, until: date = MONDAY) -> None:
    """Weeks before a Monday, in which six of the north and seven of the south answered, lower from week to week."""
    found = {}
    for n in range(weeks):
        week = until - timedelta(weeks=weeks - n)
        middle = max(1, 5 - n)
        found[week] = {cast.north.pk: [middle] * 6, cast.south.pk: [min(5, middle + 1)] * 7}
    load_pulse_weeks(found, by=cast.command_line, at=NOW)


def said(by: User, words: str = WORDS, *, at: datetime = NOW, child_id: int | None = None) -> SafetyConcern:
    """Somebody says that they cannot work safely, to whom the page says it goes."""
    return say_unsafe(
        words, would_be_safe="Two fewer children, until May.", child_id=child_id, to=route(viewer=by).role, by=by, at=at
    )
