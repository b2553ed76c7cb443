"""Children who wait for a worker, on the path real ones take: told, decided, passed on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lintel.foundation.access.models import User
from lintel.foundation.people.registering.actions import Particulars
from lintel.foundation.workforce.models import Appointment, Team, Worker
from lintel.journey.allocating import actions
from lintel.journey.handovers.actions import decide_contact
from lintel.steps.allocation.models import Allocation
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.tests.builders import chosen_for, knock
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, TYPED, Cast


def child(given: str, family: str = "Oakapple") -> TellsOf:
    """A child nobody knows yet."""
    return TellsOf(particulars=Particulars(given=given, family=family))


def waiting(
    cast: Cast, *children: TellsOf, once: str = "waiting", team: Team | None = None, at: datetime = NOW
) -> list[Referral]:
    """
    Children the front door has just taken on, who wait for a worker: of the whole service or, passed on by the service
    manager, of one team.
    """
    contact = knock(by=cast.dawn, once=once, received_at=at, at=at, children=children or [child("Perrin")])
    decide_contact(contact, chosen_for(contact, Outcome.REFERRAL), by=cast.femi, at=at)
    opened = list(Referral.objects.filter(child_contact__contact=contact).order_by("pk"))
    if team is not None:
        actions.pass_on(opened, team=team, by=cast.sofia, at=at)
    return opened


def a_worker(
    name: str, *, team: Team, fte: float = 1.0, is_newly_qualified: bool = False, is_case_holding: bool = True
) -> Worker:
    """Somebody who works in a team since January 2024; they have no account."""
    worker = Worker.objects.create(**TYPED, key=f"worker {name}", staff_id=name, name=name)
    Appointment.objects.create(
        **TYPED, key=f"appointment {name}", worker=worker, team=team, fte=fte, is_case_holding=is_case_holding,
        is_newly_qualified=is_newly_qualified, job_title="Social worker", starts_on=datetime(2024, 1, 8).date(),
    )  # fmt: skip
    return worker


def held_by(worker: User, referrals: Sequence[Referral], *, by: User, at: datetime = NOW) -> list[Allocation]:
    """Children given to a worker, who has accepted them."""
    assert worker.worker is not None
    given = actions.allocate(referrals, worker=worker.worker, by=by, at=at)
    actions.accept(given, by=worker, at=at)
    return given
