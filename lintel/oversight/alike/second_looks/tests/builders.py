"""Decisions that were drawn to be decided twice, each made on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from lintel.foundation.access.actions import grant_role, open_account
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.local_limits.actions import set_local_limit
from lintel.foundation.people.models import Person
from lintel.journey.handovers.actions import decide_contact
from lintel.oversight.alike.second_looks import actions, rules
from lintel.oversight.alike.second_looks.models import SecondLook
from lintel.steps.front_door.codes import Outcome
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from lintel.steps.front_door.rules import Chosen
from lintel.steps.front_door.tests.builders import knock
from tests.cast import NOW, TYPED, Cast

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


def pairs_laid_down(cast: Cast, number: int, *, at: datetime | None = None) -> None:
    """So many locked pairs, laid down in bulk; second decisions one by one would take minutes. One in four differs."""
    at = at or timezone.now() - timedelta(days=1)
    answers = [(Outcome.REFERRAL, 4), (Outcome.EARLY_HELP, 3), (Outcome.ADVICE, 2), (Outcome.NO_FURTHER_ACTION, 1)]
    people = Person.objects.bulk_create(Person(**TYPED, key=f"pair/{n}") for n in range(number))
    contacts = Contact.objects.bulk_create(
        Contact(**TYPED, key=f"pair/{n}", received_on=at.date(), received_at=at) for n in range(number)
    )
    lines = ChildContact.objects.bulk_create(
        ChildContact(**TYPED, key=f"pair/{n}", contact=contacts[n], child=people[n]) for n in range(number)
    )
    decisions = Decision.objects.bulk_create(
        Decision(
            child_contact=lines[n], outcome=answers[n % 4][0], level=answers[n % 4][1], rationale="Why", decided_at=at,
            decided_by=cast.femi, known={}, known_sha256="0" * 64,
        )
        for n in range(number)
    )  # fmt: skip
    looks = []
    for n, decision in enumerate(decisions):
        outcome, level = answers[(n + (1 if n % 5 == 0 else 0)) % 4]
        first = rules.Answer(outcome=decision.outcome, level=decision.level)
        apart = rules.levels_apart(first, rules.Answer(outcome=outcome, level=level))
        looks.append(SecondLook(
            decision=decision, chance=0.1, drawn_at=at, taken_by=cast.rosa, taken_at=at, outcome=outcome, level=level,
            rationale="Why", factors=["history" if apart else "concern"], decided_by=cast.rosa, decided_at=at,
            levels_apart=apart,
        ))  # fmt: skip
    SecondLook.objects.bulk_create(looks)
