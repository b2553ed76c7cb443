"""Asking other teams for help when the desk will not be through in time, and saying what may wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.notices.actions import tell
from lintel.foundation.workforce.models import Team
from lintel.steps.front_door import permissions
from lintel.steps.front_door.desk.actions import NoReasonGiven
from lintel.steps.front_door.desk.models import Deferral, HelpAsked
from lintel.steps.front_door.desk.queries import queue
from lintel.steps.front_door.desk.room.queries import capacity
from lintel.steps.front_door.desk.rules import may_be_deferred
from lintel.steps.front_door.models import Contact

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NobodyAsked(Exception):
    """Help is asked of somebody."""


class MayNotWait(Exception):
    """What was called urgent, or is flagged as a danger, is never let wait."""

    def __init__(self, contact: Contact) -> None:
        super().__init__(f"Contact {contact.reference} was called urgent: it may not wait.")
        self.contact = contact


@transaction.atomic
def ask_for_help(
    *, desk: Team, teams: Sequence[Team], words: str, defer: Sequence[Contact] = (), because: str = "", by: User,
    at: datetime,
) -> HelpAsked:  # fmt: skip
    """
    Ask the managers of other teams to help the desk, and write down what is knowingly let wait, by whom and why.

    Letting a contact wait changes neither its place nor its clock; it says that somebody decided so.

    :raises NotAllowed: if this person may not run the desk.
    :raises NobodyAsked: if no team is named.
    :raises NoReasonGiven: if it is not said what for, or why something may wait.
    :raises MayNotWait: if one of the contacts was called urgent.
    """
    require(by, permissions.RUN_THE_DESK)
    if not teams:
        raise NobodyAsked
    if not words.strip() or (defer and not because.strip()):
        raise NoReasonGiven
    wait = list(Contact.objects.select_for_update().filter(pk__in=[contact.pk for contact in defer]).order_by("pk"))
    for contact in wait:
        danger = contact.danger_flagged_at is not None and contact.danger_cleared_at is None
        if not may_be_deferred(priority=contact.priority, is_danger_open=danger):
            raise MayNotWait(contact)
    waiting = queue(viewer=by, at=at)
    room = capacity(waiting, desk=desk, viewer=by, at=at)
    asked = HelpAsked.objects.create(
        team=desk, words=words.strip(), waiting=len(waiting.rows), people=len(room.seats),
        done_at=room.finish.done_at, out_of_time=room.finish.out_of_time, asked_at=at, asked_by=by,
        deferred_because=because.strip() if wait else "",
    )  # fmt: skip
    asked.asked.set(teams)
    Deferral.objects.bulk_create(
        Deferral(contact=contact, help_asked=asked, because=because.strip(), at=at, by=by) for contact in wait
    )
    for team in teams:
        tell(
            key=f"help asked/{asked.pk}/{team.pk}", words=f"{desk.name} asks for help: {words.strip()}",
            path="/notices/", team_id=team.pk, by=by, at=at,
        )  # fmt: skip
    note("help asked", by=by, at=at, subject=asked, teams=[t.pk for t in teams], deferred=[c.pk for c in wait])
    return asked
