"""Asking for one's own notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from lintel.foundation.access.roles import Role, Scope
from lintel.foundation.access.visibility import team_line, visible_children
from lintel.foundation.notices.models import Notice, Seen

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def _desks_of(viewer: User) -> frozenset[int]:
    """The teams somebody with a view of the whole service sits with: the front door's, the out-of-hours team's."""
    grants = viewer.role_grants.filter(ended_at__isnull=True, team__isnull=False).values_list("team_id", "role")
    return frozenset(team for team, role in grants if team and Role(role).scope is Scope.SERVICE)


def notices(*, viewer: User) -> list[Notice]:
    """
    What this person has been told and not yet read, newest first. What is asked of nobody any more is left out.

    A notice to a team is for those who answer for it. One about a child the person may not see is left out whole.
    """
    mine = Q(user=viewer) | Q(role__in=list(viewer.roles)) | Q(team__in=team_line(viewer) | _desks_of(viewer))
    if viewer.worker_id:
        mine |= Q(worker=viewer.worker_id)
    unread = Notice.objects.filter(mine, over_at__isnull=True).exclude(
        Exists(Seen.objects.filter(notice=OuterRef("pk"), user=viewer))
    )
    about_nobody_hidden = Q(child__isnull=True) | Q(child__in=visible_children(viewer))
    return list(unread.filter(about_nobody_hidden).order_by("-sent_at", "-pk")[:100])
