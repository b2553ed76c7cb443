"""What the screens of the desk are looked at with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lintel.foundation.access.models import User
from lintel.foundation.agencies.actions import name_agency
from lintel.foundation.agencies.codes import AgencyKind
from lintel.foundation.people.registering.actions import Particulars
from lintel.steps.front_door.intake.actions import TellsOf
from lintel.steps.front_door.models import Contact
from lintel.steps.front_door.tests.builders import NEIGHBOUR, knock
from tests.cast import NOW


def a_child(given: str, family: str = "Oakapple", **more: Any) -> TellsOf:
    return TellsOf(particulars=Particulars(given=given, family=family, **more))


def come_in(by: User, once: str, *children: TellsOf, hours_ago: float = 1, **more: Any) -> Contact:
    """A contact of a neighbour's that came in some hours before the suite's time."""
    said = {"informant": NEIGHBOUR, "children": list(children) or [a_child(once)]} | more
    return knock(by=by, once=once, received_at=NOW - timedelta(hours=hours_ago), **said)


def agencies_to_ring(by: User) -> None:
    for key, name, kind, rings in (
        ("police", "Ravenshire Police", AgencyKind.POLICE, "01632 960 201"),
        ("health", "Ravenshire NHS", AgencyKind.HEALTH, "01632 960 305"),
    ):
        name_agency(key=key, name=name, kind=kind, rings_now=rings, by=by, at=NOW)


def typed(**said: str) -> dict[str, str]:
    """A call as its page sends it, with one child and one grown-up; `child_given` is the first child's name."""
    sent = {
        "children-TOTAL_FORMS": "1", "children-INITIAL_FORMS": "0", "adults-TOTAL_FORMS": "1",
        "adults-INITIAL_FORMS": "0",
    }  # fmt: skip
    for name, value in said.items():
        sent[f"children-0-{name.removeprefix('child_')}" if name.startswith("child_") else name] = value
    return sent
