"""Answering whether the last time ended rightly."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.people.models import Person
from lintel.journey.last_time.queries import last_time
from lintel.statute.calendar import local_day
from lintel.steps.reopening import actions as reopening
from lintel.steps.reopening.codes import Verdict
from lintel.steps.reopening.models import LookBack
from lintel.steps.reopening.permissions import LOOK_BACK

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class AnotherEndedSince(Exception):
    """The episode that was read about is not the last one any more."""


@transaction.atomic
def say_of_the_last_time(
    child: Person, *, earlier_id: int, verdict: Verdict, words: str, by: User, at: datetime
) -> LookBack:
    """
    Say whether the decision of the last time was right.

    :param earlier_id: the episode that was read about when it was answered.
    :raises NotAllowed: if this person decides nothing.
    :raises ChildNotVisible: if they may not see the child.
    :raises AnotherEndedSince, NothingSaid: see there.
    """
    require(by, LOOK_BACK)
    Person.objects.select_for_update(no_key=True).get(pk=child.pk)
    last = last_time(child, viewer=by, day=local_day(at)).episode
    if last is None or last.pk != earlier_id:
        raise AnotherEndedSince
    return reopening.look_back(
        child_id=child.pk, earlier_id=last.pk, has_ended=True, verdict=verdict, words=words, by=by, at=at
    )
