"""A review with sixty cases, and a panel of three."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from lintel.foundation.people.models import Person, PersonName
from lintel.oversight.alike.reviews import actions, queries
from lintel.oversight.alike.reviews.codes import Part
from lintel.oversight.alike.reviews.models import Review
from lintel.oversight.alike.second_looks.tests.builders import LATER
from lintel.steps.front_door.codes import Channel, Concern, Outcome
from lintel.steps.front_door.deciding.actions import digest_of
from lintel.steps.front_door.models import ChildContact, Contact, Decision
from tests.cast import NOW, TYPED, Cast

AT = LATER + timedelta(days=1)
SECRET_REASON = "Decided so because of the bruise."


def past_decisions(cast: Cast, number: int = 60, *, decided_at: datetime = LATER) -> None:
    """Past contacts with a decision each, laid down in bulk: one by one takes longer than all else."""
    people = Person.objects.bulk_create(
        Person(**TYPED, key=f"review/{n}", date_of_birth=date(2017, 5, 4), birth_date_certainty="known")
        for n in range(number)
    )
    PersonName.objects.bulk_create(
        PersonName(**TYPED, key=f"review/{n}", person=person, given="Perrin", family="Oakapple")
        for n, person in enumerate(people)
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            **TYPED, key=f"review/{n}", channel=Channel.TELEPHONE, received_on=NOW.date(), received_at=NOW, source="2B",
            concerns=[Concern.NEGLECT], words=f"Perrin came to school without a coat {n} times. Gemma saw it.",
        )
        for n in range(number)
    )  # fmt: skip
    lines = ChildContact.objects.bulk_create(
        ChildContact(**TYPED, key=f"review/{n}", contact=contacts[n], child=people[n]) for n in range(number)
    )
    Decision.objects.bulk_create(_decided(line, cast, decided_at) for line in lines)


def _decided(line: ChildContact, cast: Cast, decided_at: datetime) -> Decision:
    known = {
        "at": decided_at.isoformat(), "contact": {"words": line.contact.words}, "adults": [],
        "children": [{"child_contact": line.pk, "name": "Perrin Oakapple", "date_of_birth": "2017-05-04"}],
    }  # fmt: skip
    return Decision(
        child_contact=line, outcome=Outcome.REFERRAL, level=4, rationale=SECRET_REASON, decided_at=decided_at,
        decided_by=cast.femi, known=known, known_sha256=digest_of(known),
    )  # fmt: skip


def a_review(cast: Cast, *, seed: str = "a seed") -> Review:
    """Drawn, with Rosa, Marcus and Hart on the panel; not yet put to them."""
    past_decisions(cast)
    review = actions.open_review(
        "Neglect, again", terms="Asked by the partnership: do we agree on neglect?", ends_on=date(2025, 6, 30),
        since=date(2025, 1, 1), size=60, seed=seed, by=cast.helen, at=AT,
    )  # fmt: skip
    for user, part in ((cast.rosa, Part.MANAGER), (cast.marcus, Part.MANAGER), (cast.hart, Part.PARTNER)):
        actions.ask_onto_panel(review, user=user, part=part, by=cast.helen, at=AT)
    return review


def everybody_answers(cast: Cast, review: Review, *, apart: bool, only: int = 12) -> None:
    """The panel decides the first so many cases of the half; `apart`: by three different levels, else alike."""
    for place, user in enumerate((cast.rosa, cast.marcus, cast.hart)):
        for case in queries.to_answer(review, viewer=user)[:only]:
            level = (case.number + 2 * place) % 4 + 1 if apart else case.number % 4 + 1
            actions.answer(case, level=level, rationale=f"Weighed {place}", factors=["history"], by=user, at=AT)
