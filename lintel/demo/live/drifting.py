"""Work that stands still: nights that found it, what managers answered, and a rule that was given another number."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle

from lintel.demo.live.people import AtTheDoor
from lintel.foundation.access.models import User
from lintel.foundation.access.roles import Role
from lintel.foundation.access.visibility import visible_children
from lintel.oversight.drift.actions import Said, answer, look_for_drift, set_numbers
from lintel.oversight.drift.codes import Answer, Rule
from lintel.oversight.drift.models import Flag
from lintel.oversight.drift.named import entries_before
from lintel.statute.calendar import local_day
from lintel.steps.plans.models import CpPlan
from lintel.steps.promises.actions import promise

DAY = timedelta(days=1)
NIGHTS = (24 * DAY, 10 * DAY)
LAST_NIGHT = timedelta(hours=5)
# Of what the earlier nights found, so many are answered, and the rest still wants an answer.
ANSWERED = 30
ANSWERS = (
    (Answer.ACT, "Spoken of this morning; it is done by Friday week, and I look myself.", 10),
    (Answer.ACCEPT, "The family is away until the end of the month, and the school sees the children daily.", 21),
    (Answer.ACT, "Given to a colleague, who goes tomorrow.", 5),
    (Answer.WRONG, "It was done, and was written down two days later.", 0),
)
LETTER = "Send Mum the letter before proceedings, and ring her when it is in the post."
WHY = "Visits are written down within two working days, and flags of the day after were wrong more than once."


def drift_is_seen(people: AtTheDoor, *, now: datetime) -> None:
    """Let the nights pass that found drift; on a later morning only the last night."""
    if not Flag.objects.exists():
        _a_letter_is_promised(now - 16 * DAY)
        for ago in NIGHTS:
            look_for_drift(by=None, at=now - ago - LAST_NIGHT)
            _answer_some(now - ago + 2 * DAY)
        numbers = {"days": 2, "in_need": 20}
        at = now - 6 * DAY
        set_numbers(Rule.NO_VISIT, numbers, effective_from=local_day(at), why=WHY, by=people.head_of_service, at=at)
    look_for_drift(by=None, at=now - LAST_NIGHT)


def _a_letter_is_promised(at: datetime) -> None:
    """By a worker one can sign in as, of a child under a protection plan; nobody has said since that it was sent."""
    protected = CpPlan.objects.filter(ended_on__isnull=True).values("child")
    for user in User.objects.filter(role_grants__role=Role.SOCIAL_WORKER, worker__isnull=False).order_by("pk"):
        child = visible_children(user).filter(pk__in=protected).order_by("pk").first()
        if child is not None:
            promise(child, words=LETTER, due_on=local_day(at) + 4 * DAY, by=user, at=at)
            return


def _answer_some(at: datetime) -> None:
    """What the owners answer two days later; where they had written of it before, they point to it."""
    for flag, (said, words, days) in zip(
        Flag.objects.open().select_related("owner").order_by("pk")[:ANSWERED], cycle(ANSWERS), strict=False
    ):
        named = entries_before(flag) if said.is_confirmed else []
        answer(
            flag,
            Said(
                answer=said, words=words, by_when=local_day(at) + days * DAY if days else None,
                named_first=named[0].record if named else "",
            ),
            by=flag.owner, at=at,
        )  # fmt: skip
