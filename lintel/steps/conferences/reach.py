"""Which conference somebody works on: one of which they may see every child, as it stands, and who may chair it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import team_line, visible_children
from lintel.steps.conferences.models import ConferenceRequest
from lintel.steps.conferences.rules import why_not_chair

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class HeldAlready(Exception):
    """The conference was held, or called off for every child."""


class NotTheirChild(Exception):
    """A conference is asked for, and worked on, by those who may see every child in it."""


def locked(request: ConferenceRequest, *, by: User, even_held: bool = False) -> ConferenceRequest:
    """
    A conference as it stands, held until the transaction is over.

    :raises NotTheirChild: if this person may not see every child who is in it.
    :raises HeldAlready: if it was held or called off for all, unless that is asked for.
    """
    request = ConferenceRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    parts = list(request.children.filter(withdrawn_at__isnull=True))
    # A child for whom it was called off is in it no more, and its chair need not see them.
    refuse_strangers([part.child_id for part in parts or request.children.all()], by)
    if not even_held and (request.held_on is not None or not parts):
        raise HeldAlready
    return request


def why_not_independent(request: ConferenceRequest, chair: User, *, on: date) -> str:
    """Why somebody may not chair this conference, in plain words; empty where they may."""
    in_force = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    parts = request.children.filter(withdrawn_at__isnull=True).select_related("child")
    held = [row for part in parts for row in part.child.involvements.filter(in_force)]
    return why_not_chair(
        chair.name, worker_id=chair.worker_id, holders={row.worker_id for row in held}, their_teams=team_line(chair),
        holding_teams={row.team_id for row in held if row.team_id},
    )  # fmt: skip


def refuse_strangers(children: Sequence[int], by: User) -> None:
    """:raises NotTheirChild: if this person may not see every one of these children."""
    if visible_children(by).filter(pk__in=children).count() < len(set(children)):
        raise NotTheirChild
