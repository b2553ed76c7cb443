"""Asking what stands open for a child whose episode is to be closed, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q

from lintel.foundation.access.visibility import visible_children
from lintel.steps.agency_checks.models import AskedAbout
from lintel.steps.assessments.models import Assessment
from lintel.steps.early_help.models import EarlyHelpRequest
from lintel.steps.enquiries.models import Section47Enquiry
from lintel.steps.front_door.models import ChildContact
from lintel.steps.plans.models import CinPlan, CpPlan, PlanAction
from lintel.steps.promises.models import Promise
from lintel.steps.promises.queries import owed_to
from lintel.steps.referrals.models import Referral, Transfer
from lintel.steps.referrals.rules import Standing

if TYPE_CHECKING:
    from lintel.foundation.access.models import User


@dataclass(frozen=True, kw_only=True)
class StandsOpen:
    """What is open for a child: what was promised, what was agreed and not done, and what is not finished."""

    promises: list[Promise]
    actions: list[PlanAction]
    unfinished: list[str]

    @property
    def is_owed(self) -> bool:
        return bool(self.promises or self.actions)


def standing_of(referral: Referral, *, viewer: User) -> Standing:
    """What stands in the way of closing, and what the returns will ask; the same for everybody who asks."""
    assert viewer is not None
    child = referral.child
    since = Q(referral=referral) | Q(child=child, started_on__gte=referral.referred_on)
    asked = EarlyHelpRequest.objects.filter(
        referral=referral, sent_back_at__isnull=True, ended_at__isnull=True, stepped_up_at__isnull=True
    )
    danger = ChildContact.objects.filter(
        child=child, contact__danger_flagged_at__isnull=False, contact__danger_cleared_at__isnull=True
    )
    transfers = Transfer.objects.filter(referral=referral, accepted_on__isnull=False)
    return Standing(
        is_in_danger=danger.exists(), steps_down=asked.exists(),
        was_met=asked.filter(accepted_at__isnull=False, first_met_at__isnull=False).exists(),
        is_accepted_elsewhere=transfers.exists(), has_died=child.died_on is not None,
        is_assessed=Assessment.objects.filter(since, authorised_on__isnull=False).exists(),
        had_a_plan=CinPlan.objects.filter(since).exists() or CpPlan.objects.filter(since).exists(),
        had_an_enquiry=Section47Enquiry.objects.filter(since).exists(),
        is_protected=CpPlan.objects.filter(child=child, ended_on__isnull=True).exists(),
    )  # fmt: skip


def what_stands_open(referral: Referral, *, viewer: User, on: date) -> StandsOpen:
    """What is open for the child, as far as this viewer may see them; nothing where they may not."""
    child = referral.child_id
    if not visible_children(viewer).filter(pk=child).exists():
        return StandsOpen(promises=[], actions=[], unfinished=[])
    under = Q(cin_plan__child=child) | Q(cp_plan__child=child)
    live = PlanAction.objects.filter(under, done_on__isnull=True, dropped_on__isnull=True).order_by("due_on", "pk")
    return StandsOpen(
        promises=owed_to([child], viewer=viewer), actions=list(live), unfinished=_unfinished(referral, on=on)
    )


def _unfinished(referral: Referral, *, on: date) -> list[str]:
    """In words, each kind once."""
    child = referral.child_id
    found = {
        "A contact about the child is not decided yet": ChildContact.objects.filter(
            child=child, decided_on__isnull=True, contact__received_on__lte=on
        ),
        "An enquiry is not ended": Section47Enquiry.objects.filter(child=child, ended_on__isnull=True),
        "An assessment is not authorised": Assessment.objects.filter(
            child=child, authorised_on__isnull=True, started_on__gte=referral.referred_on
        ),
        "A child protection plan is in force": CpPlan.objects.filter(child=child, ended_on__isnull=True),
        "An agency was asked about the child and has not answered": AskedAbout.objects.filter(
            child_contact__child=child, check_asked__answered_at__isnull=True, check_asked__withdrawn_at__isnull=True
        ),
    }
    return [words for words, records in found.items() if records.exists()]
