"""Decisions that were drawn to be decided twice, each made on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.journey.handovers.actions import decide_contact
from lintel.oversight.alike.second_looks import actions
from lintel.oversight.alike.second_looks.models import SecondLook
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import Decision
from lintel.steps.front_door.rules import Chosen
from lintel.steps.front_door.tests.builders import knock
from tests.cast import NOW, Cast

LATER = NOW + timedelta(hours=2)


def everything_is_drawn(cast: Cast, share: float = 1.0) -> None:
    """Agree locally that every decision is looked at twice."""
    set_local_limit(
        "second_look_share", amount=Decimal(str(share)), effective_from=date(2025, 1, 1), source="Tests",
        reason="So that it can be seen", by=cast.helen, at=NOW,
    )  # fmt: skip


def a_decision(
    cast: Cast, *, once: str = "1", by: User | None = None, at: datetime = LATER, outcome: Outcome = Outcome.REFERRAL,
    level: int | None = 4, rationale: str = "Harm that nobody explains.", **said: Any,
) -> Decision:  # fmt: skip
    """Dawn writes a contact down; somebody decides it."""
    contact = knock(by=cast.dawn, once=once, received_at=at - timedelta(hours=1), **said)
    chosen = [
        Chosen(child_contact_id=line.pk, outcome=outcome, rationale=rationale, level=level)
        for line in contact.children.order_by("pk")
    ]
    return decide_contact(contact, chosen, by=by or cast.femi, at=at)[0]


def a_second_look(cast: Cast, **said: Any) -> SecondLook:
    """One decision, drawn."""
    everything_is_drawn(cast)
    decision = a_decision(cast, **said)
    actions.draw(by=cast.command_line, at=decision.decided_at + timedelta(minutes=10))
    return SecondLook.objects.get(decision=decision)


def another_decider(cast: Cast, name: str = "Ivo Marsh", role: Role = Role.DUTY_SOCIAL_WORKER) -> User:
    """One more at the front door who decides."""
    user = open_account(email=f"{name.split()[0].lower()}@ravenshire.example", name=name, by=cast.sam, at=NOW)
    grant_role(user, role=role, team=cast.front_door, by=cast.sam, at=NOW)
    return user
