"""A notice to everybody who signs in for an agency. It names no child: it may be read over a shoulder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from lintel.foundation.agencies.models import AgencyMember
from lintel.foundation.notices.actions import tell
from lintel.steps.enquiries.discussing.agencies.queries import asked_of_us
from lintel.steps.enquiries.models import InvitedParty

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


def tell_agency(invited: InvitedParty, *, about: str, words: str, by: User, at: datetime) -> None:
    """
    Tell those who answer for a party's agency and may find the discussion in the portal; nobody, where none does.

    :param about: what is told; told again of the same, nothing.
    """
    if invited.agency_id is None:
        return
    members = AgencyMember.objects.filter(agency=invited.agency_id, ended_at__isnull=True, user__is_active=True)
    for member in members.select_related("user").order_by("pk"):
        if asked_of_us(viewer=member.user).filter(pk=invited.pk).exists():
            tell(
                key=f"strategy discussion/{invited.pk}/{about}/{member.user_id}", words=words,
                path=f"/partners/discussions/{invited.pk}/", user=member.user, by=by, at=at,
            )  # fmt: skip
