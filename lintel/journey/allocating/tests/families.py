"""Families who wait for a worker with names and ages, many children read from a file, and a ceiling agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.people.actions import load_names, load_people
from lintel.foundation.people.models import Person, PersonName
from lintel.foundation.people.registering.actions import Particulars
from lintel.foundation.workforce.models import Team
from lintel.journey.allocating.tests.builders import waiting
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.referrals.actions import load_referrals
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, TYPED

if TYPE_CHECKING:
    from tests.cast import Cast


def children_waiting(cast: Cast, count: int, *, team: Team, referred_on: date, first: int = 0) -> list[Referral]:
    """Many children, each alone, who wait since a day as a file would say it: nobody here has held them yet."""
    by, numbers = cast.command_line, range(first, first + count)
    born = date(2016, 5, 4)
    people = [Person(**TYPED, key=f"file child {n}", date_of_birth=born, la_child_id=f"FILE-{n}") for n in numbers]
    load_people(people, by=by, at=NOW)
    names = [
        PersonName(**TYPED, key=f"file name {n}", person=person, given=f"Wilf {n}", family="Sedge")
        for n, person in zip(numbers, people, strict=True)
    ]
    load_names(names, by=by, at=NOW)
    referrals = [
        Referral(**TYPED, key=f"file referral {n}", child=person, source="1A", referred_on=referred_on, team=team)
        for n, person in zip(numbers, people, strict=True)
    ]
    load_referrals(referrals, by=by, at=NOW)
    return referrals


def ceiling_of(children: int, cast: Cast) -> None:
    """Agree that nobody holds more than so many children."""
    set_local_limit(
        "caseload_ceiling", amount=Decimal(children), effective_from=date(2025, 2, 3), source="Agreed with the unions",
        reason="So that everybody is seen.", by=cast.helen, at=NOW,
    )  # fmt: skip


def family_waiting(
    cast: Cast, *, once: str = "oakapple", names: Sequence[str] = ("Perrin", "Tansy"), surname: str = "Oakapple",
    team: Team | None = None, at: datetime = NOW,
) -> list[Referral]:  # fmt: skip
    """
    Brothers and sisters referred at a moment, who wait with a team from then on; with the whole service, held by
    Sofia, where none is given.
    """
    born = [date(2014 + number, 5, 4) for number, _ in enumerate(names)]
    children = [
        TellsOf(particulars=Particulars(given=name, family=surname, date_of_birth=day))
        for name, day in zip(names, born, strict=True)
    ]
    return waiting(cast, *children, once=once, team=team, at=at)
