"""Children on the way to a worker, each step on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime

from lintel.foundation.people.registering.actions import Particulars
from lintel.journey.allocating.actions import accept, allocate, pass_on
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.allocation.models import Allocation, Involvement
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.tests.builders import chosen_for, knock
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, Cast


def referred(cast: Cast, *given: str, family: str = "Oakapple", at: datetime = NOW, once: str = "") -> list[Referral]:
    """Children whom the front door referred at a moment; they wait, held by the manager of the service."""
    children = [
        TellsOf(particulars=Particulars(given=each, family=family, date_of_birth=date(2017, 5, 4), sex="M"))
        for each in given or ("Perrin",)
    ]
    contact = knock(by=cast.dawn, once=once or f"{family} {given}", received_at=at, children=children)
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=cast.femi, at=at)
    return list(Referral.objects.filter(child_contact__contact=contact).order_by("pk"))


def with_north(cast: Cast, *given: str, at: datetime = NOW, **more: str) -> list[Referral]:
    """The same, handed to Marcus's team."""
    found = referred(cast, *given, at=at, **more)
    pass_on(found, team=cast.north, by=cast.sofia, at=at)
    return list(Referral.objects.filter(pk__in=[each.pk for each in found]).order_by("pk"))


def offered(cast: Cast, *given: str, at: datetime = NOW, **more: str) -> list[Allocation]:
    """The same, given to Priya, who has not answered."""
    assert cast.priya.worker is not None
    return allocate(with_north(cast, *given, at=at, **more), worker=cast.priya.worker, by=cast.marcus, at=at)


def accepted(cast: Cast, *given: str, at: datetime = NOW, **more: str) -> list[Involvement]:
    """The same, accepted by Priya."""
    return accept(offered(cast, *given, at=at, **more), by=cast.priya, at=at)
