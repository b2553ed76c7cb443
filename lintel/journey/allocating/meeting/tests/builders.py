"""An overloaded team: few workers, all but full by what was agreed, and more families than there are places."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.workforce.actions import load_absences, load_appointments, load_workers
from lintel.foundation.workforce.models import Absence, Appointment, Worker
from lintel.journey.allocating.tests.families import family_waiting
from lintel.steps.referrals.models import Referral
from tests.cast import NOW, TYPED

if TYPE_CHECKING:
    from tests.cast import Bells, Cast

CEILING, PROTECTED = 5, 2
FAMILIES = (
    ("Oakapple", ("Perrin", "Tansy")), ("Sedge", ("Wilf",)), ("Thrale", ("Bram", "Hettie", "Lorna")),
    ("Quill", ("Posy",)), ("Marlow", ("Ned", "Ada")), ("Fennick", ("Isla",)),
)  # fmt: skip


@dataclass(frozen=True)
class Overload:
    """
    Marcus's team. Five children are agreed for each worker, two for a newly qualified one: Priya holds the three Bells,
    Wren is newly qualified and holds nobody, Idris is away, and "Duty inbox" is no worker who holds cases.
    """

    priya: Worker
    wren: Worker
    idris: Worker
    inbox: Worker
    families: dict[str, list[Referral]]

    def key(self, surname: str) -> int:
        """What tells a family apart on the page."""
        return min(referral.pk for referral in self.families[surname])


def overload(cast: Cast, bells: Bells, *, at: datetime = NOW, families: int = len(FAMILIES)) -> Overload:
    """The team, and so many families who wait with it, one an hour after the other."""
    for code, amount in (("caseload_ceiling", CEILING), ("caseload_newly_qualified", PROTECTED)):
        set_local_limit(
            code, amount=Decimal(amount), effective_from=date(2025, 1, 6), source="Agreed in the service",
            reason="What can be held safely.", by=cast.helen, at=at,
        )  # fmt: skip
    wren = worker(cast, "W21", "Wren Castell", is_newly_qualified=True)
    idris = worker(cast, "W22", "Idris Vane")
    inbox = worker(cast, "W23", "Duty inbox", is_case_holding=False)
    away(cast, idris, until=(at + timedelta(days=20)).date(), at=at)
    first = at - timedelta(hours=len(FAMILIES))
    waiting = {
        surname: family_waiting(
            cast, once=surname, names=names, surname=surname, team=cast.north, at=first + timedelta(hours=n)
        )
        for n, (surname, names) in enumerate(FAMILIES[:families])
    }
    assert cast.priya.worker is not None
    return Overload(priya=cast.priya.worker, wren=wren, idris=idris, inbox=inbox, families=waiting)


def worker(
    cast: Cast, key: str, name: str, *, is_newly_qualified: bool = False, is_case_holding: bool = True
) -> Worker:  # fmt: skip
    """One more worker in the north team."""
    found = Worker(**TYPED, key=key, staff_id=key, name=name)
    load_workers([found], by=cast.command_line, at=NOW)
    appointment = Appointment(
        **TYPED, key=f"{key} from 2024-09-02", worker=found, team=cast.north, starts_on=date(2024, 9, 2),
        is_newly_qualified=is_newly_qualified, is_case_holding=is_case_holding,
    )  # fmt: skip
    load_appointments([appointment], by=cast.command_line, at=NOW)
    return found


def away(cast: Cast, worker: Worker, *, until: date, at: datetime) -> None:
    """An absence that has begun."""
    absence = Absence(
        **TYPED, key=f"away/{worker.key}", worker=worker, starts_on=(at - timedelta(days=3)).date(), ends_on=until
    )  # fmt: skip
    load_absences([absence], by=cast.command_line, at=NOW)
