"""Many decisions at once, laid down in bulk: the patterns need hundreds, and one by one they would take minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

from lintel.foundation.access.models import User
from lintel.foundation.people.models import Person
from lintel.steps.front_door.codes import Channel, Concern, Outcome
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from tests.cast import NOW, TYPED, Cast

UNTIL = NOW + timedelta(days=1)


def many_decisions(
    cast: Cast, shares: Mapping[User, float], *, each: int = 160, seed: int = 1, ending: datetime = NOW
) -> None:
    """For every decider so many contacts, of which the given share became social care; spread over twenty weeks."""
    generator = np.random.default_rng(seed)
    rows = [(user, bool(generator.random() < share)) for user, share in shares.items() for _ in range(each)]
    children = Person.objects.bulk_create(Person(**TYPED, key=f"many/{seed}/{n}") for n in range(len(rows)))
    received = [
        ending - timedelta(days=int(generator.integers(0, 140)), hours=int(generator.integers(1, 9))) for _ in rows
    ]
    contacts = Contact.objects.bulk_create(
        Contact(
            **TYPED, key=f"many/{seed}/{n}", channel=Channel.TELEPHONE, source=("1A", "2B")[n % 2],
            received_on=at.date(), received_at=at, words="As told", concerns=[list(Concern)[n % 5]],
            held_by_team=cast.front_door, held_since=at,
        )
        for n, at in enumerate(received)
    )  # fmt: skip
    lines = ChildContact.objects.bulk_create(
        ChildContact(
            **TYPED, key=f"many/{seed}/{n}", contact=contact, child=children[n], outcome_basis="decided",
            outcome=Outcome.REFERRAL if rows[n][1] else Outcome.ADVICE, decided_on=received[n].date(),
            decided_at=received[n] + timedelta(minutes=30),
        )
        for n, contact in enumerate(contacts)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(
            child_contact=line, outcome=line.outcome, level=4 if rows[n][1] else 2, rationale="Why",
            decided_at=line.decided_at, decided_by=rows[n][0], known={"contact": {"words": "As told"}},
            known_sha256="0" * 64,
        )
        for n, line in enumerate(lines)
    )  # fmt: skip
