"""Writing early help episodes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.audit_log.actions import note
from lintel.foundation.people.models import Person
from lintel.foundation.provenance.actions import Loaded, lay_down
from lintel.steps.early_help import permissions
from lintel.steps.early_help.models import EarlyHelpEpisode, EarlyHelpRequest

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from lintel.foundation.workforce.models import Team


def load_early_help_episodes(records: Sequence[EarlyHelpEpisode], *, by: User, at: datetime) -> Loaded:
    """
    Lay down early help episodes read from files; see `lay_down` for what is matched and what is never erased.

    :raises NotAllowed: if this person may not load records.
    """
    return lay_down(records, by=by, at=at)


class AskedAlready(Exception):
    """Early help was asked about this child already."""


@transaction.atomic
def ask_early_help(
    *, child: Person, team: Team, why: str, consent: str, child_contact_id: int | None = None, by: User, at: datetime
) -> EarlyHelpRequest:
    """
    Ask early help to take a child on; whoever asks holds the child until they accept.

    :raises NotAllowed: if this person may not ask early help.
    :raises AskedAlready: if the same contact asked already and was not sent back.
    """
    require(by, permissions.ASK_EARLY_HELP)
    if child_contact_id is not None:
        held = EarlyHelpRequest.objects.select_for_update().filter(
            child_contact=child_contact_id, sent_back_at__isnull=True
        )
        if held.exists():
            raise AskedAlready
    request = EarlyHelpRequest.objects.create(
        child=child, child_contact_id=child_contact_id, team=team, why=why.strip(), consent=consent, asked_at=at,
        asked_by=by,
    )  # fmt: skip
    note("early help asked", by=by, at=at, subject=request, child_id=child.pk)
    return request
