"""Mia under a protection plan, part of it kept and part of it not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from lintel.foundation.people.models import Person
from lintel.foundation.workforce.models import Worker
from lintel.journey.conferring.actions import as_plan
from lintel.journey.conferring.tests.builders import a_chair, protected
from lintel.journey.overseeing.actions import ask_as_chair
from lintel.steps.assessments.models import Need
from lintel.steps.conferences.carrying_out.actions import join_core_group, name_lead, write_core_group
from lintel.steps.conferences.codes import Side
from lintel.steps.conferences.escalating.actions import Asked
from lintel.steps.conferences.models import ChairsRequest
from lintel.steps.plans.actions import agree, change_date, finish, review
from lintel.steps.plans.codes import Change
from lintel.steps.plans.models import CpPlan
from lintel.steps.plans.saying import Changed, Held, Intended
from lintel.steps.visits.models import Visit
from tests.cast import LONDON

if TYPE_CHECKING:
    from lintel.foundation.access.models import User
    from tests.cast import Bells, Cast

# The plan began on Thursday 20 March 2025. This is a Wednesday, seven weeks later.
LATER = datetime(2025, 5, 7, 9, 0, tzinfo=LONDON)


def seen(child: Person, on: date) -> Visit:
    return Visit.objects.create(
        key=f"visit/{child.pk}/{on}", screen="visit", child=child, visited_on=on, child_seen=True
    )


def social_worker(user: User) -> Worker:
    """The staff list now holds their Social Work England number."""
    Worker.objects.filter(pk=user.worker_id).update(swe_number="SW00001")
    return Worker.objects.get(pk=user.worker_id)


def overseen(cast: Cast, bells: Bells, chair: User | None = None) -> tuple[User, CpPlan]:
    """
    A chair, and Mia's plan: led by Priya, one core group in time and the next to come, the last visit too long ago,
    one action done, one slipped and late, one need better and one the same at two reviews.
    """
    chair = chair or a_chair(cast)
    plan = protected(cast, chair, bells.mia)
    begun = datetime(2025, 3, 21, 9, 0, tzinfo=LONDON)
    name_lead(as_plan(plan), social_worker(cast.priya), by=cast.priya, at=begun)
    join_core_group(as_plan(plan), side=Side.PARENT, name="Ruth Bell", by=cast.priya, at=begun)
    join_core_group(as_plan(plan), side=Side.SCHOOL, name="Mrs Abara", by=cast.priya, at=begun)
    safe, sleep = (
        Need.objects.create(child=bells.mia, words=words, written_at=begun, written_by=cast.priya)
        for words in ("Mia is hit at home.", "Mia does not sleep.")
    )
    asked = [
        Intended(words="Owen stays at his brother’s.", owner="Owen Hartley", due_on=date(2025, 3, 28), need_id=safe.pk),
        Intended(words="A place to talk at school.", owner="Mrs Abara", due_on=date(2025, 4, 4), need_id=sleep.pk),
    ]
    first, second = agree(plan, asked, by=cast.priya, at=begun)
    finish(first, done_on=date(2025, 3, 28), answer="He moved out.", by=cast.priya, at=begun + timedelta(days=8))
    change_date(second, due_on=date(2025, 4, 25), because="The room is not free.", by=cast.priya, at=begun)
    for on in (date(2025, 4, 3), date(2025, 5, 6)):
        held = Held(held_on=on, present="Ruth", childs_view="“It is quieter.”", changes=[
            Changed(need_id=safe.pk, change=Change.BETTER, words="Nobody has hit her."),
            Changed(need_id=sleep.pk, change=Change.SAME, words="She wakes at four."),
        ])  # fmt: skip
        review(plan, held, by=cast.priya, at=LATER)
    for on in (date(2025, 3, 31), date(2025, 4, 10)):
        seen(bells.mia, on)
    write_core_group(
        [as_plan(plan)], held_on=date(2025, 4, 3), present="Ruth Bell, Mrs Abara", words="Mia is quieter.",
        by=cast.priya, at=LATER,
    )  # fmt: skip
    return chair, plan


def asked_of_managers(plan: CpPlan, *, by: User, at: datetime = LATER) -> ChairsRequest:
    """The chair asks the team manager to see to it that Mia is visited."""
    asked = Asked(
        once=uuid4(), what="Nobody has seen Mia for four weeks.", asked="Visit her, and see her alone.",
        by_when=date(2025, 5, 9),
    )  # fmt: skip
    return ask_as_chair(plan, asked, by=by, at=at)
