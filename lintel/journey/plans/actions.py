"""Beginning a plan for a child who is ours, and proposing with the family that early help goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from lintel.foundation.access.permissions import require
from lintel.foundation.access.visibility import visible_children
from lintel.foundation.people.models import Person
from lintel.foundation.workforce.codes import TeamKind
from lintel.foundation.workforce.models import Team
from lintel.journey.handovers.early_help.actions import show_to_early_help
from lintel.statute.calendar import local_day
from lintel.steps.early_help.actions import StepDown, propose_step_down
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.early_help.permissions import ASK_EARLY_HELP
from lintel.steps.front_door.codes import Consent
from lintel.steps.plans.actions import NotTheirChild, begin_plan
from lintel.steps.plans.models import CinPlan
from lintel.steps.referrals.models import Referral
from lintel.steps.referrals.queries import open_episode

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


class NoEpisode(Exception):
    """A plan is made for a child whose episode is under way."""


class NoEarlyHelp(Exception):
    """There is no early help team to go on with a family. Load the staff list or name one first."""


@transaction.atomic
def begin_plan_for(child: Person, *, by: User, at: datetime) -> CinPlan:
    """
    Begin a child in need plan in the child's episode.

    :raises NoEpisode: if the child has none under way.
    :raises: what `begin_plan` raises.
    """
    episode = open_episode(child.pk, viewer=by, on=local_day(at))
    if episode is None:
        raise NoEpisode
    return begin_plan(child, referral_id=episode.pk, team_id=episode.team_id, by=by, at=at)


@transaction.atomic
def step_down(
    referrals: Sequence[Referral], said: StepDown, *, plans_so_far: dict[int, str], by: User, at: datetime
) -> list[EarlyHelpRequest]:  # fmt: skip
    """
    Propose, with the family, that early help goes on with a child, or with brothers and sisters together. Early help
    sees them from now on and answers; social care keeps them until early help has met them.

    :param plans_so_far: each child's own plan in words, by the child's id.
    :raises NotAllowed: if this person may not ask early help.
    :raises NoEarlyHelp: if there is no team to ask.
    :raises NotTheirChild: if they may not see one of the children.
    :raises: what `propose_step_down` raises.
    """
    require(by, ASK_EARLY_HELP)
    team = Team.objects.filter(kind=TeamKind.EARLY_HELP).order_by("pk").first()
    if team is None:
        raise NoEarlyHelp
    children = {each.child_id for each in referrals}
    if visible_children(by).filter(pk__in=children).count() < len(children):
        raise NotTheirChild
    asked = []
    for referral in sorted(referrals, key=lambda each: each.child_id):
        theirs = StepDown(
            plan_so_far=plans_so_far.get(referral.child_id, ""), worked=said.worked, remains=said.remains,
            contingency=said.contingency, family_says=said.family_says,
        )  # fmt: skip
        request = propose_step_down(
            child=referral.child, referral_id=referral.pk, team=team, said=theirs, consent=Consent.GIVEN, by=by, at=at
        )
        show_to_early_help(request, by=by, at=at)
        asked.append(request)
    return asked
