"""What a call becomes: a contact at the desk, or news for whoever works with the child."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.visibility import visible_children
from lintel.foundation.notices.actions import tell
from lintel.foundation.people.models import Person
from lintel.foundation.people.naming import name_of
from lintel.foundation.workforce.models import Team
from lintel.journey.handovers.actions import tell_the_workers_of
from lintel.statute.calendar import local_day
from lintel.steps.allocation.models import Involvement
from lintel.steps.front_door.codes import CallKind, Identity
from lintel.steps.front_door.desk.calls.actions import end_as_contact, end_in_one_line
from lintel.steps.front_door.desk.models import Call
from lintel.steps.front_door.intake.actions import Knock
from lintel.steps.front_door.models import Contact, OneLine

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NotOpen(Exception):
    """Nobody works with this child now: there is nobody to pass news to, so the call goes to the desk."""


@transaction.atomic
def update_on_open_case(
    call: Call, child: Person, *, words: str, said: str = "", by: User, at: datetime
) -> tuple[OneLine, list[str]]:
    """
    Write down in one line what somebody rang to say about a child who is worked with, and tell the worker and their
    manager at once; returns the line and the names of the workers told.

    :raises NotOpen: if nobody works with the child, or the child is not this person's to see.
    :raises: what `end_in_one_line` raises.
    """
    seen = visible_children(by).filter(pk=child.pk).exists()
    held = Involvement.objects.in_force(local_day(at)).filter(child=child).select_related("worker", "team")
    if not seen or not held:
        raise NotOpen
    line = end_in_one_line(call, kind=CallKind.UPDATE_ON_OPEN_CASE, words=words, said=said, child=child, by=by, at=at)
    for involvement in held:
        tell(
            key=f"call/{line.pk}/{involvement.pk}", words=f"Call about {name_of(child)}: {line.words}",
            path=f"/children/{child.pk}/", child_id=child.pk, worker_id=involvement.worker_id,
            team_id=involvement.team_id, by=by, at=at,
        )  # fmt: skip
    return line, [str(involvement.worker) for involvement in held]


@transaction.atomic
def send_to_the_desk(call: Call, knock: Knock, *, desk: Team | None, by: User, at: datetime) -> Contact:
    """
    Write a call down as a contact, received when the call began; the workers of children we know are told at once.

    :raises: what `end_as_contact` raises.
    """
    contact = end_as_contact(call, knock, desk=desk, by=by, at=at)
    for line in contact.children.filter(identity=Identity.KNOWN).select_related("child"):
        tell_the_workers_of(line, by=by, at=at)
    return contact
