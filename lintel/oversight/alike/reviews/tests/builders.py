"""A review with sixty cases, and a panel of three."""

from __future__ import annotations

from datetime import date, timedelta

from lintel.foundation.people.registering.actions import Particulars
from lintel.oversight.alike.reviews import actions, queries
from lintel.oversight.alike.reviews.codes import Part
from lintel.oversight.alike.reviews.models import Review
from lintel.oversight.alike.second_looks.tests.builders import LATER
from lintel.steps.front_door.codes import Channel, Concern, Outcome
from lintel.steps.front_door.deciding.actions import digest_of
from lintel.steps.front_door.intake.actions import Knock, TellsOf, receive_contact
from lintel.steps.front_door.models import Decision
from tests.cast import NOW, Cast

AT = LATER + timedelta(days=1)
SECRET_REASON = "Decided so because of the bruise."


def past_decisions(cast: Cast, number: int = 60) -> None:
    """
    Past contacts with a decision each. The contacts take the real path; the decisions are laid down in bulk, since
    sixty of them one by one would take longer than all else.
    """
    made = []
    for place in range(number):
        child = TellsOf(particulars=Particulars(given="Perrin", family="Oakapple", date_of_birth=date(2017, 5, 4)))
        contact = receive_contact(
            Knock(
                channel=Channel.TELEPHONE, received_at=NOW, once=f"review {place}", children=[child], source="2B",
                concerns=[Concern.NEGLECT], words=f"Perrin came to school without a coat {place} times. Gemma saw it.",
            ),
            by=cast.dawn, at=NOW,
        )  # fmt: skip
        line = contact.children.get()
        known = {
            "at": LATER.isoformat(), "contact": {"words": contact.words}, "adults": [],
            "children": [{"child_contact": line.pk, "name": "Perrin Oakapple", "date_of_birth": "2017-05-04"}],
        }  # fmt: skip
        made.append(Decision(
            child_contact=line, outcome=Outcome.REFERRAL, level=4, rationale=SECRET_REASON, decided_at=LATER,
            decided_by=cast.femi, known=known, known_sha256=digest_of(known),
        ))  # fmt: skip
    Decision.objects.bulk_create(made)


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
