"""Plans of the Bells, each made on the path a real one takes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from lintel.foundation.people.models import Person
from lintel.journey.handovers.early_help.actions import accept_for_early_help, first_met_by_early_help
from lintel.journey.plans.actions import begin_plan_for, step_down
from lintel.steps.assessments.models import Need
from lintel.steps.early_help.actions import StepDown
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.plans.actions import agree
from lintel.steps.plans.models import CinPlan
from lintel.steps.plans.saying import Intended
from lintel.steps.referrals.closing.actions import Words
from lintel.steps.referrals.moving_away.actions import Move
from tests.cast import NOW

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from tests.cast import Bells, Cast

SAID = StepDown(
    plan_so_far="", worked="She sleeps at home again.", remains="Somebody to talk to at school.",
    contingency="Ruth rings her mother, then us.", family_says="Ruth: “I would like that.”",
)  # fmt: skip
WORDS = Words(outcome="She is at school every day.", told="Priya told Ruth on Monday; she rings the front door.")
MOVE = Move(
    authority="Larchshire", reached_by="Duty desk, 01632 960 300", moved_on=date(2025, 3, 1), known_from="The school",
    summary="She is at school every day.", meanwhile="Priya visits until they accept.",
)  # fmt: skip


def need_of(child: Person, *, by: User, words: str = "To sleep without being afraid", **more: Any) -> Need:
    said = {"different": "She sleeps through", "impact": "When they shout, she lies awake.", **more}
    return Need.objects.create(child=child, words=words, written_at=NOW, written_by=by, **said)


def planned(cast: Cast, bells: Bells, *, at: datetime = NOW) -> CinPlan:
    """Mia under a plan: one action for her one need, and one for none."""
    need = need_of(bells.mia, by=cast.priya)
    plan = begin_plan_for(bells.mia, by=cast.priya, at=at)
    intended = [
        Intended(words="A lock on the door", owner="Ruth", due_on=date(2025, 3, 14), need_id=need.pk),
        Intended(words="A parenting course", owner="Owen", due_on=date(2025, 4, 11)),
    ]
    agree(plan, intended, by=cast.priya, at=at)
    return plan


def stepping_down(cast: Cast, bells: Bells, *names: str, at: datetime = NOW) -> list[EarlyHelpRequest]:
    """Early help is asked to go on with some of the Bells; with Mia where nobody is named."""
    referrals = [bells.referrals[name] for name in names or ("mia",)]
    return step_down(referrals, SAID, plans_so_far={}, by=cast.priya, at=at)


def met(cast: Cast, bells: Bells, *names: str, at: datetime = NOW) -> list[EarlyHelpRequest]:
    """Early help has accepted some of the Bells, and met them."""
    asked = stepping_down(cast, bells, *names, at=at)
    accept_for_early_help(asked, lead_practitioner="Odette Marl", by=cast.elsie, at=at)
    first_met_by_early_help(asked, met_on=at.date(), by=cast.elsie, at=at)
    return list(EarlyHelpRequest.objects.filter(pk__in=[each.pk for each in asked]).order_by("pk"))
