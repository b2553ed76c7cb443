"""A child who was known before: an episode that ended, a promise nobody kept, an action nobody did."""

from __future__ import annotations

from datetime import date, datetime

from lintel.steps.allocation.models import Involvement
from lintel.steps.assessments.models import Need
from lintel.steps.plans.models import CinPlan, PlanAction
from lintel.steps.promises.models import Promise
from lintel.steps.referrals.models import Referral
from tests.cast import LONDON, TYPED, Bells, Cast

THEN = datetime(2024, 5, 1, 9, 0, tzinfo=LONDON)


def known_before(cast: Cast, bells: Bells) -> Referral:
    """Mia was Priya's from the 22nd of January 2024, two weeks after it was decided, until it closed on 3 June."""
    worker = cast.priya.worker
    earlier = Referral.objects.create(
        **TYPED, key="earlier", child=bells.mia, source="1A", referred_on=date(2024, 1, 8), is_nfa=False,
        team=cast.north, closed_on=date(2024, 6, 3), closure_reason="RC8",
    )  # fmt: skip
    Involvement.objects.create(
        **TYPED, key="earlier worker", child=bells.mia, referral=earlier, worker=worker, team=cast.north,
        began_on=date(2024, 1, 22), ended_on=date(2024, 6, 3),
    )  # fmt: skip
    Promise.objects.create(
        child=bells.mia, worker=worker, words="Find a place at the after-school club.", promised_on=THEN.date(),
        promised_at=THEN, due_on=date(2024, 5, 20),
    )  # fmt: skip
    plan = CinPlan.objects.create(
        **TYPED, key="plan", child=bells.mia, referral=earlier, started_on=date(2024, 3, 4), ended_on=date(2024, 6, 3)
    )
    need = Need.objects.create(
        child=bells.mia, words="To sleep without being afraid.", written_at=THEN, written_by=cast.priya
    )
    done = Need.objects.create(child=bells.mia, words="To see a dentist.", written_at=THEN, written_by=cast.priya)
    PlanAction.objects.create(cin_plan=plan, need=need, words="Ask for play therapy.", agreed_at=THEN,
                              agreed_by=cast.priya)  # fmt: skip
    PlanAction.objects.create(
        cin_plan=plan, need=done, words="Take her to the dentist.", agreed_at=THEN, agreed_by=cast.priya,
        done_on=date(2024, 5, 13), answered_by=cast.priya,
    )  # fmt: skip
    return earlier
